"""Makes `.venv`, the project's environment, from the pinned packages; make runs this.

    python -I grader/bootstrap.py            builds .venv from requirements.txt
    python -I grader/bootstrap.py --dev      adds requirements-dev.txt to it
    python -I grader/bootstrap.py --ready    says "ready" if .venv is whole and of this folder

Standard library only, in a syntax that every Python reads: an old one meets a clear line, not a
SyntaxError. A build that fails leaves what was there before; one that is killed is seen by the
next run. Slow modules are imported where they are used, because --ready runs at every make.
"""

import os
import sys

if sys.version_info < (3, 11):
    sys.stderr.write(
        "set-up: this is Python %d.%d, and 3.11 or newer is needed: install one, or name it, "
        "as in make PYTHON=/path/to/python3.11\n" % sys.version_info[:2]
    )
    sys.exit(2)

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
VENV = os.path.join(ROOT, ".venv")
OLD = VENV + ".old"
PYTHON = os.path.join(VENV, "bin", "python")
HALF_MADE = os.path.join(VENV, ".half-made")  # is there while .venv is being changed
STAMPS = {
    "requirements.txt": os.path.join(VENV, ".ready"),
    "requirements-dev.txt": os.path.join(VENV, ".ready-dev"),
}
NO_PIP = (
    "this Python (%s) comes without pip and ensurepip: install them (on Debian and Ubuntu: "
    "sudo apt install python3-venv), or install uv, and run the same command again"
)
OFFLINE = (
    "the packages cannot be downloaded: connect to the network (or set pip's index or proxy "
    "for yours), and run the same command again"
)
SIGNS_OF_NO_NETWORK = ("connect", "resolve", "timed out", "timeout", "unreachable", "offline")


class SetupError(Exception):
    """The set-up cannot go on; the message is one line and says what to do."""


def main(arguments):
    # type: (list[str]) -> int
    """Do what the arguments ask; the exit status is 0, or 2 after one line on stderr."""
    requirements = "requirements-dev.txt" if "--dev" in arguments else "requirements.txt"
    if "--ready" in arguments:
        if is_ready(requirements):
            print("ready")
        return 0
    try:
        stop_cleanly()
        lock = lock_folder()
        try:
            set_up(requirements, lock)
        finally:
            os.close(lock)
    except SetupError as error:
        say(str(error))
        return 2
    except OSError as error:
        say("cannot write in %s (%s): put the project where you can" % (ROOT, error.strerror))
        return 2
    except KeyboardInterrupt:
        say("interrupted; run the same command again")
        return 2
    return 0


def set_up(requirements, lock):
    # type: (str, int) -> None
    """Install what is not installed yet."""
    recover()
    if is_ready(requirements):
        refresh(STAMPS[requirements])
    elif requirements == "requirements.txt":
        build(lock)
    else:
        extend(lock)


def say(line):
    # type: (str) -> None
    """Tell the person something, on stderr: stdout may be a program's JSON."""
    sys.stderr.write("set-up: " + line + "\n")
    sys.stderr.flush()


def signature(requirements):
    # type: (str) -> bytes
    """What an environment depends on: the folder, the Python and the pins themselves."""
    with open(os.path.join(ROOT, requirements), "rb") as pins:
        made_for = "%s\nPython %d.%d\n" % ((ROOT,) + sys.version_info[:2])
        return os.fsencode(made_for) + pins.read()


def is_ready(requirements):
    # type: (str) -> bool
    """Whether these packages are installed for this folder and the Python that runs this."""
    try:
        with open(STAMPS[requirements], "rb") as stamp:
            return stamp.read() == signature(requirements) and os.access(PYTHON, os.X_OK)
    except OSError:
        return False


def refresh(stamp):
    # type: (str) -> None
    """Make the stamp newer than the pins, whose date but not content has changed."""
    import contextlib

    with contextlib.suppress(OSError):  # a folder that cannot be written
        os.utime(stamp)


def stop_cleanly():
    # type: () -> None
    """Let the first signal interrupt this program and no other disturb its cleaning up: make
    passes on what its whole group has already got."""
    import signal

    def stop(number, frame):
        # type: (int, object) -> None
        for each in stop_signals():
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    for each in stop_signals():
        signal.signal(each, stop)


def stop_signals():
    # type: () -> tuple[int, ...]
    """What asks a program to stop."""
    import signal

    return signal.SIGINT, signal.SIGTERM, signal.SIGHUP


def lock_folder():
    # type: () -> int
    """Let one set-up at a time work here. The installers inherit the lock: one that outlives
    a killed set-up keeps the next waiting."""
    import fcntl

    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("another set-up is at work in this folder; waiting for it")
        fcntl.flock(folder, fcntl.LOCK_EX)
    except OSError:
        pass  # a file system without locks
    return folder


def recover():
    # type: () -> None
    """Clear away what a killed set-up left, and put back what it had set aside."""
    if os.path.exists(HALF_MADE):
        remove(VENV)
    if os.path.lexists(OLD):
        if os.path.lexists(VENV):
            remove(OLD)
        else:
            os.rename(OLD, VENV)


def remove(folder):
    # type: (str) -> None
    """Remove a folder, or a link to one."""
    import shutil

    if os.path.isdir(folder) and not os.path.islink(folder):
        shutil.rmtree(folder)
    elif os.path.lexists(folder):
        os.unlink(folder)


def build(lock):
    # type: (int) -> None
    """Make .venv anew; on a failure the one that was there is put back."""
    if os.path.lexists(VENV):
        os.rename(VENV, OLD)
    try:
        os.mkdir(VENV)
        say("making .venv (once; it takes some seconds and about 4 MB of downloads) ...")
        with open(HALF_MADE, "wb") as half_made:
            half_made.write(signature("requirements.txt"))
        if run([sys.executable, "-I", "-m", "venv", "--without-pip", VENV], lock) is not None:
            raise SetupError(NO_PIP % sys.executable)
        install("requirements.txt", lock)
        put_root_on_path()
        os.rename(HALF_MADE, STAMPS["requirements.txt"])
    except BaseException:
        remove(VENV)
        if os.path.lexists(OLD):
            os.rename(OLD, VENV)
        raise
    remove(OLD)


def extend(lock):
    # type: (int) -> None
    """Add the tools of `make check` to .venv; on a failure it stays ready for the rest."""
    say("adding the tools of make check to .venv (once; about 28 MB of downloads) ...")
    os.rename(STAMPS["requirements.txt"], HALF_MADE)
    try:
        install("requirements-dev.txt", lock)
        with open(STAMPS["requirements-dev.txt"], "wb") as stamp:
            stamp.write(signature("requirements-dev.txt"))
    finally:
        os.rename(HALF_MADE, STAMPS["requirements.txt"])


def put_root_on_path():
    # type: () -> None
    """Let `grader` be imported from anywhere; a relative line needs no encoding of the path."""
    import sysconfig

    packages = sysconfig.get_path("purelib", "venv", {"base": VENV})
    with open(os.path.join(packages, "backprop_kata.pth"), "w") as line:
        line.write(os.path.relpath(ROOT, packages) + "\n")


def install(requirements, lock):
    # type: (str, int) -> None
    """Install the pinned packages: with uv if it is there and succeeds, else with pip."""
    import shutil

    arguments = ["--quiet", "--require-hashes", "-r", requirements]
    uv = shutil.which("uv")
    if uv is not None:
        command = [uv, "pip", "install", "--python", PYTHON, "--compile-bytecode"]
        if run(command + arguments, lock) is None and is_complete(requirements, lock):
            return
    os.environ.setdefault("PIP_RETRIES", "2")  # its own 5 let a person without network wait
    failure = run(find_pip(lock) + ["install", "--no-input", "--no-user"] + arguments, lock)
    if failure is not None:
        raise SetupError(explain(failure))
    if not is_complete(requirements, lock):
        raise SetupError("pip put the packages elsewhere: see `pip config list` for the reason")


def find_pip(lock):
    # type: (int) -> list[str]
    """The beginning of a command that installs into .venv: its own pip, else one from outside.

    Debian's Python comes without ensurepip; a pip from 22.3 on can serve another environment.
    """
    own = [PYTHON, "-I", "-m", "pip"]
    if run(own + ["--version"], lock) is None:
        return own
    if run([PYTHON, "-I", "-m", "ensurepip"], lock) is None:
        return own
    base = getattr(sys, "_base_executable", sys.executable)
    for outside in ([base, "-I", "-m", "pip"], ["pip3"], ["pip"]):
        serving = outside + ["--python", PYTHON]
        if run(serving + ["--version"], lock) is None:
            return serving
    raise SetupError(NO_PIP % sys.executable)


def is_complete(requirements, lock):
    # type: (str, int) -> bool
    """Whether .venv holds every pinned package in its version (a strange configuration can
    send them elsewhere)."""
    with open(os.path.join(ROOT, requirements)) as lines:
        pins = [line.split()[0].split("==") for line in lines if "==" in line and ";" not in line]
    program = "from importlib.metadata import version\n" + "".join(
        "assert version(%r) == %r\n" % (name, number) for name, number in pins
    )
    return run([PYTHON, "-I", "-c", program], lock) is None


def explain(output):
    # type: (str) -> str
    """One line about an installation that failed: no network, or the last error it printed."""
    if any(sign in output.lower() for sign in SIGNS_OF_NO_NETWORK):
        return OFFLINE
    errors = [line.strip() for line in output.splitlines() if "error" in line.lower()]
    last = (errors or output.split("\n") or [""])[-1]
    return "the packages cannot be installed: %s" % last[:200]


def run(command, lock):
    # type: (list[str], int) -> str | None
    """Run a command quietly: None if it succeeded, else what it printed.

    It is a process group of its own: when the set-up is stopped, all of it is stopped.
    """
    import signal
    import subprocess

    process = None
    before = signal.pthread_sigmask(signal.SIG_BLOCK, stop_signals())  # until it can be ended
    try:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=(lock,),
            process_group=0,
            preexec_fn=lambda: signal.pthread_sigmask(signal.SIG_SETMASK, before),
        )
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        output, _ = process.communicate()
    except OSError as error:
        return str(error)
    except BaseException:
        if process is not None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        raise
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return None if process.returncode == 0 else output.decode(errors="replace")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
