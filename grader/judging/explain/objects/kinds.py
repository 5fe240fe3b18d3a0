"""Which kind of objects an exercise is about."""

from __future__ import annotations

from collections.abc import Iterator

from grader.curriculum import Exercise
from grader.judging.calls import Call
from grader.judging.explain.asked import Asked
from grader.judging.explain.objects import graphs, layers, tensors, wrong
from grader.judging.laws import shapes

KINDS = {
    "layers": layers.KIND,
    "functions": graphs.FUNCTIONS_ALONE,
    "chains": graphs.FUNCTIONS_ALONE,
    "graph": graphs.GRAPH,
    "tensors": tensors.KIND,
}


def is_one(exercise: Exercise) -> bool:
    """Whether an exercise is about objects whose steps can be asked."""
    return shapes.objects_of(exercise) in KINDS


def explain(asked: Asked) -> list[str]:
    """Sentences about single steps, for an exercise whose objects are known."""
    kind = KINDS.get(shapes.objects_of(asked.exercise))
    return wrong.explain(kind, asked) if kind else []


def refusals(exercise: Exercise) -> Iterator[Call]:
    """The programs that such an exercise has to refuse."""
    kind = KINDS.get(shapes.objects_of(exercise))
    for refusal in kind.refusals if kind else ():
        yield Call("run", (refusal.program, refusal.returns), {})
