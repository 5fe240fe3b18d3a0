"""The examiner's sheet: every exercise has questions, and a sheet shows them with their answers."""

from __future__ import annotations

import pytest

from grader import cli, curriculum
from grader.interview import questions
from grader.outcome import Exit


@pytest.mark.parametrize("exercise", curriculum.track("all"), ids=lambda exercise: exercise.name)
def test_every_walkthrough_ends_in_questions_with_answers(exercise: curriculum.Exercise) -> None:
    found = questions.of(exercise)
    assert len(found) >= 3
    for follow_up in found:
        assert follow_up.question.endswith(("?", "."))
        assert len(follow_up.answer) > 20
        assert "\n" not in follow_up.question + follow_up.answer


def test_the_sheet_of_a_preset_asks_about_its_exercises(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["examiner", "--preset", "backprop"]) == Exit.PASSED
    shown = capsys.readouterr().out
    assert "[ ] Derive dw without looking at shapes." in shown
    assert "Start from one weight" in shown
    assert "05 linear" in shown and "03 softmax" not in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_without_an_interview_or_a_preset_one_line_says_what_to_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["examiner"]) == Exit.USAGE
    assert "PRESET=" in capsys.readouterr().err
    assert cli.main(["examiner", "--preset", "other"]) == Exit.USAGE
    assert "There is no preset" in capsys.readouterr().err
