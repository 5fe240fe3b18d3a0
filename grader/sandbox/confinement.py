"""How firmly a guest is held: the levels, the limits, and what this machine offers for them.

The walls themselves are built by the guest (`walls.py`); here is the host's side.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Self

from grader.sandbox import walls

_PR_SET_DUMPABLE = 4
_LANDLOCK_CREATE_RULESET, _LANDLOCK_VERSION = 444, 1
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


@dataclass(frozen=True)
class Offer:
    """One thing that the walls are built from: whether this machine has it, and in which form."""

    name: str
    available: bool
    note: str


@cache
def harden_host() -> None:
    """Make this process not dumpable: no guest of the same user can attach to it or read it."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def unprivileged_uid() -> int | None:
    """A uid for the next guest that nothing else runs under, or None where only root may change.

    Guests that share no user cannot signal each other even where limits are all that holds them.
    """
    return _FIRST_UID + secrets.randbelow(_UIDS) if os.geteuid() == 0 else None


def offers() -> tuple[Offer, ...]:
    """What this machine offers for confinement, from the system itself; changes nothing."""
    return (_user(), _limits(), _no_new_privileges(), _landlock(), _seccomp())


def _user() -> Offer:
    if os.geteuid() == 0:
        return Offer("user", True, "runs as root: every guest becomes a user of its own")
    return Offer("user", False, "not root: guests run as this user")


def _limits() -> Offer:
    if sys.platform == "darwin":
        return Offer("limits", False, "macOS does not enforce RLIMIT_AS: memory is not limited")
    return Offer("limits", True, "resource limits, address space included")


def _no_new_privileges() -> Offer:
    has_it = _status("NoNewPrivs") is not None
    return Offer("no_new_privs", has_it, "Linux 3.5 and newer" if not has_it else "known here")


def _landlock() -> Offer:
    abi = landlock_abi()
    if abi is None:
        return Offer("landlock", False, "needs Linux 5.13 or newer with Landlock switched on")
    missing = ", ".join(
        name
        for name, since in (("TCP ports", 4), ("device ioctls", 5), ("signals and sockets", 6))
        if abi < since
    )
    return Offer("landlock", True, f"ABI {abi}" + (f", without {missing}" if missing else ""))


def _seccomp() -> Offer:
    machine = platform.machine()
    if _status("Seccomp") is None:
        return Offer("seccomp", False, "needs Linux with seccomp filters")
    if machine not in ("x86_64", "aarch64"):
        return Offer("seccomp", False, f"no list of system calls for {machine}")
    return Offer("seccomp", True, f"filters on {machine}")


def landlock_abi() -> int | None:
    """The version of Landlock that the kernel speaks, or None."""
    if sys.platform != "linux":
        return None
    try:
        abi: int = ctypes.CDLL(None).syscall(_LANDLOCK_CREATE_RULESET, None, 0, _LANDLOCK_VERSION)
    except (OSError, AttributeError):
        return None
    return abi if abi > 0 else None


def _status(field: str) -> str | None:
    """A field of this process's status by the kernel, or None where there is no such thing."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return next(
        (line.split(":")[1].strip() for line in lines if line.startswith(field + ":")), None
    )
