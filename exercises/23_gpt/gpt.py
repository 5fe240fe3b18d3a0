"""A GPT: embeddings, layers of attention and of an MLP around one residual stream, and its loss.

`params` is [tokens V×d, positions T×d], then for each layer
[gain d, wq, wk, wv, wo (d×d each), gain d, w1 d×4d, w2 4d×d], then [gain d, out d×V].
"""

from typing import Any

Matrix = list[list[float]]
Params = list[Any]


def gelu(x: Matrix) -> Matrix:
    """Return x·Φ(x) of every entry, Φ being the normal distribution function, exactly.

    Right to 1e-9 relative down to x = −5, and finite for every finite x.
    """
    raise NotImplementedError


def gelu_backward(x: Matrix, dy: Matrix) -> Matrix:
    """Return the gradient for x (n×m) of gelu, given the upstream gradient dy (n×m).

    ValueError if the shapes differ. Finite for every finite x.
    """
    raise NotImplementedError


def init_params(vocabulary: int, context: int, width: int, layers: int, seed: int) -> Params:
    """Return new params: gains of 1, matrices normal with mean 0 and standard deviation 0.08.

    ValueError for a size below 1. Any int is a seed.
    """
    raise NotImplementedError


def forward(params: Params, tokens: list[int], heads: int) -> Matrix:
    """Return the logits after each of the tokens, len(tokens)×V.

    ValueError for no token, more than the context, a token outside 0 … V−1, or unless heads ≥ 1
    divides the width.
    """
    raise NotImplementedError


def loss_and_grads(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """Return the mean cross-entropy of predicting targets[i] at position i, and its gradients.

    The gradients have the structure of params, which stay as they were. ValueError as in forward,
    and if targets and tokens differ in number.
    """
    raise NotImplementedError
