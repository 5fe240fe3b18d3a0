"""Judging: calls a submission in its guest, compares, and turns what it found into verdicts."""

from typing import Any

import pytest


def weight(share: float) -> Any:
    """Mark a property with its share of the exercise's points; unmarked ones have 1."""
    return pytest.mark.weight(share)
