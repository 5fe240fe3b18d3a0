# exercise = 1
# expect = "passed"
# tries = "has form feeds between its functions"

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    place = folder / "01_matmul"
    place.mkdir()
    (place / "matmul.py").write_bytes(honest.replace("\n\n\n", "\n\f\n\n").encode() + b"\f")
