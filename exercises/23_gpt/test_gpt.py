"""Properties of a GPT: its activation, its parameters, its logits, its loss and gradients."""

import math
import random
from collections.abc import Callable
from copy import deepcopy
from statistics import NormalDist, fmean
from typing import Any, NamedTuple

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from grader.judging import expect, text, weight
from grader.judging.inputs import gpt_gradients, gpt_oracle
from grader.judging.inputs.seeded import depends_on_seed_alone, tells_seeds_apart
from grader.judging.inputs.strategies import Matrix, gaussians, matrices, same_shape, sizes
from grader.judging.proxy import Impl

Params = list[Any]
DEVIATION = 0.08

seeds = st.integers(0, 2**31)


class Model(NamedTuple):
    """Parameters, tokens that fit them, a target for each, and a number of heads."""

    params: Params
    tokens: list[int]
    targets: list[int]
    heads: int


def parameter_names(layers: int) -> list[str]:
    """What each of the params is called, in their order."""
    layer = ["gain", "wq", "wk", "wv", "wo", "second gain", "w1", "w2"]
    inner = [f"{name} of layer {k}" for k in range(layers) for name in layer]
    return ["tokens", "positions", *inner, "last gain", "out"]


def shapes(vocabulary: int, context: int, width: int, layers: int) -> list[tuple[int, ...]]:
    """The shape of each of the params: (rows, columns), or (entries,) of a gain."""
    d = width
    layer: list[tuple[int, ...]] = [(d,), *[(d, d)] * 4, (d,), (d, 4 * d), (4 * d, d)]
    return [(vocabulary, d), (context, d), *layer * layers, (d,), (d, vocabulary)]


def drawn(vocabulary: int, context: int, width: int, layers: int, seed: int) -> Params:
    """Params with two decimals: gains from 0.5 to 1.5, the entries of matrices within ±1."""
    rng = random.Random(seed)

    def entries(count: int, low: int, high: int) -> list[float]:
        return [rng.randint(low, high) / 100 for _ in range(count)]

    return [
        entries(*shape, 50, 150)
        if len(shape) == 1
        else [entries(shape[1], -100, 100) for _ in range(shape[0])]
        for shape in shapes(vocabulary, context, width, layers)
    ]


def model(layers: int, width: int, heads: int, tokens: list[int], targets: list[int]) -> Model:
    """A model of five tokens and a context of six: the same in every run."""
    return Model(drawn(5, 6, width, layers, seed=width), tokens, targets, heads)


# What occurs in every run: one layer to four, one head and several, a token that comes twice, one
# token alone, a context that is filled and one that is not.
ONE_TOKEN = model(1, 2, 1, [3], [1])
ONE_HEAD = model(1, 3, 1, [4, 1, 2], [1, 2, 0])
TWO_HEADS = model(1, 4, 2, [0, 3, 1, 4], [3, 1, 4, 4])
REPEATED = model(1, 2, 1, [1, 1, 4, 1], [1, 4, 1, 0])
TWO_LAYERS = model(2, 6, 2, [2, 0, 2], [0, 2, 3])
FOUR_LAYERS = model(4, 2, 2, [0, 1, 2, 3, 4, 0], [1, 2, 3, 4, 0, 1])


@st.composite
def models(draw: DrawFn) -> Model:
    """Models of one to three layers, with tokens that fill their context or do not."""
    heads = draw(sizes(1, 3))
    vocabulary, width = draw(sizes(1, 5)), heads * draw(sizes(1, 2))
    context, layers = draw(sizes(1, 5)), draw(sizes(1, 3))
    count = draw(st.integers(1, context))
    several = st.lists(st.integers(0, vocabulary - 1), min_size=count, max_size=count)
    params = drawn(vocabulary, context, width, layers, draw(st.integers(0, 999)))
    tokens = draw(several)
    for token, place in zip(tokens, params[1], strict=False):
        # A row that is 0 but for rounding is enlarged by 1/√eps in every norm.
        assume(any(abs(a + b) > 1e-3 for a, b in zip(params[0][token], place, strict=True)))
    return Model(params, tokens, draw(several), heads)


@weight(2)
@given(x=matrices(st.integers(-5000, 8000).map(lambda n: n / 1000)))
@example(x=[[0.0, 1.0, -1.0], [2.5, -2.5, 0.125]])
@example(x=[[-5.0, -4.5, -3.0], [6.0, 7.5, 1e-9]])
@example(x=[[1, 0, -2]])
def test_gelu(impl: Impl, x: Matrix) -> None:
    """gelu is x·Φ(x) with Φ by the error function, to nine digits down to x = −5"""
    wanted = [[gpt_oracle.gelu(v) for v in row] for row in x]
    expect.close(impl.gelu(x), wanted, relative=True)


@settings(max_examples=15)
@given(x=matrices(st.sampled_from([-1e300, -1e154, -40.0, -8.5, 9.0, 50.0, 1e160, 1e300])))
@example(x=[[-1e300, 1e300, -6.0, 40.0]])
def test_gelu_far_out(impl: Impl, x: Matrix) -> None:
    """far from 0 gelu is 0 on the left and x on the right, up to ±1e300"""
    expect.close(impl.gelu(x), [[gpt_oracle.gelu(v) for v in row] for row in x])


@weight(2)
@given(pair=same_shape(st.integers(-8000, 8000).map(lambda n: n / 1000), gaussians))
@example(pair=([[0.0, 1.0, -1.0], [0.5, -2.0, 3.0]], [[1.0, -2.0, 0.5], [2.0, 1.5, -1.0]]))
@example(pair=([[-6.0, 6.0, 5.5]], [[2.0, -1.5, 1.0]]))
def test_gelu_backward(impl: Impl, pair: tuple[Matrix, Matrix]) -> None:
    """gelu_backward is the upstream gradient times the slope of gelu"""
    x, dy = pair
    expect.close(impl.gelu_backward(x, dy), times_slope(x, dy))


@settings(max_examples=10)
@given(x=matrices(st.sampled_from([-1e300, -1e160, -30.0, 20.0, 1e154, 1e300]), 2, 3))
@example(x=[[-1e300, 1e300, 1e160], [-50.0, 50.0, -1e155]])
def test_gelu_backward_far_out(impl: Impl, x: Matrix) -> None:
    """far from 0 gelu's slope is 0 on the left and 1 on the right, up to ±1e300"""
    dy = [[1.0, -2.0, 0.5], [3.0, 0.25, -1.5]]
    expect.close(impl.gelu_backward(x, dy), times_slope(x, dy))


@settings(max_examples=15)
@given(size=st.tuples(sizes(1, 6), sizes(1, 5), sizes(1, 4), sizes(1, 4)), seed=seeds)
@example(size=(5, 3, 2, 1), seed=1)
@example(size=(2, 4, 3, 2), seed=2)
@example(size=(1, 1, 1, 4), seed=3)
def test_init_structure(impl: Impl, size: tuple[int, int, int, int], seed: int) -> None:
    """init_params makes both embeddings, eight parameters per layer, and gains of 1"""
    params = impl.init_params(*size, seed)
    wanted = [
        f"a {s[0]}×{s[1]} matrix" if len(s) == 2 else f"a list of {s[0]}" for s in shapes(*size)
    ]
    expect.equal([text.shape(p) for p in params], wanted)
    gains = [p for p in params if not isinstance(p[0], list)]
    expect.equal(gains, [[1.0] * size[2]] * len(gains), name="the gains")


@weight(2)
def test_init_is_normal(impl: Impl, rng: random.Random) -> None:
    """init_params draws every matrix normally, with mean 0 and standard deviation 0.08"""
    params = impl.init_params(24, 20, 16, 3, rng.randrange(2**31))
    everything: list[float] = []
    for name, matrix in zip(parameter_names(3), params, strict=True):
        if "gain" in name:
            continue
        entries = [value for row in matrix for value in row]
        everything += entries
        # A fair draw is further off once in some hundred million runs.
        off = 6 * DEVIATION / math.sqrt(len(entries))
        mean = fmean(entries)
        deviation = math.sqrt(fmean(value * value for value in entries))
        expect.holds(
            abs(mean) < off and abs(deviation - DEVIATION) < off / math.sqrt(2) * 1.1,
            expected=f"entries of mean 0 and standard deviation {DEVIATION}",
            returned=params,
            why=f"Those of {name} have the mean {mean:.4f} and the deviation {deviation:.4f}.",
        )
    matrices = [p for p in params if isinstance(p[0], list)]
    rows = [tuple(row) for matrix in matrices for row in matrix]
    columns = [column for matrix in matrices for column in zip(*matrix, strict=True)]
    expect.holds(
        len({*rows, *columns}) == len(rows) + len(columns),
        expected="no two rows or columns alike, of whatever matrix",
        returned=params,
        why="What begins alike and is used alike stays alike.",
    )
    # The fourth moment over the squared second, with eight times its deviation of √(24/n).
    squares = [value * value for value in everything]
    tails = fmean(value * value for value in squares) / fmean(squares) ** 2
    expect.holds(
        abs(tails - 3) < 0.4,
        expected="entries with the tails of a normal distribution",
        returned=params,
        why=f"Their fourth moment is {tails:.2f} times the squared second, where 3 is normal.",
    )
    # Kolmogorov and Smirnov: a fair draw is further off once in thirty million runs.
    everything.sort()
    n, below = len(everything), NormalDist(0.0, DEVIATION).cdf
    gap = max(abs(below(value) - (k + 0.5) / n) for k, value in enumerate(everything))
    expect.holds(
        gap < 3 / math.sqrt(n),
        expected="entries spread like a normal distribution",
        returned=params,
        why=f"They reach from {everything[0]:.3f} to {everything[-1]:.3f}, half of them from "
        f"{everything[n // 4]:.4f} to {everything[3 * n // 4]:.4f}.",
    )


def test_init_from_seed_alone(impl: Impl, rng: random.Random) -> None:
    """init_params depends on its seed, which may be any int, and on nothing else that is random"""
    depends_on_seed_alone(impl, rng, lambda module, seed: module.init_params(3, 2, 2, 1, seed))
    tells_seeds_apart(rng, lambda seed: impl.init_params(2, 1, 1, 1, seed))


def test_init_refuses_small_sizes(impl: Impl) -> None:
    """init_params raises ValueError for a size below 1"""
    for place in range(4):
        for size in (0, -1, -5):
            given_sizes = [3, 3, 2, 2]
            given_sizes[place] = size
            refuses(impl.init_params, *given_sizes, 1)


@weight(3)
@given(case=models())
@example(case=ONE_TOKEN)
@example(case=ONE_HEAD)
@example(case=TWO_HEADS)
@example(case=REPEATED)
@example(case=TWO_LAYERS)
@example(case=FOUR_LAYERS)
def test_forward(impl: Impl, case: Model) -> None:
    """forward adds attention and then an MLP to the stream in every layer, each from a normed
    copy"""
    logits = impl.forward(case.params, case.tokens, case.heads)
    expect.close(logits, gpt_oracle.forward(case.params, case.tokens, case.heads))


def test_forward_refuses(impl: Impl) -> None:
    """forward raises ValueError for no token, too many, one outside 0 … V−1, or heads that do
    not divide the width
    """
    params = drawn(5, 3, 4, 1, seed=1)
    for tokens, heads, why in unfit(vocabulary=5, context=3, width=4):
        refuses(impl.forward, params, tokens, heads, why=why)


@weight(2)
@given(case=models())
@example(case=ONE_TOKEN)
@example(case=ONE_HEAD)
@example(case=TWO_HEADS)
@example(case=TWO_LAYERS)
@example(case=FOUR_LAYERS)
def test_loss(impl: Impl, case: Model) -> None:
    """the loss of loss_and_grads is the mean cross-entropy of targets[i] at position i"""
    loss, _ = loss_and_grads(impl, case)
    expect.close(loss, gpt_oracle.loss(*case), name="loss")


@weight(5)
@given(case=models())
@example(case=ONE_TOKEN)
@example(case=ONE_HEAD)
@example(case=TWO_HEADS)
@example(case=REPEATED)
@example(case=TWO_LAYERS)
@example(case=FOUR_LAYERS)
def test_gradients(impl: Impl, case: Model) -> None:
    """the grads of loss_and_grads are the gradients of that loss, in the structure of params"""
    _, wanted = gpt_gradients.loss_and_grads(*case)
    # A loss that steep comes of a row that all but vanishes in a norm, which enlarges rounding too.
    assume(steepest(wanted) < 300)
    _, grads = loss_and_grads(impl, case)
    names = parameter_names((len(case.params) - 4) // 8)
    form = [text.shape(p) for p in case.params]
    expect.equal([text.shape(g) for g in grads], form, name="the shapes of grads")
    for k in reversed(range(len(names))):
        why = f"grads[{k}] is the gradient of {names[k]}."
        if k + 1 < len(names):
            why += " All those behind it, which are met before it on the way back, are right."
        expect.close(grads[k], wanted[k], name=f"grads[{k}]", why=why)


def test_loss_and_grads_refuses(impl: Impl) -> None:
    """loss_and_grads raises ValueError where forward does, and unless each token has a target"""
    params = drawn(5, 3, 4, 1, seed=2)
    for tokens, heads, why in unfit(vocabulary=5, context=3, width=4):
        refuses(impl.loss_and_grads, params, tokens, [1] * len(tokens), heads, why=why)
    for tokens, targets in (([1, 2], [1]), ([1], [1, 2]), ([1, 2, 3], []), ([0, 1], [1, 2, 3])):
        why = f"Tokens: {len(tokens)}; targets: {len(targets)}."
        refuses(impl.loss_and_grads, params, tokens, targets, 2, why=why)


def test_params_as_they_are_now(impl: Impl) -> None:
    """forward and loss_and_grads use the numbers in params now, not those of an earlier call"""
    case = TWO_HEADS
    changes = "params[0][3][1] = 0.9\nparams[2][0] = 1.4\nparams[3][1][2] = -0.8\n"
    changes += "params[5][0][3] = 0.7\nparams[8][2][5] = 1.1\nparams[11][1][4] = -0.6\n"
    call = "(params, tokens, {}heads)\n"
    asked = f"after = forward{call.format('')}result = loss_and_grads{call.format('targets, ')}"
    logits, loss, grads = impl.run(
        asked + changes + asked, "[after, result[0], result[1]]", **case._asdict()
    )
    now = deepcopy(case)
    exec(changes, {"params": now.params})
    fresh = impl.fresh()
    why = "This is what a fresh process returns for params that were changed in place meanwhile."
    expect.close(logits, fresh.forward(now.params, now.tokens, now.heads), why=why)
    expect.close([loss, grads], list(loss_and_grads(fresh, now)), why=why)


def unfit(vocabulary: int, context: int, width: int) -> list[tuple[list[int], int, str]]:
    """Tokens and heads that a model of these sizes has to refuse, and why."""
    full = [1] * context
    bad: list[tuple[list[int], int, str]] = [([], 1, "There is no token.")]
    for more in (1, 2, 9):
        bad.append((full + [1] * more, 1, f"The context is {context}."))
    for token in (-1, vocabulary, vocabulary + 1, -vocabulary, -vocabulary - 1, -100, 255):
        for place in range(context):
            tokens = [*full[:place], token, *full[place + 1 :]]
            bad.append((tokens, 1, f"Tokens lie in 0 … {vocabulary - 1}."))
    for heads in (0, -1, -2, width - 1, width + 1, 2 * width):
        bad.append((full, heads, f"The width is {width}."))
    return bad


def times_slope(x: Matrix, dy: Matrix) -> Matrix:
    """dy times the slope of gelu at x, entry by entry."""
    return [
        [d * gpt_oracle.gelu_slope(v) for v, d in zip(row, dy_row, strict=True)]
        for row, dy_row in zip(x, dy, strict=True)
    ]


def steepest(grads: Any) -> float:
    """The largest magnitude of any entry."""
    return max(map(steepest, grads)) if isinstance(grads, list) else abs(grads)


def loss_and_grads(impl: Impl, case: Model) -> tuple[float, Params]:
    """The pair that loss_and_grads returns."""
    result = impl.loss_and_grads(*case)
    expect.holds(
        isinstance(result, tuple | list)
        and len(result) == 2
        and isinstance(result[0], float | int)
        and isinstance(result[1], list),
        expected="two results: the loss, a number, and the list of the gradients",
        returned=result,
    )
    loss, grads = result
    return loss, grads


def refuses(function: Callable[..., object], *args: Any, why: str | None = None) -> None:
    """The call raises ValueError."""
    expect.raises(ValueError, lambda: function(*args), why=why)
