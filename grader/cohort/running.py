"""Judges a cohort: here, in processes of this machine, or on the workers of a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from grader.cohort import alike, child, cluster, intake, workers
from grader.cohort.cluster import Cluster
from grader.cohort.intake import Entry
from grader.cohort.screen import Screen
from grader.cohort.store import Out, Place, Settings, Taken, grader_digest

Faults = dict[str, str]  # why the grader has no verdict, by a submission's name


def here(found: Sequence[Entry], out: Out, settings: Settings, jobs: int) -> Faults:
    """Judge every entry on this machine, `jobs` at a time."""
    faults: Faults = {}
    grader_digest()  # read once, before the children that share it
    with Screen(len(found)) as screen:

        def done(name: str, fault: str) -> None:
            if fault:
                faults[name] = f"The grader failed on it {workers.TRIES} times ({fault})."
            screen.advance()

        tasks = [workers.Task(e.name, partial(_in_child, e, out, settings)) for e in found]
        workers.run(tasks, jobs, done, screen.tick)
    return faults


def _in_child(entry: Entry, out: Out, settings: Settings) -> None:
    """Read one entry and judge it."""
    out.leave_to_parent()
    place, taken = take(entry, out)
    if taken.reading is intake.Reading.READ:
        child.report(place, taken, settings, child.judge(place, settings))


def there(found: Sequence[Entry], out: Out, settings: Settings, cluster_: Cluster) -> Faults:
    """Judge every entry on the workers of a cluster; what is kept already does not travel."""
    faults: Faults = {}
    takens: dict[str, Taken] = {}
    with Screen(len(found)) as screen:
        works = []
        for entry in found:
            place, taken = take(entry, out)
            takens[entry.name] = taken
            if taken.reading is intake.Reading.READ and place.whole(settings) is None:
                works.append(cluster.work(place, entry.name, settings))
            else:
                _report(out.of(entry.name), taken, settings)
                screen.advance()

        def done(name: str, records: dict[int, str], fault: str) -> None:
            place = out.of(name)
            for number, record in records.items():
                place.keep_record(number, record)
            if not fault and not _report(place, takens[name], settings):
                fault = "a worker's verdict is not on what was sent"
            if fault:
                faults[name] = f"No worker could judge it ({fault})."
            screen.advance()

        cluster_.run(works, done)
    return faults


def _report(place: Place, taken: Taken, settings: Settings) -> bool:
    """Write the verdict if every exercise has one; whether it has."""
    whole = place.whole(settings)
    if whole is not None and taken.reading is intake.Reading.READ:
        child.report(place, taken, settings, whole)
    return whole is not None


def take(entry: Entry, out: Out) -> tuple[Place, Taken]:
    """Read one entry, and keep its modules and every decision about them."""
    place = out.of(entry.name)
    found = intake.take(entry)
    prints = [alike.fingerprint(number, data) for number, data in found.modules.items()]
    taken = Taken(
        entry.name,
        entry.path.name.encode("utf-8", "backslashreplace").decode(),
        found.reading,
        found.decisions,
        tuple(one for one in prints if one is not None),
    )
    place.keep_taken(taken, found)
    if found.problem:
        place.verdict.unlink(missing_ok=True)
        place.page.unlink(missing_ok=True)
    return place, taken
