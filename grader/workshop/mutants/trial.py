"""Judges mutants: to the first property that refuses one, and survivors again under other seeds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from grader import interrupt
from grader.curriculum import Exercise
from grader.judging import deadlines
from grader.workshop import proof
from grader.workshop.mutants import operators
from grader.workshop.mutants.operators import Mutant
from grader.workshop.proof import Candidate

MOST = 400  # mutants of one exercise: all of the reference, and of the variants as many as fit
SEEDS = (1, 2)  # a survivor has held under each
CALL_SECONDS = 1.0  # a mutant that takes longer for a call never ends


@dataclass(frozen=True)
class Survivor:
    """A mutant that every property lets pass, and the file of the right module that it is of."""

    module: str
    mutant: Mutant


def drawn(exercise: Exercise) -> list[tuple[Path, Mutant]]:
    """The mutants that are judged: those of the variants are spread evenly over all of theirs."""
    mine = [(exercise.reference, mutant) for mutant in _mutants(exercise.reference)][:MOST]
    variants = sorted(exercise.variants.glob("*.py"))
    others = [(path, mutant) for path in variants for mutant in _mutants(path)]
    room = min(MOST - len(mine), len(others))
    return mine + [others[i * len(others) // room] for i in range(room)]


def _mutants(path: Path) -> list[Mutant]:
    return operators.of(path.read_text(encoding="utf-8"))


def survivors(exercise: Exercise, mutants: Sequence[tuple[Path, Mutant]]) -> Iterator[Survivor]:
    """Those of the mutants that no property refuses under any of the seeds, in their order."""
    with (
        interrupt.temporary_folder("kata-mutants-") as folder,
        ProcessPoolExecutor(initializer=_begin, initargs=(folder,)) as pool,
    ):
        tasks = [(exercise, mutant.source) for _, mutant in mutants]
        for (path, mutant), holds in zip(
            mutants, pool.map(_survives, tasks, chunksize=8), strict=True
        ):
            if holds:
                yield Survivor(path.stem, mutant)


def _begin(folder: Path) -> None:
    proof.begin_work(folder)
    vars(deadlines)["CALL_SECONDS"] = CALL_SECONDS


_latest: dict[int, str] = {}  # the property that refused the latest mutant of an exercise


def _survives(task: tuple[Exercise, str]) -> bool:
    exercise, source = task
    for seed in SEEDS:
        first = _latest.get(exercise.number, "")
        candidate = Candidate("mutant", source, True, refused_by=first)
        verdict = proof.judge(exercise, candidate, seed, stop_early=True)
        if not verdict.passed:
            bad = verdict.first_failure
            _latest[exercise.number] = bad.name if bad else ""
            return False
    return True
