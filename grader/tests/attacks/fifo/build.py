# exercise = 1
# expect = "not_attempted"
# tries = "is a FIFO that nobody writes to"
# quick = true

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    import os

    place = folder / "01_matmul"
    place.mkdir()
    os.mkfifo(place / "matmul.py")
