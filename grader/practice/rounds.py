"""An exercise's rounds: each from a fresh stub, or its first trace, to the pass that ends it.

From the rounds follows what is due: after a pass in 1, 3, 7, 21 and then every 60 days, sooner
where it needed hints, many tries or the reference. Clever intervals serve no better than plain
ones; what counts is that practice is spaced at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from grader.curriculum import Exercise
from grader.practice import clock
from grader.practice.history import Check, Event, Past

INTERVALS = (1, 3, 7, 21, 60)  # days
MANY_TRIES = 5
SLOW = 2.0  # times the exercise's target
PAUSE = 3 * 3600  # seconds without a trace: whoever left for longer was not at work


@dataclass(frozen=True)
class Round:
    """One time through an exercise: when it began and passed, and what it needed."""

    begun: float
    passed: float | None
    tries: int
    hints: int
    looked_up: bool
    last_mistake: str = ""
    seconds: float | None = None  # at work, from its first trace to the pass

    def was_hard(self, exercise: Exercise) -> bool:
        """Whether it needed hints, the reference, many tries, or twice its time."""
        slow = self.seconds is not None and self.seconds > SLOW * 60 * exercise.minutes
        return self.looked_up or self.hints > 0 or self.tries > MANY_TRIES or slow


@dataclass(frozen=True)
class Due:
    """An exercise that is due: since which day, for how many minutes, and why."""

    exercise: Exercise
    since: date
    minutes: float
    why: str


def rounds(exercise: Exercise, past: Past) -> list[Round]:
    """The rounds of one exercise, oldest first; the last may not have passed yet.

    A pass ends a round. What follows without a fresh stub begins another only once it is due
    again: to run the same code twice on one evening proves nothing.
    """
    # Of one moment, as a clock that is set has them, a hint comes before the check that it helped.
    moments: list[tuple[float, Check | tuple[Event, str]]] = [
        (at, (kind, detail)) for at, kind, detail in past.events
    ]
    moments += [(c.at, c) for c in past.checks]
    moments.sort(key=lambda moment: moment[0])
    found: list[Round] = []
    open_: _Open | None = None
    for at, what in moments:
        if open_ is not None:
            open_.goes_on(at)
        if isinstance(what, Check):
            if open_ is None:
                if found and clock.moment(at).date() < _after(exercise, found):
                    continue
                open_ = _Open(at)
            open_.tries += 1
            open_.mistake = what.diagnosis or open_.mistake
            if what.passed:
                found.append(open_.ended(at))
                open_ = None
        elif what[0] is Event.RESET:
            open_ = _Open(at)
        elif what[0] in (Event.HINT, Event.SOLUTION, Event.STARTED):
            if open_ is None:
                if found and clock.moment(at).date() < _after(exercise, found):
                    continue
                open_ = _Open(at)
            open_.hints += what[0] is Event.HINT
            open_.looked_up |= what[0] is Event.SOLUTION
    if open_ is not None:
        found.append(open_.ended(None))
    return found


def times(exercise: Exercise, past: Past) -> list[float]:
    """Seconds to pass of every round, oldest first.

    A pass at the first look at a finished file is not a time.
    """
    found = [one.seconds for one in rounds(exercise, past)]
    return [seconds for seconds in found if seconds is not None and seconds >= 1]


@dataclass
class _Open:
    begun: float
    tries: int = 0
    hints: int = 0
    looked_up: bool = False
    mistake: str = ""
    worked: float = 0.0
    latest: float | None = None

    def goes_on(self, at: float) -> None:
        """Count the time since the latest trace, unless it was a pause."""
        gap = at - (self.begun if self.latest is None else self.latest)
        self.worked += gap if gap <= PAUSE else 0.0
        self.latest = at

    def ended(self, at: float | None) -> Round:
        worked = None if at is None else self.worked
        return Round(self.begun, at, self.tries, self.hints, self.looked_up, self.mistake, worked)


def next_due(exercise: Exercise, past: Past) -> date | None:
    """The day on which an exercise is due again, None if it was never tried.

    A round that was hard counts half its interval and does not lengthen the next.
    """
    found = rounds(exercise, past)
    if not found:
        return None
    if found[-1].passed is None:
        if found[-1].tries == 0:
            earlier = next((r for r in reversed(found) if r.passed is not None), None)
            return None if earlier is None else _after(exercise, found[:-1])
        return clock.moment(found[-1].begun).date()
    return _after(exercise, found)


def _after(exercise: Exercise, found: list[Round]) -> date:
    """The day that follows from passed rounds."""
    step, days, day = -1, 0, date.min
    for one in found:
        if one.passed is None:
            continue
        day = clock.moment(one.passed).date()
        if one.was_hard(exercise):
            step = max(step, 0)
            days = max(1, INTERVALS[step] // 2)
        else:
            step = min(step + 1, len(INTERVALS) - 1)
            days = INTERVALS[step]
    return day + timedelta(days=days)


def due(exercise: Exercise, past: Past, at: float) -> Due | None:
    """What makes an exercise due at that time, None if it is not."""
    since = next_due(exercise, past)
    today = clock.moment(at).date()
    if since is None or since > today:
        return None
    found = rounds(exercise, past)
    passed = [one for one in found if one.seconds is not None]
    last = passed[-1].seconds if passed else None
    minutes = min(last / 60, SLOW * exercise.minutes) if last and last >= 30 else exercise.minutes
    return Due(exercise, since, round(float(minutes), 1), _why(found, exercise, today))


def _why(found: list[Round], exercise: Exercise, today: date) -> str:
    """One line from last time: how long ago, how long it took, what it needed, what went wrong."""
    passed = [one for one in found if one.passed is not None]
    if not passed:
        return f"not passed yet after {_counted(found[-1].tries, 'try', 'tries')}"
    last = passed[-1]
    assert last.passed is not None and last.seconds is not None
    days = (today - clock.moment(last.passed).date()).days
    parts = [f"passed {_counted(days, 'day', 'days')} ago in {_minutes(last.seconds)}"]
    if last.looked_up:
        parts.append("with the reference")
    if last.hints:
        parts.append(f"with {_counted(last.hints, 'hint', 'hints')}")
    if last.tries > MANY_TRIES:
        parts.append(f"at try {last.tries}")
    if last.last_mistake:
        parts.append(f"last slip: {last.last_mistake.splitlines()[0][:80]}")
    return ", ".join(parts)


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _minutes(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
