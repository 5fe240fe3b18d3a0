"""The parameters that a submission says are a GPT's: read as data, refused with the reason."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from grader.judging import text
from grader.judging.calls import Mismatch
from grader.names import CONTEXT, TOKENS

WIDEST, MOST_LAYERS, PER_LAYER = 64, 4, 8
FORM = "(params, heads): params as in exercise 23, 27 tokens, context 16, width ≤ 64, 1–4 layers"
_LAYER = ("gain", "wq", "wk", "wv", "wo", "second gain", "w1", "w2")

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Gpt:
    """Parameters of exercise 23's form, all of them finite floats, and the number of heads."""

    params: list[Any]
    heads: int

    @property
    def layers(self) -> int:
        """How many layers there are."""
        return (len(self.params) - 4) // PER_LAYER

    @property
    def weights(self) -> int:
        """How many products a token costs."""
        width = len(self.params[0][0])
        return width * (12 * width * self.layers + TOKENS)


def checked(value: object) -> Gpt:
    """The GPT that `fit` returned. Raises `Mismatch`: the first thing that is wrong."""
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        why = "Is a return missing?" if value is None else ""
        shown = f"a list of {len(value)}" if isinstance(value, list) else text.shape(value)
        raise Mismatch(f"fit(…) returned {shown}", FORM, why)
    params, heads = value
    if type(heads) is not int or heads < 1:
        raise Mismatch(f"fit(…) returned {text.value(heads)} as heads", "a whole number from 1 on")
    if not isinstance(params, list):
        raise Mismatch(f"fit(…) returned {text.shape(params)} as params", FORM)
    layers, over = divmod(len(params) - 4, PER_LAYER)
    if over or not 1 <= layers <= MOST_LAYERS:
        held = f"{layers} layers" if not over else f"{len(params)} parameters"
        raise Mismatch(f"fit(…) returned {held}", "4 parameters and 8 for each of 1 to 4 layers")
    shapes = [_shape(parameter) for parameter in params]
    width = shapes[0][-1] if shapes[0] else 0
    if not 1 <= width <= WIDEST:
        raise Mismatch(f"fit(…) returned {_named(0, params[0])}", f"27×d, d from 1 to {WIDEST}")
    for index, (found, wanted) in enumerate(zip(shapes, _wanted(width, layers), strict=True)):
        if found != wanted:
            shown = _named(index, params[index])
            raise Mismatch(f"fit(…) returned {shown}", f"{_by(wanted)} in a GPT of width {width}")
    if width % heads:
        raise Mismatch(f"fit(…) returned {heads} heads", f"a divisor of the width, {width}")
    numbers = [_floats(index, parameter) for index, parameter in enumerate(params)]
    return Gpt(numbers, heads)


def _wanted(width: int, layers: int) -> list[Shape]:
    square, gain = (width, width), (width,)
    layer = [gain, square, square, square, square, gain, (width, 4 * width), (4 * width, width)]
    return [(TOKENS, width), (CONTEXT, width), *layer * layers, gain, (width, TOKENS)]


def _shape(parameter: object) -> Shape:
    """(n,) of a list of n numbers, (n, m) of n lists of m each; () of anything else."""
    if not isinstance(parameter, list) or not parameter:
        return ()
    if not isinstance(parameter[0], list):
        return () if any(isinstance(item, list) for item in parameter) else (len(parameter),)
    if not all(isinstance(row, list) and len(row) == len(parameter[0]) for row in parameter):
        return ()
    return len(parameter), len(parameter[0])


def _floats(index: int, parameter: list[Any]) -> list[Any]:
    """The parameter as floats. Raises `Mismatch` for what is not a finite plain number."""
    rows = parameter if isinstance(parameter[0], list) else [parameter]
    for row in rows:
        for entry in row:
            if type(entry) not in (float, int) or not _is_finite(entry):
                shown = text.value(entry)
                raise Mismatch(
                    f"fit(…) returned {shown} in params[{index}], {_name(index)}",
                    "finite plain numbers",
                )
    floats = [list(map(float, row)) for row in rows]
    return floats if rows is parameter else floats[0]


def _is_finite(number: float) -> bool:
    try:
        return math.isfinite(number)
    except OverflowError:
        return False


def _name(index: int) -> str:
    """What a parameter is, wherever it stands but at the end."""
    if index < 2:
        return ("the tokens", "the positions")[index]
    layer, place = divmod(index - 2, PER_LAYER)
    return f"{_LAYER[place]} of layer {layer}"


def _named(index: int, parameter: object) -> str:
    shape = _shape(parameter)
    held = _by(shape) if shape else text.shape(parameter)
    return f"params[{index}] ({_name(index)}) of the shape {held}"


def _by(shape: Shape) -> str:
    return "×".join(map(str, shape)) if len(shape) > 1 else f"{shape[0]} entries"
