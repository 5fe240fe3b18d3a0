"""Ctrl-C is never lost."""

from __future__ import annotations

import gc
import signal
import sys
import time
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from grader import interrupt


@pytest.fixture
def listening() -> Iterator[None]:
    numbers = (signal.SIGINT, signal.SIGALRM)
    handlers = [signal.getsignal(number) for number in numbers]
    hook = sys.unraisablehook
    sys.unraisablehook = sys.__unraisablehook__  # in place of pytest's
    interrupt.listen()
    yield
    sys.unraisablehook = hook
    for number, handler in zip(numbers, handlers, strict=True):
        signal.signal(number, handler)


def press(*_: Any) -> None:
    signal.raise_signal(signal.SIGINT)


class Pressed:
    def __del__(self) -> None:
        press()


class Plain:
    pass


def in_a_finaliser() -> None:
    Pressed()


def in_a_callback_of_a_weak_reference() -> None:
    thing = Plain()
    reference = weakref.ref(thing, press)
    del thing
    assert reference() is None


def in_a_callback_of_the_garbage_collector() -> None:
    def callback(*_: Any) -> None:
        gc.callbacks.remove(callback)
        press()

    gc.callbacks.append(callback)
    gc.collect()


@pytest.mark.usefixtures("listening")
def test_ctrl_c_interrupts_at_once() -> None:
    with pytest.raises(KeyboardInterrupt):
        press()


@pytest.mark.usefixtures("listening")
@pytest.mark.parametrize(
    "place",
    [in_a_finaliser, in_a_callback_of_a_weak_reference, in_a_callback_of_the_garbage_collector],
)
def test_ctrl_c_where_it_would_be_forgotten_interrupts_a_moment_later(
    place: Callable[[], None],
) -> None:
    with pytest.raises(KeyboardInterrupt):
        place()
        time.sleep(5)


@pytest.mark.usefixtures("listening")
def test_ctrl_c_that_is_forgotten_twice_interrupts_after_that() -> None:
    class Slow:
        def __del__(self) -> None:
            in_a_finaliser()
            time.sleep(0.2)  # the second KeyboardInterrupt falls in here

    with pytest.raises(KeyboardInterrupt):
        Slow()
        time.sleep(5)


@pytest.mark.usefixtures("listening")
def test_other_exceptions_that_are_forgotten_are_still_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Broken:
        def __del__(self) -> None:
            raise ValueError("in a finaliser")

    Broken()
    assert "in a finaliser" in capsys.readouterr().err
