"""A guest's process: its pipes, its life and its end.

Every process that is alive is known here, so that all of them can be ended at once.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time

from grader.outcome import GraderFault
from grader.sandbox.building import PR_SET_PDEATHSIG
from grader.sandbox.keeper import Keeper
from grader.sandbox.native import System
from grader.sandbox.programs import BOOTSTRAP

REPLIES_DESCRIPTOR = 3
READ_SIZE = 1 << 18

_alive: set[GuestProcess] = set()
_keeper = Keeper()


def kill_all() -> None:
    """End every guest of this process. Raises nothing, and may be called from a signal handler."""
    for process in list(_alive):
        process.kill()


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent ends, where the kernel can do that."""
    with contextlib.suppress(OSError, ImportError, AttributeError):
        System().prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _forget_all() -> None:
    """In a child of this process: its parent's guests are not its own."""
    _alive.clear()
    _keeper.forget()


os.register_at_fork(after_in_child=_forget_all)


class GuestProcess:
    """An interpreter in a session of its own that runs the guest's first lines.

    `requests`, `replies` and `prints` are the descriptors of this side, none of which blocks.
    """

    def __init__(self) -> None:
        """Start it. Raises `GraderFault`."""
        self.pid = 0
        self.cpu_seconds = 0.0
        self._descriptors: list[int] = []
        try:
            self._spawn()
        except OSError as error:
            self.close()
            raise GraderFault(f"The sandbox cannot start a process: {error.strerror}.") from None
        self.requests, self.replies, self.prints = self._descriptors

    def _spawn(self) -> None:
        theirs: list[int] = []
        try:
            for ours in ("requests", "replies", "prints"):
                read, write = os.pipe()
                mine, child = (write, read) if ours == "requests" else (read, write)
                self._descriptors.append(mine)
                theirs.append(child)
                os.set_blocking(mine, False)
            requests, replies, prints = theirs
            python = getattr(sys, "_base_executable", "") or sys.executable
            _alive.add(self)
            self.pid = os.posix_spawn(
                python,
                [python, "-I", "-S", "-B", "-c", BOOTSTRAP],
                {},
                file_actions=[
                    (os.POSIX_SPAWN_DUP2, requests, 0),
                    (os.POSIX_SPAWN_DUP2, prints, 1),
                    (os.POSIX_SPAWN_DUP2, prints, 2),
                    (os.POSIX_SPAWN_DUP2, replies, REPLIES_DESCRIPTOR),
                ],
                setsigmask=[],
                setsigdef=[signal.SIGPIPE, signal.SIGINT, signal.SIGTERM, signal.SIGHUP],
            )
        finally:
            for descriptor in theirs:
                os.close(descriptor)

    def keep(self) -> None:
        """Have it killed when this process ends, where the kernel does not see to that."""
        try:
            _keeper.add(self.pid)
        except OSError as error:
            raise GraderFault(f"The sandbox cannot start a process: {error.strerror}.") from None

    def cpu_so_far(self) -> float:
        """CPU seconds that it has used until now, by the kernel's accounting."""
        if self.pid and sys.platform == "linux":
            # The clock of another process, as clock_getcpuclockid(3) makes it.
            with contextlib.suppress(OSError):
                self.cpu_seconds = time.clock_gettime((~self.pid << 3) | 2)
        return self.cpu_seconds

    def reap(self, options: int = 0) -> int | None:
        """Wait for it and account for its CPU time; its status, None if it still runs."""
        if hasattr(os, "waitid"):  # not on every macOS
            if os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT | options) is None:
                return None
            self.kill()  # whoever is left of its group, while the number is still its own
            _keeper.remove(self.pid)
        pid, status, usage = os.wait4(self.pid, options)
        if pid == 0:
            return None
        _keeper.remove(pid)
        self.cpu_seconds = usage.ru_utime + usage.ru_stime
        self.pid = 0
        _alive.discard(self)
        return status

    def kill(self) -> None:
        """Kill it and its group."""
        if self.pid:
            for kill in (os.killpg, os.kill):  # it may not have made a group of its own yet
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    kill(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """Kill it, account for its CPU time, and close the pipes."""
        self.kill()
        if self.pid:
            self.reap()
        _alive.discard(self)
        while self._descriptors:
            os.close(self._descriptors.pop())
