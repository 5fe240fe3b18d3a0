"""One exercise being judged, and what was found: the one thing that pytest's hooks share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader import curriculum, seeds
from grader.curriculum import Exercise
from grader.judging.calls import Call
from grader.judging.loading import Started
from grader.judging.request import Request
from grader.judging.verdicts import Explanation, PropertyVerdict
from grader.sandbox.confinement import Confined, Confinement, Limits
from grader.sandbox.host import Guest, Sources
from grader.sandbox.local import LocalGuest
from grader.submission import Submission

if TYPE_CHECKING:
    from grader.judging.finale.naming import NamesFinale
    from grader.judging.finale.trial import Finale


@dataclass
class Examination:
    """A submission, the request to judge it, and what pytest's hooks find."""

    submission: Submission
    request: Request
    finale: Finale | NamesFinale | None = None
    properties: list[PropertyVerdict] = field(default_factory=list)
    failed_calls: list[tuple[PropertyVerdict, tuple[Call, ...]]] = field(default_factory=list)
    explanation: Explanation = field(default_factory=Explanation)
    confinement: Confined | None = None
    cpu_s: float = 0.0
    fault: BaseException | None = None
    on_explained: Callable[[], None] | None = None  # called when only the search for a line is left

    def explain_so_far(self, explanation: Explanation) -> None:
        """Take what explains the failures before a line is looked for that mends them."""
        self.explanation = explanation
        if self.on_explained is not None:
            self.on_explained()

    def sources(self, exercise: Exercise) -> Sources:
        """What a guest is given of the submission for one exercise."""
        return self.submission.sources(exercise, stand_ins=self.request.stand_ins)

    def start_guest(self, exercise: Exercise) -> Callable[[], Started]:
        """A function that starts a guest for one exercise of the submission."""
        sources = self.sources(exercise)

        def start() -> Started:
            if self.request.in_process:
                self.confinement = Confined(Confinement.NONE)
                return LocalGuest(sources)
            guest = Guest(sources, Limits(), self.request.level)
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
        begin(Examination(Submission(curriculum.EXERCISES), Request(seeds.choose())))
    assert _current is not None
    return _current
