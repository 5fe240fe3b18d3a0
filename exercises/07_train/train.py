"""A multi-layer perceptron of any depth, and its training by mini-batch gradient descent.

`params` is [w1, b1, w2, b2, …]: sigmoid after every layer but the last, whose output is the
logits.
"""

from typing import Any

Matrix = list[list[float]]
Params = list[Any]


def init_params(sizes: list[int], seed: int) -> Params:
    """Return new params for the layer sizes [d, h, …, c].

    Weights (fan_in × fan_out) are Glorot uniform in ±sqrt(6/(fan_in + fan_out)), biases zero.
    ValueError for fewer than two sizes or a size below 1.
    """
    raise NotImplementedError


def minibatches(count: int, batch_size: int, seed: int) -> list[list[int]]:
    """Return the indices 0 … count−1, shuffled and cut into batches of batch_size.

    The last batch may be shorter. ValueError if batch_size is below 1.
    """
    raise NotImplementedError


def forward(params: Params, x: Matrix) -> Matrix:
    """Return the logits (n×c) of the samples x (n×d)."""
    raise NotImplementedError


def loss_and_grads(params: Params, x: Matrix, labels: list[int]) -> tuple[float, Params]:
    """Return the mean cross-entropy of the samples x (n×d) and its gradients.

    The gradients have the structure of params, which stay as they were.
    """
    raise NotImplementedError


def train(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """Train params in place by plain mini-batch SGD and return the loss of each epoch.

    The samples are shuffled and cut into batches anew every epoch, from the seed; epochs is at
    least 1. An epoch's loss is the mean over its samples of the loss as it was when each batch
    was met. ValueError if x and labels differ in number or batch_size is below 1, with nothing
    changed.
    """
    raise NotImplementedError


def predict(params: Params, x: Matrix) -> list[int]:
    """Return for each sample the column of its largest logit, the first on a tie."""
    raise NotImplementedError


def accuracy(predicted: list[int], labels: list[int]) -> float:
    """Return the share of predictions that agree with their labels, in [0, 1].

    ValueError if the lengths differ or both are empty.
    """
    raise NotImplementedError
