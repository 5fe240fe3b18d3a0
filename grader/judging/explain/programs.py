"""What a test's program shows: which of its results are wrong, and what came instead of them.

A program is what a test does with the classes of a module. Its results are held one by one against
the right ones, in the program that failed and in others that differ from it by their numbers.
"""

from __future__ import annotations

import ast
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from grader.judging import text
from grader.judging.calls import Call
from grader.judging.explain.asked import Asked, Pair
from grader.judging.explain.compare import close
from grader.judging.explain.evidence import Unit
from grader.judging.explain.facts import is_of_global_random
from grader.judging.explain.quoting import joined, quoted
from grader.judging.explain.relations import CHANGES, is_plain
from grader.judging.explain.variations import (
    is_matrix,
    is_vector,
    opposite_literals,
    other_literals,
)
from grader.judging.script import Script
from grader.sandbox.wire import GuestObject, Raised, Returned

FRESH = 8
TRIED = "programs of this form that were tried."
AGREE = 4  # of the fresh programs, at least, show the same


def explain(unit: Unit, asked: Asked) -> str | None:
    """What is wrong in the program of a property, if it shows; None otherwise."""
    last = unit.last
    if last.call.name != "run" or last.free or last.is_right or is_of_global_random(unit.verdict):
        return None
    match last.theirs, last.right:
        case Raised() as raised, Raised() as due:
            before = _before_refusal(last.call, asked)
            if before and isinstance(stopped := asked.theirs(before), Raised):
                return _of_exception(before, stopped, asked)
            what = quoted(last.call, whole=True)
            return f"{what} raises {_name(raised)} instead of {due.name}."
        case Raised() as raised, Returned():
            return _of_exception(last.call, raised, asked)
        case Returned(), Raised() as due:
            return f"{quoted(last.call)} should raise {due.name}, and raises nothing."
    again = asked.theirs(last.call)
    assert isinstance(last.theirs, Returned)
    drawn = isinstance(again, Returned) and _has_numbers(again.value, last.theirs.value)
    if isinstance(again, Returned) and drawn and again.value != last.theirs.value:
        return f"After {quoted(last.call)} the results are others from one run to the next."
    rng = random.Random(3)
    fresh = asked.both(other_literals(last.call, rng) for _ in range(FRESH))
    pairs = [Pair(last.call, last.theirs, last.right), *fresh]
    pairs = [pair for pair in pairs if _values(pair)]
    said = _of_values(pairs)
    if said and said.endswith(TRIED) and _depends_on_signs(pairs, asked):
        return f"{said[:-1]}, with numbers of these signs."
    return said


def _depends_on_signs(pairs: Sequence[Pair], asked: Asked) -> bool:
    """Whether other results are wrong in these programs with the opposite signs."""
    wrong = _wrong(pairs[0])
    opposite = asked.both(opposite_literals(pair.call) for pair in pairs[:2])
    return any(_wrong(pair) != wrong for pair in opposite if _values(pair))


def _wrong(pair: Pair) -> list[str]:
    return [name for name, both in _values(pair).items() if not _alike(*both)]


def _before_refusal(call: Call, asked: Asked) -> Call | None:
    """The longest beginning of a program that gives a result, where the whole is to be refused."""
    statements = ast.parse(call.args[0]).body
    for count in (len(statements), len(statements) - 1):
        program = ast.unparse(ast.Module(statements[:count], []))
        script = Script(program, "0", call.kwargs)
        begun = replace(call, args=(program, "0"), script=script, answer=None)
        if isinstance(asked.right(begun), Returned):
            return begun
    return None


def _of_exception(call: Call, raised: Raised, asked: Asked) -> str:
    what = quoted(_until_raised(call, raised, asked), whole=True, result=True)
    if not raised.places:  # the program's own line, on what the module gave it
        return (
            f"{what} cannot go on with what the module offers: {_name(raised)}, "
            f"{text.safe(raised.text, 120)}."
        )
    file, line, code = raised.places[-1]
    shown = f" ({text.safe(code, 80)})" if code else ""
    said = f"{what} raises {_name(raised)} instead of giving a result"
    return f"{said}, in {text.safe(file, 60)}, line {line}{shown}."


def _until_raised(call: Call, raised: Raised, asked: Asked) -> Call:
    """The program without its results if it raises so, else with the first result that does."""
    program, returns = call.args
    expression = ast.parse(returns, mode="eval").body
    for result in ("0", *map(ast.unparse, _items(expression))):
        try:
            script = Script(program, result, call.kwargs)
        except KeyError:  # a name that an item before it makes
            return call
        part = replace(call, args=(program, result), script=script, answer=None)
        found = asked.theirs(part)
        if isinstance(found, Raised) and (found.name, found.places) == (raised.name, raised.places):
            return part
    return call


def _items(expression: ast.expr) -> Iterator[ast.expr]:
    """The items of a display, at any depth."""
    if isinstance(expression, ast.List | ast.Tuple):
        for item in expression.elts:
            yield from _items(item)
    else:
        yield expression


def _has_numbers(*values: Any) -> bool:
    """Whether no value is or holds an object, which is another one in each run."""
    flat = list(values)
    for value in flat:
        flat += value if isinstance(value, list | tuple) else []
    return not any(isinstance(value, GuestObject) for value in flat)


def _name(raised: Raised) -> str:
    return text.safe(raised.name, 60)


# -- results ------------------------------------------------------------------------------------


def _values(pair: Pair) -> dict[str, tuple[Any, Any]]:
    """By the text of each result: what came back, and what is right."""
    if not isinstance(pair.theirs, Returned) or not isinstance(pair.right, Returned):
        return {}
    expression = ast.parse(pair.call.args[1], mode="eval").body
    parts = list(_parts(expression, pair.theirs.value, pair.right.value))
    count, met = Counter(name for name, _ in parts), Counter[str]()
    values = {}
    for name, both in parts:
        met[name] += 1
        values[name if count[name] == 1 else f"{name} (no. {met[name]})"] = both
    return values


def _parts(expression: ast.expr, got: Any, right: Any) -> Iterator[tuple[str, tuple[Any, Any]]]:
    if isinstance(expression, ast.List | ast.Tuple):
        matched = isinstance(got, list | tuple) and isinstance(right, list | tuple)
        if matched and len(got) == len(right) == len(expression.elts):
            for item, one, other in zip(expression.elts, got, right, strict=True):
                yield from _parts(item, one, other)
    elif not isinstance(expression, ast.Constant):
        name = ast.unparse(expression)
        if _is_mixed(right) and isinstance(got, list) and len(got) == len(right):
            for index, (one, other) in enumerate(zip(got, right, strict=True)):
                yield f"{name}[{index}]", (one, other)
        else:
            yield name, (got, right)


def _is_mixed(thing: Any) -> bool:
    """Whether it is a list of matrices and vectors, such as gradients()."""
    return isinstance(thing, list) and bool(thing) and not is_matrix(thing) and not is_vector(thing)


def _of_values(pairs: Sequence[Pair]) -> str | None:
    every = [_values(pair) for pair in pairs]
    first = every[0] if every else {}
    wrong = [name for name, (got, right) in first.items() if not _alike(got, right)]
    if not wrong or len(pairs) <= AGREE:
        return None
    said = [f"{name} is {found}" for name in wrong if (found := _relation(name, every))]
    is_passed_back = any(name.endswith(".grad") for name in first)
    context = f"After {quoted(pairs[0].call, whole=is_passed_back)}: "
    if len(said) == len(wrong):
        return context + ", ".join(said) + "."
    # After the last batch there is nothing: not a result that is right.
    right = [name for name, (_, due) in first.items() if name not in wrong and due is not None]
    if not all(_is_split(values, wrong, right) for values in every):
        return None
    others = f", {_listed(right)} right" if right else ""
    said_of_this = f"{context}{_listed(wrong)} wrong{others}"
    tried = len({str((pair.call.args, pair.call.kwargs)) for pair in pairs})
    if tried <= AGREE:  # it has no numbers that could be others
        return f"{said_of_this}."
    return f"{said_of_this}; so it was in all {tried} {TRIED}"


def _listed(names: list[str]) -> str:
    return f"{joined(names)} {'is' if len(names) == 1 else 'are'}"


def _is_split(values: dict[str, tuple[Any, Any]], wrong: list[str], right: list[str]) -> bool:
    return all(n in values and not _alike(*values[n]) for n in wrong) and all(
        n in values and _alike(*values[n]) for n in right
    )


def _relation(name: str, every: Sequence[dict[str, tuple[Any, Any]]]) -> str | None:
    """What a result is instead, in all the programs: a change of what is right, another result."""
    both = [(values, values[name]) for values in every if name in values]
    if all(got is None and right is not None for _, (got, right) in both):
        return "None"
    plain = [(v, got, right) for v, (got, right) in both if is_plain(got) and is_plain(right)]
    if len(plain) != len(both) or _is_trivial([right for _, _, right in plain]):
        return None
    for said, change in CHANGES.items():
        if _fits(((got, change(right, _NO_CALL)) for _, got, right in plain)):
            return said
    for other in every[0]:
        if other != name and _fits(((got, v[other][1]) for v, got, _ in plain if other in v)):
            return f"what {other} should be"
    return None


_NO_CALL = Call("run", ("", ""), {})


def _fits(pairs: Iterator[tuple[Any, Any]]) -> bool:
    return all(wanted is not None and _alike(got, wanted) for got, wanted in pairs)


def _is_trivial(values: Sequence[Any]) -> bool:
    """Whether the right answers hardly differ: then many a relation fits."""
    return len({str(value) for value in values}) < AGREE


def _alike(got: Any, right: Any) -> bool:
    return close(got, right) if is_plain(got) and is_plain(right) else bool(got == right)
