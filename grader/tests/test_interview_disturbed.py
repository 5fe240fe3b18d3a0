"""Interviews that are killed or left alone: a save in time counts, and no other."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.curriculum import ROOT
from grader.interview import clock, folders, keeper, late, room, session
from grader.interview.live import Interview
from grader.interview.store import Store
from grader.tests.conftest import reference
from grader.tests.interviews import MadeUpChecks, opened

SECONDS = 6.0  # of each interview; all of them run side by side


class Sitting:
    """One interview in a process of its own, below a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._environment = {**os.environ, "KATA_INTERVIEWS": str(folder)}
        self._place = folder
        self.process = self.run("--preset=phone", f"--minutes={SECONDS / 60}", "--seed=7")

    def wait_for_room(self) -> None:
        """Wait until the interview has begun."""
        limit = time.monotonic() + 30
        while not (
            found := [p for p in self._place.glob(f"*/{folders.RECORD}") if p.stat().st_size]
        ):
            assert time.monotonic() < limit
            time.sleep(0.02)
        self.folder = found[0].parent
        self.deadline = session.load(self.folder).opened.deadline

    def run(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "grader", "interview", "--plain", *arguments],
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def save(self, text: str) -> None:
        """Save exercise 2 as an editor does: another file, renamed."""
        path = self.folder / "02_sigmoid" / "sigmoid.py"
        beside = path.with_suffix(".new")
        beside.write_text(text, encoding="utf-8")
        beside.rename(path)

    def until(self, before_the_deadline: float) -> None:
        time.sleep(max(0.0, self.deadline - before_the_deadline - time.time()))

    def closed(self) -> tuple[dict[str, Any], str]:
        """The verdict that a later `interview` leaves, and what it says."""
        again = self.run()
        out, _ = again.communicate("", timeout=60)
        assert again.returncode == 0, out
        verdict = json.loads((self.folder / "verdict.json").read_text())
        assert isinstance(verdict, dict)
        return verdict, out


RIGHT = reference(2)


def saved_then_killed(sitting: Sitting) -> None:
    sitting.until(2.0)
    sitting.save(RIGHT)
    os.killpg(sitting.process.pid, signal.SIGKILL)


def killed_and_overwritten_after_the_deadline(sitting: Sitting) -> None:
    sitting.until(3.0)
    os.killpg(sitting.process.pid, signal.SIGKILL)
    sitting.until(1.5)
    sitting.save(RIGHT)
    sitting.until(-1.0)
    sitting.save("too late\n")


def only_saved_too_late(sitting: Sitting) -> None:
    sitting.until(3.0)
    os.killpg(sitting.process.pid, signal.SIGKILL)
    sitting.until(-0.5)
    sitting.save(RIGHT)


DISTURBANCES: dict[Callable[[Sitting], None], bool] = {
    saved_then_killed: True,
    killed_and_overwritten_after_the_deadline: True,
    only_saved_too_late: False,
}


@pytest.fixture(scope="module")
def disturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Sitting]]:
    """All disturbances, side by side, each past its deadline."""
    top = tmp_path_factory.mktemp("disturbed")
    sittings = {act.__name__: Sitting(top / act.__name__) for act in DISTURBANCES}
    children = []
    for act in DISTURBANCES:
        child = os.fork()
        if child == 0:
            sittings[act.__name__].wait_for_room()
            act(sittings[act.__name__])
            os._exit(0)
        children.append(child)
    for child in children:
        assert os.waitpid(child, 0)[1] == 0
    for sitting in sittings.values():
        sitting.wait_for_room()
    yield sittings
    for sitting in sittings.values():
        sitting.process.kill()
        sitting.process.communicate()


@pytest.mark.parametrize("act", DISTURBANCES, ids=lambda act: act.__name__)
def test_what_counts_is_the_last_save_in_time(
    disturbed: dict[str, Sitting], act: Callable[[Sitting], None]
) -> None:
    sitting = disturbed[act.__name__]
    verdict, out = sitting.closed()
    statuses = {e["name"]: e["status"] for e in verdict["exercises"]}
    assert (statuses["sigmoid"] == "passed") is DISTURBANCES[act], out
    if act is killed_and_overwritten_after_the_deadline:
        assert "changed after the end" in out


def test_a_keeper_ends_soon_after_the_interview(tmp_path: Path) -> None:
    now = time.time()
    record = room.furnish(replace(opened(), at=now, deadline=now + 60))
    folder = record.session.folder
    process = subprocess.Popen(
        [sys.executable, "-m", "grader.interview.keeper", str(folder)], cwd=ROOT
    )
    Interview(record, checker=MadeUpChecks()).submit()
    assert process.wait(10) == 0


def test_a_keepers_note_that_is_in_the_record_is_not_taken_twice() -> None:
    now = time.time()
    record = room.furnish(replace(opened(), at=now, deadline=now + 60))
    interview = Interview(record, checker=MadeUpChecks())
    path = room.module_path(interview.session, interview.session.tasks[0])
    path.write_text("mine")
    time.sleep(0.1)
    interview.tick()
    (save,) = interview.session.saves
    notes = record.session.folder / keeper.FILE
    from grader.interview import entries

    notes.write_bytes(entries.line(replace(save, number=0)))
    assert late.take_over(Store(session.load(record.session.folder))) == []
    notes.write_bytes(entries.line(replace(save, number=0, source="another", at=save.at + 1)))
    (taken,) = late.take_over(Store(session.load(record.session.folder)))
    assert (taken.number, taken.source) == (2, "another")


@pytest.mark.parametrize("back", [3600.0, -3600.0])
def test_a_clock_that_is_set_back_gains_nothing(
    back: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = replace(opened(), at=time.time(), boot=clock.boot(), ticks=clock.ticks())
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() - back)
    seconds = clock.now(begun) - begun.at
    assert seconds < 5 if back > 0 else seconds > 3590


def test_across_a_reboot_the_wall_clock_stands_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: Any = replace(opened(), at=time.time(), boot="another", ticks=1e9)
    assert abs(clock.now(begun) - time.time()) < 1


def test_a_file_that_is_gone_is_told_once_with_its_path() -> None:
    now = time.time()
    record = room.furnish(replace(opened(), at=now, deadline=now + 60))
    interview = Interview(record, checker=MadeUpChecks())
    path = room.module_path(interview.session, interview.session.tasks[0])
    path.unlink()
    news = [*interview.tick(), *interview.tick()]
    assert [str(path) in str(line) for line in news] == [True]
