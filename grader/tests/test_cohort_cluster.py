"""A cohort on a dask cluster: its scheduler and workers are processes of this machine."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader import curriculum
from grader.curriculum import ROOT
from grader.outcome import Exit

pytestmark = pytest.mark.many
pytest.importorskip("distributed", reason="pip install '.[cluster]'")

WEAK = """\
from grader.sandbox import host
from grader.sandbox.confinement import Confined, Confinement
host.probe = lambda: Confined(Confinement.LIMITS, {"seccomp": "not known to this kernel"})
"""


class Cluster:
    """A scheduler, and workers that can be killed."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "scheduler.json"
        self._log = (folder / "log").open("w")
        self.workers: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0")
        while not self._file.exists():
            time.sleep(0.1)
        time.sleep(0.2)
        self.address = str(json.loads(self._file.read_text())["address"])

    def _start(self, what: str, *options: str, cwd: Path = ROOT) -> subprocess.Popen[bytes]:
        module = f"distributed.cli.dask_{what}"
        command = [sys.executable, "-m", module, "--no-dashboard", *options]
        environment = os.environ | {"DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
        return subprocess.Popen(
            [*command, "--scheduler-file", str(self._file)],
            cwd=cwd, env=environment, stdout=self._log, stderr=self._log, start_new_session=True,
        )  # fmt: skip

    def worker(self, *options: str, cwd: Path = ROOT) -> None:
        """One worker more: one thread, and no nanny that would start it again."""
        known = self._log.name
        before = Path(known).read_text().count("Registered to")
        self.workers.append(
            self._start("worker", "--nthreads", "1", "--no-nanny", *options, cwd=cwd)
        )
        while Path(known).read_text().count("Registered to") == before:
            assert self.workers[-1].poll() is None, Path(known).read_text()[-2000:]
            time.sleep(0.1)

    def close(self) -> None:
        for one in (*self.workers, self.scheduler):
            kill(one)


def kill(one: subprocess.Popen[bytes]) -> None:
    """SIGKILL, as the end of a machine is."""
    if one.poll() is None:
        os.killpg(one.pid, signal.SIGKILL)
        one.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    started = Cluster(tmp_path)
    yield started
    started.close()


def a_class(top: Path, count: int) -> Path:
    exercise = curriculum.exercise(1)
    for number in range(count):
        path = top / f"author{number:02}" / exercise.module
        path.parent.mkdir(parents=True)
        source = exercise.reference.read_text(encoding="utf-8")
        path.write_text(source if number % 3 else "def matmul(a, b):\n    return b\n")
    return top


def start(top: Path, out: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "grader", "cohort", top, "--out", out, "--only", "1"]
    return subprocess.Popen(
        [*map(str, command), *options],
        cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def end(started: subprocess.Popen[str]) -> tuple[int, str]:
    """The exit status, and what was said on standard error but for the progress."""
    _, errors = started.communicate(timeout=1800)
    lines = [line for line in errors.splitlines() if not line.endswith("graded")]
    return started.returncode, "\n".join(lines)


def verdicts(out: Path) -> dict[str, Any]:
    found = {}
    for path in (out / "submissions").glob("*/verdict.json"):
        [exercise] = json.loads(path.read_text())["exercises"]
        found[path.parent.name] = {
            k: exercise[k] for k in ("status", "score", "diagnosis", "sha256")
        }
    return found


def wait_for(out: Path, count: int, started: subprocess.Popen[str]) -> None:
    while len(verdicts(out)) < count:
        assert started.poll() is None, end(started)
        time.sleep(0.1)


def test_a_worker_killed_in_the_middle_costs_no_verdict(cluster: Cluster, tmp_path: Path) -> None:
    top = a_class(tmp_path / "class", 60)
    for _ in range(2):
        cluster.worker()
    began = time.monotonic()
    assert end(start(top, tmp_path / "here", "--jobs", "2", "--seed", "3"))[0] == Exit.PASSED
    here = time.monotonic() - began
    expected = verdicts(tmp_path / "here")
    began = time.monotonic()
    options = ("--cluster", cluster.address, "--seed", "3")
    assert end(start(top, tmp_path / "there", *options))[0] == Exit.PASSED
    print(f"60 submissions: {here:.0f} s with --jobs 2, {time.monotonic() - began:.0f} s there")
    assert verdicts(tmp_path / "there") == expected
    started = start(top, tmp_path / "killed", *options)
    wait_for(tmp_path / "killed", 20, started)
    kill(cluster.workers[0])
    assert end(started)[0] == Exit.PASSED
    assert verdicts(tmp_path / "killed") == expected and len(expected) == 60


def test_a_scheduler_that_is_gone_is_one_line_and_resume_goes_on(
    cluster: Cluster, tmp_path: Path
) -> None:
    top = a_class(tmp_path / "class", 12)
    cluster.worker()
    started = start(top, tmp_path / "out", "--cluster", cluster.address)
    wait_for(tmp_path / "out", 3, started)
    kill(cluster.scheduler)
    status, errors = end(started)
    assert status == Exit.FAULT and "--resume goes on" in errors and errors.count("\n") == 0, errors
    again = start(top, tmp_path / "out", "--cluster", cluster.address, "--resume")
    status, errors = end(again)
    assert status == Exit.FAULT and "does not answer" in errors and errors.count("\n") == 0, errors
    assert end(start(top, tmp_path / "out", "--resume"))[0] == Exit.PASSED
    assert len(verdicts(tmp_path / "out")) == 12


def test_a_worker_that_may_not_judge_is_one_line(cluster: Cluster, tmp_path: Path) -> None:
    top = a_class(tmp_path / "class", 2)
    (tmp_path / "weak.py").write_text(WEAK)
    cluster.worker("--preload", str(tmp_path / "weak.py"))
    options = ("--cluster", cluster.address, "--require", "kernel")
    status, errors = end(start(top, tmp_path / "out", *options))
    assert status == Exit.FAULT and "seccomp" in errors and errors.count("\n") == 0, errors
    kill(cluster.workers.pop())
    other = tmp_path / "other"
    for name in ("grader", "exercises", "solutions", "data"):
        leave = shutil.ignore_patterns("tests", "__pycache__", "mnist")
        shutil.copytree(ROOT / name, other / name, ignore=leave)
    (other / "grader" / "seeds.py").open("a").write("# another version\n")
    cluster.worker(cwd=other)
    status, errors = end(start(top, tmp_path / "out", *options, "--resume"))
    assert status == Exit.FAULT and "another grader" in errors and errors.count("\n") == 0, errors
    kill(cluster.workers.pop())
    cluster.worker()
    assert end(start(top, tmp_path / "out", *options, "--resume"))[0] == Exit.PASSED
    assert len(verdicts(tmp_path / "out")) == 2
