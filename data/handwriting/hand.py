"""A writer's hand: chooses a form, bends and leans it, and moves the pen."""

from .chance import Chance
from .ink import BOX, SIDE, Dab, Stroke, frame, paint
from .path import Line, Point, smooth
from .skeletons import SKELETONS, Form

# Lengths are in units of the digit's height, slants in width per height, angles in radians.
TREMBLE = 0.015  # how far a point of the skeleton is off
STRAY = 0.25  # how far beyond two known forms a blend of them may go
SHARP = 0.7  # how often corners stay corners
ELASTIC = 0.072  # how far the paper seems stretched
CELLS = 2  # in how many cells, across and down
WIDTH = 0.16
SLANT, SLANT_SPREAD = 0.24, 0.28
TURN = 0.1
RADIUS, RADIUS_SPREAD, FINEST = 1.28, 0.42, 0.7  # of the pen, in pixels
PRESSURE, ROUGHNESS = 0.12, 0.06  # as a share of the radius
EDGE = 1.1  # pixels over which ink fades to paper


def write(digit: int, seed: int) -> bytes:
    """The digit 0 … 9 as a 28x28 image of 784 bytes; the same bytes for the same seed."""
    chance = Chance(seed)
    lines = [smooth(points) for points in _form(digit, chance)]
    lines = _bend(lines, chance)
    lines = _lean(lines, chance)
    return frame(paint(_pen(lines, chance), EDGE))


def _form(digit: int, chance: Chance) -> Form:
    """A blend of two forms of one family, every point a little off."""
    family = chance.weighted([(family.share, family) for family in SKELETONS[digit]])
    one = family.forms[chance.index(len(family.forms))]
    other = family.forms[chance.index(len(family.forms))]
    share = chance.uniform(-STRAY, 1.0 + STRAY)
    tremble = TREMBLE * chance.uniform(0.4, 1.6)
    sharp = chance.happens(SHARP)

    def between(p: Point, q: Point) -> Point:
        x = p.x + share * (q.x - p.x) + chance.bell(0.0, tremble)
        y = p.y + share * (q.y - p.y) + chance.bell(0.0, tremble)
        return Point(x, y, p.corner and sharp)

    return [
        [between(p, q) for p, q in zip(stroke, twin, strict=True)]
        for stroke, twin in zip(one, other, strict=True)
    ]


def _bend(lines: list[Line], chance: Chance) -> list[Line]:
    """Moves every point by a smooth random field: pushes on a grid, joined by cubic B-splines."""
    knots = range(CELLS + 3)
    force = 1.7 * ELASTIC
    pushes = [[(chance.bell(0.0, force), chance.bell(0.0, force)) for _ in knots] for _ in knots]

    def moved(x: float, y: float) -> tuple[float, float]:
        column, across = _basis(x / 0.8)
        row, down = _basis(y)
        new_x, new_y = x, y
        for i in range(4):
            for j in range(4):
                weight = down[i] * across[j]
                push_x, push_y = pushes[row + i][column + j]
                new_x += weight * push_x
                new_y += weight * push_y
        return new_x, new_y

    return [[moved(x, y) for x, y in line] for line in lines]


def _basis(position: float) -> tuple[int, tuple[float, float, float, float]]:
    """The cell of a position in [0, 1] and the weights of the four knots that reach it."""
    place = min(max(position, 0.0), 0.999999) * CELLS
    cell = int(place)
    t = place - cell
    s = 1.0 - t
    return cell, (
        s * s * s / 6.0,
        (4.0 - 6.0 * t * t + 3.0 * t * t * t) / 6.0,
        (4.0 - 6.0 * s * s + 3.0 * s * s * s) / 6.0,
        t * t * t / 6.0,
    )


def _lean(lines: list[Line], chance: Chance) -> list[Line]:
    """Widens, slants and turns the whole digit."""
    wide = 1.0 + chance.bell(0.0, WIDTH)
    slant = chance.bell(SLANT, SLANT_SPREAD)
    half = chance.bell(0.0, TURN) / 2.0
    cosine = (1.0 - half * half) / (1.0 + half * half)
    sine = 2.0 * half / (1.0 + half * half)

    def leant(x: float, y: float) -> tuple[float, float]:
        x, y = wide * x + slant * (0.5 - y), y - 0.5
        return cosine * x - sine * y, sine * x + cosine * y

    return [[leant(x, y) for x, y in line] for line in lines]


def _pen(lines: list[Line], chance: Chance) -> list[Stroke]:
    """Fits the lines into the box in the middle of the frame and presses the pen on them."""
    radius = max(FINEST, chance.bell(RADIUS, RADIUS_SPREAD))
    xs = [x for line in lines for x, _ in line]
    ys = [y for line in lines for _, y in line]
    left, width = min(xs), max(xs) - min(xs)
    top, height = min(ys), max(ys) - min(ys)
    scale = (BOX - 2.0 * radius) / max(width, height)
    margin_x = (SIDE - scale * width) / 2.0
    margin_y = (SIDE - scale * height) / 2.0

    def pressed(line: Line) -> Stroke:
        lift, swell = chance.bell(0.0, PRESSURE), chance.bell(0.0, PRESSURE)
        stroke = []
        for k, (x, y) in enumerate(line):
            t = 2.0 * k / (len(line) - 1) - 1.0
            pressure = 1.0 + lift * t + swell * (1.0 - 2.0 * t * t) + chance.bell(0.0, ROUGHNESS)
            width = max(0.5, radius * pressure)
            stroke.append(Dab(margin_x + scale * (x - left), margin_y + scale * (y - top), width))
        return stroke

    return [pressed(line) for line in lines]
