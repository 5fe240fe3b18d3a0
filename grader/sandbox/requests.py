"""Requests: the steps that a guest is to take, as frames of JSON.

A list that occurs twice in a request is one object in the guest.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from grader.sandbox.messages import GuestObject, Name, Pixels, Show, Slot

HEADER_BYTES = 4
NUMBERS = {float, int}


def frame(data: bytes) -> bytes:
    """The frame that carries a request."""
    return len(data).to_bytes(HEADER_BYTES, "big") + data


def to_json(value: Any) -> bytes:
    """The value as compact JSON: what it is, a guest tells in the same bytes."""
    return json.dumps(value, separators=(",", ":")).encode()


class Request:
    """Steps for the guest to take in turn, until one raises."""

    def __init__(self, watched: Sequence[Slot] = (), *, anew: bool = False) -> None:
        """`watched` are slots whose values the reply is to tell at its end; with `anew` all slots
        are emptied first.
        """
        self.lists: list[list[Any]] = []  # those sent, by their numbers
        self.shown = 0  # of the steps: so many outcomes are due
        self._data: bytes | None = None
        self._numbers: dict[int, int] = {}
        self._heap: list[list[Any]] = []
        self._steps: list[Any] = []
        self._watched = [slot.name for slot in watched]
        self._anew = anew

    def add(
        self,
        operator: str,
        *args: Any,
        named: Mapping[str, Any] | None = None,
        into: Slot | None = None,
        show: Show = Show.NOTHING,
    ) -> None:
        """One step more: apply the operator (see guest.OPERATORS) to args."""
        encoded = [self._encode(value) for value in args]
        by_name = {key: self._encode(value) for key, value in (named or {}).items()}
        self._steps.append([operator, encoded, by_name, into and into.name, show.value])
        self.shown += show is not Show.NOTHING

    def add_repeated(self, count: int, steps: Request) -> None:
        """Take the steps of another request `count` times; they send no lists and show nothing."""
        self._steps.append(["repeat", [count, steps._steps], {}, None, Show.NOTHING.value])

    def data(self) -> bytes:
        """The request, ready for a frame."""
        if self._data is not None:
            return self._data
        self.sent = to_json(self._heap)
        head = to_json({"anew": self._anew, "watched": self._watched, "steps": self._steps})
        self._data = head[:-1] + b',"lists":' + self.sent + b"}"
        return self._data

    def number(self, value: list[Any]) -> int:
        """The number of a list that was sent."""
        return self._numbers[id(value)]

    def _encode(self, value: Any) -> Any:
        kind = type(value)
        if kind is list:
            number = self._numbers.get(id(value))
            if number is None:
                number = self._numbers[id(value)] = len(self.lists)
                self.lists.append(value)
                self._heap.append(value)
                if not set(map(type, value)) <= NUMBERS:
                    self._heap[number] = [self._encode(item) for item in value]
            return {"list": number}
        if kind is float or kind is int or kind is str:
            return value
        if isinstance(value, tuple):
            return {"tuple": [self._encode(item) for item in value]}
        if isinstance(value, GuestObject):
            return {"handle": value.handle}
        if isinstance(value, Slot):
            return {"kept": value.name}
        if isinstance(value, Name):
            return {"name": value.text}
        if isinstance(value, slice):
            return {"slice": [value.start, value.stop, value.step]}
        if isinstance(value, Pixels):
            return {"pixels": [len(value.rows[0]), b64encode(b"".join(value.rows)).decode()]}
        return value
