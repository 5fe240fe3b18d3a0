"""What is judged and how, and what was found: the one thing that pytest's hooks share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader import curriculum, seeds
from grader.curriculum import Exercise
from grader.judging.calls import Call
from grader.judging.loading import Started
from grader.judging.verdicts import Explanation, PropertyVerdict
from grader.sandbox.confinement import Confined, Confinement, Limits
from grader.sandbox.host import Guest, Sources
from grader.sandbox.local import LocalGuest
from grader.submission import Submission

if TYPE_CHECKING:
    from grader.judging.finale.naming import NamesFinale
    from grader.judging.finale.progress import Progress
    from grader.judging.finale.trial import Finale


@dataclass
class Examination:
    """What is judged and how; and, while pytest runs, what was found."""

    submission: Submission
    seed: int
    stand_ins: bool = True
    in_process: bool = False
    level: Confinement = Confinement.KERNEL
    diagnose: bool = True
    search: bool = True  # for an edit that helps, where nothing else is known
    shrink: bool = True  # search for the smallest failing example; the proof needs none
    stop_early: bool = False  # after the first property that does not hold
    first: str = ""  # the property that is asked before all others
    examples: int | None = None  # of each property at the most
    data: str = "auto"
    names: str | None = None
    rows: int | None = None
    on_property: Callable[[PropertyVerdict], None] | None = None
    on_progress: Callable[[Progress], None] | None = None
    finale: Finale | NamesFinale | None = None
    properties: list[PropertyVerdict] = field(default_factory=list)
    failed_calls: list[tuple[PropertyVerdict, tuple[Call, ...]]] = field(default_factory=list)
    explanation: Explanation = field(default_factory=Explanation)
    confinement: Confined | None = None
    cpu_s: float = 0.0
    fault: BaseException | None = None

    def sources(self, exercise: Exercise) -> Sources:
        """What a guest is given of the submission for one exercise."""
        return self.submission.sources(exercise, stand_ins=self.stand_ins)

    def start_guest(self, exercise: Exercise) -> Callable[[], Started]:
        """A function that starts a guest for one exercise of the submission."""
        sources = self.sources(exercise)

        def start() -> Started:
            if self.in_process:
                self.confinement = Confined(Confinement.NONE)
                return LocalGuest(sources)
            guest = Guest(sources, Limits(), self.level)
            self.confinement = guest.confinement
            return guest

        return start


_current: Examination | None = None


def begin(exam: Examination) -> None:
    """Put an examination in force, for the run of pytest that follows."""
    global _current
    _current = exam


def in_force() -> Examination:
    """The examination in force; plain pytest has one of the candidate's folder."""
    if _current is None:
        begin(Examination(Submission(curriculum.EXERCISES), seeds.choose()))
    assert _current is not None
    return _current
