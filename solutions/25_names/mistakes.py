"""Plausible wrong finales, each explained to the person who wrote it.

They are few, and train for some steps only: to prove one takes a training run.
"""

from __future__ import annotations

import random
from typing import Any

from names import _adam_step, _init_params, _loss_and_grads, _zeros

Params = list[Any]

HEADS = 4


def _trained(params: Params, names: list[str], steps: int = 20) -> None:
    """Train on batches from the beginning of the names."""
    first, second = _zeros(params), _zeros(params)
    for step in range(steps):
        _, grads = _loss_and_grads(params, names[16 * step : 16 * step + 16])
        _adam_step(params, grads, first, second, step + 1, 0.02)


def fit__nothing_learned(names: list[str], seed: int) -> tuple[Params, int]:
    """You return the params as they were drawn, and train a copy. Guessing among 27 tokens gives
    log 27 = 3.30."""
    params = _init_params(random.Random(seed))
    copy = [[list(row) for row in p] if isinstance(p[0], list) else list(p) for p in params]
    _trained(copy, names)
    return params, HEADS


def fit__heads_forgotten(names: list[str], seed: int) -> Params:
    """You return the params alone. They do not say how many heads there are: the same weights with
    another number of heads compute another function."""
    params = _init_params(random.Random(seed))
    _trained(params, names, 2)
    return params


def fit__two_heads_said(names: list[str], seed: int) -> tuple[Params, int]:
    """You train with four heads and return another number of heads, which does not even divide the
    width."""
    params = _init_params(random.Random(seed))
    _trained(params, names, 2)
    return params, 3


def fit__uphill(names: list[str], seed: int) -> tuple[Params, int]:
    """Your step adds the gradient. It points to where the loss grows fastest; down is the other
    way."""
    params = _init_params(random.Random(seed))
    first, second = _zeros(params), _zeros(params)
    for step in range(20):
        _, grads = _loss_and_grads(params, names[16 * step : 16 * step + 16])
        _adam_step(params, grads, first, second, step + 1, -0.02)
    return params, HEADS


def fit__one_batch(names: list[str], seed: int) -> tuple[Params, int]:
    """Your batches all begin at the same name, so the model learns sixteen names by heart. The loss
    that you print falls far; on unseen names it rises."""
    params = _init_params(random.Random(seed))
    first, second = _zeros(params), _zeros(params)
    for step in range(60):
        _, grads = _loss_and_grads(params, names[:16])
        _adam_step(params, grads, first, second, step + 1, 0.02)
    return params, HEADS


def fit__rate_of_large_models(names: list[str], seed: int) -> tuple[Params, int]:
    """Your learning rate of 0.0003 is for models ten thousand times as large. Here the loss hardly
    moves in the time there is; that looks like a wrong gradient but is not one."""
    params = _init_params(random.Random(seed))
    first, second = _zeros(params), _zeros(params)
    for step in range(100):
        batch = names[16 * step : 16 * step + 16]
        _, grads = _loss_and_grads(params, batch)
        _adam_step(params, grads, first, second, step + 1, 0.0003)
    return params, HEADS


def fit__letters_in_another_order(names: list[str], seed: int) -> tuple[Params, int]:
    """You number the letters as they turn up in the names; the grader numbers them a, b, c, … from
    1 on. So your tokens are other letters to the grader."""
    met = "".join(dict.fromkeys("".join(names)))
    numbered = str.maketrans(met, "abcdefghijklmnopqrstuvwxyz"[: len(met)])
    params = _init_params(random.Random(seed))
    _trained(params, [name.translate(numbered) for name in names], 60)
    return params, HEADS


def fit__transposed(names: list[str], seed: int) -> tuple[Params, int]:
    """Your w1 is 4d×d, as PyTorch stores the weight of a linear layer. Here a row is an input and
    x·w1 needs d×4d."""
    params = _init_params(random.Random(seed))
    _trained(params, names, 2)
    params[8] = [list(column) for column in zip(*params[8])]
    return params, HEADS


def fit__names_shuffled_in_place(names: list[str], seed: int) -> tuple[Params, int]:
    """You shuffle the names that you were given. They belong to the caller, who wants to use them
    again: rng.sample(names, len(names)) makes a new list."""
    random.Random(seed).shuffle(names)
    params = _init_params(random.Random(seed))
    _trained(params, names, 2)
    return params, HEADS


def fit__context_of_the_longest(names: list[str], seed: int) -> tuple[Params, int]:
    """You keep as many positions as your longest name needs. The names that the grader asks about
    may be longer: the context is 16."""
    params = _init_params(random.Random(seed))
    _trained(params, names, 2)
    params[1] = params[1][: max(map(len, names)) + 1]
    return params, HEADS


def fit__loss_of_all_names_after_every_batch(names: list[str], seed: int) -> tuple[Params, int]:
    """You compute the loss of all the names after every batch: the model reads four thousand names
    for every sixteen that it learns from, and the time is gone. The mean of the last fifty batches
    tells as much."""
    params = _init_params(random.Random(seed))
    first, second = _zeros(params), _zeros(params)
    for step in range(len(names) // 16):
        _, grads = _loss_and_grads(params, names[16 * step : 16 * step + 16])
        _adam_step(params, grads, first, second, step + 1, 0.02)
        for start in range(0, len(names), 16):
            _loss_and_grads(params, names[start : start + 16])
    return params, HEADS
