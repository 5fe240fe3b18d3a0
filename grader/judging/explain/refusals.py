"""Which calls that do not fit are refused, and which are not: asked one by one, and told so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.judging.calls import Call
from grader.judging.explain.asked import Asked, Pair, parameters
from grader.judging.explain.evidence import Fact, Unit
from grader.judging.explain.misfits import labels_of, misfits
from grader.sandbox.wire import Raised, Returned

_LAST = " in the last place"
_REFUSED, _RETURNED = "is refused", "gives a result"
MODELS = 3  # calls that are right, of which the misfits are made


@dataclass(frozen=True)
class Trial:
    """A call that is to be refused: what is wrong with it, and what the submission did."""

    argument: str
    kind: str
    outcome: str  # `_REFUSED`, `_RETURNED`, or what it raises, or one or the other


def explain(unit: Unit, asked: Asked) -> str | None:
    """What the function of a property refuses and what it does not, if a refusal is due there."""
    last = unit.last
    if not _is_due(last.right) or _is_due(last.theirs):
        return None
    name = last.call.name
    facts = asked.evidence.of(name)
    if any(isinstance(f.right, Returned) and isinstance(f.theirs, Raised) for f in facts):
        return None  # it refuses what fits: nobody knows then what it takes for unfit
    names = parameters(asked.exercise, name)
    trials: dict[tuple[str, str], set[str]] = {}
    for model in _models(facts):
        labels = labels_of(model, asked.exercise)
        for misfit in misfits(model, asked.exercise):
            if misfit.position < len(names) and (not labels or misfit.position == labels[0]):
                for pair in asked.both([misfit.call]):
                    if _is_due(pair.right):
                        key = (names[misfit.position], misfit.kind)
                        trials.setdefault(key, set()).add(_outcome(pair))
    # Where one is refused and one is not, it depends on more than what is wrong with the call.
    return _sentence(
        name,
        [
            Trial(*key, " or ".join(sorted(outcomes)))
            for key, outcomes in trials.items()
            if len(outcomes) == 1 or _REFUSED not in outcomes
        ],
        of_all=not any(_REFUSED in outcomes for outcomes in trials.values()),
    )


def _models(facts: Sequence[Fact]) -> list[Call]:
    """Calls of several samples that both answer rightly, of different shapes if there are any."""
    right = [f.call for f in facts if f.is_right and isinstance(f.right, Returned)]
    shapes = {str([_shape(arg) for arg in call.args]): call for call in right}
    several = [c for c in shapes.values() if min(_sizes(c)) > 1 and max(_sizes(c)) < 20]
    # With two rows one less is one alone, which may be taken for a row that serves all others.
    return sorted(several, key=lambda call: min(_sizes(call)) == 2)[:MODELS]


def _sizes(call: Call) -> list[int]:
    return [size for arg in call.args for size in _shape(arg)] or [0]


def _shape(thing: object) -> list[int]:
    if isinstance(thing, list):
        return [len(thing), *(_shape(thing[0]) if thing else [])]
    return []


def _is_due(answer: object) -> bool:
    return isinstance(answer, Raised) and "ValueError" in answer.kinds


def _outcome(pair: Pair) -> str:
    if isinstance(pair.theirs, Returned):
        return _RETURNED
    return _REFUSED if _is_due(pair.theirs) else f"raises {pair.theirs.name}"


def _sentence(name: str, trials: list[Trial], *, of_all: bool) -> str | None:
    """`of_all`: nothing at all that was tried is refused."""
    through = [t for t in trials if t.outcome != _REFUSED]
    refused = [t for t in trials if t.outcome == _REFUSED]
    if not through:
        return None
    outcomes = dict.fromkeys(t.outcome for t in through)
    if of_all and list(outcomes) == [_RETURNED]:
        return f"{name} refuses none of the unfit calls that were tried: {_listed(through)}."
    parts = []
    for outcome in outcomes:
        these = [t for t in through if t.outcome == outcome]
        parts.append(f"{name} {outcome} instead of ValueError for {_listed(these)}.")
    if refused:
        last = {(t.argument, t.kind) for t in through}
        refused = [
            replace(t, kind=f"{t.kind} in the first place")
            if (t.argument, t.kind + _LAST) in last
            else t
            for t in refused
        ]
        parts.append(f"It does refuse, where it has to, {_listed(refused)}.")
    return " ".join(parts)


def _listed(trials: Sequence[Trial]) -> str:
    """ "dy with one row more or less; a label of -1" """
    said = []
    for argument in dict.fromkeys(t.argument for t in trials):
        kinds = [t.kind for t in trials if t.argument == argument]
        # What holds in the first place and in the last is said once.
        kinds = [
            k for k in kinds if k.removesuffix(_LAST) == k or k.removesuffix(_LAST) not in kinds
        ]
        said.append(_joined(kinds) if argument == "labels" else f"{argument} with {_joined(kinds)}")
    return "; ".join(said)


def _joined(kinds: list[str]) -> str:
    """Kinds that differ in "more" and "less" alone are said once."""
    whole: list[str] = []
    for kind in kinds:
        what, _, direction = kind.rpartition(" ")
        if direction == "less" and whole and whole[-1] == f"{what} more":
            whole[-1] = f"{what} more or less"
        else:
            whole.append(kind)
    return whole[0] if len(whole) == 1 else f"{', '.join(whole[:-1])} or {whole[-1]}"
