"""What the submission was asked and answered, beside the answers of the reference.

The unit of explanation is one failing property: a mistake explains it by giving the submission's
wrong answers, and is consistent with everything else if it answers every other call as the
submission does, or rightly where the submission does not (that is another mistake's affair).
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from grader.curriculum import Exercise
from grader.judging.calls import Call
from grader.judging.explain import weights as first_weights
from grader.judging.explain.catalogue import Mistake
from grader.judging.explain.compare import Comparison
from grader.judging.explain.in_process import Replica, comparable
from grader.judging.explain.weights import Weights
from grader.judging.proxy import Impl
from grader.judging.script import Script
from grader.judging.verdicts import PropertyVerdict
from grader.sandbox.wire import Answer

SLOW_ANSWER = 0.02  # CPU seconds of the reference: left out unless it is the call that failed
SLOW_CALL = 1.0  # seconds of the submission: so also on a busy machine
LARGE_CALL = 1000  # numbers in its arguments: slow for some mistake of the catalogue


class Asks(Protocol):
    """Who can be asked a call: the reference, a mistake."""

    def answer(self, call: Call) -> Answer:
        """What it answers."""

    def renew(self) -> None:
        """Forget all earlier calls."""


@dataclass(frozen=True)
class Fact:
    """A call that the submission answered, the right answer, and whether the two agree.

    `free`: the contract leaves a choice, so that another answer may be right as well.
    """

    call: Call
    right: Answer
    is_right: bool
    free: bool
    cpu_seconds: float = 0.0  # of the reference

    @property
    def theirs(self) -> Answer:
        """The submission's answer."""
        assert self.call.answer is not None
        return self.call.answer


What = tuple[str, type[Answer]]


@dataclass(frozen=True)
class Unit:
    """A property that does not hold, and what was asked until it did not; the last call failed."""

    verdict: PropertyVerdict
    facts: tuple[Fact, ...]

    @property
    def last(self) -> Fact:
        """The call whose answer the property refuses."""
        return self.facts[-1]

    @property
    def is_program(self) -> bool:
        """Whether that call is a program of several."""
        return self.last.call.name == "run"

    @property
    def what(self) -> What:
        """The function that it asks, and whether that has to raise."""
        return self.last.call.name, type(self.last.right)


@dataclass(frozen=True)
class Evidence:
    """All failing properties that can be asked again, and a sample of everything that was asked.

    `slow` are those whose last call takes long; they are kept for where nothing else is known.
    """

    exercise: Exercise
    comparison: Comparison
    units: tuple[Unit, ...]
    slow: tuple[Unit, ...]
    sample: tuple[Fact, ...]
    weights: Weights

    def replica(self, mistake: Mistake | None = None) -> Replica:
        """A mistake, or the reference, that draws as the submission does."""
        return Replica(self.exercise, mistake, self.weights.give)

    def of(self, name: str) -> list[Fact]:
        """What is known of one function, without what is free."""
        every = [fact for unit in self.units for fact in unit.facts] + list(self.sample)
        return [fact for fact in every if fact.call.name == name and not fact.free]


def gather(
    exercise: Exercise,
    failed: Sequence[tuple[PropertyVerdict, Sequence[Call]]],
    sample: Mapping[str, Sequence[Call]],
    impl: Impl,
) -> Evidence:
    """Ask the reference what the submission was asked. The references must be importable."""
    comparison = Comparison(exercise)
    sampled = [call for calls in sample.values() for call in calls]
    weights = first_weights.of([*sampled, *(c for _, calls in failed for c in calls)], impl)
    reference = Replica(exercise, None, weights.give)
    units: list[Unit] = []
    slow: list[Unit] = []
    for verdict, recent in failed:
        calls = comparable(recent)
        if calls and calls[-1] is recent[-1]:
            reference.renew()
            facts = _facts(exercise, comparison, reference, weights, calls, last_is_wrong=True)
            unit = Unit(verdict, tuple(facts))
            is_slow = _is_slow(calls[-1]) or unit.last.cpu_seconds > SLOW_ANSWER
            (slow if is_slow else units).append(unit)
    reference.renew()
    others = comparable(sampled)
    known = _facts(exercise, comparison, reference, weights, others, last_is_wrong=False)
    return Evidence(exercise, comparison, tuple(units), tuple(slow), tuple(known), weights)


def _facts(
    exercise: Exercise,
    comparison: Comparison,
    reference: Replica,
    weights: Weights,
    calls: Iterable[Call],
    *,
    last_is_wrong: bool,
) -> list[Fact]:
    calls = list(calls)
    facts = []
    for index, call in enumerate(calls):
        last = last_is_wrong and index == len(calls) - 1
        if _is_slow(call) and not last:
            continue
        theirs = call.answer
        assert theirs is not None
        if call.name == "run":  # every mistake is asked it: it is translated once
            call = replace(call, script=Script(call.args[0], call.args[1], call.kwargs))
        started = time.process_time()
        right = reference.answer(call)
        spent = time.process_time() - started
        if spent > SLOW_ANSWER and not last:
            continue
        is_right = comparison.same(call.name, theirs, right, exact=last)
        free = (
            not is_right
            and not weights.cover(call)
            and _is_free(exercise, comparison, reference, call, right)
        )
        facts.append(Fact(call, right, is_right, free, spent))
    return facts


def _is_slow(call: Call) -> bool:
    return call.seconds > SLOW_CALL or _size((call.args, *call.kwargs.values())) > LARGE_CALL


def _size(thing: Any) -> int:
    if isinstance(thing, str):  # a program: what it counts up to
        counts = re.findall(r"\brange\(([0-9_]+)\)", thing)
        return max((int(count) for count in counts), default=1)
    return sum(map(_size, thing)) if isinstance(thing, list | tuple) else 1


def _is_free(
    exercise: Exercise, comparison: Comparison, reference: Replica, call: Call, right: Answer
) -> bool:
    """Whether the reference, given another seed, answers otherwise: then it depends on draws."""
    other = _reseeded(exercise, call)
    if other is None:
        return False
    return not comparison.same(call.name, reference.answer(other), right)


def _reseeded(exercise: Exercise, call: Call) -> Call | None:
    """The same call with another seed, if it has one."""
    if call.name == "run":
        program, returns = call.args
        texts = [re.sub(r"seed=(\d+)", lambda m: f"seed={int(m[1]) + 1}", t) for t in call.args]
        named = dict(call.kwargs)
        if isinstance(named.get("seed"), int):
            named["seed"] += 1
        other = replace(call, args=tuple(texts), kwargs=named, script=None)
        return other if (other.args, other.kwargs) != ((program, returns), call.kwargs) else None
    if isinstance(call.kwargs.get("seed"), int):
        return replace(call, kwargs={**call.kwargs, "seed": call.kwargs["seed"] + 1})
    place = _place_of_seed(exercise, call.name)
    if place is not None and place < len(call.args) and isinstance(call.args[place], int):
        args: list[Any] = list(call.args)
        args[place] += 1
        return replace(call, args=tuple(args))
    return None


def _place_of_seed(exercise: Exercise, name: str) -> int | None:
    text = exercise.reference.read_text(encoding="utf-8")
    found = re.search(rf"^def {re.escape(name)}\(([^)]*)\)", text, re.MULTILINE)
    if found is None:
        return None
    names = [part.partition(":")[0].strip() for part in found[1].split(",")]
    return names.index("seed") if "seed" in names else None
