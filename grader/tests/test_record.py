"""`make record`: one module on all of MNIST, which is a handful of images here."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from grader import cli, digits
from grader.digits import Dataset, Digits, Source

NEAREST = """
def fit(images, labels, seed):
    print("fitting", len(images))
    return list(zip(images, labels))

def classify(model, images):
    def far(a, b):
        return sum(abs(x - y) for x, y in zip(a, b))
    return [min(model, key=lambda known: far(known[0], image))[1] for image in images]
"""


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten digits to learn from; four of them to read, one of which bears another's label."""
    images = tuple(bytes(255 * (i // 78 == n) for i in range(784)) for n in range(10))
    train = Digits(images, bytes(range(10)))
    data = Dataset(Source.MNIST, train, Digits(images[:4], bytes([0, 1, 2, 7])))
    monkeypatch.setattr(digits, "load", lambda _: data)


def record(tmp_path: Path, source: str, *options: str) -> int:
    """The exit status of judging a module of this source."""
    path = tmp_path / "mine.py"
    path.write_text(source)
    return cli.main(["record", f"--file={path}", "--seed=5", *options])


def test_a_module_that_prints_gets_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert record(tmp_path, NEAREST, "--seeds=2") == 0
    out, err = capfd.readouterr()
    sha256 = hashlib.sha256(NEAREST.encode()).hexdigest()
    assert out.startswith(f"sha256 {sha256[:12]}: 75.00% of MNIST (least 75.00%) in 0.")
    assert "; 2 seeds, 5–6; " in out and "Python 3." in out and out.count("\n") == 1
    assert err == ""


def test_json_holds_each_run(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert record(tmp_path, NEAREST, "--seeds=2", "--json=-") == 0
    found = json.loads(capfd.readouterr().out)
    assert (found["seeds"], found["accuracies"]) == ([5, 6], [0.75, 0.75])
    assert all(0 < seconds < 5 for seconds in found["cpu_s"])


@pytest.mark.parametrize(
    ("source", "options", "status", "said"),
    [
        (NEAREST, ["--seeds=0"], 2, "'0' is not a number from 1 to 1000"),
        (NEAREST, ["--seed=x"], 2, "'x' is not a seed"),
        (NEAREST, ["--file=/no/such.py"], 2, "cannot be read (No such file or directory)"),
        (NEAREST, ["--file="], 2, "Which module?"),
        ("#" * (1 << 19), [], 2, "larger than"),
        ("import numpy", [], 1, "ModuleNotFoundError"),
        (NEAREST.replace("zip(", "zap("), [], 1, "fit(…) raised NameError"),
        (NEAREST.replace("[1] for", "[0] for"), [], 1, "expected a list of 4 digits"),
        ("import os\nos._exit(0)", [], 1, "the run "),
    ],
)
def test_what_cannot_be_judged_is_told_in_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str],
    source: str, options: list[str], status: int, said: str,
) -> None:  # fmt: skip
    assert record(tmp_path, source, *options) == status
    out, err = capfd.readouterr()
    assert said in err and (out, err.count("\n")) == ("", 1)
