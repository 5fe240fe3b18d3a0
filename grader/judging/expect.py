"""What properties say of an answer: `expect.close(impl.matmul(a, b), exact)`.

Each function raises `Mismatch`: what came back, what was expected, why.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from grader.judging import text
from grader.judging.calls import Mismatch, SubmissionRaised, raised_text, record, where
from grader.judging.explain.patterns import pattern
from grader.judging.inputs.tracked import size
from grader.sandbox.wire import Returned

CLOSE = 1e-9  # the contract's bound
PATTERN_ENTRIES = 10_000  # of a result of another shape: in larger ones none is looked for
STEP = 1e-5  # of the central difference: truncation and rounding error are both about 1e-10
GRADIENT_ABSOLUTE, GRADIENT_RELATIVE = 1e-8, 1e-6


@dataclass(frozen=True)
class Off:
    """An entry that is off: its index path, what came back, what was expected, by how much."""

    path: tuple[int, ...]
    got: float
    expected: float
    excess: float

    @property
    def index(self) -> str:
        """ "[1][0]" """
        return "".join(f"[{i}]" for i in self.path)


def close(
    returned: Any,
    expected: Any,
    *,
    relative: bool = False,
    tolerance: float = CLOSE,
    name: str | None = None,
    why: str | None = None,
) -> None:
    """Every number of `returned` is within the bound of its counterpart in `expected`.

    The bound is tolerance·max(1, |expected|), or tolerance·|expected| if `relative`. Both are a
    number or nested lists of the same shape; `expected` may hold Fractions or Decimals. `name`
    labels a part of a result ("dw"), `why` is a sentence for the message.
    """
    _same_shape(returned, expected, name)
    floor = 0.0 if relative else 1.0

    def bound(_: float, wanted: Any) -> float:
        return tolerance * max(floor, abs(float(wanted)))

    _compare(returned, expected, bound, name, why, "")


_NOT_INT = "{} is not an int: labels, predictions and indices are, and come back as ints."


def ints(returned: Any) -> None:
    """Labels, predictions and indices are ints: 1 and not 1.0. Raises `Mismatch`."""
    for item in returned:
        if isinstance(item, list):
            ints(item)
        elif type(item) is not int:
            holds(
                False,
                expected="plain ints",
                returned=returned,
                why=_NOT_INT.format(text.value(item)),
            )


def right(returned: Any, expected: Any, *, why: str | None = None) -> None:
    """Every number is within the contract's bound of `expected`, whose numbers may be `Tracked`.

    The bound is 1e-9 times the sum of the absolute values of the terms, and at least 1e-9.
    """
    if _fits(returned, expected):
        return
    _same_shape(returned, expected, None)

    def bound(_: float, wanted: Any) -> float:
        return CLOSE * max(1.0, size(wanted))

    _compare(returned, expected, bound, None, why, "")


def _fits(got: Any, wanted: Any) -> bool:
    """Whether everything is within the bound: a glance, where nothing has to be told."""
    if isinstance(wanted, list | tuple):
        same_kind = isinstance(got, list | tuple) and len(got) == len(wanted)
        return same_kind and (got == wanted or all(map(_fits, got, wanted)))
    if wanted is None or not isinstance(got, int | float):
        return got is wanted
    if isinstance(wanted, int | float):
        return bool(abs(got - wanted) <= CLOSE * max(1.0, size(wanted)))
    return False


def gradient(
    returned: Any,
    function: Callable[[Any], float],
    at: Any,
    *,
    name: str | None = None,
    why: str | None = None,
) -> None:
    """`returned` is the gradient of `function` at `at`, by central differences over every entry.

    `at` is a Matrix or Vector and `function` takes one like it and returns a number. The step is
    1e-5·max(1, |x|), divided by the actual difference of the arguments.
    """
    numeric = central_difference(function, at)
    _same_shape(returned, numeric, name)

    def bound(got: float, wanted: float) -> float:
        return GRADIENT_ABSOLUTE + GRADIENT_RELATIVE * max(abs(got), abs(wanted))

    _compare(returned, numeric, bound, name, why, " (by finite differences)")


def central_difference(function: Callable[[Any], float], at: Any) -> Any:
    """The gradient of `function` at a Matrix or Vector, (f(x+h) − f(x−h)) / 2h at each entry."""
    if at and isinstance(at[0], list):
        return [_differences(function, at, row) for row in at]
    return _differences(function, at, at)


def _differences(function: Callable[[Any], float], at: Any, row: list[float]) -> list[float]:
    gradient = []
    for index, x in enumerate(row):
        step = STEP * max(1.0, abs(x))
        high, low = x + step, x - step
        row[index] = high
        above = function(at)
        row[index] = low
        below = function(at)
        row[index] = x
        gradient.append((above - below) / (high - low))
    return gradient


def equal(returned: Any, expected: Any, *, name: str | None = None, why: str | None = None) -> None:
    """`returned` is exactly `expected`: labels, orders, structures."""
    if returned != expected:
        raise Mismatch(
            _came_back(returned, name), text.value(expected), why or "", record.find(returned)
        )


def holds(condition: bool, *, expected: str, returned: Any = None, why: str | None = None) -> None:
    """`condition` is true; `expected` completes the sentence "expected …"."""
    if not condition:
        call = record.find(returned)
        if returned is None and call is not None and isinstance(call.answer, Returned):
            returned = call.answer.value
        shown = "" if call is None and returned is None else _came_back(returned, None)
        raise Mismatch(shown, expected, why or "", call)


def several(returned: Any, *names: str) -> None:
    """`returned` has a part for each name, the first a Matrix, and is not itself one Matrix."""
    wanted = f"{len(names)} results ({', '.join(names)})"
    holds(len(returned) == len(names), expected=wanted, returned=returned)
    first = returned[0]
    one = isinstance(first, list) and bool(first) and not isinstance(first[0], list)
    why = f"That is one matrix of {len(returned)} rows. Return {names[0]} and the others."
    holds(not one, expected=wanted, returned=returned, why=why)


def raises(error: type[Exception], call: Callable[[], object], *, why: str | None = None) -> None:
    """Calling `call` raises `error` (or a subclass), and no argument is changed by then."""
    try:
        result = call()
    except SubmissionRaised as refusal:
        raised = refusal.raised
        if error.__name__ not in raised.kinds:
            reason = "\n".join(part for part in (why or "", where(raised)) if part)
            raise Mismatch(raised_text(raised), error.__name__, reason, refusal.call) from None
        before = refusal.call.args if refusal.call else ()
        pairs = list(zip(raised.after or (), before, strict=False))
        if any(now is not None for now in raised.after or ()):
            reason = "Check all before you change anything: the caller may go on after the error."
            now = tuple(old if new is None else new for new, old in pairs)
            changed = f"{raised_text(raised)}, but had changed its arguments to {text.value(now)}"
            raise Mismatch(changed, "arguments as they were", reason, refusal.call) from None
        return
    raise Mismatch(_came_back(result, None), error.__name__, why or "", record.find(result))


def _came_back(returned: Any, name: str | None) -> str:
    label = f"{name} = " if name else ""
    return f"{_verb(returned)} {label}{text.value(returned)}"


def _verb(returned: Any) -> str:
    """ "returned", or "left" for an argument as a function that works in place has left it."""
    call = record.find(returned)
    if call is None or not isinstance(call.answer, Returned) or call.gave(returned):
        return "returned"
    return "left" if returned in (call.answer.after or []) else "returned"


def _same_shape(returned: Any, expected: Any, name: str | None) -> None:
    if _alike(returned, expected):
        return
    wanted = text.shape(expected) + (f" for {name}" if name else "")
    came_back = f"{_came_back(returned, name)}, {text.shape(returned)}"
    seen_through = text.fits(returned, PATTERN_ENTRIES) and _is_plain(returned)
    mirrored = pattern(returned, _as_floats(expected)) if seen_through else ""
    raise Mismatch(came_back, wanted, mirrored, record.find(returned))


def _is_plain(thing: Any) -> bool:
    if isinstance(thing, list | tuple):
        return all(map(_is_plain, thing))
    return isinstance(thing, int | float)


def _alike(got: Any, wanted: Any) -> bool:
    """Whether both are numbers, of one other type, or lists of the same length of what is alike."""
    if isinstance(wanted, list | tuple):
        same_length = isinstance(got, list | tuple) and len(got) == len(wanted)
        return same_length and all(map(_alike, got, wanted))
    if isinstance(wanted, int | float | Fraction | Decimal):
        return isinstance(got, int | float | Fraction | Decimal)
    return type(got) is type(wanted)


def _entries(returned: Any, expected: Any, path: tuple[int, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(expected, list | tuple):
        for index, (got, wanted) in enumerate(zip(returned, expected, strict=True)):
            yield from _entries(got, wanted, (*path, index))
    else:
        yield path, returned, expected


def _compare(
    returned: Any,
    expected: Any,
    bound: Callable[[float, Any], float],
    name: str | None,
    why: str | None,
    remark: str,
) -> None:
    off: list[Off] = []
    for path, got, wanted in _entries(returned, expected):
        error, allowed = _distance(got, wanted), bound(got, wanted)
        if not error <= allowed:
            excess = error / allowed if allowed > 0 else math.inf
            off.append(Off(path, float(got), float(wanted), excess))
    if not off:
        return
    worst = max(off, key=lambda entry: entry.excess)
    digits = _digits(off)
    plain = _as_floats(expected)
    lines = [why] if why else []
    whole = pattern(returned, plain)
    if whole:
        lines.append(whole)
    elif worst.path and len(text.value(expected, digits)) + len(text.value(returned, digits)) > 60:
        count = f"{len(off)} entries are off, the worst is" if len(off) > 1 else "Off is"
        place = f"{name or 'entry '}{worst.index}"
        lines.append(f"{count} {place}: {digits(worst.got)} instead of {digits(worst.expected)}.")
    label = f"{name} = " if name else ""
    raise Mismatch(
        f"{_verb(returned)} {label}{text.value(returned, digits)}",
        text.value(plain, digits) + remark,
        "\n".join(lines),
        record.find(returned),
    )


def _distance(got: float, wanted: Any) -> float:
    if isinstance(wanted, float | int):
        return abs(got - wanted)
    return float(abs(Fraction(got) - Fraction(wanted)))


def _as_floats(thing: Any) -> Any:
    if isinstance(thing, list | tuple):
        return type(thing)(_as_floats(item) for item in thing)
    return float(thing)


def _digits(off: list[Off]) -> Callable[[float], str]:
    """Write floats with the fewest digits that still tell each wrong entry from the right one."""
    for digits in (6, 9, 12):
        form = f"{{:.{digits}g}}"
        if all(form.format(entry.got) != form.format(entry.expected) for entry in off[:20]):
            return lambda x, form=form: _short(x, form)  # type: ignore[misc]
    return repr


def _short(x: float, form: str) -> str:
    exact = repr(x)
    rounded = repr(float(form.format(x)))
    return min(exact, rounded, key=len)
