"""Properties of expressions in Tensors and of backward through their graphs."""

from functools import partial

from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from grader.judging import conditions, expect, weight
from grader.judging.calls import Share
from grader.judging.inputs import oracles
from grader.judging.inputs.operations import numbers
from grader.judging.inputs.strategies import Matrix, extremes, gaussians, labelled, matrices, sizes
from grader.judging.inputs.tensor_programs import TensorProgram, tensor_graphs, tensors, weighted
from grader.judging.proxy import Impl

WIDE: Matrix = [[1.0, -2.0, 0.5], [0.25, 3.0, -1.0]]
ALSO_WIDE: Matrix = [[3.0, 1.0, 2.0], [-1.0, 2.0, 4.0]]
SQUARE: Matrix = [[1.0, 2.0], [3.0, -4.0]]
TALL: Matrix = [[2.0, 0.5], [-1.0, 1.5], [0.75, -3.0]]

PAIR = tensors(x=WIDE, y=ALSO_WIDE)
# Each wrong order has a wrong result of its own here.
SHARED = (
    PAIR.then("a = x + y").then("b = y + a").then("c = a * 2").then("d = b + x").then("e = c + d")
)
# In one of these a gets its gradient from the near use first, in the other from the far one.
FAR_AND_NEAR = PAIR.then("a = x * y").then("c = a + x").then("d = c * -2").then("e = d * a")
NEAR_AND_FAR = PAIR.then("a = x * y").then("c = a + x").then("d = c * -2").then("e = a * d")
# x and y get the same gradient from the sum, and one of their own before or after.
SUM_FIRST = PAIR.then("a = x + y").then("c = x * y").then("d = a * c")
SUM_LAST = PAIR.then("a = x + y").then("c = x * y").then("d = c * a")
# c is not part of d.
UNUSED = PAIR.then("a = x * y").then("c = a * 3").then("d = a * x")
# Three 1×1 results, each made of the one before.
ROW = tensors(x=[[0.5]], y=[[-2.0]]).then("a = x + y").then("c = a * 0.5").then("d = c * y")


def loss(program: TensorProgram) -> TensorProgram:
    """The program with a loss: its last result's entries, weighted by 1, 2, 3 … and summed."""
    rows, columns = program.shape(program.results[-1])
    weights = [[float(i * columns + j + 1) for j in range(columns)] for i in range(rows)]
    return program.then(f"u = Tensor({weights})").then(f"loss = ({program.results[-1]} * u).sum()")


@st.composite
def pairs(draw: DrawFn) -> TensorProgram:
    """x and y, both n×m."""
    n, m = draw(sizes(1, 3)), draw(sizes(1, 3))
    return tensors(x=draw(matrices(gaussians, n, m)), y=draw(matrices(gaussians, n, m)))


@st.composite
def products(draw: DrawFn) -> TensorProgram:
    """x (n×k) @ y (k×m)."""
    n, k, m = draw(sizes()), draw(sizes()), draw(sizes())
    program = tensors(x=draw(matrices(gaussians, n, k)), y=draw(matrices(gaussians, k, m)))
    return draw(weighted(program.then("a = x @ y")))


@st.composite
def biases(draw: DrawFn) -> TensorProgram:
    """x (n×m) + b (1×m)."""
    n, m = draw(sizes(2, 4)), draw(sizes(1, 3))
    program = tensors(x=draw(matrices(gaussians, n, m)), b=draw(matrices(gaussians, 1, m)))
    return draw(weighted(program.then("a = x + b")))


def applied(function: str) -> st.SearchStrategy[TensorProgram]:
    """The function of x, of moderate size."""
    programs = matrices(gaussians).map(lambda x: tensors(x=x).then(f"a = {function}(x)"))
    return programs.flatmap(weighted)


def check(impl: Impl, program: TensorProgram, result: str = "a", output: str = "loss") -> None:
    """The value of a result, and the gradients after a backward from the output."""
    gradients = program.gradients(output)
    listed = ", ".join(f"{leaf}.grad" for leaf in gradients)
    value, found = impl.run(program.backward(output), f"[{result}.data, [{listed}]]")
    expect.close(value, program.value(result), name=f"{result}.data")
    expect.close(found, list(gradients.values()), name=f"[{listed}]")


def check_gradients(impl: Impl, program: TensorProgram, *outputs: str) -> None:
    """The grads of all leaves that the outputs depend on, after a backward from each output."""
    gradients = program.gradients(*outputs)
    listed = ", ".join(f"{leaf}.grad" for leaf in gradients)
    returned = impl.run(program.backward(*outputs), f"[{listed}]")
    expect.close(returned, list(gradients.values()))


@settings(max_examples=10)
@given(x=matrices(gaussians))
@example(x=[[1, 2, 3], [4, 5, 6]])
def test_a_tensor_holds_its_matrix(impl: Impl, x: Matrix) -> None:
    """a Tensor holds its matrix; shape is the tuple (rows, columns), grad is None at first"""
    program = f"x = Tensor({x})\n"
    expect.equal(impl.run(program, "x.data"), x)
    expect.equal(impl.look(program, "x.shape"), (len(x), len(x[0])))
    conditions.check(impl, program, {"x.grad is None": ""})


@weight(2)
@settings(max_examples=15)
@given(program=products())
@example(program=loss(tensors(x=WIDE, y=TALL).then("a = x @ y")))
@example(program=loss(tensors(x=TALL, y=SQUARE).then("a = x @ y")))
@example(program=loss(tensors(x=SQUARE).then("a = x @ x")))
def test_matrix_product(impl: Impl, program: TensorProgram) -> None:
    """a @ b is the matrix product, with a gradient for each of the two"""
    check(impl, program)


@settings(max_examples=10)
@given(pair=pairs(), number=numbers, data=st.data())
def test_entry_by_entry(
    impl: Impl, pair: TensorProgram, number: float, data: st.DataObject
) -> None:
    """+ - * work entry by entry on equal shapes, and * with a number"""
    for text in ("x + y", f"x * {number}", "x * 0", "x - y", "x * y"):
        check(impl, data.draw(weighted(pair.then(f"a = {text}"))))


@weight(2)
@settings(max_examples=15)
@given(program=biases())
@example(program=loss(tensors(x=TALL, b=[[0.5, -1.0]]).then("a = x + b")))
@example(program=loss(tensors(x=[[0.5], [-2.0]], b=[[1.5]]).then("a = x + b")))
@example(program=loss(tensors(x=TALL, b=[[0.5, -1.0]]).then("c = b * 2").then("a = x + c")))
def test_bias(impl: Impl, program: TensorProgram) -> None:
    """a + b adds a single row b to every row of a; its gradient is the sum over all of them"""
    check(impl, program)


@settings(max_examples=15)
@given(program=applied("sigmoid"))
@example(program=loss(tensors(x=WIDE).then("a = sigmoid(x)")))
def test_sigmoid(impl: Impl, program: TensorProgram) -> None:
    """sigmoid gives the value and the slope for every entry"""
    check(impl, program)


def test_sigmoid_of_any_size(impl: Impl) -> None:
    """sigmoid and its gradient are finite for every float, and its value accurate down to −700"""
    for x in (-1000.0, 1000.0, 1e308, -1e308, 36.0, -36.0, -700.0):
        returned = impl.run(f"x = Tensor([[{x}]])\n", "sigmoid(x).data")
        expect.close(returned, oracles.sigmoid([[x]]), relative=x >= -700)
    program = loss(tensors(x=[[-900.0, 900.0]]).then("a = sigmoid(x)"))
    expect.close(
        impl.run(program.backward("loss"), "x.grad"), [[0.0, 0.0]], why="It is flat there."
    )


@weight(2)
@settings(max_examples=15)
@given(program=applied("log_softmax"))
@example(program=loss(tensors(x=WIDE).then("a = log_softmax(x)")))
def test_log_softmax(impl: Impl, program: TensorProgram) -> None:
    """log_softmax gives the value and the gradient, row by row"""
    check(impl, program)


@settings(max_examples=10)
@given(x=matrices(extremes, sizes(2, 3), sizes(2, 3)))
@example(x=[[0, 0, 0], [1, 2, 3]])
def test_log_softmax_of_any_size(impl: Impl, x: Matrix) -> None:
    """log_softmax is exact for entries of any size, and its gradient finite"""
    for rows in ([[1000.0, 999.0]], [[0.0, -1000.0]], [[5000.0, 5001.0], [0.0, 1.0]], x):
        program = loss(tensors(x=rows).then("a = log_softmax(x)"))
        expect.close(impl.run(program.text, "a.data"), oracles.log_softmax(rows))
        impl.run(program.backward("loss"), "x.grad")  # refused if it is not finite


@weight(2)
@settings(max_examples=15)
@given(sample=labelled(gaussians, sizes(2, 4)), number=numbers)
@example(sample=([[-0.5, -2.0, -1.5], [-1.0, -3.0, -0.25]], [2, 0]), number=1)
@example(sample=([[-1.0, -0.5]], [1]), number=-3)
def test_nll(impl: Impl, sample: tuple[Matrix, list[int]], number: float) -> None:
    """nll is the mean of −log_probs[label], 1×1, with a gradient for log_probs"""
    log_probs, labels = sample
    program = tensors(x=log_probs).then(f"a = nll(x, {labels})").then(f"loss = a * {number}")
    check(impl, program)


@settings(max_examples=10)
@given(x=matrices(gaussians, sizes(2, 3), sizes(1, 4)), number=numbers)
@example(x=WIDE, number=-3)
def test_sum(impl: Impl, x: Matrix, number: float) -> None:
    """sum adds all entries, 1×1, and hands its gradient to each of them"""
    check(impl, tensors(x=x).then("a = x.sum()").then(f"loss = a * {number}"))


@settings(max_examples=10)
@given(x=matrices(gaussians, 2, 2))
@example(x=[[1.0, -2.0], [0.5, 3.0]])
def test_used_twice(impl: Impl, x: Matrix) -> None:
    """a tensor that is used twice, even by one operator, gets the sum of both gradients"""
    for sign in "+*-":
        twice = tensors(x=x).then("y = x * 3").then(f"a = y {sign} x")
        check_gradients(impl, loss(twice), "loss")
        check_gradients(impl, loss(tensors(x=x).then(f"a = x {sign} x")), "loss")


@weight(3)
@given(program=tensor_graphs())
@example(program=loss(SHARED))
@example(program=loss(FAR_AND_NEAR))
@example(program=loss(NEAR_AND_FAR))
@example(program=loss(SUM_FIRST))
@example(program=loss(SUM_LAST))
@example(program=loss(UNUSED))
def test_any_graph(impl: Impl, program: TensorProgram) -> None:
    """backward through any graph gives every leaf the sum over all paths"""
    check(impl, program, "loss", "loss")


@settings(max_examples=10)
@given(outputs=st.lists(st.sampled_from("acd"), min_size=2, max_size=4).map(sorted))
@example(outputs=["d", "d"])
@example(outputs=["a", "a", "d", "d"])
def test_backward_again(impl: Impl, outputs: list[str]) -> None:
    """every further backward, from the same result or one further on, adds its own gradients"""
    check_gradients(impl, ROW, *outputs)


def test_backward_of_a_leaf(impl: Impl) -> None:
    """backward on a 1×1 tensor that nothing made gives it its own gradient of 1"""
    check_gradients(impl, tensors(x=[[-2.5]]), "x")


def test_cleargrad(impl: Impl) -> None:
    """cleargrad makes grad None again, and the next backward starts afresh"""
    program = "x = Tensor([[0.5]])\ny = Tensor([[2.0]])\na = x * y\na.backward()\nx.cleargrad()\n"
    returned = impl.run(f"{program}a.backward()\n", "[x.grad, y.grad]")
    expect.close(returned, [[[2.0]], [[1.0]]], why="x was cleared, and y was not.")
    conditions.check(impl, program, {"x.grad is None": ""})


def test_data_stays(impl: Impl) -> None:
    """no operation and no backward changes the data of a tensor"""
    for text in ("x + y", "x + b", "x - y", "x * y", "x * 2", "sigmoid(x)", "log_softmax(x)"):
        program = loss(PAIR.then("b = Tensor([[0.5, -1.0, 2.0]])").then(f"a = {text}"))
        returned = impl.run(program.backward("loss", "loss"), "[x.data, y.data, b.data, a.data]")
        expect.close(returned, [program.value(name) for name in "xyba"])


def test_shapes_that_do_not_fit(impl: Impl) -> None:
    """shapes that do not fit raise ValueError"""
    shapes = {"-": [(3, 2), (2, 2), (3, 3), (2, 4)]}
    shapes["+"] = [*shapes["-"], (1, 2), (1, 4), (1, 6)]
    shapes |= {"*": shapes["-"], "@": [(2, 3), (2, 2), (4, 3), (1, 3)]}
    for sign, wrong in shapes.items():
        for rows, columns in wrong:
            program = f"x = Tensor({WIDE})\ny = Tensor({[[1.0] * columns] * rows})\n"
            expect.raises(ValueError, partial(impl.run, program, f"x {sign} y"))


def test_backward_of_a_matrix(impl: Impl) -> None:
    """backward from a tensor that is not 1×1 raises ValueError"""
    for x in (WIDE, [[1.0, 2.0]], [[1.0], [2.0]], [[1.0]] * 5, [[1.0] * 7]):
        program = f"x = Tensor({x})\ny = x * 2\n"
        expect.raises(ValueError, partial(impl.run, program, "y.backward()"))


def test_bad_labels(impl: Impl) -> None:
    """labels of the wrong number, or outside 0 … columns−1, raise ValueError"""
    for labels in ([0], [0, 1, 2], [0, 3], [3, 0], [-1, 0], [0, -1], [-3, 0], [0, -100], [255, 0]):
        program = f"x = Tensor({WIDE})\n"
        expect.raises(ValueError, partial(impl.run, program, f"nll(x, {labels})"))


def test_no_path_twice(impl: Impl) -> None:
    """a shared result is walked once: not once for each of the 2^17 paths through 17 forks"""
    few, many = (f"b = x\nfor _ in range({forks}):\n    b = b * 0.5 + b\n" for forks in (4, 17))
    leaf = "x = Tensor([[0.5]])\n"
    check_gradients(impl, TensorProgram(leaf + few), "b")
    why = "Leave a result once, when all its uses have answered."
    slope = impl.run(f"{leaf}{many}b.backward()\n", "x.grad", Share(0.03, why))
    expect.close(slope, [[1.5**17]])


def test_ten_thousand_deep(impl: Impl) -> None:
    """a graph may be 10,000 operations deep"""
    for step in ("a + x", "x + a"):
        for depth in (1_500, 10_000):
            chain = f"x = Tensor([[0.5]])\na = x * -1\nfor _ in range({depth}):\n    a = {step}\n"
            wanted = [[[0.5 * (depth - 1)]], [[depth - 1.0]]]
            expect.close(impl.run(f"{chain}a.backward()\n", "[a.data, x.grad]"), wanted)
