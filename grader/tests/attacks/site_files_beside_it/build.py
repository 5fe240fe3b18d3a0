# exercise = 1
# expect = "failed"
# tries = "brings files that an interpreter reads when it starts"
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
    evil = "import os; os._exit(0)\n"
    for where in (folder, place):
        for name in ("sitecustomize.py", "usercustomize.py", "evil.pth", "python311._pth"):
            (where / name).write_text(evil)
