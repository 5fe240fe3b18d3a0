"""What this machine offers to hold a guest, and what each wall stops: every act is really tried.

A child process raises one wall, or all of them, and then tries one forbidden act on things made for
it (a file, a listening socket, a byte of this process's memory). The acts change nothing else, also
where they succeed.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import platform
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from importlib import resources
from typing import Any

from grader.outcome import Exit
from grader.sandbox.confinement import Confinement, Limits, harden_host, offers, unprivileged_uid

NO_WALL = "none"
_ALL = "all"
WALLS = ("user", "limits", "landlock", "seccomp", _ALL)

# What a guest might try, in Python. `file`, `folder`, `host`, `port`, `abstract`, `address` and
# `memory` are given; `libc(name, …)` calls the C library and raises OSError.
ACTS = {
    "read a file": "open(file).read()",
    "ask whether a path exists": "os.stat(file)",
    "list a folder": "os.listdir(folder)",
    "write a file": "open(folder + '/new', 'w').write('x')",
    "empty a file": "os.truncate(file, 0)",
    "remove a file": "os.unlink(file)",
    "rename a file": "os.rename(file, file + '2')",
    "change a file's mode": "os.chmod(file, 0o777)",
    "make a folder": "os.mkdir(folder + '/new')",
    "make a link": "os.symlink(file, folder + '/new')",
    "start a process": "os.fork() or os._exit(0)",
    "start a thread": "threading.Thread(target=int).start()",
    "run a program": "os.execv(sys.executable, [sys.executable, '-c', 'print(\"passed\")'])",
    "signal the grader": "os.kill(host, 0)",
    "signal the grader's group": "os.killpg(os.getpgid(host), 0)",
    "read the grader's memory": "peek(host, address)",
    "read the grader's environment": "open('/proc/%d/environ' % host).read()",
    "send a datagram": "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', port))",
    "connect by TCP": "socket.create_connection(('127.0.0.1', port), 5)",
    "connect to an abstract socket": "socket.socket(socket.AF_UNIX).connect(abstract)",
    "leave memory behind": "libc('shmctl', libc('shmget', 0, 4096, 0o600), 0, None)",
    "take 2 GiB of memory": "mmap.mmap(-1, 2 << 30)",
    "take more than its CPU time": "while time.process_time() < 1.3: pass",
    "lift its own limits": "resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))",
    "become root": "os.setuid(0)",
    "choose its own CPU": "os.sched_setaffinity(0, cpus)",
    "make new namespaces": "libc('unshare', 0x10000000)",
    "make memory executable": "mmap.mmap(-1, 4096, prot=7)",
    "queue work by io_uring": "libc('syscall', 425, 1, bytes(120))",
}

# Forks a child for every act and wall, so that the interpreter starts once. A child says "passed",
# or says nothing because it was killed; a line of JSON for every act goes to the doctor.
_TRIALS = """
import ctypes, json, mmap, os, resource, socket, sys, threading, time
setup = json.load(sys.stdin)
globals().update(setup["given"])
cpus = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else ()
native = ctypes.CDLL(None, use_errno=True)

def libc(name, *arguments):
    result = native[name](*arguments)
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result

def peek(pid, address):
    place = ctypes.create_string_buffer(1)
    here = (ctypes.c_void_p * 2)(ctypes.addressof(place), 1)
    libc("process_vm_readv", pid, here, 1, (ctypes.c_void_p * 2)(address, 1), 1, 0)

def build(wall, walls, request):
    means = walls["Means"](request)
    if wall == "none":
        pass
    elif wall == "all":
        walls["confine"](request)
    elif wall == "user":
        walls["switch_user"](means)
    elif wall == "limits":
        for row in walls["WALLS"]:
            if row.needs == walls["LIMITS"]:
                row.build(means)
    else:
        walls["forbid_new_privileges"](means)
        walls[wall](means)

def attempt(act, wall):
    try:
        walls = {"__name__": "walls"}
        exec(compile(setup["source"], "<walls>", "exec"), walls)
        build(wall, walls, setup["request"])
    except Exception:
        return "absent"
    try:
        exec(compile(act, "<act>", "exec"), globals())
        return "passed"
    except (AttributeError, ImportError):
        return "untried"
    except Exception:
        return "stopped"

def trial(act, wall):
    global folder, file
    folder = os.path.join(setup["given"]["folder"], str(time.monotonic_ns()))
    file = os.path.join(folder, "file")
    os.mkdir(folder)
    open(file, "w").write("secret")
    os.chmod(folder, 0o777)
    os.chmod(file, 0o666)
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.setsid()
        os.dup2(theirs, 1)
        print(attempt(act, wall), flush=True)
        os._exit(0)
    os.close(theirs)
    words = open(ours, "rb").read().split()
    os.waitpid(child, 0)
    return words[-1].decode() if words else "stopped"

for act in setup["acts"]:
    print(json.dumps([trial(act, wall) for wall in setup["walls"]]), flush=True)
"""


class Outcome(Enum):
    """What became of an act behind a wall."""

    STOPPED = "stopped"
    PASSED = "passed"
    ABSENT = "absent"  # the wall does not stand on this machine
    UNTRIED = "untried"  # this system has no such act


@dataclass(frozen=True)
class Trial:
    """One act, and its outcome behind every wall that was asked for."""

    act: str
    outcomes: dict[str, Outcome]


@contextmanager
def _targets() -> Iterator[dict[str, Any]]:
    """What the acts aim at: a folder and a file, open sockets, a byte of this process's memory."""
    byte = ctypes.create_string_buffer(b"x")
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as server:
        os.chmod(folder, 0o777)
        given: dict[str, Any] = {
            "folder": folder,
            "host": os.getpid(),
            "port": server.getsockname()[1],
            "abstract": f"\0kata-doctor-{os.getpid()}",
            "address": ctypes.addressof(byte),
        }
        with socket.socket(socket.AF_UNIX) as listener:
            if sys.platform == "linux":
                listener.bind(given["abstract"])
                listener.listen()
            yield given


def try_all(walls: tuple[str, ...] = WALLS, acts: Mapping[str, str] = ACTS) -> Iterator[Trial]:
    """Try every act behind every wall (or behind `NO_WALL`), in a process of its own each."""
    harden_host()
    request = {
        "memory": Limits().memory_bytes,
        "cpu": 1,
        "uid": unprivileged_uid(),
        "level": Confinement.KERNEL.value,
    }
    source = resources.files("grader.sandbox").joinpath("walls.py").read_text(encoding="utf-8")
    with _targets() as given:
        setup = {"source": source, "request": request, "given": given}
        setup |= {"walls": walls, "acts": list(acts.values())}
        child = subprocess.Popen(
            [sys.executable, "-I", "-S", "-B", "-c", _TRIALS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={},
        )
        with child:
            assert child.stdin is not None
            assert child.stdout is not None
            child.stdin.write(json.dumps(setup))
            child.stdin.close()
            for act, line in zip(acts, child.stdout, strict=True):
                outcomes = map(Outcome, json.loads(line))
                yield Trial(act, dict(zip(walls, outcomes, strict=True)))


def doctor(write: Callable[[str], None] = print, acts: Mapping[str, str] = ACTS) -> int:
    """Print what this machine offers and what each wall stops; `FAILED` if an act passes all."""
    write(f"Python {platform.python_version()} on {platform.system()} {platform.release()}")
    write("")
    write("This machine offers")
    for offer in offers():
        write(f"  {'yes' if offer.available else 'NO ':3}  {offer.name:14} {offer.note}")
    write("")
    write("What each wall stops, tried just now (· it lets it pass, - it does not stand here)")
    write(f"  {'':31}" + "".join(f"{wall:10}" for wall in WALLS))
    words = {
        Outcome.STOPPED: "stopped",
        Outcome.PASSED: "·",
        Outcome.ABSENT: "-",
        Outcome.UNTRIED: "no such",
    }
    leaks = []
    for trial in try_all(acts=acts):
        last = trial.outcomes[_ALL]
        if last in (Outcome.PASSED, Outcome.ABSENT):
            leaks.append(trial.act)
        cells = "".join(f"{words[trial.outcomes[wall]]:10}" for wall in WALLS[:-1])
        write(f"  {trial.act:31}{cells}{'NOT STOPPED' if last is Outcome.PASSED else words[last]}")
    write("")
    if leaks:
        write(f"Not stopped here: {', '.join(leaks)}.")
        write("Grade strangers' code on Linux 5.13 or newer, or in a virtual machine.")
    else:
        write("Behind all of them together, nothing of this gets through.")
    return Exit.FAILED if leaks else Exit.PASSED


def command(_: argparse.Namespace) -> int:
    """`python -m grader doctor`."""
    return doctor()
