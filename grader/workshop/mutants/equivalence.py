"""Why a survivor is not a hole: the same results on many inputs, or a sentence that says why."""

from __future__ import annotations

import contextlib
import copy
import hashlib
import io
import math
import signal
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, product
from pathlib import Path
from random import Random
from types import FrameType, ModuleType
from typing import Any

from grader.curriculum import Exercise
from grader.judging.explain.in_process import references
from grader.judging.laws import draws, refusals, shapes, values
from grader.workshop.mutants.trial import Survivor

CALLS = 10_000  # of all functions together
DRAWS = 5  # of some calls each, in which a line has to be come to
SECONDS = 300  # of CPU time: a mutant that needs more is not shown to be equivalent
FILE = "<mutant>"  # as tracebacks and traces call it
ROUNDING = 1e-12  # of the larger of 1 and the number: the contract allows a thousand times as much


def reasons(exercise: Exercise) -> dict[str, str]:
    """The sentences in `equivalent.toml` beside the mutants' page, by the survivor's mark."""
    path = page(exercise).with_name("equivalent.toml")
    if not path.is_file():
        return {}
    return dict(tomllib.loads(path.read_text(encoding="utf-8")))


def page(exercise: Exercise) -> Path:
    """Where the mutants of an exercise are told."""
    return exercise.walkthrough.with_name("MUTANTS.md")


def mark(survivor: Survivor) -> str:
    """A short name of a survivor that stays while its lines do."""
    text = f"{survivor.module}\n{survivor.mutant.before}\n{survivor.mutant.after}"
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def same_results(exercise: Exercise, survivor: Survivor, original: str) -> int:
    """On how many drawn calls it gives the results of the module it was made of; 0 if not on all.

    Rounding apart. Calls that do not fit are among them. 0 also where no call can be drawn that
    comes to the changed lines: only functions are drawn for whose shapes are declared.
    """
    declared = [s for s in shapes.of(exercise) if s.function]
    if not declared:
        return 0
    try:
        silent = (
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        )
        with references(exercise), _at_most(SECONDS), silent[0], silent[1]:
            right, other = _names(original), _names(survivor.mutant.source)
            reached = _lines_reached(declared, right) & _lines(survivor)
            return _compare(declared, right, other) if reached else 0
    except Exception:
        return 0


def _compare(
    declared: list[shapes.Shape], right: Mapping[str, Any], other: Mapping[str, Any]
) -> int:
    rng = Random(0)
    each = CALLS // len(declared)
    for shape in declared:
        asked = 0
        while asked < each:
            for args in _drawn(shape, rng):
                asked += 1
                wanted = _outcome(right[shape.function], args, shape)
                if not _same(_outcome(other[shape.function], args, shape), wanted):
                    return 0
    return each * len(declared)


def _lines(survivor: Survivor) -> set[int]:
    first = survivor.mutant.line
    return set(range(first, first + len(survivor.mutant.before.split("\n"))))


def _lines_reached(declared: list[shapes.Shape], module: Mapping[str, Any]) -> set[int]:
    """The lines of the module that drawn calls run."""
    lines: set[int] = set()

    def trace(frame: FrameType, *_: object) -> Callable[..., Any] | None:
        if frame.f_code.co_filename != FILE:
            return None
        lines.add(frame.f_lineno)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        for shape, seed in product(declared, range(DRAWS)):
            for args in _drawn(shape, Random(seed)):
                _outcome(module[shape.function], args, shape)
    finally:
        sys.settrace(before)
    return lines


def _drawn(shape: shapes.Shape, rng: Random) -> Iterator[list[Any]]:
    """Some calls that fit, and each that nearly does."""
    return chain([_fitting(shape, rng) for _ in range(20)], refusals.misses(shape, rng))


def _fitting(shape: shapes.Shape, rng: Random) -> list[Any]:
    if rng.random() < 0.3:
        return values.magnified(shape, rng, rng.choice(values.magnitudes(shape)))
    numbers = rng.choice((draws.plain, draws.wide))(rng)
    return draws.arguments(shape, rng, draws.sizes(shape, rng, 1, 4), numbers)


def _same(one: Any, wanted: Any) -> bool:
    """Whether they differ in rounding at the most; what is not finite is undefined."""
    if isinstance(wanted, list | tuple):
        return (
            type(one) is type(wanted) and len(one) == len(wanted) and all(map(_same, one, wanted))
        )
    if isinstance(one, float) and isinstance(wanted, float):
        bound = ROUNDING * max(1, abs(wanted))
        return not math.isfinite(wanted) or abs(one - wanted) <= bound
    return type(one) is type(wanted) and bool(one == wanted)


def _names(source: str) -> Mapping[str, Any]:
    module = ModuleType(FILE)
    exec(compile(source, FILE, "exec"), module.__dict__)
    return module.__dict__


def _outcome(function: Callable[..., Any], args: list[Any], shape: shapes.Shape) -> Any:
    """What it returns (if anything is due) or raises, and what it leaves of its arguments."""
    given = copy.deepcopy(args)
    try:
        returned = function(*given)
    except Exception as error:
        return [type(error).__name__, given]
    return [returned if shape.results else None, given]


@contextlib.contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def stop(_: int, __: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
