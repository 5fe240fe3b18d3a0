"""The interview on a terminal: one screen, redrawn when something changes, and its keys."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rich.console import Console
from rich.live import Live
from rich.text import Text

from grader.interview import clock, followups, journal, leftover, picture
from grader.interview.keyboard import Keyboard
from grader.interview.live import Interview
from grader.interview.picture import Page, View
from grader.interview.scoring import hint_cost
from grader.practice import statement
from grader.practice.keys import keys
from grader.reports.labels import points

MESSAGES = 20
_ONWARD = {" ", "down", "j", "page down"}
_BACK = {"b", "up", "k", "page up"}
_RETURN = {"q", "escape", "enter", "s", "h"}


def conduct(interview: Interview, out: Console) -> bool:
    """Conduct the interview; whether it came to its end (else it was left)."""
    screen = Screen(interview, out.bell)
    with (
        leftover.marked(),
        keys(unstoppable=True) as pressed,
        Live(console=out, screen=True, auto_refresh=False, redirect_stderr=False) as live,
    ):
        keyboard = Keyboard(sys.stdin.fileno())
        drawn: object = None
        try:
            while not interview.over and not screen.left:
                screen.hear(interview.tick())
                size = shutil.get_terminal_size()
                now = (size, int(interview.left()), screen.version, pressed.resumed)
                if now != drawn:
                    drawn = now
                    lines = screen.lines(size.columns, size.lines)
                    live.update(picture.joined(lines), refresh=True)
                for key in keyboard.wait(interview.until_next_look()):
                    screen.press(key)
        except (KeyboardInterrupt, EOFError):
            pass
        finally:
            screen.keep_line()
            interview.leave()
    return interview.over


class Screen:
    """What is shown and what keys mean: the overview, a text, a question, a line of input."""

    def __init__(self, interview: Interview, ring: Callable[[], None]) -> None:
        self._interview = interview
        self._ring = ring
        self._bell = False
        self._urgency = clock.urgency(interview.left())
        self._messages: list[tuple[float, str]] = []
        self._page: Page | None = None
        self._question = ""
        self._answers: dict[str, Callable[[], None]] = {}
        self._line: Line | None = None
        self._size = (80, 24)
        self.left = False
        self.version = 0

    def lines(self, width: int, height: int) -> list[Text]:
        """The screen at that size."""
        self._size = (width, height)
        self._announce_urgency()
        shown = self._interview
        prompt = self._question if self._line is None else self._line.shown(width - 2)
        view = View(
            shown.session, shown.now(), shown.at_hand, shown.busy_with,
            tuple(self._messages), self._bell, prompt, typing=self._line is not None,
        )  # fmt: skip
        return picture.draw(view, width, height, self._page)

    def hear(self, news: Sequence[object]) -> None:
        """Something happened: the record tells it by itself, a message is kept here."""
        for item in news:
            self.version += 1
            if isinstance(item, str):
                self._say(item)

    def _say(self, text: str) -> None:
        self._messages = [*self._messages, (self._interview.now(), text)][-MESSAGES:]

    def _announce_urgency(self) -> None:
        urgency = clock.urgency(self._interview.left())
        if urgency > self._urgency and self._bell:
            self._ring()
        self._urgency = max(urgency, self._urgency)

    # -- keys -------------------------------------------------------------------------------------

    def press(self, key: str) -> None:
        """Do what a key means now."""
        self.version += 1
        if self._line is not None:
            self._type(key)
        elif self._question:
            answers, self._question, self._answers = self._answers, "", {}
            answers.get(key.lower(), lambda: None)()
        elif self._page is not None:
            self._turn_page(key)
        else:
            self._command(key)

    def _command(self, key: str) -> None:
        interview = self._interview
        tasks = interview.session.tasks
        commands: dict[str, Callable[[], None]] = {
            "c": lambda: self._say(interview.check(interview.at_hand)),
            "r": lambda: self._say(interview.run(interview.at_hand)),
            "v": self._show_own_words,
            "a": self._begin_answer,
            "h": self._offer_hint,
            "s": self._show_statement,
            "b": self._toggle_bell,
            "e": self._offer_end,
            "q": lambda: self._ask("Leave? The clock runs on. y/n", {"y": self._leave}),
            "down": lambda: self._move(1),
            "j": lambda: self._move(1),
            "up": lambda: self._move(-1),
            "k": lambda: self._move(-1),
        }
        if interview.session.examiner:
            commands["n"] = self._begin_note
        if key.lower() in commands:
            commands[key.lower()]()
        elif key.isdigit() and 0 < int(key) <= len(tasks):
            interview.turn_to(tasks[int(key) - 1])

    def _move(self, step: int) -> None:
        tasks = self._interview.session.tasks
        here = tasks.index(self._interview.at_hand)
        self._interview.turn_to(tasks[(here + step) % len(tasks)])

    def _ask(self, question: str, answers: dict[str, Callable[[], None]]) -> None:
        self._question, self._answers = question, answers

    def _leave(self) -> None:
        self.left = True

    def _toggle_bell(self) -> None:
        self._bell = not self._bell
        if self._bell:
            self._ring()

    def _offer_end(self) -> None:
        if self._interview.ask_last() is not None:
            self._say("A question before the end: a answers it, e ends all the same.")
            return
        self._ask("Submit what is saved, and end? y/n", {"y": self._interview.submit})

    def _show_own_words(self) -> None:
        task = self._interview.at_hand
        own = journal.own_words(self._interview.session, task.number)
        said = [f"    {line}" for line in own] or ["Nothing was raised or printed."]
        self._page = Page(
            "\n".join([f"# {task.label}: what your code raised and printed", "", *said])
        )

    # -- texts ------------------------------------------------------------------------------------

    def _show_statement(self) -> None:
        task = self._interview.at_hand
        self._page = Page(statement.bare(task.exercise))

    def _offer_hint(self) -> None:
        task = self._interview.at_hand
        level = self._interview.next_level(task)
        answers: dict[str, Callable[[], None]] = {}
        again = ""
        if level is None or level > 1:
            answers["v"] = lambda: self._show_hints(self._interview.taken_hints(task))
            again = " · v shows those you have"
        if level is None:
            self._ask(f"{task.label} has no more hints{again}.", answers)
            return
        answers["y"] = lambda: self._show_hints(self._interview.take_hint(task))
        cost = f"{points(hint_cost(task))} of its {points(task.points)} points"
        self._ask(f"Hint {level} of 3 for {task.label} costs {cost}. y/n{again}", answers)

    def _show_hints(self, text: str) -> None:
        self._page = Page(text)

    def _turn_page(self, key: str) -> None:
        assert self._page is not None
        width, height = self._size
        step = max(1, height - 6) if key in (" ", "b", "page down", "page up") else 1
        last = max(0, picture.page_lines(self._page, width) - (height - 3))
        if key in _ONWARD:
            self._page = replace(self._page, top=min(last, self._page.top + step))
        elif key in _BACK:
            self._page = replace(self._page, top=max(0, self._page.top - step))
        elif key in _RETURN:
            self._page = None

    # -- lines that are typed ---------------------------------------------------------------------

    def _begin_note(self) -> None:
        self._line = Line("note", self._interview.note)

    def _begin_answer(self) -> None:
        asked = followups.unanswered(self._interview.session)
        if asked is None:
            self._say("No question is open: one comes when an exercise passes, and at the end.")
            return
        self._line = Line("answer", lambda text: self._interview.answer(asked, text))

    def _type(self, key: str) -> None:
        assert self._line is not None
        if key == "enter":
            self.keep_line()
        elif key == "escape":
            self._line = None
        elif key == "backspace":
            self._line.text = self._line.text[:-1]
        elif len(key) == 1:
            self._line.text += key

    def keep_line(self) -> None:
        """Keep the note or answer that is being typed, if there is one."""
        if self._line is not None:
            line, self._line = self._line, None
            line.keep(line.text)


@dataclass
class Line:
    """A line that is being typed: the word before it, and what is done with it."""

    word: str
    keep: Callable[[str], None]
    text: str = ""

    def shown(self, width: int) -> str:
        """The word and the end of the line, which is where the cursor is."""
        room = max(1, width - len(self.word) - 4)
        return f"{self.word}: {self.text if len(self.text) <= room else '…' + self.text[-room:]}▏"
