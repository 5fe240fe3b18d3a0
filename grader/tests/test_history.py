"""Progress is remembered, and nothing that was recorded is lost, whatever happens to the file."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from grader import curriculum
from grader.curriculum import ROOT
from grader.judging.verdicts import ExerciseVerdict, PropertyVerdict, Status
from grader.practice.history import VERSION, Event, History, Past

SOFTMAX = curriculum.exercise(3)


def verdict(status: Status = Status.PASSED, score: float = 10.0) -> ExerciseVerdict:
    found = PropertyVerdict("test_rows", "rows sum to 1", status)
    return ExerciseVerdict(3, "softmax", status, score, 10.0, wall_s=0.4, properties=(found,))


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path)


def test_checks_and_events_come_back_in_order(history: History) -> None:
    history.add_check(verdict(Status.FAILED, 5.0), "one", 1)
    history.add_event(SOFTMAX, Event.HINT, "1")
    history.add_check(verdict(), "two", 2)
    past = history.of(SOFTMAX)
    assert [(c.status, c.score) for c in past.checks] == [
        (Status.FAILED, 5.0),
        (Status.PASSED, 10.0),
    ]
    assert past.hints == 1 and past.ever_passed


def test_record_holds_hash_copy_and_verdicts(history: History, tmp_path: Path) -> None:
    history.add_check(verdict(), "def softmax(z): ...", 7)
    row = sqlite3.connect(tmp_path / "history.db").execute("SELECT * FROM checks").fetchone()
    assert "def softmax(z): ..." in row and '{"test_rows": "passed"}' in row and 7 in row


def test_broken_file_is_kept_aside_and_a_new_one_begun(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "history.db").write_bytes(b"this is not a database" * 100)
    History(tmp_path).add_check(verdict(), "x", 1)
    assert History(tmp_path).of(SOFTMAX).ever_passed
    (aside,) = tmp_path.glob("history.broken-*.db")
    assert aside.read_bytes().startswith(b"this is not a database")
    assert capsys.readouterr().err.count("\n") == 1


def test_file_with_a_damaged_page_is_kept_aside_once_it_is_noticed(
    history: History, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    history.add_check(verdict(), "x", 1)
    path = tmp_path / "history.db"
    sqlite3.connect(path).execute("PRAGMA wal_checkpoint(TRUNCATE)").connection.close()
    data = bytearray(path.read_bytes())
    data[4096:8192] = b"\xff" * 4096  # the first page of the checks
    path.write_bytes(data)
    History(tmp_path).past()
    History(tmp_path).past()
    assert len(list(tmp_path.glob("history.broken-*.db"))) == 1
    assert capsys.readouterr().err.count("\n") == 1
    History(tmp_path).add_check(verdict(), "y", 2)
    assert History(tmp_path).of(SOFTMAX).ever_passed


def test_database_of_a_newer_version_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    History(tmp_path).add_check(verdict(), "x", 1)
    database = sqlite3.connect(tmp_path / "history.db")
    database.execute(f"PRAGMA user_version = {VERSION + 1}")
    database.close()
    before = (tmp_path / "history.db").read_bytes()
    History(tmp_path).add_check(verdict(), "y", 2)
    assert (tmp_path / "history.db").read_bytes() == before
    assert "newer version" in capsys.readouterr().err


def test_folder_that_cannot_be_written_costs_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    history = History(tmp_path / "file" / "below")
    history.add_check(verdict(), "x", 1)
    assert history.of(SOFTMAX) == Past()
    error = capsys.readouterr().err
    assert "not recorded" in error and "Errno" not in error and error.count("\n") == 1


def test_full_disk_costs_one_line_and_no_record(
    history: History, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    history.add_check(verdict(), "x", 1)
    connect = sqlite3.connect

    def small(path: Path, timeout: float, isolation_level: None) -> sqlite3.Connection:
        database = connect(path, timeout=timeout, isolation_level=isolation_level)
        pages = database.execute("PRAGMA page_count").fetchone()[0]
        database.execute(f"PRAGMA max_page_count = {pages}")  # SQLite then says: disk is full
        return database

    monkeypatch.setattr(sqlite3, "connect", small)
    history.add_check(verdict(), "y" * 100_000, 2)
    monkeypatch.undo()
    assert len(history.of(SOFTMAX).checks) == 1
    assert "full" in capsys.readouterr().err


WRITER = """
import sys
from pathlib import Path
from grader.practice.history import History
from grader.tests.test_history import verdict
history = History(Path(sys.argv[1]))
number = 0
while True:
    history.add_check(verdict(), f"{sys.argv[2]} {number}", number)
    print(number, flush=True)
    number += 1
"""


def writer(folder: Path, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), name],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_commands_that_begin_the_record_at_once_are_all_recorded(
    history: History, tmp_path: Path
) -> None:
    def other_command() -> None:
        with sqlite3.connect(tmp_path / "history.db") as database:
            database.execute("BEGIN IMMEDIATE")
            writing.set()
            time.sleep(0.1)
        database.close()

    writing = threading.Event()
    thread = threading.Thread(target=other_command)
    thread.start()
    writing.wait()
    history.add_check(verdict(), "softmax", 1)
    thread.join()
    assert len(history.of(SOFTMAX).checks) == 1


def test_what_was_reported_survives_kills_of_two_writers(tmp_path: Path) -> None:
    rounds = int(os.environ.get("KATA_KILLS", "4")) // 2
    reported: set[str] = set()
    for number in range(rounds):
        pair = [writer(tmp_path, f"{number}{name}") for name in "ab"]
        for process in pair:
            assert process.stdout is not None
            process.stdout.readline()
        time.sleep(0.02 + 0.013 * (number % 7))
        for process in pair:
            process.send_signal(signal.SIGKILL)
        for process, name in zip(pair, "ab", strict=True):
            rest, _ = process.communicate()
            count = 1 + rest.count("\n")
            reported |= {f"{number}{name} {i}" for i in range(count)}
    database = sqlite3.connect(tmp_path / "history.db")
    recorded = {row[0] for row in database.execute("SELECT source FROM checks")}
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert reported <= recorded and len(reported) >= 2 * rounds
