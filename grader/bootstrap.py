"""Makes `.venv`, the project's environment, from the pinned packages; make runs this.

    python -I grader/bootstrap.py            builds .venv from requirements.txt
    python -I grader/bootstrap.py --dev      adds requirements-dev.txt to it
    python -I grader/bootstrap.py --ready    says "ready" if .venv is whole and of this folder

Standard library only; make has looked at the Python's version. A stamp in .venv is written last,
so that a build which failed or was killed has none, and the next run begins anew. Slow modules are
imported where they are used, because --ready runs at every make.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMPS = {
    "requirements.txt": os.path.join(VENV, ".ready"),
    "requirements-dev.txt": os.path.join(VENV, ".ready-dev"),
}
NO_PIP = (
    f"this Python ({sys.executable}) comes without pip and ensurepip: install them (on Debian and "
    "Ubuntu: sudo apt install python3-venv), or install uv, and run the same command again"
)
OFFLINE = (
    "the packages cannot be downloaded: connect to the network (or set pip's index or proxy "
    "for yours), and run the same command again"
)
SIGNS_OF_NO_NETWORK = ("connect", "resolve", "timed out", "timeout", "unreachable", "offline")


class SetupError(Exception):
    """The set-up cannot go on; the message is one line and says what to do."""


def main(arguments: list[str]) -> int:
    """Do what the arguments ask; the exit status is 0, or 2 after one line on stderr."""
    requirements = "requirements-dev.txt" if "--dev" in arguments else "requirements.txt"
    if "--ready" in arguments:
        if is_ready(requirements):
            print("ready")
        return 0
    try:
        set_up(requirements)
    except SetupError as error:
        say(str(error))
    except OSError as error:
        say(f"cannot write in {ROOT} ({error.strerror}): put the project where you can")
    except KeyboardInterrupt:
        say("interrupted; run the same command again")
    else:
        return 0
    return 2


def set_up(requirements: str) -> None:
    """Install what is not installed yet. Raises `SetupError`, `OSError`."""
    with alone():
        if is_ready(requirements):
            os.utime(STAMPS[requirements])  # the pins have another date, and say the same
            return
        if requirements == "requirements.txt":
            say("making .venv (once; it takes some seconds and about 4 MB of downloads) ...")
            make_environment()
        else:
            say("adding the tools of make check to .venv (once; about 28 MB of downloads) ...")
        install(requirements)
        with open(STAMPS[requirements], "wb") as stamp:
            stamp.write(signature(requirements))


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Let one set-up at a time work in this folder."""
    import fcntl

    folder = os.open(ROOT, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def say(line: str) -> None:
    """Tell the person something, on stderr: stdout may be a program's JSON."""
    print("set-up: " + line, file=sys.stderr, flush=True)


def signature(requirements: str) -> bytes:
    """What an environment depends on: the folder, the Python and the pins themselves."""
    with open(os.path.join(ROOT, requirements), "rb") as pins:
        made_for = "{}\nPython {}.{}\n".format(ROOT, *sys.version_info)
        return os.fsencode(made_for) + pins.read()


def is_ready(requirements: str) -> bool:
    """Whether these packages are installed for this folder and the Python that runs this."""
    try:
        with open(STAMPS[requirements], "rb") as stamp:
            return stamp.read() == signature(requirements) and os.access(PYTHON, os.X_OK)
    except OSError:
        return False


def make_environment() -> None:
    """Make an empty .venv from which `grader` can be imported, in place of what was there."""
    import shutil
    import sysconfig

    if os.path.islink(VENV) or os.path.isfile(VENV):
        os.unlink(VENV)
    elif os.path.exists(VENV):
        shutil.rmtree(VENV)
    os.mkdir(VENV)
    if run([sys.executable, "-I", "-m", "venv", "--without-pip", VENV]) is not None:
        raise SetupError(NO_PIP)
    packages = sysconfig.get_path("purelib", "venv", {"base": VENV})
    with open(os.path.join(packages, "backprop_kata.pth"), "w") as line:
        line.write(os.path.relpath(ROOT, packages) + "\n")  # relative: it needs no encoding


def install(requirements: str) -> None:
    """Install the pinned packages: with uv if it is there and succeeds, else with pip."""
    import shutil

    arguments = ["--quiet", "--require-hashes", "-r", requirements]
    uv = shutil.which("uv")
    if uv is not None:
        command = [uv, "pip", "install", "--python", PYTHON, "--compile-bytecode"]
        if run(command + arguments) is None and is_complete(requirements):
            return
    os.environ.setdefault("PIP_RETRIES", "2")  # its own 5 let a person without network wait
    failure = run([*find_pip(), "install", "--no-input", "--no-user", *arguments])
    if failure is not None:
        raise SetupError(explain(failure))
    if not is_complete(requirements):
        raise SetupError("pip put the packages elsewhere: see `pip config list` for the reason")


def find_pip() -> list[str]:
    """The beginning of a command that installs into .venv: its own pip, else one from outside.

    Debian's Python comes without ensurepip; a pip from 22.3 on can serve another environment.
    """
    own = [PYTHON, "-I", "-m", "pip"]
    if run([*own, "--version"]) is None or run([PYTHON, "-I", "-m", "ensurepip"]) is None:
        return own
    base = getattr(sys, "_base_executable", sys.executable)
    for outside in ([base, "-I", "-m", "pip"], ["pip3"], ["pip"]):
        serving = [*outside, "--python", PYTHON]
        if run([*serving, "--version"]) is None:
            return serving
    raise SetupError(NO_PIP)


def is_complete(requirements: str) -> bool:
    """Whether .venv holds every pinned package in its version (a strange configuration can
    send them elsewhere)."""
    with open(os.path.join(ROOT, requirements)) as lines:
        pins = [line.split()[0].split("==") for line in lines if "==" in line and ";" not in line]
    program = "from importlib.metadata import version\n" + "".join(
        f"assert version({name!r}) == {number!r}\n" for name, number in pins
    )
    return run([PYTHON, "-I", "-c", program]) is None


def explain(output: str) -> str:
    """One line about an installation that failed: no network, or the last error it printed."""
    if any(sign in output.lower() for sign in SIGNS_OF_NO_NETWORK):
        return OFFLINE
    errors = [line.strip() for line in output.splitlines() if "error" in line.lower()]
    last = (errors or output.split("\n") or [""])[-1]
    return f"the packages cannot be installed: {last[:200]}"


def run(command: list[str]) -> str | None:
    """Run a command quietly in the project: None if it succeeded, else what it printed."""
    import subprocess

    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except OSError as error:
        return str(error)
    return None if done.returncode == 0 else done.stdout.decode(errors="replace")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
