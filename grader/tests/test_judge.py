"""What the judge says of modules as candidates write them."""

from __future__ import annotations

import inspect
import threading

import pytest

from grader import curriculum
from grader.judging import deadlines, expect, run
from grader.judging.calls import Mismatch, record
from grader.judging.request import Request
from grader.judging.verdicts import PropertyVerdict, Status
from grader.outcome import GraderFault
from grader.tests.conftest import Judge, messages, reference

MATMUL = """
def matmul(a, b):
    if len(a[0]) != len(b):
        raise ValueError("shapes")
    return [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]


def transpose(a):
    return [list(column) for column in zip(*a)]
"""


def with_matmul(body: str) -> str:
    """The right module, with `matmul` ending in `body` after the result was computed as `c`."""
    return MATMUL + f"\n\nright = matmul\n\n\ndef matmul(a, b):\n    c = right(a, b)\n    {body}\n"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("return [c[0]] * len(c)", "one list object appears twice"),
        ("return tuple(map(tuple, c))", "a tuple"),
        ("return map(list, c)", "an object of type map"),
        ("a[0][0] += 1; return c", "changed its argument 1"),
        ("a.append(a[0]); return c", "changed its argument 1"),
        ("c[0] = a[0]; return c", "a list object of its arguments"),
        ("return [[float('nan')] * len(c[0]) for _ in c]", "finite numbers"),
        ("return [[True] * len(c[0]) for _ in c]", "the bool True"),
        ("return [[str(x) for x in r] for r in c]", "a text"),
        ("return None", "None"),
        ("import fractions; return [[fractions.Fraction(x) for x in r] for r in c]", "Fraction"),
        ("return [[10 ** 5000 for x in r] for r in c]", "int of"),
        ("return matmul(a, b)", "RecursionError"),
        ("x = bytearray(3 << 30); return c", "MemoryError"),
        ("import numpy; return c", "Only the standard library"),
        ("return 1 / 0", "ZeroDivisionError: division by zero"),
        ("raise SystemExit(0)", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    ],
)
def test_wrong_matmul_is_failed_with_the_reason(judge: Judge, body: str, reason: str) -> None:
    verdict = judge(1, with_matmul(body), stop_early=True)
    assert verdict.status is Status.FAILED
    assert reason in messages(verdict)


def test_failure_shows_call_line_and_prints(judge: Judge) -> None:
    verdict = judge(1, with_matmul("print('look', len(a)); return c[0][0][0]"))
    failure = verdict.properties[0].failure
    assert failure is not None
    assert failure.call.startswith("matmul([[")
    assert "matmul.py, line" in failure.why and "c[0][0][0]" in failure.why
    assert failure.prints.startswith("look")


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        ("import os; os._exit(0)", Status.ERROR, "ended its process (exit status 0)"),
        ("import os; os.abort()", Status.ERROR, "SIGABRT"),
        ("import os; os.write(3, b'x' * 99); return c", Status.ERROR, "answer"),
    ],
)
def test_guest_that_is_lost_fails_the_property_only(
    judge: Judge, body: str, status: Status, reason: str
) -> None:
    verdict = judge(1, with_matmul(body))
    assert verdict.status is status
    assert reason in messages(verdict)
    assert any(p.status is Status.PASSED for p in verdict.properties), "transpose is right"


def test_endless_loop_times_out_and_the_rest_is_not_waited_for(
    judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadlines, "CALL_SECONDS", 1.0)
    verdict = judge(1, with_matmul("while True: pass"))
    assert verdict.status is Status.TIMEOUT
    assert "Is there a loop that never ends?" in messages(verdict)
    assert verdict.wall_s < 10


@pytest.mark.parametrize(
    ("source", "status", "reason"),
    [
        ("def matmul(a, b):\n    return [", Status.ERROR, "matmul.py, line 2: return ["),
        ("def matmul(a, b)\n    pass", Status.ERROR, "matmul.py, line 1: def matmul(a, b)"),
        ("x = 1\n\x0cy = '\x07" + "-" * 200, Status.ERROR, "line 2: y = '\\x07---"),
        ("import softmax", Status.ERROR, "No module named 'softmax'"),
        ("1 / 0", Status.ERROR, "ZeroDivisionError"),
        ("import os\nos._exit(0)", Status.ERROR, "ended its process"),
        ("x = 1", Status.FAILED, "has no matmul"),
        ("", Status.FAILED, "has no matmul"),
    ],
)
def test_module_that_cannot_be_used_is_told_why(
    judge: Judge, source: str, status: Status, reason: str
) -> None:
    verdict = judge(1, source)
    assert verdict.status is status
    assert reason in messages(verdict)


@pytest.mark.parametrize(
    "source",
    [
        MATMUL.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + MATMUL.encode(),
        b"# -*- coding: latin-1 -*-\n# caf\xe9\n" + MATMUL.encode(),
        with_matmul("print('x' * 100_000); return c").encode(),
        with_matmul("import sys; sys.stdout = None; return c").encode(),
        MATMUL.replace("def matmul", "class Product:\n  def __call__(self, a, b):\n    return "
                       "_product(a, b)\nmatmul = Product()\ndef _product").encode(),
    ],
    ids=["crlf", "bom", "declared encoding", "prints a lot", "no stdout", "callable object"],
)  # fmt: skip
def test_unusual_but_right_module_passes(judge: Judge, source: bytes) -> None:
    verdict = judge(1, source)
    assert verdict.passed, messages(verdict)


def test_naive_softmax_is_shown_the_row_that_overflows(judge: Judge) -> None:
    source = """
import math
def softmax(z):
    e = [[math.exp(x) for x in row] for row in z]
    return [[x / sum(row) for x in row] for row in e]
def log_softmax(z):
    return [[math.log(x) for x in row] for row in softmax(z)]
"""
    verdict = judge(3, source)
    assert verdict.status is Status.FAILED
    assert "OverflowError" in messages(verdict)


def test_rebinding_is_told_from_updating_in_place(judge: Judge) -> None:
    source = """
def sgd_step(params, grads, lr):
    for i, (p, g) in enumerate(zip(params, grads)):
        if isinstance(p[0], list):
            params[i] = [[x - lr * d for x, d in zip(r, s)] for r, s in zip(p, g)]
        else:
            params[i] = [x - lr * d for x, d in zip(p, g)]
"""
    verdict = judge(6, reference(6) + source)
    assert verdict.status is Status.FAILED
    assert "put a new list object in place of the caller's" in messages(verdict)


def test_earlier_modules_that_are_not_attempted_are_served(judge: Judge) -> None:
    assert judge(5, reference(5)).passed


def test_without_stand_ins_the_submission_stands_alone(judge: Judge) -> None:
    verdict = judge(5, reference(5), stand_ins=False)
    assert verdict.status is Status.ERROR
    assert "ModuleNotFoundError" in messages(verdict)


@pytest.mark.parametrize(
    ("returned", "expected", "said"),
    [
        ([[3.0, -6.0], [1.5, 0.0]], [[1.0, -2.0], [0.5, 0.0]], "Every entry is 3 times"),
        ([[0.5, -1.0], [0.25, 0.0]], [[1.0, -2.0], [0.5, 0.0]], "Every entry is 1/2 of"),
        ([0.9, -1.8], [1.0, -2.0], "Every entry is 0.9 times"),
        ([-1.0, 2.0], [1.0, -2.0], "opposite sign"),
        ([[1.0, 3.0], [2.0, 4.0]], [[1.0, 2.0], [3.0, 4.0]], "the transpose of"),
        ([[1.0], [2.0]], [[1.0, 2.0]], "the transpose of"),
        ([[2.0, 2.0]], [[1.0, 1.0]], ""),
        ([1.0, 5.0], [1.0, -2.0], ""),
        ([0.0, 0.0], [1.0, -2.0], ""),
        (6.0, 3.0, ""),
    ],
)
def test_wrong_result_is_told_how_it_is_wrong_as_a_whole(
    returned: object, expected: object, said: str
) -> None:
    with pytest.raises(Mismatch) as caught:
        expect.close(returned, expected)
    assert said in caught.value.why if said else "Every" not in caught.value.why


def test_float_that_overflows_is_explained(judge: Judge) -> None:
    verdict = judge(1, with_matmul("import math; return [[math.exp(1000.0)]]"), stop_early=True)
    assert "once x is above 709" in messages(verdict)


def test_named_tuple_is_a_tuple_of_gradients(judge: Judge) -> None:
    source = f"""
{reference(5)}

from collections import namedtuple
Gradients = namedtuple("Gradients", "dx dw db")
plain = linear_backward


def linear_backward(x, w, dy):
    return Gradients(*plain(x, w, dy))
"""
    verdict = judge(5, source)
    assert verdict.passed, messages(verdict)
    assert "matmul" in verdict.stand_ins


def test_judging_again_and_again_needs_no_deeper_stack(
    judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    depths: set[int] = set()
    begin_example = record.begin_example

    def measured() -> None:
        depths.add(len(inspect.stack(0)))
        begin_example()

    monkeypatch.setattr(record, "begin_example", measured)
    deepest = []
    for _ in range(3):
        assert judge(1, reference(1), examples=3).passed
        deepest.append(max(depths))
    assert deepest[0] == deepest[-1]


def test_a_second_thread_is_refused_and_the_first_verdict_is_right() -> None:
    exercise, refused = curriculum.exercise(1), []

    def judge_too() -> None:
        with pytest.raises(GraderFault, match="one verdict at a time") as fault:
            run.examine(exercise, curriculum.SOLUTIONS, Request(seed=1))
        refused.append(fault.value)

    def in_a_thread(_: PropertyVerdict) -> None:
        if not refused:
            thread = threading.Thread(target=judge_too)
            thread.start()
            thread.join()

    verdict = run.examine(exercise, curriculum.SOLUTIONS, Request(seed=1, on_property=in_a_thread))
    assert refused
    assert verdict.passed


KEPT_BETWEEN_CALLS = {
    "a buffer": "kept[:] = c; return kept",
    "a count": "kept.append(0); c[0][0] += len(kept) % 2; return c",
    "global random": "import random; c[0][0] += random.random(); return c",
}


@pytest.mark.parametrize("body", KEPT_BETWEEN_CALLS.values(), ids=KEPT_BETWEEN_CALLS)
def test_what_is_inconsistent_is_judged_alike_under_one_seed(judge: Judge, body: str) -> None:
    text = with_matmul(body) + "\nkept = []\n"
    first, second = (
        judge(1, text, seed=5, shrink=True, diagnose=True, search=False) for _ in range(2)
    )
    assert first.status is Status.FAILED
    assert messages(first) == messages(second)
    assert first.diagnosis == second.diagnosis
