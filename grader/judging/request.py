"""How a submission is to be judged: said once, by whoever asks for a verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.judging.verdicts import ExerciseVerdict, PropertyVerdict
from grader.sandbox.confinement import Confinement

if TYPE_CHECKING:
    from grader.judging.finale.progress import Progress


@dataclass(frozen=True)
class Request:
    """How one exercise is judged; the defaults are those of `make test-exercise`.

    Without `diagnose`, `search` and `shrink`, and with `stop_early`, a verdict comes sooner, but
    says less.
    """

    seed: int
    stand_ins: bool = True  # the reference serves for earlier exercises that are not attempted
    level: Confinement = Confinement.KERNEL
    in_process: bool = False  # no sandbox, so that a debugger works
    data: str = "auto"  # the digits of a finale: "mnist", "embedded" or "auto"
    names: str | None = None  # the path of the names of a finale
    rows: int | None = None  # a finale for practice learns from so many
    diagnose: bool = True
    search: bool = True  # for an edit that helps, where no layer of the diagnosis knows more
    steps: bool = False  # tell what each line gave in the first call that failed
    shrink: bool = True  # search for the smallest failing example
    stop_early: bool = False  # after the first property that does not hold
    first: str = ""  # the property that is asked before all others
    examples: int | None = None  # of each property at the most
    on_property: Callable[[PropertyVerdict], None] | None = None  # called with each verdict
    on_verdict: Callable[[ExerciseVerdict], None] | None = None  # called before a search, if any
    on_progress: Callable[[Progress], None] | None = None  # some times a second, in a finale
