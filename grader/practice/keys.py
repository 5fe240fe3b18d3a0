"""Single keys from a terminal, without echo; the terminal is sane again whatever happens."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import sys
import termios
import tty
from collections.abc import Iterator

# What an arrow or function key sends: none of them means anything here.
_SEQUENCE = re.compile(r"\x1b(\[[0-9;]*.|O.)?")


class Keys:
    """Reads keys as they are pressed."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.resumed = 0  # how often the process was stopped and went on
        self._pressed = ""  # read already, several at once

    def wait(self, seconds: float) -> str:
        """The next key, "" if none is pressed in that time. Raises `EOFError` at the end."""
        if not self._pressed:
            self._pressed = self._read(seconds)
        key, self._pressed = self._pressed[:1], self._pressed[1:]
        return key

    def _read(self, seconds: float) -> str:
        data = typed(self._descriptor, seconds)
        return _SEQUENCE.sub("", data.decode("utf-8", "ignore")).lower()


def typed(descriptor: int, seconds: float) -> bytes:
    """What a terminal sent, nothing if it sent nothing in that time. Raises `EOFError`."""
    if not select.select([descriptor], [], [], seconds)[0]:
        return b""
    try:
        data = os.read(descriptor, 1024)
    except OSError:
        data = b""  # the terminal is gone
    # Nothing in a terminal that is still there: it was meant for the shell that had stopped us.
    if not data and select.select([descriptor], [], [], 0)[0]:
        raise EOFError
    return data


def _set(descriptor: int, *, unstoppable: bool) -> None:
    tty.setcbreak(descriptor)
    modes = termios.tcgetattr(descriptor)
    modes[6][termios.VMIN] = 0  # reading never waits
    if unstoppable:
        modes[0] &= ~termios.IXON
        for key in (termios.VSUSP, termios.VQUIT):
            modes[6][key] = b"\0"
    termios.tcsetattr(descriptor, termios.TCSADRAIN, modes)


@contextlib.contextmanager
def keys(*, unstoppable: bool = False) -> Iterator[Keys]:
    """Keys from standard input in cbreak mode; SIGTERM and SIGHUP end it like Ctrl-C.

    `unstoppable`: Ctrl-S, Ctrl-Z and Ctrl-\\ are keys like others, so that nobody stops a clock.
    """
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    pressed = Keys(descriptor)

    def resume(*_: object) -> None:  # after Ctrl-Z the shell has set the terminal its own way
        with contextlib.suppress(termios.error):  # in the background it is stopped here once more
            _set(descriptor, unstoppable=unstoppable)
        pressed.resumed += 1

    try:
        for number in handlers:
            signal.signal(number, interrupt)
        handlers[signal.SIGCONT] = signal.signal(signal.SIGCONT, resume)
        _set(descriptor, unstoppable=unstoppable)
        yield pressed
    finally:
        with contextlib.suppress(termios.error):
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
        for number, handler in handlers.items():
            signal.signal(number, handler)
