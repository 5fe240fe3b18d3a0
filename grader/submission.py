"""Which source serves which module: the submission's own, or the reference as a stand-in.

A submission is read with care: only regular files in real folders count, nothing of it is ever
imported or executed here.
"""

from __future__ import annotations

import codecs
import io
import os
import re
import tokenize
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from grader import curriculum, files, stubs
from grader.curriculum import Exercise
from grader.outcome import UsageError
from grader.sandbox.host import Sources

MAX_SOURCE_BYTES = 256 * 1024
NO_ENCODINGS = {"idna", "punycode"}  # of host names; a long text takes them minutes


class State(Enum):
    """What there is of a module in a submission."""

    MISSING = "missing"
    STUB = "stub"
    ATTEMPTED = "attempted"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Module:
    """A module of a submission; `problem` says in one line why an unreadable one is."""

    state: State
    text: str = ""
    problem: str = ""


class NoSuchFolder(UsageError):
    """The submission is not a folder; the message is one line that says what to do."""


def check_folder(folder: Path) -> Path:
    """`folder`, if a submission may lie there. Raises `NoSuchFolder`."""
    try:
        os.listdir(folder)
    except FileNotFoundError:
        hint = "name a folder that holds exercise folders such as 01_matmul."
        raise NoSuchFolder(f"There is no folder {str(folder)!r}: {hint}") from None
    except NotADirectoryError:
        raise NoSuchFolder(f"{str(folder)!r} is a file: name the folder that holds it.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise NoSuchFolder(f"{str(folder)!r} cannot be read ({reason}).") from None
    return folder


def read(folder: Path, exercise: Exercise) -> Module:
    """The submission's module for one exercise."""
    name = exercise.module.name
    try:
        found = files.read(folder, exercise.folder, name, limit=MAX_SOURCE_BYTES + 1)
    except FileNotFoundError:
        return Module(State.MISSING)
    except PermissionError:
        return Module(State.UNREADABLE, problem=f"{name} may not be read.")
    except files.NotRegular as wrong:
        if wrong.filename == exercise.folder:
            return _not_counted(f"{exercise.folder} is a link, or not a folder.")
        return _not_counted(f"{name} is a link, or not a regular file.")
    except OSError as error:
        return Module(State.UNREADABLE, problem=f"{name}: {error.strerror}.")
    return _decode(found.data, exercise)


def _not_counted(reason: str) -> Module:
    return Module(State.MISSING, problem=f"{reason} Only regular files in real folders count.")


def _decode(data: bytes, exercise: Exercise) -> Module:
    if len(data) > MAX_SOURCE_BYTES:
        problem = f"{exercise.module.name} is larger than {MAX_SOURCE_BYTES // 1024} KiB."
        return Module(State.UNREADABLE, problem=problem)
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        if codecs.lookup(encoding).name in NO_ENCODINGS:
            raise LookupError(encoding)
        text = io.TextIOWrapper(io.BytesIO(data), encoding, newline=None).read()
        text.encode()  # some encodings make half characters, which nobody can write again
    except (SyntaxError, UnicodeError, LookupError):
        problem = f"{exercise.module.name} is neither UTF-8 nor in the encoding that it declares."
        return Module(State.UNREADABLE, problem=problem)
    if text == stubs.of(exercise) or stubs.is_stub(text):
        return Module(State.STUB, text)
    return Module(State.ATTEMPTED, text)


class Submission:
    """What is judged in `folder`: each module as it was when it was first asked for.

    So all that one verdict says, and what is remembered of it, is about the same text.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._modules: dict[int, Module] = {}

    def read(self, exercise: Exercise) -> Module:
        """The module for one exercise."""
        if exercise.number not in self._modules:
            self._modules[exercise.number] = read(self.folder, exercise)
        return self._modules[exercise.number]

    def sources(self, exercise: Exercise, *, stand_ins: bool) -> Sources:
        """What a guest is given to judge a module: its text and that of all it may import.

        With `stand_ins` the reference serves for earlier exercises that are not attempted; without,
        the submission has to stand on its own modules. A finale serves nobody but itself.
        """
        pending = [self.read(exercise).text]
        texts = {exercise.name: pending[0]}
        files = {exercise.name: self.folder / exercise.module}
        every = curriculum.track("all")
        others = {other.name: other for other in every if other != exercise and not other.finale}
        while pending:
            text = pending.pop()
            for name in set(re.findall(r"\w+", text)) & others.keys() - texts.keys():
                found = self._serve(others[name], exercise, stand_ins)
                if found is not None:
                    texts[name], files[name] = found
                    pending.append(texts[name])
        return Sources(exercise.name, texts, files)

    def _serve(self, other: Exercise, judged: Exercise, stand_ins: bool) -> tuple[str, Path] | None:
        """The text that serves for another module, and the file that it is in."""
        module = self.read(other)
        own = self.folder / other.module
        if module.state is State.ATTEMPTED:
            return module.text, own
        if stand_ins and other.number < judged.number:
            return other.reference.read_text(encoding="utf-8"), other.reference
        return (module.text, own) if module.state is State.STUB else None
