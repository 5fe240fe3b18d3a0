"""Oracles against values that can be had otherwise, at the extremes that the contract names."""

import math
from fractions import Fraction

import pytest

from grader.judging import expect
from grader.judging.inputs import oracles


def test_matmul_cancels_without_loss() -> None:
    assert oracles.matmul([[1e16, 1.0, -1e16]], [[1.0], [1.0], [1.0]]) == [[1.0]]


def test_linear_adds_the_bias_to_every_row() -> None:
    assert oracles.linear([[1, 2], [3, 4]], [[1], [10]], [0.5]) == [[21.5], [43.5]]


def test_sigmoid_reaches_both_ends() -> None:
    assert oracles.sigmoid([[0, 1e308, -1e308]]) == [[0.5, 1.0, 0.0]]
    assert oracles.sigmoid([[-700.0]])[0][0] == pytest.approx(9.859676543759770e-305, rel=1e-15)


def test_softmax_of_logarithms_is_their_share() -> None:
    shares = oracles.softmax([[math.log(1), math.log(2), math.log(5)]])
    expect.close(shares, [[Fraction(1, 8), Fraction(2, 8), Fraction(5, 8)]], tolerance=1e-15)


def test_softmax_survives_a_spread_that_overflows() -> None:
    assert oracles.softmax([[1e308, -1e308]]) == [[1.0, 0.0]]


def test_log_softmax_is_exact_where_softmax_underflows() -> None:
    assert oracles.log_softmax([[0.0, -1000.0]]) == [[0.0, -1000.0]]


def test_log_softmax_keeps_its_digits_beside_huge_logits() -> None:
    assert oracles.log_softmax([[1e300, 1e300]]) == [[-math.log(2), -math.log(2)]]


def test_cross_entropy_is_a_mean_over_rows() -> None:
    loss = oracles.cross_entropy([[0.0, math.log(3)], [0.0, 0.0]], [1, 0])
    assert loss == pytest.approx((math.log(4 / 3) + math.log(2)) / 2, rel=1e-15)
    assert oracles.cross_entropy([[1e300, -1e300], [1e300, -1e300]], [0, 1]) == 1e300


def test_cross_entropy_gradient_is_that_of_cross_entropy() -> None:
    logits, labels = [[0.5, -1.0, 2.0], [3.0, 0.25, -0.5]], [0, 1]
    gradient = oracles.cross_entropy_gradient(logits, labels)
    expect.gradient(gradient, lambda at: oracles.cross_entropy(at, labels), logits)


def test_mse_sums_columns_and_averages_rows() -> None:
    assert oracles.mse([[1, 2], [3, 4]], [[0, 0], [0, 0]]) == 15.0


def test_mlp_has_a_sigmoid_between_its_layers() -> None:
    identity = [[1.0, 0.0], [0.0, 1.0]]
    assert oracles.mlp([identity, [1.0, 2.0]], [[5.0, 7.0]]) == [[6.0, 9.0]]
    assert oracles.mlp([identity, [0.0, 0.0], identity, [1.0, 2.0]], [[0, 0]]) == [[1.5, 2.5]]
