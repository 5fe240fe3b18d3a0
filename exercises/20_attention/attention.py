"""Scaled dot-product attention over one sequence, and its gradients."""

Vector = list[float]
Matrix = list[list[float]]


def attention(q: Matrix, k: Matrix, v: Matrix, causal: bool = True) -> Matrix:
    """Return softmax(q·kᵀ/√d)·v, row by row: n×e for q (n×d), k (m×d) and v (m×e).

    With causal the last query stands at the last key: query i sees key j only if j ≤ i + m - n, and
    what it does not see has no influence, whatever its size. Stable for scores of any size.

    Raises ValueError if q and k differ in columns, k and v in rows, or causal and m < n.
    """
    raise NotImplementedError


def attention_backward(
    q: Matrix, k: Matrix, v: Matrix, dout: Matrix, causal: bool = True
) -> tuple[Matrix, Matrix, Matrix]:
    """Return the gradients (dq, dk, dv) of attention for the upstream gradient dout (n×e).

    Raises ValueError in the cases in which attention does, and if dout is not n×e.
    """
    raise NotImplementedError
