"""How firmly a guest is held: the levels, the limits, and what this machine offers for them.

The walls themselves are built by the guest (`walls.py`); here is the host's side.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Self

from grader.sandbox import building, walls
from grader.sandbox.native import System

# Above every range that distributions, containers and directory services hand out.
_FIRST_UID, _UIDS = 0x7000_0000, 0x0100_0000


class Confinement(Enum):
    """What holds a guest: the kernel's walls and limits, limits alone, or nothing."""

    KERNEL = "kernel"
    LIMITS = "limits"
    NONE = "none"

    def is_at_least(self, other: Confinement) -> bool:
        """Whether this holds as firmly as `other`, or more."""
        return walls.LEVELS.index(self.value) >= walls.LEVELS.index(other.value)


@dataclass(frozen=True)
class Confined:
    """What holds a guest: the level in force, and of each wall "up" or why it is not."""

    level: Confinement
    walls: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_older(cls, level: str) -> Self:
        """What a record of version 1.0 tells: the level alone."""
        return cls(Confinement(level))

    @property
    def missing(self) -> str:
        """The walls that were asked for and do not stand, why, and what they need; "" if none."""
        needs = {wall.name: wall.needs for wall in walls.WALLS}
        groups: dict[str, list[str]] = {}
        for name, said in self.walls.items():
            if said not in (walls.UP, walls.NOT_ASKED_FOR):
                groups.setdefault(said, []).append(name)
        return " ".join(
            f"Missing: {', '.join(names)} ({said}; needs {needs.get(names[-1], 'another system')})."
            for said, names in groups.items()
        )

    @property
    def dies_with_parent(self) -> bool:
        """Whether the kernel kills the guest with the grader, and lets it change nothing there."""
        return self.level is Confinement.KERNEL and self.walls.get("parent") == walls.UP

    def refusal(self, level: Confinement) -> str:
        """Why nothing is run where `level` is required: one line that says what to do."""
        return (
            f"A submission is to be held at level {level.value}, and this machine offers "
            f"{self.level.value}. {self.missing} See: python -m grader doctor."
        )


@dataclass(frozen=True)
class Limits:
    """What one guest may use; each ends the guest that wants more."""

    memory_bytes: int = 1 << 30  # address space: an honest finale needs a quarter of it
    cpu_seconds: int = 60  # over the guest's whole life, by the kernel's accounting
    answer_bytes: int = 1 << 20  # of one frame: the largest honest one of a test has 35 KB


@cache
def harden_host() -> None:
    """Make this process not dumpable: no guest of the same user can attach to it or read it."""
    with contextlib.suppress(OSError, ImportError, AttributeError):
        System().prctl(building.PR_SET_DUMPABLE, 0)


def unprivileged_uid() -> int | None:
    """A uid for the next guest that nothing else runs under, or None where only root may change.

    Guests that share no user cannot signal each other even where limits are all that holds them.
    """
    return _FIRST_UID + secrets.randbelow(_UIDS) if os.geteuid() == 0 else None
