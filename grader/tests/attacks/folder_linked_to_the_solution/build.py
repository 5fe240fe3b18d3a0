# exercise = 1
# expect = "not_attempted"
# tries = "links its folder to that of the reference solution"

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    from grader.curriculum import ROOT

    (folder / "01_matmul").symlink_to(ROOT / "solutions" / "01_matmul")
