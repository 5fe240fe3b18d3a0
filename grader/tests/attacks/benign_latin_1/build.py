# exercise = 1
# expect = "passed"
# tries = "declares another encoding"
# quick = true

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    place = folder / "01_matmul"
    place.mkdir()
    (place / "matmul.py").write_bytes(b"# -*- coding: latin-1 -*-\n# \xfcber Matrizen\n" + honest.replace("·", "*").replace("×", "x").encode("latin-1"))
