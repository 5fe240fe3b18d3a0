"""What the end of a property's test means: its status, and the message to the candidate."""

from __future__ import annotations

from dataclasses import replace

import hypothesis
import pytest

from grader.judging.calls import Mismatch, record
from grader.judging.examination import in_force
from grader.judging.loading import LoadFailure
from grader.judging.text import safe, safe_lines
from grader.judging.verdicts import Failure, PropertyVerdict, Status
from grader.outcome import GraderFault, UsageError
from grader.sandbox.host import ExitReason, GuestLost


def verdict(item: pytest.Item, call: pytest.CallInfo[None]) -> PropertyVerdict:
    """The verdict on one property, of what its test came to."""
    weight = item.get_closest_marker("weight")
    doc = getattr(getattr(item, "obj", None), "__doc__", None) or item.name
    found = PropertyVerdict(
        name=item.name,
        sentence=" ".join(doc.split()),
        status=Status.PASSED,
        weight=float(weight.args[0]) if weight else 1.0,
        seconds=call.duration,
    )
    if call.excinfo is None:
        return found
    error = call.excinfo.value
    if isinstance(error, pytest.skip.Exception):
        return replace(found, status=Status.SKIPPED)
    status, failure = _failure(error)
    return replace(found, status=status, failure=failure)


def _failure(error: BaseException) -> tuple[Status, Failure]:
    """The status and the message that an exception in a property's test stands for."""
    prints = safe_lines(record.prints) if record.prints.strip() else ""
    latest = record.calls[-1] if record.calls else None
    shown = latest.text if latest else ""
    match error:
        case LoadFailure():
            status = Status.TIMEOUT if error.timeout else Status.ERROR
            return status, Failure("", error.returned, "", error.why, prints)
        case Mismatch():
            shown = error.call.text if error.call else shown
            return Status.FAILED, Failure(shown, error.returned, error.expected, error.why, prints)
        case hypothesis.errors.FlakyFailure():
            first = next((e for e in error.exceptions if isinstance(e, Mismatch)), None)
            shown = first.call.text if first and first.call else shown
            returned = first.returned if first else "a wrong result"
            return Status.FAILED, Failure(shown, returned, _ONE_ANSWER, _TWO_ANSWERS, prints)
        case GuestLost():
            status = Status.TIMEOUT if error.reason.is_timeout else Status.ERROR
            trains = in_force().finale is not None and error.reason.is_timeout
            advice = _FINALE_ADVICE if trains else _ADVICE[error.reason]
            return status, Failure(shown, error.text, "an answer", advice, prints)
        case GraderFault() | UsageError():
            in_force().fault = error
    text = f"gave something that the test cannot use ({type(error).__name__}: {safe(str(error))})"
    return Status.FAILED, Failure(shown, text, "a result as the contract describes it", "", prints)


_ONE_ANSWER = "the same answer whenever the same is asked"
_TWO_ANSWERS = "The same call gave two different answers: something is kept from call to call."
_FINALE_ADVICE = "Print how far it is, as in step 50 of 1000: a forecast comes with it."
_ADVICE = {
    ExitReason.TIMEOUT: "Is there a loop that never ends?",
    ExitReason.CPU: "Is there a loop that never ends?",
    ExitReason.ENDED: "A function returns or raises; it does not end the process.",
    ExitReason.FLOOD: "No result of this exercise is that large.",
    ExitReason.GARBLED: "Something wrote into the channel between your code and the grader.",
}
