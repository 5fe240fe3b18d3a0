"""`make bench`: how fast plain Python learns, beside numpy and PyTorch, and what the judge costs.

The long form leaves what the judge costs in the grader's README; if it ran on MNIST, the other
figures and a plot are left in the gallery.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from grader.outcome import Exit

if TYPE_CHECKING:
    from grader.workshop.bench.plan import Plan

# One thread each: numpy and PyTorch read these when they are imported.
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
BATCHES = (1, 50)  # images in a batch of the rivals


def command(args: argparse.Namespace) -> int:
    """Measure, print, and in the long form write the READMEs."""
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    from grader.workshop.bench.plan import FULL, QUICK

    plan = QUICK if args.quick else FULL
    _bench_judge(plan)
    if not args.judge:
        _bench_learners(plan)
    return Exit.PASSED


def _bench_judge(plan: Plan) -> None:
    from grader.workshop.bench import judge, page
    from grader.workshop.bench.clock import machine

    lines = [machine(), "", *judge.lines(plan)]
    print("\n".join(lines), end="\n\n", flush=True)
    if plan.whole:
        page.write(lines, page.JUDGE)
        print("written: README.md of the grader", file=sys.stderr)


def _bench_learners(plan: Plan) -> None:
    from grader import digits
    from grader.digits import Source
    from grader.workshop.bench import models, page, sections
    from grader.workshop.bench.clock import machine
    from grader.workshop.bench.runs import pictures

    dataset = digits.load("auto")
    rivals, missing = models.rivals(BATCHES)
    said: list[str] = []

    def say(lines: Sequence[str]) -> None:
        print("\n".join(lines), end="\n\n", flush=True)
        said.extend([*lines, ""])

    say([
        f"{machine()}; {dataset.source.value}; one thread each",
        f"CPU time, medians of {len(plan.seeds)} runs; a ratio above 1 is faster",
        *missing,
    ])  # fmt: skip
    best, lines = sections.ceiling()
    say(lines)
    training, test = sections.drawn(dataset, plan)
    few, lines = sections.finale(training, test, plan, rivals, best)
    say(lines)
    say(sections.same_network(training, test, plan, rivals))
    say(sections.without(training, test, plan))
    say(sections.growth(training, plan))
    if plan.whole and dataset.source is Source.MNIST:
        whole, lines = sections.whole_mnist(pictures(dataset.train), pictures(dataset.test), plan)
        say(lines)
        note = f"{machine()}; {plan.images:,} images unless 60,000 is said; a dot is an epoch"
        page.write(said[:-1], page.README)
        page.PLOT.write_text(page.drawing(few, whole, note), encoding="utf-8")
        print(f"written: {page.README.name} and {page.PLOT.name} of the gallery", file=sys.stderr)
