# exercise = 1
# expect = ["error", "passed"]
# tries = "adds 60,000 ones in one expression"

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    place = folder / "01_matmul"
    place.mkdir()
    (place / "matmul.py").write_bytes(honest.encode() + b"\nx = 1" + b"+1" * 60_000 + b"\n")
