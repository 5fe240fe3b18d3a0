"""What several tests of the project need."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader import curriculum
from grader.judging import run
from grader.judging.request import Request
from grader.judging.verdicts import ExerciseVerdict
from grader.tests.machines import Machine
from grader.workshop import refusals
from grader.workshop.attack.suite import attacks

Submit = Callable[..., Path]
Judge = Callable[..., ExerciseVerdict]

FEW = 10  # examples of a property: here the judge is tried, not the properties


# Their tests wait for processes, or give them so much time. One that fails is asked once more, for
# a machine may stand still in the middle; the summary counts and names it. All others fail at once.
BY_THE_CLOCK = {
    *("test_attacks", "test_bootstrap", "test_cohort", "test_cohort_disturbed", "test_debugging"),
    *("test_explain", "test_explanations", "test_faults", "test_finale"),
    *("test_interview_command", "test_interview_disturbed", "test_interview_own"),
    *("test_interview_terminal", "test_interview_watcher", "test_judge", "test_practice"),
    *("test_preloaded", "test_proof", "test_walls"),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Ask what goes by the clock once more if it fails."""
    for item in items:
        if item.path.stem in BY_THE_CLOCK:
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores, for some tests wait for clocks; four at most."""
    return min(4, (os.cpu_count() or 1) + 1)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Above the summary of a whole run: what it left to commands that take longer."""
    if not any(Path(arg).is_dir() for arg in terminalreporter.config.args):
        return
    mistakes = sum(len(refusals.read(exercise)) for exercise in curriculum.track("all"))
    quick = sum(attack.quick for attack in attacks())
    marked = [
        path.stem
        for path in sorted(Path(__file__).parent.glob("test_*.py"))
        if "pytest.mark.many" in path.read_text(encoding="utf-8")
    ]
    for line in (
        f"make prove: all {mistakes:,} mistakes, all properties, fresh seeds",
        f"make attack: all but {(quick + 2) // 3} of {len(attacks())} attacks; all their examples",
        f"pytest -m many, some minutes each: {', '.join(marked)}",
    ):
        terminalreporter.write_line(f"left to {line}")


@pytest.fixture(autouse=True)
def _own_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test writes into the history or the interviews of whoever practises here."""
    monkeypatch.setenv("KATA_HOME", str(tmp_path / "kata-home"))
    monkeypatch.setenv("KATA_INTERVIEWS", str(tmp_path / "interviews"))


@pytest.fixture
def submit(tmp_path: Path) -> Submit:
    """Make a submission of modules by exercise number: submit({3: "def softmax(z): …"})."""

    def make(modules: dict[int, str | bytes]) -> Path:
        folder = tmp_path / "submission"
        for number, source in modules.items():
            exercise = curriculum.exercise(number)
            path = folder / exercise.module
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(source if isinstance(source, bytes) else source.encode())
        folder.mkdir(exist_ok=True)
        return folder

    return make


@pytest.fixture
def judge(submit: Submit) -> Judge:
    """Judge one module as a submission: judge(3, "def softmax(z): …")."""

    def examine(number: int, source: str | bytes, **options: Any) -> ExerciseVerdict:
        folder = submit({number: source})
        plain = Request(seed=1, shrink=False, diagnose=False, examples=FEW)
        return run.examine(curriculum.exercise(number), folder, replace(plain, **options))

    return examine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A small private machine, on which nothing is set up."""
    return Machine(tmp_path)


def reference(number: int) -> str:
    """The source of a reference solution."""
    return curriculum.exercise(number).reference.read_text(encoding="utf-8")


def messages(verdict: ExerciseVerdict) -> str:
    """All that the failures of a verdict say."""
    return "\n".join(p.failure.message() for p in verdict.properties if p.failure)
