"""The workflow file for a course's template repository, and the summary that it shows."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader import curriculum
from grader.cohort import workflow
from grader.curriculum import ROOT
from grader.judging.verdicts import ExerciseVerdict, Failure, PropertyVerdict, Status, Verdict
from grader.outcome import Exit
from grader.reports import summary


def run(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "grader", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_the_workflow_names_the_courses_grader_and_the_track(tmp_path: Path) -> None:
    out = tmp_path / ".github" / "workflows" / "grade.yml"
    done = run("workflow", "course/kata", "--track", "layers", "--out", str(out))
    assert done.returncode == Exit.PASSED and done.stdout.count("\n") == 1
    text = out.read_text()
    assert "repository: course/kata\n" in text and "--track layers" in text
    assert re.findall(r"^(\S+):", text, re.MULTILINE) == ["name", "on", "permissions", "jobs"]


@pytest.mark.skipif(not shutil.which("check-jsonschema"), reason="pip install check-jsonschema")
def test_the_workflow_is_what_the_schema_of_workflows_allows(tmp_path: Path) -> None:
    assert run("workflow", "course/kata", "--out", str(tmp_path / "x.yml")).returncode == 0
    checker = ["check-jsonschema", "--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run([*checker, tmp_path / "x.yml"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("named", ["", "kata", "a/b/c", "a/b\nrun: x", "${{ x }}/y"])
def test_a_repository_that_is_none_is_one_line(named: str, tmp_path: Path) -> None:
    done = run("workflow", "--out", str(tmp_path / "x.yml"), "--", named)
    assert done.returncode == Exit.USAGE and done.stderr.count("\n") == 1
    assert not (tmp_path / "x.yml").exists()


def test_the_workflows_own_command_grades_and_writes_the_summary(tmp_path: Path) -> None:
    [line] = re.findall(r"run: >-\n(.*?)(?=\n      - )", workflow.WORKFLOW, re.DOTALL)
    arguments = line.format(track="core").split()
    (tmp_path / "submission" / "exercises" / "01_matmul").mkdir(parents=True)
    exercise = curriculum.exercise(1)
    shutil.copy(exercise.reference, tmp_path / "submission" / "exercises" / exercise.module)
    places = {"../": f"{tmp_path}/", '"$GITHUB_STEP_SUMMARY"': str(tmp_path / "summary")}
    for old, new in places.items():
        arguments = [a.replace(old, new) for a in arguments]
    (tmp_path / "summary").write_text("")  # GitHub makes it
    done = run(*arguments[3:], "--only", "1")
    assert arguments[:3] == [".venv/bin/python", "-m", "grader"]
    assert done.returncode == Exit.PASSED, done.stderr
    assert (tmp_path / "summary").read_text().startswith("## 10 of 10 points")
    assert (tmp_path / "junit.xml").exists() and (tmp_path / "verdict.json").exists()


def test_a_summary_leaves_a_submissions_text_in_its_fence() -> None:
    failure = Failure("f()", "raised ValueError: ```\n# <b>mine</b>" + "x" * 9_000, "1")
    broken = PropertyVerdict("test_a", "a holds", Status.FAILED, 1.0, failure)
    verdict = Verdict("x", 7, (
        ExerciseVerdict(1, "matmul", Status.FAILED, 0.0, 10.0, properties=(broken,)),
        ExerciseVerdict(5, "linear", Status.NOT_ATTEMPTED, 0.0, 10.0),
    ))  # fmt: skip
    text = summary.as_markdown(verdict)
    assert "| ✗ | 01 matmul | 0 of 10 | 0 of 1 hold |" in text
    assert "| · | 05 linear | 0 of 10 | not attempted |" in text
    assert "\n````text\n" in text and "a holds" in text
    assert len(text) < 3_000 and "SEED=7" in text
