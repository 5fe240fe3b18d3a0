"""Tries edits of a module on the call that failed, where the right answer is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from grader.curriculum import Exercise
from grader.judging import signatures, text
from grader.judging.asking import Asker
from grader.judging.explain.compare import Comparison, close
from grader.judging.explain.evidence import Unit
from grader.judging.explain.workbench import CALL_SECONDS, Workbench
from grader.judging.signatures import Returns
from grader.sandbox.host import GuestLost
from grader.sandbox.wire import Raised, Returned


class Trial:
    """Asks edited modules the call that failed, many at once where it is a plain one."""

    def __init__(self, exercise: Exercise, unit: Unit, bench: Workbench) -> None:
        self.lost = 0  # guests
        self.further: list[int] = []  # edits by which the call gets further than without
        self.exercise = exercise
        self.unit = unit
        self.edits: list[tuple[int, str]] = []  # the line of each, and what it does
        self._bench = bench
        self._comparison = Comparison(exercise)
        self._signatures = signatures.of(exercise)
        self._calls = [fact.call for fact in unit.facts[-1:]]

    def wrong_results(self) -> list[int]:
        """Which of several results are wrong, if some are right; where they are found in a list."""
        theirs, right = self.unit.last.theirs, self.unit.last.right
        if not isinstance(theirs, Returned) or not isinstance(right, Returned):
            return []
        if self._signatures.of(self.unit.last.call.name).returns is not Returns.TUPLE:
            return []
        both = list(theirs.value), list(right.value)
        wrong = [i for i, (a, b) in enumerate(zip(*both)) if not close(a, b, exact=True)]
        return wrong if len(wrong) < len(both[1]) == len(both[0]) else []

    def find_edits(self) -> list[tuple[int, str]]:
        """The edits that are worth a trial, the likeliest first."""
        calls = [fact.call for fact in self.unit.facts[-1:]]
        self.edits = self._bench.find_edits(calls, self.wrong_results())
        return self.edits

    def choose_calls(self) -> None:
        """Ask the last call alone, or after those before it if alone it is right."""
        if not self.unit.last.free and self._right("original"):
            self._calls = [fact.call for fact in self.unit.facts]

    def promising(self, numbers: Sequence[int]) -> Iterator[int]:
        """Those edits by which the answer is right; all of them if there is no saying."""
        if self.unit.last.free:
            yield from numbers
            return
        if len(self._calls) == 1 and self._calls[0].name != "run":
            found = self._answers(numbers)
            if len(found) == len(numbers):
                both = list(zip(numbers, found, strict=True))
                self.further += [n for n, got in both if self._goes_further(got)]
                yield from [n for n, got in both if self._fits(got)]
                return
        for number in numbers:
            try:
                if self._right("install", number):
                    yield number
            except GuestLost:
                self._drop()

    def _answers(self, numbers: Sequence[int]) -> list[object]:
        try:
            return self._bench.answers(numbers, self._calls[0])
        except GuestLost:  # to one of them, which is found by trying each by itself
            self._drop()
            return []

    def _drop(self) -> None:
        self._bench.drop()
        self.lost += 1

    def _fits(self, got: object) -> bool:
        """Whether what one edit gave is right, as far as numbers say."""
        right, call = self.unit.last.right, self._calls[0]
        match got:
            case str() as error:
                return isinstance(right, Raised) and error == right.name
            case [value, list(held)] if isinstance(right, Returned):
                after = right.after or [None] * len(call.args)
                due = [old if now is None else now for old, now in zip(call.args, after)]
                return _close(held, due) and (
                    self._signatures.of(call.name).returns is Returns.NOTHING
                    or _close(value, right.value)
                )
        return False

    def _goes_further(self, got: object) -> bool:
        """Whether a call that raised gives a result of the right form, or raises otherwise."""
        theirs, right = self.unit.last.theirs, self.unit.last.right
        if not isinstance(theirs, Raised) or not isinstance(right, Returned):
            return False
        match got:  # a guest may tell anything
            case str() as error:
                return error != theirs.name
            case [value, list()]:
                return text.shape(value) == text.shape(right.value)
        return False

    def _right(self, method: str, *arguments: object) -> bool:
        guest = self._bench.guest()
        if isinstance(self._bench.serve(guest, method, *arguments), Raised):
            return False
        asker = Asker(guest, self._signatures)
        answers = [asker.answer(call, CALL_SECONDS) for call in self._calls]
        last = self.unit.last
        return self._comparison.same(last.call.name, answers[-1], last.right, exact=True)


def _close(got: Any, right: Any) -> bool:
    both = [list(x) if isinstance(x, tuple) else x for x in (got, right)]
    return close(*both, exact=True)
