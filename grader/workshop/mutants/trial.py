"""Judges mutants: to the first property that refuses one, and survivors again under other seeds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from grader import interrupt
from grader.curriculum import Exercise
from grader.judging import deadlines
from grader.judging.verdicts import ExerciseVerdict, Status
from grader.workshop import proof
from grader.workshop.mutants import operators
from grader.workshop.mutants.operators import Mutant
from grader.workshop.proof import Candidate

MOST = 400  # mutants of one exercise, those of the reference first
MOST_OF_REFERENCE = 300
SEEDS = (1, 2)  # a survivor has held under each
CALL_SECONDS = (1.0, 8.0)  # a mutant that takes longer for a call never ends
BUSY = 0.5  # a call that ran out of time with less of it on a processor is asked again


@dataclass(frozen=True)
class Survivor:
    """A mutant that every property lets pass, and the file of the right module that it is of."""

    module: str
    mutant: Mutant


@dataclass(frozen=True)
class Drawn:
    """The mutants that are judged, spread evenly over those that there are."""

    of_reference: Sequence[tuple[Path, Mutant]]
    of_variants: Sequence[tuple[Path, Mutant]]
    there_are: tuple[int, int]  # of the reference, of the variants

    @property
    def every(self) -> list[tuple[Path, Mutant]]:
        """All of them, each with the file that it is of."""
        return [*self.of_reference, *self.of_variants]


def drawn(exercise: Exercise) -> Drawn:
    """The mutants that are judged."""
    mine = _mutants(exercise.reference)
    theirs = [m for path in sorted(exercise.variants.glob("*.py")) for m in _mutants(path)]
    first = _spread(mine, MOST_OF_REFERENCE)
    return Drawn(first, _spread(theirs, MOST - len(first)), (len(mine), len(theirs)))


def _spread(every: list[tuple[Path, Mutant]], most: int) -> list[tuple[Path, Mutant]]:
    count = min(most, len(every))
    return [every[i * len(every) // count] for i in range(count)]


def _mutants(path: Path) -> list[tuple[Path, Mutant]]:
    return [(path, mutant) for mutant in operators.of(path.read_text(encoding="utf-8"))]


def survivors(exercise: Exercise, mutants: Sequence[tuple[Path, Mutant]]) -> Iterator[Survivor]:
    """Those of the mutants that no property refuses under any of the seeds, in their order."""
    with (
        interrupt.temporary_folder("kata-mutants-") as folder,
        ProcessPoolExecutor(initializer=proof.begin_work, initargs=(folder,)) as pool,
    ):
        tasks = [(exercise, mutant.source) for _, mutant in mutants]
        for (path, mutant), holds in zip(
            mutants, pool.map(_survives, tasks, chunksize=8), strict=True
        ):
            if holds:
                yield Survivor(path.stem, mutant)


_latest: dict[int, str] = {}  # the property that refused the latest mutant of an exercise


def _survives(task: tuple[Exercise, str]) -> bool:
    exercise, source = task
    for seed in SEEDS:
        first = _latest.get(exercise.number, "")
        verdict = judged(exercise, Candidate("mutant", source, True, refused_by=first), seed)
        if not verdict.passed:
            bad = verdict.first_failure
            _latest[exercise.number] = bad.name if bad else ""
            return False
    return True


def judged(exercise: Exercise, candidate: Candidate, seed: int) -> ExerciseVerdict:
    """Its verdict, to the first refusal, in as much time as a busy machine needs."""
    for seconds in CALL_SECONDS:
        vars(deadlines)["CALL_SECONDS"] = seconds
        verdict = proof.judge(exercise, candidate, seed, stop_early=True)
        bad = verdict.first_failure
        if bad is None or bad.status is not Status.TIMEOUT or verdict.cpu_s > BUSY * seconds:
            break
    return verdict
