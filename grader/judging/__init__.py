"""Judging: calls a submission in its guest, compares, and turns what it found into verdicts."""

from collections.abc import Callable
from typing import TypeVar

import pytest

Property = TypeVar("Property", bound=Callable[..., None])


def weight(share: float) -> Callable[[Property], Property]:
    """Mark a property with its share of the exercise's points; unmarked ones have 1."""
    return pytest.mark.weight(share)
