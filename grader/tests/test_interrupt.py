"""Ctrl-C is never lost."""

from __future__ import annotations

import gc
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest

from grader import interrupt


@pytest.fixture
def listening() -> Iterator[None]:
    numbers = (signal.SIGINT, signal.SIGALRM)
    handlers = [signal.getsignal(number) for number in numbers]
    interrupt.listen()
    yield
    for number, handler in zip(numbers, handlers, strict=True):
        signal.signal(number, handler)


@pytest.mark.usefixtures("listening")
def test_ctrl_c_interrupts_at_once() -> None:
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


@pytest.mark.usefixtures("listening")
def test_ctrl_c_in_a_callback_of_the_garbage_collector_interrupts_after_it() -> None:
    def gc_callback(*_: Any) -> None:
        gc.callbacks.remove(gc_callback)
        signal.raise_signal(signal.SIGINT)

    gc.callbacks.append(gc_callback)
    with pytest.raises(KeyboardInterrupt):
        gc.collect()
        time.sleep(5)
