"""Lists the laws of every exercise: which are asked of a function, and why the others are not.

python -m grader.judging.laws.listing [N]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from grader import curriculum
from grader.curriculum import Exercise
from grader.judging import signatures
from grader.judging.laws import LAWS, reason, shapes
from grader.judging.laws.objects.kinds import KINDS


def lines(exercise: Exercise) -> Iterator[str]:
    """A line for each function of an exercise, one for each law that it is not asked."""
    for shape in shapes.of(exercise):
        reasons = {law.name: reason(law, shape) for law in LAWS}
        asked = [name for name, why in reasons.items() if not why]
        yield f"{exercise.label}  {shape.function}: {', '.join(asked)}"
        yield from (f"    not {name}: {why}" for name, why in reasons.items() if why)
    kind = shapes.objects_of(exercise)
    declared = {shape.function for shape in shapes.of(exercise)}
    for name in signatures.of(exercise).functions if not kind and not exercise.finale else ():
        if name not in declared and not name.startswith("_"):
            yield f"{exercise.label}  {name}: none, for no shape is declared"
    if kind:
        yield f"{exercise.label}  {kind}: {', '.join(law.name for law in KINDS[kind])}"
    if exercise.finale:
        yield f"{exercise.label}  none: a finale is judged by its training"


if __name__ == "__main__":
    chosen = [curriculum.exercise(sys.argv[1])] if sys.argv[1:] else curriculum.track("all")
    for one in chosen:
        print("\n".join(lines(one)))
