# exercise = 1
# expect = "not_attempted"
# tries = "is a folder with the module's name"
# quick = true

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    (folder / "01_matmul" / "matmul.py").mkdir(parents=True)
