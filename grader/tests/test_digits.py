"""Digits: IDX files read strictly, MNIST found and checked, draws decided by their seed."""

import gzip
import hashlib
import os
import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import digits, idx, mnist
from grader.digits import DataError, Dataset, Digits, Source, draw, load
from grader.mnist import File


def images_file(count: int, *, announced: int | None = None, side: int = 28) -> bytes:
    head = [count if announced is None else announced, side, side]
    pixels = random.Random(count).randbytes(count * 784)
    return b"\0\0\x08\x03" + b"".join(n.to_bytes(4, "big") for n in head) + pixels


def labels_file(labels: bytes, *, announced: int | None = None) -> bytes:
    count = len(labels) if announced is None else announced
    return b"\0\0\x08\x01" + count.to_bytes(4, "big") + labels


# The reader


def test_images_are_read_row_by_row() -> None:
    content = images_file(3)
    assert idx.images(content, "f") == (content[16:800], content[800:1584], content[1584:])


def test_labels_are_read() -> None:
    assert idx.labels(labels_file(b"\0\x09\x05"), "f") == b"\0\x09\x05"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not an IDX file"),
        (images_file(2)[:15], "not an IDX file"),
        (labels_file(b"\1" * 100), "not an IDX file of 28x28 images"),
        (b"\0\0\x09" + images_file(2)[3:], "not an IDX file"),
        (b"\1\0\x08\x03" + images_file(2)[4:], "not an IDX file"),
        (images_file(2, side=27), "not an IDX file of 28x28 images"),
        (images_file(0), "not an IDX file"),
        (images_file(2)[:-1], "announces 2 28x28 images and holds 1.99"),
        (images_file(2) + b"x", "announces 2 28x28 images and holds 2.001"),
        (images_file(2, announced=3), "announces 3 28x28 images and holds 2"),
        (images_file(2, announced=2**32 - 1), "announces 4,294,967,295"),
    ],
)
def test_what_is_no_file_of_images_is_refused_by_name(content: bytes, why: str) -> None:
    with pytest.raises(DataError, match=r"^some/file .*: replace it\.$") as caught:
        idx.images(content, "some/file")
    assert why in str(caught.value)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not an IDX file of labels"),
        (images_file(1), "not an IDX file of labels"),
        (labels_file(b""), "not an IDX file of labels"),
        (labels_file(b"\1\2\3", announced=2), "announces 2 labels and holds 3"),
        (labels_file(b"\1\2\3", announced=2**31), "announces 2,147,483,648 labels and holds 3"),
        (labels_file(b"\1\x0a"), "has a label 10"),
    ],
)
def test_what_is_no_file_of_labels_is_refused_by_name(content: bytes, why: str) -> None:
    with pytest.raises(DataError, match=r"^some/file .*: replace it\.$") as caught:
        idx.labels(content, "some/file")
    assert why in str(caught.value)


HEADS = st.sampled_from(
    [b"", images_file(1)[:16], images_file(2), labels_file(b"\1\2\3"), idx.GZIP]
)


@given(st.builds(bytes.__add__, HEADS, st.binary(max_size=900)), st.data())
def test_any_bytes_are_read_or_refused(content: bytes, data: st.DataObject) -> None:
    if content and data.draw(st.booleans()):
        at = data.draw(st.integers(0, len(content) - 1))
        content = content[:at] + data.draw(st.binary(max_size=2)) + content[at + 1 :]
    for reader in (idx.images, idx.labels, lambda b, name: idx.unpack(b, name, 1_000)):
        try:
            found = reader(content, "f")
        except DataError as error:
            assert "\n" not in str(error)
        else:
            assert 1 <= len(found) <= 1_000 or reader not in (idx.images, idx.labels)


def test_a_packed_file_is_read_like_an_unpacked_one(tmp_path: Path) -> None:
    (tmp_path / "plain.gz").write_bytes(b"content")
    (tmp_path / "packed").write_bytes(gzip.compress(b"content", mtime=0))
    assert idx.read(tmp_path / "plain.gz", 7) == idx.read(tmp_path / "packed", 7) == b"content"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"content!", "too long"),
        (gzip.compress(b"content!", mtime=0), "too long"),
        (gzip.compress(bytes(10**7), mtime=0), "too long"),
        (gzip.compress(b"content", mtime=0)[:-1], "cut off"),
        (gzip.compress(b"content", mtime=0)[:10], "cut off"),
        (gzip.compress(b"content", mtime=0) + b"more", "something after its end"),
        (
            gzip.compress(b"con", mtime=0) + gzip.compress(b"tent", mtime=0),
            "something after its end",
        ),
        (gzip.compress(b"content", mtime=0)[:-6] + b"\0\0\0\0\0\0", "damaged"),
        (b"\x1f\x8bnothing that gzip would write", "damaged"),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_refused_by_name(
    tmp_path: Path, content: bytes, why: str
) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(DataError, match=f"{tmp_path}/file .*{why}"):
        idx.read(tmp_path / "file", 7)


def test_what_is_no_file_is_refused_by_name(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(DataError, match="fifo is not a file"):
        idx.read(tmp_path / "fifo", 7)
    with pytest.raises(DataError, match="cannot be read"):
        idx.read(tmp_path, 7)
    with pytest.raises(DataError, match=r"loop cannot be read \(Too many levels"):
        idx.read(tmp_path / "loop", 7)
    with pytest.raises(DataError, match=r"absent cannot be read \(No such file"):
        idx.read(tmp_path / "absent", 7)


# The embedded digits


def test_the_embedded_digits_are_balanced() -> None:
    embedded = load("embedded")
    assert embedded.source is Source.EMBEDDED
    assert Counter(embedded.train.labels) == dict.fromkeys(range(10), 500)
    assert Counter(embedded.test.labels) == dict.fromkeys(range(10), 100)
    assert len(embedded.train.images) == 5_000
    assert len(embedded.test.images) == 1_000
    every = embedded.train.images + embedded.test.images
    assert {len(image) for image in every} == {784}
    assert len(set(every)) == 6_000


def test_embedded_digits_fill_a_box_of_20_and_are_centred_by_mass() -> None:
    for image in load("embedded").test.images:
        marks = [(i // 28, i % 28, value) for i, value in enumerate(image) if value]
        spans = []
        for axis in (0, 1):
            first, last = min(mark[axis] for mark in marks), max(mark[axis] for mark in marks)
            spans.append(last - first + 1)
            centre = sum(mark[axis] * mark[2] for mark in marks) / sum(image)
            assert abs(centre - 14) <= 0.5 or first == 0 or last == 27
        assert 19 <= max(spans) <= 22


def test_the_embedded_files_are_small() -> None:
    assert sum(path.stat().st_size for path in digits.EMBEDDED.iterdir()) < 1_400_000


# MNIST, played by a small one


@pytest.fixture
def contents(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What the four files of a small MNIST hold, by their names."""
    contents = {
        "train-images-idx3-ubyte": images_file(20),
        "train-labels-idx1-ubyte": labels_file(bytes(range(10)) * 2),
        "t10k-images-idx3-ubyte": images_file(10),
        "t10k-labels-idx1-ubyte": labels_file(bytes(range(10))),
    }
    files = [
        File(name, len(content), hashlib.sha256(content).hexdigest())
        for name, content in contents.items()
    ]
    for name, file in zip(
        ("TRAIN_IMAGES", "TRAIN_LABELS", "TEST_IMAGES", "TEST_LABELS"), files, strict=True
    ):
        monkeypatch.setattr(mnist, name, file)
    monkeypatch.setattr(mnist, "FILES", tuple(files))
    monkeypatch.setattr(digits, "_tried", True)  # no test of this file may use the network
    monkeypatch.delenv("MNIST_DIR", raising=False)
    return contents


def put(folder: Path, contents: dict[str, bytes], *, packed: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        path = folder / (f"{name}.gz" if packed else name)
        path.write_bytes(gzip.compress(content, mtime=0) if packed else content)


@pytest.mark.parametrize("place", [".", "raw", "MNIST/raw"])
@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("choice", ["mnist", "auto"])
def test_mnist_is_found_where_mnist_dir_says(
    tmp_path: Path,
    contents: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    packed: bool,
    choice: str,
) -> None:
    put(tmp_path / place, contents, packed=packed)
    monkeypatch.setenv("MNIST_DIR", str(tmp_path))
    found = load(choice)
    assert found.source is Source.MNIST
    assert b"".join(found.train.images) == contents["train-images-idx3-ubyte"][16:]
    assert found.train.labels == bytes(range(10)) * 2
    assert b"".join(found.test.images) == contents["t10k-images-idx3-ubyte"][16:]
    assert found.test.labels == bytes(range(10))


@pytest.mark.parametrize("choice", ["mnist", "auto"])
def test_mnist_is_found_where_it_was_downloaded_to(
    tmp_path: Path,
    contents: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    choice: str,
) -> None:
    put(tmp_path, contents, packed=True)
    monkeypatch.setattr(mnist, "FOLDER", tmp_path)
    assert load(choice).source is Source.MNIST


@pytest.mark.parametrize("name", [file.name for file in mnist.FILES])
@pytest.mark.parametrize("harm", ["absent", "damaged", "cut off", "too long", "foreign"])
def test_mnist_that_is_not_whole_is_refused_by_name(
    tmp_path: Path,
    contents: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    harm: str,
) -> None:
    content = contents[name]
    harmed = {
        "damaged": content[:-1] + bytes([content[-1] ^ 1]),
        "cut off": content[:-1],
        "too long": content + b"\0",
        "foreign": content[::-1],
    }
    put(tmp_path, contents, packed=False)
    (tmp_path / name).unlink()
    if harm in harmed:
        (tmp_path / name).write_bytes(harmed[harm])
    monkeypatch.setenv("MNIST_DIR", str(tmp_path))
    monkeypatch.setattr(mnist, "FOLDER", tmp_path / "nowhere")
    with pytest.raises(DataError) as caught:
        load("mnist")
    assert name in str(caught.value)
    assert str(tmp_path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert load("auto").source is Source.EMBEDDED
    assert name in capsys.readouterr().err


def test_an_unknown_source_is_refused() -> None:
    with pytest.raises(DataError, match="'fashion' is not a source of digits"):
        load("fashion")


@pytest.mark.skipif("MNIST_DIR" not in os.environ, reason="MNIST_DIR names no folder with MNIST")
def test_the_real_mnist_is_taken_as_it_is() -> None:
    found = load("mnist")
    assert len(found.train.images) == len(found.train.labels) == 60_000
    assert len(found.test.images) == len(found.test.labels) == 10_000
    assert found.train.labels[:5] == bytes([5, 0, 4, 1, 9])


# Draws


NUMBERED = Dataset(
    Source.EMBEDDED,
    Digits(tuple(bytes([i]) for i in range(50)), bytes(range(50))),
    Digits(tuple(bytes([i]) for i in range(100, 130)), bytes(range(100, 130))),
)


def test_a_draw_is_the_same_on_every_python() -> None:
    drawn = draw(NUMBERED, 7, train=8, test=4)
    assert list(drawn.train.labels) == [49, 21, 31, 16, 28, 27, 47, 39]
    assert list(drawn.test.labels) == [117, 103, 122, 105]


def test_a_draw_keeps_images_with_their_labels_and_takes_none_twice() -> None:
    drawn = draw(NUMBERED, 1, train=50, test=30)
    assert drawn.source is Source.EMBEDDED
    assert sorted(drawn.train.labels) == list(range(50))
    assert sorted(drawn.test.labels) == list(range(100, 130))
    assert b"".join(drawn.train.images) == drawn.train.labels
    assert b"".join(drawn.test.images) == drawn.test.labels


def test_each_seed_draws_otherwise() -> None:
    draws = {draw(NUMBERED, seed, train=10, test=5).train.labels for seed in range(50)}
    assert len(draws) == 50


def test_a_draw_of_more_than_there_is_is_refused() -> None:
    with pytest.raises(DataError, match="51 digits cannot be drawn from 50"):
        draw(NUMBERED, 0, train=51, test=1)
