# exercise = 1
# expect = "passed"
# tries = "is long for all its comments"

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    place = folder / "01_matmul"
    place.mkdir()
    (place / "matmul.py").write_bytes(honest.encode() + b"# a long thought\n" * 10_000)
