"""The README's terminal pictures: real reports, exported as SVG. `python -m grader pictures`."""

from __future__ import annotations

import argparse
import io
import re
import tempfile
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from grader import curriculum, grading
from grader.curriculum import SOLUTIONS
from grader.grading import Order
from grader.judging import run
from grader.judging.explain import catalogue
from grader.judging.request import Request
from grader.judging.verdicts import ExerciseVerdict
from grader.outcome import Exit
from grader.reports import terminal

FOLDER = Path(terminal.__file__).parent / "pictures"
WIDTH = 80
SEED = 7
MISTAKEN, MISTAKE = 4, "mean_left_out"


def command(args: argparse.Namespace) -> int:
    """Draw a red exercise, a green one and a finished grading."""
    FOLDER.mkdir(exist_ok=True)
    exercise = curriculum.exercise(MISTAKEN)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / exercise.module
        path.parent.mkdir()
        wrong = next(m for m in catalogue.mistakes(exercise) if m.slug == MISTAKE)
        path.write_text(wrong.source, encoding="utf-8")
        _draw_exercise("red", run.examine(exercise, Path(folder), Request(seed=SEED)))
    _draw_exercise("green", run.examine(exercise, SOLUTIONS, Request(seed=SEED)))
    _draw_grading("grade")
    return Exit.PASSED


def _console(typed: str) -> Console:
    out = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    out.print(Text.assemble(("$ ", "dim"), (typed, "bold")))
    return out


def _save(out: Console, name: str, title: str) -> None:
    # The viewer's own monospaced font: a picture that loads nothing from elsewhere.
    form = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    form = re.sub(r"<!--.*?-->", "", form).replace("Fira Code, monospace", "monospace")
    svg = out.export_svg(title=title, theme=MONOKAI, code_format=form, unique_id=f"kata-{name}")
    svg = re.sub(r"\n\s*\n+", "\n", svg)
    (FOLDER / f"{name}.svg").write_text(svg, encoding="utf-8")
    print(f"{name}.svg: {len(svg) // 1024} KiB")


def _draw_exercise(name: str, verdict: ExerciseVerdict) -> None:
    typed = f"make test-exercise N={verdict.number}"
    out = _console(typed)
    terminal.show_exercise(verdict, out, seed=SEED)
    _save(out, name, typed)


def _draw_grading(name: str) -> None:
    typed = "make grade SUBMISSION=solutions DATA=embedded"
    out = _console(typed)
    order = Order(
        SOLUTIONS, curriculum.track("core"), Request(SEED, stand_ins=False, data="embedded")
    )
    verdict = grading.grade(order, on_exercise=lambda found: terminal.show_brief(found, out))
    terminal.show_scoreboard(verdict, out)
    _save(out, name, typed)
