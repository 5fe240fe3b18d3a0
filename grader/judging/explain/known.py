"""Explanations from the catalogue: mistakes that give the very answers of the submission.

A mistake explains a property's failure if it gives the submission's wrong answer there and is
consistent with all else. Then it is tried on calls that nobody asked yet, and dropped at the first
other answer: what the submission raises, and the form of what it returns, count as well.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, takewhile

from grader.judging.calls import Call
from grader.judging.explain.compare import is_due
from grader.judging.explain.evidence import Evidence, Unit
from grader.judging.explain.misfits import misfits
from grader.judging.explain.objects import kinds
from grader.judging.explain.suspects import Suspect, suspects
from grader.judging.explain.variations import (
    SCALES,
    jittered,
    other_batches,
    other_literals,
    other_numbers,
    other_operators,
    rows_apart,
    scaled,
    squares,
)
from grader.judging.laws import shapes
from grader.judging.laws.objects.kinds import KINDS
from grader.judging.proxy import Impl
from grader.judging.script import Script
from grader.sandbox.wire import Answer, Raised

PROBES, FURTHER = 48, 96  # with other numbers; and where several suspects are left
MODELS = 6  # calls of which they have the shapes
NEAR = 8  # of those by which a bound that is not sharp is told from one on the wrong side
FACTORS = (0.9, 0.75, 0.5, 0.25, 2.0)  # from where it fails to where it does not
LAWS = 20  # programs of the laws of objects, where several suspects are left
PROGRAMS = 6  # of those that differ from the failing one by their numbers


def explanations(evidence: Evidence, impl: Impl) -> Iterator[Suspect]:
    """For each failing property its one explanation, if there is one; no mistake twice.

    Each comes as soon as it is certain: the time may be over before the next.
    """
    found = suspects(evidence, impl)
    chosen: list[Suspect] = []
    for unit in evidence.units:
        candidates = [suspect for suspect in found if unit in suspect.units]
        if all(suspect in chosen for suspect in candidates):
            continue
        left = _whole(_tried(candidates, unit, evidence, impl))
        # Two entries of the catalogue that say the same are one explanation.
        if len(_sentences(left)) == 1 and left[0] not in chosen:
            if unit.last.call.name == "run" and not _holds_alone(left[0], unit, evidence, impl):
                continue
            chosen.append(left[0])
            yield left[0]


def _holds_alone(suspect: Suspect, unit: Unit, evidence: Evidence, impl: Impl) -> bool:
    """Whether a new process of the submission, in which nothing came before, answers like it.

    What layers share by their class looks like another mistake once other layers were made.
    """
    fact = unit.last
    theirs = impl.fresh().probe(fact.call)
    impl.close_fresh()
    suspect.replica.renew()
    answer = suspect.replica.answer(fact.call)
    return theirs is not None and evidence.comparison.alike(fact.call, answer, theirs, fact.right)


def _whole(suspects: Sequence[Suspect]) -> list[Suspect]:
    """Without the shares of a mistake that is there as a whole."""
    whole = {s.mistake.slug for s in suspects if not s.mistake.is_share}
    return [s for s in suspects if not s.mistake.is_share or s.mistake.slug not in whole]


def _tried(
    candidates: Sequence[Suspect], unit: Unit, evidence: Evidence, impl: Impl
) -> list[Suspect]:
    """The candidates that answer like the submission also what it was not asked yet.

    More is asked while they say different things. Where a test's bound leaves several, those count
    that agree with it to the last digits.
    """
    left, precise = list(candidates), list(candidates)
    reference = evidence.replica()
    rng = random.Random(0)
    further = takewhile(lambda _: len(_sentences(left)) > 1, _further(unit, evidence, rng))
    for probe in chain(probes(unit, evidence, rng), further):
        if not left:
            break
        right = reference.answer(probe)
        if not is_due(right) and not _is_refused_alike(right, unit.last.right):
            continue
        theirs = impl.probe(probe)
        if theirs is None:
            return []
        answers = [(suspect, suspect.replica.answer(probe)) for suspect in left]
        compare = evidence.comparison
        left = [s for s, a in answers if compare.alike(probe, a, theirs, right)]
        exactly = [s for s, a in answers if compare.same(probe.name, a, theirs, exact=True)]
        precise = [s for s in exactly if s in precise]
    return precise or left


def _is_refused_alike(right: Answer, due: Answer) -> bool:
    return isinstance(right, Raised) and isinstance(due, Raised) and right.kinds == due.kinds


def _sentences(suspects: Iterable[Suspect]) -> set[str]:
    return {suspect.sentence for suspect in suspects}


def probes(unit: Unit, evidence: Evidence, rng: random.Random) -> Iterator[Call]:
    """Calls around one that failed: its own numbers first, then others, then misfits."""
    call = unit.last.call
    if call.name == "run":
        for _ in range(PROGRAMS):
            yield other_literals(call, rng)
        yield from other_operators(call)
        if isinstance(unit.last.right, Raised):
            yield from kinds.refusals(evidence.exercise)
        return
    yield from other_batches(call, evidence.exercise)
    yield from squares(call, evidence.exercise, rng)
    for _ in range(NEAR):
        yield jittered(call, evidence.exercise, rng, 0.002)
    for factor in FACTORS:
        yield scaled(call, evidence.exercise, factor)
    yield from _others(unit, evidence, rng, PROBES)
    for model in _models(unit, evidence)[:3]:
        for misfit in misfits(model, evidence.exercise):
            yield misfit.call


def _further(unit: Unit, evidence: Evidence, rng: random.Random) -> Iterator[Call]:
    """Calls that may tell several suspects apart: with other numbers, or the laws' programs."""
    if unit.last.call.name != "run":
        yield from rows_apart(unit.last.call, evidence.exercise)
        yield from _others(unit, evidence, rng, FURTHER)
        return
    laws = KINDS.get(shapes.objects_of(evidence.exercise), ())
    questions = chain.from_iterable(law.make(rng) for law in laws)
    for question in islice(questions, LAWS):
        inputs = question.inputs
        script = Script(question.program, question.returns, inputs)
        yield Call("run", (question.program, question.returns), inputs, script=script)


def _models(unit: Unit, evidence: Evidence) -> list[Call]:
    """Calls of one function: the one that failed, those that failed elsewhere, and right ones.

    A suspect that is right where another property failed explains nothing here.
    """
    call = unit.last.call
    failed = [unit.last.call for unit in evidence.units if unit.last.call.name == call.name]
    right = [f.call for f in evidence.of(call.name) if not isinstance(f.right, Raised)]
    return [call, *(other for other in failed if other is not call), *right][:MODELS]


def _others(unit: Unit, evidence: Evidence, rng: random.Random, count: int) -> Iterator[Call]:
    """Calls with other numbers of every size."""
    models = _models(unit, evidence)
    for number in range(count):
        again, which = divmod(number, len(models))
        scale = SCALES[again % len(SCALES)]
        yield other_numbers(models[which], evidence.exercise, rng, scale)
