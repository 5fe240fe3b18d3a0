"""A terminal that a killed interview left on its other screen: the next command restores it."""

from __future__ import annotations

import contextlib
import os
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

from grader.interview import folders

_BACK = "\x1b[?1049l\x1b[?25h"  # leave the alternate screen, show the cursor


def _mark() -> Path:
    return folders.root() / ".screen"


@contextlib.contextmanager
def marked() -> Iterator[None]:
    """Leave a mark for as long as the screen of this terminal is not the shell's."""
    with contextlib.suppress(OSError):
        _mark().write_text(os.ttyname(sys.stdout.fileno()), encoding="utf-8")
    try:
        yield
    finally:
        _unmark()


def _unmark() -> None:
    with contextlib.suppress(OSError):
        _mark().unlink()


def restore_terminal() -> None:
    """Give this terminal back to the shell if the interview that had its screen was killed."""
    with contextlib.suppress(OSError, ValueError, termios.error):
        here = sys.stdout.fileno()
        # In other terminals, and beside a living interview, nothing is wrong.
        if os.ttyname(here) != _mark().read_text(encoding="utf-8"):
            return
        from grader.interview import store

        if store.running():
            return
        _unmark()
        sys.stdout.write(_BACK)
        sys.stdout.flush()
        modes = termios.tcgetattr(here)
        modes[0] |= termios.ICRNL
        modes[3] |= termios.ECHO | termios.ICANON | termios.ISIG
        termios.tcsetattr(here, termios.TCSADRAIN, modes)
