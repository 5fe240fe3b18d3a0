"""`python -m grader interview` as a process: killed, resumed, past its deadline, called wrongly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.curriculum import ROOT
from grader.interview import session, store
from grader.interview.checker import Checker, Outcome, Request
from grader.interview.entries import Ending
from grader.interview.judge import Job
from grader.interview.session import Session
from grader.judging.verdicts import Status
from grader.tests.conftest import reference

SECONDS = 60  # until a test gives up on a machine that is busy


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "interviews"
    monkeypatch.setenv("KATA_INTERVIEWS", str(folder))
    return folder


Call = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Call]:
    """Start a command with nothing on its standard input; whatever still runs is killed."""
    started = []

    def begin(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "grader", *arguments],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def _until(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < limit, "it took too long"
        time.sleep(0.02)


def _running() -> Session:
    _until(lambda: store.unfinished() is not None)
    found = store.unfinished()
    assert found is not None
    return found


def _module(found: Session, number: int) -> Path:
    task = next(task for task in found.tasks if task.number == number)
    return found.folder / task.exercise.module


def test_killed_and_past_its_deadline_it_is_graded_by_the_last_snapshot(start: Call) -> None:
    process = start("interview", "--preset=phone", "--minutes=0.1", "--seed=7")
    found = _running()
    _module(found, 2).write_text(reference(2), encoding="utf-8")
    _until(lambda: len(session.load(found.folder).saves) == 1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    _until(lambda: time.time() > found.opened.deadline + 0.1)
    for number in (2, 3):
        _module(found, number).write_text("written too late", encoding="utf-8")

    again = start("interview")
    out, err = again.communicate(timeout=SECONDS)
    assert (again.returncode, err) == (0, "")
    assert "is over: what was saved in time is graded now" in " ".join(out.split())
    assert "10 of 30 points (33%) · 1 of 3 passed · time was up after 0:06" in out, out
    ended = session.load(found.folder)
    assert ended.ended is not None
    assert (ended.ended.at, ended.ended.how) == (found.opened.deadline, Ending.DEADLINE)
    assert ended.graded is not None
    statuses = [verdict.status for verdict in ended.graded.verdicts]
    assert statuses == [Status.PASSED, Status.NOT_ATTEMPTED, Status.NOT_ATTEMPTED]
    assert (found.folder / "report.html").is_file()


def test_killed_it_is_resumed_and_ends_by_its_deadline(start: Call) -> None:
    process = start("interview", "--preset=phone", "--minutes=0.15")
    found = _running()
    process.send_signal(signal.SIGKILL)
    process.wait()
    refused = start("interview", "--preset=full")
    _, err = refused.communicate(timeout=SECONDS)
    assert refused.returncode == 2
    assert err.startswith("An interview is unfinished (phone in ")
    assert err.count("\n") == 1

    again = start("interview")
    _until(lambda: bool(session.load(found.folder).resumed))
    busy = start("interview")
    _, err = busy.communicate(timeout=SECONDS)
    assert busy.returncode == 2
    assert err.startswith("An interview is running in another terminal: make interview-status")
    assert err.count("\n") == 1
    out, _ = again.communicate(timeout=SECONDS)
    assert "the clock ran on" in out
    assert "Time is up." in out
    ended = session.load(found.folder)
    assert ended.ended is not None
    assert ended.ended.at == found.opened.deadline
    assert ended.graded is not None


def test_told_to_end_it_leaves_and_says_how_to_go_on(start: Call) -> None:
    process = start("interview", "--preset=phone", "--minutes=5")
    found = _running()
    _module(found, 2).write_text("x = 1", encoding="utf-8")
    _until(lambda: len(session.load(found.folder).saves) == 1)
    process.terminate()
    out, _ = process.communicate(timeout=SECONDS)
    assert process.returncode == 0
    assert "left, and the clock runs on: make interview takes it up again." in out
    assert session.load(found.folder).ended is None


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "Which interview? PRESET is one of phone, backprop,"),
        (["--preset=fone"], "There is no preset 'fone': PRESET is one of"),
        (["--preset=phone", "--minutes=soon"], "'soon' is not a time: MINUTES is a number"),
        (["--preset=phone", "--seed=x"], "'x' is not a seed"),
        (["--regrade="], "No interview has been graded yet"),
        (["--regrade=pace=3"], "No interview has been graded yet"),
    ],
)
def test_wrong_calls_are_one_line_and_leave_nothing(
    start: Call, place: Path, arguments: list[str], line: str
) -> None:
    process = start("interview", *arguments)
    out, err = process.communicate(timeout=SECONDS)
    assert (process.returncode, out) == (2, "")
    assert err.startswith(line)
    assert err.count("\n") == 1
    assert not [path for path in place.glob("*") if path.name != ".lock"]


def test_a_folder_that_cannot_be_written_is_one_line(
    start: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KATA_INTERVIEWS", str(tmp_path / "file"))
    process = start("interview", "--preset=phone")
    _, err = process.communicate(timeout=SECONDS)
    assert process.returncode == 2
    assert err.startswith("Interviews cannot be written to ")
    assert err.count("\n") == 1


def _next(checker: Checker) -> Outcome:
    """The next check that is done."""
    done: list[Outcome] = []

    def arrived() -> bool:
        done.extend(one for one in checker.poll() if isinstance(one, Outcome))
        return bool(done)

    _until(arrived)
    assert len(done) == 1
    return done[0]


def _request(checker: Checker, number: int, modules: dict[int, bytes]) -> None:
    checker.request(Request(1, False, Job.of(number, modules, (1,), 7)))


def test_a_check_uses_ones_own_modules_and_the_given_ones_only() -> None:
    checker = Checker()
    own, stub = reference(3).encode(), b"def log_softmax(z):\n    raise NotImplementedError\n"
    passed = []
    for softmax in (own, stub):
        _request(checker, 4, {3: softmax, 4: reference(4).encode()})
        verdict = _next(checker).verdict
        assert verdict is not None
        passed.append(verdict.passed)
    checker.close()
    assert passed == [True, False]


def test_a_check_that_never_ends_makes_way_and_leaves_no_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("grader.interview.checker.STUCK_SECONDS", 0.5)
    checker = Checker()
    for source in (b"while True: pass\n", reference(2).encode()):
        _request(checker, 2, {2: source})
        checker.poll()
    verdict = _next(checker).verdict
    assert verdict is not None
    assert verdict.passed
    _request(checker, 2, {2: b"while True: pass\n"})
    checker.poll()
    (running,) = checker._running.values()
    assert running.process.poll() is None
    checker.close()
    with pytest.raises(ProcessLookupError):
        os.killpg(running.process.pid, 0)
