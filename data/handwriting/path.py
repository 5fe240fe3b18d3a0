"""Paths: smooth curves through the points of a skeleton."""

from dataclasses import dataclass

STEPS = 5
ROUNDS = 4


@dataclass(frozen=True)
class Point:
    """A point of a skeleton, in units of the digit's height; y grows downwards."""

    x: float
    y: float
    corner: bool = False


Line = list[tuple[float, float]]


def smooth(points: list[Point]) -> Line:
    """A smooth line through at least two points, broken only at the points marked as corners."""
    line: Line = [(points[0].x, points[0].y)]
    start = 0
    for end in range(1, len(points)):
        if points[end].corner or end == len(points) - 1:
            line += _rounded(_spline(points[start : end + 1]))[1:]
            start = end
    return line


def _spline(points: list[Point]) -> Line:
    """A Catmull-Rom spline from the first point to the last, STEPS pieces a span."""
    line: Line = [(points[0].x, points[0].y)]
    last = len(points) - 1
    for i in range(last):
        before, a = points[max(i - 1, 0)], points[i]
        b, after = points[i + 1], points[min(i + 2, last)]
        for step in range(1, STEPS + 1):
            t = step / STEPS
            x = _catmull_rom(before.x, a.x, b.x, after.x, t)
            y = _catmull_rom(before.y, a.y, b.y, after.y, t)
            line.append((x, y))
    return line


def _catmull_rom(before: float, a: float, b: float, after: float, t: float) -> float:
    slope_a, slope_b = (b - before) / 2.0, (after - a) / 2.0
    square = 3.0 * (b - a) - 2.0 * slope_a - slope_b
    cube = 2.0 * (a - b) + slope_a + slope_b
    return a + t * (slope_a + t * (square + t * cube))


def _rounded(line: Line) -> Line:
    """The line without its sharpest bends (a hand cannot turn on the spot), its ends kept."""
    for _ in range(ROUNDS):
        between = [
            ((ax + 2.0 * bx + cx) / 4.0, (ay + 2.0 * by + cy) / 4.0)
            for (ax, ay), (bx, by), (cx, cy) in zip(line, line[1:], line[2:], strict=False)
        ]
        line = [line[0], *between, line[-1]]
    return line
