"""The search for lines whose change helps: in which functions, and how long in each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from grader.curriculum import Exercise
from grader.judging.explain import repair
from grader.judging.explain.evidence import Unit, What
from grader.judging.explain.repair import Repair
from grader.judging.explain.workbench import Workbench
from grader.judging.verdicts import Explanation
from grader.sandbox.wire import Raised, Returned

UNITS = 3  # functions for which a line is looked for, as far as the time goes


@dataclass(frozen=True)
class Search:
    """What the search for an edit needs: the properties as functions, and the submission.

    Before it begins, `begins` is called with what is known by then.
    """

    exercise: Exercise
    properties: Mapping[str, repair.Property]
    failed: frozenset[str]
    bench: Workbench
    begins: Callable[[Explanation], None]

    def sentences(self, units: Sequence[Unit]) -> list[str]:
        """The lines whose change helps, and a name without value; else a value without use."""
        failing = {n: test for n, test in self.properties.items() if n in self.failed}
        holding = {n: test for n, test in self.properties.items() if n not in self.failed}
        refusals = {
            unit.verdict.name: unit.last.call.name
            for unit in units
            if isinstance(unit.last.right, Raised)
        }
        properties = repair.Properties(failing, holding, refusals)
        self.bench.begin()
        found: dict[tuple[int | None, int], Repair] = {}
        left = [unit for unit in units if not _only_breaks_down(unit, units)]
        count = min(UNITS, len(set(map(_question, left))))
        for number in range(count):
            if not left:
                break
            self.bench.share = (number + 1.5) / (count + 0.5)  # the first has the most time
            helps = repair.find(self.exercise, left[0], properties, self.bench)
            if helps and helps.is_whole:
                found = {helps.lines: helps}
                break
            if helps:
                before = found.get(helps.lines, helps)
                found[helps.lines] = max(before, helps, key=lambda repair: len(repair.mended))
            mended = helps.mended if helps else frozenset()
            asked = _question(left[0])
            left = [u for u in left if u.verdict.name not in mended and _question(u) != asked]
        said = [helps.sentence(self.exercise, len(holding)) for helps in found.values()]
        said += [self.bench.missing] if self.bench.missing else []
        return said or ([self.bench.unused] if self.bench.unused else [])


def _only_breaks_down(unit: Unit, units: Sequence[Unit]) -> bool:
    """Whether it does not refuse because it raises something else whatever it is asked."""
    last = unit.last
    return (
        isinstance(last.right, Raised)
        and isinstance(last.theirs, Raised)
        and any(
            isinstance(other.last.right, Returned)
            and isinstance(other.last.theirs, Raised)
            and other.last.call.name == last.call.name
            for other in units
        )
    )


def _question(unit: Unit) -> What | str:
    """What a property asks: a function, or a program of its own."""
    return unit.verdict.name if unit.is_program else unit.what
