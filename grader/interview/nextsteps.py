"""What to practise next, of what an interview showed: most telling first, each with its command."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from grader.interview import clock, times
from grader.interview.session import Session

SHOWN = 5


def lines(session: Session) -> list[str]:
    """At most five sentences; one that says so if there is nothing to repeat."""
    return list(islice(_lines(session), SHOWN))


def _lines(session: Session) -> Iterator[str]:
    graded = session.graded
    if graded is None:
        return
    verdicts = {verdict.number: verdict for verdict in graded.verdicts}
    found = False
    for task in session.tasks:
        verdict = verdicts[task.number]
        if verdict.passed:
            continue
        found, first = True, verdict.first_failure
        why = f"this does not hold yet: {first.sentence}" if first else "it was not passed"
        yield f"make watch N={task.number} ({task.label}): {why}"
    for asked in session.asked:
        mark, number = session.mark_of(asked), asked.exercise
        if mark is None or mark.mark < 2:
            found = True
            yield f"make solution N={number}, then explain aloud: {asked.question}"
    for tested in session.tested:
        if tested.missed:
            found = True
            yield f"write the test that finds this: {tested.missed[0]}"
    for task in session.tasks:
        took = times.spent_to_first_pass(session, task.number)
        if verdicts[task.number].passed and took is not None and took > task.minutes * 60:
            found = True
            over = f"{clock.shown(took)} where {clock.shown(task.minutes * 60)} was the target"
            yield f"make reset N={task.number} ({task.label}), again for the pace: {over}"
    if not found:
        yield "Nothing of this set has to be repeated: take a longer one, or FORM=blind."
