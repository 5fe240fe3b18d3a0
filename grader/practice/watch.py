"""`make watch`: judges a module at every save and shows what matters of the last result."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.text import Text

from grader import curriculum, seeds
from grader.curriculum import EXERCISES, Exercise
from grader.judging import run
from grader.judging.request import Request
from grader.judging.verdicts import ExerciseVerdict, Status
from grader.outcome import Exit, UsageError
from grader.practice import hints, solution, status
from grader.practice.history import Event, History
from grader.practice.keys import Keys, keys
from grader.practice.progress import next_exercise, standings
from grader.reports import terminal
from grader.submission import Submission

POLL_SECONDS = 0.1
SETTLE_SECONDS = 0.03  # an editor may still be writing

Stamp = tuple[int, int, int] | None


def stamp(path: Path) -> Stamp:
    """What changes when a file is saved, also by an editor that writes another and renames it."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def command(args: argparse.Namespace) -> int:
    """Watch one exercise, or the first that does not pass."""
    history = History()
    exercise = (
        curriculum.exercise(args.number) if args.number else next_exercise(standings(history))
    )
    if exercise.finale is not None and args.number:
        raise UsageError(
            f"{exercise.label} trains for a while: make test-exercise N={exercise.number} runs it."
        )
    session = Session(exercise, history, args.seed)
    out = session.out
    if not (out.is_terminal and sys.stdin.isatty()):
        return _plain(session)
    session.until_quit()
    return Exit.PASSED


def _plain(session: Session) -> int:
    """Where there is no terminal: a report for every save, until Ctrl-C."""
    try:
        while True:
            if session.changed():
                session.judge()
                terminal.show_exercise(session.verdict, session.out, seed=session.seed)
                awaited = session.exercise.stub.name
                session.out.print(f"\nwaiting for a save of {awaited}; Ctrl-C ends\n")
                sys.stdout.flush()
            time.sleep(POLL_SECONDS)
    except KeyboardInterrupt:
        return Exit.PASSED


class Session:
    """One run of watch: the exercise in view, its last verdict, the history."""

    def __init__(self, exercise: Exercise, history: History, seed: str | None) -> None:
        self.exercise = exercise
        self.history = history
        self.out: Console = terminal.console()
        self.seed = 0
        self._given = seed
        self._seen: Stamp | bool = False  # never equal to a stamp: the first look is a change
        self.verdict: ExerciseVerdict
        self._begin()

    def _begin(self) -> None:
        self._seen = False
        if not self.history.of(self.exercise).events:
            self.history.add_event(self.exercise, Event.STARTED)

    def changed(self) -> bool:
        """Whether the module was saved since the last judgement."""
        return stamp(self.exercise.stub) != self._seen

    def judge(self, on_verdict: Callable[[ExerciseVerdict], None] | None = None) -> None:
        """Judge the module as it is now, and record it; `on_verdict` as in `Request`."""
        time.sleep(SETTLE_SECONDS)
        self._seen = stamp(self.exercise.stub)
        self.seed = seeds.choose(self._given)
        submission = Submission(EXERCISES)
        request = Request(seed=self.seed, on_verdict=on_verdict)
        self.verdict = run.examine(self.exercise, submission, request)
        if self.verdict.status is not Status.NOT_ATTEMPTED:
            text = submission.read(self.exercise).text
            self.history.add_check(self.verdict, text, self.seed)

    def until_quit(self) -> None:
        """Watch on a terminal until q or Ctrl-C."""
        try:
            with keys() as pressed:
                self.interactive(pressed)
        except (KeyboardInterrupt, EOFError):
            pass

    # -- on a terminal ----------------------------------------------------------------------------

    def interactive(self, pressed: Keys) -> None:
        """Judge at every save, obey keys, until q."""
        actions: dict[str, Callable[[], None]] = {
            "h": self._hint,
            "n": lambda: self._move(1),
            "p": lambda: self._move(-1),
            "l": self._list,
            "r": self._reference,
        }
        while True:
            if self.changed():
                self.judge(self._draw_early)
                self._draw()
            key = pressed.wait(POLL_SECONDS)
            if key == "q":
                return
            if key in actions:
                actions[key]()

    def _draw_early(self, found: ExerciseVerdict) -> None:
        self.verdict = found
        self._draw()
        terminal.show_search(self.out)

    def _draw(self) -> None:
        self.out.clear()
        clock = Text(time.strftime("%H:%M:%S  "), "dim")
        self.out.print(clock)
        terminal.show_result(self.verdict, self.out)
        if self.verdict.passed:
            self.out.print(self._next_step())
        self._show_keys()

    def _next_step(self) -> Text:
        every = curriculum.track("all")
        following = every[every.index(self.exercise) + 1]  # a finale, at least
        if following.finale is None:
            step = f"n goes on to {following.label}"
        else:
            step = f"make test-exercise N={following.number} trains on digits"
        return Text.assemble(("next: ", "bold"), step)

    def _show_keys(self) -> None:
        self.out.print()
        line = Text()
        for word in ("hint", "next", "previous", "list", "reference", "quit"):
            line.append(word[0], "bold").append(f" {word}  ", "dim")
        line.append("· waiting for a save", "dim")
        self.out.print(line)

    def _hint(self) -> None:
        self.out.print()
        level = hints.next_level(self.history.of(self.exercise))
        hints.show(self.exercise, level, self.history, more="press h")
        self._show_keys()

    def _move(self, step: int) -> None:
        every = [e for e in curriculum.track("all") if e.finale is None]
        here = every.index(self.exercise) if self.exercise in every else 0
        self.exercise = every[(here + step) % len(every)]
        self._begin()

    def _list(self) -> None:
        self.out.clear()
        every = standings(self.history)
        status.show(every, self.out)
        self.out.print(status.next_step(every))
        self._show_keys()

    def _reference(self) -> None:
        if self.history.of(self.exercise).ever_passed:
            self.out.clear()
            solution.show(self.exercise)
        else:
            number = self.exercise.number
            self.out.print(
                f"\nIt has not passed yet; make solution N={number} YES=1 shows it all the same."
            )
        self._show_keys()
