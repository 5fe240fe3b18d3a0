"""The practice room: states, hints, resets that lose nothing, the reference, watch."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader import cli, curriculum, stubs, submission
from grader.curriculum import Exercise
from grader.practice import debug, hints, keys, progress, reset, solution, status, undo, watch
from grader.practice.history import Event, History
from grader.practice.progress import Stage
from grader.submission import Submission
from grader.tests.conftest import reference

MODULES = (curriculum, submission, debug, hints, reset, solution, progress, status, watch)


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of exercises/ with fresh stubs, so that nobody's own work is touched or matters."""
    folder = tmp_path / "exercises"
    for exercise in curriculum.track("all"):
        path = folder / exercise.module
        path.parent.mkdir(parents=True)
        path.write_text(stubs.of(exercise), encoding="utf-8")
        for name in ("hints.md", f"test_{exercise.name}.py"):
            found = curriculum.EXERCISES / exercise.folder / name
            if found.exists():
                shutil.copy(found, path.with_name(name))
    for module in MODULES:
        if hasattr(module, "EXERCISES"):
            monkeypatch.setattr(module, "EXERCISES", folder)
    yield folder


def write(desk: Path, number: int, source: str) -> Path:
    exercise = curriculum.exercise(number)
    path = desk / exercise.module
    path.write_text(source, encoding="utf-8")
    return path


def stage(number: int) -> Stage:
    return progress.standings(History())[number - 1].stage


def run(*arguments: str) -> int:
    return cli.main(arguments)


RIGHT, WRONG = reference(1), "def matmul(a, b):\n    return a\n\n\ntranspose = matmul\n"


def test_stages_follow_the_work(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert stage(1) is Stage.UNTOUCHED
    write(desk, 1, WRONG)
    assert stage(1) is Stage.STARTED
    assert run("test", "1") == 1
    write(desk, 1, RIGHT)
    assert run("test", "1") == 0
    assert stage(1) is Stage.PASSING
    write(desk, 1, WRONG)
    assert stage(1) is Stage.PASSED_BEFORE
    assert run("reset", "1") == 0
    assert stage(1) is Stage.UNTOUCHED


def test_status_names_the_one_next_step(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("status") == 0
    assert "next: read exercises/01_matmul/README.md" in capsys.readouterr().out
    write(desk, 1, RIGHT)
    run("test", "1")
    capsys.readouterr()
    run("status")
    shown = capsys.readouterr().out
    assert "passing" in shown and "1 of 8" in shown
    assert "next: read exercises/02_sigmoid/README.md" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_hints_go_deeper_and_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    shown = []
    for _ in range(4):
        assert run("hint", "3") == 0
        shown.append(capsys.readouterr().out.splitlines()[0])
    assert [line[:4] for line in shown] == ["## 1", "## 2", "## 3", "## 3"]
    assert History().of(curriculum.exercise(3)).hints == 4
    assert run("hint", "3", "--level", "1") == 0
    assert capsys.readouterr().out.startswith("## 1")


@pytest.mark.parametrize("exercise", curriculum.track("all"), ids=lambda e: e.folder)
def test_every_exercise_has_three_hints(exercise: Exercise) -> None:
    texts = [hints.text(exercise, level) for level in (1, 2, 3)]
    assert [text[:4] for text in texts] == ["## 1", "## 2", "## 3"]
    assert all(len(text.split()) > 10 for text in texts)


def test_reset_keeps_what_was_written(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(desk, 1, WRONG)
    for number in range(2):  # twice within one second
        path.write_text(f"{WRONG}# {number}\n", encoding="utf-8")
        assert run("reset", "1") == 0
    assert path.read_text(encoding="utf-8") == stubs.of(curriculum.exercise(1))
    kept = list((Path(os.environ["KATA_HOME"]) / "kept" / "01_matmul").iterdir())
    assert {file.read_text().splitlines()[-1] for file in kept} == {"# 0", "# 1"}


def test_reset_all_renews_every_exercise(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(desk, 1, WRONG)
    write(desk, 5, "nonsense (")
    assert run("reset", "--all", "--yes") == 0
    assert all(s.stage is Stage.UNTOUCHED for s in progress.standings(History()))
    assert len(list((Path(os.environ["KATA_HOME"]) / "kept").rglob("*.py"))) == 2


def test_solution_is_shown_after_passing_or_on_demand(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("solution", "1") == 2
    assert "YES=1" in capsys.readouterr().err
    assert run("solution", "1", "--yes") == 0
    assert "def matmul" in capsys.readouterr().out
    kinds = [kind for _, kind, _ in History().of(curriculum.exercise(1)).events]
    assert kinds == [Event.SOLUTION]
    write(desk, 1, RIGHT)
    run("test", "1")
    assert run("solution", "1") == 0


def test_diff_shows_both_sides_after_passing(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("diff", "1") == 2
    write(desk, 1, RIGHT + "\n\nown = 1\n")
    run("test", "1")
    capsys.readouterr()
    assert run("diff", "1") == 0
    assert "-own = 1" in capsys.readouterr().out


def test_debug_makes_the_failing_call_again(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(desk, 1, WRONG.replace("return a", "print('here', a); return a"))
    assert run("debug", "1", "--seed", "1") == 1
    shown = capsys.readouterr().out
    assert "here [[" in shown and "matmul(" in shown and "expected" in shown
    assert "What each line gave:" in shown and "returned [[" in shown.partition("each line")[2]
    assert shown.count("here [[") == 1  # the second call is not heard of


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("def matmul(a, b)\n", "matmul.py, line 1: def matmul(a, b)"),
        ("def transpose(a): return a\n", "the module has no matmul"),
    ],
)
def test_debug_says_why_there_is_no_call_to_make_again(
    desk: Path, capsys: pytest.CaptureFixture[str], source: str, reason: str
) -> None:
    write(desk, 1, source)
    assert run("debug", "1", "--seed", "1") == 1
    assert reason in capsys.readouterr().out


@pytest.mark.parametrize(
    ("command", "name"), [("hint", "hints.md"), ("test", "test_matmul.py"), ("debug", "test_")]
)
def test_file_of_the_project_that_was_removed_is_named_with_the_way_back(
    desk: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    name: str,
) -> None:
    monkeypatch.setattr(curriculum, "EXERCISES", desk)  # where an exercise looks for its tests
    write(desk, 1, WRONG)
    for path in (desk / "01_matmul").glob(f"{name}*"):
        path.unlink()
    assert run(command, "1") == 3
    error = capsys.readouterr().err
    assert f"git checkout exercises/01_matmul/{name}" in error and error.count("\n") == 1


def test_tests_that_cannot_be_run_are_no_interruption(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(curriculum, "EXERCISES", desk)
    write(desk, 1, WRONG)
    (desk / "01_matmul" / "test_matmul.py").write_text("def test(:")
    assert run("test", "1") == 3
    assert "git checkout exercises/01_matmul/test_matmul.py" in capsys.readouterr().err


def test_interrupting_a_loop_tells_where_it_is(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(desk, 1, "def matmul(a, b):\n    raise KeyboardInterrupt  # Ctrl-C\n")
    assert run("test", "1", "--debug", "--submission", str(desk)) == 130
    assert "it was in matmul.py, line 2: raise KeyboardInterrupt  # Ctrl-C" in (
        capsys.readouterr().out
    )


def test_debugger_shows_the_lines_of_ones_own_file(desk: Path) -> None:
    path = write(desk, 3, "def softmax(z):\n    breakpoint()\n    return z  # mine\n")
    own = "import sys; from grader import cli, commands; commands._is_own = lambda _: True; "
    call = own + "sys.exit(cli.main(['test', '3', '--debug', '--submission', sys.argv[1]]))"
    ended = subprocess.run(
        [sys.executable, "-c", call, str(desk)],
        cwd=curriculum.ROOT,
        input="l\nq\n",
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ended.returncode == 130
    assert f"> {path}(" in ended.stdout
    assert "return z  # mine" in ended.stdout.partition("(Pdb) ")[2]


def test_every_source_is_known_by_the_file_that_it_came_from(desk: Path) -> None:
    write(desk, 4, "import softmax\n")
    exercise = curriculum.exercise(4)
    served = Submission(desk).sources(exercise, stand_ins=True)
    assert served.files == {
        "cross_entropy": desk / "04_cross_entropy" / "cross_entropy.py",
        "softmax": curriculum.exercise(3).reference,
    }


def test_stamp_sees_a_save_by_write_and_rename(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    assert watch.stamp(path) is None
    path.write_text("one")
    before = watch.stamp(path)
    other = tmp_path / ".a.py.swp"
    other.write_text("two")
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    other.replace(path)
    assert watch.stamp(path) != before


def test_watch_judges_once_for_each_save(desk: Path) -> None:
    path = write(desk, 1, WRONG)
    session = watch.Session(curriculum.exercise(1), History(), "1")
    assert session.changed()
    session.judge()
    assert not session.verdict.passed and not session.changed()
    path.write_text(RIGHT, encoding="utf-8")
    assert session.changed()
    session.judge()
    assert session.verdict.passed
    assert len(History().of(curriculum.exercise(1)).checks) == 2


def test_watch_without_a_terminal_says_what_it_waits_for(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def leave(seconds: float) -> None:
        if seconds == watch.POLL_SECONDS:
            raise KeyboardInterrupt

    write(desk, 1, WRONG)
    monkeypatch.setattr("time.sleep", leave)
    assert run("watch", "1") == 0
    assert "waiting for a save of matmul.py; Ctrl-C ends" in capsys.readouterr().out


def test_report_on_ones_own_module_ends_in_the_next_step(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(desk, 1, WRONG)
    run("test", "1", "--submission", str(desk))
    assert "hint: make hint N=1" in capsys.readouterr().out
    assert History().of(curriculum.exercise(1)).checks


def test_keys_pressed_in_one_go_all_count() -> None:
    end, terminal = os.pipe()
    os.write(terminal, b"nN\x1b[1;5H\x1bOHq")
    pressed = keys.Keys(end)
    assert [pressed.wait(0) for _ in range(4)] == ["n", "n", "q", ""]
    os.close(terminal)


def test_leaving_the_debugger_ends_the_run(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(desk, 1, WRONG.replace("return a", "import bdb; raise bdb.BdbQuit"))
    for command in (["debug", "1"], ["test", "1", "--debug"]):
        assert run(*command) == 130
        assert "BdbQuit" not in capsys.readouterr().out


def test_last_hint_names_a_command_that_works(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("hint", "1", "--level", "3")
    assert "make solution N=1 YES=1" in capsys.readouterr().out
    write(desk, 1, RIGHT)
    run("test", "1")
    run("hint", "1", "--level", "3")
    assert "YES=1" not in capsys.readouterr().out


def test_undo_brings_back_what_a_reset_kept_and_loses_nothing(desk: Path) -> None:
    path = write(desk, 1, WRONG)
    assert run("reset", "1") == 0
    path.write_text("# begun anew\n")
    assert run("undo", "1") == 0
    assert path.read_text() == WRONG
    kept = [file.read_text() for file in undo.kept(curriculum.exercise(1))]
    assert "# begun anew\n" in kept and WRONG in kept


def test_undo_all_brings_every_module_back(desk: Path) -> None:
    paths = [write(desk, number, WRONG) for number in (1, 4)]
    assert run("reset", "--all", "--yes") == 0
    assert all(path.read_text() != WRONG for path in paths)
    assert run("undo", "--all") == 0
    assert all(path.read_text() == WRONG for path in paths)


def test_reset_all_asks_where_nobody_can_answer_by_refusing(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(desk, 1, WRONG)
    assert run("reset", "--all") == 2
    assert "YES=1" in capsys.readouterr().err
    assert path.read_text() == WRONG


def test_undo_of_nothing_is_one_line(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("undo", "2") == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_reset_keeps_notes_in_an_unwritten_stub(desk: Path) -> None:
    path = desk / "01_matmul" / "matmul.py"
    path.write_text(path.read_text(encoding="utf-8") + "# rows first!\n", encoding="utf-8")
    assert run("reset", "1") == 0
    assert "rows first!" not in path.read_text(encoding="utf-8")
    (kept,) = (Path(os.environ["KATA_HOME"]) / "kept").rglob("*.py")
    assert "rows first!" in kept.read_text(encoding="utf-8")


def test_function_that_is_assigned_counts_as_written(desk: Path) -> None:
    write(desk, 1, "def transpose(a):\n    raise NotImplementedError\n\nmatmul = lambda a, b: a\n")
    assert stage(1) is Stage.STARTED


def test_module_that_cannot_be_read_is_not_called_unwritten(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "01_matmul" / "matmul.py").write_bytes(b"\xff\xfe\x00")
    for command in ("debug", "diff"):
        assert run(command, "1") == 2
        assert "neither UTF-8 nor" in capsys.readouterr().err
