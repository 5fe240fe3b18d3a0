"""`class.html`: the whole class on one page, for the teacher who prepares Monday's lesson."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from grader.cohort import alike, results
from grader.cohort.grades import status
from grader.cohort.results import Row
from grader.cohort.store import Settings
from grader.reports import html

BINS = 10
BAR_WIDTH, BAR_HEIGHT, GAP, BASE = 44, 130, 6, 24
SHOWN_PROPERTIES = 15


@dataclass(frozen=True)
class Run:
    """How the judging went: where, seconds by the clock, the machine's speed if it is one."""

    where: str
    wall_s: float
    speed: float | None
    grader: str


@dataclass(frozen=True)
class _Line:
    """One submission's line of the table."""

    name: str
    link: str
    points: tuple[str, ...]
    total: float
    status: str
    passed: bool
    minutes: float
    look: tuple[str, ...]


def as_page(
    title: str,
    rows: Sequence[Row],
    settings: Settings,
    run: Run | None,
    references: Mapping[int, str],
    others: Sequence[str],
) -> str:
    """The page. `references`: fingerprints of the references; `others`: files that are nobody's."""
    judged = [row for row in rows if row.has_verdict]
    chosen = settings.chosen()
    whole = sum(exercise.points for exercise in chosen)
    takens = [row.taken for row in rows]
    return html.render(
        "class.html.j2",
        title=title,
        settings=settings,
        run=run,
        exercises=chosen,
        whole=whole,
        lines=[_line(row, settings) for row in judged],
        cpu_s=60 * sum(row.cpu_minutes for row in judged),
        mean=sum(row.score for row in judged) / len(judged) if judged else 0.0,
        median=_median([row.score for row in judged]),
        without=[row for row in rows if not row.has_verdict],
        histogram=histogram([row.score for row in judged], whole),
        counts=results.exercise_counts(judged, settings),
        mistakes=results.mistakes(judged),
        properties=results.properties(judged)[:SHOWN_PROPERTIES],
        pairs=alike.pairs(takens, references),
        copies=alike.of_the_reference(takens, references),
        min_tokens=alike.MIN_TOKENS,
        min_exercises=alike.MIN_EXERCISES,
        others=others,
    )


def _line(row: Row, settings: Settings) -> _Line:
    verdicts = [row.of(number) for number in settings.exercises]
    return _Line(
        name=row.name,
        link=f"submissions/{quote(row.name)}/report.html",
        points=tuple("" if v is None else f"{v.score:g}" for v in verdicts),
        total=row.score,
        status=status(row),
        passed=all(one.verdict.passed for one in row.judged),
        minutes=row.cpu_minutes,
        look=row.needs_a_look,
    )


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    if not ordered:
        return 0.0
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def histogram(scores: Sequence[float], whole: float) -> Markup:
    """How many reached each tenth of the points; the last bar holds full marks too."""
    counts = [0] * BINS
    for score in scores:
        counts[min(BINS - 1, int(BINS * score / whole))] += 1
    top = max([*counts, 1])
    step = BAR_WIDTH + GAP
    width, height = BINS * step + GAP, BAR_HEIGHT + BASE + 18
    parts = [
        f'<svg class="histogram" viewBox="0 0 {width} {height}" role="img">'
        "<title>How many submissions reached how many points</title>"
    ]
    for i, count in enumerate(counts):
        tall = BAR_HEIGHT * count / top
        x, y = GAP + i * step, 18 + BAR_HEIGHT - tall
        parts.append(f'<rect x="{x}" y="{y:.1f}" width="{BAR_WIDTH}" height="{tall:.1f}" rx="3"/>')
        middle = x + BAR_WIDTH / 2
        if count:
            parts.append(f'<text x="{middle}" y="{y - 4:.1f}" text-anchor="middle">{count}</text>')
        low, high = whole * i / BINS, whole * (i + 1) / BINS
        label = f"{low:g}–{high:g}"
        parts.append(f'<text x="{middle}" y="{height - 6}" text-anchor="middle">{label}</text>')
    return Markup("".join([*parts, "</svg>"]))  # numbers and fixed words alone
