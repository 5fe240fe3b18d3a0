"""Plausible wrong one-hot rows, squared errors and gradients, explained to whoever wrote them."""

from math import sqrt

from mse import _check

Matrix = list[list[float]]


def _check_labels(labels: list[int], classes: int) -> None:
    for label in labels:
        if not 0 <= label < classes:
            raise ValueError("label outside 0 … classes-1")


def _total(predicted: Matrix, target: Matrix) -> float:
    return sum(
        (p - t) ** 2 for p_row, t_row in zip(predicted, target) for p, t in zip(p_row, t_row)
    )


def _slopes(predicted: Matrix, target: Matrix, factor: float) -> Matrix:
    return [
        [factor * (p - t) for p, t in zip(p_row, t_row)] for p_row, t_row in zip(predicted, target)
    ]


def one_hot__counts_from_one(labels: list[int], classes: int) -> Matrix:
    """You count the columns from 1, so every label marks the column before its own."""
    _check_labels(labels, classes)
    return [[float(column == label) for column in range(1, classes + 1)] for label in labels]


def one_hot__as_wide_as_the_labels(labels: list[int], classes: int) -> Matrix:
    """You make the rows as wide as the largest label requires. A batch need not hold the last
    class, and its width would change from batch to batch."""
    _check_labels(labels, classes)
    return [[float(column == label) for column in range(max(labels) + 1)] for label in labels]


def one_hot__rows_of_one_identity(labels: list[int], classes: int) -> Matrix:
    """Two samples of one class share one list object, as rows picked from one identity matrix do:
    change the row of one and the other's changes as well."""
    _check_labels(labels, classes)
    identity = [[float(i == j) for j in range(classes)] for i in range(classes)]
    return [identity[label] for label in labels]


def one_hot__rows_are_one_list(labels: list[int], classes: int) -> Matrix:
    """You make the rows by multiplying a list of one row, so all of them are the same list object
    and collect the marks of every label."""
    _check_labels(labels, classes)
    rows = [[0.0] * classes] * len(labels)
    for row, label in zip(rows, labels):
        row[label] = 1.0
    return rows


def one_hot__labels_in_order(labels: list[int], classes: int) -> Matrix:
    """You mark in each row the column of the row's own number. That is right only as long as the
    labels come in order, 0, 1, 2, …"""
    _check_labels(labels, classes)
    return [[float(i == column) for column in range(classes)] for i in range(len(labels))]


def one_hot__marked_by_the_label(labels: list[int], classes: int) -> Matrix:
    """You write the label itself into its column. A one-hot row says where, not how much: the mark
    is the same for every class."""
    _check_labels(labels, classes)
    return [
        [float(label) if column == label else 0.0 for column in range(classes)] for label in labels
    ]


def one_hot__inverted(labels: list[int], classes: int) -> Matrix:
    """You mark every column but the label's."""
    _check_labels(labels, classes)
    return [[float(column != label) for column in range(classes)] for label in labels]


def one_hot__staircase(labels: list[int], classes: int) -> Matrix:
    """You mark every column up to the label's. The row's one mark belongs to the label alone."""
    _check_labels(labels, classes)
    return [[float(column <= label) for column in range(classes)] for label in labels]


def one_hot__class_by_sample(labels: list[int], classes: int) -> Matrix:
    """You put the samples side by side, with a row for each class. A sample is a row here, as
    everywhere else."""
    _check_labels(labels, classes)
    return [[float(column == label) for label in labels] for column in range(classes)]


def one_hot__booleans(labels: list[int], classes: int) -> Matrix:
    """You return the outcome of a comparison, True or False. They behave like numbers in sums, but
    a Matrix holds numbers."""
    _check_labels(labels, classes)
    return [[column == label for column in range(classes)] for label in labels]


def one_hot__negative_labels_taken(labels: list[int], classes: int) -> Matrix:
    """You check only that a label is not too large. A negative label then counts from the end of
    the row, as Python's indices do, and marks a class that nobody meant."""
    rows = []
    for label in labels:
        if label >= classes:
            raise ValueError("label too large")
        row = [0.0] * classes
        row[label % classes] = 1.0
        rows.append(row)
    return rows


def one_hot__unknown_labels_ignored(labels: list[int], classes: int) -> Matrix:
    """You compare every column with the label and check nothing: a label that does not exist
    silently gives a row of zeros."""
    return [[float(column == label) for column in range(classes)] for label in labels]


def one_hot__index_error(labels: list[int], classes: int) -> Matrix:
    """You refuse negative labels but leave those that are too large to the list, which raises
    IndexError. IndexError looks like a fault of yours. The fault is the caller's: raise
    ValueError."""
    rows = []
    for label in labels:
        if label < 0:
            raise ValueError("negative label")
        row = [0.0] * classes
        row[label] = 1.0
        rows.append(row)
    return rows


def one_hot__one_class_too_many(labels: list[int], classes: int) -> Matrix:
    """You accept a label that equals the number of classes. Counting starts at 0, so the last class
    is one less."""
    _check_labels(labels, classes + 1)
    return [[float(column == label) for column in range(classes)] for label in labels]


def one_hot__first_label_checked(labels: list[int], classes: int) -> Matrix:
    """You check the first label only. A wrong one may come later in the list."""
    _check_labels(labels[:1], classes)
    return [[float(column == label) for column in range(classes)] for label in labels]


def mse__mean_of_all_entries(predicted: Matrix, target: Matrix) -> float:
    """You divide by the number of entries. Many libraries do, but here the squared errors of a row
    are summed and only the rows are averaged."""
    _check(predicted, target)
    return _total(predicted, target) / (len(predicted) * len(predicted[0]))


def mse__mean_over_columns(predicted: Matrix, target: Matrix) -> float:
    """You divide by the number of columns: you have mixed up rows and columns."""
    _check(predicted, target)
    return _total(predicted, target) / len(predicted[0])


def mse__not_averaged(predicted: Matrix, target: Matrix) -> float:
    """You sum over the rows as well. The loss then grows with the batch, and is right for a
    batch of one only."""
    _check(predicted, target)
    return _total(predicted, target)


def mse__halved(predicted: Matrix, target: Matrix) -> float:
    """You put a factor of one half before the sum, which makes the derivative prettier. It is a
    different loss, and nobody asked for it here."""
    _check(predicted, target)
    return _total(predicted, target) / (2 * len(predicted))


def mse__square_root(predicted: Matrix, target: Matrix) -> float:
    """You take the square root at the end. The mean squared error stays squared."""
    _check(predicted, target)
    return sqrt(_total(predicted, target) / len(predicted))


def mse__distances(predicted: Matrix, target: Matrix) -> float:
    """You take the square root of each row's sum, its distance to the target, before you average.
    The mean squared error stays squared."""
    _check(predicted, target)
    distances = [
        sqrt(sum((p - t) ** 2 for p, t in zip(p_row, t_row)))
        for p_row, t_row in zip(predicted, target)
    ]
    return sum(distances) / len(distances)


def mse__absolute_errors(predicted: Matrix, target: Matrix) -> float:
    """You sum the absolute values of the errors. Square them, so that a large error counts more
    than several small ones."""
    _check(predicted, target)
    return sum(
        abs(p - t) for p_row, t_row in zip(predicted, target) for p, t in zip(p_row, t_row)
    ) / len(predicted)


def mse__square_of_the_sum(predicted: Matrix, target: Matrix) -> float:
    """You sum the errors of a row and square the sum. Errors of opposite sign then cancel, and a
    row can be wrong everywhere at a loss of 0."""
    _check(predicted, target)
    sums = [sum(p - t for p, t in zip(p_row, t_row)) for p_row, t_row in zip(predicted, target)]
    return sum(total**2 for total in sums) / len(sums)


def mse__difference_of_squares(predicted: Matrix, target: Matrix) -> float:
    """You subtract the squares instead of squaring the difference. That can be negative, and it is
    0 wherever the two differ by their sign alone."""
    _check(predicted, target)
    return sum(
        p * p - t * t for p_row, t_row in zip(predicted, target) for p, t in zip(p_row, t_row)
    ) / len(predicted)


def mse__expanded(predicted: Matrix, target: Matrix) -> float:
    """You expand the square into p² - 2pt + t². That is the same on paper, but for large numbers
    close together the three terms cancel, and their rounding errors are all that is left."""
    _check(predicted, target)
    return sum(
        p * p - 2 * p * t + t * t
        for p_row, t_row in zip(predicted, target)
        for p, t in zip(p_row, t_row)
    ) / len(predicted)


def mse__returns_in_the_loop(predicted: Matrix, target: Matrix) -> float:
    """Your return stands inside the loop over the rows, so only the first row is ever looked at."""
    _check(predicted, target)
    return _total(predicted[:1], target[:1])


def mse__first_target_row(predicted: Matrix, target: Matrix) -> float:
    """You compare every row of the predictions with the first row of the targets."""
    _check(predicted, target)
    return _total(predicted, [target[0]] * len(predicted)) / len(predicted)


def mse__target_marks_only(predicted: Matrix, target: Matrix) -> float:
    """You count the error only where the target is not 0, as cross-entropy does. In a squared error
    a column whose target is 0 counts like every other."""
    _check(predicted, target)
    return sum(
        (p - t) ** 2 for p_row, t_row in zip(predicted, target) for p, t in zip(p_row, t_row) if t
    ) / len(predicted)


def mse__rounded(predicted: Matrix, target: Matrix) -> float:
    """You round the result to six decimals. Each loss is compared with the one before, and near the
    end of training they differ only in the later digits."""
    _check(predicted, target)
    return round(_total(predicted, target) / len(predicted), 6)


def mse__integer_division(predicted: Matrix, target: Matrix) -> float:
    """You divide with //, which cuts the mean down to a whole number."""
    _check(predicted, target)
    return _total(predicted, target) // len(predicted)


def mse__shapes_unchecked(predicted: Matrix, target: Matrix) -> float:
    """You do not compare the shapes of predictions and targets. What is left over on the longer
    side is silently ignored, so a wrong call gives a wrong loss instead of an error."""
    return _total(predicted, target) / len(predicted)


def mse__columns_unchecked(predicted: Matrix, target: Matrix) -> float:
    """You compare the number of rows but not the number of columns, so rows of unequal length are
    silently cut to the shorter one."""
    if len(predicted) != len(target):
        raise ValueError("rows differ in number")
    return _total(predicted, target) / len(predicted)


def mse__rows_unchecked(predicted: Matrix, target: Matrix) -> float:
    """You compare the lengths of the rows but not their number, so surplus rows are silently
    dropped."""
    if len(predicted[0]) != len(target[0]):
        raise ValueError("columns differ in number")
    return _total(predicted, target) / len(predicted)


def mse_backward__two_missing(predicted: Matrix, target: Matrix) -> Matrix:
    """You leave out the factor that a square leaves behind when it is differentiated."""
    _check(predicted, target)
    return _slopes(predicted, target, 1 / len(predicted))


def mse_backward__sign(predicted: Matrix, target: Matrix) -> Matrix:
    """You subtract the predictions from the targets. For the loss the order makes no difference,
    but for the gradient it does: yours is the gradient for the targets."""
    _check(predicted, target)
    return _slopes(predicted, target, -2 / len(predicted))


def mse_backward__gradient_not_averaged(predicted: Matrix, target: Matrix) -> Matrix:
    """You leave out the division by the number of rows: the loss is a mean over the batch, and so
    is its gradient. Yours is right for a batch of one only."""
    _check(predicted, target)
    return _slopes(predicted, target, 2)


def mse_backward__gradient_mean_of_all_entries(predicted: Matrix, target: Matrix) -> Matrix:
    """You divide by the number of entries, as if the loss were the mean of all of them. Its columns
    are summed."""
    _check(predicted, target)
    return _slopes(predicted, target, 2 / (len(predicted) * len(predicted[0])))


def mse_backward__gradient_mean_over_columns(predicted: Matrix, target: Matrix) -> Matrix:
    """You divide by the number of columns: you have mixed up rows and columns."""
    _check(predicted, target)
    return _slopes(predicted, target, 2 / len(predicted[0]))


def mse_backward__sign_only(predicted: Matrix, target: Matrix) -> Matrix:
    """You keep only the sign of each error, which is the gradient of absolute errors. In a squared
    error a large error also has a large gradient."""
    _check(predicted, target)
    n = len(predicted)
    return [
        [2 * ((p > t) - (p < t)) / n for p, t in zip(p_row, t_row)]
        for p_row, t_row in zip(predicted, target)
    ]


def mse_backward__always_positive(predicted: Matrix, target: Matrix) -> Matrix:
    """You take the absolute value of each error, so training can never make a prediction grow."""
    _check(predicted, target)
    return [[abs(g) for g in row] for row in _slopes(predicted, target, 2 / len(predicted))]


def mse_backward__times_the_loss(predicted: Matrix, target: Matrix) -> Matrix:
    """You multiply by the loss itself. The chain rule multiplies by derivatives, and the loss is
    the end of the chain: its own upstream gradient is 1."""
    _check(predicted, target)
    loss = _total(predicted, target) / len(predicted)
    return _slopes(predicted, target, 2 * loss / len(predicted))


def mse_backward__summed_over_batch(predicted: Matrix, target: Matrix) -> Matrix:
    """You give every row the batch's mean error of each column. Each prediction has a gradient of
    its own."""
    _check(predicted, target)
    n = len(predicted)
    columns = [sum(column) / n for column in zip(*_slopes(predicted, target, 2 / n))]
    return [list(columns) for _ in predicted]


def mse_backward__transposed(predicted: Matrix, target: Matrix) -> Matrix:
    """You return the transpose of the gradient. It has the shape of the predictions, entry for
    entry."""
    _check(predicted, target)
    return [list(column) for column in zip(*_slopes(predicted, target, 2 / len(predicted)))]


def mse_backward__gradient_target_marks_only(predicted: Matrix, target: Matrix) -> Matrix:
    """You give a gradient only where the target is not 0. A column whose target is 0 has an error
    as well, and has to be pushed towards 0."""
    _check(predicted, target)
    n = len(predicted)
    return [
        [2 * (p - t) / n if t else 0.0 for p, t in zip(p_row, t_row)]
        for p_row, t_row in zip(predicted, target)
    ]


def mse_backward__by_differences(predicted: Matrix, target: Matrix) -> Matrix:
    """You nudge every prediction and see how the loss changes. That is how a gradient is checked;
    it is slow and inexact, and the formula is neither."""
    _check(predicted, target)
    h, n = 1e-6, len(predicted)
    return [
        [((p + h - t) ** 2 - (p - t) ** 2) / h / n for p, t in zip(p_row, t_row)]
        for p_row, t_row in zip(predicted, target)
    ]


def mse_backward__gradient_rounded(predicted: Matrix, target: Matrix) -> Matrix:
    """You round the result to four decimals. A gradient is not for reading, and every layer below
    loses the digits that you round away."""
    _check(predicted, target)
    return [[round(g, 4) for g in row] for row in _slopes(predicted, target, 2 / len(predicted))]


def mse_backward__predictions_overwritten(predicted: Matrix, target: Matrix) -> Matrix:
    """You compute the result inside the predictions' own rows. The caller's predictions are
    destroyed, and the result shares their rows."""
    _check(predicted, target)
    for p_row, row in zip(predicted, _slopes(predicted, target, 2 / len(predicted))):
        p_row[:] = row
    return predicted


def mse_backward__gradient_shapes_unchecked(predicted: Matrix, target: Matrix) -> Matrix:
    """You do not compare the shapes of predictions and targets. What is left over on the longer
    side is silently ignored, so a wrong call gives a wrong gradient instead of an error."""
    return _slopes(predicted, target, 2 / len(predicted))


def mse_backward__gradient_columns_unchecked(predicted: Matrix, target: Matrix) -> Matrix:
    """You compare the number of rows but not the number of columns, so rows of unequal length are
    silently cut to the shorter one."""
    if len(predicted) != len(target):
        raise ValueError("rows differ in number")
    return _slopes(predicted, target, 2 / len(predicted))
