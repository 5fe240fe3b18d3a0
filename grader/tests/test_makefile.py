"""From make to `python -m grader`: values, targets, help and clean."""

import json
import re
import sys

import pytest

from grader.tests.machines import PROJECT, Machine


@pytest.fixture
def recorder(machine: Machine) -> Machine:
    """A machine that is set up, whose .venv/bin/python writes its arguments and environment."""
    record = machine.root / "record.py"
    record.write_text(
        "import json, os, sys\n"
        "json.dump([sys.argv[1:], dict(os.environ)], open('record.json', 'w'))\n"
    )
    (machine.venv / "bin").mkdir(parents=True)
    script = machine.script(
        "recorder",
        f'[ "$4" = --ready ] && echo ready || exec \'{sys.executable}\' -I record.py "$@"',
    )
    script.rename(machine.venv / "bin/python")
    (machine.venv / ".ready").touch()
    return machine


def recorded(machine: Machine) -> tuple[list[str], dict[str, str]]:
    arguments, environment = json.loads((machine.root / "record.json").read_text())
    return arguments, environment


@pytest.mark.parametrize(
    "value",
    [
        "--help",
        "4; touch x",
        "4 5",
        "it's",
        'say "4"',
        "$HOME",
        "$(shell touch x)",
        "$(touch x)",
        "`touch x`",
        "4 # 5",
        "4 & touch x",
        "*",
        "\\",
        "4\ntouch x",
    ],
)
@pytest.mark.parametrize("given", ["to make", "in the environment"])
def test_a_value_arrives_as_it_was_given(recorder: Machine, value: str, given: str) -> None:
    if given == "to make":
        recorder.make("test-exercise", f"N={value}", f"SEED={value}")
    else:
        recorder.make("test-exercise", N=value, SEED=value)
    arguments, _ = recorded(recorder)
    assert arguments == ["-m", "grader", "test", f"--seed={value}", "--", value]
    assert not (recorder.root / "x").exists()


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("", "status"),
        ("test-exercise", "test"),
        ("test-exercise N=4 DEBUG=1 SEED=", "test --debug -- 4"),
        ("test-exercise N=4 DEBUG=0", "test -- 4"),
        ("test-exercise N=8 DATA=embedded", "test --data=embedded -- 8"),
        ("test-exercise N=4 SUBMISSION=solutions", "test --submission=solutions -- 4"),
        ("hint N=3 LEVEL=2", "hint --level=2 -- 3"),
        (
            "grade SUBMISSION=solutions DATA=embedded",
            "grade --submission=solutions --data=embedded",
        ),
        ("grade JSON=- TRACK=all SEED=7", "grade --seed=7 --track=all --json=-"),
        ("solution N=4 YES=1", "solution --yes -- 4"),
        ("reset N=--all", "reset -- --all"),
        ("interview MINUTES=5 PLAIN=1", "interview --minutes=5 --plain"),
    ],
)
def test_a_target_is_a_thin_call(recorder: Machine, call: str, expected: str) -> None:
    done = recorder.make(*call.split())
    arguments, _ = recorded(recorder)
    assert arguments == ["-m", "grader", *expected.split()]
    assert done.stdout == done.stderr == ""


def test_the_sandbox_is_never_left_by_what_a_shell_carries(recorder: Machine) -> None:
    recorder.make("test-exercise", "N=4", DEBUG="1")
    assert recorded(recorder)[0] == ["-m", "grader", "test", "--", "4"]


def test_what_would_disturb_python_and_pip_is_taken_away(recorder: Machine) -> None:
    disturbing = dict.fromkeys(
        "PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH PYTHONOPTIMIZE VIRTUAL_ENV "
        "PIP_USER PIP_TARGET PIP_PREFIX PIP_REQUIRE_VIRTUALENV".split(),
        "1",
    )
    recorder.make("status", PIP_INDEX_URL="mine", MNIST_DIR="digits", **disturbing)
    _, environment = recorded(recorder)
    assert not disturbing.keys() & environment.keys()
    assert (environment["PIP_INDEX_URL"], environment["MNIST_DIR"]) == ("mine", "digits")


def test_an_empty_value_is_no_value(recorder: Machine) -> None:
    recorder.make("grade", "SEED=", "DATA=", TRACK="")
    arguments, environment = recorded(recorder)
    assert arguments == ["-m", "grader", "grade"]
    assert not {"SEED", "DATA", "TRACK"} & environment.keys()


def test_help_names_every_target_in_80_columns_and_needs_no_python(machine: Machine) -> None:
    done = machine.make("help")
    assert done.returncode == 0
    assert max(map(len, done.stdout.splitlines())) <= 80
    phony = re.findall(r"^\.PHONY: (\w.*)$", (PROJECT / "Makefile").read_text(), re.M)
    words = re.findall(r"[\w-]+", done.stdout)
    assert {target for line in phony for target in line.split()} - {"help"} <= set(words)
    assert not machine.venv.exists()


def test_a_target_that_is_none_is_named_in_one_line(recorder: Machine) -> None:
    done = recorder.make("tset; touch x", "N=1")
    assert done.returncode == 2
    assert done.stderr.endswith(
        "There is no target tset; touch x: make help lists them all.  Stop.\n"
    )
    assert done.stdout == "" and done.stderr.count("\n") == 1
    assert not (recorder.root / "x").exists()
    assert recorder.make(".venv/.ready").returncode == 0


def test_clean_takes_what_make_made_and_nothing_else(machine: Machine) -> None:
    for path in (".venv/x", "grader/__pycache__/x", "exercises/01/work.py"):
        (machine.root / path).parent.mkdir(parents=True, exist_ok=True)
        (machine.root / path).touch()
    assert machine.make("clean").returncode == 0
    left = sorted(str(p.relative_to(machine.root)) for p in machine.root.rglob("*") if p.is_file())
    assert left == [
        "Makefile",
        "exercises/01/work.py",
        "grader/__init__.py",
        "grader/bootstrap.py",
        "requirements-dev.txt",
        "requirements.txt",
    ]
