"""What bootstrap.py installs and what it says if it cannot: run in this process, mostly with
installers that are played; and the pins themselves."""

import importlib.util
import os
import re
import shutil
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from grader.tests.machines import PROJECT, Machine


class Installers:
    """Plays the programs that bootstrap.py runs. `fails` maps words of a command to what it
    prints as it fails."""

    def __init__(self, bootstrap: ModuleType) -> None:
        self.bootstrap = bootstrap
        self.fails: dict[str, str] = {}
        self.commands: list[list[str]] = []

    def run(self, command: list[str]) -> str | None:
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


def load(machine: Machine) -> ModuleType:
    spec = importlib.util.spec_from_file_location("bs", machine.root / "grader/bootstrap.py")
    assert spec is not None and spec.loader is not None
    bootstrap = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bootstrap)
    return bootstrap


@pytest.fixture
def installers(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Installers:
    bootstrap = load(machine)
    played = Installers(bootstrap)
    monkeypatch.setattr(bootstrap, "run", played.run)
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
    assert not installers.bootstrap.is_ready("requirements.txt")


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
    assert not installers.bootstrap.is_ready("requirements.txt")


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
    line = capsys.readouterr().err.splitlines()[-1]
    assert line.startswith(f"set-up: cannot write in {machine.root.resolve()} (Read-only")


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
