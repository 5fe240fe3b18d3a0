"""Verdicts for the terminal: colour where there is a terminal, plain text of 80 columns elsewhere."""

from __future__ import annotations

import sys
from typing import TextIO

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from grader import curriculum
from grader.curriculum import Exercise
from grader.judging.verdicts import ExerciseVerdict, Failure, PropertyVerdict, Status, Verdict

SIGNS = {
    Status.PASSED: ("✓", "green"),
    Status.FAILED: ("✗", "red"),
    Status.ERROR: ("✗", "red"),
    Status.TIMEOUT: ("✗", "red"),
    Status.SKIPPED: ("·", "dim"),
    Status.NOT_ATTEMPTED: ("·", "dim"),
}
WORDS = {
    Status.PASSED: "passed",
    Status.FAILED: "failed",
    Status.ERROR: "error",
    Status.TIMEOUT: "timeout",
    Status.NOT_ATTEMPTED: "not attempted",
}
INDENT = 4


def console(file: TextIO | None = None) -> Console:
    """The console to report on; text that the stream cannot encode is replaced."""
    stream = file or sys.stdout
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")
    plain = not stream.isatty()
    return Console(file=stream, highlight=False, width=80 if plain else None, soft_wrap=False)


def show_exercise(verdict: ExerciseVerdict, out: Console, *, seed: int) -> None:
    """One exercise, property by property, with the message of each that does not hold."""
    exercise = curriculum.exercise(verdict.number)
    out.print(Text.assemble((f"{exercise.label}", "bold"), f"  {exercise.title}"))
    out.print()
    shown: set[Failure] = set()
    for found in verdict.properties:
        _show_property(found, out, shown)
        if found is verdict.first_failure and verdict.diagnosis:
            _indented(out, Text(verdict.diagnosis, "yellow"))
    if verdict.problem:
        out.print(Text(verdict.problem, "red"))
    if verdict.finale:
        from grader.reports import finale as finale_report

        finale_report.show(verdict.finale, verdict.cpu_s, out)
    if verdict.properties:
        out.print()
    out.print(_summary(verdict, seed))
    out.print(_next_step(verdict, exercise))


def _show_property(found: PropertyVerdict, out: Console, shown: set[Failure]) -> None:
    sign, colour = SIGNS[found.status]
    line = Text.assemble((f"{sign} ", colour), found.sentence)
    out.print(Padding(line, (0, 0, 0, 0)))
    failure = found.failure
    if failure is None:
        return
    if failure in shown:
        _indented(out, Text("as above", "dim"))
        return
    shown.add(failure)
    if failure.call and "\n" in failure.call:
        _indented(out, Text(failure.call, "cyan"))
        _indented(out, Text(failure.returned))
    else:
        call = (failure.call + " ", "cyan") if failure.call else ""
        _indented(out, Text.assemble(call, failure.returned))
    if failure.expected:
        _indented(out, Text.assemble(("expected ", "bold"), failure.expected))
    if failure.why:
        _indented(out, Text(failure.why, "yellow"))
    if failure.prints:
        _indented(out, Text.assemble(("your prints:\n", "dim"), failure.prints))


def _indented(out: Console, text: Text) -> None:
    out.print(Padding(text, (0, 0, 0, INDENT)))


def _summary(verdict: ExerciseVerdict, seed: int) -> Text:
    if verdict.status is Status.NOT_ATTEMPTED:
        return Text("Not attempted yet: the stub is as it was, or there is no such file.")
    sign, colour = SIGNS[verdict.status]
    parts = [f"{_points(verdict.score)} of {_points(verdict.max_score)} points"]
    if verdict.properties:
        parts.insert(0, f"{verdict.held} of {len(verdict.properties)} properties hold")
        parts.append(f"{verdict.wall_s:.1f} s")
        parts.append(f"seed {seed}")
    if verdict.confinement not in ("", "kernel"):
        parts.append(f"confinement: {verdict.confinement}")
    line = Text.assemble((f"{sign} {WORDS[verdict.status]}  ", f"bold {colour}"), " · ".join(parts))
    if verdict.stand_ins:
        line.append(f"\n  The reference served for {', '.join(verdict.stand_ins)}.", "dim")
    return line


def _next_step(verdict: ExerciseVerdict, exercise: Exercise) -> Text:
    number = exercise.number
    if verdict.status is Status.NOT_ATTEMPTED:
        place = f"exercises/{exercise.folder}/{exercise.name}.py"
        return Text.assemble(
            ("next: ", "bold"), f"write {place}, then make test-exercise N={number}"
        )
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


def _points(points: float) -> str:
    return f"{points:.1f}".removesuffix(".0")


def show_scoreboard(verdict: Verdict, out: Console) -> None:
    """The whole submission: a line for each exercise, the total, and the one next step."""
    out.print()
    for found in verdict.exercises:
        sign, colour = SIGNS[found.status]
        exercise = curriculum.exercise(found.number)
        bar = _bar(found.score / found.max_score if found.max_score else 0.0)
        score = f"{_points(found.score):>5} / {_points(found.max_score):<3}"
        word = WORDS[found.status]
        if found.properties and not found.passed:
            word += f", {found.held} of {len(found.properties)} hold"
        if found.finale and found.finale.accuracy is not None:
            word += f", {found.finale.accuracy:.1%}"
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
    total = f"{_points(verdict.score)} of {_points(verdict.max_score)} points"
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
        out.print(Text.assemble((" next: ", "bold"), step))


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
        _indented(out, Text(found.problem, "red"))
    if first is not None:
        _indented(out, Text(first.sentence, "red"))
        for part in (first.failure.message() if first.failure else "").split("\n"):
            _indented(out, Text(part))
    if found.diagnosis:
        _indented(out, Text(found.diagnosis, "yellow"))
    if found.finale:
        from grader.reports import finale as finale_report

        finale_report.show(found.finale, found.cpu_s, out)
