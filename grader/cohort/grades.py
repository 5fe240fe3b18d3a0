"""`grades.csv`: one line for each submission, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from grader.cohort.intake import Reading
from grader.cohort.results import Row
from grader.cohort.store import Settings

BYTE_ORDER_MARK = "\ufeff"  # without it a spreadsheet takes UTF-8 for its country's encoding
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: Sequence[Row], settings: Settings) -> str:
    """Name, points by exercise, total, status, CPU minutes, and what needs a look."""
    chosen = settings.chosen()
    whole = sum(exercise.points for exercise in chosen)
    text = io.StringIO()
    table = csv.writer(text)
    labels = [exercise.folder for exercise in chosen]
    table.writerow(["name", *labels, "total", "max", "status", "cpu_minutes", "needs_a_look"])
    for row in rows:
        verdicts = [row.of(exercise.number) for exercise in chosen]
        points = ["" if found is None else f"{found.score:g}" for found in verdicts]
        table.writerow(
            [
                cell(row.name),
                *points,
                f"{row.score:g}" if row.has_verdict else "",
                f"{whole:g}",
                status(row),
                f"{row.cpu_minutes:.2f}" if row.has_verdict else "",
                cell("; ".join(row.needs_a_look)),
            ]
        )
    return BYTE_ORDER_MARK + text.getvalue()


def status(row: Row) -> str:
    """ "passed", "failed", or why there is no verdict: no row without one has 0 points."""
    if row.taken.reading is not Reading.READ:
        return row.taken.reading.value
    if not row.has_verdict:
        return "fault of the grader"
    return "passed" if all(one.verdict.passed for one in row.judged) else "failed"


def cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula, on one line."""
    line = "".join(c if c.isprintable() else " " for c in text.encode("utf-8", "replace").decode())
    return f"'{line}" if line.startswith(_FORMULA) else line
