"""Judges wrong modules that the project did not write: are they refused, and is the mistake named?

`make prove WRONG=DIR`: DIR holds folders such as `03_softmax` with any number of modules in each.
Every module is judged alone, as the submission of that exercise on top of the references. Its
leading comments, in which such a collection says what is wrong, are shown beside the diagnosis.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from grader import curriculum, seeds
from grader.curriculum import Exercise
from grader.judging.explain import repair
from grader.outcome import Exit, UsageError
from grader.workshop import proof
from grader.workshop.proof import Candidate


class Naming(StrEnum):
    """What became of a wrong module."""

    NAMED = "named"
    PINNED = "pinned"  # to a line: changing it alone helps, why is not known
    TOLD = "told"  # nothing beyond what the test's message shows
    SILENT = "silent"
    PASSED = "passed"


@dataclass(frozen=True)
class Finding:
    """A wrong module, what its author says of it, and what the judge does.

    `cpu_s` is the CPU time of the judge's process, which holds the time of the diagnosis.
    """

    exercise: str
    module: str
    truth: str
    naming: Naming
    diagnosis: str | None
    message: str
    cpu_s: float


def modules(folder: Path, chosen: Exercise | None) -> Iterator[tuple[Exercise, Path]]:
    """The modules of a collection, without those of finales unless one is asked for."""
    if not folder.is_dir():
        raise UsageError(f"There is no folder {str(folder)!r}: name one that holds 01_matmul, …")
    for exercise in [chosen] if chosen else curriculum.track("all"):
        if exercise.finale is None or chosen:
            for path in sorted((folder / exercise.folder).glob("*.py")):
                yield exercise, path


def judge(exercise: Exercise, path: Path, seed: int) -> Finding:
    """Judge one wrong module, with its diagnosis."""
    source = path.read_text(encoding="utf-8")
    started = time.process_time()
    wrong = Candidate(path.stem, source, True)
    verdict = proof.judge(exercise, wrong, seed, diagnose=True, search=True)
    spent = time.process_time() - started
    failure = verdict.first_failure
    return Finding(
        exercise.folder,
        path.stem,
        _leading_comments(source),
        Naming.PASSED if verdict.passed else naming(verdict.diagnosis, verdict.told),
        verdict.diagnosis,
        failure.failure.message() if failure and failure.failure else "",
        round(spent, 2),
    )


def naming(diagnosis: str | None, told: Sequence[str]) -> Naming:
    """What a diagnosis does for whoever reads it; `told` is what the test's message shows too."""
    if diagnosis is None:
        return Naming.SILENT
    if repair.PINS in diagnosis:
        return Naming.PINNED
    return Naming.NAMED if set(diagnosis.split("\n")) - set(told) else Naming.TOLD


def _leading_comments(source: str) -> str:
    lines = source.splitlines()
    count = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "\n".join(line.removeprefix("#").strip() for line in lines[:count])


def command(args: argparse.Namespace) -> int:
    """Print what became of each module, and the counts; status 1 if one passes.

    Without a collection it is the proof of the project's own mistakes.
    """
    if not args.wrong:
        return proof.command(args)
    seed = seeds.choose(args.seed)
    chosen = curriculum.exercise(args.number) if args.number else None
    every = list(modules(Path(args.wrong), chosen))
    if args.sample and args.sample < len(every):
        kept = set(random.Random(seed).sample(range(len(every)), args.sample))
        every = [entry for index, entry in enumerate(every) if index in kept]
    print(f"{len(every)} wrong modules, seed {seed}")
    findings = []
    for exercise, path in every:
        finding = judge(exercise, path, seed)
        findings.append(finding)
        print(_shown(finding), flush=True)
    _print_counts(findings)
    if args.json:
        text = json.dumps([asdict(finding) for finding in findings], indent=1)
        Path(args.json).write_text(text + "\n", encoding="utf-8")
    passed = any(finding.naming is Naming.PASSED for finding in findings)
    return Exit.FAILED if passed else Exit.PASSED


_SIGNS = {
    Naming.NAMED: "✓",
    Naming.PINNED: "→",
    Naming.TOLD: "-",
    Naming.SILENT: "·",
    Naming.PASSED: "✗",
}


def _shown(finding: Finding) -> str:
    truth = finding.truth.partition("\n")[0]
    lines = [
        f" {_SIGNS[finding.naming]} {finding.exercise}/{finding.module}  {finding.cpu_s:.2f} s"
    ]
    lines += [f"     is:   {truth}"] if truth else []
    return "\n".join([*lines, f"     said: {finding.diagnosis or finding.naming.value}"])


def _print_counts(findings: list[Finding]) -> None:
    """A line for each exercise, and one for all: how many are refused, named and pinned."""
    rows = Counter((finding.exercise, finding.naming) for finding in findings)
    rows += Counter(("all", finding.naming) for finding in findings)
    for exercise in dict.fromkeys([*(finding.exercise for finding in findings), "all"]):
        named, pinned, told, silent, passed = (rows[exercise, naming] for naming in Naming)
        total = named + pinned + told + silent + passed
        print(
            f"{exercise:<24} {total - passed:>3}/{total} refused  {named:>3} named  "
            f"{pinned:>3} pinned  {told:>3} told  {silent:>3} silent  "
            f"{(named + pinned) / total:4.0%}"
        )
    spent = sorted(finding.cpu_s for finding in findings)
    if spent:
        print(
            f"CPU seconds of a verdict: {spent[len(spent) // 2]} in the median, {spent[-1]} at most"
        )
