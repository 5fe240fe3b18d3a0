"""The record of calls: what was asked of the submission, so that a failure can show it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.judging import text
from grader.sandbox.wire import Answer, Raised, Returned

KEPT_CALLS = 64  # of one example; a property asks a handful
KEPT_PRINTS = 16_000  # characters of one example
RECENT_CALLS = 8  # whatever the example: what happened just before a failure
SAMPLED_CALLS, SAMPLED_FIRST, SAMPLED_EVERY = 32, 8, 7  # of each function, over the exercise


class Mismatch(AssertionError):
    """The submission's answer is not what the contract asks for; the pieces of a message."""

    def __init__(
        self, returned: str, expected: str, why: str = "", call: Call | None = None
    ) -> None:
        super().__init__(returned, expected, why)
        self.returned = returned
        self.expected = expected
        self.why = why
        self.call = call


class SubmissionRaised(Mismatch):
    """The submission raised an exception that the test did not ask for."""

    def __init__(self, call: Call, raised: Raised) -> None:
        super().__init__(raised_text(raised), "a result, not an exception", where(raised), call)
        self.raised = raised


def raised_text(raised: Raised) -> str:
    """ "raised ValueError: the message" """
    message = f": {text.safe(raised.text, 200)}" if raised.text else ""
    return f"raised {text.safe(raised.name, 80)}{message}"


def where(raised: Raised) -> str:
    """Where in the submission an exception came from, and what to do about the usual ones."""
    advice = _advice(raised)
    if not raised.places:
        return advice
    file, line, code = raised.places[-1]
    place = f"{text.safe(file, 60)}, line {line}" + (f": {text.safe(code, 100)}" if code else "")
    return f"{place}\n{advice}" if advice else place


# What the messages of `math` and of division mean to somebody who computes with floats.
_ARITHMETIC = {
    "math range error": "math.exp(x) is too large for a float once x is above 709.",
    "math domain error": "math.log has no value at 0, and very small numbers underflow to 0.",
    "float division by zero": "The divisor is 0.0: has something very small underflowed?",
}


def _advice(raised: Raised) -> str:
    if "NotImplementedError" in raised.kinds:
        return "Nothing is written there yet."
    if "ModuleNotFoundError" in raised.kinds:
        return "Only the standard library and your own exercises' modules can be imported."
    if "RecursionError" in raised.kinds:
        return "The function calls itself without end, or once per entry; a loop does not run out."
    if "MemoryError" in raised.kinds:
        return "The memory limit of the sandbox was reached."
    return _ARITHMETIC.get(raised.text, "")


@dataclass(frozen=True)
class Share:
    """The CPU time that a call may take, many times its need, and what to say if it takes more."""

    cpu_seconds: float
    why: str


@dataclass(frozen=True)
class Call:
    """One call: what was called, with copies of the arguments as they were, and the answer."""

    name: str
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    answer: Answer | None = None
    seconds: float = 0.0  # until the answer was there
    operator: str = ""  # applied to args, which live in the guest
    shown: str = ""  # an operator's expression as text
    script: Any = field(default=None, compare=False, repr=False)  # of a program, if made already
    share: Share | None = None  # of CPU time, of a call that must not take long

    @property
    def is_text(self) -> bool:
        """Whether it is an attribute or an operator of an object that lives in the guest."""
        return bool(self.operator)

    @property
    def text(self) -> str:
        """The call as text that can be pasted into Python."""
        if self.operator == "call":
            return text.call(self.shown, self.args[1:], self.kwargs)
        if self.operator:
            return self.shown
        if self.name == "run":
            program, returns = self.args
            inputs = "".join(f"{k} = {text.value(v, width=400)}\n" for k, v in self.kwargs.items())
            return f"{inputs}{program.rstrip()}\n{returns}"
        return text.call(self.name, self.args, self.kwargs)

    def gave(self, thing: Any) -> bool:
        """Whether `thing` is what this call returned, or one of the parts of its tuple."""
        if not isinstance(self.answer, Returned):
            return False
        result = self.answer.value
        parts = result if isinstance(result, tuple | list) else ()
        return thing is result or any(thing is part for part in parts)


def copied(
    value: Any,
    number: Callable[[float], Any] | None = None,
    copies: dict[int, Any] | None = None,
) -> Any:
    """A copy in which what was one list still is one, its ints and floats made by `number`."""
    copies = {} if copies is None else copies
    if isinstance(value, list):
        if id(value) not in copies:
            copy = copies[id(value)] = value[:]
            if number is not None or not set(map(type, value)) <= {float, int}:
                copy[:] = [copied(item, number, copies) for item in value]
        return copies[id(value)]
    if isinstance(value, tuple):
        return tuple([copied(item, number, copies) for item in value])
    if isinstance(value, dict):
        return {key: copied(item, number, copies) for key, item in value.items()}
    return number(value) if number is not None and type(value) in (int, float) else value


@dataclass
class Record:
    """The calls of the example that runs, what was printed in it, and a sample of all calls."""

    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=KEPT_CALLS))
    recent: deque[Call] = field(default_factory=lambda: deque(maxlen=RECENT_CALLS))
    sample: dict[str, list[Call]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    prints: str = ""

    def begin_exercise(self) -> None:
        """Forget everything."""
        self.begin_example()
        self.recent.clear()
        self.sample.clear()
        self.counts.clear()

    def begin_example(self) -> None:
        """Forget the example before."""
        self.calls.clear()
        self.prints = ""

    def printed(self, text: str) -> None:
        """Keep what was printed, as much of it as somebody might read."""
        self.prints = (self.prints + text)[:KEPT_PRINTS]

    def answered(self, call: Call) -> None:
        """Complete the latest call by its answer, and keep it for the diagnosis."""
        self.calls[-1] = call
        self.recent.append(call)
        count = self.counts[call.name] = self.counts.get(call.name, 0) + 1
        kept = self.sample.setdefault(call.name, [])
        if len(kept) < SAMPLED_CALLS and (count <= SAMPLED_FIRST or count % SAMPLED_EVERY == 0):
            kept.append(call)

    def until(self, failed: Call | None) -> tuple[Call, ...]:
        """The calls up to the one that failed: the latest, where nobody knows which it was.

        A test may ask several calls before it looks at the answer of the first.
        """
        for calls in map(list, (self.recent, self.calls)):
            for index, call in enumerate(calls):
                if call is failed:
                    return tuple(calls[max(0, index + 1 - RECENT_CALLS) : index + 1])
        return tuple(self.recent)

    def find(self, thing: Any) -> Call | None:
        """The latest call that gave `thing`, else the latest call."""
        for call in reversed(self.calls):
            if call.gave(thing):
                return call
        return self.calls[-1] if self.calls else None


# One exercise is judged at a time in a process: the tests' helpers find its record here.
record = Record()
