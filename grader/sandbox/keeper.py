"""A process that outlives the grader by a moment, and ends the guests that it leaves behind.

Where the kernel kills a guest with its parent and lets it change nothing about that, none is
needed. Elsewhere (another system, no `_ctypes`, limits alone) the keeper reads from a pipe which
guests there are. However the grader ends, the pipe's end is closed, and the keeper kills the rest.
"""

from __future__ import annotations

import contextlib
import os
import sys

# A guest leads a session, which it cannot leave, and it starts no process: its number is enough.
_PROGRAM = """
import os, signal, sys
os.setsid()
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGPIPE):
    signal.signal(number, signal.SIG_IGN)
alive = set()
for line in sys.stdin.buffer:
    sign, pid = line[:1], int(line[1:])
    (alive.add if sign == b"+" else alive.discard)(pid)
for pid in alive:
    for kill in (os.killpg, os.kill):
        try:
            kill(pid, signal.SIGKILL)
        except OSError:
            pass
"""


class Keeper:
    """The keeper of this process's guests, started with the first that needs one."""

    def __init__(self) -> None:
        self._pipe = -1
        self._pid = 0
        self._guests: set[int] = set()

    def add(self, pid: int) -> None:
        """Have this guest killed when the process ends. Raises OSError if no keeper can start."""
        self._guests.add(pid)
        if self._pipe < 0 or not self._tell(f"+{pid}"):
            self._start()

    def remove(self, pid: int) -> None:
        """Forget a guest, before its number can be another process's."""
        if pid in self._guests:
            self._guests.remove(pid)
            self._tell(f"-{pid}")

    def forget(self) -> None:
        """In a child of the process: its parent's guests are not its own."""
        self._guests.clear()
        self._pid = 0
        if self._pipe >= 0:
            os.close(self._pipe)
            self._pipe = -1

    def _tell(self, line: str) -> bool:
        try:
            os.write(self._pipe, f"{line}\n".encode())
        except OSError:  # somebody killed it
            return False
        return True

    def _start(self) -> None:
        if self._pipe >= 0:
            os.close(self._pipe)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self._pid, 0)
        theirs, self._pipe = os.pipe()
        python = getattr(sys, "_base_executable", "") or sys.executable
        try:
            self._pid = os.posix_spawn(
                python,
                [python, "-I", "-S", "-B", "-c", _PROGRAM],
                {},
                file_actions=[
                    (os.POSIX_SPAWN_DUP2, theirs, 0),
                    (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
                    (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
                ],
                setsigmask=[],
            )
        finally:
            os.close(theirs)
        for pid in self._guests:
            self._tell(f"+{pid}")
