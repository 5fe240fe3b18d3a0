"""Whether the diagnosis names the mistakes of the catalogue, each by its own sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from grader.curriculum import Exercise
from grader.judging.explain import catalogue

# The share of an exercise's mistakes that is named by their own sentences, in any run: a little
# below what was measured. Where draws are free, or half of the file leads to the same answers, the
# catalogue knows less, and other layers speak.
FLOOR = 0.8
_LESS = {"train": 0.6, "layers": 0.5, "loader": 0.5, "variable": 0.7, "gpt": 0.55, "generate": 0.55}


class Told(StrEnum):
    """What the diagnosis says of a mistake."""

    OWN = "by its own sentence"
    OTHERWISE = "otherwise"
    NOTHING = "not at all"
    WRONGLY = "as another mistake"


def told(exercise: Exercise, explanation: str, diagnosis: str | None) -> Told:
    """What was said of a mistake whose sentence that is ("" for one that is not in the catalogue).

    Whatever else is said beside its own sentence, another mistake's is wrong.
    """
    said = set((diagnosis or "").split("\n"))
    if said & ({mistake.explanation for mistake in catalogue.mistakes(exercise)} - {explanation}):
        return Told.WRONGLY
    if explanation in said - {""}:
        return Told.OWN
    return Told.OTHERWISE if diagnosis else Told.NOTHING


def floor(exercise: Exercise) -> float:
    """The share of an exercise's mistakes that is to be named by their own sentences."""
    return _LESS.get(exercise.name, FLOOR)


def share(found: Sequence[Told]) -> float:
    """The share that is named by its own sentence."""
    return found.count(Told.OWN) / len(found) if found else 1.0


def lines(listed: Mapping[str, Told], held_out: Mapping[str, Told], due: float) -> list[str]:
    """What the proof prints of an exercise: how many are named, and which are not."""
    found = list(listed.values())
    named = f"{found.count(Told.OWN)} of {len(found)} named by their own sentences"
    sign = "✓" if share(found) >= due else "✗"
    missed = {name: how for name, how in listed.items() if how is not Told.OWN}
    wrong = {name: how for name, how in held_out.items() if how is Told.WRONGLY}
    return [
        f" {sign} the diagnosis: {named} ({share(found):.0%}; {due:.0%} are due)",
        *(
            f"   {'✗' if how is Told.WRONGLY else '·'} {name}: named {how}"
            for name, how in (missed | wrong).items()
        ),
    ]


def holds(listed: Mapping[str, Told], held_out: Mapping[str, Told], due: float) -> bool:
    """Whether enough are named, and none as another."""
    every = [*listed.values(), *held_out.values()]
    return share(list(listed.values())) >= due and Told.WRONGLY not in every
