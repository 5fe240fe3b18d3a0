# exercise = 1
# expect = "error"
# tries = "is a source file of 20 MB"

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    place = folder / "01_matmul"
    place.mkdir()
    (place / "matmul.py").write_text(honest + "#" * 20_000_000)
