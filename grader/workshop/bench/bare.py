"""A pytest plugin for comparison: the same tests on the module itself, with no judge around it.

`impl` is the module in this very process: no guest, no checks, no messages, no verdict.
"""

from __future__ import annotations

import importlib
import random
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import hypothesis
import pytest

from grader import curriculum
from grader.judging import expect

hypothesis.settings.register_profile("bare", max_examples=25, deadline=None, database=None)
hypothesis.settings.load_profile("bare")


def _raises(error: type[Exception], call: Callable[[], object], *, why: str | None = None) -> None:
    with pytest.raises(error):
        call()


expect.raises = _raises  # the judge's own knows exceptions that come out of a guest only


class Bare:
    """A module, and the programs that tests run beside its names."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)

    def run(self, program: str, returns: str, **inputs: Any) -> Any:
        """Execute `program`; the value of the expression `returns`."""
        names = {**vars(self._module), **inputs}
        exec(program, names)
        return eval(returns, names)


@pytest.fixture(scope="module")
def impl(request: pytest.FixtureRequest) -> Bare:
    """The reference of the exercise whose tests these are."""
    sys.path += [str(curriculum.SOLUTIONS / e.folder) for e in curriculum.track("core")]
    return Bare(importlib.import_module(request.path.stem.removeprefix("test_")))


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> random.Random:
    """Random numbers for a test without hypothesis."""
    return random.Random(request.node.name)
