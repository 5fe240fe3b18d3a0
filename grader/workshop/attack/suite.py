"""The attacks: hostile submissions, each of which declares the verdict that it is to get.

An attack is a folder in `grader/tests/attacks/`. Its `attack.py` is appended to the reference
solution, so that everything but the attack is right (it may use OUTSIDE, a folder with files that
anybody may change, and PROJECT); or its `build.py` makes the whole submission. Comments at the top
declare, in TOML, what is played: `exercise`, `expect` (a status, a list of those that are right, or
one for each level of confinement), `tries` (a sentence), and sometimes `needs` (the walls without
which it would do harm: "user" or "kernel") and `quick = true` (it is over soon: `make test` plays
every third of these).
"""

from __future__ import annotations

import os
import runpy
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grader import curriculum
from grader.curriculum import ROOT, Exercise
from grader.judging.verdicts import Status
from grader.sandbox.confinement import Confinement

FOLDER = ROOT / "grader" / "tests" / "attacks"
LEVELS = (Confinement.KERNEL, Confinement.LIMITS)


@dataclass(frozen=True)
class Attack:
    """A hostile (or odd but honest) submission, and what it declares about itself."""

    name: str
    exercise: Exercise
    expect: dict[Confinement, frozenset[Status]]  # any of these is right
    tries: str  # what it tries, as "It …" goes on
    needs: str = ""  # the walls without which it would do harm: "user", "kernel" or none
    quick: bool = False  # `make test` plays every third of these

    def playable(self, level: Confinement) -> bool:
        """Whether what holds a guest at `level` keeps this attack from doing harm."""
        if level is Confinement.KERNEL or not self.needs:
            return True
        return self.needs == "user" and os.geteuid() == 0


@cache
def attacks() -> tuple[Attack, ...]:
    """All attacks, by name."""
    return tuple(_read(path) for path in sorted(FOLDER.iterdir()) if path.is_dir())


def _read(folder: Path) -> Attack:
    path = next(p for p in (folder / "attack.py", folder / "build.py") if p.exists())
    head = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("# "):
            break
        head.append(line.removeprefix("# "))
    declared = tomllib.loads("\n".join(head))
    expect = declared.pop("expect")
    each = expect if isinstance(expect, dict) else {level.value: expect for level in LEVELS}
    return Attack(
        name=folder.name,
        exercise=curriculum.exercise(declared.pop("exercise")),
        expect={level: _statuses(each[level.value]) for level in LEVELS},
        **declared,
    )


def _statuses(declared: str | list[str]) -> frozenset[Status]:
    return frozenset(map(Status, [declared] if isinstance(declared, str) else declared))


def compose(attack: Attack, folder: Path, outside: Path) -> None:
    """Make the attack's submission in `folder`."""
    honest = attack.exercise.reference.read_text(encoding="utf-8")
    builder = FOLDER / attack.name / "build.py"
    if builder.exists():
        runpy.run_path(str(builder))["build"](folder, honest)
        return
    hostile = (FOLDER / attack.name / "attack.py").read_text(encoding="utf-8")
    future = "from __future__ import annotations\n"
    places = f"OUTSIDE, PROJECT = {str(outside)!r}, {str(ROOT)!r}\n"
    path = folder / attack.exercise.module
    path.parent.mkdir()
    text = f"{honest}\n\n{places}\n{hostile.replace(future, '')}"
    path.write_text(text, encoding="utf-8")
