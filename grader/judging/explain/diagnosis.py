"""All that can be said about the cause of a red verdict: up to three sentences, or None."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence

from grader.curriculum import Exercise
from grader.judging.calls import Call
from grader.judging.explain import another, known, refusals
from grader.judging.explain import evidence as gathered
from grader.judging.explain.asked import Asked
from grader.judging.explain.time_limit import OutOfTime, at_most
from grader.judging.impl import Impl
from grader.judging.replica import references
from grader.judging.verdicts import PropertyVerdict

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
    said: list[str] = []
    with contextlib.suppress(OutOfTime), references(exercise), at_most(CPU_SECONDS):
        evidence = gathered.gather(exercise, failed, sample)
        left = list(evidence.units)
        for suspect in known.explanations(evidence, impl):
            said.append(suspect.sentence)
            left = [unit for unit in left if unit not in suspect.units]
        asked = Asked(evidence, impl)
        for unit in left:
            for layer in (refusals.explain, another.explain):
                sentence = layer(unit, asked)
                if sentence:
                    said.append(sentence)
                    break
    return "\n".join(dict.fromkeys(said[:SENTENCES])) or None
