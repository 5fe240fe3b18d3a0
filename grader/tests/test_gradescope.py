"""Gradescope's zip, unpacked and run in a folder that imitates its layout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from grader import curriculum
from grader.cohort import gradescope
from grader.curriculum import ROOT


@pytest.fixture
def autograder(tmp_path: Path) -> Path:
    """/autograder as Gradescope lays it out, with this project's own environment."""
    gradescope.build(tmp_path / "a.zip", "core")
    top = tmp_path / "autograder"
    for name in ("submission", "results"):
        (top / name).mkdir(parents=True)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(top / "source")
        for script in ("setup.sh", "run_autograder"):
            assert archive.getinfo(script).external_attr >> 16 == 0o755
    (top / "source" / ".venv" / "bin").mkdir(parents=True)
    (top / "source" / ".venv" / "bin" / "python").symlink_to(sys.executable)
    return top


def test_a_flat_hand_in_is_graded_by_the_scripts(autograder: Path) -> None:
    for number in (1, 3):
        shutil.copy(curriculum.exercise(number).reference, autograder / "submission")
    script = autograder / "source" / "run_autograder"
    script.chmod(0o755)
    environment = {"PATH": os.environ["PATH"], "AUTOGRADER": str(autograder)}
    packages = os.pathsep.join(path for path in sys.path if "site-packages" in path)
    environment["PYTHONPATH"] = packages
    done = subprocess.run([script], env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    found = json.loads((autograder / "results" / "results.json").read_text())
    assert found["score"] == 20
    assert "01 matmul: taken from matmul.py" in found["output"]
    assert {t["status"] for t in found["tests"] if t["number"].startswith("1.")} == {"passed"}


def test_the_zip_holds_nothing_of_mnist_and_is_the_same_twice(tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        gradescope.build(tmp_path / name, "core")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        names = archive.namelist()
    assert not any(name.startswith("data/mnist") for name in names)
    assert "exercises/01_matmul/matmul.py" not in names  # somebody's own work
    assert "exercises/01_matmul/test_matmul.py" in names


def test_the_zip_is_built_by_a_command_and_a_bad_place_is_one_line(tmp_path: Path) -> None:
    for out, status in ((tmp_path / "x.zip", 0), (tmp_path, 2), (tmp_path / "no" / "x.zip", 2)):
        command = [sys.executable, "-m", "grader", "gradescope", "--out", str(out)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == status
        assert (done.stdout + done.stderr).count("\n") == 1
