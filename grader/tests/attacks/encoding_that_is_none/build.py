# exercise = 1
# expect = "error"
# tries = "declares a compression as its encoding"

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    place = folder / "01_matmul"
    place.mkdir()
    (place / "matmul.py").write_bytes(b"# -*- coding: zlib -*-\n" + honest.encode())
