"""Laws of layers and losses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from grader.judging.laws import draws
from grader.judging.laws.counts import MANY, pairs
from grader.judging.laws.objects import ObjectLaw, Question
from grader.judging.laws.values import LARGE, SPECIAL

Number = Callable[[], float]
Matrix = list[list[float]]

PLAIN = ("Sigmoid()", "Softmax()")


def two_of_a_kind(rng: Random) -> Iterator[Question]:
    """Two objects of a class in turn, each used twice, the second time with the same lists."""
    number = draws.plain(rng)
    for make in ("Linear(2, 2, seed=1)", *PLAIN):
        lists = {
            name: _matrix(2, 2, number)
            for name in ("x_1", "x_2", "x_3", "dy_1", "dy_2", "w_1", "w_2")
        }
        program = f"first = {make}\nsecond = {make}\n"
        if make.startswith("Linear"):
            program += _overwrite("first", "w_1") + _overwrite("second", "w_2")
        program += """\
y_1 = first(x_1)
y_2 = second(x_2)
dx_1 = first.backward(dy_1)
dx_2 = second.backward(dy_2)
g_1 = first.gradients()
g_2 = second.gradients()
x_1[0][:] = x_3[0]
x_1[1][:] = x_3[1]
y_3 = first(x_1)
dx_3 = first.backward(dy_2)
"""
        # As after a step of an optimiser.
        program += _overwrite("first", "w_2") if make.startswith("Linear") else ""
        program += "y_4 = first(x_2)\ndx_4 = first.backward(dy_2)\n"
        results = "[y_1, y_2, dx_1, dx_2, g_1, g_2, y_3, dx_3, y_4, dx_4]"
        yield Question(program, results, lists)
    for loss, wanted in (("MSELoss", "t"), ("CrossEntropyLoss", "labels")):
        inputs: dict[str, Any] = {f"p_{i}": _matrix(2, 3, number) for i in (1, 2, 3)}
        inputs |= {f"t_{i}": _matrix(2, 3, number) for i in (1, 2)}
        inputs |= {f"labels_{i}": [rng.randrange(3) for _ in range(2)] for i in (1, 2)}
        program = f"""\
first = {loss}()
second = {loss}()
l_1 = first(p_1, {wanted}_1)
l_2 = second(p_2, {wanted}_2)
d_1 = first.backward()
d_2 = second.backward()
p_1[0][:] = p_3[0]
p_1[1][:] = p_3[1]
l_3 = first(p_1, {wanted}_1)
d_3 = first.backward()
"""
        yield Question(program, "[l_1, l_2, d_1, d_2, l_3, d_3]", inputs)


def sequentials(rng: Random) -> Iterator[Question]:
    """Sequentials of one layer to four, twice each: the second time with other lists."""
    number = draws.plain(rng)
    for length in (1, 2, 3, 4, rng.randint(5, 9)):
        layers = [rng.choice(("Linear(2, 2, seed=3)", *PLAIN)) for _ in range(length)]
        inputs = {name: _matrix(3, 2, number) for name in ("x_1", "x_2", "dy_1", "dy_2", "w")}
        program, names = "", []
        for i, make in enumerate(layers):
            names.append(f"layer_{i}")
            program += f"layer_{i} = {make}\n"
            program += _overwrite(f"layer_{i}", "w") if make.startswith("Linear") else ""
        program += f"network = Sequential({', '.join(names)})\n"
        results = []
        for mark in "121212"[: 6 if length == 1 else 2]:
            program += f"y_{mark} = network(x_{mark})\ndx_{mark} = network.backward(dy_{mark})\n"
            program += f"g_{mark} = network.gradients()\n"
            results += [f"y_{mark}", f"dx_{mark}", f"g_{mark}"]
        results = list(dict.fromkeys(results))
        yield Question(program, f"[{', '.join(results)}, network.parameters()]", inputs)


def any_numbers(rng: Random) -> Iterator[Question]:
    """Numbers of every precision and magnitude, and the matrices in which shortcuts hide."""
    for _ in range(2):
        yield from _passes(rng, rng.randint(1, 3), rng.randint(1, 3), draws.wide(rng))
    for make in SPECIAL:
        n = rng.randint(2, 3)
        dy = make(n, rng) if rng.random() < 0.7 else None
        x = make(n, rng) if dy is None or rng.random() < 0.5 else None
        yield from _passes(rng, n, n, draws.numbers(rng), x, dy)
    for values in LARGE:
        x = [list(values), list(values[::-1])]
        yield from _passes(rng, 2, len(values), draws.numbers(rng), x=x, linear=False)
    for spread in (draws.grid, draws.stepped):
        x = spread(rng, 30, 5)
        yield from _passes(rng, 30, 5, lambda: rng.gauss(0, 1e3), x=x, linear=False)
    yield from _passes(rng, 2, 3, lambda: 1e9 * rng.uniform(1, 2))  # all positive: none cancel


def any_count(rng: Random) -> Iterator[Question]:
    """Any number of samples, of inputs and of outputs."""
    for n, m in pairs(rng):
        yield from _passes(rng, n, m, draws.numbers(rng), linear=m < MANY)


def _passes(
    rng: Random,
    n: int,
    m: int,
    number: Number,
    x: Matrix | None = None,
    dy: Matrix | None = None,
    *,
    linear: bool = True,
) -> Iterator[Question]:
    """A call and a backward of every layer and loss, with n samples of m numbers."""
    x, h = x or _matrix(n, m, number), rng.randint(1, 3)
    inputs: dict[str, Any] = {"x": x, "dy": dy or _matrix(n, m, number)}
    program, results = "", []
    if linear:
        inputs |= {"w": _matrix(m, h, number), "b": [number() for _ in range(h)]}
        inputs["dz"] = _matrix(n, h, number)
        program = f"linear = Linear({m}, {h}, seed={rng.randrange(1000)})\n"
        program += "parameters = linear.parameters()\n"
        program += "".join(f"parameters[0][{i}][:] = w[{i}]\n" for i in range(m))
        program += "parameters[1][:] = b\n"
        results = ["linear(x)", "linear.backward(dz)", "linear.gradients()"]
    for name, make in (("sigmoid", "Sigmoid"), ("softmax", "Softmax")):
        program += f"{name} = {make}()\n"
        results += [f"{name}(x)", f"{name}.backward(dy)"]
    inputs["labels"] = [rng.randrange(m) for _ in range(n)]
    program += "loss = CrossEntropyLoss()\n"
    results += ["loss(x, labels)", "loss.backward()"]
    if linear:
        program += "mse = MSELoss()\n"
        results += ["mse(x, dy)", "mse.backward()"]
    yield Question(program, f"[{', '.join(results)}]", inputs)


def _matrix(n: int, m: int, number: Number) -> Matrix:
    return [[number() for _ in range(m)] for _ in range(n)]


def _overwrite(layer: str, w: str) -> str:
    """Put w into the weight of a layer, and its first row into the bias."""
    return (
        f"p = {layer}.parameters()\n"
        + "".join(f"p[0][{i}][:] = {w}[{i}]\n" for i in range(2))
        + f"p[1][:] = {w}[0]\n"
    )


LAWS = (
    ObjectLaw("sequentials", "a Sequential may hold any number of layers", sequentials),
    ObjectLaw(
        "two_of_a_kind",
        "a layer remembers only its own latest call, and nothing of other layers",
        two_of_a_kind,
        "What a layer remembers is its own, and that of its latest call.",
    ),
    ObjectLaw(
        "any_numbers",
        "layers and losses are right for numbers of any size and precision, and special matrices",
        any_numbers,
    ),
    ObjectLaw(
        "any_count", "layers and losses take any number of samples and of columns", any_count
    ),
)
