"""What an interview leaves of the terminal that it was conducted on."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.curriculum import ROOT

ENTER, LEAVE = "\x1b[?1049h", "\x1b[?1049l\x1b[?25h"


class Terminal:
    """A terminal of 80 columns, and what was shown on it."""

    def __init__(self) -> None:
        self.ours, self.theirs = pty.openpty()
        self.shown = ""
        termios.tcsetwinsize(self.theirs, (24, 80))

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command of the grader on it."""
        return subprocess.Popen(
            [sys.executable, "-m", "grader", *arguments],
            cwd=ROOT,
            env={**os.environ, "TERM": "xterm"},
            stdin=self.theirs,
            stdout=self.theirs,
            stderr=self.theirs,
            start_new_session=True,
        )

    def read_until(self, condition: Callable[[], bool]) -> None:
        """Read what is shown until something holds."""
        limit = time.monotonic() + 60
        while not condition():
            assert time.monotonic() < limit, self.shown
            if select.select([self.ours], [], [], 0.05)[0]:
                self.shown += os.read(self.ours, 65536).decode("utf-8", "replace")

    def run(self, *arguments: str) -> str:
        """Run a command of the grader on it; what it shows."""
        before, process = len(self.shown), self.start(*arguments)
        self.read_until(lambda: process.poll() is not None)
        self.read_until(lambda: not select.select([self.ours], [], [], 0.05)[0])
        return self.shown[before:]


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    monkeypatch.setenv("KATA_INTERVIEWS", str(tmp_path / "interviews"))
    found = Terminal()
    yield found
    os.close(found.ours)
    os.close(found.theirs)


def test_after_a_kill_the_next_command_gives_the_terminal_back(terminal: Terminal) -> None:
    process = terminal.start("interview", "--preset=phone", "--minutes=5")
    terminal.read_until(lambda: "sigmoid" in terminal.shown)
    assert ENTER in terminal.shown
    assert not termios.tcgetattr(terminal.theirs)[3] & termios.ECHO
    process.send_signal(signal.SIGKILL)
    process.wait()
    shown = terminal.run("history")
    assert shown.startswith(LEAVE)
    modes = termios.ECHO | termios.ICANON
    assert termios.tcgetattr(terminal.theirs)[3] & modes == modes
    assert LEAVE not in terminal.run("history")


def test_beside_a_living_interview_no_screen_is_left(terminal: Terminal) -> None:
    process = terminal.start("interview", "--preset=phone", "--minutes=5")
    terminal.read_until(lambda: "sigmoid" in terminal.shown)
    terminal.shown = ""
    assert LEAVE not in terminal.run("interview", "--status")
    process.terminate()
    terminal.read_until(lambda: process.poll() is not None)
    assert LEAVE not in terminal.run("history")
