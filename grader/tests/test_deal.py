"""What a finale's guest is given: other labels, a little noise, seeds that tell nothing."""

from __future__ import annotations

import pytest

from grader import curriculum, digits, seeds
from grader.judging.finale import literals
from grader.judging.finale.deal import GREYS, Deal, deal
from grader.judging.finale.stopwatch import LEAST_SHARE, WINDOW_S, Stopwatch
from grader.submission import Submission
from grader.tests.conftest import Submit, reference


@pytest.fixture(scope="module")
def dealt() -> Deal:
    """A few of the embedded digits."""
    return deal(digits.load("embedded"), 7, 60, 20)


def test_a_seed_deals_the_same_twice_and_another_something_else(dealt: Deal) -> None:
    dataset = digits.load("embedded")
    assert deal(dataset, 7, 60, 20) == dealt
    other = deal(dataset, 8, 60, 20)
    assert (other.called, other.seed) != (dealt.called, dealt.seed)


def test_labels_are_exchanged_and_can_be_turned_back(dealt: Deal) -> None:
    assert sorted(dealt.called) == list(range(10))
    assert list(map(dealt.real_digit, dealt.train.labels)) == list(dealt.real.train.labels)


def test_only_ink_gets_noise_and_little_of_it(dealt: Deal) -> None:
    given = (*dealt.train.images, *dealt.test_images)
    real = (*dealt.real.train.images, *dealt.real.test.images)
    assert all(image != noisy for image, noisy in zip(real, given, strict=True))
    for image, noisy in zip(real, given, strict=True):
        for before, after in zip(image, noisy, strict=True):
            assert abs(before - after) <= GREYS and (before > 0) is (after > 0)


def test_what_fit_is_given_as_a_seed_draws_nothing(dealt: Deal) -> None:
    purposes = ("fit", "labels", "noise", "digits to learn from", "digits to read")
    assert len({seeds.derived(7, purpose) for purpose in purposes} | {7}) == 6
    assert dealt.seed == seeds.derived(7, "fit")


def test_a_finale_is_served_to_no_other(submit: Submit) -> None:
    exercise = curriculum.exercise(18)
    for own in ({}, {8: reference(8)}):
        folder = submit({18: "from mnist import classify, fit\n", **own})
        served = Submission(folder).sources(exercise, stand_ins=True)
        assert set(served.texts) == {"softmax_regression"}


def test_a_module_of_numbers_is_noted_and_an_honest_one_is_not() -> None:
    weights = f"W = {[[i * j / 7 for i in range(40)] for j in range(9)]}\n"
    packed = f"W = '{'c%1mZ' * 900}'\n"
    for data in (weights, packed):
        assert "mnist.py are numbers or data" in literals.note({"mnist": reference(8) + data * 3})
    every = {e.name: reference(e.number) for e in curriculum.track("all")}
    assert literals.note(every) == ""


def test_the_budget_the_wall_and_dozing_end_a_finale() -> None:
    watch = Stopwatch(100.0, now=0.0)
    assert watch.objection(1.0, now=1.0) is None
    assert "used up" in (watch.objection(100.1, now=110.0) or "")
    watch = Stopwatch(100.0, now=0.0)
    busy = [watch.objection(0.1 * now, now=now) for now in range(1, 260)]
    assert not any(busy)
    assert "by the clock" in (watch.objection(26.2, now=260.5) or "")
    watch = Stopwatch(100.0, now=0.0)
    assert watch.objection(5.0, now=5.0) is None
    dozing = [watch.objection(5 + LEAST_SHARE * 0.5 * now, now=5 + now) for now in range(30)]
    assert "it waits" in (dozing[int(WINDOW_S) + 5] or "")


def test_a_guest_whose_time_cannot_be_seen_is_not_taken_for_asleep() -> None:
    watch = Stopwatch(100.0, now=0.0)
    assert not any(watch.objection(0.0, now=now) for now in range(60))
