"""What a submission may use up of the grader: time, answers, starts."""

from __future__ import annotations

import time

import pytest

from grader.judging import deadlines
from grader.judging.deadlines import Patience
from grader.sandbox.conversation import WATCH_SECONDS
from grader.sandbox.host import ExitReason, Guest, GuestLost, Sources


def test_nothing_is_used_up_at_first() -> None:
    patience = Patience()
    with patience.starting(), patience.waiting():
        pass
    assert not patience.gone


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("bytes", "5 MB of answers"),
        ("starts", "ended its process too often"),
        ("start_seconds", "15 s to be imported"),
        ("grader_seconds", "can read in 6 s"),
    ],
)
def test_what_is_used_up_ends_the_exercise(what: str, said: str) -> None:
    patience = Patience(**{what: -1})
    assert patience.gone
    with pytest.raises(GuestLost, match=said) as lost, patience.waiting():
        pytest.fail("it was asked")
    assert lost.value.reason is ExitReason.FLOOD


def test_the_graders_own_time_between_two_answers_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(time, "process_time", lambda: clock[0])
    patience = Patience(_left_off=0.0)
    for _ in range(3):
        with patience.waiting():
            clock[0] += 100  # of the guest's waiting nothing counts as the grader's
        clock[0] += 3
    assert patience.grader_seconds == pytest.approx(deadlines.GRADER_SECONDS - 6)
    clock[0] += 10
    with pytest.raises(GuestLost), patience.waiting():
        pass


def test_every_start_is_counted() -> None:
    patience = Patience(starts=2)
    for _ in range(2):
        with patience.starting():
            pass
    with pytest.raises(GuestLost, match="too often"), patience.starting():
        pass


def test_what_the_diagnosis_asks_of_a_slow_module_has_an_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    used = [0.0]
    patience = Patience()
    with patience.probing(lambda: used[0]):
        clock[0] += deadlines.PROBE_SECONDS + 1  # a busy machine: the guest had no processor
    with patience.probing(lambda: used[0]):
        clock[0] += deadlines.PROBE_SECONDS
        used[0] += deadlines.PROBE_SECONDS
    with pytest.raises(GuestLost), patience.probing(lambda: used[0]):
        pytest.fail("it was asked")


def test_who_never_answers_is_not_asked_again_by_the_diagnosis() -> None:
    patience = Patience()
    with pytest.raises(GuestLost), patience.probing(lambda: 0.0):
        raise GuestLost(ExitReason.TIMEOUT, "no answer")
    with pytest.raises(GuestLost, match="explained"), patience.probing(lambda: 0.0):
        pytest.fail("it was asked")


def test_who_prints_without_end_is_looked_at_no_more_often() -> None:
    """A finale that printed empty lines kept the host computing for as long as it ran."""
    text = """
import time


def f():
    end = time.monotonic() + 0.6
    while time.monotonic() < end:
        print("x", flush=True)
"""
    looks: list[float] = []
    with Guest(Sources("m", {"m": text})) as guest:
        guest.load()
        guest.call("f", watch=looks.append)  # which gives None: go on
    assert len(looks) <= looks[-1] / WATCH_SECONDS + 2
