# exercise = 1
# expect = "error"
# tries = "opens 60,000 brackets"

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    place = folder / "01_matmul"
    place.mkdir()
    (place / "matmul.py").write_bytes(honest.encode() + b"\nx = " + b"(" * 60_000 + b")" * 60_000)
