# exercise = 1
# expect = "not_attempted"
# tries = "is a link to the reference solution"
# quick = true

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    from grader.curriculum import ROOT

    place = folder / "01_matmul"
    place.mkdir()
    (place / "matmul.py").symlink_to(ROOT / "solutions" / "01_matmul" / "matmul.py")
