"""What an interview comes to: points, times, the trend."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import pytest

from grader.interview import history, room, rubric, scoring, summary, times
from grader.interview.entries import (
    Ended,
    Ending,
    Entry,
    Focus,
    Hint,
    Resumed,
    Save,
)
from grader.interview.findings import Check, Graded, Rated
from grader.interview.session import Session
from grader.judging.verdicts import Status
from grader.tests.interviews import START, opened, verdict


def _session(*entries: Entry) -> Session:
    session = Session(Path("nowhere"), opened())
    for entry in entries:
        session = session.with_entry(entry)
    return session


def _save(at: float, number: int, exercise: int = 3) -> Save:
    return Save(START + at, START + at, number, exercise, f"text {number}")


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
    passed = Check(late.at + 2, 1, 3, False, Status.PASSED, 10.0)
    session = _session(late, passed, Ended(START + 1800, Ending.DEADLINE))
    assert times.first_pass(session, 3) is None


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
