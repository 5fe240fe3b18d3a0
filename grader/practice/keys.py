"""Single keys from a terminal, without echo; the terminal is sane again whatever happens."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import termios
import tty
from collections.abc import Iterator


class Keys:
    """Reads keys as they are pressed."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def wait(self, seconds: float) -> str:
        """The next key, "" if none is pressed in that time. Raises `EOFError` at the end."""
        ready, _, _ = select.select([self._descriptor], [], [], seconds)
        if not ready:
            return ""
        try:
            data = os.read(self._descriptor, 64)
        except OSError:
            data = b""  # the terminal is gone
        if not data:
            raise EOFError
        # An arrow or function key sends a sequence: none of them means anything here.
        return "" if data.startswith(b"\x1b") else data.decode("utf-8", "ignore")[:1].lower()


@contextlib.contextmanager
def keys() -> Iterator[Keys]:
    """Keys from standard input in cbreak mode; SIGTERM and SIGHUP end it like Ctrl-C."""
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    try:
        for number in handlers:
            signal.signal(number, interrupt)
        tty.setcbreak(descriptor)
        yield Keys(descriptor)
    finally:
        with contextlib.suppress(termios.error):
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
        for number, handler in handlers.items():
            signal.signal(number, handler)
