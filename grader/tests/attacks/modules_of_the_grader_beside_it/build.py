# exercise = 1
# expect = "failed"
# tries = "brings modules that shadow the grader's and the standard library's"
# quick = true

from pathlib import Path

WRONG = """
def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]

def transpose(a):
    return a
"""


def build(folder: Path, honest: str) -> None:
    place = folder / "01_matmul"
    place.mkdir()
    (place / "matmul.py").write_text(WRONG)
    for where in (folder, place):
        for name in ("pytest", "hypothesis", "grader", "json", "random", "os", "encodings"):
            (where / f"{name}.py").write_text("raise SystemExit(0)\n")
