"""What is compared: the gallery's modules, the reference, and networks in numpy and PyTorch."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from grader import curriculum
from grader.curriculum import SOLUTIONS

Matrix = list[list[float]]
AfterEpoch = Callable[[Callable[[Matrix], list[int]]], None]
GALLERY = SOLUTIONS / "08_mnist" / "gallery"
INPUTS, CLASSES = 784, 10


@dataclass(frozen=True)
class Shape:
    """The hidden layers of a network and how many epochs it is trained for."""

    hidden: tuple[int, ...]
    epochs: int

    def multiply_adds(self, inputs: int = INPUTS) -> int:
        """Those of one image in one epoch, as the textbook does it, with nothing left out.

        Forwards, for the gradient of the weights, and for that of all layers' inputs but the
        first's.
        """
        sizes = [inputs, *self.hidden, CLASSES]
        products = [a * b for a, b in zip(sizes, sizes[1:], strict=False)]
        return 2 * products[0] + 3 * sum(products[1:])

    def __str__(self) -> str:
        return "-".join(map(str, (INPUTS, *self.hidden, CLASSES)))


# Trains on images, labels and a seed a network of a shape; after each epoch `AfterEpoch` gets what
# classifies images by then.
Fit = Callable[[Matrix, list[int], int, Shape, AfterEpoch], None]


@dataclass(frozen=True)
class Learner:
    """A way to learn digits: its name, the shape it has of its own, and how it is trained."""

    name: str
    shape: Shape
    fit: Fit
    inputs: int = INPUTS


def gallery() -> list[Learner]:
    """The gallery's modules, in their order."""
    return [learner(path.stem, load(path)) for path in sorted(GALLERY.glob("step*.py"))]


def load(path: Path) -> ModuleType:
    """Import the module at `path` under a name of its own."""
    spec = importlib.util.spec_from_file_location(f"bench_{path.parent.name}_{path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def learner(name: str, module: ModuleType) -> Learner:
    """A module of the gallery as a learner."""
    own: dict[str, Any] = module.fit.__kwdefaults__

    def fit(
        images: Matrix, labels: list[int], seed: int, shape: Shape, after_epoch: AfterEpoch
    ) -> None:
        module.fit(
            images,
            labels,
            seed,
            hidden=shape.hidden,
            epochs=shape.epochs,
            after_epoch=lambda model: after_epoch(lambda seen: module.classify(model, seen)),
        )

    return Learner(name, Shape(tuple(own["hidden"]), own["epochs"]), fit)


def reference() -> Learner:
    """The reference solution of the finale, with the modules of the exercises before it.

    It has one shape and is seen at its end only.
    """
    before = [str(SOLUTIONS / e.folder) for e in curriculum.track("core") if e.name != "mnist"]
    sys.path[:0] = before
    try:
        module = load(SOLUTIONS / "08_mnist" / "mnist.py")
    finally:
        del sys.path[: len(before)]

    def fit(
        images: Matrix, labels: list[int], seed: int, shape: Shape, after_epoch: AfterEpoch
    ) -> None:
        model = module.fit(images, labels, seed)
        after_epoch(lambda seen: module.classify(model, seen))

    return Learner("reference", Shape((32,), 6), fit, inputs=144)


def rivals(batches: Sequence[int]) -> tuple[list[Learner], list[str]]:
    """Networks in numpy and in PyTorch, and a line for each of these that is not here."""
    found: list[Learner] = []
    missing = []
    for name in ("numpy", "torch"):
        if importlib.util.find_spec(name) is None:
            missing.append(f"{name} is not installed in this Python: left out.")
            continue
        rival = importlib.import_module(f"grader.workshop.bench.{name}_baselines")
        found += rival.learners(batches)
    return found, missing
