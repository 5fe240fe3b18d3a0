"""A finale's training run, from the draw of its data to what came of it.

Digits: 5,000 labelled images for the guest, later 1,000 others without labels. Names: 4,163 to
learn from, and what comes back is judged here. The guest has no file from which to read more. Its
budget is CPU time by the kernel's accounting, over import, `fit` and `classify`. A small run comes
first: it tells in a second what would else be known after two minutes, and the pace.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from grader import digits, names
from grader.curriculum import Exercise, FinaleRules, NamesRules
from grader.judging.calls import Mismatch
from grader.judging.finale import images, literals, naming, speed
from grader.judging.finale.deal import Deal, deal
from grader.judging.finale.naming import NamesFinale
from grader.judging.finale.progress import Phase, Progress, Task
from grader.judging.finale.session import Conclusive, Session
from grader.judging.finale.stopwatch import Stopwatch
from grader.judging.finale.trial import Finale
from grader.sandbox.confinement import Confinement
from grader.sandbox.host import GuestLost, Sources

TRAINING_IMAGES, TEST_IMAGES = 5_000, 1_000
SMALL_CPU_S, SMALL_WALL_S = 6.0, 20.0  # for a small run

Tell = Callable[[Progress], None]


@dataclass(frozen=True)
class Material:
    """What a finale is run on: which digits, whose names, and how many of them to learn from.

    `data` is "mnist", "embedded" or "auto"; `names` the path of a list of one's own; with `rows`,
    fewer than usual, it is a run for practice.
    """

    data: str = "auto"
    names: str | None = None
    rows: int | None = None


def run(
    exercise: Exercise,
    sources: Sources,
    *,
    seed: int,
    material: Material,
    level: Confinement,
    on_progress: Tell | None = None,
) -> Finale | NamesFinale:
    """Train and judge a submission on what `seed` draws. Raises `DataError`, `GraderFault`."""
    rules = exercise.finale
    tell = on_progress or (lambda _: None)
    machine = speed.measure()
    if isinstance(rules, NamesRules):
        return _Names(rules, sources, level, tell, machine, seed, material).finale
    assert rules is not None
    return _Digits(rules, sources, level, tell, machine, seed, material).finale


class _Run:
    """A small run, then the real one; what they have in common for digits and names."""

    finale: Finale | NamesFinale
    task: Task

    def __init__(self, sources: Sources, level: Confinement, tell: Tell) -> None:
        self._sources = sources
        self._level = level
        self._tell = tell
        self.finale.note = literals.note(sources.texts)
        self._tell(Progress(Phase.STARTING, self.task, 0.0))
        try:
            expected_s = self._tried_out()
            self._train(expected_s)
        except (Mismatch, GuestLost) as stopped:
            self.finale.stopped = stopped

    def small(self, session: Session) -> float | None:
        """The small run; the CPU seconds that the real one will take, if it tells."""
        raise NotImplementedError

    def real(self, session: Session) -> None:
        """The real run."""
        raise NotImplementedError

    def _session(self, clock: Stopwatch, phase: Phase) -> Session:
        return Session(self._sources, self._level, clock, self.task, self._tell, phase)

    def _tried_out(self) -> float | None:
        """The forecast of a small run. Raises `Conclusive` if the real one need not be tried."""
        try:
            clock = Stopwatch(SMALL_CPU_S, wall_s=SMALL_WALL_S)
            with self._session(clock, Phase.TRYING) as session:
                self.finale.confinement = session.guest.confinement
                try:
                    return self.small(session)
                finally:
                    self.finale.cpu_s = session.cpu_s
        except Conclusive as refused:
            said = f"In a small run before the real one. {refused.why}".strip()
            raise Mismatch(refused.returned, refused.expected, said) from None
        except Mismatch as doubtful:
            remark = f"In a small run {doubtful.returned}. The real one goes on: Ctrl-C ends it."
            self._tell(Progress(Phase.TRYING, self.task, 0.0, remark=remark))
        except GuestLost:
            pass  # too slow for a small run, or it needs more than a few: the real one will tell
        return None

    def _train(self, expected_s: float | None) -> None:
        """The real run, within the budget."""
        clock = Stopwatch(self.task.budget_s)
        session = self._session(clock, Phase.STARTING)
        session.expected_s = expected_s
        self.finale.confinement = session.guest.confinement
        try:
            with session:
                self.real(session)
        finally:
            self.finale.cpu_s = session.cpu_s
            self.ended(session)

    def ended(self, session: Session) -> None:
        """Look at a session that has ended."""


class _Digits(_Run):
    """The finales of digits."""

    finale: Finale

    def __init__(
        self, rules: FinaleRules, sources: Sources, level: Confinement, tell: Tell,
        machine: float, seed: int, material: Material,
    ) -> None:  # fmt: skip
        learn = min(material.rows or TRAINING_IMAGES, TRAINING_IMAGES)
        self.deal: Deal = deal(digits.load(material.data), seed, learn, TEST_IMAGES)
        budget = rules.budget_s / machine
        self.finale = Finale(rules, self.deal.real, machine, budget, rows=material.rows)
        self.task = Task(
            rules, self.deal.real.source.value, learn, TEST_IMAGES, rules.pass_line, machine,
            budget, practice=material.rows is not None,
        )  # fmt: skip
        super().__init__(sources, level, tell)
        if self.finale.stopped is not None:
            self.finale.answers = []

    def small(self, session: Session) -> float | None:
        return images.try_out(session, self.finale, self.deal)

    def real(self, session: Session) -> None:
        images.train(session, self.finale, self.deal)


class _Names(_Run):
    """The finale of names."""

    finale: NamesFinale

    def __init__(
        self, rules: NamesRules, sources: Sources, level: Confinement, tell: Tell,
        machine: float, seed: int, material: Material,
    ) -> None:  # fmt: skip
        listed = names.load(material.names)
        dealt = names.deal(listed, seed, material.rows)
        budget = rules.budget_s / machine
        self.finale = NamesFinale(
            rules, dealt, frozenset(listed), seed, machine, budget, rows=material.rows
        )
        self.task = Task(
            rules, "names", len(dealt.learn), len(dealt.ask), self.finale.pass_line, machine,
            budget, practice=material.rows is not None, pairs=self.finale.pairs,
        )  # fmt: skip
        super().__init__(sources, level, tell)

    def small(self, session: Session) -> float | None:
        naming.try_out(session, self.finale)
        return None  # whoever trains by steps takes as many for few names

    def real(self, session: Session) -> None:
        naming.train(session, self.finale)

    def ended(self, session: Session) -> None:
        self.finale.curve = tuple(session.pace.losses)
        if self.finale.gpt is not None:
            reading = Progress(Phase.READING, self.task, session.cpu_s)
            self._tell(replace(reading, losses=self.finale.curve))
            naming.judge(self.finale, self._level)
