"""What has been done: every check, hint, look at the reference and reset, in a SQLite database.

`.kata/history.db` in the project, or in the folder that KATA_HOME names. Several processes may
write at once (WAL). What cannot be recorded is said in one line; nothing recorded is ever lost: a
file that is not a database is kept aside, one of a newer version is left as it is.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from grader.curriculum import ROOT, Exercise
from grader.judging.verdicts import ExerciseVerdict, Status
from grader.practice import clock

VERSION = 2
BUSY_SECONDS = 10.0

_SCHEMA = """
CREATE TABLE IF NOT EXISTS checks (
    id INTEGER PRIMARY KEY,
    at REAL NOT NULL,            -- seconds since 1970
    exercise INTEGER NOT NULL,   -- its number
    sha256 TEXT NOT NULL,        -- of the module's text
    source TEXT NOT NULL,
    status TEXT NOT NULL,
    score REAL NOT NULL,
    max_score REAL NOT NULL,
    seconds REAL NOT NULL,
    seed INTEGER NOT NULL,
    properties TEXT NOT NULL,    -- JSON: {test name: status}
    diagnosis TEXT NOT NULL DEFAULT ''  -- since version 2
);
CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY,
    at REAL NOT NULL,
    exercise INTEGER NOT NULL,
    kind TEXT NOT NULL,          -- an Event
    detail TEXT NOT NULL         -- the hint's level, the kept file, …
);
CREATE INDEX IF NOT EXISTS checks_by_exercise ON checks (exercise, id);
CREATE INDEX IF NOT EXISTS events_by_exercise ON events (exercise, id);
"""


class Event(StrEnum):
    """What else is remembered of an exercise."""

    HINT = "hint"
    SOLUTION = "solution"
    RESET = "reset"
    STARTED = "started"
    FOUND = "found"  # a planted bug, repaired
    MISSED = "missed"  # a planted bug that was looked up


@dataclass(frozen=True)
class Check:
    """A check that was recorded: when (seconds since 1970), of which text, and what came of it."""

    at: float
    sha256: str
    status: Status
    score: float
    seconds: float
    diagnosis: str = ""

    @property
    def passed(self) -> bool:
        """Whether every property held."""
        return self.status is Status.PASSED


@dataclass(frozen=True)
class Past:
    """All that is remembered of one exercise, oldest first."""

    checks: tuple[Check, ...] = ()
    events: tuple[tuple[float, Event, str], ...] = ()

    @property
    def ever_passed(self) -> bool:
        """Whether any check passed."""
        return any(check.passed for check in self.checks)

    @property
    def hints(self) -> int:
        """How many hints were asked for."""
        return sum(kind is Event.HINT for _, kind, _ in self.events)

    @property
    def last_reset(self) -> float:
        """When the exercise was last begun anew; 0.0 if it never was."""
        return max((at for at, kind, _ in self.events if kind is Event.RESET), default=0.0)


def home() -> Path:
    """The folder in which progress is kept."""
    named = os.environ.get("KATA_HOME")
    return Path(named).expanduser() if named else ROOT / ".kata"


def digest(source: str) -> str:
    """The SHA-256 of a module's text."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()


def _is_damage(error: Exception) -> bool:
    """Whether the file is broken; the subclasses say locked, read-only, disk full, and the like."""
    return type(error) is sqlite3.DatabaseError


def _to_write_ahead_log(database: sqlite3.Connection) -> None:
    """Let several processes write at once; the one thing for which SQLite waits for no other."""
    patience = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > patience:
                raise
            time.sleep(0.01)


def _upgrade(database: sqlite3.Connection) -> None:
    """Make the tables, or bring those of an older version up to date; inside a transaction."""
    for statement in _SCHEMA.split(";"):
        database.execute(statement)
    columns = {row[1] for row in database.execute("PRAGMA table_info(checks)")}
    if "diagnosis" not in columns:
        database.execute("ALTER TABLE checks ADD COLUMN diagnosis TEXT NOT NULL DEFAULT ''")
    database.execute(f"PRAGMA user_version = {VERSION}")


class History:
    """The record. Whatever fails is said in one line, once, and the command goes on."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or home()
        self._path = self._folder / "history.db"
        self._said = False

    # -- writing --------------------------------------------------------------------------------

    def add_check(self, verdict: ExerciseVerdict, source: str, seed: int) -> None:
        """Record a verdict, and the text it is about."""
        properties = json.dumps({p.name: p.status.value for p in verdict.properties})
        self._write(
            "INSERT INTO checks (at, exercise, sha256, source, status, score, max_score, seconds,"
            " seed, properties, diagnosis) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (clock.now(), verdict.number, digest(source), source, verdict.status.value,
             verdict.score, verdict.max_score, verdict.wall_s, seed, properties,
             verdict.diagnosis or ""),
        )  # fmt: skip

    def add_event(self, exercise: Exercise, kind: Event, detail: str = "") -> None:
        """Record a hint, a look at the reference, a reset, a start."""
        self._write(
            "INSERT INTO events (at, exercise, kind, detail) VALUES (?, ?, ?, ?)",
            (clock.now(), exercise.number, kind.value, detail),
        )

    # -- reading --------------------------------------------------------------------------------

    def past(self) -> dict[int, Past]:
        """What is remembered of each exercise, by its number."""
        checks: dict[int, list[Check]] = {}
        events: dict[int, list[tuple[float, Event, str]]] = {}
        with self._open() as database:
            if database is not None:
                rows = database.execute(
                    "SELECT exercise, at, sha256, status, score, seconds, diagnosis FROM checks"
                    " ORDER BY id"
                )
                for number, at, sha256, status, score, seconds, diagnosis in rows:
                    check = Check(at, sha256, Status(status), score, seconds, diagnosis)
                    checks.setdefault(number, []).append(check)
                rows = database.execute("SELECT exercise, at, kind, detail FROM events ORDER BY id")
                for number, at, kind, detail in rows:
                    events.setdefault(number, []).append((at, Event(kind), detail))
        numbers = checks.keys() | events.keys()
        return {
            n: Past(tuple(checks.get(n, ())), tuple(events.get(n, ()))) for n in sorted(numbers)
        }

    def of(self, exercise: Exercise) -> Past:
        """What is remembered of one exercise."""
        return self.past().get(exercise.number, Past())

    # -- the database ---------------------------------------------------------------------------

    def _write(self, statement: str, values: tuple[object, ...]) -> None:
        with self._open() as database:
            if database is not None:
                database.execute(statement, values)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection | None]:
        """The database, or None if it cannot be used; what fails inside is said and forgotten."""
        database: sqlite3.Connection | None = None
        try:
            database = self._connect()
            yield database
        except (sqlite3.Error, OSError, ValueError) as error:
            if database is not None and _is_damage(error):
                database.close()
                self._set_aside()
            else:
                reason = getattr(error, "strerror", None) or error
                self._say(f"{self._path} cannot be used ({reason}); this run is not recorded")
            if database is None:
                yield None
        finally:
            if database is not None:
                database.close()

    def _connect(self) -> sqlite3.Connection | None:
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            return self._prepared()
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise
            self._set_aside()
            return self._prepared()

    def _set_aside(self) -> None:
        """Keep a broken file, so that the next one begins anew."""
        stamp = f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}"
        aside = self._path.with_name(f"history.broken-{stamp}.db")
        for suffix in ("", "-wal", "-shm"):  # what the log holds may be worth a rescue
            with suppress(FileNotFoundError):
                os.replace(f"{self._path}{suffix}", f"{aside}{suffix}")
        self._say(f"history.db was damaged; it is kept as {aside.name} and a new one begun")

    def _prepared(self) -> sqlite3.Connection | None:
        database = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            version = database.execute("PRAGMA user_version").fetchone()[0]
            if version > VERSION:
                self._say(f"{self._path} is of a newer version; this run is not recorded")
                database.close()
                return None
            if version < VERSION:
                _to_write_ahead_log(database)
                database.execute("BEGIN IMMEDIATE")
                _upgrade(database)
                database.execute("COMMIT")
            # Read now what a broken file would only show later.
            database.execute("SELECT count(*) FROM checks").fetchone()
        except BaseException:
            database.close()
            raise
        return database

    def _say(self, line: str) -> None:
        if not self._said:
            self._said = True
            print(f"history: {line}.", file=sys.stderr)
