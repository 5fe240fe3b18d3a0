"""The tables of exercises in the READMEs, made from the tracks: see `python -m grader tables`."""

from __future__ import annotations

import argparse
import re

from grader import curriculum
from grader.curriculum import ROOT, Exercise, FinaleRules, Track
from grader.outcome import Exit, GraderFault

PAGES = (ROOT / "README.md",)
_TABLE = re.compile(r"(?s)(<!-- tracks -->\n).*?(<!-- end of tracks -->)")


def command(args: argparse.Namespace) -> int:
    """Write the tables anew; with --check only say which pages are out of step."""
    stale = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        if not _TABLE.search(text):
            raise GraderFault(f"{page.name} has no place for the table: <!-- tracks --> is gone.")
        fresh = _TABLE.sub(lambda found: found[1] + table() + found[2], text)
        if fresh != text:
            stale.append(page.name)
            if not args.check:
                page.write_text(fresh, encoding="utf-8")
    if stale and args.check:
        print(f"Tables that differ from the tracks: {', '.join(stale)}. Run: make tables")
        return Exit.FAILED
    return Exit.PASSED


def table() -> str:
    """Track, exercises and the real run, a row each, in Markdown."""
    lines = ["| track | exercises | ends in |", "|---|---|---|"]
    lines += [_row(track) for track in curriculum.tracks()]
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
