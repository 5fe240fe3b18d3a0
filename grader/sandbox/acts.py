"""Acts that no submission may do: each is Python, run in a guest as a submission's function.

They aim at things made for them (a file, a listening socket, a byte of this process's memory), and
change nothing else where they succeed. `file`, `folder`, `host`, `port`, `abstract` and `address`
are given; `libc(name, …)` calls the C library.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

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
    "run a program": "os.execv('/bin/sh', ['sh', '-c', 'echo > \"$0\"', folder + '/passed'])",
    "signal the grader": "os.kill(host, 0)",
    "signal the grader's group": "os.killpg(os.getpgid(host), 0)",
    "read the grader's memory": "peek(host, address)",
    "read the grader's environment": "open('/proc/%d/environ' % host).read()",
    "send a datagram": "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', port))",
    "connect by TCP": "socket.create_connection(('127.0.0.1', port), 5)",
    "connect to an abstract socket": "socket.socket(socket.AF_UNIX).connect(abstract)",
    "leave memory behind": "libc('shmctl', libc('shmget', 0, 4096, 0o600), 0, None)",
    "take 2 GiB of memory": "mmap.mmap(-1, 2 << 30)",
    "take more than its CPU time": "while time.process_time() < 1.5: pass",
    "lift its own limits": "resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))",
    "become root": "os.setuid(0)",
    "choose its own CPU": "os.sched_setaffinity(0, {0})",
    "make new namespaces": "libc('unshare', 0x10000000)",
    "make memory executable": "mmap.mmap(-1, 4096, prot=7)",
    "queue work by io_uring": "libc('syscall', 425, 1, bytes(120))",
}

_SUBMISSION = """
import mmap, os, resource, socket, threading, time

{given}

def libc(name, *arguments):
    import ctypes
    result = ctypes.CDLL(None, use_errno=True)[name](*arguments)
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result

def peek(pid, address):
    import ctypes
    place = ctypes.create_string_buffer(1)
    here = (ctypes.c_void_p * 2)(ctypes.addressof(place), 1)
    libc("process_vm_readv", pid, here, 1, (ctypes.c_void_p * 2)(address, 1), 1, 0)

def act():
    {act}
"""


@contextmanager
def targets() -> Iterator[dict[str, Any]]:
    """What the acts aim at: a folder and a file, open sockets, a byte of this process's memory."""
    byte = b"x"
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as server:
        given: dict[str, Any] = {
            "folder": folder,
            "file": folder + "/file",
            "host": os.getpid(),
            "port": server.getsockname()[1],
            "abstract": f"\0kata-doctor-{os.getpid()}",
            "address": id(byte),
        }
        with socket.socket(socket.AF_UNIX) as listener:
            if sys.platform == "linux":
                listener.bind(given["abstract"])
                listener.listen()
            yield given


def submission(act: str, given: dict[str, Any]) -> str:
    """The module whose function `act` does the act, with the targets as they are at first."""
    folder = Path(given["folder"])
    shutil.rmtree(folder)
    folder.mkdir()
    folder.chmod(0o777)
    (folder / "file").write_text("secret", encoding="utf-8")
    (folder / "file").chmod(0o666)
    constants = "\n".join(f"{name} = {value!r}" for name, value in given.items())
    return _SUBMISSION.format(given=constants, act=act)


def left_its_mark(given: dict[str, Any]) -> bool:
    """Whether an act that ends the guest where it succeeds has succeeded."""
    return os.path.exists(given["folder"] + "/passed")
