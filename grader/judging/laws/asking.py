"""Asks a submission what a law wants to know, and holds the answers against the reference's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from grader.curriculum import Exercise
from grader.judging import expect
from grader.judging.calls import Call, Mismatch, record
from grader.judging.explain.in_process import Replica, references
from grader.judging.laws import draws, right
from grader.judging.laws.shapes import Shape
from grader.judging.proxy import Impl
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
                require_ints(got)
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

    def program(self, program: str, returns: str, inputs: dict[str, Any], why: str) -> None:
        """The program gives the submission what it gives the reference. Raises `Mismatch`."""
        got = self.impl.run(program, returns, **inputs)
        expect.right(got, answer_of_reference(self.exercise, program, returns, inputs), why=why)


def answer_of_reference(
    exercise: Exercise, program: str, returns: str, inputs: dict[str, Any]
) -> Any:
    """What a program gives with the reference's names."""
    answer = _reference(exercise).answer(Call("run", (program, returns), inputs))
    assert not isinstance(answer, Raised), f"{program}{returns} raised {answer}"
    return answer.value


@cache
def _reference(exercise: Exercise) -> Replica:
    with references(exercise):
        return Replica(exercise, None)


def require_ints(returned: Any) -> None:
    """Labels, predictions and indices are ints: 1 and not 1.0. Raises `Mismatch`."""
    for item in returned:
        if isinstance(item, list):
            require_ints(item)
        elif type(item) is not int:
            expect.holds(False, expected="plain ints", returned=returned, why=f"{item!r} is none.")
