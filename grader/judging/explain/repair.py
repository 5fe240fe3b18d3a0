"""Looks for one edit of the submission's own text that makes failing properties hold.

Each edit is tried on the call that failed, where the right answer is known, then by the properties
themselves. What is told is the line, never the edit.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

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

Property = Callable[[Impl], None]

PINS = "alone makes all"  # stands in every sentence about a line
LOST_ALLOWED = 6  # guests, to edits that make loops without end
AT_ONCE = 16  # edits that are tried in one request

_DOES = {
    CHANGED: "changing this line",
    MOVED: "moving the statement of this line",
    ADDED: "a check at the head of this function",
}


@dataclass(frozen=True)
class Repair:
    """An edit by which all failing properties hold: its line, what it does, how many they are."""

    line: int
    failing: int
    does: str = CHANGED

    def sentence(self, exercise: Exercise, others: int) -> str:
        """What is told of it; `others` is the number of properties that held before."""
        place = f"{exercise.name}.py, line {self.line}"
        return f"{place}: {_DOES[self.does]} {PINS} {self.failing + others} properties hold."


def find(
    exercise: Exercise,
    unit: Unit,
    failing: Mapping[str, Property],
    holding: Mapping[str, Property],
    bench: Workbench,
) -> Repair | None:
    """The likeliest edit that makes the unit's property hold, and breaks none that held."""
    with contextlib.suppress(GuestLost), _without_shrinking():
        try:
            return _find(exercise, unit, failing, holding, bench)
        finally:
            bench.drop()
    return None


def _find(
    exercise: Exercise,
    unit: Unit,
    failing: Mapping[str, Property],
    holding: Mapping[str, Property],
    bench: Workbench,
) -> Repair | None:
    trial = Trial(exercise, unit, bench)
    wanted = failing.get(unit.verdict.name)
    if wanted is None or bench.is_over:
        return None
    edits = bench.find_edits([fact.call for fact in unit.facts[-1:]], trial.wrong_results())
    trial.choose_calls()
    asked = [wanted, *holding.values(), *(test for test in failing.values() if test is not wanted)]
    for start in range(0, len(edits), AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, len(edits)))
        for number in trial.promising(numbers):
            if bench.is_over or trial.lost > LOST_ALLOWED:
                return None
            bench.edit = number
            refuted = next((test for test in asked if not _holds(test, bench, exercise)), None)
            if refuted is None:
                line, does = edits[number]
                return Repair(line, len(failing), does)
            asked.remove(refuted)
            asked.insert(0, refuted)  # what refutes one edit is likely to refute the next
        if bench.is_over or trial.lost > LOST_ALLOWED:
            return None
    return None


def _holds(test: Property, bench: Workbench, exercise: Exercise) -> bool:
    """Whether a property holds of the module with the edit in force."""
    started = [False]

    def start() -> Edited:
        shared, started[0] = not started[0], True
        return Edited(bench, bench.guest() if shared else bench.fresh(), shared=shared)

    impl = Impl(start, signatures.of(exercise), record, Patience(seconds=5.0))
    record.begin_example()
    try:
        test(impl)
    except (Exception, GuestLost):
        return False
    except pytest.skip.Exception:
        return True
    finally:
        impl.close()
    return True


@contextlib.contextmanager
def _without_shrinking() -> Iterator[None]:
    shrinks, engine.MAX_SHRINKS = engine.MAX_SHRINKS, 0
    try:
        yield
    finally:
        engine.MAX_SHRINKS = shrinks
