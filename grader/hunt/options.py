"""The options of a hunt, and where it lies: `hunt.json` in its folder holds no more than that."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from grader import curriculum, files, seeds
from grader.curriculum import Exercise
from grader.outcome import UsageError

FILE = "hunt.json"
VERSION = 1
MOST_BYTES = 4_096


@dataclass(frozen=True)
class Options:
    """A track or one exercise, how many bugs, and the seed that decides everything else."""

    seed: int
    bugs: int
    track: str = ""
    exercise: int = 0

    def exercises(self) -> list[Exercise]:
        """The exercises into which bugs may be planted, in their order."""
        if self.exercise:
            return [curriculum.exercise(self.exercise)]
        return [e for e in curriculum.track(self.track) if e.finale is None]


def write(folder: Path, options: Options) -> None:
    """Keep the options beside the modules."""
    content = {
        "version": VERSION,
        "seed": options.seed,
        "bugs": options.bugs,
        "track": options.track,
        "exercise": options.exercise,
    }
    (folder / FILE).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def read(folder: Path) -> Options:
    """The options of the hunt in a folder. Raises `UsageError`."""
    try:
        content = json.loads(files.read(folder, FILE, limit=MOST_BYTES).data)
        options = Options(
            seeds.choose(int(content["seed"])), int(content["bugs"]), str(content["track"]),
            int(content["exercise"]),
        )  # fmt: skip
        # The track names a file that is remembered, so it is one of those that there are, or none.
        if content["version"] != VERSION or bool(options.track) == bool(options.exercise):
            raise ValueError
        if any(exercise.finale for exercise in options.exercises()):
            raise ValueError
    except FileNotFoundError:
        raise UsageError(
            f"{str(folder)[:200]!r} holds no hunt: begin one with --out DIR."
        ) from None
    except OSError as error:
        raise UsageError(f"{FILE} cannot be read ({error.strerror}).") from None
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError, UsageError):
        raise UsageError(
            f"{FILE} was changed and tells no hunt any more: begin a new one."
        ) from None
    return options
