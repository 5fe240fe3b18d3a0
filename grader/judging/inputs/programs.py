"""Random programs for the engines of the autograd track: one text that both sides run.

A program is Python text such as

    x = Variable(1.5)
    a = x * x
    b = exp(a) + x

in which any name may be used any number of times. The submission runs it with Variables of its own
and walks its graph back; the host runs the very same text with dual numbers, which carry their
exact derivatives along. Drawn programs keep their values moderate and away from poles, so that
what correct engines round differently is thousands of times smaller than a comparison's bound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from typing import Any, ClassVar, Self, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from grader.judging.inputs import duals
from grader.judging.inputs.operations import GRAPH, Operation, numbers
from grader.judging.inputs.oracles import PRECISE
from grader.judging.inputs.strategies import gaussians

LARGEST = 30  # of a value in a drawn program


class Program:
    """A text that makes Variables and computes with them; the host has run it with dual numbers."""

    leaf_type: ClassVar[str] = "Variable"
    functions: ClassVar[Mapping[str, Any]] = {
        "exp": duals.exp,
        "log": duals.log,
        "sigmoid": duals.sigmoid,
    }

    def __init__(self, text: str, before: Program | None = None) -> None:
        """Run text, after everything that the program `before` did."""
        self.text: str = before.text + text if before else text
        self._names: dict[str, Any] = dict(before._names if before else self.functions)
        self._leaves: list[Any] = list(before._leaves if before else [])
        self._names[self.leaf_type] = self._new_leaf
        with localcontext(PRECISE):
            exec(text, self._names)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.text!r})"

    def then(self, line: str) -> Self:
        """The program with one more line; this one stays as it is."""
        return type(self)(line + "\n", self)

    @property
    def source(self) -> str:
        """The text for the submission."""
        return self.text

    @property
    def results(self) -> list[str]:
        """The names of what the program computed, in order."""
        return [
            name
            for name, value in self._names.items()
            if isinstance(value, duals.Dual | duals.DualMatrix)
            and not any(value is leaf for leaf in self._leaves)
        ]

    def value(self, name: str) -> Any:
        """What the submission's `name.data` should be."""
        return self._plain([[float(x.value) for x in row] for row in self._rows(name)])

    def gradients(self, *outputs: str) -> dict[str, Any]:
        """What each named leaf's grad should be after a backward from every one of the outputs.

        A leaf that no output depends on has no entry.
        """
        with localcontext(PRECISE):
            slopes = duals.total([self._rows(name)[0][0] for name in outputs]).slopes
        reached = {number for number, _, _ in slopes}
        return {
            name: self._gradient(name, number, slopes)
            for number, leaf in enumerate(self._leaves)
            for name, value in self._names.items()
            if value is leaf and number in reached
        }

    def backward(self, *outputs: str) -> str:
        """The text for the submission, with a backward from every one of the outputs at its end."""
        return self.source + "".join(f"{name}.backward()\n" for name in outputs)

    def is_tame(self, name: str) -> bool:
        """Whether a value is of moderate size."""
        with localcontext(PRECISE):
            return all(abs(x.value) <= LARGEST for row in self._rows(name) for x in row)

    def fits(self, operation: Operation, a: str, b: str) -> bool:
        """Whether an operation is well-behaved on the values of these names."""
        with localcontext(PRECISE):
            return operation.fits(self._rows(a)[0][0].value, self._rows(b)[0][0].value)

    def _gradient(self, name: str, number: int, slopes: Mapping[duals.Key, Decimal]) -> Any:
        return self._plain(
            [
                [float(slopes.get((number, i, j), 0)) for j in range(len(row))]
                for i, row in enumerate(self._rows(name))
            ]
        )

    def _new_leaf(self, data: Any) -> Any:
        self._leaves.append(self._leaf(data, len(self._leaves)))
        return self._leaves[-1]

    # What differs where values are matrices.

    def _leaf(self, data: Any, number: int) -> Any:
        return duals.leaf(data, (number, 0, 0))

    def _rows(self, name: str) -> duals.Rows:
        return [[self._names[name]]]

    def _plain(self, rows: list[list[float]]) -> Any:
        return rows[0][0]


NODES = "abcdefghijkl"

P = TypeVar("P", bound=Program)


def step(
    draw: DrawFn, program: P, name: str, operations: Sequence[Operation], names: Sequence[str]
) -> P:
    """The program with one drawn operation more, `name`, on two values among `names`.

    One of them is among the last two. An operation that would not be well-behaved there gives way
    to the last of `operations`.
    """
    operation = draw(st.sampled_from(operations))
    a = draw(st.sampled_from(names[-2:]))
    b = draw(st.sampled_from([other for other in names if other != a] or [a]))
    if draw(st.booleans()):
        a, b = b, a
    chosen = {"a": a, "b": b, "k": draw(numbers)}
    if program.fits(operation, a, b):
        grown = program.then(f"{name} = {operation.text.format(**chosen)}")
        if grown.is_tame(name):
            return grown
    return program.then(f"{name} = {operations[-1].text.format(**chosen)}")


@st.composite
def graphs(draw: DrawFn, least: int = 4, most: int = 10) -> Program:
    """Variables x, y, z, and `least` to `most` operations on any values before them: a, b, c …

    So a value may be used again and again, or not at all; in one operation it is used once.
    """
    names = "xyz"[: draw(st.integers(2, 3))]
    program = Program("".join(f"{name} = Variable({draw(gaussians)})\n" for name in names))
    for name in NODES[: draw(st.integers(least, most))]:
        program = step(draw, program, name, GRAPH, names)
        names += name
    return program


@st.composite
def single(draw: DrawFn, operation: Operation) -> Program:
    """Variables x and y, and one operation on them: a."""
    x, y = draw(gaussians), draw(gaussians)
    line = "a = " + operation.text.format(a="x", b="y", k=draw(numbers))
    program = _two_variables(x, y)
    if not program.fits(operation, "x", "y"):
        program = _two_variables(abs(x) + 0.25, abs(y) + 0.25)
    return program.then(line)


def _two_variables(x: float, y: float) -> Program:
    return Program(f"x = Variable({x})\ny = Variable({y})\n")
