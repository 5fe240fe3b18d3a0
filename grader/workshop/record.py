"""`make record FILE=…`: one module's finale on all of MNIST, in a line that others can compare.

A run is that of the finale of exercise 8 with 60,000 images to learn from and 10,000 to read: the
same sandbox, exchanged labels and noise. Each seed draws another order, other labels and noise.
The CPU seconds are the guest's, for import, `fit` and `classify`, by the kernel's account; what it
takes to hand over the images is left out. The speed is that of the finale (`speed`), measured
before each run: on a busy machine a CPU second does less.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import statistics
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from grader import curriculum, digits, files, interrupt, outputs, seeds
from grader.curriculum import FinaleRules
from grader.digits import Dataset
from grader.judging import text
from grader.judging.calls import Mismatch
from grader.judging.finale import images, speed
from grader.judging.finale.deal import deal
from grader.judging.finale.progress import Phase, Task
from grader.judging.finale.session import Session
from grader.judging.finale.stopwatch import Stopwatch
from grader.judging.finale.trial import Finale
from grader.outcome import Exit, UsageError
from grader.sandbox import host
from grader.sandbox.host import GuestLost, Sources
from grader.submission import MAX_SOURCE_BYTES, State, Submission
from grader.workshop.bench import clock

BUDGET_S = 3_600.0  # of CPU time for one run: no record, but an end


@dataclass(frozen=True)
class Record:
    """A module and what came of its runs, by seed: the accuracy in [0, 1], the CPU seconds, and the
    machine's speed as a multiple of the finale's.
    """

    sha256: str
    machine: str
    seeds: tuple[int, ...]
    accuracies: tuple[float, ...]
    cpu_s: tuple[float, ...]
    speeds: tuple[float, ...]

    def line(self) -> str:
        """All of it in one line."""
        runs = f"seed {self.seeds[0]}"
        if len(self.seeds) > 1:
            runs = f"{len(self.seeds)} seeds, {self.seeds[0]}–{self.seeds[-1]}"
        return (
            f"sha256 {self.sha256[:12]}: {statistics.median(self.accuracies):.2%} of MNIST"
            f" (least {min(self.accuracies):.2%}) in {statistics.median(self.cpu_s):.1f} CPU s"
            f" (most {max(self.cpu_s):.1f}); {runs}; {self.machine},"
            f" speed {statistics.median(self.speeds):.2f}"
        )


def read(path: Path) -> tuple[Sources, str]:
    """The module as a submission of exercise 8 on top of the references, and its SHA-256.

    Raises `UsageError` if there is none.
    """
    exercise = curriculum.exercise(8)
    try:
        data = files.read(path.parent, path.name, limit=MAX_SOURCE_BYTES + 1).data
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{str(path)!r} cannot be read ({reason}): name a module.") from None
    with interrupt.temporary_folder("kata-record-") as folder:
        module = folder / exercise.module
        module.parent.mkdir()
        module.write_bytes(data)
        submission = Submission(folder)
        found = submission.read(exercise)
        if found.state is not State.ATTEMPTED:
            problem = found.problem or "Its functions are still to be written."
            raise UsageError(f"{str(path)!r} is not a module that can be judged: {problem}")
        return submission.sources(exercise, stand_ins=True), hashlib.sha256(data).hexdigest()


def run(sources: Sources, data: Dataset, seed: int) -> tuple[float, float, float]:
    """The accuracy, the CPU seconds and the machine's speed of one run.

    Raises `Mismatch`, `GuestLost`.
    """
    rules = curriculum.exercise(8).finale
    assert isinstance(rules, FinaleRules)
    learn, ask = len(data.train.labels), len(data.test.labels)
    machine = speed.measure()
    dealt = deal(data, seed, learn, ask)
    finale = Finale(rules, dealt.real, machine, BUDGET_S)
    task = Task(rules, data.source.value, learn, ask, rules.pass_line, machine, BUDGET_S)
    session = Session(
        sources, host.probe().level, Stopwatch(BUDGET_S), task, lambda _: None, Phase.STARTING
    )
    with session:
        started = session.cpu_s
        images.train(session, finale, dealt)
        cpu_s = session.cpu_s - started - session.handing_over_s
    assert finale.accuracy is not None
    return finale.accuracy, cpu_s, machine


def command(args: argparse.Namespace) -> int:
    """Judge the module and print its line; 1 if it fails."""
    if args.json is not None:
        outputs.check(args.json)
    if not args.file:
        raise UsageError("Which module? Name its file: make record FILE=path/to/module.py")
    first = seeds.choose(args.seed)
    sources, sha256 = read(Path(args.file))
    data = digits.load("mnist")
    chosen = tuple(range(first, first + args.seeds))
    results = []
    for seed in chosen:
        try:
            results.append(run(sources, data, seed))
        except (Mismatch, GuestLost) as failed:
            print(f"{args.file}, seed {seed}: {_reason(failed)}", file=sys.stderr)
            return Exit.FAILED
    record = Record(sha256, clock.machine(), chosen, *zip(*results, strict=True))
    if args.json is not None:
        outputs.write(args.json, json.dumps(asdict(record)) + "\n")
    if args.json != "-":
        print(record.line())
    return Exit.PASSED


def _reason(failed: Mismatch | GuestLost) -> str:
    """Why a run ended early, in one line."""
    if isinstance(failed, GuestLost):
        return f"the run {failed.text}"
    parts = [failed.returned, failed.expected and f"expected {failed.expected}", failed.why]
    return text.safe("; ".join(filter(None, parts)), 400)
