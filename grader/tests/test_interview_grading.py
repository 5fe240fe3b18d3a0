"""What an interview comes to: points, times, the rubric, the trend."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import pytest

from grader import curriculum
from grader.interview import history, room, rubric, scoring, summary, times
from grader.interview.entries import (
    Answered,
    Asked,
    Ended,
    Ending,
    Entry,
    Focus,
    Hint,
    Resumed,
    Save,
)
from grader.interview.findings import Check, Graded, Marked, Property, Rated, Row
from grader.interview.session import Session
from grader.judging.explain import catalogue
from grader.judging.verdicts import ExerciseVerdict, Status
from grader.tests.interviews import START, opened, verdict

NOT_ATTEMPTED = replace(verdict(4, 0), status=Status.NOT_ATTEMPTED, properties=())


def _session(*entries: Entry) -> Session:
    session = Session(Path("nowhere"), opened())
    for entry in entries:
        session = session.with_entry(entry)
    return session


def _graded(session: Session, *verdicts: ExerciseVerdict) -> dict[str, Row]:
    """The rubric's rows, by name."""
    graded = Graded(START + 1800, verdicts, scoring.scores(session, verdicts), ())
    return {row.name: row for row in rubric.rows(session.with_entry(graded))}


def _save(at: float, number: int, exercise: int = 3) -> Save:
    return Save(START + at, START + at, number, exercise, f"text {number}")


def _check(save: Save, held: int, of: int = 5) -> Check:
    status = Status.PASSED if held == of else Status.FAILED
    properties = tuple(
        Property(f"p{n}", f"p {n}", Status.PASSED if n < held else Status.FAILED) for n in range(of)
    )
    return Check(save.at + 2, save.number, save.exercise, False, status, 0.0, properties)


def _tries(*held: int) -> list[Entry]:
    """Saves a minute apart of one exercise, with so many of five properties held."""
    saves = [_save(60 * (n + 1), n + 1) for n in range(len(held))]
    return [e for save, h in zip(saves, held, strict=True) for e in (save, _check(save, h))]


def test_a_hint_costs_a_tenth_and_never_more_than_there_is() -> None:
    task = opened().tasks[1]
    assert scoring.hint_cost(task) == 1.0
    session = _session(*(Hint(START, 3, level, 1.0) for level in (1, 2, 3)))
    good, poor = (
        scoring.scores(session, (verdict(3, 3),)),
        scoring.scores(session, (replace(verdict(3, 1), score=2.5),)),
    )
    assert (good[0].points, good[0].hints) == (7.0, 3.0)
    assert (poor[0].points, poor[0].hints) == (0.0, 2.5)


def test_time_goes_to_what_is_saved_and_to_what_is_at_hand() -> None:
    session = _session(
        _save(100, 1, 2),
        Focus(START + 150, 4),
        _save(200, 2, 3),
        Hint(START + 260, 3, 1, 1.0),
    )
    assert times.spent(session, START + 300) == {2: 150.0, 3: 150.0, 4: 0.0}


def test_time_in_which_nobody_was_there_is_nobodys() -> None:
    session = _session(_save(100, 1, 2), Resumed(START + 400, START + 150), _save(450, 2, 2))
    assert times.spent(session, START + 500)[2] == 250.0
    assert times.away(session, START + 500) == 250.0
    assert times.longest_pause(session) == 1350.0  # from the last save to the end


def test_a_last_save_that_passes_in_the_grading_is_a_first_pass() -> None:
    session = _session(_save(100, 1))
    assert times.first_pass(session, 3) is None
    graded = Graded(START + 1800, (verdict(3, 3),), (), ())
    assert times.first_pass(session.with_entry(graded), 3) == 100.0


def test_a_save_after_the_end_is_no_pass() -> None:
    late = _save(1801, 1)
    session = _session(late, _check(late, 5), Ended(START + 1800, Ending.DEADLINE))
    assert times.first_pass(session, 3) is None


@pytest.mark.parametrize(
    ("held", "grade"), [((3, 3, 3), 4), ((3, 3, 2), 3), ((2, 2, 0), 2), ((1, 1, 0), 1)]
)
def test_correctness_is_what_holds_at_the_end(held: tuple[int, ...], grade: int) -> None:
    verdicts = [verdict(number, h) for number, h in zip((2, 3, 4), held, strict=True)]
    row = _graded(_session(), *verdicts)["correctness"]
    assert row.machine == grade
    assert any("04 cross_entropy, the first that fails" in e for e in row.evidence) == (grade < 4)


def _answered(*marks: int | None, blank: int = 0) -> list[Entry]:
    """Follow-up questions on exercise 3: answered and marked so, then some without an answer."""
    questions = [Asked(START + n, 3, f"why {n}?") for n in range(len(marks) + blank)]
    found: list[Entry] = list(questions)
    for asked, mark in zip(questions, marks, strict=False):
        found.append(Answered(asked.at + 1, 3, asked.question, "because"))
        if mark is not None:
            found.append(Marked(START + 1801, 3, asked.question, mark, "candidate"))
    return found


@pytest.mark.parametrize(
    ("entries", "grade"),
    [
        (_answered(2, 2), 4),
        (_answered(2, 1), 3),
        (_answered(2, 2, blank=1), 3),
        (_answered(2, 0), 2),
        (_answered(1, 0), 1),
        (_answered(blank=2), 1),
        (_answered(None, None), 0),
        ([], 0),
    ],
)
def test_understanding_goes_by_the_marks_for_answers(entries: list[Entry], grade: int) -> None:
    right = [verdict(number, 3) for number in (2, 3, 4)]
    assert _graded(_session(*entries), *right)["understanding"].machine == grade


def test_a_key_line_or_a_misconception_keeps_understanding_from_the_best_grade() -> None:
    right = [verdict(number, 3) for number in (2, 3, 4)]
    question, key = _session(*_answered(2), Hint(START, 3, 1, 1.0)), Hint(START, 3, 3, 1.0)
    assert _graded(question, *right)["understanding"].machine == 4
    row = _graded(question.with_entry(key), *right)["understanding"]
    assert (row.machine, row.evidence[0]) == (3, "03 softmax: hints up to the key line.")
    known = catalogue.mistakes(curriculum.exercise(3))[0].explanation
    for told, grade in ((known, 3), ("What fails here comes from your sigmoid.", 4)):
        wrong = [right[0], verdict(3, 2, diagnosis=told), right[2]]
        assert _graded(question, *wrong)["understanding"].machine == grade


def test_pace_is_what_passed_in_the_time() -> None:
    saves = [_save(60 * n, n, exercise) for n, exercise in ((1, 2), (2, 3), (3, 4))]
    entries = [entry for save in saves for entry in (save, _check(save, 5))]
    right = [verdict(number, 3) for number in (2, 3, 4)]
    row = _graded(_session(*entries), *right)["pace"]
    assert row.machine == 4
    assert row.evidence[1] == "03 softmax first passed at 2:00, after 1:00 of work (target 9:22)."
    late = _save(1790, 9, 4)
    row = _graded(_session(*entries[:4], late, _check(late, 5)), *right)["pace"]
    assert row.machine == 3
    row = _graded(_session(*entries[:2]), verdict(2, 3), verdict(3, 1), NOT_ATTEMPTED)["pace"]
    assert row.machine == 2
    assert _graded(_session(), *[verdict(n, 1) for n in (2, 3, 4)])["pace"].machine == 1


@pytest.mark.parametrize(
    ("held", "grade"),
    [
        ((1, 3, 5), 4),
        ((1, 3, 2, 3, 4, 5), 3),
        ((1, 0, 2, 1, 5), 2),
        ((2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1), 1),
        ((), 1),
        ((0, 0, 0), 1),  # saves in which nothing ever held are not small steps
        ((5,), rubric.NOT_JUDGED),  # a whole exercise in one save: no steps
    ],
)
def test_method_is_steps_that_break_nothing(held: tuple[int, ...], grade: int) -> None:
    row = _graded(_session(*_tries(*held)), verdict(3, 3))["method"]
    assert (row.machine, bool(row.evidence)) == (grade, True)


def test_every_row_has_four_anchors_and_evidence() -> None:
    rows = _graded(_session(), *[NOT_ATTEMPTED] * 3)
    assert tuple(rows) == rubric.NAMES
    for row in rows.values():
        assert len(set(row.anchors)) == 4
        assert row.evidence
        assert row.machine == (0 if row.name == "understanding" else 1)


def _finish(points: float, at: float) -> Session:
    record = room.furnish(replace(opened(), at=at, deadline=at + 1800))
    verdicts = tuple(replace(verdict(n, 3), score=points) for n in (2, 3, 4))
    session = record.session
    graded = Graded(at + 1800, verdicts, scoring.scores(session, verdicts), ())
    record.add(Ended(at + 1800, Ending.DEADLINE))
    record.add(Rated(at + 1801, 3, None, 2))
    record.add(replace(graded, rubric=rubric.rows(session.with_entry(graded))))
    return record.session


def test_history_compares_with_oneself_only(capsys: pytest.CaptureFixture[str]) -> None:
    history.command(argparse.Namespace(html=None))
    assert "No interview has been finished yet" in capsys.readouterr().out
    for day, points in enumerate((2.0, 5.0, 4.5)):
        last = _finish(points, START + day * 86400)
    history.command(argparse.Namespace(html=None))
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[5:8] for line in lines[1:4]] == [
        ["/", "30", "20%"], ["/", "30", "50%"], ["/", "30", "45%"],
    ]  # fmt: skip
    assert lines[1].rstrip().endswith("2 3 4")
    assert lines[-1].split() == (
        "phone, 30 min, open ▂▅▄ 45% now (-5 since the last), best 50% of 3".split()
    )
    assert [s.graded.share for s in summary.earlier(last) if s.graded] == [0.2, 0.5]


def test_a_sparkline_spans_zero_to_one() -> None:
    assert summary.sparkline([0.0, 0.5, 1.0]) == "▁▅█"
