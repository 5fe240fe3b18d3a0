"""Wrong cross-entropies that the catalogue does not list."""

from cross_entropy import _check, cross_entropy, cross_entropy_backward
from softmax import log_softmax, softmax

Matrix = list[list[float]]

_right = cross_entropy
_right_backward = cross_entropy_backward


def cross_entropy_backward__divided_by_distinct_labels(logits: Matrix, labels: list[int]) -> Matrix:
    """The gradient is divided by the number of different labels: right while none occurs twice."""
    _check(logits, labels)
    n = len(set(labels))
    return [
        [(p - (column == label)) / n for column, p in enumerate(row)]
        for row, label in zip(softmax(logits), labels)
    ]


def cross_entropy__labels_pushed_into_range(logits: Matrix, labels: list[int]) -> float:
    """Labels out of range are moved to the nearest column instead of being refused."""
    return _right(logits, _pushed(logits, labels))


def cross_entropy_backward__labels_pushed_into_range(logits: Matrix, labels: list[int]) -> Matrix:
    return _right_backward(logits, _pushed(logits, labels))


def _pushed(logits: Matrix, labels: list[int]) -> list[int]:
    return [min(max(label, 0), len(logits[0]) - 1) for label in labels]


def cross_entropy__mean_of_class_means(logits: Matrix, labels: list[int]) -> float:
    """The losses are averaged for each label first: right if all labels occur equally often."""
    _check(logits, labels)
    losses: dict[int, list[float]] = {}
    for row, label in zip(log_softmax(logits), labels):
        losses.setdefault(label, []).append(-row[label])
    return sum(sum(group) / len(group) for group in losses.values()) / len(losses)


def cross_entropy__equal_samples_counted_once(logits: Matrix, labels: list[int]) -> float:
    """The mean runs over the set of the samples, so those that are equal count once."""
    _check(logits, labels)
    samples = {(tuple(row), label) for row, label in zip(logits, labels)}
    return sum(_right([list(row)], [label]) for row, label in samples) / len(samples)


def cross_entropy__mean_of_what_is_not_zero(logits: Matrix, labels: list[int]) -> float:
    """Samples without any loss are left out of the mean."""
    _check(logits, labels)
    losses = [_right([row], [label]) for row, label in zip(logits, labels)]
    return sum(losses) / max(1, sum(map(bool, losses)))


def cross_entropy_backward__nothing_left_to_learn(logits: Matrix, labels: list[int]) -> Matrix:
    """A sample whose label has a probability of 0.9999 sends no gradient, as if it were learned."""
    right = _right_backward(logits, labels)
    return [
        [0.0] * len(row) if p[label] > 0.9999 else row
        for row, p, label in zip(right, softmax(logits), labels)
    ]
