"""Programs whose steps are one Function each, among them some of a user's."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from grader.judging.inputs import duals
from grader.judging.inputs.operations import Operation
from grader.judging.inputs.programs import NODES, Program, step
from grader.judging.inputs.strategies import gaussians

STEPS = (
    Operation("square({a})"),
    Operation("exp({a})"),
    Operation("Cube()({a})"),
    Operation("Shrink()({a})"),
)
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


@st.composite
def chains(draw: DrawFn, least: int = 1, most: int = 6) -> Program:
    """A Variable x, and `least` to `most` functions applied to it in turn: a, b, c …"""
    program: Program = Chain(f"x = Variable({draw(gaussians)})\n")
    for latest, name in pairwise("x" + NODES[: draw(st.integers(least, most))]):
        program = step(draw, program, name, STEPS, latest)
    return program
