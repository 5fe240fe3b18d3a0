"""`make reset` and `make reset-all`: fresh stubs. What stood there is kept beside the history."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from grader import curriculum, stubs
from grader.curriculum import Exercise
from grader.outcome import Exit, GraderFault, UsageError
from grader.practice.history import Event, History, home


def command(args: argparse.Namespace) -> int:
    """Put a fresh stub in place of one module, or of all."""
    if args.all and args.number:
        raise UsageError("Either one exercise (make reset N=4) or all of them (make reset-all).")
    chosen = curriculum.track("all") if args.all else (curriculum.exercise(args.number),)
    if args.all and not args.yes:
        _ask(chosen)
    history = History()
    for exercise in chosen:
        kept = reset(exercise, history)
        if kept is not None:
            print(f"{exercise.label}: a fresh stub; your module is kept as {_short(kept)}")
            if not args.all:
                print(f"make undo N={exercise.number} brings it back")
        elif not args.all:
            print(f"{exercise.label}: a fresh stub; nothing was written there")
    if args.all:
        print("Every exercise is a fresh stub now; make undo-all brings yours back.")
    return Exit.PASSED


def _ask(chosen: Sequence[Exercise]) -> None:
    """Ask before everything goes; where nobody can answer, YES=1 says so. Raises `UsageError`."""
    written = sum(map(is_written, chosen))
    if not written:
        return
    if not (sys.stdin is not None and sys.stdin.isatty()):
        raise UsageError(f"{written} of your modules would be replaced: make reset-all YES=1.")
    print(
        f"{written} of your modules make way for fresh stubs, and are kept. Go on? [y/N]", end=" "
    )
    if input().strip().lower() not in ("y", "yes"):
        raise UsageError("Nothing was reset.")


def reset(exercise: Exercise, history: History) -> Path | None:
    """Write a fresh stub; where the old module is kept, or None if it held nothing of yours."""
    path = exercise.stub
    try:
        kept = keep(exercise) if is_written(exercise) else None
        path.parent.mkdir(exist_ok=True)
        replace_whole(path, stubs.of(exercise))
    except OSError as error:
        raise GraderFault(f"{path.name} was left as it is: {error.strerror}.") from None
    history.add_event(exercise, Event.RESET, str(kept or ""))
    return kept


def is_written(exercise: Exercise) -> bool:
    """Whether there is anything but the fresh stub: a note in a comment is somebody's, too."""
    if not exercise.stub.exists():
        return False
    return exercise.stub.read_bytes() != stubs.of(exercise).encode()


def keep(exercise: Exercise) -> Path:
    """Copy the module, byte for byte, to a name that is not taken yet."""
    folder = home() / "kept" / exercise.folder
    folder.mkdir(parents=True, exist_ok=True)
    stamp = time.strftime("%Y%m%d-%H%M%S")
    kept = folder / f"{stamp}.py"
    number = 1
    while kept.exists():
        number += 1
        kept = folder / f"{stamp}-{number}.py"
    beside = kept.with_suffix(".part")  # a copy that was killed half-way is never brought back
    shutil.copy2(exercise.stub, beside)
    os.replace(beside, kept)
    return kept


def replace_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _short(path: Path) -> str:
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
