"""Verdicts for the terminal: coloured on a terminal, plain text of 80 columns elsewhere."""

from __future__ import annotations

import shlex
import sys
from typing import TextIO

from rich.console import Console
from rich.control import Control
from rich.segment import ControlType
from rich.text import Text

from grader import curriculum
from grader.curriculum import Exercise
from grader.judging.verdicts import ExerciseVerdict, Status, Verdict
from grader.reports.labels import SIGNS, WORDS, points
from grader.reports.messages import INDENT, explained, show_property, show_unusable, unusable, write
from grader.sandbox.confinement import Confined


def console(file: TextIO | None = None) -> Console:
    """The console to report on; text that the stream cannot encode is replaced."""
    stream = file or sys.stdout
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")
    plain = not stream.isatty()
    return Console(file=stream, highlight=False, width=80 if plain else None, soft_wrap=False)


def show_exercise(verdict: ExerciseVerdict, out: Console, *, seed: int, own: bool = True) -> None:
    """One exercise, property by property, with the message of each that does not hold.

    `own`: it is the reader's own work, to whom the next step is named.
    """
    exercise = curriculum.exercise(verdict.number)
    _show_title(exercise, out)
    problem = unusable(verdict)
    if problem is not None:
        show_unusable(problem, out)
    else:
        shown: set[tuple[str, str]] = set()
        told = explained(verdict)
        for found in verdict.properties:
            show_property(found, out, shown)
            if found is told:
                write(out, Text(verdict.remark, "bold yellow"), INDENT)
    if verdict.problem:
        write(out, Text(verdict.problem, "red"))
    if verdict.finale and verdict.properties:
        from grader.reports import finale as finale_report

        finale_report.show(verdict.finale, verdict.cpu_s, out)
    if verdict.properties:
        out.print()
    if not own and verdict.status is Status.NOT_ATTEMPTED and not verdict.problem:
        write(out, Text(f"Not attempted: there is no {exercise.module}, or it is a bare stub."))
        return
    out.print(_summary(verdict, seed))
    if own:
        out.print(_next_step(verdict, exercise))


def _show_title(exercise: Exercise, out: Console) -> None:
    out.print(Text.assemble((exercise.label, "bold"), f"  {exercise.title}"))
    out.print()


def show_result(verdict: ExerciseVerdict, out: Console) -> None:
    """What matters while working: the count, and the first property that does not hold."""
    _show_title(curriculum.exercise(verdict.number), out)
    problem = unusable(verdict)
    if problem is not None:
        show_unusable(problem, out)
        out.print()
    elif verdict.first_failure is not None:
        show_property(verdict.first_failure, out, set())
        if verdict.remark and verdict.first_failure is explained(verdict):
            write(out, Text(verdict.remark, "bold yellow"), INDENT)
        out.print()
    elif verdict.problem:
        write(out, Text(verdict.problem, "red"))
    out.print(_summary(verdict, None))


def show_search(out: Console) -> None:
    """Say on a terminal, below a verdict, that a line is being looked for."""
    if out.is_terminal:
        out.print(Text("looking for a line whose change helps ...", "dim"), end="\r")
    out.file.flush()


def show_found(before: ExerciseVerdict, verdict: ExerciseVerdict, out: Console) -> None:
    """What has been found since this verdict was shown, in place of `show_search`'s words."""
    if out.is_terminal:
        out.control(Control((ControlType.ERASE_IN_LINE, 2)))
    known = before.remark.split("\n")
    for sentence in verdict.remark.split("\n"):
        if sentence not in known:
            out.print()
            write(out, Text(sentence, "bold yellow"))


def _summary(verdict: ExerciseVerdict, seed: int | None) -> Text:
    if verdict.status is Status.NOT_ATTEMPTED:
        if verdict.problem:
            return Text("· not attempted", "dim")
        return Text("Not attempted yet: the stub is as it was, or there is no such file.")
    sign, colour = SIGNS[verdict.status]
    parts = [f"{points(verdict.score)} of {points(verdict.max_score)} points"]
    if verdict.properties:
        parts.insert(0, f"{verdict.held} of {len(verdict.properties)} properties hold")
        parts.append(f"{verdict.wall_s:.1f} s")
        parts += [f"seed {seed}"] if seed is not None else []
    line = Text.assemble((f"{sign} {WORDS[verdict.status]}  ", f"bold {colour}"), " · ".join(parts))
    if verdict.stand_ins:
        line.append(f"\n  The reference served for {', '.join(verdict.stand_ins)}.", "dim")
    line.append(_shortfall(verdict.confinement))
    return line


def _shortfall(confined: Confined | None) -> Text:
    """The walls that are missing, why, and what they need; nothing where all of them stand."""
    if confined is None or not confined.missing:
        return Text()
    return Text(f"\n  Confinement: {confined.level.value}. {confined.missing}", "yellow")


def _next_step(verdict: ExerciseVerdict, exercise: Exercise) -> Text:
    number = exercise.number
    if verdict.status is Status.NOT_ATTEMPTED:
        step = f"write exercises/{exercise.module}, then make test-exercise N={number}"
        return Text.assemble(("next: ", "bold"), step)
    if not verdict.passed:
        hint = f"make hint N={number}"
        return Text.assemble(
            ("hint: ", "bold"), hint, ("   again: ", "bold"), f"make test-exercise N={number}"
        )
    every = curriculum.track(exercise.track)
    if exercise is every[-1]:
        return Text.assemble(("next: ", "bold"), "make interview, or another track: make help")
    following = every[every.index(exercise) + 1]
    step = f"exercises/{following.folder}/README.md, then make test-exercise N={following.number}"
    return Text.assemble(("next: ", "bold"), step)


def show_scoreboard(verdict: Verdict, out: Console, *, own: bool = True) -> None:
    """The whole submission: a line for each exercise, the total, and the one next step."""
    out.print()
    for found in verdict.exercises:
        sign, colour = SIGNS[found.status]
        exercise = curriculum.exercise(found.number)
        bar = _bar(found.score / found.max_score if found.max_score else 0.0)
        score = f"{points(found.score):>5} / {points(found.max_score):<3}"
        word = WORDS[found.status]
        if found.properties and not found.passed:
            word += f", {found.held} of {len(found.properties)} hold"
        if found.finale and found.finale.result:
            word += f", {found.finale.result}"
        out.print(
            Text.assemble(
                (f" {sign} ", colour),
                f"{exercise.label:<24}",
                (bar, colour),
                score,
                "  ",
                (word, colour),
            ),
            no_wrap=True,
            overflow="ellipsis",
        )
    passed = sum(found.passed for found in verdict.exercises)
    total = f"{points(verdict.score)} of {points(verdict.max_score)} points"
    out.print()
    colour = "bold green" if verdict.passed else "bold"
    out.print(
        Text.assemble(
            (f" {passed} of {len(verdict.exercises)} passed", colour),
            f" · {total} · seed {verdict.seed}",
        )
    )
    first = next((e for e in verdict.exercises if not e.passed), None)
    if first is not None:
        step = f"make test-exercise N={first.number}"
        if first.status is Status.NOT_ATTEMPTED:
            step = (
                f"read exercises/{curriculum.exercise(first.number).folder}/README.md, then {step}"
            )
        if own:
            out.print(Text.assemble((" next: ", "bold"), step))
        elif all(e.status is Status.NOT_ATTEMPTED for e in verdict.exercises):
            out.print(" Nothing in this folder counts as written: is it the right one?")
        elif first.properties:
            folder = _quoted(verdict.submission)
            step = f".venv/bin/python -m grader test {first.number} --submission {folder}"
            out.print(Text.assemble((" at length: ", "bold"), step), soft_wrap=True)


def _quoted(name: str) -> str:
    """A name as the shell takes it; what would steer the terminal is escaped."""
    if name.isprintable():
        return shlex.quote(name)
    escaped = (c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)
    return "$'" + "".join(escaped).replace("'", "\\'") + "'"


def _bar(share: float, width: int = 12) -> str:
    full = round(share * width)
    return "█" * full + "░" * (width - full) + " "


def show_brief(found: ExerciseVerdict, out: Console) -> None:
    """One exercise of a grading in a line, and its first failure if there is one."""
    sign, colour = SIGNS[found.status]
    exercise = curriculum.exercise(found.number)
    line = Text.assemble((f"{sign} ", colour), (f"{exercise.label:<24}", "bold"), exercise.title)
    out.print(line, no_wrap=True, overflow="ellipsis")
    first = found.first_failure
    if found.problem:
        write(out, Text(found.problem, "red"), INDENT)
    if first is not None:
        if unusable(found) is None:
            write(out, Text(first.sentence, "red"), INDENT)
        for part in (first.failure.message() if first.failure else "").split("\n"):
            write(out, Text(part), INDENT)
    if found.remark:
        write(out, Text(found.remark, "bold yellow"), INDENT)
    if found.finale and found.properties:
        from grader.reports import finale as finale_report

        finale_report.show(found.finale, found.cpu_s, out)
