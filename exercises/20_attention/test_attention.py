"""Properties of scaled dot-product attention and its gradients."""

from collections.abc import Callable
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from grader.judging import expect, weight
from grader.judging.inputs import oracles, transformer
from grader.judging.inputs.strategies import Matrix, gaussians, integers, matrices, sizes
from grader.judging.proxy import Impl

Heads = tuple[Matrix, Matrix, Matrix]  # q, k, v
Batch = tuple[Matrix, Matrix, Matrix, Matrix]  # q, k, v, dout

numbers = gaussians | integers

# What occurs in every run: as many queries as keys, fewer of them, one of each; d and e differ.
SQUARE: Batch = (
    [[1.0, 0.5], [-2.0, 1.0], [0.0, 3.0]],
    [[2.0, -1.0], [0.5, 1.5], [1.0, 1.0]],
    [[1.0, 2.0, -1.0], [0.0, 4.0, 3.0], [-2.0, 1.0, 0.5]],
    [[1.0, -2.0, 0.5], [0.5, 1.0, 3.0], [-1.0, 2.0, 1.0]],
)
LATE: Batch = (
    [[1.0, -1.0, 0.5], [2.0, 0.0, 1.0]],
    [[0.5, 1.0, -1.0], [1.0, 2.0, 0.0], [-1.0, 0.5, 1.5], [0.0, 1.0, 1.0]],
    [[1.0, 3.0], [-2.0, 0.5], [4.0, 1.0], [0.0, -3.0]],
    [[1.0, 0.5], [-2.0, 1.0]],
)
FEWER_KEYS: Batch = (  # allowed where nothing is masked
    [[1.0, 0.5], [-2.0, 1.0], [0.0, 3.0]],
    [[2.0, -1.0], [0.5, 1.5]],
    [[1.0], [-2.0]],
    [[1.0], [0.5], [-1.5]],
)
SINGLE: Batch = ([[2.0, 1.0]], [[1.0, -1.0]], [[3.0]], [[0.5]])


@st.composite
def batches(draw: DrawFn, *, extra: SearchStrategy[int] | None = None) -> Batch:
    """q (n×d), k (m×d), v (m×e) and an upstream gradient (n×e); m is n, or n and `extra` keys."""
    n, d, e = draw(sizes()), draw(sizes()), draw(sizes())
    m = n + (draw(extra) if extra is not None else 0)
    q, k = draw(matrices(gaussians, n, d)), draw(matrices(gaussians, m, d))
    return q, k, draw(matrices(numbers, m, e)), draw(matrices(gaussians, n, e))


@st.composite
def misfits(draw: DrawFn) -> tuple[int, int]:
    """Two different sizes."""
    a, b = draw(st.permutations(range(1, 5)))[:2]
    return a, b


@weight(2)
@given(batch=batches(extra=st.integers(0, 2)))
@example(batch=SQUARE)
@example(batch=LATE)
@example(batch=SINGLE)
@example(batch=([[0.0, 0.0]] * 3, *SQUARE[1:]))
@example(batch=([[13.0]], [[1.0], [0.0]], [[1.0], [-2.0]], [[1.0]]))
@example(batch=([[1], [2], [0]], [[1], [3]], [[1, 2], [3, 5]], [[1.0, 1.0]] * 3))
def test_every_key(impl: Impl, batch: Batch) -> None:
    """without the mask the result is softmax(q·kᵀ/√d)·v"""
    q, k, v, _ = batch
    expect.close(impl.attention(q, k, v, False), transformer.attention(q, k, v, False))


@weight(2)
@given(batch=batches())
@example(batch=SQUARE)
@example(batch=SINGLE)
@example(batch=([[0.0, 0.0]] * 3, *SQUARE[1:]))
def test_causal(impl: Impl, batch: Batch) -> None:
    """with the mask, a query sees its own position and those before it; their weights sum to 1"""
    q, k, v, _ = batch
    expect.close(impl.attention(q, k, v, True), transformer.attention(q, k, v, True))


def test_causal_unless_told(impl: Impl) -> None:
    """both functions are causal unless causal=False is given"""
    q, k, v, _ = SQUARE
    why = "The call leaves causal out; with True it differs."
    expect.close(impl.attention(q, k, v), impl.attention(q, k, v, True), why=why)
    left_out = gradients(impl, SQUARE)
    for name, part, wanted in zip(NAMES, left_out, gradients(impl, SQUARE, True), strict=True):
        expect.close(part, wanted, name=name, why=why)


@weight(2)
@given(batch=batches(), late=sizes(1, 3))
@example(batch=SQUARE, late=1)
@example(batch=SQUARE, late=2)
def test_more_keys_than_queries(impl: Impl, batch: Batch, late: int) -> None:
    """the last query stands at the last key: the last queries alone get the last rows"""
    q, k, v, dout = batch
    whole, last = impl.attention(q, k, v, True), q[-late:]
    why = f"These are the last rows of what {len(q)} queries get with the same keys."
    expect.close(impl.attention(last, k, v, True), whole[-late:], why=why)
    dq, _, _ = gradients(impl, batch, True)
    found, _, _ = gradients(impl, (last, k, v, dout[-late:]), True)
    expect.close(found, dq[-late:], name="dq", why=why)


@weight(2)
def test_hidden_keys_have_no_influence(impl: Impl) -> None:
    """keys and values that a query does not see change nothing, not even at 1e300"""
    for q, k, v, _ in (SQUARE, LATE):
        whole = impl.attention(q, k, v, True)
        for size in (5.0, -1e300, 1e300):
            for last in range(len(q) - 1):
                hidden = len(k) - len(q) + last + 1
                keys = [row if j < hidden else [size] * len(row) for j, row in enumerate(k)]
                values = [row if j < hidden else [size] * len(row) for j, row in enumerate(v)]
                found = impl.attention(q, keys, values, True)
                why = f"Query {last} sees the first {hidden} keys; only later ones have changed."
                expect.equal(found[last], whole[last], name=f"row {last}", why=why)


@weight(2)
def test_hidden_keys_have_no_gradient(impl: Impl) -> None:
    """keys and values that a query does not see disturb no gradient, whatever their size"""
    why = "Only the last key and value differ, which only the last query sees."
    for q, k, v, dout in (SQUARE, LATE):
        for scale in (1.0, 1e200):  # with the larger, dout·v of what is not seen overflows
            up = [[scale * x for x in dout[0]], *dout[1:-1], [0.0] * len(dout[0])]
            dq, _, _ = gradients(impl, (q, k, v, up), True)
            for size in (7.0, 1e200, 1e300):
                last = [[size * (-1) ** j for j in range(len(rows[0]))] for rows in (k, v)]
                keys, values = [*k[:-1], last[0]], [*v[:-1], last[1]]
                found, _, _ = gradients(impl, (q, keys, values, up), True)
                expect.equal(found[:-1], dq[:-1], name="dq without its last row", why=why)


@weight(2)
def test_large_scores(impl: Impl) -> None:
    """scores of any size work: the largest takes all the weight, and equal ones share it"""
    for q, k in (
        ([[800.0], [-800.0]], [[1.0], [2.0]]),
        ([[1e150], [-1e150]], [[1e150], [2e150]]),
        ([[1e8], [1e8]], [[1e8], [1e8]]),
        ([[1e6], [1.0]], [[-1e5], [1.0]]),
        ([[1e8, 0.0], [0.0, 1e8]], [[1e8, 3.0], [1e8, 3.0]]),
    ):
        v, dout = [[1.0, -2.0], [3.0, 0.5]], [[1.0, 2.0], [-1.0, 0.5]]
        for causal in (False, True):
            expect.close(impl.attention(q, k, v, causal), transformer.attention(q, k, v, causal))
            gradients(impl, (q, k, v, dout), causal)  # finite, whatever the scores


@weight(2)
@given(batch=batches(), causal=st.booleans())
@example(batch=SQUARE, causal=True)
@example(batch=SQUARE, causal=False)
@example(batch=LATE, causal=False)
@example(batch=LATE, causal=True)
@example(batch=FEWER_KEYS, causal=False)
@example(batch=SINGLE, causal=True)
def test_gradient_for_q(impl: Impl, batch: Batch, causal: bool) -> None:
    """dq says how the loss changes with each entry of q"""
    q, k, v, dout = batch
    dq, _, _ = gradients(impl, batch, causal)
    expect.gradient(dq, lambda at: loss(at, k, v, dout, causal), q, name="dq")
    expect.close(dq, transformer.attention_gradients(*batch, causal)[0], name="dq")


@weight(2)
@given(batch=batches(), causal=st.booleans())
@example(batch=SQUARE, causal=True)
@example(batch=SQUARE, causal=False)
@example(batch=LATE, causal=False)
@example(batch=LATE, causal=True)
@example(batch=SINGLE, causal=True)
def test_gradient_for_k(impl: Impl, batch: Batch, causal: bool) -> None:
    """dk says how the loss changes with each entry of k, summed over the queries that see it"""
    q, k, v, dout = batch
    _, dk, _ = gradients(impl, batch, causal)
    expect.gradient(dk, lambda at: loss(q, at, v, dout, causal), k, name="dk")
    expect.close(dk, transformer.attention_gradients(*batch, causal)[1], name="dk")


@weight(2)
@given(batch=batches(), causal=st.booleans())
@example(batch=SQUARE, causal=True)
@example(batch=SQUARE, causal=False)
@example(batch=LATE, causal=False)
@example(batch=LATE, causal=True)
@example(batch=SINGLE, causal=True)
def test_gradient_for_v(impl: Impl, batch: Batch, causal: bool) -> None:
    """dv says how the loss changes with each entry of v, summed over the queries that see it"""
    q, k, v, dout = batch
    _, _, dv = gradients(impl, batch, causal)
    expect.gradient(dv, lambda at: loss(q, k, at, dout, causal), v, name="dv")
    expect.close(dv, transformer.attention_gradients(*batch, causal)[2], name="dv")


def test_fewer_keys_than_queries(impl: Impl) -> None:
    """with the mask, fewer keys than queries raise ValueError; without it they are allowed"""
    for n, m in ((2, 1), (4, 3), (3, 1), (20, 2)):
        q, k, v, dout = filled(n, 2), filled(m, 2), filled(m, 3), filled(n, 3)
        why = f"Queries: {n}; keys: {m}: the first query would see nothing."
        refuses(impl.attention, q, k, v, True, why=why)
        refuses(impl.attention_backward, q, k, v, dout, True, why=why)
        expect.close(impl.attention(q, k, v, False), transformer.attention(q, k, v, False))


@settings(max_examples=10)
@given(misfit=misfits(), n=sizes())
@example(misfit=(2, 3), n=2)
@example(misfit=(3, 2), n=2)
def test_shapes_fit(impl: Impl, misfit: tuple[int, int], n: int) -> None:
    """both raise ValueError unless q and k agree in columns, and k and v in rows"""
    a, b = misfit
    why = f"Columns of q: {a}; of k: {b}."
    q, k, v, dout = filled(n, a), filled(n, b), filled(n, 2), filled(n, 2)
    refuses(impl.attention, q, k, v, False, why=why)
    refuses(impl.attention_backward, q, k, v, dout, False, why=why)
    why = f"Rows of k: {a}; of v: {b}."
    q, k, v, dout = filled(1, 2), filled(a, 2), filled(b, 3), filled(1, 3)
    for causal in (False, True):
        refuses(impl.attention, q, k, v, causal, why=why)
        refuses(impl.attention_backward, q, k, v, dout, causal, why=why)


@settings(max_examples=10)
@given(misfit=misfits(), other=sizes())
@example(misfit=(2, 3), other=2)
@example(misfit=(3, 2), other=3)
def test_upstream_has_the_shape_of_the_result(
    impl: Impl, misfit: tuple[int, int], other: int
) -> None:
    """attention_backward raises ValueError unless dout has the shape of the result"""
    for (n, e), (rows, columns) in (
        ((misfit[0], other), (misfit[1], other)),
        ((other, misfit[0]), (other, misfit[1])),
    ):
        q, k, v, dout = filled(n, 2), filled(n, 2), filled(n, e), filled(rows, columns)
        why = f"The result is {n}×{e}, dout {rows}×{columns}."
        refuses(impl.attention_backward, q, k, v, dout, False, why=why)


NAMES = ("dq", "dk", "dv")


def gradients(impl: Impl, batch: Batch, *causal: bool) -> Heads:
    """The three gradients that attention_backward returns."""
    returned = impl.attention_backward(*batch, *causal)
    expect.several(returned, *NAMES)
    dq, dk, dv = returned
    return dq, dk, dv


def loss(q: Matrix, k: Matrix, v: Matrix, dout: Matrix, causal: bool) -> float:
    """A scalar whose upstream gradient is dout."""
    return oracles.dot(transformer.attention(q, k, v, causal), dout)


def refuses(function: Callable[..., object], *args: Any, why: str) -> None:
    """The function raises ValueError for these arguments."""
    expect.raises(ValueError, lambda: function(*args), why=why)


def filled(rows: int, columns: int) -> Matrix:
    """A matrix of the numbers 0.1, 0.2, 0.3, …, for tests of shapes alone."""
    return [[(i * columns + j + 1) / 10 for j in range(columns)] for i in range(rows)]
