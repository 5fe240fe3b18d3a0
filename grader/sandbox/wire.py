"""Replies, as the host reads them.

A frame is four bytes of length and that many bytes of JSON: of a request one object, of a reply a
line for what the steps gave, one for what the lists that were sent hold now, and one for what is
watched. What the guest sends is untrusted: its frames are capped, parsed as JSON and nothing else,
and hold numbers, text, lists and the tagged objects `tuple`, `list` and `object`. Anything else is
a `Garbled` frame.

Lists keep their identity on the way: where a reply refers to a list that was sent, or twice to one
new list, it holds one object here.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from grader.sandbox.messages import (
    Answer,
    GuestObject,
    Name,
    Pixels,
    Raised,
    Returned,
    Show,
    Slot,
)
from grader.sandbox.requests import NUMBERS, Request, to_json

__all__ = [
    "Answer",
    "Garbled",
    "GuestObject",
    "Name",
    "Pixels",
    "Raised",
    "Reply",
    "Request",
    "Returned",
    "Show",
    "Slot",
    "as_told",
    "changed",
    "decode",
    "reply",
]

MAX_LISTS = 50_000  # in a frame: an empty list of 2 bytes would take 64 here
MAX_DEPTH = 12
MAX_INT_DIGITS = 400  # a float has at most 309
MAX_NAME, MAX_TEXT, MAX_KINDS, MAX_PLACES = 80, 500, 40, 6  # what is told of an exception


class Garbled(Exception):
    """The guest sent something that is not a frame of plain values."""


@dataclass
class Reply:
    """What came of a request: of each step that shows something its outcome, the last a `Raised`
    if a step raised; None for the lists sent if they hold what they held, else what they hold now.
    """

    outcomes: list[Any]
    raised: Raised | None
    lists_now: list[list[Any]] | None
    watched: bytes
    shares: bool = False  # whether a list occurs more than once, or is one of those sent


def reply(data: bytes, request: Request) -> Reply:
    """Read a reply. Raises `Garbled`."""
    if data.count(b"[") > MAX_LISTS:
        raise Garbled("too many lists")
    lines = data.split(b"\n")
    if len(lines) != 3:
        raise Garbled("a reply of another form")
    first, now, watched = lines
    shares = b'{"list"' in first
    lists_now = None if now == request.sent else _lists_now(now, len(request.lists))
    outcomes, raised = [], None
    for outcome in decode(first):
        match outcome:
            case ["returned", value] if raised is None:
                if shares:
                    value = _resolved(value, list(lists_now or request.lists))
                    _require_bounds([value])
                outcomes.append(value)
            case ["raised", name, list() as kinds, text, list() as places]:
                if len(kinds) > MAX_KINDS or len(places) > MAX_PLACES:
                    raise Garbled("an exception of too many kinds or places")
                raised = Raised(
                    _text(name, MAX_NAME),
                    tuple(_text(kind, MAX_NAME) for kind in kinds),
                    _text(text, MAX_TEXT),
                    tuple(map(_place, places)),
                )
            case _:
                raise Garbled("an outcome of another form")
    if len(outcomes) > request.shown or (raised is None and len(outcomes) < request.shown):
        raise Garbled(f"{len(outcomes)} outcomes of {request.shown} steps")
    return Reply(outcomes, raised, lists_now, watched, shares)


def as_told(value: Any) -> bytes:
    """A value of lists that nothing shares, in the words in which a guest tells it."""
    return to_json(_told(value))


def _told(value: Any) -> Any:
    if isinstance(value, list):
        return value if set(map(type, value)) <= NUMBERS else [_told(item) for item in value]
    if isinstance(value, tuple):
        return {"tuple": [_told(item) for item in value]}
    if isinstance(value, GuestObject):
        return {"object": [value.handle, value.type_name]}
    return value


def changed(line: bytes, contents: Sequence[bytes]) -> list[bool]:
    """Which of the values that are watched are not those of `contents` any more."""
    if line == b"[" + b",".join(contents) + b"]":
        return [False] * len(contents)
    values = decode(line)
    if len(values) != len(contents):
        raise Garbled("other values than are watched")
    return [now != decode(b"[%b]" % then)[0] for now, then in zip(values, contents, strict=True)]


def _lists_now(line: bytes, count: int) -> list[list[Any]]:
    lists = decode(line)
    if len(lists) != count or not all(type(items) is list for items in lists):
        raise Garbled("other lists than were sent")
    known = lists[:]
    for items in lists[:count]:
        items[:] = [_resolved(item, known) for item in items]
    _require_bounds(lists)
    return lists


@dataclass(frozen=True)
class _Reference:
    """Stands for a list: one that was sent, or one met before in this value."""

    number: int


def _resolved(value: Any, known: list[list[Any]]) -> Any:
    """The value with the very list objects that it refers to; lists are numbered as they come."""
    if type(value) is _Reference:
        if value.number >= len(known):
            raise Garbled("a list that is not there")
        return known[value.number]
    if type(value) is list:
        known.append(value)
        if not set(map(type, value)) <= NUMBERS:
            value[:] = [_resolved(item, known) for item in value]
    elif type(value) is tuple:
        return tuple([_resolved(item, known) for item in value])
    return value


def _require_bounds(lists: Any) -> None:
    """Neither too deep nor too much to walk, for lists can hold one another or themselves."""
    left = MAX_LISTS

    def walk(items: Any, depth: int) -> None:
        nonlocal left
        left -= 1
        if depth > MAX_DEPTH or left < 0:
            raise Garbled("lists that are nested too deep or too often")
        for item in items:
            if type(item) is list or type(item) is tuple:
                walk(item, depth + 1)

    walk(lists, 0)


def _int(text: str) -> int:
    if len(text) > MAX_INT_DIGITS:
        raise Garbled("an integer of too many digits")
    return int(text)


def _float(text: str) -> float:
    number = float(text)
    if math.isinf(number):  # an infinite float is told by its name
        raise Garbled("a number that is not a float's")
    return number


def _tagged(pairs: list[tuple[str, Any]]) -> Any:
    match pairs:
        case [("list", int() as number)] if number >= 0 and number is not True:
            return _Reference(number)
        case [("tuple", list() as items)]:
            return tuple(items)
        case [("object", [int() as handle, name])] if handle >= 0 and handle is not True:
            return GuestObject(handle, _text(name, MAX_NAME))
    raise Garbled("an object that is not a value")


_decoder = json.JSONDecoder(parse_int=_int, parse_float=_float, object_pairs_hook=_tagged)


def decode(data: bytes) -> list[Any]:
    """A list of plain values that the guest sent. Raises `Garbled`."""
    try:
        values = _decoder.decode(data.decode("utf-8"))
    except Garbled:
        raise
    except (ValueError, RecursionError) as error:
        raise Garbled(f"not JSON ({type(error).__name__})") from None
    if not isinstance(values, list):
        raise Garbled("no list of values")
    level: list[Any] = [values]
    for _ in range(MAX_DEPTH):
        level = [item for items in level for item in items if isinstance(item, (list, tuple))]
        if not level:
            return values
    raise Garbled("lists that are nested too deep")


def _text(text: Any, most: int) -> str:
    if isinstance(text, str) and len(text) <= most:
        return text
    raise Garbled("a name that is not a text, or too long")


def _place(place: Any) -> tuple[str, int, str]:
    match place:
        case [file, int(line), code] if line is not True and line is not False:
            return _text(file, MAX_TEXT), line, _text(code, MAX_TEXT)
    raise Garbled("a place of another form")
