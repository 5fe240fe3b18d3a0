"""What goes to and fro between the host and one guest: frames, prints, and the deadline of each.

A guest that does not answer in time, dies, or sends what is not a frame is lost: it is killed with
its whole process group and `GuestLost` says why. Only clocks of the host and the kernel's
accounting are trusted, and what waits to be read costs the host neither memory nor time.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time
from collections.abc import Callable
from enum import Enum
from typing import Any, NoReturn

from grader.sandbox import library, requests, wire
from grader.sandbox.confinement import Limits
from grader.sandbox.process import READ_SIZE, GuestProcess

WATCH_SECONDS = 0.25  # between two looks at a guest that works for long
OUTPUT_CAP = 8_000  # bytes of prints that are kept until somebody takes them
PRINTS_PAUSE = 0.01  # seconds between two looks at prints: whoever prints keeps no host busy
MODULES_ASKED = 2_000  # of the standard library, which has fewer
ASKS_FOR_MODULE = b'["module",'  # so begins a frame that is not a reply
MODULE_BYTES = 250  # of such a frame: a name has at most 200

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


class Replies:
    """Bytes as they come, and the frames that are complete among them."""

    def __init__(self, most: int) -> None:
        self.most = most  # bytes of one frame
        self._bytes = bytearray()

    def __bool__(self) -> bool:
        return bool(self._bytes)

    def add(self, data: bytes) -> None:
        """What was read."""
        self._bytes += data

    def take(self) -> bytes | None:
        """What the first frame holds, if it is complete. Raises `wire.Garbled` for a huge one."""
        size = int.from_bytes(self._bytes[: requests.HEADER_BYTES], "big")
        if len(self._bytes) < requests.HEADER_BYTES:
            return None
        if size > self.most:
            raise wire.Garbled(f"sent an answer of {size:,} bytes")
        end = requests.HEADER_BYTES + size
        if len(self._bytes) < end:
            return None
        data = bytes(self._bytes[requests.HEADER_BYTES : end])
        del self._bytes[:end]
        return data


class Conversation:
    """Frames to one guest and from it, until it is closed or lost."""

    def __init__(self, limits: Limits) -> None:
        """Start the guest's process. Raises `GraderFault`."""
        self.process = GuestProcess()
        self.received = 0  # bytes of answers
        self._limits = limits
        self._replies = Replies(limits.answer_bytes)
        self._prints = bytearray()
        self._prints_lost = 0
        self._prints_read = 0.0  # when
        self._prints_open = True
        self._watched = 0.0  # when
        self._modules_asked = 0
        self._poll = select.poll()
        self._poll.register(self.process.replies, select.POLLIN)
        self._poll.register(self.process.prints, select.POLLIN)

    def exchange(self, data: bytes, seconds: float, watch: Watch | None = None) -> bytes:
        """Send frames, wait for what one holds, both before the deadline. Raises `GuestLost`."""
        if not self.process.pid:
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
                if outgoing:  # else what it does not read would pile up here
                    raise self.lost(ExitReason.FLOOD, "asked for modules and did not take them")
                outgoing = memoryview(self._module(reply))
                continue
            if reply is not None:
                self._drain_prints()
                return reply
            if late:
                raise self.lost(ExitReason.TIMEOUT, f"did not answer within {seconds:.2g} s")
            left = max(0.0, deadline - time.monotonic())
            late = left == 0  # look once more: this process may have been stopped meanwhile
            if watch is not None and time.monotonic() >= self._watched + WATCH_SECONDS:
                self._watched = time.monotonic()
                reason = watch(self._watched - started)
                if reason is not None:
                    raise self.lost(ExitReason.CPU, reason)
            if watch is not None:
                left = min(left, WATCH_SECONDS)
            self._wait(left, writing=bool(outgoing))

    def take_prints(self) -> str:
        """What the submission has printed since the last time, cut at `OUTPUT_CAP` bytes."""
        if self.process.pid:
            self._drain_prints()
        text = self._prints.decode("utf-8", "replace")
        if self._prints_lost:
            text += f"\n… and {self._prints_lost:,} bytes more"
        self._prints.clear()
        self._prints_lost = 0
        return text

    def decoded(self, data: bytes) -> list[Any]:
        """The values of a frame. Raises `GuestLost`."""
        try:
            return wire.decode(data)
        except wire.Garbled as error:
            raise self.lost(
                ExitReason.GARBLED, f"sent something that is not an answer: {error}"
            ) from None

    def lost(self, reason: ExitReason, text: str) -> GuestLost:
        """End the guest; the exception that says why."""
        self.process.close()
        return GuestLost(reason, text)

    def _wait(self, seconds: float, *, writing: bool) -> None:
        """Wait until something can be read or written, and read it."""
        if writing:
            self._poll.register(self.process.requests, select.POLLOUT)
        pausing = time.monotonic() < self._prints_read + PRINTS_PAUSE
        if self._prints_open:
            self._poll.modify(self.process.prints, 0 if pausing else select.POLLIN)
        waited = min(seconds, PRINTS_PAUSE) if pausing else seconds
        for descriptor, _ in self._poll.poll(waited * 1000):
            if descriptor == self.process.prints:
                self._drain_prints()
            elif descriptor == self.process.replies:
                self._read_replies()
        if writing:
            self._poll.unregister(self.process.requests)

    def _module(self, request: bytes) -> bytes:
        """The frame that serves a module of the standard library."""
        self._modules_asked += 1
        if self._modules_asked <= MODULES_ASKED and len(request) <= MODULE_BYTES:
            match self.decoded(request):
                case ["module", str(name)]:
                    return library.frame_of(name)
        raise self.lost(ExitReason.GARBLED, "asked for too many modules, or for none")

    def _expect_silence(self) -> None:
        """Nothing has been answered yet: what lies in the channel was forged."""
        with contextlib.suppress(BlockingIOError):
            self._read_replies()
        if self._replies:
            raise self.lost(ExitReason.GARBLED, "answered before it was asked")

    def _write(self, data: memoryview) -> int:
        try:
            return os.write(self.process.requests, data)
        except BlockingIOError:
            return 0
        except BrokenPipeError:
            self._ended()

    def _take_reply(self) -> bytes | None:
        """The reply at the head of what was read, if it is complete."""
        try:
            data = self._replies.take()
        except wire.Garbled as error:
            raise self.lost(ExitReason.FLOOD, str(error)) from None
        self.received += len(data or b"")
        return data

    def _read_replies(self) -> None:
        data = os.read(self.process.replies, READ_SIZE)
        if not data:
            self._ended()
        self._replies.add(data)

    def _drain_prints(self) -> None:
        try:
            data = os.read(self.process.prints, READ_SIZE)
        except BlockingIOError:
            return
        if not data:
            if self._prints_open:
                self._poll.unregister(self.process.prints)
            self._prints_open = False
            return
        self._prints_read = time.monotonic()
        room = OUTPUT_CAP - len(self._prints)
        self._prints += data[:room]
        self._prints_lost += max(0, len(data) - room)

    def _ended(self) -> NoReturn:
        """The guest closed its pipe: find out how it ended."""
        # A dying process closes its pipes before it can be waited for.
        limit = time.monotonic() + 0.5
        while time.monotonic() < limit:
            status = self.process.reap(os.WNOHANG)
            if status is None:
                time.sleep(0.001)
                continue
            self._drain_prints()
            code = os.waitstatus_to_exitcode(status)
            if code >= 0:
                raise self.lost(ExitReason.ENDED, f"ended its process (exit status {code})")
            if -code == signal.SIGXCPU:
                cpu = self._limits.cpu_seconds
                raise self.lost(ExitReason.CPU, f"used more than its {cpu} s of CPU time")
            raise self.lost(ExitReason.ENDED, f"crashed its process ({_signal_name(-code)})")
        raise self.lost(ExitReason.ENDED, "closed its channel to the grader")
