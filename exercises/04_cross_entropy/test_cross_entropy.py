"""Properties of the cross-entropy and its gradient."""

from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from grader.judging import expect, weight
from grader.judging.inputs import oracles
from grader.judging.inputs.strategies import Matrix, Numbers, gaussians, labelled, sizes
from grader.judging.proxy import Impl

Batch = tuple[Matrix, list[int]]

several = sizes(2, 4)
moderate = gaussians | Numbers(map(float, range(-20, 21)))
quarters = Numbers([n / 4 for n in range(-12, 13)])
# Exact when added to quarters, and no larger than other logits here: (max + log(sum)) - x, as
# textbooks have it, loses a digit for each factor of ten beyond.
constants = st.one_of(
    st.sampled_from([1000.0, -1000.0]),
    st.integers(4, 13).map(lambda k: 2.0**k),
    st.integers(4, 13).map(lambda k: -(2.0**k)),
)

# Batches that occur in every run: labels repeated and out of order, more rows than columns and
# more columns than rows, a single row.
TALL: Batch = ([[0.5, 1.0], [2.0, -1.0], [0.0, 3.0]], [1, 1, 0])
WIDE: Batch = ([[1.0, 2.0, 0.0, -1.0], [0.5, -2.0, 1.5, 0.0]], [3, 0])
SINGLE: Batch = ([[1.0, 0.0, 2.0]], [2])


@st.composite
def far_apart(draw: DrawFn) -> Batch:
    """A row whose logits lie at least 100 apart, so that one of them takes all, and a label."""
    row = draw(st.lists(st.integers(-100, 100), min_size=2, max_size=4, unique=True))
    return [[100.0 * x for x in row]], [draw(st.integers(0, len(row) - 1))]


@st.composite
def with_a_bad_label(draw: DrawFn) -> Batch:
    """A batch in which one label, anywhere, names a column that does not exist."""
    logits, labels = draw(labelled(gaussians))
    columns = len(logits[0])
    bad = draw(st.sampled_from([-1, columns, -columns, -columns - 1, columns + 3]))
    place = draw(st.integers(0, len(labels) - 1))
    return logits, [*labels[:place], bad, *labels[place + 1 :]]


@st.composite
def with_another_count(draw: DrawFn) -> Batch:
    """A batch with labels missing or left over."""
    logits, labels = draw(labelled(gaussians, rows=several))
    return logits, draw(st.sampled_from([labels[:-1], [], [*labels, 0], [*labels, *labels]]))


@weight(3)
@given(batch=labelled(moderate, rows=several))
@example(batch=TALL)
@example(batch=WIDE)
@example(batch=SINGLE)
@example(batch=([[18.0, 0.0], [-3.0, 9.0]], [0, 1]))
@example(batch=([[1.0, 0.0], [1.0, 0.0], [0.0, 3.0]], [0, 0, 1]))
@example(batch=([[1000.0, 0.0], [0.0, 1.0]], [0, 0]))
def test_loss_by_definition(impl: Impl, batch: Batch) -> None:
    """cross_entropy is the mean over rows of -log softmax(logits)[label]"""
    expect.close(impl.cross_entropy(*batch), oracles.cross_entropy(*batch))


@weight(2)
@settings(max_examples=15)
@given(batch=far_apart())
@example(batch=([[0.0, -1000.0]], [1]))
@example(batch=([[1000.0, 900.0]], [0]))
@example(batch=([[-1000.0, -900.0, -9000.0]], [2]))
@example(batch=([[1e300, -1e300]], [1]))
def test_loss_of_any_size(impl: Impl, batch: Batch) -> None:
    """cross_entropy is finite and right for logits of any size"""
    expect.close(impl.cross_entropy(*batch), oracles.cross_entropy(*batch))


@settings(max_examples=10)
@given(
    batch=labelled(quarters, rows=several),
    constants=st.lists(constants, min_size=4, max_size=4),
)
@example(batch=([[0.0, 0.0], [0.0, 1.0]], [1, 0]), constants=[1000.0, -1000.0])
@example(batch=([[0.0, 0.0], [0.0, 1.0]], [1, 0]), constants=[8192.0, 8192.0])
def test_shift_invariance(impl: Impl, batch: Batch, constants: list[float]) -> None:
    """a constant added to a row's logits changes neither function"""
    logits, labels = batch
    moved = [[x + c for x in row] for row, c in zip(logits, constants, strict=False)]
    why = f"That is your own result for {logits} and these labels."
    loss, gradient = impl.cross_entropy(*batch), impl.cross_entropy_backward(*batch)
    expect.close(impl.cross_entropy(moved, labels), loss, why=why)
    expect.close(impl.cross_entropy_backward(moved, labels), gradient, why=why)


@settings(max_examples=10)
@given(batch=with_a_bad_label())
@example(batch=([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], [-1, 0, 1]))
@example(batch=([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], [0, 1, -1]))
@example(batch=([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], [0, 1, 2]))
def test_loss_refuses_bad_labels(impl: Impl, batch: Batch) -> None:
    """cross_entropy raises ValueError for a label outside 0 … columns-1"""
    expect.raises(ValueError, lambda: impl.cross_entropy(*batch), why=columns_of(batch))


@weight(3)
@settings(max_examples=15)
@given(batch=labelled(gaussians, rows=several))
@example(batch=TALL)
@example(batch=WIDE)
@example(batch=SINGLE)
def test_gradient(impl: Impl, batch: Batch) -> None:
    """cross_entropy_backward is the gradient of cross_entropy for the logits"""
    logits, labels = batch
    gradient = impl.cross_entropy_backward(logits, labels)
    expect.gradient(gradient, lambda at: oracles.cross_entropy(at, labels), logits)
    expect.close(gradient, oracles.cross_entropy_gradient(*batch))


@weight(2)
@settings(max_examples=15)
@given(batch=far_apart())
@example(batch=([[0.0, -1000.0]], [1]))
@example(batch=([[18.0, 0.0]], [0]))
@example(batch=([[1000.0, 999.0]], [1]))
@example(batch=([[-1000.0, -1000.5, -9000.0]], [0]))
@example(batch=([[1e300, -1e300, 1e300]], [1]))
def test_gradient_of_any_size(impl: Impl, batch: Batch) -> None:
    """cross_entropy_backward is finite and right for logits of any size"""
    expect.close(impl.cross_entropy_backward(*batch), oracles.cross_entropy_gradient(*batch))


@settings(max_examples=10)
@given(batch=with_a_bad_label())
@example(batch=([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], [-1, 0, 1]))
@example(batch=([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], [0, 1, -1]))
@example(batch=([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], [0, 1, 2]))
def test_gradient_refuses_bad_labels(impl: Impl, batch: Batch) -> None:
    """cross_entropy_backward raises ValueError for a label outside 0 … columns-1"""
    expect.raises(ValueError, lambda: impl.cross_entropy_backward(*batch), why=columns_of(batch))


@settings(max_examples=10)
@given(batch=with_another_count())
@example(batch=([[1.0, 2.0], [3.0, 4.0]], [0]))
@example(batch=([[1.0, 2.0], [3.0, 4.0]], [0, 1, 0]))
def test_every_row_has_a_label(impl: Impl, batch: Batch) -> None:
    """both raise ValueError unless there is one label for each row"""
    logits, labels = batch
    why = f"Rows of logits: {len(logits)}; labels: {len(labels)}."
    expect.raises(ValueError, lambda: impl.cross_entropy(*batch), why=why)
    expect.raises(ValueError, lambda: impl.cross_entropy_backward(*batch), why=why)


def columns_of(batch: Batch) -> str:
    """The reason why a label is bad."""
    return f"Columns are counted from 0, so labels are 0 … {len(batch[0][0]) - 1} here."
