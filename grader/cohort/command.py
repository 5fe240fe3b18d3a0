"""`python -m grader cohort DIR`: every submission of a folder, graded; and totals made anew."""

from __future__ import annotations

import argparse
import contextlib
import os
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from grader import curriculum, digits, grading, seeds
from grader.cohort import alike, cluster, grades, intake, page, results, running
from grader.cohort.cluster import Cluster
from grader.cohort.intake import Entry
from grader.cohort.page import Run
from grader.cohort.results import Row
from grader.cohort.running import Faults
from grader.cohort.store import (
    Fingerprint,
    Out,
    Settings,
    grader_digest,
    write,
)  # fmt: skip
from grader.judging.finale import speed
from grader.outcome import Exit, UsageError
from grader.reports.labels import counted

README = """\
# What the grading of {title} left here

| file | holds |
|---|---|
| `grades.csv` | a line for each submission: points by exercise, total, status, what needs a look |
| `class.html` | the class on a page: points, mistakes, properties, submissions, what is alike |
| `submissions/NAME/verdict.json` | the verdict for programs; missing where there is none |
| `submissions/NAME/report.html` | the verdict as a page, with nobody else's data in it |
| `submissions/NAME/modules/` | the modules as they were handed in, as `NN_name/name.py` |
| `submissions/NAME/intake.json` | which file was taken as which exercise, and what was left aside |
| `submissions/NAME/exercises/` | each exercise's verdict with the key that `--resume` compares |
| `cohort.json` | the seed and the exercises, which `--resume` takes up |

The same command with `--resume` goes on where it was stopped, and judges anew only what changed: a
module, the grader, the seed, the exercises, Python.
"""


def command(args: argparse.Namespace) -> int:
    """Grade a cohort, go on with one, or total one anew without a property."""
    if args.directory is None:
        raise UsageError("Which folder? Name the one that holds the submissions: cohort DIR.")
    folder = Path(args.directory)
    if not folder.is_dir():
        raise UsageError(f"There is no folder {args.directory[:200]!r} of submissions.")
    if args.waive is not None:
        return _waive(Out(folder), args.waive)
    whole = folder.resolve()
    out = Out(Path(args.out) if args.out else whole.with_name(f"{whole.name}-graded"))
    if out.folder.resolve() == whole:
        raise UsageError("OUT is the folder of the submissions: name another with --out DIR.")
    found, others = intake.entries(folder, out.folder)
    if not found:
        raise UsageError(f"{args.directory[:200]!r} holds neither folders nor archives.")
    if args.cluster is not None:
        cluster.check_address(args.cluster)
    asked = _settings(args)
    settings = _taken_up(asked, args, out.begin(resume=args.resume))
    out.keep(settings)
    write(out.folder / "README.md", README.format(title=whole.name))
    faults, run = _judge(args, found, out, settings)
    rows = results.rows(out, [entry.name for entry in found], settings, faults)
    _write_results(whole.name, out, rows, settings, run, others)
    return _told(out, rows)


def _judge(
    args: argparse.Namespace, found: Sequence[Entry], out: Out, settings: Settings
) -> tuple[Faults, Run]:
    """Judge here, or on the cluster that is named; why some have no verdict, and how it went."""
    started = time.monotonic()
    if args.cluster is None:
        required = None if settings.require == "none" else settings.require
        grading.check_confinement(required, foreign=True)
        jobs = args.jobs or os.cpu_count() or 1
        machine_speed = speed.measure()  # once, so that all have one budget
        faults = running.here(found, out, settings, jobs)
        where = f"{jobs} at a time on {counted(os.cpu_count() or 1, 'core')}"
    else:
        machine_speed = None
        with contextlib.closing(Cluster(args.cluster, settings.require)) as connected:
            faults = running.there(found, out, settings, connected)
            where = f"on {counted(connected.workers, 'worker')} of a cluster"
    return faults, Run(where, time.monotonic() - started, machine_speed, grader_digest()[:12])


def _settings(args: argparse.Namespace) -> Settings:
    """What the options ask for; the core without its finale where they name no exercises."""
    named = args.track is not None or args.only is not None
    chosen = curriculum.only(args.only, curriculum.track(args.track or "core"))
    return Settings(
        seed=seeds.choose(args.seed),
        exercises=tuple(e.number for e in chosen if named or not e.finale),
        data=digits.choice(args.data),
        require=args.require or "none",
    )


def _taken_up(asked: Settings, args: argparse.Namespace, kept: Settings | None) -> Settings:
    """What OUT keeps goes on, but for the options that are given anew. Raises `UsageError`."""
    if kept is None:
        return asked
    if args.seed is not None and asked.seed != kept.seed:
        raise UsageError(f"OUT keeps the seed {kept.seed}: leave --seed out, or take another OUT.")
    named = args.track is not None or args.only is not None
    return replace(
        kept,
        exercises=asked.exercises if named else kept.exercises,
        data=asked.data if args.data != "auto" else kept.data,
        require=args.require or kept.require,
    )


def _write_results(
    title: str,
    out: Out,
    rows: Sequence[Row],
    settings: Settings,
    run: Run | None,
    others: Sequence[str],
) -> None:
    write(out.folder / "grades.csv", grades.as_csv(rows, settings))
    references = {p.exercise: p.digest for p in _references(settings)}
    content = page.as_page(title, rows, settings, run, references, others)
    write(out.folder / "class.html", content)


def _references(settings: Settings) -> list[Fingerprint]:
    prints = [
        alike.fingerprint(e.number, e.reference.read_bytes()) for e in curriculum.track("all")
    ]
    return [p for p in prints if p is not None]


def _told(out: Out, rows: Sequence[Row]) -> int:
    without = [row for row in rows if not row.has_verdict]
    print(f"{counted(len(rows) - len(without), 'submission')} graded into {out.folder}")
    for row in without[:20]:
        print(f"  no verdict: {grades.cell(row.name)}: {grades.cell(row.problem)}")
    if len(without) > 20:
        print(f"  and {len(without) - 20} more without a verdict: see class.html")
    return Exit.FAILED if without else Exit.PASSED


def _waive(out: Out, waived: str) -> int:
    """Total a graded cohort anew without some properties; nothing is judged."""
    settings = out.begin(resume=True)
    if settings is None:
        raise UsageError(f"{str(out.folder)!r} holds no graded cohort.")
    names = sorted(p.name for p in (out.folder / "submissions").iterdir() if p.is_dir())
    settings = replace(settings, waived=tuple(t.strip() for t in waived.split(",") if t.strip()))
    everything = results.rows(out, names, replace(settings, waived=()), {})
    for one in settings.waived:
        if not any(
            results.is_waived(j.verdict, p, (one,))
            for row in everything
            for j in row.judged
            for p in j.verdict.properties
        ):
            raise UsageError(f"No property here is called {one[:80]!r}: class.html has the names.")
    out.keep(settings)
    rows = results.rows(out, names, settings, {})
    _write_results(out.folder.resolve().name, out, rows, settings, None, ())
    shown = ", ".join(settings.waived) or "nothing"
    print(f"Totals made anew in {out.folder}, without {shown}.")
    return Exit.PASSED
