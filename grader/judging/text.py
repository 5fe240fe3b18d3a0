"""Values as text for people: short, safe to print, and pasteable where they are inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from grader.sandbox.wire import GuestObject

CALL_WIDTH = 240
VALUE_WIDTH = 150
SUBMISSION_WIDTH = 300


def safe(text: str, width: int = SUBMISSION_WIDTH) -> str:
    """Text that came from a submission, on one line, control characters escaped, and cut."""
    cut = text[: width + 1]
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut)
    return shown if len(shown) <= width else shown[: width - 1] + "…"


def safe_lines(text: str, lines: int = 12, width: int = 160) -> str:
    """Like `safe`, but keeps up to `lines` lines apart."""
    every = text.rstrip("\n").split("\n")
    shown = [safe(line.expandtabs(4), width) for line in every[:lines]]
    if len(every) > lines:
        shown.append(f"… and {len(every) - lines} lines more")
    return "\n".join(shown)


def value(thing: Any, number: Callable[[float], str] = repr, width: int = VALUE_WIDTH) -> str:
    """A value as Python would write it, its numbers by `number`; long lists are cut."""
    if not fits(thing, width):  # a submission's list may have a million entries
        return _cut(thing, number, width)
    shown = _whole(thing, number)
    return shown if len(shown) <= width else _cut(thing, number, width)


def fits(thing: Any, room: int) -> bool:
    """Whether nested lists have at most `room` entries; no more of them are counted."""
    return _room(thing, room) >= 0


def _room(thing: Any, room: int) -> int:
    """How many of `room` entries are left; below 0 counting stops."""
    if isinstance(thing, list | tuple):
        room -= len(thing)
        for item in thing:
            if room < 0:
                break
            room = _room(item, room)
    return room


def _whole(thing: Any, number: Callable[[float], str]) -> str:
    if isinstance(thing, list):
        return "[" + ", ".join(_whole(item, number) for item in thing) + "]"
    if isinstance(thing, tuple):
        inner = ", ".join(_whole(item, number) for item in thing)
        return f"({inner},)" if len(thing) == 1 else f"({inner})"
    if isinstance(thing, GuestObject):
        return f"<{safe(thing.type_name, 60)}>"
    if isinstance(thing, bool) or thing is None:
        return repr(thing)
    if isinstance(thing, float):
        return number(thing)
    return safe(repr(thing), 120)


def _cut(thing: Any, number: Callable[[float], str], width: int) -> str:
    """The first items of a long list, as many as fit, and how many there are."""
    if not isinstance(thing, list | tuple) or not thing:
        return safe(_whole(thing, number), width)
    opening, closing = "[]" if isinstance(thing, list) else "()"
    share = max(40, width // min(len(thing), 4)) if isinstance(thing[0], list | tuple) else width
    parts: list[str] = []
    used = 0
    for item in thing:
        part = value(item, number, share)
        if parts and used + len(part) > width:
            break
        parts.append(part)
        used += len(part) + 2
    left = len(thing) - len(parts)
    if left:
        parts.append(f"… {left} more")
    return opening + ", ".join(parts) + closing


def call(name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> str:
    """A call as text that can be pasted into Python (only what is very long is cut)."""
    shown = [value(a, width=CALL_WIDTH) for a in args]
    shown += [f"{key}={value(a, width=CALL_WIDTH)}" for key, a in kwargs.items()]
    return f"{name}({', '.join(shown)})"


def shape(thing: Any) -> str:
    """The shape of a matrix, vector or number in words: "a 2×3 matrix"."""
    if isinstance(thing, list):
        if thing and all(isinstance(row, list) for row in thing):
            widths = {len(row) for row in thing}
            if len(widths) == 1:
                return f"a {len(thing)}×{widths.pop()} matrix"
            return f"{len(thing)} rows of different lengths"
        return f"a list of {len(thing)}"
    if isinstance(thing, tuple):
        return f"a tuple of {len(thing)}"
    if isinstance(thing, GuestObject):
        return f"an object of type {safe(thing.type_name, 60)}"
    if isinstance(thing, int | float) and not isinstance(thing, bool):
        return "a number"
    return f"{safe(repr(thing), 60)}"
