"""What holds a guest on this machine, and what each wall stops: every act is really tried.

Each act is a submission, in a guest like those that judge: behind all walls, and behind one column
of the table of walls alone.
"""

from __future__ import annotations

import argparse
import platform
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from grader import interrupt
from grader.outcome import Exit
from grader.sandbox import acts, host
from grader.sandbox.acts import ACTS
from grader.sandbox.confinement import Confined, Confinement, Limits
from grader.sandbox.host import Guest, GuestLost, Sources
from grader.sandbox.walls import UP, WALLS
from grader.sandbox.wire import Raised

NO_WALL, ALL = "none", "all"
COLUMNS = (*dict.fromkeys(wall.column for wall in WALLS if wall.column), ALL)
_PREREQUISITE = "no new privileges"  # of Landlock and seccomp


class Outcome(Enum):
    """What became of an act behind a wall."""

    STOPPED = "stopped"
    PASSED = "passed"
    ABSENT = "absent"  # the wall does not stand on this machine
    UNTRIED = "untried"  # this system has no such act


@dataclass(frozen=True)
class Trial:
    """One act, and its outcome behind every column of walls that was asked for."""

    act: str
    outcomes: dict[str, Outcome]


def try_all(
    columns: tuple[str, ...] = COLUMNS, chosen: Mapping[str, str] = ACTS
) -> Iterator[Trial]:
    """Try every act behind every column of walls (or behind `NO_WALL`), in a guest each."""
    for act, text in chosen.items():
        yield Trial(act, {column: _attempt(text, column) for column in columns})


def _attempt(act: str, column: str) -> Outcome:
    only: frozenset[str] | None = None
    if column != ALL:
        only = frozenset(wall.name for wall in WALLS if wall.column == column)
    with acts.targets() as given:
        sources = Sources("attempt", {"attempt": acts.submission(act, given)})
        raised = only and only | {_PREREQUISITE}
        with Guest(sources, Limits(cpu_seconds=1), only=raised) as guest:
            if only and any(guest.confinement.walls[name] != UP for name in only):
                return Outcome.ABSENT
            try:
                loaded = guest.load()
                answer = loaded if isinstance(loaded, Raised) else guest.call("act", keep=True)
            except GuestLost:
                return Outcome.PASSED if acts.left_its_mark(given) else Outcome.STOPPED
    if not isinstance(answer, Raised):
        return Outcome.PASSED
    unknown = {"AttributeError", "ImportError", "NameError", "SyntaxError"} & set(answer.kinds)
    return Outcome.UNTRIED if unknown else Outcome.STOPPED


def doctor(write: Callable[[str], None] = print, chosen: Mapping[str, str] = ACTS) -> int:
    """Print what holds a guest here and what each wall stops; `FAILED` if an act passes all."""
    held = host.probe()
    write(f"Python {platform.python_version()} on {platform.system()} {platform.release()}")
    write(f"Confinement: {held.level.value}")
    write("")
    for line in _standing(held):
        write(line)
    write("")
    write("What each wall stops, tried just now (x stopped, · let through, - no wall)")
    write(f"  {'':30}" + "  ".join(COLUMNS))
    leaks = []
    for trial in try_all(chosen=chosen):
        last = trial.outcomes[ALL]
        if last is Outcome.PASSED:
            leaks.append(trial.act)
        cells = "".join(f"{_MARKS[trial.outcomes[c]]:{len(c) + 2}}" for c in COLUMNS[:-1])
        write(f"  {trial.act:30}{cells}{_FOR_ALL.get(last, _MARKS[last])}")
    write("")
    if leaks:
        write(f"Not stopped here: {', '.join(leaks)}.")
        write("Grade strangers' code on Linux 5.13 or newer, or in a virtual machine.")
    else:
        write("Behind all of them together, nothing of this gets through.")
    weak = held.level is not Confinement.KERNEL
    return Exit.FAILED if leaks or weak else Exit.PASSED


_MARKS = {Outcome.STOPPED: "x", Outcome.PASSED: "·", Outcome.ABSENT: "-", Outcome.UNTRIED: "?"}
_FOR_ALL = {Outcome.STOPPED: "stopped", Outcome.PASSED: "NOT STOPPED", Outcome.UNTRIED: "no such"}


def _standing(held: Confined) -> Iterator[str]:
    """A line for each wall: whether it stands, and what it stops or why it does not."""
    yield "The walls of a guest on this machine"
    for wall in WALLS:
        said = held.walls[wall.name]
        note = f"against {wall.stops}" if said == UP else f"{said}; needs {wall.needs}"
        yield f"  {'up' if said == UP else 'NO':3} {wall.name:18} {note}"


def command(_: argparse.Namespace) -> int:
    """`python -m grader doctor`."""
    with interrupt.ends_at_once():
        return doctor()
