"""Laws of tensors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

from grader.judging.laws import draws
from grader.judging.laws.counts import MANY, pairs
from grader.judging.laws.objects import ObjectLaw, Question
from grader.judging.laws.values import SPECIAL

Number = Callable[[], float]
Matrix = list[list[float]]
STEPS = {
    "product": "x @ w",
    "sum": "x + y",
    "bias": "x + b",
    "difference": "x - y",
    "entries": "x * y",
    "number": "x * k",
    "sigmoid": "sigmoid(x)",
    "log_softmax": "log_softmax(x)",
    "total": "x.sum()",
}
FACTORS = (0, 1, -1, 2, 0.3, -2.5, 1e6, 0.0, -1e13)


def any_numbers(rng: Random) -> Iterator[Question]:
    """Numbers of any digits, matrices in which shortcuts hide, one tensor in both places."""
    for _ in range(2):
        yield from _steps(rng, rng.randint(1, 3), rng.randint(1, 3), draws.numbers(rng))
    for make in SPECIAL:
        n = rng.randint(2, 3)
        steps = rng.sample(list(STEPS), 5)
        yield from _steps(rng, n, n, draws.numbers(rng), x=make(n, rng), steps=steps)
    yield from _steps(rng, 2, 2, draws.numbers(rng), twice=True)
    flat = ("sigmoid", "log_softmax")
    for make in (draws.grid, draws.stepped):
        yield from _steps(rng, 9, 9, lambda: rng.gauss(0, 1e3), x=make(rng, 9, 9), steps=flat)
    # All of one sign, so that nothing cancels.
    steps = [name for name in STEPS if name not in flat]
    yield from _steps(rng, 2, 3, lambda: 1e9 * rng.uniform(1, 2), steps=steps)


def any_count(rng: Random) -> Iterator[Question]:
    """Any number of rows and of columns."""
    for n, m in pairs(rng):
        steps = rng.sample(list(STEPS), 2 if n * m == MANY else 4)
        yield from _steps(rng, n, m, draws.numbers(rng), steps=steps)


def two_of_a_kind(rng: Random) -> Iterator[Question]:
    """The same step twice with other matrices, in one graph; the second pass begins first."""
    number = draws.plain(rng)
    for name, step in STEPS.items():
        text = step.replace("k", "0.3")
        inputs: dict[str, Any] = {}
        program = ""
        for mark in "12":
            shapes = {"x": (2, 2), "y": (2, 2), "w": (2, 2), "b": (1, 2), "u": (2, 2)}
            for leaf, (n, m) in shapes.items():
                inputs[f"{leaf}_{mark}_data"] = [[number() for _ in range(m)] for _ in range(n)]
                program += f"{leaf}_{mark} = Tensor({leaf}_{mark}_data)\n"
            program += f"a_{mark} = {_marked(text, mark)}\n"
            if name != "total":
                program += f"loss_{mark} = (a_{mark} * u_{mark}).sum()\n"
            else:
                program += f"loss_{mark} = a_{mark} * 0.7\n"
        inputs["labels_1"], inputs["labels_2"] = [0, 1], [1, 1]
        program += "both = loss_1 + loss_2\nloss_2.backward()\nloss_1.backward()\nboth.backward()\n"
        leaves = [leaf for leaf in "xywb" if leaf in text.replace("log_softmax", "")]
        grads = ", ".join(f"{leaf}_{mark}.grad" for mark in "12" for leaf in leaves)
        yield Question(program, f"[both.data, {grads}]", inputs)


def _marked(text: str, mark: str) -> str:
    plain = text.replace("log_softmax", "LOG").replace("sigmoid", "SIGMOID")
    for name in "xywb":
        plain = plain.replace(name, f"{name}_{mark}")
    return plain.replace("LOG", "log_softmax").replace("SIGMOID", "sigmoid")


def _steps(
    rng: Random,
    n: int,
    m: int,
    number: Number,
    x: Matrix | None = None,
    *,
    twice: bool = False,
    steps: Sequence[str] = tuple(STEPS),
) -> Iterator[Question]:
    """Every step on n×m tensors in one program, each with a backward from a weighted sum."""
    h = rng.randint(1, 3)
    shapes = {"y": (n, m), "w": (m, h), "b": (1, m), "u": (n, m), "v": (n, h)}
    inputs: dict[str, Any] = {
        leaf: [[number() for _ in range(columns)] for _ in range(rows)]
        for leaf, (rows, columns) in shapes.items()
    }
    inputs["x"] = x or [[number() for _ in range(m)] for _ in range(n)]
    inputs["labels"] = [rng.randrange(m) for _ in range(n)]
    program, results = "", []
    for name in steps:
        text = STEPS[name].replace("k", str(rng.choice(FACTORS)))
        leaves = [leaf for leaf in "xywb" if leaf in text.replace("log_softmax", "")]
        program += "".join(f"{leaf}_ = Tensor({leaf})\n" for leaf in {*leaves, "u", "v"})
        expression = _marked(text, "").replace("__", "_")
        if twice and name in ("product", "sum", "difference", "entries"):
            expression = expression.replace("y_", "x_").replace("w_", "x_")
            leaves = ["x"]
            program += "v_ = u_\n"
        weight = {"product": "v_", "total": ""}.get(name, "u_")
        program += f"a_{name} = {expression}\n"
        program += f"loss = (a_{name} * {weight}).sum()\n" if weight else f"loss = a_{name} * 0.7\n"
        program += "loss.backward()\n"
        program += f"r_{name} = [a_{name}.data, {', '.join(f'{leaf}_.grad' for leaf in leaves)}]\n"
        results.append(f"r_{name}")
    program += "x_ = Tensor(x)\nloss = nll(x_, labels) * 1.5\nloss.backward()\n"
    results += ["loss.data", "x_.grad"]
    yield Question(program, f"[{', '.join(results)}]", inputs)


LAWS = (
    ObjectLaw(
        "any_numbers",
        "every step is right for numbers of any precision, special matrices, a tensor with itself",
        any_numbers,
    ),
    ObjectLaw("any_count", "tensors may have any number of rows and of columns", any_count),
    ObjectLaw(
        "two_of_a_kind",
        "one operation used twice in a graph, on different matrices, is two separate steps",
        two_of_a_kind,
        "What a step remembers is its own.",
    ),
)
