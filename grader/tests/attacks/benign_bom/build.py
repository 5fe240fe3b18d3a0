# exercise = 1
# expect = "passed"
# tries = "begins with a byte order mark"
# quick = true

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    place = folder / "01_matmul"
    place.mkdir()
    (place / "matmul.py").write_bytes(b"\xef\xbb\xbf" + honest.encode())
