"""The commands that judge: `test` and `grade`, and the small ones beside them."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from grader import curriculum, digits, grading, interrupt, names, outputs, seeds, stubs, submission
from grader.curriculum import Exercise
from grader.grading import Order
from grader.judging.request import Request
from grader.judging.verdicts import ExerciseVerdict, Status, Verdict
from grader.outcome import Exit, UsageError
from grader.reports.forms import FORMS

if TYPE_CHECKING:
    from rich.console import Console

FEWEST_ROWS, MOST_ROWS = 100, 5_000


def test(args: argparse.Namespace) -> int:
    """Judge one exercise, with the reference for earlier modules that are not attempted."""
    exercise = curriculum.exercise(args.number)
    folder = _folder(args)
    if args.debug and not _is_own(folder):
        advice = "it is for your own, in exercises/."
        raise UsageError(f"--debug runs code in the grader's own process: {advice}")
    request = Request(
        seed=seeds.choose(args.seed),
        data=digits.choice(args.data),
        names=names.choice(args.names),
        rows=_rows(args.rows, exercise),
        in_process=args.debug,
        steps=args.html is not None,
    )
    return _judge(Order(folder, [exercise], request), args)


def grade(args: argparse.Namespace) -> int:
    """Judge a track of a submission on its own modules."""
    exercises = curriculum.only(args.only, curriculum.track(args.track))
    request = Request(
        seed=seeds.choose(args.seed),
        stand_ins=False,
        data=digits.choice(args.data),
        names=names.choice(args.names),
        steps=args.html is not None,
    )
    return _judge(Order(_folder(args), exercises, request), args)


def _rows(given: str | None, exercise: Exercise) -> int | None:
    """How much a finale for practice learns from. Raises `UsageError`."""
    if given is None:
        return None
    if exercise.finale is None:
        raise UsageError(f"ROWS is for a finale, and {exercise.label} is not one.")
    if not (given.isascii() and given.isdigit() and FEWEST_ROWS <= int(given[:9]) <= MOST_ROWS):
        span = f"{FEWEST_ROWS} to {MOST_ROWS:,}"
        raise UsageError(f"ROWS is how many to learn from, {span}, and not {given[:40]!r}.")
    return int(given)


def _folder(args: argparse.Namespace) -> Path:
    if args.submission == "":
        raise UsageError("SUBMISSION is empty: name a folder that holds folders such as 01_matmul.")
    return submission.check_folder(
        Path(args.submission) if args.submission is not None else curriculum.EXERCISES
    )


def _is_own(folder: Path) -> bool:
    """Whether it is the folder in which the reader practises, by whatever name."""
    return folder.resolve() == curriculum.EXERCISES.resolve()


def _check_confinement(order: Order, required: str | None) -> None:
    """As `check_confinement`, for one submission. Raises `UsageError`, `GraderFault`."""
    if required is not None and order.request.in_process:
        raise UsageError("--require and --debug: in this process nothing holds a submission.")
    # The report on a single exercise ends with what is missing, so it needs no warning before.
    strange = not _is_own(order.folder) and order.folder.resolve() != curriculum.SOLUTIONS
    foreign = strange and not order.request.stand_ins
    grading.check_confinement(required, foreign=foreign)


def _judge(order: Order, args: argparse.Namespace) -> int:
    """Judge, report to the terminal or to the files that were named, and give the status."""
    _check_confinement(order, args.require)
    named = {form: getattr(args, form.option) for form in FORMS}
    places = {form: str(place) for form, place in named.items() if place is not None}
    for place in places.values():
        outputs.check(place)
    if len(places) > len({os.path.realpath(place) for place in places.values()}):
        raise UsageError("Each result needs a place of its own: two of them go to the same.")
    # With the result on standard output nothing else is written there. A debugger has Ctrl-C for
    # itself.
    with contextlib.nullcontext() if order.request.in_process else interrupt.ends_at_once():
        verdict = _reported(order, sys.stderr if "-" in places.values() else sys.stdout)
    for form, place in places.items():
        outputs.write(place, form.text(verdict))
    return Exit.PASSED if verdict.passed else Exit.FAILED


def _reported(order: Order, stream: TextIO) -> Verdict:
    """Judge and show it: one exercise at length, several a line each and a scoreboard."""
    from grader.reports import terminal

    out = terminal.console(stream)
    single = len(order.exercises) == 1 and order.request.stand_ins
    record = _recorder(order)

    def told(found: ExerciseVerdict) -> None:
        record(found)
        if not single:
            terminal.show_brief(found, out)

    if any(exercise.finale for exercise in order.exercises):
        from grader.reports.finale import Screen

        with Screen(out) as screen:
            verdict = grading.grade(order, on_exercise=told, on_progress=screen.update)
    elif single:
        return _shown_at_once(order, out, record)
    else:
        verdict = grading.grade(order, on_exercise=told)
    own = _is_own(order.folder)
    if single:
        terminal.show_exercise(verdict.exercises[0], out, seed=order.request.seed, own=own)
    else:
        terminal.show_scoreboard(verdict, out, own=own)
    return verdict


def _shown_at_once(
    order: Order, out: Console, record: Callable[[ExerciseVerdict], None]
) -> Verdict:
    """Show the verdict on one exercise first, and the line that helps when it is found."""
    from grader.reports import terminal

    early: list[ExerciseVerdict] = []

    def show(found: ExerciseVerdict) -> None:
        terminal.show_exercise(found, out, seed=order.request.seed, own=_is_own(order.folder))

    def show_early(found: ExerciseVerdict) -> None:
        early.append(found)
        show(found)
        terminal.show_search(out)

    verdict = grading.grade(order, on_exercise=record, on_verdict=show_early)
    if early:
        terminal.show_found(early[0], verdict.exercises[0], out)
    else:
        show(verdict.exercises[0])
    return verdict


def _recorder(order: Order) -> Callable[[ExerciseVerdict], None]:
    """A function that remembers verdicts on the candidate's own folder, and no others."""
    if not _is_own(order.folder) or order.request.in_process or order.request.rows is not None:
        return lambda _: None
    from grader.practice.history import History

    history = History()

    def record(found: ExerciseVerdict) -> None:
        if found.status is not Status.NOT_ATTEMPTED:
            text = order.submission.read(curriculum.exercise(found.number)).text
            history.add_check(found, text, order.request.seed)

    return record


def data(args: argparse.Namespace) -> int:
    """Download MNIST, checked, into data/."""
    from grader import download

    download.fetch()
    return Exit.PASSED


def make_stubs(args: argparse.Namespace) -> int:
    """Write every stub anew from its reference; with --check only say which differ.

    A module in which somebody has written something is left alone.
    """
    stale = []
    for exercise in curriculum.track("all"):
        fresh, path = stubs.of(exercise), exercise.stub
        old = path.read_text(encoding="utf-8") if path.exists() else None
        if old is not None and (old == fresh or not stubs.is_stub(old)):
            continue
        stale.append(exercise.label)
        if not args.check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(fresh, encoding="utf-8")
    if stale and args.check:
        print(f"Stubs that differ from their references: {', '.join(stale)}. Run: make stubs")
        return Exit.FAILED
    return Exit.PASSED
