"""What the cohort came to: one row for each submission, and what the class has in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from grader import curriculum
from grader.cohort.intake import Reading
from grader.cohort.store import Judged, Out, Settings, Taken
from grader.curriculum import Exercise
from grader.judging.explain import catalogue
from grader.judging.verdicts import ExerciseVerdict, PropertyVerdict, Status, Verdict


@dataclass(frozen=True)
class Row:
    """One submission: what was taken, what was found, or why there is no verdict."""

    taken: Taken
    judged: tuple[Judged, ...]
    problem: str  # empty if there is a whole verdict

    @property
    def name(self) -> str:
        """The author's name, unique in the cohort."""
        return self.taken.name

    @property
    def has_verdict(self) -> bool:
        """Whether every exercise was judged."""
        return not self.problem

    @cached_property
    def score(self) -> float:
        """Points reached."""
        return round(sum(one.verdict.score for one in self.judged), 2)

    @property
    def cpu_minutes(self) -> float:
        """CPU time of the submission's own code, in minutes."""
        return sum(one.verdict.cpu_s for one in self.judged) / 60

    def of(self, number: int) -> ExerciseVerdict | None:
        """The verdict on one exercise."""
        return next((j.verdict for j in self.judged if j.verdict.number == number), None)

    @property
    def needs_a_look(self) -> tuple[str, ...]:
        """What a person should see before the points are used."""
        lines = [self.problem] if self.problem else []
        for one in self.judged:
            found = one.verdict
            if found.status in (Status.ERROR, Status.TIMEOUT):
                lines.append(f"{found.name}: {found.status.value}")
            if found.problem:
                lines.append(found.problem)
        lines += [line for line in self.taken.decisions if line.startswith("left aside")]
        return tuple(lines)

    def verdict(self, seed: int) -> Verdict:
        """The contract's verdict on the whole submission."""
        return Verdict(self.name, seed, tuple(one.verdict for one in self.judged))


@dataclass(frozen=True)
class MistakeCount:
    """One mistake, and who made it."""

    exercise: Exercise
    sentence: str
    identifier: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class PropertyCount:
    """One property that did not hold, and for how many of those who tried."""

    exercise: Exercise
    name: str
    sentence: str
    failed: int
    attempted: int


@dataclass(frozen=True)
class ExerciseCount:
    """One exercise: how many tried, passed, failed by their own mistake, or by an earlier one."""

    exercise: Exercise
    attempted: int
    passed: int
    own: int
    knock_on: int
    mean: float  # points of those who tried


def rows(out: Out, names: Sequence[str], settings: Settings, faults: dict[str, str]) -> list[Row]:
    """The rows of the named submissions, as the store has them, waived properties left out."""
    found = []
    for name in names:
        place = out.of(name)
        # Where the grader failed before it had read anything, nothing is known but the name.
        taken = place.taken() or Taken(name, name, Reading.READ, ())
        judged = [place.judged(number) for number in settings.exercises]
        whole = tuple(one for one in judged if one is not None)
        problem = taken.decisions[0] if taken.reading is not Reading.READ else faults.get(name, "")
        if not problem and len(whole) < len(judged):
            problem = "not judged yet: --resume goes on"
        kept = tuple(_without(one, settings.waived) for one in whole) if not problem else ()
        found.append(Row(taken, kept, problem))
    return found


def _without(judged: Judged, waived: Sequence[str]) -> Judged:
    """The verdict without the waived properties, totalled anew."""
    found = judged.verdict
    kept = tuple(p for p in found.properties if not is_waived(found, p, waived))
    if len(kept) == len(found.properties):
        return judged
    whole = sum(p.weight for p in kept)
    held = sum(p.weight for p in kept if p.status is Status.PASSED)
    passed = held == whole
    score = found.max_score if passed else round(found.max_score * held / whole, 2)
    status = Status.PASSED if passed else found.status
    return replace(judged, verdict=replace(found, properties=kept, score=score, status=status))


def is_waived(found: ExerciseVerdict, one: PropertyVerdict, waived: Sequence[str]) -> bool:
    """Whether a property is named by `waived`: test_name, or name/test_name for one exercise."""
    return one.name in waived or f"{found.name}/{one.name}" in waived


def exercise_counts(rows: Sequence[Row], settings: Settings) -> list[ExerciseCount]:
    """How the class did, exercise by exercise."""
    counts = []
    for exercise in settings.chosen():
        tried = [
            one
            for row in rows
            for one in row.judged
            if one.verdict.number == exercise.number
            and one.verdict.status is not Status.NOT_ATTEMPTED
        ]
        passed = sum(one.verdict.passed for one in tried)
        knock_on = sum(bool(one.caused_by) for one in tried)
        points = sum(one.verdict.score for one in tried)
        mean = points / len(tried) if tried else 0.0
        own = len(tried) - passed - knock_on
        counts.append(ExerciseCount(exercise, len(tried), passed, own, knock_on, mean))
    return counts


def mistakes(rows: Iterable[Row]) -> list[MistakeCount]:
    """The class's mistakes, the most frequent first; those of an earlier module count there.

    The catalogue's come before what was only observed; what a message says anyway is left out.
    """
    made: dict[tuple[int, str], list[str]] = {}
    for row in rows:
        for one in row.judged:
            if one.caused_by or one.verdict.passed:
                continue
            for sentence in one.verdict.remark.split("\n"):
                if sentence.strip():
                    made.setdefault((one.verdict.number, sentence.strip()), []).append(row.name)
    counted = [
        MistakeCount(
            curriculum.exercise(number), text, identifier(number, text), tuple(sorted(names))
        )
        for (number, text), names in made.items()
    ]
    return sorted(
        counted, key=lambda m: (not m.identifier, -len(m.names), m.exercise.number, m.sentence)
    )


def identifier(number: int, sentence: str) -> str:
    """The stable name of the catalogue's mistake with this sentence, "" if it has none."""
    exercise = curriculum.exercise(number)
    for mistake in catalogue.mistakes(exercise):
        if mistake.explanation == sentence:
            return f"{exercise.name}__{mistake.slug}"
    return ""


def properties(rows: Iterable[Row]) -> list[PropertyCount]:
    """The properties that failed, the most frequent first; knock-on failures do not count."""
    failed: Counter[tuple[int, str, str]] = Counter()
    tried: Counter[tuple[int, str, str]] = Counter()
    for row in rows:
        for one in row.judged:
            for p in one.verdict.properties if not one.caused_by else ():
                key = one.verdict.number, p.name, p.sentence
                tried[key] += 1
                failed[key] += p.status.is_failure
    counted = [
        PropertyCount(
            curriculum.exercise(number), name, sentence, count, tried[number, name, sentence]
        )
        for (number, name, sentence), count in failed.items()
        if count
    ]
    return sorted(counted, key=lambda p: (-p.failed, p.exercise.number, p.name))
