"""What an interview leaves of the terminal that it was conducted on."""

from __future__ import annotations

import contextlib
import fcntl
import json
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
from grader.tests.conftest import reference

ENTER, LEAVE = "\x1b[?1049h", "\x1b[?1049l\x1b[?25h"


class Terminal:
    """A terminal of 80 columns, and what was shown on it."""

    def __init__(self) -> None:
        self.ours, self.theirs = pty.openpty()
        self.shown = ""
        termios.tcsetwinsize(self.theirs, (24, 80))

    def close(self) -> None:
        """Close it, as its window is closed."""
        for descriptor in (self.theirs, self.ours):
            with contextlib.suppress(OSError):
                os.close(descriptor)

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

    def make(self, *words: str) -> subprocess.Popen[bytes]:
        """Start make on it, as the terminal's foreground job: its keys are signals there."""

        def control() -> None:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        return subprocess.Popen(
            ["make", *words],
            cwd=ROOT,
            env={**os.environ, "TERM": "xterm"},
            stdin=self.theirs,
            stdout=self.theirs,
            stderr=self.theirs,
            start_new_session=True,
            preexec_fn=control,
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
    found.close()


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


def _save(folder: Path) -> Path:
    """Save a right sigmoid in the only interview there is, as an editor does."""
    (room,) = folder.glob("2*")
    module = room / "02_sigmoid" / "sigmoid.py"
    beside = module.with_suffix(".new")
    beside.write_text(reference(2), encoding="utf-8")
    beside.rename(module)
    return room


def _passed(room: Path) -> list[str]:
    found = json.loads((room / "verdict.json").read_text(encoding="utf-8"))["exercises"]
    return [exercise["name"] for exercise in found if exercise["status"] == "passed"]


def test_through_make_keys_that_stop_a_terminal_stop_no_interview(
    terminal: Terminal, tmp_path: Path
) -> None:
    process = terminal.make("interview", "PRESET=phone", "MINUTES=0.1", "SEED=7")
    terminal.read_until(lambda: "sigmoid" in terminal.shown)
    os.write(terminal.ours, b"\x1a\x13\x1c")  # Ctrl-Z, Ctrl-S, Ctrl-\
    room = _save(tmp_path / "interviews")
    terminal.read_until(lambda: "How much of it is right?" in terminal.shown)
    os.write(terminal.ours, b"\n" * 9)
    terminal.read_until(lambda: process.poll() is not None)
    assert (process.returncode, _passed(room)) == (0, ["sigmoid"])


def test_through_make_a_save_counts_after_the_terminal_was_closed(
    terminal: Terminal, tmp_path: Path
) -> None:
    process = terminal.make("interview", "PRESET=phone", "MINUTES=0.1", "SEED=7")
    terminal.read_until(lambda: "sigmoid" in terminal.shown)
    began = time.time()
    terminal.close()
    process.wait(60)
    room = _save(tmp_path / "interviews")
    time.sleep(max(0.0, began + 6.0 - time.time()))
    again = subprocess.run(
        ["make", "interview"], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    assert again.returncode == 0, again.stderr
    assert _passed(room) == ["sigmoid"]
