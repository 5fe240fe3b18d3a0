"""What is typed: keys of a terminal in cbreak mode, or lines of any standard input."""

from __future__ import annotations

import codecs
import os
import re
import select
from collections import deque

from grader.practice.keys import typed

_NAMES = {
    "\x1b[A": "up",
    "\x1b[B": "down",
    "\x1bOA": "up",
    "\x1bOB": "down",
    "\x1b[5~": "page up",
    "\x1b[6~": "page down",
    "\r": "enter",
    "\n": "enter",
    "\x7f": "backspace",
    "\b": "backspace",
    "\t": "down",
    "\x1b": "escape",
}
# A control sequence, a function key, an escape by itself, or any other character.
_KEY = re.compile(r"\x1b\[[0-9;?]*[@-~]|\x1bO.|\x1b|.", re.DOTALL)


class Keyboard:
    """Keys of a terminal, with names for those that are not characters."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def wait(self, seconds: float) -> list[str]:
        """The keys pressed, as soon as there is one, at most after so long. Raises `EOFError`."""
        found = _KEY.findall(self._decoder.decode(typed(self._descriptor, seconds)))
        return [name for key in found if (name := _NAMES.get(key, key)).isprintable()]


class Lines:
    """Lines of a standard input that may be a terminal, a pipe or nothing."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._pending = b""
        self._kept: deque[str] = deque()
        self.ended = False

    def keep(self, line: str) -> None:
        """Put a line aside until an answer is asked for."""
        self._kept.append(line)

    def answer(self) -> str | None:
        """A line that was put aside, else the next one, whenever it comes; None at the end."""
        return self._kept.popleft() if self._kept else self.wait(None)

    def wait(self, seconds: float | None) -> str | None:
        """The next line without its end, None if there is none in that time or no more at all."""
        while b"\n" not in self._pending and not self.ended:
            try:
                if not select.select([self._descriptor], [], [], seconds)[0]:
                    return None
                data = os.read(self._descriptor, 4096)
            except (OSError, ValueError):
                data = b""
            self._pending += data
            self.ended = not data
        line, found, rest = self._pending.partition(b"\n")
        self._pending = rest
        return line.decode("utf-8", "replace").strip() if line or found else None
