"""Makes this machine into others, and asks in each whether a submission is held as it should be.

    .venv/bin/python -m grader.tests.settings [NAME …] [--run COMMAND] [--list]

A setting is a copy of the checkout with an interpreter, a user and a kernel of its own kind: a
Python below a home of mode 0700, a path with spaces, an ordinary user, a checkout that cannot be
written to, `_ctypes` hidden, seccomp refused, Landlock missing, a container without CAP_SETUID. In
each, exercise 1 of the references is judged, and the verdict's confinement and walls are compared
with what is due. `--run "make test"` runs another command there too, and prints its last line.

Linux; the settings of root are left out for an ordinary user. Nothing outside of a temporary folder
is changed.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import shlex
import shutil
import struct
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from grader.curriculum import ROOT
from grader.outcome import Exit

NOBODY = 65534
SYSTEM_PYTHON = "/usr/bin/python3"
_REFUSED, _MISSING = 1, 38  # EPERM, ENOSYS
_SECCOMP, _LANDLOCK = {"x86_64": 317, "aarch64": 277}, 444
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _PR_CAPBSET_DROP = 38, 22, 24
_CAP_SETGID, _CAP_SETUID = 6, 7


@dataclass(frozen=True)
class Setting:
    """A machine: what is special about it, and what holds a guest there.

    `missing` names the walls that are not up; `reason` is in what is said of each.
    """

    about: str
    level: str = "kernel"
    missing: frozenset[str] = frozenset()
    reason: str = ""
    private: bool = False  # the interpreter lies below a folder of mode 0700
    system_python: bool = False
    hidden: str = ""  # files of the interpreter that are left out
    root: bool = True
    read_only: bool = False
    folder: str = "kata"
    enter: tuple[Callable[[], None], ...] = field(default=())


def refuse(number: int, error: int) -> Callable[[], None]:
    """What has the kernel refuse one system call to this process and its children."""

    def enter() -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        code = struct.pack(
            "=HBBIHBBIHBBIHBBI",
            *(0x20, 0, 0, 0),  # the call's number
            *(0x15, 0, 1, number),
            *(0x06, 0, 0, 0x0005_0000 | error),
            *(0x06, 0, 0, 0x7FFF_0000),
        )
        held = ctypes.create_string_buffer(code)
        program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(held))
        if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(_PR_SET_SECCOMP, 2, program):
            raise OSError(ctypes.get_errno(), "this machine cannot be made into that one")

    return enter


def without_set_uid() -> None:
    """Be root without the right to become another user, as in some containers."""
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in (_CAP_SETUID, _CAP_SETGID):
        if libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "this machine cannot be made into that one")


_OF_THE_KERNEL = frozenset(
    ("capabilities", "parent", "not dumpable", "no new privileges", "landlock", "seccomp")
)
_NUMBER = _SECCOMP.get(os.uname().machine, 0)
SETTINGS = {
    "root": Setting("root, Python below a home of mode 0700", private=True),
    "root-system": Setting("root, the system's Python", system_python=True),
    "user": Setting("an ordinary user", root=False),
    "user-system": Setting("an ordinary user, the system's Python", root=False, system_python=True),
    "spaces": Setting("paths with spaces", private=True, folder="the kata's folder"),
    "read-only": Setting("a checkout that cannot be written to", root=False, read_only=True),
    "no-ctypes": Setting(
        "root, Python without _ctypes",
        level="limits",
        missing=_OF_THE_KERNEL,
        reason="_ctypes",
        hidden="_ctypes*",
    ),
    "user-no-ctypes": Setting(
        "an ordinary user, Python without _ctypes",
        level="limits",
        missing=_OF_THE_KERNEL,
        reason="_ctypes",
        hidden="_ctypes*",
        root=False,
    ),
    "no-seccomp": Setting(
        "root, seccomp refused",
        level="limits",
        missing=frozenset({"seccomp"}),
        reason=os.strerror(_REFUSED),
        enter=(refuse(_NUMBER, _REFUSED),),
    ),
    "user-no-seccomp": Setting(
        "an ordinary user, seccomp refused",
        level="limits",
        missing=frozenset({"seccomp"}),
        reason=os.strerror(_REFUSED),
        enter=(refuse(_NUMBER, _REFUSED),),
        root=False,
    ),
    "no-landlock": Setting(
        "root, Landlock missing",
        missing=frozenset({"landlock"}),
        reason=os.strerror(_MISSING),
        enter=(refuse(_LANDLOCK, _MISSING),),
    ),
    "no-set-uid": Setting(
        "root in a container without CAP_SETUID",
        level="limits",
        missing=frozenset({"user"}),
        reason=os.strerror(_REFUSED),
        enter=(without_set_uid,),
    ),
}


class Machine:
    """A setting made real below a temporary folder."""

    def __init__(self, setting: Setting, base: Path) -> None:
        self.setting = setting
        base.chmod(0o755)
        self.checkout = base / setting.folder
        self.home = base / "home"
        python = self._interpreter(base)
        self._copy_checkout()
        self._make_environment(python)
        self.home.mkdir(exist_ok=True)
        if not setting.root and os.geteuid() == 0:
            owned = [self.home] if setting.read_only else [self.home, self.checkout]
            for place in owned:
                subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", place], check=True)

    def _interpreter(self, base: Path) -> Path:
        """An interpreter that the setting's user can run; its copy where that is asked for."""
        if self.setting.system_python:
            return Path(SYSTEM_PYTHON)
        home = base / "private" / "python"
        stdlib = Path(sysconfig.get_path("stdlib"))
        copy = home / "lib" / stdlib.name
        left_out = ["test", "tests", "__pycache__", "site-packages", "dist-packages"]
        left_out += ["config-*", "idlelib", "tkinter"]
        if self.setting.hidden:
            left_out.append(self.setting.hidden)
        shutil.copytree(stdlib, copy, ignore=shutil.ignore_patterns(*left_out))
        program = home / "bin" / "python3"
        program.parent.mkdir()
        shutil.copy2(os.path.realpath(sys._base_executable), program)  # type: ignore[attr-defined]
        (base / "private").chmod(0o700 if self.setting.private else 0o755)
        return program

    def _copy_checkout(self) -> None:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        for name in filter(None, listed.stdout.split("\0")):
            source, target = ROOT / name, self.checkout / name
            if source.is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target)

    def _make_environment(self, python: Path) -> None:
        """The environment of this checkout beside the copy, without an installation."""
        venv = self.checkout / ".venv"
        subprocess.run([python, "-I", "-m", "venv", "--without-pip", venv], check=True)
        mine = Path(sysconfig.get_path("purelib"))
        [theirs] = (venv / "lib").glob("python*/site-packages")
        if theirs.parent.name != mine.parent.name:
            raise Unfit(f"{python} is not {mine.parent.name}, whose packages are here")
        unneeded = shutil.ignore_patterns("mypy*", "ruff*", "pip*")
        shutil.copytree(mine, theirs, ignore=unneeded, dirs_exist_ok=True)
        for stamp in (ROOT / ".venv").glob(".ready*"):
            shutil.copy2(stamp, venv / stamp.name)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the checkout, as the setting's user and under its kernel."""
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("PYTHON")
        }
        return subprocess.run(
            command,
            cwd=self.checkout,
            env=environment | {"HOME": str(self.home), "KATA_HOME": str(self.home / "kata")},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            preexec_fn=self._enter,
            check=False,
        )

    def _enter(self) -> None:
        if not self.setting.root and os.geteuid() == 0:
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
        for enter in self.setting.enter:
            enter()

    def grader(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the grader on exercise 1 of the references."""
        program = str(self.checkout / ".venv" / "bin" / "python")
        judge = (program, "-m", "grader", "test", "1", "--submission", "solutions")
        return self.run(*judge, *arguments)


class Unfit(Exception):
    """This machine cannot be made into that one."""


def problems(machine: Machine) -> Iterator[str]:
    """In what the verdicts of a machine are not as they should be."""
    setting = machine.setting
    judged = machine.grader("--json", "-")
    if judged.returncode != Exit.PASSED:
        yield f"the references end with {judged.returncode}: {judged.stderr.strip()[-300:]}"
        return
    [found] = json.loads(judged.stdout)["exercises"]
    walls: dict[str, str] = found["walls"]
    if found["confinement"] != setting.level:
        yield f"confinement is {found['confinement']}, not {setting.level}"
    down = {name: said for name, said in walls.items() if said != "up"}
    if down.keys() != setting.missing:
        yield f"not up are {down or 'none'}, and {sorted(setting.missing)} should be"
    for name, said in down.items():
        if setting.reason not in said:
            yield f"of {name} it says {said!r}, and nothing of {setting.reason!r}"
    required = machine.grader("--require", "kernel").returncode
    due = Exit.PASSED if setting.level == "kernel" else Exit.FAULT
    if required != due:
        yield f"--require kernel ends with {required}, not {due}"
    if machine.grader("--require", "limits").returncode != Exit.PASSED:
        yield "--require limits is refused"
    shown = " ".join(machine.grader().stdout.split())
    for name in setting.missing:
        if name not in shown:
            yield f"the terminal does not name {name}"
    if not setting.missing and "Missing" in shown:
        yield "the terminal names what is not missing"


def main() -> int:
    """Make the settings that are named, or all that can be made here; 1 if one is not right."""
    parser = argparse.ArgumentParser(prog="python -m grader.tests.settings")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--run", default="", help="a command to run in each, such as 'make test'")
    parser.add_argument("--list", action="store_true", help="what there is")
    args = parser.parse_args()
    if args.list:
        print("\n".join(f"{name:16} {setting.about}" for name, setting in SETTINGS.items()))
        return Exit.PASSED
    wrong = 0
    for name in args.names or SETTINGS:
        setting, started = SETTINGS[name], time.monotonic()
        if setting.root and os.geteuid() != 0:
            print(f"- {name:16} only root can make it")
            continue
        with tempfile.TemporaryDirectory(prefix="kata-setting-") as folder:
            try:
                machine = Machine(setting, Path(folder))
            except Unfit as unfit:
                print(f"- {name:16} {unfit}")
                continue
            found = list(problems(machine))
            said = _last_line(machine.run(*shlex.split(args.run))) if args.run else ""
        wrong += bool(found)
        sign = "✗" if found else "✓"
        print(f"{sign} {name:16} {setting.about}  {time.monotonic() - started:.0f} s  {said}")
        for problem in found:
            print(f"    {problem}")
        sys.stdout.flush()
    return Exit.FAILED if wrong else Exit.PASSED


def _last_line(done: subprocess.CompletedProcess[str]) -> str:
    lines = (done.stdout + done.stderr).strip().splitlines()
    return f"status {done.returncode}: {lines[-1] if lines else 'it said nothing'}"


if __name__ == "__main__":
    sys.exit(main())
