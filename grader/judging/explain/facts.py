"""What a property's own message shows of the cause, as a sentence about the function."""

from __future__ import annotations

import re
from typing import Any

from grader.curriculum import Exercise
from grader.judging import text
from grader.judging.calls import Call
from grader.judging.explain.asked import parameters
from grader.judging.explain.evidence import Unit
from grader.judging.explain.variations import is_matrix
from grader.judging.signatures import Returns
from grader.judging.signatures import of as signatures_of
from grader.judging.verdicts import PropertyVerdict
from grader.sandbox.wire import GuestObject, Raised, Returned

_SHARED = {
    "repeated": "{} returns one list object in several places: a change in one shows in the others",
    "shared": "{} returns a list object of its arguments: what is in there belongs to the caller",
    "earlier": "{} changes a result that it returned before: one list outlives the call and is "
    "used again",
    "replaced": "{} puts new list objects in place of the caller's instead of writing into them",
}


def explain(unit: Unit, exercise: Exercise) -> str | None:
    """The exception or the form of a result; None if the message shows numbers alone."""
    last = unit.last
    name = last.call.name
    if name == "run":
        return None
    theirs = last.theirs
    if isinstance(theirs, Raised):
        return _of_exception(exercise, last.call, theirs, last.right)
    return _of_form(exercise, name, theirs, last.right)


def shared(unit: Unit) -> str | None:
    """Which list object is found where it should not be, if that is what the property refuses."""
    theirs, name = unit.last.theirs, unit.last.call.name
    if name == "run" or not isinstance(theirs, Returned) or unit.verdict.failure is None:
        return None
    for kind, _ in theirs.notes:
        if kind in _SHARED and _is_refused_for(unit, kind):
            return _SHARED[kind].format(name) + "."
    return None


def changed(unit: Unit, exercise: Exercise) -> str | None:
    """That an argument is changed which has to stay as it is."""
    name, theirs = unit.last.call.name, unit.last.theirs
    arguments = _changed_arguments(exercise, name, theirs) if isinstance(theirs, Returned) else []
    if not arguments:
        return None
    return f"{name} changes its argument {arguments[0]}, which belongs to the caller."


_NUMBERS = re.compile(r"Off is |\d+ entries are off|The worst ")


def of_message(verdict: PropertyVerdict) -> str | None:
    """What a failure's message says, where nothing more is known: what does not hold, and why."""
    failure = verdict.failure
    if failure is None:
        return None
    if not failure.call or failure.returned.startswith("the module has no"):
        return _sentence(failure.returned)
    if failure.expected == "a result, not an exception":
        return _sentence(f"what should give a result {failure.returned}")
    if failure.expected in _ERRORS and not failure.returned.startswith("raised"):
        return f"This call should raise {failure.expected}, and raises nothing."
    said = [f"The test that fails asks whether {verdict.sentence}."]
    in_words = failure.expected[:1].isalpha() and re.search(r"[a-z]{4}", failure.expected)
    if in_words and "not an exception" not in failure.expected:
        said.append(f"Expected: {failure.expected.rstrip('.')}.")
    lines = [line for line in failure.why.split("\n") if line and not _NUMBERS.match(line)]
    if len(said) == 1:  # "this" would be what was expected, and is a number
        lines = [line for line in lines if not line.startswith("This ")]
    said += [line.replace("Every entry is", "In its example every entry is") for line in lines]
    return " ".join(said) if len(said) > 1 else None


def of_rule(verdict: PropertyVerdict) -> str | None:
    """The mistake itself, where a property can fail for one reason alone."""
    failure = verdict.failure
    if failure is None or failure.returned.startswith("raised"):
        return None
    if is_of_global_random(verdict):
        return (
            "The global generator of the module random is drawn from or seeded. What is drawn "
            "here should come from a generator of its own, random.Random(seed)."
        )
    name = failure.call.partition("(")[0]
    name = name if name.isidentifier() else "what is called"
    if failure.returned == "changed the result of an earlier call":
        return _SHARED["earlier"].format(name) + "."
    for field, words, said in _RULES:
        if words in getattr(failure, field):
            return said.format(name)
    return None


_RULES = (
    (
        "why",
        "This is what it returned in another process.",
        "{} gives something else in another process, for the same seed: what it draws depends on "
        "more than that. The hash of a text, the order of a set and the clock differ there.",
    ),
    (
        "why",
        "is a seed: the same call gave this.",
        "{} gives something else when the same call is made again: what it draws depends on more "
        "than its seed.",
    ),
    (
        "why",
        "This is what the same call returned before.",
        "{} gives something else when the same call is made again: what it draws depends on more "
        "than its seed.",
    ),
    (
        "expected",
        "something else than for seed",
        "The same comes of two different seeds: {} does not use its seed, or not all of it.",
    ),
    (
        "why",
        "Another of the seeds",
        "The same comes of two different seeds: {} does not take every seed as it is.",
    ),
    (
        "expected",
        "the samples in another order in the second epoch",
        "train takes the samples in the same order in every epoch: they have to be shuffled again "
        "in each, by a generator that goes on.",
    ),
    (
        "expected",
        "other batches than those of the data",
        "With shuffle the samples are together in the batches that they are together in without: "
        "all of them have to be shuffled before they are cut into batches.",
    ),
    (
        "expected",
        "other batches than those of the",
        "A later pass has the batches of an earlier one: every pass has to shuffle again, with a "
        "generator that goes on where the last pass left it.",
    ),
    (
        "why",
        "Another loader with the same seed",
        "Two loaders of the same seed give different passes: what they draw depends on more than "
        "their seed.",
    ),
)


def is_of_global_random(verdict: PropertyVerdict) -> bool:
    """Whether a property failed because the module random was drawn from or seeded."""
    return verdict.failure is not None and verdict.failure.expected.startswith(
        ("a global random generator", "the global state of the random module")
    )


_ERRORS = ("ValueError", "TypeError", "RuntimeError", "NotImplementedError")


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}".rstrip(".") + "."


def _is_refused_for(unit: Unit, kind: str) -> bool:
    said = unit.verdict.failure.returned if unit.verdict.failure else ""
    words = {
        "repeated": "appears twice",
        "shared": "list object of its arguments",
        "earlier": "earlier call",
        "replaced": "new list object",
    }
    return words[kind] in said


def _of_exception(exercise: Exercise, call: Call, theirs: Raised, right: Any) -> str | None:
    name = call.name
    if isinstance(right, Raised) and "ValueError" in right.kinds:
        if "ValueError" in theirs.kinds:
            return None
        return f"A call that {name} has to refuse raises {theirs.name} instead of ValueError."
    said = f"{name} raises {text.safe(theirs.name, 60)} instead of giving a result"
    if _gives_a_list_twice(call):
        said += " where one list is given twice"
    return f"{said}{place_of(theirs, exercise)}."


def place_of(raised: Raised, exercise: Exercise) -> str:
    """Where an exception was raised, and in which line of the exercise's own module: ", in …"."""
    if not raised.places:
        return ""
    place = _place(raised.places[-1])
    own = [p for p in raised.places if p[0] == f"{exercise.name}.py"]
    if own and own[-1] != raised.places[-1]:
        place += f", called from {_place(own[-1])}"
    return f", in {place}"


def _place(found: tuple[str, int, str]) -> str:
    file, line, code = found
    return f"{text.safe(file, 60)}, line {line}" + (f" ({text.safe(code, 80)})" if code else "")


def _gives_a_list_twice(call: Call) -> bool:
    """Whether a list object occurs more than once among the arguments."""
    met: set[int] = set()

    def occurs(thing: Any) -> bool:
        if not isinstance(thing, list):
            return False
        if id(thing) in met:
            return True
        met.add(id(thing))
        return any(map(occurs, thing))

    return any(map(occurs, call.args))


def _changed_arguments(exercise: Exercise, name: str, theirs: Returned) -> list[str]:
    in_place = signatures_of(exercise).of(name).in_place
    names = parameters(exercise, name)
    return [
        names[i]
        for i, now in enumerate(theirs.after or ())
        if now is not None and i not in in_place and i < len(names)
    ]


def _of_form(exercise: Exercise, name: str, theirs: Returned, right: Any) -> str | None:
    """What is wrong with the form of a result, if anything."""
    if not isinstance(right, Returned) or signatures_of(exercise).of(name).returns in (
        Returns.NOTHING,
        Returns.OBJECT,
    ):
        return None
    got = theirs.value
    if isinstance(got, list) and isinstance(right.value, tuple):
        got = tuple(got)  # several results may come as a list
    if got is None:
        return f"{name} returns None: a result is computed, perhaps, but not returned."
    wanted = _form(right.value)
    if isinstance(got, GuestObject):
        return f"{name} returns an object of type {text.safe(got.type_name, 60)}, not {wanted}."
    if isinstance(got, list) and got and isinstance(right.value, list):
        first = got[0]
        if isinstance(first, tuple) and isinstance(right.value[0], list):
            return f"{name} returns rows that are tuples, not lists."
        if isinstance(first, GuestObject) and isinstance(right.value[0], list):
            kind = text.safe(first.type_name, 60)
            return f"{name} returns rows that are objects of type {kind}, not lists."
    if isinstance(got, list) and isinstance(right.value, list) and len(got) == len(right.value):
        for i, (entry, due) in enumerate(zip(got, right.value, strict=True)):
            if isinstance(due, list) and not isinstance(entry, list):
                return f"Entry [{i}] of what {name} returns is {_form(entry)}, not {_form(due)}."
    if _form(got) != wanted:
        return f"{name} returns {_form(got)}, not {wanted}."
    return _of_entries(name, got, right.value)


def _of_entries(name: str, got: Any, right: Any) -> str | None:
    """The first entry of a matrix that is not a number."""
    if not is_matrix(right) or not isinstance(got, list):
        return None
    for i, row in enumerate(got):
        for j, entry in enumerate(row if isinstance(row, list) else []):
            if type(entry) not in (float, int):
                kind = entry.type_name if isinstance(entry, GuestObject) else type(entry).__name__
                what = f"an object of type {text.safe(kind, 60)}"
                what = _form(entry) if isinstance(entry, list) else what
                return f"Entry [{i}][{j}] of what {name} returns is {what}, not a number."
    return None


def _form(value: Any) -> str:
    return text.shape(value)
