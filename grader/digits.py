"""Digits for the finales: MNIST if it can be had, else the embedded ones."""

from __future__ import annotations

import os
import random
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from grader import idx, mnist
from grader.idx import DataError
from grader.mnist import File
from grader.outcome import UsageError

__all__ = ["DataError", "Dataset", "Digits", "Source", "draw", "load"]

EMBEDDED = Path(__file__).resolve().parent.parent / "data" / "embedded"
EMBEDDED_TRAIN = 5_000
EMBEDDED_IMAGES = File(
    "images-idx3-ubyte",
    4_704_016,
    "e439ad7635e92eaac00b81b8a9aaa93c9b7fc332cd2306d4df2621f14f24ba78",
)
EMBEDDED_LABELS = File(
    "labels-idx1-ubyte",
    6_008,
    "b2705bcda0576ed800e38eba6d2506b908db6088276f84b45791d9301aaf949d",
)


class Source(StrEnum):
    """Where digits come from."""

    MNIST = "mnist"
    EMBEDDED = "embedded"


@dataclass(frozen=True)
class Digits:
    """Images of 784 bytes (28x28, row by row, 0 paper to 255 ink) and as many labels 0 … 9."""

    images: tuple[bytes, ...]
    labels: bytes


@dataclass(frozen=True)
class Dataset:
    """Digits of one source, divided into those to train with and those to test with."""

    source: Source
    train: Digits
    test: Digits


def choice(given: str) -> str:
    """ "mnist", "embedded" or "auto", if it is one of them. Raises `UsageError`."""
    if given not in ("mnist", "embedded", "auto"):
        raise UsageError(f"There is no data {given[:40]!r}: DATA is mnist, embedded or auto.")
    return given


def load(choice: str) -> Dataset:
    """The digits of the source chosen.

    `auto` takes MNIST where MNIST_DIR says, from data/mnist or from the network if that is quick
    (one try for each run), else the embedded digits, and says on standard error why. Raises
    `DataError` if the digits asked for cannot be had.
    """
    if choice == "embedded":
        return _embedded()
    if choice == "mnist":
        return _mnist()
    if choice == "auto":
        return _auto()
    raise DataError(f"{choice!r} is not a source of digits: take mnist, embedded or auto.")


def at_hand(choice: str) -> Source:
    """Which digits `load` would take now, without asking the network."""
    if choice != "auto":
        return Source(choice)
    folder = Path(os.environ.get("MNIST_DIR") or mnist.FOLDER).expanduser()
    return Source.MNIST if all(_find(folder, file) for file in mnist.FILES) else Source.EMBEDDED


def draw(dataset: Dataset, seed: int, train: int = 5_000, test: int = 1_000) -> Dataset:
    """`train` and `test` digits in an order and choice that the seed decides, the same everywhere.

    Raises `DataError` if the dataset has fewer.
    """
    lots = random.Random(f"digits {seed}")
    drawn = _some(dataset.train, train, lots), _some(dataset.test, test, lots)
    return Dataset(dataset.source, *drawn)


def _some(digits: Digits, count: int, lots: random.Random) -> Digits:
    """`count` different digits. Only `random()` is promised to be the same on every Python."""
    if not 0 <= count <= len(digits.labels):
        raise DataError(f"{count:,} digits cannot be drawn from {len(digits.labels):,}.")
    order = list(range(len(digits.labels)))
    for i in range(count):
        j = i + int(lots.random() * (len(order) - i))
        order[i], order[j] = order[j], order[i]
    chosen = order[:count]
    return Digits(tuple(digits.images[i] for i in chosen), bytes(digits.labels[i] for i in chosen))


def _embedded() -> Dataset:
    advice = "restore it from the project's repository."
    digits = _pair(EMBEDDED, EMBEDDED_IMAGES, EMBEDDED_LABELS, advice)
    cut = EMBEDDED_TRAIN
    train = Digits(digits.images[:cut], digits.labels[:cut])
    test = Digits(digits.images[cut:], digits.labels[cut:])
    return Dataset(Source.EMBEDDED, train, test)


def _mnist() -> Dataset:
    named = os.environ.get("MNIST_DIR")
    if named:
        return _read_mnist(Path(named).expanduser())
    if not all(_find(mnist.FOLDER, file) for file in mnist.FILES):
        return _downloaded()
    return _read_mnist(mnist.FOLDER)


def _downloaded(*, brief: bool = False) -> Dataset:
    from grader import download  # brings urllib and ssl along, which few verdicts need

    download.fetch(limits=download.BRIEF if brief else download.STUBBORN)
    return _read_mnist(mnist.FOLDER)


def _auto() -> Dataset:
    global _tried
    named = os.environ.get("MNIST_DIR")
    if named:
        try:
            return _read_mnist(Path(named).expanduser())
        except DataError as error:
            _say(f"MNIST_DIR cannot be used: {error}")
    try:
        return _read_mnist(mnist.FOLDER)
    except DataError:
        pass  # absent or damaged: to be downloaded (anew)
    if not _tried:
        _tried = True
        try:
            return _downloaded(brief=True)
        except DataError as error:
            _say(f"{error} Taking the embedded digits.")
    return _embedded()


_tried = False  # to download for `auto`, in this run


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _read_mnist(folder: Path) -> Dataset:
    advice = "run `make data`, or let MNIST_DIR name the folder that has MNIST."
    train = _pair(folder, mnist.TRAIN_IMAGES, mnist.TRAIN_LABELS, advice)
    test = _pair(folder, mnist.TEST_IMAGES, mnist.TEST_LABELS, advice)
    return Dataset(Source.MNIST, train, test)


def _pair(folder: Path, images: File, labels: File, advice: str) -> Digits:
    found = []
    for file in (images, labels):
        path = _find(folder, file)
        if path is None:
            raise DataError(f"{file.name} (.gz or not) is not in {folder}: {advice}")
        found.append((file.read(path), str(path)))
    digits = Digits(idx.images(*found[0]), idx.labels(*found[1]))
    if len(digits.images) != len(digits.labels):
        raise DataError(f"{images.name} and {labels.name} in {folder} differ in number.")
    return digits


def _find(folder: Path, file: File) -> Path | None:
    """Where the file is: in the folder itself or where torchvision puts it."""
    for place in (folder, folder / "raw", folder / "MNIST" / "raw"):
        for name in file.names():
            if os.path.exists(place / name):
                return place / name
    return None
