"""Figures as text: seconds with a fitting unit, shares in per cent, aligned tables."""

from __future__ import annotations

from collections.abc import Sequence


def seconds(value: float) -> str:
    """Seconds with three digits, in s, ms or µs."""
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("µs", 1e6)):
        scaled = value * factor
        if scaled >= 1 or unit == "µs":
            return f"{scaled:.{max(0, 3 - len(str(int(scaled))))}f} {unit}"
    raise AssertionError


def percent(share: float) -> str:
    """A share in [0, 1] in per cent, with two digits after the point at most."""
    return f"{share * 100:.2f}".rstrip("0").rstrip(".") + " %"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of aligned columns: the first to the left, the others to the right."""
    cells = [list(head), *map(list, rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    return [
        "  ".join(
            cell.rjust(width) if i else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
