"""What ends the grader from outside: Ctrl-C, a closed terminal, a service that stops it.

Where verdicts are made the handler ends the process itself. An exception that it raised could fall
into a finaliser or into a library's clean-up, and be forgotten there.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

from grader.sandbox import process

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
_SHOW_CURSOR = b"\x1b[?25h"
_actions: list[Callable[[], object]] = []


@contextlib.contextmanager
def ends_at_once() -> Iterator[None]:
    """Within, a signal that asks this process to end does so at once, with status 128 + n.

    Guests are killed, the cursor is shown, and "stopped" is said. SIGHUP under nohup stays ignored.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handlers = {number: signal.getsignal(number) for number in ENDING}
    if handlers[signal.SIGHUP] is signal.SIG_IGN:
        del handlers[signal.SIGHUP]
    for number in handlers:
        signal.signal(number, _stop)
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def on_stop(action: Callable[[], object]) -> Iterator[None]:
    """Have `action` done if the process is stopped within; it must not wait for anything."""
    _actions.append(action)
    try:
        yield
    finally:
        _actions.remove(action)


@contextlib.contextmanager
def temporary_folder(prefix: str) -> Iterator[Path]:
    """A temporary folder that is removed at the end, also where a signal makes the end."""
    with (
        tempfile.TemporaryDirectory(prefix=prefix) as name,
        on_stop(lambda: shutil.rmtree(name, ignore_errors=True)),
    ):
        yield Path(name)


def _stop(number: int, _: FrameType | None) -> None:
    for other in ENDING:
        signal.signal(other, signal.SIG_IGN)
    process.kill_all()
    for action in reversed(_actions):
        with contextlib.suppress(Exception):
            action()
    with contextlib.suppress(OSError):
        if os.isatty(1):
            os.write(1, _SHOW_CURSOR)
        os.write(2, b"\nstopped\n")
    os._exit(128 + number)
