"""`make bench`: how fast plain Python learns, beside numpy and PyTorch, and what the judge costs.

The long form leaves its figures and its plot in the gallery's page, if it ran on MNIST.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from grader.outcome import Exit

# One thread each: numpy and PyTorch read these when they are imported.
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
BATCHES = (1, 50)  # images in a batch of the rivals


def command(args: argparse.Namespace) -> int:
    """Measure, print, and in the long form write the gallery's page."""
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    from grader import digits
    from grader.digits import Source
    from grader.workshop.bench import models, page, sections
    from grader.workshop.bench.clock import machine
    from grader.workshop.bench.runs import Result, pictures

    plan = sections.QUICK if args.quick else sections.FULL
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
    say(sections.judge_costs(plan))
    whole: list[Result] = []
    if plan.whole and dataset.source is Source.MNIST:
        whole, lines = sections.whole_mnist(pictures(dataset.train), pictures(dataset.test), plan)
        say(lines)
        note = f"{machine()}; {plan.images:,} images unless 60,000 is said; a dot is an epoch"
        page.write(said[:-1], page.drawing(few, whole, note))
        print(f"written: {page.README.name} and {page.PLOT.name} of the gallery", file=sys.stderr)
    return Exit.PASSED
