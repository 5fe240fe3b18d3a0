"""Frames and values between host and guest, as the host writes and reads them.

A frame is four bytes of length and that many bytes of JSON. What the guest sends is untrusted: its
frames are capped, parsed as JSON and nothing else, and hold numbers, text, lists and the two tagged
objects `tuple` and `object`. Anything else is a `Garbled` frame.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

HEADER_BYTES = 4
MAX_FRAME_BYTES = 8 << 20  # the largest honest answer, a trained network's parameters, is 2 MB
MAX_LISTS = 50_000  # in a frame: an empty list of 2 bytes would take 64 here
MAX_DEPTH = 12
MAX_INT_DIGITS = 400  # a float has at most 309


class Garbled(Exception):
    """The guest sent something that is not a frame of plain values."""


@dataclass(frozen=True)
class GuestObject:
    """A value that stays in the guest: the host knows its handle and its type's name."""

    handle: int
    type_name: str


@dataclass(frozen=True)
class Name:
    """A name of the module under test, sent as an argument: `impl.square` itself."""

    text: str


@dataclass(frozen=True)
class Pixels:
    """Images for the guest: rows of bytes that it sees as a Matrix of numbers in [0, 1]."""

    rows: tuple[bytes, ...]


@dataclass(frozen=True)
class Returned:
    """A call that returned: its value, the arguments afterwards if changed, the guest's notes."""

    value: Any
    after: list[Any] | None
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Raised:
    """A call that raised: the exception's name and built-in bases, its message, where it passed."""

    name: str
    kinds: tuple[str, ...]
    text: str
    places: tuple[tuple[str, int, str], ...]
    after: list[Any] | None


Answer = Returned | Raised


def frame(value: Any) -> bytes:
    """The frame that carries `value`, made of plain JSON values by `Encoder`."""
    data = json.dumps(value, separators=(",", ":")).encode()
    return len(data).to_bytes(HEADER_BYTES, "big") + data


class Encoder:
    """Turns a request's arguments into JSON; a list met twice stays one list in the guest."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}

    def encode(self, value: Any) -> Any:
        """`value` as JSON: nested lists and tuples of numbers, text, and the tagged objects."""
        if isinstance(value, list):
            if id(value) in self._numbers:
                return {"list": self._numbers[id(value)]}
            self._numbers[id(value)] = len(self._numbers)
            if all(type(item) in (float, int) for item in value):
                return value
            return [self.encode(item) for item in value]
        if isinstance(value, tuple):
            return {"tuple": [self.encode(item) for item in value]}
        if isinstance(value, GuestObject):
            return {"handle": value.handle}
        if isinstance(value, Name):
            return {"name": value.text}
        if isinstance(value, Pixels):
            return {"pixels": [len(value.rows[0]), b64encode(b"".join(value.rows)).decode()]}
        return value


def _int(text: str) -> int:
    if len(text) > MAX_INT_DIGITS:
        raise Garbled("an integer of too many digits")
    return int(text)


def _tagged(pairs: list[tuple[str, Any]]) -> Any:
    match pairs:
        case [("tuple", list() as items)]:
            return tuple(items)
        case [("object", [int() as handle, str() as name])] if handle >= 0 and handle is not True:
            return GuestObject(handle, name)
    raise Garbled("an object that is no value")


_decoder = json.JSONDecoder(parse_int=_int, object_pairs_hook=_tagged)


def decode(data: bytes) -> list[Any]:
    """The guest's reply: a list whose first item says its kind. Raises `Garbled`."""
    if data.count(b"[") > MAX_LISTS:
        raise Garbled("too many lists")
    try:
        reply = _decoder.decode(data.decode("utf-8"))
    except Garbled:
        raise
    except (ValueError, RecursionError) as error:
        raise Garbled(f"not JSON ({type(error).__name__})") from None
    if not isinstance(reply, list) or not reply or not isinstance(reply[0], str):
        raise Garbled("a reply without a kind")
    level: list[Any] = [reply]
    for _ in range(MAX_DEPTH):
        level = [item for items in level for item in items if isinstance(item, (list, tuple))]
        if not level:
            return reply
    raise Garbled("lists that are nested too deep")


def answer(reply: list[Any]) -> Answer:
    """The answer that a reply to a request holds. Raises `Garbled`."""
    match reply:
        case ["returned", value, (list() | None) as after, list() as notes]:
            return Returned(value, after, tuple(map(_note, notes)))
        case [
            "raised", str(name), list() as kinds, str(text), list() as places,
            (list() | None) as after,
        ]:  # fmt: skip
            where = tuple(map(_place, places))
            return Raised(name, tuple(map(_text, kinds)), text, where, after)
    raise Garbled("an answer of another form")


def _text(kind: Any) -> str:
    if isinstance(kind, str):
        return kind
    raise Garbled("a name that is no text")


def _note(note: Any) -> tuple[str, str]:
    match note:
        case [str(kind), str(at)]:
            return kind, at
    raise Garbled("a note of another form")


def _place(place: Any) -> tuple[str, int, str]:
    match place:
        case [str(file), int(line), str(code)]:
            return file, line, code
    raise Garbled("a place of another form")


def call_request(
    target: str,
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any] | None,
    *,
    operator: bool,
    in_place: tuple[int, ...],
    keep: bool,
) -> dict[str, Any]:
    """The request to call a function of the module, or an operator on guest objects."""
    encoder = Encoder()
    return {
        "op": "operator" if operator else "call",
        "target": target,
        "args": [encoder.encode(value) for value in args],
        "kwargs": {key: encoder.encode(value) for key, value in (kwargs or {}).items()},
        "in_place": in_place,
        "keep": keep,
    }


def run_request(program: str, returns: str, inputs: Mapping[str, Any] | None) -> dict[str, Any]:
    """The request to execute a program and evaluate an expression after it."""
    encoder = Encoder()
    named = {key: encoder.encode(value) for key, value in (inputs or {}).items()}
    return {"op": "run", "program": program, "returns": returns, "inputs": named}
