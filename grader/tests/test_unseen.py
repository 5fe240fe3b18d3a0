"""Wrong modules from elsewhere: each is judged, and what is said of it is told beside the truth."""

import json
from pathlib import Path

import pytest

from grader import cli

NO_SUM = """\
# BUG: the terms are multiplied instead of added
def matmul(a, b):
    if len(a[0]) != len(b):
        raise ValueError("shapes")
    columns = list(zip(*b))
    result = []
    for row in a:
        result.append([])
        for column in columns:
            product = 1.0
            for x, y in zip(row, column):
                product *= x * y
            result[-1].append(product)
    return result


def transpose(a):
    return [list(column) for column in zip(*a)]
"""


def test_a_collection_is_judged_and_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "01_matmul"
    folder.mkdir()
    (folder / "no_sum.py").write_text(NO_SUM)
    found = tmp_path / "found.json"
    call = ["prove", "--wrong", str(tmp_path), "--json", str(found), "--seed", "1", "--", "1"]
    assert cli.main(call) == 0
    [entry] = json.loads(found.read_text())
    assert entry["module"] == "no_sum"
    assert entry["truth"] == "BUG: the terms are multiplied instead of added"
    assert entry["naming"] in ("named", "silent")
    assert "01_matmul                  1/1 refused" in capsys.readouterr().out


def test_a_right_module_among_them_fails_the_command(tmp_path: Path) -> None:
    folder = tmp_path / "01_matmul"
    folder.mkdir()
    (folder / "right.py").write_text(NO_SUM.replace("1.0", "0.0").replace("*= x", "+= x"))
    assert cli.main(["prove", "--wrong", str(tmp_path), "--seed", "1", "--", "1"]) == 1
