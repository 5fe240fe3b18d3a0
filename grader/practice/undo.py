"""`make undo` and `make undo-all`: what the last reset kept comes back; nothing is lost by it."""

from __future__ import annotations

import argparse
from pathlib import Path

from grader import curriculum
from grader.curriculum import Exercise
from grader.outcome import Exit, GraderFault, UsageError
from grader.practice import reset
from grader.practice.history import home


def command(args: argparse.Namespace) -> int:
    """Bring back one module, or every one; with --list only say what is kept."""
    if args.all and args.number:
        raise UsageError("Either one exercise (make undo N=4) or all of them (make undo-all).")
    chosen = curriculum.track("all") if args.all else (curriculum.exercise(args.number),)
    found = [(exercise, kept(exercise)) for exercise in chosen]
    if not any(files for _, files in found):
        raise UsageError("Nothing is kept: a reset keeps what you wrote.")
    for exercise, files in found:
        if args.list:
            print("\n".join(f"{exercise.label}: {path}" for path in files))
        elif files:
            print(f"{exercise.label}: {_bring_back(exercise, files[-1])}")
    return Exit.PASSED


def kept(exercise: Exercise) -> list[Path]:
    """What resets have kept of an exercise, oldest first."""
    folder = home() / "kept" / exercise.folder
    return sorted(folder.glob("*.py"), key=lambda path: path.stat().st_mtime_ns)


def _bring_back(exercise: Exercise, path: Path) -> str:
    """Put a kept module in its place; what stands there now is kept first. Raises `GraderFault`."""
    try:
        text = path.read_bytes()
        if exercise.stub.exists() and exercise.stub.read_bytes() == text:
            return "it is there already"
        aside = reset.keep(exercise) if reset.is_written(exercise) else None
        reset.replace_whole(exercise.stub, text.decode("utf-8", "surrogateescape"))
    except OSError as error:
        raise GraderFault(f"{exercise.stub.name} was left as it is: {error.strerror}.") from None
    also = f"; what stood there is kept as {aside}" if aside else ""
    return f"back from {path.name}{also}"
