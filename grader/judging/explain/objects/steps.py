"""What can be asked of an engine or of a package of layers: steps, checks, refusals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

AGAIN = " of a second pass"  # in the name of a quantity that was asked before
Inputs = dict[str, Any]


@dataclass(frozen=True)
class Quantity:
    """What a step gives: its name in a sentence, and the expression for it after the program."""

    name: str
    expression: str
    is_input: bool = False  # which a step must leave as it is
    after: str = ""  # what the program goes on with before it is there

    @property
    def first(self) -> str:
        """The name of what it is had for a second time; else its own."""
        return self.name.removesuffix(AGAIN)


@dataclass(frozen=True)
class Step:
    """One step of an engine, as programs that make it.

    `passes` are ways to pass back from it: a step is wrong only if it is so in each of them,
    because each makes use of another step. What came back may be right for other inputs
    (`questions`), or a formula that people mistake for what is right. `leaf` makes a leaf of what
    the step gave.
    """

    name: str
    program: str
    passes: tuple[str, ...]
    value: Quantity  # after the program alone
    gradients: tuple[Quantity, ...]  # after the pass as well
    draw: Callable[[Random], Inputs]
    questions: Mapping[str, Callable[[Inputs], Inputs]] = field(default_factory=dict)
    formulas: Mapping[str, Callable[[Inputs], Any]] = field(default_factory=dict)
    is_basic: bool = False  # without it nothing else can be told
    leaf: str = ""

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """All that it gives."""
        return (self.value, *self.gradients)


@dataclass(frozen=True)
class Check:
    """A program whose result, if it is this wrong one, says what is the matter.

    Not where it is wrong of a program that `should_hold` as well.
    """

    program: str
    returns: str
    wrong: Callable[[Any], bool]
    sentence: str
    should_hold: str = ""


@dataclass(frozen=True)
class Refusal:
    """A program that must raise an error, and how a sentence speaks of what it does."""

    what: str
    program: str
    returns: str


@dataclass(frozen=True)
class Kind:
    """What there is to ask of one kind of objects."""

    steps: tuple[Step, ...] = ()
    checks: tuple[Check, ...] = ()
    refusals: tuple[Refusal, ...] = ()
