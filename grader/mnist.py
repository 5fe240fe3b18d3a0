"""The four files of MNIST, how to tell that they are the right ones, and who gives them away."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from grader import idx
from grader.idx import DataError

FOLDER = Path(__file__).resolve().parent.parent / "data" / "mnist"  # where a download puts them


@dataclass(frozen=True)
class File:
    """A file: its name, and the size and SHA-256 of its content once unpacked."""

    name: str
    size: int
    sha256: str

    def read(self, path: Path) -> bytes:
        """The content of the file at `path`, packed or not. Raises `DataError` if it differs."""
        content = idx.read(path, self.size)
        if len(content) < self.size:
            raise DataError(f"{path} is cut off: replace it.")
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise DataError(f"{path} is damaged or another file of that name: replace it.")
        return content

    def names(self) -> tuple[str, str]:
        """The names under which it may lie in a folder: packed by gzip, and unpacked."""
        return f"{self.name}.gz", self.name


TRAIN_IMAGES = File(
    "train-images-idx3-ubyte",
    47_040_016,
    "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
)
TRAIN_LABELS = File(
    "train-labels-idx1-ubyte",
    60_008,
    "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
)
TEST_IMAGES = File(
    "t10k-images-idx3-ubyte",
    7_840_016,
    "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
)
TEST_LABELS = File(
    "t10k-labels-idx1-ubyte",
    10_008,
    "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
)
FILES = (TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS)

# Each holds the four files, packed by gzip, under the names above with `.gz`.
MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://raw.githubusercontent.com/fgnt/mnist/master/",
    "https://systemds.apache.org/assets/datasets/mnist/",
    "https://dataset.bj.bcebos.com/mnist/",
)
