"""What travels between host and guest: it arrives as it was, and what is foreign is refused."""

from __future__ import annotations

import contextlib
import json
import math
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.sandbox import guest, wire
from grader.tests.fuzz import TARGETS, fuzz

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


def sent_by_guest(value: Any) -> bytes:
    """The frame's content with which a guest would answer that it returned `value`."""
    reply = ["returned", guest.encode(value, guest.Objects()), None, []]
    return json.dumps(reply, separators=(",", ":")).encode()


def received_by_host(data: bytes) -> Any:
    answer = wire.answer(wire.decode(data))
    assert isinstance(answer, wire.Returned)
    return answer.value


def received_by_guest(args: tuple[Any, ...]) -> list[Any]:
    """The arguments of a call as the guest gets them."""
    request = wire.call_request("f", args, None, operator=False, in_place=(), keep=False)
    objects, lists = guest.Objects(), list[Any]()
    arrived = json.loads(json.dumps(request))["args"]
    return [guest.decode(value, objects, None, lists) for value in arrived]


@given(plain.filter(lambda value: _depth(value) <= guest.MAX_DEPTH))
def test_what_a_guest_returns_arrives_as_it_was(value: Any) -> None:
    received = received_by_host(sent_by_guest(value))
    assert repr(received) == repr(value) or "?" in repr(received)  # half characters become "?"


@given(st.lists(arguments, min_size=1, max_size=3))
def test_what_a_guest_is_sent_arrives_as_it_was(args: list[Any]) -> None:
    assert repr(received_by_guest(tuple(args))) == repr(args)


def test_a_list_met_twice_is_one_list_in_the_guest() -> None:
    row = [1.0, 2.0]
    first, second, third = received_by_guest(([row, row], row, [1.0, 2.0]))
    assert first[0] is first[1]
    assert first[0] is second
    assert third == second
    assert third is not second


def test_nan_and_infinity_arrive_so_that_they_can_be_refused() -> None:
    a, b = received_by_host(sent_by_guest([math.nan, -math.inf]))
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
    assert received_by_host(sent_by_guest(value)) == wire.GuestObject(0, name)


def test_lists_nested_too_deep_stay_in_the_guest() -> None:
    nested: list[Any] = []
    for _ in range(5000):
        nested = [nested]
    received = received_by_host(sent_by_guest(nested))
    for _ in range(guest.MAX_DEPTH):
        [received] = received
    assert received == wire.GuestObject(0, "list")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"true",
        b"[]",
        b"[1]",
        b'["returned"]',
        b'["passed",1,null,[]]',
        b'["returned",1,null,[]] x',
        b'["returned",1,null,[["a"]]]',
        b'["returned",1,null,[["a",1]]]',
        b'["returned",{"tuple":[],"tuple":[]},null,[]]',
        b'["returned",{"object":[-1,"x"]},null,[]]',
        b'["returned",{"object":[true,"x"]},null,[]]',
        b'["returned",{"__class__":"Verdict"},null,[]]',
        b'["returned","\xff",null,[]]',
        b'["returned",' + b"7" * 5000 + b",null,[]]",
        b'["returned",' + b"[" * 20 + b"]" * 20 + b",null,[]]",
        b'["returned",' + b"[" * 100_000 + b"]" * 100_000 + b",null,[]]",
        b'["returned",[' + b"[]," * 100_000 + b"[]],null,[]]",
        b'["raised","E",["E"],"",[["f.py",1e999,""]],null]',
        b'["raised","E",[["E"]],"",[],null]',
        b'["raised","E",["E"],"",[],1]',
    ],
)
def test_a_foreign_answer_is_garbled(data: bytes) -> None:
    with pytest.raises(wire.Garbled):
        wire.answer(wire.decode(data))


@given(st.binary(max_size=200))
@example(b'["returned",1,null,[]]')
def test_any_bytes_are_an_answer_or_garbled(data: bytes) -> None:
    with contextlib.suppress(wire.Garbled):
        wire.answer(wire.decode(data))


@pytest.mark.parametrize("value", [1.0, [[1.0]], None, True, "text", 7, [], ()])
def test_a_changed_argument_is_seen_whatever_it_claims_to_equal(value: Any) -> None:
    class Liar(float):
        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = None  # type: ignore[assignment]

    assert guest.same(value, guest.copy_lists(value))
    assert not guest.same([[Liar(1)]], [[1.0]])
    assert not guest.same([True], [1])
    assert guest.same([[1.0, 2]], [[1, 2.0]])


def test_mutated_answers_and_files_are_read_or_refused() -> None:
    """A short run; `python -m grader.tests.fuzz` makes a million."""
    outcomes = fuzz(6_000, seed=1)
    assert sum(outcomes.values()) == 6_000
    for target in TARGETS:
        assert outcomes[target.name, "accepted"] > 0
        assert outcomes[target.name, "refused"] > 0
