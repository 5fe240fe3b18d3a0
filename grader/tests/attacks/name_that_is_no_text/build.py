# exercise = 1
# expect = "failed"
# tries = "lies beside files whose names are not text"

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    import os

    place = folder / "01_matmul"
    place.mkdir()
    (place / "matmul.py").write_text("def matmul(a, b): return a")
    for name in (b"\xff\xfe.py", b"\x1b[2J", b"new\nline.py"):
        try:
            os.mkdir(os.path.join(os.fsencode(place), name))
            os.mkdir(os.path.join(os.fsencode(folder), name))
        except OSError:
            pass  # a file system that takes none but text
