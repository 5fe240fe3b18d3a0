"""`make mutants [N=4]`: one-edit mutants of the right modules are judged, survivors are told."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader import curriculum
from grader.curriculum import Exercise
from grader.outcome import Exit
from grader.workshop.mutants import equivalence, trial
from grader.workshop.mutants.trial import Survivor

HEAD = """# Mutants of {label}

Every change of one place in the reference and in the right variants ({count:,} were judged: all of
the reference, and of the variants an even share), asked the properties under {seeds} seeds. Made by
`make mutants N={number}`.

{refused:,} of {count:,} were refused. {told}
"""


@dataclass(frozen=True)
class Explained:
    """A survivor, and why it is as right as the module it was made of; "" if nobody has said."""

    survivor: Survivor
    reason: str


def command(args: argparse.Namespace) -> int:
    """Judge mutants of one exercise, or of all but the finales; 1 if a survivor has no reason."""
    chosen = [curriculum.exercise(args.number)] if args.number else curriculum.track("all")
    open_ones = 0
    for exercise in (exercise for exercise in chosen if not exercise.finale):
        mutants = trial.drawn(exercise)
        survivors = list(trial.survivors(exercise, mutants))
        explained = [_explained(exercise, survivor) for survivor in survivors]
        without = [one for one in explained if not one.reason]
        open_ones += len(without)
        equivalence.page(exercise).write_text(_page(exercise, len(mutants), explained), "utf-8")
        print(
            f"{exercise.label:<22} {len(mutants) - len(survivors):>4} of {len(mutants)} refused, "
            f"{len(survivors) - len(without)} equivalent, {len(without)} open",
            flush=True,
        )
    return Exit.FAILED if open_ones else Exit.PASSED


def _explained(exercise: Exercise, survivor: Survivor) -> Explained:
    said = equivalence.reasons(exercise).get(equivalence.mark(survivor), "")
    if said:
        return Explained(survivor, said)
    path = _file(exercise, survivor)
    count = equivalence.same_results(exercise, survivor, path.read_text(encoding="utf-8"))
    return Explained(survivor, f"The same results on {count:,} drawn calls." if count else "")


def _file(exercise: Exercise, survivor: Survivor) -> Path:
    variant = exercise.variants / f"{survivor.module}.py"
    return variant if variant.is_file() else exercise.reference


def _page(exercise: Exercise, count: int, explained: Sequence[Explained]) -> str:
    without = sum(not one.reason for one in explained)
    told = "No mutant survives."
    if explained:
        told = f"Of the {len(explained)} others {without} are not shown to be equivalent."
    head = HEAD.format(
        label=exercise.label,
        number=exercise.number,
        count=count,
        refused=count - len(explained),
        seeds=len(trial.SEEDS),
        told=told,
    )
    return head + "".join(_entry(one) for one in explained)


def _entry(one: Explained) -> str:
    mutant = one.survivor.mutant
    before = "".join(f"- {line}\n" for line in mutant.before.split("\n"))
    after = "".join(f"+ {line}\n" for line in mutant.after.split("\n"))
    where = f"{one.survivor.module}.py, line {mutant.line} ({equivalence.mark(one.survivor)})"
    reason = one.reason or "**Open**: nobody has said yet why it is right, or what refuses it."
    return f"\n{where}: {reason}\n\n```diff\n{before}{after}```\n"
