"""Four weeks of evenings through the real commands, and kill -9 at any moment of them.

In a copy of the project, whose `exercises/` are the learner's. `KATA_NOW` sets the clock forward.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from grader import curriculum
from grader.curriculum import ROOT, Exercise
from grader.hunt import making

FIRST_EVENING = datetime(2026, 3, 2, 20, 0)
DAYS = (1, 2, 3, 5, 8, 12, 15, 20, 24, 28)  # whose words are looked at


class Desk:
    """A project of one's own, with a clock that is set."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "project"
        for name in ("grader", "exercises", "solutions", "data"):
            shutil.copytree(
                ROOT / name,
                self.root / name,
                ignore=shutil.ignore_patterns("__pycache__", "tests", "mnist"),
            )
        shutil.copy(ROOT / "pyproject.toml", self.root)
        self.home = self.root / ".kata"
        self.now = FIRST_EVENING

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Begin a command of the grader."""
        names = {**os.environ, "KATA_NOW": self.now.isoformat(), "COLUMNS": "80"}
        return subprocess.Popen(
            [sys.executable, "-m", "grader", *arguments],
            cwd=self.root,
            env={**names, "KATA_HOME": str(self.home)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str) -> str:
        """What a command says."""
        return self.start(*arguments).communicate()[0]

    def module(self, exercise: Exercise) -> Path:
        """The learner's file."""
        return self.root / "exercises" / exercise.module

    def works_on(self, exercise: Exercise, minutes: float, *, hint: bool = False) -> None:
        """One round: a fresh stub, a first try that fails, a pass after so many minutes."""
        number = str(exercise.number)
        self.run("reset", number)
        right = exercise.reference.read_text()
        name = sorted(making.public_names(exercise))[0]
        self.module(exercise).write_text(f"{right}\n\ndel {name}\n")
        self.now += timedelta(minutes=minutes / 2)
        self.run("test", number, "--seed", "1")
        if hint:
            self.run("hint", number)
        self.now += timedelta(minutes=minutes / 2)
        self.module(exercise).write_text(right)
        assert "passed" in self.run("test", number, "--seed", "1")


@pytest.mark.many
def test_four_weeks_of_evenings(tmp_path: Path) -> None:
    desk, rng = Desk(tmp_path), random.Random(1)
    new = [e for e in curriculum.track("core") if e.finale is None]
    captures = Path(os.environ.get("CAPTURES", tmp_path))
    for day in range(1, 29):
        desk.now = FIRST_EVENING + timedelta(days=day - 1)
        if day in DAYS:
            text = f"$ make today   # day {day}\n{desk.run('today')}\n"
            if day in (8, 28):
                text += f"$ make status\n{desk.run('status')}\n"
            (captures / f"day-{day:02}.txt").write_text(text)
            assert max(map(len, text.splitlines())) <= 80, text
        due = json.loads(desk.run("today", "--json", "-"))["due"]
        for one in due[:3]:
            exercise = curriculum.exercise(one["number"])
            desk.works_on(exercise, rng.uniform(0.4, 1.0) * exercise.minutes)
        if day % 2 == 1 and new:
            exercise = new.pop(0)
            desk.works_on(exercise, 1.3 * exercise.minutes, hint=exercise.number % 3 == 0)
    desk.now = FIRST_EVENING + timedelta(days=28)
    assert len(json.loads(desk.run("today", "--json", "-"))["due"]) <= 7


def _is_nothing_lost(desk: Desk, exercise: Exercise, text: str) -> bool:
    """Whether what was written stands in its place or whole among what is kept."""
    kept = (desk.home / "kept" / exercise.folder).glob("*.py")
    return text in [path.read_text() for path in (desk.module(exercise), *kept)]


def _killed(desk: Desk, arguments: tuple[str, ...], seconds: float) -> None:
    process = desk.start(*arguments)
    try:
        process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _kill_each(tmp_path: Path, moments: int) -> None:
    desk, rng, exercise = Desk(tmp_path), random.Random(7), curriculum.exercise(3)
    for moment in range(moments):
        hunt = ("hunt", "--exercise", "3", "--out", str(tmp_path / f"hunt-{moment}"))
        for arguments in (("reset", "3"), ("undo", "3"), ("today",), hunt):
            text = f"mine = {(moment, arguments[0])}\n"
            desk.module(exercise).write_text(text)
            _killed(desk, arguments, rng.uniform(0.02, 1.5))
            assert _is_nothing_lost(desk, exercise, text)
            desk.run("reset", "3")  # works after any kill
            assert _is_nothing_lost(desk, exercise, text)
    assert "history:" not in desk.run("status")


def test_a_kill_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    _kill_each(tmp_path, 1)


@pytest.mark.many
def test_kills_at_a_hundred_moments_lose_nothing(tmp_path: Path) -> None:
    _kill_each(tmp_path, 25)
