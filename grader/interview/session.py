"""An interview, running or finished, as its record tells it.

On disk an interview is a folder, `interviews/<date-time>/`:

    NN_name/name.py        the candidate's modules, untouched stubs at first
    NN_name/README.md      the statements
    session.jsonl          the record: one entry a line, `{"is": "Save", …}`; the first is `Opened`
    given/name.py          the reference's modules of the exercises that are given
    answers.md             the follow-up questions that were asked, answered there or on screen
    Makefile               make try
    report.html            the page, once it has been graded

Lines are only ever added, each in one write that is synced to the disk, so nothing recorded is
lost by a crash; a line that a power cut tore is skipped. Whole sources are in the record: what is
in the modules' files later does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from grader import files
from grader.interview import presets
from grader.interview.entries import (
    VERSION,
    Answered,
    Asked,
    Ended,
    Entry,
    Focus,
    Hint,
    Note,
    Opened,
    Resumed,
    Save,
    Task,
    parse,
)
from grader.interview.findings import Check, Graded, Marked, Rated, Regraded, Run, Tested
from grader.interview.folders import RECORD, RECORD_BYTES
from grader.outcome import GraderFault, UsageError


@dataclass(frozen=True)
class Session:
    """An interview as its record tells it; every tuple is in the order of time."""

    folder: Path
    """Where it lies."""
    opened: Opened
    """Preset, seed, start, deadline, exercises."""
    saves: tuple[Save, ...] = ()
    """Every snapshot, those after the end included (see `counts`)."""
    checks: tuple[Check, ...] = ()
    """Every check that was done before the end."""
    hints: tuple[Hint, ...] = ()
    """The hints taken."""
    focuses: tuple[Focus, ...] = ()
    """When the candidate turned to which exercise on the screen."""
    notes: tuple[Note, ...] = ()
    """The examiner's notes."""
    runs: tuple[Run, ...] = ()
    """The runs of the candidate's own files and tests."""
    asked: tuple[Asked, ...] = ()
    """The follow-up questions that were asked."""
    answers: tuple[Answered, ...] = ()
    """The answers to them; the latest one to a question counts."""
    marks: tuple[Marked, ...] = ()
    """The marks for the answers."""
    tested: tuple[Tested, ...] = ()
    """What the candidate's own tests are worth."""
    resumed: tuple[Resumed, ...] = ()
    """Each time that it was taken up again."""
    ended: Ended | None = None
    """How and when it ended; None while it runs."""
    rated: Rated | None = None
    """The self-rating; None until the questions were asked."""
    graded: Graded | None = None
    """The grade; None until it is there."""

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The exercises asked for."""
        return self.opened.tasks

    def task(self, number: int) -> Task:
        """The task of that number. Raises `UsageError`."""
        for task in self.tasks:
            if task.number == number:
                return task
        asked = ", ".join(str(task.number) for task in self.tasks)
        raise UsageError(f"Exercise {number} is not asked for here; these are: {asked}.")

    @property
    def blind(self) -> bool:
        """Whether checks are hidden: the form is blind, and it has not ended yet."""
        return self.ended is None and presets.form(self.opened.form).is_blind

    @property
    def examiner(self) -> bool:
        """Whether an examiner sits in and keeps notes."""
        return self.opened.examiner or any(resumed.examiner for resumed in self.resumed)

    @property
    def end(self) -> float:
        """When the working time ended, or will."""
        return self.ended.at if self.ended else self.opened.deadline

    @property
    def minutes(self) -> float:
        """The time that there was."""
        return (self.opened.deadline - self.opened.at) / 60

    def counts(self, save: Save) -> bool:
        """Whether a save was made in time."""
        return save.at <= self.end

    def saves_of(self, number: int) -> tuple[Save, ...]:
        """The saves of one exercise that were made in time."""
        return tuple(s for s in self.saves if s.exercise == number and self.counts(s))

    def final(self, number: int) -> Save | None:
        """The snapshot of one exercise that counts: the last one in time."""
        found = self.saves_of(number)
        return max(found, key=lambda save: (save.at, save.number)) if found else None

    def check_of(self, save: Save) -> Check | None:
        """The latest check of a save, if it was checked."""
        return next((c for c in reversed(self.checks) if c.save == save.number), None)

    def last_check(self, number: int) -> Check | None:
        """The latest check of an exercise."""
        return next((c for c in reversed(self.checks) if c.exercise == number), None)

    def last_run(self, number: int) -> Run | None:
        """The latest run of an exercise's own file or tests."""
        return next((run for run in reversed(self.runs) if run.exercise == number), None)

    def answer_to(self, asked: Asked) -> str:
        """The latest answer to a question that was given in time, or ""."""
        found = (a for a in reversed(self.answers) if a.at <= self.end)
        return next((a.text for a in found if _same(a, asked)), "")

    def mark_of(self, asked: Asked) -> Marked | None:
        """The latest mark for the answer to a question."""
        return next((mark for mark in reversed(self.marks) if _same(mark, asked)), None)

    def with_entry(self, entry: Entry) -> Session:
        """This session and one entry more."""
        match entry:
            case Save():
                return replace(self, saves=(*self.saves, entry))
            case Check():
                return replace(self, checks=(*self.checks, entry))
            case Hint():
                return replace(self, hints=(*self.hints, entry))
            case Focus():
                return replace(self, focuses=(*self.focuses, entry))
            case Note():
                return replace(self, notes=(*self.notes, entry))
            case Run():
                return replace(self, runs=(*self.runs, entry))
            case Asked():
                return replace(self, asked=(*self.asked, entry))
            case Answered():
                return replace(self, answers=(*self.answers, entry))
            case Marked():
                return replace(self, marks=(*self.marks, entry))
            case Tested():
                return replace(self, tested=(*self.tested, entry))
            case Resumed():
                return replace(self, resumed=(*self.resumed, entry))
            case Ended():
                return replace(self, ended=self.ended or entry)
            case Rated():
                return replace(self, rated=entry)
            case Graded():
                return replace(self, graded=entry)
            case Regraded():
                return replace(self, graded=_regraded(self.graded, entry))
            case Opened():
                return self


def _same(one: Answered | Marked, asked: Asked) -> bool:
    """Whether something is about this very question."""
    return (one.exercise, one.question) == (asked.exercise, asked.question)


def _regraded(graded: Graded | None, change: Regraded) -> Graded | None:
    if graded is None:
        return None
    rubric = (replace(r, human=change.grade) if r.name == change.row else r for r in graded.rubric)
    return replace(graded, rubric=tuple(rubric))


def load(folder: Path) -> Session:
    """The interview that lies in `folder`. Raises `GraderFault` if there is none to be read."""
    try:
        lines = files.read(folder, RECORD, limit=RECORD_BYTES).data.split(b"\n")
    except OSError as error:
        raise GraderFault(f"{folder.name}: {RECORD} cannot be read ({error.strerror}).") from None
    found = [entry for text in lines if text and (entry := parse(text)) is not None]
    if not found or not isinstance(found[0], Opened):
        raise GraderFault(f"{folder.name}: {RECORD} is not the record of an interview.")
    if found[0].version > VERSION:
        raise GraderFault(f"{folder.name} was written by a newer version of the project.")
    session = Session(folder, found[0])
    for entry in found[1:]:
        session = session.with_entry(entry)
    return session
