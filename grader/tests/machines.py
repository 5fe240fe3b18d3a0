"""A small private machine for tests of the set-up: a folder with spaces in its name, a PATH of a
few chosen programs, no network."""

import shutil
import subprocess
import sys
from pathlib import Path

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


def change_pins(machine: Machine) -> None:
    (machine.root / "requirements.txt").write_text(PINS + "# changed\n")
