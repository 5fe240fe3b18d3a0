"""Wrong multi-head attention that the catalogue does not list."""

from heads import merge_heads, multi_head_attention, multi_head_attention_backward, split_heads

Matrix = list[list[float]]
Five = tuple[Matrix, Matrix, Matrix, Matrix, Matrix]

_right_split = split_heads
_right_merge = merge_heads
_right_forward = multi_head_attention
_right_backward = multi_head_attention_backward


def split_heads__columns_in_reverse(x: Matrix, heads: int) -> list[Matrix]:
    """Returns each head's columns from the last to the first."""
    return [[row[::-1] for row in part] for part in _right_split(x, heads)]


def merge_heads__rows_in_reverse(parts: list[Matrix]) -> Matrix:
    """Returns the positions from the last to the first."""
    return _right_merge(parts)[::-1]


def multi_head_attention__residual_added(
    x: Matrix, wq: Matrix, wk: Matrix, wv: Matrix, wo: Matrix, heads: int, causal: bool = True
) -> Matrix:
    """Adds x to the result, as the block around it does."""
    out = _right_forward(x, wq, wk, wv, wo, heads, causal)
    return [[a + b for a, b in zip(*rows)] for rows in zip(out, x)]


def multi_head_attention_backward__first_head_alone(
    x: Matrix,
    wq: Matrix,
    wk: Matrix,
    wv: Matrix,
    wo: Matrix,
    heads: int,
    dout: Matrix,
    causal: bool = True,
) -> Five:
    """Lets the gradient through the first head only."""
    _right_backward(x, wq, wk, wv, wo, heads, dout, causal)
    size = len(x[0]) // heads
    first = [row if i < size else [0.0] * len(row) for i, row in enumerate(wo)]
    return _right_backward(x, wq, wk, wv, first, heads, dout, causal)


def merge_heads__first_and_last_compared(parts: list[Matrix]) -> Matrix:
    """Of the parts only the first and the last have to agree in columns."""
    if not parts or len(parts[0][0]) != len(parts[-1][0]) or len(set(map(len, parts))) != 1:
        raise ValueError("parts")
    return [[value for row in rows for value in row] for rows in zip(*parts)]
