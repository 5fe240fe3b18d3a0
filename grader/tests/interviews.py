"""What the tests of interviews share: a clock that is set by hand, checks that are made up."""

from __future__ import annotations

from pathlib import Path

from grader.interview import presets, room
from grader.interview.checker import Outcome, Ran, Request
from grader.interview.entries import Opened, Task
from grader.interview.live import Interview
from grader.interview.session import Session
from grader.judging.verdicts import ExerciseVerdict, Failure, PropertyVerdict, Status

START = 1_000_000.0


class Clock:
    """A wall clock that stands still until it is set."""

    def __init__(self, now: float = START) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class MadeUpChecks:
    """A checker whose outcomes are put into it."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.runs: list[tuple[int, bool]] = []
        self.outcomes: list[Outcome | Ran] = []
        self.closed = False

    @property
    def busy_with(self) -> frozenset[int]:
        return frozenset(request.job.number for request in self.requests)

    def request(self, request: Request) -> None:
        self.requests.append(request)

    def finish(self, held: int, of: int = 3) -> None:
        """Let the oldest request end with so many properties that hold."""
        request = self.requests.pop(0)
        self.outcomes.append(Outcome(request, 0.5, verdict(request.job.number, held, of)))

    def try_out(self, session: Session, task: Task, *, asked: bool) -> None:
        self.runs.append((task.number, asked))

    def poll(self) -> list[Outcome | Ran]:
        done, self.outcomes = self.outcomes, []
        return done

    def close(self) -> None:
        self.closed = True


def verdict(number: int, held: int, of: int = 3, diagnosis: str | None = None) -> ExerciseVerdict:
    """A verdict on an exercise of 10 points of whose properties so many hold."""
    failure = Failure("softmax([[1.0]])", "returned [[2.0]]", "[[1.0]]")
    properties = tuple(
        PropertyVerdict(f"test_{n}", f"property {n} holds", Status.PASSED)
        if n < held
        else PropertyVerdict(f"test_{n}", f"property {n} holds", Status.FAILED, failure=failure)
        for n in range(of)
    )
    status = Status.PASSED if held == of else Status.FAILED
    score = round(10 * held / of, 2)
    return ExerciseVerdict(
        number, "name", status, score, 10.0, properties=properties, diagnosis=diagnosis
    )


def opened(preset: str = "phone", minutes: float = 30, seed: int = 7) -> Opened:
    """An interview that begins at `START`."""
    return presets.plan(presets.get(preset), minutes, seed, now=START, examiner=False)


def begin(
    clock: Clock, checks: MadeUpChecks, preset: str = "phone", minutes: float = 30
) -> Interview:
    """An interview of that preset, begun at `START`."""
    return Interview(room.furnish(opened(preset, minutes)), now=clock, checker=checks)


def write(interview: Interview, number: int, text: str) -> Path:
    """Save a module as an editor would."""
    path = room.module_path(interview.session, interview.task(number))
    path.write_text(text, encoding="utf-8")
    return path
