"""Asks a guest what a test asks, whatever the guest is: in a process of its own or in this one.

What follows from the data of an answer is concluded here, in the host: whether the result of an
earlier call was changed by a later one, and what the values of a program's names were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from grader.judging.calls import Call
from grader.judging.script import Script
from grader.judging.signatures import Signatures
from grader.sandbox import answers, wire
from grader.sandbox.host import CALL_SECONDS
from grader.sandbox.wire import Answer, Name, Raised, Reply, Request, Returned, Show, Slot

LARGE = 4_000  # bytes of a result: larger ones are not looked at again after later calls


class Asked(Protocol):
    """What answers requests: see `host.Guest`."""

    def ask(self, request: Request, seconds: float = ...) -> Reply:
        """What comes of a request's steps."""

    def cpu_so_far(self) -> float:
        """CPU seconds that it has used until now."""


@dataclass
class Asker:
    """Asks calls of one guest, and remembers the latest result of each function."""

    guest: Asked
    signatures: Signatures
    _latest: dict[str, tuple[Slot, bytes]] = field(default_factory=dict)

    def answer(self, call: Call, seconds: float = CALL_SECONDS) -> Answer:
        """The answer to a call of a function, to an operator or to a program.

        One that took more than its share of CPU time is noted as slow.
        """
        used = self.guest.cpu_so_far() if call.share else 0.0
        if call.name == "run":
            answer = self._run(call, seconds)
        elif call.operator:
            request = answers.call_request(call.operator, call.args, call.kwargs, operator=True)
            reply = self.guest.ask(request, seconds)
            answer = answers.call_answer(request, reply, call.args, call.kwargs)
        else:
            answer = self._call(call, seconds)
        if call.share is None or self.guest.cpu_so_far() - used <= call.share.cpu_seconds:
            return answer
        return replace(answer, notes=(*answer.notes, ("slow", "")))

    def _run(self, call: Call, seconds: float) -> Answer:
        program, returns = call.args
        script = call.script or Script(program, returns, call.kwargs)
        self._latest.clear()  # a program has all slots to itself
        reply = self.guest.ask(script.request, seconds)
        return reply.raised or Returned(script.value(reply.outcomes))

    def _call(self, call: Call, seconds: float) -> Answer:
        name = call.name
        slot = Slot(f"{name}, again" if self._latest.get(name, ("",))[0] == Slot(name) else name)
        watched, contents = zip(*self._latest.values(), strict=True) if self._latest else ((), ())
        request = answers.call_request(name, call.args, call.kwargs, into=slot, watched=watched)
        reply = self.guest.ask(request, seconds)
        in_place = self.signatures.of(name).in_place
        answer = answers.call_answer(request, reply, call.args, call.kwargs, in_place)
        if isinstance(answer, Raised):
            return answer
        changed = wire.changed(reply.watched, contents)
        notes = [("earlier", name) for name, bad in zip(self._latest, changed, strict=True) if bad]
        lists = isinstance(answer.value, list | tuple) and not reply.shares
        content = wire.as_told(answer.value) if lists else b""
        if content and len(content) <= LARGE:
            self._latest[name] = slot, content
        else:
            self._latest.pop(name, None)
        return replace(answer, notes=(*answer.notes, *notes)) if notes else answer

    def answers(self, calls: Sequence[Call], seconds: float) -> list[Answer] | None:
        """The answers to calls of functions, asked in one frame; None unless all went smoothly.

        That is: nothing raised, no argument changed, no list is shared.
        """
        request = Request()
        for call in calls:
            request.add("call", Name(call.name), *call.args, named=call.kwargs, show=Show.VALUE)
        reply = self.guest.ask(request, seconds)
        if reply.raised is not None or reply.lists_now is not None or reply.shares:
            return None
        return [Returned(value) for value in reply.outcomes]
