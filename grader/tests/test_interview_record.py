"""The record of an interview: what is written is what is read, whatever happens in between."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.interview import entries, folders, room, session, store
from grader.interview.entries import Ended, Ending, Entry, Focus, Hint, Note, Resumed, Save
from grader.interview.findings import Check, Graded, Property, Rated, Regraded, Row, Score
from grader.interview.store import Store
from grader.judging.verdicts import ExerciseVerdict, FinaleVerdict, Misread, Status
from grader.outcome import GraderFault, UsageError
from grader.tests.interviews import START, opened, verdict


def _entries() -> list[Entry]:
    finale = FinaleVerdict(
        0.9, 0.88, 0.91, 0.94, 120.0, "mnist",
        confusion=((9, 1), (0, 10)), misread=(Misread(bytes(range(256)), 3, 8),), losses=(0.5,),
    )  # fmt: skip
    trained = ExerciseVerdict(8, "mnist", Status.PASSED, 30.0, 30.0, finale=finale)
    return [
        Save(START + 10.5, START + 10.6, 1, 3, b"x = '\xff\r\n".decode("utf-8", "surrogateescape")),
        Check(START + 12, 1, 3, True, Status.ERROR, 0.0,
              (Property("test_a", "a sentence", Status.ERROR),), "importing raised", 1.25),
        Hint(START + 20, 3, 2, 1.0),
        Focus(START + 21, 4),
        Note(START + 22, "speaks “well” — 50 %"),
        Resumed(START + 40, START + 30),
        Ended(START + 90, Ending.SUBMITTED),
        Rated(START + 91, 4, None, 2),
        Graded(START + 95, (verdict(3, 2, diagnosis="You did."), trained),
               (Score(3, 6.67, 2.0, 10.0),), (Row("pace", "q", ("a", "b", "c", "d"), ("e",), 2),)),
    ]  # fmt: skip


def test_every_kind_of_entry_is_read_as_it_was_written() -> None:
    record = room.furnish(opened())
    for entry in _entries():
        record.add(entry)
    found = session.load(record.session.folder)
    assert found == record.session
    save, graded = found.saves[0], found.graded
    assert save.data == b"x = '\xff\r\n"
    assert graded is not None
    assert graded.verdicts[0] == verdict(3, 2, diagnosis="You did.")
    finale = graded.verdicts[1].finale
    assert finale is not None
    assert finale.misread[0].image == bytes(range(256))
    assert finale.confusion == ((9, 1), (0, 10))


def test_a_human_changes_a_grade_and_takes_it_back() -> None:
    record = room.furnish(opened())
    for entry in _entries():
        record.add(entry)
    record.add(Regraded(START + 99, "pace", 4))
    folder = record.session.folder
    graded = session.load(folder).graded
    assert graded is not None
    assert (graded.rubric[0].machine, graded.rubric[0].grade) == (2, 4)
    record.add(Regraded(START + 100, "pace", None))
    graded = session.load(folder).graded
    assert graded is not None
    assert graded.rubric[0].grade == 2


def test_a_torn_line_is_skipped_and_the_next_one_is_whole() -> None:
    record = room.furnish(opened())
    path = record.session.folder / folders.RECORD
    with path.open("ab") as file:
        file.write(entries.line(Note(START + 1, "torn by a power cut"))[:-20])
    again = Store(session.load(record.session.folder))
    again.add(Note(START + 2, "after it"))
    assert [note.text for note in session.load(record.session.folder).notes] == ["after it"]


def test_lines_of_a_later_version_are_left_out_and_its_records_refused() -> None:
    record = room.furnish(opened())
    path = record.session.folder / folders.RECORD
    with path.open("ab") as file:
        file.write(b'{"is":"Telepathy","at":1.0}\n[]\n{"is":"Note"}\n')
    assert session.load(record.session.folder).notes == ()
    path.write_bytes(path.read_bytes().replace(b'"version":1', b'"version":2', 1))
    with pytest.raises(GraderFault, match="newer version"):
        session.load(record.session.folder)


def test_what_is_no_interview_is_said_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(GraderFault, match="cannot be read"):
        session.load(tmp_path)
    (tmp_path / folders.RECORD).write_text("no JSON\n")
    with pytest.raises(GraderFault, match="not the record"):
        session.load(tmp_path)


def test_the_room_holds_stubs_and_statements_and_nothing_that_helps() -> None:
    record = room.furnish(opened("backprop"))
    folder = record.session.folder
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    modules = ["02_sigmoid", "04_cross_entropy", "05_linear", "06_sgd"]
    expected = [f"{m}/{name}" for m in modules for name in ("README.md", f"{m[3:]}.py")]
    given = ["given/matmul.py", "given/softmax.py"]
    assert names == sorted([*expected, *given, "Makefile", "session.jsonl"])
    for task in record.session.tasks:
        module = room.module_path(record.session, task).read_text(encoding="utf-8")
        assert module == task.stub
        assert "raise NotImplementedError" in module
        statement = (folder / task.exercise.folder / "README.md").read_text(encoding="utf-8")
        assert "## Your task" in statement
        assert "make hint" not in statement
        assert "make test-exercise" not in statement


def test_the_last_snapshot_at_or_before_the_end_is_what_counts() -> None:
    record = room.furnish(opened(minutes=1))
    deadline = record.session.opened.deadline
    record.add(Save(deadline - 30, deadline - 30, 1, 3, "early"))
    record.add(Save(deadline, deadline + 0.05, 2, 3, "at the deadline"))
    record.add(Save(deadline + 0.01, deadline + 0.05, 3, 3, "too late"))
    record.add(Ended(deadline, Ending.DEADLINE))
    final = record.session.final(3)
    assert final is not None
    assert final.source == "at the deadline"
    assert room.final_modules(record.session)[3] == b"at the deadline"
    assert room.final_modules(record.session)[2].decode() == record.session.tasks[0].stub


def test_one_interview_at_a_time() -> None:
    with store.only_one():
        assert store.running()
        with pytest.raises(store.Busy), store.only_one():
            pass
    assert not store.running()
    with store.only_one():
        pass


def test_unfinished_is_the_latest_without_a_grade() -> None:
    assert store.unfinished() is None
    first = room.furnish(opened())
    found = store.unfinished()
    assert found is not None
    assert found.folder == first.session.folder
    for entry in _entries():
        first.add(entry)
    assert store.unfinished() is None
    assert [s.folder for s in store.finished()] == [first.session.folder]
    second = room.furnish(opened())
    assert second.session.folder != first.session.folder
    found = store.unfinished()
    assert found is not None
    assert found.folder == second.session.folder


def test_a_place_that_cannot_be_written_is_said_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KATA_INTERVIEWS", str(tmp_path / "file" / "interviews"))
    with pytest.raises(UsageError, match="cannot be written"), store.only_one():
        pass
    with pytest.raises(UsageError, match="cannot be written"):
        room.furnish(opened())
    assert folders.each() == []


def test_a_full_disk_is_said_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    record = room.furnish(opened())
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:10]))
    with pytest.raises(GraderFault, match="cannot be written"):
        record.add(Note(START + 1, "does not fit"))
    monkeypatch.undo()
    record.add(Note(START + 2, "fits"))
    found = session.load(record.session.folder)
    assert [note.text for note in found.notes] == ["fits"]
    assert record.session.notes == found.notes
