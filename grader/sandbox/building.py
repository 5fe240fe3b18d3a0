"""How each wall is built: what a process takes from itself, one system call or two at a time.

This text travels to the guest and is executed there: standard library alone, nothing happens at
import. Each function builds one wall and raises one of `MISSING` where the system lacks it; the
table of them is in `walls`. Whatever needs a file is done first, by `Means`: the user that the
guest becomes may not be able to read so much as the interpreter's own folder.

Why not a package: those that speak Landlock and seccomp from Python do it through ctypes too, and
the guest sees no site-packages. Why `_ctypes` and not `ctypes`: it saves 3 ms of every start.
"""

from __future__ import annotations

import os
import resource
import sys

from grader.sandbox.native import System
from grader.sandbox.syscalls import assemble

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NOBODY = 65534
PIPES = 4  # descriptors 0 to 3 are the host's
STACK_BYTES = 64 << 20  # room for deep recursion; beyond it the guest alone dies
EVERY_RIGHT_ON_FILES = (13, 14, 15, 15, 16)  # how many rights Landlock's ABI 1, 2, … knows

LANDLOCK_CREATE_RULESET, LANDLOCK_RESTRICT_SELF = 444, 446
SECCOMP = (317, 277)  # by machine

SIGKILL = 9  # `signal` would cost an import of enum
CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
# What a system says of a wall that it does not have.
MISSING = (OSError, ValueError, OverflowError, ImportError, AttributeError)


class Means:
    """What the walls are made from, got while files can still be opened.

    The request holds "level" ("none", "limits" or "kernel"), "memory" in bytes, "cpu" in seconds,
    "uid" to become where the grader is root (or None), "temporary", a folder to make one in, and
    "only", the names of the walls to raise (None: all of the level).
    """

    def __init__(self, request: dict[str, Any]) -> None:
        self.request = request
        self.descriptors = open_descriptors()
        self._system: System | None = None
        self._lacking = ""
        try:
            self._system = System()
        except MISSING as error:
            self._lacking = reason(error)

    @property
    def system(self) -> System:
        """The C library's system calls. Raises OSError where they cannot be had."""
        if self._system is None:
            raise OSError(self._lacking)
        return self._system


def reason(error: BaseException) -> str:
    """What a system says of something that it does not have, in a few words."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def open_descriptors() -> int:
    """One more than the highest open descriptor, or than there may be where nobody says."""
    try:
        return max(map(int, os.listdir("/dev/fd"))) + 1
    except (OSError, ValueError):
        return min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], 1 << 16)


def close_strays(means: Means) -> None:
    """Close every descriptor that is not one of the host's pipes."""
    os.closerange(PIPES, means.descriptors)


def enter_nothing(means: Means) -> None:
    """Have a folder that does not exist any more as root, or at least as current folder.

    Nothing can be made in a folder that was removed, and no path leads out of such a root. Root may
    choose its root; an ordinary user may in a namespace of its own, where the system has those.
    """
    folder = f"{means.request['temporary']}/kata-{os.getpid()}-{os.urandom(8).hex()}"
    os.mkdir(folder, 0o700)
    os.chdir(folder)
    os.rmdir(folder)
    if means.request["uid"] is not None:
        os.chroot(".")
        return
    try:
        means.system.call("unshare", CLONE_NEWUSER)
        os.chroot(".")
    except MISSING:
        pass  # the current folder has to do


def switch_user(means: Means) -> None:
    """Give up root for the user of the request, or for nobody where the namespace has no other.

    Where the grader is not root, there is nothing to give up.
    """
    uid = means.request["uid"]
    if uid is None:
        return
    try:
        os.setgroups([])
    except PermissionError:
        if set(os.getgroups()) - {os.getgid()}:
            raise
    try:
        os.setresgid(uid, uid, uid)
    except OSError:
        uid = NOBODY
        os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def set_limit(name: str, soft: int, hard: int) -> None:
    """Set a resource limit for good; one that is lower already stays, an unknown one is left out.

    Raises OSError, ValueError.
    """
    limit = getattr(resource, name, None)
    if limit is None:
        return
    ceiling = resource.getrlimit(limit)[1]
    if ceiling != resource.RLIM_INFINITY:
        hard = min(hard, ceiling)
    resource.setrlimit(limit, (min(soft, hard), hard))


def limit_memory(means: Means) -> None:
    """Bound the address space."""
    memory = means.request["memory"]
    set_limit("RLIMIT_AS", memory, memory)


def limit_cpu(means: Means) -> None:
    """Bound the CPU time of the whole life: SIGXCPU, and SIGKILL a second later."""
    cpu = means.request["cpu"]
    set_limit("RLIMIT_CPU", cpu, cpu + 1)


def drop_capabilities(means: Means) -> None:
    """Give up all capabilities: root is a plain user then, where it could not become another."""
    version_3, myself = 0x20080522, 0
    header = version_3.to_bytes(4, sys.byteorder) + myself.to_bytes(4, sys.byteorder)
    means.system.call("capset", header, bytes(24))


def die_with_parent(means: Means) -> None:
    """Be killed when the thread that started this process ends.

    If it ended before, the pipe from it is closed and the guest ends by that.
    """
    parent = os.getppid()
    means.system.prctl(PR_SET_PDEATHSIG, SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def forbid_debuggers(means: Means) -> None:
    """Be not dumpable: no other process of the same user reads or changes this one's memory."""
    means.system.prctl(PR_SET_DUMPABLE, 0)


def forbid_new_privileges(means: Means) -> None:
    """Gain nothing by a program that is set-uid; seccomp and Landlock ask for this."""
    means.system.prctl(PR_SET_NO_NEW_PRIVS, 1)


def landlock(means: Means) -> None:
    """Handle every right that the kernel's Landlock knows, and allow none of them anywhere."""
    system = means.system
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


def seccomp(means: Means) -> None:
    """Install the filter, without the mitigations that slow down a process that has no secrets."""
    system = means.system
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
