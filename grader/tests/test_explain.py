"""What the diagnosis says of mistakes that no catalogue lists."""

from __future__ import annotations

import contextlib
import signal
import sys
import time
from types import FrameType
from typing import cast

import pytest

from grader import curriculum
from grader.judging.calls import Call
from grader.judging.explain import catalogue, diagnosis, evidence, time_limit
from grader.judging.explain.catalogue import Mistake
from grader.judging.explain.in_process import Replica
from grader.judging.explain.time_limit import OutOfTime, at_most
from grader.judging.proxy import Impl
from grader.judging.verdicts import ExerciseVerdict, Explanation
from grader.tests.conftest import Judge


def variant(number: int, name: str, old: str, new: str) -> str:
    """A right module of an exercise with one text replaced."""
    exercise = curriculum.exercise(number)
    text = (exercise.variants / f"{name}.py").read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new)


def test_a_programs_wrong_results_are_told_from_its_right_ones(judge: Judge) -> None:
    wrong = "gy / self.inputs[0].data"
    source = variant(16, "function_classes", wrong, "gy / (1 + self.inputs[0].data)")
    said = judge(16, source, diagnose=True, search=False).diagnosis or ""
    assert said == "a = log(z): the gradient for z is wrong. The value is right."


def test_parts_of_a_result_in_another_order_are_told(judge: Judge) -> None:
    parts = "return dx, layer.dw, layer.db"
    source = variant(5, "sample_by_sample", parts, "return dx, layer.db, layer.dw")
    said = judge(5, source, diagnose=True).diagnosis or ""
    assert "linear_backward returns dx, db, dw: the order is dx, dw, db." in said


def test_what_an_update_returns_hides_no_mistake(judge: Judge) -> None:
    ascent = variant(6, "loops", "p[i][j] -= lr * g[i][j]", "p[i][j] += lr * g[i][j]")
    source = ascent.replace("p[j] -= lr * g[j]", "p[j] += lr * g[j]").replace(
        "def momentum_step", "    return params\n\n\ndef momentum_step"
    )
    assert "You add the gradient" in (judge(6, source, diagnose=True).diagnosis or "")


STYLES = {
    "one of two functions, refused for the first of many calls": (
        3,
        "loops",
        "value - biggest - math.log(total)",
        "value - (biggest + math.log(total))",
        "Beside a large maximum the log Σ is lost",
    ),
    "one of two that differ in their last digits": (
        2,
        "loops",
        "math.exp(v) / (1.0 + math.exp(v))",
        "0.5 * math.tanh(0.5 * v) + 0.5",
        "You compute (1 + tanh(z/2))/2.",
    ),
    "a network whose first weights are drawn in another way": (
        11,
        "no_base_class",
        "sum((layer.gradients() for layer in self.layers), [])",
        "sum((layer.gradients() for layer in self.layers[::-1]), [])",
        "Your gradients come from the last layer to the first",
    ),
    "an object that is not the very one": (
        14,
        "slots",
        "self.input, self.output, y.creator = x, y, self",
        "self.input, self.output, y.creator = Variable(x.data), y, self",
        "You store a new Variable with the same number as input.",
    ),
    "an update that would stop half-way at numbers that are not meant": (
        22,
        "loops",
        "math.sqrt(vhat)",
        "math.sqrt(v[j])",
        "You correct the first moment for its start at zero but not the second.",
    ),
}


@pytest.mark.parametrize("number, name, old, new, words", STYLES.values(), ids=STYLES)
def test_a_catalogues_mistake_is_named_in_another_style(
    judge: Judge, number: int, name: str, old: str, new: str, words: str
) -> None:
    source = variant(number, name, old, new)
    said = judge(number, source, diagnose=True, search=False).diagnosis or ""
    assert words in said


FIRST_ROW = """
def softmax(z):
    top = max(z[0])
    exps = [[math.exp(x - top) for x in row] for row in z]
    return [[e / sum(row) for e in row] for row in exps]
"""


def test_which_of_several_rows_fails_first_is_no_evidence(judge: Judge) -> None:
    source = variant(3, "loops", "def softmax(z):", "def right(z):") + FIRST_ROW
    said = judge(3, source, diagnose=True, search=False).diagnosis or ""
    assert said.startswith("You find the largest value once, in the first row")


def test_a_limit_that_strikes_while_it_ends_does_not_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    def strike_at_the_end(which: int, seconds: float, interval: float = 0.0) -> None:
        handler = signal.getsignal(signal.SIGPROF)
        if not seconds:
            assert callable(handler)
            handler(signal.SIGPROF, None)

    before = signal.getsignal(signal.SIGPROF)
    monkeypatch.setattr(signal, "setitimer", strike_at_the_end)
    with at_most(1e-9):
        pass
    assert signal.getsignal(signal.SIGPROF) is before
    time_limit.check()


def test_the_limit_of_an_explanation_is_of_cpu_time() -> None:
    with at_most(0.05):
        time.sleep(0.2)  # another process has the processor
    with pytest.raises(OutOfTime), at_most(0.05):
        while True:
            pass


def test_a_limit_that_code_on_trial_swallows_still_ends_the_explanation() -> None:
    swallows = """def matmul(a, b):
    try:
        while True:
            pass
    except Exception:
        return a
"""
    matmul = curriculum.exercise(1)
    replica = Replica(matmul, Mistake("swallows", "", ("", "", swallows)))
    with pytest.raises(OutOfTime), at_most(0.05):
        replica.answer(Call("matmul", ([[1.0]], [[1.0]]), {}))
        pytest.fail("the mistake's answer after the end of its time counted")


def test_what_came_back_is_not_said_of_numbers_for_which_nothing_did(judge: Judge) -> None:
    every = "sum(math.exp(y - peak) for y in row)"
    source = variant(3, "logsumexp", every, every.replace("y - peak", "x - peak"))
    said = judge(3, source, diagnose=True, search=False).diagnosis or ""
    assert "as if z were all ones, where it does not raise." in said


def test_the_search_for_an_edit_can_be_left_off(judge: Judge) -> None:
    source = variant(1, "loops", "s = 0.0", "s = 0.0 + 0.001 * (k > 2)")
    verdict = judge(1, source, diagnose=True, search=False, examples=3)
    assert not verdict.passed and "changing this line alone" not in (verdict.diagnosis or "")


def test_a_verdict_is_told_before_a_line_is_looked_for(judge: Judge) -> None:
    early: list[ExerciseVerdict] = []
    source = variant(1, "loops", "s = 0.0", "s = 0.0 + 0.001 * (k > 2)")
    verdict = judge(1, source, diagnose=True, on_verdict=early.append, examples=3)
    assert [found.properties for found in early] == [verdict.properties]
    assert "changing this line alone" not in (early[0].diagnosis or "")
    assert "changing this line alone" in (verdict.diagnosis or "")


@pytest.mark.parametrize("slug", ["whole_set_at_once", "lr_falls"])
def test_a_train_is_known_whatever_its_order_is(judge: Judge, slug: str) -> None:
    [mistake] = [m for m in catalogue.mistakes(curriculum.exercise(7)) if m.slug == slug]
    source = mistake.source.replace("rng.getrandbits(64)", "rng.randrange(10**6)")
    assert source != mistake.source
    said = judge(7, source, diagnose=True, search=False).diagnosis or ""
    assert said.splitlines() == [mistake.explanation]


def test_a_mistake_of_all_operators_is_not_named_for_one(judge: Judge) -> None:
    held_out = catalogue.read(curriculum.exercise(16).held_out_mistakes, curriculum.exercise(16))
    [slip] = [m for m in held_out if m.slug == "quotient_with_itself_by_one_side"]
    said = judge(16, slip.source, diagnose=True, search=False).diagnosis or ""
    assert "x / x" in said
    assert "x * x" not in said


def test_a_strike_while_a_layer_is_left_loses_no_diagnosis(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    leave = contextlib._GeneratorContextManager.__exit__.__code__

    def strike(frame: FrameType, _: str, __: object) -> None:
        if frame.f_code is leave:
            raise OutOfTime  # which also ends the tracing

    def gather(*_: object) -> None:
        sys.settrace(strike)
        raise OutOfTime

    monkeypatch.setattr(evidence, "gather", gather)
    tracing = sys.gettrace()
    try:
        found = diagnosis.explain(curriculum.exercise(1), [], [], {}, cast(Impl, None))
    finally:
        sys.settrace(tracing)
    assert found == Explanation()
