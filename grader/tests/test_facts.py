"""What a failure's own message shows, where nothing else is known of it, and no more than that."""

from __future__ import annotations

import pytest

from grader import curriculum
from grader.judging.calls import Call
from grader.judging.explain import facts, quoting
from grader.judging.explain.edits.made import ADDED, CHANGED, MOVED
from grader.judging.explain.evidence import Fact, Unit
from grader.judging.explain.repair import Repair
from grader.judging.verdicts import Failure, PropertyVerdict, Status
from grader.sandbox.wire import Raised, Returned

NUMBERS = "[[0.9, 2.7], … 2 more]"


def failed(returned: str, expected: str, why: str = "") -> PropertyVerdict:
    failure = Failure("f(x)", returned, expected, why)
    return PropertyVerdict("test_f", "this and that", Status.FAILED, failure=failure)


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (failed("returned 1", NUMBERS), None),
        (failed("returned 1", NUMBERS, "Off is entry [0][1]."), None),
        (failed("returned 1", NUMBERS, "This is your own loss."), None),
        (
            failed("returned 1", "a new list for every row", "Rows are lists of their own."),
            "The test that fails asks whether this and that. Expected: a new list for every row. "
            "Rows are lists of their own.",
        ),
    ],
    ids=["numbers", "their place", "no this without that", "words"],
)
def test_a_message_is_quoted_as_far_as_it_can_be_understood_alone(
    verdict: PropertyVerdict, said: str | None
) -> None:
    assert facts.of_message(verdict) == said


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (
            failed("changed the result of an earlier call", "results that stay as they were"),
            "f changes a result that it returned before: one list outlives the call and is used "
            "again.",
        ),
        (
            failed("", "the global state of the random module unchanged"),
            "The global generator of the module random is drawn from or seeded. What is drawn here "
            "should come from a generator of its own, random.Random(seed).",
        ),
        (
            failed("returned 1", "something else than for seed 7"),
            "The same comes of two different seeds: f does not use its seed, or not all of it.",
        ),
        (failed("returned 1", "2", "This is what it returned with other numbers."), None),
        (failed("raised KeyError", "something else than for seed 7"), None),
    ],
    ids=["an earlier result", "random", "seeds", "numbers", "an exception"],
)
def test_a_property_that_fails_for_one_reason_alone_names_it(
    verdict: PropertyVerdict, said: str | None
) -> None:
    assert facts.of_rule(verdict) == said


def test_an_exception_is_placed_in_the_module_itself_too() -> None:
    places = (("linear.py", 9, "return matmul(x, w)"), ("matmul.py", 17, "raise ValueError"))
    theirs = Raised("ValueError", ("ValueError",), "", places=places)
    row = [1.0]
    call = Call("linear", ([row, row],), {}, answer=theirs)
    unit = Unit(failed("", ""), (Fact(call, Returned([1.0]), is_right=False, free=False),))
    said = facts.explain(unit, curriculum.exercise(5)) or ""
    assert "instead of giving a result where one list is given twice" in said
    assert said.endswith(
        "in matmul.py, line 17 (raise ValueError), called from linear.py, line 9 "
        "(return matmul(x, w))."
    )


def test_several_results_may_come_as_a_list() -> None:
    call = Call("loss_and_grads", ([],), {}, answer=Returned([1.0, [[2.0]]]))
    unit = Unit(failed("", ""), (Fact(call, Returned((1.0, [[3.0]])), is_right=False, free=False),))
    assert facts.explain(unit, curriculum.exercise(7)) is None


def test_of_params_the_first_that_is_none_is_told() -> None:
    call = Call("init_params", ([2, 2], 1), {}, answer=Returned([4, [0.0, 0.0]]))
    right = Returned([[[1.0, 2.0], [3.0, 4.0]], [0.0, 0.0]])
    unit = Unit(failed("", ""), (Fact(call, right, is_right=False, free=False),))
    said = facts.explain(unit, curriculum.exercise(7))
    assert said == "Entry [0] of what init_params returns is a number, not a 2×2 matrix."


def test_what_is_quoted_keeps_its_order_and_says_what_it_leaves_out() -> None:
    program = "x = Tensor(d)\na = nll(x, [2, 0])\nloss = a * 1\nloss.backward()\n"
    assert quoting.quoted(Call("run", (program, "x.grad"), {}), whole=True) == (
        "`x = Tensor(d)`; `a = nll(x, [2, 0])`; `loss = a * 1`; `loss.backward()`"
    )
    twice = Call("run", ("c = b * y\nc.backward()\nc.backward()\n", "[t for t in c]"), {})
    assert quoting.quoted(twice, whole=True, result=True) == (
        "`c = b * y`; `c.backward()`; `c.backward()`; `[t for t in c]`"
    )
    program = "c = []\n" + "".join(f"at_{i} = f({i}, c)\n" for i in range(5))
    assert quoting.quoted(Call("run", (program, "[at_0, at_4]"), {})) == (
        "`c = []`; …; `at_2 = f(2, c)`; `at_3 = f(3, c)`; `at_4 = f(4, c)`"
    )


def test_of_several_passes_back_each_is_quoted_and_lists_are_refilled_once() -> None:
    program = "a = x.sum()\nloss_1.backward()\nloss_2.backward()\n"
    assert quoting.quoted(Call("run", (program, "x.grad"), {})) == (
        "`a = x.sum()`; `loss_1.backward()`; `loss_2.backward()`"
    )
    program = "r = f(x)\nx[0][:] = y[0]\nx[1][:] = y[1]\ns = f(x)\n"
    assert quoting.quoted(Call("run", (program, "[r, s]"), {})) == (
        "`r = f(x)`; `x[0][:] = y[0]; …`; `s = f(x)`"
    )


def test_a_line_that_is_changed_is_told_from_one_below_which_something_is_added() -> None:
    told = [
        Repair(3, does, frozenset({"one"}), 1).sentence(curriculum.exercise(5), 2)
        for does in (CHANGED, ADDED, MOVED)
    ]
    assert "changing this line alone makes all 3 properties hold" in told[0]
    assert "a check at the head of this function alone" in told[1]
    assert "moving the statement of this line alone" in told[2]
    both = Repair(3, MOVED, frozenset({"one"}), 1, before=9).sentence(curriculum.exercise(5), 2)
    assert "lines 3 and 9: changing these two lines alone makes all 3" in both
    part = Repair(3, CHANGED, frozenset({"one"}), 4).sentence(curriculum.exercise(5), 2)
    assert part.endswith("changing this line alone makes 1 of the 4 failing properties hold.")
