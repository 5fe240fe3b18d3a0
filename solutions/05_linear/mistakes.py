"""Plausible wrong linear layers, each explained to the person who wrote it."""

from matmul import matmul, transpose
from sigmoid import sigmoid, sigmoid_backward

Vector = list[float]
Matrix = list[list[float]]


def linear__bias_left_out(x: Matrix, w: Matrix, b: Vector) -> Matrix:
    """You check the bias but never add it: a layer without it can only give zero for an input of
    zeros."""
    if len(b) != len(w[0]):
        raise ValueError("shapes do not fit")
    return matmul(x, w)


def linear__bias_per_sample(x: Matrix, w: Matrix, b: Vector) -> Matrix:
    """You pick the bias by the number of the row, so it depends on where a sample stands in the
    batch. A bias belongs to an output, and every sample gets the same ones."""
    if len(b) != len(w[0]):
        raise ValueError("shapes do not fit")
    return [[value + b[i % len(b)] for value in row] for i, row in enumerate(matmul(x, w))]


def linear__bias_for_first_row_only(x: Matrix, w: Matrix, b: Vector) -> Matrix:
    """You add the bias to the first sample only. With a batch of one nobody notices; every other
    sample of a larger batch goes without it."""
    if len(b) != len(w[0]):
        raise ValueError("shapes do not fit")
    result = matmul(x, w)
    result[0] = [value + bias for value, bias in zip(result[0], b)]
    return result


def linear__bias_in_every_product(x: Matrix, w: Matrix, b: Vector) -> Matrix:
    """You add the bias inside the sum, once for every input feature. It belongs to the finished
    sum, once: only for a single feature is that the same."""
    if len(b) != len(w[0]):
        raise ValueError("shapes do not fit")
    matmul(x, w)  # for its check of the shapes
    return [
        [sum(value * w[k][j] + b[j] for k, value in enumerate(row)) for j in range(len(b))]
        for row in x
    ]


def linear__weights_out_by_in(x: Matrix, w: Matrix, b: Vector) -> Matrix:
    """You take w for an h×d matrix, as torch's Linear stores it, and multiply with its transpose.
    Here w is d×h: the two agree only if w is symmetric."""
    if len(b) != len(w[0]):
        raise ValueError("shapes do not fit")
    return [[value + bias for value, bias in zip(row, b)] for row in matmul(x, transpose(w))]


def linear__adds_into_the_bias(x: Matrix, w: Matrix, b: Vector) -> Matrix:
    """You start each row of the result from b itself and add the products to it. That makes no
    copy: all rows are the caller's own bias vector, and it grows with every sample."""
    if len(b) != len(w[0]):
        raise ValueError("shapes do not fit")
    result = []
    for products in matmul(x, w):
        row = b
        for j, value in enumerate(products):
            row[j] += value
        result.append(row)
    return result


def linear__rows_are_one_list(x: Matrix, w: Matrix, b: Vector) -> Matrix:
    """You prepare the result as [list(b)] * n: that is n times the same row, so every sample's
    products are added to one and the same list."""
    if len(b) != len(w[0]):
        raise ValueError("shapes do not fit")
    result = [list(b)] * len(x)
    for i, products in enumerate(matmul(x, w)):
        for j, value in enumerate(products):
            result[i][j] += value
    return result


def linear__ones_appended_to_x(x: Matrix, w: Matrix, b: Vector) -> Matrix:
    """You append a 1 to every sample to treat the bias as one more row of w. The idea is sound, but
    the rows you append to are the caller's: whoever uses x next finds one feature too many."""
    if len(b) != len(w[0]) or len(x[0]) != len(w):
        raise ValueError("shapes do not fit")
    for row in x:
        row.append(1.0)
    return matmul(x, [*w, b])


def linear__sigmoid_inside(x: Matrix, w: Matrix, b: Vector) -> Matrix:
    """You apply the sigmoid as well. The linear layer ends with the sum; the activation is a step
    of its own, and the last layer of a network has none."""
    return sigmoid(_affine(x, w, b))


def linear__flat_for_one_sample(x: Matrix, w: Matrix, b: Vector) -> Matrix | Vector:
    """You return a flat list for a batch of one. A batch of one is still a matrix: your caller
    should not have to ask how many samples there were."""
    result = _affine(x, w, b)
    return result[0] if len(result) == 1 else result


def linear__bias_not_checked(x: Matrix, w: Matrix, b: Vector) -> Matrix:
    """You do not compare the length of b with the columns of w. What is left over on the longer
    side is silently ignored, so a bias that does not fit goes unnoticed or cuts outputs off."""
    return [[value + bias for value, bias in zip(row, b)] for row in matmul(x, w)]


def linear__long_bias_accepted(x: Matrix, w: Matrix, b: Vector) -> Matrix:
    """You refuse a bias that is too short but take one that is too long, and its last entries are
    never used: most likely it belongs to another layer."""
    if len(b) < len(w[0]):
        raise ValueError("shapes do not fit")
    return [[value + b[j] for j, value in enumerate(row)] for row in matmul(x, w)]


def linear__single_bias_repeated(x: Matrix, w: Matrix, b: Vector) -> Matrix:
    """You use a bias of one entry for all outputs, as numpy's broadcasting does. Here b has one
    entry for each output, and anything else is an error to be reported."""
    if len(b) not in (1, len(w[0])):
        raise ValueError("shapes do not fit")
    biases = b * len(w[0]) if len(b) == 1 else b
    return [[value + bias for value, bias in zip(row, biases)] for row in matmul(x, w)]


def linear__bias_measured_against_inputs(x: Matrix, w: Matrix, b: Vector) -> Matrix:
    """You compare the length of b with the number of inputs. That is right only for a square w:
    look again at which side of w the bias belongs to."""
    if len(b) != len(w):
        raise ValueError("shapes do not fit")
    return [[value + bias for value, bias in zip(row, b)] for row in matmul(x, w)]


def linear__features_not_checked(x: Matrix, w: Matrix, b: Vector) -> Matrix:
    """You do not compare the columns of x with the rows of w: what is left over is silently
    ignored, and the result looks fine."""
    if len(b) != len(w[0]):
        raise ValueError("shapes do not fit")
    columns = transpose(w)
    return [
        [bias + sum(v * c for v, c in zip(row, column)) for column, bias in zip(columns, b)]
        for row in x
    ]


def linear__other_exception(x: Matrix, w: Matrix, b: Vector) -> Matrix:
    """You do notice a bias that does not fit, but by an assert: that raises AssertionError, and
    nothing at all under python -O. The caller is promised a ValueError."""
    assert len(b) == len(w[0]), "shapes do not fit"
    return [[value + bias for value, bias in zip(row, b)] for row in matmul(x, w)]


def linear_backward__dw_transposed(
    x: Matrix, w: Matrix, dy: Matrix
) -> tuple[Matrix, Matrix, Vector]:
    """Your dw lies on its side: it is h×d. A gradient has the shape of what it belongs to, or the
    update that subtracts it makes no sense."""
    dx, dw, db = _gradients(x, w, dy)
    return dx, transpose(dw), db


def linear_backward__w_not_transposed(
    x: Matrix, w: Matrix, dy: Matrix
) -> tuple[Matrix, Matrix, Vector]:
    """You multiply dy by w as it stands, not by its transpose. The shapes allow that only if w is
    square."""
    if len(x[0]) != len(w) or (len(dy), len(dy[0])) != (len(x), len(w[0])):
        raise ValueError("shapes do not fit")
    db = [sum(column) for column in zip(*dy)]
    return matmul(dy, w), matmul(transpose(x), dy), db


def linear_backward__averaged_over_batch(
    x: Matrix, w: Matrix, dy: Matrix
) -> tuple[Matrix, Matrix, Vector]:
    """You divide dw and db by the number of samples. The 1/n of a mean loss is already in dy, so
    you divide twice; with a batch of one nobody notices."""
    dx, dw, db = _gradients(x, w, dy)
    return dx, [[value / len(x) for value in row] for row in dw], [value / len(x) for value in db]


def linear_backward__dw_averaged(x: Matrix, w: Matrix, dy: Matrix) -> tuple[Matrix, Matrix, Vector]:
    """You divide dw by the number of samples, although dy already holds the 1/n of a mean loss;
    your db, rightly, is a sum."""
    dx, dw, db = _gradients(x, w, dy)
    return dx, [[value / len(x) for value in row] for row in dw], db


def linear_backward__db_averaged(x: Matrix, w: Matrix, dy: Matrix) -> tuple[Matrix, Matrix, Vector]:
    """You average dy over the batch for db, although dy already holds the 1/n of a mean loss; your
    dw, rightly, is a sum."""
    dx, dw, db = _gradients(x, w, dy)
    return dx, dw, [value / len(x) for value in db]


def linear_backward__dx_averaged(x: Matrix, w: Matrix, dy: Matrix) -> tuple[Matrix, Matrix, Vector]:
    """You divide dx by the number of samples. Each row of dx belongs to one sample, so nothing is
    summed, and the 1/n of a mean loss is already in dy."""
    dx, dw, db = _gradients(x, w, dy)
    return [[value / len(x) for value in row] for row in dx], dw, db


def linear_backward__db_of_first_sample(
    x: Matrix, w: Matrix, dy: Matrix
) -> tuple[Matrix, Matrix, Vector]:
    """You take the first row of dy for db. Every sample has passed through the same bias, so every
    sample has a say; with a batch of one nobody notices."""
    dx, dw, _ = _gradients(x, w, dy)
    return dx, dw, list(dy[0])


def linear_backward__db_over_outputs(
    x: Matrix, w: Matrix, dy: Matrix
) -> tuple[Matrix, Matrix, Vector]:
    """You sum each row of dy, so db has one entry per sample. There is one bias per output, so sum
    in the other direction."""
    dx, dw, _ = _gradients(x, w, dy)
    return dx, dw, [sum(row) for row in dy]


def linear_backward__db_not_summed(
    x: Matrix, w: Matrix, dy: Matrix
) -> tuple[Matrix, Matrix, Matrix]:
    """You return dy itself for db, with a row for every sample. All samples use the same bias, so
    their shares have to be added up into one vector."""
    dx, dw, _ = _gradients(x, w, dy)
    return dx, dw, [list(row) for row in dy]


def linear_backward__db_a_matrix(x: Matrix, w: Matrix, dy: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    """Your db is a matrix of one row. Its numbers are right, but b is a flat vector, and its
    gradient has the same structure."""
    dx, dw, db = _gradients(x, w, dy)
    return dx, dw, [db]


def linear_backward__db_a_tuple(
    x: Matrix, w: Matrix, dy: Matrix
) -> tuple[Matrix, Matrix, tuple[float, ...]]:
    """Your db is a tuple. It looks like a vector until somebody assigns to an entry; a Vector is a
    list."""
    dx, dw, db = _gradients(x, w, dy)
    return dx, dw, tuple(db)


def linear_backward__db_without_upstream(
    x: Matrix, w: Matrix, dy: Matrix
) -> tuple[Matrix, Matrix, Vector]:
    """You give each bias the gradient n: a derivative of 1 for each sample, added up over the
    batch. The chain rule multiplies each of these ones by its upstream gradient first."""
    dx, dw, db = _gradients(x, w, dy)
    return dx, dw, [float(len(x)) for _ in db]


def linear_backward__upstream_ignored(
    x: Matrix, w: Matrix, dy: Matrix
) -> tuple[Matrix, Matrix, Vector]:
    """You never use the values of dy, only its shape: your gradients are those of the sum of all
    outputs. What follows the layer decides how much each output counts."""
    return _gradients(x, w, [[1.0 for _ in row] for row in dy])


def linear_backward__dw_dx_swapped(
    x: Matrix, w: Matrix, dy: Matrix
) -> tuple[Matrix, Matrix, Vector]:
    """You return dw before dx. The order is that of the arguments of linear: x, w, b."""
    dx, dw, db = _gradients(x, w, dy)
    return dw, dx, db


def linear_backward__dw_of_last_sample(
    x: Matrix, w: Matrix, dy: Matrix
) -> tuple[Matrix, Matrix, Vector]:
    """You assign each sample's share of dw where you should add it up, so only the last sample
    survives; with a batch of one nobody notices."""
    dx, _, db = _gradients(x, w, dy)
    return dx, [[value * upstream for upstream in dy[-1]] for value in x[-1]], db


def linear_backward__dw_rows_are_one_list(
    x: Matrix, w: Matrix, dy: Matrix
) -> tuple[Matrix, Matrix, Vector]:
    """You prepare dw as [[0.0] * h] * d: that is d times the same row, so the shares of all input
    features are added up in one list."""
    dx, _, db = _gradients(x, w, dy)
    dw = [[0.0] * len(db)] * len(w)
    for sample, upstream in zip(x, dy):
        for k, value in enumerate(sample):
            for j, gradient in enumerate(upstream):
                dw[k][j] += value * gradient
    return dx, dw, db


def linear_backward__db_adds_into_dy(
    x: Matrix, w: Matrix, dy: Matrix
) -> tuple[Matrix, Matrix, Vector]:
    """You start db from the first row of dy and add the others to it. That makes no copy: db is a
    row of the caller's upstream gradient, and you change it."""
    dx, dw, _ = _gradients(x, w, dy)
    db = dy[0]
    for row in dy[1:]:
        for j, value in enumerate(row):
            db[j] += value
    return dx, dw, db


def linear_backward__adds_up_between_calls(
    x: Matrix,
    w: Matrix,
    dy: Matrix,
    kept: dict[tuple[int, int], Matrix] = {},  # noqa: B006
) -> tuple[Matrix, Matrix, Vector]:
    """You keep dw between calls (a default argument, or a list of the module) and add to it, so a
    second batch returns the first one's gradient as well."""
    dx, dw, db = _gradients(x, w, dy)
    total = kept.setdefault((len(w), len(db)), [[0.0] * len(db) for _ in w])
    for total_row, row in zip(total, dw):
        total_row[:] = [t + value for t, value in zip(total_row, row)]
    return dx, [list(row) for row in total], db


def linear_backward__negated(x: Matrix, w: Matrix, dy: Matrix) -> tuple[Matrix, Matrix, Vector]:
    """You return the direction of descent, minus the gradient. The minus belongs to the update
    step, which would otherwise climb."""
    return _gradients(x, w, [[-value for value in row] for row in dy])


def linear_backward__sigmoid_on_the_way_back(
    x: Matrix, w: Matrix, dy: Matrix
) -> tuple[Matrix, Matrix, Vector]:
    """You multiply dx by x·(1 − x), as if x were the output of a sigmoid. That step belongs to the
    sigmoid's own backward; a layer does not know where its input came from."""
    dx, dw, db = _gradients(x, w, dy)
    return sigmoid_backward(x, dx), dw, db


def linear_backward__rounded(x: Matrix, w: Matrix, dy: Matrix) -> tuple[Matrix, Matrix, Vector]:
    """You round the gradients. Rounding is for printing: near the end of training the gradients are
    so small that nothing would be left of them."""
    dx, dw, db = _gradients(x, w, dy)
    return (
        [[round(float(value), 6) for value in row] for row in dx],
        [[round(float(value), 6) for value in row] for row in dw],
        [round(float(value), 6) for value in db],
    )


def linear_backward__shapes_not_checked(
    x: Matrix, w: Matrix, dy: Matrix
) -> tuple[Matrix, Matrix, Vector]:
    """You do not compare any shapes: what is left over is dropped, so even a dy of another layer or
    another batch gives gradients."""
    dx = [[sum(g * v for g, v in zip(row, w_row)) for w_row in w] for row in dy]
    dw = [[sum(v * g for v, g in zip(column, of)) for of in zip(*dy)] for column in zip(*x)]
    return dx, dw, [sum(column) for column in zip(*dy)]


def linear_backward__samples_not_checked(
    x: Matrix, w: Matrix, dy: Matrix
) -> tuple[Matrix, Matrix, Vector]:
    """You do not check that x and dy hold equally many samples. What is left over on the longer
    side is ignored, so the rest of the batch is silently lost."""
    if len(x[0]) != len(w) or len(dy[0]) != len(w[0]):
        raise ValueError("shapes do not fit")
    n = min(len(x), len(dy))
    dw = matmul(transpose(x[:n]), dy[:n])
    return matmul(dy, transpose(w)), dw, [sum(column) for column in zip(*dy)]


def linear_backward__outputs_not_checked(
    x: Matrix, w: Matrix, dy: Matrix
) -> tuple[Matrix, Matrix, Vector]:
    """You do not check that dy has a column for each output of w. What is left over on the longer
    side is ignored, so a dy of another layer gives gradients without an error."""
    if len(x[0]) != len(w) or len(dy) != len(x):
        raise ValueError("shapes do not fit")
    dx = [[sum(g * v for g, v in zip(row, w_row)) for w_row in w] for row in dy]
    return dx, matmul(transpose(x), dy), [sum(column) for column in zip(*dy)]


def linear_backward__x_and_w_not_compared(
    x: Matrix, w: Matrix, dy: Matrix
) -> tuple[Matrix, Matrix, Vector]:
    """You leave the check of the shapes to the two products. Neither of them ever sees x and w
    together, so features that do not fit the weights are accepted."""
    dx = matmul(dy, transpose(w))
    dw = matmul(transpose(x), dy)
    return dx, dw, [sum(column) for column in zip(*dy)]


def linear_backward__checked_by_assert(
    x: Matrix, w: Matrix, dy: Matrix
) -> tuple[Matrix, Matrix, Vector]:
    """You check the shapes by an assert: that raises AssertionError, and nothing at all under
    python -O. The caller is promised a ValueError."""
    assert len(x[0]) == len(w), "x and w do not fit"
    assert (len(dy), len(dy[0])) == (len(x), len(w[0])), "dy does not fit"
    return _gradients(x, w, dy)


def _affine(x: Matrix, w: Matrix, b: Vector) -> Matrix:
    if len(b) != len(w[0]):
        raise ValueError("shapes do not fit")
    return [[value + bias for value, bias in zip(row, b)] for row in matmul(x, w)]


def _gradients(x: Matrix, w: Matrix, dy: Matrix) -> tuple[Matrix, Matrix, Vector]:
    if len(x[0]) != len(w) or (len(dy), len(dy[0])) != (len(x), len(w[0])):
        raise ValueError("shapes do not fit")
    db = [sum(column) for column in zip(*dy)]
    return matmul(dy, transpose(w)), matmul(transpose(x), dy), db
