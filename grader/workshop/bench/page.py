"""What the long form leaves: figures in the READMEs of the gallery and the grader, and a plot."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

from grader.curriculum import ROOT
from grader.workshop.bench.models import GALLERY
from grader.workshop.bench.plot import Curve, svg
from grader.workshop.bench.runs import Result, Run

JUDGE = ROOT / "grader" / "README.md"
README, PLOT = GALLERY / "README.md", GALLERY / "accuracy.svg"
BEGIN, END = "<!-- figures of make bench -->", "<!-- end of figures -->"
COLOURS = {
    "reference": "#6d5bd0",
    "step1_lists": "#c2410c",
    "step2_zeros": "#b7791f",
    "step3_dots": "#2f855a",
    "step4_lanes": "#0f8b9d",
    "step5_ink": "#c81e5b",
    "step6_processes": "#1f6fb2",
}
GREYS = ("#444c56", "#6b7683", "#8c96a3", "#5a5346", "#83796a", "#a59a8a")  # of the rivals


def write(lines: Sequence[str], readme: Path) -> None:
    """Put the lines between the README's marks. Raises `ValueError` if it has none."""
    text = readme.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{readme.name} has no {BEGIN} … {END}")
    block = "\n".join(["```text", *lines, "```"])
    readme.write_text(f"{before}{BEGIN}\n{block}\n{END}{after}", encoding="utf-8")


def drawing(few: Sequence[Result], whole: Sequence[Result], note: str) -> str:
    """The plot of the finale's runs, and of those on the whole of MNIST if there are any."""
    curves = []
    for result in whole:
        name = result.learner.name
        units = "" if result.shape == result.learner.shape else f", {result.shape.hidden[0]} units"
        tag = f"{name[4]}{'*' if units else '+'}"
        curves.append(_curve(tag, f"{name} on {result.images:,}{units}", result, COLOURS[name]))
    others = iter(zip("abcdefgh", cycle(GREYS), strict=False))
    for result in sorted(few, key=lambda result: -result.accuracy):
        name = result.learner.name
        if name in COLOURS:
            tag = name[4] if name.startswith("step") else "R"
            curves.append(_curve(tag, name, result, COLOURS[name]))
        else:
            tag, grey = next(others)
            curves.append(_curve(tag, name, result, grey, dashed=True))
    return svg("Accuracy against CPU time", note, curves)


def _curve(tag: str, name: str, result: Result, colour: str, dashed: bool = False) -> Curve:
    run = _median_run(result)
    return Curve(tag, name, tuple((p.cpu_s, p.accuracy) for p in run.points), colour, dashed)


def _median_run(result: Result) -> Run:
    """The run whose CPU seconds are the median."""
    return sorted(result.runs, key=lambda run: run.cpu_s)[len(result.runs) // 2]
