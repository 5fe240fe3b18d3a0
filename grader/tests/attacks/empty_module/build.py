# exercise = 1
# expect = ["error", "failed", "not_attempted"]
# tries = "is an empty file"

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    place = folder / "01_matmul"
    place.mkdir()
    (place / "matmul.py").write_bytes(b"\n")
