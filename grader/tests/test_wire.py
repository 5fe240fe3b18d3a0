"""What travels between host and guest: it arrives as it was, and what is foreign is refused."""

from __future__ import annotations

import contextlib
import json
import math
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.sandbox import answers, guest, values, wire
from grader.sandbox.wire import Request, Show
from grader.tests.fuzz import TARGETS, asked, fuzz

numbers = st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers())
plain = st.recursive(
    st.one_of(numbers, st.booleans(), st.none(), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.lists(inner, max_size=3).map(tuple)),
    max_leaves=20,
)
arguments = st.recursive(
    st.lists(numbers, max_size=4), lambda inner: st.lists(inner, min_size=1, max_size=3)
)


def _depth(value: Any) -> int:
    return 1 + max(map(_depth, value), default=0) if isinstance(value, list | tuple) else 0


def guest_with(**names: Any) -> guest.Guest:
    """A guest in this process whose module has these names."""
    made = guest.Guest(lambda file, line: [])
    made.objects.names = names
    return made


def told(request: Request, **names: Any) -> wire.Reply:
    """What a guest with these names replies."""
    return wire.reply(guest_with(**names).answer(request.data()), request)


def answered(args: list[Any], f: Any, in_place: tuple[int, ...] = ()) -> wire.Answer:
    """The answer to f(*args)."""
    request = answers.call_request("f", args)
    return answers.call_answer(request, told(request, f=f), args, in_place=in_place)


def returned_by(f: Any, *args: Any) -> Any:
    """What arrives of the result of f(*args)."""
    answer = answered(list(args), f)
    assert isinstance(answer, wire.Returned)
    return answer.value


@given(plain.filter(lambda value: _depth(value) <= values.MAX_DEPTH))
def test_what_a_guest_returns_arrives_as_it_was(value: Any) -> None:
    received = returned_by(lambda: value)
    assert repr(received) == repr(value) or "?" in repr(received)  # half characters become "?"


@given(st.lists(arguments, min_size=1, max_size=3))
def test_what_a_guest_is_sent_arrives_as_it_was(args: list[Any]) -> None:
    assert returned_by(lambda *values: repr(list(values)), *args) == repr(args)


def test_a_list_met_twice_is_one_list_in_the_guest() -> None:
    def identities(first: Any, second: Any, third: Any) -> list[bool]:
        return [first[0] is first[1], first[0] is second, third == second, third is second]

    row = [1.0, 2.0]
    assert returned_by(identities, [row, row], row, [1.0, 2.0]) == [True, True, True, False]


def test_a_list_that_occurs_twice_in_a_result_is_one_list_here() -> None:
    row = [1.0, 2.0]
    first, second, third = returned_by(lambda: ([row, [3.0]], row, [1.0, 2.0]))
    assert first[0] is second
    assert third == second
    assert third is not second
    answer = answered([], lambda: [row, row])
    assert answer == wire.Returned([row, row], None, (("repeated", ""),))


def test_a_result_that_holds_a_list_of_the_arguments_holds_the_callers() -> None:
    a = [[1.0, 2.0], [3.0]]
    answer = answered([a], lambda a: [a[1]])
    assert isinstance(answer, wire.Returned)
    assert answer.value[0] is a[1]
    assert answer.notes == (("shared", ""),)


def test_nan_and_infinity_arrive_so_that_they_can_be_refused() -> None:
    a, b = returned_by(lambda: [math.nan, -math.inf])
    assert math.isnan(a)
    assert b == -math.inf


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (10**400, "int of 1329 bits"),
        (1j, "complex"),
        ({"a": 1}, "dict"),
        ((lambda: None), "function"),
        (type("T" * 200, (float,), {})(1), "T" * 80),
    ],
)
def test_what_is_not_plain_stays_in_the_guest(value: Any, name: str) -> None:
    assert returned_by(lambda: value) == wire.GuestObject(0, name)


def test_an_object_has_one_handle_and_no_other_object_has_it() -> None:
    class Thing:
        pass

    one, other = Thing(), Thing()
    a, b, c = returned_by(lambda: [one, other, one])
    assert a == c
    assert a != b


def test_lists_nested_too_deep_stay_in_the_guest() -> None:
    nested: list[Any] = []
    for _ in range(5000):
        nested = [nested]
    received = returned_by(lambda: nested)
    for _ in range(values.MAX_DEPTH):
        [received] = received
    assert received == wire.GuestObject(0, "list")


# -- what became of the arguments ------------------------------------------------------------------


def test_an_argument_that_was_left_is_not_told() -> None:
    assert answered([[[1, -0.0], [1e300]], 3], lambda a, n: None) == wire.Returned(None)


@pytest.mark.parametrize("now", [1.0, True, 2, None, [1], 1.5])
def test_every_change_of_an_argument_is_told(now: Any) -> None:
    def change(a: Any, b: Any) -> None:
        b[0] = now

    answer = answered([[1], [1]], change)
    assert answer.after is not None
    assert answer.after[0] is None
    assert repr(answer.after[1]) == repr([now])


def test_lists_are_told_as_the_caller_holds_them() -> None:
    def rearrange(a: Any) -> None:
        a[0][0] = 9
        a[0], a[1] = a[1], [5, 6]

    answer = answered([[[1, 2], [3, 4]]], rearrange, in_place=(0,))
    assert isinstance(answer, wire.Returned)
    assert answer.after == [[[9, 2], [3, 4]]]
    assert answer.notes == (("replaced", "[0][0]"), ("replaced", "[0][1]"))


def test_an_argument_passed_by_name_is_told_as_well() -> None:
    named = {"a": [1]}
    request = answers.call_request("f", (), named)
    reply = told(request, f=lambda a: a.append(2))
    assert answers.call_answer(request, reply, (), named).after == [[1, 2]]


def test_lists_that_hold_themselves_are_refused() -> None:
    for change in (lambda a: a.append(a), lambda a: a.extend([a] * 1000)):
        with pytest.raises(wire.Garbled):
            answered([[1.0]], change)


def test_steps_end_with_the_first_that_raises() -> None:
    request = Request()
    for _ in range(3):
        request.add("call", wire.Name("f"), show=Show.VALUE)
    results = iter([1])
    reply = told(request, f=lambda: next(results))
    assert reply.outcomes == [1]
    assert reply.raised is not None
    assert reply.raised.name == "StopIteration"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"true",
        b"[]",
        b"[]\n[]\n[]",
        b'[["returned",1]]',
        b'[["returned",1]]\n[]',
        b'[["returned",1]]\n[]\n[]\n[]',
        b'[["passed",1]]\n%s\n[]',
        b'[["returned",1],["returned",1]]\n%s\n[]',
        b'[["returned",1,[]]]\n%s\n[]',
        b'[["returned",1]] x\n%s\n[]',
        b'[["returned",1]]\n[[1]]\n[]',
        b'[["returned",1]]\n[1,2]\n[]',
        b'[["returned",{"tuple":[],"tuple":[]}]]\n%s\n[]',
        b'[["returned",{"object":[-1,"x"]}]]\n%s\n[]',
        b'[["returned",{"object":[true,"x"]}]]\n%s\n[]',
        b'[["returned",{"list":2}]]\n%s\n[]',
        b'[["returned",{"list":-1}]]\n%s\n[]',
        b'[["returned",[{"list":2}]]]\n%s\n[]',
        b'[["returned",{"__class__":"Verdict"}]]\n%s\n[]',
        b'[["returned","\xff"]]\n%s\n[]',
        b'[["returned",' + b"7" * 5000 + b"]]\n%s\n[]",
        b'[["returned",' + b"[" * 20 + b"]" * 20 + b"]]\n%s\n[]",
        b'[["returned",' + b"[" * 100_000 + b"]" * 100_000 + b"]]\n%s\n[]",
        b'[["returned",[' + b"[]," * 100_000 + b"[]]]]\n%s\n[]",
        b'[["raised","E",["E"],"",[["f.py",1e999,""]]]]\n%s\n[]',
        b'[["raised","E",["E"],"",[["f.py",true,""]]]]\n%s\n[]',
        b'[["raised","E",["E"],"",[["f.py",NaN,""]]]]\n%s\n[]',
        b'[["returned",1e9999]]\n%s\n[]',
        b'[["returned",-' + b"9" * 390 + b".0]]\n%s\n[]",
        b'[["raised","E",[["E"]],"",[]]]\n%s\n[]',
        b'[["raised","' + b"E" * 81 + b'",["E"],"",[]]]\n%s\n[]',
        b'[["raised","E",[' + b'"E",' * 50 + b'"E"],"",[]]]\n%s\n[]',
        b'[["raised","E",["E"],"' + b"x" * 501 + b'",[]]]\n%s\n[]',
        b'[["raised","E",["E"],"",[' + b'["f.py",1,""],' * 9 + b'["f.py",1,""]]]]\n%s\n[]',
        b'[["returned",{"object":[1,"' + b"x" * 81 + b'"]}]]\n%s\n[]',
        b'[["raised","E",["E"],"",[],1]]\n%s\n[]',
    ],
)
def test_a_foreign_answer_is_garbled(data: bytes) -> None:
    request, _ = asked()
    with pytest.raises(wire.Garbled):
        wire.reply(data.replace(b"%s", request.sent), request)


@given(st.binary(max_size=200))
@example(b'[["returned",1]]\n[]\n[]')
def test_any_bytes_are_an_answer_or_garbled(data: bytes) -> None:
    with contextlib.suppress(wire.Garbled):
        wire.reply(data, asked()[0])


def test_lists_that_refer_to_each_other_many_times_are_garbled() -> None:
    request, _ = asked()
    levels = ["[1]"]
    for number in range(2, 11):
        levels.append("[" + ",".join([f'{{"list":{number}}}'] * 50) + "]")
    value = "[" + ",".join(levels) + "]"
    with pytest.raises(wire.Garbled):
        wire.reply(f'[["returned",{value}]]\n'.encode() + request.sent + b"\n[]", request)


def test_what_is_watched_is_told_at_the_end() -> None:
    request = Request(watched=[wire.Slot("kept")])
    request.add("call", wire.Name("f"), into=wire.Slot("kept"))
    request.add("method", wire.Slot("kept"), "append", 2.0)
    reply = told(request, f=lambda: [1.0])
    assert json.loads(reply.watched) == [[1.0, 2.0]]
    assert wire.changed(reply.watched, [b"[1.0]"]) == [True]
    assert wire.changed(reply.watched, [b"[1.0,2.0]"]) == [False]


def test_mutated_answers_and_files_are_read_or_refused() -> None:
    """A short run; `python -m grader.tests.fuzz` makes a million."""
    outcomes = fuzz(6_000, seed=1)
    assert sum(outcomes.values()) == 6_000
    for target in TARGETS:
        assert outcomes[target.name, "accepted"] > 0
        assert outcomes[target.name, "refused"] > 0
