"""The steps of an engine of tensors."""

from __future__ import annotations

from collections.abc import Callable
from math import exp
from random import Random
from typing import Any

from grader.judging.explain.objects.steps import Check, Inputs, Kind, Quantity, Refusal, Step
from grader.judging.laws.objects.tensors import STEPS

Matrix = list[list[float]]
_SHAPES = {"x": (2, 3), "y": (2, 3), "w": (3, 2), "b": (1, 3)}
_BY_ENTRIES = "loss = (a * Tensor(u)).sum()\nloss.backward()\n"
_BY_PRODUCTS = "loss = Tensor(rows) @ a @ Tensor(columns)\nloss.backward()\n"
_OF_NUMBER = ("loss = a * 0.7\nloss.backward()\n", "loss = a @ Tensor([[0.7]])\nloss.backward()\n")


def _draw(columns: int) -> Any:
    def draw(rng: Random) -> Inputs:
        def matrix(n: int, m: int) -> list[list[float]]:
            return [[round(rng.gauss(0, 1.5), 3) for _ in range(m)] for _ in range(n)]

        inputs: Inputs = {f"{leaf}_data": matrix(*shape) for leaf, shape in _SHAPES.items()}
        inputs["rows"], inputs["columns"] = matrix(1, 2), matrix(columns, 1)
        # Both passes hand the same gradient to the step.
        outer = [[r * c for [c] in inputs["columns"]] for r in inputs["rows"][0]]
        return inputs | {"u": outer}

    return draw


def _with_ones(inputs: Inputs) -> Inputs:
    ones = {name: [[1.0] * len(row) for row in inputs[name]] for name in ("u", "rows", "columns")}
    return inputs | ones


def _step(name: str, expression: str) -> Step:
    leaves = [leaf for leaf in _SHAPES if leaf in expression.replace("log_softmax", "")]
    makes = "".join(f"{leaf} = Tensor({leaf}_data)\n" for leaf in leaves)
    columns = 2 if name == "product" else 3
    sizes = ", ".join(f"{leaf} {n}×{m}" for leaf, (n, m) in _SHAPES.items() if leaf in leaves)
    return Step(
        f"a = {expression} ({sizes})",
        f"{makes}a = {expression}\n",
        _OF_NUMBER if name == "total" else (_BY_ENTRIES, _BY_PRODUCTS),
        Quantity("the value", "a.data"),
        (
            *(Quantity(f"the gradient for {leaf}", f"{leaf}.grad") for leaf in leaves),
            *(Quantity(f"{leaf}.data", f"{leaf}.data", is_input=True) for leaf in leaves),
        ),
        _draw(columns),
        {}
        if name == "total"
        else {
            "right for an upstream gradient of ones, but not for others that were tried": _with_ones
        },
        _FORMULAS.get(name, {}),
        is_basic=name == "total",
        leaf="a = Tensor(a.data)\n",
    )


def _turned(matrix: Matrix) -> Matrix:
    return [list(column) for column in zip(*matrix, strict=True)]


def _product(a: Matrix, b: Matrix) -> Matrix:
    """The product as loops over zip compute it also where the shapes do not fit."""
    columns = _turned(b)
    return [
        [sum(x * y for x, y in zip(row, column, strict=False)) for column in columns] for row in a
    ]


_UPSTREAM = "the upstream gradient"
# Of each step what people take for its gradients, by the end of the sentence "… is".
_FORMULAS: dict[str, dict[str, Callable[[Inputs], Any]]] = {
    "product": {
        f"x @ {_UPSTREAM}, where it should be xᵀ @ {_UPSTREAM}": lambda i: _product(
            i["x_data"], i["u"]
        ),
        f"{_UPSTREAM} @ xᵀ, where it should be xᵀ @ {_UPSTREAM}": lambda i: _product(
            i["u"], _turned(i["x_data"])
        ),
        f"the transpose of xᵀ @ {_UPSTREAM}": lambda i: _turned(
            _product(_turned(i["x_data"]), i["u"])
        ),
        f"{_UPSTREAM} @ w, where it should be {_UPSTREAM} @ wᵀ": lambda i: _product(
            i["u"], i["w_data"]
        ),
        f"w @ {_UPSTREAM}, where it should be {_UPSTREAM} @ wᵀ": lambda i: _product(
            i["w_data"], i["u"]
        ),
    },
    "bias": {
        f"{_UPSTREAM} summed over the columns, not over the rows": lambda i: [
            [sum(row) for row in i["u"]]
        ],
        f"{_UPSTREAM} summed over the columns of each row": lambda i: [
            [sum(row)] for row in i["u"]
        ],
        f"the first row of {_UPSTREAM}, without the others": lambda i: i["u"][:1],
        f"the last row of {_UPSTREAM}, without the others": lambda i: i["u"][-1:],
        f"{_UPSTREAM} averaged over the rows, not summed": lambda i: [
            [sum(c) / len(c) for c in zip(*i["u"], strict=True)]
        ],
        f"{_UPSTREAM} itself, not summed over the rows": lambda i: i["u"],
    },
    "sigmoid": {_UPSTREAM: lambda i: i["u"]},
    "log_softmax": {
        _UPSTREAM: lambda i: i["u"],
        f"{_UPSTREAM} minus the probabilities: they belong there times the row sum of "
        f"{_UPSTREAM}": lambda i: _less(i, lambda row: 1.0),
        f"{_UPSTREAM} minus the probabilities times the number of columns": lambda i: _less(
            i, lambda row: len(row)
        ),
    },
}


def _less(inputs: Inputs, factor: Callable[[list[float]], float]) -> Matrix:
    rows = []
    for x, u in zip(inputs["x_data"], inputs["u"], strict=True):
        total = sum(map(exp, x))
        rows.append([g - exp(v) / total * factor(u) for g, v in zip(u, x, strict=True)])
    return rows


_ORDER = sorted(STEPS.items(), key=lambda item: item[0] != "total")
_X = "x = Tensor([[1.0, -2.0, 0.5], [0.25, 3.0, -1.0]])\n"
KIND = Kind(
    tuple(_step(name, text) for name, text in _ORDER),
    (
        Check(
            _X,
            "x.shape",
            lambda got: got == (3, 2),
            "shape gives the columns first; it should be (rows, columns).",
        ),
        Check(
            _X + "y = Tensor([[3.0, 1.0, 2.0], [4.0, -1.0, 2.0]])\na = x * 2.0\nb = y * 5.0\n"
            "loss = a.sum()\nloss.backward()\n",
            "x.grad",
            lambda got: got == [[5.0] * 3] * 2,
            "The factor of a product with a number is kept in one place for all of them: a later "
            "product changes the gradient of an earlier one.",
        ),
    ),
    tuple(
        Refusal(what, f"{_X}{program}\n", "a.data")
        for what, program in {
            "a sum of a 2×3 and a 1×2 tensor": "a = x + Tensor([[1.0, 2.0]])",
            "a sum of a 2×3 and a 3×3 tensor": "a = x + Tensor([[1.0] * 3] * 3)",
            "a sum of a 2×3 and a 2×1 tensor": "a = x + Tensor([[1.0], [2.0]])",
            "a difference of a 2×3 and a 3×2 tensor": "a = x - Tensor([[1.0] * 2] * 3)",
            "an entrywise product of a 2×3 and a 3×2 tensor": "a = x * Tensor([[1.0] * 2] * 3)",
            "a product of a 2×3 and a 2×3 tensor": "a = x @ x",
            "backward from a 2×3 tensor": "x.backward()\na = x",
            "nll with a label too few": "a = nll(log_softmax(x), [0])",
            "nll with a label that equals the number of columns": "a = nll(log_softmax(x), [0, 3])",
            "nll with a negative label": "a = nll(log_softmax(x), [0, -1])",
        }.items()
    ),
)
