"""The tables in the READMEs, of the tracks and of their mutants: `python -m grader tables`."""

from __future__ import annotations

import argparse
import re

from grader import curriculum
from grader.curriculum import ROOT, Exercise, FinaleRules, Track
from grader.outcome import Exit, GraderFault
from grader.workshop.mutants import equivalence

PAGES = (ROOT / "README.md",)
_TABLE = r"(?s)(<!-- {0} -->\n).*?(<!-- end of {0} -->)"
_SCORE = re.compile(r"\n\| *(\d+) *\| *(\d+) *\| *(\d+) *\| *(\d+) *\|\n")


def command(args: argparse.Namespace) -> int:
    """Write the tables anew; with --check only say which pages are out of step."""
    stale = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        fresh = text
        for name, table in (("tracks", tracks()), ("mutants", mutants())):
            fresh, places = re.subn(_TABLE.format(name), rf"\g<1>{table}\g<2>", fresh)
            if not places:
                raise GraderFault(f"{page.name} has no place for a table: <!-- {name} --> is gone.")
        if fresh != text:
            stale.append(page.name)
            if not args.check:
                page.write_text(fresh, encoding="utf-8")
    if stale and args.check:
        print(f"Tables that differ from the tracks: {', '.join(stale)}. Run: make tables")
        return Exit.FAILED
    return Exit.PASSED


def tracks() -> str:
    """Track, exercises and the real run, a row each, in Markdown."""
    lines = ["| track | exercises | ends in |", "|---|---|---|"]
    lines += [_row(track) for track in curriculum.tracks()]
    return "\n".join(lines) + "\n"


def mutants() -> str:
    """What came of the mutants of each track, in the exercises that have a page of them."""
    lines = ["| track | exercises | mutants | refused | equivalent | open |", f"|{'---|' * 6}"]
    for track in curriculum.tracks():
        told = [e for e in track.exercises if equivalence.page(e).is_file()]
        found = [_SCORE.search(equivalence.page(e).read_text(encoding="utf-8")) for e in told]
        scores = [[int(number) for number in score.groups()] for score in found if score]
        sums = (f"{sum(column):,}" for column in zip(*scores, strict=True))
        numbers = " ".join(f"{exercise.number:02d}" for exercise in told)
        lines += [f"| {' | '.join((f'`{track.name}`', numbers, *sums))} |"] if scores else []
    return "\n".join(lines) + "\n"


def _row(track: Track) -> str:
    steps = [e for e in track.exercises if e.finale is None]
    finales = [e for e in track.exercises if e.finale is not None]
    names = " · ".join(f"{e.number:02d} {e.name}" for e in steps)
    return f"| `{track.name}`: {track.title} | {names} | {', '.join(map(_finale, finales))} |"


def _finale(exercise: Exercise) -> str:
    title = exercise.title.removeprefix("Finale: ")
    rules = exercise.finale
    assert rules is not None
    line = (
        f"{rules.pass_line:.0%} of 1,000 never seen"
        if isinstance(rules, FinaleRules)
        else f"{rules.below_pairs:g} nats below the letter pairs"
    )
    return f"{exercise.number:02d} {title}: {line}, within {rules.budget_s:g} s of CPU time"
