"""Looks for one edit of the submission's own text that makes failing properties hold.

Each edit is tried on the call that failed, where the right answer is known, then by the properties
themselves. What is told is the line, never the edit.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import pytest
from hypothesis.internal.conjecture import engine

from grader.curriculum import Exercise
from grader.judging import signatures
from grader.judging.calls import record
from grader.judging.deadlines import Patience
from grader.judging.explain.edits.made import ADDED, CHANGED, MOVED
from grader.judging.explain.evidence import Unit
from grader.judging.explain.trials import Trial
from grader.judging.explain.workbench import Edited, Workbench
from grader.judging.proxy import Impl
from grader.sandbox.host import GuestLost
from grader.sandbox.wire import Raised

Property = Callable[[Impl], None]

PINS = "alone makes"  # stands in every sentence about a line
LOST_ALLOWED = 6  # guests, to edits that make loops without end
AT_ONCE = 16  # edits that are tried in one request
FIRST = 6  # edits on top of which another one is looked for
PART_SECONDS = 1.2  # of CPU, after which an edit is enough that mends one function of several

_DOES = {
    CHANGED: "changing this line",
    MOVED: "moving the statement of this line",
    ADDED: "a check at the head of this function",
}


@dataclass(frozen=True)
class Repair:
    """An edit that makes failing properties hold and breaks none: its line, what it does, which.

    It mends the whole module, or one of several functions that are wrong.
    """

    line: int
    does: str
    mended: frozenset[str]  # the properties that hold with it and did not before
    failing: int  # how many did not before
    before: int | None = None  # the line of another edit, on top of which it was made

    @property
    def is_whole(self) -> bool:
        """Whether everything holds with it."""
        return len(self.mended) == self.failing

    @property
    def lines(self) -> tuple[int | None, int]:
        """Where it is made."""
        return self.before, self.line

    def sentence(self, exercise: Exercise, others: int) -> str:
        """What is told of it; `others` is the number of properties that held before."""
        where, does = f"line {self.line}", _DOES[self.does]
        if self.before is not None and self.before != self.line:
            where = "lines {} and {}".format(*sorted((self.before, self.line)))
            does = "changing these two lines"
        said = f"{exercise.name}.py, {where}: {does} {PINS}"
        if self.is_whole:
            return f"{said} all {self.failing + others} properties hold."
        return f"{said} {len(self.mended)} of the {self.failing} failing properties hold."


@dataclass(frozen=True)
class Properties:
    """The properties as functions, by name: those that fail, and those that hold.

    Of those that fail at a call that should have raised, `refusals` says of which function.
    """

    failing: Mapping[str, Property]
    holding: Mapping[str, Property]
    refusals: Mapping[str, str]


def find(exercise: Exercise, unit: Unit, properties: Properties, bench: Workbench) -> Repair | None:
    """The likeliest edit that makes the unit's property hold, and breaks none that held.

    One that mends the whole module, if there is one; else one after which no property fails at a
    call of the unit's function.
    """
    with contextlib.suppress(GuestLost), _without_shrinking():
        try:
            trial = Trial(exercise, unit, bench)
            return _find(trial, properties, bench) or _find_two(trial, properties, bench)
        finally:
            bench.drop()
    return None


def _find_two(trial: Trial, properties: Properties, bench: Workbench) -> Repair | None:
    """Two edits, where a call that raises gets further by the first of them."""
    first = trial.further[:FIRST]
    lines = {number: trial.edits[number][0] for number in first}
    for number in first:
        if bench.is_over or trial.lost > LOST_ALLOWED:
            return None
        bench.keep(number)
        found = _find(Trial(trial.exercise, trial.unit, bench), properties, bench)
        bench.take_back()
        if found:
            return replace(found, before=lines[number])
    return None


def _find(trial: Trial, properties: Properties, bench: Workbench) -> Repair | None:
    exercise, unit = trial.exercise, trial.unit
    wanted = properties.failing.get(unit.verdict.name)
    if wanted is None or bench.is_over:
        return None
    edits = trial.find_edits()
    trial.choose_calls()
    asked = [wanted, *properties.holding.values()]
    others = {name: test for name, test in properties.failing.items() if test is not wanted}
    part: Repair | None = None
    for start in range(0, len(edits), AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, len(edits)))
        for number in trial.promising(numbers):
            if bench.is_over or trial.lost > LOST_ALLOWED:
                return part
            bench.edit = number
            refuted = next((test for test in asked if _fails_at(test, bench, exercise)), None)
            if refuted is not None:
                asked.remove(refuted)
                asked.insert(0, refuted)  # what refutes one edit is likely to refute the next
                continue
            now = {name: _fails_at(test, bench, exercise) for name, test in others.items()}
            left = {name: function for name, function in now.items() if function}
            mended = frozenset(properties.failing.keys() - left.keys())
            is_more = part is None or len(mended) > len(part.mended)
            if is_more and (not left or not _is_open(unit, left, properties)):
                line, does = edits[number]
                part = Repair(line, does, mended, len(properties.failing))
            if not left:
                return part
        if bench.is_over or trial.lost > LOST_ALLOWED:
            return part
        if part is not None and bench.spent() > PART_SECONDS:
            return part
    return part


def _is_open(unit: Unit, left: Mapping[str, str], properties: Properties) -> bool:
    """Whether a property fails at a call of the unit's function still: `left` says at which.

    Results and refusals of one function are two questions.
    """
    function = unit.last.call.name
    if isinstance(unit.last.right, Raised):
        return any(properties.refusals.get(name) == function for name in left)
    at_results = {n: at for n, at in left.items() if properties.refusals.get(n) != function}
    return function in at_results.values()


def _fails_at(test: Property, bench: Workbench, exercise: Exercise) -> str:
    """The function of the call at which a property fails with the edit in force, "" if it holds."""
    started = [False]

    def start() -> Edited:
        shared, started[0] = not started[0], True
        return Edited(bench, bench.guest() if shared else bench.fresh(), shared=shared)

    impl = Impl(start, signatures.of(exercise), record, Patience(seconds=5.0))
    record.begin_example()
    try:
        test(impl)
    except (Exception, GuestLost):
        return record.calls[-1].name if record.calls else exercise.name
    except pytest.skip.Exception:
        return ""
    finally:
        impl.close()
    return ""


@contextlib.contextmanager
def _without_shrinking() -> Iterator[None]:
    shrinks, engine.MAX_SHRINKS = engine.MAX_SHRINKS, 0
    try:
        yield
    finally:
        engine.MAX_SHRINKS = shrinks
