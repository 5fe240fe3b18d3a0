"""The host's side of the sandbox: starts a guest, asks it, and keeps the deadlines.

A guest that does not answer in time, dies, or sends what is not a frame is lost: it is killed with
its whole process group and `GuestLost` says why. Only clocks of the host and the kernel's
accounting are trusted.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import tempfile
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, NoReturn, Protocol

from grader.outcome import GraderFault
from grader.sandbox import answers, library, programs, requests, wire
from grader.sandbox.confinement import (
    Confined,
    Confinement,
    Limits,
    harden_host,
    unprivileged_uid,
)
from grader.sandbox.process import READ_SIZE, GuestProcess
from grader.sandbox.wire import Answer, Reply, Request, Returned, Show

START_SECONDS = 20.0  # a cold disk may take seconds; a warm start takes 0.03
CALL_SECONDS = 5.0  # a call of a test takes milliseconds, on the slowest machine too
WATCH_SECONDS = 0.25  # between two looks at a guest that works for long
OUTPUT_CAP = 8_000  # bytes of prints that are kept until somebody takes them
MODULES_ASKED = 2_000  # of the standard library, which has fewer
ASKS_FOR_MODULE = b'["module",'  # so begins a frame that is not a reply

Watch = Callable[[float], str | None]


class ExitReason(Enum):
    """Why a guest was lost."""

    TIMEOUT = "timeout"
    CPU = "cpu"
    ENDED = "ended"
    FLOOD = "flood"
    GARBLED = "garbled"

    @property
    def is_timeout(self) -> bool:
        """Whether the guest took too long, by the clock or in CPU time."""
        return self in (ExitReason.TIMEOUT, ExitReason.CPU)


class GuestLost(BaseException):
    """The guest is gone; nothing more can be asked of it.

    Not an `Exception`, so that neither hypothesis nor a test takes it for one more failing example.
    """

    def __init__(self, reason: ExitReason, text: str) -> None:
        super().__init__(text)
        self.reason = reason
        self.text = text


def _signal_name(number: int) -> str:
    """ "SIGSEGV"; a real-time signal has no name of its own."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


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
        self._replies = bytearray()
        self._prints = bytearray()
        self._prints_lost = 0
        self._modules_asked = 0
        self.received = 0  # bytes of answers
        harden_host()
        self._process = GuestProcess()
        self._poll = select.poll()
        self._poll.register(self._process.replies, select.POLLIN)
        self._poll.register(self._process.prints, select.POLLIN)
        try:
            self.confinement = self._furnish(sources, level, only)
            if level is not Confinement.NONE and only is None:
                self._require(Confinement.LIMITS)
            if not self.confinement.dies_with_parent:
                self._process.keep()
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
        match self._decoded(self._exchange(data, START_SECONDS)):
            case ["ready", str(in_force), list(walls)]:
                return Confined(Confinement(in_force), dict(walls))
        raise self._lost(ExitReason.GARBLED, "sent something that is not an answer")

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
        try:
            return wire.reply(
                self._exchange(requests.frame(request.data()), seconds, watch), request
            )
        except wire.Garbled as error:
            raise self._lost(
                ExitReason.GARBLED, f"sent something that is not an answer: {error}"
            ) from None

    def take_prints(self) -> str:
        """What the submission has printed since the last time, cut at `OUTPUT_CAP` bytes."""
        if self._process.pid:
            self._drain_prints()
        text = self._prints.decode("utf-8", "replace")
        if self._prints_lost:
            text += f"\n… and {self._prints_lost:,} bytes more"
        self._prints.clear()
        self._prints_lost = 0
        return text

    @property
    def cpu_seconds(self) -> float:
        """CPU seconds that the guest used in its life, once it has ended."""
        return self._process.cpu_seconds

    def cpu_so_far(self) -> float:
        """CPU seconds that the guest has used until now, by the kernel's accounting."""
        return self._process.cpu_so_far()

    def _exchange(self, data: bytes, seconds: float, watch: Watch | None = None) -> bytes:
        """Send frames, wait for what one holds, both before the deadline."""
        if not self._process.pid:
            raise GuestLost(ExitReason.ENDED, "has ended before")
        started = time.monotonic()
        deadline = started + seconds
        self._expect_silence()
        outgoing = memoryview(data)
        late = False
        while True:
            if outgoing:
                outgoing = outgoing[self._write(outgoing) :]
            reply = self._take_reply()
            if reply is not None and reply.startswith(ASKS_FOR_MODULE):
                outgoing = memoryview(bytes(outgoing) + self._module(reply))
                continue
            if reply is not None:
                self._drain_prints()
                return reply
            if late:
                raise self._lost(ExitReason.TIMEOUT, f"did not answer within {seconds:g} s")
            left = max(0.0, deadline - time.monotonic())
            late = left == 0  # look once more: this process may have been stopped meanwhile
            if watch is not None:
                reason = watch(time.monotonic() - started)
                if reason is not None:
                    raise self._lost(ExitReason.CPU, reason)
                left = min(left, WATCH_SECONDS)
            self._wait(left, writing=bool(outgoing))

    def _wait(self, seconds: float, *, writing: bool) -> None:
        """Wait until something can be read or written, and read it."""
        if writing:
            self._poll.register(self._process.requests, select.POLLOUT)
        for descriptor, _ in self._poll.poll(seconds * 1000):
            if descriptor == self._process.prints:
                self._drain_prints()
            elif descriptor == self._process.replies:
                self._read_replies()
        if writing:
            self._poll.unregister(self._process.requests)

    def _module(self, request: bytes) -> bytes:
        """The frame that serves a module of the standard library."""
        self._modules_asked += 1
        match self._decoded(request):
            case ["module", str(name)] if self._modules_asked <= MODULES_ASKED:
                return library.frame_of(name)
        raise self._lost(ExitReason.GARBLED, "asked for too many modules")

    def _expect_silence(self) -> None:
        """Nothing has been answered yet: what lies in the channel was forged."""
        with contextlib.suppress(BlockingIOError):
            self._read_replies()
        if self._replies:
            raise self._lost(ExitReason.GARBLED, "answered before it was asked")

    def _write(self, data: memoryview) -> int:
        try:
            return os.write(self._process.requests, data)
        except BlockingIOError:
            return 0
        except BrokenPipeError:
            self._ended()

    def _take_reply(self) -> bytes | None:
        """The reply at the head of what was read, if it is complete."""
        if len(self._replies) < requests.HEADER_BYTES:
            return None
        size = int.from_bytes(self._replies[: requests.HEADER_BYTES], "big")
        if size > self._limits.answer_bytes:
            raise self._lost(ExitReason.FLOOD, f"sent an answer of {size:,} bytes")
        end = requests.HEADER_BYTES + size
        if len(self._replies) < end:
            return None
        data = bytes(self._replies[requests.HEADER_BYTES : end])
        del self._replies[:end]
        self.received += end
        return data

    def _decoded(self, data: bytes) -> list[Any]:
        try:
            return wire.decode(data)
        except wire.Garbled as error:
            raise self._lost(
                ExitReason.GARBLED, f"sent something that is not an answer: {error}"
            ) from None

    def _read_replies(self) -> None:
        data = os.read(self._process.replies, READ_SIZE)
        if not data:
            self._ended()
        self._replies += data

    def _drain_prints(self) -> None:
        try:
            data = os.read(self._process.prints, READ_SIZE)
        except BlockingIOError:
            return
        if not data:
            with contextlib.suppress(KeyError):
                self._poll.unregister(self._process.prints)
            return
        room = OUTPUT_CAP - len(self._prints)
        self._prints += data[:room]
        self._prints_lost += max(0, len(data) - room)

    # -- the end ------------------------------------------------------------------------------

    def _ended(self) -> NoReturn:
        """The guest closed its pipe: find out how it ended."""
        # A dying process closes its pipes before it can be waited for.
        limit = time.monotonic() + 0.5
        while time.monotonic() < limit:
            status = self._process.reap(os.WNOHANG)
            if status is None:
                time.sleep(0.001)
                continue
            self._drain_prints()
            code = os.waitstatus_to_exitcode(status)
            if code >= 0:
                raise self._lost(ExitReason.ENDED, f"ended its process (exit status {code})")
            if -code == signal.SIGXCPU:
                cpu = self._limits.cpu_seconds
                raise self._lost(ExitReason.CPU, f"used more than its {cpu} s of CPU time")
            raise self._lost(ExitReason.ENDED, f"crashed its process ({_signal_name(-code)})")
        raise self._lost(ExitReason.ENDED, "closed its channel to the grader")

    def _lost(self, reason: ExitReason, text: str) -> GuestLost:
        self.close()
        return GuestLost(reason, text)

    def close(self) -> None:
        """Kill the guest and its group, and account for its CPU time."""
        self._process.close()

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
