"""Which calls that do not fit are refused, and which are not: asked one by one, and told so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.judging.calls import Call
from grader.judging.explain.asked import Asked, Pair, parameters
from grader.judging.explain.evidence import Fact, Unit
from grader.judging.explain.variations import labels_at, misfits
from grader.sandbox.wire import Raised, Returned

_LAST = " in the last place"
MODELS = 3  # calls that are right, of which the misfits are made


@dataclass(frozen=True)
class Trial:
    """A call that is to be refused: what is wrong with it, and what the submission did."""

    argument: str
    kind: str
    outcome: str  # "refused", "returned", or the name of another exception


def explain(unit: Unit, asked: Asked) -> str | None:
    """What the function of a property refuses and what it does not, if a refusal is due there."""
    last = unit.last
    if not _is_due(last.right) or _is_refusal(last.theirs):
        return None
    name = last.call.name
    names = parameters(asked.exercise, name)
    trials: dict[tuple[str, str], set[str]] = {}
    for model in _models(asked.evidence.of(name)):
        labels = labels_at(model.args)
        found = [
            misfit
            for misfit in misfits(model)
            if misfit.position == (labels if labels is not None else misfit.position)
            and misfit.position < len(names)
        ]
        for misfit, pair in zip(found, asked.both(m.call for m in found), strict=False):
            if pair.call is not misfit.call:
                return None  # one was left out: nothing is known for certain
            if _is_due(pair.right):
                key = (names[misfit.position], misfit.kind)
                trials.setdefault(key, set()).add(_outcome(pair))
    if any(len(outcomes) > 1 for outcomes in trials.values()):
        return None  # it depends on more than what is wrong with the call
    return _sentence(name, [Trial(*key, *outcomes) for key, outcomes in trials.items()])


def _models(facts: Sequence[Fact]) -> list[Call]:
    """Calls of several samples that both answer rightly, of different shapes if there are any."""
    right = [f.call for f in facts if f.is_right and isinstance(f.right, Returned)]
    shapes = {str([_shape(arg) for arg in call.args]): call for call in right}
    several = [c for c in shapes.values() if _is_ample(c)]
    return several[:MODELS]


def _is_ample(call: Call) -> bool:
    sizes = [size for arg in call.args for size in _shape(arg)]
    return bool(sizes) and min(sizes) > 1 and max(sizes) < 20


def _shape(thing: object) -> list[int]:
    if isinstance(thing, list):
        return [len(thing), *(_shape(thing[0]) if thing else [])]
    return []


def _is_due(answer: object) -> bool:
    return isinstance(answer, Raised) and "ValueError" in answer.kinds


def _is_refusal(answer: object) -> bool:
    return _is_due(answer)


def _outcome(pair: Pair) -> str:
    if isinstance(pair.theirs, Returned):
        return "returned"
    return "refused" if _is_refusal(pair.theirs) else pair.theirs.name


def _sentence(name: str, trials: list[Trial]) -> str | None:
    through = [t for t in trials if t.outcome == "returned"]
    refused = [t for t in trials if t.outcome == "refused"]
    other = [t for t in trials if t not in through and t not in refused]
    if not through and not other:
        return None
    parts = []
    if through and not refused and not other:
        parts.append(f"{name} refuses nothing that does not fit: it gives a result for every such")
        parts[-1] += f" call that was tried ({_listed(through)})."
        return " ".join(parts)
    if through:
        parts.append(f"{name} gives a result where ValueError is due: {_listed(through)}.")
    for error in dict.fromkeys(t.outcome for t in other):
        these = [t for t in other if t.outcome == error]
        parts.append(f"{name} raises {error} where ValueError is due: {_listed(these)}.")
    if refused:
        parts.append(f"It does refuse {_listed(refused)}.")
    return " ".join(parts)


def _listed(trials: Sequence[Trial]) -> str:
    """ "dy with one row more or less, labels with the label -1" """
    said = []
    for argument in dict.fromkeys(t.argument for t in trials):
        kinds = [t.kind for t in trials if t.argument == argument]
        # What holds in the first place and in the last is said once.
        kinds = [
            k for k in kinds if k.removesuffix(_LAST) == k or k.removesuffix(_LAST) not in kinds
        ]
        said.append(f"{argument} with {_joined(kinds)}")
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
