"""Who handed in what: which file of an author's tree is taken as which exercise, and why.

The root of a submission is the one shallowest place, at most four levels down, that holds
`NN_name/name.py`, else the one that holds `name.py` directly. Where two places or two files could
be meant, none is guessed: the entry is ambiguous and has no verdict, which is not 0 points.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from grader import curriculum
from grader.cohort import trees
from grader.cohort.trees import Refused, Tree
from grader.curriculum import Exercise

MAX_ROOT_DEPTH = 4
NAME_BYTES = 200  # of 255 that a disk takes: composed, a name can be longer than it was
_OTHER_ARCHIVES = (".rar", ".7z", ".gz", ".xz", ".bz2", ".zst")
_OTHER_WORK = (".py", ".ipynb", *_OTHER_ARCHIVES)
NOTEBOOK_CELL = b"# In["  # how an export of a notebook marks its cells


class Reading(StrEnum):
    """What became of an entry before anything was judged."""

    READ = "read"
    NOTHING_RECOGNISED = "nothing recognised"
    AMBIGUOUS = "ambiguous"
    REFUSED = "refused"


@dataclass(frozen=True)
class Entry:
    """One author's entry of the cohort's folder: its unique name, and the path it came from."""

    name: str
    path: Path


@dataclass(frozen=True)
class Intake:
    """What an entry holds: the bytes of each exercise's module, and every decision in one line."""

    reading: Reading
    modules: dict[int, bytes]
    decisions: tuple[str, ...]

    @property
    def problem(self) -> str:
        """Why there is nothing to judge; empty if there is."""
        return "" if self.reading is Reading.READ else self.decisions[0]


def entries(folder: Path, skipped: Path) -> tuple[list[Entry], list[str]]:
    """The authors' entries of a folder in order of their names, and the names of other files.

    `skipped` is a folder of the grader's own that may lie among them.
    """
    found: list[Entry] = []
    others: list[str] = []
    taken: set[str] = set()
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.startswith(".") or path.name in ("__MACOSX", "__pycache__"):
            continue
        if path.resolve() == skipped.resolve():
            continue
        archive = trees.suffix(path.name)
        if not path.is_dir() and not archive and path.suffix.lower() not in _OTHER_WORK:
            others.append(path.name)
            continue
        stem = path.name[: -len(archive)] if archive and not path.is_dir() else path.name
        name = _unique(_readable(stem) or "unnamed", taken)
        taken.add(name.casefold())
        found.append(Entry(name, path))
    return found, others


def _readable(name: str) -> str:
    """A name in composed characters (NFC), with what is not Unicode replaced, cut to fit a disk."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    composed = unicodedata.normalize("NFC", text).encode()
    return composed[:NAME_BYTES].decode("utf-8", "ignore").strip(". ")


def _unique(name: str, taken: set[str]) -> str:
    """`name`, or with -2, -3 … where it is taken; case does not tell two apart on every disk."""
    candidate, number = name, 1
    while candidate.casefold() in taken:
        number += 1
        candidate = f"{name}-{number}"
    return candidate


def take(entry: Entry) -> Intake:
    """Read one entry and decide what is whose exercise; raises for nothing that is handed in."""
    if not trees.suffix(entry.path.name) and not entry.path.is_dir():
        return _without(Reading.NOTHING_RECOGNISED, _not_a_submission(entry.path))
    try:
        tree = trees.read(entry.path)
    except Refused as refusal:
        return _without(Reading.REFUSED, str(refusal))
    except OSError as error:
        return _without(Reading.REFUSED, f"It cannot be read ({error.strerror}).")
    return _decide(tree)


def _not_a_submission(path: Path) -> str:
    if path.suffix.lower() == ".ipynb":
        return "It is a Jupyter notebook: ask for NN_name/name.py, as the exercises have it."
    if path.suffix.lower() == ".py":
        return "It is a single file: ask for a folder or an archive of NN_name/name.py."
    return f"A {path.suffix} archive is not read: ask for a folder, a .zip or a .tar.gz."


def _without(reading: Reading, *lines: str) -> Intake:
    return Intake(reading, {}, lines)


def _decide(tree: Tree) -> Intake:
    by_folder = _places(tree, nested=True)
    places = by_folder or _places(tree, nested=False)
    if not places:
        return _without(Reading.NOTHING_RECOGNISED, _why_nothing(tree), *tree.remarks)
    depth = min(len(place.parts) for place in places)
    shallowest = [place for place in places if len(place.parts) == depth]
    roots = [place for place in shallowest if place.name == "exercises"] or shallowest
    if len(roots) > 1:
        shown = ", ".join(_shown(place) for place in sorted(roots)[:4])
        line = f"{len(roots)} places could be the submission ({shown}): keep one of them."
        return _without(Reading.AMBIGUOUS, line, *tree.remarks)
    root, files = roots[0], places[roots[0]]
    doubled = [path for path in files.values() if path in tree.twice]
    if doubled:
        line = f"{doubled[0]} stands twice in the archive, each time with another text."
        return _without(Reading.AMBIGUOUS, line, *tree.remarks)
    lines = [
        f"{exercise.label}: taken from {_clean(str(path))}" for exercise, path in files.items()
    ]
    lines += [
        f"left aside: {_shown(place)}, another place with modules"
        for place in sorted(places.keys() - {root})
    ]
    lines += _strays(tree, files)
    lines += [
        f"{exercise.label}: looks like the export of a notebook; it is judged as it is"
        for exercise, path in files.items()
        if tree.files[path].startswith((b"#!/usr/bin/env python", NOTEBOOK_CELL))
        and NOTEBOOK_CELL in tree.files[path]
    ]
    modules = {exercise.number: tree.files[path] for exercise, path in files.items()}
    return Intake(Reading.READ, modules, tuple(lines + tree.remarks))


def _places(tree: Tree, *, nested: bool) -> dict[PurePosixPath, dict[Exercise, PurePosixPath]]:
    """Every place that holds modules, as `NN_name/name.py` or (not nested) as `name.py`."""
    places: dict[PurePosixPath, dict[Exercise, PurePosixPath]] = {}
    for exercise in curriculum.track("all"):
        module = PurePosixPath(exercise.module) if nested else PurePosixPath(exercise.module.name)
        for path in tree.files:
            place = _above(path, module)
            if place is not None and len(place.parts) <= MAX_ROOT_DEPTH:
                places.setdefault(place, {})[exercise] = path
    return places


def _above(path: PurePosixPath, module: PurePosixPath) -> PurePosixPath | None:
    """The folder below which `path` is `module`, or None."""
    count = len(module.parts)
    return PurePosixPath(*path.parts[:-count]) if path.parts[-count:] == module.parts else None


def _strays(tree: Tree, files: Mapping[Exercise, PurePosixPath]) -> Iterator[str]:
    """Files that bear a module's name and lie where none is looked for."""
    names = {exercise.module.name: exercise for exercise in curriculum.track("all")}
    for path in sorted(tree.files):
        exercise = names.get(path.name)
        if exercise is None or path in files.values():
            continue
        if _above(path, PurePosixPath(exercise.module)) is None:
            yield f"left aside: {_clean(str(path))}, which does not lie in its exercise's folder"


def _why_nothing(tree: Tree) -> str:
    suffixes = {path.suffix.lower(): path for path in (*tree.files, *tree.seen)}
    if ".ipynb" in suffixes:
        return (
            f"It holds a Jupyter notebook ({_clean(suffixes['.ipynb'].name)}) and no module: "
            "ask for NN_name/name.py, as the exercises have it."
        )
    inner = next((path for path in tree.seen if trees.suffix(path.name)), None)
    if inner is not None:
        return f"It holds an archive ({_clean(inner.name)}), which is not unpacked: ask for one."
    if not tree.files and not tree.seen:
        if tree.remarks:
            return tree.remarks[0]
        if tree.skipped is not None:
            shown = _clean(str(tree.skipped)[:60])
            return f"It holds only what is hidden, made by tools or too deep ({shown})."
        return "It is empty."
    example = curriculum.track("all")[0].module
    return f"Nothing in it is called as an exercise is, such as {example}."


def _shown(place: PurePosixPath) -> str:
    return "the top folder" if not place.parts else _clean(f"{place}/")


def _clean(text: str) -> str:
    """A path of somebody else's, safe to show on one line."""
    return "".join(c if c.isprintable() else "?" for c in text)[:120]
