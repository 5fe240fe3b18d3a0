"""Names the mistake behind a failure, when exactly one explains what the submission answers.

Every mistake of the catalogue is asked what the submission was asked: first what just failed, then
a sample of all calls. One that gives the submission's answer each time explains it. If several are
left, further inputs tell them apart; if they do not, nothing is said: better silent than wrong.
"""

from __future__ import annotations

import contextlib
import random
import signal
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import FrameType
from typing import Any

from grader.curriculum import Exercise
from grader.judging.calls import Call
from grader.judging.explain import catalogue
from grader.judging.explain.in_process import Replica, comparable, references, same
from grader.judging.proxy import Impl

CPU_SECONDS = 0.4  # a failing exercise may take half a second longer
PROBES = 150
SLOW_CALL = 0.03  # seconds: such calls are asked last


def explain(
    exercise: Exercise,
    failed: Sequence[Sequence[Call]],
    sample: Mapping[str, Sequence[Call]],
    impl: Impl,
) -> str | None:
    """The sentence of the one mistake that explains all that failed, or None.

    `failed` holds the calls up to each failure, in order; `sample` calls of the whole exercise.
    """
    evidence = [comparable(calls) for calls in failed]
    evidence.append(comparable([call for calls in sample.values() for call in calls]))
    quick = [[call for call in calls if call.seconds <= SLOW_CALL] for calls in evidence]
    try:
        with references(exercise), _at_most(CPU_SECONDS):
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

    def stop(_: int, __: FrameType | None) -> None:
        raise _OutOfTime

    handler = signal.signal(signal.SIGPROF, stop)
    hook = sys.unraisablehook
    sys.unraisablehook = lambda lost: None if lost.exc_type is _OutOfTime else hook(lost)
    # More than once, for it may be lost, or the code on trial take it for an exception of its own.
    signal.setitimer(signal.ITIMER_PROF, seconds, seconds / 4)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, handler)
        sys.unraisablehook = hook


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
