"""The guest's walls: what a process takes from itself before it runs code that nobody trusts.

This text travels to the guest and is executed there: standard library alone, nothing happens at
import. `confine` takes away what a computing interpreter does not need, and what it cannot take
away it names.

Why not a package: those that speak Landlock and seccomp from Python do it through ctypes too, and
the guest sees no site-packages. Why `_ctypes` and not `ctypes`: it saves 3 ms of every start.

The walls, each enough against what it names, most of them doubled by another:

- user: as root, another uid that nothing else runs under; all capabilities dropped.
- descriptors: what the grader's own parent left open, such as make's job pipe, is closed.
- limits: no open, no fork, no byte to a file, bounded memory and CPU time.
- no_new_privs, not dumpable (no debugger, no /proc/self/mem), dies with its parent.
- landlock: no path, no TCP port, no signal or abstract socket beyond this process.
- seccomp: an allow-list of system calls. What is not on it fails with EPERM, which Python shows
  as PermissionError; native code that gets hold of the process has no more than the list either.
"""

from __future__ import annotations

import os
import resource
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

LEAST = ("cpu time", "open files", "file size")  # macOS has these too; memory it does not limit
NOBODY = 65534
PIPES = 4  # descriptors 0 to 3 are the host's
STACK_BYTES = 64 << 20  # room for deep recursion; beyond it the guest alone dies
EVERY_RIGHT_ON_FILES = (13, 14, 15, 15, 16)  # how many rights Landlock's ABI 1, 2, … knows

# System calls of a computing interpreter: their numbers on x86_64 and on aarch64 (None: not there).
ALLOWED = {
    "read": (0, 63),
    "write": (1, 64),
    "writev": (20, 66),
    "close": (3, 57),
    "fstat": (5, 80),
    "lseek": (8, 62),
    "getcwd": (79, 17),  # os.path.abspath(__file__) at the top of a module is innocent
    "poll": (7, None),
    "ppoll": (271, 73),
    "select": (23, None),
    "pselect6": (270, 72),
    "brk": (12, 214),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "futex": (202, 98),
    "sched_yield": (24, 124),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "restart_syscall": (219, 128),
    "pause": (34, None),
    "nanosleep": (35, 101),
    "clock_nanosleep": (230, 115),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "gettimeofday": (96, 169),
    "time": (201, None),
    "times": (100, 153),
    "getrusage": (98, 165),
    "getrandom": (318, 278),
    "getpid": (39, 172),
    "getppid": (110, 173),
    "gettid": (186, 178),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "exit": (60, 93),
    "exit_group": (231, 94),
}
# Allowed unless the argument of that index asks for executable memory.
ALLOWED_WITHOUT_EXEC = {"mmap": (9, 222, 2), "mprotect": (10, 226, 2)}
TGKILL = (234, 131)  # of this very process, so that abort() shows as SIGABRT
SECCOMP = (317, 277)
LANDLOCK_CREATE_RULESET, LANDLOCK_RESTRICT_SELF = 444, 446
AUDIT_ARCH = (0xC000003E, 0xC00000B7)
MACHINES = ("x86_64", "aarch64")

SIGKILL = 9  # `signal` would cost an import of enum
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
# What a system says of a wall that it does not have.
MISSING = (OSError, ValueError, OverflowError, ImportError, AttributeError)


def confine(request: dict[str, Any]) -> dict[str, Any]:
    """Raise the walls of `request`; say the level in force and, by name, what stands or why not.

    The request holds "level" ("none", "limits" or "kernel"), "memory" in bytes, "cpu" in seconds,
    and "uid" to become when root (or None). A wall that cannot stand never raises: it is reported,
    and the level is the best that the others make. seccomp alone makes the level "kernel", since
    its list has no call that takes a path, a socket or another process; Landlock stands behind it.
    Without the walls of LEAST the level is "none".
    """
    level: str = request["level"]
    walls: dict[str, str] = {}
    if level == "none":
        return {"level": level, "walls": walls}

    def build(name: str, wall: Callable[..., None], *arguments: Any) -> None:
        try:
            wall(*arguments)
            walls[name] = "up"
        except MISSING as error:
            walls[name] = getattr(error, "strerror", None) or str(error) or type(error).__name__

    build("descriptors", close_strays)
    if request["uid"] is not None:
        build("user", become, request["uid"])
    system = None
    try:
        system = System()
    except MISSING as error:
        walls["system calls"] = str(error)
    if system:
        build("capabilities", system.drop_capabilities)
        build("parent", system.die_with_parent)
        build("not dumpable", system.prctl, PR_SET_DUMPABLE, 0)
        build("no new privileges", system.prctl, PR_SET_NO_NEW_PRIVS, 1)
    if system and level == "kernel":
        build("landlock", landlock, system)  # needs a descriptor, which the limits then forbid
    for name, limit, soft, hard in limits(request["memory"], request["cpu"]):
        build(name, lower, limit, soft, hard)
    if system and level == "kernel":
        build("seccomp", seccomp, system)
    sys.modules.pop("_ctypes", None)
    held = all(walls.get(name) == "up" for name in LEAST)
    level = "kernel" if held and walls.get("seccomp") == "up" else "limits" if held else "none"
    return {"level": level, "walls": walls}


def close_strays() -> None:
    """Close every descriptor that is not one of the host's pipes."""
    os.closerange(PIPES, max(map(int, os.listdir("/dev/fd"))) + 1)


def become(uid: int) -> None:
    """Give up root for `uid`, or for nobody where the namespace does not know `uid`."""
    os.setgroups([])
    try:
        os.setresgid(uid, uid, uid)
    except OSError:
        uid = NOBODY
        os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def limits(memory: int, cpu: int) -> Iterator[tuple[str, int, int, int]]:
    """The resource limits that this system knows: (wall, resource, soft, hard)."""
    for wall, name, soft, hard in (
        ("memory", "RLIMIT_AS", memory, memory),
        ("cpu time", "RLIMIT_CPU", cpu, cpu + 1),
        ("stack", "RLIMIT_STACK", STACK_BYTES, STACK_BYTES),
        ("open files", "RLIMIT_NOFILE", 0, 0),
        ("processes", "RLIMIT_NPROC", 0, 0),
        ("file size", "RLIMIT_FSIZE", 0, 0),
        ("core dump", "RLIMIT_CORE", 0, 0),
        ("locked memory", "RLIMIT_MEMLOCK", 0, 0),
        ("message queues", "RLIMIT_MSGQUEUE", 0, 0),
        ("queued signals", "RLIMIT_SIGPENDING", 0, 0),
        ("priority", "RLIMIT_NICE", 0, 0),
        ("realtime priority", "RLIMIT_RTPRIO", 0, 0),
    ):
        if hasattr(resource, name):
            yield wall, getattr(resource, name), soft, hard


def lower(limit: int, soft: int, hard: int) -> None:
    """Lower a resource limit for good; one that is lower already stays."""
    ceiling = resource.getrlimit(limit)[1]
    if ceiling != resource.RLIM_INFINITY:
        hard = min(hard, ceiling)
    resource.setrlimit(limit, (min(soft, hard), hard))


class System:
    """The C library's system calls, for those that the standard library does not offer."""

    def __init__(self) -> None:
        if sys.platform != "linux":
            raise OSError("not Linux")
        import _ctypes

        native: Any = _ctypes

        class Long(native._SimpleCData):  # type: ignore[misc]
            _type_ = "l"

        class Byte(native._SimpleCData):  # type: ignore[misc]
            _type_ = "B"

        class Function(native.CFuncPtr):  # type: ignore[misc]
            _flags_ = native.FUNCFLAG_CDECL | native.FUNCFLAG_USE_ERRNO
            _restype_ = Long

        libc = native.dlopen(None, 0)
        self.functions: dict[str, Callable[..., int]] = {
            name: Function(native.dlsym(libc, name)) for name in ("prctl", "syscall", "capset")
        }
        self.errno, self.address = native.get_errno, native.addressof
        self.byte: Any = Byte
        machine = os.uname().machine
        self.machine = MACHINES.index(machine) if machine in MACHINES else None

    def call(self, name: str, *arguments: int | bytes | None) -> int:
        """Call a function of the C library with numbers and bytes (by address). Raises OSError."""
        result = self.functions[name](*arguments)
        if result == -1:
            raise OSError(self.errno(), os.strerror(self.errno()))
        return result

    def prctl(self, option: int, value: int) -> None:
        """Set one option of this process. Raises OSError."""
        self.call("prctl", option, value, 0, 0, 0)

    def pointer(self, data: bytes) -> tuple[Any, bytes]:
        """A copy of `data` that stays while it is referred to, and its address as bytes."""
        copy = (self.byte * len(data)).from_buffer_copy(data)
        return copy, self.address(copy).to_bytes(8, sys.byteorder)

    def drop_capabilities(self) -> None:
        """Without capabilities root is a plain user, where it could not become another."""
        version_3, myself = 0x20080522, 0
        header = version_3.to_bytes(4, sys.byteorder) + myself.to_bytes(4, sys.byteorder)
        self.call("capset", header, bytes(24))

    def die_with_parent(self) -> None:
        """Be killed when the thread that started this process ends.

        If it ended before, the pipe from it is closed and the guest ends by that.
        """
        parent = os.getppid()
        self.prctl(PR_SET_PDEATHSIG, SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def landlock(system: System) -> None:
    """Handle every right that the kernel's Landlock knows, and allow none of them anywhere."""
    abi = system.call("syscall", LANDLOCK_CREATE_RULESET, None, 0, 1)
    files = EVERY_RIGHT_ON_FILES[min(abi, len(EVERY_RIGHT_ON_FILES)) - 1]
    tcp = 2 if abi >= 4 else 0  # bind, connect
    scopes = 2 if abi >= 6 else 0  # abstract sockets, signals
    rights = [(1 << count) - 1 for count in (files, tcp, scopes)]
    known = 3 if abi >= 6 else 2 if abi >= 4 else 1
    attributes = b"".join(word.to_bytes(8, sys.byteorder) for word in rights[:known])
    rules = system.call("syscall", LANDLOCK_CREATE_RULESET, attributes, len(attributes), 0)
    try:
        system.call("syscall", LANDLOCK_RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)


def seccomp(system: System) -> None:
    """Install the filter, without the mitigations that slow down a process that has no secrets."""
    if system.machine is None or sys.maxsize < 1 << 32:
        raise OSError("no list of system calls for " + os.uname().machine)
    filter_mode, spec_allow = 1, 4
    program = assemble(system.machine, os.getpid())
    _held, address = system.pointer(program)
    fprog = (len(program) // 8).to_bytes(2, sys.byteorder) + bytes(6) + address
    number = SECCOMP[system.machine]
    try:
        system.call("syscall", number, filter_mode, spec_allow, fprog)
    except OSError:
        system.call("syscall", number, filter_mode, 0, fprog)  # before Linux 4.17


def assemble(machine: int, pid: int) -> bytes:
    """The filter as classic BPF: 8 bytes an instruction, for the machine of that index."""
    number, arch = 0, 4  # offsets in struct seccomp_data
    allow, refuse, kill = 0x7FFF0000, 0x00050001, 0x80000000  # refuse: errno 1, EPERM
    prot_exec = 4

    def instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
        head = code.to_bytes(2, sys.byteorder) + bytes((if_true, if_false))
        return head + value.to_bytes(4, sys.byteorder)

    def load(offset: int) -> bytes:
        return instruction(0x20, offset)

    def argument(index: int) -> bytes:
        return load(16 + 8 * index)  # its low half: both machines are little-endian

    def equal(value: int, skip: int) -> bytes:
        return instruction(0x15, value, 0, skip)

    def any_bit(value: int, skip: int) -> bytes:
        return instruction(0x45, value, 0, skip)

    def done(action: int) -> bytes:
        return instruction(0x06, action)

    code = [load(arch), instruction(0x15, AUDIT_ARCH[machine], 1, 0), done(kill), load(number)]
    for numbers in ALLOWED.values():  # x32 calls have bit 30 set, so they equal none of these
        allowed = numbers[machine]
        if allowed is not None:
            code += [equal(allowed, 1), done(allow)]
    for entry in ALLOWED_WITHOUT_EXEC.values():
        check = [argument(entry[2]), any_bit(prot_exec, 1), done(refuse), done(allow)]
        code += [equal(entry[machine], len(check)), *check]
    check = [argument(0), equal(pid, 1), done(allow), done(refuse)]
    code += [equal(TGKILL[machine], len(check)), *check, done(refuse)]
    return b"".join(code)
