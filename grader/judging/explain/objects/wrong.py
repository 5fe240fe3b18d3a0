"""Which single step of an engine or of layers is wrong, and how.

A property of an engine fails in a program of many steps. Here each step is asked by itself, with
several numbers: its value, each gradient that it hands on, what it changes. What is wrong of it is
held against simple relations to the right answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from grader.judging import text as texts
from grader.judging.calls import Call
from grader.judging.explain import facts
from grader.judging.explain.asked import Asked
from grader.judging.explain.compare import close
from grader.judging.explain.objects.steps import Check, Inputs, Kind, Quantity, Refusal, Step
from grader.judging.explain.relations import CHANGES, is_plain
from grader.judging.script import Script
from grader.sandbox.wire import Answer, Raised, Returned

DRAWS = 3
MOST_WRONG = 3  # steps: where more are wrong, the cause lies in what they share


@dataclass(frozen=True)
class _Asked:
    """One quantity under one draw: what came back, what is right, and to which inputs."""

    theirs: Answer
    right: Any
    inputs: Inputs

    @property
    def is_right(self) -> bool:
        return isinstance(self.theirs, Returned) and close(self.theirs.value, self.right)


def explain(kind: Kind, asked: Asked) -> list[str]:
    """Sentences about checks, or else single steps, two at most; none where nothing is certain."""
    for check in kind.checks:
        if _is_met(check, asked):
            return [check.sentence]
    wrong = []
    for step in kind.steps:
        sentence = _of_step(step, asked)
        if sentence:
            wrong.append(sentence)
            if step.is_basic:
                break
    if wrong:
        return wrong[:2] if len(wrong) <= MOST_WRONG else []
    return _not_refused(kind.refusals, asked)


def _not_refused(refusals: Sequence[Refusal], asked: Asked) -> list[str]:
    """What is let through, or refused by another error; two kinds of it at most."""
    let_through: dict[str, list[str]] = {}
    for refusal in refusals:
        theirs, right = _ask(refusal.program, refusal.returns, {}, asked)
        if theirs is None or not isinstance(right, Raised):
            continue
        if isinstance(theirs, Returned):
            let_through.setdefault(f"not refused with {right.name}", []).append(refusal.what)
        elif right.name not in theirs.kinds:
            said = f"refused with {texts.safe(theirs.name, 60)} instead of {right.name}"
            let_through.setdefault(said, []).append(refusal.what)
    return [
        f"{_listed(names)} {'are' if len(names) > 1 else 'is'} {said}."
        for said, names in let_through.items()
    ][:2]


def _is_met(check: Check, asked: Asked) -> bool:
    theirs, right = _ask(check.program, check.returns, {}, asked)
    if not isinstance(theirs, Returned) or not isinstance(right, Returned):
        return False
    if theirs.value == right.value or not check.wrong(theirs.value):
        return False
    if not check.should_hold:
        return True
    theirs, right = _ask(check.should_hold, check.returns, {}, asked)
    if not isinstance(theirs, Returned) or not isinstance(right, Returned):
        return False
    return close(theirs.value, right.value)


def _ask(program: str, returns: str, inputs: Inputs, asked: Asked) -> tuple[Answer | None, Answer]:
    call = Call("run", (program, returns), inputs, script=Script(program, returns, inputs))
    return asked.theirs(call), asked.right(call)


def _of_step(step: Step, asked: Asked) -> str | None:
    """What is wrong of a step, if anything is; by the pass in which most of it is right."""
    draws = [step.draw(Random(f"{step.name} {draw}")) for draw in range(DRAWS)]
    if any(_is_right(step, way, draws, asked) for way in step.passes):
        return None
    passed = [way for way in step.passes if _is_passed(step, way, draws[0], asked)]
    ways = [_by_quantity(step, way, draws, asked) for way in passed or step.passes]
    found = min(ways, key=lambda way: sum(not _all_right(items) for items in way.values()))
    raised = [i.theirs for items in found.values() for i in items if isinstance(i.theirs, Raised)]
    if raised:
        return _of_exception(step, found, raised[0], asked)
    wrong = {q: items for q, items in found.items() if not _all_right(items)}
    # What is so at first is not told of a second time.
    names = {quantity.name for quantity in wrong}
    new = [q for q in found if (q.first in names) != (q.name in names) or q.first == q.name]
    said = [
        _sentence(step, quantity, wrong[quantity], asked, is_passed=bool(passed))
        for quantity in new
        if quantity in wrong
    ]
    right = [q.name for q in new if q not in wrong and not q.is_input]
    rest = f" {_listed(right)} {'are' if len(right) > 1 else 'is'} right." if right else ""
    return f"{step.name}: {'; '.join(said)}.{rest}" if said else None


def _is_right(step: Step, way: str, draws: Sequence[Inputs], asked: Asked) -> bool:
    """Whether all that a step gives is right, asked at once."""
    together = f"[{', '.join(quantity.expression for quantity in step.quantities)}]"
    whole = step.program + way + "".join(quantity.after for quantity in step.quantities)
    for inputs in draws:
        theirs, right = _ask(whole, together, inputs, asked)
        if not isinstance(theirs, Returned) or not isinstance(right, Returned):
            return False
        if not close(theirs.value, right.value):
            return False
    return True


def _is_passed(step: Step, way: str, inputs: Inputs, asked: Asked) -> bool:
    """Whether a pass gives the right gradient to a leaf that stands in place of the step."""
    if not step.leaf:
        return True
    theirs, right = _ask(step.program + step.leaf + way, "a.grad", inputs, asked)
    if not isinstance(theirs, Returned) or not isinstance(right, Returned):
        return False
    return close(theirs.value, right.value)


def _by_quantity(
    step: Step, way: str, draws: Sequence[Inputs], asked: Asked
) -> dict[Quantity, list[_Asked]]:
    found: dict[Quantity, list[_Asked]] = {}
    for quantity in step.quantities:
        program = step.program + ("" if quantity == step.value else way + quantity.after)
        for inputs in draws:
            theirs, right = _ask(program, quantity.expression, inputs, asked)
            if theirs is not None and isinstance(right, Returned):
                found.setdefault(quantity, []).append(_Asked(theirs, right.value, inputs))
    return found


def _all_right(items: Sequence[_Asked]) -> bool:
    return all(item.is_right for item in items)


def _listed(names: Sequence[str]) -> str:
    joined = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return joined[:1].upper() + joined[1:]


def _of_exception(
    step: Step, found: Mapping[Quantity, list[_Asked]], raised: Raised, asked: Asked
) -> str | None:
    """A step that raises for every draw: at once, or in the pass back from it."""
    broken = [q for q, items in found.items() if all(isinstance(i.theirs, Raised) for i in items)]
    error = f"{texts.safe(raised.name, 60)}{facts.place_of(raised, asked.exercise)}"
    if step.value in broken:
        inputs = found[step.value][0].inputs
        made = "".join(step.program.splitlines(keepends=True)[:-1])
        if not isinstance(_ask(made, "0", inputs, asked)[0], Returned):
            return None  # what the step is given cannot be made
        done, _ = _ask(step.program, "0", inputs, asked)
        if isinstance(done, Returned):
            asked_for = step.value.expression
            return f"{step.name} gives something of which {asked_for} raises {error}."
        return f"{step.name} raises {error}."
    if len(broken) == len(step.gradients):
        return f"{step.name}: the pass back from it raises {error}. The value can be had."
    return f"{step.name}: reading {broken[0].name} raises {error}." if broken else None


def _sentence(
    step: Step, quantity: Quantity, items: Sequence[_Asked], asked: Asked, *, is_passed: bool
) -> str:
    """`is_passed`: the pass hands the step the right gradient, so what comes of it is telling."""
    what = quantity.name
    if quantity.is_input:
        return f"it writes into {what}, which belongs to its input"
    if all(isinstance(i.theirs, Returned) and i.theirs.value is None for i in items):
        return f"{what} is None"
    is_told = is_passed or quantity == step.value
    relation = _relation(step, quantity, items, asked) if is_told else None
    return f"{what} is {relation or 'wrong'}"


def _relation(step: Step, quantity: Quantity, items: Sequence[_Asked], asked: Asked) -> str | None:
    """The one simple relation to the right answer that all draws have."""
    got = [_plain(item.theirs.value) for item in items if isinstance(item.theirs, Returned)]
    right = [_plain(item.right) for item in items]
    if len(got) < len(items) or not all(map(is_plain, got)):
        return None
    for said, answers in _others(step, quantity, items, asked):
        if all(close(g, a, exact=True) for g, a in zip(got, answers, strict=True)):
            return said
    for said, change in CHANGES.items():
        calls = [Call("step", tuple(item.inputs.values()), {}) for item in items]
        values = [change(r, call) for r, call in zip(right, calls, strict=True)]
        if all(
            v is not None and is_plain(v) and close(g, v, exact=True)
            for g, v in zip(got, values, strict=True)
        ):
            return said
    return None


def _others(
    step: Step, quantity: Quantity, items: Sequence[_Asked], asked: Asked
) -> Iterator[tuple[str, list[Any]]]:
    """Right answers to other inputs, and the step's other quantities."""
    program = step.program + step.passes[-1]
    for said, other in step.questions.items():
        answers = [_ask(program, quantity.expression, other(i.inputs), asked)[1] for i in items]
        yield said, [_plain(a.value) if isinstance(a, Returned) else None for a in answers]
    for said, formula in step.formulas.items():
        yield said, [formula(item.inputs) for item in items]
    for another in step.quantities:
        if not another.is_input and another != quantity:
            whole = program + another.after
            answers = [_ask(whole, another.expression, i.inputs, asked)[1] for i in items]
            values = [_plain(a.value) if isinstance(a, Returned) else None for a in answers]
            yield f"the right answer for {another.name.removeprefix('the gradient for ')}", values


def _plain(value: Any) -> Any:
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
