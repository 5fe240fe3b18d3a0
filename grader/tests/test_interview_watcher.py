"""Saves: seen at once, timed by the file, and counted by the deadline."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from grader.interview import room
from grader.interview.live import Interview
from grader.interview.watcher import SETTLE_SECONDS, Watcher, saved_at
from grader.tests.interviews import MadeUpChecks, opened


@pytest.fixture
def module(tmp_path: Path) -> Path:
    path = tmp_path / "softmax.py"
    path.write_text("old")
    return path


def _watch(path: Path, now: Callable[[], float] = time.time) -> Watcher:
    return Watcher({3: path}, {3: b"old"}, time.time(), deadline=1e12, now=now)


def _settled() -> None:
    time.sleep(SETTLE_SECONDS + 0.02)


def _is_in(at: float, before: float, after: float) -> bool:
    """Whether a save was between two readings of the clock; file times run a little behind it."""
    return before - 0.05 <= at <= after


def test_the_content_that_was_there_is_no_save(module: Path) -> None:
    watcher = _watch(module)
    _settled()
    assert watcher.look() == []


def test_a_save_is_timed_by_the_file_not_by_the_look(module: Path) -> None:
    watcher = _watch(module)
    before = time.time()
    module.write_text("new")
    after = time.time()
    time.sleep(0.15)
    (found,) = watcher.look()
    assert found.data == b"new"
    assert _is_in(found.at, before, after)
    assert found.seen - found.at > 0.1
    assert watcher.look() == []


def test_the_same_content_saved_again_is_no_save(module: Path) -> None:
    watcher = _watch(module)
    module.write_text("old")
    _settled()
    assert watcher.look() == []


def test_an_editor_that_writes_another_file_and_renames_it_is_seen(module: Path) -> None:
    watcher = _watch(module)
    other = module.with_suffix(".swp")
    other.write_text("renamed")
    os.utime(other, (1.0, 1.0))
    time.sleep(0.1)
    before = time.time()
    other.rename(module)
    after = time.time()
    _settled()
    (found,) = watcher.look()
    assert found.data == b"renamed"
    assert _is_in(found.at, before, after)


def test_a_date_set_back_by_hand_does_not_move_a_save(module: Path) -> None:
    watcher = _watch(module)
    time.sleep(0.1)
    before = time.time()
    module.write_text("new")
    os.utime(module, (before - 3600, before - 3600))
    after = time.time()
    _settled()
    (found,) = watcher.look()
    assert _is_in(found.at, before, after)


def test_a_half_written_file_waits_for_the_next_look(module: Path) -> None:
    watcher = _watch(module, now=lambda: module.stat().st_ctime + SETTLE_SECONDS / 2)
    module.write_text("half")
    assert watcher.look() == []
    assert [found.data for found in watcher.look(last=True)] == [b"half"]


def test_a_file_just_emptied_is_not_taken_for_the_last_word(module: Path) -> None:
    later = SETTLE_SECONDS / 2
    watcher = _watch(module, now=lambda: module.stat().st_ctime + later)
    module.write_text("")
    assert watcher.look(last=True) == []
    later = SETTLE_SECONDS * 2
    assert [found.data for found in watcher.look(last=True)] == [b""]


def test_links_folders_and_files_that_are_gone_are_no_saves(module: Path, tmp_path: Path) -> None:
    watcher = _watch(module)
    elsewhere = tmp_path / "elsewhere.py"
    elsewhere.write_text("linked")
    makers: list[Callable[[], object]] = [
        lambda: module.symlink_to(elsewhere),
        lambda: os.mkfifo(module),
        lambda: None,
    ]
    for make in makers:
        module.unlink()
        make()
        _settled()
        assert watcher.look() == []
        module.touch()
    module.unlink()
    module.mkdir()
    _settled()
    assert watcher.look() == []


@pytest.mark.parametrize(
    ("changed", "since", "seen", "at"),
    [
        (99.95, 99.9, 100.05, 99.95),  # in time, seen a moment later
        (100.02, 99.95, 100.05, 100.02),  # too late
        (50.0, 99.95, 100.05, 100.05),  # older than a look that did not see it
        (200.0, 99.95, 100.05, 200.0),  # in the future, and seen after the deadline
        (200.0, 89.95, 90.05, 90.05),  # in the future, but it was seen in time
        (99.0, 90.0, 160.0, 99.0),  # made in time, and seen late
        (50.0, 40.0, 60.0, 50.0),  # made while nobody was there, before the deadline
    ],
)
def test_when_a_save_was_made(changed: float, since: float, seen: float, at: float) -> None:
    assert saved_at(changed, since, seen, deadline=100.0) == at


def test_a_save_just_before_the_deadline_counts_and_one_just_after_does_not() -> None:
    now = time.time()
    record = room.furnish(replace(opened(), at=now, deadline=now + 1.0))
    interview = Interview(record, checker=MadeUpChecks())
    session = interview.session
    deadline = session.opened.deadline
    paths = [room.module_path(session, task) for task in session.tasks]

    def edit() -> None:
        time.sleep(max(0.0, deadline - 0.5 - time.time()))
        paths[0].write_text("0.5 s before")
        paths[1].write_text("0.5 s before")
        time.sleep(max(0.0, deadline + 0.2 - time.time()))
        paths[1].write_text("0.2 s after")
        paths[2].write_text("0.2 s after")

    editor = threading.Thread(target=edit)
    editor.start()
    while not interview.over:
        interview.tick()
        time.sleep(interview.until_next_look())
    editor.join()
    interview.tick()
    modules = room.final_modules(interview.session)
    assert modules[2] == modules[3] == b"0.5 s before"
    assert modules[4].decode() == session.tasks[2].stub
    assert interview.session.ended is not None
    assert interview.session.ended.at == deadline
