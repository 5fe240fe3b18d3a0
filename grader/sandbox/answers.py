"""A call and its answer: what the host concludes from a reply about arguments and sharing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from grader.sandbox.messages import Answer, GuestObject, Name, Returned, Show, Slot
from grader.sandbox.requests import Request
from grader.sandbox.wire import Reply


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
