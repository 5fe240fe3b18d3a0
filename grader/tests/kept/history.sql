-- A history of version 2 of its tables: exercise 1 passed; 2 failed, passed, and was begun anew.
PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE checks (
    id INTEGER PRIMARY KEY,
    at REAL NOT NULL,            -- seconds since 1970
    exercise INTEGER NOT NULL,   -- its number
    sha256 TEXT NOT NULL,        -- of the module's text
    source TEXT NOT NULL,
    status TEXT NOT NULL,
    score REAL NOT NULL,
    max_score REAL NOT NULL,
    seconds REAL NOT NULL,
    seed INTEGER NOT NULL,
    properties TEXT NOT NULL,    -- JSON: {test name: status}
    diagnosis TEXT NOT NULL DEFAULT ''  -- since version 2
);
INSERT INTO "checks" VALUES(1,1795197600.0,1,'5e2affd06bb5fc1080eb1a3aa4d1166f53079a04c8078b7955d15a32f9408e6b','"""The matrix product and the transpose: every layer, forwards and backwards, is made of them."""

from operator import mul

Matrix = list[list[float]]


def matmul(a: Matrix, b: Matrix) -> Matrix:
    """Return the matrix product a·b.

    a is n×k, b is k×m, the result n×m: its entry in row i and column j is the dot product
    of row i of a and column j of b.

    Raises ValueError if a''s columns and b''s rows differ in number.
    """
    if len(a[0]) != len(b):
        raise ValueError(f"cannot multiply {len(a)}×{len(a[0])} by {len(b)}×{len(b[0])}")
    columns = transpose(b)
    return [[sum(map(mul, row, column)) for column in columns] for row in a]


def transpose(a: Matrix) -> Matrix:
    """Return the transpose of a: a is n×m, the result m×n, and row j of it is column j of a."""
    return [list(column) for column in zip(*a)]
','passed',10.0,10.0,1.02531691599961050087e+00,2731351494,'{"test_entries_are_dot_products": "passed", "test_vectors_are_matrices": "passed", "test_shapes_that_do_not_fit": "passed", "test_rows_become_columns": "passed", "test_thousands_of_columns": "passed", "test_law_of_memory": "passed", "test_law_of_hands": "passed", "test_law_of_sharing": "passed", "test_law_of_precision": "passed", "test_law_of_magnitude": "passed", "test_law_of_counts": "passed", "test_law_of_special": "passed", "test_law_of_refusals": "passed", "test_law_of_randomness": "passed"}','');
INSERT INTO "checks" VALUES(2,1.79578482842335081098e+09,2,'243f612b9ccbf330f8adc2dcb3ca56172e78586826e5a53242fcb23f812f272a','"""The logistic sigmoid and its gradient, for numbers of any size."""

from math import exp

Matrix = list[list[float]]


def sigmoid(z: Matrix) -> Matrix:
    """Return 1/(1 + e^-z) of every entry, in the shape of z.

    Every result lies in [0, 1], for every finite float; from z = -700 upwards it has a
    relative accuracy of 1e-9.
    """
    return [[_sigmoid(x) for x in row] for row in z]


def sigmoid_backward(y: Matrix, dy: Matrix) -> Matrix:
    """Return the gradient for z, given y = sigmoid(z) and the upstream gradient dy.

    y, dy and the result have one shape.

    Raises ValueError if the shapes of y and dy differ.
    """
    if len(y) != len(dy) or len(y[0]) != len(dy[0]):
        raise ValueError(f"y is {len(y)}×{len(y[0])} but dy is {len(dy)}×{len(dy[0])}")
    return [[g * s * (1 - s) for s, g in zip(y_row, dy_row)] for y_row, dy_row in zip(y, dy)]


def _sigmoid(x: float) -> float:
    # exp only of what is not positive: it may underflow to 0, which is right, but not overflow.
    if x >= 0:
        return 1 / (1 + exp(-x))
    e = exp(x)
    return e / (1 + e)

def sigmoid_backward(y, dy):
    return [[a*b for a,b in zip(r,s)] for r,s in zip(y,dy)]
','failed',5.81,10.0,9.16777948000344622414e-01,3124687009,'{"test_sigmoid_is_logistic": "passed", "test_numbers_of_any_size": "passed", "test_tiny_values_are_accurate": "passed", "test_gradient": "failed", "test_saturated_gradient": "failed", "test_shapes_differ": "failed", "test_law_of_memory": "passed", "test_law_of_hands": "passed", "test_law_of_sharing": "passed", "test_law_of_precision": "passed", "test_law_of_magnitude": "passed", "test_law_of_counts": "passed", "test_law_of_special": "passed", "test_law_of_refusals": "skipped", "test_law_of_randomness": "passed"}','What sigmoid_backward returns is y·dy.');
INSERT INTO "checks" VALUES(3,1.79578482969014143941e+09,2,'fd146deb693b07beef41e9d985ffb3dda122de2dd5c0080525ea9b1efb702bef','"""The logistic sigmoid and its gradient, for numbers of any size."""

from math import exp

Matrix = list[list[float]]


def sigmoid(z: Matrix) -> Matrix:
    """Return 1/(1 + e^-z) of every entry, in the shape of z.

    Every result lies in [0, 1], for every finite float; from z = -700 upwards it has a
    relative accuracy of 1e-9.
    """
    return [[_sigmoid(x) for x in row] for row in z]


def sigmoid_backward(y: Matrix, dy: Matrix) -> Matrix:
    """Return the gradient for z, given y = sigmoid(z) and the upstream gradient dy.

    y, dy and the result have one shape.

    Raises ValueError if the shapes of y and dy differ.
    """
    if len(y) != len(dy) or len(y[0]) != len(dy[0]):
        raise ValueError(f"y is {len(y)}×{len(y[0])} but dy is {len(dy)}×{len(dy[0])}")
    return [[g * s * (1 - s) for s, g in zip(y_row, dy_row)] for y_row, dy_row in zip(y, dy)]


def _sigmoid(x: float) -> float:
    # exp only of what is not positive: it may underflow to 0, which is right, but not overflow.
    if x >= 0:
        return 1 / (1 + exp(-x))
    e = exp(x)
    return e / (1 + e)
','passed',10.0,10.0,6.20102836000114621128e-01,891528273,'{"test_sigmoid_is_logistic": "passed", "test_numbers_of_any_size": "passed", "test_tiny_values_are_accurate": "passed", "test_gradient": "passed", "test_saturated_gradient": "passed", "test_shapes_differ": "passed", "test_law_of_memory": "passed", "test_law_of_hands": "passed", "test_law_of_sharing": "passed", "test_law_of_precision": "passed", "test_law_of_magnitude": "passed", "test_law_of_counts": "passed", "test_law_of_special": "passed", "test_law_of_refusals": "passed", "test_law_of_randomness": "passed"}','');
CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    at REAL NOT NULL,
    exercise INTEGER NOT NULL,
    kind TEXT NOT NULL,          -- an Event
    detail TEXT NOT NULL         -- the hint's level, the kept file, …
);
INSERT INTO "events" VALUES(1,1795197840.0,2,'hint','1');
INSERT INTO "events" VALUES(2,1.79578483006347537033e+09,2,'reset','.kata/kept/02_sigmoid/20261127-130710.py');
CREATE INDEX checks_by_exercise ON checks (exercise, id);
CREATE INDEX events_by_exercise ON events (exercise, id);
COMMIT;
