"""What a property's verdict says: the call, what came back, what was expected, why."""

from __future__ import annotations

import re

from rich.console import Console
from rich.text import Text

from grader.judging.verdicts import ExerciseVerdict, Failure, PropertyVerdict, Status
from grader.reports.labels import SIGNS

INDENT = 4
_PLACE = re.compile(r"\S+\.py, line \d+: ")  # a line of the submission's code follows


def unusable(verdict: ExerciseVerdict) -> Failure | None:
    """Why no property could be asked: what each of them says of the module, the reason once."""
    failures = [found.failure for found in verdict.properties]
    first = failures[0] if failures else None
    if first is None or first.call or verdict.status is Status.FAILED:
        return None
    alike = all(one and (one.call, one.returned) == ("", first.returned) for one in failures)
    return first if alike else None


def show_unusable(failure: Failure, out: Console) -> None:
    """Print why no property could be asked."""
    sign, colour = SIGNS[Status.ERROR]
    write(out, Text.assemble((f"{sign} ", colour), failure.returned), hang=2)
    _show_reason(failure, out, set())


def explained(verdict: ExerciseVerdict) -> PropertyVerdict | None:
    """The property to which the diagnosis is written: the first that fails with a call."""
    failing = (p for p in verdict.properties if p.failure and p.failure.call)
    return next(failing, verdict.first_failure) if verdict.remark else None


def show_property(found: PropertyVerdict, out: Console, shown: set[tuple[str, str]]) -> None:
    """Print one property; `shown` collects the reasons that are not to be given again."""
    sign, colour = SIGNS[found.status]
    write(out, Text.assemble((f"{sign} ", colour), found.sentence), hang=2)
    failure = found.failure
    if failure is None:
        return
    for part, style in _parts(failure):
        for number, line in enumerate(part.split("\n")):
            write(out, Text(line, style), INDENT, hang=2 if number == 0 else 0)
    _show_reason(failure, out, shown)


def _show_reason(failure: Failure, out: Console, shown: set[tuple[str, str]]) -> None:
    # The same reason is given once; what was called differs, and is shown each time.
    if failure.why and (failure.returned, failure.why) not in shown:
        shown.add((failure.returned, failure.why))
        for line in failure.why.split("\n"):
            write(out, Text(line, "yellow"), INDENT, hang=2 if _PLACE.match(line) else 0)
    if failure.prints:
        write(out, Text("your prints:", "dim"), INDENT)
        for line in failure.prints.split("\n"):
            write(out, Text(f"│ {line}"), INDENT)


def _parts(failure: Failure) -> list[tuple[str, str]]:
    """Call, what came back and what was expected, a line each unless the first two fit in one."""
    call, returned = failure.call, failure.returned
    parts = [(call, "cyan"), (returned, "")] if call else [(returned, "")]
    if call and "\n" not in call and len(call) + len(returned) < 76 - INDENT:
        parts = [(f"{call} {returned}", "")]
    if failure.expected:
        parts.append((f"expected {failure.expected}", ""))
    return parts


def write(out: Console, text: Text, indent: int = 0, hang: int = 0) -> None:
    """Print text within the width; what wraps is indented by `hang` more."""
    for number, line in enumerate(text.wrap(out, out.width - indent - hang)):
        line.rstrip()
        out.print(Text(" " * (indent + (hang if number else 0))) + line, no_wrap=True)
