"""Properties of splitting into heads, multi-head attention and its gradients."""

from collections.abc import Callable
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from grader.judging import expect, weight
from grader.judging.inputs import oracles, transformer
from grader.judging.inputs.strategies import Matrix, gaussians, matrices, sizes
from grader.judging.proxy import Impl

Layer = tuple[Matrix, Matrix, Matrix, Matrix, Matrix]  # x, wq, wk, wv, wo

NAMES = ("dx", "dwq", "dwk", "dwv", "dwo")


def numbered(rows: int, columns: int, first: int = 1, step: float = 0.1) -> Matrix:
    """A matrix of numbers all different, of both signs, in no order."""
    return [
        [round((((first + 7 * (i * columns + j)) % 19) - 9) * step, 3) for j in range(columns)]
        for i in range(rows)
    ]


# What occurs in every run: three positions of four columns, so that heads of one, two and four
# columns can be told apart; one position; more positions than columns.
FOUR: Layer = (numbered(3, 4), *(numbered(4, 4, first) for first in (2, 5, 11, 8)))  # type: ignore[assignment]
ONE: Layer = (numbered(1, 2), *(numbered(2, 2, first) for first in (3, 6, 2, 9)))  # type: ignore[assignment]
LONG: Layer = (numbered(5, 2), *(numbered(2, 2, first) for first in (3, 6, 2, 9)))  # type: ignore[assignment]


@st.composite
def layers(draw: DrawFn) -> tuple[Layer, int]:
    """x (n×d) and four weights d×d, and a number of heads that divides d."""
    n, size, heads = draw(sizes(1, 3)), draw(sizes(1, 2)), draw(sizes(1, 2))
    d = size * heads
    weights = [draw(matrices(gaussians, d, d)) for _ in range(4)]
    return (draw(matrices(gaussians, n, d)), *weights), heads  # type: ignore[return-value]


@weight(3)
@given(parts=st.tuples(sizes(), sizes(), sizes()))
@example(parts=(2, 2, 3))
@example(parts=(3, 4, 1))
@example(parts=(1, 1, 4))
@example(parts=(23, 2, 1))
@example(parts=(1, 3, 10))
@example(parts=(2, 26, 1))
def test_split_and_merge(impl: Impl, parts: tuple[int, int, int]) -> None:
    """head i holds the columns from i·d/heads on; merge_heads puts them side by side again"""
    n, heads, size = parts
    x = numbered(n, heads * size)
    split = [[row[i * size : (i + 1) * size] for row in x] for i in range(heads)]
    expect.equal(impl.split_heads(x, heads), split)
    expect.equal(impl.merge_heads(split), x)


def test_heads_divide_columns(impl: Impl) -> None:
    """split_heads raises ValueError unless heads is at least 1 and divides the columns"""
    for columns, heads in ((4, 3), (4, 0), (4, -1), (4, -2), (4, 8), (3, 2), (1, 2)):
        why = f"Columns: {columns}; heads: {heads}."
        refuses(impl.split_heads, numbered(2, columns), heads, why=why)


def test_parts_of_one_shape(impl: Impl) -> None:
    """merge_heads raises ValueError for an empty list and for parts of different shapes"""
    refuses(impl.merge_heads, [], why="There is no part.")
    between, mean = ((2, 2), (2, 3), (2, 2)), ((2, 1), (2, 2), (2, 3))
    pairs = ((2, 2), (2, 3)), ((2, 2), (3, 2)), ((3, 2), (2, 2))
    for shapes in (*pairs, ((2, 2), (2, 2), (2, 1)), between, mean):
        why = f"Shapes: {', '.join(f'{n}×{m}' for n, m in shapes)}."
        refuses(impl.merge_heads, [numbered(n, m) for n, m in shapes], why=why)


@weight(3)
@given(drawn=layers(), causal=st.booleans())
@example(drawn=(FOUR, 2), causal=True)
@example(drawn=(FOUR, 2), causal=False)
@example(drawn=(FOUR, 4), causal=True)
@example(drawn=(FOUR, 1), causal=True)
@example(drawn=(ONE, 2), causal=True)
@example(drawn=(LONG, 1), causal=False)
def test_forward(impl: Impl, drawn: tuple[Layer, int], causal: bool) -> None:
    """each head attends with its columns of x·wq, x·wk and x·wv; wo multiplies the merged heads"""
    layer, heads = drawn
    wanted = transformer.multi_head_attention(*layer, heads, causal)
    expect.close(impl.multi_head_attention(*layer, heads, causal), wanted)


def test_causal_unless_told(impl: Impl) -> None:
    """both functions are causal unless causal=False is given"""
    why = "The call leaves causal out; with True it differs."
    wanted = impl.multi_head_attention(*FOUR, 2, True)
    expect.close(impl.multi_head_attention(*FOUR, 2), wanted, why=why)
    left_out = gradients(impl, FOUR, 2, numbered(3, 4, 4))
    told = gradients(impl, FOUR, 2, numbered(3, 4, 4), True)
    for name, part, exact in zip(NAMES, left_out, told, strict=True):
        expect.close(part, exact, name=name, why=why)


def gradient_of(index: int, impl: Impl, drawn: tuple[Layer, int], causal: bool) -> None:
    """One of the five gradients, by finite differences and by the exact formulas."""
    layer, heads = drawn
    name, dout = NAMES[index], numbered(len(layer[0]), len(layer[0][0]), 4, 0.3)
    found = gradients(impl, layer, heads, dout, causal)[index]

    def loss(at: Matrix) -> float:
        x, wq, wk, wv, wo = (at if i == index else part for i, part in enumerate(layer))
        result = transformer.multi_head_attention(x, wq, wk, wv, wo, heads, causal)
        return oracles.dot(result, dout)

    if len(layer[0][0]) <= 2:
        expect.gradient(found, loss, layer[index], name=name)
    exact = transformer.multi_head_gradients(*layer, heads, dout, causal)[index]
    expect.close(found, exact, name=name)


@weight(2)
@settings(max_examples=10)
@given(drawn=layers(), causal=st.booleans())
@example(drawn=(FOUR, 2), causal=True)
@example(drawn=(LONG, 1), causal=False)
def test_gradient_for_x(impl: Impl, drawn: tuple[Layer, int], causal: bool) -> None:
    """dx is the sum of what comes back through the queries, the keys and the values"""
    gradient_of(0, impl, drawn, causal)


@settings(max_examples=10)
@given(drawn=layers(), causal=st.booleans())
@example(drawn=(FOUR, 2), causal=True)
@example(drawn=(LONG, 1), causal=False)
def test_gradient_for_wq(impl: Impl, drawn: tuple[Layer, int], causal: bool) -> None:
    """dwq says how the loss changes with each entry of wq"""
    gradient_of(1, impl, drawn, causal)


@settings(max_examples=10)
@given(drawn=layers(), causal=st.booleans())
@example(drawn=(FOUR, 2), causal=True)
@example(drawn=(LONG, 1), causal=False)
def test_gradient_for_wk(impl: Impl, drawn: tuple[Layer, int], causal: bool) -> None:
    """dwk says how the loss changes with each entry of wk"""
    gradient_of(2, impl, drawn, causal)


@settings(max_examples=10)
@given(drawn=layers(), causal=st.booleans())
@example(drawn=(FOUR, 2), causal=True)
@example(drawn=(LONG, 1), causal=False)
def test_gradient_for_wv(impl: Impl, drawn: tuple[Layer, int], causal: bool) -> None:
    """dwv says how the loss changes with each entry of wv"""
    gradient_of(3, impl, drawn, causal)


@settings(max_examples=10)
@given(drawn=layers(), causal=st.booleans())
@example(drawn=(FOUR, 2), causal=True)
@example(drawn=(LONG, 1), causal=False)
def test_gradient_for_wo(impl: Impl, drawn: tuple[Layer, int], causal: bool) -> None:
    """dwo is the transpose of the merged heads times the upstream gradient"""
    gradient_of(4, impl, drawn, causal)


def test_shapes_fit(impl: Impl) -> None:
    """both raise ValueError for weights that are not d×d and for a bad number of heads"""
    x, *weights = FOUR
    dout = numbered(3, 4)
    for which in range(4):
        for shape in ((4, 3), (3, 4), (4, 2), (2, 2), (5, 5)):
            wrong = [numbered(*shape) if i == which else w for i, w in enumerate(weights)]
            why = f"{NAMES[which + 1][1:]} is {shape[0]}×{shape[1]}, x has 4 columns."
            refuses(impl.multi_head_attention, x, *wrong, 2, why=why)
            refuses(impl.multi_head_attention_backward, x, *wrong, 2, dout, why=why)
    for width in (2, 8):  # such that two of them fit each other
        narrow = [numbered(4, width), numbered(4, width)]
        crossed = [numbered(4, width), numbered(width, 4)]
        for wrong in ([*narrow, *weights[2:]], [*weights[:2], *crossed]):
            why = f"Two weights have a side of {width}, x has 4 columns."
            refuses(impl.multi_head_attention, x, *wrong, 2, why=why)
            refuses(impl.multi_head_attention_backward, x, *wrong, 2, dout, why=why)
    for heads in (0, -1, -2, 3, 8):
        why = f"Columns: 4; heads: {heads}."
        refuses(impl.multi_head_attention, x, *weights, heads, why=why)
        refuses(impl.multi_head_attention_backward, x, *weights, heads, dout, why=why)


def test_upstream_has_the_shape_of_x(impl: Impl) -> None:
    """multi_head_attention_backward raises ValueError unless dout has the shape of x"""
    for shape in ((2, 4), (4, 4), (3, 3), (3, 5)):
        why = f"x is 3×4, dout {shape[0]}×{shape[1]}."
        refuses(impl.multi_head_attention_backward, *FOUR, 2, numbered(*shape), why=why)


def gradients(impl: Impl, layer: Layer, heads: int, dout: Matrix, *causal: bool) -> list[Matrix]:
    """The five gradients that multi_head_attention_backward returns."""
    returned = impl.multi_head_attention_backward(*layer, heads, dout, *causal)
    expect.several(returned, *NAMES)
    return list(returned)


def refuses(function: Callable[..., object], *args: Any, why: str) -> None:
    """The function raises ValueError for these arguments."""
    expect.raises(ValueError, lambda: function(*args), why=why)
