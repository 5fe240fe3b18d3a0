"""A guest that is started for tests, and the failure of a module to load in it."""

from __future__ import annotations

from typing import Protocol

from grader.sandbox.wire import Answer, Reply, Request


class LoadFailure(Exception):
    """The module cannot be imported, so none of its properties can hold."""

    def __init__(self, returned: str, why: str, *, timeout: bool = False) -> None:
        super().__init__(returned)
        self.returned = returned
        self.why = why
        self.timeout = timeout


class Started(Protocol):
    """A guest that was started for tests: see `host.Guest`."""

    @property
    def received(self) -> int:
        """Bytes of answers until now."""

    @property
    def cpu_seconds(self) -> float:
        """CPU seconds that the guest used in its life, once it has ended."""

    def load(self, seconds: float = ...) -> Answer:
        """Import the module under test."""

    def ask(self, request: Request, seconds: float = ...) -> Reply:
        """What comes of a request's steps."""

    def cpu_so_far(self) -> float:
        """CPU seconds that it has used until now."""

    def take_prints(self) -> str:
        """What was printed since the last time."""

    def close(self) -> None:
        """End the guest."""
