# exercise = 1
# expect = "failed"
# tries = "brings tests of its own under the name of the exercise's"

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
    (place / "test_matmul.py").write_text("def test_matmul(impl):\n    assert impl\n")
    (place / "__init__.py").write_text("raise SystemExit(0)\n")
