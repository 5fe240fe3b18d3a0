"""`python -m grader hunt`: plant bugs for somebody to find, and say how the hunt stands."""

from __future__ import annotations

import argparse
import json
import shlex
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from grader import curriculum, interrupt, outputs, seeds, submission
from grader.hunt import checking, grafts, making, options
from grader.hunt.checking import Report
from grader.hunt.options import Options
from grader.judging import laws
from grader.judging.verdicts import Status
from grader.outcome import Exit, UsageError
from grader.reports import terminal
from grader.reports.labels import counted

VERSION = 1
BUGS = 4
BUGS_IN_ONE = 1


def command(args: argparse.Namespace) -> int:
    """Begin a hunt with --out DIR, or look at one with --check DIR."""
    if (args.out is None) == (args.check is None):
        raise UsageError("Either --out DIR, to begin a hunt, or --check DIR, to look at one.")
    if args.check is not None:
        with interrupt.ends_at_once():  # and leaves nothing behind
            return _check(args, submission.check_folder(Path(args.check)))
    if args.json is not None or args.reveal:
        raise UsageError("--json and --reveal go with --check DIR.")
    with interrupt.ends_at_once():
        return _begin(_options(args), _empty(args.out))


def _options(args: argparse.Namespace) -> Options:
    if args.track is not None and args.exercise is not None:
        raise UsageError("Either --track or --exercise: a whole track or one module.")
    seed = seeds.choose(args.seed)
    if args.exercise is not None:
        exercise = curriculum.exercise(args.exercise)
        if exercise.finale is not None:
            raise UsageError(f"{exercise.label} is a training run: no bug is planted in a finale.")
        return Options(seed, args.bugs or BUGS_IN_ONE, exercise=exercise.number)
    track = args.track or "core"
    curriculum.track(track)
    return Options(seed, args.bugs or BUGS, track=track)


def _empty(name: str) -> Path:
    """A new or empty folder. Raises `UsageError` for any other."""
    folder = Path(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        used = any(folder.iterdir())
    except OSError as error:
        raise UsageError(f"{name[:200]!r} cannot be used ({error.strerror}).") from None
    if used:
        raise UsageError(f"{name[:200]!r} is not empty: name a new folder for the hunt.")
    return folder


def _begin(asked: Options, folder: Path) -> int:
    hunt = making.make(asked)
    for exercise, text in hunt.modules.items():
        path = folder / exercise.module
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    options.write(folder, asked)
    modules = counted(len(hunt.modules), "module")
    print(f"{counted(len(hunt.bugs), 'bug')} in {modules} in {folder}, seed {asked.seed}.")
    where = "" if folder == Path("hunt") else f" OUT={shlex.quote(str(folder))}"
    print(f"next: repair them, then make hunt-check{where}")
    return Exit.PASSED


def _check(args: argparse.Namespace, folder: Path) -> int:
    hunt = making.make(options.read(folder))
    report = checking.check(folder, hunt)
    checking.remember(report, reveal=args.reveal)
    if args.json is not None:
        outputs.check(args.json)
        outputs.write(args.json, json.dumps(as_object(report, reveal=args.reveal), indent=2) + "\n")
    if args.json != "-":
        _show(report, folder, reveal=args.reveal)
    return Exit.PASSED if report.done else Exit.FAILED


def as_object(report: Report, *, reveal: bool) -> dict[str, Any]:
    """The contract's object; what a bug was is told once it is repaired, or if it is asked for."""
    return {
        "version": VERSION,
        "seed": report.hunt.options.seed,
        "bugs": [
            {
                "exercise": one.bug.exercise.number,
                "repaired": one.repaired,
                "about": one.bug.about if one.repaired or reveal else None,
            }
            for one in report.found
        ],
        "broken": list(report.broken),
    }


def _show(report: Report, folder: Path, *, reveal: bool) -> None:
    """How it stands: what is repaired and was what, and which properties still fail."""
    out = terminal.console()
    repaired = sum(one.repaired for one in report.found)
    out.print(f"{repaired} of {counted(len(report.found), 'bug')} repaired", style="bold")
    for one in report.found:
        if one.repaired or reveal:
            sign, colour = ("✓", "green") if one.repaired else ("✗", "red")
            said = f"{sign} {one.bug.exercise.label}, {one.bug.name}: {one.bug.about}"
            out.print(said, style=colour, markup=False)
    if report.broken:
        out.print(f"✗ right before, but no longer: {', '.join(report.broken)}", style="red")
    if report.done:
        return
    out.print("\nProperties that fail")
    for exercise in report.hunt.modules:
        text = submission.read(folder, exercise).text
        found = grafts.judged(exercise, {exercise: text}, report.hunt.options.seed, early=False)
        failing = [p for p in found.properties if p.status is not Status.PASSED]
        # Nearly every mistake breaks laws as well: they are shown where nothing else fails.
        own = [p for p in failing if not p.name.startswith(laws.PREFIX)] or failing
        if own:
            out.print(f"{exercise.label}", highlight=False)
            table = Table.grid(padding=(0, 1))
            for p in own:
                table.add_row(" ·", Text(p.sentence))
            out.print(table, highlight=False)
