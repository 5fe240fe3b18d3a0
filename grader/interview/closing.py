"""After the working time: three questions, then the truth, then the page."""

from __future__ import annotations

import contextlib
import sys
import termios
import time
from dataclasses import replace
from functools import partial

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader import files
from grader.interview import (
    clock,
    debugging,
    followups,
    journal,
    late,
    nextsteps,
    outside,
    owntests,
    room,
    rubric,
    scoring,
    summary,
)
from grader.interview.entries import Ended, Ending
from grader.interview.findings import Graded, Marked, Rated, Regraded
from grader.interview.judge import Job, judge
from grader.interview.keyboard import Lines
from grader.interview.session import Session
from grader.interview.store import Store
from grader.judging.text import safe_lines
from grader.judging.verdicts import ExerciseVerdict, Verdict
from grader.outcome import GraderFault, UsageError
from grader.reports import json_report, terminal
from grader.reports.finale import Screen

QUESTIONS = (
    ("correctness", "How much of it is right?", "1 little … 4 all of it"),
    ("understanding", "How well did you know why?", "1 guessed … 4 could explain every line"),
    ("pace", "How was the pace?", "1 far too slow … 4 time to spare"),
)


def close(store: Store, out: Console, lines: Lines) -> None:
    """Bring an interview to its end: whatever of this was done before a crash is not done again."""
    if store.session.ended is None:
        late.collect(store, partial(clock.now, store.session.opened))
        store.add(Ended(store.session.opened.deadline, Ending.DEADLINE))
    for answer in followups.read(store.session, time.time()):
        store.add(answer)
    for line in late.remarks(store.session):
        out.print(line, markup=False, highlight=False)
    if store.session.rated is None:
        store.add(_rated(out, lines))
    if store.session.graded is None:
        _mark_answers(store, out, lines)
        _try_tests(store, out)
        store.add(_graded(store.session, out))
        if store.session.examiner and _is_somebody_there():
            _ask_examiner(store, out, lines)
    _write_verdict(store.session)
    summary.show(store.session, out)
    debugging.show(store.session, out)
    for line in outside.remarks(store.session):
        out.print(Text(f" {line}", "yellow"))
    out.print(Text(" next", "bold"))
    steps = Table.grid(padding=(0, 0, 0, 1), pad_edge=True)
    for line in nextsteps.lines(store.session):
        steps.add_row("-", Text(line))
    out.print(steps)
    show_page(store.session, out)


def _is_somebody_there() -> bool:
    """Whether standard input is a terminal; it may be closed altogether."""
    return sys.stdin is not None and sys.stdin.isatty()


def _write_verdict(session: Session) -> None:
    """Leave the contract's object for what counted beside the record. Raises `GraderFault`."""
    assert session.graded is not None
    verdict = Verdict(str(session.folder), session.opened.seed, session.graded.verdicts)
    try:
        files.write(session.folder / "verdict.json", json_report.as_json(verdict).encode("ascii"))
    except OSError as error:
        raise GraderFault(f"verdict.json cannot be written ({error.strerror}).") from None


def _ask(out: Console, lines: Lines, question: str, least: int = 1, most: int = 4) -> int | None:
    """A grade from `least` to `most`, or None: left blank, or nobody there."""
    while True:
        out.print(question, end=" ", markup=False)
        out.file.flush()
        answer = lines.answer()
        if not _is_somebody_there():
            out.print(answer or "", markup=False)
        if answer is None or not answer:
            return None
        if answer in {str(grade) for grade in range(least, most + 1)}:
            return int(answer)
        out.print(f"A number from {least} to {most}, or Enter to leave it blank.")


def _rated(out: Console, lines: Lines) -> Rated:
    with contextlib.suppress(termios.error, OSError, ValueError, AttributeError):
        # Keys that were pressed before the questions are not answers.
        termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)
    out.print()
    out.print("Before you see the grade: how did you do? (Enter leaves a line blank)")
    answers = {name: _ask(out, lines, f"  {text} {scale}:") for name, text, scale in QUESTIONS}
    return Rated(time.time(), **answers)


def _mark_answers(store: Store, out: Console, lines: Lines) -> None:
    """Show the model answer beside each answer, and have it marked; a blank one has none."""
    by = "examiner" if store.session.examiner else "candidate"
    for asked in store.session.asked:
        task = store.session.task(asked.exercise)
        answer = store.session.answer_to(asked)
        if store.session.mark_of(asked) is not None:
            continue
        out.print()
        out.print(Text(f"{task.label}: {asked.question}", "bold"))
        out.print(Text(f"your answer: {safe_lines(answer, 40) if answer else 'none'}"))
        out.print(Text(f"a good one: {followups.model(asked, task)}", "dim"))
        if not answer:
            continue
        mark = _ask(out, lines, f"  the {by}'s mark, {followups.MARKS}:", 0, 2)
        if mark is not None:
            store.add(Marked(time.time(), asked.exercise, asked.question, mark, by))


def _try_tests(store: Store, out: Console) -> None:
    """Try the candidate's own tests on the reference and on the catalogue's mistakes."""
    known = {tested.exercise for tested in store.session.tested}
    for tested in owntests.tried(store.session, known):
        store.add(tested)
        out.print(journal.worth(tested, store.session), markup=False)


def _graded(session: Session, out: Console) -> Graded:
    """Judge the snapshots that count. Raises `GraderFault`."""
    out.print()
    out.print(Text.assemble(("The truth", "bold"), ": the last snapshots in time, judged in full."))
    modules, opened = room.final_modules(session), session.opened
    verdicts: list[ExerciseVerdict] = []
    for task in session.tasks:
        job = replace(Job.of(task.number, modules, opened.given, opened.seed), in_full=True)
        if task.exercise.finale:
            with Screen(out) as screen:
                verdict = judge(job, screen.update)
        else:
            verdict = judge(job)
        terminal.show_brief(verdict, out)
        verdicts.append(verdict)
    found = tuple(verdicts)
    bugs = debugging.conclude(session)
    scores = scoring.scores(session, found) if bugs is None else debugging.scores(session, bugs)
    graded = Graded(time.time(), found, scores, ())
    return replace(graded, rubric=rubric.rows(replace(session, graded=graded)))


def _ask_examiner(store: Store, out: Console, lines: Lines) -> None:
    """Let the examiner give other grades than the machine's."""
    assert store.session.graded is not None
    summary.show_rubric(store.session.graded, out)
    out.print("The examiner may give other grades, 1 to 4 (Enter keeps the machine's):")
    for row in store.session.graded.rubric:
        grade = _ask(out, lines, f"  {row.name} {row.machine or 'not judged'}, yours:")
        if grade is not None:
            store.add(Regraded(time.time(), row.name, grade))


def regrade(store: Store, change: str) -> None:
    """Give a row of the rubric another grade: "pace=3", or "pace=" for the machine's again.

    Raises `UsageError`.
    """
    name, _, grade = change.partition("=")
    if name not in rubric.NAMES or grade not in ("", "1", "2", "3", "4"):
        known = ", ".join(rubric.NAMES)
        raise UsageError(f"{change[:40]!r} is not a grade: ROW=1 to 4, ROW being one of {known}.")
    store.add(Regraded(time.time(), name, int(grade) if grade else None))


def show_page(session: Session, out: Console) -> None:
    """Write the page of an interview and say where it lies."""
    from grader.interview import page  # templates are loaded for this alone

    try:
        path = page.write(session.folder)
    except OSError as error:
        out.print(f" page: not written ({error.strerror})")
        return
    out.print(Text.assemble((" page: ", "bold"), str(path)), soft_wrap=True)
