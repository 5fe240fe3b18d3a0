"""What every answer owes: plain finite numbers, arguments left alone, no list object shared."""

from __future__ import annotations

import math
from typing import Any

from grader.judging import text
from grader.judging.calls import Call, Mismatch
from grader.sandbox.wire import Returned


def check_plain(value: Any, call: Call, at: str = "", verb: str = "returned") -> None:
    """Numbers are plain and finite, lists are lists. Raises `Mismatch`."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            if type(item) is not float or not math.isfinite(item):
                check_plain(item, call, f"{at}[{index}]", verb)
        return
    place = f"{verb} a list whose entry {at} is" if at else verb
    if isinstance(value, float | int) and not isinstance(value, bool):
        if isinstance(value, float) and not math.isfinite(value):
            whole = call.answer.value if isinstance(call.answer, Returned) else value
            raise Mismatch(
                f"{verb} {text.value(whole if verb == 'returned' else value)}",
                "finite numbers",
                "An infinity or nan came up on the way." if at else "",
                call,
            )
        return
    what = {tuple: "a tuple", bool: f"the bool {value}", type(None): "None", str: "a text"}
    kind = what.get(type(value), text.shape(value))
    wanted = "a list" if isinstance(value, tuple) else "plain numbers in real lists"
    forgotten = value is None and not at and verb == "returned"
    why = "Does it reach its end without a return?" if forgotten else ""
    raise Mismatch(f"{place} {kind}", wanted, why, call)


_ALIASES = {
    "repeated": (
        "returned a result in which one list object appears twice",
        "a new list for every row",
        "Change one of the rows and the other changes as well; [[0] * m] * n makes such rows.",
    ),
    "shared": (
        "returned a list object of its arguments",
        "new lists that belong to the result alone",
        "Change the result and the caller's argument changes as well.",
    ),
    "earlier": (
        "changed the result of an earlier call",
        "results that stay as they were returned",
        "A list that outlives the call, such as a default argument, is used again.",
    ),
}


def check_notes(answer: Returned, call: Call, *, result_counts: bool = True) -> None:
    """The guest saw no list object where another was due. Raises `Mismatch`.

    `result_counts` is false for a function that is to return nothing: what it does return is free.
    """
    for kind, at in answer.notes:
        if kind == "replaced":
            raise Mismatch(
                f"put a new list object in place of the caller's at {text.safe(at, 40)}",
                "the very list objects of the caller updated",
                "Whoever holds the old list sees no change; write into it instead.",
                call,
            )
        if kind in _ALIASES and result_counts:
            raise Mismatch(*_ALIASES[kind], call)


def mirror(
    after: list[Any] | None, args: tuple[Any, ...], in_place: tuple[int, ...], call: Call
) -> None:
    """Give the caller's lists what the guest's hold now; refuse a change of any other argument.

    `after` has an entry for each argument, those passed by name last; None is one that was left.
    """
    names = [str(index + 1) for index in range(len(args))] + list(call.kwargs)
    before = [*call.args, *call.kwargs.values()]
    for index, now in enumerate(after or ()):
        if now is None:
            continue
        if index not in in_place:
            raise Mismatch(
                f"changed its argument {names[index]} to {text.value(now)}",
                f"it to stay {text.value(before[index])}",
                "The caller's lists are the caller's; work on new ones.",
                call,
            )
        check_plain(now, call, verb="left")
        _update(args[index], now)


def _update(target: Any, now: Any) -> None:
    if not isinstance(target, list) or not isinstance(now, list):
        return
    if len(target) == len(now) and all(isinstance(item, list) for item in target):
        for old, new in zip(target, now, strict=True):
            _update(old, new)
    else:
        target[:] = now
