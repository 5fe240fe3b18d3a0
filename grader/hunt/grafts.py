"""One function at a time: a module in which all functions but some are known to be right."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from grader import interrupt
from grader.curriculum import Exercise
from grader.judging import run
from grader.judging.laws import shapes
from grader.judging.request import Request
from grader.judging.verdicts import ExerciseVerdict

_GRAFT = """

from types import ModuleType as _ModuleType

_right = _ModuleType("right")
exec(compile({source!r}, "right.py", "exec"), _right.__dict__)
{lines}
"""


def come_apart(exercise: Exercise) -> bool:
    """Whether one function can be judged among right ones.

    Not where all of them make nodes of one graph, of which each module keeps its own account.
    """
    return shapes.objects_of(exercise) not in ("graph", "tensors")


def graft(text: str, right: str, names: Collection[str]) -> str:
    """The module `text`, in which the functions of these names are those of the module `right`."""
    if not names:
        return text
    lines = "\n".join(f"{name} = _right.{name}" for name in sorted(names))
    return text + _GRAFT.format(source=right, lines=lines)


@contextmanager
def folder(modules: Mapping[Exercise, str]) -> Iterator[Path]:
    """A submission of these modules, for as long as it is looked at."""
    with interrupt.temporary_folder("kata-hunt-") as top:
        for exercise, text in modules.items():
            path = top / exercise.module
            path.parent.mkdir()
            path.write_text(text, encoding="utf-8")
        yield top


def judged(
    exercise: Exercise, modules: Mapping[Exercise, str], seed: int, *, early: bool = True
) -> ExerciseVerdict:
    """The verdict on one of these modules; if early, to its first failure.

    Earlier modules that it imports and that are not among these are right ones.
    """
    with folder(modules) as top:
        return run.examine(
            exercise, top, Request(seed=seed, diagnose=False, shrink=False, stop_early=early)
        )
