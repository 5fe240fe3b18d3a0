"""A preloaded judge gives the verdicts of a cold one, and no verdict touches the next."""

from __future__ import annotations

import os
import signal
import threading
import time
from dataclasses import replace
from multiprocessing import active_children

import pytest

from grader.curriculum import SOLUTIONS, exercise
from grader.judging import preloaded, run
from grader.judging.request import Request
from grader.judging.verdicts import ExerciseVerdict, PropertyVerdict, Status
from grader.outcome import GraderFault
from grader.tests.conftest import Submit
from grader.tests.processes import children, ends
from grader.workshop.attack.play import peak_mb

WRONG = "def sigmoid(z):\n    return z\n\n\ndef sigmoid_backward(y, dy):\n    return dy\n"
ENDLESS = "while True:\n    pass\n"


def found(verdict: ExerciseVerdict) -> ExerciseVerdict:
    """The verdict without what differs from run to run: the time that it took."""
    properties = tuple(replace(p, seconds=0.0) for p in verdict.properties)
    return replace(verdict, cpu_s=0.0, wall_s=0.0, properties=properties)


def test_verdicts_are_those_of_this_process(submit: Submit) -> None:
    folder = submit({2: WRONG})
    for place in (folder, SOLUTIONS, folder):
        cold = run.examine(exercise(2), place, Request(seed=3, shrink=False))
        assert found(preloaded.examine(exercise(2), place, Request(seed=3, shrink=False))) == found(
            cold
        )


def test_properties_are_told_as_they_come() -> None:
    told: list[PropertyVerdict] = []
    verdict = preloaded.examine(exercise(2), SOLUTIONS, Request(seed=1, on_property=told.append))
    assert tuple(told) == verdict.properties


def test_what_the_judge_raises_is_raised_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise GraderFault("the tests are missing")

    preloaded.examine(exercise(2), SOLUTIONS, Request(seed=1))
    with monkeypatch.context() as patch:
        patch.setattr(run, "examine", broken)
        with pytest.raises(GraderFault, match="the tests are missing"):
            preloaded.examine(exercise(2), SOLUTIONS, Request(seed=1))
    assert preloaded.examine(exercise(2), SOLUTIONS, Request(seed=1)).passed


def test_a_killed_judge_is_a_fault_and_its_guest_dies_with_it(submit: Submit) -> None:
    folder = submit({2: ENDLESS})
    preloaded.examine(exercise(2), SOLUTIONS, Request(seed=1))
    left: list[int] = []

    def kill() -> None:
        while not (judges := active_children()) or not children(judges[0].pid or 0):
            time.sleep(0.01)
        left.extend(children(judges[0].pid or 0))
        os.kill(judges[0].pid or 0, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(GraderFault, match="was killed"):
        preloaded.examine(exercise(2), folder, Request(seed=1))
    killer.join()
    assert left
    assert all(ends(pid) for pid in left)
    assert preloaded.examine(exercise(2), SOLUTIONS, Request(seed=1)).status is Status.PASSED


@pytest.mark.many
def test_a_thousand_verdicts_leave_nothing_behind(submit: Submit) -> None:
    folder = submit({2: WRONG})
    preloaded.examine(exercise(2), SOLUTIONS, Request(seed=0))
    before, others = peak_mb(), children(os.getpid())
    for seed in range(1000):
        place, passes = (SOLUTIONS, True) if seed % 2 else (folder, False)
        verdict = preloaded.examine(
            exercise(2), place, Request(seed=seed, diagnose=False, stop_early=True)
        )
        assert verdict.passed is passes
    assert peak_mb() <= before + 5
    assert children(os.getpid()) == others
