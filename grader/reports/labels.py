"""What all reports call things: outcomes and their signs, the digits, points."""

from __future__ import annotations

from grader.judging.verdicts import Status
from grader.sandbox.confinement import Confinement

WORDS = {
    Status.PASSED: "passed",
    Status.FAILED: "failed",
    Status.ERROR: "error",
    Status.TIMEOUT: "timeout",
    Status.SKIPPED: "not reached",
    Status.NOT_ATTEMPTED: "not attempted",
}
SIGNS = {  # and the style that a terminal shows them in
    Status.PASSED: ("✓", "green"),
    Status.FAILED: ("✗", "red"),
    Status.ERROR: ("✗", "red"),
    Status.TIMEOUT: ("✗", "red"),
    Status.SKIPPED: ("·", "dim"),
    Status.NOT_ATTEMPTED: ("·", "dim"),
}
HELD = {  # how firmly a submission was held while it was judged
    Confinement.KERNEL: "judged in a sandbox behind the kernel's walls",
    Confinement.LIMITS: "judged in a process of its own, with limits on time and memory alone",
    Confinement.NONE: "judged without a sandbox",
}
DATA_NAMES = {"mnist": "MNIST", "embedded": "the embedded digits"}


def points(value: float) -> str:
    """Points for people: 7 or 7.5."""
    return f"{value:.1f}".removesuffix(".0")


def counted(count: int, noun: str) -> str:
    """How many of something: "1 save", "3 saves"."""
    return f"{count} {noun}{'s' * (count != 1)}"
