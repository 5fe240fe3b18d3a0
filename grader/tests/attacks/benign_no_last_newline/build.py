# exercise = 1
# expect = "passed"
# tries = "does not end its last line"

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    place = folder / "01_matmul"
    place.mkdir()
    (place / "matmul.py").write_bytes(honest.rstrip().encode())
