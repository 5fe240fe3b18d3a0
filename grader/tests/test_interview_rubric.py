"""Each sentence of the rubric: a history that earns it, and one that just does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from grader import curriculum
from grader.interview import rubric, scoring
from grader.interview.entries import Answered, Asked, Ended, Ending, Entry, Hint, Resumed, Save
from grader.interview.findings import Check, Graded, Marked, Property
from grader.interview.session import Session
from grader.judging.explain import catalogue
from grader.judging.verdicts import ExerciseVerdict, Status
from grader.tests.interviews import START, opened, verdict

Verdicts = Sequence[ExerciseVerdict]

RIGHT = [verdict(number, 3) for number in (2, 3, 4)]
WRONG = [verdict(number, 1) for number in (2, 3, 4)]
UNREAD = replace(verdict(4, 0), status=Status.ERROR, properties=(), problem="it cannot be read")
LEFT = replace(verdict(4, 0), status=Status.NOT_ATTEMPTED, properties=())
KNOWN = catalogue.mistakes(curriculum.exercise(3))[0].explanation
TARGETS = [60 * task.minutes for task in opened().tasks]


def said(row: str, entries: Sequence[Entry], verdicts: Verdicts) -> list[str]:
    """The anchor sentence that a history of the preset `phone` earns, and the evidence."""
    session = Session(Path("nowhere"), opened())
    for entry in entries:
        session = session.with_entry(entry)
    graded = Graded(START + 1800, tuple(verdicts), scoring.scores(session, tuple(verdicts)), ())
    rows = {row.name: row for row in rubric.rows(session.with_entry(graded))}
    assert tuple(rows) == rubric.NAMES
    found = rows[row]
    return [*found.anchors[max(0, found.grade - 1) : found.grade], *found.evidence]


def points(*scores: float) -> Verdicts:
    """Exercises of ten points each that reach so many."""
    return [
        replace(verdict(number, 3 if score == 10 else 2), score=score)
        for number, score in zip((2, 3, 4), scores, strict=True)
    ]


def answers(*marks: int | None, blank: int = 0) -> list[Entry]:
    """Follow-up questions: answered and marked so (None: not), then some without an answer."""
    questions = [Asked(START + n, 3, f"why {n}?") for n in range(len(marks) + blank)]
    found: list[Entry] = list(questions)
    for asked, mark in zip(questions, marks, strict=False):
        found.append(Answered(asked.at + 1, 3, asked.question, "because"))
        if mark is not None:
            found.append(Marked(START + 1801, 3, asked.question, mark, "candidate"))
    return found


def tries(*held: str, at: Sequence[float] = (), exercise: int = 3) -> list[Entry]:
    """Saves a minute apart, or at these times, and which of the properties a … e held."""
    found: list[Entry] = []
    for n, names in enumerate(held):
        moment = START + (at[n] if at else 60 * (n + 1))
        number = 10 * exercise + n
        properties = tuple(
            Property(name, f"{name} holds", Status.PASSED if name in names else Status.FAILED)
            for name in "abcde"
        )
        status = Status.PASSED if names == "abcde" else Status.FAILED
        found.append(Save(moment, moment, number, exercise, f"text {number}"))
        found.append(Check(moment + 2, number, exercise, False, status, 0.0, properties))
    return found


def passes(*at: float) -> list[Entry]:
    """Exercises 2, 3, 4 whole at these times."""
    return [
        entry
        for exercise, moment in zip((2, 3, 4), at, strict=False)
        for entry in tries("abcde", at=[moment], exercise=exercise)
    ]


CORRECTNESS: list[tuple[str, Verdicts, Verdicts]] = [
    ("worth less than four tenths", points(4, 4, 3.9), points(4, 4, 4)),
    ("worth at least four tenths", points(4, 4, 4), points(4, 4, 3.9)),
    ("worth at least three quarters", points(10, 10, 2.5), points(10, 10, 2.4)),
    ("Every property of every exercise holds.", RIGHT, points(10, 10, 9.9)),
    (
        "2 of 3 exercises passed; 8 of the 9 properties that were tried held; 25 of 30 points.",
        points(10, 10, 5),
        points(10, 10, 4.9),
    ),
    ("04 cross_entropy, the first that fails: property 2 holds.", points(10, 10, 5), RIGHT),
    ("04 cross_entropy: it cannot be read", [*RIGHT[:2], UNREAD], [*RIGHT[:2], LEFT]),
    ("Not attempted: 04 cross_entropy.", [*RIGHT[:2], LEFT], [*RIGHT[:2], UNREAD]),
]

UNDERSTANDING: list[tuple[str, list[Entry], list[Entry]]] = [
    ("Less than a third of the marks", answers(1, 0), answers(2, 0, 0)),
    ("At least a third of the marks", answers(2, 0, 0), answers(1, 0)),
    ("At least two thirds of the marks", answers(2, 2, blank=1), answers(2, 2, 1, 0)),
    ("All marks", answers(2, 2), answers(2, 1)),
    ("All marks", answers(2, 2), answers(2, None)),
    ("no hint that gave the key line", [*answers(2), Hint(START, 3, 2, 1.0)],
     [*answers(2), Hint(START, 3, 3, 1.0)]),
    ("03 softmax: hints up to level 2 of 3.", [Hint(START, 3, 2, 1.0)], [Hint(START, 3, 3, 1.0)]),
    ("03 softmax: hints up to the key line.", [Hint(START, 3, 3, 1.0)], [Hint(START, 3, 2, 1.0)]),
    ("No follow-up question was asked.", [], answers(blank=1)),
    ("the answers were not marked.", answers(None, None), answers(None, 0)),
    ("3 follow-up questions, 1 without an answer, 1 not marked; 1 of 4 marks, "
     "given by the candidate.", answers(1, None, blank=1), answers(2, None, blank=1)),
]  # fmt: skip

IN_TARGET = (TARGETS[0], TARGETS[0] + TARGETS[1], 1800.0)
PACE: list[tuple[str, list[Entry], Verdicts, list[Entry], Verdicts]] = [
    ("Less than a third of the exercises", [], WRONG, [], [RIGHT[0], *WRONG[1:]]),
    ("At least a third of the exercises", [], [RIGHT[0], *WRONG[1:]], [], WRONG),
    ("At least two thirds of the exercises", [], [*RIGHT[:2], LEFT], [], [RIGHT[0], *WRONG[1:]]),
    ("with a tenth of the time to spare", passes(60, 120, 1620), RIGHT,
     passes(60, 120, 1621), RIGHT),
    ("or each within its target", passes(*IN_TARGET), RIGHT,
     passes(IN_TARGET[0], IN_TARGET[1] + 1, 1800), RIGHT),
    ("03 softmax first passed at 2:00, after 1:00 of work (target 9:22).", passes(60, 120), RIGHT,
     tries("abcd"), WRONG),
    ("1 of 3 exercises passed; 15:00 of 30:00 were used.",
     [Ended(START + 900, Ending.SUBMITTED)], [RIGHT[0], *WRONG[1:]], [], [RIGHT[0], *WRONG[1:]]),
    ("Nobody was there for 4:10.", [Resumed(START + 400, START + 150)], WRONG,
     [Resumed(START + 400, START + 400)], WRONG),
]  # fmt: skip

METHOD: list[tuple[str, list[Entry], list[Entry]]] = [
    ("Nothing held after any save", tries("", ""), tries("", "a")),
    ("more than half of the saves broke", tries("abc", "ab", "a"), tries("ab", "a", "ab", "a")),
    ("more than ten in a row", tries("a", *["a"] * 11), tries("a", *["a"] * 10)),
    ("At most half of the saves", tries("ab", "a", "ab", "a"), tries("abc", "ab", "a")),
    ("at most ten in a row", tries("a", *["a"] * 10), tries("a", *["a"] * 11)),
    ("At most a fifth of the saves", tries("", "ab", "a", "abc", "abcd"),
     tries("", "ab", "a", "abc")),
    ("at most five in a row", tries("a", *["a"] * 5), tries("a", *["a"] * 6)),
    ("No save broke anything that had held", tries("a", "ab", "abc"), tries("a", "ab", "bcd")),
    ("at most two in a row", tries("a", "a", "a", "ab"), tries("a", "a", "a", "a", "ab")),
    ("Nothing was saved.", [], tries("")),
    ("No property held after any save.", tries("", ""), tries("", "a")),
    ("there are no steps to judge.", passes(9, 10, 11), tries("abcd", "abcde")),
    ("there are no steps to judge.", tries(*["abcde"] * 5), tries(*["abcd"] * 5)),
    ("2 saves and 2 checks; the longest stretch without a save was 28:00.",
     tries("a", "ab"), tries("a", "ab", "abc")),
    ("1 save broke something that had held before.", tries("ab", "ac"), tries("ab", "abc")),
    ("No save broke anything that had held before.", tries("ab", "abc"), tries("ab", "ac")),
    ("At worst 2 saves in a row made nothing better.", tries("a", "", "a"), tries("", "a", "a")),
]  # fmt: skip

CASES = [
    *(("correctness", text, [], good, [], less) for text, good, less in CORRECTNESS),
    *(("understanding", text, good, RIGHT, less, RIGHT) for text, good, less in UNDERSTANDING),
    *(("pace", *case) for case in PACE),
    *(("method", text, good, WRONG, less, WRONG) for text, good, less in METHOD),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}: {case[1][:40]}")
def test_a_sentence_is_earned_by_what_it_says_and_by_no_less(
    case: tuple[str, str, Sequence[Entry], Verdicts, Sequence[Entry], Verdicts],
) -> None:
    row, sentence, entries, verdicts, fewer, less = case
    assert any(sentence in one for one in said(row, entries, verdicts))
    assert not any(sentence in one for one in said(row, fewer, less))


def test_every_anchor_has_its_cases() -> None:
    for row in rubric.rows(
        Session(Path("nowhere"), opened(), graded=Graded(START, tuple(RIGHT), (), ()))
    ):
        sentences = [text for name, text, *_ in CASES if name == row.name]
        assert len(set(row.anchors)) == 4
        assert all(any(text in anchor for text in sentences) for anchor in row.anchors)


def test_a_misconception_of_this_exercise_keeps_understanding_from_the_best_grade() -> None:
    for told, best in ((KNOWN, False), ("What fails here comes from your sigmoid.", True)):
        wrong = [RIGHT[0], verdict(3, 2, diagnosis=told), RIGHT[2]]
        grade, *evidence = said("understanding", answers(2), wrong)
        assert (f"03 softmax: {told}" in evidence, grade.startswith("All marks")) == (True, best)
