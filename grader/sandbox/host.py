"""The host's side of the sandbox: starts a guest, and asks it.

Only clocks of the host and the kernel's accounting are trusted; see `conversation`.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from grader.outcome import GraderFault
from grader.sandbox import answers, programs, requests, wire
from grader.sandbox.confinement import (
    Confined,
    Confinement,
    Limits,
    harden_host,
    unprivileged_uid,
)
from grader.sandbox.conversation import Conversation, ExitReason, GuestLost, Watch
from grader.sandbox.wire import Answer, Reply, Request, Returned, Show

__all__ = ["Asks", "ExitReason", "Guest", "GuestLost", "Sources", "load", "probe"]

START_SECONDS = 20.0  # a cold disk may take seconds; a warm start takes 0.03
CALL_SECONDS = 5.0  # a call of a test takes milliseconds, on the slowest machine too


@dataclass(frozen=True)
class Sources:
    """The modules of a guest: the name of the one under test, the text of each by bare name.

    `files`, where known, are for a debugger in this process; no guest of its own learns of them.
    """

    main: str
    texts: Mapping[str, str] = field(repr=False)
    files: Mapping[str, Path] = field(default_factory=dict, repr=False, compare=False)


class Guest:
    """A guest process that serves one submission's modules until it is closed or lost."""

    def __init__(
        self,
        sources: Sources,
        limits: Limits | None = None,
        level: Confinement = Confinement.KERNEL,
        only: Collection[str] | None = None,
    ) -> None:
        """Start the process and wait until its walls stand. Raises `GuestLost`, `GraderFault`.

        `only`, for the doctor: these walls of the level and no others, whatever they hold.
        """
        self._main = sources.main
        self._limits = limits or Limits()
        harden_host()
        self._talk = Conversation(self._limits)
        self.process = self._talk.process
        try:
            self.confinement = self._furnish(sources, level, only)
            if level is not Confinement.NONE and only is None:
                self._require(Confinement.LIMITS)
            if not self.confinement.dies_with_parent:
                self.process.keep()
        except BaseException:
            self.close()
            raise

    def _furnish(
        self, sources: Sources, level: Confinement, only: Collection[str] | None
    ) -> Confined:
        """Send the program and the sources; the confinement that came into force."""
        setup = {
            "sources": dict(sources.texts),
            "confinement": {
                "memory": self._limits.memory_bytes,
                "cpu": self._limits.cpu_seconds,
                "uid": unprivileged_uid(),
                "temporary": tempfile.gettempdir(),
                "level": level.value,
                "only": None if only is None else list(only),
            },
        }
        data = programs.packed() + requests.frame(json.dumps(setup).encode())
        match self._talk.decoded(self._talk.exchange(data, START_SECONDS)):
            case ["ready", str(in_force), list(walls)]:
                return Confined(Confinement(in_force), dict(walls))
        raise self._talk.lost(ExitReason.GARBLED, "sent something that is not an answer")

    def _require(self, level: Confinement) -> None:
        """Refuse to run a submission that is held less firmly. Raises `GraderFault`."""
        if not self.confinement.level.is_at_least(level):
            raise GraderFault(self.confinement.refusal(level))

    # -- asking -------------------------------------------------------------------------------

    def load(self, seconds: float = CALL_SECONDS) -> Answer:
        """Import the module under test; the value is the list of its public names."""
        return load(self, self._main, seconds)

    def call(
        self,
        target: str,
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
        *,
        operator: bool = False,
        in_place: Sequence[int] = (),
        keep: bool = False,
        seconds: float = CALL_SECONDS,
        watch: Watch | None = None,
    ) -> Answer:
        """Call the module's function `target`, or the operator of that name on guest objects.

        `in_place` names the arguments whose very list objects are to be looked at; with `keep` the
        result stays in the guest whatever it is. `watch` is asked several times a second while the
        guest works, with the seconds waited; a text ends the guest. Raises `GuestLost`.
        """
        request = answers.call_request(target, args, kwargs, operator=operator, keep=keep)
        reply = self.ask(request, seconds, watch)
        return answers.call_answer(request, reply, args, kwargs, in_place)

    def ask(
        self, request: Request, seconds: float = CALL_SECONDS, watch: Watch | None = None
    ) -> Reply:
        """What comes of the request's steps. Raises `GuestLost`."""
        data = self._talk.exchange(requests.frame(request.data()), seconds, watch)
        try:
            return wire.reply(data, request)
        except wire.Garbled as error:
            said = f"sent something that is not an answer: {error}"
            raise self._talk.lost(ExitReason.GARBLED, said) from None

    def take_prints(self) -> str:
        """What the submission has printed since the last time, cut."""
        return self._talk.take_prints()

    @property
    def received(self) -> int:
        """Bytes of answers until now."""
        return self._talk.received

    @property
    def cpu_seconds(self) -> float:
        """CPU seconds that the guest used in its life, once it has ended."""
        return self.process.cpu_seconds

    def cpu_so_far(self) -> float:
        """CPU seconds that the guest has used until now, by the kernel's accounting."""
        return self.process.cpu_so_far()

    def close(self) -> None:
        """Kill the guest and its group, and account for its CPU time."""
        self.process.close()

    def __enter__(self) -> Guest:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Asks(Protocol):
    """Whatever answers requests: a guest, in its process or in this one."""

    def ask(self, request: Request, seconds: float = ...) -> Reply:
        """What comes of the request's steps."""


def load(guest: Asks, main: str, seconds: float = CALL_SECONDS) -> Answer:
    """Let a guest import the module; the value is the list of its public names."""
    request = Request()
    module = wire.Slot("module")
    request.add("import", main, into=module)
    request.add("vars", module, show=Show.VALUE)
    reply = guest.ask(request, seconds)
    if reply.raised is not None:
        return reply.raised
    names = [name for name in reply.outcomes[0] if isinstance(name, str) and name[:1] != "_"]
    return Returned(sorted(names))


@cache
def probe(level: Confinement = Confinement.KERNEL) -> Confined:
    """What would hold a guest of this machine, found by starting one that runs nothing.

    Raises `GuestLost`, `GraderFault`.
    """
    with Guest(Sources("nothing", {"nothing": ""}), level=level) as guest:
        return guest.confinement
