"""Ink: from strokes with a width to a 28x28 image, sized and centred as MNIST is."""

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, sqrt

SIDE = 28
BOX = 20.0


@dataclass(frozen=True)
class Dab:
    """A point on the path of the pen: position and the pen's radius there, in pixels."""

    x: float
    y: float
    radius: float


Stroke = list[Dab]


def paint(strokes: list[Stroke], softness: float) -> list[list[float]]:
    """The coverage in [0, 1] of each pixel of a 28x28 frame; edges fade over `softness` pixels."""
    grid = [[0.0] * SIDE for _ in range(SIDE)]
    for stroke in strokes:
        for start, end in pairwise(stroke):
            _segment(grid, start, end, softness)
    return grid


def _segment(grid: list[list[float]], p: Dab, q: Dab, softness: float) -> None:
    reach = max(p.radius, q.radius) + softness / 2.0
    dx, dy = q.x - p.x, q.y - p.y
    length = dx * dx + dy * dy
    left = max(0, ceil(min(p.x, q.x) - reach - 0.5))
    right = min(SIDE - 1, floor(max(p.x, q.x) + reach - 0.5))
    top = max(0, ceil(min(p.y, q.y) - reach - 0.5))
    bottom = min(SIDE - 1, floor(max(p.y, q.y) + reach - 0.5))
    for row in range(top, bottom + 1):
        line = grid[row]
        y = row + 0.5 - p.y
        for column in range(left, right + 1):
            x = column + 0.5 - p.x
            along = (x * dx + y * dy) / length if length else 0.0
            along = 0.0 if along < 0.0 else 1.0 if along > 1.0 else along
            away_x, away_y = x - along * dx, y - along * dy
            radius = p.radius + along * (q.radius - p.radius)
            depth = radius - sqrt(away_x * away_x + away_y * away_y)
            cover = 0.5 + depth / softness
            if cover > line[column]:
                line[column] = 1.0 if cover > 1.0 else cover


def frame(grid: list[list[float]]) -> bytes:
    """The image as 784 bytes, shifted by whole pixels until its centre of mass is the middle."""
    pixels = [[int(cover * 255.0 + 0.5) for cover in line] for line in grid]
    mass = moment_x = moment_y = 0
    for y, line in enumerate(pixels):
        for x, value in enumerate(line):
            mass += value
            moment_x += value * x
            moment_y += value * y
    columns = [x for x in range(SIDE) if any(line[x] for line in pixels)]
    rows = [y for y in range(SIDE) if any(pixels[y])]
    right = _shift(moment_x, mass, columns[0], columns[-1])
    down = _shift(moment_y, mass, rows[0], rows[-1])
    span = range(SIDE)
    return bytes(
        pixels[y - down][x - right] if y - down in span and x - right in span else 0
        for y in span
        for x in span
    )


def _shift(moment: int, mass: int, first: int, last: int) -> int:
    """The shift within the frame that brings moment/mass closest to pixel 14, MNIST's middle."""
    wanted = ((SIDE + 1) * mass - 2 * moment) // (2 * mass)
    return max(-first, min(SIDE - 1 - last, wanted))
