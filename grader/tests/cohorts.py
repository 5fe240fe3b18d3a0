"""Makes a class to try cohorts on: right, wrong, empty, hanging, hostile and oddly packed hand-ins.

.venv/bin/python -m grader.tests.cohorts DIR [COUNT [SEED]]
"""

from __future__ import annotations

import io
import random
import re
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from grader import curriculum
from grader.judging.explain import catalogue

FIRST = (
    "ada alan béla chloé dmitri emmy grace 지우 josé kurt 李娜 maría noor öykü søren 민수".split()
)
LAST = "ames berg chen diaz eto fox gray holm ito juhl kim lund mora nagy ortiz park".split()
HANGING = "def matmul(a, b):\n    while True: pass\n\n\ntranspose = matmul\n"
HOSTILE = "import os, sys\nos.kill(os.getppid(), 9)\nsys.exit(0)\n"
Files = dict[str, str]


def modules(rng: random.Random) -> Files:
    """One student's core: mostly right, with up to three mistakes of the catalogue."""
    files = {}
    exercises = [e for e in curriculum.track("core") if not e.finale]
    wrong = set(rng.sample(exercises, rng.choice([0, 0, 1, 1, 2, 3])))
    for exercise in exercises[: rng.choice([7, 7, 7, 5, 3])]:
        source = exercise.reference.read_text(encoding="utf-8")
        listed = catalogue.mistakes(exercise)
        if exercise in wrong and listed:
            # Some mistakes are much more frequent than others, as in a class.
            source = listed[min(int(rng.expovariate(0.4)), len(listed) - 1)].source
        files[str(exercise.module)] = source
    return files


def _folder(path: Path, files: Files) -> None:
    path.mkdir()
    for name, text in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, encoding="utf-8")


def _zip(path: Path, files: Files) -> None:
    with zipfile.ZipFile(path.with_name(path.name + ".zip"), "w") as archive:
        archive.writestr("__MACOSX/._x", "")
        for name, text in files.items():
            archive.writestr(f"my kata/exercises/{name}", text)


def _tar(path: Path, files: Files) -> None:
    with tarfile.open(path.with_name(path.name + ".tar.gz"), "w:gz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(f"{path.name}/{name}")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))


def _flat(path: Path, files: Files) -> None:
    _folder(path, {Path(name).name: text for name, text in files.items()})


def _two_places(path: Path, files: Files) -> None:
    _folder(path, {f"{place}/{name}": text for name, text in files.items() for place in "ab"})


def _damaged(path: Path, files: Files) -> None:
    path.with_name(path.name + ".zip").write_bytes(b"not an archive")


def _exported(path: Path, files: Files) -> None:
    """As a notebook's export has it: a cell's mark above each definition."""
    cells = {name: re.sub(r"^(?=def )", "# In[1]:\n\n", t, flags=re.M) for name, t in files.items()}
    _folder(
        path, {name: f"#!/usr/bin/env python\n# coding: utf-8\n\n{t}" for name, t in cells.items()}
    )


ODD: tuple[Callable[[Path, Files], None], ...] = (
    lambda path, files: _folder(path, {}),
    lambda path, files: _folder(path, {**files, "01_matmul/matmul.py": HANGING}),
    lambda path, files: _folder(path, {**files, "02_sigmoid/sigmoid.py": HOSTILE}),
    lambda path, files: _folder(path, {"work.ipynb": "{}"}),
    lambda path, files: _zip(path, {"../../outside.py": "x"}),
    _damaged,
    _two_places,
    _exported,
    lambda path, files: _folder(path, {**files, "old/01_matmul/matmul.py": HANGING}),
    lambda path, files: _folder(path, {**files, "02_sigmoid/copy/sigmoid.py": HOSTILE}),
)


def make(folder: Path, count: int, seed: int = 0) -> None:
    """Write `count` hand-ins into a new folder."""
    rng = random.Random(seed)
    folder.mkdir(parents=True)
    copied = modules(rng)
    for number in range(count):
        path = folder / f"{rng.choice(FIRST)} {rng.choice(LAST)} {number}"
        files = copied if number % 40 == 37 else modules(rng)
        if number % 6 == 5:
            ODD[number // 6 % len(ODD)](path, files)
        else:
            rng.choice([_folder, _folder, _zip, _tar, _flat])(path, files)


if __name__ == "__main__":
    directory, *numbers = sys.argv[1:]
    make(Path(directory), *map(int, numbers or ["300"]))
