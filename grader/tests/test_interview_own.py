"""What is the candidate's own in an interview: runs, tests, answers, and what they did outside."""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from grader import curriculum, stubs
from grader.interview import (
    command,
    examples,
    followups,
    journal,
    late,
    outside,
    owntests,
    page,
    room,
    scoring,
    session,
    store,
    tryout,
)
from grader.interview.entries import Asked, Ended, Ending, Save, Task
from grader.interview.findings import Graded, Run
from grader.interview.keyboard import Lines
from grader.interview.live import Interview
from grader.interview.session import Session
from grader.outcome import UsageError
from grader.reports import terminal
from grader.tests.conftest import reference
from grader.tests.interviews import START, Clock, MadeUpChecks, begin, opened, verdict, write


def _furnished(form: str = "open") -> Session:
    now = time.time()
    return room.furnish(replace(opened(), at=now, deadline=now + 60, form=form)).session


def _task(number: int) -> Task:
    exercise = curriculum.exercise(number)
    return Task(number, exercise.name, exercise.points, exercise.minutes, stubs.of(exercise))


def _run(session: Session, number: int, **files: str) -> Run:
    task = next(task for task in session.tasks if task.number == number)
    for name, text in files.items():
        (room.module_path(session, task).parent / f"{name}.py").write_text(text, encoding="utf-8")
    process = tryout.start(session, task)
    process.wait()
    return tryout.as_run(process, task, asked=True, now=time.time())


def test_ones_own_exception_has_its_line_and_prints_are_escaped() -> None:
    run = _run(
        _furnished(), 2, sigmoid="def f(z):\n    return 1 / z\n\nprint('a\\x1b[31m')\nf(0)\n"
    )
    assert run.trouble == "ZeroDivisionError: division by zero (sigmoid.py, line 2)"
    assert run.prints == "a\\x1b[31m"
    assert run.tests is None
    run = _run(_furnished(), 2, sigmoid="def (")
    assert run.trouble == "SyntaxError: invalid syntax (sigmoid.py, line 1)"


def test_own_tests_import_own_modules_and_those_that_are_given() -> None:
    tests = """
from matmul import matmul
from softmax import mine

def test_right():
    assert matmul([[2.0]], [[3.0]]) == [[6.0]]

def test_wrong():
    assert mine() == 5
"""
    session = _furnished()
    write_to = room.module_path(session, session.tasks[1])
    write_to.write_text("def mine():\n    return 4\n", encoding="utf-8")
    run = _run(session, 4, test_loss=tests)
    assert (run.tests, run.passed) == (2, 1)
    assert run.trouble == "test_wrong: AssertionError (test_loss.py, line 9)"


def test_a_room_gives_what_comes_before_and_of_the_rest_only_what_is_needed() -> None:
    mixed = replace(opened(), tasks=(_task(5), _task(14)), given=(1, 2, 3, 4, 6, 7, 9, 10, 11))
    folder = room.furnish(mixed).session.folder / room.GIVEN
    before = {"matmul", "sigmoid", "softmax", "cross_entropy"}
    assert {path.stem for path in folder.iterdir()} == before  # layers would show how 05 is done


def test_a_run_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tryout, "SECONDS", 3.0)
    run = _run(_furnished(), 2, sigmoid="import time\nprint('on', flush=True)\ntime.sleep(99)\n")
    assert (run.trouble, run.prints) == ("it was ended after 3 s", "on")


def test_the_statements_examples_hold_for_the_reference(tmp_path: Path) -> None:
    tried = 0
    for exercise in curriculum.track("all"):
        lines = examples.of(exercise)
        if exercise.number > 5 or not lines:
            continue
        path = [e.reference.parent for e in curriculum.track("all") if e.number <= exercise.number]
        run = tryout.Tryout([], path, tmp_path, lines, exercise.name)
        run.wait()
        found, _ = run.outcomes()
        assert [one.wrong for one in found] == [""] * sum(bool(value) for _, value in lines)
        tried += 1
    assert tried == 3


def test_own_tests_are_tried_on_the_catalogues_mistakes() -> None:
    session = _furnished()
    tests = """
from sigmoid import sigmoid

def test_half():
    assert sigmoid([[0.0, 0.0]]) == [[0.5, 0.5]]

def test_wrong_itself():
    assert sigmoid([[0.0]]) == [[1.0]]
"""
    task = session.tasks[0]
    (room.module_path(session, task).parent / "test_mine.py").write_text(tests, encoding="utf-8")
    (tested,) = owntests.tried(session, known=())
    assert (tested.tests, tested.right) == (2, 1)
    assert 0 < tested.caught < tested.mistakes
    assert "your 1 test would have caught" in journal.worth(tested, session)
    assert list(owntests.tried(session, known={2})) == []


def test_a_blind_form_shows_own_tests_alone_until_the_end() -> None:
    clock, checks = Clock(), MadeUpChecks()
    interview = Interview(room.furnish(replace(opened(), form="blind")), now=clock, checker=checks)
    write(interview, 2, "x = 1")
    interview.tick()
    checks.finish(3)
    interview.tick()
    session = interview.session
    task = interview.at_hand
    assert session.checks[0].passed
    assert (task.number, interview.session.asked) == (2, ())
    lines = [text for _, text in journal.events(session)]
    shown = " ".join([*lines, journal.state(session, task, frozenset())])
    assert "3 of 3" not in shown
    assert "judged at the end" in interview.check(task)
    beside = room.module_path(session, session.tasks[1]).with_name("test_mine.py")
    beside.write_text("def test_a(): pass\n", encoding="utf-8")
    interview.tick()
    interview.tick()
    assert checks.runs == [(2, False), (3, False)]  # with each save, of the module or of tests
    run = _run(_furnished("blind"), 2, sigmoid=reference(2), test_s="def test_a():\n    pass\n")
    assert journal.own_result(run) == "own 1/1, example 2/2"
    assert run.all_well


def test_a_question_comes_once_with_a_pass_and_is_answered_in_the_room() -> None:
    checks = MadeUpChecks()
    interview = Interview(
        room.furnish(replace(opened(), at=time.time(), deadline=time.time() + 60)), checker=checks
    )
    for text in ("right", "right still"):
        write(interview, 2, text)
        time.sleep(0.1)
        interview.tick()
        checks.finish(3)
        interview.tick()
    (asked,) = interview.session.asked
    path = interview.session.folder / followups.FILE
    path.write_text(path.read_text(encoding="utf-8") + "because\nof it\n", encoding="utf-8")
    interview.tick()
    interview.tick()
    assert len(interview.session.answers) == 1
    assert interview.session.answer_to(asked) == "because\nof it"
    assert followups.model(asked, interview.task(2))
    path.write_text(path.read_text(encoding="utf-8") + "too late\n", encoding="utf-8")
    os.utime(path, (time.time() + 100, time.time() + 100))
    interview.submit()
    assert followups.read(interview.session, time.time() + 200) == []


def test_the_last_question_is_asked_once() -> None:
    interview = begin(Clock(), MadeUpChecks())
    asked = interview.ask_last()
    assert isinstance(asked, Asked)
    assert interview.ask_last() is None


def test_what_is_asked_outside_while_it_runs_is_told() -> None:
    outside.note(["solution", "3"])
    session = _furnished()
    outside.note(["hint", "3"])
    outside.note(["history"])
    (line,) = outside.remarks(session)
    assert line == "outside, at 0:00: hint 3"


def test_a_fifo_in_the_room_is_not_waited_for() -> None:
    session = _furnished()
    module = room.module_path(session, session.tasks[0])
    module.unlink()
    for path in (module, session.folder / outside.FILE):
        os.mkfifo(path)
    outside.note(["hint", "3"])
    assert "its file is gone" in next(late.remarks(session))
    assert outside.remarks(session) == []


def test_a_discarded_interview_is_none_any_more() -> None:
    session = _furnished()
    kept = store.discard(session)
    assert store.unfinished() is None
    assert (kept / "session.jsonl").is_file()
    with pytest.raises(UsageError):
        store.discard(session)


def _finished(session: Session) -> Session:
    record = store.Store(session)
    verdicts = tuple(verdict(task.number, 3) for task in session.tasks)
    record.add(Ended(session.opened.deadline, Ending.DEADLINE))
    scores = scoring.scores(record.session, verdicts)
    record.add(Graded(session.opened.deadline, verdicts, scores, ()))
    return record.session


def test_the_same_set_again_has_old_and_new_on_its_page() -> None:
    old = room.furnish(replace(opened(seed=11), name="Ada & Co", form="blind")).session
    store.Store(old).add(Save(START + 60, START + 60, 1, 2, "x = 'the old one'\n"))
    old = _finished(session.load(old.folder))
    asked = {"preset": None, "minutes": "20", "seed": None, "form": None, "name": None}
    arguments = argparse.Namespace(**asked, again=True, examiner=False)
    begun = command._begin(arguments, terminal.console(), Lines(-1), ask=False)
    assert begun is not None
    new = begun.session.opened
    assert (new.seed, new.form, new.name, new.again) == (11, "blind", "Ada & Co", old.folder.name)
    assert [task.number for task in new.tasks] == [task.number for task in old.opened.tasks]
    begun.add(Asked(new.at + 1, 2, "Why <b>so</b>?"))
    text = page.as_page(_finished(begun.session))
    for part in (
        "Ada &amp; Co",
        "The same set before (30 min), and now",
        "the old one",
        "Why &lt;b&gt;so",
    ):
        assert part in text, part
    assert "nothing of this set" not in text  # a question is open
