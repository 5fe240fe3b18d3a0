"""What the long form leaves in the gallery: the figures in its README, and its plot."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.bench.learners import GALLERY
from grader.bench.plot import Curve, svg
from grader.bench.runs import Result, Run

README, PLOT = GALLERY / "README.md", GALLERY / "accuracy.svg"
BEGIN, END = "<!-- figures of make bench -->", "<!-- end of figures -->"
COLOURS = ("#9c6ade", "#c2410c", "#b7791f", "#2f855a", "#c81e5b", "#1f6fb2", "#222222")
GREYS = ("#8a8a8a", "#5f6b7a", "#a08c7a", "#7a8aa0", "#6b6b6b")


def write(lines: Sequence[str], drawing: str, readme: Path = README, plot: Path = PLOT) -> None:
    """Put the lines between the README's marks, and the drawing beside it.

    Raises `ValueError` if the README has no marks.
    """
    text = readme.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{readme.name} has no {BEGIN} … {END}")
    block = "\n".join(["```text", *lines, "```"])
    readme.write_text(f"{before}{BEGIN}\n{block}\n{END}{after}", encoding="utf-8")
    plot.write_text(drawing, encoding="utf-8")


def drawing(few: Sequence[Result], whole: Sequence[Result], note: str) -> str:
    """The plot of the finale's runs, and of those on the whole of MNIST if there are any."""
    curves = []
    colours, greys = iter(COLOURS), iter(GREYS)
    for result in few:
        own = result.learner.name.startswith(("step", "reference"))
        curves.append(_curve(result.learner.name, result, next(colours if own else greys), not own))
    for result, colour in zip(whole, ("#c81e5b", "#7c1d3f", "#1f6fb2"), strict=False):
        hidden = "-".join(map(str, result.shape.hidden))
        name = f"{result.learner.name}, {result.images // 1000:,}k, {hidden}"
        curves.append(_curve(name, result, colour, False))
    return svg("Accuracy against CPU time", note, curves)


def _curve(name: str, result: Result, colour: str, dashed: bool) -> Curve:
    run = _median_run(result)
    return Curve(name, tuple((p.cpu_s, p.accuracy) for p in run.points), colour, dashed)


def _median_run(result: Result) -> Run:
    """The run whose CPU seconds are the median."""
    return sorted(result.runs, key=lambda run: run.cpu_s)[len(result.runs) // 2]
