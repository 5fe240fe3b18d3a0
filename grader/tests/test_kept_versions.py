"""What earlier versions wrote on people's disks is still read: their history, their interviews.

`kept/` holds files that real commands wrote, the database as SQL. They are never made anew: a
version that changes a form adds its own beside them.
"""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from grader import cli
from grader.interview import store
from grader.judging.verdicts import Status
from grader.outcome import Exit
from grader.practice.history import Event, History

KEPT = Path(__file__).parent / "kept"


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    monkeypatch.setenv("KATA_HOME", str(tmp_path))
    database = sqlite3.connect(tmp_path / "history.db")
    database.executescript((KEPT / "history.sql").read_text(encoding="utf-8"))
    database.close()
    return History()


def test_a_history_of_version_2_is_read(history: History) -> None:
    past = history.past()
    assert [check.status for check in past[1].checks] == [Status.PASSED]
    assert [check.status for check in past[2].checks] == [Status.FAILED, Status.PASSED]
    assert [kind for _, kind, _ in past[2].events] == [Event.HINT, Event.RESET]


@pytest.mark.usefixtures("history")
def test_a_history_of_version_2_is_shown_and_says_what_is_due(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KATA_NOW", "2026-12-24T18:00:00")
    assert cli.main(["status"]) in (Exit.PASSED, Exit.FAILED)
    assert "01 matmul" in capsys.readouterr().out
    assert cli.main(["today", "--json", "-"]) == Exit.PASSED
    assert '"number": 1' in capsys.readouterr().out


def test_an_interview_of_version_2_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KATA_INTERVIEWS", str(tmp_path))
    room = tmp_path / "2026-11-27_13-07-10"
    room.mkdir()
    for name in ("session.jsonl", "watched.jsonl"):
        shutil.copy(KEPT / name, room)
    (found,) = store.finished()
    assert found.graded is not None and found.graded.share == pytest.approx(1 / 3)
    assert cli.main(["history"]) == Exit.PASSED
    assert "10 / 30" in capsys.readouterr().out
