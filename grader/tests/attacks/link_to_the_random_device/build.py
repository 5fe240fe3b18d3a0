# exercise = 1
# expect = "not_attempted"
# tries = "is a link to a file without an end"

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    place = folder / "01_matmul"
    place.mkdir()
    (place / "matmul.py").symlink_to("/dev/urandom")
