"""Step 5 of the gallery with one of its ideas taken out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from types import ModuleType
from typing import Any

from grader.workshop.bench.models import GALLERY, Learner, learner, load
from grader.workshop.bench.runs import Pictures, Result, repeat


def _as_it_lies(step: ModuleType) -> Callable[[list[float]], Any]:
    """What `straighten` is without straightening: the ink on the canvas, where it was."""

    def place(image: list[float]) -> Any:
        margin = (step.SIDE - 28) // 2
        inked = [i for i, pixel in enumerate(image) if pixel > step.THRESHOLD]
        places = [step.SIDE * (i // 28 + margin) + i % 28 + margin for i in inked]
        return itemgetter(*places, step.BIAS, step.BIAS)

    return place


def _variants() -> list[Learner]:
    changes: dict[str, Callable[[ModuleType], dict[str, Any]]] = {
        "all of it": lambda step: {},
        "digits as they lie": lambda step: {"straighten": _as_it_lies(step)},
        "never moved": lambda step: {"MOVES": [0]},
        "neither": lambda step: {"straighten": _as_it_lies(step), "MOVES": [0]},
        "learning from all": lambda step: {"SURE": 2.0},
    }
    found = []
    for name, change in changes.items():
        step = load(GALLERY / "step5_ink.py")
        vars(step).update(change(step))
        found.append(learner(name, step))
    return found


def ablation(training: Pictures, test: Pictures, seeds: Sequence[int]) -> list[Result]:
    """The whole of step 5, and what it is without each of its ideas."""
    return [repeat(variant, training, test, seeds) for variant in _variants()]
