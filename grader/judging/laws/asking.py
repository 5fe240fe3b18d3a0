"""Asks a submission what a law wants to know, and holds the answers against the reference's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from random import Random
from typing import Any

from grader.curriculum import Exercise
from grader.judging import expect
from grader.judging.calls import Call, Mismatch, record
from grader.judging.explain.in_process import Replica, references
from grader.judging.laws import draws, right
from grader.judging.laws.objects import Question
from grader.judging.laws.shapes import Shape
from grader.judging.proxy import Impl
from grader.judging.rules import check_plain
from grader.judging.script import Script
from grader.sandbox.wire import Raised


@dataclass(frozen=True)
class Case:
    """A law's question to one exercise: whom it asks, and the run's random numbers."""

    impl: Impl
    exercise: Exercise
    rng: Random

    def calls(
        self, shape: Shape, every: Sequence[list[Any]], why: str = "", *, exact: bool = False
    ) -> None:
        """Each call of the function gives what it should. Raises `Mismatch`.

        `exact`: the numbers are such that nothing cancels.
        """
        wanted = [right.result(self.exercise, shape, args, exact=exact) for args in every]
        if any(argument.in_place for argument in shape.arguments):
            for args, left in zip(every, wanted, strict=True):
                getattr(self.impl, shape.function)(*args)
                places = [i for i, argument in enumerate(shape.arguments) if argument.in_place]
                for place, expected in zip(places, left, strict=True):
                    expect.right(args[place], expected, why=why)
            return
        for got, [expected] in zip(self.impl.ask_all(shape.function, every), wanted, strict=True):
            if shape.results and shape.results[0].kind in ("ints", "batches"):
                expect.ints(got)
            expect.right(got, expected, why=why)

    def is_sound(self, shape: Shape) -> bool:
        """Whether the function gives what it should for ordinary arguments."""
        dims = draws.sizes(shape, self.rng, 2, 3)
        args = draws.arguments(shape, self.rng, dims)
        try:
            if shape.is_drawn:
                getattr(self.impl, shape.function)(*args)
            else:
                self.calls(shape, [args])
        except Mismatch:
            return False
        finally:
            record.begin_example()
        return True

    def program(self, question: Question, why: str) -> None:
        """The program gives the submission what it gives the reference. Raises `Mismatch`."""
        program, returns, inputs = question.program, question.returns, question.inputs
        script = Script(program, returns, inputs)
        call = Call("run", (program, returns), inputs, script=script)
        wanted = answer_of_reference(self.exercise, call)
        got = self.impl.carry_out(call)
        check_plain(_as_lists(got, wanted), record.calls[-1])
        expect.right(got, wanted, why=why)


def _as_lists(got: Any, wanted: Any) -> Any:
    """With lists for tuples and 0 for None, where the reference has them."""
    if got is None and wanted is None:
        return 0
    if isinstance(got, list | tuple) and isinstance(wanted, list | tuple):
        pairs = zip_longest(got, wanted[: len(got)])
        items = [_as_lists(item, other) for item, other in pairs]
        return items if isinstance(got, list) or isinstance(wanted, tuple) else tuple(items)
    return got


def answer_of_reference(exercise: Exercise, call: Call) -> Any:
    """What a call of a program gives with the reference's names."""
    answer = _reference(exercise).answer(call)
    assert not isinstance(answer, Raised), f"{call.text} raised {answer}"
    return answer.value


@cache
def _reference(exercise: Exercise) -> Replica:
    with references(exercise):
        return Replica(exercise, None)
