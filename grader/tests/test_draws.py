"""Matrices are one draw each, and still shrink to few small readable numbers."""

from __future__ import annotations

import random

import pytest
from hypothesis import find, given, settings
from hypothesis.internal.conjecture import engine
from hypothesis.internal.conjecture.data import ConjectureData

from grader.judging.inputs.strategies import (
    Matrix,
    Numbers,
    extremes,
    gaussians,
    integers,
    labelled,
    matrices,
    thousandths,
)


def test_a_matrix_is_one_draw_and_its_sizes() -> None:
    data = ConjectureData.for_choices([2, 3, bytes(12)])
    assert data.draw(matrices()) == [[0.0] * 3, [0.0] * 3]


def test_a_failing_matrix_shrinks_to_the_entry_that_matters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(matrix: Matrix) -> bool:
        return any(entry > 0.6 for row in matrix for entry in row)

    # A verdict before this test, or a busy machine, would end the search in the middle.
    monkeypatch.setattr(engine, "MAX_SHRINKING_SECONDS", 60)
    monkeypatch.setattr(engine, "MAX_SHRINKS", 500)
    found = find(matrices(gaussians, 2, 2), fails, random=random.Random(1))
    entries = [entry for row in found for entry in row]
    assert entries.count(0.0) == 3
    assert len(str(max(entries))) <= len("0.601")


def test_the_simplest_number_comes_first() -> None:
    [table] = gaussians.tables
    assert table[:5] == [0.0, 1.0, -1.0, 2.0, -2.0]
    assert sorted(table) == thousandths(-3000, 3000)


@settings(max_examples=200)
@given(matrix=matrices(integers, 2, 3), labels=labelled(extremes))
def test_numbers_are_those_of_the_tables(matrix: Matrix, labels: tuple[Matrix, list[int]]) -> None:
    assert all(type(x) is int and -9 <= x <= 9 for row in matrix for x in row)
    logits, chosen = labels
    assert len(chosen) == len(logits)
    assert all(0 <= label < len(logits[0]) for label in chosen)


def test_each_table_is_drawn_from() -> None:
    both = Numbers([5.0]) | Numbers([7.0])
    assert find(both, lambda x: x == 7.0) == 7.0
    assert find(both, lambda x: True) == 5.0
