"""Presets: what they ask for, and what is refused."""

from __future__ import annotations

import pytest

from grader import curriculum
from grader.interview import presets
from grader.outcome import UsageError
from grader.tests.interviews import START, opened


def test_the_presets_of_the_texts_are_there() -> None:
    found = {p.name: (p.minutes, p.exercises) for p in presets.every() if not p.draw}
    assert found["phone"] == (30, (2, 3, 4))
    assert found["backprop"] == (45, (2, 4, 5, 6))
    assert found["full"] == (90, (1, 2, 3, 4, 5, 6, 7, 8))
    assert found["layers"][1] == (9, 10, 11, 12, 13)
    assert found["autograd"][1] == (14, 15, 16, 17, 18)
    assert found["attention"] == (45, (20, 21))
    assert found["gpt"] == (90, (22, 23, 24))


def test_random_draws_three_by_the_seed_and_never_a_finale() -> None:
    preset = presets.get("random")
    drawn = [preset.numbers(seed) for seed in range(200)]
    assert drawn[7] == preset.numbers(7)
    assert len(set(drawn)) > 50
    assert set().union(*drawn) == set(preset.exercises)
    for numbers in drawn:
        asked = [curriculum.exercise(number) for number in numbers]
        assert len(set(numbers)) == 3
        assert list(numbers) == sorted(numbers)
        assert not any(exercise.finale for exercise in asked)
        assert 30 <= sum(exercise.minutes for exercise in asked) <= 44


def test_targets_share_out_the_minutes() -> None:
    plan = opened("phone", minutes=64)
    assert [task.minutes for task in plan.tasks] == [20, 20, 24]
    assert plan.deadline == START + 64 * 60


@pytest.mark.parametrize(
    ("preset", "given"),
    [("phone", (1,)), ("backprop", (1, 3)), ("full", ()), ("layers", (1, 2, 3, 4, 5, 6, 7))],
)
def test_given_are_the_earlier_exercises_that_are_not_asked_for(
    preset: str, given: tuple[int, ...]
) -> None:
    assert opened(preset).given == given


@pytest.mark.parametrize("text", ["0", "-3", "nan", "inf", "1e9", "40m", "0,5", "forty", "0.01"])
def test_minutes_that_are_none_are_refused_in_a_line(text: str) -> None:
    with pytest.raises(UsageError, match=r"MINUTES is a number from 0\.05 to 600"):
        presets.minutes(text, presets.get("phone"))


@pytest.mark.parametrize(("text", "value"), [("0.5", 0.5), ("40", 40), ("", 30), (None, 30)])
def test_minutes_may_be_fractions_or_left_out(text: str | None, value: float) -> None:
    assert presets.minutes(text, presets.get("phone")) == value


def test_an_unknown_preset_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="'fone': PRESET is one of phone, backprop, full"):
        presets.get("fone")
