"""A hundred interviews of a minute with a save each second, killed and stopped at random moments.

    .venv/bin/python -m pytest -m many -s grader/tests/test_interview_hundred.py

They run side by side, without checks in the background, which would keep the machine busy with
something else. What counts at the end has to be the last save in time.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from grader.curriculum import ROOT
from grader.interview import folders, session

SECONDS, COUNT, SIDE_BY_SIDE = 60.0, 100, 25
APART = 0.3  # no save is made nearer to the deadline: which side it is on would be the test's guess
INTERVIEW = """
import sys
from grader import cli
from grader.interview import live
from grader.tests.interviews import MadeUpChecks
live.Checker = MadeUpChecks
sys.exit(cli.main(["interview", "--plain", *sys.argv[1:]]))
"""


class Sitting:
    """One interview, what was done to it, and what was saved."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.rng = random.Random(seed)
        self.environment = {**os.environ, "KATA_INTERVIEWS": str(folder)}
        self.done: list[str] = []
        self.process = self.start("--preset=phone", f"--minutes={SECONDS / 60}", "--seed=7")
        while not (found := [p for p in folder.glob(f"*/{folders.RECORD}") if p.stat().st_size]):
            time.sleep(0.05)
        self.folder = found[0].parent
        self.deadline = session.load(self.folder).opened.deadline
        self.module = self.folder / "02_sigmoid" / "sigmoid.py"
        self.last = ""
        self.saves = 0
        self.watched = True  # by the interview or its keeper

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", INTERVIEW, *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def save(self) -> None:
        """Save as an editor does.

        Where nobody watches there is none after the deadline: it would destroy the one in time.
        """
        now = time.time()
        if abs(now - self.deadline) < APART or (now > self.deadline and not self.watched):
            return
        self.saves += 1
        text = f"# save {self.saves}\n"
        beside = self.module.with_suffix(".new")
        beside.write_text(text, encoding="utf-8")
        beside.rename(self.module)
        if now < self.deadline:
            self.last = text

    def disturb(self) -> None:
        """Kill it, stop it, let it go on, or take it up again."""
        if self.process.poll() is not None:
            self.note("again")
            self.process = self.start()
            self.watched = True
            return
        act = self.rng.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGSTOP, signal.SIGCONT])
        self.note(act.name)
        os.killpg(self.process.pid, act)
        if act is signal.SIGKILL:
            self.process.wait()
            if self.rng.random() < 1 / 3:
                self.kill_keeper()

    def kill_keeper(self) -> None:
        """Kill the process that watches beside the interview, too."""
        self.note("keeper")
        self.watched = False
        listed = subprocess.run(["ps", "-eo", "pid=,args="], capture_output=True, text=True)
        for line in listed.stdout.splitlines():
            if "interview.keeper" in line and str(self.folder) in line:
                os.kill(int(line.split()[0]), signal.SIGKILL)

    def note(self, what: str) -> None:
        self.done.append(f"{what} at {time.time() - self.deadline:+.1f}")

    def play(self) -> str:
        """The whole of it; "" if the last save in time counts, else what happened."""
        moments = sorted(
            self.rng.uniform(-SECONDS + 5, -0.5) for _ in range(self.rng.randint(1, 5))
        )
        while time.time() < self.deadline + 2:
            time.sleep(self.rng.uniform(0.7, 1.0))
            self.save()
            while moments and time.time() > self.deadline + moments[0]:
                moments.pop(0)
                self.disturb()
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGCONT)
            self.process.wait(300)
        if session.load(self.folder).graded is None:
            self.start().wait(300)
        final = session.load(self.folder).final(2)
        counts = final.source if final else "nothing"
        return "" if counts == self.last else f"{counts!r}, not {self.last!r}: {self.done}"


@pytest.mark.many
def test_in_a_hundred_disturbed_interviews_the_last_save_in_time_counts(tmp_path: Path) -> None:
    def one(seed: int) -> str:
        try:
            return Sitting(tmp_path / str(seed), seed).play()
        except Exception as error:  # the others go on
            return repr(error)

    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        wrong = [f"{seed}: {said}" for seed, said in enumerate(pool.map(one, range(COUNT))) if said]
    print(f"{COUNT - len(wrong)} of {COUNT}")
    assert not wrong, "\n".join(wrong)
