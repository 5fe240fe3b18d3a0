"""Child processes that judge, so many at a time: each a process group of its own, ended as one.

A fault of the grader is tried again; what fails three times is listed and gives nobody 0 points.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from grader.outcome import Exit, GraderFault

TRIES = 3
SHOWN = 500  # bytes of a fault's text
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Task:
    """Something to be done in a child process; it raises `GraderFault` where it cannot be done."""

    name: str
    do: Callable[[], None]


@dataclass
class _Child:
    task: Task
    attempt: int
    pid: int
    reports: int  # the descriptor of its last words; at its end when the child ends


def run(
    tasks: Iterable[Task], jobs: int, on_done: Callable[[str, str], None], tick: Callable[[], None]
) -> None:
    """Do all tasks, `jobs` at a time.

    `on_done` is called with a task's name and its fault ("" if there was none), `tick` several
    times a second. Whatever ends this function ends the children first.
    """
    waiting = deque((task, 1) for task in tasks)
    running: dict[int, _Child] = {}
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                child = _start(*waiting.popleft())
                running[child.reports] = child
            ready, _, _ = select.select(list(running), [], [], 0.25)
            for descriptor in ready:
                child = running.pop(descriptor)
                fault = _finish(child)
                if fault and child.attempt < TRIES:
                    waiting.append((child.task, child.attempt + 1))
                else:
                    on_done(child.task.name, fault)
            tick()
    finally:
        for child in running.values():
            _kill(child.pid)
            os.waitpid(child.pid, 0)
            os.close(child.reports)


def _start(task: Task, attempt: int) -> _Child:
    reports, words = os.pipe()
    parent = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        os.close(reports)
        _do(task, words, parent)
    os.close(words)
    return _Child(task, attempt, pid, reports)


def _do(task: Task, words: int, parent: int) -> None:
    """In the child: do the task; never returns."""
    status = Exit.FAULT
    try:
        os.setpgid(0, 0)
        _die_with(parent)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        task.do()
        status = Exit.PASSED
    except GraderFault as fault:
        os.write(words, str(fault).encode()[:SHOWN])
    except BaseException as error:
        os.write(words, f"{type(error).__name__}: {error}".encode()[:SHOWN])
    finally:
        os._exit(status)


def _die_with(parent: int) -> None:
    """Be killed when the parent ends, where the system can do that (Linux)."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(Exit.FAULT)


def _finish(child: _Child) -> str:
    """Wait for a child that has said its last; its fault, "" if it did what it had to."""
    text = b""
    while part := os.read(child.reports, SHOWN):
        text += part
    os.close(child.reports)
    _, status = os.waitpid(child.pid, 0)
    _kill(child.pid)  # whoever is left of its group
    code = os.waitstatus_to_exitcode(status)
    if code == 0:
        return ""
    words = " ".join(text.decode("utf-8", "replace").split())
    return words or (f"its process was ended by signal {-code}" if code < 0 else f"status {code}")


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGKILL)
