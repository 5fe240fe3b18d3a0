"""`make mutants [N=4]`: one-edit mutants of the right modules are judged, survivors are told."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader import curriculum
from grader.curriculum import Exercise
from grader.outcome import Exit
from grader.workshop.mutants import equivalence, trial
from grader.workshop.mutants.trial import Drawn, Survivor

HEAD = """# Mutants of {label}

A right module with one place changed is a mutant. {mine} of the {all_mine:,} of the reference and
{theirs} of the {all_theirs:,} of the variants, evenly spread, were judged under {seeds} seeds.
`make mutants N={number}` makes this page.

| mutants | refused | equivalent | open |
|---|---|---|---|
| {count} | {refused} | {equivalent} | {open} |
"""
OPEN = "Open: nobody has said yet why these are right, or what refuses them."


@dataclass(frozen=True)
class Score:
    """What came of an exercise's mutants."""

    mutants: int
    refused: int
    equivalent: int
    open: int


@dataclass(frozen=True)
class Explained:
    """A survivor, and why it is as right as the module it was made of; "" if nobody has said."""

    survivor: Survivor
    reason: str
    by_results: bool = False


def command(args: argparse.Namespace) -> int:
    """Judge mutants of one exercise, or of all but the finales; 1 if a survivor has no reason."""
    chosen = [curriculum.exercise(args.number)] if args.number else curriculum.track("all")
    open_ones = 0
    for exercise in (exercise for exercise in chosen if not exercise.finale):
        drawn = trial.drawn(exercise)
        score = tell(exercise, drawn, list(trial.survivors(exercise, drawn.every)))
        open_ones += score.open
        print(
            f"{exercise.label:<22} {score.refused:>4} of {score.mutants} refused, "
            f"{score.equivalent} equivalent, {score.open} open",
            flush=True,
        )
    return Exit.FAILED if open_ones else Exit.PASSED


def tell(exercise: Exercise, drawn: Drawn, survivors: Sequence[Survivor]) -> Score:
    """Write the page of an exercise, and say in numbers what came of its mutants."""
    explained = [_explained(exercise, survivor) for survivor in survivors]
    without = sum(not one.reason for one in explained)
    count = len(drawn.every)
    score = Score(count, count - len(explained), len(explained) - without, without)
    mine, theirs = len(drawn.of_reference), len(drawn.of_variants)
    head = HEAD.format(
        label=exercise.label,
        number=exercise.number,
        mine=mine,
        theirs=theirs,
        all_mine=drawn.there_are[0],
        all_theirs=drawn.there_are[1],
        seeds=len(trial.SEEDS),
        count=score.mutants,
        refused=score.refused,
        equivalent=score.equivalent,
        open=score.open,
    )
    groups: dict[str, list[Survivor]] = {}
    for one in sorted(explained, key=lambda one: (one.by_results, one.reason)):
        groups.setdefault(one.reason or OPEN, []).append(one.survivor)
    told = (_group(reason, members) for reason, members in groups.items())
    equivalence.page(exercise).write_text(head + "".join(told), encoding="utf-8")
    return score


def _explained(exercise: Exercise, survivor: Survivor) -> Explained:
    said = equivalence.reasons(exercise).get(equivalence.mark(survivor), "")
    if said:
        return Explained(survivor, said)
    path = _file(exercise, survivor)
    count = equivalence.same_results(exercise, survivor, path.read_text(encoding="utf-8"))
    return Explained(survivor, f"The same results on {count:,} drawn calls." if count else "", True)


def _file(exercise: Exercise, survivor: Survivor) -> Path:
    variant = exercise.variants / f"{survivor.module}.py"
    return variant if variant.is_file() else exercise.reference


def _group(reason: str, survivors: Sequence[Survivor]) -> str:
    """What is said of some survivors, and their differences in one block."""
    text = textwrap.fill(reason, 100)
    return f"\n{text}\n\n```diff\n{''.join(map(_difference, survivors))}```\n"


def _difference(survivor: Survivor) -> str:
    mutant = survivor.mutant
    before, after = (textwrap.dedent(text).split("\n") for text in (mutant.before, mutant.after))
    changed = [f"-{line}\n" for line in before] + [f"+{line}\n" for line in after]
    where = f"@@ {survivor.module}.py, line {mutant.line}: {equivalence.mark(survivor)} @@\n"
    return where + "".join(changed)
