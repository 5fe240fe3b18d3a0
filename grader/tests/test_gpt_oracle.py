"""The host's two ways to a GPT's loss agree with each other, with differences and with a pencil."""

from __future__ import annotations

import math
import random
from decimal import Context, Decimal, localcontext
from typing import Any

import pytest

from grader.judging import expect
from grader.judging.inputs import gpt_gradients, gpt_oracle

PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494459")
GAIN_0 = [1.0, 1.0]
NOTHING = [[0.0, 0.0], [0.0, 0.0]]


def gpt(vocabulary: int, context: int, width: int, layers: int, seed: int) -> list[Any]:
    """Parameters of a GPT whose every entry is drawn, the gains around 1."""
    rng = random.Random(seed)

    def matrix(rows: int, columns: int) -> list[list[float]]:
        return [[rng.gauss(0.0, 0.7) for _ in range(columns)] for _ in range(rows)]

    def gain() -> list[float]:
        return [rng.uniform(0.5, 1.5) for _ in range(width)]

    params: list[Any] = [matrix(vocabulary, width), matrix(context, width)]
    for _ in range(layers):
        params += [gain(), *(matrix(width, width) for _ in "qkvo")]
        params += [gain(), matrix(width, 4 * width), matrix(4 * width, width)]
    return [*params, gain(), matrix(width, vocabulary)]


@pytest.mark.parametrize(("layers", "heads"), [(1, 1), (1, 2), (2, 4), (4, 2)])
def test_gradients_by_differences(layers: int, heads: int) -> None:
    params = gpt(3, 4, 4, layers, seed=layers)
    tokens, targets = [2, 0, 2], [0, 1, 1]
    loss, grads = gpt_gradients.loss_and_grads(params, tokens, targets, heads)
    assert loss == pytest.approx(gpt_oracle.loss(params, tokens, targets, heads), rel=1e-13)
    for k, parameter in enumerate(params):

        def at(value: Any, k: int = k) -> float:
            return gpt_oracle.loss([*params[:k], value, *params[k + 1 :]], tokens, targets, heads)

        expect.gradient(grads[k], at, parameter)


def test_one_layer_by_hand() -> None:
    """Embeddings [3, 4] and no positions; the layer adds nothing; the norm's root is 12.5 + eps."""
    params = [[[3.0, 4.0]], NOTHING, GAIN_0, *[NOTHING] * 4, GAIN_0]
    params += [[[0.0] * 8] * 2, [[0.0, 0.0]] * 8, [1.0, 2.0], [[1.0], [1.0]]]
    root = math.sqrt(12.5 + 1e-5)
    assert gpt_oracle.forward(params, [0, 0], 1) == [[pytest.approx(11 / root)]] * 2
    assert gpt_oracle.loss(params, [0, 0], [0, 0], 1) == 0.0


def test_a_position_sees_itself_and_those_before() -> None:
    params = gpt(5, 6, 4, 2, seed=3)
    whole = gpt_oracle.forward(params, [1, 4, 0, 3], 2)
    assert gpt_oracle.forward(params, [1, 4], 2) == whole[:2]
    assert gpt_oracle.forward(params, [2, 4, 0, 3], 2)[3] != whole[3]


def test_what_begins_alike_is_read_once_and_counts_every_time() -> None:
    params = gpt(4, 5, 4, 1, seed=4)
    sequences = [[0, 1, 2, 0], [0, 1, 3, 3, 0], [0, 1, 2, 0], [0, 2, 0]]
    apart = [gpt_oracle.loss(params, s[:-1], s[1:], 2) * (len(s) - 1) for s in sequences]
    together = gpt_oracle.corpus_loss(params, sequences, 2)
    assert together == pytest.approx(sum(apart) / sum(len(s) - 1 for s in sequences), rel=1e-12)


@pytest.mark.parametrize("size", [1e200, 1e308])
def test_parameters_that_overflow_gain_nothing(size: float) -> None:
    params = gpt(3, 4, 4, 1, seed=5)
    for k, parameter in enumerate(params):
        if isinstance(parameter[0], list):
            params[k] = [[size * x for x in row] for row in parameter]
    assert not gpt_oracle.corpus_loss(params, [[0, 1, 2, 0]], 2) < math.log(3) - 1e-9


def test_gelu_keeps_its_digits() -> None:
    assert gpt_oracle.gelu(-5.0) == pytest.approx(-5 * 2.866515718791939e-07, rel=1e-12)
    assert gpt_oracle.gelu(1e300) == 1e300
    assert gpt_oracle.gelu(-1e300) == 0.0


def test_gelu_is_that_of_the_definition() -> None:
    """Φ by the series x·Σ (−x²/2)ᵏ/(k!(2k+1)), in decimals that bear its cancelling terms."""
    with localcontext(Context(prec=60)):
        for tenths in range(-50, 90, 7):
            x = Decimal(tenths / 10)
            term, total, k = x, x, 0
            while abs(term) > Decimal("1e-50"):
                k += 1
                term *= -x * x / 2 / k
                total += term / (2 * k + 1)
            below = Decimal("0.5") + total / (2 * PI).sqrt()
            assert gpt_oracle.gelu(float(x)) == pytest.approx(float(x * below), rel=1e-13)


def test_slope_of_gelu_by_differences() -> None:
    for x in (-6.0, -2.5, -0.7, 0.0, 0.3, 1.9, 7.0):
        numeric = (gpt_oracle.gelu(x + 1e-5) - gpt_oracle.gelu(x - 1e-5)) / 2e-5
        assert gpt_oracle.gelu_slope(x) == pytest.approx(numeric, abs=1e-9)
    assert gpt_oracle.gelu_slope(1e300) == 1.0
    assert gpt_oracle.gelu_slope(-1e300) == 0.0
