"""Plausible wrong cross-entropies and gradients, each explained to the person who wrote it."""

from math import exp, log, log2, prod

from cross_entropy import _check
from softmax import log_softmax, softmax

Vector = list[float]
Matrix = list[list[float]]


def cross_entropy__summed(logits: Matrix, labels: list[int]) -> float:
    """You add up the losses of the rows and do not divide by their number: the loss is the mean.
    With a batch of one nobody notices."""
    _check(logits, labels)
    return sum(_losses(logits, labels))


def cross_entropy__mean_over_columns(logits: Matrix, labels: list[int]) -> float:
    """You divide by the number of columns. The mean is over the samples, and those are the rows;
    for a square matrix nobody notices."""
    _check(logits, labels)
    return sum(_losses(logits, labels)) / len(logits[0])


def cross_entropy__mean_over_entries(logits: Matrix, labels: list[int]) -> float:
    """You divide by the number of all entries, as a mean over the matrix would. Each row has one
    loss, so divide by the number of rows."""
    _check(logits, labels)
    return sum(_losses(logits, labels)) / (len(logits) * len(logits[0]))


def cross_entropy__sign_lost(logits: Matrix, labels: list[int]) -> float:
    """You return the mean logarithm itself. It is negative, and it rises when the prediction gets
    better: a loss falls."""
    _check(logits, labels)
    return -sum(_losses(logits, labels)) / len(labels)


def cross_entropy__labels_in_order(logits: Matrix, labels: list[int]) -> float:
    """You take column i in row i. That is right when the labels happen to be 0, 1, 2, …; the column
    is what the label says."""
    _check(logits, labels)
    columns = len(logits[0])
    rows = log_softmax(logits)
    return sum(-row[i % columns] for i, row in enumerate(rows)) / len(rows)


def cross_entropy__labels_from_one(logits: Matrix, labels: list[int]) -> float:
    """You count the classes from 1. Labels count from 0, so label 0 is the first column (and -1
    would be the last)."""
    _check(logits, labels)
    return sum(-row[label - 1] for row, label in zip(log_softmax(logits), labels)) / len(labels)


def cross_entropy__logits_taken_for_logs(logits: Matrix, labels: list[int]) -> float:
    """You average the negative logits at the labels. They are not logarithms of probabilities yet:
    the softmax is missing."""
    _check(logits, labels)
    return sum(-row[label] for row, label in zip(logits, labels)) / len(labels)


def cross_entropy__softmax_twice(logits: Matrix, labels: list[int]) -> float:
    """You apply softmax to the logits and then a log_softmax to the result. The second expects
    logits, not probabilities, and flattens them."""
    _check(logits, labels)
    return sum(_losses(softmax(logits), labels)) / len(labels)


def cross_entropy__log_of_softmax(logits: Matrix, labels: list[int]) -> float:
    """You take the logarithm of softmax. A label whose probability underflows to 0 has no
    logarithm, although its loss is an ordinary number."""
    _check(logits, labels)
    return sum(-log(row[label]) for row, label in zip(softmax(logits), labels)) / len(labels)


def cross_entropy__epsilon_in_log(logits: Matrix, labels: list[int]) -> float:
    """You add a small constant before the logarithm so that it never sees a 0. That puts a lid on
    the loss: no row can cost more than about 28, however wrong it is."""
    _check(logits, labels)
    return sum(-log(p + 1e-12) for p in _at_labels(logits, labels)) / len(labels)


def cross_entropy__probability_floored(logits: Matrix, labels: list[int]) -> float:
    """You replace probabilities that are too small by a smallest one before the logarithm. That
    puts a lid on the loss, and beyond it nothing is learnt from how wrong a row is."""
    _check(logits, labels)
    return sum(-log(max(p, 1e-300)) for p in _at_labels(logits, labels)) / len(labels)


def cross_entropy__log_of_product(logits: Matrix, labels: list[int]) -> float:
    """You multiply the probabilities and take one logarithm at the end. The product of a batch is
    soon too small for a float: add logarithms instead."""
    _check(logits, labels)
    return -log(prod(_at_labels(logits, labels))) / len(labels)


def cross_entropy__no_shift(logits: Matrix, labels: list[int]) -> float:
    """You take the exponentials of the logits as they are. Above about 709 exp raises
    OverflowError, and logits of any size have to work."""
    _check(logits, labels)
    losses = [log(sum(map(exp, row))) - row[label] for row, label in zip(logits, labels)]
    return sum(losses) / len(losses)


def cross_entropy__largest_of_batch(logits: Matrix, labels: list[int]) -> float:
    """You subtract the largest logit of the whole batch from every row. A row that lies thousands
    below it underflows to zeros altogether, and its sum has no logarithm: rows are independent."""
    _check(logits, labels)
    largest = max(max(row) for row in logits)
    losses = [
        log(sum(exp(x - largest) for x in row)) - (row[label] - largest)
        for row, label in zip(logits, labels)
    ]
    return sum(losses) / len(losses)


def cross_entropy__base_two(logits: Matrix, labels: list[int]) -> float:
    """Your loss is in bits, as with a logarithm to base 2. The definition has the natural
    logarithm, and the gradient belongs to that."""
    _check(logits, labels)
    return sum(_losses(logits, labels)) * log2(exp(1)) / len(labels)


def cross_entropy__binary(logits: Matrix, labels: list[int]) -> float:
    """You add a term log(1 - p) for each of the other classes, as for independent yes-or-no
    questions. Classes that exclude each other need the label's term alone."""
    _check(logits, labels)
    total = 0.0
    for row, label in zip(softmax(logits), labels):
        for column, p in enumerate(row):
            total -= log(max(p if column == label else 1 - p, 1e-300))
    return total / len(labels)


def cross_entropy__squared_error(logits: Matrix, labels: list[int]) -> float:
    """You compute the squared distance between the probabilities and the one-hot labels. That is
    another loss; this one is the negative logarithm of one probability per row."""
    _check(logits, labels)
    total = sum(
        (p - (column == label)) ** 2
        for row, label in zip(softmax(logits), labels)
        for column, p in enumerate(row)
    )
    return total / len(labels)


def cross_entropy__rounded(logits: Matrix, labels: list[int]) -> float:
    """You round the loss. Rounding is for printing: close to the minimum the later digits show the
    progress."""
    _check(logits, labels)
    return round(sum(_losses(logits, labels)) / len(labels), 6)


def cross_entropy__not_averaged(logits: Matrix, labels: list[int]) -> Vector:
    """You return a list with the loss of each row. A gradient needs a single number: their mean."""
    _check(logits, labels)
    return _losses(logits, labels)


def cross_entropy__labels_popped(logits: Matrix, labels: list[int]) -> float:
    """You take the labels off their list one by one, so the caller finds it empty afterwards: read
    them and leave them there."""
    _check(logits, labels)
    rows = log_softmax(logits)
    return sum(-row[labels.pop(0)] for row in rows) / len(rows)


def cross_entropy__negative_labels_accepted(logits: Matrix, labels: list[int]) -> float:
    """You refuse labels that are too large but not negative ones. Python silently takes -1 for the
    last column, so the loss is that of a class that nobody asked for."""
    if len(labels) != len(logits) or max(labels) >= len(logits[0]):
        raise ValueError("labels do not fit")
    return sum(_losses(logits, labels)) / len(labels)


def cross_entropy__bound_off_by_one(logits: Matrix, labels: list[int]) -> float:
    """Your upper bound for labels is one too high: columns are counted from 0, so the number of
    columns is itself no column."""
    if len(labels) != len(logits) or not all(0 <= label <= len(logits[0]) for label in labels):
        raise ValueError("labels do not fit")
    return sum(_losses(logits, labels)) / len(labels)


def cross_entropy__bound_is_rows(logits: Matrix, labels: list[int]) -> float:
    """You compare the labels with the number of rows. A label names a column, so the number of
    columns bounds it; for a square matrix nobody notices."""
    if len(labels) != len(logits) or not all(0 <= label < len(logits) for label in labels):
        raise ValueError("labels do not fit")
    return sum(_losses(logits, labels)) / len(labels)


def cross_entropy__only_all_bad_refused(logits: Matrix, labels: list[int]) -> float:
    """You raise only if none of the labels is a column (any and all are easily confused): a single
    bad label among good ones gets through."""
    if len(labels) != len(logits) or not any(0 <= label < len(logits[0]) for label in labels):
        raise ValueError("labels do not fit")
    return sum(_losses(logits, labels)) / len(labels)


def cross_entropy__first_label_checked(logits: Matrix, labels: list[int]) -> float:
    """You check the first label and trust the others: a bad one may stand anywhere in the batch."""
    if len(labels) != len(logits) or not 0 <= labels[0] < len(logits[0]):
        raise ValueError("labels do not fit")
    return sum(_losses(logits, labels)) / len(labels)


def cross_entropy__count_not_checked(logits: Matrix, labels: list[int]) -> float:
    """You do not compare the number of labels with the number of rows. What is left over is
    silently ignored, so part of the batch is left out of the loss."""
    if not all(0 <= label < len(logits[0]) for label in labels):
        raise ValueError("labels do not fit")
    return sum(_losses(logits, labels)) / len(labels)


def cross_entropy__too_many_labels_accepted(logits: Matrix, labels: list[int]) -> float:
    """You refuse too few labels but not too many: if there are more labels than rows, something was
    mixed up before, and the loss would hide it."""
    if len(labels) < len(logits) or not all(0 <= label < len(logits[0]) for label in labels):
        raise ValueError("labels do not fit")
    losses = _losses(logits, labels)
    return sum(losses) / len(losses)


def cross_entropy__other_exception(logits: Matrix, labels: list[int]) -> float:
    """You do notice labels that do not fit, but you do not raise ValueError: an assert raises
    AssertionError (and is skipped under python -O), and an index out of range raises IndexError."""
    assert len(labels) == len(logits)
    assert all(0 <= label < len(logits[0]) for label in labels)
    return sum(_losses(logits, labels)) / len(labels)


def cross_entropy_backward__mean_left_out(logits: Matrix, labels: list[int]) -> Matrix:
    """You leave out the 1/n. The loss is a mean over n rows, and so is its gradient; with a batch
    of one nobody notices."""
    _check(logits, labels)
    return _gradient(logits, labels, 1)


def cross_entropy_backward__divided_by_columns(logits: Matrix, labels: list[int]) -> Matrix:
    """You divide by the number of columns. The mean is over the rows; for a square matrix nobody
    notices."""
    _check(logits, labels)
    return _gradient(logits, labels, len(logits[0]))


def cross_entropy_backward__divided_by_entries(logits: Matrix, labels: list[int]) -> Matrix:
    """You divide by the number of all entries. The mean is over the rows, one loss each."""
    _check(logits, labels)
    return _gradient(logits, labels, len(logits) * len(logits[0]))


def cross_entropy_backward__divided_too_early(logits: Matrix, labels: list[int]) -> Matrix:
    """You divide the probabilities by n and then subtract a whole 1 at the label: the 1 is part of
    the mean as well. With a batch of one nobody notices."""
    _check(logits, labels)
    n = len(labels)
    return [
        [p / n - (column == label) for column, p in enumerate(row)]
        for row, label in zip(softmax(logits), labels)
    ]


def cross_entropy_backward__sign_flipped(logits: Matrix, labels: list[int]) -> Matrix:
    """Your gradient has the wrong sign, so a step against it makes the loss grow: raising the
    label's logit lowers the loss."""
    _check(logits, labels)
    return _gradient(logits, labels, -len(labels))


def cross_entropy_backward__label_forgotten(logits: Matrix, labels: list[int]) -> Matrix:
    """You return the probabilities over n, whatever the labels are: the loss depends on which
    column is the right one."""
    _check(logits, labels)
    return [[p / len(labels) for p in row] for row in softmax(logits)]


def cross_entropy_backward__only_the_label(logits: Matrix, labels: list[int]) -> Matrix:
    """You return a gradient at the label's column and zeros elsewhere. The other logits are in the
    denominator of the softmax, so they too move the loss."""
    _check(logits, labels)
    n = len(labels)
    return [
        [(p - 1) / n if column == label else 0.0 for column, p in enumerate(row)]
        for row, label in zip(softmax(logits), labels)
    ]


def cross_entropy_backward__for_the_probabilities(logits: Matrix, labels: list[int]) -> Matrix:
    """You differentiate the loss for the probability of the label and stop there. The chain rule
    has one more link, from the logits to that probability."""
    _check(logits, labels)
    n = len(labels)
    return [
        [-1 / (max(p, 1e-300) * n) if column == label else 0.0 for column, p in enumerate(row)]
        for row, label in zip(softmax(logits), labels)
    ]


def cross_entropy_backward__diagonal_subtracted(logits: Matrix, labels: list[int]) -> Matrix:
    """You subtract the 1 in column i of row i. That is right when the labels happen to be 0, 1, 2,
    …; the column is what the label says."""
    _check(logits, labels)
    columns = len(logits[0])
    return _gradient(logits, [i % columns for i in range(len(labels))], len(labels))


def cross_entropy_backward__column_before_the_label(logits: Matrix, labels: list[int]) -> Matrix:
    """You count the classes from 1. Labels count from 0, so label 0 is the first column (and -1
    would be the last)."""
    _check(logits, labels)
    return _gradient(logits, [(label - 1) % len(logits[0]) for label in labels], len(labels))


def cross_entropy_backward__logs_for_probabilities(logits: Matrix, labels: list[int]) -> Matrix:
    """You subtract the one-hot labels from the logarithms of the probabilities. The gradient has
    the probabilities themselves."""
    _check(logits, labels)
    n = len(labels)
    return [
        [(x - (column == label)) / n for column, x in enumerate(row)]
        for row, label in zip(log_softmax(logits), labels)
    ]


def cross_entropy_backward__logits_for_probabilities(logits: Matrix, labels: list[int]) -> Matrix:
    """You subtract the one-hot labels from the logits as they are: the softmax is missing."""
    _check(logits, labels)
    n = len(labels)
    return [
        [(x - (column == label)) / n for column, x in enumerate(row)]
        for row, label in zip(logits, labels)
    ]


def cross_entropy_backward__exponentials_not_shifted(logits: Matrix, labels: list[int]) -> Matrix:
    """You take the exponentials of the logits as they are. Above about 709 exp raises
    OverflowError, and logits of any size have to work."""
    _check(logits, labels)
    n = len(labels)
    return [
        [(exp(x) / sum(map(exp, row)) - (column == label)) / n for column, x in enumerate(row)]
        for row, label in zip(logits, labels)
    ]


def cross_entropy_backward__shifted_by_batch(logits: Matrix, labels: list[int]) -> Matrix:
    """You subtract the largest logit of the whole batch from every row. A row that lies thousands
    below it underflows to zeros altogether, and then there is nothing to divide by."""
    _check(logits, labels)
    largest = max(max(row) for row in logits)
    exps = [[exp(x - largest) for x in row] for row in logits]
    return [
        [(e / sum(row) - (column == label)) / len(labels) for column, e in enumerate(row)]
        for row, label in zip(exps, labels)
    ]


def cross_entropy_backward__shifted_by_label(logits: Matrix, labels: list[int]) -> Matrix:
    """You subtract the label's own logit before the exponentials. Where the model is wrong another
    logit is larger, and if it is larger by 710, exp overflows."""
    _check(logits, labels)
    gradient = []
    for row, label in zip(logits, labels):
        exps = [exp(x - row[label]) for x in row]
        total = sum(exps) * len(labels)
        gradient.append(
            [e / total - (column == label) / len(labels) for column, e in enumerate(exps)]
        )
    return gradient


def cross_entropy_backward__gradient_rounded(logits: Matrix, labels: list[int]) -> Matrix:
    """You round the gradient. A gradient is at its smallest where it matters most, near the
    minimum: rounding is for printing."""
    _check(logits, labels)
    return [[round(g, 6) for g in row] for row in _gradient(logits, labels, len(labels))]


def cross_entropy_backward__in_place(logits: Matrix, labels: list[int]) -> Matrix:
    """You write the gradient into the logits that you were given, so the caller has lost them:
    build a new matrix."""
    _check(logits, labels)
    logits[:] = _gradient(logits, labels, len(labels))
    return logits


def cross_entropy_backward__negative_label_wraps(logits: Matrix, labels: list[int]) -> Matrix:
    """You refuse labels that are too large but not negative ones. A bad label then gives a gradient
    instead of an error."""
    if len(labels) != len(logits) or max(labels) >= len(logits[0]):
        raise ValueError("labels do not fit")
    return _gradient(logits, [label % len(logits[0]) for label in labels], len(labels))


def cross_entropy_backward__large_labels_accepted(logits: Matrix, labels: list[int]) -> Matrix:
    """You refuse negative labels but not those that are too large. No column equals such a label,
    so its row silently pushes all the logits down."""
    if len(labels) != len(logits) or min(labels) < 0:
        raise ValueError("labels do not fit")
    return _gradient(logits, labels, len(labels))


def cross_entropy_backward__one_bad_label_accepted(logits: Matrix, labels: list[int]) -> Matrix:
    """You raise only if none of the labels is a column (any and all are easily confused): a single
    bad label among good ones gets through."""
    if len(labels) != len(logits) or not any(0 <= label < len(logits[0]) for label in labels):
        raise ValueError("labels do not fit")
    return _gradient(logits, labels, len(labels))


def cross_entropy_backward__rows_left_out(logits: Matrix, labels: list[int]) -> Matrix:
    """You do not compare the number of labels with the number of rows. What is left over is
    silently ignored, so rows are missing from the gradient."""
    if not all(0 <= label < len(logits[0]) for label in labels):
        raise ValueError("labels do not fit")
    return _gradient(logits, labels, len(labels))


def cross_entropy_backward__nothing_checked(logits: Matrix, labels: list[int]) -> Matrix:
    """You check the labels in the loss but not in its gradient. A caller of the gradient alone has
    no guard, and zip and negative indices accept nearly anything."""
    return _gradient(logits, labels, len(labels))


def _losses(logits: Matrix, labels: list[int]) -> Vector:
    return [-row[label] for row, label in zip(log_softmax(logits), labels)]


def _at_labels(logits: Matrix, labels: list[int]) -> Vector:
    return [row[label] for row, label in zip(softmax(logits), labels)]


def _gradient(logits: Matrix, labels: list[int], divisor: float) -> Matrix:
    return [
        [(p - (column == label)) / divisor for column, p in enumerate(row)]
        for row, label in zip(softmax(logits), labels)
    ]
