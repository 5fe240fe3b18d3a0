"""What an exercise still lacks: files, headings, mistakes, right modules."""

from __future__ import annotations

from collections.abc import Iterator

from grader.curriculum import EXERCISES, Exercise
from grader.judging.explain import catalogue

MISTAKES = 12
VARIANTS = 5
STATEMENT = ("## Your task", "## By hand", "## The maths", "## Rules", "## Go")
HINTS = 3


def lines(exercise: Exercise) -> Iterator[str]:
    """A line for each thing that is missing; a finale needs neither mistakes nor variants."""
    folder = EXERCISES / exercise.folder
    for path in (folder / "README.md", folder / "hints.md", exercise.walkthrough):
        if not path.is_file():
            yield f"{path.name} is missing"
        elif path.name == "README.md":
            found = path.read_text(encoding="utf-8")
            yield from (f"README.md has no {part!r}" for part in STATEMENT if part not in found)
        elif path.name == "hints.md" and path.read_text(encoding="utf-8").count("## ") < HINTS:
            yield f"hints.md has fewer than {HINTS} hints"
    if not exercise.stub.is_file():
        yield f"{exercise.module.name}, the stub, is missing: make stubs writes it"
    if exercise.finale:
        return
    listed = len(catalogue.mistakes(exercise))
    if listed < MISTAKES:
        yield f"mistakes.py has {listed} of at least {MISTAKES} mistakes"
    if not catalogue.read(exercise.held_out_mistakes, exercise):
        yield "held_out_mistakes.py has no mistake"
    variants = len(list(exercise.variants.glob("*.py")))
    if variants < VARIANTS:
        yield f"variants/ has {variants} of at least {VARIANTS} right modules"
