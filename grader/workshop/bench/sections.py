"""The sections of the benchmark: each measures something and gives its lines."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from grader import digits
from grader.digits import Dataset
from grader.workshop.bench.ablation import ablation
from grader.workshop.bench.ceiling import ceilings
from grader.workshop.bench.models import Learner, Shape, gallery, reference
from grader.workshop.bench.plan import Plan
from grader.workshop.bench.runs import (
    Pictures,
    Result,
    growth_by_hidden,
    growth_by_images,
    pictures,
    repeat,
)
from grader.workshop.bench.table import percent, seconds, table

SAME = Shape((28, 28), 10)
GOALS = (0.975, 0.98, 0.985)


def ceiling() -> tuple[float, list[str]]:
    """The interpreter's ceiling in multiply-adds a second; its lines."""
    found = ceilings()
    rows = [
        [name, f"{1e9 / rate:.1f} ns", f"{rate / 1e6:.0f} million/s"]
        for name, rate in found.items()
    ]
    return max(found.values()), [
        "The ceiling: a multiply-add in a dot product of two lists of 10,000 floats",
        *table(["", "each", ""], rows),
    ]


def drawn(dataset: Dataset, plan: Plan) -> tuple[Pictures, Pictures]:
    """The digits of all runs but those on the whole of MNIST."""
    draw = digits.draw(dataset, 1, plan.images, plan.test)
    return pictures(draw.train), pictures(draw.test)


def finale(
    training: Pictures, test: Pictures, plan: Plan, rivals: Sequence[Learner], ceiling: float
) -> tuple[list[Result], list[str]]:
    """Every learner with a shape of its own, as in the finale of exercise 8."""
    learners = [reference(), *gallery(), *rivals]
    results = [repeat(learner, training, test, plan.seeds) for learner in learners]
    slowest = next(r for r in results if r.learner.name == "step1_lists").cpu_s
    rows = [
        [
            r.learner.name,
            "-".join(map(str, r.shape.hidden)),
            str(r.shape.epochs),
            seconds(r.cpu_s),
            f"{slowest / r.cpu_s:.1f}×",
            seconds(r.per_image),
            f"{r.multiply_adds / 1e6:.0f} million/s",
            f"{r.multiply_adds / ceiling:.1f}×",
            percent(r.accuracy),
        ]
        for r in results
    ]
    head = ["", "hidden", "epochs", "fit", "step1:it", "image·epoch", "multiply-adds*", "ceiling"]
    return results, [
        f"The finale: fit on {plan.images:,} images, {plan.test:,} others to read; CPU seconds",
        *table([*head, "accuracy"], rows),
        "* of the textbook, nothing left out, that a CPU second of fit does the work of",
    ]


def same_network(
    training: Pictures, test: Pictures, plan: Plan, rivals: Sequence[Learner]
) -> list[str]:
    """One shape and as many epochs for all who are quick enough."""
    learners = [*gallery()[3:], *rivals]
    results = [repeat(learner, training, test, plan.seeds, SAME) for learner in learners]
    base = next((r for r in results if "on lists" in r.learner.name), results[0])
    rows = [
        [
            r.learner.name,
            seconds(r.cpu_s),
            seconds(r.cpu_s / SAME.epochs),
            f"{base.cpu_s / r.cpu_s:.2f}×",
            percent(r.accuracy),
        ]
        for r in results
    ]
    return [
        f"The same network for all: {SAME}, {SAME.epochs} epochs of {plan.images:,} images",
        *table(["", "fit", "epoch", f"{base.learner.name}:it", "accuracy"], rows),
    ]


def without(training: Pictures, test: Pictures, plan: Plan) -> list[str]:
    """Step 5 without each of its ideas."""
    rows = [
        [r.learner.name, seconds(r.cpu_s), percent(1 - r.accuracy)]
        for r in ablation(training, test, plan.seeds)
    ]
    return [
        f"step5_ink without one of its ideas: {plan.images:,} images",
        *table(["", "fit", "misread"], rows),
    ]


def whole_mnist(training: Pictures, test: Pictures, plan: Plan) -> tuple[list[Result], list[str]]:
    """The two fastest on all of MNIST, and the fastest with more units and epochs."""
    ink, processes = gallery()[4:]
    results = [
        repeat(ink, training, test, plan.seeds),
        repeat(ink, training, test, plan.seeds[:1], Shape((256,), 24)),
        repeat(processes, training, test, plan.seeds[:1]),
    ]
    rows = [
        [
            r.learner.name,
            "-".join(map(str, r.shape.hidden)),
            str(r.shape.epochs),
            *[_reached(r, goal) for goal in GOALS],
            seconds(r.cpu_s),
            percent(r.accuracy),
            seconds(statistics.median(run.classify_s for run in r.runs)),
            seconds(statistics.median(run.wall_s for run in r.runs)),
        ]
        for r in results
    ]
    head = ["", "hidden", "epochs", *[f"to {percent(goal)}" for goal in GOALS]]
    return results, [
        f"MNIST whole: fit on {len(training.images):,} images, all {len(test.images):,} others to "
        "read; CPU seconds",
        *table([*head, "fit", "accuracy", "classify", "on the clock"], rows),
    ]


def _reached(result: Result, goal: float) -> str:
    """The median over the runs of the CPU seconds to an accuracy, if all came so far."""
    found = [run.reaches(goal) for run in result.runs]
    there = [s for s in found if s is not None]
    return seconds(statistics.median(there)) if len(there) == len(found) else "–"


def growth(training: Pictures, plan: Plan) -> list[str]:
    """How the time of an epoch grows."""
    lines = ["Growth: CPU seconds of one epoch, and the k of seconds ~ size^k"]
    rows = []
    for learner in gallery()[1:5]:
        grown = growth_by_hidden(learner, training.first(plan.counts[-1] // 4), plan.hidden)
        rows.append([learner.name, *map(seconds, grown.seconds), f"{grown.exponent:.2f}"])
    lines += table(["by hidden units", *map(str, plan.hidden), "k"], rows)
    rows = [_by_images(learner, training, plan) for learner in gallery()[1:5]]
    return [*lines, *table(["by images", *[f"{n:,}" for n in plan.counts], "k"], rows)]


def _by_images(learner: Learner, training: Pictures, plan: Plan) -> list[str]:
    grown = growth_by_images(learner, training, plan.counts)
    return [learner.name, *map(seconds, grown.seconds), f"{grown.exponent:.2f}"]
