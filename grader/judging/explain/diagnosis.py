"""All that can be said about the cause of a red verdict: up to three sentences, or None."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from grader.curriculum import Exercise
from grader.judging.calls import Call
from grader.judging.explain import another, facts, known, places, refusals, state
from grader.judging.explain import evidence as gathered
from grader.judging.explain.asked import Asked
from grader.judging.explain.evidence import Unit
from grader.judging.explain.in_process import references
from grader.judging.explain.time_limit import OutOfTime, at_most
from grader.judging.proxy import Impl
from grader.judging.verdicts import PropertyVerdict
from grader.sandbox.wire import Raised

CPU_SECONDS = 0.6
SENTENCES = 3


def explain(
    exercise: Exercise,
    failed: Sequence[tuple[PropertyVerdict, Sequence[Call]]],
    sample: Mapping[str, Sequence[Call]],
    impl: Impl,
) -> str | None:
    """What explains the failures, a sentence a line, or None if nothing certain is known.

    `failed` holds each property that does not hold with the calls up to its failure; `sample` calls
    of the whole exercise.
    """
    found = _Found()
    with contextlib.suppress(OutOfTime), references(exercise), at_most(CPU_SECONDS):
        evidence = gathered.gather(exercise, failed, sample)
        left = list(evidence.units)
        for suspect in known.explanations(evidence, impl):
            found.add("", suspect.sentence)
            left = [unit for unit in left if unit not in suspect.units]
        asked = Asked(evidence, impl)
        explained = set()
        for unit in left or (() if found.sentences else evidence.slow):
            what = unit.last.call.name, isinstance(unit.last.right, Raised)
            if what not in explained:
                sentence = _of(unit, asked, impl)
                if sentence:
                    explained.add(what)
                    found.add(unit.last.call.name, sentence)
    return "\n".join(found.sentences[:SENTENCES]) or None


@dataclass
class _Found:
    """The sentences found so far; what holds of two functions alike is said once."""

    sentences: list[str] = field(default_factory=list)
    _alike: dict[str, int] = field(default_factory=dict)

    def add(self, function: str, sentence: str) -> None:
        """Add what was found of a function, or of nothing in particular ("")."""
        if sentence in self.sentences:
            return
        template = re.sub(rf"\b{re.escape(function)}\b", "{}", sentence) if function else sentence
        if template in self._alike:
            self.sentences[self._alike[template]] += f" So it is with {function}."
            return
        self._alike[template] = len(self.sentences)
        self.sentences.append(sentence)


def _of(unit: Unit, asked: Asked, impl: Impl) -> str | None:
    """What is known of one property's failure, by the first layer that knows anything."""
    sentence = (
        refusals.explain(unit, asked)
        or another.explain(unit, asked)
        or state.explain(unit, asked, impl)
    )
    if sentence:
        return sentence
    seen = [facts.explain(unit, asked.exercise), places.explain(unit, asked)]
    return " ".join(filter(None, seen)) or None
