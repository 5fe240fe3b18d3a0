"""Properties of layers and losses: objects that remember their latest call."""

import random
from fractions import Fraction
from math import sqrt
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from grader.judging import expect, weight
from grader.judging.inputs import oracles, seeded
from grader.judging.inputs.strategies import (
    Matrix,
    Vector,
    extremes,
    gaussians,
    labelled,
    matrices,
    vectors,
)
from grader.judging.proxy import Impl

Batch = tuple[Matrix, list[int]]
Pair = tuple[Matrix, Matrix]
LinearCall = tuple[Matrix, Vector, Matrix, Matrix]

# Layers from 3 columns to 3, as the programs of the tests make them.
LAYERS = [
    "Linear(3, 3, seed=7)",
    "Sigmoid()",
    "Softmax()",
    "Sequential(Linear(3, 3, seed=7), Sigmoid(), Linear(3, 3, seed=8), Softmax())",
]
layers = st.sampled_from(LAYERS)

OVERWRITE = """\
for i in range(3):
    other.parameters()[0][i][:] = [1.0, 1.0, 1.0]
other.parameters()[1][:] = [1.0, 1.0, 1.0]
"""

NETWORK = """\
first, middle, last = Linear(3, 3, seed=7), Sigmoid(), Linear(3, 3, seed=8)
network = Sequential(first, middle, last)
"""


@st.composite
def pairs(draw: DrawFn) -> Pair:
    """A batch x and an upstream gradient dy of one shape."""
    n, m = draw(st.tuples(st.integers(2, 3), st.integers(2, 3)))
    return draw(matrices(gaussians, n, m)), draw(matrices(gaussians, n, m))


@st.composite
def large_pairs(draw: DrawFn) -> Pair:
    """A batch of numbers hundreds away from zero and, in a row, from each other, and a dy."""
    hundreds = st.integers(-100, 100).filter(bool).map(lambda n: 100.0 * n)
    row = st.lists(hundreds, min_size=3, max_size=3, unique=True)
    return draw(st.lists(row, min_size=2, max_size=2)), draw(matrices(gaussians, 2, 3))


@st.composite
def batches(draw: DrawFn, *rows: int) -> list[Pair]:
    """A batch x and its dy, both n×3, for each number of rows n."""
    return [(draw(matrices(gaussians, n, 3)), draw(matrices(gaussians, n, 3))) for n in rows]


@st.composite
def linear_calls(draw: DrawFn) -> LinearCall:
    """Weight, bias, x and dy of a linear layer that is not square."""
    fan_in, fan_out = draw(st.sampled_from([(3, 2), (2, 3), (1, 3), (4, 2)]))
    n = draw(st.integers(2, 4))
    w, b = draw(matrices(gaussians, fan_in, fan_out)), draw(vectors(gaussians, fan_out))
    return w, b, draw(matrices(gaussians, n, fan_in)), draw(matrices(gaussians, n, fan_out))


CALL: LinearCall = ([[1, 2], [0, -1], [3, 1]], [5, -2], [[1, 0, 2], [-1, 1, 0]], [[1, 2], [0, 3]])
SINGLE_CALL: LinearCall = ([[1, 2, 0], [0, 3, 1]], [1, -1, 2], [[2, 3]], [[1, 0, 2]])
PAIR: Pair = ([[1.0, -2.0, 0.5], [0.0, 3.0, -1.0]], [[0.5, 1.0, -2.0], [2.0, -1.0, 1.5]])


def new_linear(w: Matrix) -> str:
    """The program that makes a Linear of the weight w and the bias b, and calls it with x."""
    return f"""\
layer = Linear(len(w), len(b), seed=1)
layer(x)
weight, bias = layer.parameters()
for i in range({len(w)}):
    weight[i][:] = w[i]
bias[:] = b
y = layer(x)
"""


def zeros_into(name: str, rows: Matrix) -> str:
    """The program that sets to zero whatever the list `name`, of the shape of rows, holds."""
    return f"for i in range({len(rows)}):\n    {name}[i][:] = {[0.0] * len(rows[0])}\n"


@settings(max_examples=4)
@given(shape=st.sampled_from([(40, 25), (25, 40)]), seed=st.integers(0, 2**32))
@example(shape=(40, 25), seed=1)
@example(shape=(25, 40), seed=2)
def test_linear_starts_glorot_uniform(impl: Impl, shape: tuple[int, int], seed: int) -> None:
    """Linear starts with a Glorot uniform weight, a row for each input, and a bias of zeros"""
    program = f"layer = Linear({shape[0]}, {shape[1]}, seed={seed})"
    parameters = impl.run(program, "layer.parameters()")
    expect.holds(len(parameters) == 2, expected="[weight, bias]", returned=parameters)
    weight, bias = parameters
    expect.close(bias, [0.0] * shape[1], tolerance=0, name="bias")
    expect.holds(
        [len(row) for row in weight] == [shape[1]] * shape[0],
        expected=f"a weight of {shape[0]} rows and {shape[1]} columns",
        returned=weight,
        why="It has a row for each input and a column for each output.",
    )
    limit = sqrt(6 / sum(shape))
    drawn = sorted(value for row in weight for value in row)
    reach = f"They lie between {drawn[0]:.4f} and {drawn[-1]:.4f}."
    expect.holds(
        -limit <= drawn[0] and drawn[-1] <= limit,
        expected=f"weights in ±sqrt(6/(fan_in + fan_out)) = ±{limit:.4f}",
        why=reach,
    )
    expect.holds(
        farthest_from_uniform(drawn, limit) < 0.1,
        expected=f"weights spread evenly over ±sqrt(6/(fan_in + fan_out)) = ±{limit:.4f}",
        why=f"{reach} Some part of the range holds far too many or too few.",
    )
    expect.holds(
        len({*map(tuple, weight), (0,) * shape[1]}) == 1 + shape[0]
        and len({*zip(*weight, strict=True), (0,) * shape[0]}) == 1 + shape[1],
        expected="a weight in which no two rows and no two columns are equal, and none is all 0",
    )


def test_linear_depends_on_its_seed_alone(impl: Impl, rng: random.Random) -> None:
    """Linear draws its weight from its seed alone, in every process, not from global state"""
    seed = rng.randrange(2**32)
    program = f"layer = Linear(4, 3, seed={seed})"
    state = rng.randrange(2**32)
    impl.seed_global_random(state)
    weight = impl.run(program, "layer.parameters()")
    expect.holds(
        impl.global_random() == random.Random(state).random(),
        expected="a global random generator that nobody has seeded or drawn from",
    )
    again, elsewhere = (where.run(program, "layer.parameters()") for where in (impl, impl.fresh()))
    expect.equal(again, weight, why="The same seed gave another layer.")
    expect.equal(elsewhere, weight, why="The same seed gave another layer in a new process.")
    for further in seeded.FURTHER:
        program = f"layer = Linear(4, 3, seed={seed + further})"
        other = impl.run(program, "layer.parameters()")
        expect.holds(other != weight, expected=f"another weight than that of seed {seed}")
    seeded.tells_seeds_apart(
        rng, lambda seed: impl.run(f"layer = Linear(2, 1, seed={seed})", "layer.parameters()")
    )


@weight(2)
@settings(max_examples=15)
@given(call=linear_calls())
@example(call=CALL)
@example(call=SINGLE_CALL)
def test_linear_forward(impl: Impl, call: LinearCall) -> None:
    """Linear returns x·weight + bias for what the lists of its parameters() hold at the call"""
    w, b, x, _ = call
    expect.close(impl.run(new_linear(w), "y", w=w, b=b, x=x), oracles.linear(x, w, b))


@weight(2)
@settings(max_examples=15)
@given(call=linear_calls())
@example(call=CALL)
@example(call=SINGLE_CALL)
def test_linear_backward(impl: Impl, call: LinearCall) -> None:
    """Linear's backward returns the gradient for x; gradients() holds those of weight and bias"""
    w, b, x, dy = call
    program = new_linear(w) + "dx = layer.backward(dy)\n"
    dx, gradients = impl.run(program, "[dx, layer.gradients()]", w=w, b=b, x=x, dy=dy)
    expect.gradient(dx, lambda at: oracles.dot(oracles.linear(at, w, b), dy), x, name="dx")
    expect.holds(len(gradients) == 2, expected="two gradients, for the weight and for the bias")
    dw, db = gradients
    expect.gradient(dw, lambda at: oracles.dot(oracles.linear(x, at, b), dy), w, name="dw")
    expect.gradient(db, lambda at: oracles.dot(oracles.linear(x, w, at), dy), b, name="db")
    expect.close(dx, oracles.matmul(dy, oracles.transpose(w)), name="dx")
    expect.close(dw, oracles.matmul(oracles.transpose(x), dy), name="dw")
    expect.close(db, oracles.matmul([[1.0] * len(dy)], dy)[0], name="db")


@settings(max_examples=15)
@given(pair=pairs())
@example(pair=PAIR)
@example(pair=([[1.0]], [[3.0]]))
def test_sigmoid_layer(impl: Impl, pair: Pair) -> None:
    """Sigmoid returns the sigmoid of x, and its backward the gradient for x"""
    x, dy = pair
    y, dx = impl.run("layer = Sigmoid()\ny = layer(x)", "[y, layer.backward(dy)]", x=x, dy=dy)
    expect.close(y, oracles.sigmoid(x), name="y")
    expect.gradient(dx, lambda at: oracles.dot(oracles.sigmoid(at), dy), x, name="dx")
    expect.close(dx, sigmoid_gradient(x, dy), name="dx")


@settings(max_examples=15)
@given(pair=pairs())
@example(pair=PAIR)
@example(pair=([[1.0, 2.0]], [[3.0, 1.0]]))
def test_softmax_layer(impl: Impl, pair: Pair) -> None:
    """Softmax returns the softmax of each row of x, and its backward the gradient for x"""
    x, dy = pair
    y, dx = impl.run("layer = Softmax()\ny = layer(x)", "[y, layer.backward(dy)]", x=x, dy=dy)
    expect.close(y, oracles.softmax(x), name="y")
    expect.gradient(dx, lambda at: oracles.dot(oracles.softmax(at), dy), x, name="dx")
    expect.close(dx, softmax_gradient(x, dy), name="dx")


@settings(max_examples=10)
@given(pair=large_pairs())
@example(pair=([[-1000.0, 1000.0], [900.0, -800.0]], [[1.0, 2.0], [-1.0, 3.0]]))
def test_activations_of_large_inputs(impl: Impl, pair: Pair) -> None:
    """Sigmoid and Softmax are finite and right for large inputs, forwards and backwards"""
    x, dy = pair
    y, dx = impl.run("layer = Sigmoid()\ny = layer(x)", "[y, layer.backward(dy)]", x=x, dy=dy)
    expect.close(y, oracles.sigmoid(x), name="y")
    expect.close(dx, sigmoid_gradient(x, dy), name="dx")
    y, dx = impl.run("layer = Softmax()\ny = layer(x)", "[y, layer.backward(dy)]", x=x, dy=dy)
    expect.close(y, oracles.softmax(x), name="y")
    expect.close(dx, softmax_gradient(x, dy), name="dx")


def test_no_parameters(impl: Impl) -> None:
    """Sigmoid and Softmax have no parameters and no gradients: both lists are empty"""
    x, dy = PAIR
    for make in ("Sigmoid()", "Softmax()"):
        program = f"layer = {make}\nlayer(x)\nlayer.backward(dy)"
        lists = impl.run(program, "[layer.parameters(), layer.gradients()]", x=x, dy=dy)
        expect.equal(lists, [[], []])


@weight(3)
@settings(max_examples=8)
@given(calls=batches(2))
@example(calls=[PAIR])
@example(calls=[([[1.0, 2.0, 3.0]], [[1.0, -1.0, 2.0]])])
def test_sequential(impl: Impl, calls: list[Pair]) -> None:
    """Sequential chains its layers and joins their parameters and gradients into flat lists"""
    [(x, dy)] = calls
    parameters, own = impl.run(
        NETWORK, "[network.parameters(), [first.parameters(), last.parameters()]]"
    )
    wanted = own[0] + own[1]
    expect.close(parameters, wanted, name="network.parameters()", why="Those are the layers' own.")
    program = """\
network.parameters()[1][0] = network.parameters()[3][0] = 0.5
found = [network(x), network.backward(dy), network.parameters(), network.gradients()]
y = last(middle(first(x)))
dx = first.backward(middle.backward(last.backward(dy)))
"""
    lists = "[first.parameters(), last.parameters(), first.gradients(), last.gradients()]"
    found, y, dx, lists = impl.run(NETWORK + program, f"[found, y, dx, {lists}]", x=x, dy=dy)
    why = "The layers, called by hand in turn, give that."
    expected = [y, dx, lists[0] + lists[1], lists[2] + lists[3]]
    agree(["y", "dx", "network.parameters()", "network.gradients()"], found, expected, why)


@settings(max_examples=5)
@given(calls=batches(2), seed=st.integers(0, 2**32))
@example(calls=[PAIR], seed=5)
def test_sequential_in_sequential(impl: Impl, calls: list[Pair], seed: int) -> None:
    """a Sequential inside a Sequential is a layer like any other"""
    [(x, dy)] = calls
    program = f"""\
flat = Sequential(Linear(3, 2, seed={seed}), Sigmoid(), Linear(2, 3, seed={seed + 1}))
part = Sequential(Linear(3, 2, seed={seed}), Sigmoid())
nested = Sequential(part, Linear(2, 3, seed={seed + 1}))
expected = [flat(x), flat.backward(dy), flat.parameters(), flat.gradients()]
found = [nested(x), nested.backward(dy), nested.parameters(), nested.gradients()]
"""
    found, expected = impl.run(program, "[found, expected]", x=x, dy=dy)
    names = ["y", "dx", "nested.parameters()", "nested.gradients()"]
    agree(names, found, expected, "The same layers give that without the inner one.")


def test_backward_needs_a_call(impl: Impl) -> None:
    """backward before any call raises RuntimeError, for a layer and for a loss"""
    x, dy = PAIR
    linear = impl.Linear(3, 3, seed=7)
    for layer in (linear, impl.Sigmoid(), impl.Softmax(), impl.Sequential(linear)):
        expect.raises(RuntimeError, lambda layer=layer: layer.backward(dy))  # type: ignore[misc]
    for layer in (linear, impl.Sigmoid(), impl.Softmax(), impl.Sequential(linear)):
        layer(x)
        layer.backward(dy)
    for loss in (impl.CrossEntropyLoss(), impl.MSELoss()):
        expect.raises(RuntimeError, loss.backward)


@weight(2)
@settings(max_examples=8)
@given(make=layers, calls=batches(3, 2, 1, 4))
@example(make=LAYERS[0], calls=[PAIR, PAIR, PAIR, PAIR[::-1]])
@example(make=LAYERS[1], calls=[PAIR, PAIR, PAIR, PAIR[::-1]])
@example(make=LAYERS[2], calls=[PAIR, PAIR, PAIR, PAIR[::-1]])
@example(make=LAYERS[3], calls=[PAIR, PAIR, PAIR, PAIR[::-1]])
def test_backward_answers_for_the_latest_call(impl: Impl, make: str, calls: list[Pair]) -> None:
    """backward and gradients() answer for the latest call, whatever came before it"""
    (x_1, dy_1), (x_2, dy_2), (x_3, _), (x, dy) = calls
    program = f"""\
layer = {make}
layer(x_1)
layer.backward(dy_1)
layer(x_2)
layer.backward(dy_2)
layer(x_3)
layer(x)
dx = layer.backward(dy)
new = {make}
new(x)
expected = [new.backward(dy), new.gradients()]
found = [dx, layer.gradients()]
"""
    inputs: dict[str, Any] = {"x_1": x_1, "dy_1": dy_1, "x_2": x_2, "dy_2": dy_2}
    inputs |= {"x_3": x_3, "x": x, "dy": dy}
    found, expected = impl.run(program, "[found, expected]", **inputs)
    why = "A new layer that has had only this call gives that."
    agree(["dx", "gradients()"], found, expected, why)


@settings(max_examples=8)
@given(make=layers, calls=batches(2, 2))
@example(make=LAYERS[0], calls=[PAIR, PAIR[::-1]])
@example(make=LAYERS[1], calls=[PAIR, PAIR[::-1]])
@example(make=LAYERS[2], calls=[PAIR, PAIR[::-1]])
@example(make=LAYERS[3], calls=[PAIR, PAIR[::-1]])
def test_backward_may_be_repeated(impl: Impl, make: str, calls: list[Pair]) -> None:
    """backward and gradients() may be asked again for one call, and answer as at first"""
    (x, dy), (_, other) = calls
    program = f"""\
layer = {make}
layer(x)
layer.backward(other)
layer.gradients()
dx = layer.backward(dy)
layer.gradients()
new = {make}
new(x)
expected = [new.backward(dy), new.gradients()]
found = [dx, layer.gradients()]
"""
    found, expected = impl.run(program, "[found, expected]", other=other, x=x, dy=dy)
    agree(["dx", "gradients()"], found, expected, "A new layer gives that at its first backward.")


@settings(max_examples=8)
@given(make=layers, calls=batches(2, 2))
@example(make=LAYERS[0], calls=[PAIR, PAIR[::-1]])
@example(make=LAYERS[1], calls=[PAIR, PAIR[::-1]])
@example(make=LAYERS[2], calls=[PAIR, PAIR[::-1]])
@example(make=LAYERS[3], calls=[PAIR, PAIR[::-1]])
def test_what_was_returned_stays(impl: Impl, make: str, calls: list[Pair]) -> None:
    """outputs, dx and gradients keep their values when the layer is used again"""
    (x, dy), (other_x, other_dy) = calls
    program = f"""\
layer = {make}
kept = [layer(x), layer.backward(dy), layer.gradients()]
layer(other_x)
layer.backward(other_dy)
new = {make}
expected = [new(x), new.backward(dy), new.gradients()]
"""
    inputs: dict[str, Any] = {"x": x, "dy": dy, "other_x": other_x, "other_dy": other_dy}
    kept, expected = impl.run(program, "[kept, expected]", **inputs)
    why = "That is what it was before the layer was used again."
    agree(["y", "dx", "gradients()"], kept, expected, why)


@settings(max_examples=8)
@given(make=layers, calls=batches(3, 2))
@example(make=LAYERS[0], calls=[PAIR, PAIR[::-1]])
@example(make=LAYERS[1], calls=[PAIR, PAIR[::-1]])
@example(make=LAYERS[2], calls=[PAIR, PAIR[::-1]])
@example(make=LAYERS[3], calls=[PAIR, PAIR[::-1]])
def test_layers_are_independent(impl: Impl, make: str, calls: list[Pair]) -> None:
    """two layers of one kind and seed know nothing of each other"""
    (x, dy), (other_x, other_dy) = calls
    program = f"""\
new = {make}
expected = [new(x), new.backward(dy), new.gradients()]
layer, other = {make}, {make}
{OVERWRITE if make == LAYERS[0] else ""}y = layer(x)
other(other_x)
dx = layer.backward(dy)
other.backward(other_dy)
found = [y, dx, layer.gradients()]
"""
    inputs: dict[str, Any] = {"x": x, "dy": dy, "other_x": other_x, "other_dy": other_dy}
    found, expected = impl.run(program, "[found, expected]", **inputs)
    why = "A layer gives that while there is no other."
    agree(["y", "dx", "gradients()"], found, expected, why)


@settings(max_examples=8)
@given(make=layers, calls=batches(2))
@example(make=LAYERS[0], calls=[PAIR])
@example(make=LAYERS[1], calls=[PAIR])
@example(make=LAYERS[2], calls=[PAIR])
def test_arguments_stay_the_callers(impl: Impl, make: str, calls: list[Pair]) -> None:
    """no layer or loss changes its arguments or hands out their rows"""
    [(x, dy)] = calls
    program = f"""\
layer = {make}
y = layer(x)
dx = layer.backward(dy)
"""
    program += zeros_into("y", x) + zeros_into("dx", x)
    found = impl.run(program, "[x, dy]", x=x, dy=dy)
    agree(["x", "dy"], found, [x, dy], "Only rows of y and dx were set to zero.")
    for loss, target in (("CrossEntropyLoss", [0] * len(x)), ("MSELoss", dy)):
        program = f"""\
loss = {loss}()
loss(x, target)
dx = loss.backward()
"""
        program += zeros_into("dx", x)
        found = impl.run(program, "[x, target]", x=x, target=target)
        agree(["x", "target"], found, [x, target], "Only rows of dx were set to zero.")


@weight(2)
@settings(max_examples=15)
@given(batch=labelled(gaussians | extremes, rows=st.integers(2, 3)))
@example(batch=([[1.0, 2.0, 0.0], [0.5, -1.0, 3.0]], [2, 0]))
@example(batch=([[1000.0, 999.0], [0.0, -1000.0], [0.0, 1.0]], [1, 1, 0]))
@example(batch=([[1.0, 2.0]], [0]))
def test_cross_entropy_loss(impl: Impl, batch: Batch) -> None:
    """CrossEntropyLoss is the mean cross-entropy of logits, its backward the gradient for them"""
    logits, labels = batch
    program = "loss = CrossEntropyLoss()\nvalue = loss(logits, labels)"
    value, gradient = impl.run(program, "[value, loss.backward()]", logits=logits, labels=labels)
    expect.close(value, oracles.cross_entropy(logits, labels), name="value")
    expect.close(gradient, oracles.cross_entropy_gradient(logits, labels), name="gradient")


@weight(2)
@settings(max_examples=15)
@given(pair=pairs())
@example(pair=PAIR)
@example(pair=([[1.0, 2.0]], [[0.0, 5.0]]))
def test_mse_loss(impl: Impl, pair: Pair) -> None:
    """MSELoss is the squared error averaged over rows, its backward the gradient for predictions"""
    predicted, target = pair
    program = "loss = MSELoss()\nvalue = loss(predicted, target)"
    value, gradient = impl.run(
        program, "[value, loss.backward()]", predicted=predicted, target=target
    )
    expect.close(value, oracles.mse(predicted, target), name="value")
    expect.close(gradient, mse_gradient(predicted, target), name="gradient")


@settings(max_examples=8)
@given(calls=batches(3, 2, 2))
@example(calls=[PAIR, PAIR, PAIR[::-1]])
def test_loss_answers_for_the_latest_call(impl: Impl, calls: list[Pair]) -> None:
    """a loss's backward answers for the latest call, as often as it is asked"""
    (x_1, y_1), (x_2, y_2), (x, y) = calls
    inputs: dict[str, Any] = {"x_1": x_1, "x_2": x_2, "x": x}
    program = "loss(x_1, t_1)\nloss.backward()\nloss(x_2, t_2)\nloss(x, t)\nloss.backward()\n"
    gradient = impl.run(
        "loss = MSELoss()\n" + program, "loss.backward()", **inputs, t_1=y_1, t_2=y_2, t=y
    )
    expect.close(gradient, mse_gradient(x, y))
    labels: dict[str, Any] = {"t_1": [0, 1, 2][: len(x_1)], "t_2": [2, 0], "t": [1, 2]}
    program = "loss = CrossEntropyLoss()\n" + program
    gradient = impl.run(program, "loss.backward()", **inputs, **labels)
    expect.close(gradient, oracles.cross_entropy_gradient(x, labels["t"]))


def agree(names: list[str], found: list[Any], expected: list[Any], why: str) -> None:
    """Each part that was found is the one expected."""
    for name, part, wanted in zip(names, found, expected, strict=True):
        expect.close(part, wanted, name=name, why=why)


def farthest_from_uniform(values: Vector, limit: float) -> float:
    """How far the share of sorted values below a point is from an even spread's over ±limit."""
    n = len(values)
    shares = [(value + limit) / (2 * limit) for value in values]
    return max(max((i + 1) / n - share, share - i / n) for i, share in enumerate(shares))


def sigmoid_gradient(x: Matrix, dy: Matrix) -> list[list[Fraction]]:
    """dy·y·(1 - y) for y = sigmoid(x), entry by entry."""
    return [
        [Fraction(p) * (1 - Fraction(p)) * Fraction(g) for p, g in zip(*rows, strict=True)]
        for rows in zip(oracles.sigmoid(x), dy, strict=True)
    ]


def softmax_gradient(x: Matrix, dy: Matrix) -> list[list[Fraction]]:
    """The sum over j of dy[j]·y[j]·((i = j) - y[i]) for y = softmax(x), row by row."""
    result = []
    for y_row, dy_row in zip(oracles.softmax(x), dy, strict=True):
        y = [Fraction(p) for p in y_row]
        flow = [p * Fraction(g) for p, g in zip(y, dy_row, strict=True)]
        result.append([f - p * sum(flow) for p, f in zip(y, flow, strict=True)])
    return result


def mse_gradient(predicted: Matrix, target: Matrix) -> list[list[Fraction]]:
    """2·(predicted - target)/rows, entry by entry."""
    return [
        [
            Fraction(2, len(predicted)) * (Fraction(p) - Fraction(t))
            for p, t in zip(*rows, strict=True)
        ]
        for rows in zip(predicted, target, strict=True)
    ]
