"""The mistakes of the catalogue that explain what failed, and contradict nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from grader.judging import signatures
from grader.judging.calls import Call
from grader.judging.explain import catalogue
from grader.judging.explain.catalogue import Mistake
from grader.judging.explain.compare import Comparison, of_one_cause
from grader.judging.explain.evidence import Evidence, Fact, Unit
from grader.judging.explain.in_process import Replica
from grader.judging.proxy import Impl
from grader.sandbox.wire import Returned


@dataclass
class Suspect:
    """A mistake, one that can be asked, and the failing properties that it explains."""

    mistake: Mistake
    replica: Replica
    units: list[Unit] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """What it tells whoever made it."""
        return self.mistake.explanation


def suspects(evidence: Evidence, impl: Impl) -> list[Suspect]:
    """The mistakes that explain at least one failing property and contradict nothing.

    All are asked the call that failed, each in a new process. The calls before it are asked of
    those that fit; of all only where none fits, as of a mistake that remembers something. Where
    none explains another failure of the same functions, one unlisted cause may lie behind both.
    """
    exercise = evidence.exercise
    wrong = [u for u in evidence.units if not u.last.is_right and not u.last.free]
    asked = catalogue.reached(exercise, {f.call.name for unit in wrong for f in unit.facts})
    found = [
        Suspect(mistake, evidence.replica(mistake))
        for mistake in (*catalogue.mistakes(exercise), *catalogue.shares(exercise))
        if asked is None or asked & mistake.replaced
    ]
    for unit in wrong:
        alone = [s for s in found if _gives(s.replica, [unit.last], evidence.comparison)]
        others = [s for s in found if s not in alone] if _remembers(unit, evidence, impl) else []
        for some in (alone, others):
            explain = [s for s in some if _gives(s.replica, unit.facts, evidence.comparison)]
            for suspect in explain:
                suspect.units.append(unit)
            if explain:
                break
    left = [
        s
        for s in found
        if s.units and _contradicts_nothing(s.replica, evidence) and _leaves_nothing(s, evidence)
    ]
    while left != (clear := [s for s in left if _is_clear(s, left, wrong, evidence)]):
        left = clear
    return left


def _remembers(unit: Unit, evidence: Evidence, impl: Impl) -> bool:
    """Whether the submission answers otherwise where nothing was asked before."""
    if len(unit.facts) < 2:
        return False
    fact = unit.last
    alone = impl.fresh().probe(fact.call)
    impl.close_fresh()
    same = evidence.comparison.same
    return alone is None or not same(fact.call.name, alone, fact.theirs, exact=True)


def _is_clear(
    suspect: Suspect, left: Sequence[Suspect], wrong: Sequence[Unit], evidence: Evidence
) -> bool:
    """Whether all that is wrong with the same functions is its doing, or that of a mistake in
    other functions than those that it replaces.
    """
    public = signatures.of(evidence.exercise).public
    explained = {
        id(unit)
        for other in left
        if other is suspect or not other.mistake.replaced & suspect.mistake.replaced
        for unit in other.units
    }
    open_ = [unit for unit in wrong if id(unit) not in explained]
    return not any(_concern(suspect.units[0], unit, public) for unit in open_)


def _concern(one: Unit, other: Unit, public: Sequence[str]) -> bool:
    """Whether one cause may lie behind the failures of two properties: they ask the same names."""
    return bool(_names(one.last.call, public) & _names(other.last.call, public))


def _contradicts_nothing(replica: Replica, evidence: Evidence) -> bool:
    replica.renew()
    return all(_consistent(replica, fact, evidence.comparison) for fact in evidence.sample)


def _leaves_nothing(suspect: Suspect, evidence: Evidence) -> bool:
    """Whether the submission is right somewhere, if the mistake is right somewhere.

    A function that is never right, such as one that refuses everything, has another mistake.
    """
    call = suspect.units[0].last.call
    public = signatures.of(evidence.exercise).public
    due = [
        fact
        for name in dict.fromkeys((call.name, "run"))
        for fact in evidence.of(name)
        if isinstance(fact.right, Returned) and _names(call, public) <= _names(fact.call, public)
    ]
    if any(fact.is_right for fact in due):
        return True
    suspect.replica.renew()
    same = evidence.comparison.same
    return not any(same(f.call.name, suspect.replica.answer(f.call), f.right) for f in due)


def _names(call: Call, public: Sequence[str]) -> set[str]:
    """Which of the exercise's names a call asks: its function, or those in its program."""
    if call.name != "run":
        return {call.name}
    written = set(re.findall(r"\w+", " ".join(call.args)))
    return written.intersection(public)


def _gives(replica: Replica, facts: Sequence[Fact], comparison: Comparison) -> bool:
    """Whether it gives the last, wrong answer, and before it contradicts nothing."""
    replica.renew()
    if not all(_consistent(replica, fact, comparison) for fact in facts[:-1]):
        return False
    last = facts[-1]
    answer = replica.answer(last.call)
    same = comparison.same(last.call.name, answer, last.theirs, exact=True)
    if not same:
        return comparison.fail_alike(last.call, answer, last.theirs)
    return of_one_cause(answer, last.theirs)


def _consistent(replica: Replica, fact: Fact, comparison: Comparison) -> bool:
    """Whether it answers as the submission does, or rightly where the submission does not."""
    answer = replica.answer(fact.call)
    if fact.free or comparison.alike(fact.call, answer, fact.theirs, fact.right):
        return True
    return not fact.is_right and comparison.same(fact.call.name, answer, fact.right)
