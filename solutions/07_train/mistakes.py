"""Plausible wrong networks and train loops, each explained to the person who wrote it."""

import math
import random
from itertools import pairwise
from typing import Any

from cross_entropy import cross_entropy, cross_entropy_backward
from linear import linear, linear_backward
from sgd import momentum_step, sgd_step
from sigmoid import sigmoid, sigmoid_backward
from softmax import softmax
from train import forward, loss_and_grads, minibatches

Matrix = list[list[float]]
Params = list[Any]


def init_params__limit_of_fan_in(sizes: list[int], seed: int) -> Params:
    """Your limit depends on the inputs of the layer alone (that is LeCun's and He's way). Glorot
    looks at both sides of the weights, because gradients flow back through them as well."""
    return _drawn(sizes, seed, lambda fan_in, _: math.sqrt(6 / fan_in))


def init_params__limit_without_root(sizes: list[int], seed: int) -> Params:
    """You leave out the square root. Then the weights of a wide layer are far too small, and its
    outputs hardly differ from one sample to the next."""
    return _drawn(sizes, seed, lambda fan_in, fan_out: 6 / (fan_in + fan_out))


def init_params__limit_of_the_normal(sizes: list[int], seed: int) -> Params:
    """Your limit is sqrt(2/(fan_in + fan_out)): that is the standard deviation of Glorot's weights.
    A uniform distribution has to reach further out to have that deviation."""
    return _drawn(sizes, seed, lambda fan_in, fan_out: math.sqrt(2 / (fan_in + fan_out)))


def init_params__limit_in_whole_numbers(sizes: list[int], seed: int) -> Params:
    """You divide by //, which cuts off what comes after the point: with more than six units around
    a layer the limit is zero, and so are all its weights."""
    return _drawn(sizes, seed, lambda fan_in, fan_out: math.sqrt(6 // (fan_in + fan_out)))


def init_params__fixed_limit(sizes: list[int], seed: int) -> Params:
    """You draw the weights of every layer from the same small range. Glorot's rule makes the range
    depend on the size of the layer: that is its whole point."""
    return _drawn(sizes, seed, lambda *_: 0.1)


def init_params__never_negative(sizes: list[int], seed: int) -> Params:
    """You draw the weights between zero and the limit. They have to lie on both sides of zero, or
    all units of a layer begin by doing much the same."""
    params = _drawn(sizes, seed, _glorot)
    return [[[abs(v) for v in row] for row in p] if k % 2 == 0 else p for k, p in enumerate(params)]


def init_params__normal(sizes: list[int], seed: int) -> Params:
    """You draw from a normal distribution. It has no limits, so a few of the weights lie outside
    the required range."""
    _check(sizes)
    rng = random.Random(seed)
    params: Params = []
    for fan_in, fan_out in pairwise(sizes):
        width = math.sqrt(2 / (fan_in + fan_out))
        params.append([[rng.gauss(0.0, width) for _ in range(fan_out)] for _ in range(fan_in)])
        params.append([0.0] * fan_out)
    return params


def init_params__all_zero(sizes: list[int], seed: int) -> Params:
    """You start the weights at zero. Then all units of a layer compute the same and get the same
    gradient, so they stay alike for ever."""
    return _drawn(sizes, seed, lambda *_: 0.0)


def init_params__rows_are_one_list(sizes: list[int], seed: int) -> Params:
    """You draw one row of weights and multiply the list, so all rows are the same list object: the
    units see every input with the same weight, for ever."""
    params = _drawn(sizes, seed, _glorot)
    return [[p[0]] * len(p) if k % 2 == 0 else p for k, p in enumerate(params)]


def init_params__out_by_in(sizes: list[int], seed: int) -> Params:
    """Your weight matrices have a row for every output, as torch stores them. Here x·w is computed
    with a row for every input."""
    params = _drawn(sizes, seed, _glorot)
    return [[list(c) for c in zip(*p)] if k % 2 == 0 else p for k, p in enumerate(params)]


def init_params__biases_random(sizes: list[int], seed: int) -> Params:
    """You draw the biases as well. They start at zero: the weights alone are enough to tell the
    units of a layer apart."""
    params = _drawn(sizes, seed, _glorot)
    rng = random.Random(seed)
    return [p if k % 2 == 0 else [rng.uniform(-1, 1) for _ in p] for k, p in enumerate(params)]


def init_params__bias_for_every_input(sizes: list[int], seed: int) -> Params:
    """You make one bias for each input of the layer. Each output has a bias; the two numbers agree
    only if the layer is square."""
    params = _drawn(sizes, seed, _glorot)
    return [p if k % 2 == 0 else [0.0] * sizes[k // 2] for k, p in enumerate(params)]


def init_params__bias_matrices(sizes: list[int], seed: int) -> Params:
    """Your biases are matrices of one row. A bias is a flat vector."""
    params = _drawn(sizes, seed, _glorot)
    return [p if k % 2 == 0 else [p] for k, p in enumerate(params)]


def init_params__pairs(sizes: list[int], seed: int) -> Params:
    """You return a list of pairs, one for each layer. params is flat: a weight, its bias, the next
    weight and so on."""
    params = _drawn(sizes, seed, _glorot)
    return [[w, b] for w, b in zip(params[0::2], params[1::2])]


def init_params__two_layers_only(sizes: list[int], seed: int) -> Params:
    """You make two layers, however many sizes you are given. Every pair of neighbouring sizes is a
    layer, and there may be one of them or four as well as two."""
    return _drawn(sizes[:3], seed, _glorot)


def init_params__global_generator(sizes: list[int], seed: int) -> Params:
    """You seed the random module itself. All code in the program shares its state, and the next
    draw from it depends on you: make a generator of your own."""
    random.seed(seed)
    return _drawn(sizes, random, _glorot)


def init_params__seed_not_used(sizes: list[int], seed: int) -> Params:
    """You never use the seed, so no two runs begin with the same weights, and you cannot repeat a
    run that went wrong."""
    return _drawn(sizes, random.Random(), _glorot)


def init_params__always_one_seed(sizes: list[int], seed: int) -> Params:
    """You seed your generator with a constant, so every seed gives the same weights."""
    return _drawn(sizes, 0, _glorot)


def init_params__seed_through_hash_of_text(sizes: list[int], seed: int) -> Params:
    """You make your seed with the hash of a string, which Python salts differently in every
    process: it repeats within one run, but not in the next."""
    return _drawn(sizes, hash(f"weights {seed}"), _glorot)


def init_params__sizes_not_checked(sizes: list[int], seed: int) -> Params:
    """You do not check the sizes. A network of a single size has no layer, one with a size of zero
    no weights, and the error shows up far from where it was made."""
    return _unchecked(sizes, seed)


def init_params__only_their_number_checked(sizes: list[int], seed: int) -> Params:
    """You check how many sizes there are, but not whether each of them is at least 1."""
    if len(sizes) < 2:
        raise ValueError("at least two sizes")
    return _unchecked(sizes, seed)


def init_params__only_the_sizes_checked(sizes: list[int], seed: int) -> Params:
    """You check that every size is at least 1, but not that there are at least two: a single size
    makes no layer."""
    if any(size < 1 for size in sizes):
        raise ValueError("sizes are at least 1")
    return _unchecked(sizes, seed)


def init_params__zero_accepted(sizes: list[int], seed: int) -> Params:
    """You refuse negative sizes but take zero, and a layer without units lets nothing through."""
    if len(sizes) < 2 or min(sizes) < 0:
        raise ValueError("bad sizes")
    return _unchecked(sizes, seed)


def init_params__sizes_used_up(sizes: list[int], seed: int) -> Params:
    """You take the sizes out of the list as you go. The list belongs to the caller, who finds it
    empty afterwards."""
    params = _drawn(list(sizes), seed, _glorot)
    while len(sizes) > 1:
        sizes.pop(0)
    return params


def minibatches__last_one_dropped(count: int, batch_size: int, seed: int) -> list[list[int]]:
    """You leave out the batch that is not full. Its samples sit out the epoch, and a training set
    smaller than a batch is never seen at all."""
    order = _order(count, batch_size, seed)
    return [
        order[start : start + batch_size] for start in range(0, count - batch_size + 1, batch_size)
    ]


def minibatches__last_one_filled_up(count: int, batch_size: int, seed: int) -> list[list[int]]:
    """You fill up the last batch with indices from the beginning, so some samples are met twice in
    an epoch. It may be shorter than the others."""
    order = _order(count, batch_size, seed)
    batches = [order[start : start + batch_size] for start in range(0, count, batch_size)]
    for k in range(batch_size - len(batches[-1])):
        batches[-1].append(order[k % count])
    return batches


def minibatches__empty_batch_at_the_end(count: int, batch_size: int, seed: int) -> list[list[int]]:
    """You always cut once more than there are full batches. If nothing is left over the last batch
    is empty, and leaving it out again in train helps only train."""
    order = _order(count, batch_size, seed)
    cuts = range(count // batch_size + 1)
    return [order[k * batch_size : (k + 1) * batch_size] for k in cuts]


def train__empty_batch_at_the_end(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """(Part of the mistake above.)"""
    losses = []
    for epoch_seed in _seeds(seed, epochs):
        batches = _batches(x, labels, batch_size, epoch_seed)
        losses.append(_epoch(params, x, labels, [batch for batch in batches if batch], lr))
    return losses


def minibatches__rest_joined_to_the_last(count: int, batch_size: int, seed: int) -> list[list[int]]:
    """You add what is left over to the last full batch. No batch is larger than batch_size; what is
    left over is a batch of its own."""
    order = _order(count, batch_size, seed)
    batches = [order[start : start + batch_size] for start in range(0, count, batch_size)]
    if len(batches) > 1 and len(batches[-1]) < batch_size:
        rest = batches.pop()
        batches[-1] = batches[-1] + rest
    return batches


def minibatches__not_shuffled(count: int, batch_size: int, seed: int) -> list[list[int]]:
    """You cut the indices as they come. Data often lies sorted by class, and batches of a single
    class pull the network to and fro."""
    return _cut(count, batch_size)


def minibatches__batches_shuffled(count: int, batch_size: int, seed: int) -> list[list[int]]:
    """You cut first and then shuffle the batches. Each batch still holds neighbours: shuffle the
    samples."""
    batches = _cut(count, batch_size)
    short = batches.pop() if count % batch_size else None
    random.Random(seed).shuffle(batches)
    return [*batches, short] if short else batches


def minibatches__shuffled_within_batches(count: int, batch_size: int, seed: int) -> list[list[int]]:
    """You cut first and then shuffle inside each batch. The same samples still meet in the same
    batch, and within a batch the order makes no difference."""
    batches = _cut(count, batch_size)
    rng = random.Random(seed)
    for batch in batches:
        rng.shuffle(batch)
    return batches


def minibatches__every_sample_moves(count: int, batch_size: int, seed: int) -> list[list[int]]:
    """Your shuffle exchanges each sample with one before it and never with itself, so no sample can
    stay where it was: in a fair shuffle every order is possible, the first one included."""
    order = _order(count, batch_size, seed)
    order.sort()
    rng = random.Random(seed)
    for i in range(count - 1, 0, -1):
        j = rng.randrange(i)
        order[i], order[j] = order[j], order[i]
    return [order[start : start + batch_size] for start in range(0, count, batch_size)]


def minibatches__with_replacement(count: int, batch_size: int, seed: int) -> list[list[int]]:
    """You draw each index from all of them, so some samples come several times in an epoch and
    others not at all. Every index belongs to exactly one batch."""
    order = _order(count, batch_size, seed)
    rng = random.Random(seed)
    order = [rng.randrange(count) for _ in order]
    return [order[start : start + batch_size] for start in range(0, count, batch_size)]


def minibatches__indices_from_one(count: int, batch_size: int, seed: int) -> list[list[int]]:
    """You count the samples from 1. Python counts from 0: the first sample is never used, and the
    last index points behind the end."""
    order = [i + 1 for i in _order(count, batch_size, seed)]
    return [order[start : start + batch_size] for start in range(0, count, batch_size)]


def minibatches__that_many_batches(count: int, batch_size: int, seed: int) -> list[list[int]]:
    """You make batch_size batches. It says how many samples are in a batch, not how many batches
    there are."""
    order = _order(count, batch_size, seed)
    size = -(-count // batch_size)
    return [order[start : start + size] for start in range(0, count, size)]


def minibatches__tuples(count: int, batch_size: int, seed: int) -> list[tuple[int, ...]]:
    """Your batches are tuples. The promise is a list of lists."""
    order = _order(count, batch_size, seed)
    return [tuple(order[start : start + batch_size]) for start in range(0, count, batch_size)]


def minibatches__shared_generator(count: int, batch_size: int, seed: int) -> list[list[int]]:
    """You seed the random module itself and shuffle with it. All code in the program shares its
    state: make a generator of your own."""
    _order(count, batch_size, seed)
    random.seed(seed)
    order = list(range(count))
    random.shuffle(order)
    return [order[start : start + batch_size] for start in range(0, count, batch_size)]


def minibatches__seed_ignored(count: int, batch_size: int, seed: int) -> list[list[int]]:
    """You shuffle without the seed, so no two runs go through the samples in the same order, and
    you cannot repeat a run that went wrong."""
    order = _order(count, batch_size, seed)
    random.Random().shuffle(order)
    return [order[start : start + batch_size] for start in range(0, count, batch_size)]


def minibatches__one_seed_for_all(count: int, batch_size: int, seed: int) -> list[list[int]]:
    """You seed your generator with a constant, so every seed gives the same order, and so does
    every epoch."""
    order = _order(count, batch_size, 0)
    return [order[start : start + batch_size] for start in range(0, count, batch_size)]


def minibatches__negative_size_accepted(count: int, batch_size: int, seed: int) -> list[list[int]]:
    """You leave it to range to refuse a bad batch_size. It refuses a step of 0, but a negative one
    gives no batches at all, and no error."""
    order = list(range(count))
    random.Random(seed).shuffle(order)
    return [order[start : start + batch_size] for start in range(0, count, batch_size)]


def minibatches__zero_taken_for_one(count: int, batch_size: int, seed: int) -> list[list[int]]:
    """You turn a batch_size below 1 into 1. A caller who asks for that has made a mistake and wants
    to know."""
    order = _order(count, 1, seed)
    size = max(1, batch_size)
    return [order[start : start + size] for start in range(0, count, size)]


def forward__sigmoid_at_the_end(params: Params, x: Matrix) -> Matrix:
    """You apply the sigmoid after the last layer as well. Its output is the logits, and the
    cross-entropy expects them as they are."""
    for w, b in zip(params[0::2], params[1::2]):
        x = sigmoid(linear(x, w, b))
    return x


def forward__softmax_at_the_end(params: Params, x: Matrix) -> Matrix:
    """You return probabilities. The cross-entropy takes logits and does the softmax itself, so it
    would be done twice."""
    return softmax(_inputs(params, x)[-1])


def forward__no_sigmoid(params: Params, x: Matrix) -> Matrix:
    """You put nothing between the layers. Without the sigmoid, all of them together are just one
    linear layer, and the network cannot learn more than that."""
    for w, b in zip(params[0::2], params[1::2]):
        x = linear(x, w, b)
    return x


def forward__sigmoid_after_the_first_only(params: Params, x: Matrix) -> Matrix:
    """You apply the sigmoid once, after the first layer. That is right for two layers only: with
    three of them the second one needs it, and with a single one there is none."""
    for k, (w, b) in enumerate(zip(params[0::2], params[1::2])):
        x = linear(x, w, b)
        if k == 0:
            x = sigmoid(x)
    return x


def forward__sigmoid_before_the_first(params: Params, x: Matrix) -> Matrix:
    """You apply the sigmoid to the input of each layer, and so to the samples themselves. They go
    into the first layer as they are."""
    for w, b in zip(params[0::2], params[1::2]):
        x = linear(sigmoid(x), w, b)
    return x


def forward__first_two_layers(params: Params, x: Matrix) -> Matrix:
    """You compute two layers, however long params is. It holds a weight and a bias for each layer,
    and the network may have one layer or five."""
    w1, b1, w2, b2, *_ = params
    return linear(sigmoid(linear(x, w1, b1)), w2, b2)


def forward__tanh(params: Params, x: Matrix) -> Matrix:
    """You use the hyperbolic tangent between the layers. It works about as well, but this network
    is defined with the sigmoid."""
    *hidden, (w_last, b_last) = zip(params[0::2], params[1::2])
    for w, b in hidden:
        x = [[math.tanh(v) for v in row] for row in linear(x, w, b)]
    return linear(x, w_last, b_last)


def loss_and_grads__last_layer_first(
    params: Params, x: Matrix, labels: list[int]
) -> tuple[float, Params]:
    """You collect the gradients as you meet them on the way back, and return them in that order. In
    params the first layer comes first."""
    loss, grads = _backpropagated(params, x, labels)
    return loss, [g for k in range(len(grads) - 2, -1, -2) for g in grads[k : k + 2]]


def loss_and_grads__in_pairs(
    params: Params, x: Matrix, labels: list[int]
) -> tuple[float, list[Params]]:
    """You return the gradients in pairs, one for each layer. They have the structure of params,
    which is flat."""
    loss, grads = _backpropagated(params, x, labels)
    return loss, [grads[k : k + 2] for k in range(0, len(grads), 2)]


def loss_and_grads__sigmoid_forgotten(
    params: Params, x: Matrix, labels: list[int]
) -> tuple[float, Params]:
    """On the way back you go from layer to layer and skip the sigmoid between them. Every step of
    the forward pass has a factor in the chain rule."""
    return _backpropagated(params, x, labels, through_sigmoid=lambda _, __, da: da)


def loss_and_grads__sigmoid_of_its_input(
    params: Params, x: Matrix, labels: list[int]
) -> tuple[float, Params]:
    """You give sigmoid_backward what went into the sigmoid. Its formula y·(1 − y) is in terms of
    what came out."""
    return _backpropagated(
        params, x, labels, through_sigmoid=lambda z, _, da: sigmoid_backward(z, da)
    )


def loss_and_grads__softmax_treated_as_sigmoid(
    params: Params, x: Matrix, labels: list[int]
) -> tuple[float, Params]:
    """You begin the way back with a factor p·(1 − p) for the output, as if there were a sigmoid.
    The gradient of the cross-entropy for the logits already includes the softmax."""
    return _backpropagated(
        params,
        x,
        labels,
        from_logits=lambda z: sigmoid_backward(softmax(z), cross_entropy_backward(z, labels)),
    )


def loss_and_grads__divided_twice(
    params: Params, x: Matrix, labels: list[int]
) -> tuple[float, Params]:
    """You divide the gradients by the number of samples. cross_entropy_backward has done that
    already; with a batch of one nobody notices."""
    loss, grads = _backpropagated(params, x, labels)
    return loss, _scaled(grads, 1 / len(x))


def loss_and_grads__summed_over_batch(
    params: Params, x: Matrix, labels: list[int]
) -> tuple[float, Params]:
    """Your gradients are those of the summed loss, so with n samples they are n times too large.
    The loss that you return is the mean."""
    loss, grads = _backpropagated(params, x, labels)
    return loss, _scaled(grads, len(x))


def loss_and_grads__loss_summed(
    params: Params, x: Matrix, labels: list[int]
) -> tuple[float, Params]:
    """You return the sum of the losses over the samples. Return their mean, so that batches of
    different sizes can be compared."""
    loss, grads = _backpropagated(params, x, labels)
    return loss * len(x), grads


def loss_and_grads__penalty_in_the_loss(
    params: Params, x: Matrix, labels: list[int]
) -> tuple[float, Params]:
    """You add a penalty on large weights to the loss. The loss is the cross-entropy alone, and your
    gradients know nothing of the penalty anyway."""
    loss, grads = _backpropagated(params, x, labels)
    squares = sum(value**2 for w in params[0::2] for row in w for value in row)
    return loss + 5e-4 * squares, grads


def loss_and_grads__only_the_last_layer(
    params: Params, x: Matrix, labels: list[int]
) -> tuple[float, Params]:
    """You compute the gradients of the last layer and leave the others at zero. The layers before
    it then keep their initial weights for ever."""
    loss, grads = _backpropagated(params, x, labels)
    return loss, [*_scaled(grads[:-2], 0.0), *grads[-2:]]


def loss_and_grads__two_layers_unpacked(
    params: Params, x: Matrix, labels: list[int]
) -> tuple[float, Params]:
    """You unpack params into two weights and two biases. A network may have any number of layers:
    let a loop walk over them."""
    w1, b1, w2, b2 = params
    y = sigmoid(linear(x, w1, b1))
    logits = linear(y, w2, b2)
    dy, dw2, db2 = linear_backward(y, w2, cross_entropy_backward(logits, labels))
    _, dw1, db1 = linear_backward(x, w1, sigmoid_backward(y, dy))
    return cross_entropy(logits, labels), [dw1, db1, dw2, db2]


def loss_and_grads__biases_without_gradient(
    params: Params, x: Matrix, labels: list[int]
) -> tuple[float, Params]:
    """You return zeros for the biases. They take part in the forward pass and have gradients like
    the weights."""
    loss, grads = _backpropagated(params, x, labels)
    return loss, [g if k % 2 == 0 else [0.0] * len(g) for k, g in enumerate(grads)]


def loss_and_grads__weight_decay(
    params: Params, x: Matrix, labels: list[int]
) -> tuple[float, Params]:
    """You add a share of the weights to their gradients. That is weight decay, and it belongs to a
    different loss from the one that you return."""
    loss, grads = _backpropagated(params, x, labels)
    return loss, [
        g if k % 2 else [[d + 1e-3 * v for d, v in zip(*rows)] for rows in zip(g, params[k])]
        for k, g in enumerate(grads)
    ]


def loss_and_grads__takes_the_step(
    params: Params, x: Matrix, labels: list[int]
) -> tuple[float, Params]:
    """You update params as soon as you have their gradients. This function only measures: its
    caller decides whether to take a step, and how large."""
    loss, grads = _backpropagated(params, x, labels)
    sgd_step(params, grads, 0.1)
    return loss, grads


def train__one_order_for_all_epochs(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You shuffle once and go through the same batches in every epoch (or begin every epoch with
    the same seed). Shuffle again in each epoch, or the network learns the order, too."""
    batches = _batches(x, labels, batch_size, seed)
    return [_epoch(params, x, labels, batches, lr) for _ in range(epochs)]


def train__never_shuffled(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You take the samples in the order in which they come. Use the seed to shuffle them again in
    every epoch."""
    _batches(x, labels, batch_size, seed)
    batches = _cut(len(x), batch_size)
    return [_epoch(params, x, labels, batches, lr) for _ in range(epochs)]


def train__labels_not_shuffled(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You shuffle the samples and leave the labels in their order, so nearly every sample is taught
    the label of another."""
    losses = []
    for epoch_seed in _seeds(seed, epochs):
        order = [i for batch in _batches(x, labels, batch_size, epoch_seed) for i in batch]
        mixed = [x[i] for i in order]
        losses.append(_epoch(params, mixed, labels, _cut(len(x), batch_size), lr))
    return losses


def train__last_batch_dropped(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You go through full batches only. The samples of the last, shorter one are left out of the
    epoch and of its loss."""
    losses = []
    for epoch_seed in _seeds(seed, epochs):
        batches = _batches(x, labels, batch_size, epoch_seed)
        full = [batch for batch in batches if len(batch) == batch_size]
        losses.append(_epoch(params, x, labels, full, lr) if full else 0.0)
    return losses


def train__rest_in_the_last_batch(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You add the samples that are left over to the last full batch. They are a batch of their own,
    with a step of its own."""
    losses = []
    for epoch_seed in _seeds(seed, epochs):
        batches = _batches(x, labels, batch_size, epoch_seed)
        if len(batches) > 1 and len(batches[-1]) < batch_size:
            rest = batches.pop()
            batches[-1] = batches[-1] + rest
        losses.append(_epoch(params, x, labels, batches, lr))
    return losses


def train__large_batch_refused(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You refuse a batch_size larger than the training set. That is not an error: the whole set is
    then one batch, shorter than batch_size, as the last one may be."""
    if batch_size > len(x):
        raise ValueError("batch_size is larger than the training set")
    return [
        _epoch(params, x, labels, _batches(x, labels, batch_size, epoch_seed), lr)
        for epoch_seed in _seeds(seed, epochs)
    ]


def train__drawn_with_replacement(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You draw each batch from all samples. An epoch meets every sample exactly once: cut one
    shuffled order into batches."""
    rng = random.Random(seed)
    losses = []
    for _ in range(epochs):
        sizes = [len(batch) for batch in _batches(x, labels, batch_size, seed)]
        batches = [rng.sample(range(len(x)), size) for size in sizes]
        losses.append(_epoch(params, x, labels, batches, lr))
    return losses


def train__whole_set_at_once(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You take one step per epoch, with the gradient of all samples. A step is due after every
    batch: that is what makes mini-batches fast."""
    whole = [i for batch in _batches(x, labels, batch_size, seed) for i in batch]
    return [_epoch(params, x, labels, [whole], lr) for _ in range(epochs)]


def train__step_at_the_end_of_the_epoch(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """Your update stands outside the loop over the batches, so only the last batch of an epoch
    moves the parameters."""
    losses = []
    for epoch_seed in _seeds(seed, epochs):
        total, grads = 0.0, params
        for batch in _batches(x, labels, batch_size, epoch_seed):
            loss, grads = loss_and_grads(params, [x[i] for i in batch], [labels[i] for i in batch])
            total += loss * len(batch)
        sgd_step(params, grads, lr)
        losses.append(total / len(x))
    return losses


def train__mean_over_batches(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You average the losses of the batches, each with the same weight. The last batch may be
    shorter: its samples then count for more than the others."""
    losses = []
    for epoch_seed in _seeds(seed, epochs):
        batches = _batches(x, labels, batch_size, epoch_seed)
        losses.append(sum(_met(params, x, labels, batches, lr)) / len(batches))
    return losses


def train__short_batch_counted_in_full(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You weight the loss of every batch with batch_size. The last batch may be shorter: weight it
    with the samples that it has."""
    losses = []
    for epoch_seed in _seeds(seed, epochs):
        batches = _batches(x, labels, batch_size, epoch_seed)
        losses.append(sum(_met(params, x, labels, batches, lr)) * batch_size / len(x))
    return losses


def train__losses_summed(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You add up the losses of an epoch and never divide. Return the mean over the samples, which
    does not grow with the training set."""
    losses = []
    for epoch_seed in _seeds(seed, epochs):
        batches = _batches(x, labels, batch_size, epoch_seed)
        losses.append(_epoch(params, x, labels, batches, lr) * len(x))
    return losses


def train__loss_of_last_batch(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You keep the loss of the epoch's last batch. A few samples say little about an epoch: take
    the mean over all of them."""
    losses = []
    for epoch_seed in _seeds(seed, epochs):
        batches = _batches(x, labels, batch_size, epoch_seed)
        losses.append(_met(params, x, labels, batches, lr)[-1])
    return losses


def train__loss_of_every_batch(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You return the loss of every batch. Return one number for each epoch."""
    losses = []
    for epoch_seed in _seeds(seed, epochs):
        losses += _met(params, x, labels, _batches(x, labels, batch_size, epoch_seed), lr)
    return losses


def train__loss_at_the_end_of_the_epoch(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You measure the loss again when the epoch is over. That costs another pass and gives another
    number: return the loss as it was when each batch was met."""
    losses = []
    for epoch_seed in _seeds(seed, epochs):
        _epoch(params, x, labels, _batches(x, labels, batch_size, epoch_seed), lr)
        losses.append(cross_entropy(forward(params, x), labels))
    return losses


def train__loss_after_the_step(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You measure each batch's loss after the step that it led to. That looks better than it is:
    count the loss as it was when the batch was met."""
    losses = []
    for epoch_seed in _seeds(seed, epochs):
        total = 0.0
        for batch in _batches(x, labels, batch_size, epoch_seed):
            samples, wanted = [x[i] for i in batch], [labels[i] for i in batch]
            sgd_step(params, loss_and_grads(params, samples, wanted)[1], lr)
            total += cross_entropy(forward(params, samples), wanted) * len(batch)
        losses.append(total / len(x))
    return losses


def train__works_on_a_copy(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You train a copy of params, and the losses look fine, but the caller's own network has
    learned nothing."""
    copy = [[list(row) for row in p] if isinstance(p[0], list) else list(p) for p in params]
    return [
        _epoch(copy, x, labels, _batches(x, labels, batch_size, epoch_seed), lr)
        for epoch_seed in _seeds(seed, epochs)
    ]


def train__params_replaced(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You train a copy and put its matrices into params at the end. They are new lists: code that
    holds the old weights never sees them."""
    copy = [[list(row) for row in p] if isinstance(p[0], list) else list(p) for p in params]
    losses = [
        _epoch(copy, x, labels, _batches(x, labels, batch_size, epoch_seed), lr)
        for epoch_seed in _seeds(seed, epochs)
    ]
    params[:] = copy
    return losses


def train__lr_divided_by_batch(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """Your steps are divided by the size of the batch once too often. The gradient is that of a
    mean already, so the larger your batches are, the more slowly they learn."""
    losses = []
    for epoch_seed in _seeds(seed, epochs):
        total = 0.0
        for batch in _batches(x, labels, batch_size, epoch_seed):
            loss, grads = loss_and_grads(params, [x[i] for i in batch], [labels[i] for i in batch])
            sgd_step(params, grads, lr / len(batch))
            total += loss * len(batch)
        losses.append(total / len(x))
    return losses


def train__lr_falls(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You lower the learning rate from epoch to epoch. That can help, but plain SGD keeps the rate
    that it was given."""
    return [
        _epoch(params, x, labels, _batches(x, labels, batch_size, epoch_seed), lr / (1 + epoch))
        for epoch, epoch_seed in enumerate(_seeds(seed, epochs))
    ]


def train__momentum(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You train with momentum. That is often faster, but this is plain SGD, which forgets every
    gradient after its step."""
    velocities = [_scaled([p], 0.0)[0] for p in params]
    losses = []
    for epoch_seed in _seeds(seed, epochs):
        total = 0.0
        for batch in _batches(x, labels, batch_size, epoch_seed):
            loss, grads = loss_and_grads(params, [x[i] for i in batch], [labels[i] for i in batch])
            momentum_step(params, grads, velocities, lr, 0.9)
            total += loss * len(batch)
        losses.append(total / len(x))
    return losses


def train__one_epoch_too_few(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You train one epoch less than asked for: range(1, epochs) ends before epochs."""
    return [
        _epoch(params, x, labels, _batches(x, labels, batch_size, epoch_seed), lr)
        for epoch_seed in _seeds(seed, epochs)[1:]
    ]


def train__stops_when_the_loss_grows(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You stop early when the loss has grown. The caller has asked for a number of epochs and
    expects as many losses."""
    losses: list[float] = []
    for epoch_seed in _seeds(seed, epochs):
        losses.append(_epoch(params, x, labels, _batches(x, labels, batch_size, epoch_seed), lr))
        if len(losses) > 1 and losses[-1] > losses[-2]:
            break
    return losses


def train__samples_shuffled_in_place(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You shuffle x and labels themselves. They belong to the caller, who finds the training set in
    another order: shuffle indices."""
    losses = []
    for epoch_seed in _seeds(seed, epochs):
        order = [i for batch in _batches(x, labels, batch_size, epoch_seed) for i in batch]
        x[:], labels[:] = [x[i] for i in order], [labels[i] for i in order]
        losses.append(_epoch(params, x, labels, _cut(len(x), batch_size), lr))
    return losses


def train__random_module_seeded(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You seed the random module itself and draw from it. All code in the program shares its state:
    make a generator of your own."""
    random.seed(seed)
    return [
        _epoch(params, x, labels, _batches(x, labels, batch_size, random.getrandbits(64)), lr)
        for _ in range(epochs)
    ]


def train__unseeded_generator(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You shuffle without the seed, so the same call trains a different network every time, and you
    cannot repeat a run that went wrong."""
    rng = random.Random()
    return [
        _epoch(params, x, labels, _batches(x, labels, batch_size, rng.getrandbits(64)), lr)
        for _ in range(epochs)
    ]


def train__epoch_number_for_seed(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You shuffle each epoch with its number as the seed and never use the seed you were given, so
    every seed trains the same network."""
    return [
        _epoch(params, x, labels, _batches(x, labels, batch_size, epoch), lr)
        for epoch in range(epochs)
    ]


def train__lengths_not_checked(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You do not compare the number of samples with the number of labels, and train on as many as
    there are of both. Most likely they belong to different sets."""
    n = min(len(x), len(labels))
    return [
        _epoch(params, x, labels, minibatches(n, batch_size, epoch_seed), lr)
        for epoch_seed in _seeds(seed, epochs)
    ]


def train__lengths_checked_too_late(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You leave it to an index out of range to find missing labels. By then some batches have been
    learned: an error must leave everything as it was."""
    try:
        losses = [
            _epoch(params, x, labels, minibatches(len(x), batch_size, epoch_seed), lr)
            for epoch_seed in _seeds(seed, epochs)
        ]
    except IndexError:
        raise ValueError("x and labels differ in number") from None
    if len(x) != len(labels):
        raise ValueError("x and labels differ in number")
    return losses


def train__batch_size_not_checked(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """You take a batch_size below 1 for the whole training set. Some libraries do, but here it is
    an error, and the caller wants to know."""
    size = batch_size if batch_size >= 1 else len(x)
    return [
        _epoch(params, x, labels, _batches(x, labels, size, epoch_seed), lr)
        for epoch_seed in _seeds(seed, epochs)
    ]


def predict__last_on_a_tie(params: Params, x: Matrix) -> list[int]:
    """On a tie you take the last of the largest logits. Take the first: the difference is one < or
    <=."""
    return [max(range(len(row)), key=lambda j: (row[j], j)) for row in forward(params, x)]


def predict__smallest_logit(params: Params, x: Matrix) -> list[int]:
    """You take the smallest logit. The loss should be small, but the logit of the right class
    should be large."""
    return [row.index(min(row)) for row in forward(params, x)]


def predict__counted_from_one(params: Params, x: Matrix) -> list[int]:
    """You count the columns from 1, so every answer is one too large."""
    return [row.index(max(row)) + 1 for row in forward(params, x)]


def predict__largest_value(params: Params, x: Matrix) -> list[float]:
    """You return the largest logit itself. Return its column."""
    return [max(row) for row in forward(params, x)]


def predict__starts_from_zero(params: Params, x: Matrix) -> list[int]:
    """Your search for the largest begins with 0 instead of the first logit. Where all logits are
    negative nothing is ever larger, and column 0 wins."""
    predicted = []
    for row in forward(params, x):
        best, column = 0.0, 0
        for j, value in enumerate(row):
            if value > best:
                best, column = value, j
        predicted.append(column)
    return predicted


def predict__largest_magnitude(params: Params, x: Matrix) -> list[int]:
    """You compare the logits without their signs. A logit far below zero means that the network is
    sure it does not see that class."""
    return [max(range(len(row)), key=lambda j: abs(row[j])) for row in forward(params, x)]


def predict__after_a_sigmoid(params: Params, x: Matrix) -> list[int]:
    """You apply the sigmoid to the logits first. It keeps their order only on paper: two large
    logits both become 1.0, and the first one wins although the second is larger."""
    return [row.index(max(row)) for row in sigmoid(forward(params, x))]


def predict__one_number_unwrapped(params: Params, x: Matrix) -> list[int] | int:
    """You return a bare number for a single sample. A list of one is still a list: your caller
    should not have to ask how many samples there were."""
    predicted = [row.index(max(row)) for row in forward(params, x)]
    return predicted[0] if len(predicted) == 1 else predicted


def accuracy__percent(predicted: list[int], labels: list[int]) -> float:
    """You return a percentage. The share lies between 0 and 1."""
    return _share(predicted, labels) * 100


def accuracy__count(predicted: list[int], labels: list[int]) -> float:
    """You return how many agree. Return the share, which can be compared between sets of different
    sizes."""
    return _share(predicted, labels) * len(labels)


def accuracy__whole_number(predicted: list[int], labels: list[int]) -> float:
    """You divide by //, which cuts off what comes after the point: nothing is left but 0 and 1."""
    return _share(predicted, labels) // 1


def accuracy__error_rate(predicted: list[int], labels: list[int]) -> float:
    """You return the share that differ. That is the error rate; the accuracy is what is left."""
    return 1 - _share(predicted, labels)


def accuracy__rounded(predicted: list[int], labels: list[int]) -> float:
    """You round the share. Rounding is for printing, and one third is not 0.33."""
    return round(_share(predicted, labels), 2)


def accuracy__any_order(predicted: list[int], labels: list[int]) -> float:
    """You count the predictions that occur anywhere among the labels. Compare each one with the
    label of its own sample."""
    _share(predicted, labels)
    return sum(p in labels for p in predicted) / len(labels)


def accuracy__cut_to_the_shorter(predicted: list[int], labels: list[int]) -> float:
    """You do not compare the lengths. The rest of the longer list is ignored: missing predictions
    count as wrong, or surplus ones do not count at all."""
    if not labels:
        raise ValueError("nothing to compare")
    return sum(p == label for p, label in zip(predicted, labels)) / len(labels)


def accuracy__nothing_is_right(predicted: list[int], labels: list[int]) -> float:
    """You return a number for two empty lists. There is no share of nothing: this is an error, and
    a silent 0 would look like a result."""
    return _share(predicted, labels) if predicted or labels else 0.0


def accuracy__division_by_zero(predicted: list[int], labels: list[int]) -> float:
    """You run into a ZeroDivisionError when both lists are empty. The caller is promised a
    ValueError, which says what was wrong."""
    if len(predicted) != len(labels):
        raise ValueError("the lengths differ")
    return sum(p == label for p, label in zip(predicted, labels)) / len(labels)


def _glorot(fan_in: int, fan_out: int) -> float:
    return math.sqrt(6 / (fan_in + fan_out))


def _check(sizes: list[int]) -> None:
    if len(sizes) < 2 or min(sizes) < 1:
        raise ValueError("bad sizes")


def _drawn(sizes: list[int], seed: Any, limit_of: Any) -> Params:
    """Params with weights in ±limit_of(fan_in, fan_out); seed is an int or a generator."""
    _check(sizes)
    rng = random.Random(seed) if isinstance(seed, int) else seed
    params: Params = []
    for fan_in, fan_out in pairwise(sizes):
        limit = limit_of(fan_in, fan_out)
        params.append([[rng.uniform(-limit, limit) for _ in range(fan_out)] for _ in range(fan_in)])
        params.append([0.0] * fan_out)
    return params


def _unchecked(sizes: list[int], seed: int) -> Params:
    rng = random.Random(seed)
    params: Params = []
    for fan_in, fan_out in pairwise(sizes):
        limit = math.sqrt(6 / max(1, fan_in + fan_out))
        params.append([[rng.uniform(-limit, limit) for _ in range(fan_out)] for _ in range(fan_in)])
        params.append([0.0] * fan_out)
    return params


def _order(count: int, batch_size: int, seed: int) -> list[int]:
    if batch_size < 1:
        raise ValueError("batch_size is at least 1")
    order = list(range(count))
    random.Random(seed).shuffle(order)
    return order


def _cut(count: int, batch_size: int) -> list[list[int]]:
    if batch_size < 1:
        raise ValueError("batch_size is at least 1")
    indices = list(range(count))
    return [indices[start : start + batch_size] for start in range(0, count, batch_size)]


def _inputs(params: Params, x: Matrix) -> list[Matrix]:
    """The input of every layer, and last the logits."""
    inputs = [x]
    for k in range(0, len(params), 2):
        z = linear(inputs[-1], params[k], params[k + 1])
        inputs.append(sigmoid(z) if k + 2 < len(params) else z)
    return inputs


def _backpropagated(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    from_logits: Any = None,
    through_sigmoid: Any = lambda _, y, da: sigmoid_backward(y, da),
) -> tuple[float, Params]:
    """Loss and gradients, with the two steps that people get wrong for the caller to give."""
    *inputs, logits = _inputs(params, x)
    dy = from_logits(logits) if from_logits else cross_entropy_backward(logits, labels)
    grads: Params = []
    for k in range(len(inputs) - 1, -1, -1):
        da, dw, db = linear_backward(inputs[k], params[2 * k], dy)
        grads = [dw, db, *grads]
        if k > 0:
            z = linear(inputs[k - 1], params[2 * k - 2], params[2 * k - 1])
            dy = through_sigmoid(z, inputs[k], da)
    return cross_entropy(logits, labels), grads


def _scaled(params: Params, factor: float) -> Params:
    return [
        [[factor * v for v in row] for row in p]
        if isinstance(p[0], list)
        else [factor * v for v in p]
        for p in params
    ]


def _seeds(seed: int, epochs: int) -> list[int]:
    rng = random.Random(seed)
    return [rng.getrandbits(64) for _ in range(epochs)]


def _batches(x: Matrix, labels: list[int], batch_size: int, seed: int) -> list[list[int]]:
    if len(x) != len(labels):
        raise ValueError("x and labels differ in number")
    return minibatches(len(x), batch_size, seed)


def _met(
    params: Params, x: Matrix, labels: list[int], batches: list[list[int]], lr: float
) -> list[float]:
    """Take a step for each batch; the loss of each as it was met."""
    losses = []
    for batch in batches:
        loss, grads = loss_and_grads(params, [x[i] for i in batch], [labels[i] for i in batch])
        sgd_step(params, grads, lr)
        losses.append(loss)
    return losses


def _epoch(
    params: Params, x: Matrix, labels: list[int], batches: list[list[int]], lr: float
) -> float:
    """Take a step for each batch; the mean over the samples of the loss as it was met."""
    losses = _met(params, x, labels, batches, lr)
    weighted = sum(loss * len(batch) for loss, batch in zip(losses, batches))
    return weighted / sum(len(batch) for batch in batches)


def _share(predicted: list[int], labels: list[int]) -> float:
    if len(predicted) != len(labels) or not labels:
        raise ValueError("nothing to compare, or different lengths")
    return sum(p == label for p, label in zip(predicted, labels)) / len(labels)
