"""Properties of the multi-layer perceptron and of its training."""

import math
import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from fractions import Fraction
from itertools import pairwise, permutations
from typing import Any

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from grader.judging import expect, text, weight
from grader.judging.inputs import oracles
from grader.judging.inputs.seeded import depends_on_seed_alone, tells_seeds_apart
from grader.judging.inputs.strategies import (
    Matrix,
    Numbers,
    labels_for,
    matrices,
    sizes,
    thousandths,
    vectors,
)
from grader.judging.proxy import Impl

Params = list[Any]
Network = tuple[Params, Matrix, list[int]]

seeds = st.integers(0, 2**31)
values = Numbers(thousandths(-2000, 2000))
digits = st.integers(0, 3)


def network(layer_sizes: list[int], samples: int) -> Network:
    """Params for these sizes, samples and their labels: the same in every run."""
    rng = random.Random(samples)

    def vector(size: int) -> list[float]:
        return [rng.randint(-20, 20) / 10 for _ in range(size)]

    params: Params = []
    for fan_in, fan_out in pairwise(layer_sizes):
        params += [[vector(fan_out) for _ in range(fan_in)], vector(fan_out)]
    x = [vector(layer_sizes[0]) for _ in range(samples)]
    return params, x, [(k + 1) % layer_sizes[-1] for k in range(samples)]


# What occurs in every run: one layer to four, no matrix square, a batch of one among others.
ONE_LAYER = network([2, 3], 4)
TWO_LAYERS = network([2, 4, 3], 3)
THREE_LAYERS = network([3, 2, 4, 2], 2)
FOUR_LAYERS = network([2, 3, 2, 3, 2], 1)
EQUAL_SAMPLES: Network = [[[1.0, -0.5]], [0.0, 0.5]], [[1.0], [1.0], [2.0]], [0, 0, 1]
LEARNED: Network = [[[30.0, -30.0]], [0.0, 0.0]], [[1.0]], [0]


@st.composite
def networks(draw: DrawFn) -> Network:
    """Params of one to four layers, samples and a label for each."""
    layer_sizes = [*draw(st.lists(sizes(1, 3), min_size=1, max_size=4)), draw(sizes(2, 4))]
    params: Params = []
    for fan_in, fan_out in pairwise(layer_sizes):
        params += [draw(matrices(values, fan_in, fan_out)), draw(vectors(values, fan_out))]
    x = draw(matrices(values, None, layer_sizes[0]))
    return params, x, draw(labels_for(len(x), layer_sizes[-1]))


@given(layer_sizes=st.lists(sizes(1, 5), min_size=2, max_size=5), seed=seeds)
@example(layer_sizes=[3, 4, 2], seed=1)
@example(layer_sizes=[5, 3], seed=2)
@example(layer_sizes=[2, 3, 4, 5, 1], seed=3)
@example(layer_sizes=[10, 33, 2], seed=4)
@example(layer_sizes=[1, 2, 1, 2, 1, 3, 2, 2], seed=5)
def test_init_structure(impl: Impl, layer_sizes: list[int], seed: int) -> None:
    """init_params gives each layer a fan_in×fan_out weight and a bias of fan_out zeros"""
    params = impl.init_params(layer_sizes, seed)
    wanted = []
    for fan_in, fan_out in pairwise(layer_sizes):
        wanted += [f"a {fan_in}×{fan_out} matrix", f"a list of {fan_out}"]
    expect.equal([text.shape(p) for p in params], wanted)
    zeros = [[0.0] * fan_out for fan_out in layer_sizes[1:]]
    expect.equal(params[1::2], zeros, name="the biases")


def test_init_is_uniform(impl: Impl, rng: random.Random) -> None:
    """init_params draws each weight separately and uniformly from ±sqrt(6/(fan_in + fan_out))"""
    layer_sizes = [30, 20, 20, 20, 6]
    params = impl.init_params(layer_sizes, rng.randrange(2**31))
    begun = set()
    for w, (fan_in, fan_out) in zip(params[::2], pairwise(layer_sizes), strict=True):
        limit = math.sqrt(6 / (fan_in + fan_out))
        begun.add(tuple(round(abs(value) / limit, 9) for value in w[0][:4]))
        where = f"The layer has {fan_in} inputs and {fan_out} outputs"
        drawn = sorted(value for row in w for value in row)
        lowest, highest = drawn[0], drawn[-1]
        expect.holds(
            -limit <= lowest and highest <= limit,
            expected=f"weights in ±{limit:.4f}",
            returned=params,
            why=f"{where}; its weights reach from {lowest:.4f} to {highest:.4f}.",
        )
        n, largest = len(drawn), max(abs(lowest), abs(highest))
        expect.holds(  # a fair draw stays below it once in five hundred million runs
            largest > (1 - 20 / n) * limit,
            expected=f"weights that come near ±{limit:.4f}",
            returned=params,
            why=f"{where}; the largest of its {n} weights is ±{largest:.4f}.",
        )
        # Kolmogorov and Smirnov: a fair draw is further off once in thirty million runs.
        gap = max(abs((v / limit + 1) / 2 - (k + 0.5) / n) for k, v in enumerate(drawn))
        expect.holds(
            gap < 3 / math.sqrt(n),
            expected=f"weights spread evenly over ±{limit:.4f}",
            returned=params,
            why=f"{where}; half of its weights lie from {drawn[n // 4]:.4f} to "
            f"{drawn[3 * n // 4]:.4f}.",
        )
        expect.holds(
            len({*map(tuple, w), (0,) * fan_out}) == 1 + fan_in
            and len({*zip(*w, strict=True), (0,) * fan_in}) == 1 + fan_out,
            expected="weights in which no two rows and no two columns are equal, and none is all 0",
            returned=params,
            why=f"{where}; units that begin alike stay alike.",
        )
    expect.holds(
        len(begun) == len(layer_sizes) - 1,
        expected="other weights in every layer",
        returned=params,
        why="One generator draws for all layers; a new one of the same seed begins again.",
    )


def test_init_from_seed_alone(impl: Impl, rng: random.Random) -> None:
    """init_params depends on its seed and on nothing else that is random"""
    depends_on_seed_alone(impl, rng, lambda module, seed: module.init_params([3, 4, 2], seed), [0])
    tells_seeds_apart(rng, lambda seed: impl.init_params([1, 2], seed))
    wanted = impl.init_params([3, 4, 2], 1)
    cleared = "params = init_params([3, 4, 2], 1)\n"
    cleared += "for i in range(4):\n    params[i].clear()\n"
    again = impl.run(cleared, "init_params([3, 4, 2], 1)")
    expect.equal(again, wanted, why="Only the lists of another call were emptied.")


def test_init_refuses_a_single_size(impl: Impl) -> None:
    """init_params raises ValueError for fewer than two sizes"""
    for layer_sizes in ([], [1], [3]):
        refuses(impl.init_params, layer_sizes, 1)


def test_init_refuses_small_sizes(impl: Impl) -> None:
    """init_params raises ValueError for a size below 1"""
    for layer_sizes in ([3, -1, 2], [-2, 3], [2, 3, 4, -5], [3, 0, 2], [0, 3], [3, 0]):
        refuses(impl.init_params, layer_sizes, 1)


@given(count=sizes(1, 20), batch_size=sizes(1, 8), seed=seeds)
@example(count=7, batch_size=3, seed=1)
@example(count=6, batch_size=3, seed=2)
@example(count=2, batch_size=5, seed=3)
@example(count=10, batch_size=4, seed=4)
@example(count=47, batch_size=11, seed=5)
@example(count=1200, batch_size=32, seed=6)
@example(count=4, batch_size=64, seed=7)
@example(count=129, batch_size=4, seed=8)
def test_every_index_once(impl: Impl, count: int, batch_size: int, seed: int) -> None:
    """minibatches puts every index into one batch; all but the last have batch_size of them"""
    batches = impl.minibatches(count, batch_size, seed)
    full, rest = divmod(count, batch_size)
    wanted = [batch_size] * full + [rest] * (rest > 0)
    found = [len(batch) for batch in batches]
    expect.holds(found == wanted, expected=f"batches of {wanted} indices", returned=batches)
    indices = sorted(i for batch in batches for i in batch)
    expect.holds(
        indices == list(range(count)) and all(type(i) is int for i in indices),
        expected=f"each of 0 … {count - 1} exactly once",
        returned=batches,
    )


@weight(2)
def test_seed_decides_order(impl: Impl, rng: random.Random) -> None:
    """minibatches can bring the samples into any order, and the seed alone decides which"""
    depends_on_seed_alone(impl, rng, lambda module, seed: module.minibatches(20, 6, seed), [0])
    tells_seeds_apart(rng, lambda seed: impl.minibatches(20, 6, seed))
    for batch_size in (6, 20):
        batches = impl.minibatches(20, batch_size, 0)
        order = [i for batch in batches for i in batch]
        why = "A fair shuffle practically never leaves twenty samples as they were."
        expect.holds(order != sorted(order), expected="another order", returned=batches, why=why)
    wanted = impl.minibatches(20, 6, 1)
    cleared = "batches = minibatches(20, 6, 1)\n"
    cleared += "for i in range(4):\n    batches[i].clear()\n"
    again = impl.run(cleared, "minibatches(20, 6, 1)")
    expect.equal(again, wanted, why="Only the lists of another call were emptied.")
    missing = set(permutations(range(4)))
    tries = 600  # a fair shuffle misses one of the 24 orders once in five thousand million runs
    for _ in range(tries):
        batches = impl.minibatches(4, 2, rng.randrange(2**31))
        missing.discard(tuple(i for batch in batches for i in batch))
    expect.holds(
        not missing,
        expected="each of the 24 orders of four samples for some seed",
        why=f"In {tries} calls like this one, each with another seed, {len(missing)} orders never "
        f"came up, such as {list(min(missing, default=()))}.",
    )


@weight(3)
@given(net=networks())
@example(net=ONE_LAYER)
@example(net=TWO_LAYERS)
@example(net=THREE_LAYERS)
@example(net=FOUR_LAYERS)
def test_forward(impl: Impl, net: Network) -> None:
    """forward has a sigmoid after every layer but the last, for any number of layers"""
    params, x, _ = net
    expect.close(impl.forward(params, x), oracles.mlp(params, x))


@weight(2)
@given(net=networks())
@example(net=ONE_LAYER)
@example(net=TWO_LAYERS)
@example(net=THREE_LAYERS)
@example(net=FOUR_LAYERS)
@example(net=EQUAL_SAMPLES)
def test_loss(impl: Impl, net: Network) -> None:
    """the loss of loss_and_grads is the mean cross-entropy of the samples"""
    loss, _ = loss_and_grads(impl, net)
    expect.close(loss, mean_loss(*net), name="loss")


@weight(4)
@settings(max_examples=15)
@given(net=networks())
@example(net=ONE_LAYER)
@example(net=TWO_LAYERS)
@example(net=THREE_LAYERS)
@example(net=FOUR_LAYERS)
@example(net=EQUAL_SAMPLES)
def test_gradients(impl: Impl, net: Network) -> None:
    """the grads of loss_and_grads are the gradients of that loss, in the structure of params"""
    params, x, labels = net
    _, grads = loss_and_grads(impl, net)
    expect.equal(
        [text.shape(g) for g in grads], [text.shape(p) for p in params], name="the shapes of grads"
    )
    for k in reversed(range(len(params))):

        def loss(at: Any, k: int = k) -> float:
            return mean_loss([*params[:k], at, *params[k + 1 :]], x, labels)

        expect.gradient(grads[k], loss, params[k], name=f"grads[{k}]")


@weight(3)
@settings(max_examples=15)
@given(
    net=networks(),
    epochs=st.integers(1, 3),
    spare=st.integers(0, 2),
    lr=st.sampled_from([0.1, 0.5, 1.5]),
    seed=seeds,
)
@example(net=TWO_LAYERS, epochs=1, spare=0, lr=0.5, seed=1)
@example(net=THREE_LAYERS, epochs=3, spare=5, lr=0.5, seed=2)
@example(net=ONE_LAYER, epochs=6, spare=0, lr=0.5, seed=4)
@example(net=LEARNED, epochs=4, spare=0, lr=0.5, seed=5)
@example(
    net=([[[2.0, 0.0]], [0.0, 0.0]], [[1.0], [1.0]], [0, 1]), epochs=3, spare=0, lr=9.0, seed=3
)
def test_one_batch_is_one_step(
    impl: Impl, net: Network, epochs: int, spare: int, lr: float, seed: int
) -> None:
    """train steps against the gradient; a batch of all samples makes one step per epoch"""
    params, x, labels = deepcopy(net)
    wanted, losses = deepcopy(params), []
    for _ in range(epochs):
        loss, grads = loss_and_grads(impl, (wanted, x, labels))
        losses.append(loss)
        wanted = stepped(wanted, grads, lr)
    size = len(x) + spare
    met = impl.train(params, x, labels, epochs=epochs, batch_size=size, lr=lr, seed=seed)
    expect.close(params, wanted, name="params", why="This is the step along your own gradients.")
    expect.close(met, losses, why="This is your own loss as it was before each step.")


@weight(2)
@settings(max_examples=15)
@given(net=networks(), epochs=st.integers(1, 3), batch_size=sizes(1, 5), seed=seeds)
@example(net=network([2, 3], 5), epochs=2, batch_size=2, seed=1)
@example(net=network([2, 3, 2], 4), epochs=3, batch_size=3, seed=2)
@example(net=network([2, 3], 50), epochs=2, batch_size=23, seed=3)
@example(net=network([2, 3], 13), epochs=2, batch_size=12, seed=4)
def test_losses(impl: Impl, net: Network, epochs: int, batch_size: int, seed: int) -> None:
    """train returns the mean loss over the samples, once for each epoch"""
    params, x, labels = deepcopy(net)
    loss, _ = loss_and_grads(impl, net)
    met = impl.train(params, x, labels, epochs=epochs, batch_size=batch_size, lr=0.0, seed=seed)
    why = f"With lr = 0 nothing is learned: every epoch meets your own loss, {loss:.6g}."
    expect.close(met, [loss] * epochs, why=why)


@weight(2)
def test_step_for_every_batch(impl: Impl, rng: random.Random) -> None:
    """train takes a step for every batch of a shuffled order, the short last one included"""
    for _ in range(8):
        params, x, labels = softmax_regression(rng, samples=5)
        before = deepcopy(params)
        impl.train(params, x, labels, epochs=1, batch_size=2, lr=1.0, seed=rng.randrange(2**31))
        ends = (end for _, end in epochs_of(before, x, labels, batch_size=2, lr=1.0))
        expect.holds(
            any(alike(params, end) for end in ends),
            expected="params that have learned two batches of two samples and then the fifth one",
            why=f"They are {shown(params)} now, and no order of the samples leads there.",
        )


def test_losses_as_met(impl: Impl, rng: random.Random) -> None:
    """train counts the loss of every batch as it was before its step"""
    for _ in range(4):
        params, x, labels = softmax_regression(rng, samples=4)
        before, seed = deepcopy(params), rng.randrange(2**31)
        met = impl.train(params, x, labels, epochs=1, batch_size=2, lr=1.0, seed=seed)
        epochs = epochs_of(before, x, labels, batch_size=2, lr=1.0)
        order = next((order for order, end in epochs if alike(params, end)), None)
        expect.holds(
            order is not None,
            expected="params that have learned two batches of two samples",
            why=f"They are {shown(params)} now, and no order of the samples leads there.",
        )
        total = 0.0
        for batch in (order[:2], order[2:]) if order else ():
            samples, known = [x[i] for i in batch], [labels[i] for i in batch]
            total += 2 * loss_and_grads(impl, (before, samples, known))[0]
            before = stepped(before, regression_gradients(before, samples, known), 1.0)
        expect.close(met, [total / 4], why="These are your own losses, before each of two steps.")


@weight(2)
def test_shuffled_anew(impl: Impl, rng: random.Random) -> None:
    """train shuffles the samples again in every epoch"""
    tries = 16  # a fair shuffle never brings a second order once in ten thousand million runs
    for _ in range(tries):
        params, x, labels = softmax_regression(rng, samples=3)
        start = deepcopy(params)
        impl.train(params, x, labels, epochs=2, batch_size=1, lr=1.0, seed=rng.randrange(2**31))
        paths = [
            (first, second)
            for first, middle in epochs_of(start, x, labels, batch_size=1, lr=1.0)
            for second, end in epochs_of(middle, x, labels, batch_size=1, lr=1.0)
            if alike(params, end)
        ]
        expect.holds(
            bool(paths),
            expected="params that have learned three samples one by one, twice",
            why=f"They are {shown(params)} now, and no orders of the samples lead there.",
        )
        if all(first != second for first, second in paths):
            return
    expect.holds(
        False,
        expected="the samples in another order in the second epoch",
        why=f"In {tries} calls like this one the order was the same in both epochs.",
    )


def test_train_from_seed_alone(impl: Impl, rng: random.Random) -> None:
    """train depends on its seed and on nothing else that is random"""
    net = softmax_regression(rng, samples=12)

    def trained(module: Impl, seed: int) -> tuple[list[float], Params]:
        params, x, labels = deepcopy(net)
        losses = module.train(params, x, labels, epochs=1, batch_size=1, lr=1.0, seed=seed)
        return losses, params

    depends_on_seed_alone(impl, rng, trained, [0])
    tells_seeds_apart(rng, lambda seed: trained(impl, seed))


def test_train_refuses_missing_labels(impl: Impl) -> None:
    """train changes nothing and raises ValueError if x and labels differ in number"""
    for params, x, labels in map(deepcopy, (ONE_LAYER, TWO_LAYERS, THREE_LAYERS)):
        for size in (1, 2, 9):
            for samples, known in ((x, labels[:-1]), (x[:-1], labels)):
                why = f"Samples: {len(samples)}; labels: {len(known)}."
                options = {"epochs": 1, "batch_size": size, "lr": 0.5, "seed": 1}
                refuses(impl.train, params, samples, known, why=why, **options)


def test_batch_size_is_at_least_one(impl: Impl) -> None:
    """minibatches and train raise ValueError if batch_size is below 1"""
    for size in (0, -1, -4, -6):
        refuses(impl.minibatches, 5, size, 1)
        refuses(impl.train, *deepcopy(ONE_LAYER), epochs=1, batch_size=size, lr=0.5, seed=1)


@weight(2)
@given(net=networks())
@example(net=ONE_LAYER)
@example(net=TWO_LAYERS)
@example(net=THREE_LAYERS)
@example(net=FOUR_LAYERS)
@example(
    net=([[[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]], [0.0] * 3], [[40.0, 50.0], [-2.0, -1.0]], [0, 0])
)
@example(net=([[[1.0, 1.00001]], [0.0, 0.0]], [[1.0]], [0]))
@example(net=([[[-3.0, -1.0, -2.0]], [0.0] * 3], [[1.0]], [0]))
def test_predict(impl: Impl, net: Network) -> None:
    """predict is the column of the largest logit of each sample"""
    params, x, _ = net
    logits = oracles.mlp(params, x)
    for row in logits:
        second, first = sorted(row)[-2:]
        assume(first - second > 1e-6)  # the summation order must not decide
    why = f"The logits are {text.value(logits, lambda v: f'{v:.6g}')}."
    expect.equal(impl.predict(params, x), [row.index(max(row)) for row in logits], why=why)


@given(logits=matrices(st.integers(0, 2).map(float), None, 3))
@example(logits=[[1.0, 1.0, 0.0], [0.0, 2.0, 2.0], [1.0, 1.0, 1.0]])
def test_predict_ties(impl: Impl, logits: Matrix) -> None:
    """predict takes the first of several largest logits"""
    same = [[[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]], [0.0, 0.0, 0.0]]
    why = "With these params the logits are x."
    expect.equal(impl.predict(same, logits), [row.index(max(row)) for row in logits], why=why)


@given(
    pairs=st.lists(st.tuples(digits, digits), min_size=1, max_size=9).map(
        lambda pairs: tuple(map(list, zip(*pairs, strict=True)))
    )
)
@example(pairs=([0, 1, 2, 4, 4, 4, 0], [0, 2, 1, 3, 3, 3, 0]))
@example(pairs=([3], [3]))
def test_accuracy(impl: Impl, pairs: tuple[list[int], list[int]]) -> None:
    """accuracy is the share of predictions that agree with their labels"""
    agree = sum(p == label for p, label in zip(*pairs, strict=True))
    expect.close(impl.accuracy(*pairs), Fraction(agree, len(pairs[0])))


def test_accuracy_refuses(impl: Impl) -> None:
    """accuracy raises ValueError if the lengths differ or both are empty"""
    for predicted, labels in (([], []), ([1], []), ([], [1]), ([1, 2], [1, 2, 3]), ([1, 2], [1])):
        why = f"Predictions: {len(predicted)}; labels: {len(labels)}."
        refuses(impl.accuracy, predicted, labels, why=why)


def refuses(
    function: Callable[..., object], *args: Any, why: str | None = None, **options: Any
) -> None:
    """The call raises ValueError."""
    expect.raises(ValueError, lambda: function(*args, **options), why=why)


def loss_and_grads(impl: Impl, net: Network) -> tuple[float, Params]:
    """The pair that loss_and_grads returns."""
    returned = impl.loss_and_grads(*net)
    expect.holds(len(returned) == 2, expected="a pair (loss, grads)", returned=returned)
    loss, grads = returned
    return loss, grads


def mean_loss(params: Params, x: Matrix, labels: list[int]) -> float:
    """The mean cross-entropy by its definition, sample by sample: fast, for moderate numbers."""
    return math.fsum(sample_loss(params, *pair) for pair in zip(x, labels, strict=True)) / len(x)


def sample_loss(params: Params, sample: list[float], label: int) -> float:
    """-log softmax(logits)[label] of one sample."""
    y = sample
    for k in range(0, len(params), 2):
        if k > 0:
            y = [1 / (1 + math.exp(-v)) for v in y]
        y = affine(y, params[k], params[k + 1])
    return math.log(math.fsum(map(math.exp, y))) - y[label]


def affine(sample: list[float], w: Matrix, b: list[float]) -> list[float]:
    """sample·w + b"""
    return [
        math.fsum([bias, *(v * row[j] for v, row in zip(sample, w, strict=True))])
        for j, bias in enumerate(b)
    ]


def softmax_regression(rng: random.Random, samples: int) -> Network:
    """A network of one layer, small enough to try every order of its samples."""

    def vector(size: int) -> list[float]:
        return [rng.randint(-200, 200) / 100 for _ in range(size)]

    labels = [k % 2 for k in range(samples)]
    return [[vector(2), vector(2)], vector(2)], [vector(2) for _ in labels], labels


def epochs_of(
    params: Params, x: Matrix, labels: list[int], batch_size: int, lr: float
) -> Iterator[tuple[tuple[int, ...], Params]]:
    """Each order of the samples, with the params after an epoch of softmax regression in it."""
    for order in permutations(range(len(x))):
        end = params
        for start in range(0, len(x), batch_size):
            batch = order[start : start + batch_size]
            grads = regression_gradients(end, [x[i] for i in batch], [labels[i] for i in batch])
            end = stepped(end, grads, lr)
        yield order, end


def regression_gradients(params: Params, x: Matrix, labels: list[int]) -> Params:
    """The gradients of the mean loss of a network of one layer, sample by sample."""
    w, b = params
    dw, db = [[0.0] * len(b) for _ in w], [0.0] * len(b)
    for sample, label in zip(x, labels, strict=True):
        powers = list(map(math.exp, affine(sample, w, b)))
        for j, power in enumerate(powers):
            error = (power / sum(powers) - (j == label)) / len(x)
            db[j] += error
            for k, v in enumerate(sample):
                dw[k][j] += v * error
    return [dw, db]


def stepped(params: Any, grads: Any, lr: float) -> Any:
    """params − lr·grads, as new lists."""
    if not isinstance(params, list):
        return params - lr * grads
    return [stepped(p, g, lr) for p, g in zip(params, grads, strict=True)]


def alike(a: Any, b: Any) -> bool:
    """Whether two structures hold the same numbers but for rounding."""
    if isinstance(a, list):
        return len(a) == len(b) and all(map(alike, a, b))
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)


def shown(params: Params) -> str:
    """Params as text, with the digits that matter."""
    return text.value(params, lambda v: f"{v:.6g}")
