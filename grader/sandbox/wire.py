"""Requests and replies between host and guest, as the host writes and reads them.

A frame is four bytes of length and that many bytes of JSON: of a request one object, of a reply a
line for what the steps gave, one for what the lists that were sent hold now, and one for what is
watched. What the guest sends is untrusted: its frames are capped, parsed as JSON and nothing else,
and hold numbers, text, lists and the tagged objects `tuple`, `list` and `object`. Anything else is
a `Garbled` frame.

Lists keep their identity on the way: a list that occurs twice in a request is one object in the
guest, and a reply that refers to it, or twice to one new list, holds one object here.
"""

from __future__ import annotations

import json
import math
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

HEADER_BYTES = 4
MAX_LISTS = 50_000  # in a frame: an empty list of 2 bytes would take 64 here
MAX_DEPTH = 12
MAX_INT_DIGITS = 400  # a float has at most 309
MAX_NAME, MAX_TEXT, MAX_KINDS, MAX_PLACES = 80, 500, 40, 6  # what is told of an exception
NUMBERS = {float, int}


class Garbled(Exception):
    """The guest sent something that is not a frame of plain values."""


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


def frame(data: bytes) -> bytes:
    """The frame that carries a request."""
    return len(data).to_bytes(HEADER_BYTES, "big") + data


def _json(value: Any) -> bytes:
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
        self.sent = _json(self._heap)
        head = _json({"anew": self._anew, "watched": self._watched, "steps": self._steps})
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
    return _json(_told(value))


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
    raise Garbled("an object that is no value")


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


def call_request(
    target: str | GuestObject,
    args: Sequence[Any],
    kwargs: Mapping[str, Any] | None = None,
    *,
    operator: bool = False,
    keep: bool = False,
    into: Slot | None = None,
    watched: Sequence[Slot] = (),
) -> Request:
    """The request to call a function of the module, or an operator on guest objects.

    `keep`: the result stays in the guest whatever it is; `into`: it is put into that slot too.
    """
    request = Request(watched)
    show = Show.OBJECT if keep else Show.VALUE
    if operator:
        request.add(str(target), *args, named=kwargs, into=into, show=show)
    else:
        request.add("call", Name(str(target)), *args, named=kwargs, into=into, show=show)
    return request


def call_answer(
    request: Request,
    got: Reply,
    args: Sequence[Any],
    kwargs: Mapping[str, Any] | None = None,
    in_place: Sequence[int] = (),
) -> Answer:
    """The answer to a call: what it returned or raised, and what became of its arguments.

    The caller's lists at the positions `in_place` are read as the caller holds them: the very list
    objects, however they were rearranged; a new one in the place of another is noticed.
    """
    after, notes = None, []
    if got.lists_now is not None:
        after = []
        for index, argument in enumerate([*args, *(kwargs or {}).values()]):
            replaced: list[str] = []
            now = _held(argument, request, got.lists_now, replaced, f"[{index}]")
            if replaced and index not in in_place:
                now = got.lists_now[request.number(argument)]
            after.append(None if _identical(now, argument) else now)
            if index in in_place:
                notes += [("replaced", path) for path in replaced]
    if got.raised is not None:
        return replace(got.raised, after=after)
    [value] = got.outcomes
    if got.shares:
        sent = {id(items) for items in (*request.lists, *(got.lists_now or ()))}
        found = _list_ids(value)
        notes += [("repeated", "")] if len(set(found)) < len(found) else []
        notes += [("shared", "")] if not sent.isdisjoint(found) else []
    return Returned(value, after, tuple(notes))


def _identical(now: Any, then: Any) -> bool:
    """Whether they are the same numbers of the same types: 1 is neither 1.0 nor True."""
    if type(now) is not type(then):
        return False
    if type(now) is list or type(now) is tuple:
        return len(now) == len(then) and all(map(_identical, now, then))
    return bool(now == then)


def _held(
    thing: Any, request: Request, lists_now: list[list[Any]], replaced: list[str], path: str
) -> Any:
    """What the caller's list, and the lists that it held when it was sent, hold now."""
    if type(thing) is not list:
        return thing
    now = lists_now[request.number(thing)]
    if len(now) != len(thing):
        return now
    held = []
    for index, (item, before) in enumerate(zip(now, thing, strict=True)):
        if type(before) is list:
            here = f"{path}[{index}]"
            if item is not lists_now[request.number(before)]:
                replaced.append(here)
            item = _held(before, request, lists_now, replaced, here)
        held.append(item)
    return held


def _list_ids(value: Any) -> list[int]:
    """The identity of every list in a value."""
    found = [id(value)] if type(value) is list else []
    if type(value) is list or type(value) is tuple:
        for item in value:
            if type(item) is list or type(item) is tuple:
                found += _list_ids(item)
    return found
