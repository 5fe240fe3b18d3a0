"""Are the embedded digits as hard as MNIST, and do they teach to read it?

Run `MNIST_DIR=… python -m data.measure` in the project's folder. For each of five seeds the
reference solution of the finale is trained on 5,000 images of each source and tested on 1,000
of the same; what it learnt from the embedded digits is also tested on all of MNIST's test images.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from statistics import fmean
from typing import Any

from grader.digits import Digits, draw, load

SEEDS = range(5)
SOLUTIONS = Path(__file__).resolve().parents[1] / "solutions"


def main() -> None:
    """Prints the accuracies of each seed, and their means."""
    sys.path += [str(folder) for folder in SOLUTIONS.glob("0*_*")]
    finale = importlib.import_module("mnist")
    embedded, mnist = load("embedded"), load("mnist")
    table = []
    print("seed   mnist  embedded  embedded -> all of mnist's test images")
    for seed in SEEDS:
        ours, real = draw(embedded, seed), draw(mnist, seed)
        learnt = finale.fit(_inputs(ours.train), list(ours.train.labels), seed)
        learnt_real = finale.fit(_inputs(real.train), list(real.train.labels), seed)
        table.append(
            (
                _accuracy(finale, learnt_real, real.test),
                _accuracy(finale, learnt, ours.test),
                _accuracy(finale, learnt, mnist.test),
            )
        )
        print(f"{seed:4}" + _row(table[-1]), flush=True)
    print("mean" + _row(tuple(fmean(column) for column in zip(*table, strict=True))))


def _inputs(digits: Digits) -> list[list[float]]:
    return [[pixel / 255.0 for pixel in image] for image in digits.images]


def _accuracy(finale: Any, model: object, digits: Digits) -> float:
    read = finale.classify(model, _inputs(digits))
    return fmean(one == label for one, label in zip(read, digits.labels, strict=True))


def _row(figures: tuple[float, ...]) -> str:
    return "  {:6.4f}  {:8.4f}  {:8.4f}".format(*figures)


if __name__ == "__main__":
    main()
