"""All that can be said about the cause of a red verdict: up to three sentences, or None."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from grader.curriculum import Exercise
from grader.judging.calls import Call
from grader.judging.explain import (
    another,
    batches,
    equal_samples,
    facts,
    first_weights,
    known,
    pairing,
    places,
    programs,
    refusals,
    repair,
    state,
)
from grader.judging.explain import evidence as gathered
from grader.judging.explain.asked import Asked
from grader.judging.explain.evidence import Evidence, Unit
from grader.judging.explain.in_process import references
from grader.judging.explain.objects import kinds
from grader.judging.explain.time_limit import OutOfTime, at_most
from grader.judging.explain.workbench import Workbench
from grader.judging.proxy import Impl
from grader.judging.verdicts import Explanation, PropertyVerdict

KNOWN_SECONDS = 1.5  # of CPU, for the catalogue: what it knows says more than all else
ANSWERS_SECONDS = 0.35  # for what came back instead, where the catalogue knows nothing
OBJECTS_SECONDS = 0.3  # for single steps of an engine, where nothing else is known
SENTENCES = 3
UNITS = 2  # failing properties for which a line is looked for


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
    if not found.sentences or (left and not kinds.is_one(exercise)):
        with contextlib.suppress(OutOfTime), _time_for(exercise, ANSWERS_SECONDS):
            _explain_each(
                left or (() if found.sentences else asked.evidence.slow), asked, impl, found
            )
    if search is not None and not impl.too_slow and not found.causes:
        search.begins(found.explanation(failed))
        found.lines = search.sentences(asked.evidence)
    return found.explanation(failed)


@contextlib.contextmanager
def _time_for(exercise: Exercise, seconds: float) -> Iterator[None]:
    """Some CPU seconds for one layer of explanation. Raises `OutOfTime`, as it is left too.

    Who catches it stands outside: what was found by then stands.
    """
    with references(exercise), at_most(seconds):
        yield


@dataclass(frozen=True)
class Search:
    """What the search for an edit needs: the properties as functions, and the submission.

    Before it begins, `begins` is called with what is known by then.
    """

    exercise: Exercise
    properties: Mapping[str, repair.Property]
    failed: frozenset[str]
    bench: Workbench
    begins: Callable[[Explanation], None]

    def sentences(self, evidence: Evidence) -> list[str]:
        """The line whose change helps, or two, if they are found; else what the text shows."""
        failing = {n: test for n, test in self.properties.items() if n in self.failed}
        holding = {n: test for n, test in self.properties.items() if n not in self.failed}
        functions = {unit.verdict.name: unit.last.call.name for unit in evidence.units}
        asked = repair.Properties(failing, holding, functions)
        self.bench.begin()
        found: list[str] = []
        left = list(evidence.units)
        for _ in range(UNITS):
            if not left:
                break
            helps = repair.find(self.exercise, left[0], asked, self.bench)
            said = helps and helps.sentence(self.exercise, len(holding))
            if helps and helps.is_whole:
                return [str(said)]
            found += [said] if said else []
            mended = helps.mended if helps else {left[0].verdict.name}
            left = [unit for unit in left if unit.verdict.name not in mended]
        return found or ([self.bench.oversight] if self.bench.oversight else [])


@dataclass
class _Found:
    """The sentences found so far; what holds of two functions alike is said once."""

    sentences: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    vague: list[str] = field(default_factory=list)  # which results are wrong, or where, not how
    lines: list[str] = field(default_factory=list)  # what the search for a line found
    _alike: dict[str, int] = field(default_factory=dict)

    @property
    def causes(self) -> set[str]:
        """The sentences that say more than what came back."""
        return set(self.sentences) - set(self.told) - set(self.vague)

    def explanation(self, failed: Sequence[PropertyVerdict]) -> Explanation:
        """All of it; what the messages say where nothing is found."""
        found, told = [*self.sentences[:SENTENCES], *self.lines], self.told
        if not found:
            # Of a function that is wrong everywhere a law knows no cause.
            own = [verdict for verdict in failed if not verdict.name.startswith("test_law_")]
            found = told = [said for said in map(facts.of_message, own or failed) if said][:1]
        return Explanation(tuple(found), tuple(told))

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


def _explain_each(units: Sequence[Unit], asked: Asked, impl: Impl, found: _Found) -> None:
    """Explain every function once, and once where it should have raised.

    Where a function is explained, so is what programs of its calls give.
    """
    explained = set()
    for unit in sorted(units, key=_is_program):
        if found.sentences and _is_program(unit) and not kinds.is_one(asked.exercise):
            break
        what = unit.last.call.name, type(unit.last.right)
        if what not in explained and _explain(unit, asked, impl, found):
            explained.add(what)


def _is_program(unit: Unit) -> bool:
    return unit.last.call.name == "run"


def _explain(unit: Unit, asked: Asked, impl: Impl, found: _Found) -> bool:
    """Add what the first layer knows that knows anything of one property's failure."""
    name = unit.last.call.name
    sentence = (
        refusals.explain(unit, asked)
        or batches.explain(unit, asked)
        or first_weights.explain(unit, asked)
        or equal_samples.explain(unit, asked)
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
    fact, place = facts.explain(unit, asked.exercise), places.explain(unit, asked)
    found.add(name, fact, told=True)
    found.add(name, place)
    found.vague += [place] if place else []
    return bool(fact or place)
