"""The module under test in its guest: started when needed, dropped when lost."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, Protocol

from grader.judging.asking import Asker
from grader.judging.calls import Record, raised_text, where
from grader.judging.deadlines import Patience
from grader.judging.signatures import Signatures
from grader.sandbox.host import GuestLost
from grader.sandbox.wire import Answer, Raised, Reply, Request, Show, Slot

IMPORT_SEED = 20_240_229  # any number: of the global generator when the module is imported


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


class LoadedModule:
    """The module under test, imported in a guest of its own."""

    def __init__(
        self,
        start: Callable[[], Started],
        signatures: Signatures,
        record: Record,
        patience: Patience,
    ) -> None:
        self._start = start
        self._signatures = signatures
        self._record = record
        self._patience = patience
        self._guest: Started | None = None
        self._asker: Asker | None = None
        self._failure: LoadFailure | None = None
        self.names: frozenset[str] = frozenset()
        self.import_leaves_random = True  # whether the import left the global generator alone
        self.cpu_seconds = 0.0  # of the guests that have ended

    def ready(self) -> Asker:
        """A guest that has imported the module, to be asked. Raises `LoadFailure`."""
        if self._failure is not None:
            raise self._failure
        if self._asker is not None:
            return self._asker
        try:
            with self._patience.starting():
                guest = self._guest = self._start()
                asker = Asker(guest, self._signatures)
                self._ask_random(asker, "seed", IMPORT_SEED)
                answer = guest.load()
            drawn = self._ask_random(asker, "random")
        except GuestLost as lost:
            self.drop()
            self._failure = LoadFailure(
                f"importing the module {lost.text}", "", timeout=lost.reason.is_timeout
            )
            raise self._failure from None
        if isinstance(answer, Raised):
            self._failure = LoadFailure(
                f"importing the module {raised_text(answer)}", where(answer)
            )
            self._record.prints = guest.take_prints()
            self.drop()
            raise self._failure
        self.import_leaves_random = drawn == random.Random(IMPORT_SEED).random()
        names = answer.value if isinstance(answer.value, list) else []
        self.names = frozenset(name for name in names if isinstance(name, str))
        self._asker = asker
        return asker

    @property
    def guest(self) -> Started:
        """The guest that is ready."""
        assert self._guest is not None
        return self._guest

    def cpu_so_far(self) -> float:
        """CPU seconds of all guests until now."""
        return self.cpu_seconds + (self._guest.cpu_so_far() if self._guest is not None else 0.0)

    def random(self, method: str, *args: Any) -> Any:
        """Call a method of the guest's module `random`."""
        return self._ask_random(self.ready(), method, *args)

    def _ask_random(self, asker: Asker, method: str, *args: Any) -> Any:
        """As `random`, of a guest that may not have imported the module: an unrecorded request."""
        request = Request()
        module = Slot("random")
        request.add("import", "random", into=module)
        request.add("method", module, method, *args, show=Show.VALUE)
        with self._patience.waiting():
            reply = asker.guest.ask(request, self._patience.for_a_call())
        return None if reply.raised else reply.outcomes[0]

    def drop(self) -> None:
        """End the guest; the next question starts another."""
        if self._guest is not None:
            self._guest.close()
            self.cpu_seconds += self._guest.cpu_seconds
            self._guest = self._asker = None
