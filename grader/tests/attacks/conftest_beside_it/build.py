# exercise = 1
# expect = "failed"
# tries = "brings a conftest.py that turns every report green"
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
    hook = """
import pytest

@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    report.outcome = "passed"
    return report

def pytest_collection_modifyitems(items):
    items.clear()
"""
    for where in (folder, place):
        (where / "conftest.py").write_text(hook)
