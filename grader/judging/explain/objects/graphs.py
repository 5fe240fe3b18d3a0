"""The steps of an engine of numbers: operators and functions of variables, single functions."""

from __future__ import annotations

from random import Random

from grader.judging.explain.objects.steps import Check, Inputs, Kind, Quantity, Refusal, Step
from grader.judging.laws.objects.variables import FUNCTIONS, OPERATORS, POWERS


def _draw(rng: Random) -> Inputs:
    x, y = (round(rng.choice((-1, 1)) * rng.uniform(0.3, 2.5), 3) for _ in range(2))
    z, factor = round(rng.uniform(0.3, 2.5), 3), round(rng.uniform(1.5, 3), 3)
    return {"x_data": x, "y_data": y, "z_data": z, "factor": factor, "k": 2.5}


def _with_one(inputs: Inputs) -> Inputs:
    return inputs | {"factor": 1.0}


def _step(expression: str) -> Step:
    leaves = [leaf for leaf in "xyz" if leaf in expression.replace("exp", "")]
    makes = "".join(f"{leaf} = Variable({leaf}_data)\n" for leaf in leaves)
    return Step(
        f"a = {expression}",
        f"{makes}a = {expression}\n",
        ("b = a * factor\nb.backward()\n", "b = a + a\nb.backward()\n"),
        Quantity("the value", "a.data"),
        tuple(Quantity(f"the gradient for {leaf}", f"{leaf}.grad") for leaf in leaves),
        _draw,
        {"right for an upstream gradient of 1, but not for others that were tried": _with_one},
        leaf="a = Variable(a.data)\n",
    )


_TWO = "x = Variable({})\ny = Variable({})\na = x * 2\nb = y * 3\nc = a + b\nc.backward()\n"

GRAPH = Kind(
    tuple(_step(text) for text in (*OPERATORS, *POWERS, *FUNCTIONS)),
    (
        Check(
            _TWO.format(0.5, 0.5),
            "[x.grad, y.grad]",
            lambda got: got in ([5.0, None], [None, 5.0], [5.0, 5.0], [2.0, None], [None, 3.0]),
            "Two variables of one value are taken for one: tell them apart by identity, not by "
            "what they hold.",
            should_hold=_TWO.format(0.5, 0.75),
        ),
    ),
)


def _function(name: str) -> Step:
    return Step(
        f"{name}()(x)",
        f"{name}()(Variable(0.0))\nf = {name}()\nx = Variable(x_data)\na = f(x)\n",
        ("slope = f.backward(factor)\n",),
        Quantity("the value", "a.data"),
        (Quantity("what backward returns", "slope"),),
        _draw,
        {"right for an upstream gradient of 1, but not for others that were tried": _with_one},
    )


_NO_NUMBERS = (
    "True",
    "'1.5'",
    "None",
    "[1.5]",
    "1j",
    "fractions.Fraction(1, 2)",
    "decimal.Decimal(1)",
)
_IMPORTS = "import decimal\nimport fractions\n"
FUNCTIONS_ALONE = Kind(
    (_function("Square"), _function("Exp")),
    refusals=tuple(
        Refusal(f"Variable({data})", f"{_IMPORTS}x = Variable({data})\n", "x.data")
        for data in _NO_NUMBERS
    ),
)
