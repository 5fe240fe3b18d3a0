"""Properties of AdamW and of clipping by the global norm."""

from collections.abc import Callable
from copy import deepcopy
from math import fsum, sqrt
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from grader.judging import expect, text, weight
from grader.judging.inputs.structures import LAYERS, MISFITS, Params, alike, combined, numbered
from grader.judging.proxy import Impl

rates = st.sampled_from([0.1, 0.001, 1 / 3, 1.0, 0.0, -0.25])
decays = st.sampled_from([0.0, 0.01, 0.1, 0.5, 3.0])
steps = st.sampled_from([1, 2, 3, 10, 1000, 10_000])
betas = st.sampled_from([0.5, 0.0, 0.1, 0.99])
# Norms from small to large in units of max_norm, and on either side of it by ever less.
shares = st.sampled_from([0.25, 0.5, 0.9, 1.5, 4.0]) | st.integers(1, 8).flatmap(
    lambda digits: st.sampled_from([1 - 10.0**-digits, 1 + 10.0**-digits])
)


def state(lists: tuple[Params, ...]) -> tuple[Params, Params, Params, Params]:
    """Params, grads and two moments, of which the second is at least 0.01."""
    params, grads, first, second = deepcopy(lists)
    return params, grads, first, combined(lambda v: abs(v) + 0.01, second)


def numbered_state() -> tuple[Params, ...]:
    """What occurs in every run: two layers, and moments that are not zero."""
    return (
        numbered(LAYERS, 0.3),
        numbered(LAYERS, -0.2, 3),
        numbered(LAYERS, 0.1),
        numbered(LAYERS, 0.05),
    )


def moved(
    p: float, g: float, m: float, v: float, step: int, lr: float, options: dict[str, float]
) -> tuple[float, float, float]:
    """One entry and its moments after a step, by the definition."""
    beta1, beta2 = options.get("beta1", 0.9), options.get("beta2", 0.999)
    eps, decay = options.get("eps", 1e-8), options.get("weight_decay", 0.0)
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
    unbiased_m, unbiased_v = m / (1 - beta1**step), v / (1 - beta2**step)
    return p - lr * (unbiased_m / (sqrt(unbiased_v) + eps) + decay * p), m, v


def compare(
    impl: Impl, lists: tuple[Params, ...], step: int, lr: float, part: int, **options: float
) -> None:
    """params (0), first (1) or second (2) after one step are what the definition says."""
    params, grads, first, second = state(lists)
    wanted = combined(
        lambda p, g, m, v: moved(p, g, m, v, step, lr, options)[part], params, grads, first, second
    )
    impl.adam_step(params, grads, first, second, step, lr, **options)
    name = ("params", "first", "second")[part]
    expect.close((params, first, second)[part], wanted, name=name)


@weight(2)
@given(lists=alike(4), step=steps, lr=rates, beta=betas)
@example(lists=numbered_state(), step=1, lr=0.1, beta=0.5)
@example(lists=numbered_state(), step=3, lr=0.1, beta=0.0)
@example(lists=numbered_state(), step=2, lr=0.0, beta=0.5)
@example(lists=([[1, 2]], [[1, -1]], [[0, 0]], [[0, 0]]), step=1, lr=0.5, beta=0.0)
def test_first_moments(
    impl: Impl, lists: tuple[Params, ...], step: int, lr: float, beta: float
) -> None:
    """adam_step makes every first moment beta1·m + (1 - beta1)·g"""
    compare(impl, lists, step, lr, 1)
    compare(impl, lists, step, lr, 1, beta1=beta)


@weight(2)
@given(lists=alike(4), step=steps, lr=rates, beta=betas)
@example(lists=numbered_state(), step=1, lr=0.1, beta=0.5)
@example(lists=numbered_state(), step=3, lr=0.1, beta=0.0)
def test_second_moments(
    impl: Impl, lists: tuple[Params, ...], step: int, lr: float, beta: float
) -> None:
    """adam_step makes every second moment beta2·v + (1 - beta2)·g²"""
    compare(impl, lists, step, lr, 2)
    compare(impl, lists, step, lr, 2, beta2=beta)


@weight(3)
@given(lists=alike(4), step=steps, lr=rates, eps=st.sampled_from([0.5, 20.0]))
@example(lists=numbered_state(), step=1, lr=0.1, eps=0.5)
@example(lists=numbered_state(), step=2, lr=0.1, eps=20.0)
@example(lists=numbered_state(), step=1000, lr=1 / 3, eps=0.5)
@example(lists=numbered_state(), step=4_000, lr=0.1, eps=20.0)
@example(lists=([[1.0, -2.0]], [[0.0, 0.0]], [[0.5, -0.5]], [[0.1, 0.2]]), step=3, lr=1.0, eps=0.5)
@example(lists=([[1, 2]], [[1, -1]], [[0, 0]], [[0, 0]]), step=1, lr=0.5, eps=0.5)
def test_step(impl: Impl, lists: tuple[Params, ...], step: int, lr: float, eps: float) -> None:
    """adam_step moves params by lr times m̂/(√v̂ + eps), with both moments corrected for bias"""
    compare(impl, lists, step, lr, 0)
    compare(impl, lists, step, lr, 0, eps=eps)
    compare(impl, lists, step, lr, 0, beta1=0.5, beta2=0.75)


def test_tiny_eps(impl: Impl) -> None:
    """adam_step adds eps to √v̂ as it is given, however small both are"""
    for eps in (1e-9, 1e-12, 1e-15):
        params, first, second = [[1.0]], [[0.0]], [[0.0]]
        impl.adam_step(params, [[2 * eps]], first, second, 1, 0.75, eps=eps)
        why = f"With eps {eps} and gradients of {2 * eps}, m̂/(√v̂ + eps) is 2/3."
        expect.close(params, [[0.5]], name="params", why=why)


@weight(2)
@given(lists=alike(4), step=steps, lr=rates, decay=decays)
@example(lists=numbered_state(), step=1, lr=0.1, decay=0.5)
@example(lists=numbered_state(), step=2, lr=1 / 3, decay=0.01)
@example(lists=numbered_state(), step=2, lr=0.1, decay=3.0)
@example(lists=tuple(numbered([(12, 1), 24]) for _ in range(4)), step=2, lr=-0.1, decay=0.5)
def test_decay(impl: Impl, lists: tuple[Params, ...], step: int, lr: float, decay: float) -> None:
    """weight_decay pulls params towards 0 directly, without entering the moments"""
    params, grads, first, second = state(lists)
    without = state(lists)
    impl.adam_step(*without, step, lr)
    impl.adam_step(params, grads, first, second, step, lr, 0.9, 0.999, 1e-8, decay)
    wanted = combined(lambda moved, p: moved - lr * decay * p, without[0], lists[0])
    expect.close(params, wanted, name="params", why="p is the parameter before the step.")
    expect.close(first, without[2], name="first", why="With and without decay they are the same.")


def test_misfits(impl: Impl) -> None:
    """adam_step changes nothing and raises ValueError if the structures differ"""
    pairs = [([2, shape], [2, other]) for shape, other in MISFITS]
    pairs += [(LAYERS, LAYERS[:3]), (LAYERS[:2], LAYERS), (LAYERS, LAYERS[::-1])]
    for shapes, others in pairs:
        right, wrong = numbered(shapes, 0.5), numbered(others, 0.5)
        why = f"{text.shape(right[-1])} beside {text.shape(wrong[-1])}."
        for lists in ((right, wrong, right, right), (right, right, wrong, right),
                      (right, right, right, wrong), (right, wrong, wrong, wrong)):  # fmt: skip
            refuses(impl.adam_step, *map(deepcopy, lists), 1, 0.1, why=why)


def test_last_row(impl: Impl) -> None:
    """adam_step raises ValueError even if only the last row of a matrix differs in length"""
    whole = [[[1.0, 2.0], [3.0, 4.0]]]
    for last in ([5.0], [5.0, 6.0, 7.0]):
        ragged = [[[1.0, 2.0], last]]
        for lists in ((whole, ragged, whole, whole), (whole, whole, ragged, whole),
                      (whole, whole, whole, ragged)):  # fmt: skip
            why = f"The last row has {len(last)} entries in one of them."
            refuses(impl.adam_step, *map(deepcopy, lists), 1, 0.1, why=why)


def test_first_step_is_1(impl: Impl) -> None:
    """adam_step changes nothing and raises ValueError for a step below 1"""
    for step in (0, -1, -100):
        refuses(impl.adam_step, *state(numbered_state()), step, 0.1, why="step counts from 1.")


@weight(2)
@given(lists=alike(1), share=shares)
@example(lists=([[3.0, 4.0]],), share=0.2)
@example(lists=([[5.0]],), share=0.5)
@example(lists=([[-5.0]],), share=0.5)
@example(lists=([[[3.0, 0.0], [0.0, 4.0]], [12.0]],), share=0.5)
@example(lists=([[1e-3, 0.0]],), share=0.5)
@example(lists=([[3e-6, -4e-6]],), share=0.1)
@example(lists=([[3.0, 4.0]],), share=1.0)
@example(lists=([[3.0, 4.0]],), share=1 - 1e-8)
@example(lists=([[3.0, 4.0]],), share=1 + 1e-8)
@example(lists=([[3.0, 4.0]],), share=1 - 1e-4)
@example(lists=([[3.0, 4.0]],), share=1 + 1e-4)
@example(lists=([[0.0], [[0.0]]],), share=0.5)
def test_clipped(impl: Impl, lists: tuple[Params], share: float) -> None:
    """clip_gradients scales all gradients alike to a norm of max_norm, if theirs is larger"""
    grads = deepcopy(lists[0])
    norm = norm_of(grads) or 1.0
    max_norm = share * norm
    factor = min(1.0, max_norm / norm)
    wanted = combined(lambda g: g * factor, grads)
    impl.clip_gradients(grads, max_norm)
    expect.close(grads, wanted, name="grads")


@given(lists=alike(1), max_norm=st.sampled_from([0.5, 1.0, 100.0]))
@example(lists=([[3.0, 4.0]],), max_norm=1.0)
@example(lists=([[[3.0, 0.0], [0.0, 4.0]], [12.0]],), max_norm=100.0)
@example(lists=([[0.0, 0.0]],), max_norm=1.0)
def test_returned_norm(impl: Impl, lists: tuple[Params], max_norm: float) -> None:
    """clip_gradients returns the norm over all entries as it was before"""
    grads = deepcopy(lists[0])
    norm = norm_of(grads)
    expect.close(impl.clip_gradients(grads, max_norm), norm)


def test_max_norm_is_positive(impl: Impl) -> None:
    """clip_gradients changes nothing and raises ValueError unless max_norm is above 0"""
    for max_norm in (0.0, 0, -1.0, -1e-9):
        refuses(impl.clip_gradients, [[3.0, 4.0]], max_norm, why="max_norm is to be above 0.")


def norm_of(grads: Params) -> float:
    """The root of the sum of the squares of all entries."""
    rows = [row for p in grads for row in (p if isinstance(p[0], list) else [p])]
    return sqrt(fsum(x * x for row in rows for x in row))


def refuses(function: Callable[..., object], *args: Any, why: str) -> None:
    """The function raises ValueError for these arguments and changes none of them."""
    expect.raises(ValueError, lambda: function(*args), why=why)
