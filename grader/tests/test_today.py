"""What is due on which day, and that saying so changes nothing of the learner's."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from grader import cli, curriculum
from grader.interview import presets, readiness
from grader.judging.verdicts import ExerciseVerdict, Status
from grader.outcome import Exit
from grader.practice import statement
from grader.practice.history import Event, History

FIRST = curriculum.exercise(1)


class Learner:
    """Somebody whose evenings are written into the history, by a clock that is set."""

    def __init__(self, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._patch, self._capsys = patch, capsys

    def at(self, day: int, clock: str = "20:00:00") -> None:
        self._patch.setenv("KATA_NOW", f"2026-03-{day:02d}T{clock}")

    def check(self, status: Status, number: int = 1, diagnosis: str | None = None) -> None:
        name = curriculum.exercise(number).name
        verdict = ExerciseVerdict(number, name, status, 0.0, 10.0, diagnosis=diagnosis)
        History().add_check(verdict, "source", 1)

    def event(self, kind: Event, detail: str = "") -> None:
        History().add_event(FIRST, kind, detail)

    def passes(self, day: int, clock: str = "20:10:00", number: int = 1) -> None:
        self.at(day, clock)
        self.check(Status.PASSED, number)

    def due(self, day: int) -> list[dict[str, Any]]:
        self.at(day)
        self._capsys.readouterr()
        assert cli.main(["today", "--json", "-"]) == Exit.PASSED
        found = json.loads(self._capsys.readouterr().out)
        assert (found["version"], found["now"]) == (1, f"2026-03-{day:02d}T20:00:00")
        listed = found["due"]
        assert isinstance(listed, list)
        return listed

    def days(self, *days: int) -> list[int]:
        """On which of these days exercise 1 is due."""
        return [day for day in days if any(d["number"] == 1 for d in self.due(day))]


@pytest.fixture
def learner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Learner:
    monkeypatch.setenv("KATA_HOME", str(tmp_path))
    return Learner(monkeypatch, capsys)


def test_nothing_is_due_before_anything_was_tried(learner: Learner) -> None:
    assert learner.due(1) == []


def test_a_pass_is_due_again_after_1_3_7_and_21_days(learner: Learner) -> None:
    learner.passes(1)
    assert learner.days(1, 2, 3) == [2, 3]
    learner.passes(2)
    assert learner.days(2, 4, 5) == [5]
    learner.passes(5)
    assert learner.days(11, 12) == [12]
    learner.passes(12)
    assert learner.days(31) == []


def test_the_same_code_run_twice_on_one_evening_counts_once(learner: Learner) -> None:
    learner.passes(1)
    learner.passes(1, "21:00:00")
    assert learner.days(2) == [2]
    learner.passes(2)
    learner.passes(3)  # not due yet, and no fresh stub: proves nothing
    assert learner.days(4, 5) == [5]


def test_a_pass_from_a_fresh_stub_counts_before_it_is_due(learner: Learner) -> None:
    learner.passes(1)
    learner.passes(2)
    learner.at(3)
    learner.event(Event.RESET)
    learner.passes(3)
    assert learner.days(9, 10) == [10]


@pytest.mark.parametrize("trouble", ["hint", "reference", "tries", "time"])
def test_a_round_that_was_hard_is_due_sooner(learner: Learner, trouble: str) -> None:
    learner.passes(1)
    learner.at(2, "18:00:00" if trouble == "time" else "20:00:00")
    learner.event(Event.RESET)
    if trouble == "hint":
        learner.event(Event.HINT, "1")
    if trouble == "reference":
        learner.event(Event.SOLUTION)
    for _ in range(6 if trouble == "tries" else 0):
        learner.check(Status.FAILED)
    learner.passes(2)
    assert learner.days(3, 4) == [3, 4]


def test_what_was_begun_and_never_passed_is_due(learner: Learner) -> None:
    learner.at(1)
    learner.check(Status.FAILED)
    [one] = learner.due(2)
    assert (one["number"], one["since"]) == (1, "2026-03-01")
    assert "not passed yet" in one["why"]


def test_what_has_waited_longest_comes_first_and_finales_never(learner: Learner) -> None:
    learner.passes(2, number=3)
    learner.passes(1, number=5)
    learner.passes(1, number=8)
    assert [d["number"] for d in learner.due(4)] == [5, 3]


def test_why_tells_the_time_and_the_last_slip(learner: Learner) -> None:
    learner.at(1, "20:00:00")
    learner.check(Status.FAILED, diagnosis="You forgot 1/n.")
    learner.passes(1, "20:06:10")
    [one] = learner.due(3)
    assert one["minutes"] == 6.2
    assert "2 days ago in 6:10" in one["why"] and "You forgot 1/n." in one["why"]


def test_a_history_of_version_1_is_read_and_goes_on(learner: Learner, tmp_path: Path) -> None:
    learner.passes(1)
    with sqlite3.connect(tmp_path / "history.db") as database:
        database.execute("ALTER TABLE checks DROP COLUMN diagnosis")
        database.execute("PRAGMA user_version = 1")
    assert learner.days(2) == [2]
    learner.passes(2)
    assert learner.days(4, 5) == [5]


def test_status_tells_times_and_when_it_is_due(
    learner: Learner, capsys: pytest.CaptureFixture[str]
) -> None:
    learner.at(1)
    learner.check(Status.FAILED)
    learner.passes(1, "20:06:00")
    learner.at(2)
    capsys.readouterr()
    assert cli.main(["status"]) == Exit.PASSED
    assert "2 checks  in 6 min  due today" in capsys.readouterr().out


def test_saying_what_is_due_changes_no_file(learner: Learner, tmp_path: Path) -> None:
    learner.passes(1)
    before = FIRST.stub.read_bytes(), sorted(tmp_path.iterdir())
    learner.at(3)
    assert cli.main(["today"]) == Exit.PASSED  # no terminal here
    learner.due(3)
    assert (FIRST.stub.read_bytes(), sorted(tmp_path.iterdir())) == before


def test_the_screen_offers_half_an_hour_and_says_what_is_left(
    learner: Learner, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in (1, 2, 3, 4, 5, 6):
        learner.passes(1, number=number)
    assert len(learner.due(3)) == 6
    cli.main(["today"])
    shown = capsys.readouterr().out
    assert "01 matmul" in shown and "more, tomorrow" in shown
    assert "New: 07 train" in shown


def test_an_exercise_of_which_only_a_hint_was_read_is_still_new(
    learner: Learner, capsys: pytest.CaptureFixture[str]
) -> None:
    learner.at(1)
    learner.event(Event.HINT, "1")
    assert learner.due(2) == []
    cli.main(["today"])
    assert "New: 01 matmul" in capsys.readouterr().out


def test_a_clock_that_is_no_time_is_one_line(
    learner: Learner, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KATA_NOW", "tomorrow")
    assert cli.main(["today", "--json", "-"]) == Exit.USAGE
    assert "KATA_NOW" in capsys.readouterr().err


def test_a_time_with_a_zone_is_taken_for_what_it_is(
    learner: Learner, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KATA_NOW", "2026-03-01T20:00:00+00:00")
    assert cli.main(["today", "--json", "-"]) == Exit.PASSED
    now = datetime.fromisoformat(json.loads(capsys.readouterr().out)["now"])
    assert now.timestamp() == datetime.fromisoformat("2026-03-01T20:00:00+00:00").timestamp()


@pytest.mark.parametrize("exercise", curriculum.track("all"), ids=lambda e: e.name)
def test_a_bare_statement_has_the_task_and_not_the_maths(exercise: curriculum.Exercise) -> None:
    bare = statement.bare(exercise)
    assert "## Your task" in bare
    assert "## The maths" not in bare and "make test-exercise" not in bare
    if exercise.finale is None:
        assert len(bare) < len(statement.text(exercise))


def test_the_formula_of_cross_entropys_gradient_is_not_in_its_bare_statement() -> None:
    assert "dL/dlogits" not in statement.bare(curriculum.exercise(4))


def test_a_night_between_the_first_trace_and_the_pass_is_not_work(learner: Learner) -> None:
    learner.at(1, "22:00:00")
    learner.check(Status.FAILED)
    learner.passes(2, "20:00:00")
    [due] = [d for d in learner.due(3) if d["number"] == 1]
    assert due["why"].startswith("passed 1 day ago in 0:00")


def test_times_are_held_beside_an_interviews(
    learner: Learner, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, begun, passed in ((2, "20:00:00", "20:06:00"), (3, "20:10:00", "20:19:00")):
        learner.at(1, begun)
        learner.check(Status.FAILED, number)
        learner.passes(1, passed, number)
    one = readiness.readiness(presets.get("phone"), History().past())
    assert (one.timed, one.asked, round(one.took)) == (2, 3, 15)
    assert one.given == pytest.approx(30 * 20 / 32)
    assert cli.main(["status"]) == Exit.PASSED
    told = capsys.readouterr().out
    assert "15 min where it gives 19" in told and "best" not in told and "%" in told


def test_the_history_tells_times_and_mistakes_that_came_back(
    learner: Learner, capsys: pytest.CaptureFixture[str]
) -> None:
    for day, mistake in ((1, "You sum the rows."), (2, "You sum the rows."), (5, "You add one.")):
        learner.at(day)
        learner.event(Event.RESET)
        learner.check(Status.FAILED, diagnosis=mistake)
        learner.passes(day, "20:04:00")
    learner.event(Event.FOUND, "7 matmul__order_swapped")
    capsys.readouterr()
    assert cli.main(["history"]) == Exit.PASSED
    told = capsys.readouterr().out
    assert "4 min → 4 min → 4 min, 2 mistakes, 1 made again" in told
    assert "Hunts: 1 bug found, 0 looked up or missed" in told


def test_the_history_is_a_page_too(
    learner: Learner, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for day, mistake in ((1, "You sum the <rows>."), (3, "You sum the <rows>."), (5, "")):
        learner.at(day)
        learner.event(Event.RESET)
        learner.check(Status.FAILED, diagnosis=mistake)
        learner.passes(day, "20:04:00")
    capsys.readouterr()
    assert cli.main(["history", "--html", str(tmp_path / "page.html")]) == Exit.PASSED
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "You sum the &lt;rows&gt;." in page
    assert "made again, passed since" in page
    assert page.count("<circle") == 3
    assert cli.main(["history", "--html", str(tmp_path / "no" / "page.html")]) == Exit.USAGE
    assert capsys.readouterr().err.count("\n") == 1
