"""The room: a folder with untouched stubs and the statements; no tests, no hints, no solutions.

Only what is given lies there as the reference has it, to be imported by runs of one's own.
"""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

from grader.curriculum import ROOT, exercise
from grader.interview import store
from grader.interview.entries import Opened, Task
from grader.interview.session import Session
from grader.interview.store import Store
from grader.outcome import UsageError
from grader.practice import statement

GIVEN = "given"
_MAKEFILE = """\
# make try N=4: runs your tests beside exercise 4 (test_….py), or your file if there are none.
# make try: of the exercise that was saved last.
N =
.PHONY: try
try: ; @cd {root} && KATA_INTERVIEWS={place} {python} -m grader interview --try="$(N)"
"""


def furnish(opened: Opened) -> Store:
    """Make the room, and begin the interview in it. Raises `UsageError` if nothing can be written.

    The record is written last: a folder without one is not an interview.
    """
    folder = store.new_folder(opened.at)
    try:
        for task in opened.tasks:
            path = folder / task.exercise.module
            path.parent.mkdir()
            path.write_text(task.stub, encoding="utf-8")
            path.with_name("README.md").write_text(statement.bare(task.exercise), encoding="utf-8")
        (folder / GIVEN).mkdir()
        for source in _importable(opened):
            (folder / GIVEN / source.name).write_bytes(source.read_bytes())
        (folder / "Makefile").write_text(_makefile(folder), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{str(folder)!r} cannot be written ({error.strerror}).") from None
    return Store.create(folder, opened)


def _importable(opened: Opened) -> list[Path]:
    """The references that lie in the room: what comes before all that is asked, and beyond that
    only what is needed, since a later exercise may show how an earlier one is done.
    """
    given = [exercise(number) for number in opened.given]
    found = [one for one in given if one.number < opened.tasks[0].number]
    readers = [*(task.exercise for task in opened.tasks), *found]
    for reader in readers:  # which grows
        text = reader.reference.read_text(encoding="utf-8")
        for one in given:
            if one not in found and re.search(rf"(?m)^(from|import) {one.name}\b", text):
                found.append(one)
                readers.append(one)
    return [one.reference for one in found]


def _makefile(folder: Path) -> str:
    words = {"root": ROOT, "place": folder.parent, "python": sys.executable}
    quoted = {k: shlex.quote(str(word)).replace("$", "$$") for k, word in words.items()}
    return _MAKEFILE.format(**quoted)


def import_path(session: Session) -> list[Path]:
    """The folders that hold the candidate's own modules, and those that are given."""
    own = [module_path(session, task).parent for task in session.tasks]
    return [*own, session.folder / GIVEN]


def module_path(session: Session, task: Task) -> Path:
    """The file that the candidate edits."""
    return session.folder / task.exercise.module


def lay_out(
    folder: Path, modules: Mapping[int, bytes], given: tuple[int, ...], judged: int
) -> None:
    """Write a submission in which `judged` can be judged: the candidate's own modules, and the
    reference for the earlier ones that were given.
    """
    served = {n: exercise(n).reference.read_bytes() for n in given if n < judged}
    for number, data in {**served, **modules}.items():
        path = folder / exercise(number).module
        path.parent.mkdir()
        path.write_bytes(data)


def final_modules(session: Session) -> dict[int, bytes]:
    """The snapshots that count, by number; an exercise that was never saved is its stub."""
    found = {}
    for task in session.tasks:
        save = session.final(task.number)
        found[task.number] = save.data if save else task.stub.encode()
    return found
