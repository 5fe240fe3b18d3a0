"""The judge's part of the benchmark: a guest, a cold verdict, many of them, a class."""

from __future__ import annotations

import os
import statistics

from grader.workshop.bench import guest, verdicts
from grader.workshop.bench.plan import Plan
from grader.workshop.bench.table import seconds, table

COHORT = 1_000  # submissions of a large class


def lines(plan: Plan) -> list[str]:
    """What the judge itself takes."""
    start = guest.start(plan.starts)
    trips = guest.round_trips((1, 10, 30, 100), plan.calls)
    return [
        f"The judge: a guest from start to end {seconds(start.cpu_s)} of CPU, "
        f"{seconds(start.wall_s)} on the clock",
        "a call with an n×n matrix and back, on the clock: "
        + ", ".join(f"{n}×{n} {seconds(s)}" for n, s in trips.items()),
        "",
        *_cold(plan),
        "",
        *_warm(plan),
        *_class(plan),
    ]


def _cold(plan: Plan) -> list[str]:
    """Verdicts by the command, beside an empty pytest run and bare pytest on the module."""
    empty, found = verdicts.cold(plan.verdicts)
    ratios = {cold.number: cold.judged.wall_s / empty.wall_s for cold in found}
    rows = [
        [
            f"exercise {cold.number}",
            seconds(cold.judged.cpu_s),
            seconds(cold.judged.wall_s),
            f"{ratios[cold.number]:.2f}×",
            seconds(cold.bare.wall_s),
        ]
        for cold in found
    ]
    return [
        f"A verdict as a command; an empty pytest run takes {seconds(empty.wall_s)} on the clock,",
        f"a verdict {statistics.median(ratios.values()):.2f} times as long in the median of the "
        f"six, {max(ratios.values()):.2f} times at most",
        *table(["", "CPU", "on the clock", "empty:it", "bare pytest"], rows),
    ]


def _warm(plan: Plan) -> list[str]:
    found = verdicts.warm(plan.many)
    left = "one of its processes is left" if found.left else "none of its processes is left"
    return [
        f"A verdict of a preloaded judge: {seconds(found.each.cpu_s)} of CPU, "
        f"{1 / found.each.wall_s:.1f} in a second, one at a time; after {found.verdicts:,}",
        f"of them its memory has grown by {found.grown_mb:.1f} MB, and {left}",
    ]


def _class(plan: Plan) -> list[str]:
    used = verdicts.of_a_class(plan.submissions)
    minutes = COHORT * used.wall_s / 60
    return [
        f"A class: {seconds(used.cpu_s)} of CPU for a submission of {len(verdicts.CLASS)} "
        f"exercises, all right, {seconds(used.wall_s)} on the",
        f"clock with {os.cpu_count()} cores, of {plan.submissions} submissions; "
        f"{COHORT:,} would take {minutes:.0f} minutes",
    ]
