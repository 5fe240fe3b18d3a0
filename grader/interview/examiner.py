"""`make examiner`: the examiner's sheet, for a second terminal: the candidate sees none of it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from grader import curriculum, seeds
from grader.curriculum import Exercise
from grader.interview import presets, questions, store
from grader.interview.followups import MARKS
from grader.judging.text import safe_lines
from grader.outcome import Exit, UsageError
from grader.reports import terminal


def command(args: argparse.Namespace) -> int:
    """Print the questions and answers of the interview that runs, of the last one, or a preset."""
    answers = {}
    if args.preset:
        preset = presets.get(args.preset)
        asked = [curriculum.exercise(number) for number in preset.numbers(seeds.choose(args.seed))]
        title = preset.title
    else:
        found = store.unfinished() or next(iter(reversed(store.finished())), None)
        if found is None:
            raise UsageError("No interview runs or has been: name a preset, as in PRESET=backprop.")
        asked = [curriculum.exercise(task.number) for task in found.tasks]
        answers = {(one.exercise, one.question): found.answer_to(one) for one in found.asked}
        title = f"{found.opened.title} ({found.folder.name})"
    show(title, asked, terminal.console(), answers)
    return Exit.PASSED


def show(
    title: str,
    asked: Sequence[Exercise],
    out: Console,
    answers: Mapping[tuple[int, str], str] | None = None,
) -> None:
    """Print the sheet: each exercise's questions, with room for a mark and for notes.

    `answers` are the candidate's, by exercise and question, to the questions asked already.
    """
    out.print(Text(f"{title}\nmarks: {MARKS}", "bold"))
    for exercise in asked:
        out.print(Text(f"\n{exercise.label}  {exercise.title}", "bold"))
        for follow_up in questions.of(exercise):
            out.print(Padding(Text(f"[ ] {follow_up.question}"), (0, 0, 0, 2)))
            answer = (answers or {}).get((exercise.number, follow_up.question))
            if answer is not None:
                said = f"asked; answered: {safe_lines(answer) or 'not yet'}"
                out.print(Padding(Text(said, "yellow"), (0, 0, 0, 6)))
            out.print(Padding(Text(follow_up.answer, "dim"), (0, 0, 0, 6)))
        out.print(Padding(Text("notes:"), (0, 0, 0, 2)))
