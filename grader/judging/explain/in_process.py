"""A wrong implementation of the catalogue, or the reference, asked in this process like a guest.

Only the project's own sources are executed here, never a submission's.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from types import CodeType, ModuleType
from typing import Any

from grader.curriculum import Exercise
from grader.judging import signatures
from grader.judging.asking import Asker
from grader.judging.calls import Call
from grader.judging.explain import catalogue, time_limit
from grader.judging.explain.catalogue import Mistake
from grader.sandbox import guest, wire
from grader.sandbox.imports import SubmissionFinder
from grader.sandbox.wire import Answer, GuestObject, Raised, Reply, Request, Returned

# Two ways to compute the same thing differ by rounding alone.
SAME_RELATIVE, SAME_OF_LARGEST = 1e-9, 1e-13


class Replica:
    """A mistake (or, without one, the reference) in this process, asked like a guest."""

    def __init__(
        self,
        exercise: Exercise,
        mistake: Mistake | None,
        change: Callable[[dict[str, Any]], None] | None = None,
    ) -> None:
        """`change` is made to the names of its module whenever it is loaded."""
        self.mistake = mistake
        self._exercise = exercise
        self._change = change
        self.renew()

    def renew(self) -> None:
        """Load it anew: what it remembers of earlier calls is gone."""
        module = ModuleType(self._exercise.name)
        reference = self._exercise.reference.read_text(encoding="utf-8")
        for part in self.mistake.parts if self.mistake else (reference,):
            exec(_code(part), module.__dict__)
        if self._change is not None:
            self._change(module.__dict__)
        self._guest = guest.Guest(_place)
        self._guest.objects.names = module.__dict__
        self._asker = Asker(self, signatures.of(self._exercise))

    def answer(self, call: Call) -> Answer:
        """What it answers to a call that the submission was asked."""
        return self._asker.answer(call)

    def cpu_so_far(self) -> float:
        """CPU seconds of this process."""
        return time.process_time()

    def ask(self, request: Request, seconds: float = 0) -> Reply:
        """What comes of a request's steps: told in bytes, as by a guest in the sandbox.

        Raises `OutOfTime` where that came in between: what was answered then is not the mistake's.
        """
        frames = self._guest.answer(request.data())
        time_limit.check()
        return wire.reply(frames, request)


_FILE = "catalogue"


@cache
def _code(source: str) -> CodeType:
    return compile(source, _FILE, "exec")


def _place(file: Any, line: Any) -> list[Any]:
    """As `SubmissionFinder.place`, of the mistake's own code alone, whose text nobody is shown."""
    return [[_FILE, line, ""]] if file == _FILE else []


def references(exercise: Exercise) -> AbstractContextManager[None]:
    """Let the references before this exercise be imported by their bare names."""
    return importable(catalogue.earlier_references(exercise))


@contextmanager
def importable(texts: dict[str, str]) -> Iterator[None]:
    """Let modules of these texts be imported by their bare names, and leave no trace of it."""
    hidden = {name: sys.modules.pop(name) for name in texts if name in sys.modules}
    finder: Any = SubmissionFinder(texts)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in texts:
            sys.modules.pop(name, None)
        sys.modules.update(hidden)


def comparable(calls: Sequence[Call]) -> list[Call]:
    """The calls that can be asked again elsewhere: no objects that live in the guest."""
    return [
        call
        for call in calls
        if call.answer is not None
        and not call.is_text
        and call.name.isidentifier()
        and not _holds_objects((call.args, tuple(call.kwargs.values())))
    ]


def _holds_objects(thing: Any) -> bool:
    if isinstance(thing, list | tuple):
        return any(_holds_objects(item) for item in thing if not isinstance(item, float))
    return not isinstance(thing, float | int | str | bool | None)


def same(one: Answer, other: Answer, *, with_earlier: bool = False) -> bool:
    """Whether two answers are the same but for rounding.

    `with_earlier`: also whether both changed the result of an earlier call.
    """
    match one, other:
        case Raised(), Raised():
            return one.name == other.name and _same_values(one.after, other.after)
        case Returned(), Returned():
            return (
                _noted(one, with_earlier) == _noted(other, with_earlier)
                and _same_values(one.value, other.value)
                and _same_values(one.after, other.after)
            )
    return False


def _noted(answer: Returned, with_earlier: bool) -> set[str]:
    return {kind for kind, _ in answer.notes if with_earlier or kind != "earlier"}


def _same_values(one: Any, other: Any) -> bool:
    largest = max(_magnitude(one), _magnitude(other))
    return _same(one, other, SAME_OF_LARGEST * largest)


def _magnitude(thing: Any) -> float:
    if isinstance(thing, list | tuple):
        return max(map(_magnitude, thing), default=0.0)
    if isinstance(thing, float | int) and math.isfinite(thing):
        return abs(thing)
    return 0.0


def _same(one: Any, other: Any, floor: float) -> bool:
    if isinstance(one, list | tuple) or isinstance(other, list | tuple):
        return (
            type(one) is type(other)
            and len(one) == len(other)
            and all(_same(a, b, floor) for a, b in zip(one, other, strict=True))
        )
    if isinstance(one, GuestObject) and isinstance(other, GuestObject):
        return one.type_name == other.type_name
    numbers = isinstance(one, float | int) and isinstance(other, float | int)
    if not numbers or isinstance(one, bool) or isinstance(other, bool):
        return type(one) is type(other) and one == other
    if one == other or (one != one and other != other):
        return True
    return bool(abs(one - other) <= SAME_RELATIVE * abs(other) + floor)
