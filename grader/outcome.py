"""How a command ends: the exit statuses of the contract, and the two errors with a status."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit statuses of the contract."""

    PASSED = 0
    FAILED = 1
    USAGE = 2
    FAULT = 3
    INTERRUPTED = 130


class UsageError(ValueError):
    """The call was wrong; the message is one line that says what to do. Exit status 2."""


class GraderFault(Exception):
    """The grader itself cannot work here; the message is one line that says why. Exit status 3."""
