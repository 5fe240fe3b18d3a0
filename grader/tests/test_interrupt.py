"""Ctrl-C is never lost."""

from __future__ import annotations

import gc
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from grader import cli, curriculum, interrupt
from grader.judging import exam
from grader.outcome import Exit
from grader.sandbox.host import Guest


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


ENDING = """
import atexit, signal, sys, time
from grader import interrupt

class Pressed:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

class Slow:
    def __del__(self, sleep=time.sleep):
        sleep(0.1)

interrupt.listen()
atexit.register(Pressed)
slow = Slow()
interrupt.end()
sys.exit(7)
"""


def test_ctrl_c_that_is_forgotten_at_the_very_end_does_not_change_the_status() -> None:
    ended = subprocess.run([sys.executable, "-c", ENDING], cwd=curriculum.ROOT, capture_output=True)
    assert (ended.returncode, ended.stderr) == (7, b"")


@pytest.mark.usefixtures("listening")
def test_other_exceptions_that_are_forgotten_are_still_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Broken:
        def __del__(self) -> None:
            raise ValueError("in a finaliser")

    Broken()
    assert "in a finaliser" in capsys.readouterr().err


@pytest.mark.usefixtures("listening")
@pytest.mark.parametrize("instead", [AssertionError(), None])
def test_ctrl_c_of_which_a_library_makes_something_else_gives_no_verdict(
    instead: Exception | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Guest._ask
    asked = 0

    def interrupted(self: Guest, *arguments: Any) -> Any:
        nonlocal asked
        asked += 1
        if asked == 9:
            with suppress(KeyboardInterrupt):
                press()
            if instead is not None:
                raise instead
        return ask(self, *arguments)

    monkeypatch.setattr(Guest, "_ask", interrupted)
    with pytest.raises(KeyboardInterrupt):
        exam.examine(curriculum.exercise(1), curriculum.SOLUTIONS, seed=1)
    assert exam.examine(curriculum.exercise(1), curriculum.SOLUTIONS, seed=1).passed


@pytest.mark.usefixtures("listening")
def test_ctrl_c_that_comes_as_another_exception_is_no_fault_of_the_grader(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        try:
            press()
        except KeyboardInterrupt as error:
            raise RuntimeError("Error calling __set_name__") from error

    monkeypatch.setattr(exam, "examine", interrupted)
    assert cli.main(["test", "1"]) == Exit.INTERRUPTED
    assert capsys.readouterr().err == "\nstopped\n"
