"""A GPT: embeddings, layers of attention and of an MLP around one residual stream, and its loss.

`params` is [tokens V×d, positions T×d], then for each layer
[gain d, wq, wk, wv, wo (d×d each), gain d, w1 d×4d, w2 4d×d], then [gain d, out d×V].
"""

import math
import random
from typing import Any

from cross_entropy import cross_entropy, cross_entropy_backward
from heads import multi_head_attention, multi_head_attention_backward
from matmul import matmul, transpose
from norm import rms_norm, rms_norm_backward

Matrix = list[list[float]]
Params = list[Any]


def gelu(x: Matrix) -> Matrix:
    """Return x·Φ(x) of every entry, Φ being the normal distribution function, exactly.

    Right to 1e-9 relative down to x = −5, and finite for every finite x.
    """
    return [[v * _below(v) for v in row] for row in x]


def gelu_backward(x: Matrix, dy: Matrix) -> Matrix:
    """Return the gradient for x (n×m) of gelu, given the upstream gradient dy (n×m).

    ValueError if the shapes differ. Finite for every finite x.
    """
    if [len(row) for row in x] != [len(row) for row in dy]:
        raise ValueError("x and dy differ in shape")
    return [
        [(_below(v) + v * _density(v)) * d for v, d in zip(row, dy_row)]
        for row, dy_row in zip(x, dy)
    ]


def init_params(vocabulary: int, context: int, width: int, layers: int, seed: int) -> Params:
    """Return new params: gains of 1, matrices normal with mean 0 and standard deviation 0.08.

    ValueError for a size below 1. Any int is a seed.
    """
    if min(vocabulary, context, width, layers) < 1:
        raise ValueError("vocabulary, context, width and layers are at least 1")
    rng = random.Random(seed)

    def matrix(rows: int, columns: int) -> Matrix:
        return [[rng.gauss(0.0, 0.08) for _ in range(columns)] for _ in range(rows)]

    params: Params = [matrix(vocabulary, width), matrix(context, width)]
    for _ in range(layers):
        params += [[1.0] * width, *(matrix(width, width) for _ in range(4))]
        params += [[1.0] * width, matrix(width, 4 * width), matrix(4 * width, width)]
    return [*params, [1.0] * width, matrix(width, vocabulary)]


def forward(params: Params, tokens: list[int], heads: int) -> Matrix:
    """Return the logits after each of the tokens, len(tokens)×V.

    ValueError for no token, more than the context, a token outside 0 … V−1, or unless heads ≥ 1
    divides the width.
    """
    stream = _stream(params, tokens, heads)
    return matmul(rms_norm(stream[-1], params[-2]), params[-1])


def loss_and_grads(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """Return the mean cross-entropy of predicting targets[i] at position i, and its gradients.

    The gradients have the structure of params, which stay as they were. ValueError as in forward,
    and if targets and tokens differ in number.
    """
    if len(targets) != len(tokens):
        raise ValueError(f"{len(tokens)} tokens but {len(targets)} targets")
    *stream, h = _stream(params, tokens, heads)
    *layers, gain, out = params[2:]

    x = rms_norm(h, gain)
    logits = matmul(x, out)
    dlogits = cross_entropy_backward(logits, targets)
    dh, dgain = rms_norm_backward(h, gain, matmul(dlogits, transpose(out)))
    grads = [dgain, matmul(transpose(x), dlogits)]
    for start in range(len(layers) - 8, -1, -8):
        between = stream.pop()
        dh, mlp_grads = _mlp_backward(between, layers[start + 5 : start + 8], dh)
        before = stream.pop()
        dh, attention_grads = _attend_backward(before, layers[start : start + 5], heads, dh)
        grads = [*attention_grads, *mlp_grads, *grads]
    return cross_entropy(logits, targets), [*_embed_backward(params, tokens, dh), *grads]


def _stream(params: Params, tokens: list[int], heads: int) -> list[Matrix]:
    """The residual stream: as it was embedded, then after each step of each layer."""
    embedded, positions = params[:2]
    if not 1 <= len(tokens) <= len(positions):
        raise ValueError(f"{len(tokens)} tokens for a context of {len(positions)}")
    if not all(0 <= token < len(embedded) for token in tokens):
        raise ValueError(f"tokens lie in 0 … {len(embedded) - 1}")
    stream = [_add([embedded[token] for token in tokens], positions)]
    layers = params[2:-2]
    for start in range(0, len(layers), 8):
        stream.append(_attend(stream[-1], layers[start : start + 5], heads))
        stream.append(_mlp(stream[-1], layers[start + 5 : start + 8]))
    return stream


def _attend(h: Matrix, layer: Params, heads: int) -> Matrix:
    gain, wq, wk, wv, wo = layer
    return _add(h, multi_head_attention(rms_norm(h, gain), wq, wk, wv, wo, heads))


def _attend_backward(h: Matrix, layer: Params, heads: int, dh: Matrix) -> tuple[Matrix, Params]:
    gain, wq, wk, wv, wo = layer
    dx, *dweights = multi_head_attention_backward(rms_norm(h, gain), wq, wk, wv, wo, heads, dh)
    dh_inside, dgain = rms_norm_backward(h, gain, dx)
    return _add(dh, dh_inside), [dgain, *dweights]


def _mlp(h: Matrix, layer: Params) -> Matrix:
    gain, w1, w2 = layer
    return _add(h, matmul(gelu(matmul(rms_norm(h, gain), w1)), w2))


def _mlp_backward(h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
    gain, w1, w2 = layer
    x = rms_norm(h, gain)
    inner = matmul(x, w1)
    dinner = gelu_backward(inner, matmul(dh, transpose(w2)))
    dw1, dw2 = matmul(transpose(x), dinner), matmul(transpose(gelu(inner)), dh)
    dh_inside, dgain = rms_norm_backward(h, gain, matmul(dinner, transpose(w1)))
    return _add(dh, dh_inside), [dgain, dw1, dw2]


def _embed_backward(params: Params, tokens: list[int], dh: Matrix) -> Params:
    """The gradients of both embeddings: a token that occurs twice gets the sum."""
    dtokens, dpositions = ([[0.0] * len(row) for row in table] for table in params[:2])
    for position, (token, row) in enumerate(zip(tokens, dh)):
        for j, d in enumerate(row):
            dtokens[token][j] += d
            dpositions[position][j] += d
    return [dtokens, dpositions]


def _add(a: Matrix, b: Matrix) -> Matrix:
    return [[x + y for x, y in zip(a_row, b_row)] for a_row, b_row in zip(a, b)]


def _below(x: float) -> float:
    """Φ(x): the share of a normal distribution that lies below x. erfc keeps its digits there."""
    return math.erfc(-x / math.sqrt(2)) / 2


def _density(x: float) -> float:
    """Φ's derivative. x·x overflows to an infinity, where x**2 would raise."""
    return math.exp(-x * x / 2) / math.sqrt(2 * math.pi)
