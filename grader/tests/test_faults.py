"""When the machine fails: the outcome has the right status, is never a pass, and leaves nothing."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from grader import curriculum
from grader.curriculum import ROOT
from grader.judging import run
from grader.judging.request import Request
from grader.judging.verdicts import ExerciseVerdict, Status
from grader.outcome import GraderFault
from grader.sandbox.host import ExitReason, Guest, Sources
from grader.tests.conftest import Submit, reference

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")
ENDLESS = "import time\n\n\ndef matmul(a, b):\n    while True:\n        time.sleep(0.01)\n"


def honest(**settings: Any) -> ExerciseVerdict:
    return run.examine(curriculum.exercise(1), curriculum.SOLUTIONS, Request(seed=1, **settings))


def fails(number: int) -> Any:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def descriptors() -> int:
    return len(os.listdir("/dev/fd"))


# -- the machine lacks something -------------------------------------------------------------------


def test_a_guest_needs_no_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    assert honest().status is Status.PASSED
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("lacking", ["posix_spawn", "pipe"])
def test_without_a_process_the_grader_is_at_fault(
    lacking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = descriptors()
    with monkeypatch.context() as patched:
        patched.setattr(os, lacking, fails(errno.EAGAIN))
        with pytest.raises(GraderFault):
            honest()
    assert descriptors() == before
    assert honest().status is Status.PASSED


@linux
def test_a_full_disk_is_a_fault_of_the_grader() -> None:
    run = _grader("test", "1", "--submission", str(curriculum.SOLUTIONS), "--json", "/dev/full")
    _, words = run.communicate(timeout=60)
    assert run.returncode == 3
    assert len(words.splitlines()) == 1


# -- somebody ends a process -----------------------------------------------------------------------


@pytest.mark.parametrize("which", [1, 2, 9])
def test_a_guest_that_somebody_kills_is_an_error(
    which: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0
    ask = Guest.ask

    def kill_then_ask(self: Guest, *arguments: Any) -> Any:
        nonlocal asked
        asked += 1
        if asked == which:
            os.kill(self.process.pid, signal.SIGKILL)
        return ask(self, *arguments)

    with monkeypatch.context() as patched:
        patched.setattr(Guest, "ask", kill_then_ask)
        verdict = honest()
    assert verdict.status is Status.ERROR
    assert "SIGKILL" in str(verdict.first_failure)
    assert honest().status is Status.PASSED


@linux
def test_a_grader_that_somebody_kills_leaves_no_guest(submit: Submit) -> None:
    run = _grader("test", "1", "--submission", str(submit({1: ENDLESS})))
    guest = _wait_for_guest(run.pid)
    run.kill()
    run.communicate()
    assert _ends(guest)


@linux
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_at_any_moment_ends_the_grader_and_its_guest(
    number: signal.Signals, submit: Submit, tmp_path: Path
) -> None:
    folder = submit({1: ENDLESS})
    before = {path: path.read_bytes() for path in folder.rglob("*.py")}
    result = tmp_path / "result.json"
    run = _grader("test", "1", "--submission", str(folder), "--json", str(result))
    guest = _wait_for_guest(run.pid)
    time.sleep(random.random())
    run.send_signal(number)
    run.communicate(timeout=60)
    assert run.returncode not in (0, 1)
    assert _ends(guest)
    assert not result.exists() or json.loads(result.read_text(encoding="utf-8"))
    assert {path: path.read_bytes() for path in folder.rglob("*.py")} == before


# -- time is not what it seems ---------------------------------------------------------------------


def test_a_clock_that_jumps_changes_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(1)
    monkeypatch.setattr(time, "time", lambda: rng.uniform(-1e9, 4e9))
    verdict = honest()
    assert verdict.status is Status.PASSED
    assert 0 < verdict.wall_s < 60


def test_an_answer_that_came_while_the_grader_was_stopped_counts() -> None:
    with Guest(Sources("matmul", {"matmul": reference(1)})) as guest:
        guest.load()

        def stopped(_: float) -> None:
            time.sleep(0.3)  # the guest answers meanwhile, and the deadline passes

        answer = guest.call("matmul", ([[2.0]], [[3.0]]), seconds=0.1, watch=stopped)
    assert answer.value == [[6.0]]  # type: ignore[union-attr]


def test_an_answer_that_drips_is_too_late() -> None:
    drip = "import os, time\n\ndef f():\n    while True:\n        os.write(3, b' ')\n"
    with Guest(Sources("m", {"m": drip})) as guest:
        guest.load()
        started = time.monotonic()
        with pytest.raises(BaseException) as lost:
            guest.call("f", seconds=0.5)
    assert getattr(lost.value, "reason", None) in (
        ExitReason.TIMEOUT,
        ExitReason.FLOOD,
        ExitReason.GARBLED,
    )
    assert time.monotonic() - started < 20


# -- helpers ---------------------------------------------------------------------------------------


def _grader(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "grader", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),  # the tests' nohup
    )


def _wait_for_guest(pid: int) -> int:
    """The process id of the guest of the grader `pid`."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        if children:
            return int(children[0])
        time.sleep(0.01)
    raise AssertionError("no guest was started")


def _ends(pid: int) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        except OSError:
            return True
        if "\nState:\tZ" in status:
            return True
        time.sleep(0.01)
    return False
