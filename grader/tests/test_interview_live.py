"""A running interview with a clock set by hand: saves, checks, hints, crashes, the deadline."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.interview import folders, journal, session, times
from grader.interview.entries import Ending, Resumed
from grader.interview.live import Interview
from grader.interview.store import Store
from grader.judging.verdicts import ExerciseVerdict, Failure, PropertyVerdict, Status
from grader.outcome import UsageError
from grader.tests.interviews import START, Clock, MadeUpChecks, begin, write


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def checks() -> MadeUpChecks:
    return MadeUpChecks()


def test_a_save_is_recorded_and_checked_with_all_modules(
    clock: Clock, checks: MadeUpChecks
) -> None:
    interview = begin(clock, checks)
    write(interview, 3, "first")
    clock.now += 60
    interview.tick()
    assert [(s.number, s.exercise, s.source) for s in interview.session.saves] == [(1, 3, "first")]
    job = checks.requests[0].job
    assert (job.number, job.given, job.seed) == (3, (1,), 7)
    assert {m.number: m.data for m in job.modules}[3] == b"first"
    assert not checks.requests[0].asked
    checks.finish(2)
    clock.now += 1
    interview.tick()
    (check,) = interview.session.checks
    assert (check.save, check.held, check.first_failure) == (1, 2, "property 2 holds")
    assert session.load(interview.session.folder) == interview.session


def test_nothing_that_a_check_records_gives_inputs_or_results_away(
    clock: Clock, checks: MadeUpChecks
) -> None:
    interview = begin(clock, checks)
    write(interview, 3, "x")
    interview.tick()
    checks.finish(1)
    interview.tick()
    record = (interview.session.folder / folders.RECORD).read_text()
    lines = [text for _, text in journal.events(interview.session)]
    assert "property 1 holds" in record
    assert "softmax([[1.0]])" not in record
    assert "2.0" not in record.partition('{"is":"Check"')[2]
    assert "03 softmax: 1 of 3 hold · ✗ property 1 holds" in lines


def test_a_module_that_does_not_load_says_so(clock: Clock, checks: MadeUpChecks) -> None:
    interview = begin(clock, checks)
    write(interview, 3, "def (")
    interview.tick()
    request = checks.requests.pop()
    failure = Failure("", "importing the module raised SyntaxError: invalid\nline", "")
    found = PropertyVerdict("test_a", "a", Status.ERROR, failure=failure)
    verdict = ExerciseVerdict(3, "softmax", Status.ERROR, 0.0, 10.0, properties=(found,))
    from grader.interview.checker import Outcome

    checks.outcomes.append(Outcome(request, 0.1, verdict))
    interview.tick()
    trouble = journal.trouble(interview.session, 3)
    assert trouble == "importing the module raised SyntaxError: invalid"


def test_a_check_that_the_grader_could_not_do_is_said_and_not_recorded(
    clock: Clock, checks: MadeUpChecks
) -> None:
    from grader.interview.checker import Outcome

    interview = begin(clock, checks)
    write(interview, 3, "x")
    interview.tick()
    checks.outcomes.append(Outcome(checks.requests.pop(), 0.1, None, "no process can be started"))
    assert interview.tick() == ["03 softmax could not be checked: no process can be started"]
    assert interview.session.checks == ()


def test_a_finale_is_run_only_when_it_is_asked_for(clock: Clock, checks: MadeUpChecks) -> None:
    interview = begin(clock, checks, "full")
    write(interview, 8, "x")
    interview.tick()
    assert checks.requests == []
    task = interview.task(8)
    assert journal.state(interview.session, task, interview.busy_with) == "saved: c runs it"
    interview.check(task)
    assert [request.job.number for request in checks.requests] == [8]
    assert checks.requests[0].asked


def test_hints_come_level_by_level_are_paid_for_and_end(clock: Clock, checks: MadeUpChecks) -> None:
    interview = begin(clock, checks)
    task = interview.task(3)
    texts = []
    for level in (1, 2, 3):
        assert interview.next_level(task) == level
        texts.append(interview.take_hint(task))
    assert interview.next_level(task) is None
    assert [text[:4] for text in texts] == ["## 1", "## 2", "## 3"]
    assert all(text in interview.taken_hints(task) for text in texts)
    assert [(h.exercise, h.level, h.cost) for h in interview.session.hints] == [
        (3, 1, 1.0), (3, 2, 1.0), (3, 3, 1.0),
    ]  # fmt: skip


def test_the_deadline_ends_it_and_stops_the_checks(clock: Clock, checks: MadeUpChecks) -> None:
    interview = begin(clock, checks, minutes=1)
    clock.now = START + 59.9
    interview.tick()
    assert not interview.over
    assert interview.until_next_look() <= 0.05
    clock.now = START + 60.03
    interview.tick()
    ended = interview.session.ended
    assert ended is not None
    assert (ended.at, ended.how) == (START + 60, Ending.DEADLINE)
    assert checks.closed
    assert interview.left() == 0


def test_submitting_takes_the_save_that_was_not_seen_yet(
    clock: Clock, checks: MadeUpChecks
) -> None:
    interview = begin(clock, checks)
    clock.now += 30
    write(interview, 2, "at the last moment")
    interview.submit()
    ended = interview.session.ended
    assert ended is not None
    assert (ended.at, ended.how) == (START + 30, Ending.SUBMITTED)
    final = interview.session.final(2)
    assert final is not None
    assert final.source == "at the last moment"


def test_a_crash_loses_nothing_and_the_clock_runs_on(clock: Clock, checks: MadeUpChecks) -> None:
    interview = begin(clock, checks)
    write(interview, 2, "before the crash")
    clock.now += 100
    interview.tick()
    clock.now += 1
    interview.tick()
    del interview  # killed: nothing more is written
    found = session.load(_only_folder())
    clock.now += 199
    again = MadeUpChecks()
    resumed = Interview(Store(found), resumed=True, now=clock, checker=again)
    assert resumed.left() == 30 * 60 - 300
    assert resumed.session.saves[0].source == "before the crash"
    assert resumed.session.resumed == (Resumed(START + 300, START + 101),)
    assert [request.save for request in again.requests] == [1]  # it was not checked yet
    assert resumed.at_hand.number == 2
    resumed.tick()
    assert len(resumed.session.saves) == 1
    write(resumed, 2, "after it")
    resumed.tick()
    assert [save.number for save in resumed.session.saves] == [1, 2]
    spent = times.spent(resumed.session, clock.now)
    assert spent[2] == 101
    assert times.away(resumed.session, clock.now) == 199


def _only_folder() -> Path:

    (folder,) = folders.each()
    return folder


def test_what_was_saved_while_nobody_was_there_counts_if_seen_in_time(
    clock: Clock, checks: MadeUpChecks
) -> None:
    interview = begin(clock, checks)
    interview.leave()
    write(interview, 2, "meanwhile")
    clock.now += 50
    found = session.load(_only_folder())
    again = Interview(Store(found), resumed=True, now=clock, checker=MadeUpChecks())
    again.tick()
    assert [save.source for save in again.session.saves] == ["meanwhile"]


def test_after_a_pass_the_next_exercise_is_at_hand(clock: Clock, checks: MadeUpChecks) -> None:
    interview = begin(clock, checks)
    write(interview, 2, "right")
    clock.now += 10
    interview.tick()
    checks.finish(3)
    clock.now += 5
    interview.tick()
    assert interview.at_hand.number == 3
    clock.now += 7
    spent = times.spent(interview.session, clock.now)
    assert (spent[2], spent[3], spent[4]) == (15, 7, 0)
    assert times.first_pass(interview.session, 2) == 10


def test_an_exercise_that_is_not_asked_for_is_refused(clock: Clock, checks: MadeUpChecks) -> None:
    with pytest.raises(UsageError, match="Exercise 7 is not asked for here; these are: 2, 3, 4"):
        begin(clock, checks).task(7)


def test_notes_are_kept_out_of_the_log(clock: Clock, checks: MadeUpChecks) -> None:
    interview = begin(clock, checks)
    interview.note("  hesitates at the max ")
    interview.note("   ")
    assert [note.text for note in interview.session.notes] == ["hesitates at the max"]
    assert not any("hesitates" in text for _, text in journal.events(interview.session))
