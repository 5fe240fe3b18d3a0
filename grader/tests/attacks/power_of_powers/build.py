# exercise = 1
# expect = "timeout"
# tries = "has the compiler or the import compute 9^9^9^9"

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    place = folder / "01_matmul"
    place.mkdir()
    (place / "matmul.py").write_bytes(honest.encode() + b"\nx = 9 ** 9 ** 9 ** 9\n")
