"""Names the mistake behind a failure, when exactly one explains what the submission answers.

Every mistake of the catalogue is asked what the submission was asked: first what just failed, then
a sample of all calls. One that gives the submission's answer each time explains it. If several are
left, further inputs tell them apart; if they do not, nothing is said: better silent than wrong.
"""

from __future__ import annotations

import contextlib
import json
import math
import random
import signal
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from types import CodeType, FrameType, ModuleType
from typing import Any

from grader.curriculum import Exercise
from grader.judging import catalogue, signatures
from grader.judging.calls import Call
from grader.judging.catalogue import Mistake
from grader.judging.impl import Impl
from grader.sandbox import guest, wire
from grader.sandbox.wire import Answer, GuestObject, Raised, Returned

CPU_SECONDS = 0.4  # a failing exercise may take half a second longer
PROBES = 150
SLOW_CALL = 0.03  # seconds: such calls are asked last
# Two ways to compute the same thing differ by rounding alone.
SAME_RELATIVE, SAME_OF_LARGEST = 1e-9, 1e-13


def explain(
    exercise: Exercise,
    failed: Sequence[Sequence[Call]],
    sample: Mapping[str, Sequence[Call]],
    impl: Impl,
) -> str | None:
    """The sentence of the one mistake that explains all that failed, or None.

    `failed` holds the calls up to each failure, in order; `sample` calls of the whole exercise.
    """
    evidence = [_comparable(calls) for calls in failed]
    evidence.append(_comparable([call for calls in sample.values() for call in calls]))
    quick = [[call for call in calls if call.seconds <= SLOW_CALL] for calls in evidence]
    try:
        with _references(exercise), _at_most(CPU_SECONDS):
            # Slow calls are asked only where nothing else tells right from wrong.
            for calls in (quick, evidence):
                if not _explains(Replica(exercise, None), calls):
                    return _explanation(exercise, calls, impl)
    except _OutOfTime:
        pass
    return None


def _explanation(exercise: Exercise, evidence: list[list[Call]], impl: Impl) -> str | None:
    """The one explanation that fits evidence which the reference does not fit, or None."""
    found: dict[str, list[Replica]] = {}
    for mistake in catalogue.mistakes(exercise):
        replica = Replica(exercise, mistake)
        if _explains(replica, evidence):
            found.setdefault(mistake.explanation, []).append(replica)
    if len(found) > 1:
        _tell_apart(found, evidence, impl)
    return next(iter(found)) if len(found) == 1 else None


class _OutOfTime(Exception):
    """The diagnosis takes longer than a failing exercise may."""


@contextlib.contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raise `_OutOfTime` after so many CPU seconds of this process (in its main thread)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_: int, frame: FrameType | None) -> None:
        # In a callback of the garbage collector it would be printed, and forgotten.
        if frame is None or frame.f_code.co_name != "gc_callback":
            raise _OutOfTime

    previous = signal.signal(signal.SIGPROF, stop)
    # More than once, for the code on trial may take it for an exception of its own.
    signal.setitimer(signal.ITIMER_PROF, seconds, seconds / 4)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous)


class Replica:
    """A mistake (or, without one, the reference) in this process, asked like a guest."""

    def __init__(self, exercise: Exercise, mistake: Mistake | None) -> None:
        self.mistake = mistake
        self._exercise = exercise
        self.renew()

    def renew(self) -> None:
        """Load it anew: what it remembers of earlier calls is gone."""
        module = ModuleType(self._exercise.name)
        reference = self._exercise.reference.read_text(encoding="utf-8")
        for part in self.mistake.parts if self.mistake else (reference,):
            exec(_code(part), module.__dict__)
        self._guest = guest.Guest(self._exercise.name, guest.SubmissionFinder({}))
        self._guest.module = module

    def answer(self, call: Call) -> Answer:
        """What it answers to a call that the submission was asked."""
        if call.name == "run":
            program, returns = call.args
            request = wire.run_request(program, returns, call.kwargs)
        else:
            in_place = signatures.of(self._exercise).of(call.name).in_place
            request = wire.call_request(
                call.name, call.args, call.kwargs, operator=False, in_place=in_place, keep=False
            )
        # Through JSON, as in the sandbox: the arguments are the replica's own to change.
        reply = self._guest.answer(json.loads(json.dumps(request)))
        return wire.answer(wire.decode(json.dumps(reply).encode()))


@cache
def _code(source: str) -> CodeType:
    return compile(source, "catalogue", "exec")


@contextlib.contextmanager
def _references(exercise: Exercise) -> Iterator[None]:
    """Let the references be imported by their bare names, and leave no trace of it."""
    texts = catalogue.as_sources(exercise, "").texts
    texts = {name: text for name, text in texts.items() if name != exercise.name}
    hidden = {name: sys.modules.pop(name) for name in texts if name in sys.modules}
    finder: Any = guest.SubmissionFinder(texts)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in texts:
            sys.modules.pop(name, None)
        sys.modules.update(hidden)


def _comparable(calls: Sequence[Call]) -> list[Call]:
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


def _explains(replica: Replica, evidence: list[list[Call]]) -> bool:
    """Whether it answers every call as the submission did, each sequence from a fresh start."""
    for number, calls in enumerate(evidence):
        if number:
            replica.renew()
        for index, call in enumerate(calls):
            assert call.answer is not None
            # What a call before the sequence returned is unknown here, and so whether it changed.
            answer = replica.answer(call)
            last = 0 < index == len(calls) - 1 and number < len(evidence) - 1
            if not same(answer, call.answer, with_earlier=last):
                return False
    return True


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


def _tell_apart(found: dict[str, list[Replica]], evidence: list[list[Call]], impl: Impl) -> None:
    """Ask the submission what the remaining mistakes answer differently; drop those that differ."""
    rng = random.Random(0)
    calls = [call for sequence in evidence for call in sequence if call.name != "run"]
    for _ in range(PROBES):
        if len(found) < 2 or not calls:
            return
        probe = _varied(rng.choice(calls), rng)
        answers = {text: replicas[0].answer(probe) for text, replicas in found.items()}
        first = next(iter(answers.values()))
        if all(same(first, answer) for answer in answers.values()):
            continue
        theirs = impl.probe(probe)
        if theirs is None:
            return
        for text, answer in answers.items():
            if not same(answer, theirs):
                del found[text]


def _varied(call: Call, rng: random.Random) -> Call:
    """The same call with other numbers, or with a row or column less; labels and counts stay."""
    args = list(call.args)
    matrices = [i for i, arg in enumerate(args) if _is_matrix(arg)]
    if matrices and rng.random() < 0.25:
        i = rng.choice(matrices)
        args[i] = _cropped(args[i], rng)
    scale = 10 ** rng.uniform(0, 3.5)
    spread = rng.choice([0.0, 1.0, scale])
    return replace(call, args=tuple(_other(arg, scale, spread, rng) for arg in args), answer=None)


def _is_matrix(thing: Any) -> bool:
    return isinstance(thing, list) and bool(thing) and isinstance(thing[0], list)


def _cropped(matrix: list[list[float]], rng: random.Random) -> list[list[float]]:
    """The matrix without its last row, or without its last column."""
    if rng.random() < 0.5 and len(matrix) > 1:
        return matrix[:-1]
    return [row[:-1] if len(row) > 1 else row for row in matrix]


def _other(thing: Any, scale: float, spread: float, rng: random.Random) -> Any:
    """Other numbers of that scale; `spread` moves each row as a whole."""
    if isinstance(thing, list):
        shift = rng.gauss(0, spread) if spread else 0.0
        return [
            _other(item, scale, spread, rng)
            if isinstance(item, list)
            else round(item * rng.uniform(0.5, 1.5) + rng.gauss(0, scale / 2) + shift, 3)
            if isinstance(item, float)
            else item
            for item in thing
        ]
    return thing
