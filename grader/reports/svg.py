"""Pictures for the pages, made by hand: a confusion matrix, misread digits, a loss curve.

Inline SVG in the page's own colours (`currentColor` and its CSS classes), digits as PNG.
"""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode
from collections.abc import Sequence

from markupsafe import Markup

from grader.judging.verdicts import NamesFound

SIDE = 28  # pixels of a digit's image
CELL, LEFT, TOP = 34, 44, 40
CURVE_WIDTH, CURVE_HEIGHT, MARGIN = 420, 160, 40


def png(image: bytes) -> str:
    """A 28×28 grey image (784 bytes, 255 is ink) as a data URI, ink dark on white."""
    rows = (image[y * SIDE : (y + 1) * SIDE] for y in range(SIDE))
    raw = b"".join(b"\0" + bytes(255 - level for level in row) for row in rows)
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(raw, 9)), (b"IEND", b""))
    data = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)
    return "data:image/png;base64," + b64encode(data).decode()


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def confusion(matrix: Sequence[Sequence[int]]) -> Markup:
    """Counts by digit (rows) and answer (columns); the more of a row, the darker its cell."""
    size = len(matrix)
    width, height = LEFT + size * CELL + 4, TOP + size * CELL + 4
    parts = [f'<svg class="confusion" viewBox="0 0 {width} {height}" role="img">']
    parts.append("<title>Confusion matrix: digits in rows, answers in columns</title>")
    parts.append(_label(LEFT + size * CELL / 2, 12, "read as"))
    for i in range(size):
        parts.append(_label(LEFT + (i + 0.5) * CELL, TOP - 10, str(i)))
        parts.append(_label(LEFT - 14, TOP + (i + 0.62) * CELL, str(i)))
    for label, row in enumerate(matrix):
        whole = sum(row) or 1
        for answer, count in enumerate(row):
            x, y = LEFT + answer * CELL, TOP + label * CELL
            kind = "right" if answer == label else "wrong"
            share = min(1.0, count / whole * (1 if answer == label else 6))
            box = f'x="{x + 1}" y="{y + 1}" width="{CELL - 2}" height="{CELL - 2}" rx="3"'
            parts.append(f'<rect {box} class="{kind}" fill-opacity="{share:.2f}"/>')
            if count:
                shade = ' class="on"' if share > 0.5 else ""
                parts.append(_label(x + CELL / 2, y + CELL * 0.62, str(count), shade))
    return Markup("".join([*parts, "</svg>"]))  # numbers and fixed words alone


def _label(x: float, y: float, text: str, attributes: str = "") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="middle"{attributes}>{text}</text>'


def losses(values: Sequence[float]) -> Markup:
    """The mean loss of each epoch as a curve."""
    top = max(values)
    span = max(1, len(values) - 1)
    right, bottom = CURVE_WIDTH - MARGIN / 2, CURVE_HEIGHT - MARGIN / 2 - 8
    points = [
        (MARGIN + (right - MARGIN) * i / span, bottom - (bottom - 12) * value / top)
        for i, value in enumerate(values)
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in points)
    return Markup(
        f'<svg class="curve" viewBox="0 0 {CURVE_WIDTH} {CURVE_HEIGHT}" role="img">'
        f"<title>Mean training loss of each epoch</title>"
        f'<path class="axis" d="M{MARGIN},8 V{bottom} H{right}"/>'
        f'<polyline points="{path}"/>{dots}'
        f"{_label(MARGIN - 18, 16, f'{top:.2f}')}{_label(MARGIN - 18, bottom, '0')}"
        f"{_label(MARGIN, CURVE_HEIGHT - 8, 'epoch 1')}"
        f"{_label(right - 6, CURVE_HEIGHT - 8, str(len(values)))}</svg>"
    )


def times(seconds: Sequence[float], target: float) -> Markup:
    """The minutes to pass of each round, and the exercise's target as a dashed line."""
    top = max([*seconds, target])
    span = max(1, len(seconds) - 1)
    right, bottom = CURVE_WIDTH - MARGIN / 2, CURVE_HEIGHT - MARGIN / 2 - 8

    def height(value: float) -> float:
        return bottom - (bottom - 12) * value / top

    points = [
        (MARGIN + (right - MARGIN) * i / span, height(value)) for i, value in enumerate(seconds)
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in points)
    return Markup(
        f'<svg class="times" viewBox="0 0 {CURVE_WIDTH} {CURVE_HEIGHT}" role="img">'
        f"<title>Minutes to pass, round by round</title>"
        f'<path class="axis" d="M{MARGIN},8 V{bottom} H{right}"/>'
        f'<path class="target" d="M{MARGIN},{height(target):.1f} H{right}"/>'
        f'<polyline points="{path}"/>{dots}'
        f"{_label(MARGIN - 20, 16, f'{top / 60:.0f} min')}{_label(MARGIN - 18, bottom, '0')}"
        f"{_label(MARGIN + 12, CURVE_HEIGHT - 8, 'round 1')}"
        f"{_label(right - 6, CURVE_HEIGHT - 8, str(len(seconds)))}</svg>"
    )


def scale(found: NamesFound, pass_line: float) -> Markup:
    """The losses of pairs, pass line, reference, gallery and this model on one line."""
    marks = [
        (found.pairs, "pairs"),
        (pass_line, "pass line"),
        (found.reference, "reference"),
        (found.gallery, "gallery"),
    ]
    loss = found.pairs if found.loss is None else found.loss
    low, high = min(loss, found.gallery), max(loss, found.pairs)
    width, right = CURVE_WIDTH + 60, CURVE_WIDTH

    def at(value: float) -> float:
        return MARGIN + (high - value) / (high - low) * (right - MARGIN)

    parts = [f'<path class="axis" d="M{MARGIN},44 H{right}"/>']
    for (value, name), y in zip(marks, (68, 14, 82, 30), strict=True):  # none beside another
        parts.append(f'<path class="axis" d="M{at(value):.1f},38 V50"/>')
        parts.append(_label(at(value), y, f"{name} {value:.3f}"))
    parts.append(f'<circle cx="{at(loss):.1f}" cy="44" r="5"/>')
    head = f'<svg class="curve" viewBox="0 0 {width} 88" role="img">'
    return Markup(f"{head}<title>Loss, in nats per token</title>{''.join(parts)}</svg>")


def loss_curve(points: Sequence[Sequence[float]]) -> Markup:
    """Losses against CPU seconds."""
    end = max(cpu_s for cpu_s, _ in points) or 1.0
    low, high = min(loss for _, loss in points), max(loss for _, loss in points)
    right, bottom = CURVE_WIDTH - MARGIN / 2, CURVE_HEIGHT - MARGIN / 2 - 8
    path = " ".join(
        f"{MARGIN + (right - MARGIN) * cpu_s / end:.1f},"
        f"{bottom - (bottom - 12) * (loss - low) / ((high - low) or 1.0):.1f}"
        for cpu_s, loss in points
    )
    return Markup(
        f'<svg class="curve" viewBox="0 0 {CURVE_WIDTH} {CURVE_HEIGHT}" role="img">'
        f"<title>Loss by CPU seconds</title>"
        f'<path class="axis" d="M{MARGIN},8 V{bottom} H{right}"/><polyline points="{path}"/>'
        f"{_label(MARGIN - 20, 16, f'{high:.2f}')}{_label(MARGIN - 20, bottom, f'{low:.2f}')}"
        f"{_label(MARGIN, CURVE_HEIGHT - 8, '0')}"
        f"{_label(right - 6, CURVE_HEIGHT - 8, f'{end:.0f} s')}</svg>"
    )


def attention(name: str, rows: Sequence[Sequence[float]]) -> Markup:
    """What each letter (a row) sees of those up to it (the columns); the more, the darker.

    `name` has letters a to z alone; the boundary before it is drawn as a dot.
    """
    letters = "·" + name
    side = LEFT + len(letters) * CELL + 4
    parts = [f'<svg class="confusion" viewBox="0 0 {side} {side}" role="img">']
    parts.append("<title>Attention: rows look at columns</title>")
    for i, letter in enumerate(letters):
        parts.append(_label(LEFT + (i + 0.5) * CELL, LEFT - 12, letter))
        parts.append(_label(LEFT - 16, LEFT + (i + 0.62) * CELL, letter))
    for y, row in enumerate(rows):
        for x, share in enumerate(row):
            box = f'x="{LEFT + x * CELL + 1}" y="{LEFT + y * CELL + 1}"'
            size = f'width="{CELL - 2}" height="{CELL - 2}" rx="3"'
            parts.append(f'<rect {box} {size} class="right" fill-opacity="{share:.2f}"/>')
    return Markup("".join([*parts, "</svg>"]))  # numbers and letters alone
