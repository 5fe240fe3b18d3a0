"""Proves the tests: every mistake is refused and every right module passes, under many seeds.

And no property is superfluous: each alone refuses some mistake.
Each goes through the very path of a submission: a folder on disk, the guest, the properties.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import active_children
from pathlib import Path
from signal import SIG_DFL, SIG_IGN, SIGINT, signal

from grader import curriculum, interrupt, seeds
from grader.curriculum import Exercise
from grader.judging import laws, preloaded
from grader.judging.explain import catalogue
from grader.judging.request import Request
from grader.judging.verdicts import ExerciseVerdict, PropertyVerdict
from grader.outcome import Exit, GraderFault
from grader.sandbox import process
from grader.workshop import missing, named, refusals
from grader.workshop.named import Told

FINALE_SEEDS = 1  # each is a training run; a wrong one may use up its budget of some minutes
FEW = 5  # examples of each property for a right module, in the quick form
FEW_RIGHT, FEW_WRONG = 1, 1  # modules that the quick form asks
WHOLE_RUNS = 3  # of a mistake: all properties are asked; after them the first refusal is enough


@dataclass(frozen=True)
class Candidate:
    """A module to be judged: a mistake that must be refused, or a variant that must pass."""

    name: str
    source: str
    wrong: bool
    explanation: str = ""
    refused_by: str = ""  # the property that refused it when the proof last wrote it down


@dataclass
class Trials:
    """What came of one candidate under all seeds."""

    candidate: Candidate
    as_expected: int = 0
    runs: int = 0
    refused_by: list[frozenset[str]] = field(default_factory=list)  # in each whole run
    told: Told = Told.NOTHING  # by the diagnosis, in the first run
    properties: tuple[PropertyVerdict, ...] = ()  # of the latest run, in the order of the tests


def candidates(exercise: Exercise) -> list[Candidate]:
    """The catalogue's mistakes, those held out, the reference and the variants."""
    listed = catalogue.mistakes(exercise)
    held_out = catalogue.read(exercise.held_out_mistakes, exercise)
    right = [exercise.reference, *sorted(exercise.variants.glob("*.py"))]
    by = refusals.read(exercise)
    return [
        *(Candidate(m.slug, m.source, True, m.explanation, by.get(m.slug, "")) for m in listed),
        # Whatever is said of one held out is false: its docstring is for the reader here.
        *(Candidate(m.slug, m.source, True, "", by.get(m.slug, "")) for m in held_out),
        *(Candidate(p.stem, p.read_text(encoding="utf-8"), False) for p in right),
    ]


def judge(
    exercise: Exercise,
    candidate: Candidate,
    seed: int,
    *,
    diagnose: bool = False,
    search: bool = False,
    stop_early: bool = False,
    examples: int | None = None,
) -> ExerciseVerdict:
    """Judge a candidate as a submission on disk, earlier modules being the references.

    To its first refusal (`stop_early`) a mistake is asked the property first that refused it when
    the proof last wrote it down.
    """
    with interrupt.temporary_folder("kata-proof-") as folder:
        module = folder / exercise.module
        module.parent.mkdir()
        module.write_text(candidate.source, encoding="utf-8")
        return preloaded.examine(
            exercise,
            folder,
            Request(
                seed=seed,
                data="embedded",
                diagnose=diagnose,
                search=search,
                shrink=False,
                stop_early=stop_early,
                first=candidate.refused_by if stop_early else "",
                examples=examples,
            ),
        )


def trials(exercise: Exercise, candidate: Candidate, runs: Sequence[int]) -> Trials:
    """Judge a candidate once under each seed; a finale under the first few."""
    result = Trials(candidate)
    for seed in runs[:FINALE_SEEDS] if exercise.finale else runs:
        whole = not candidate.wrong or result.runs < WHOLE_RUNS
        diagnose = candidate.wrong and not result.runs
        verdict = judge(exercise, candidate, seed, stop_early=not whole, diagnose=diagnose)
        if diagnose:
            result.told = named.told(exercise, candidate.explanation, verdict.diagnosis)
        result.runs += 1
        result.as_expected += verdict.passed is not candidate.wrong
        if whole:
            result.properties = verdict.properties
            bad = frozenset(p.name for p in verdict.properties if p.status.is_failure)
            result.refused_by.append(bad)
    return result


def unique_catches(every: Sequence[Trials]) -> dict[str, list[str]]:
    """For each property the mistakes that it alone refused; ~ marks those not so in every run.

    A law is asked of every exercise and stands beside an exercise's own properties, which explain
    better: it counts only where it alone refused.
    """
    catches: dict[str, list[str]] = {}
    for result in (result for result in every if result.candidate.wrong):
        refused_by = [_without_laws(bad) for bad in result.refused_by]
        for [name] in sorted({tuple(bad) for bad in refused_by if len(bad) == 1}):
            chance = "" if set(refused_by) == {frozenset({name})} else "~"
            catches.setdefault(name, []).append(result.candidate.name + chance)
    return catches


def _without_laws(bad: frozenset[str]) -> frozenset[str]:
    own = frozenset(name for name in bad if not name.startswith(laws.PREFIX))
    return own or bad


def command(args: argparse.Namespace) -> int:
    """Print the matrix of mistakes and properties; status 1 if anything is not as it must be."""
    first = seeds.choose(args.seed)
    runs = [(first + i) % (seeds.LARGEST + 1) for i in range(args.seeds)]
    chosen = [curriculum.exercise(args.number)] if args.number else curriculum.track("all")
    print(f"{len(runs)} seeds from {first}, {FINALE_SEEDS} for a finale")
    tasks = [(exercise, c, runs) for exercise in chosen for c in candidates(exercise)]
    with (
        interrupt.temporary_folder("kata-proof-") as folder,
        interrupt.on_stop(_kill_workers),
        interrupt.ends_at_once(),
    ):
        pool = ProcessPoolExecutor(initializer=begin_work, initargs=(folder,))
        try:
            results = pool.map(_tried, tasks)
            held = [prove(e, islice(results, len(candidates(e)))) for e in chosen]
        except BrokenProcessPool:
            raise GraderFault("a process of the proof was killed (did memory run out?)") from None
        finally:
            _kill_workers()
            pool.shutdown(cancel_futures=True)
    return Exit.PASSED if all(held) else Exit.FAILED


def _kill_workers() -> None:
    for worker in active_children():
        worker.kill()  # the training runs in hand are not waited for


def begin_work(folder: Path) -> None:
    """What a worker does first: it ends with the proof, and what it wrote is removed for it."""
    for number in interrupt.ENDING:
        signal(number, SIG_IGN if number == SIGINT else SIG_DFL)
    process.die_with_parent()
    tempfile.tempdir = str(folder)


def _tried(task: tuple[Exercise, Candidate, Sequence[int]]) -> Trials:
    return trials(*task)


def prove(exercise: Exercise, results: Iterable[Trials]) -> bool:
    """Print what an exercise lacks, and its matrix as results come; whether all is right."""
    print(f"\n{exercise.label}")
    lacking = list(missing.lines(exercise))
    for line in lacking:
        print(f" ✗ {line}")
    every: list[Trials] = []
    names: list[str] = []
    for result in results:
        every.append(result)
        candidate = result.candidate
        names = names or [p.name for p in result.properties]
        sign = "✓" if result.as_expected == result.runs else "✗"
        word = "refused" if candidate.wrong else "passed"
        by = ",".join(_share(result, names))
        line = f" {sign} {candidate.name:<44.44} {word} {result.as_expected}/{result.runs}  {by}"
        print(line.rstrip(), flush=True)
    right = not lacking and all(r.as_expected == r.runs for r in every)
    right &= _print_catches(every)
    if exercise.finale is None:
        wrong = [t for t in every if t.candidate.wrong]
        listed = {t.candidate.name: t.told for t in wrong if t.candidate.explanation}
        others = {t.candidate.name: t.told for t in wrong if not t.candidate.explanation}
        due = named.floor(exercise)
        print(*named.lines(listed, others, due), sep="\n")
        right &= named.holds(listed, others, due)
        refusals.write(exercise, {t.candidate.name: _surest_first(t) for t in wrong})
    return right


def _surest_first(result: Trials) -> list[str]:
    """The properties that refused a mistake in any whole run: those that always did first."""
    counts = Counter(name for bad in result.refused_by for name in bad)
    order = [p.name for p in result.properties if p.name in counts]
    return sorted(order, key=lambda name: -counts[name])


def quickly(exercise: Exercise, seed: int) -> list[str]:
    """What is not as it must be: the quick form of the proof, of modules that a seed draws.

    A mistake is asked up to the first refusal, a right module all with few examples.
    """
    every = candidates(exercise)
    rng = random.Random(f"{seed} {exercise.folder}")
    chosen = rng.sample([c for c in every if c.wrong], FEW_WRONG)
    chosen += rng.sample([c for c in every if not c.wrong], FEW_RIGHT)
    return [problem for c in chosen if (problem := _looked_at(exercise, c, seed))]


def _looked_at(exercise: Exercise, candidate: Candidate, seed: int) -> str:
    found = judge(
        exercise,
        candidate,
        seed,
        stop_early=candidate.wrong,
        examples=None if candidate.wrong else FEW,
    )
    if found.passed is not candidate.wrong:
        return ""
    bad = "; ".join(f"{p.name}: {p.failure.message()}" for p in found.properties if p.failure)
    return f"{candidate.name} {found.status.value} under seed {seed} {bad[:2000]}"


def _print_catches(every: Sequence[Trials]) -> bool:
    """Print what each property alone refused; whether none is superfluous."""
    print("      property                                         alone catches")
    catches = unique_catches(every)
    needed = True
    for number, prop in enumerate(every[0].properties, 1):
        alone = ", ".join(catches.get(prop.name, []))
        if prop.name.startswith(laws.PREFIX):
            alone = alone or "a law, asked of every exercise"
        needed &= bool(alone)
        print(f" {'✓' if alone else '✗'} {number:>2} {prop.name:<48} {alone or 'nothing'}")
    return needed


def _share(result: Trials, names: list[str]) -> Iterable[str]:
    """The numbers of the properties that refused a mistake; ~ marks those that did so by chance."""
    for number, name in enumerate(names, 1):
        count = sum(name in bad for bad in result.refused_by)
        if count:
            yield f"{number}" if count == len(result.refused_by) else f"{number}~"
