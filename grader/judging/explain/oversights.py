"""What can be read off a submission's text where no edit of a line helps.

The text is read in a guest, by `edits/oversights.py`; what that tells is only used as numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from grader.sandbox.wire import Raised

NAMED = re.compile(r"'([^\W\d]\w{0,39})'")


def without_value(file: str, raised: Raised, ask: Callable[..., object]) -> str | None:
    """A name that has no value where the call raised.

    `ask` calls a function of `edits/neighbours.py` after the failing call was repeated there.
    """
    named = NAMED.search(raised.text)
    if raised.name not in ("NameError", "UnboundLocalError") or not named or not raised.places:
        return None
    name, (place, line, _) = named[1], raised.places[-1]
    giving = ask("giving", name, line) if place == file else None
    if not isinstance(giving, list) or not all(type(at) is int for at in giving):
        return None
    if not giving:
        return f"{file}, line {line}: {name} is read here, and no statement gives it a value."
    if line in giving and min(giving) == line:
        return f"{file}, line {line}: {name} has no value yet where it is read here."
    if raised.name == "UnboundLocalError" and min(giving) > line:
        return (
            f"{file}, line {line}: {name} is read here, and gets its value in line {min(giving)}."
        )
    return None


def without_use(file: str, ask: Callable[..., object]) -> str | None:
    """A line that ran and does nothing; `ask` as above."""
    lines = ask("unused")
    if not isinstance(lines, list) or not lines or type(lines[0]) is not int:
        return None
    return f"{file}, line {lines[0]} computes a value and does nothing with it."
