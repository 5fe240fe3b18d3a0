"""What a test keeps in the guest is one object for all its programs, and their work is measured."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader import curriculum
from grader.curriculum import SOLUTIONS
from grader.judging import signatures
from grader.judging.calls import Record
from grader.judging.examination import Examination
from grader.judging.inputs import gpt_oracle
from grader.judging.proxy import Impl
from grader.judging.request import Request
from grader.submission import Submission
from grader.tests.test_gpt_oracle import gpt

PARAMS = gpt(vocabulary=4, context=250, width=4, layers=1, seed=6)
NEXT = "next_logits(params, 2, cache, 2)"


@pytest.fixture
def impl() -> Iterator[Impl]:
    exercise = curriculum.by_module("generate")
    assert exercise is not None
    exam = Examination(Submission(SOLUTIONS), Request(seed=1))
    proxy = Impl(exam.start_guest(exercise), signatures.of(exercise), Record())
    yield proxy
    proxy.close()


def test_a_kept_list_is_found_as_it_was_left(impl: Impl) -> None:
    cache = impl.keep([], "cache")
    for _ in range(2):
        impl.cpu_of(NEXT, params=PARAMS, cache=cache)
    third = impl.next_logits(PARAMS, 2, cache, 2)
    assert third == pytest.approx(gpt_oracle.forward(PARAMS, [2, 2, 2], 2)[-1], rel=1e-12)
    fresh = impl.next_logits(PARAMS, 2, impl.keep([], "cache"), 2)
    assert fresh == pytest.approx(gpt_oracle.forward(PARAMS, [2], 2)[-1], rel=1e-12)


def test_more_work_is_more_cpu_time(impl: Impl) -> None:
    little = impl.cpu_of(NEXT, params=PARAMS, cache=impl.keep([], "cache"))
    many = f"for _ in range(200):\n    {NEXT}"
    assert impl.cpu_of(many, params=PARAMS, cache=impl.keep([], "cache")) > 5 * little
