# exercise = 1
# expect = ["error", "failed", "passed"]
# tries = "puts 120,000 minus signs in a row"

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    place = folder / "01_matmul"
    place.mkdir()
    (place / "matmul.py").write_bytes(honest.encode() + b"\nx = " + b"-" * 120_000 + b"1\n")
