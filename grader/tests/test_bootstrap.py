"""make and grader/bootstrap.py on small private machines: which Python is taken, how .venv is
built and kept."""

import base64
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.tests.machines import PINS, Machine, change_pins


def wait_for(path: Path) -> str:
    """The content of a file that somebody else is about to write."""
    for _ in range(1000):
        if path.exists() and path.read_text():
            return path.read_text()
        time.sleep(0.01)
    raise AssertionError(f"{path} was never written")


def wait_for_end(process: int) -> None:
    """Wait until a process is gone."""
    for _ in range(1000):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return
        time.sleep(0.01)
    raise AssertionError(f"process {process} goes on")


# --- which Python ------------------------------------------------------------------------------


def fake_python(machine: Machine, name: str, version: tuple[int, int]) -> None:
    """A Python of some version, which notes in `used` that it was asked to set up."""
    number = ".".join(map(str, version))
    machine.script(
        name,
        f"""case "$1" in
    -V) echo 'Python {number}' ;;
    -c) exec '{sys.executable}' -I -S -c "import sys; sys.version_info = {version}; $2" ;;
    *) [ "$3" = --ready ] || echo {name} > used ;;
esac""",
    )


@pytest.mark.parametrize(
    ("pythons", "used"),
    [
        ({"python3": (3, 11)}, "python3"),
        ({"python3": (3, 12), "python3.14": (3, 14)}, "python3"),
        ({"python3": (3, 8), "python": (2, 7), "python3.12": (3, 12)}, "python3.12"),
        ({"python3": (3, 10), "python": (3, 13)}, "python"),
        ({"python3": (3, 15), "python3.11": (3, 11)}, "python3.11"),
        ({"python3": (3, 15)}, "python3"),
    ],
)
def test_the_first_python_that_the_pins_are_made_for_is_taken(
    machine: Machine, pythons: dict[str, tuple[int, int]], used: str
) -> None:
    for name, version in pythons.items():
        fake_python(machine, name, version)
    machine.make(".venv/.ready")
    assert (machine.root / "used").read_text().strip() == used


def test_a_python_whose_link_dangles_is_passed_over(machine: Machine) -> None:
    (machine.programs / "python3").symlink_to("/nowhere/python3")
    fake_python(machine, "python", (3, 11))
    machine.make(".venv/.ready")
    assert (machine.root / "used").read_text() == "python\n"


def test_a_python_that_only_uv_knows_is_found(machine: Machine) -> None:
    fake_python(machine, "managed", (3, 13))
    machine.script("uv", f"echo '{machine.programs}/managed'")
    machine.make(".venv/.ready")
    assert (machine.root / "used").read_text() == "managed\n"


def test_PYTHON_names_another(machine: Machine) -> None:
    fake_python(machine, "python3", (3, 11))
    fake_python(machine, "my python", (3, 12))
    machine.make("status", f"PYTHON={machine.programs}/my python")
    assert (machine.root / "used").read_text() == "my python\n"


@pytest.mark.parametrize(
    ("version", "arguments", "words"),
    [
        (None, (), "python3 is not there"),
        ((3, 8), (), "python3 is Python 3.8"),
        ((2, 7), (), "python3 is Python 2.7"),
        ((3, 11), ("PYTHON=/no where/python; touch x",), "/no where/python; touch x is not there"),
    ],
)
def test_without_a_fitting_python_one_line_says_what_to_do(
    machine: Machine, version: tuple[int, int] | None, arguments: tuple[str, ...], words: str
) -> None:
    if version:
        fake_python(machine, "python3", version)
    done = machine.make("test", *arguments)
    line, noise = done.stderr.splitlines()
    assert done.returncode == 2
    assert done.stdout == ""
    assert line.startswith("set-up: Python 3.11 or newer is needed")
    assert words in line
    assert "make PYTHON=" in line
    assert noise.startswith("make: ***")
    assert not machine.venv.exists()
    assert not (machine.root / "x").exists()


# --- building and keeping .venv ----------------------------------------------------------------


def test_a_set_up_makes_grader_importable_from_anywhere(machine: Machine, tmp_path: Path) -> None:
    machine.python()
    machine.uv()
    done = machine.make(".venv/.ready")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    program = "import grader; print(grader.__file__)"
    python = machine.venv / "bin/python"
    found = subprocess.run(
        [python, "-I", "-c", program], cwd=tmp_path, capture_output=True, text=True
    )
    assert found.stdout.strip() == str(machine.root.resolve() / "grader/__init__.py")
    assert sorted(p.name for p in machine.root.glob(".venv*")) == [".venv"]


def test_a_complete_environment_needs_nothing_any_more(machine: Machine) -> None:
    machine.python()
    machine.uv()
    assert machine.make(".venv/.ready").returncode == 0
    for program in machine.programs.glob("[pu]*"):
        program.unlink()
    assert "up to date" in machine.make(".venv/.ready").stdout


def test_a_new_date_of_the_pins_alone_builds_nothing(machine: Machine) -> None:
    machine.python()
    machine.uv()
    machine.make(".venv/.ready")
    machine.uv("exit 1")
    (machine.venv / "mine").touch()
    os.utime(machine.venv / ".ready", (0, 0))
    assert machine.make(".venv/.ready").returncode == 0
    assert (machine.venv / "mine").exists()
    assert "up to date" in machine.make(".venv/.ready").stdout


def move(machine: Machine) -> None:
    machine.root = machine.root.rename(machine.root.with_name("moved kata"))


def copy(machine: Machine) -> None:
    copied = machine.root.with_name("copied kata")
    shutil.copytree(machine.root, copied, symlinks=True)
    machine.root = copied


def remove_its_python(machine: Machine) -> None:
    (machine.venv / "bin/python").unlink()
    (machine.venv / "bin/python").symlink_to("/nowhere/python")


def upgrade_its_python(machine: Machine) -> None:
    stamp = machine.venv / ".ready"
    stamp.write_text(stamp.read_text().replace("Python 3.", "Python 4."))


@pytest.mark.parametrize("change", [change_pins, move, copy, remove_its_python, upgrade_its_python])
def test_an_environment_that_does_not_fit_any_more_is_built_anew(
    machine: Machine, change: Callable[[Machine], None]
) -> None:
    machine.python()
    machine.uv()
    machine.make(".venv/.ready")
    change(machine)
    (machine.venv / "old").touch()
    done = machine.make(".venv/.ready")
    assert done.returncode == 0, done.stderr
    assert not (machine.venv / "old").exists()
    assert (machine.venv / ".ready").read_text().startswith(str(machine.root.resolve()) + "\n")
    assert "up to date" in machine.make(".venv/.ready").stdout


def test_two_sets_of_targets_at_once_build_once(machine: Machine) -> None:
    machine.python()
    machine.uv("echo built >> builds")
    first, second = machine.start(".venv/.ready"), machine.start("-j2", ".venv/.ready")
    assert (first.wait(), second.wait()) == (0, 0)
    for process in (first, second):
        process.communicate()
    assert (machine.root / "builds").read_text() == "built\n"


def test_the_tools_of_check_are_added_and_leave_the_rest_ready(machine: Machine) -> None:
    machine.python()
    machine.uv()
    assert machine.make(".venv/.ready-dev").returncode == 0
    (machine.venv / "mine").touch()
    (machine.root / "requirements-dev.txt").write_text(PINS + "# changed\n")
    os.utime(machine.venv / ".ready-dev", (0, 0))
    assert machine.make(".venv/.ready-dev").returncode == 0
    assert (machine.venv / "mine").exists()
    assert "up to date" in machine.make(".venv/.ready").stdout
    assert "up to date" in machine.make(".venv/.ready-dev").stdout


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_after_a_signal_nothing_goes_on_and_the_next_run_builds_anew(
    machine: Machine, number: signal.Signals
) -> None:
    machine.python()
    machine.uv("echo $$ > at-work; exec sleep 60")
    process = machine.start("status")
    installer = int(wait_for(machine.root / "at-work"))
    os.killpg(process.pid, number)
    process.communicate(timeout=60)
    assert not (machine.venv / ".ready").exists()
    wait_for_end(installer)
    machine.uv()
    assert machine.make(".venv/.ready").returncode == 0


@pytest.mark.many
def test_pip_installs_only_what_has_the_pinned_hash(machine: Machine, tmp_path: Path) -> None:
    pytest.importorskip("ensurepip")
    wheel = tmp_path / "thing-1.0-py3-none-any.whl"
    record = "thing-1.0.dist-info/RECORD,,\n"
    for name, text in {
        "thing.py": "answer = 42\n",
        "thing-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: thing\nVersion: 1.0\n",
        "thing-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n",
    }.items():
        with zipfile.ZipFile(wheel, "a") as archive:
            archive.writestr(name, text)
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode()
        record += f"{name},sha256={digest.rstrip('=')},{len(text)}\n"
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.writestr("thing-1.0.dist-info/RECORD", record)
    machine.python()
    index = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": tmp_path.as_uri(), "PIP_USER": "1"}

    pin = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (machine.root / "requirements.txt").write_text(f"thing==1.0 --hash=sha256:{pin}\n")
    done = machine.make(".venv/.ready", **index)
    assert done.returncode == 0, done.stderr
    program = "import thing; print(thing.answer)"
    found = subprocess.run([machine.venv / "bin/python", "-c", program], capture_output=True)
    assert found.stdout == b"42\n"

    pin = hashlib.sha256(b"another wheel").hexdigest()
    (machine.root / "requirements-dev.txt").write_text(f"thing==1.0 --hash=sha256:{pin}\n")
    done = machine.make(".venv/.ready-dev", PIP_IGNORE_INSTALLED="1", **index)
    assert done.returncode == 2
    assert "DO NOT MATCH THE HASHES" in done.stderr
    assert "up to date" in machine.make(".venv/.ready").stdout
