"""The interview's screen as lines of text, for any size: what is drawn, not how."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from grader.curriculum import ROOT
from grader.interview import clock, followups, journal, room, times
from grader.interview.clock import Urgency
from grader.interview.entries import Task
from grader.interview.session import Session
from grader.reports.labels import counted

_CLOCKS = {
    Urgency.CALM: "bold green",
    Urgency.AMBER: "bold yellow",
    Urgency.RED: "bold white on red",
    Urgency.OVER: "bold white on red",
}
OWN_LINES = 4  # of what one's own code raised and printed, below the exercise
_MEASURE = Console(width=80)  # for wrapping; nothing is printed on it


@dataclass(frozen=True)
class View:
    """What there is to be shown of a running interview."""

    session: Session
    now: float
    at_hand: Task
    busy: frozenset[int]
    messages: tuple[tuple[float, str], ...] = ()
    bell: bool = False
    prompt: str = ""
    typing: bool = False


@dataclass(frozen=True)
class Page:
    """A text to be read in the interview, from one of its lines on."""

    text: str
    top: int = 0


def draw(view: View, width: int, height: int, page: Page | None = None) -> list[Text]:
    """The screen, `height` lines of at most `width` columns."""
    head = _head(view, width)
    foot = _foot(view) if page is None else [Text(" space on · b back · q return", "dim")]
    free = max(0, height - len(head) - len(foot))
    body = _body(view, width, free) if page is None else _rendered(page.text, width)[page.top :]
    body = body[:free] + [Text()] * (free - len(body))
    lines = [*head, *body, *foot][:height]
    for line in lines:
        line.no_wrap = True
        line.truncate(width, overflow="ellipsis")
    return lines


def page_lines(page: Page, width: int) -> int:
    """How many lines a text has at that width."""
    return len(_rendered(page.text, width))


def _head(view: View, width: int) -> list[Text]:
    opened = view.session.opened
    seconds = clock.left(opened.deadline, view.now)
    left = Text(f" {clock.countdown(seconds)} left ", _CLOCKS[clock.urgency(seconds)])
    title = Text.assemble(
        (f" {opened.preset}", "bold"),
        f" · {opened.form}" if opened.form != "open" else "",
        f" · {counted(len(opened.tasks), 'exercise')} · {view.session.minutes:g} min",
        f" · seed {opened.seed}",
    )
    title.truncate(max(0, width - left.cell_len - 1), overflow="ellipsis", pad=True)
    return [title + Text(" ") + left, Text("─" * width, "dim")]


def _body(view: View, width: int, height: int) -> list[Text]:
    head = f"   {'exercise':<24}{'state':<21}{'time / target':>15}{'hints':>7}{'saves':>7}"
    lines = [Text(head, "dim")]
    spent = times.spent(view.session, view.now)
    for task in view.session.tasks:
        lines += _task(view, task, spent[task.number], width)
    if question := followups.unanswered(view.session):
        label = journal.label(view.session, question.exercise)
        text = f"{label}: {question.question} (a: answer here, or in {followups.FILE})"
        lines += [Text(), *_wrapped(Text(text, "bold magenta"), width, indent=1)[:3]]
    path = room.module_path(view.session, view.at_hand)
    lines += [Text(), Text.assemble((" edit ", "dim"), (short(path), "cyan"))]
    if given := journal.given(view.session):
        lines.append(Text(f" {given}", "dim"))
    lines += [Text("─" * width, "dim")]
    return lines + _log(view, height - len(lines))


def _task(view: View, task: Task, seconds: float, width: int) -> list[Text]:
    session, here = view.session, task == view.at_hand
    state = journal.state(session, task, view.busy)
    style = "green" if state.startswith("passed") else "yellow" if "hold" in state else "dim"
    hints = sum(hint.exercise == task.number for hint in session.hints)
    target = task.minutes * 60
    line = Text.assemble(
        ("▸ " if here else "  ", "bold cyan"),
        (f" {task.label:<24}", "bold" if here else ""),
        (f"{state:<21}", style),
        (f"{clock.shown(seconds):>7}", "red" if seconds > target and style != "green" else ""),
        (f" / {clock.shown(target):<5}", "dim"),
        f"{hints or '·':>7}{len(session.saves_of(task.number)) or '·':>7}",
    )
    if not here:
        return [line]
    lines = [line]
    if why := journal.trouble(session, task.number):
        lines += _wrapped(Text(f"✗ {why}", "red"), width, indent=5)[:2]
    own = journal.own_words(session, task.number)
    for said in own[:OWN_LINES]:
        style = "yellow" if said.startswith("your ") else "dim"
        lines += [Text(f"     {said}", style)]
    if len(own) > OWN_LINES:
        lines.append(
            Text(f"     … and {counted(len(own) - OWN_LINES, 'line')} more: v shows all", "dim")
        )
    return lines


def _log(view: View, height: int) -> list[Text]:
    """The latest of what happened, the newest last."""
    if height <= 0:
        return []
    entries = sorted([*journal.events(view.session), *view.messages], key=lambda entry: entry[0])
    lines = []
    for at, text in entries[-height:]:
        moment = time.strftime("%H:%M:%S", time.localtime(at))
        lines.append(Text.assemble((f" {moment}  ", "dim"), text))
    return lines


def _foot(view: View) -> list[Text]:
    prompt = Text(f" {view.prompt}", "bold")
    if view.typing:
        return [prompt, Text(" Enter keep · Esc drop", "dim")]
    line = Text(" ")
    keys = [("c", "heck"), ("r", "un"), ("h", "int"), ("s", "tatement"), ("↑↓", "")]
    keys += [("a", "nswer")] if view.session.asked else []
    keys += [("n", "ote")] if view.session.examiner else []
    keys += [("b", "ell on" if view.bell else "ell"), ("e", "nd"), ("q", "uit")]
    for key, word in keys:
        line.append(key, "bold underline").append(f"{word}  ", "dim")
    return [prompt, line]


@lru_cache(maxsize=2)
def _rendered(text: str, width: int) -> list[Text]:
    """A statement or a hint as lines of that width."""
    from rich.markdown import Markdown  # for these alone

    shown = Padding(Markdown(text, code_theme="ansi_dark"), (0, 1))
    lines = Console(width=width).render_lines(shown)
    return [Text.assemble(*((part.text, part.style or "") for part in line)) for line in lines]


def _wrapped(text: Text, width: int, *, indent: int) -> list[Text]:
    found = text.wrap(_MEASURE, max(10, width - indent - 1)) or [Text()]
    return [Text(" " * indent) + line for line in found]


def short(path: Path) -> str:
    """A path for people: relative to the project if it lies in it, with ~ if it is at home."""
    if path.is_relative_to(ROOT):
        return str(path.relative_to(ROOT))
    home = os.path.expanduser("~")
    return str(path).replace(home, "~", 1) if str(path).startswith(f"{home}{os.sep}") else str(path)


def joined(lines: Sequence[Text]) -> Text:
    """The lines as one text."""
    return Text("\n").join(lines)
