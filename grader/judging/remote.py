"""Objects that stay in the guest, as tests see them: layers, variables, loaders, models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from grader.judging.calls import SubmissionRaised
from grader.sandbox.wire import GuestObject, Name


class Operates(Protocol):
    """Who applies operators in the guest: `Impl`."""

    def ask_function(self, name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
        """Call a function of the module."""

    def operate(self, shown: str, operator: str, *args: Any, **kwargs: Any) -> Any:
        """Apply an operator to objects that stay in the guest; `shown` is it as text."""


class Remote:
    """An object of the submission: calls, attributes and operators on it are calls in the guest."""

    def __init__(self, impl: Operates, reference: GuestObject, shown: str) -> None:
        self._impl = impl
        self.reference = reference
        self._shown = shown

    def __repr__(self) -> str:
        return self._shown

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the object."""
        return self._impl.operate(self._shown, "call", self, *args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = self._impl.operate(f"{self._shown}.{name}", "getattr", self, name)
        if isinstance(value, Remote):
            value._shown = f"{self._shown}.{name}"
        return value

    def _binary(self, operator: str, sign: str, left: Any, right: Any) -> Any:
        return self._impl.operate(f"{left!r} {sign} {right!r}", operator, left, right)

    def __add__(self, other: Any) -> Any:
        return self._binary("add", "+", self, other)

    def __radd__(self, other: Any) -> Any:
        return self._binary("add", "+", other, self)

    def __sub__(self, other: Any) -> Any:
        return self._binary("sub", "-", self, other)

    def __rsub__(self, other: Any) -> Any:
        return self._binary("sub", "-", other, self)

    def __mul__(self, other: Any) -> Any:
        return self._binary("mul", "*", self, other)

    def __rmul__(self, other: Any) -> Any:
        return self._binary("mul", "*", other, self)

    def __truediv__(self, other: Any) -> Any:
        return self._binary("truediv", "/", self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return self._binary("truediv", "/", other, self)

    def __pow__(self, other: Any) -> Any:
        return self._binary("pow", "**", self, other)

    def __matmul__(self, other: Any) -> Any:
        return self._binary("matmul", "@", self, other)

    def __neg__(self) -> Any:
        return self._impl.operate(f"-{self._shown}", "neg", self)

    def __getitem__(self, index: Any) -> Any:
        return self._impl.operate(f"{self._shown}[{index!r}]", "getitem", self, index)

    def __len__(self) -> int:
        length = self._impl.operate(f"len({self._shown})", "len", self)
        assert isinstance(length, int)
        return length

    def __iter__(self) -> Iterator[Any]:
        iterator = self._impl.operate(f"iter({self._shown})", "iter", self)
        while True:
            try:
                yield self._impl.operate(f"next({iterator!r})", "next", iterator)
            except SubmissionRaised as end:
                if end.raised.name == "StopIteration":
                    return
                raise


class Function:
    """A function or class of the module: calling it calls it in the guest."""

    def __init__(self, impl: Operates, name: str) -> None:
        self._impl = impl
        self.name = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it in the guest and hold the answer against what every function owes."""
        return self._impl.ask_function(self.name, args, kwargs)


def as_sent(value: Any) -> Any:
    """An argument as the wire takes it."""
    if isinstance(value, Remote):
        return value.reference
    if isinstance(value, Function):
        return Name(value.name)
    return value
