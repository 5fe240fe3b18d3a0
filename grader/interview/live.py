"""A running interview: what happens at every beat and at every key, whatever shows it."""

from __future__ import annotations

import time
from collections.abc import Callable

from grader.interview import clock, followups, late, room, scoring, tryout
from grader.interview.checker import Checker, Checks, Outcome, Ran, Request, as_check
from grader.interview.entries import (
    Answered,
    Asked,
    Ended,
    Ending,
    Entry,
    Focus,
    Hint,
    Note,
    Resumed,
    Save,
    Task,
)
from grader.interview.judge import Job
from grader.interview.session import Session
from grader.interview.store import Store
from grader.interview.watcher import LOOK_SECONDS, Found, Watcher
from grader.practice import hints

Now = Callable[[], float]
STALLED_SECONDS = 1.0  # without a look: this process was stopped meanwhile


class Interview:
    """One interview, watched and recorded until it is over."""

    def __init__(
        self,
        store: Store,
        *,
        resumed: bool = False,
        examiner: bool = False,
        now: Now = time.time,
        checker: Checks | None = None,
    ) -> None:
        """Begin it, or take it up again (perhaps with an examiner now)."""
        self._store = store
        self._now = now
        self._checker = checker or Checker()
        self._news: list[Entry | str] = []
        self.at_hand = self._first_at_hand()
        session, alive = store.session, store.last_beat()
        paths = {task.number: room.module_path(session, task) for task in session.tasks}
        if resumed:
            self._record(Resumed(now(), min(alive, now()), examiner))
            self._news += late.take_over(store)
        self._watcher = Watcher(paths, self._modules(), alive, session.opened.deadline, now)
        self._tests = tryout.Tests(paths)
        self._looked = now()
        self._told_gone: set[int] = set()
        if resumed:
            self._check_what_was_not()

    def _check_what_was_not(self) -> None:
        """Ask for the checks that were under way when the interview was left."""
        for task in self.session.tasks:
            save = self.session.final(task.number)
            if save and not self.session.check_of(save) and not task.exercise.finale:
                self._request(save, asked=False)

    def _first_at_hand(self) -> Task:
        """The exercise that was at hand last, else the first."""
        session = self._store.session
        marks: list[Save | Focus] = [*session.saves, *session.focuses]
        marks.sort(key=lambda mark: mark.at)
        return self.task(marks[-1].exercise) if marks else session.tasks[0]

    # -- reading ----------------------------------------------------------------------------------

    @property
    def session(self) -> Session:
        """All that was recorded."""
        return self._store.session

    @property
    def busy_with(self) -> frozenset[int]:
        """The exercises that are being checked."""
        return self._checker.busy_with

    @property
    def over(self) -> bool:
        """Whether the working time has ended."""
        return self.session.ended is not None

    def now(self) -> float:
        """The time."""
        return self._now()

    def left(self) -> float:
        """Seconds left."""
        return clock.left(self.session.opened.deadline, self._now())

    def until_next_look(self) -> float:
        """How long to wait for a key: until the next look, and never beyond the deadline."""
        return min(LOOK_SECONDS, self.left())

    def task(self, number: int) -> Task:
        """The task of that number. Raises `UsageError`."""
        return self.session.task(number)

    def _modules(self) -> dict[int, bytes]:
        """The latest content of every module that was recorded."""
        return room.final_modules(self.session)

    # -- the beat ---------------------------------------------------------------------------------

    def tick(self) -> list[Entry | str]:
        """Look for saves, checks that are done, and the deadline; the news since the last time."""
        self._look()
        for outcome in self._checker.poll():
            if isinstance(outcome, Ran):
                self._ran(outcome)
            else:
                self._checked(outcome)
        news, self._news = self._news, []
        return news

    def _look(self, *, last: bool = False) -> None:
        if self.over:
            return
        started = self._now()
        is_late = started >= self.session.opened.deadline
        if started - self._looked > STALLED_SECONDS:  # stopped, or asleep: somebody else watched
            for save in late.take_over(self._store):
                self._news.append(save)
        self._looked = started
        self._store.beat(started)
        for found in self._watcher.look(last=is_late or last):
            if self._is_known(found):
                continue
            number = len(self.session.saves) + 1
            source = found.data.decode("utf-8", "surrogateescape")
            self._saved(Save(found.at, found.seen, number, found.exercise, source))
        self._tell_what_is_gone()
        for number in self._tests.saved():
            self._checker.try_out(self.session, self.task(number), asked=False)
        for answer in followups.read(self.session, self._now()):
            self._record(answer)
        if is_late:
            self._end(Ending.DEADLINE)

    def _is_known(self, found: Found) -> bool:
        """Whether the keeper has told of this very save already."""
        own = [save for save in self.session.saves if save.exercise == found.exercise]
        return bool(own) and own[-1].data == found.data

    def _tell_what_is_gone(self) -> None:
        """Say once that a module's file is not there, and how it comes back."""
        for number in self._watcher.gone - self._told_gone:
            task = self.task(number)
            path = room.module_path(self.session, task)
            what = "its file is gone; what was saved counts. To go on, save it as"
            self._news.append(f"{task.label}: {what} {path}")
        self._told_gone = set(self._watcher.gone)

    def _record(self, entry: Entry) -> None:
        self._store.add(entry)
        self._news.append(entry)

    def _saved(self, save: Save) -> None:
        self._record(save)
        self.at_hand = self.task(save.exercise)
        if self.session.counts(save):
            self._checker.try_out(self.session, self.at_hand, asked=False)
        # A finale trains for a while: it is run when it is asked for, and at the end.
        if self.at_hand.exercise.finale is None and self.session.counts(save):
            self._request(save, asked=False)

    def _request(self, save: Save, *, asked: bool) -> None:
        opened = self.session.opened
        job = Job.of(save.exercise, self._modules(), opened.given, opened.seed)
        self._checker.request(Request(save.number, asked, job))

    def _checked(self, outcome: Outcome) -> None:
        number, verdict = outcome.request.job.number, outcome.verdict
        if verdict is None:
            self._news.append(f"{self.task(number).label} could not be checked: {outcome.fault}")
            return
        check = as_check(outcome.request, verdict, outcome.seconds, self._now())
        self._record(check)
        if self.session.blind:
            return
        if check.passed:
            self._ask_about(self.task(number))
        if check.passed and number == self.at_hand.number:
            self._turn_to_next()

    def _ran(self, ran: Ran) -> None:
        run = tryout.as_run(ran.tryout, ran.task, asked=ran.asked, now=self._now())
        self._record(run)
        if self.session.blind and run.all_well:
            self._ask_about(ran.task)

    def _ask_about(self, task: Task) -> None:
        """A follow-up question, the first time that an exercise passes."""
        if not any(asked.exercise == task.number for asked in self.session.asked):
            self._ask(followups.next_question(self.session, task, self._now()))

    def _ask(self, question: Asked | None) -> None:
        if question is not None:
            self._record(question)
            followups.write_down(self.session, question)

    def _turn_to_next(self) -> None:
        """What is at hand has passed: the next exercise that has not is at hand now."""
        tasks = self.session.tasks
        here = tasks.index(self.at_hand)
        for task in (*tasks[here + 1 :], *tasks[:here]):
            last = self.session.last_check(task.number)
            if last is None or not last.passed:
                self.turn_to(task)
                return

    def _end(self, how: Ending) -> None:
        self._record(Ended(min(self._now(), self.session.opened.deadline), how))
        self._checker.close()

    # -- keys -------------------------------------------------------------------------------------

    def turn_to(self, task: Task) -> None:
        """Have another exercise at hand."""
        if task != self.at_hand:
            self.at_hand = task
            self._record(Focus(self._now(), task.number))

    def check(self, task: Task) -> str:
        """Check the latest save of an exercise now; what will happen, in a line."""
        save = self.session.final(task.number)
        if save is None:
            return f"{task.label} has not been saved yet."
        if self.session.blind:
            return "It is judged at the end: here your own tests and the example tell."
        self._request(save, asked=True)
        if task.exercise.finale:
            return f"{task.label} trains in the background; this may take minutes."
        return f"{task.label} is being checked."

    def run(self, task: Task) -> str:
        """Run an exercise's own tests or file now; what will happen, in a line."""
        self._checker.try_out(self.session, task, asked=True)
        return f"{task.label} is being run."

    def ask_last(self) -> Asked | None:
        """The question before the end, the first time that somebody wants to end it."""
        question = followups.last_question(self.session, self._now())
        self._ask(question)
        return question

    def answer(self, asked: Asked, text: str) -> None:
        """Keep an answer to a follow-up question; what was typed until the deadline is in time."""
        if text.strip():
            at = min(self._now(), self.session.end)
            self._record(Answered(at, asked.exercise, asked.question, text.strip()))

    def next_level(self, task: Task) -> int | None:
        """The level of the next hint for an exercise; None after the last."""
        taken = sum(hint.exercise == task.number for hint in self.session.hints)
        return taken + 1 if taken < hints.LEVELS else None

    def take_hint(self, task: Task) -> str:
        """The next hint, recorded and paid for, in Markdown."""
        level = self.next_level(task)
        assert level is not None
        text = hints.text(task.exercise, level)
        self._record(Hint(self._now(), task.number, level, scoring.hint_cost(task)))
        return text

    def taken_hints(self, task: Task) -> str:
        """The hints for an exercise that were paid for, in Markdown."""
        levels = [hint.level for hint in self.session.hints if hint.exercise == task.number]
        return "\n\n".join(hints.text(task.exercise, level) for level in levels)

    def note(self, text: str) -> None:
        """Keep a note of the examiner."""
        if text.strip():
            self._record(Note(self._now(), text.strip()))

    def submit(self) -> None:
        """End it now, with what has been saved until now."""
        self._look(last=True)
        if not self.over:
            self._end(Ending.SUBMITTED)

    def leave(self) -> None:
        """Stop watching; the clock runs on."""
        self._store.beat(self._now())
        self._checker.close()
