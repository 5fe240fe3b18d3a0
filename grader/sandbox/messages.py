"""What host and guest say to each other: names for what stays there, and what came of a call."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any


@dataclass(frozen=True)
class GuestObject:
    """A value that stays in the guest: its handle, one for each object, and its type's name."""

    handle: int
    type_name: str


@dataclass(frozen=True)
class Name:
    """A name of the module under test, sent as an argument: `impl.square` itself."""

    text: str


@dataclass(frozen=True)
class Slot:
    """Where a step puts its result, and another step finds it."""

    name: str


@dataclass(frozen=True)
class Pixels:
    """Images for the guest: rows of bytes that it sees as a Matrix of numbers in [0, 1]."""

    rows: tuple[bytes, ...]


class Show(Enum):
    """What the reply tells of a step's result."""

    NOTHING = "nothing"
    VALUE = "value"
    OBJECT = "object"  # its handle, also where it could be sent as a value


@dataclass(frozen=True)
class Returned:
    """A call that returned: its value, its arguments if any was changed, what else was noticed.

    `after` has an entry for each argument, those passed by name last: None if it is as it was.
    """

    value: Any
    after: list[Any] | None = None
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Raised:
    """A call that raised: the exception's name and built-in bases, its message, where it passed."""

    name: str
    kinds: tuple[str, ...]
    text: str
    places: tuple[tuple[str, int, str], ...]
    after: list[Any] | None = None
    notes: tuple[tuple[str, str], ...] = ()


Answer = Returned | Raised
