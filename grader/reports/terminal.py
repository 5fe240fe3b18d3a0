"""Verdicts for the terminal: coloured on a terminal, plain text of 80 columns elsewhere."""

from __future__ import annotations

import sys
from typing import TextIO

from rich.console import Console
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
    shown: set[tuple[str, str]] = set()
    for found in verdict.properties:
        _show_property(found, out, shown)
        if found is verdict.first_failure and verdict.diagnosis:
            _write(out, Text(verdict.diagnosis, "bold yellow"), INDENT)
    if verdict.problem:
        _write(out, Text(verdict.problem, "red"))
    if verdict.finale and verdict.properties:
        from grader.reports import finale as finale_report

        finale_report.show(verdict.finale, verdict.cpu_s, out)
    if verdict.properties:
        out.print()
    out.print(_summary(verdict, seed))
    out.print(_next_step(verdict, exercise))


def show_result(verdict: ExerciseVerdict, out: Console) -> None:
    """What matters while working: the count, and the first property that does not hold."""
    exercise = curriculum.exercise(verdict.number)
    out.print(Text.assemble((f"{exercise.label}", "bold"), f"  {exercise.title}"))
    out.print()
    if verdict.first_failure is not None:
        _show_property(verdict.first_failure, out, set())
        if verdict.diagnosis:
            _write(out, Text(verdict.diagnosis, "bold yellow"), INDENT)
        out.print()
    elif verdict.problem:
        _write(out, Text(verdict.problem, "red"))
    out.print(_summary(verdict, None))


def _show_property(found: PropertyVerdict, out: Console, shown: set[tuple[str, str]]) -> None:
    sign, colour = SIGNS[found.status]
    _write(out, Text.assemble((f"{sign} ", colour), found.sentence), hang=2)
    failure = found.failure
    if failure is None:
        return
    for part, style in _parts(failure):
        for number, line in enumerate(part.split("\n")):
            _write(out, Text(line, style), INDENT, hang=2 if number == 0 else 0)
    # The same reason is given once; what was called differs, and is shown each time.
    if failure.why and (failure.returned, failure.why) not in shown:
        shown.add((failure.returned, failure.why))
        for line in failure.why.split("\n"):
            _write(out, Text(line, "yellow"), INDENT)
    if failure.prints:
        _write(out, Text("your prints:", "dim"), INDENT)
        for line in failure.prints.split("\n"):
            _write(out, Text(f"│ {line}"), INDENT)


def _parts(failure: Failure) -> list[tuple[str, str]]:
    """Call, what came back and what was expected, a line each unless the first two fit in one."""
    call, returned = failure.call, failure.returned
    parts = [(call, "cyan"), (returned, "")] if call else [(returned, "")]
    if call and "\n" not in call and len(call) + len(returned) < 76 - INDENT:
        parts = [(f"{call} {returned}", "")]
    if failure.expected:
        parts.append((f"expected {failure.expected}", ""))
    return parts


def _write(out: Console, text: Text, indent: int = 0, hang: int = 0) -> None:
    """Print text within the width; what wraps is indented by `hang` more."""
    for number, line in enumerate(text.wrap(out, out.width - indent - hang)):
        line.rstrip()
        out.print(Text(" " * (indent + (hang if number else 0))) + line, no_wrap=True)


def _summary(verdict: ExerciseVerdict, seed: int | None) -> Text:
    if verdict.status is Status.NOT_ATTEMPTED:
        return Text("Not attempted yet: the stub is as it was, or there is no such file.")
    sign, colour = SIGNS[verdict.status]
    parts = [f"{_points(verdict.score)} of {_points(verdict.max_score)} points"]
    if verdict.properties:
        parts.insert(0, f"{verdict.held} of {len(verdict.properties)} properties hold")
        parts.append(f"{verdict.wall_s:.1f} s")
        parts += [f"seed {seed}"] if seed is not None else []
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
        _write(out, Text(found.problem, "red"), INDENT)
    if first is not None:
        _write(out, Text(first.sentence, "red"), INDENT)
        for part in (first.failure.message() if first.failure else "").split("\n"):
            _write(out, Text(part), INDENT)
    if found.diagnosis:
        _write(out, Text(found.diagnosis, "bold yellow"), INDENT)
    if found.finale and found.properties:
        from grader.reports import finale as finale_report

        finale_report.show(found.finale, found.cpu_s, out)
