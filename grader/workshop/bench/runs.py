"""Training runs of learners: accuracy by CPU time, medians, growth."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.digits import Digits
from grader.workshop.bench.clock import cpu, exponent
from grader.workshop.bench.models import Learner, Matrix, Shape

GREYS = [value / 255 for value in range(256)]


@dataclass(frozen=True)
class Pictures:
    """Digits as `fit` and `classify` take them."""

    images: Matrix
    labels: list[int]

    def first(self, count: int) -> Pictures:
        """The first so many."""
        return Pictures(self.images[:count], self.labels[:count])


def pictures(digits: Digits) -> Pictures:
    """Digits in lists of floats; equal greys are one object, which saves a gigabyte."""
    images = [[GREYS[value] for value in image] for image in digits.images]
    return Pictures(images, list(digits.labels))


@dataclass(frozen=True)
class Point:
    """How well a network read after so many CPU seconds of `fit`."""

    cpu_s: float
    accuracy: float


@dataclass(frozen=True)
class Run:
    """One training: its points by epoch, the seconds on the clock, the CPU of classifying."""

    points: tuple[Point, ...]
    wall_s: float
    classify_s: float

    @property
    def cpu_s(self) -> float:
        """The CPU seconds of `fit`."""
        return self.points[-1].cpu_s

    @property
    def accuracy(self) -> float:
        """The accuracy at the end, in [0, 1]."""
        return self.points[-1].accuracy

    def reaches(self, accuracy: float) -> float | None:
        """The CPU seconds after which this accuracy was there, if it was."""
        return next((p.cpu_s for p in self.points if p.accuracy >= accuracy), None)


def train(
    learner: Learner, training: Pictures, test: Pictures, seed: int, shape: Shape | None = None
) -> Run:
    """Train once; reading `test` after each epoch is not counted in the CPU seconds of `fit`."""
    points: list[Point] = []
    reading = [0.0, 0.0]  # CPU and seconds on the clock, of all readings
    latest = 0.0
    started, wall = cpu(), time.perf_counter()

    def after_epoch(classify: object) -> None:
        nonlocal latest
        assert callable(classify)
        before, clock = cpu(), time.perf_counter()
        answers = classify(test.images)
        latest = cpu() - before
        right = sum(a == b for a, b in zip(answers, test.labels, strict=True))
        points.append(Point(before - started - reading[0], right / len(answers)))
        reading[0] += cpu() - before
        reading[1] += time.perf_counter() - clock

    learner.fit(training.images, training.labels, seed, shape or learner.shape, after_epoch)
    return Run(tuple(points), time.perf_counter() - wall - reading[1], latest)


@dataclass(frozen=True)
class Result:
    """What several runs of a learner, of one shape on equally many images, come to."""

    learner: Learner
    shape: Shape
    images: int
    runs: tuple[Run, ...]

    @property
    def cpu_s(self) -> float:
        """The median of the CPU seconds of `fit`."""
        return statistics.median(run.cpu_s for run in self.runs)

    @property
    def accuracy(self) -> float:
        """The median accuracy, in [0, 1]."""
        return statistics.median(run.accuracy for run in self.runs)

    @property
    def per_image(self) -> float:
        """The CPU seconds for an image in an epoch."""
        return self.cpu_s / (self.images * self.shape.epochs)

    @property
    def multiply_adds(self) -> float:
        """The textbook's multiply-adds that a CPU second does the work of."""
        return self.shape.multiply_adds(self.learner.inputs) / self.per_image


def repeat(
    learner: Learner,
    training: Pictures,
    test: Pictures,
    seeds: Sequence[int],
    shape: Shape | None = None,
) -> Result:
    """Train once for each seed."""
    shape = shape or learner.shape
    runs = tuple(train(learner, training, test, seed, shape) for seed in seeds)
    return Result(learner, shape, len(training.images), runs)


@dataclass(frozen=True)
class Growth:
    """CPU seconds of one epoch by some size, and the exponent with which they grow."""

    sizes: tuple[int, ...]
    seconds: tuple[float, ...]

    @property
    def exponent(self) -> float:
        """The k of seconds ~ size^k."""
        return exponent(self.sizes, self.seconds)


def growth_by_hidden(learner: Learner, training: Pictures, hidden: Sequence[int]) -> Growth:
    """An epoch with one hidden layer of each size."""
    shapes = [Shape((size,), 1) for size in hidden]
    return Growth(tuple(hidden), tuple(_epoch(learner, training, shape) for shape in shapes))


def growth_by_images(learner: Learner, training: Pictures, counts: Sequence[int]) -> Growth:
    """An epoch of the learner's own shape with each number of images."""
    shape = replace(learner.shape, epochs=1)
    seconds = [_epoch(learner, training.first(count), shape) for count in counts]
    return Growth(tuple(counts), tuple(seconds))


def _epoch(learner: Learner, training: Pictures, shape: Shape) -> float:
    return train(learner, training, training.first(1), 1, shape).cpu_s
