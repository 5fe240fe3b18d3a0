"""Judges one submission of a cohort, in a process of its own that ends with the command.

What is kept already under the same key is not judged again. The verdict and the page come last, so
that one that exists speaks of every exercise.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from grader import codec, curriculum
from grader.cohort import results
from grader.cohort.store import Judged, Place, Settings, Taken, module_hashes, write
from grader.curriculum import Exercise
from grader.judging import run
from grader.judging.request import Request
from grader.judging.verdicts import ExerciseVerdict, Status, Verdict
from grader.outcome import Exit, GraderFault
from grader.reports import html, json_report
from grader.submission import Submission


def judge(place: Place, settings: Settings) -> list[Judged]:
    """Judge every exercise that is asked for and not kept. Raises `GraderFault`."""
    return [_judged(place, exercise, settings) for exercise in settings.chosen()]


def report(place: Place, taken: Taken, settings: Settings, kept: Sequence[Judged]) -> None:
    """Write the whole submission's verdict, for programs and as a page."""
    write(place.verdict, as_json(place, taken, settings, kept))
    write(place.page, html.as_page(replace(_verdict(taken, settings, kept), submission=taken.name)))


def _judged(place: Place, exercise: Exercise, settings: Settings) -> Judged:
    key = place.key(settings, exercise)
    kept = place.judged(exercise.number, key)
    if kept is not None:
        return kept
    found = _examine(exercise, place.modules, settings, stand_ins=False)
    judged = Judged(key, found, _caused_by(place, exercise, found, settings))
    place.keep_judged(judged)
    return judged


def _examine(
    exercise: Exercise, folder: Path, settings: Settings, *, stand_ins: bool
) -> ExerciseVerdict:
    # A class looks for what many did; the search for an edit, of one module alone, costs a second.
    return run.examine(
        exercise,
        folder,
        Request(
            seed=settings.seed,
            stand_ins=stand_ins,
            data=settings.data,
            search=False,
        ),
    )


def _caused_by(
    place: Place, exercise: Exercise, found: ExerciseVerdict, settings: Settings
) -> tuple[int, ...]:
    """The earlier exercises that a failure comes from: on their references this module passes."""
    if not found.status.is_failure or exercise.finale:
        return ()
    served = Submission(place.modules).sources(exercise, stand_ins=False).texts
    guilty = [
        other.number
        for other in curriculum.track("all")
        if other.name in served and other != exercise and not _passed(place, other, settings)
    ]
    if not guilty:
        return ()
    alone = place.folder / "alone"
    shutil.rmtree(alone, ignore_errors=True)
    try:
        write(alone / exercise.module, (place.modules / exercise.module).read_bytes())
        again = _examine(exercise, alone, settings, stand_ins=True)
    finally:
        shutil.rmtree(alone, ignore_errors=True)
    return tuple(guilty) if again.passed else ()


def _passed(place: Place, other: Exercise, settings: Settings) -> bool:
    kept = place.judged(other.number, place.key(settings, other))
    if kept is None:
        kept = Judged("", _examine(other, place.modules, settings, stand_ins=False))
    return kept.verdict.status is Status.PASSED


def _verdict(taken: Taken, settings: Settings, judged: Sequence[Judged]) -> Verdict:
    return Verdict(taken.original, settings.seed, tuple(one.verdict for one in judged))


def as_json(place: Place, taken: Taken, settings: Settings, judged: Sequence[Judged]) -> str:
    """The contract's object with "name", and what makes verdicts of a cohort add up."""
    whole = json.loads(json_report.as_json(_verdict(taken, settings, judged)))
    hashes = module_hashes(place, settings.chosen())
    for entry, one in zip(whole["exercises"], judged, strict=True):
        found = one.verdict
        sentences = (found.diagnosis or "").split("\n")
        entry["mistakes"] = [
            identifier
            for sentence in sentences
            if (identifier := results.identifier(found.number, sentence.strip()))
        ]
        entry["caused_by"] = list(one.caused_by)
        entry["sha256"] = hashes.get(found.number)
        for test, p in zip(entry["tests"], found.properties, strict=False):
            test |= {"sentence": p.sentence, "weight": p.weight}
    named = {"version": whole.pop("version"), "name": taken.name, **whole}
    return json.dumps(named, indent=2) + "\n"


def main(folder: str) -> int:
    """Judge the submission in a worker's folder by the settings on standard input."""
    settings = codec.revive(Settings, json.loads(sys.stdin.read()))
    try:
        judge(Place(Path(folder)), settings)
    except GraderFault as fault:
        print(fault, file=sys.stderr)
        return Exit.FAULT
    return Exit.PASSED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
