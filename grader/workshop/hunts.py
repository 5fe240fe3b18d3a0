"""Proves hunts: a bug fails whichever others are repaired, all repaired passes, no text tells.

`python -m grader hunts --seeds 30 --track core`: bugs are judged under another seed than the one
they were made with. What a comparison with `solutions/` tells is the rank of a planted function
among all functions of its hunt, by likeness to the nearest text of the same name there: 0 would be
the most like, 1 the least; a comparison tells nothing at 0.5.
"""

from __future__ import annotations

import argparse
import ast
import json
import resource
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from statistics import fmean
from typing import Any
from unittest.mock import patch

from grader import curriculum, seeds
from grader.curriculum import Exercise
from grader.hunt import grafts, making, masking, planting
from grader.hunt.command import BUGS, BUGS_IN_ONE
from grader.hunt.disguise import Definition
from grader.hunt.making import Hunt
from grader.hunt.options import Options
from grader.judging.verdicts import Status
from grader.outcome import Exit

OTHER = 1_000_003  # added to a hunt's seed to judge it by other inputs
FAILS = (Status.FAILED, Status.ERROR, Status.TIMEOUT)


@dataclass(frozen=True)
class Proof:
    """What holds of one hunt: CPU seconds to make it, what is amiss, and how planted texts rank."""

    seed: int
    making_s: float
    bugs: tuple[str, ...]
    amiss: tuple[str, ...]
    same: int  # functions that stand in `solutions/` word for word
    ranks: tuple[float, ...]


def command(args: argparse.Namespace) -> int:
    """Make and prove hunts, a line of JSON each, and the sum of all."""
    first, asked = seeds.choose(args.seed), args.seeds or 30
    proofs = []
    for seed in range(first, first + asked):
        options = (
            Options(seed, BUGS_IN_ONE, exercise=_drawn(seed).number)
            if args.track == "one"
            else Options(seed, BUGS, track=args.track)
        )
        proofs.append(prove(options))
        print(json.dumps(vars(proofs[-1])), flush=True)
    print(json.dumps(summary(proofs)))
    return Exit.FAILED if any(proof.amiss for proof in proofs) else Exit.PASSED


def summary(proofs: list[Proof]) -> dict[str, Any]:
    """All hunts in figures."""
    times = sorted(proof.making_s for proof in proofs)
    return {
        "hunts": len(proofs),
        "bugs": sum(len(proof.bugs) for proof in proofs),
        "amiss": sum(len(proof.amiss) for proof in proofs),
        "same": sum(proof.same for proof in proofs),
        "mean rank": round(fmean(rank for proof in proofs for rank in proof.ranks), 2),
        "making_s": {"median": times[len(times) // 2], "most": times[-1]},
    }


def _drawn(seed: int) -> Exercise:
    """An exercise for a hunt of one bug, each in its turn."""
    every = [e for e in curriculum.track("all") if e.finale is None and planting.seeds(e)]
    return every[seed % len(every)]


def prove(options: Options) -> Proof:
    """Make one hunt anew and look at it from all sides."""
    before = _cpu()
    with tempfile.TemporaryDirectory() as home, patch.dict("os.environ", KATA_HOME=home):
        hunt = making.make(options)
    making_s = round(_cpu() - before, 2)
    likeness = sorted(_likeness(hunt), reverse=True)
    planted = {(bug.exercise.number, bug.name) for bug in hunt.bugs}
    ranks = [
        round(place / max(1, len(likeness) - 1), 3)
        for place, (_, number, name) in enumerate(likeness)
        if (number, name) in planted
    ]
    labels = tuple(bug.label for bug in hunt.bugs)
    same = sum(like == 1.0 for like, _, _ in likeness)
    return Proof(options.seed, making_s, labels, tuple(_amiss(hunt)), same, tuple(ranks))


def _amiss(hunt: Hunt) -> Iterator[str]:
    """What does not hold of a hunt, in a line each."""
    seed = hunt.options.seed + OTHER
    if len(hunt.bugs) != hunt.options.bugs:
        yield f"{len(hunt.bugs)} bugs"
    for exercise, text in hunt.modules.items():
        if planting.TELLING.search(text) or "#" in text:
            yield f"{exercise.label}: a word tells"
        names = {bug.name for bug in hunt.planted(exercise)}
        for name in names:  # the others repaired: this one is left
            others = making.public_names(exercise) - {name}
            if making.alone(exercise, text, others, seed) not in FAILS:
                yield f"{exercise.label}: {name} does not fail"
    repaired = {
        e: masking.repaired(e, text, {bug.name for bug in hunt.planted(e)})
        for e, text in hunt.modules.items()
    }
    for exercise in repaired:
        if grafts.judged(exercise, repaired, seed).status is not Status.PASSED:
            yield f"{exercise.label}: does not pass with all repaired"
    for exercise, left in masking.masked(hunt.modules, hunt.bugs, seed):
        yield f"{exercise.label}: passes with {', '.join(bug.label for bug in left)}"


def _likeness(hunt: Hunt) -> Iterator[tuple[float, int, str]]:
    """Of every public function the likeness to the nearest of its name in `solutions/`."""
    for exercise, text in hunt.modules.items():
        for name, own in _texts(text).items():
            right = [texts[name] for texts in _solutions(exercise) if name in texts]
            if right and not name.startswith("_"):
                yield _nearest(own, right), exercise.number, name


def _nearest(own: str, texts: Collection[str]) -> float:
    """The likeness to the nearest of these texts; only those that may be nearer are measured."""
    best = 0.0
    matchers = [SequenceMatcher(None, own, other, autojunk=False) for other in texts]
    for matcher in sorted(matchers, key=SequenceMatcher.quick_ratio, reverse=True):
        if matcher.quick_ratio() <= best:
            break
        best = max(best, matcher.ratio())
    return best


@cache
def _solutions(exercise: Exercise) -> tuple[dict[str, str], ...]:
    return tuple(_texts(base) for base in making.bases(exercise))


def _texts(text: str) -> dict[str, str]:
    """The definitions of a module, each in one printer's words and without its docstring."""
    found = {}
    for node in ast.parse(text).body:
        if isinstance(node, Definition):
            if ast.get_docstring(node) is not None and len(node.body) > 1:
                node.body = node.body[1:]
            found[node.name] = ast.unparse(node)
    return found


def _cpu() -> float:
    """CPU seconds of this process and of those that it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)
