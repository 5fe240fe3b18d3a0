"""The filter of system calls: what an interpreter needs to compute, as a program of the kernel's.

An allow-list: what is not on it fails with EPERM, which Python shows as PermissionError. Native
code that gets hold of the process has no more than the list either. Travels to the guest.
"""

from __future__ import annotations

import sys

MACHINES = ("x86_64", "aarch64")
AUDIT_ARCH = (0xC000003E, 0xC00000B7)

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
    "uname": (63, 160),  # uuid and platform ask when they are imported
    "exit": (60, 93),
    "exit_group": (231, 94),
}
# Allowed unless the argument of that index asks for executable memory.
ALLOWED_WITHOUT_EXEC = {"mmap": (9, 222, 2), "mprotect": (10, 226, 2)}
TGKILL = (234, 131)  # of this very process, so that abort() shows as SIGABRT


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
