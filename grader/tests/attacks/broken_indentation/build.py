# exercise = 1
# expect = "error"
# tries = "mixes tabs and spaces"

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    place = folder / "01_matmul"
    place.mkdir()
    (place / "matmul.py").write_bytes(honest.encode() + b"\nif 1:\n\t  x = 1\n        y = 2\n")
