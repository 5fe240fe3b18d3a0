"""Why a survivor is not a hole: the same results on many inputs, or a sentence that says why."""

from __future__ import annotations

import contextlib
import copy
import hashlib
import io
import signal
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random
from types import FrameType, ModuleType
from typing import Any

from grader.curriculum import Exercise
from grader.judging.explain.in_process import references
from grader.judging.laws import draws, shapes
from grader.workshop.mutants.trial import Survivor

CALLS = 2_000  # of all functions together
SECONDS = 60


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
    """On how many drawn calls it gives the very results of the module it was made of; 0 if not all.

    Only exercises that declare the shapes of functions can be drawn for.
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
            return _compare(declared, _names(original), _names(survivor.mutant.source))
    except Exception:
        return 0


def _compare(
    declared: list[shapes.Shape], right: Mapping[str, Any], other: Mapping[str, Any]
) -> int:
    rng = Random(0)
    each = CALLS // len(declared)
    for shape in declared:
        for number in range(each):
            numbers = draws.wide(rng) if number % 2 else draws.plain(rng)
            sizes = draws.sizes(shape, rng, 1, 4)
            args = draws.arguments(shape, rng, sizes, numbers)
            if number % 3 == 0:  # one argument that does not fit the others
                place = rng.randrange(len(args))
                misfits = draws.arguments(shape, rng, draws.sizes(shape, rng, 1, 4), numbers)
                args[place] = misfits[place]
            if _outcome(right[shape.function], args) != _outcome(other[shape.function], args):
                return 0
    return each * len(declared)


def _names(source: str) -> Mapping[str, Any]:
    module = ModuleType("mutant")
    exec(source, module.__dict__)
    return module.__dict__


def _outcome(function: Callable[..., Any], args: list[Any]) -> tuple[str, str]:
    given = copy.deepcopy(args)
    try:
        returned = repr(function(*given))
    except Exception as error:
        returned = type(error).__name__
    return returned, repr(given)


@contextlib.contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def stop(_: int, __: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
