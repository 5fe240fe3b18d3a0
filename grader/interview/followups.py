"""Follow-up questions on the clock: which is asked next, and the answers in `answers.md`.

After an exercise passes one question of its walkthrough is asked, and one more before the candidate
ends the interview. An answer is typed on the screen, or written below its question in the room's
`answers.md`; there, too, what was saved in time counts.
"""

from __future__ import annotations

import contextlib
import os
import random
import re
from dataclasses import replace

from grader import files
from grader.interview import questions
from grader.interview.entries import Answered, Asked, Task
from grader.interview.questions import FollowUp
from grader.interview.session import Session

FILE = "answers.md"
FILE_BYTES = 1 << 18
ANSWER_LETTERS = 2_000
MARKS = "0 wrong, 1 partly or with help, 2 right in own words"
_HEAD = """# Follow-up questions

Answer below each question in your own words, and save: what is saved in time counts. On the
interview's screen the key `a` does the same.
"""


def next_question(session: Session, task: Task, now: float) -> Asked | None:
    """The question on an exercise that is asked next, in the seed's order; None after the last."""
    every = list(questions.of(task.exercise))
    random.Random(f"questions {session.opened.seed} {task.number}").shuffle(every)
    known = {(asked.exercise, asked.question) for asked in session.asked}
    fresh = (one.question for one in every if (task.number, one.question) not in known)
    return next((Asked(now, task.number, question) for question in fresh), None)


def last_question(session: Session, now: float) -> Asked | None:
    """The question before the end: on an exercise that went well, else on the first one."""
    if any(asked.last for asked in session.asked):
        return None
    done = [task for task in session.tasks if any(a.exercise == task.number for a in session.asked)]
    tasks = done or list(session.tasks[:1])
    task = random.Random(f"last question {session.opened.seed}").choice(tasks)
    found = next_question(session, task, now)
    return None if found is None else replace(found, last=True)


def unanswered(session: Session) -> Asked | None:
    """The latest question without an answer."""
    return next((asked for asked in reversed(session.asked) if not session.answer_to(asked)), None)


def model(asked: Asked, task: Task) -> str:
    """The answer that a good candidate gives."""
    found = (one for one in questions.of(task.exercise) if one.question == asked.question)
    return next(found, FollowUp("", "")).answer


def write_down(session: Session, asked: Asked) -> None:
    """Add a question to `answers.md`; the screen takes answers as well, so it may fail."""
    path = session.folder / FILE
    with contextlib.suppress(OSError):
        fresh = not path.exists()
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        with open(os.open(path, flags, 0o644), "a", encoding="utf-8") as file:
            file.write((_HEAD if fresh else "") + f"\n{_heading(session, asked)}\n\n\n")


def _heading(session: Session, asked: Asked) -> str:
    return f"## {session.task(asked.exercise).label}: {asked.question}"


def read(session: Session, now: float) -> list[Answered]:
    """The answers in `answers.md` that the record does not tell, if it was saved in time."""
    if not session.asked:
        return []
    try:
        found = files.read(session.folder, FILE, limit=FILE_BYTES)
    except OSError:
        return []
    at = min(now, max(found.info.st_mtime, found.info.st_ctime))
    if at > session.end:
        return []
    sections = re.split(r"(?m)^(?=## )", found.data.decode("utf-8", "replace"))
    texts = dict(section.partition("\n")[::2] for section in sections)
    fresh = []
    for asked in session.asked:
        text = texts.get(_heading(session, asked), "").strip()[:ANSWER_LETTERS]
        answer = Answered(at, asked.exercise, asked.question, text)
        if text and not any(_is_known(answer, one) for one in session.answers):
            fresh.append(answer)
    return fresh


def _is_known(one: Answered, other: Answered) -> bool:
    return (one.exercise, one.question, one.text) == (other.exercise, other.question, other.text)
