"""`impl`: the module under test as tests see it. Its functions run in the guest.

Every answer is held against what no test should have to repeat: plain finite numbers in real lists,
arguments unchanged unless the function works in place, no list object shared.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from grader import curriculum
from grader.judging import signatures
from grader.judging.calls import (
    Call,
    Mismatch,
    Record,
    Share,
    SubmissionRaised,
    copied,
)
from grader.judging.deadlines import PROBE_CALL_SECONDS, Patience
from grader.judging.loading import LoadedModule, LoadFailure, Started
from grader.judging.remote import Function, Remote, as_sent
from grader.judging.rules import check_notes, check_plain, mirror
from grader.judging.signatures import Returns, Signatures
from grader.sandbox.host import GuestLost
from grader.sandbox.wire import (
    Answer,
    GuestObject,
    Raised,
    Request,
    Returned,
    Show,
)


class Impl:
    """The module under test; an attribute is one of its functions or classes."""

    def __init__(
        self,
        start: Callable[[], Started],
        signatures: Signatures,
        record: Record,
        patience: Patience | None = None,
    ) -> None:
        self._start = start
        self._signatures = signatures
        self._record = record
        self._patience = patience or Patience()
        self._module = LoadedModule(start, signatures, record, self._patience)
        self._fresh: list[Impl] = []

    # -- what tests use -------------------------------------------------------------------------

    def __getattr__(self, name: str) -> Function:
        # Other names are asked for by the tools that pass `impl` on, such as hypothesis.
        if name not in self._signatures.functions:
            raise AttributeError(name)
        self._module.ready()
        if name not in self._module.names:
            found, wanted = f"the module has no {name}", f"a function or class named {name}"
            raise Mismatch(found, wanted, self._why_missing())
        return Function(self, name)

    def _why_missing(self) -> str:
        """What may have become of a name: most often it is renamed, or another exercise's file."""
        names = self._module.names
        if names.isdisjoint(self._signatures.functions):
            for other in curriculum.track("all"):
                theirs = signatures.of(other).public if not other.finale else []
                if theirs and names.issuperset(theirs):
                    return f"It has {', '.join(theirs)}: is it the module of {other.label}?"
        return "Was it renamed, or does it stand inside another function?"

    def run(self, program: str, returns: str, share: Share | None = None, **inputs: Any) -> Any:
        """Carry out `program` beside the module's names; `returns`, in plain numbers and lists.

        Raises `Mismatch` if it takes more than its share of CPU time.
        """
        value = self.look(program, returns, share, **inputs)
        check_plain(value, self._record.calls[-1])
        return value

    def look(self, program: str, returns: str, share: Share | None = None, **inputs: Any) -> Any:
        """As `run`, whatever the values are; equal `GuestObject`s are one object."""
        return self.carry_out(Call("run", (program, returns), inputs, share=share))

    def carry_out(self, asked: Call) -> Any:
        """The value of a call of a program."""
        share = asked.share
        answer = self._ask(asked, replace(asked, kwargs=copied(asked.kwargs), script=None))
        if share is not None and ("slow", "") in answer.notes:
            raise Mismatch(
                f"took more than {share.cpu_seconds:g} s of CPU time",
                "an answer within a hundredth of that",
                share.why,
                self._record.calls[-1],
            )
        return self._value(answer)

    def keep(self, value: Any, name: str) -> Remote:
        """A value that lives in the guest: programs that are given it find the same object."""
        guest = self._module.ready().guest
        request = Request()
        request.add("read", value, show=Show.OBJECT)
        with self._patience.waiting():
            reply = guest.ask(request, self._patience.for_a_call())
        return Remote(self, reply.outcomes[0], name)

    def cpu_of(self, program: str, **inputs: Any) -> float:
        """The CPU seconds that the guest spends on a program, by the kernel's account.

        `inputs` may be values that `keep` has put there.
        """
        guest = self._module.ready().guest
        used = guest.cpu_so_far()
        self.look(program, "0", **{name: as_sent(value) for name, value in inputs.items()})
        return guest.cpu_so_far() - used

    def ask_all(self, name: str, every: Sequence[Sequence[Any]]) -> list[Any]:
        """The results of a function for each list of arguments, as if called one by one.

        For functions that change nothing. They are asked together, and one by one if that fails.
        """
        function = getattr(self, name)
        asked = [Call(name, copied(tuple(args)), {}) for args in every]
        started = time.perf_counter()
        try:
            asker = self._module.ready()
            with self._counting(), self._patience.waiting():
                answers = asker.answers(asked, self._patience.for_a_call())
        except GuestLost:
            self._module.drop()
            answers = None
        if answers is None:
            return [function(*args) for args in every]
        seconds = (time.perf_counter() - started) / len(asked)
        for call, answer in zip(asked, answers, strict=True):
            self._record.calls.append(call)
            self._record.answered(replace(call, answer=answer, seconds=seconds))
            assert isinstance(answer, Returned)
            self._check_result(name, answer.value, self._record.calls[-1])
        return [answer.value for answer in answers if isinstance(answer, Returned)]

    def fresh(self) -> Impl:
        """The same module in a new guest process."""
        other = Impl(self._start, self._signatures, self._record, self._patience)
        self._fresh.append(other)
        return other

    def seed_global_random(self, seed: int) -> None:
        """Seed the global random generator of the guest."""
        self._module.random("seed", seed)

    def global_random(self) -> Any:
        """What random.random() of the guest gives next."""
        return self._module.random("random")

    @property
    def import_leaves_random(self) -> bool:
        """Whether the import left the global random generator alone."""
        return self._module.import_leaves_random

    # -- what the plugin and the diagnosis use --------------------------------------------------

    def check_loads(self) -> None:
        """Start the guest and import the module. Raises `LoadFailure`."""
        self._module.ready()

    @property
    def exhausted(self) -> bool:
        """Whether asking on would only waste time."""
        return self._patience.gone

    def close_fresh(self) -> None:
        """End the guests that a test asked for beside this one."""
        while self._fresh:
            other = self._fresh.pop()
            other.close()
            self._module.cpu_seconds += other.cpu_seconds

    def close(self) -> None:
        """End the guest."""
        self.close_fresh()
        self._module.drop()

    @property
    def too_slow(self) -> bool:
        """Whether the diagnosis has waited for it long enough."""
        return self._patience.probe_seconds <= 0

    @property
    def cpu_seconds(self) -> float:
        """CPU seconds of the guests that have ended."""
        return self._module.cpu_seconds

    def probe(self, call: Call) -> Answer | None:
        """Ask a call for the diagnosis, unrecorded; None if the guest is lost or too slow."""
        try:
            with self._patience.probing(self._module.cpu_so_far):
                return self._module.ready().answer(call, PROBE_CALL_SECONDS)
        except (GuestLost, LoadFailure):
            self._module.drop()
            return None

    # -- what `Function` and `Remote` use --------------------------------------------------------

    def ask_function(self, name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
        """Call a function in the guest and hold the answer against what every function owes."""
        signature = self._signatures.of(name)
        sent = tuple(as_sent(arg) for arg in args)
        named = {key: as_sent(value) for key, value in kwargs.items()}
        answer = self._ask(Call(name, sent, named), Call(name, *copied((sent, named))))
        call = self._record.calls[-1]
        value = self._value(answer)
        assert isinstance(answer, Returned)
        check_notes(answer, call, result_counts=signature.returns is not Returns.NOTHING)
        mirror(answer.after, args, signature.in_place, call)
        if signature.returns is Returns.NOTHING:
            return None
        if signature.returns is Returns.OBJECT:
            return self._wrapped(value, call.text)
        self._check_result(name, value, call)
        return value

    def _check_result(self, name: str, value: Any, call: Call) -> None:
        """A result is plain; several are a tuple or a list of them. Raises `Mismatch`."""
        several = self._signatures.of(name).returns is Returns.TUPLE
        check_plain(list(value) if several and isinstance(value, tuple) else value, call)

    def operate(self, shown: str, operator: str, *args: Any, **kwargs: Any) -> Any:
        """Apply an operator to objects that stay in the guest; `shown` is it as text."""
        sent = tuple(as_sent(arg) for arg in args)
        named = {key: as_sent(value) for key, value in kwargs.items()}
        copies, named_copies = copied((sent, named))
        answer = self._ask(
            Call(shown, sent, named, operator=operator, shown=shown),
            Call(shown, copies, named_copies, operator=operator, shown=shown),
        )
        recorded = self._record.calls[-1]
        value = self._value(answer)
        if operator == "call" and isinstance(value, list | float):
            check_plain(value, recorded)
        return self._wrapped(value, recorded.text)

    def _ask(self, asked: Call, call: Call) -> Answer:
        """Ask the guest with the deadline in force; record the call, of copied arguments."""
        asker, guest = self._module.ready(), self._module.guest
        self._record.calls.append(call)
        started = time.perf_counter()
        try:
            with self._counting(), self._patience.waiting():
                answer = asker.answer(asked, self._patience.for_a_call())
        except GuestLost:
            self._record.printed(guest.take_prints())
            self._module.drop()
            raise
        self._record.answered(replace(call, answer=answer, seconds=time.perf_counter() - started))
        self._record.printed(guest.take_prints())
        return answer

    @contextmanager
    def _counting(self) -> Iterator[None]:
        """Count the bytes of what is answered within: answers are kept, as the objects they are."""
        guest = self._module.guest
        before = guest.received
        try:
            yield
        finally:
            self._patience.bytes -= guest.received - before

    def _value(self, answer: Answer) -> Any:
        if isinstance(answer, Raised):
            raise SubmissionRaised(self._record.calls[-1], answer)
        return answer.value

    def _wrapped(self, value: Any, shown: str) -> Any:
        if isinstance(value, GuestObject):
            return Remote(self, value, shown)
        return value
