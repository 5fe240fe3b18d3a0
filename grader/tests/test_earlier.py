"""A failure that comes from an earlier module is not blamed on the one on trial."""

from __future__ import annotations

from pathlib import Path

from grader import curriculum
from grader.judging import run
from grader.judging.explain import catalogue
from grader.judging.request import Request

SOFTMAX, CROSS_ENTROPY = curriculum.exercise(3), curriculum.exercise(4)


def of_mistake(exercise: curriculum.Exercise, slug: str) -> str:
    return next(m.source for m in catalogue.mistakes(exercise) if m.slug == slug)


def explanation(slug: str) -> str:
    return next(m.explanation for m in catalogue.mistakes(CROSS_ENTROPY) if m.slug == slug)


def diagnosis(folder: Path, softmax: str, cross_entropy: str) -> str | None:
    for exercise, source in ((SOFTMAX, softmax), (CROSS_ENTROPY, cross_entropy)):
        path = folder / exercise.module
        path.parent.mkdir()
        path.write_text(source, encoding="utf-8")
    verdict = run.examine(CROSS_ENTROPY, folder, Request(seed=7, shrink=False))
    assert not verdict.passed
    return verdict.diagnosis


def test_right_module_on_a_wrong_earlier_one_is_cleared(tmp_path: Path) -> None:
    right = CROSS_ENTROPY.reference.read_text(encoding="utf-8")
    said = diagnosis(tmp_path, of_mistake(SOFTMAX, "smallest_subtracted"), right)
    assert said is not None
    assert said.startswith("The mistake is not in cross_entropy.py but in softmax.py (exercise 3)")


def test_wrong_module_on_a_right_earlier_one_of_its_own_is_diagnosed(tmp_path: Path) -> None:
    own = SOFTMAX.reference.read_text(encoding="utf-8") + "\n# mine\n"
    said = diagnosis(tmp_path, own, of_mistake(CROSS_ENTROPY, "mean_left_out"))
    assert said == explanation("mean_left_out")


def test_two_wrong_modules_that_both_show_are_left_undiagnosed(tmp_path: Path) -> None:
    softmax = of_mistake(SOFTMAX, "smallest_subtracted")
    wrong = of_mistake(CROSS_ENTROPY, "mean_left_out")
    assert diagnosis(tmp_path, softmax, wrong) is None
