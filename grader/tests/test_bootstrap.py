"""make and grader/bootstrap.py on small private machines: a folder with spaces in its name, a
PATH of a few chosen programs, no network."""

import ast
import base64
import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PINS = "thing==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n"


class Machine:
    """A copy of what the set-up needs, and the only programs that it can find."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "the kata"
        self.programs = folder / "programs"
        self.programs.mkdir(parents=True)
        (self.root / "grader").mkdir(parents=True)
        shutil.copy(PROJECT / "Makefile", self.root)
        shutil.copy(PROJECT / "grader/bootstrap.py", self.root / "grader")
        (self.root / "grader/__init__.py").touch()
        for requirements in ("requirements.txt", "requirements-dev.txt"):
            (self.root / requirements).write_text(PINS)
        for program in ("sh", "make", "mkdir", "rm", "find", "sleep"):
            (self.programs / program).symlink_to(str(shutil.which(program)))

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    def script(self, name: str, text: str) -> Path:
        """Put a shell script onto the PATH."""
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
        return path

    def python(self, name: str = "python3") -> None:
        """Put this very Python onto the PATH."""
        base = getattr(sys, "_base_executable", sys.executable)
        self.script(name, f"exec '{base}' \"$@\"")

    def uv(self, before: str = "") -> None:
        """Put a uv onto the PATH: it notes in .venv that thing 1.0 is installed."""
        self.script(
            "uv",
            f"""[ "$1" = pip ] || exit 1
{before}
for packages in .venv/lib/python*/site-packages; do
    mkdir -p "$packages/thing-1.0.dist-info"
    printf 'Name: thing\\nVersion: 1.0\\n' > "$packages/thing-1.0.dist-info/METADATA"
done""",
        )

    def environment(self, **more: str) -> dict[str, str]:
        return {"PATH": str(self.programs), "HOME": str(self.root.parent), **more}

    def make(self, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["make", *arguments],
            cwd=self.root,
            env=self.environment(**environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            ["make", *arguments],
            cwd=self.root,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def wait_for(path: Path) -> str:
    """The content of a file that somebody else is about to write."""
    for _ in range(1000):
        if path.exists() and path.read_text():
            return path.read_text()
        time.sleep(0.01)
    raise AssertionError(f"{path} was never written")


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


def test_the_bootstrap_itself_tells_an_old_python_in_one_line() -> None:
    program = f"""
import sys
sys.version_info = (3, 8)
__file__ = {str(PROJECT / "grader/bootstrap.py")!r}
exec(compile(open(__file__).read(), __file__, "exec"))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 2
    assert re.fullmatch("set-up: this is Python 3.8, and 3.11 or newer is needed.*\n", done.stderr)


def test_the_bootstrap_is_written_in_a_syntax_that_old_pythons_read() -> None:
    source = (PROJECT / "grader/bootstrap.py").read_text(encoding="ascii")
    modern = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.Nonlocal, ast.YieldFrom)
    for node in ast.walk(ast.parse(source)):
        assert not isinstance(node, modern), ast.unparse(node)
        if isinstance(node, ast.FunctionDef):
            assert node.returns is None
            assert not any(a.annotation for a in node.args.args)
            assert not node.args.kwonlyargs
        if isinstance(node, (ast.Tuple, ast.List)):
            assert not any(isinstance(item, ast.Starred) for item in node.elts)


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


def change_pins(machine: Machine) -> None:
    (machine.root / "requirements.txt").write_text(PINS + "# changed\n")


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


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_leaves_nothing_half_made(machine: Machine, number: signal.Signals) -> None:
    machine.python()
    machine.uv("echo $$ > at-work; exec sleep 60")
    process = machine.start("status")
    installer = int(wait_for(machine.root / "at-work"))
    os.killpg(process.pid, number)
    _, printed = process.communicate(timeout=10)
    assert "set-up: interrupted" in printed
    assert not list(machine.root.glob(".venv*"))
    with pytest.raises(ProcessLookupError):
        os.kill(installer, 0)


def test_after_a_kill_the_next_run_recovers(machine: Machine) -> None:
    machine.python()
    machine.uv("echo $$ > at-work; exec sleep 60")
    process = machine.start(".venv/.ready")
    installer = int(wait_for(machine.root / "at-work"))
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=10)
    assert (machine.venv / ".half-made").exists()
    os.kill(installer, signal.SIGKILL)  # until then it holds the lock
    machine.uv()
    done = machine.make(".venv/.ready")
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in machine.venv.glob(".*")) == [".ready"]


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


# --- what cannot be installed: bootstrap.py in this process, with installers that are played ----


class Installers:
    """Plays the programs that bootstrap.py runs. `fails` maps words of a command to what it
    prints as it fails."""

    def __init__(self, bootstrap: ModuleType) -> None:
        self.bootstrap = bootstrap
        self.fails: dict[str, str] = {}
        self.commands: list[list[str]] = []

    def run(self, command: list[str], lock: int) -> str | None:
        self.commands.append(command)
        line = " ".join(command).replace(self.bootstrap.ROOT, "")  # named after the test
        for words, printed in self.fails.items():
            if words in line:
                return printed
        if "venv" in command:
            (Path(self.bootstrap.VENV) / "bin").mkdir()
            Path(self.bootstrap.PYTHON).symlink_to(sys.executable)
            python = "python{}.{}".format(*sys.version_info)
            (Path(self.bootstrap.VENV) / "lib" / python / "site-packages").mkdir(parents=True)
        return None


@pytest.fixture
def installers(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Installers:
    spec = importlib.util.spec_from_file_location("bs", machine.root / "grader/bootstrap.py")
    assert spec is not None and spec.loader is not None
    bootstrap = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bootstrap)
    played = Installers(bootstrap)
    monkeypatch.setattr(bootstrap, "run", played.run)
    monkeypatch.setattr(bootstrap, "stop_cleanly", lambda: None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    return played


OFFLINE = "WARNING: Retrying (Retry(total=0)) after connection broken\nERROR: No matching thing"


@pytest.mark.parametrize(
    ("printed", "line"),
    [
        (OFFLINE, "connect to the network"),
        ("error: Failed to fetch\n  Caused by: dns error: failed to resolve", "connect to the net"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES\nthing\n", "DO NOT MATCH THE HASHES"),
        ("", "cannot be installed"),
    ],
)
def test_a_failed_installation_is_one_line_and_leaves_nothing(
    installers: Installers,
    machine: Machine,
    capsys: pytest.CaptureFixture[str],
    printed: str,
    line: str,
) -> None:
    installers.fails = {"install --no-input": printed}
    assert installers.bootstrap.main([]) == 2
    making, said = capsys.readouterr().err.splitlines()
    assert making.startswith("set-up: making .venv")
    assert line in said
    assert not list(machine.root.glob(".venv*"))


def test_a_failed_installation_puts_back_what_was_there(
    installers: Installers, machine: Machine
) -> None:
    assert installers.bootstrap.main([]) == 0
    ready = (machine.venv / ".ready").read_text()
    change_pins(machine)
    installers.fails = {"install --no-input": OFFLINE}
    assert installers.bootstrap.main([]) == 2
    assert (machine.venv / ".ready").read_text() == ready
    assert not (machine.root / ".venv.old").exists()


def test_what_a_killed_set_up_left_is_never_put_back(
    installers: Installers, machine: Machine
) -> None:
    machine.venv.mkdir()
    (machine.venv / ".half-made").touch()
    installers.fails = {"install --no-input": OFFLINE}
    assert installers.bootstrap.main([]) == 2
    assert not list(machine.root.glob(".venv*"))


def test_what_a_killed_set_up_had_set_aside_is_put_back(
    installers: Installers, machine: Machine
) -> None:
    assert installers.bootstrap.main([]) == 0
    machine.venv.rename(machine.root / ".venv.old")
    machine.venv.mkdir()
    (machine.venv / ".half-made").touch()
    installers.commands.clear()
    assert installers.bootstrap.main([]) == 0
    assert installers.commands == []
    assert installers.bootstrap.is_ready("requirements.txt")


def test_failing_to_add_the_tools_of_check_leaves_the_rest_ready(
    installers: Installers, machine: Machine
) -> None:
    assert installers.bootstrap.main([]) == 0
    installers.fails = {"install --no-input": OFFLINE}
    assert installers.bootstrap.main(["--dev"]) == 2
    assert installers.bootstrap.is_ready("requirements.txt")
    assert not installers.bootstrap.is_ready("requirements-dev.txt")


def test_uv_goes_first_and_pip_takes_over_where_it_fails(
    installers: Installers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "/bin/uv")
    installers.fails = {"/bin/uv": "error: no index here"}
    assert installers.bootstrap.main([]) == 0
    installs = [command for command in installers.commands if "install" in command]
    assert [command[0] for command in installs] == ["/bin/uv", installers.bootstrap.PYTHON]
    assert all("--require-hashes" in command for command in installs)


def test_pip_takes_over_where_uv_installs_elsewhere(
    installers: Installers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "/bin/uv")
    installers.fails = {"importlib.metadata": "PackageNotFoundError: thing"}
    assert installers.bootstrap.main([]) == 2
    assert installers.commands[-2][0] == installers.bootstrap.PYTHON
    assert "install" in installers.commands[-2]


def test_without_ensurepip_a_pip_from_outside_serves(installers: Installers) -> None:
    installers.fails = {"/.venv/bin/python -I -m pip": "No module", "ensurepip": "No module"}
    assert installers.bootstrap.main([]) == 0
    (install,) = [command for command in installers.commands if "install" in command]
    assert install[1:6] == ["-I", "-m", "pip", "--python", installers.bootstrap.PYTHON]


def test_without_any_pip_the_line_names_the_package_to_install(
    installers: Installers, machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    installers.fails = {"pip": "No module named pip"}
    assert installers.bootstrap.main([]) == 2
    assert "sudo apt install python3-venv" in capsys.readouterr().err
    assert not list(machine.root.glob(".venv*"))


def test_packages_that_went_elsewhere_are_noticed(
    installers: Installers, capsys: pytest.CaptureFixture[str]
) -> None:
    installers.fails = {"importlib.metadata": "PackageNotFoundError: thing"}
    assert installers.bootstrap.main([]) == 2
    assert "pip config list" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_named(
    installers: Installers,
    machine: Machine,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse(path: str) -> None:
        raise OSError(30, "Read-only file system", path)

    monkeypatch.setattr(os, "mkdir", refuse)
    assert installers.bootstrap.main([]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"set-up: cannot write in {machine.root.resolve()} (Read-only")


# --- from make to python -m grader ---------------------------------------------------------------


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
    assert arguments == ["-m", "grader", "test", value, f"--seed={value}"]
    assert not (recorder.root / "x").exists()


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("", "status"),
        ("test-exercise", "test"),
        ("test-exercise N=4 DEBUG=1 SEED=", "test 4 --debug"),
        ("test-exercise N=4 DEBUG=0", "test 4"),
        ("hint N=3 LEVEL=2", "hint 3 --level=2"),
        (
            "grade SUBMISSION=solutions DATA=embedded",
            "grade --submission=solutions --data=embedded",
        ),
        ("grade JSON=- TRACK=all SEED=7", "grade --seed=7 --track=all --json=-"),
        ("solution N=4 YES=1", "solution 4 --yes"),
        ("interview MINUTES=5 PLAIN=1", "interview --minutes=5 --plain"),
    ],
)
def test_a_target_is_a_thin_call(recorder: Machine, call: str, expected: str) -> None:
    done = recorder.make(*call.split())
    arguments, _ = recorded(recorder)
    assert arguments == ["-m", "grader", *expected.split()]
    assert done.stdout == done.stderr == ""


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


def test_clean_takes_what_make_made_and_nothing_else(machine: Machine) -> None:
    for path in (".venv/x", ".venv.old/x", "grader/__pycache__/x", "exercises/01/work.py"):
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


# --- the pins ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_with_hashes_and_no_host_is_named(name: str) -> None:
    text = (PROJECT / name).read_text().replace("\\\n", " ")
    for line in text.splitlines():
        assert re.fullmatch(r"[\w.-]+==[\w.]+( ; [^-]*)?( +--hash=sha256:[0-9a-f]{64})+", line)
    assert "/" not in text


def test_the_pins_cover_what_pyproject_names() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    for names, pins in (
        (project["project"]["dependencies"], "requirements.txt"),
        (project["dependency-groups"]["dev"], "requirements-dev.txt"),
    ):
        pinned = re.findall(r"^([\w.-]+)==", (PROJECT / pins).read_text(), re.M)
        assert set(names) <= set(pinned)
