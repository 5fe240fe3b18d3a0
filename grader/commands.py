"""The commands that judge: `test` and `grade`, and the small ones beside them."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from grader import curriculum, grading, interrupt, seeds, stubs, submission
from grader.curriculum import Exercise
from grader.grading import Order
from grader.judging.verdicts import ExerciseVerdict, Status, Verdict
from grader.outcome import Exit, GraderFault, UsageError
from grader.reports import machine
from grader.sandbox import host
from grader.sandbox.confinement import Confinement

DATA_CHOICES = ("mnist", "embedded", "auto")


def test(args: argparse.Namespace) -> int:
    """Judge one exercise, with the reference for earlier modules that are not attempted."""
    exercise = curriculum.exercise(args.number)
    order = Order(
        folder=_folder(args),
        exercises=[exercise],
        seed=seeds.choose(args.seed),
        stand_ins=True,
        data=data_choice(args),
        in_process=args.debug,
    )
    return _judge(order, args)


def grade(args: argparse.Namespace) -> int:
    """Judge a track of a submission on its own modules."""
    order = Order(
        folder=_folder(args),
        exercises=only(args.only, curriculum.track(args.track)),
        seed=seeds.choose(args.seed),
        data=data_choice(args),
    )
    return _judge(order, args)


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
    if required is not None and order.in_process:
        raise UsageError("--require and --debug: in this process nothing holds a submission.")
    foreign = not _is_own(order.folder) and order.folder.resolve() != curriculum.SOLUTIONS
    check_confinement(required, foreign=foreign)


def check_confinement(required: str | None, *, foreign: bool) -> None:
    """Judge nothing that is held less firmly than required; warn of strangers' code held by less.

    Raises `UsageError`, `GraderFault`.
    """
    if required not in (None, Confinement.KERNEL.value, Confinement.LIMITS.value):
        raise UsageError(f"--require takes kernel or limits, and not {required[:40]!r}.")
    if required is None and not foreign:
        return
    held = host.probe()
    if required is not None and not held.level.is_at_least(Confinement(required)):
        raise GraderFault(held.refusal(Confinement(required)))
    if held.level is not Confinement.KERNEL:
        print(f"Warning: {held.level.value} alone hold this code. {held.missing}", file=sys.stderr)


def data_choice(args: argparse.Namespace) -> str:
    """Which digits a finale is run on. Raises `UsageError`."""
    if args.data not in DATA_CHOICES:
        raise UsageError(f"There is no data {args.data[:40]!r}: DATA is mnist, embedded or auto.")
    return str(args.data)


def only(numbers: str | None, exercises: Sequence[Exercise]) -> Sequence[Exercise]:
    """The exercises whose numbers are listed, in their order; without a list `exercises`."""
    if numbers is None:
        return exercises
    if not all(number.strip() for number in numbers.split(",")):
        raise UsageError(f"--only takes numbers of exercises, as 1,2,5, and not {numbers[:40]!r}.")
    wanted = {curriculum.exercise(number) for number in numbers.split(",")}
    return [exercise for exercise in curriculum.track("all") if exercise in wanted]


def _judge(order: Order, args: argparse.Namespace) -> int:
    """Judge, report to the terminal or to the files that were named, and give the status."""
    _check_confinement(order, args.require)
    named = (args.json, args.junit, args.gradescope, args.exercism, getattr(args, "html", None))
    outputs = [path for path in named if path is not None]
    for path in outputs:
        _check_writable(path)
    if len(outputs) > len({os.path.realpath(path) for path in outputs}):
        raise UsageError("Each result needs a place of its own: two of them go to the same.")
    # With the result on standard output nothing else is written there. A debugger has Ctrl-C for
    # itself.
    with contextlib.nullcontext() if order.in_process else interrupt.ends_at_once():
        verdict = _reported(order, sys.stderr if "-" in outputs else sys.stdout)
    if args.json:
        _write(args.json, machine.as_json(verdict))
    if args.junit:
        from grader.reports import junit

        _write(args.junit, junit.as_xml(verdict))
    if args.gradescope:
        from grader.reports import gradescope

        _write(args.gradescope, gradescope.as_json(verdict))
    if args.exercism:
        from grader.reports import exercism

        _write(args.exercism, exercism.as_json(verdict))
    if getattr(args, "html", None):
        from grader.reports import html

        _write(args.html, html.as_page(verdict))
    return Exit.PASSED if verdict.passed else Exit.FAILED


def _reported(order: Order, stream: TextIO) -> Verdict:
    """Judge and show it: one exercise at length, several a line each and a scoreboard."""
    from grader.reports import terminal

    out = terminal.console(stream)
    single = len(order.exercises) == 1 and order.stand_ins
    record = _recorder(order)

    def told(found: ExerciseVerdict) -> None:
        record(found)
        if not single:
            terminal.show_brief(found, out)

    if any(exercise.finale for exercise in order.exercises):
        from grader.reports.finale import Screen

        with Screen(out) as screen:
            verdict = grading.grade(order, on_exercise=told, on_progress=screen.update)
    else:
        verdict = grading.grade(order, on_exercise=told)
    if single:
        own = _is_own(order.folder)
        terminal.show_exercise(verdict.exercises[0], out, seed=order.seed, own=own)
    else:
        terminal.show_scoreboard(verdict, out, own=_is_own(order.folder))
    return verdict


def _recorder(order: Order) -> Callable[[ExerciseVerdict], None]:
    """A function that remembers verdicts on the candidate's own folder, and no others."""
    if not _is_own(order.folder) or order.in_process:
        return lambda _: None
    from grader.practice.history import History

    history = History()
    texts = {e.number: submission.read(order.folder, e).text for e in order.exercises}

    def record(found: ExerciseVerdict) -> None:
        if found.status is not Status.NOT_ATTEMPTED:
            history.add_check(found, texts[found.number], order.seed)

    return record


def _check_writable(place: str) -> None:
    """Refuse before judging what could not be written after it."""
    if not place:
        raise UsageError("A result needs a name: a file's, or - for standard output.")
    if place == "-":
        return
    path = Path(place)
    folder = path.parent
    if path.suffix == ".py":
        raise UsageError(f"{place!r}: a result would take the place of code, name another file.")
    if not folder.is_dir():
        raise UsageError(f"There is no folder {str(folder)!r} to write {path.name!r} into.")
    if path.is_dir() or not os.access(path if path.exists() else folder, os.W_OK):
        raise UsageError(f"{str(path)!r} cannot be written: name a file in a folder of yours.")


def _write(path: str, content: str) -> None:
    try:
        if path == "-":
            sys.stdout.write(content)
            sys.stdout.flush()
        else:
            Path(path).write_text(content, encoding="utf-8")
    except BrokenPipeError:
        raise
    except OSError as error:
        raise GraderFault(f"{path} could not be written: {error.strerror}.") from None


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
