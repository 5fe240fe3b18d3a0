# exercise = 1
# expect = ["failed", "error", "timeout"]
# tries = "is written in eighty thousand fields of one text"

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    place = folder / "01_matmul"
    place.mkdir()
    text = 'def matmul(a, b):\n    x = f"' + "{a}" * 80_000 + '"\n    return x\n'
    (place / "matmul.py").write_text(text)
