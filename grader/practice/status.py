"""Every exercise with its state, its last times to pass, and the one next step."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from grader import curriculum
from grader.practice import clock, rounds
from grader.practice.progress import Stage, Standing, next_exercise
from grader.reports.labels import counted, points

TREND = 3  # the latest times to pass that are shown

_SIGNS = {
    Stage.UNTOUCHED: ("·", "dim"),
    Stage.STARTED: ("…", "yellow"),
    Stage.PASSING: ("✓", "green"),
    Stage.PASSED_BEFORE: ("!", "red"),
}


def show(every: list[Standing], out: Console) -> None:
    """A line for each exercise, by track."""
    for track in curriculum.tracks():
        mine = [s for s in every if s.exercise.track == track.name]
        done = sum(s.stage is Stage.PASSING for s in mine)
        out.print(Text.assemble((track.title, "bold"), (f"  {done} of {len(mine)}", "dim")))
        for standing in mine:
            out.print(_line(standing), no_wrap=True, overflow="ellipsis")
        out.print()


def _line(standing: Standing) -> Text:
    sign, colour = _SIGNS[standing.stage]
    exercise, past = standing.exercise, standing.past
    reached = f"{points(standing.points)}/{points(exercise.points)}"
    whole = standing.stage in (Stage.UNTOUCHED, Stage.PASSING)
    details = [] if whole else [f"{reached:>7}"]
    details += _record(standing)
    if past.hints:
        details.append(counted(past.hints, "hint"))
    word = standing.stage.value
    if standing.stage in (Stage.STARTED, Stage.PASSED_BEFORE) and not standing.checked:
        word = "changed since" if past.checks else word
    line = Text.assemble(
        (f"  {sign} ", colour), f"{exercise.label:<22}", (f"{word:<15}", colour), "  ".join(details)
    )
    line.rstrip()
    return line


def _record(standing: Standing) -> list[str]:
    """How often it was tried, the times to pass, and when it is due again."""
    exercise, past = standing.exercise, standing.past
    times = rounds.times(exercise, past)
    words = []
    if len(past.checks) > 1:
        words.append(counted(len(past.checks), "check"))
    if times:
        words.append(f"in {'→'.join(f'{seconds / 60:.0f}' for seconds in times[-TREND:])} min")
    since = rounds.next_due(exercise, past) if exercise.finale is None else None
    if since is not None:
        days = (since - clock.moment(clock.now()).date()).days
        words.append("due today" if days <= 0 else f"due in {counted(days, 'day')}")
    return words


def next_step(every: list[Standing]) -> Text:
    """The one thing to do now."""
    exercise = next_exercise(every)
    number = exercise.number
    if all(s.stage is Stage.PASSING for s in every):
        step = "everything passes: make interview rehearses the real thing"
    elif next(s for s in every if s.exercise is exercise).stage is Stage.UNTOUCHED:
        step = f"read exercises/{exercise.folder}/README.md, then make watch N={number}"
    else:
        step = f"make test-exercise N={number}"
    return Text.assemble(("next: ", "bold"), step)
