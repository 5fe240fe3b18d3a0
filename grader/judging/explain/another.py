"""Explains a wrong result as the right answer to another question, or a simple function of it.

Found on the call that failed, confirmed on fresh ones: each has to agree, and some of them have to
differ from the right answer.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain, permutations
from typing import Any

from grader.judging.calls import Call
from grader.judging.explain import formulas, networks
from grader.judging.explain.asked import Asked, Pair, parameters
from grader.judging.explain.compare import close
from grader.judging.explain.evidence import Unit
from grader.judging.explain.questions import Question, questions
from grader.judging.explain.relations import CHANGES, Change, clipping, is_plain
from grader.judging.explain.variations import (
    SCALES,
    jittered,
    other_batches,
    other_numbers,
    other_scalars,
    squares,
)
from grader.judging.laws import draws, shapes
from grader.sandbox.wire import Answer, Raised, Returned

# What should have come back as a part of a result; None where it makes no sense.
Guess = Callable[[Pair, int | None], Any]
Answers = dict[int, Answer | None]  # to a question, by the identity of the call
Found = tuple[str, Guess]  # in words, after "is"

REFUSED = object()  # what a guess comes to where the reference has no answer to its question
FRESH = 24
LARGER = (1e3, 1e6)  # than the numbers of the failing call
DIFFERENT = 3  # of the fresh calls, at least, have a wrong answer that is explained


def explain(unit: Unit, asked: Asked) -> str | None:
    """What came back instead, of a function whose results are numbers; None if nothing fits."""
    last = unit.last
    name = last.call.name
    if last.free or last.is_right or not isinstance(last.right, Returned) or name == "run":
        return None
    whole: Pair | None = Pair(last.call, last.theirs, last.right)
    fresh: list[Pair] | None = None
    if isinstance(last.theirs, Raised):  # elsewhere it may give a result, which says more
        fresh = _without_raising(last.call, asked)
        whole = next((pair for pair in fresh if not asked.same(pair)), None)
    if whole is None:
        return None
    reordered = _order(whole, asked)
    if reordered:
        return reordered
    found_of: dict[str, list[str]] = {}
    known: list[Found] = []
    for index in asked.parts(name):
        got = asked.part(name, whole.theirs, index)
        right = asked.part(name, whole.right, index)
        is_kept = asked.is_in_place(name) and got is None and right is not None
        differs = is_plain(got) and is_plain(right) and not close(got, right, exact=True)
        if not is_kept and not differs:
            continue
        if fresh is None:
            fresh = list(asked.both(_fresh_calls(last.call, asked)))
        if is_kept:
            if all(asked.part(name, pair.theirs, index) is None for pair in fresh):
                found_of.setdefault("unchanged", []).append(asked.part_name(name, index))
            continue
        # What explains one part is likely to explain the next.
        candidates = chain(known, _candidates(whole.call, got, right, asked))
        for said, guess in candidates:
            if _gives(guess(whole, index), got) and _holds(guess, index, fresh, asked):
                known.append((said, guess))
                alike = [p for p in fresh if len(p.call.args) == len(whole.call.args)]
                found = said + _limits(guess, index, alike, asked)
                found_of.setdefault(found, []).append(asked.part_name(name, index))
                break
        else:
            return None
    raises = isinstance(last.theirs, Raised) or _raises_elsewhere(last.call, asked)
    where = ", where it does not raise" if raises else ""
    sentences = [_sentence(name, parts, found + where) for found, parts in found_of.items()]
    return " ".join(sentences) or None


def _without_raising(call: Call, asked: Asked) -> list[Pair]:
    """Calls of which the submission makes a result, where one raises: of square matrices too."""
    if _raises_everywhere(call, asked):
        return []
    rng = random.Random(3)
    every = chain(squares(call, asked.exercise, rng), _fresh_calls(call, asked))
    return [pair for pair in asked.both(every) if isinstance(pair.theirs, Returned)]


def _raises_everywhere(call: Call, asked: Asked) -> bool:
    """Whether it raises for square matrices as for all that is known of it."""
    answers = [fact.theirs for fact in asked.evidence.of(call.name)]
    answers += [p.theirs for p in asked.both(squares(call, asked.exercise, random.Random(3)))]
    return all(isinstance(answer, Raised) for answer in answers)


def _raises_elsewhere(call: Call, asked: Asked) -> bool:
    """Whether a function raises for much larger numbers, and should not."""
    rng = random.Random(2)
    larger = (other_numbers(call, asked.exercise, rng, scale) for scale in LARGER)
    return any(
        isinstance(pair.theirs, Raised) and isinstance(pair.right, Returned)
        for pair in asked.both(larger)
    )


def _sentence(name: str, parts: list[str], found: str) -> str:
    if parts == ["the result"]:
        return f"The result of {name} is {found}."
    listed = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
    each = ", each of them," if len(parts) > 1 else ""
    subject = f"{listed} of {name}{each}"
    return f"{subject} {'are' if 'gradients' in listed or each else 'is'} {found}."


def _order(pair: Pair, asked: Asked) -> str | None:
    """In which order the parts of a result came back, if it is another than is due."""
    name = pair.call.name
    parts = asked.parts(name)
    if len(parts) < 2 or asked.is_in_place(name):
        return None
    right = [asked.part(name, pair.right, index) for index in parts]
    for order in permutations(parts):
        came = [asked.part(name, pair.theirs, index) for index in parts]
        if order != tuple(parts) and all(
            is_plain(got) and close(got, right[place or 0])
            for got, place in zip(came, order, strict=True)
        ):
            if any(close(right[i], right[j]) for i in range(len(parts)) for j in range(i)):
                return None
            names = [asked.part_name(name, index) for index in order]
            due = [asked.part_name(name, index) for index in parts]
            return f"{name} returns {', '.join(names)}: the order is {', '.join(due)}."
    return None


def _fresh_calls(call: Call, asked: Asked) -> Iterator[Call]:
    rng = random.Random(1)
    models = [
        call,
        *(f.call for f in asked.evidence.of(call.name) if isinstance(f.right, Returned)),
    ]
    models = models[:8]
    for number in range(FRESH):
        again, which = divmod(number, len(models))
        yield other_numbers(models[which], asked.exercise, rng, SCALES[again % 2])
    for number in range(FRESH // 3):
        yield jittered(models[number % 2 % len(models)], asked.exercise, rng)
    for _ in range(FRESH // 2):
        yield other_scalars(call, asked.exercise, rng)
    yield from other_batches(jittered(call, asked.exercise, rng), asked.exercise)
    yield from _other_sizes(call, asked, rng)


def _other_sizes(call: Call, asked: Asked, rng: random.Random) -> Iterator[Call]:
    """Calls of sizes that the test may not have drawn: of two columns much is true by chance."""
    for shape in shapes.of(asked.exercise):
        if shape.function == call.name and not call.kwargs:
            for smallest in (2, 3, 3):
                sizes = {letter: rng.randint(smallest, 5) for letter in shape.letters}
                args = draws.arguments(shape, rng, sizes)
                yield replace(call, args=tuple(args), answer=None)


def _candidates(call: Call, got: Any, right: Any, asked: Asked) -> Iterator[Found]:
    """What may be said of a part of a result, the simplest first."""
    changes = CHANGES | networks.CHANGES
    clipped = clipping(got, right)
    if clipped is not None:
        changes[clipped[0]] = clipped[1]
    for text, change in changes.items():
        yield text, _changed(change, asked)
    names = parameters(asked.exercise, call.name)
    made = questions(call, names, asked.exercise)
    others: list[tuple[str, Question, Answers]] = [(*question, {}) for question in made]
    for factor, change in _FACTORS.items():
        for text, question, answers in others:
            guess = _asked_otherwise(question, answers, change, asked)
            yield f"{factor}the right answer as if {text}", guess
    for text, formula in formulas.find(call, names, got):
        yield text, lambda pair, _, formula=formula: formula(pair.call)  # type: ignore[misc]


_FACTORS: dict[str, Change] = {
    "": lambda value, _: value,
    "the negative of ": CHANGES["the negative of the right answer"],
    "the number of rows times ": CHANGES["the right answer times the number of rows"],
    "one over the number of rows times ": CHANGES["the right answer divided by the number of rows"],
}


def _gives(value: Any, got: Any) -> bool:
    return value is not None and is_plain(value) and close(got, value, exact=True)


def _holds(guess: Guess, index: int | None, fresh: list[Pair], asked: Asked) -> bool:
    """Whether the guess is right on every fresh call, and differs from the right answer on some."""
    seen = 0
    for pair in fresh:
        theirs = asked.part(pair.call.name, pair.theirs, index)
        right = asked.part(pair.call.name, pair.right, index)
        value = guess(pair, index) if is_plain(right) else None
        if value is REFUSED and is_plain(theirs) and not close(theirs, right):
            return False  # where this question has no answer, theirs is wrong all the same
        if value is None or value is REFUSED:
            continue
        if not is_plain(theirs) or not close(theirs, value):
            return False
        seen += not close(theirs, right)
    return seen >= DIFFERENT


def _limits(guess: Guess, index: int | None, fresh: list[Pair], asked: Asked) -> str:
    """What to add where it holds of some calls alone: for others it makes no sense."""
    without = [
        [asked.part(pair.call.name, answer, index) for answer in (pair.theirs, pair.right)]
        for pair in fresh
        if guess(pair, index) in (None, REFUSED)
    ]
    if without and all(is_plain(g) and is_plain(r) and close(g, r) for g, r in without):
        return ", where that is possible, and right elsewhere"
    return ""


def _changed(change: Change, asked: Asked) -> Guess:
    def guess(pair: Pair, index: int | None) -> Any:
        return change(asked.part(pair.call.name, pair.right, index), pair.call)

    return guess


def _asked_otherwise(question: Question, answers: Answers, change: Change, asked: Asked) -> Guess:
    def guess(pair: Pair, index: int | None) -> Any:
        if id(pair.call) not in answers:
            other = question(pair.call)
            answers[id(pair.call)] = None if other is None else asked.right(other)
        answer = answers[id(pair.call)]
        if isinstance(answer, Raised):
            return REFUSED
        right = None if answer is None else asked.part(pair.call.name, answer, index)
        return change(right, pair.call) if is_plain(right) else None

    return guess
