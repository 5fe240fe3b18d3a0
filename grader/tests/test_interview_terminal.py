"""Interviews on a terminal, begun by make from a shell: what disturbs one costs no save."""

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
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from grader.curriculum import ROOT
from grader.interview import closing, folders, session
from grader.interview.keyboard import Lines
from grader.interview.store import Store
from grader.reports.terminal import console
from grader.tests.conftest import reference

ENTER, LEAVE = "\x1b[?1049h", "\x1b[?1049l\x1b[?25h"
SECONDS = 6.0  # of each interview through make; they run side by side
SHELL = ("bash", "--norc", "--noprofile", "--noediting", "-i")


class Terminal:
    """A terminal of 80 columns, what was shown on it, and the folder of its interviews."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ours, self.theirs = pty.openpty()
        self.shown = ""
        termios.tcsetwinsize(self.theirs, (24, 80))

    def close(self) -> None:
        """Close it, as its window is closed."""
        for descriptor in (self.theirs, self.ours):
            with contextlib.suppress(OSError):
                os.close(descriptor)

    def start(self, *command: str, leader: bool = False) -> subprocess.Popen[bytes]:
        """Start a command on it; as the leader of its session, keys are signals for its jobs."""

        def control() -> None:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        return subprocess.Popen(
            command,
            cwd=ROOT,
            env={
                **os.environ,
                "TERM": "xterm",
                "HISTFILE": "/dev/null",
                "KATA_INTERVIEWS": str(self.folder),
            },
            stdin=self.theirs,
            stdout=self.theirs,
            stderr=self.theirs,
            start_new_session=True,
            preexec_fn=control if leader else None,
        )

    def grader(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command of the grader on it."""
        return self.start(sys.executable, "-m", "grader", *arguments)

    def type(self, text: str) -> None:
        """Type something."""
        os.write(self.ours, text.encode())

    def read_until(self, condition: Callable[[], bool]) -> None:
        """Read what is shown until something holds."""
        limit = time.monotonic() + 60
        while not condition():
            assert time.monotonic() < limit, self.shown
            if select.select([self.ours], [], [], 0.05)[0]:
                self.shown += os.read(self.ours, 65536).decode("utf-8", "replace")

    def run(self, *arguments: str) -> str:
        """Run a command of the grader on it; what it shows."""
        before, process = len(self.shown), self.grader(*arguments)
        self.read_until(lambda: process.poll() is not None)
        self.read_until(lambda: not select.select([self.ours], [], [], 0.05)[0])
        return self.shown[before:]


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    found = Terminal(tmp_path / "interviews")
    yield found
    found.close()


def test_after_a_kill_the_next_command_gives_the_terminal_back(terminal: Terminal) -> None:
    process = terminal.grader("interview", "--preset=phone", "--minutes=1")
    terminal.read_until(lambda: "sigmoid" in terminal.shown)
    assert ENTER in terminal.shown
    modes = termios.tcgetattr(terminal.theirs)
    assert not modes[3] & termios.ECHO
    assert modes[6][termios.VMIN] == 0  # reading never waits
    terminal.shown = ""
    assert LEAVE not in terminal.run("interview", "--status")  # beside a living interview
    process.kill()
    process.wait()
    assert terminal.run("history").startswith(LEAVE)
    sane = termios.ECHO | termios.ICANON
    assert termios.tcgetattr(terminal.theirs)[3] & sane == sane
    assert LEAVE not in terminal.run("history")


class Sitting(Terminal):
    """An interview of exercise 2 and others that make has begun from the shell of a terminal."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.shell = self.start(*SHELL, leader=True)
        self.type(f"make interview PRESET=phone MINUTES={SECONDS / 60} SEED=7\n")

    def begun(self) -> None:
        """Wait until the interview is shown."""
        self.read_until(lambda: "02 sigmoid" in self.shown)
        self.room = next(self.folder.glob(f"*/{folders.RECORD}")).parent
        self.deadline = session.load(self.room).opened.deadline
        self.job = os.tcgetpgrp(self.ours)

    def processes(self, words: str = "") -> list[int]:
        """Processes of the job, and its keeper, whose command holds these words; oldest first."""
        listed = subprocess.run(["ps", "-eo", "pid=,pgid=,args="], capture_output=True, text=True)
        found = [line.split(maxsplit=2) for line in listed.stdout.splitlines()]
        ours = [f for f in found if int(f[1]) == self.job or str(self.room) in f[2]]
        return [int(pid) for pid, _, arguments in ours if words in arguments]

    def suspend(self) -> None:
        """Stop the job as Ctrl-Z does, and wait for the shell to take the terminal back."""
        os.killpg(self.job, signal.SIGTSTP)
        self.read_until(lambda: os.tcgetpgrp(self.ours) == self.shell.pid)

    def save(self, text: str | None = None) -> None:
        """Save exercise 2 as an editor does, another file renamed: the right one, in time."""
        module = self.room / "02_sigmoid" / "sigmoid.py"
        beside = module.with_suffix(".new")
        beside.write_text(text or reference(2), encoding="utf-8")
        beside.rename(module)
        assert text or time.time() < self.deadline

    def wait_for_the_deadline(self) -> None:
        """Until it is over."""
        self.read_until(lambda: time.time() > self.deadline + 0.5)

    def finish(self) -> None:
        """Answer the closing questions by nothing, and leave the shell with make's status."""
        self.read_until(lambda: "How much of it is right?" in self.shown)
        self.type("\n\n\n")
        self.read_until(lambda: "page:" in self.shown)
        self.read_until(lambda: os.tcgetpgrp(self.ours) == self.shell.pid)
        self.type("exit\n")
        assert self.shell.wait(60) == 0


def keys_that_stop_a_terminal(sitting: Sitting) -> None:
    sitting.type("\x1a\x13\x1c")  # Ctrl-Z, Ctrl-S, Ctrl-\
    sitting.save()
    sitting.finish()


def suspended_and_back_in_time(sitting: Sitting) -> None:
    sitting.suspend()
    sitting.save()
    sitting.type("fg\n")
    assert time.time() < sitting.deadline
    sitting.finish()


def suspended_past_the_deadline(sitting: Sitting) -> None:
    sitting.suspend()
    sitting.save()
    sitting.wait_for_the_deadline()
    sitting.save("too late\n")
    sitting.type("fg\n")
    sitting.finish()


def asleep_past_the_deadline(sitting: Sitting) -> None:
    everything = [sitting.shell.pid, *sitting.processes()]
    for pid in everything:
        os.kill(pid, signal.SIGSTOP)
        time.sleep(0.05)  # the shell stands still before it can see that its job does
    sitting.save()
    sitting.wait_for_the_deadline()
    for pid in reversed(everything):  # the shell sees nothing of it
        os.kill(pid, signal.SIGCONT)
    sitting.finish()


def killed(sitting: Sitting) -> None:
    grader = sitting.processes("-m grader interview")[-1]  # before it may stand make's shell
    os.kill(grader, signal.SIGKILL)
    sitting.save()


def killed_with_make(sitting: Sitting) -> None:
    os.killpg(sitting.job, signal.SIGKILL)
    sitting.save()


def closed_terminal(sitting: Sitting) -> None:
    sitting.close()
    sitting.shell.wait(60)
    sitting.save()


DISTURBANCES: dict[Callable[[Sitting], None], bool] = {  # and whether it comes to its own end
    keys_that_stop_a_terminal: True,
    suspended_and_back_in_time: True,
    suspended_past_the_deadline: True,
    asleep_past_the_deadline: True,
    killed: False,
    killed_with_make: False,
    closed_terminal: False,
}


@pytest.fixture(scope="module")
def disturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Sitting]]:
    """An interview for each disturbance, side by side, each past its deadline."""
    top = tmp_path_factory.mktemp("disturbed")
    sittings = {act.__name__: Sitting(top / act.__name__) for act in DISTURBANCES}

    def play(act: Callable[[Sitting], None]) -> None:
        sitting = sittings[act.__name__]
        sitting.begun()
        act(sitting)
        time.sleep(max(0.0, sitting.deadline + 0.5 - time.time()))

    with ThreadPoolExecutor(len(sittings)) as pool:
        list(pool.map(play, DISTURBANCES))
    yield sittings
    for sitting in sittings.values():
        sitting.close()
        sitting.shell.kill()
        sitting.shell.wait()


@pytest.mark.parametrize("act", DISTURBANCES, ids=lambda act: act.__name__)
def test_through_make_a_save_in_time_counts_after(
    disturbed: dict[str, Sitting], act: Callable[[Sitting], None]
) -> None:
    sitting = disturbed[act.__name__]
    if not DISTURBANCES[act]:  # the next `make interview` does this
        closing.close(Store(session.load(sitting.room)), console(), Lines(-1))
    verdict = json.loads((sitting.room / "verdict.json").read_text(encoding="utf-8"))
    passed = [e["name"] for e in verdict["exercises"] if e["status"] == "passed"]
    assert passed == ["sigmoid"], sitting.shown
    if DISTURBANCES[act]:
        assert not (sitting.folder / ".screen").exists()
