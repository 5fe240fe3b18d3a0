"""Multi-head attention: heads of neighbouring columns that attend on their own, and gradients."""

Matrix = list[list[float]]


def split_heads(x: Matrix, heads: int) -> list[Matrix]:
    """Return `heads` matrices n×(d/heads) of neighbouring columns of x (n×d).

    Raises ValueError unless heads is at least 1 and divides d.
    """
    raise NotImplementedError


def merge_heads(parts: list[Matrix]) -> Matrix:
    """Return the parts side by side: the x that split_heads made them of.

    Raises ValueError for no part, or for parts of different shapes.
    """
    raise NotImplementedError


def multi_head_attention(
    x: Matrix, wq: Matrix, wk: Matrix, wv: Matrix, wo: Matrix, heads: int, causal: bool = True
) -> Matrix:
    """Return the heads of x·wq, x·wk and x·wv attending, merged, times wo: n×d for x (n×d).

    The four weights are d×d. Raises ValueError for weights of other shapes, and unless heads is at
    least 1 and divides d.
    """
    raise NotImplementedError


def multi_head_attention_backward(
    x: Matrix,
    wq: Matrix,
    wk: Matrix,
    wv: Matrix,
    wo: Matrix,
    heads: int,
    dout: Matrix,
    causal: bool = True,
) -> tuple[Matrix, Matrix, Matrix, Matrix, Matrix]:
    """Return the gradients (dx, dwq, dwk, dwv, dwo) for the upstream gradient dout (n×d).

    Raises ValueError in the cases in which multi_head_attention does, and if dout is not n×d.
    """
    raise NotImplementedError
