"""Results that are missing altogether or are of another kind: the message says which it is."""

from __future__ import annotations

import pytest

from grader import curriculum
from grader.tests.conftest import Judge

CASES = {
    "a return that is forgotten": (
        2,
        "    return [[_sigmoid(x)",
        "    [[_sigmoid(x)",
        "Does it reach its end without a return?",
    ),
    "one of three gradients": (
        5,
        "return dx, dw, db",
        "return dx",
        "That is one matrix of 3 rows. Return dx and the others.",
    ),
    "a function of another name": (
        4,
        "def cross_entropy(",
        "def entropy(",
        "Was it renamed, or does it stand inside another function?",
    ),
}


@pytest.mark.parametrize(("number", "old", "new", "said"), CASES.values(), ids=CASES)
def test_a_missing_result_is_told(judge: Judge, number: int, old: str, new: str, said: str) -> None:
    source = curriculum.exercise(number).reference.read_text(encoding="utf-8")
    assert source.count(old) == 1
    failure = judge(number, source.replace(old, new)).first_failure
    assert failure is not None and failure.failure is not None
    assert said in failure.failure.message()


def test_the_file_of_another_exercise_is_recognised(judge: Judge) -> None:
    softmax = curriculum.exercise(3).reference.read_text(encoding="utf-8")
    failure = judge(4, softmax).first_failure
    assert failure is not None and failure.failure is not None
    assert "It has softmax, log_softmax: is it the module of 03 softmax?" in (
        failure.failure.message()
    )


def test_what_messages_say_of_two_functions_is_not_said_again(judge: Judge) -> None:
    source = (
        "def _row(p):\n    return p[0] / 2\n\ndef sgd_step(params, grads, lr):\n    _row(params)\n"
    )
    source += "\ndef momentum_step(params, grads, velocities, lr, momentum):\n    _row(params)\n"
    verdict = judge(6, source, diagnose=True, search=False)
    assert "The same goes for momentum_step." in str(verdict.diagnosis)
    assert set(str(verdict.diagnosis).split("\n")) <= set(verdict.told)
