"""What each line of a module gave in the call that failed, for a page: made in a guest.

Only what a person looks at: nothing is judged by it, and a submission may make it up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from grader.curriculum import Exercise
from grader.judging.calls import Call
from grader.judging.examination import Examination
from grader.judging.steps import Step, told
from grader.judging.verdicts import PropertyVerdict
from grader.sandbox.host import Guest, GuestLost, Sources
from grader.sandbox.wire import Request, Show, Slot

TRACER = "kata_steps"  # the module of steps in the guest
SECONDS = 5.0


def added(exercise: Exercise, exam: Examination) -> list[PropertyVerdict]:
    """The verdicts on the properties; the first one that failed in a plain call has its steps."""
    for verdict, calls in exam.failed_calls:
        if calls and _is_plain(calls[-1]):
            steps = "\n".join(_steps(exercise, exam, calls[-1]))
            traced = replace(verdict, steps=steps)
            return [traced if found is verdict else found for found in exam.properties]
    return exam.properties


def _is_plain(call: Call) -> bool:
    """Whether it is a call of one function with numbers, lists and texts."""
    plain = call.name.isidentifier() and call.name != "run" and not call.is_text
    return plain and all(_is_data(value) for value in (*call.args, *call.kwargs.values()))


def _is_data(thing: object) -> bool:
    if isinstance(thing, list | tuple):
        return all(map(_is_data, thing))
    return isinstance(thing, int | float | str | None)


def _steps(exercise: Exercise, exam: Examination, call: Call) -> list[str]:
    sources = exam.sources(exercise)
    source = sources.texts[exercise.name]
    try:
        guest = Guest(Sources(TRACER, {**sources.texts, **_tracer()}), level=exam.request.level)
    except GuestLost:
        return []
    request, tracer = Request(anew=True), Slot("tracer")
    request.add("import", TRACER, into=tracer)
    named = [*call.kwargs], [*call.kwargs.values()]
    values = exercise.name, call.name, [*call.args], *named, source
    request.add("method", tracer, "follow_there", *values, show=Show.VALUE)
    try:
        reply = guest.ask(request, SECONDS)
    except GuestLost:
        return []
    finally:
        guest.close()
    match None if reply.raised else reply.outcomes[0]:
        case [int(count), list(steps)]:
            return told(list(_read(steps)), count)
    return []


def _read(steps: Sequence[object]) -> Iterator[Step]:
    """What has the form of a step: it comes from where a submission runs."""
    for step in steps:
        match step:
            case [int(line), str(code), str(gave)]:
                yield Step(line, code, gave)


@cache
def _tracer() -> dict[str, str]:
    """The tracer and what it needs, by their names in a guest, where there are no packages."""
    here = Path(__file__)
    steps, text = (here.with_name(f"{name}.py").read_text("utf-8") for name in ("steps", "text"))
    return {
        TRACER: steps.replace("from grader.judging import text", "import kata_text as text"),
        "kata_text": text.replace("from grader.sandbox.wire import", "from kata_objects import"),
        "kata_objects": "class GuestObject:\n    type_name = ''\n",
    }
