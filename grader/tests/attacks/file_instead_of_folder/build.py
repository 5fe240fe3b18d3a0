# exercise = 1
# expect = "not_attempted"
# tries = "is a file with the folder's name"

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    (folder / "01_matmul").write_text(honest)
