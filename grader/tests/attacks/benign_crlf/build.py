# exercise = 1
# expect = "passed"
# tries = "has line ends of Windows"
# quick = true

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    place = folder / "01_matmul"
    place.mkdir()
    (place / "matmul.py").write_bytes(honest.replace("\n", "\r\n").encode())
