"""A plot of accuracy against CPU seconds, as an SVG of its own making."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import hypot, log10

WIDTH, HEIGHT = 960, 520
LEFT, RIGHT, TOP, BOTTOM = 70, 290, 46, 62
SECONDS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)
ACCURACIES = (0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.98, 0.985, 0.99, 0.995)
TAG = 9  # radius of the disc at a curve's end


@dataclass(frozen=True)
class Curve:
    """A line of the plot: (CPU seconds, accuracy in [0, 1]) of each epoch, one is a dot.

    `tag` is one to three characters that stand at its end.
    """

    tag: str
    name: str
    points: tuple[tuple[float, float], ...]
    colour: str
    dashed: bool = False


def svg(title: str, note: str, curves: Sequence[Curve]) -> str:
    """The plot: seconds on a logarithmic axis; of accuracy, the share misread is logarithmic."""
    every = [point for curve in curves for point in curve.points]
    x = _Axis([s for s, _ in every], SECONDS, log10, LEFT, WIDTH - RIGHT)
    y = _Axis([a for _, a in every], ACCURACIES, _nines, HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="system-ui, sans-serif" font-size="13" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="24" font-size="16" font-weight="600" fill="#222">'
        f"{escape(title)}</text>",
    ]
    for s in x.ticks:
        parts.append(_rule(x.at(s), TOP, x.at(s), HEIGHT - BOTTOM))
        parts.append(_word(x.at(s), HEIGHT - BOTTOM + 20, f"{s:g}", "middle"))
    for a in y.ticks:
        parts.append(_rule(LEFT, y.at(a), WIDTH - RIGHT, y.at(a)))
        parts.append(_word(LEFT - 8, y.at(a) + 4, f"{a * 100:g} %", "end"))
    parts.append(_word((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 22, "CPU seconds of fit", "middle"))
    parts.append(_word(LEFT, HEIGHT - 4, note, "start", size=11))
    for curve in curves:
        parts.append(_line([(x.at(s), y.at(a)) for s, a in curve.points], curve))
    tags: list[tuple[float, float]] = []
    for number, curve in enumerate(curves):
        end_s, end_a = curve.points[-1]
        tags.append(_free(x.at(end_s) + TAG + 4, y.at(end_a), tags))
        parts.append(_tag(*tags[-1], curve))
        row = TOP + 12 + number * 25
        parts.append(_tag(WIDTH - RIGHT + 26, row, curve))
        parts.append(_word(WIDTH - RIGHT + 42, row + 4, curve.name, "start"))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _nines(accuracy: float) -> float:
    """1 for 90 %, 2 for 99 %: how many nines an accuracy has."""
    return -log10(max(1 - accuracy, 1e-4))


class _Axis:
    """Maps values to pixels, from just below the least to just above the greatest."""

    def __init__(
        self,
        values: Sequence[float],
        ticks: Sequence[float],
        scale: Callable[[float], float],
        start: float,
        end: float,
    ) -> None:
        self._scale, self._start, self._end = scale, start, end
        low, high = scale(min(values)), scale(max(values))
        margin = 0.04 * (high - low) or 0.1
        self._low, self._high = low - margin, high + margin
        self.ticks = [tick for tick in ticks if self._low <= scale(tick) <= self._high]

    def at(self, value: float) -> float:
        share = (self._scale(value) - self._low) / (self._high - self._low)
        return self._start + share * (self._end - self._start)


def _free(x: float, y: float, taken: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The place nearest above (x, y) for a tag that covers none of those already there."""
    while any(hypot(x - other_x, y - other_y) < 2 * TAG for other_x, other_y in taken):
        y -= 2.0
    return x, y


def _tag(x: float, y: float, curve: Curve) -> str:
    """A curve's tag in a disc."""
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{TAG}" fill="{curve.colour}"/>'
        f'<text x="{x:.1f}" y="{y + 3.5:.1f}" text-anchor="middle" font-size="10" '
        f'font-weight="600" fill="#fff">{escape(curve.tag)}</text>'
    )


def _line(points: list[tuple[float, float]], curve: Curve) -> str:
    way = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dashes = ' stroke-dasharray="5 4"' if curve.dashed else ""
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6"/>' for x, y in points)
    return (
        f'<g fill="{curve.colour}"><path d="M{way}" fill="none" stroke="{curve.colour}" '
        f'stroke-width="1.8"{dashes}/>{dots}</g>'
    )


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="#e4e4e4"/>'


def _word(x: float, y: float, text: str, anchor: str, size: int = 13) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="#555">'
        f"{escape(text)}</text>"
    )
