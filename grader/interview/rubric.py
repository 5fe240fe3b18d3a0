"""The rubric of an interview: four rows, each with its evidence and the grade it stands for."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from grader import curriculum
from grader.interview import clock, times
from grader.interview.findings import Check, Graded, Row
from grader.interview.journal import label
from grader.interview.session import Session
from grader.judging.explain import catalogue
from grader.judging.verdicts import ExerciseVerdict, Status
from grader.practice.hints import LEVELS
from grader.reports.labels import counted, points

NOT_JUDGED = 0  # what was done leaves nothing to measure
NAMES = ("correctness", "understanding", "pace", "method")

Found = tuple[int, list[str]]


@cache
def _texts() -> dict[str, dict[str, Any]]:
    text = Path(__file__).with_name("rubric.toml").read_text(encoding="utf-8")
    return {row["name"]: row for row in tomllib.loads(text)["row"]}


def rows(session: Session) -> tuple[Row, ...]:
    """The rows for an interview that has been graded (its rubric is not looked at)."""
    assert session.graded is not None
    graders: dict[str, Callable[[Session, Graded], Found]] = {
        "correctness": _correctness,
        "understanding": _understanding,
        "pace": _pace,
        "method": _method,
    }
    found = []
    for name in NAMES:
        grade, evidence = graders[name](session, session.graded)
        text = _texts()[name]
        found.append(Row(name, text["question"], tuple(text["anchors"]), tuple(evidence), grade))
    return tuple(found)


def _correctness(session: Session, graded: Graded) -> Found:
    verdicts = graded.verdicts
    score, whole = sum(v.score for v in verdicts), sum(v.max_score for v in verdicts)
    reached = score / whole
    properties = [p for v in verdicts for p in v.properties]
    held = sum(p.status is Status.PASSED for p in properties)
    passed = f"{_of(graded.passed, len(verdicts), 'exercise')} passed"
    tried = f"; {held} of the {len(properties)} properties that were tried held"
    worth = f"{points(score)} of {points(whole)} points"
    evidence = [f"{passed}{tried if properties else ''}; {worth}."]
    evidence += [_trouble(v, session) for v in verdicts if not (v.passed or _skipped(v))]
    evidence += _not_attempted(session, verdicts)
    if graded.passed == len(verdicts):
        return 4, evidence
    return (3 if reached >= 0.75 else 2 if reached >= 0.4 else 1), evidence


def _trouble(verdict: ExerciseVerdict, session: Session) -> str:
    name, first = label(session, verdict.number), verdict.first_failure
    if first is None:
        return f"{name}: {verdict.problem}"
    return f"{name}, the first that fails: {first.sentence}."


def _skipped(verdict: ExerciseVerdict) -> bool:
    return verdict.status is Status.NOT_ATTEMPTED


def _not_attempted(session: Session, verdicts: tuple[ExerciseVerdict, ...]) -> list[str]:
    names = [label(session, verdict.number) for verdict in verdicts if _skipped(verdict)]
    return [f"Not attempted: {', '.join(names)}."] if names else []


def _understanding(session: Session, graded: Graded) -> Found:
    """By the marks for answers; what hints and mistakes tell keeps it from the best grade only."""
    evidence, flawed = [], False
    for verdict in graded.verdicts:
        name = label(session, verdict.number)
        level = max((h.level for h in session.hints if h.exercise == verdict.number), default=0)
        if level:
            depth = "up to the key line" if level == LEVELS else f"up to level {level} of {LEVELS}"
            evidence.append(f"{name}: hints {depth}.")
        if verdict.diagnosis:
            evidence.append(f"{name}: {verdict.diagnosis}")
        flawed = flawed or level == LEVELS or _is_misconception(verdict)
    marks = [session.mark_of(a) for a in session.asked if session.answer_to(a)]
    given = [mark.mark for mark in marks if mark is not None]
    blank = sum(not session.answer_to(asked) for asked in session.asked)
    if not session.asked:
        return NOT_JUDGED, [*evidence, "No follow-up question was asked."]
    asked = counted(len(session.asked), "follow-up question")
    if not given and blank < len(session.asked):
        return NOT_JUDGED, [*evidence, f"{asked}: the answers were not marked."]
    by = " and ".join(sorted({f"the {mark.by}" for mark in marks if mark is not None}))
    whole = 2 * (len(given) + blank)
    unmarked = len(session.asked) - blank - len(given)
    said = (
        f"{asked}, {blank} without an answer, {unmarked} not marked; {sum(given)} of {whole} marks"
    )
    evidence.append(f"{said}, given by {by}." if by else f"{said}.")
    share = sum(given) / whole
    if share == 1 and not (flawed or unmarked):
        return 4, evidence
    return (3 if share >= 2 / 3 else 2 if share >= 1 / 3 else 1), evidence


def _is_misconception(verdict: ExerciseVerdict) -> bool:
    """Whether the diagnosis is of this very exercise, and not that an earlier one is to blame."""
    mistakes = catalogue.mistakes(curriculum.exercise(verdict.number))
    said = (verdict.diagnosis or "").split("\n")
    return any(mistake.explanation in said for mistake in mistakes)


def _pace(session: Session, graded: Graded) -> Found:
    evidence, within, moments = [], True, []
    for task in session.tasks:
        at = times.first_pass(session, task.number)
        took = times.spent_to_first_pass(session, task.number)
        target = clock.shown(task.minutes * 60)
        if at is None or took is None:
            continue
        moments.append(at)
        within = within and took <= task.minutes * 60
        evidence.append(
            f"{task.label} first passed at {clock.shown(at)}, after {clock.shown(took)} of work "
            f"(target {target})."
        )
    total = session.opened.deadline - session.opened.at
    evidence.append(
        f"{_of(graded.passed, len(session.tasks), 'exercise')} passed; "
        f"{clock.shown(session.end - session.opened.at)} of {clock.shown(total)} were used."
    )
    if away := times.away(session, session.end):
        evidence.append(f"Nobody was there for {clock.shown(away)}.")
    share = graded.passed / len(session.tasks)
    if share == 1 and (within or max(moments, default=math.inf) <= 0.9 * total):
        return 4, evidence
    return (3 if share >= 2 / 3 else 2 if share >= 1 / 3 else 1), evidence


def _method(session: Session, graded: Graded) -> Found:
    saves = [save for save in session.saves if session.counts(save)]
    if not saves:
        return 1, ["Nothing was saved."]
    broke, idle, rose, held = 0, 0, False, False
    for task in session.tasks:
        checks = [c for c in session.checks if c.exercise == task.number and c.properties]
        steps = list(pairwise(_holding(check) for check in checks))
        rose = rose or any(after - before for before, after in steps)
        held = held or any(_holding(check) for check in checks)
        broke += sum(bool(before - after) for before, after in steps)
        idle = max(idle, _longest_idle([check for check in checks if not check.asked]))
    evidence = [
        f"{counted(len(saves), 'save')} and {counted(len(session.checks), 'check')}; the longest "
        f"stretch without a save was {clock.shown(times.longest_pause(session))}.",
        f"{counted(broke, 'save')} broke something that had held before."
        if broke
        else "No save broke anything that had held before.",
    ]
    if idle:
        evidence.append(f"At worst {counted(idle, 'save')} in a row made nothing better.")
    share = broke / len(saves)
    if not held:
        return 1, [*evidence, "No property held after any save."]
    if not (rose or broke) and idle <= 2:
        said = "No save made another one better or worse: there are no steps to judge."
        return NOT_JUDGED, [*evidence, said]
    if not broke and idle <= 2:
        return 4, evidence
    if share <= 0.2 and idle <= 5:
        return 3, evidence
    return (2 if share <= 0.5 and idle <= 10 else 1), evidence


def _holding(check: Check) -> frozenset[str]:
    """The properties that held, by name."""
    return frozenset(p.name for p in check.properties if p.status is Status.PASSED)


def _longest_idle(checks: list[Check]) -> int:
    """The most checks in a row in which something failed, and nothing held for the first time."""
    known: frozenset[str] = frozenset()
    run = longest = 0
    for check in checks:
        held = _holding(check)
        run = 0 if check.passed or held - known else run + 1
        known |= held
        longest = max(longest, run)
    return longest


def _of(count: int, whole: int, noun: str) -> str:
    return f"{count} of {counted(whole, noun)}"
