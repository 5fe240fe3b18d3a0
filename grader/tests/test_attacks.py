"""Hostile submissions get the verdict that they declare; `make attack` plays all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.curriculum import SOLUTIONS, exercise
from grader.judging import deadlines, run
from grader.judging.request import Request
from grader.judging.verdicts import Status
from grader.sandbox import host
from grader.workshop.attack.play import files, play
from grader.workshop.attack.suite import Attack, attacks

PASSED = frozenset({Status.PASSED})
LEVEL = host.probe().level
FEW = 5  # examples of each property; `make attack` asks all
QUICK = [a for a in attacks() if a.quick and a.playable(LEVEL)]
SAMPLE = QUICK[::3]  # continuous integration plays all of the quick ones


def test_there_are_enough_of_both_kinds() -> None:
    benign = {a.name for a in attacks() if PASSED in a.expect.values()}
    assert benign == {a.name for a in attacks() if a.name.startswith("benign_")}
    assert len(benign) >= 20
    assert len(attacks()) - len(benign) >= 60
    assert len(QUICK) >= 60


@pytest.mark.parametrize("played", SAMPLE, ids=lambda a: a.name)
def test_attack(played: Attack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadlines, "CALL_SECONDS", 2.0)
    monkeypatch.setattr(deadlines, "CALL_SECONDS_AFTER_TIMEOUT", 0.2)
    assert play(played, LEVEL, seed=1, brief=True, examples=FEW).problems == ()


def test_after_all_of_them_an_honest_submission_passes() -> None:
    verdict = run.examine(exercise(1), SOLUTIONS, Request(seed=1, level=LEVEL))
    assert verdict.status is Status.PASSED


def test_an_attack_that_gets_through_is_reported() -> None:
    """Else the suite could not fail: an honest submission is played as if it were hostile."""
    [honest] = [a for a in attacks() if a.name == "benign_crlf"]
    hostile = Attack(honest.name, honest.exercise, {LEVEL: frozenset({Status.FAILED})}, "passes")
    problems = play(hostile, LEVEL, seed=1, brief=True).problems
    assert problems == ("its verdict is passed, not failed", "it has full marks")


def test_what_python_compiles_meanwhile_is_not_a_change_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "module.py").write_text("x = 1\n")
    before = set(files(tmp_path, {"__pycache__"}))
    (tmp_path / "room" / "__pycache__").mkdir()
    assert set(files(tmp_path, {"__pycache__"})) == before
    (tmp_path / "room" / "planted.py").write_text("x = 2\n")
    assert set(files(tmp_path, {"__pycache__"})) != before
