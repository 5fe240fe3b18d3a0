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

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import Any, ClassVar, Self, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from grader.judging.inputs import duals
from grader.judging.inputs.oracles import PRECISE
from grader.judging.inputs.strategies import gaussians

LARGEST = 30  # of a value in a drawn program
SMALLEST = Decimal("0.25")  # of a divisor, and of what a root or a logarithm is taken of


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


# Functions such as a user of exercises 14 and 15 would write; the host has its own.
_USERS_FUNCTIONS = {
    "Cube": """\
class Cube(Function):
    def forward(self, x):
        return x ** 3

    def backward(self, gy):
        return gy * 3 * self.input.data ** 2

""",
    "Shrink": """\
class Shrink(Function):
    def forward(self, x):
        return x / 2 - 1

    def backward(self, gy):
        return gy / 2

""",
    "Turn": """\
class Turn(Function):
    def forward(self, x):
        return 1 - x

    def backward(self, gy):
        return -gy

""",
}


def with_functions(text: str) -> str:
    """The text, after the definitions of the users' functions that it names."""
    return "".join(body for name, body in _USERS_FUNCTIONS.items() if name in text) + text


class Chain(Program):
    """A program whose steps are one Function each, among them those of users."""

    functions: ClassVar[Mapping[str, Any]] = {
        "square": duals.square,
        "exp": duals.exp,
        "Cube": lambda: lambda x: x**3,
        "Shrink": lambda: lambda x: x / 2 - 1,
        "Turn": lambda: lambda x: 1 - x,
    }

    @property
    def source(self) -> str:
        """The text for the submission, with the definitions that it needs."""
        return with_functions(self.text)


@dataclass(frozen=True)
class Operation:
    """An expression in {a} and {b} (names) and {k} (a number), and where it is well-behaved."""

    text: str
    fits: Callable[[Decimal, Decimal], bool] = lambda a, b: True


def _a_is_not_small(a: Decimal, b: Decimal) -> bool:
    return abs(a) >= SMALLEST


def _a_is_positive(a: Decimal, b: Decimal) -> bool:
    return a >= SMALLEST


P = TypeVar("P", bound=Program)

STEPS = (
    Operation("square({a})"),
    Operation("exp({a})"),
    Operation("Cube()({a})"),
    Operation("Shrink()({a})"),
)
ARITHMETIC = (
    Operation("-{a}"),
    Operation("{a} + {b}"),
    Operation("{a} - {b}"),
    Operation("{a} * {b}"),
    Operation("{a} / {b}", lambda a, b: abs(b) >= SMALLEST),
)
WITH_NUMBERS = (
    Operation("{a} + {k}"),
    Operation("{k} + {a}"),
    Operation("{a} - {k}"),
    Operation("{k} - {a}"),
    Operation("{a} * {k}"),
    Operation("{k} * {a}"),
    Operation("{a} / {k}"),
    Operation("{k} / {a}", _a_is_not_small),
)
POWERS = (
    Operation("{a} ** 2"),
    Operation("{a} ** 3"),
    Operation("{a} ** 1"),
    Operation("{a} ** 2.0"),
    Operation("{a} ** -1", _a_is_not_small),
    Operation("{a} ** -2", _a_is_not_small),
    Operation("{a} ** 0.5", _a_is_positive),
    Operation("{a} ** -1.5", _a_is_positive),
)
FUNCTIONS = (
    Operation("exp({a})"),
    Operation("log({a})", _a_is_positive),
    Operation("sigmoid({a})"),
)
# A few are enough for a graph: what matters there is who uses whose result.
GRAPH = (
    Operation("{a} + {b}"),
    Operation("{a} * {b}"),
    Operation("-{a}"),
    Operation("{a} * {k}"),
    Operation("{k} + {a}"),
    Operation("exp({a})"),
    Operation("sigmoid({a})"),
)
NODES = "abcdefghijkl"

# Of both types, none of them 0 or 1, all exact.
numbers: SearchStrategy[float] = st.sampled_from([2, 3, -1, 0.5, -1.5, 2.25, -4.0])


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
def chains(draw: DrawFn, least: int = 1, most: int = 6) -> Program:
    """A Variable x, and `least` to `most` functions applied to it in turn: a, b, c …"""
    program: Program = Chain(f"x = Variable({draw(gaussians)})\n")
    for latest, name in pairwise("x" + NODES[: draw(st.integers(least, most))]):
        program = step(draw, program, name, STEPS, latest)
    return program


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
