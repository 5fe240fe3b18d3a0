"""A result depends on the values of the arguments alone, and stays as it was returned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grader.judging import expect
from grader.judging.calls import Call, Mismatch, copied, record
from grader.judging.laws import draws, right, texts
from grader.judging.laws.asking import Case, answer_of_reference
from grader.judging.laws.shapes import Shape
from grader.judging.rules import check_plain
from grader.judging.script import Script
from grader.sandbox.wire import Returned

# Calls while the first result is still held: lists that are used in turn come back by then. They
# are one request, which a right module that prints a lot has to answer in time.
BETWEEN = (66, 90)


def values_alone(case: Case, shapes: Sequence[Shape]) -> None:
    """a result depends on the values of the arguments alone, not on earlier calls"""
    why = "Something of an earlier call is remembered: by its lists, their shape, or their values."
    for shape in shapes:
        first, second = _alike(case, shape)
        again = copied(first)
        every = {
            **texts.inputs(shape, first, "1"),
            **texts.inputs(shape, second, "2"),
            **texts.inputs(shape, again, "3"),
        }
        program = f"result_1 = {texts.call(shape, '1')}\n"
        for other in shapes:
            if other is not shape and _kinds(other) == _kinds(shape):
                program += f"{other.function}{texts.call(shape, '2')[len(shape.function) :]}\n"
        program += f"result_2 = {texts.call(shape, '2')}\n"
        program += texts.refill(shape, first, "1", "2")
        program += f"result_3 = {texts.call(shape, '1')}\nresult_4 = {texts.call(shape, '3')}\n"
        mixed = [
            args[argument.holds_lists]
            for argument, args in zip(shape.arguments, zip(first, second), strict=True)
        ]
        results = {"result_1": first, "result_2": second, "result_3": mixed, "result_4": first}
        _compare(case, shape, program, results, every, why)


def callers_hands(case: Case, shapes: Sequence[Shape]) -> None:
    """changing a result or an argument afterwards changes no other result"""
    why = "Lists that the caller holds are used again: by a later call, or in an earlier result."
    for shape in shapes:
        first, second = _alike(case, shape)
        result = right.result(case.exercise, shape, first)[0]
        every = {
            **texts.inputs(shape, first, "1"),
            **texts.inputs(shape, second, "2"),
            **texts.inputs(shape, copied(first), "3"),
        }
        program = "".join(f"result_{mark} = {texts.call(shape, mark)}\n" for mark in "123")
        if not shape.is_drawn and not texts.changed(shape, "2"):
            program += f"for _ in range({case.rng.randint(*BETWEEN)}):\n"
            program += f"    {texts.call(shape, '2')}\n"
        results = {"result_1": first, "result_2": second, "result_3": first}
        if not texts.changed(shape, "1"):
            program += f"spoilt = {texts.call(shape, '1')}\n" + texts.spoil("spoilt", result)
            program += f"result_4 = {texts.call(shape, '1')}\n"
            results["result_4"] = first
        program += "".join(
            texts.spoil(f"{argument.name}_{mark}", value)
            for mark, args in (("1", first), ("2", second))
            for argument, value in zip(shape.arguments, args, strict=True)
            if argument.holds_lists and not argument.in_place
        )
        _compare(case, shape, program, results, every, why)


def _alike(case: Case, shape: Shape) -> tuple[list[Any], list[Any]]:
    """Two lists of arguments of one structure, with other numbers."""
    dims, number = draws.sizes(shape, case.rng, 2, 3), draws.plain(case.rng)
    first = draws.arguments(shape, case.rng, dims, number)
    second = draws.arguments(shape, case.rng, dims, number)
    gives_lists = any(argument.holds_lists for argument in shape.arguments)
    for i, argument in enumerate(shape.arguments):
        if argument.kind in ("params", "network", "like", "matrices"):
            second[i] = draws.like(first[i], draws.above_zero(argument, number))
        if argument.kind in ("flag", "divisor", "size") or (
            argument.kind == "seed" and gives_lists
        ):
            second[i] = first[i]
    return first, second


def _kinds(shape: Shape) -> list[tuple[str, tuple[str, ...]]]:
    return [(argument.kind, argument.letters) for argument in shape.arguments]


def _compare(
    case: Case,
    shape: Shape,
    program: str,
    results: dict[str, list[Any]],
    every: dict[str, Any],
    why: str,
) -> None:
    """The program's results are those of the reference; where chance decides, equal for equal
    arguments, which `results` holds for each.
    """
    left = [name for mark in "123" for name in texts.changed(shape, mark)]
    returns = f"[{', '.join(left or results)}]"
    call = Call("run", (program, returns), every, script=Script(program, returns, every))
    got = case.impl.carry_out(call)
    for result in got:
        several = isinstance(result, tuple) and len(shape.results) > 1
        check_plain(list(result) if several else result, record.calls[-1])
        if shape.results and shape.results[0].kind in ("ints", "batches"):
            expect.ints(result)
    if not shape.is_drawn:
        wanted = answer_of_reference(case.exercise, call)
        try:
            expect.right(got, wanted, why=why)
        except Mismatch:
            if not _is_right_alone(case, shape, every):
                expect.right(got, wanted)  # it is wrong by itself: not for what came before
            raise
        return
    seen: dict[str, Any] = {}
    for result, args in zip(got, results.values(), strict=True):
        expect.equal(result, seen.setdefault(repr(args), result), why=why)


def _is_right_alone(case: Case, shape: Shape, every: dict[str, Any]) -> bool:
    """Whether the first of the calls is answered rightly in a process without any before it."""
    program = f"result_1 = {texts.call(shape, '1')}\n"
    returns = f"[{', '.join(texts.changed(shape, '1') or ['result_1'])}]"
    call = Call("run", (program, returns), every, script=Script(program, returns, every))
    answer = case.impl.fresh().probe(call)
    case.impl.close_fresh()
    if not isinstance(answer, Returned):
        return False
    try:
        expect.right(answer.value, answer_of_reference(case.exercise, call))
    except Mismatch:
        return False
    return True
