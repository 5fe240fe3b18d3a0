"""The single layers and losses of a package of layers."""

from __future__ import annotations

from random import Random

from grader.judging.explain.objects.steps import AGAIN, Check, Inputs, Kind, Quantity, Refusal, Step

_BACK = "dx = layer.backward(dy)\n"
_VALUE = Quantity("the value", "y")
_DX = Quantity("dx", "dx")


def _again(dy: str) -> Quantity:
    return Quantity(f"dx{AGAIN}", "dx_again", after=f"dx_again = layer.backward({dy})\n")


_PARTS_AGAIN = "layer.backward(dy)\ndw_again, db_again = layer.gradients()\n"
_SET = """\
layer = Linear(3, 2, seed=1)
weight, bias = layer.parameters()
for i in range(3):
    weight[i][:] = w[i]
bias[:] = b
y = layer(x)
"""


def _draw(rng: Random) -> Inputs:
    def matrix(n: int, m: int) -> list[list[float]]:
        return [[round(rng.gauss(0, 1.5), 3) for _ in range(m)] for _ in range(n)]

    labels = [rng.randrange(3) for _ in range(2)]
    return {
        "x": matrix(2, 3),
        "target": matrix(2, 3),
        "w": matrix(3, 2),
        "b": matrix(1, 2)[0],
        "dy": matrix(2, 2),
        "dz": matrix(2, 3),
        "labels": labels,
    }


def _with_ones(inputs: Inputs) -> Inputs:
    return inputs | {name: [[1.0] * len(row) for row in inputs[name]] for name in ("dy", "dz")}


_ONES = {"right for an upstream gradient of ones, but not for others that were tried": _with_ones}


def _plain_layer(name: str) -> Step:
    program, back = f"layer = {name}()\ny = layer(x)\n", _BACK.replace("dy", "dz")
    return Step(f"{name}()(x)", program, (back,), _VALUE, (_DX, _again("dz")), _draw, _ONES)


def _loss(name: str, second: str) -> Step:
    program = f"loss = {name}()\nvalue = loss(x, {second})\n"
    gradient = Quantity("what backward returns", "gradient")
    back = ("gradient = loss.backward()\n",)
    return Step(
        f"{name}()(x, {second})", program, back, Quantity("the value", "value"), (gradient,), _draw
    )


_NETWORK = "network = Sequential(Linear(3, 2, seed=1), Sigmoid(), Linear(2, 4, seed=2))\n"
KIND = Kind(
    (
        Step(
            "Linear",
            _SET,
            (_BACK + "dw, db = layer.gradients()\n",),
            _VALUE,
            (
                _DX,
                Quantity("dw", "dw"),
                Quantity("db", "db"),
                _again("dy"),
                Quantity(f"dw{AGAIN}", "dw_again", after=_PARTS_AGAIN),
                Quantity(f"db{AGAIN}", "db_again", after=_PARTS_AGAIN),
            ),
            _draw,
            _ONES,
        ),
        _plain_layer("Sigmoid"),
        _plain_layer("Softmax"),
        _loss("CrossEntropyLoss", "labels"),
        _loss("MSELoss", "target"),
    ),
    (
        Check(
            "one = Linear(3, 2, seed=1)\nother = Linear(4, 2, seed=2)\n",
            "len(one.parameters())",
            lambda got: got > 2,
            "A second Linear adds to the parameters of the first: the list belongs to the class, "
            "not to the layer.",
        ),
        Check(
            "layer = Linear(3, 2, seed=1)\nlayer.parameters()[1][:] = [5.0, 6.0]\n",
            "layer.parameters()[1]",
            lambda got: got == [0.0, 0.0],
            "Linear.parameters() gives copies: an optimizer that writes into them does not reach "
            "the layer.",
        ),
        Check(
            "layer = Linear(3, 2, seed=1)\n",
            "layer.parameters()[1]",
            lambda got: isinstance(got, list) and len(got) == 2 and any(got),
            "The bias of a new Linear is not zero. Only its weight should be drawn.",
        ),
        Check(
            _NETWORK,
            "[len(network.parameters()), len(network.parameters()[0])]",
            lambda got: got[0] in (2, 3) and got[1] == 2,
            "Sequential.parameters() gives a list for each layer: it should be one flat list, "
            "weight and bias of the first layer, then those of the next.",
        ),
        Check(
            "one = Linear(3, 2, seed=1)\nother = Linear(3, 2, seed=2)\n",
            "[one.parameters()[0], other.parameters()[0]]",
            lambda got: got[0] == got[1],
            "Two Linears with different seeds draw the same weights.",
        ),
    ),
    tuple(
        Refusal(f"{what} before any call", program, "thing.backward([[1.0, 2.0, 0.5]])")
        for what, program in {
            "Linear.backward": "thing = Linear(2, 3, seed=1)\n",
            "Sigmoid.backward": "thing = Sigmoid()\n",
            "Softmax.backward": "thing = Softmax()\n",
            "Sequential.backward": "thing = Sequential(Linear(2, 3, seed=1), Sigmoid())\n",
        }.items()
    )
    + tuple(
        Refusal(f"{name}.backward before any call", f"thing = {name}()\n", "thing.backward()")
        for name in ("CrossEntropyLoss", "MSELoss")
    ),
)
