"""What each line of a module gave in one call, so that the eye finds where it departs.

`follow` runs where the module does: in this process for `make debug`, in a guest for a page.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Any

from grader.judging import text

ROUNDS = 2  # of a line that runs more often, so many are told
MOST = 40  # steps that are told
EVENTS = 20_000  # after so many lines the call goes on unseen
WIDTH = 70
_SHOWN = (int, float, str, list, tuple, type(None))


@dataclass(frozen=True)
class Step:
    """A line that ran: its number, its text, and what it changed or returned."""

    line: int
    code: str
    gave: str


def follow(
    function: Callable[..., object],
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    path: str,
    source: str,
) -> list[Step]:
    """Call the function and note what each line of the file at `path` gave, in their order.

    Prints, breakpoints and whatever it raises are not heard of: this is the call made once more.
    """
    tracer = _Tracer(path, source.split("\n"))
    with _unheard(), contextlib.suppress(Exception):
        sys.settrace(tracer.enter)
        function(*args, **kwargs)
    return tracer.steps


def follow_there(
    name: str, function: str, args: list[Any], names: list[str], values: list[Any], source: str
) -> list[Any]:
    """`follow` in a guest, as what a frame carries: how many steps, and those that are told.

    `names` and `values` are the arguments that are given by name.
    """
    module = importlib.import_module(name)
    named = dict(zip(names, values, strict=True))
    steps = follow(getattr(module, function), args, named, f"{name}.py", source)
    kept = first_rounds(steps)
    return [
        len(steps),
        [[s.line, text.safe(s.code, WIDTH), text.safe(s.gave, WIDTH)] for s in kept],
    ]


def first_rounds(steps: Sequence[Step]) -> list[Step]:
    """Of a loop the first rounds, and not too many steps in all."""
    seen = Counter[int]()
    kept: list[Step] = []
    for step in steps:
        seen[step.line] += 1
        if seen[step.line] <= ROUNDS and len(kept) < MOST:
            kept.append(step)
    return kept


def told(steps: Sequence[Step], count: int | None = None) -> list[str]:
    """The first rounds as lines of text; `count` is how many steps there were in all."""
    kept = first_rounds(steps)
    lines = [
        line
        for step in kept
        for line in (
            f"{step.line:5}  {text.safe(step.code, WIDTH)}",
            f"       {text.safe(step.gave, WIDTH)}",
        )
    ]
    left = (len(steps) if count is None else count) - len(kept)
    return [*lines, *([f"       … {left} steps more, most of them in loops"] if left > 0 else [])]


@contextlib.contextmanager
def _unheard() -> Iterator[None]:
    hook, tracing = sys.breakpointhook, sys.gettrace()
    sys.breakpointhook = lambda *_, **__: None
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            yield
    finally:
        sys.settrace(tracing)
        sys.breakpointhook = hook


class _Tracer:
    """Notes the lines of one file as they have run."""

    def __init__(self, path: str, lines: list[str]) -> None:
        self.steps: list[Step] = []
        self._path = path
        self._lines = lines
        self._events = 0
        self._is_inside = False

    def enter(self, frame: FrameType, _: str, __: Any) -> Callable[..., Any] | None:
        """Follow a function of the file; a comprehension is told by the line that it is in."""
        if frame.f_code.co_filename != self._path or frame.f_code.co_name.startswith("<"):
            return None
        line, before = frame.f_lineno, _values(frame)
        if self._is_inside and before:  # what a function of the module's own was given
            short_first = sorted(before.items(), key=lambda item: len(item[1]))
            given = ", ".join(f"{name} = {shown}" for name, shown in short_first)
            self.steps.append(Step(line, self._lines[line - 1].strip(), given))
        self._is_inside = True

        def step(frame: FrameType, event: str, value: Any) -> Callable[..., Any] | None:
            nonlocal line, before
            self._events += 1
            if self._events > EVENTS:
                return None
            now = _values(frame)
            changed = [
                f"{name} = {shown}" for name, shown in now.items() if before.get(name) != shown
            ]
            code = self._lines[line - 1].strip()
            if event == "return" and value is not None:
                changed = [f"returned {text.value(value, _digits)}"]
            if changed and event in ("line", "return"):
                self.steps.append(Step(line, code, ", ".join(changed)))
            line, before = frame.f_lineno, now
            return step

        return step


def _values(frame: FrameType) -> dict[str, str]:
    """The local values that can be shown, as text: a list may be changed in place."""
    values = frame.f_locals
    return {n: text.value(v, _digits) for n, v in values.items() if isinstance(v, _SHOWN)}


def _digits(number: float) -> str:
    return f"{number:.6g}"
