"""The interview without a screen: a line for each event, and words on standard input for keys."""

from __future__ import annotations

import time

from rich.console import Console

from grader.interview import clock, followups, journal, room
from grader.interview.clock import Urgency
from grader.interview.entries import Entry, Task
from grader.interview.findings import Check, Run
from grader.interview.keyboard import Lines
from grader.interview.live import Interview
from grader.interview.picture import short
from grader.interview.scoring import hint_cost
from grader.interview.session import Session
from grader.outcome import UsageError
from grader.practice import statement
from grader.reports.labels import points

WORDS = "check N, run N, hint N, statement N, answer TEXT, status, submit, quit"


def conduct(interview: Interview, out: Console, lines: Lines) -> bool:
    """Conduct the interview; whether it came to its end (else it was left)."""
    plain = Plain(interview, out)
    try:
        plain.begin()
        while True:
            for item in interview.tick():
                plain.hear(item)
            if interview.over or plain.left:
                break
            plain.tell_urgency()
            # At the end of input the interview goes on until its deadline.
            seconds = interview.until_next_look()
            if lines.ended:
                time.sleep(seconds)
            elif line := lines.wait(seconds):
                if line.isdigit():
                    lines.keep(line)  # an answer to the questions at the end, sent ahead
                else:
                    plain.obey(line)
    except KeyboardInterrupt:
        pass
    finally:
        interview.leave()
    return interview.over


class Plain:
    """Says what happens, does what is asked."""

    def __init__(self, interview: Interview, out: Console) -> None:
        self._interview = interview
        self._out = out
        self._urgency = clock.urgency(interview.left())
        self._offered: Task | None = None
        self.left = False

    @property
    def session(self) -> Session:
        """The interview as recorded."""
        return self._interview.session

    def say(self, text: str) -> None:
        """Print a line with the time and the time left."""
        if text:
            moment = time.strftime("%H:%M:%S", time.localtime(self._interview.now()))
            left = clock.countdown(self._interview.left())
            self._print(f"{moment}  {left:>7} left  {text}")

    def hear(self, item: Entry | str) -> None:
        """Say what happened, and what the candidate's own code said to it."""
        self.say(item if isinstance(item, str) else journal.describe(item, self.session))
        if isinstance(item, Check | Run):
            for line in journal.words_of(item, self.session):
                self._print(f"    {line}")

    def _print(self, text: str) -> None:
        self._out.print(text, markup=False, soft_wrap=True)
        self._out.file.flush()

    def begin(self) -> None:
        """Say what the interview is."""
        opened = self.session.opened
        self._print(f"{opened.preset}: {opened.title}, {self.session.minutes:g} min")
        for task in opened.tasks:
            path = short(room.module_path(self.session, task))
            self._print(f"  {task.label:<24} target {clock.shown(task.minutes * 60):>7}   {path}")
        if given := journal.given(self.session):
            self._print(f"  {given}.")
        self._print(f"Statements are beside the modules. Words that you may type: {WORDS}.")

    def tell_urgency(self) -> None:
        """Say when ten and when two minutes are left."""
        urgency = clock.urgency(self._interview.left())
        if urgency > self._urgency:
            self._urgency = urgency
            text = {Urgency.AMBER: "ten minutes left", Urgency.RED: "two minutes left"}
            self.say(text.get(urgency, ""))

    def obey(self, line: str) -> None:
        """Do what a line asks for."""
        word, _, rest = line.partition(" ")
        try:
            self._do(word.lower(), rest.strip())
        except UsageError as error:
            self.say(str(error))

    def _do(self, word: str, rest: str) -> None:
        interview = self._interview
        if word in ("check", "run", "hint", "statement") and rest:
            if not rest.isdigit():
                raise UsageError(f"{rest[:20]!r} is not the number of an exercise.")
            interview.turn_to(interview.task(int(rest)))
        task = interview.at_hand
        offered, self._offered = self._offered, None
        match word:
            case "check":
                self.say(interview.check(task))
            case "run":
                self.say(interview.run(task))
            case "answer":
                self._answer(rest)
            case "statement":
                self._print(statement.bare(task.exercise))
            case "hint":
                self._offer_hint(task)
            case "yes" if offered is not None:
                self._print(interview.take_hint(offered))
            case "status":
                for other in interview.session.tasks:
                    state = journal.state(interview.session, other, interview.busy_with)
                    self.say(f"{other.label}: {state}")
            case "note" if interview.session.examiner:
                interview.note(rest)
            case "submit" if interview.ask_last() is None:
                interview.submit()
            case "submit":
                self.say("One question before the end: answer TEXT; submit ends it all the same.")
            case "quit":
                self.left = True
            case _:
                self.say(f"{word[:20]!r} is not known here: {WORDS}.")

    def _answer(self, text: str) -> None:
        asked = followups.unanswered(self.session)
        if asked is None:
            self.say("No question is open.")
        else:
            self._interview.answer(asked, text)

    def _offer_hint(self, task: Task) -> None:
        level = self._interview.next_level(task)
        if level is None:
            self.say(f"{task.label} has no more hints.")
            return
        self._offered = task
        cost = f"{points(hint_cost(task))} of its {points(task.points)} points"
        self.say(f"hint {level} of 3 for {task.label} costs {cost}; yes takes it")
