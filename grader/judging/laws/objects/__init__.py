"""Laws of what is more than a function: layers, loaders, variables, tensors.

Each maker gives programs; what a program should give, the reference says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any


@dataclass(frozen=True)
class Question:
    """A program, the expression for its result, and the values that it is given."""

    program: str
    returns: str
    inputs: Mapping[str, Any] = field(default_factory=dict)


# What a maker gives.
Maker = Callable[[Random], Iterator[Question]]


@dataclass(frozen=True)
class ObjectLaw:
    """A law of one kind of objects: its name, its sentence, and the programs that ask it."""

    name: str
    sentence: str
    make: Maker
    why: str = ""
