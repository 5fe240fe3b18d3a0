"""The host's side of the sandbox: starts a guest, asks it, and keeps the deadlines.

A guest that does not answer in time, dies, or sends what is not a frame is lost: it is killed with
its whole process group and `GuestLost` says why. Only clocks of the host and the kernel's
accounting are trusted.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import select
import signal
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, NoReturn

from grader.outcome import GraderFault
from grader.sandbox import wire
from grader.sandbox.confinement import (
    Confined,
    Confinement,
    Limits,
    harden_host,
    unprivileged_uid,
)
from grader.sandbox.wire import Answer

START_SECONDS = 20.0  # a cold disk may take seconds; a warm start takes 0.03
CALL_SECONDS = 5.0  # a call of a test takes milliseconds, on the slowest machine too
WATCH_SECONDS = 0.25  # between two looks at a guest that works for long
OUTPUT_CAP = 8_000  # bytes of prints that are kept until somebody takes them
REPLIES_DESCRIPTOR = 3
_READ_SIZE = 1 << 18

# The guest's first lines; its program comes over the pipe and is never on a disk it could read.
_BOOTSTRAP = """
import base64, json, marshal, os
os.setsid()
def read(count):
    data = b""
    while len(data) < count:
        part = os.read(0, count - len(data))
        if not part:
            os._exit(0)
        data += part
    return data
setup = json.loads(read(int.from_bytes(read(4), "big")))
walls, guest = {"__name__": "walls"}, {"__name__": "guest"}
exec(marshal.loads(base64.b64decode(setup.pop("walls"))), walls)
exec(marshal.loads(base64.b64decode(setup.pop("guest"))), guest)
guest["serve"](setup, walls["confine"])
"""


Watch = Callable[[float], str | None]


class Loss(Enum):
    """Why a guest was lost."""

    TIMEOUT = "timeout"
    CPU = "cpu"
    ENDED = "ended"
    FLOOD = "flood"
    GARBLED = "garbled"

    @property
    def is_timeout(self) -> bool:
        """Whether the guest took too long, by the clock or in CPU time."""
        return self in (Loss.TIMEOUT, Loss.CPU)


class GuestLost(BaseException):
    """The guest is gone; nothing more can be asked of it.

    Not an `Exception`, so that neither hypothesis nor a test takes it for one more failing example.
    """

    def __init__(self, loss: Loss, text: str) -> None:
        super().__init__(text)
        self.loss = loss
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


@cache
def _program(name: str) -> str:
    """A program of the guest, compiled: its interpreter is this one, and starts 9 ms sooner so."""
    text = resources.files("grader.sandbox").joinpath(name).read_text(encoding="utf-8")
    code = compile(text, f"<{name.removesuffix('.py')}>", "exec", dont_inherit=True)
    return b64encode(marshal.dumps(code)).decode()


class Guest:
    """A guest process that serves one submission's modules until it is closed or lost."""

    def __init__(
        self,
        sources: Sources,
        limits: Limits | None = None,
        level: Confinement = Confinement.KERNEL,
    ) -> None:
        """Start the process and wait until its walls stand. Raises `GuestLost`, `GraderFault`."""
        self.cpu_seconds = 0.0
        self._limits = limits or Limits()
        self._replies = bytearray()
        self._prints = bytearray()
        self._prints_lost = 0
        self._pid = 0
        self._descriptors: list[int] = []
        harden_host()
        try:
            self._spawn()
            self.confinement = self._furnish(sources, level)
            self._require(level if level is Confinement.NONE else Confinement.LIMITS)
        except BaseException:
            self.close()
            raise

    def _spawn(self) -> None:
        theirs: list[int] = []
        try:
            for ours in ("requests", "replies", "prints"):
                read, write = os.pipe()
                mine, child = (write, read) if ours == "requests" else (read, write)
                self._descriptors.append(mine)
                theirs.append(child)
            requests, replies, prints = theirs
            python = getattr(sys, "_base_executable", "") or sys.executable
            self._pid = os.posix_spawn(
                python,
                [python, "-I", "-S", "-B", "-c", _BOOTSTRAP],
                {},
                file_actions=[
                    (os.POSIX_SPAWN_DUP2, requests, 0),
                    (os.POSIX_SPAWN_DUP2, prints, 1),
                    (os.POSIX_SPAWN_DUP2, prints, 2),
                    (os.POSIX_SPAWN_DUP2, replies, REPLIES_DESCRIPTOR),
                ],
                setsigmask=[],
                setsigdef=[signal.SIGPIPE, signal.SIGINT, signal.SIGTERM],
            )
        except OSError as error:
            raise GraderFault(f"The sandbox cannot start a process: {error.strerror}.") from None
        finally:
            for descriptor in theirs:
                os.close(descriptor)
        for descriptor in self._descriptors:
            os.set_blocking(descriptor, False)
        self._request_fd, self._reply_fd, self._print_fd = self._descriptors
        self._poll = select.poll()
        self._poll.register(self._reply_fd, select.POLLIN)
        self._poll.register(self._print_fd, select.POLLIN)

    def _furnish(self, sources: Sources, level: Confinement) -> Confined:
        """Send the program and the sources; the confinement that came into force."""
        setup = {
            "guest": _program("guest.py"),
            "walls": _program("walls.py"),
            "main": sources.main,
            "sources": dict(sources.texts),
            "confinement": {
                "memory": self._limits.memory_bytes,
                "cpu": self._limits.cpu_seconds,
                "uid": unprivileged_uid(),
                "level": level.value,
            },
        }
        match self._exchange(setup, START_SECONDS):
            case ["ready", str(in_force), list(walls)]:
                return Confined(Confinement(in_force), dict(walls))
        raise self._lost(Loss.GARBLED, "sent what is no answer")

    def _require(self, level: Confinement) -> None:
        """Refuse to run a submission that is held less firmly. Raises `GraderFault`."""
        if not self.confinement.level.is_at_least(level):
            raise GraderFault(self.confinement.refusal(level))

    # -- asking -------------------------------------------------------------------------------

    def load(self, seconds: float = CALL_SECONDS) -> Answer:
        """Import the module under test; the value is the list of its public names."""
        return self._ask({"op": "import"}, seconds)

    def call(
        self,
        target: str,
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
        *,
        operator: bool = False,
        in_place: tuple[int, ...] = (),
        keep: bool = False,
        seconds: float = CALL_SECONDS,
        watch: Watch | None = None,
    ) -> Answer:
        """Call the module's function `target`, or the operator of that name on guest objects.

        `in_place` names the arguments whose very list objects are to be watched; with `keep` the
        result stays in the guest whatever it is. `watch` is asked several times a second while the
        guest works, with the seconds waited; a text ends the guest. Raises `GuestLost`.
        """
        request = wire.call_request(
            target, args, kwargs, operator=operator, in_place=in_place, keep=keep
        )
        return self._ask(request, seconds, watch)

    def run(
        self,
        program: str,
        returns: str,
        inputs: Mapping[str, Any] | None = None,
        seconds: float = CALL_SECONDS,
    ) -> Answer:
        """Execute `program` beside the module's names; the value of the expression `returns`."""
        return self._ask(wire.run_request(program, returns, inputs), seconds)

    def global_random(self, seed: int | None = None) -> Answer:
        """Seed the guest's global generator (if `seed` is given); the digest of its state."""
        return self._ask({"op": "random", "seed": seed}, CALL_SECONDS)

    def take_prints(self) -> str:
        """What the submission has printed since the last time, cut at `OUTPUT_CAP` bytes."""
        if self._pid:
            self._drain_prints()
        text = self._prints.decode("utf-8", "replace")
        if self._prints_lost:
            text += f"\n… and {self._prints_lost:,} bytes more"
        self._prints.clear()
        self._prints_lost = 0
        return text

    def cpu_so_far(self) -> float:
        """CPU seconds that the guest has used until now, by the kernel's accounting."""
        if self._pid and sys.platform == "linux":
            # The clock of another process, as clock_getcpuclockid(3) makes it.
            with contextlib.suppress(OSError):
                self.cpu_seconds = time.clock_gettime((~self._pid << 3) | 2)
        return self.cpu_seconds

    def _ask(self, request: dict[str, Any], seconds: float, watch: Watch | None = None) -> Answer:
        try:
            return wire.answer(self._exchange(request, seconds, watch))
        except wire.Garbled as error:
            raise self._lost(Loss.GARBLED, f"sent what is no answer: {error}") from None

    def _exchange(self, request: Any, seconds: float, watch: Watch | None = None) -> list[Any]:
        """Send one frame, wait for one, both before the deadline."""
        if not self._pid:
            raise GuestLost(Loss.ENDED, "has ended before")
        started = time.monotonic()
        deadline = started + seconds
        self._expect_silence()
        outgoing = memoryview(wire.frame(request))
        late = False
        while True:
            if outgoing:
                outgoing = outgoing[self._write(outgoing) :]
            complete = self._take_frame()
            if complete is not None:
                self._drain_prints()
                try:
                    return wire.decode(complete)
                except wire.Garbled as error:
                    raise self._lost(Loss.GARBLED, f"sent what is no answer: {error}") from None
            if late:
                raise self._lost(Loss.TIMEOUT, f"did not answer within {seconds:g} s")
            left = max(0.0, deadline - time.monotonic())
            late = left == 0  # look once more: this process may have been stopped meanwhile
            if watch is not None:
                reason = watch(time.monotonic() - started)
                if reason is not None:
                    raise self._lost(Loss.CPU, reason)
                left = min(left, WATCH_SECONDS)
            if outgoing:
                self._poll.register(self._request_fd, select.POLLOUT)
            for descriptor, _ in self._poll.poll(left * 1000):
                if descriptor == self._print_fd:
                    self._drain_prints()
                elif descriptor == self._reply_fd:
                    self._read_replies()
            if outgoing:
                self._poll.unregister(self._request_fd)

    def _expect_silence(self) -> None:
        """Nothing has been answered yet: what lies in the channel was forged."""
        with contextlib.suppress(BlockingIOError):
            self._read_replies()
        if self._replies:
            raise self._lost(Loss.GARBLED, "answered before it was asked")

    def _write(self, data: memoryview) -> int:
        try:
            return os.write(self._request_fd, data)
        except BlockingIOError:
            return 0
        except BrokenPipeError:
            self._ended()

    def _take_frame(self) -> bytes | None:
        """The complete frame at the head of what was read, or None."""
        if len(self._replies) < wire.HEADER_BYTES:
            return None
        size = int.from_bytes(self._replies[: wire.HEADER_BYTES], "big")
        if size > wire.MAX_FRAME_BYTES:
            raise self._lost(Loss.FLOOD, f"sent an answer of {size:,} bytes")
        end = wire.HEADER_BYTES + size
        if len(self._replies) < end:
            return None
        data = bytes(self._replies[wire.HEADER_BYTES : end])
        del self._replies[:end]
        return data

    def _read_replies(self) -> None:
        data = os.read(self._reply_fd, _READ_SIZE)
        if not data:
            self._ended()
        self._replies += data

    def _drain_prints(self) -> None:
        try:
            data = os.read(self._print_fd, _READ_SIZE)
        except BlockingIOError:
            return
        if not data:
            with contextlib.suppress(KeyError):
                self._poll.unregister(self._print_fd)
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
            status = self._reap(os.WNOHANG)
            if status is None:
                time.sleep(0.001)
                continue
            code = os.waitstatus_to_exitcode(status)
            if code >= 0:
                raise self._lost(Loss.ENDED, f"ended its process (exit status {code})")
            if -code == signal.SIGXCPU:
                cpu = self._limits.cpu_seconds
                raise self._lost(Loss.CPU, f"used more than its {cpu} s of CPU time")
            raise self._lost(Loss.ENDED, f"crashed its process ({_signal_name(-code)})")
        raise self._lost(Loss.ENDED, "closed its channel to the grader")

    def _reap(self, options: int = 0) -> int | None:
        """Wait for the process and account for its CPU time; its status, None if it still runs."""
        pid, status, usage = os.wait4(self._pid, options)
        if pid == 0:
            return None
        self._kill(os.killpg)  # whoever is left of its group
        self._drain_prints()
        self.cpu_seconds = usage.ru_utime + usage.ru_stime
        self._pid = 0
        return status

    def _kill(self, kill: Callable[[int, int], None]) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(self._pid, signal.SIGKILL)

    def _lost(self, loss: Loss, text: str) -> GuestLost:
        self.close()
        return GuestLost(loss, text)

    def close(self) -> None:
        """Kill the guest and its group, and account for its CPU time."""
        if self._pid:
            self._kill(os.killpg)
            self._kill(os.kill)  # before it has made a group of its own
            self._reap()
        while self._descriptors:
            os.close(self._descriptors.pop())

    def __enter__(self) -> Guest:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@cache
def probe(level: Confinement = Confinement.KERNEL) -> Confined:
    """What would hold a guest of this machine, found by starting one that runs nothing.

    Raises `GuestLost`, `GraderFault`.
    """
    with Guest(Sources("nothing", {"nothing": ""}), level=level) as guest:
        return guest.confinement
