# exercise = 1
# expect = "error"
# tries = "does not parse"
# quick = true

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    place = folder / "01_matmul"
    place.mkdir()
    (place / "matmul.py").write_bytes(honest.encode() + b"\ndef matmul(a, b:\n")
