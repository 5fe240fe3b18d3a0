"""Cohorts under attack and under the knife: hostile archives, SIGKILLs, full disks."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from grader import curriculum
from grader.cohort import intake
from grader.cohort.intake import Reading
from grader.curriculum import ROOT
from grader.outcome import Exit
from grader.tests import hostile

AUTHORS = 8
KILLS = 50


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "grader", "cohort", *map(str, arguments)]


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), cwd=ROOT, capture_output=True, text=True)


def a_class(top: Path) -> Path:
    """Some right, some wrong: verdicts that would show it if one author got another's."""
    for number in range(AUTHORS):
        for exercise in (curriculum.exercise(1), curriculum.exercise(2)):
            path = top / f"author{number:02}" / exercise.module
            path.parent.mkdir(parents=True)
            source = exercise.reference.read_text(encoding="utf-8")
            path.write_text(source if number % 3 else source.replace("return", "return 0 or"))
        if number % 4 == 0:
            path.write_text("def sigmoid(z):\n    return z\n")
    return top


def verdicts(out: Path) -> dict[str, Any]:
    """What each author got, without what differs by the clock."""
    found = {}
    for path in (out / "submissions").glob("*/verdict.json"):
        exercises = json.loads(path.read_text())["exercises"]
        found[path.parent.name] = [
            {k: e[k] for k in ("number", "status", "score", "diagnosis", "sha256", "mistakes")}
            for e in exercises
        ]
    return found


def test_hostile_archives_write_nothing_and_are_named(tmp_path: Path) -> None:
    names = hostile.make(tmp_path / "in" / "class", "marker-of-the-test", many=11_000)
    assert len(names) == 40
    before = sorted(tmp_path.rglob("*"))
    done = run(tmp_path / "in" / "class", "--only", "1", "--jobs", "2", "--out", tmp_path / "out")
    assert done.returncode == Exit.FAILED and "0 submissions graded" in done.stdout
    assert [p for p in sorted(tmp_path.rglob("*")) if tmp_path / "out" not in [p, *p.parents]] == (
        before
    )
    for place in (*tmp_path.parents, ROOT):
        assert not (place / "marker-of-the-test").exists()
    grades = (tmp_path / "out" / "grades.csv").read_text(encoding="utf-8")
    page = (tmp_path / "out" / "class.html").read_text(encoding="utf-8")
    found, _ = intake.entries(tmp_path / "in" / "class", tmp_path / "out")
    assert len(found) == len(names)
    for entry in found:
        assert f"{entry.name}," in grades.replace('"', "") and entry.name in page
        taken = intake.take(entry)
        assert taken.reading is not Reading.READ and taken.problem not in ("", "It is empty.")


@pytest.mark.many
def test_sigkills_at_random_moments_change_no_verdict(tmp_path: Path) -> None:
    rng = random.Random(os.environ.get("SEED", "4"))
    top = a_class(tmp_path / "class")
    began = time.monotonic()
    run(top, "--only", "1,2", "--seed", "3", "--jobs", "2", "--out", tmp_path / "whole")
    whole = time.monotonic() - began
    expected = verdicts(tmp_path / "whole")
    assert len(expected) == AUTHORS
    out, kills, done_at_once = tmp_path / "killed", [0, 0], 0
    while sum(kills) < KILLS:
        if len(verdicts(out)) == AUTHORS:  # done before all the kills: from the beginning again
            shutil.rmtree(out)
            done_at_once += 1
        going_on = (out / "cohort.json").exists()
        if not going_on:
            shutil.rmtree(out, ignore_errors=True)
        options = ["--resume"] if going_on else ["--seed", "3", "--only", "1,2"]
        started = subprocess.Popen(
            command(top, "--jobs", "2", "--out", out, *options),
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        while started.poll() is None and sum(kills) < KILLS:
            if rng.random() < 0.9:  # mostly while something is judged
                while started.poll() is None and not _children(started.pid):
                    time.sleep(0.01)
            time.sleep(rng.uniform(0, whole / 3))  # so that some get done between two kills
            children = _children(started.pid)
            of_a_worker = bool(children) and rng.random() < 0.6
            with contextlib.suppress(ProcessLookupError):
                os.kill(rng.choice(children) if of_a_worker else started.pid, signal.SIGKILL)
                kills[of_a_worker] += 1
        started.wait()
        found = verdicts(out)  # those that exist are whole and right at every moment
        assert found == {name: expected[name] for name in found}
    print(f"kills of the command, of workers: {kills}; begun anew {done_at_once} times")
    done = run(top, "--resume", "--out", out)
    assert done.returncode == Exit.PASSED, done.stderr
    assert verdicts(out) == expected
    lines = (out / "grades.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == sorted(expected)


def _children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(number) for number in text.split()]


@pytest.mark.many
@pytest.mark.skipif(os.geteuid() != 0, reason="mounts a small disk, which takes root")
def test_a_full_disk_loses_at_most_what_is_being_judged(tmp_path: Path) -> None:
    top = a_class(tmp_path / "class")
    run(top, "--only", "1,2", "--seed", "3", "--jobs", "2", "--out", tmp_path / "whole")
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", disk]).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        out = disk / "out"
        full = run(top, "--only", "1,2", "--seed", "3", "--jobs", "2", "--out", out)
        assert full.returncode in (Exit.FAILED, Exit.FAULT)
        assert "No space left" in full.stdout + full.stderr
        assert "Traceback" not in full.stderr
        assert not list(out.rglob(".*.[0-9]*"))  # no half-written file is left
        expected, found = verdicts(tmp_path / "whole"), verdicts(out)
        assert len(found) < AUTHORS
        assert found == {name: expected[name] for name in found}
        subprocess.run(["mount", "-o", "remount,size=40m", disk], check=True)
        assert run(top, "--resume", "--out", out).returncode == Exit.PASSED
        assert verdicts(out) == expected
    finally:
        subprocess.run(["umount", disk], check=True)
