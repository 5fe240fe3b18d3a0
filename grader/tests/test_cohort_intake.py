"""What is taken as whose exercise, and what is refused by name."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import tarfile
import unicodedata
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from grader.cohort import intake, trees
from grader.cohort.intake import Entry, Intake, Reading

MATMUL = b"def matmul(a, b):\n    return a\n"


def folder(top: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return top


def zipped(path: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def tarred(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(path, "w:gz" if path.suffix == ".gz" else "w") as archive:
        for member, data in members:
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def taken(path: Path) -> Intake:
    return intake.take(Entry("somebody", path))


@pytest.mark.parametrize(
    "place", ["", "hw1/", "hw1/exercises/", "a/b/c/d/", "김민수 (과제)/", "exercises/"]
)
def test_modules_are_found_below_a_nested_top_folder(tmp_path: Path, place: str) -> None:
    found = taken(folder(tmp_path / "x", {f"{place}01_matmul/matmul.py": MATMUL}))
    assert found.modules == {1: MATMUL}


def test_five_levels_down_is_too_deep(tmp_path: Path) -> None:
    found = taken(folder(tmp_path / "x", {"a/b/c/d/e/01_matmul/matmul.py": MATMUL}))
    assert found.reading is Reading.NOTHING_RECOGNISED


def test_a_flat_folder_counts_where_no_exercise_folder_is(tmp_path: Path) -> None:
    found = taken(folder(tmp_path / "x", {"matmul.py": MATMUL, "softmax.py": b"x = 1\n"}))
    assert sorted(found.modules) == [1, 3]


def test_a_module_beside_the_exercise_folders_is_left_aside_and_said(tmp_path: Path) -> None:
    files = {"01_matmul/matmul.py": MATMUL, "matmul.py": b"old\n"}
    found = taken(folder(tmp_path / "x", files))
    assert found.modules == {1: MATMUL}
    assert any(line.startswith("left aside: matmul.py") for line in found.decisions)


def test_exercises_wins_over_other_trees_beside_it(tmp_path: Path) -> None:
    files = {"exercises/01_matmul/matmul.py": MATMUL, "solutions/01_matmul/matmul.py": b"ref\n"}
    found = taken(folder(tmp_path / "x", files))
    assert found.modules == {1: MATMUL}
    assert any("solutions/" in line for line in found.decisions)


def test_two_places_are_ambiguous_and_neither_is_guessed(tmp_path: Path) -> None:
    files = {"old/01_matmul/matmul.py": MATMUL, "new/01_matmul/matmul.py": MATMUL}
    found = taken(folder(tmp_path / "x", files))
    assert (found.reading, found.modules) == (Reading.AMBIGUOUS, {})
    assert "old/" in found.problem and "new/" in found.problem


def test_what_tools_leave_behind_is_nobodys_work(tmp_path: Path) -> None:
    files = {
        "__MACOSX/01_matmul/matmul.py": b"resource fork",
        ".git/01_matmul/matmul.py": b"x",
        "a/01_matmul/matmul.py": MATMUL,
        "a/01_matmul/__pycache__/matmul.cpython-311.pyc": b"x",
    }
    assert taken(zipped(tmp_path / "x.zip", files)).modules == {1: MATMUL}


@pytest.mark.parametrize(
    ("name", "word"), [("w.ipynb", "notebook"), ("in.zip", "archive"), ("read.me", "01_matmul")]
)
def test_nothing_recognised_says_what_was_found(tmp_path: Path, name: str, word: str) -> None:
    found = taken(folder(tmp_path / "x", {name: b"x"}))
    assert found.reading is Reading.NOTHING_RECOGNISED
    assert word in found.problem


def test_a_file_twice_in_an_archive_is_ambiguous_if_its_texts_differ(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("01_matmul/matmul.py", MATMUL)
        archive.writestr("01_matmul/matmul.py", b"other\n")
    assert taken(path).reading is Reading.AMBIGUOUS


def test_tar_archives_of_every_kind_are_read(tmp_path: Path) -> None:
    plain = tarred(tmp_path / "x.tar", (member("me/01_matmul/matmul.py"), MATMUL)).read_bytes()
    for name, pack in (("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)):
        (tmp_path / f"x.tar.{name}").write_bytes(pack(plain))
    (tmp_path / "x.tgz").write_bytes(gzip.compress(plain))
    for path in tmp_path.iterdir():
        assert taken(path).modules == {1: MATMUL}, path.name


def test_names_are_composed_unique_and_without_the_suffix(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "José")
    for name in (decomposed, "José.zip", "ann", "ann.tar.gz", "ANN.zip"):
        (tmp_path / name).mkdir()
    (tmp_path / "notes.txt").write_text("x")
    found, others = intake.entries(tmp_path, tmp_path / "out")
    names = [entry.name for entry in found]
    # A folder keeps its whole name; only archives lose a suffix.
    assert sorted(names) == ["ANN.zip", "José", "José.zip", "ann", "ann.tar.gz"]
    assert others == ["notes.txt"]


def test_a_folder_and_an_archive_of_one_name_become_two(tmp_path: Path) -> None:
    folder(tmp_path / "ann", {"matmul.py": MATMUL})
    zipped(tmp_path / "ann.zip", {"matmul.py": MATMUL})
    zipped(tmp_path / "Ann.zip", {"matmul.py": MATMUL})
    names = [entry.name for entry in intake.entries(tmp_path, tmp_path / "out")[0]]
    assert sorted(names) == ["Ann", "ann-2", "ann-3"]


def member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


OUTSIDE = [
    "../evil.py", "../../01_matmul/matmul.py", "/etc/evil.py", "a/../../evil.py",
    "..\\evil.py", "C:\\evil.py", "C:/evil.py", "01_matmul/../../matmul.py",
]  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("suffix", [".zip", ".tar", ".tar.gz"])
def test_a_path_that_leads_outside_refuses_the_archive(
    tmp_path: Path, name: str, suffix: str
) -> None:
    path = tmp_path / f"x{suffix}"
    if suffix == ".zip":
        zipped(path, {"01_matmul/matmul.py": MATMUL, name: b"evil"})
    else:
        tarred(path, (member("01_matmul/matmul.py"), MATMUL), (member(name), b"evil"))
    found = taken(path)
    assert found.reading is Reading.REFUSED
    assert "out of the archive" in found.problem
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
def test_a_link_in_an_archive_does_not_count_and_is_named(tmp_path: Path, kind: bytes) -> None:
    link = member("01_matmul/matmul.py", kind, "/etc/passwd")
    found = taken(tarred(tmp_path / "x.tar", (link, b""), (member("02_sigmoid/sigmoid.py"), b"x")))
    assert sorted(found.modules) == [2]
    assert any("01_matmul/matmul.py is a link" in line for line in found.decisions)


def test_a_link_in_a_zip_does_not_count(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("01_matmul/matmul.py")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert taken(tmp_path / "x.zip").modules == {}


def test_links_and_pipes_in_a_folder_do_not_count(tmp_path: Path) -> None:
    top = folder(tmp_path / "x", {"02_sigmoid/sigmoid.py": b"x"})
    (top / "01_matmul").mkdir()
    (top / "01_matmul" / "matmul.py").symlink_to("/etc/passwd")
    (top / "03_softmax").mkdir()
    os.mkfifo(top / "03_softmax" / "softmax.py")
    assert sorted(taken(top).modules) == [2]
    link = tmp_path / "link"
    link.symlink_to(top)
    assert taken(link).reading is Reading.REFUSED


def test_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees, "MAX_FILES", 50)
    files = {f"f{i}": b"" for i in range(60)} | {"01_matmul/matmul.py": MATMUL}
    for path in (zipped(tmp_path / "x.zip", files), folder(tmp_path / "y", files)):
        assert "more than 50 files" in taken(path).problem


def test_a_tar_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trees, "MAX_UNPACKED_BYTES", 100_000)
    path = tarred(
        tmp_path / "x.tar.gz", (member("big"), bytes(200_000)), (member("matmul.py"), MATMUL)
    )
    assert "unpacks to more" in taken(path).problem


@pytest.mark.parametrize("kind", [b"L", b"K", b"x", b"g", b"X"])
def test_what_a_tar_says_of_its_files_at_great_length_is_not_read(
    tmp_path: Path, kind: bytes
) -> None:
    """tarfile keeps all of a header in memory: one of 240 MB took 740 MB and half a minute."""
    header = member("a" * 5)
    header.type = kind
    path = tarred(tmp_path / "x.tar", (header, bytes(5 << 20)), (member("matmul.py"), MATMUL))
    assert "says too much" in taken(path).problem


def test_a_tar_of_long_names_is_read(tmp_path: Path) -> None:
    long = "a" * 300 + "/01_matmul/matmul.py"
    assert taken(tarred(tmp_path / "x.tar", (member(long), MATMUL))).modules == {1: MATMUL}


def test_a_zip_that_hides_how_long_its_list_is_is_refused(tmp_path: Path) -> None:
    """Its end looks as if it began once more within itself."""
    entry = b"PK\1\2" + bytes(42)
    listed = entry * (trees.MAX_DIRECTORY_BYTES // len(entry) + 1)
    end = b"PK\5\6" + bytes(8) + len(listed).to_bytes(4, "little") + b"PK\5\6" + bytes(2)
    (tmp_path / "x.zip").write_bytes(listed + end)
    assert "more than 10,000 files" in taken(tmp_path / "x.zip").problem


@pytest.mark.parametrize("name", ["\u0958" * 80, "\udcff" * 100])
def test_a_name_that_grows_by_being_composed_fits_a_disk(tmp_path: Path, name: str) -> None:
    folder(tmp_path / "in" / name, {"01_matmul/matmul.py": MATMUL})
    [entry], _ = intake.entries(tmp_path / "in", tmp_path / "out")
    assert 0 < len(entry.name.encode()) <= intake.NAME_BYTES


def test_a_module_that_unpacks_to_much_is_read_no_further_than_counts(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"01_matmul/matmul.py": bytes(50_000_000)})
    assert len(taken(path).modules[1]) == 256 * 1024 + 1


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not an archive", b"\x1f\x8b\x08\x00" * 9])
@pytest.mark.parametrize("name", ["x.zip", "x.tar", "x.tar.gz", "x.tar.xz", "x.tar.bz2"])
def test_a_damaged_archive_is_one_line(tmp_path: Path, data: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(data)
    found = taken(tmp_path / name)
    assert found.reading in (Reading.REFUSED, Reading.NOTHING_RECOGNISED)
    assert "\n" not in found.problem and found.problem


def test_an_encrypted_zip_is_named(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"01_matmul/matmul.py": MATMUL})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "encrypted" in taken(path).problem
