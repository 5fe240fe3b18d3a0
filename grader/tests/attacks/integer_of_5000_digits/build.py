# exercise = 1
# expect = ["error"]
# tries = "holds an integer of 5,000 digits"

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    place = folder / "01_matmul"
    place.mkdir()
    (place / "matmul.py").write_bytes(honest.encode() + b"\nx = " + b"7" * 5000 + b"\n")
