"""The weights that a submission's own layers begin with: suspects are given the same.

How a `Linear` draws its weights is free, and whatever is computed with them depends on that. With
the submission's own weights a mistake of the catalogue can be held against its answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.judging.calls import Call
from grader.judging.explain.variations import is_matrix
from grader.judging.proxy import Impl
from grader.sandbox.wire import Returned

_LINEAR = re.compile(r"\bLinear\((\d+), (\d+), seed=(\d+)\)")
Drawn = tuple[int, int, int]  # inputs, outputs, seed


@dataclass(frozen=True)
class Weights:
    """The first weights of the layers that programs make, as far as they are known."""

    known: Mapping[Drawn, list[list[float]]] = field(default_factory=dict)

    def cover(self, call: Call) -> bool:
        """Whether those of all layers of a program are known."""
        drawn = _drawn(call)
        return bool(drawn) and drawn <= self.known.keys() and _count(call) == len(_found(call))

    def give(self, names: dict[str, Any]) -> None:
        """Let the layers of a module begin with them."""
        if self.known and "Linear" in names:
            names["Linear"] = _with_weights(names["Linear"], self.known)


def of(calls: Iterable[Call], impl: Impl) -> Weights:
    """Ask a submission for the first weights of the layers in these programs."""
    known = {}
    for drawn in {drawn for call in calls for drawn in _drawn(call)}:
        n, m, seed = drawn
        program = f"layer = Linear({n}, {m}, seed={seed})\n"
        answer = impl.probe(Call("run", (program, "layer.parameters()"), {}))
        value = answer.value if isinstance(answer, Returned) else None
        weight = value[0] if isinstance(value, list | tuple) and value else None
        if weight is not None and is_matrix(weight) and (len(weight), len(weight[0])) == (n, m):
            known[drawn] = weight
    return Weights(known)


def _found(call: Call) -> list[re.Match[str]]:
    return list(_LINEAR.finditer("\n".join(call.args))) if call.name == "run" else []


def _drawn(call: Call) -> set[Drawn]:
    return {(int(m[1]), int(m[2]), int(m[3])) for m in _found(call)}


def _count(call: Call) -> int:
    return "\n".join(call.args).count("Linear(")


def _with_weights(linear: Any, known: Mapping[Drawn, list[list[float]]]) -> Any:
    class Linear(linear):  # type: ignore[misc]
        def __init__(self, in_features: int, out_features: int, seed: int) -> None:
            super().__init__(in_features, out_features, seed)
            own = known.get((in_features, out_features, seed), [])
            for row, drawn in zip(self.parameters()[0], own, strict=False):
                row[:] = drawn

    return Linear
