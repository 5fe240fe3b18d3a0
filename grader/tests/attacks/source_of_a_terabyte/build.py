# exercise = 1
# expect = "error"
# tries = "is a source file of a terabyte"
# quick = true

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    import os

    place = folder / "01_matmul"
    place.mkdir()
    (place / "matmul.py").write_text(honest)
    os.truncate(place / "matmul.py", 1 << 40)  # sparse: takes no room
