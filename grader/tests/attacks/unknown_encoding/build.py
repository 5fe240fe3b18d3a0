# exercise = 1
# expect = "error"
# tries = "declares an encoding that there is not"

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    place = folder / "01_matmul"
    place.mkdir()
    (place / "matmul.py").write_bytes(b"# -*- coding: klingon -*-\n" + honest.encode())
