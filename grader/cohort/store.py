"""OUT on the disk: the cohort's settings, and for each submission what was taken and found.

A file that exists is whole: everything is written beside its place, flushed and renamed, so that a
crash or a full disk leaves the old file or none. A verdict on an exercise is kept with the key of
all that it depends on; another key means that it is judged anew.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, Any, TypeVar

from grader import codec, curriculum
from grader.cohort.intake import Intake, Reading
from grader.curriculum import EXERCISES, ROOT, SOLUTIONS, Exercise
from grader.judging.verdicts import ExerciseVerdict
from grader.outcome import GraderFault, UsageError

T = TypeVar("T")
SETTINGS, LOCK = "cohort.json", ".lock"


@dataclass(frozen=True)
class Settings:
    """The settings that every submission is judged under."""

    seed: int
    exercises: tuple[int, ...]
    data: str = "auto"
    require: str = "none"
    waived: tuple[str, ...] = ()

    def chosen(self) -> list[Exercise]:
        """The exercises to be judged, in their order."""
        return [e for e in curriculum.track("all") if e.number in self.exercises]


@dataclass(frozen=True)
class Judged:
    """One exercise of one submission: its verdict, and which earlier modules failed it."""

    key: str
    verdict: ExerciseVerdict
    caused_by: tuple[int, ...] = ()


@dataclass(frozen=True)
class Taken:
    """What was taken from an author's entry: see `Intake`; fingerprints tell alike modules."""

    name: str
    original: str
    reading: Reading
    decisions: tuple[str, ...]
    fingerprints: tuple[Fingerprint, ...] = ()


@dataclass(frozen=True)
class Fingerprint:
    """A module without names, comments and layout: a digest, and how many tokens it has."""

    exercise: int
    digest: str
    tokens: int


def write(path: Path, text: str | bytes) -> None:
    """Write a file so that whoever reads it finds all of it. Raises `GraderFault`."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    data = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(beside, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise GraderFault(f"{path} cannot be written: {error.strerror}.") from None


@dataclass
class Out:
    """The folder of results; one command at a time works in it."""

    folder: Path
    _lock: IO[str] | None = field(default=None, repr=False)

    def begin(self, *, resume: bool) -> Settings | None:
        """Take the folder into use; the settings that it keeps, None in a new one.

        Raises `UsageError` where it is in use, or is somebody's other folder.
        """
        try:
            used = any(self.folder.iterdir()) if self.folder.exists() else False
            if used and not resume:
                ways = "--resume goes on there, --out DIR takes another."
                raise UsageError(f"{str(self.folder)!r} is in use: {ways}")
            settings = self._settings() if used else None
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = open(self.folder / LOCK, "w")  # noqa: SIM115
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError(f"Another command works in {str(self.folder)!r} right now.") from None
        except OSError as error:
            raise UsageError(f"{str(self.folder)!r} cannot be used: {error.strerror}.") from None
        return settings

    def leave_to_parent(self) -> None:
        """In a child: the lock is its parent's, and ends with it."""
        if self._lock is not None:
            os.close(self._lock.fileno())
            self._lock = None

    def _settings(self) -> Settings:
        kept = _load(Settings, self.folder / SETTINGS)
        if kept is None:
            raise UsageError(f"{str(self.folder)!r} holds no cohort: name another with --out DIR.")
        return kept

    def keep(self, settings: Settings) -> None:
        """Keep what was asked, for --resume."""
        write(self.folder / SETTINGS, _dump(settings))

    def of(self, name: str) -> Place:
        """The place of one submission."""
        return Place(self.folder / "submissions" / name)


@dataclass(frozen=True)
class Place:
    """One submission's folder in OUT."""

    folder: Path

    @property
    def modules(self) -> Path:
        """The modules as they were handed in, as a submission that the grader reads."""
        return self.folder / "modules"

    @property
    def verdict(self) -> Path:
        """The contract's JSON; there if and only if the submission has a whole verdict."""
        return self.folder / "verdict.json"

    @property
    def page(self) -> Path:
        """The verdict as a page."""
        return self.folder / "report.html"

    def keep_taken(self, taken: Taken, intake: Intake) -> None:
        """Keep the modules and the decisions; remove the modules of an earlier hand-in."""
        write(self.folder / "intake.json", _dump(taken))
        for exercise in curriculum.track("all"):
            path = self.modules / exercise.module
            data = intake.modules.get(exercise.number)
            if data is not None:
                if not path.is_file() or path.read_bytes() != data:
                    write(path, data)
            elif path.exists():
                path.unlink()
                path.parent.rmdir()

    def taken(self) -> Taken | None:
        """What was taken, if that is known."""
        return _load(Taken, self.folder / "intake.json")

    def keep_judged(self, judged: Judged) -> None:
        """Keep the verdict on one exercise."""
        write(self._exercise(judged.verdict.number), _dump(judged))

    def keep_record(self, number: int, record: str) -> None:
        """Keep the verdict on one exercise as it came from elsewhere."""
        write(self._exercise(number), record)

    def whole(self, settings: Settings) -> list[Judged] | None:
        """The verdict on every exercise that is asked for, None if one is not there."""
        found = [self.judged(e.number, self.key(settings, e)) for e in settings.chosen()]
        kept = [one for one in found if one is not None]
        return kept if len(kept) == len(found) else None

    def judged(self, number: int, key: str | None = None) -> Judged | None:
        """The verdict on one exercise, if it is kept (under that key, if one is given)."""
        found = _load(Judged, self._exercise(number))
        return found if found is not None and key in (None, found.key) else None

    def _exercise(self, number: int) -> Path:
        return self.folder / "exercises" / f"{number:02d}.json"

    def key(self, settings: Settings, exercise: Exercise) -> str:
        """What a verdict depends on: the modules, the grader, the seed, the data, Python."""
        modules = {
            str(e.module): hashlib.sha256((self.modules / e.module).read_bytes()).hexdigest()
            for e in curriculum.track("all")
            if (self.modules / e.module).is_file()
        }
        parts = [
            exercise.number, modules, settings.seed, settings.data, settings.require,
            platform.python_version(), grader_digest(),
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@cache
def grader_digest() -> str:
    """A digest of everything of the project that a verdict may depend on."""
    tests = ROOT / "grader" / "tests"
    files = [p for p in (ROOT / "grader").rglob("*.py") if tests not in p.parents]
    files += [*EXERCISES.glob("*/test_*.py"), *EXERCISES.glob("**/*.toml")]
    files += SOLUTIONS.glob("*/*.py")
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return whole.hexdigest()


def module_hashes(place: Place, exercises: Sequence[Exercise]) -> Mapping[int, str]:
    """The SHA-256 of each module that was handed in, by the number of its exercise."""
    return {
        e.number: hashlib.sha256((place.modules / e.module).read_bytes()).hexdigest()
        for e in exercises
        if (place.modules / e.module).is_file()
    }


def _dump(value: Any) -> str:
    return json.dumps(codec.plain(value), indent=1) + "\n"


def _load(kind: type[T], path: Path) -> T | None:
    """What a file of this store holds; None where it is missing or of another version."""
    try:
        return codec.revive(kind, json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError):
        return None
