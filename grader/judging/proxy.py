"""`impl`: the module under test as tests see it. Its functions run in the guest.

Every answer is held against what no test should have to repeat: plain finite numbers in real lists,
arguments unchanged unless the function works in place, no list object shared.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from grader.judging.calls import Call, Mismatch, Record, SubmissionRaised, raised_text, where
from grader.judging.deadlines import Patience
from grader.judging.remote import Remote
from grader.judging.rules import check_notes, check_plain, mirror
from grader.judging.signatures import Returns, Signatures
from grader.sandbox.host import GuestLost
from grader.sandbox.wire import Answer, GuestObject, Name, Raised, Returned


class LoadFailure(Exception):
    """The module cannot be imported, so none of its properties can hold."""

    def __init__(self, returned: str, why: str, *, timeout: bool = False) -> None:
        super().__init__(returned)
        self.returned = returned
        self.why = why
        self.timeout = timeout


class Asked(Protocol):
    """What `Impl` needs of a guest, the sandboxed one or the one in this process: see `Guest`."""

    @property
    def cpu_seconds(self) -> float:
        """CPU seconds that the guest used in its life, once it has ended."""

    def load(self, seconds: float = ...) -> Answer:
        """Import the module under test."""

    def call(
        self,
        target: str,
        args: tuple[Any, ...] = ...,
        kwargs: Mapping[str, Any] | None = ...,
        *,
        operator: bool = ...,
        in_place: tuple[int, ...] = ...,
        keep: bool = ...,
        seconds: float = ...,
    ) -> Answer:
        """Call a function of the module, or an operator on guest objects."""

    def run(
        self,
        program: str,
        returns: str,
        inputs: Mapping[str, Any] | None = ...,
        seconds: float = ...,
    ) -> Answer:
        """Execute a program beside the module's names."""

    def global_random(self, seed: int | None = ...) -> Answer:
        """Seed the global random generator; the digest of its state."""

    def take_prints(self) -> str:
        """What was printed since the last time."""

    def close(self) -> None:
        """End the guest."""


class Impl:
    """The module under test; an attribute is one of its functions or classes."""

    def __init__(
        self,
        start: Callable[[], Asked],
        signatures: Signatures,
        record: Record,
        patience: Patience | None = None,
    ) -> None:
        self._start = start
        self._signatures = signatures
        self._record = record
        self._guest: Asked | None = None
        self._names: frozenset[str] = frozenset()
        self._failure: LoadFailure | None = None
        self._patience = patience or Patience()
        self._fresh: list[Impl] = []
        self._cpu = 0.0

    # -- what tests use -------------------------------------------------------------------------

    def __getattr__(self, name: str) -> Function:
        # Other names are asked for by the tools that pass `impl` on, such as hypothesis.
        if name not in self._signatures.functions:
            raise AttributeError(name)
        self._ready()
        if name not in self._names:
            reason = "Was it renamed, or does it stand inside another function?"
            raise Mismatch(f"the module has no {name}", f"a function or class named {name}", reason)
        return Function(self, name)

    def run(self, program: str, returns: str, **inputs: Any) -> Any:
        """Execute `program` in the guest beside the module's names; the value of `returns`."""
        guest = self._ready()
        answer = self._ask(
            lambda seconds: guest.run(program, returns, inputs, seconds),
            Call("run", (program, returns), _copied(inputs)),
        )
        value = self._value(answer)
        check_plain(value, self._record.calls[-1])
        return value

    def fresh(self) -> Impl:
        """The same module in a new guest process."""
        other = Impl(self._start, self._signatures, self._record, self._patience)
        self._fresh.append(other)
        return other

    def seed_global_random(self, seed: int) -> None:
        """Seed the global random generator of the guest."""
        self._ready().global_random(seed)

    def global_random_state(self) -> int:
        """A digest of the state of the guest's global random generator."""
        answer = self._ready().global_random()
        value = answer.value if isinstance(answer, Returned) else None
        return value if isinstance(value, int) else -1

    # -- what the plugin and the diagnosis use --------------------------------------------------

    def check_loads(self) -> None:
        """Start the guest and import the module. Raises `LoadFailure`."""
        self._ready()

    @property
    def exhausted(self) -> bool:
        """Whether asking on would only waste time."""
        return self._patience.gone

    def close_fresh(self) -> None:
        """End the guests that a test asked for beside this one."""
        while self._fresh:
            other = self._fresh.pop()
            other.close()
            self._cpu += other.cpu_seconds

    def close(self) -> None:
        """End the guest."""
        self.close_fresh()
        self._drop()

    @property
    def cpu_seconds(self) -> float:
        """CPU seconds of the guests that have ended."""
        return self._cpu

    def probe(self, call: Call) -> Answer | None:
        """Ask a call for the diagnosis, unrecorded; None if the guest is lost."""
        try:
            in_place = self._signatures.of(call.name).in_place
            return self._ready().call(
                call.name, call.args, call.kwargs, in_place=in_place, seconds=1.0
            )
        except (GuestLost, LoadFailure):
            self._drop()
            return None

    # -- what `Function` and `Remote` use --------------------------------------------------------

    def ask_function(self, name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
        """Call a function in the guest and hold the answer against what every function owes."""
        guest = self._ready()
        signature = self._signatures.of(name)
        sent = tuple(_sent(arg) for arg in args)
        named = {key: _sent(value) for key, value in kwargs.items()}
        answer = self._ask(
            lambda seconds: guest.call(
                name, sent, named, in_place=signature.in_place, seconds=seconds
            ),
            Call(name, tuple(map(_copied, args)), _copied(kwargs)),
        )
        call = self._record.calls[-1]
        value = self._value(answer)
        assert isinstance(answer, Returned)
        check_notes(answer, call, result_counts=signature.returns is not Returns.NOTHING)
        mirror(answer.after, args, signature.in_place, call)
        match signature.returns:
            case Returns.NOTHING:
                return None
            case Returns.OBJECT:
                return self._wrapped(value, call.text)
            case Returns.TUPLE if isinstance(value, tuple | list):
                check_plain(list(value), call)
            case _:
                check_plain(value, call)
        return value

    def operate(self, shown: str, operator: str, *args: Any, **kwargs: Any) -> Any:
        """Apply an operator to objects that stay in the guest; `shown` is it as text."""
        guest = self._ready()
        sent = tuple(_sent(arg) for arg in args)
        named = {key: _sent(value) for key, value in kwargs.items()}
        answer = self._ask(
            lambda seconds: guest.call(operator, sent, named, operator=True, seconds=seconds),
            Call(shown, tuple(map(_copied, args[1:])), kwargs, is_text=operator != "call"),
        )
        call = self._record.calls[-1]
        value = self._value(answer)
        if operator == "call" and isinstance(value, list | float):
            check_plain(value, call)
        return self._wrapped(value, call.text)

    # -- the guest ------------------------------------------------------------------------------

    def _drop(self) -> None:
        if self._guest is not None:
            self._guest.close()
            self._cpu += self._guest.cpu_seconds
            self._guest = None

    def _ready(self) -> Asked:
        """A guest that has imported the module."""
        if self._failure is not None:
            raise self._failure
        if self._guest is not None:
            return self._guest
        try:
            guest = self._guest = self._start()
            with self._patience.waiting():
                answer = guest.load()
        except GuestLost as lost:
            self._drop()
            self._failure = LoadFailure(
                f"importing the module {lost.text}", "", timeout=lost.reason.is_timeout
            )
            raise self._failure from None
        if isinstance(answer, Raised):
            self._failure = LoadFailure(
                f"importing the module {raised_text(answer)}", where(answer)
            )
            self._record.prints = guest.take_prints()
            self._drop()
            raise self._failure
        names = answer.value if isinstance(answer.value, list) else []
        self._names = frozenset(name for name in names if isinstance(name, str))
        return guest

    def _ask(self, ask: Callable[[float], Answer], call: Call) -> Answer:
        """Ask the guest with the deadline in force, and record the call."""
        guest = self._guest
        assert guest is not None
        self._record.calls.append(call)
        started = time.perf_counter()
        try:
            with self._patience.waiting():
                answer = ask(self._patience.for_a_call())
        except GuestLost:
            self._record.prints += guest.take_prints()
            self._drop()
            raise
        self._record.answered(replace(call, answer=answer, seconds=time.perf_counter() - started))
        self._record.prints += guest.take_prints()
        return answer

    def _value(self, answer: Answer) -> Any:
        if isinstance(answer, Raised):
            raise SubmissionRaised(self._record.calls[-1], answer)
        return answer.value

    def _wrapped(self, value: Any, shown: str) -> Any:
        if isinstance(value, GuestObject):
            return Remote(self, value, shown)
        return value


class Function:
    """A function or class of the module: calling it calls it in the guest."""

    def __init__(self, impl: Impl, name: str) -> None:
        self._impl = impl
        self.name = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it in the guest and hold the answer against what every function owes."""
        return self._impl.ask_function(self.name, args, kwargs)


def _sent(value: Any) -> Any:
    """An argument as the wire takes it."""
    if isinstance(value, Remote):
        return value.reference
    if isinstance(value, Function):
        return Name(value.name)
    return value


def _copied(value: Any) -> Any:
    if isinstance(value, list):
        return [_copied(item) for item in value]
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return value
