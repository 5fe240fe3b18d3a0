"""Saves that the interview did not see when they were made: from its keeper, and from the disk.

In time is a file whose times lie within the deadline, by the later of its ctime and mtime.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from grader import files
from grader.interview import keeper, room
from grader.interview.entries import Save
from grader.interview.session import Session
from grader.interview.store import Store
from grader.interview.watcher import Watcher
from grader.submission import MAX_SOURCE_BYTES

LATE_SECONDS = 2.0  # a save that was read so much after it was made was seen late


def collect(store: Store, now: Callable[[], float]) -> list[Save]:
    """Record what nobody watched, for an interview that is resumed or closed."""
    since = store.last_beat()
    found = take_over(store)
    session = store.session
    paths = {task.number: room.module_path(session, task) for task in session.tasks}
    watcher = Watcher(paths, room.final_modules(session), since, session.opened.deadline, now)
    for one in watcher.look(last=True):
        source = one.data.decode("utf-8", "surrogateescape")
        found.append(Save(one.at, one.seen, len(session.saves) + 1, one.exercise, source))
        store.add(found[-1])
        session = store.session
    return found


def take_over(store: Store) -> list[Save]:
    """Record what the keeper has seen and the record does not tell."""
    found = []
    for save in keeper.missed(store.session):
        number = len(store.session.saves) + 1
        found.append(Save(save.at, save.seen, number, save.exercise, save.source))
        store.add(found[-1])
    return found


def remarks(session: Session) -> Iterator[str]:
    """A line for each exercise whose save was seen late, or whose file is not what counts."""
    modules = room.final_modules(session)
    for task in session.tasks:
        final = session.final(task.number)
        if final is not None and final.seen - final.at > LATE_SECONDS:
            yield (
                f"{task.label}: the save of {_clock(final.at)} was seen late, at "
                f"{_clock(final.seen)}; by the file's own times it was in time, and it counts"
            )
        try:
            parts = task.exercise.module.parts
            there = files.read(session.folder, *parts, limit=MAX_SOURCE_BYTES + 1).data
        except OSError:  # gone, or a link, or a FIFO
            yield f"{task.label}: its file is gone; what was saved before counts"
            continue
        if there != modules[task.number]:
            counts = f"the save of {_clock(final.at)}" if final else "the untouched stub"
            yield f"{task.label}: its file was changed after the end; what counts is {counts}"


def _clock(at: float) -> str:
    return time.strftime("%H:%M:%S", time.localtime(at))
