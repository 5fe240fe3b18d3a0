"""What the exercises' functions should return, for their tests to compare with.

Every function here follows its textbook definition in decimal arithmetic of 40 digits and rounds
to floats once, at the end. So it shares neither code nor rounding with a solution in floats, needs
none of the tricks that floats need (a decimal holds e^(1e17)), and is right for every input for
which the contract defines a result. It costs about 10 µs an exponential.

The scalar whose gradients a test wants is made of these too: `dot(sigmoid(z), dy)` is the loss
whose upstream gradient is dy.
"""

from collections.abc import Sequence
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext
from functools import lru_cache
from math import fsum

Vector = list[float]
Matrix = list[list[float]]

# Nothing traps: e^-z may overflow to Infinity (1/Infinity is the 0 that is meant), or underflow.
PRECISE = Context(prec=40, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])


def transpose(a: Matrix) -> Matrix:
    """The transpose of a (n×m → m×n)."""
    return [[row[j] for row in a] for j in range(len(a[0]))]


def matmul(a: Matrix, b: Matrix) -> Matrix:
    """The product of a (n×k) and b (k×m), n×m."""
    return linear(a, b, [0.0] * len(b[0]))


def linear(x: Matrix, w: Matrix, b: Vector) -> Matrix:
    """x·w + b for x (n×d), w (d×h) and b (h entries), n×h."""
    with localcontext(PRECISE):
        columns = [_decimals(column) for column in transpose(w)]
        return [
            [
                float(_inner(entries, column) + bias)
                for column, bias in zip(columns, _decimals(b), strict=True)
            ]
            for entries in map(_decimals, x)
        ]


def sigmoid(z: Matrix) -> Matrix:
    """1/(1 + e^-z) of every entry."""
    with localcontext(PRECISE):
        return [[_sigmoid(x) for x in row] for row in z]


def softmax(z: Matrix) -> Matrix:
    """e^z / sum(e^z) over each row."""
    with localcontext(PRECISE):
        return [[float(x.exp()) for x in _log_softmax(row)] for row in z]


def log_softmax(z: Matrix) -> Matrix:
    """z - log(sum(e^z)) over each row."""
    with localcontext(PRECISE):
        return [[float(x) for x in _log_softmax(row)] for row in z]


def cross_entropy(logits: Matrix, labels: list[int]) -> float:
    """The mean over rows of -log softmax(logits)[label]."""
    with localcontext(PRECISE):
        losses = [-_log_softmax(row)[label] for row, label in zip(logits, labels, strict=True)]
        return float(sum(losses) / len(losses))


def cross_entropy_gradient(logits: Matrix, labels: list[int]) -> Matrix:
    """The gradient of `cross_entropy` for the logits, for sizes at which differences fail."""
    with localcontext(PRECISE):
        n = len(labels)
        return [
            [float((x.exp() - (j == label)) / n) for j, x in enumerate(_log_softmax(row))]
            for row, label in zip(logits, labels, strict=True)
        ]


def mse(predicted: Matrix, target: Matrix) -> float:
    """The squared errors, summed over columns and averaged over rows."""
    with localcontext(PRECISE):
        total = sum(
            (p - t) ** 2
            for predicted_row, target_row in zip(predicted, target, strict=True)
            for p, t in zip(_decimals(predicted_row), _decimals(target_row), strict=True)
        )
        return float(total / len(predicted))


def mlp(params: Sequence[Matrix | Vector], x: Matrix) -> Matrix:
    """The logits of the MLP with params [w1, b1, w2, b2, …], sigmoid between its layers."""
    weights, biases = params[0::2], params[1::2]
    for layer, (w, b) in enumerate(zip(weights, biases, strict=True)):
        x = linear(sigmoid(x) if layer else x, w, b)  # type: ignore[arg-type]
    return x


def dot(a: Matrix, b: Matrix) -> float:
    """The sum of the products of the entries of two matrices of one shape."""
    return fsum(
        x * y for a_row, b_row in zip(a, b, strict=True) for x, y in zip(a_row, b_row, strict=True)
    )


def _decimals(row: Sequence[float]) -> list[Decimal]:
    return [Decimal(x) for x in row]


def _inner(a: list[Decimal], b: list[Decimal]) -> Decimal:
    return sum((x * y for x, y in zip(a, b, strict=True)), Decimal(0))


@lru_cache(maxsize=4096)  # a central difference changes one entry and asks for all of them
def _sigmoid(x: float) -> float:
    return float(1 / (1 + (-Decimal(x)).exp()))


def _log_softmax(row: Vector) -> tuple[Decimal, ...]:
    return _of_row(tuple(row))


@lru_cache(maxsize=256)  # likewise, of one row
def _of_row(row: tuple[float, ...]) -> tuple[Decimal, ...]:
    # Shifted all the same, because even a decimal cannot hold e^(1e308).
    largest = Decimal(max(row))
    shifted = [x - largest for x in _decimals(row)]
    log_total = sum((x.exp() for x in shifted), Decimal(0)).ln()
    return tuple(x - log_total for x in shifted)
