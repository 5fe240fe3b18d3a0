"""Whatever ends the grader leaves no guest behind, and says in one word that it was stopped."""

from __future__ import annotations

import gc
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from grader import interrupt
from grader.curriculum import ROOT
from grader.tests.processes import alive, children, ends

linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc tells of processes")
ASLEEP = "import time\n\n\ndef matmul(a, b):\n    time.sleep(60)\n\n\ntranspose = matmul\n"

# A grader with a guest that sleeps, at a level, held by the keeper where the kernel is not to.
GRADER = """
import signal, sys, time
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # nohup has it ignored
from grader import interrupt
from grader.sandbox import host, process
from grader.sandbox.confinement import Confinement
level, where = sys.argv[1:]
with interrupt.ends_at_once():
    guest = host.Guest(host.Sources("m", {"m": "import time\\ndef f(): time.sleep(60)"}),
                       level=Confinement(level))
    guest.load()
    print(guest.process.pid, *process._keeper._guests and [process._keeper._pid], flush=True)
    if where == "exception":
        raise ValueError("a fault of the grader")
    guest.call("f", seconds=60)
"""


def started(level: str, where: str = "") -> tuple[subprocess.Popen[str], list[int]]:
    """A grader whose guest sleeps, and the processes that are to end with it."""
    run = subprocess.Popen(
        [sys.executable, "-c", GRADER, level, where],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert run.stdout is not None
    return run, [int(word) for word in run.stdout.readline().split()]


@linux
@pytest.mark.parametrize("level", ["kernel", "limits"])
@pytest.mark.parametrize(
    "number", [*interrupt.ENDING, signal.SIGKILL], ids=lambda number: signal.Signals(number).name
)
def test_a_guest_that_sleeps_ends_with_its_grader(number: signal.Signals, level: str) -> None:
    run, left = started(level)
    assert len(left) == 2 or level == "kernel"
    run.send_signal(number)
    _, words = run.communicate(timeout=20)
    expected = (-9, "") if number == signal.SIGKILL else (128 + number, "\nstopped\n")
    assert (run.returncode, words) == expected
    assert all(ends(pid) for pid in left)


@linux
@pytest.mark.parametrize("level", ["kernel", "limits"])
def test_a_guest_ends_with_a_grader_that_fails(level: str) -> None:
    run, left = started(level, "exception")
    run.communicate(timeout=20)
    assert run.returncode == 1
    assert all(ends(pid) for pid in left)


@linux
def test_a_keeper_that_somebody_kills_is_replaced() -> None:
    program = """
import os, sys, time
from grader.sandbox import host, process
from grader.sandbox.confinement import Confinement
guests = []
for _ in range(2):
    guests.append(host.Guest(host.Sources("m", {"m": ""}), level=Confinement.LIMITS))
    if len(guests) == 1:
        os.kill(process._keeper._pid, 9)
        time.sleep(0.1)
print(*[guest.process.pid for guest in guests], process._keeper._pid, flush=True)
os.kill(os.getpid(), 9)
"""
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    assert all(ends(int(word)) for word in run.stdout.split())


def in_a_finaliser(act: Callable[[], object]) -> None:
    class Pressed:
        def __del__(self) -> None:
            act()

    Pressed()


def in_a_callback_of_the_garbage_collector(act: Callable[[], object]) -> None:
    def callback(*_: object) -> None:
        gc.callbacks.remove(callback)
        act()

    gc.callbacks.append(callback)
    gc.collect()


@pytest.mark.parametrize("place", [in_a_finaliser, in_a_callback_of_the_garbage_collector])
def test_ctrl_c_counts_also_where_an_exception_would_be_forgotten(
    place: Callable[[Callable[[], object]], None],
) -> None:
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        with interrupt.ends_at_once():
            place(lambda: signal.raise_signal(signal.SIGINT))
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 130


def test_a_temporary_folder_goes_also_when_a_signal_ends_the_process() -> None:
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        with interrupt.ends_at_once(), interrupt.temporary_folder("kata-test-") as folder:
            (folder / "file").touch()
            os.write(write, str(folder).encode())
            signal.raise_signal(signal.SIGTERM)
        os._exit(0)
    os.close(write)
    folder = Path(os.read(read, 4096).decode())
    os.close(read)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 128 + signal.SIGTERM
    assert folder.name.startswith("kata-test-")
    assert not folder.exists()


def test_handlers_are_given_back() -> None:
    before = [signal.getsignal(number) for number in interrupt.ENDING]
    with interrupt.ends_at_once():
        assert signal.getsignal(signal.SIGTERM) is not before[1]
    assert [signal.getsignal(number) for number in interrupt.ENDING] == before


def test_nohup_stays_in_force() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with interrupt.ends_at_once():
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


JUDGE = """
import sys
from pathlib import Path
from grader import curriculum, interrupt
with interrupt.ends_at_once():
    from grader.judging import run
    from grader.judging.request import Request
    from grader.sandbox.confinement import Confinement
    level = Confinement(sys.argv[1])
    run.examine(curriculum.exercise(1), Path(sys.argv[2]), Request(seed=1, level=level))
"""


def _judging(level: str, submission: Path) -> subprocess.Popen[bytes]:
    def hear_the_terminal_close() -> None:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)  # which nohup ignores

    return subprocess.Popen(
        [sys.executable, "-c", JUDGE, level, str(submission)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=hear_the_terminal_close,
    )


def _seconds_to_a_guest(level: str, submission: Path) -> float:
    """How long a machine as busy as this one needs until a guest runs."""
    run, started = _judging(level, submission), time.monotonic()
    while not children(run.pid):
        time.sleep(0.01)
    seconds = time.monotonic() - started
    run.kill()
    run.wait()
    return seconds


@linux
@pytest.mark.many
@pytest.mark.parametrize("level", ["kernel", "limits"])
@pytest.mark.parametrize("number", [1, 2, 3, 9, 15])
def test_at_a_hundred_random_moments_nothing_is_left(
    number: int, level: str, tmp_path: Path
) -> None:
    folder = tmp_path / "01_matmul"
    folder.mkdir()
    (folder / "matmul.py").write_text(ASLEEP, encoding="utf-8")
    met, until = 0, 2 * _seconds_to_a_guest(level, tmp_path)
    for _ in range(100):
        run = _judging(level, tmp_path)
        time.sleep(random.uniform(0.02, until))
        left = children(run.pid)
        met += bool(left)
        run.send_signal(number)
        run.wait(20)
        deadline = time.monotonic() + 2
        while any(map(alive, left)) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not any(map(alive, left))
    print(f"{met} of 100 graders had a guest")
    assert met
