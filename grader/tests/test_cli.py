"""The machine interface of the contract: statuses, JSON, and one clear line for a wrong call."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader import cli
from grader.curriculum import ROOT
from grader.tests.conftest import Submit, reference


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "grader", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["test"], "N is missing"),
        (["test", ""], "N is missing"),
        (["test", "four"], "'four' is not the number of an exercise"),
        (["test", "99"], "There is no exercise 99"),
        (["test", "-1"], "-1"),
        (["test", "--", "--help"], "'--help' is not the number of an exercise"),
        (["reset", "--", "--all"], "'--all' is not the number of an exercise"),
        (["test", "1", "--submission", "no-such-folder"], "There is no folder 'no-such-folder'"),
        (["test", "1", "--submission", "Makefile"], "'Makefile' is a file"),
        (["test", "1", "--seed", "lucky"], "'lucky' is not a seed"),
        (["test", "1", "--json", "no-such-folder/x.json"], "There is no folder 'no-such-folder'"),
        (["test", "1", "--json", "grader"], "cannot be written"),
        (["grade", "--only", "1,x"], "'x' is not the number"),
        (["grade", "--only", ""], "--only takes numbers"),
        (["grade", "--only", "1,,2"], "--only takes numbers"),
        (["grade", "--track", "best"], "There is no track 'best'"),
        (["grade", "--data", "letters"], "There is no data 'letters'"),
        (["hint", "3", "--level", "9"], "LEVEL is 1, 2 or 3"),
        (["reset"], "N is missing"),
        (["reset", "3", "--all"], "Either one exercise"),
        (["solution", "3"], "has not passed yet"),
        (["diff", "77"], "There is no exercise 77"),
        (["prove", "1", "--seeds", "many"], "'many' is not a number from 1 to 1000"),
        (["attack", "--rounds", "0"], "'0' is not a number from 1 to 1000"),
        (["attack", "--rounds", "1001"], "'1001' is not a number from 1 to 1000"),
        (["frobnicate"], "invalid choice: 'frobnicate'"),
        ([], "Which command?"),
    ],
)
def test_wrong_call_gets_one_line_and_status_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert said in output.err and output.err.count("\n") == 1


def test_json_of_a_passing_exercise_is_the_contracts(
    submit: Submit, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = submit({1: reference(1)})
    arguments = ["test", "1", "--submission", str(folder), "--json", "-", "--seed", "5"]
    assert cli.main(arguments) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["version"] == 1 and found["seed"] == 5
    assert found["submission"] == str(folder)
    assert found["score"] == found["max_score"] == 10.0
    (exercise,) = found["exercises"]
    assert exercise["number"] == 1 and exercise["name"] == "matmul"
    assert exercise["status"] == "passed" and exercise["diagnosis"] is None
    assert isinstance(exercise["cpu_s"], float) and exercise["cpu_s"] > 0
    assert {test["status"] for test in exercise["tests"]} == {"passed"}
    assert all(test.keys() == {"name", "status", "message"} for test in exercise["tests"])


def test_failure_gives_status_1_and_a_message(
    submit: Submit, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = submit({1: "def matmul(a, b):\n    return a\n\n\ntranspose = matmul\n"})
    assert cli.main(["test", "1", "--submission", str(folder), "--json", "-"]) == 1
    (exercise,) = json.loads(capsys.readouterr().out)["exercises"]
    assert exercise["status"] == "failed"
    assert any("matmul([[" in (test["message"] or "") for test in exercise["tests"])


def test_nothing_attempted_gives_status_1(
    submit: Submit, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = submit({})
    assert cli.main(["grade", "--submission", str(folder), "--json", "-"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [e["status"] for e in found["exercises"]] == ["not_attempted"] * 8
    assert found["score"] == 0.0 and found["max_score"] == 100.0
    finale = found["exercises"][-1]
    assert finale["accuracy"] is None and finale["pass_line"] == 0.88
    assert finale["budget_s"] > 0 and finale["data"] in ("mnist", "embedded")


def test_only_grades_what_is_listed_in_order(
    submit: Submit, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = submit({1: reference(1), 2: reference(2)})
    assert cli.main(["grade", "--submission", str(folder), "--only", "2,1", "--json", "-"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [e["number"] for e in found["exercises"]] == [1, 2]


def test_same_seed_gives_the_same_failing_example(
    submit: Submit, capsys: pytest.CaptureFixture[str]
) -> None:
    source = reference(1) + "\n\ndef transpose(a):\n    return [row[:] for row in a]\n"
    folder = submit({1: source})
    said = []
    for _ in range(2):
        cli.main(["test", "1", "--submission", str(folder), "--seed", "77", "--json", "-"])
        said.append(json.loads(capsys.readouterr().out)["exercises"][0]["tests"])
    assert said[0] == said[1]


def test_seed_comes_from_the_environment(
    submit: Submit, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEED", "123")
    cli.main(["grade", "--submission", str(submit({})), "--only", "1", "--json", "-"])
    assert json.loads(capsys.readouterr().out)["seed"] == 123


def test_with_json_on_standard_output_the_report_goes_elsewhere(submit: Submit) -> None:
    ended = run("test", "1", "--submission", str(submit({1: reference(1)})), "--json", "-")
    assert ended.returncode == 0
    json.loads(ended.stdout)
    assert "matmul" in ended.stderr


def test_json_goes_to_a_file_beside_the_report(submit: Submit, tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    ended = run("test", "1", "--submission", str(submit({1: reference(1)})), "--json", str(file))
    assert ended.returncode == 0 and "passed" in ended.stdout
    assert json.loads(file.read_text())["exercises"][0]["status"] == "passed"


def test_report_is_plain_text_of_80_columns_where_there_is_no_terminal(submit: Submit) -> None:
    source = reference(3).replace("softmax", "softmax", 1) + "\n\ndef softmax(z):\n    return z\n"
    ended = run("test", "3", "--submission", str(submit({3: source})))
    assert ended.returncode == 1
    assert "\x1b" not in ended.stdout
    assert max(map(len, ended.stdout.splitlines())) <= 80
    assert "✗ failed" in ended.stdout


def test_broken_grader_gives_status_3_and_one_line(
    submit: Submit, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("grader.judging.run.examine", broken)
    assert cli.main(["test", "1", "--submission", str(submit({}))]) == 3
    error = capsys.readouterr().err
    assert "The grader itself failed" in error and error.count("\n") == 1


def test_broken_judge_gives_status_3_and_one_line(
    submit: Submit, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from grader.judging import failures

    monkeypatch.setattr(failures, "PropertyVerdict", None)
    assert cli.main(["test", "1", "--submission", str(submit({1: reference(1)}))]) == 3
    output = capfd.readouterr()
    assert output.out == "" and output.err.startswith("The grader itself failed (TypeError: ")
    assert output.err.count("\n") == 1


def test_plain_pytest_runs_the_same_tests(submit: Submit) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "exercises/03_softmax"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    # Whatever stands in exercises/: each property reports, and nothing else goes wrong.
    assert ended.returncode in (0, 1)
    assert "passed" in ended.stdout or "failed" in ended.stdout


def test_module_that_does_not_parse_is_told_so_once(submit: Submit) -> None:
    ended = run("test", "1", "--submission", str(submit({1: "def matmul(a, b)\n    return a\n"})))
    assert ended.returncode == 1
    assert ended.stdout.count("SyntaxError") == 1


def test_next_steps_are_for_ones_own_folder_only(submit: Submit) -> None:
    folder = submit({1: "def matmul(a, b): return a\n"})
    for command in (["test", "1"], ["grade", "--only", "1,2"]):
        ended = run(*command, "--submission", str(folder))
        assert ended.returncode == 1 and "make " not in ended.stdout
    assert f"python -m grader test 1 --submission {folder}" in ended.stdout


def test_diagnosis_stands_with_a_failure_that_it_explains(submit: Submit) -> None:
    source = "def matmult(a, b): ...\n\n\ndef transpose(a):\n    return list(zip(*a))\n"
    shown = run("test", "1", "--submission", str(submit({1: source}))).stdout
    assert shown.index("transpose([[") < shown.index("tuples")


def test_a_line_that_helps_stands_below_the_verdict(submit: Submit) -> None:
    wrong = reference(1).replace("sum(", "0.5 + sum(", 1)
    told = run("test", "1", "--submission", str(submit({1: wrong}))).stdout
    above, _, below = told.partition("✗ failed")
    assert "changing this line" in below and "changing this line" not in above


def test_link_is_not_attempted_and_told_why(
    submit: Submit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = submit({1: reference(1)})
    (folder / "02_sigmoid").symlink_to(tmp_path)
    (folder / "03_softmax").mkdir()
    (folder / "03_softmax" / "softmax.py").symlink_to(folder / "01_matmul" / "matmul.py")
    for number in ("2", "3"):
        assert cli.main(["test", number, "--submission", str(folder)]) == 1
        assert "link" in capsys.readouterr().out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_result_that_cannot_be_written_is_named(submit: Submit) -> None:
    folder = str(submit({}))
    ended = run("test", "1", "--submission", folder, "--json", "/dev/full")
    assert ended.returncode == 3
    assert ended.stderr == "/dev/full could not be written: No space left on device.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--json", "-", "--junit", "-"], "a place of its own"),
        (["--json", "x.out", "--junit", "./x.out"], "a place of its own"),
        (["--json", ""], "A result needs a name"),
        (["--json", "exercises/01_matmul/matmul.py"], "a result would take the place of code"),
        (["--submission", ""], "SUBMISSION is empty"),
    ],
)
def test_place_that_cannot_hold_a_result_is_refused(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["test", "1", *arguments]) == 2
    output = capsys.readouterr()
    assert output.out == "" and said in output.err and output.err.count("\n") == 1


def test_folder_without_exercises_is_asked_about(
    submit: Submit, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["grade", "--only", "1", "--submission", str(submit({}))]) == 1
    assert "is it the right one?" in capsys.readouterr().out
    assert cli.main(["test", "1", "--submission", str(submit({}))]) == 1
    assert "there is no 01_matmul/matmul.py" in capsys.readouterr().out
