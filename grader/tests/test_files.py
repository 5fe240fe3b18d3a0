"""Files in places that others can write to."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from grader import cli, curriculum, files, outputs, submission
from grader.judging import run
from grader.judging.request import Request
from grader.judging.verdicts import Status
from grader.outcome import Exit, UsageError
from grader.reports.terminal import _quoted
from grader.submission import State

RIGHT = "def matmul(a, b):\n    return a\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "01_matmul").mkdir()
    (tmp_path / "01_matmul" / "matmul.py").write_text(RIGHT, encoding="utf-8")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "matmul.py").write_text("secret = 1\n", encoding="utf-8")
    return tmp_path


def test_a_regular_file_in_real_folders_is_read(folder: Path) -> None:
    found = files.read(folder, "01_matmul", "matmul.py", limit=1000)
    assert found.data.decode() == RIGHT
    assert found.info.st_size == len(RIGHT)
    assert files.read(folder, "01_matmul", "matmul.py", limit=5).data == b"def m"


def test_no_link_is_followed_on_the_way(folder: Path) -> None:
    (folder / "linked").symlink_to(folder / "secret")
    (folder / "01_matmul" / "link.py").symlink_to(folder / "secret" / "matmul.py")
    for parts in (("linked", "matmul.py"), ("01_matmul", "link.py"), ("01_matmul/matmul.py", "x")):
        with pytest.raises(files.NotRegular):
            files.read(folder, *parts, limit=1000)


def test_nothing_else_than_a_file_is_read_or_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "fifo")
    before = len(os.listdir("/dev/fd"))
    for name in ("fifo", "secret"):
        with pytest.raises(files.NotRegular):
            files.read(folder, name, limit=1000)
    assert len(os.listdir("/dev/fd")) == before


def test_what_is_swapped_while_it_is_read_is_never_led_outside(folder: Path) -> None:
    exercise = curriculum.exercise(1)
    real, aside = folder / "01_matmul", folder / "aside"
    over = threading.Event()

    def swap() -> None:
        while not over.is_set():
            real.rename(aside)
            real.symlink_to(folder / "secret")
            real.unlink()
            aside.rename(real)

    swapping = threading.Thread(target=swap)
    swapping.start()
    try:
        texts = {submission.read(folder, exercise).text for _ in range(2_000)}
    finally:
        over.set()
        swapping.join()
    assert texts <= {"", RIGHT}


def test_all_that_one_verdict_says_is_about_one_text(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wrong module is saved over by a right one as soon as it was read."""
    exercise = curriculum.exercise(1)
    reads: list[str] = []
    read = submission.read

    def read_then_save(place: Path, asked: curriculum.Exercise) -> submission.Module:
        module = read(place, asked)
        reads.append(asked.name)
        (folder / exercise.module).write_text(RIGHT, encoding="utf-8")
        return module

    wrong = "def matmul(a, b):\n    return b\n\n\ndef transpose(a):\n    return a\n"
    (folder / exercise.module).write_text(wrong, encoding="utf-8")
    monkeypatch.setattr(submission, "read", read_then_save)
    judged = submission.Submission(folder)
    assert run.examine(exercise, judged, Request(seed=1)).status is Status.FAILED
    assert judged.read(exercise).text == wrong
    assert reads == ["matmul"]


def test_a_result_takes_the_place_of_a_link_and_not_of_what_it_points_to(folder: Path) -> None:
    target, link = folder / "secret" / "matmul.py", folder / "result.json"
    link.symlink_to(target)
    outputs.check(str(link))
    outputs.write(str(link), "{}")
    assert not link.is_symlink()
    assert link.read_text(encoding="utf-8") == "{}"
    assert target.read_text(encoding="utf-8") == "secret = 1\n"


def test_a_result_leaves_no_half_of_itself_and_keeps_the_mode(folder: Path) -> None:
    place = folder / "result.json"
    place.write_text("before", encoding="utf-8")
    place.chmod(0o640)
    before = set(os.listdir(folder))
    outputs.write(str(place), "after")
    assert stat.S_IMODE(place.stat().st_mode) == 0o640
    with pytest.raises(UnicodeError):
        outputs.write(str(place), "\ud800")
    assert place.read_text(encoding="utf-8") == "after"
    assert set(os.listdir(folder)) == before


@pytest.mark.parametrize("place", ["fifo", "secret", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_what_is_not_a_file_is_no_place_for_a_result(place: str, folder: Path) -> None:
    os.mkfifo(folder / "fifo")
    with pytest.raises(UsageError):
        outputs.check(place if place.startswith("/") else str(folder / place))


def test_a_device_is_written_to_and_stays_what_it_is() -> None:
    outputs.check(os.devnull)
    outputs.write(os.devnull, "{}")
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


def test_a_folders_name_cannot_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "it's\x1b[2J\n✓ passed\u202e"
    (folder / "01_matmul").mkdir(parents=True)
    (folder / "01_matmul" / "matmul.py").write_text(RIGHT, encoding="utf-8")
    assert cli.main(["grade", "--submission", str(folder), "--only", "1"]) == Exit.FAILED
    said = capsys.readouterr().out
    assert not {"\x1b", "\u202e"} & set(said)
    assert "\n✓ passed" not in said
    assert _quoted("it's here") == "'it'\"'\"'s here'"


def test_nobody_elses_code_runs_in_the_graders_own_process(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.main(["test", "1", "--submission", str(folder), "--debug"]) == Exit.USAGE
    assert "your own" in capsys.readouterr().err
    monkeypatch.setenv("DEBUG", "1")
    from grader.judging import examination

    monkeypatch.setattr(examination, "_current", None)
    assert not examination.in_force().request.in_process


@pytest.mark.parametrize(
    ("source", "is_stub"),
    [
        ("def f(x):\n    raise NotImplementedError\n", True),
        (
            "# mine\ndef f(x):\n    '''doc''' # c\n    raise NotImplementedError('later')  # y\n",
            True,
        ),
        ("class A:\n    'doc'\n    def g(self,\n   b):\n        raise NotImplementedError\n", True),
        ("def f(x): return 1\ndef g():\n    raise NotImplementedError", False),
        ("def g():\n    raise NotImplementedError\nf = lambda x: 1\n", False),
        ("def f(x):\n    if x: return 1\n    raise NotImplementedError\n", False),
        ("def f(x):\n    raise NotImplementedError\n    return 1\n", False),
        ('def f(x):\n    """raise NotImplementedError"""\n    return 1\n', False),
        ("def f(x):\n    raise NotImplementedError\nprint(1)\n", False),
        ("f'{a}' * 3  # NotImplementedError" + "f'{a}'\n" * 30_000, False),
        ("", False),
    ],
)
def test_a_stub_is_recognised_without_parsing_it(source: str, is_stub: bool, folder: Path) -> None:
    (folder / "01_matmul" / "matmul.py").write_text(source, encoding="utf-8")
    found = submission.read(folder, curriculum.exercise(1))
    assert (found.state is State.STUB) == is_stub
