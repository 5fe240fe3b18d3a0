"""All that can be said about the cause of a red verdict: up to three sentences, or None."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from grader.curriculum import Exercise
from grader.judging.calls import Call
from grader.judging.explain import (
    another,
    batches,
    equal_samples,
    facts,
    first_weights,
    histories,
    known,
    pairing,
    places,
    programs,
    refusals,
    state,
)
from grader.judging.explain import evidence as gathered
from grader.judging.explain.asked import Asked
from grader.judging.explain.evidence import Unit, What
from grader.judging.explain.in_process import references
from grader.judging.explain.objects import kinds
from grader.judging.explain.search import Search
from grader.judging.explain.time_limit import OutOfTime, at_most
from grader.judging.proxy import Impl
from grader.judging.verdicts import Explanation, PropertyVerdict
from grader.sandbox.wire import Returned

KNOWN_SECONDS = 2.0  # of CPU, for the catalogue: what it knows says more than all else
ANSWERS_SECONDS = 0.35  # for what came back instead, where the catalogue knows nothing
LATER_SECONDS = 1.5  # for the same once more, if it was cut short: the verdict is shown by then
OBJECTS_SECONDS = 0.3  # for single steps of an engine, where nothing else is known
SENTENCES = 3


def explain(
    exercise: Exercise,
    failed: Sequence[PropertyVerdict],
    calls: Sequence[tuple[PropertyVerdict, Sequence[Call]]],
    sample: Mapping[str, Sequence[Call]],
    impl: Impl,
    search: Search | None = None,
) -> Explanation:
    """What explains the properties that do not hold; no sentence if nothing certain is known.

    `calls` holds some of these properties with the calls up to the failure; `sample` calls of the
    whole exercise. With `search` an edit is looked for where no cause is known; what is known
    before is told first.
    """
    found = _Found()
    asked: Asked | None = None
    left: list[Unit] = []
    with contextlib.suppress(OutOfTime), _time_for(exercise, KNOWN_SECONDS):
        evidence = gathered.gather(exercise, calls, sample, impl)
        asked = Asked(evidence, impl)
        left = list(evidence.units)
        for suspect in known.explanations(evidence, impl):
            found.add("", suspect.sentence)
            left = [unit for unit in left if unit not in suspect.units]
    if asked is None:
        return Explanation()
    if not found.sentences:
        with contextlib.suppress(OutOfTime), _time_for(exercise, OBJECTS_SECONDS):
            for sentence in kinds.explain(asked):
                found.add("", sentence)
                found.vague.append(sentence)
    before, is_whole = deepcopy(found), True
    units = left or (() if found.sentences else asked.evidence.slow)
    if not found.sentences or (left and not kinds.is_one(exercise)):
        is_whole = _explain_each(units, asked, impl, found, ANSWERS_SECONDS)
    found.add_rule(failed)
    if search is not None and not impl.too_slow and found.leaves_open(left, exercise):
        search.begins(found.explanation(failed))
        if not is_whole:
            found = before
            _explain_each(units, asked, impl, found, LATER_SECONDS)
            found.add_rule(failed)
        found.lines = search.sentences(found.leaves_open(left, exercise))
    return found.explanation(failed)


@contextlib.contextmanager
def _time_for(exercise: Exercise, seconds: float) -> Iterator[None]:
    """Some CPU seconds for one layer of explanation. Raises `OutOfTime`, as it is left too.

    Who catches it stands outside: what was found by then stands.
    """
    with references(exercise), at_most(seconds):
        yield


@dataclass
class _Found:
    """The sentences found so far; what holds of two functions alike is said once."""

    sentences: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    vague: list[str] = field(default_factory=list)  # which results are wrong, or where, not how
    lines: list[str] = field(default_factory=list)  # what the search for a line found
    explained: set[What] = field(default_factory=set)  # by a cause
    _alike: dict[str, int] = field(default_factory=dict)

    @property
    def causes(self) -> set[str]:
        """The sentences that say more than what came back."""
        return set(self.sentences) - set(self.told) - set(self.vague)

    def leaves_open(self, units: Sequence[Unit], exercise: Exercise) -> list[Unit]:
        """Those of the properties that known causes do not explain for which there is no cause.

        Where a function has a cause, programs of its calls are taken to fail for the same.
        """
        if not self.causes:
            return list(units)
        return [
            unit
            for unit in units
            if unit.what not in self.explained and (kinds.is_one(exercise) or not unit.is_program)
        ]

    def explanation(self, failed: Sequence[PropertyVerdict]) -> Explanation:
        """All of it; what the messages say where nothing is found."""
        found, told = [*self.sentences[:SENTENCES], *self.lines], self.told
        if not found:
            found = told = [said for said in map(facts.of_message, _own(failed)) if said][:1]
        return Explanation(tuple(found), tuple(told))

    def add_rule(self, failed: Sequence[PropertyVerdict]) -> None:
        """Add what a property says that can fail for one reason alone, where nothing is known."""
        for rule in [said for said in map(facts.of_rule, _own(failed)) if said][:1]:
            if not self.sentences:
                self.add("", rule)
                self.vague.append(rule)

    def add(self, function: str, sentence: str | None, *, told: bool = False) -> None:
        """Add what was found of a function, or of nothing in particular ("").

        `told`: a message of the report says it as well.
        """
        if not sentence or sentence in self.sentences:
            return
        if told:
            self.told.append(sentence)
        template = re.sub(rf"\b{re.escape(function)}\b", "{}", sentence) if function else sentence
        if template in self._alike:
            place = self._alike[template]
            before = self.sentences[place]
            self.sentences[place] = more = f"{before} The same goes for {function}."
            for those in (self.told, self.vague):
                those[:] = [more if said == before else said for said in those]
            return
        self._alike[template] = len(self.sentences)
        self.sentences.append(sentence)


def _own(failed: Sequence[PropertyVerdict]) -> Sequence[PropertyVerdict]:
    """Those that are not laws: of a function that is wrong everywhere a law knows no cause."""
    return [v for v in failed if not v.name.startswith("test_law_")] or failed


def _explain_each(
    units: Sequence[Unit], asked: Asked, impl: Impl, found: _Found, seconds: float
) -> bool:
    """Explain every function once, and once where it should have raised; whether all were asked.

    Where a function is explained, so is what programs of its calls give.
    """
    explained: set[What] = set()
    with contextlib.suppress(OutOfTime), _time_for(asked.exercise, seconds):
        for unit in sorted(units, key=lambda unit: unit.is_program):
            if found.sentences and unit.is_program and not kinds.is_one(asked.exercise):
                break
            causes = found.causes
            if unit.what not in explained and _explain(unit, asked, impl, found):
                explained.add(unit.what)
            if found.causes != causes:
                found.explained.add(unit.what)
        return True
    return False


def _explain(unit: Unit, asked: Asked, impl: Impl, found: _Found) -> bool:
    """Add what the first layer knows that knows anything of one property's failure."""
    name = unit.last.call.name
    sentence = (
        refusals.explain(unit, asked)
        or batches.explain(unit, asked)
        or first_weights.explain(unit, asked)
        or equal_samples.explain(unit, asked)
        or histories.explain(unit, asked)
        or pairing.explain(unit, asked)
        or another.explain(unit, asked)
        or state.explain(unit, asked, impl)
    )
    if sentence:
        found.add(name, sentence)
        found.add(name, facts.changed(unit, asked.exercise))
        return True
    sentence = programs.explain(unit, asked)
    if sentence:
        found.add(name, sentence)
        found.vague.append(sentence)
        return True
    kept = facts.shared(unit) or facts.changed(unit, asked.exercise)
    fact = None if kept else facts.explain(unit, asked.exercise)
    place = None if kept else places.explain(unit, asked)
    found.add(name, kept)
    found.add(name, fact, told=True)
    if isinstance(unit.last.right, Returned):
        found.add(name, places.nowhere_right(unit, asked), told=True)  # as all messages show
    found.add(name, place)
    found.vague += [said for said in (kept, place) if said]
    return bool(kept or fact or place)
