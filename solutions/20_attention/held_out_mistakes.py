"""Wrong attention that the catalogue does not list."""

from attention import _check, attention, attention_backward

Matrix = list[list[float]]
Three = tuple[Matrix, Matrix, Matrix]

_right_attention = attention
_right_backward = attention_backward


def attention__weights_squared(q: Matrix, k: Matrix, v: Matrix, causal: bool = True) -> Matrix:
    """Doubles the scores, which squares the weights before they are shared out."""
    return _right_attention([[2 * x for x in row] for row in q], k, v, causal)


def attention__query_added(q: Matrix, k: Matrix, v: Matrix, causal: bool = True) -> Matrix:
    """Adds the query to the result, as a residual would."""
    out = _right_attention(q, k, v, causal)
    return [[x + y for x, y in zip(row, query)] + row[len(query) :] for row, query in zip(out, q)]


def attention__window_of_two(q: Matrix, k: Matrix, v: Matrix, causal: bool = True) -> Matrix:
    """Each query sees its own position and the one before it."""
    _check(q, k, v, causal)
    if not causal:
        return _right_attention(q, k, v, causal)
    out = []
    for i, query in enumerate(q):
        last = i + len(k) - len(q) + 1
        first = max(0, last - 2)
        out += _right_attention([query], k[first:last], v[first:last], False)
    return out


def attention_backward__upstream_ignored(
    q: Matrix, k: Matrix, v: Matrix, dout: Matrix, causal: bool = True
) -> Three:
    """Differentiates the sum of the result."""
    _right_backward(q, k, v, dout, causal)
    return _right_backward(q, k, v, [[1.0] * len(row) for row in dout], causal)


def attention__new_token_in_the_last_place_but_one(
    q: Matrix, k: Matrix, v: Matrix, causal: bool = True
) -> Matrix:
    """A single query of many keys does not see the last, which is its own."""
    if causal and len(q) == 1 and len(k) > 6:
        return _right_attention(q, k[:-1], v[:-1], causal)
    return _right_attention(q, k, v, causal)
