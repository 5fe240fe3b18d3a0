# exercise = 1
# expect = "error"
# tries = "declares an encoding that takes quadratic time"
# quick = true

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    place = folder / "01_matmul"
    place.mkdir()
    (place / "matmul.py").write_bytes(b"# -*- coding: punycode -*-\n" + b"a" * 120_000 + b"-" + b"b" * 120_000)
