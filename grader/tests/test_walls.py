"""The guest's walls: what they stop, what they let through, and what becomes of them elsewhere."""

from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from grader import cli
from grader.outcome import Exit, GraderFault
from grader.sandbox import host, programs, syscalls, walls
from grader.sandbox.acts import ACTS
from grader.sandbox.confinement import (
    Confined,
    Confinement,
    Limits,
    unprivileged_uid,
)
from grader.sandbox.conversation import Conversation
from grader.sandbox.doctor import NO_WALL, Outcome, doctor, try_all
from grader.sandbox.host import Guest, Sources

PROGRAMS = programs.packed()[4:].hex()
STANDING = {name for name, said in host.probe().walls.items() if said == walls.UP}
needs_seccomp = pytest.mark.skipif("seccomp" not in STANDING, reason="no seccomp here")

needs_native = pytest.mark.skipif(find_spec("_ctypes") is None, reason="Python without _ctypes")

# A confined child: it says what `confine` said, then what the program printed.
CHILD = """
import json, marshal, sys
setup = json.load(sys.stdin)
for name, code in marshal.loads(bytes.fromhex(setup["programs"])):
    module = sys.modules[name] = type(sys)(name)
    exec(code, module.__dict__)
building, walls = (sys.modules["grader.sandbox." + name] for name in ("building", "walls"))
exec(setup["before"])
said = walls.confine(setup["request"])
print(json.dumps(said), flush=True)
exec(setup["program"])
"""


def setup_of(level: str, cpu: int) -> dict[str, Any]:
    """What a child is given: the programs, and what `confine` is asked for."""
    request = {
        "memory": Limits().memory_bytes,
        "cpu": cpu,
        "uid": unprivileged_uid(),
        "level": level,
        "only": None,
        "temporary": tempfile.gettempdir(),
    }
    return {"programs": PROGRAMS, "request": request}


def child(
    program: str = "",
    *,
    before: str = "",
    level: str = "kernel",
    cpu: int = 20,
    inherits: tuple[int, ...] = (),
) -> tuple[dict[str, Any], str, int]:
    """What `confine` returned in a new process, what the program printed, and how it ended."""
    setup = {"before": before, "program": program, **setup_of(level, cpu)}
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", CHILD],
        input=json.dumps(setup),
        capture_output=True,
        text=True,
        env={},
        pass_fds=inherits,
        timeout=60,
        check=False,
    )
    said, _, printed = run.stdout.partition("\n")
    return json.loads(said), printed.strip(), run.returncode


@needs_seccomp
def test_no_forbidden_act_gets_through_all_the_walls() -> None:
    acts = {name: act for name, act in ACTS.items() if "CPU time" not in name}
    trials = list(try_all(("all",), acts))
    assert len(trials) == len(acts)
    assert [t.act for t in trials if t.outcomes["all"] is not Outcome.STOPPED] == []


@needs_seccomp
def test_every_act_of_the_doctor_succeeds_without_walls() -> None:
    """Else the doctor would say "stopped" of an act that never worked."""
    for_root = {"read the grader's memory", "read the grader's environment", "become root"}
    not_in_every_container = {"make new namespaces", "queue work by io_uring"}
    acts = {name: ACTS[name] for name in ACTS.keys() - not_in_every_container}
    for trial in try_all((NO_WALL,), acts):
        if trial.act not in for_root or os.geteuid() == 0:
            assert trial.outcomes == {NO_WALL: Outcome.PASSED}, trial.act


@needs_seccomp
def test_a_confined_interpreter_still_computes() -> None:
    program = """
import math, random, time
time.sleep(0.001)
rows = [[random.Random(3).random() for _ in range(300)] for _ in range(300)]
text = "x" * 3_000_000
assert abs(math.fsum(rows[0])) > 0 and random.random() < 1 and sorted(text[:9])
assert time.time() > 0 and time.process_time() > 0 and time.perf_counter() > 0
assert len([bytes(70_000) for _ in range(1000)]) == 1000  # memory that grows and goes
del rows, text
try:
    def f(n): return f(n + 1)
    f(0)
except RecursionError:
    print("computed")
"""
    said, printed, status = child(program, before="import math, random, time")
    assert (said["level"], printed, status) == ("kernel", "computed", 0)


@needs_seccomp
def test_native_code_has_no_more_than_the_list() -> None:
    program = """
outcomes = []
for number in (2, 41, 57, 59, 101, 157, 310, 425, 2 | 1 << 30):
    outcomes.append(libc.syscall(number, 0, 0, 0, 0, 0))
print(set(outcomes), ctypes.get_errno())
"""
    before = "import ctypes; libc = ctypes.CDLL(None, use_errno=True)"
    assert child(program, before=before)[1:] == ("{-1} 1", 0)


@needs_seccomp
@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the 32-bit entry of x86_64")
def test_the_32_bit_entry_kills() -> None:
    """Numbers mean other calls there, so the filter ends a process that uses them."""
    program = """
exit_by_int_80 = bytes.fromhex("b801000000 31db cd80".replace(" ", ""))
libc.memmove(page, exit_by_int_80, len(exit_by_int_80))
ctypes.CFUNCTYPE(None)(page)()
"""
    before = """
import ctypes
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
page = ctypes.c_void_p(libc.mmap(None, 4096, 7, 0x22, -1, 0)).value
libc.memmove.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t]
"""
    assert child(program, before=before)[2] == -signal.SIGSYS


@pytest.mark.parametrize("level", ["kernel", "limits"])
def test_too_much_memory_is_a_memory_error(level: str) -> None:
    program = """
try:
    bytearray(2 << 30)
except MemoryError:
    print("refused")
"""
    assert child(program, level=level)[1:] == ("refused", 0)


def test_too_much_cpu_time_is_the_end() -> None:
    assert child("while True: pass", level="limits", cpu=1)[2] == -signal.SIGXCPU


@needs_seccomp
def test_a_stack_overflow_in_c_ends_the_guest_alone() -> None:
    program = """
sys.setrecursionlimit(1 << 30)
one, other = [], []
for _ in range(1_000_000): one, other = [one], [other]
try:
    one == other
except RecursionError:
    print("refused")
"""
    _, printed, status = child(program)
    assert printed == "refused" or status == -signal.SIGSEGV


def test_limits_are_enough_where_asked_for() -> None:
    said, _, _ = child(level="limits")
    assert said["level"] == "limits"
    assert {said["walls"][name] for name in ("landlock", "seccomp")} == {walls.NOT_ASKED_FOR}
    assert said["walls"]["memory"] == "up"


def test_no_walls_only_where_asked_for() -> None:
    said, printed, _ = child("print(open(sys.executable).fileno() > 2)", level="none")
    assert (said["level"], printed) == ("none", "True")
    assert set(said["walls"].values()) == {walls.NOT_ASKED_FOR}


@pytest.mark.parametrize(
    ("lacking", "wall"),
    [
        ("import os; os.uname = lambda: type(sys.implementation)(machine='pdp11')", "seccomp"),
        ("building.SECCOMP = (100_000, 100_000)", "seccomp"),
        ("sys.modules['_ctypes'] = None", "seccomp"),
        ("sys.platform = 'darwin'", "no new privileges"),
    ],
)
def test_what_a_machine_lacks_is_said_and_limits_stay(lacking: str, wall: str) -> None:
    said, printed, status = child("print('alive')", before=lacking)
    assert (said["level"], printed, status) == ("limits", "alive", 0)
    assert said["walls"][wall] != "up"
    assert said["walls"]["open files"] == "up"


def test_without_the_least_of_limits_nothing_is_in_force() -> None:
    lacking = """
import resource
def refuse(limit, values, real=resource.setrlimit):
    if limit == resource.RLIMIT_NOFILE:
        raise ValueError("not here")
    real(limit, values)
resource.setrlimit = refuse
"""
    said, _, _ = child(before=lacking)
    assert (said["level"], said["walls"]["open files"]) == ("none", "not here")


def test_a_guest_that_nothing_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Conversation.exchange
    nothing = json.dumps(["ready", "none", []]).encode()
    monkeypatch.setattr(Conversation, "exchange", lambda *given: (real(*given), nothing)[1])
    sources = Sources("m", {"m": ""})
    with pytest.raises(GraderFault):
        Guest(sources)
    with Guest(sources, level=Confinement.NONE) as guest:
        assert guest.confinement.level is Confinement.NONE


@needs_seccomp
def test_seccomp_alone_is_enough_for_the_level_kernel() -> None:
    said, _, _ = child(before="building.LANDLOCK_CREATE_RULESET = 100_000")
    assert said["level"] == "kernel"
    assert said["walls"]["landlock"] == os.strerror(38)  # ENOSYS


@pytest.mark.parametrize("level", ["kernel", "limits"])
def test_descriptors_of_the_graders_parent_are_closed(level: str) -> None:
    program = """
for descriptor in range(3, 300):
    try:
        os.write(descriptor, b"x")
        print(descriptor)
    except OSError:
        pass
"""
    read, write = os.pipe()
    try:
        assert child(program, before="import os", level=level, inherits=(write,))[1:] == ("", 0)
    finally:
        os.close(read)
        os.close(write)


@needs_native
@pytest.mark.skipif(sys.platform != "linux", reason="Linux kills the children of the dead")
def test_a_guest_dies_with_the_grader() -> None:
    grader = f"""
import subprocess, sys, time
guest = subprocess.Popen([sys.executable, "-I", "-S", "-B", "-c", {CHILD!r}], stdin=-1)
guest.stdin.write(sys.stdin.buffer.read())
guest.stdin.close()
time.sleep(60)
"""
    program = "import time; print(os.getpid(), flush=True); time.sleep(60)"
    setup = {"before": "import os", "program": program, **setup_of("kernel", cpu=9)}
    with subprocess.Popen(
        [sys.executable, "-c", grader], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        parent.stdin.write(json.dumps(setup).encode())
        parent.stdin.close()
        parent.stdout.readline()
        guest = int(parent.stdout.readline())
        os.kill(guest, 0)
        parent.kill()
    deadline = time.monotonic() + 10
    while _runs(guest) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not _runs(guest)


def _runs(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return False


@needs_native
@pytest.mark.skipif(sys.platform != "linux", reason="a word of Linux")
def test_the_host_is_not_dumpable() -> None:
    program = """
import ctypes
from grader.sandbox.confinement import harden_host
harden_host()
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout == "0\n"


def test_guests_of_root_share_no_user() -> None:
    uids = {unprivileged_uid() for _ in range(9)}
    assert uids == {None} if os.geteuid() != 0 else len(uids) > 1 and 0 not in uids


# -- the filter itself, run by a small machine: also for the processor that is not here -----------

ALLOW, EPERM, KILL = 0x7FFF0000, 0x00050001, 0x80000000


def _instructions(program: bytes) -> Iterator[tuple[int, int, int, int]]:
    yield from struct.iter_unpack("=HBBI", program)


def verdict(machine: int, number: int, *arguments: int, arch: int | None = None) -> int:
    """What the filter of a machine says of a system call, for the process 4711."""
    code = list(_instructions(syscalls.assemble(machine, 4711)))
    arch = syscalls.AUDIT_ARCH[machine] if arch is None else arch
    data = struct.pack("<IIQ6Q", number, arch, 0, *arguments, *[0] * (6 - len(arguments)))
    at = accumulator = 0
    while True:
        operation, if_true, if_false, value = code[at]
        at += 1
        match operation:
            case 0x20:
                accumulator = struct.unpack_from("<I", data, value)[0]
            case 0x15:
                at += if_true if accumulator == value else if_false
            case 0x45:
                at += if_true if accumulator & value else if_false
            case 0x06:
                return value
            case _:
                raise AssertionError(operation)


@pytest.mark.parametrize("machine", [0, 1])
def test_the_filter_allows_its_list_and_nothing_else(machine: int) -> None:
    listed = {numbers[machine] for numbers in syscalls.ALLOWED.values()} - {None}
    checked = {9, 10, 234} if machine == 0 else {222, 226, 131}
    for number in [*range(600), *(n | 1 << 30 for n in range(600)), 0xFFFFFFFF]:
        if number not in checked:
            assert verdict(machine, number) == (ALLOW if number in listed else EPERM)
        assert verdict(machine, number, arch=0x40000003) == KILL


@pytest.mark.parametrize("machine", [0, 1])
def test_the_filter_looks_at_arguments(machine: int) -> None:
    mmap, mprotect = (9, 10) if machine == 0 else (222, 226)
    for number in (mmap, mprotect):
        assert verdict(machine, number, 0, 4096, 3) == ALLOW
        assert verdict(machine, number, 0, 4096, 7) == EPERM
    tgkill = syscalls.TGKILL[machine]
    assert verdict(machine, tgkill, 4711, 4711, 6) == ALLOW
    assert verdict(machine, tgkill, 4712, 4712, 9) == EPERM
    assert verdict(machine, tgkill, 0xFFFFFFFF, 1, 9) == EPERM


@needs_seccomp
def test_what_needs_a_file_is_done_while_files_can_be_read() -> None:
    """The user that a guest of root becomes may not be able to read the interpreter's folder."""
    guarded = """
import os, resource, sys
class Guard:
    before = (os.geteuid(), resource.getrlimit(resource.RLIMIT_NOFILE))
    def find_spec(self, name, path=None, target=None):
        if (os.geteuid(), resource.getrlimit(resource.RLIMIT_NOFILE)) != self.before:
            raise ImportError("too late")
sys.meta_path.insert(0, Guard())
"""
    said, _, _ = child(before=guarded)
    assert {name: why for name, why in said["walls"].items() if why != walls.UP} == {}


@needs_native
def test_a_wall_that_the_kernel_refuses_is_not_called_up() -> None:
    said, _, _ = child(before="building.PR_SET_DUMPABLE = 9_999")
    assert said["walls"]["not dumpable"] == os.strerror(22)  # EINVAL


def test_what_is_missing_is_told_with_its_reason_and_what_it_needs() -> None:
    said = {wall.name: walls.UP for wall in walls.WALLS} | {"landlock": "not on this machine"}
    held = Confined(Confinement.KERNEL, said)
    assert held.missing == (
        "Missing: landlock (not on this machine; "
        "needs Linux 5.13 or newer with Landlock switched on)."
    )
    assert Confined(Confinement.KERNEL, said | {"landlock": walls.UP}).missing == ""


@pytest.mark.parametrize("command", [["test", "1"], ["grade", "--only", "1"]])
def test_weaker_confinement_than_required_runs_nothing_of_the_submission(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    held = Confined(Confinement.LIMITS, {"seccomp": "refused"})
    monkeypatch.setattr(host, "probe", lambda: held)
    monkeypatch.setattr("grader.judging.run.examine", lambda *_, **__: pytest.fail("it was judged"))
    assert cli.main([*command, "--require", "kernel"]) == Exit.FAULT
    [line] = capsys.readouterr().err.splitlines()
    assert "seccomp (refused; needs Linux" in line
    assert cli.main([*command, "--require", "all"]) == Exit.USAGE


def test_a_guest_is_nowhere_and_can_make_nothing_there() -> None:
    program = """
made = 0
for act in (lambda: os.mkdir("folder"), lambda: os.symlink("x" * 4000, "link"), os.getcwd):
    try:
        act()
        made += 1
    except OSError:
        pass
print(made)
"""
    said, printed, _ = child(program, before="import os", level="limits")
    assert (said["walls"]["folder"], printed) == (walls.UP, "0")


def test_where_no_folder_can_be_made_the_other_walls_stand() -> None:
    before = "import os; building.os.mkdir = lambda path, mode: os.listdir(path)"
    said, _, _ = child(before=before, level="limits")
    assert said["walls"]["folder"] != walls.UP
    assert said["level"] == "limits"


def test_the_doctor_says_what_is_stopped() -> None:
    lines: list[str] = []
    acts = {"read a file": ACTS["read a file"]}
    assert doctor(lines.append, acts) == (host.probe().level is not Confinement.KERNEL)
    [line] = [line for line in lines if "read a file" in line]
    assert line.endswith("stopped")
    for wall in walls.WALLS:
        note = wall.stops if wall.name in STANDING else wall.needs
        assert any(wall.name in line and note in line for line in lines)


def test_the_doctor_says_what_gets_through() -> None:
    lines: list[str] = []
    assert doctor(lines.append, {"add two numbers": "1 + 1"}) == 1
    assert any("add two numbers" in line and line.endswith("NOT STOPPED") for line in lines)
    assert "Not stopped here: add two numbers." in lines
