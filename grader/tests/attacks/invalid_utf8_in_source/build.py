# exercise = 1
# expect = "error"
# tries = "is not UTF-8 and declares nothing else"

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    place = folder / "01_matmul"
    place.mkdir()
    (place / "matmul.py").write_bytes(honest.encode() + b"# \xff\xfe\n")
