# exercise = 1
# expect = "failed"
# tries = "brings settings that make pytest collect nothing"

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
        (where / "pytest.ini").write_text("[pytest]\naddopts = --collect-only -k nothing\n")
        (where / "tox.ini").write_text("[pytest]\naddopts = --collect-only\n")
        (where / "setup.cfg").write_text("[tool:pytest]\naddopts = --collect-only\n")
        (where / "pyproject.toml").write_text(
            "[tool.pytest.ini_options]\naddopts = '--collect-only'\n"
        )
