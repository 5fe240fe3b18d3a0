"""Plausible wrong multi-head attention, each explained to the person who wrote it."""

from attention import attention
from heads import (
    _check,
    _check_heads,
    merge_heads,
    multi_head_attention,
    multi_head_attention_backward,
    split_heads,
)
from matmul import matmul, transpose

Matrix = list[list[float]]
Five = tuple[Matrix, Matrix, Matrix, Matrix, Matrix]

_right_split = split_heads
_right_merge = merge_heads
_right_forward = multi_head_attention
_right_backward = multi_head_attention_backward


def split_heads__cut_by_rows(x: Matrix, heads: int) -> list[Matrix]:
    """You cut the rows into heads. Every head sees every position; the columns (the features) are
    shared out among the heads."""
    _check_heads(x, heads)
    size = max(1, len(x) // heads)
    return [[list(row) for row in x[i * size : (i + 1) * size]] for i in range(heads)]


def split_heads__interleaved(x: Matrix, heads: int) -> list[Matrix]:
    """You deal the columns out in turn: head i gets columns i, i + heads, and so on. Here a head
    has neighbouring columns."""
    _check_heads(x, heads)
    return [[row[i::heads] for row in x] for i in range(heads)]


def split_heads__size_for_number(x: Matrix, heads: int) -> list[Matrix]:
    """You treat heads as the width of a head. It is the number of heads; each is d/heads wide."""
    _check_heads(x, heads)
    return [[row[i : i + heads] for row in x] for i in range(0, len(x[0]), heads)]


def split_heads__rest_dropped(x: Matrix, heads: int) -> list[Matrix]:
    """You divide with // and never ask whether anything is left over: the last columns are silently
    dropped."""
    if heads < 1 or len(x[0]) < heads:
        raise ValueError("heads")
    size = len(x[0]) // heads
    return [[row[i * size : (i + 1) * size] for row in x] for i in range(heads)]


def split_heads__negative_heads_accepted(x: Matrix, heads: int) -> list[Matrix]:
    """You check that heads divides the columns, but -2 divides 4 as well. There has to be at least
    1 head."""
    if heads == 0 or len(x[0]) % heads:
        raise ValueError("heads")
    return _right_split(x, heads) if heads > 0 else []


def merge_heads__one_below_the_other(parts: list[Matrix]) -> Matrix:
    """You put the heads one below the other. They stand side by side: row i of the result is row i
    of every head."""
    _right_merge(parts)
    return [list(row) for part in parts for row in part]


def merge_heads__interleaved(parts: list[Matrix]) -> Matrix:
    """You take one column of each head in turn. split_heads cuts neighbouring columns, so a head's
    columns go back next to each other."""
    _right_merge(parts)
    return [[value for column in zip(*rows) for value in column] for rows in zip(*parts)]


def merge_heads__added_up(parts: list[Matrix]) -> Matrix:
    """You add the heads up. They stand side by side; wo mixes them afterwards."""
    _right_merge(parts)
    return [[sum(entries) for entries in zip(*rows)] for rows in zip(*parts)]


def split_heads__last_first(x: Matrix, heads: int) -> list[Matrix]:
    """You count the heads from the last columns to the first, when you split and when you merge.
    Multi-head attention does not notice, but a caller who asks for head 0 does."""
    return _right_split(x, heads)[::-1]


def merge_heads__last_first(parts: list[Matrix]) -> Matrix:
    """You count the heads from the last columns to the first, when you split and when you merge.
    Multi-head attention does not notice, but a caller who asks for head 0 does."""
    return _right_merge(parts[::-1])


def merge_heads__no_part_accepted(parts: list[Matrix]) -> Matrix:
    """You return an empty matrix for an empty list of parts. No matrix could have been split into
    that: raise ValueError."""
    return _right_merge(parts) if parts else []


def merge_heads__shapes_not_compared(parts: list[Matrix]) -> Matrix:
    """You never compare the shapes of the parts, so the rest of the larger ones is silently
    ignored."""
    if not parts:
        raise ValueError("no part")
    return [[value for row in rows for value in row] for rows in zip(*parts)]


def merge_heads__rows_alone_compared(parts: list[Matrix]) -> Matrix:
    """You compare how many rows the parts have, but not how many columns."""
    if len({len(part) for part in parts}) != 1:
        raise ValueError("rows")
    return [[value for row in rows for value in row] for rows in zip(*parts)]


def multi_head_attention__one_head(
    x: Matrix, wq: Matrix, wk: Matrix, wv: Matrix, wo: Matrix, heads: int, causal: bool = True
) -> Matrix:
    """You attend once with all columns and never split. Each head computes scores and weights of
    its own, from its own columns."""
    _check(x, wq, wk, wv, wo, heads)
    return _right_forward(x, wq, wk, wv, wo, 1, causal)


def multi_head_attention__output_weight_left_out(
    x: Matrix, wq: Matrix, wk: Matrix, wv: Matrix, wo: Matrix, heads: int, causal: bool = True
) -> Matrix:
    """You stop at the merged heads. The last weight, wo, mixes the results of the heads."""
    _check(x, wq, wk, wv, wo, heads)
    q, k, v = (_right_split(matmul(x, w), heads) for w in (wq, wk, wv))
    return _right_merge([attention(*head, causal) for head in zip(q, k, v)])


def multi_head_attention__scaled_by_the_whole_width(
    x: Matrix, wq: Matrix, wk: Matrix, wv: Matrix, wo: Matrix, heads: int, causal: bool = True
) -> Matrix:
    """You scale by the width of x. Each head is d/heads wide, and that is the d under the root:
    attention on a head takes care of it."""
    factor = heads**-0.5
    return _right_forward(x, [[factor * v for v in row] for row in wq], wk, wv, wo, heads, causal)


def multi_head_attention__weights_transposed(
    x: Matrix, wq: Matrix, wk: Matrix, wv: Matrix, wo: Matrix, heads: int, causal: bool = True
) -> Matrix:
    """You multiply by the transposed weights, because torch stores them that way. Here it is
    x·w."""
    _check(x, wq, wk, wv, wo, heads)
    turned = [transpose(w) for w in (wq, wk, wv, wo)]
    return _right_forward(x, *turned, heads, causal)


def multi_head_attention__x_split_before_the_weights(
    x: Matrix, wq: Matrix, wk: Matrix, wv: Matrix, wo: Matrix, heads: int, causal: bool = True
) -> Matrix:
    """You give every head a part of x. A head has its own columns of x·wq, x·wk and x·wv, and each
    of these is made of all columns of x."""
    _check(x, wq, wk, wv, wo, heads)
    size = len(x[0]) // heads
    parts = []
    for i, part in enumerate(_right_split(x, heads)):
        block = slice(i * size, (i + 1) * size)
        q, k, v = (matmul(part, [row[block] for row in w[block]]) for w in (wq, wk, wv))
        parts.append(attention(q, k, v, causal))
    return matmul(_right_merge(parts), wo)


def multi_head_attention__keys_by_the_query_weight(
    x: Matrix, wq: Matrix, wk: Matrix, wv: Matrix, wo: Matrix, heads: int, causal: bool = True
) -> Matrix:
    """You use wq for the keys as well, perhaps in a copied line. Keys have a weight of their own,
    wk."""
    _check(x, wq, wk, wv, wo, heads)
    return _right_forward(x, wq, wq, wv, wo, heads, causal)


def multi_head_attention__causal_not_passed_on(
    x: Matrix, wq: Matrix, wk: Matrix, wv: Matrix, wo: Matrix, heads: int, causal: bool = True
) -> Matrix:
    """You accept causal but never pass it on to attention."""
    _check(x, wq, wk, wv, wo, heads)
    return _right_forward(x, wq, wk, wv, wo, heads, True)


def multi_head_attention__not_causal_by_default(
    x: Matrix, wq: Matrix, wk: Matrix, wv: Matrix, wo: Matrix, heads: int, causal: bool = False
) -> Matrix:
    """Your default for causal is False. Here attention is causal unless it is told otherwise."""
    return _right_forward(x, wq, wk, wv, wo, heads, causal)


def multi_head_attention__output_weight_not_checked(
    x: Matrix, wq: Matrix, wk: Matrix, wv: Matrix, wo: Matrix, heads: int, causal: bool = True
) -> Matrix:
    """You check the first three weights but not wo: with more columns it widens the result."""
    if len(wo) != len(x[0]):
        raise ValueError("wo")
    _check(x, wq, wk, wv, [[0.0] * len(x[0]) for _ in x[0]], heads)
    q, k, v = (_right_split(matmul(x, w), heads) for w in (wq, wk, wv))
    return matmul(_right_merge([attention(*head, causal) for head in zip(q, k, v)]), wo)


def multi_head_attention_backward__values_path_left_out(
    x: Matrix,
    wq: Matrix,
    wk: Matrix,
    wv: Matrix,
    wo: Matrix,
    heads: int,
    dout: Matrix,
    causal: bool = True,
) -> Five:
    """You send the gradient of x back through the queries and keys alone. x is used three times, so
    three parts add up, and the values give the third."""
    dx, dwq, dwk, dwv, dwo = _right_backward(x, wq, wk, wv, wo, heads, dout, causal)
    dv = _through_values(x, wq, wk, wv, wo, heads, dout, causal)
    return [[a - b for a, b in zip(*rows)] for rows in zip(dx, dv)], dwq, dwk, dwv, dwo


def multi_head_attention_backward__queries_path_alone(
    x: Matrix,
    wq: Matrix,
    wk: Matrix,
    wv: Matrix,
    wo: Matrix,
    heads: int,
    dout: Matrix,
    causal: bool = True,
) -> Five:
    """You assign dx three times instead of adding it up, so only one of the three parts is left."""
    _, dwq, dwk, dwv, dwo = _right_backward(x, wq, wk, wv, wo, heads, dout, causal)
    dv = _through_values(x, wq, wk, wv, wo, heads, dout, causal)
    return dv, dwq, dwk, dwv, dwo


def multi_head_attention_backward__output_gradient_from_x(
    x: Matrix,
    wq: Matrix,
    wk: Matrix,
    wv: Matrix,
    wo: Matrix,
    heads: int,
    dout: Matrix,
    causal: bool = True,
) -> Five:
    """You multiply x by dout to get dwo. The forward pass multiplies wo by the merged heads, not by
    x."""
    dx, dwq, dwk, dwv, _ = _right_backward(x, wq, wk, wv, wo, heads, dout, causal)
    return dx, dwq, dwk, dwv, matmul(transpose(x), dout)


def multi_head_attention_backward__output_gradient_transposed(
    x: Matrix,
    wq: Matrix,
    wk: Matrix,
    wv: Matrix,
    wo: Matrix,
    heads: int,
    dout: Matrix,
    causal: bool = True,
) -> Five:
    """Your dwo lies on its side. Transpose the merged heads, not the upstream gradient."""
    dx, dwq, dwk, dwv, dwo = _right_backward(x, wq, wk, wv, wo, heads, dout, causal)
    return dx, dwq, dwk, dwv, transpose(dwo)


def multi_head_attention_backward__query_and_key_gradients_exchanged(
    x: Matrix,
    wq: Matrix,
    wk: Matrix,
    wv: Matrix,
    wo: Matrix,
    heads: int,
    dout: Matrix,
    causal: bool = True,
) -> Five:
    """You return the gradients of wq and wk in the wrong order."""
    dx, dwq, dwk, dwv, dwo = _right_backward(x, wq, wk, wv, wo, heads, dout, causal)
    return dx, dwk, dwq, dwv, dwo


def multi_head_attention_backward__query_gradient_transposed(
    x: Matrix,
    wq: Matrix,
    wk: Matrix,
    wv: Matrix,
    wo: Matrix,
    heads: int,
    dout: Matrix,
    causal: bool = True,
) -> Five:
    """Your dwq lies on its side. Transpose x: transpose(x)·dq."""
    dx, dwq, dwk, dwv, dwo = _right_backward(x, wq, wk, wv, wo, heads, dout, causal)
    return dx, transpose(dwq), dwk, dwv, dwo


def multi_head_attention_backward__key_gradient_transposed(
    x: Matrix,
    wq: Matrix,
    wk: Matrix,
    wv: Matrix,
    wo: Matrix,
    heads: int,
    dout: Matrix,
    causal: bool = True,
) -> Five:
    """Your dwk lies on its side. Transpose x: transpose(x)·dk."""
    dx, dwq, dwk, dwv, dwo = _right_backward(x, wq, wk, wv, wo, heads, dout, causal)
    return dx, dwq, transpose(dwk), dwv, dwo


def multi_head_attention_backward__value_gradient_averaged(
    x: Matrix,
    wq: Matrix,
    wk: Matrix,
    wv: Matrix,
    wo: Matrix,
    heads: int,
    dout: Matrix,
    causal: bool = True,
) -> Five:
    """You divide dwv by the number of positions. Gradients of weights are sums over the rows; a
    mean belongs to the loss."""
    dx, dwq, dwk, dwv, dwo = _right_backward(x, wq, wk, wv, wo, heads, dout, causal)
    return dx, dwq, dwk, [[v / len(x) for v in row] for row in dwv], dwo


def multi_head_attention_backward__output_weight_not_turned(
    x: Matrix,
    wq: Matrix,
    wk: Matrix,
    wv: Matrix,
    wo: Matrix,
    heads: int,
    dout: Matrix,
    causal: bool = True,
) -> Five:
    """You send dout back through wo as it is. On the way back, transpose it: dout·woᵀ."""
    _, _, _, _, dwo = _right_backward(x, wq, wk, wv, wo, heads, dout, causal)
    dx, dwq, dwk, dwv, _ = _right_backward(x, wq, wk, wv, transpose(wo), heads, dout, causal)
    return dx, dwq, dwk, dwv, dwo


def multi_head_attention_backward__upstream_not_checked(
    x: Matrix,
    wq: Matrix,
    wk: Matrix,
    wv: Matrix,
    wo: Matrix,
    heads: int,
    dout: Matrix,
    causal: bool = True,
) -> Five:
    """You never compare the shape of dout with that of x."""
    d, n = len(x[0]), len(x)
    fitted = [(row + [0.0] * d)[:d] for row in dout + [[0.0] * d] * n][:n]
    return _right_backward(x, wq, wk, wv, wo, heads, fitted, causal)


def multi_head_attention_backward__not_causal_by_default(
    x: Matrix,
    wq: Matrix,
    wk: Matrix,
    wv: Matrix,
    wo: Matrix,
    heads: int,
    dout: Matrix,
    causal: bool = False,
) -> Five:
    """Your default for causal is False here, and True in the forward function."""
    return _right_backward(x, wq, wk, wv, wo, heads, dout, causal)


def _through_values(
    x: Matrix,
    wq: Matrix,
    wk: Matrix,
    wv: Matrix,
    wo: Matrix,
    heads: int,
    dout: Matrix,
    causal: bool,
) -> Matrix:
    """The part of dx that comes back through the values."""
    q, k = (_right_split(matmul(x, w), heads) for w in (wq, wk))
    unit = [[1.0 if i == j else 0.0 for j in range(len(x))] for i in range(len(x))]
    dmerged = _right_split(matmul(dout, transpose(wo)), heads)
    dv = []
    for a, b, d in zip(q, k, dmerged):
        weights = attention(a, b, unit, causal)
        dv.append(matmul(transpose(weights), d))
    return matmul(_right_merge(dv), transpose(wv))
