"""What a candidate's own tests are worth: how many of the catalogue's mistakes would they catch?

Each file of tests is run against the reference first; a test that fails there is wrong, and is left
out. The others are run against each of the catalogue's mistakes, with the references beside it.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from grader.interview import room, tryout
from grader.interview.entries import Task
from grader.interview.findings import Tested
from grader.interview.session import Session
from grader.judging.explain import catalogue


def tried(session: Session, known: Collection[int]) -> Iterator[Tested]:
    """Try the tests of each exercise that has some and is not `known`, if saved in time."""
    for task in session.tasks:
        if task.number in known or task.exercise.finale is not None:
            continue
        folder = room.module_path(session, task).parent
        tests = [path for path in tryout.tests_of(folder) if _in_time(path, session.end)]
        if tests:
            texts = {path.name: path.read_bytes() for path in tests}
            yield _tried(task, texts)


def _in_time(path: Path, end: float) -> bool:
    info = path.stat()
    return max(info.st_mtime, info.st_ctime) <= end


def _tried(task: Task, tests: dict[str, bytes]) -> Tested:
    earlier = catalogue.earlier_references(task.exercise)
    right = _run(task, task.exercise.reference.read_text(encoding="utf-8"), earlier, tests)
    good = {name for name, wrong in right.items() if not wrong}
    mistakes = catalogue.mistakes(task.exercise) if good else ()
    missed = []
    for mistake in mistakes:
        found = _run(task, mistake.source, earlier, tests)
        # A run that ended early has no outcome for some test: that test has caught it.
        if all(name in found and not found[name] for name in good):
            missed.append(mistake.explanation)
    return Tested(time.time(), task.number, len(right), len(good), len(mistakes), tuple(missed))


def _run(
    task: Task, source: str, earlier: dict[str, str], tests: dict[str, bytes]
) -> dict[str, str]:
    """What each test says of a module: "" if it passes."""
    with tempfile.TemporaryDirectory(prefix="kata-tests-") as name:
        folder = Path(name)
        for module, text in {**earlier, task.name: source}.items():
            (folder / f"{module}.py").write_text(text, encoding="utf-8")
        for test, data in tests.items():
            (folder / test).write_bytes(data)
        run = tryout.Tryout([folder / test for test in tests], [folder], folder)
        run.wait()
        outcomes, _ = run.outcomes()
    return {one.name: one.wrong for one in outcomes if one.kind == "test"}
