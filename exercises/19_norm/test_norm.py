"""Properties of layer norm, RMS norm and their gradients."""

from collections.abc import Callable
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from grader.judging import expect, weight
from grader.judging.inputs import oracles, transformer
from grader.judging.inputs.strategies import Matrix, Vector, gaussians, matrices, sizes, vectors
from grader.judging.proxy import Impl

Layer = tuple[Matrix, Vector, Vector]
Batch = tuple[Matrix, Vector, Matrix]

SMOOTH = 0.5  # so large that differences are accurate for every row
epsilons = st.sampled_from([1e-5, 1e-5, 1e-3, 1e-8, SMOOTH])

# What occurs in every run: rows of different sizes and means, one column, equal entries, rows far
# from 0.
ROWS: Matrix = [[1.0, 2.0, 6.0], [-30.0, 10.0, 20.0], [0.25, 0.25, 1.0]]
GAIN, BIAS = [2.0, -0.5, 3.0], [10.0, 20.0, 30.0]
DY: Matrix = [[1.0, -2.0, 0.5], [0.0, 3.0, 1.0], [-1.0, 0.5, 2.0]]
COLUMN: Matrix = [[3.0], [-4.0]]
FAR: Matrix = [[998.0, 1001.0, 1003.5, 997.5], [-1000.0, -1002.0, -997.0, -1001.0]]
FLAT: Matrix = [[5.0, 5.0], [0.0, 0.0]]


@st.composite
def layers(draw: DrawFn) -> Layer:
    """x (n×m), and a gain and a bias for its columns."""
    n, m = draw(sizes()), draw(sizes(1, 5))
    return (
        draw(matrices(gaussians, n, m)), draw(vectors(gaussians, m)), draw(vectors(gaussians, m)),
    )  # fmt: skip


@st.composite
def batches(draw: DrawFn) -> Batch:
    """x (n×m), a gain for its columns and an upstream gradient, at least two rows."""
    n, m = draw(sizes(2, 4)), draw(sizes(1, 5))
    x, dy = draw(matrices(gaussians, n, m)), draw(matrices(gaussians, n, m))
    return x, draw(vectors(gaussians, m)), dy


@st.composite
def misfits(draw: DrawFn) -> tuple[int, int]:
    """Two different sizes."""
    a, b = draw(st.permutations(range(1, 5)))[:2]
    return a, b


@weight(2)
@given(layer=layers(), eps=epsilons)
@example(layer=(ROWS, GAIN, BIAS), eps=1e-5)
@example(layer=(COLUMN, [2.0], [1.0]), eps=1e-5)
@example(layer=(FLAT, [2.0, 3.0], [1.0, -1.0]), eps=1e-5)
@example(layer=([[1, 2, 6]], [1, 1, 1], [0, 0, 0]), eps=1e-5)
@example(layer=(FAR, [1.0, -2.0, 0.5, 3.0], [0.0, 1.0, 0.5, -1.0]), eps=1e-5)
def test_layer_norm(impl: Impl, layer: Layer, eps: float) -> None:
    """layer_norm is (row - mean)/sqrt(variance + eps)·gain + bias, with the biased variance"""
    expect.close(impl.layer_norm(*layer, eps), transformer.layer_norm(*layer, eps))


@weight(2)
@given(layer=layers(), eps=epsilons)
@example(layer=(ROWS, GAIN, BIAS), eps=1e-5)
@example(layer=(COLUMN, [2.0], [1.0]), eps=1e-5)
@example(layer=(FLAT, [2.0, 3.0], [1.0, -1.0]), eps=1e-5)
@example(layer=([[1, 2, 6]], [1, 1, 1], [0, 0, 0]), eps=1e-5)
@example(layer=(FAR, [1.0, -2.0, 0.5, 3.0], [0.0, 1.0, 0.5, -1.0]), eps=1e-5)
def test_rms_norm(impl: Impl, layer: Layer, eps: float) -> None:
    """rms_norm is row/sqrt(mean of squares + eps)·gain, and no mean is subtracted"""
    x, gain, _ = layer
    expect.close(impl.rms_norm(x, gain, eps), transformer.rms_norm(x, gain, eps))


def test_default_eps(impl: Impl) -> None:
    """eps is 1e-5 in all four functions unless it is given"""
    x, gain, bias, dy = [[0.001, -0.002]], [1.0, 2.0], [0.0, 0.5], [[1.0, -1.0]]
    for function, args in (
        (impl.layer_norm, (x, gain, bias)),
        (impl.rms_norm, (x, gain)),
        (impl.layer_norm_backward, (x, gain, dy)),
        (impl.rms_norm_backward, (x, gain, dy)),
    ):
        given = function(*args, 1e-5)
        expect.close(function(*args), given, why="The call leaves eps out; with 1e-5 it differs.")


@weight(2)
@settings(max_examples=15)
@given(mean=st.integers(1, 1000).map(lambda n: n + 0.1))
@example(mean=1000.1)
def test_offsets(impl: Impl, mean: float) -> None:
    """layer_norm loses no digits to a mean of 1000 beside deviations of 1e-4"""
    gain, bias, dy = [1.0, -2.0, 0.5, 3.0], [0.0, 1.0, 0.5, -1.0], [[1.0, -2.0, 0.5, 3.0]]
    far = [[mean + deviation for deviation in (0.0001, -0.0001, 0.0002, -0.0002)]]
    near = [[value - mean for value in far[0]]]  # exact: the two are so close
    why = f"The row is another one with {mean} added to every entry: its deviations are the same."
    wanted = impl.layer_norm(near, gain, bias)
    expect.close(impl.layer_norm(far, gain, bias), wanted, why=why)
    for name, part, exact in zip(
        ("dx", "dgain", "dbias"),
        parts(impl.layer_norm_backward(far, gain, dy), "dx", "dgain", "dbias"),
        parts(impl.layer_norm_backward(near, gain, dy), "dx", "dgain", "dbias"),
        strict=True,
    ):
        expect.close(part, exact, name=name, why=why)


@weight(2)
@given(batch=batches(), eps=epsilons)
@example(batch=(ROWS, GAIN, DY), eps=1e-5)
@example(batch=(COLUMN, [2.0], [[1.0], [3.0]]), eps=1e-5)
@example(batch=(FLAT, [2.0, 3.0], [[1.0, -1.0], [0.5, 2.0]]), eps=SMOOTH)
@example(batch=(ROWS, GAIN, DY), eps=SMOOTH)
def test_layer_norm_gradient_for_x(impl: Impl, batch: Batch, eps: float) -> None:
    """dx of layer_norm_backward says how the loss changes with each entry of x"""
    x, gain, dy = batch
    dx = parts(impl.layer_norm_backward(*batch, eps), "dx", "dgain", "dbias")[0]
    if eps == SMOOTH:
        layer, bias = transformer.layer_norm, [0.0] * len(gain)
        expect.gradient(dx, lambda at: oracles.dot(layer(at, gain, bias, eps), dy), x, name="dx")
    expect.close(dx, transformer.layer_norm_gradients(*batch, eps)[0], name="dx")


@weight(2)
@given(batch=batches(), eps=epsilons)
@example(batch=(ROWS, GAIN, DY), eps=1e-5)
@example(batch=(FLAT, [2.0, 3.0], [[1.0, -1.0], [0.5, 2.0]]), eps=SMOOTH)
@example(batch=(FLAT, [2.0, 3.0], [[1.0, -1.0], [0.5, 2.0]]), eps=1e-8)
@example(batch=(ROWS, GAIN, DY), eps=SMOOTH)
def test_rms_norm_gradient_for_x(impl: Impl, batch: Batch, eps: float) -> None:
    """dx of rms_norm_backward says how the loss changes with each entry of x"""
    x, gain, dy = batch
    dx = parts(impl.rms_norm_backward(*batch, eps), "dx", "dgain")[0]
    if eps == SMOOTH:
        layer = transformer.rms_norm
        expect.gradient(dx, lambda at: oracles.dot(layer(at, gain, eps), dy), x, name="dx")
    expect.close(dx, transformer.rms_norm_gradients(*batch, eps)[0], name="dx")


@weight(2)
@given(batch=batches(), eps=epsilons)
@example(batch=(ROWS, GAIN, DY), eps=1e-5)
def test_gradients_for_gain_and_bias(impl: Impl, batch: Batch, eps: float) -> None:
    """dgain and dbias are summed over the rows, one entry for each column"""
    _, dgain, dbias = parts(impl.layer_norm_backward(*batch, eps), "dx", "dgain", "dbias")
    _, wanted_gain, wanted_bias = transformer.layer_norm_gradients(*batch, eps)
    expect.close(dgain, wanted_gain, name="dgain")
    expect.close(dbias, wanted_bias, name="dbias")
    _, dgain = parts(impl.rms_norm_backward(*batch, eps), "dx", "dgain")
    expect.close(dgain, transformer.rms_norm_gradients(*batch, eps)[1], name="dgain")


@settings(max_examples=10)
@given(n=sizes(), misfit=misfits())
@example(n=2, misfit=(2, 3))
@example(n=2, misfit=(3, 2))
@example(n=2, misfit=(3, 1))
def test_gain_and_bias_fit_columns(impl: Impl, n: int, misfit: tuple[int, int]) -> None:
    """all four raise ValueError unless gain (and bias) have an entry for each column of x"""
    m, entries = misfit
    x, right, short, dy = filled(n, m), filled(1, m)[0], filled(1, entries)[0], filled(n, m)
    why = f"Columns of x: {m}; entries: {entries}."
    refuses(impl.layer_norm, x, short, right, why=f"The gain. {why}")
    refuses(impl.layer_norm, x, right, short, why=f"The bias. {why}")
    refuses(impl.rms_norm, x, short, why=why)
    refuses(impl.layer_norm_backward, x, short, dy, why=why)
    refuses(impl.rms_norm_backward, x, short, dy, why=why)


@settings(max_examples=10)
@given(misfit=misfits(), other=sizes())
@example(misfit=(2, 3), other=2)
@example(misfit=(3, 2), other=3)
def test_upstream_has_the_shape_of_x(impl: Impl, misfit: tuple[int, int], other: int) -> None:
    """the backward functions raise ValueError unless dy has the shape of x"""
    for (n, m), (rows, columns) in (
        ((misfit[0], other), (misfit[1], other)),
        ((other, misfit[0]), (other, misfit[1])),
    ):
        x, gain, dy = filled(n, m), filled(1, m)[0], filled(rows, columns)
        why = f"x is {n}×{m}, dy {rows}×{columns}."
        refuses(impl.layer_norm_backward, x, gain, dy, why=why)
        refuses(impl.rms_norm_backward, x, gain, dy, why=why)


def refuses(function: Callable[..., object], *args: Any, why: str) -> None:
    """The function raises ValueError for these arguments."""
    expect.raises(ValueError, lambda: function(*args), why=why)


def parts(returned: Any, *names: str) -> Any:
    """The gradients that a backward function returns, as many as there are names."""
    expect.several(returned, *names)
    return returned


def filled(rows: int, columns: int) -> Matrix:
    """A matrix of the numbers 1, 2, 3, …, for tests of shapes alone."""
    return [[float(i * columns + j + 1) for j in range(columns)] for i in range(rows)]
