"""Properties of gradient descent in place, with and without momentum."""

from collections.abc import Callable
from copy import deepcopy
from itertools import zip_longest
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.judging import expect, text, weight
from grader.judging.inputs.structures import (
    LAYERS,
    MISFITS,
    Params,
    Shape,
    alike,
    combined,
    numbered,
)
from grader.judging.proxy import Impl

rates = st.sampled_from([0.1, 0.5, 1 / 3, 0.0123456789, 1.0, 3.0])
momenta = st.sampled_from([0.9, 0.5, 0.0, 1.0])

# Matrices and vectors in another order than a network's.
MIXED: list[Shape] = [2, 3, (3, 2), (1, 2), 2]


@weight(3)
@settings(max_examples=15)
@given(lists=alike(2), lr=rates)
@example(lists=([[[1.0, 2.0], [3.0, 4.0]], [0.0, 0.0]], [[[1.0, 0.5], [-2, 3]], [1, -1]]), lr=0.1)
@example(lists=(numbered(LAYERS), numbered(LAYERS, 0.7)), lr=1 / 3)
@example(lists=(numbered(MIXED), numbered(MIXED, -0.3)), lr=0.5)
@example(lists=([[0.0, 1.0, 2.0]], [[0.5, 0.0, 1e-7]]), lr=1.0)
@example(lists=([[1.0, 2.0]], [[0.5, -1.0]]), lr=0.0)
def test_step(impl: Impl, lists: tuple[Params, Params], lr: float) -> None:
    """sgd_step subtracts lr times its gradient from every entry of params"""
    params, grads = deepcopy(lists)
    wanted = combined(lambda p, g: p - lr * g, params, grads)
    impl.sgd_step(params, grads, lr)
    expect.close(params, wanted, name="params")


@settings(max_examples=15)
@given(lists=alike(2).map(lambda lists: tuple(combined(round, part) for part in lists)))
@example(lists=([[1, 2, 3], [[4, 5], [6, 7]], [8]], [[1, 1, 1], [[2, 2], [2, 2]], [3]]))
def test_step_with_ints(impl: Impl, lists: tuple[Params, Params]) -> None:
    """sgd_step works with ints as well as with floats"""
    params, grads = deepcopy(lists)
    wanted = combined(lambda p, g: p - 0.5 * g, params, grads)
    impl.sgd_step(params, grads, 0.5)
    expect.close(params, wanted, name="params")


@weight(2)
def test_step_refuses_misfits(impl: Impl) -> None:
    """sgd_step changes nothing and raises ValueError if a gradient has a different shape"""
    for shape, other in MISFITS:
        refuses(impl.sgd_step, numbered([shape]), numbered([other]), 0.1)
        refuses(impl.sgd_step, numbered([shape]), numbered([other]), 0.0)
        refuses(impl.sgd_step, numbered([(2, 2), 2, shape]), numbered([(2, 2), 2, other]), 0.1)
        refuses(impl.sgd_step, numbered([shape, other]), numbered([other, shape]), 0.1)


def test_step_refuses_another_number(impl: Impl) -> None:
    """sgd_step changes nothing and raises ValueError if params and grads differ in number"""
    for shapes, others in ((LAYERS[:2], LAYERS), (LAYERS[:3], LAYERS), (LAYERS, LAYERS[:3])):
        refuses(impl.sgd_step, numbered(shapes), numbered(others), 0.1)


@weight(3)
@settings(max_examples=15)
@given(lists=alike(3), lr=rates, momentum=momenta)
@example(lists=([[1.0, 2.0]], [[0.5, -1.0]], [[1.0, 3.0]]), lr=0.1, momentum=0.9)
@example(lists=([[1.0, 2.0]], [[0.5, -1.0]], [[1.0, 3.0]]), lr=0.1, momentum=0.0)
@example(lists=([[1.0, 2.0]], [[0.5, -1.0]], [[1.0, 3.0]]), lr=0.0, momentum=0.9)
@example(lists=([[1.0, 2.0]], [[0.5, -1.0]], [[0.0, 0.0]]), lr=0.1, momentum=0.9)
@example(lists=([[1.0, 0.0]], [[0.0, 0.0]], [[1.0, 3.0]]), lr=0.1, momentum=0.9)
@example(
    lists=(numbered(MIXED), numbered(MIXED, 0.7), numbered(MIXED, -0.3)), lr=1 / 3, momentum=0.5
)
def test_velocities(
    impl: Impl, lists: tuple[Params, Params, Params], lr: float, momentum: float
) -> None:
    """momentum_step makes every velocity momentum times its old value plus the gradient"""
    params, grads, velocities = deepcopy(lists)
    wanted = combined(lambda v, g: momentum * v + g, velocities, grads)
    impl.momentum_step(params, grads, velocities, lr, momentum)
    expect.close(velocities, wanted, name="velocities")


@weight(3)
@settings(max_examples=15)
@given(lists=alike(3), lr=rates, momentum=momenta)
@example(lists=([[1.0, 2.0]], [[0.5, -1.0]], [[1.0, 3.0]]), lr=0.1, momentum=0.9)
@example(lists=([[1.0, 2.0]], [[0.5, -1.0]], [[0.0, 0.0]]), lr=0.1, momentum=0.9)
@example(lists=([[1.0, 0.0]], [[0.0, 0.0]], [[1.0, 3.0]]), lr=0.1, momentum=0.9)
@example(
    lists=(numbered(LAYERS), numbered(LAYERS, 0.7), numbered(LAYERS, -0.3)), lr=1 / 3, momentum=0.5
)
def test_step_along_velocity(
    impl: Impl, lists: tuple[Params, Params, Params], lr: float, momentum: float
) -> None:
    """momentum_step subtracts lr times its new velocity from every entry of params"""
    params, grads, velocities = deepcopy(lists)
    wanted = combined(lambda p, g, v: p - lr * (momentum * v + g), params, grads, velocities)
    impl.momentum_step(params, grads, velocities, lr, momentum)
    expect.close(params, wanted, name="params")


@weight(2)
def test_momentum_refuses_misfits(impl: Impl) -> None:
    """momentum_step raises ValueError if grads or velocities differ from params in structure"""
    pairs = [([one], [other]) for one, other in MISFITS]
    pairs += [([2, one], [2, other]) for one, other in MISFITS]
    for shape, other in [*pairs, (LAYERS, LAYERS[:3]), (LAYERS, LAYERS[::-1])]:
        params, fitting, misfit = numbered(shape), numbered(shape, 0.5), numbered(other)
        refuses(impl.momentum_step, params, misfit, fitting, 0.1, 0.9)
        refuses(impl.momentum_step, params, fitting, misfit, 0.1, 0.9)


def test_momentum_all_or_nothing(impl: Impl) -> None:
    """momentum_step changes nothing if it raises, even if grads and velocities fit each other"""
    for shape, other in MISFITS:
        params, grads, velocities = numbered([2, shape]), numbered([2, other], 0.5), [2, other]
        refuses(impl.momentum_step, params, grads, numbered(velocities), 0.1, 0.9)


def refuses(step: Callable[..., object], params: Params, *others: Any) -> None:
    """A step raises ValueError for params and other lists, of which one has another structure."""
    misfit = next(
        (name, p, q)
        for name, other in zip(("gradient", "velocity"), others, strict=False)
        for p, q in zip_longest(params, other)
        if text.shape(p) != text.shape(q)
    )
    name, p, q = misfit
    if p is None or q is None:
        why = f"A parameter has no {name}." if q is None else f"A {name} has no parameter."
    else:
        why = f"A parameter is {text.shape(p)} and its {name} {text.shape(q)}."
    expect.raises(ValueError, lambda: step(params, *others), why=why)
