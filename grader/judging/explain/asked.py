"""The submission and the reference, asked the same: what a layer of explanation works with."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from grader.curriculum import Exercise
from grader.judging import signatures
from grader.judging.calls import Call
from grader.judging.explain.compare import Comparison, is_due
from grader.judging.explain.evidence import Evidence
from grader.judging.proxy import Impl
from grader.sandbox.wire import Answer, Returned

# The parts of results that are several, as the contract calls them.
PARTS = {
    "linear_backward": ("dx", "dw", "db"),
    "loss_and_grads": ("the loss", "the gradients"),
    "layer_norm_backward": ("dx", "dgain", "dbias"),
    "rms_norm_backward": ("dx", "dgain"),
    "attention_backward": ("dq", "dk", "dv"),
    "multi_head_attention_backward": ("dx", "dwq", "dwk", "dwv", "dwo"),
}


@dataclass(frozen=True)
class Pair:
    """A call, what the submission answers and what is right."""

    call: Call
    theirs: Answer
    right: Answer


class Asked:
    """Asks both; a guest that is lost ends the explanation by way of `Lost`."""

    def __init__(self, evidence: Evidence, impl: Impl) -> None:
        self.evidence = evidence
        self.exercise = evidence.exercise
        self.comparison: Comparison = evidence.comparison
        self.reference = evidence.replica()
        self._impl = impl

    def right(self, call: Call) -> Answer:
        """The right answer."""
        return self.reference.answer(call)

    def both(self, calls: Iterable[Call]) -> Iterator[Pair]:
        """What both answer to each call, without those to which no answer is due. May end early."""
        for call in calls:
            right = self.right(call)
            if not is_due(right):
                continue
            theirs = self.theirs(call)
            if theirs is None:
                return
            yield Pair(call, theirs, right)

    def theirs(self, call: Call) -> Answer | None:
        """What the submission answers; None if it cannot be asked any more."""
        return self._impl.probe(call)

    def same(self, pair: Pair) -> bool:
        """Whether the submission answers rightly."""
        return self.comparison.same(pair.call.name, pair.theirs, pair.right)

    def part(self, name: str, answer: Answer, index: int | None) -> Any:
        """What a function gives: what it returns (one part of it), or its argument afterwards."""
        if not isinstance(answer, Returned):
            return None
        places = signatures.of(self.exercise).of(name).in_place
        if places:
            after = answer.after or []
            whole = [after[i] if i < len(after) else None for i in places]
            return whole[index] if index is not None else whole[0]
        value = answer.value
        if index is None:
            return value
        several = isinstance(value, list | tuple) and index < len(value)
        return value[index] if several else None

    def is_in_place(self, name: str) -> bool:
        """Whether what a function gives is what it writes into its arguments."""
        return bool(signatures.of(self.exercise).of(name).in_place)

    def parts(self, name: str) -> list[int | None]:
        """The parts of what a function gives: [None] if it is one."""
        places = signatures.of(self.exercise).of(name).in_place
        count = len(places) if places else len(PARTS.get(name, ()))
        return list(range(count)) if count > 1 else [None]

    def part_name(self, name: str, index: int | None) -> str:
        """How a sentence speaks of a part: "dw", or "the result"."""
        places = signatures.of(self.exercise).of(name).in_place
        if places:
            return parameters(self.exercise, name)[places[index or 0]]
        return PARTS[name][index] if index is not None else "the result"


@cache
def parameters(exercise: Exercise, name: str) -> tuple[str, ...]:
    """The names of a function's parameters, as the reference has them."""
    tree = ast.parse(exercise.reference.read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            arguments = node.args
            every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
            return tuple(argument.arg for argument in every)
    return ()


def with_argument(call: Call, position: int, value: Any) -> Call:
    """The same call with another argument at that position."""
    args = list(call.args)
    args[position] = value
    return replace(call, args=tuple(args), answer=None)
