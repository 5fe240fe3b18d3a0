"""Properties of expressions in Variables and of backward through their graphs."""

from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from grader.judging import expect, weight
from grader.judging.calls import Share
from grader.judging.conditions import check
from grader.judging.inputs import oracles
from grader.judging.inputs.operations import (
    ARITHMETIC,
    FUNCTIONS,
    POWERS,
    WITH_NUMBERS,
    Operation,
)
from grader.judging.inputs.programs import Program, graphs, single
from grader.judging.inputs.strategies import extremes, gaussians
from grader.judging.proxy import Impl

# Each wrong order has a wrong result of its own here.
SHARED = Program("x = Variable(-0.5)\na = -x\nb = exp(a)\nc = a * b\nd = c + 3\ne = d * b\n")
# Graphs in which the order of the walk matters: a is used close to the output and far from it, on
# either side; d stands close to the leaves by one of its inputs only; e is not part of f.
FAR_AND_NEAR = Program(
    "x = Variable(0.5)\ny = Variable(-2)\na = x * y\nb = exp(a)\nc = -b\nd = c * a\n"
)
NEAR_AND_FAR = Program(
    "x = Variable(0.5)\ny = Variable(-2)\na = x * y\nb = exp(a)\nc = -b\nd = a * c\n"
)
UNEVEN = Program(
    "x = Variable(1.5)\na = x * 2\nb = a * x\nc = exp(-b)\nd = x + c\ne = d * c\nf = e + c * d\n"
)
UNEVEN_TURNED = Program(
    "x = Variable(1.5)\na = x * 2\nb = a * x\nc = exp(-b)\nd = c + x\ne = c * d\nf = c * d + e\n"
)
ROW = Program("x = Variable(0.5)\ny = Variable(-2)\na = x * y\nb = exp(a)\nc = b * y\n")
UNUSED = Program("x = Variable(0.5)\ny = Variable(3)\na = x * y\nb = a + y\ne = b * a\nf = b * x\n")

# By another, and by itself: whoever takes the divisor for a plain number is wrong in both.
QUOTIENTS = (
    Program("x = Variable(3)\ny = Variable(-2)\na = x / y\n"),
    Program("x = Variable(3)\na = x / x\n"),
    Program("x = Variable(3e-100)\ny = Variable(2e-100)\na = x / y\n"),
)
# Numbers that leave nothing of a result, or of its slope, and numbers that change nothing.
NOTHING = tuple(
    Program(f"x = Variable(2)\na = {text}\n")
    for text in ("x * 0", "0 * x", "0 / x", "x + 0", "0 - x", "x * 1", "x / 1", "-x * 0")
)
# The function is not the last operation, and has a gradient to pass on that is not 1.
DOUBLED = tuple(
    Program(f"x = Variable(3)\nb = {function}(x)\na = b * 2\n")
    for function in ("exp", "log", "sigmoid")
)
FAR = tuple(
    Program(f"x = Variable({x})\na = {function}(x)\n")
    for function, x in (("exp", 709.5), ("exp", -745.0), ("log", 1e-100), ("log", 1e300))
)
# The gradient is small on the way, and large at its end.
SMALL_BETWEEN = Program("x = Variable(0.5)\na = x * 1e9\nb = a * 1e-8\n")


def every(operations: tuple[Operation, ...]) -> SearchStrategy[tuple[Program, ...]]:
    """One program for each of the operations."""
    return st.tuples(*map(single, operations))


def check_single(impl: Impl, programs: tuple[Program, ...]) -> None:
    """The value of each program's result, a, and its slopes for x and y."""
    for program in programs:
        check_all(impl, program, "a")


def check_all(impl: Impl, program: Program, output: str) -> None:
    """The value of the output, and the grads of the leaves after a backward from it."""
    gradients = program.gradients(output)
    listed = ", ".join(f"{leaf}.grad" for leaf in gradients)
    value, found = impl.run(program.backward(output), f"[{output}.data, [{listed}]]")
    expect.close(value, program.value(output), name=f"{output}.data")
    expect.close(found, list(gradients.values()), name=f"[{listed}]")


def check_gradients(impl: Impl, program: Program, *outputs: str, why: str | None = None) -> None:
    """The grads of all leaves that the outputs depend on, after a backward from each output."""
    gradients = program.gradients(*outputs)
    listed = ", ".join(f"{leaf}.grad" for leaf in gradients)
    returned = impl.run(program.backward(*outputs), f"[{listed}]")
    expect.close(returned, list(gradients.values()), why=why)


@weight(2)
@settings(max_examples=10)
@given(programs=every(ARITHMETIC))
@example(programs=QUOTIENTS)
def test_arithmetic(impl: Impl, programs: tuple[Program, ...]) -> None:
    """+ - * / and unary - give the value and the slope for each operand"""
    check_single(impl, programs)


@settings(max_examples=10)
@given(programs=every(WITH_NUMBERS))
@example(programs=NOTHING)
def test_numbers_on_either_side(impl: Impl, programs: tuple[Program, ...]) -> None:
    """a plain number, int or float, may stand on either side of + - * /"""
    check_single(impl, programs)


@settings(max_examples=10)
@given(programs=every(POWERS))
@example(programs=(Program("x = Variable(-2)\na = x ** 3\n"),))
@example(programs=(Program("x = Variable(0)\na = x ** 2\n"),))
def test_powers(impl: Impl, programs: tuple[Program, ...]) -> None:
    """x ** n works for any number n: negative ones, fractions, and 1 and 2 at any x"""
    check_single(impl, programs)


@given(x=gaussians, zero=st.sampled_from(["0", "0.0"]))
@example(x=0.0, zero="0")
@example(x=-2.0, zero="0")
def test_power_zero(impl: Impl, x: float, zero: str) -> None:
    """x ** 0 is 1 with gradient 0, at x = 0 too"""
    check_single(impl, (Program(f"x = Variable({x})\na = x ** {zero}\n"),))


@weight(2)
@settings(max_examples=10)
@given(programs=every(FUNCTIONS))
@example(programs=(Program("x = Variable(2)\na = exp(x)\n"),))
@example(programs=FAR)
@example(programs=DOUBLED)
def test_functions(impl: Impl, programs: tuple[Program, ...]) -> None:
    """exp, log and sigmoid give the value and the slope"""
    check_single(impl, programs)


@given(x=gaussians.filter(bool), sign=st.sampled_from("+*-"))
@example(x=3.0, sign="*")
@example(x=3.0, sign="+")
@example(x=3.0, sign="-")
def test_used_twice(impl: Impl, x: float, sign: str) -> None:
    """a variable that is used twice, even by one operator, gets the sum of both gradients"""
    leaf = f"x = Variable({x})\n"
    check_gradients(impl, Program(f"{leaf}y = x * 3\na = y {sign} x\n"), "a")
    check_gradients(impl, Program(f"{leaf}a = x {sign} x\n"), "a")


@weight(3)
@given(program=graphs())
@example(program=SHARED)
@example(program=FAR_AND_NEAR)
@example(program=NEAR_AND_FAR)
@example(program=UNEVEN)
@example(program=UNEVEN_TURNED)
@example(program=UNUSED)
@example(program=SMALL_BETWEEN)
def test_any_graph(impl: Impl, program: Program) -> None:
    """backward through any graph gives every leaf the sum over all paths"""
    check_all(impl, program, program.results[-1])


@weight(2)
@given(outputs=st.lists(st.sampled_from("abc"), min_size=2, max_size=4).map(sorted))
@example(outputs=["c", "c"])
@example(outputs=["a", "a", "c", "c"])
def test_backward_again(impl: Impl, outputs: list[str]) -> None:
    """every further backward, from the same result or one further on, adds its own gradients"""
    check_gradients(impl, ROW, *outputs)


def test_backward_of_a_leaf(impl: Impl) -> None:
    """backward on a variable that nothing made gives it its own gradient of 1"""
    check_gradients(impl, Program("x = Variable(-2.5)\n"), "x", why="dx/dx is 1.")


def test_added_to_in_place(impl: Impl) -> None:
    """a += b, and the like of it, make a new Variable and leave the old one as it was"""
    given = "x = Variable(3.0)\ny = Variable(-2.0)\na = x * y\n"
    for sign, other in (("+", "y"), ("-", "y"), ("*", "y"), ("/", "y"), ("**", "2")):
        program = f"{given}b = a\nb {sign}= {other}\n"
        exact = Program(f"{given}b = a {sign} {other}\n")
        values = impl.run(program, "[a.data, b.data]")
        expect.close(values, [exact.value("a"), exact.value("b")], name="[a.data, b.data]")
        grads = impl.run(f"{program}b.backward()\n", "[x.grad, y.grad]")
        expect.close(grads, list(exact.gradients("b").values()), name="[x.grad, y.grad]")
    for step in ("+= 0", "-= 0", "*= 1", "/= 1", "**= 1"):
        check(impl, f"{given}b = a\nb {step}\n", {"b is not a": "It has a grad of its own."})


@given(x=extremes)
@example(x=1000.0)
@example(x=-1000.0)
@example(x=-700.0)
@example(x=36.5)
@example(x=-1e308)
def test_sigmoid_of_any_size(impl: Impl, x: float) -> None:
    """sigmoid and its slope are finite and right for every number"""
    value, slope = impl.run(
        f"x = Variable({x})\ny = sigmoid(x)\ny.backward()\n", "[y.data, x.grad]"
    )
    [[exact]] = oracles.sigmoid([[x]])
    expect.close(value, exact, name="y.data")
    expect.close(slope, exact * (1 - exact), name="x.grad")


def test_no_gradient(impl: Impl) -> None:
    """grad is None until a backward reaches the leaf, and again after cleargrad"""
    program = "x = Variable(0.5)\ny = Variable(2.0)\nz = Variable(3.0)\na = x * y\n"
    cleared = f"{program}a.backward()\nx.cleargrad()\n"
    again = impl.run(f"{cleared}a.backward()\n", "[x.grad, y.grad]")
    expect.close(again, [2.0, 1.0], why="x was cleared, and y was not.")
    for text, missing in ((program, "x"), (f"{program}a.backward()\n", "z"), (cleared, "x")):
        check(impl, text, {f"{missing}.grad is None": ""})


@weight(2)
def test_no_path_twice(impl: Impl) -> None:
    """a shared result is walked once: not once for each of the 2^17 paths through 17 forks"""
    few, many = (f"b = x\nfor _ in range({forks}):\n    b = b * 0.5 + b\n" for forks in (4, 17))
    leaf = "x = Variable(0.5)\n"
    check_gradients(impl, Program(leaf + few), "b")
    why = "Leave a result once, when all its uses have answered."
    slope = impl.run(f"{leaf}{many}b.backward()\n", "x.grad", Share(0.03, why))
    expect.close(slope, 1.5**17)


@weight(2)
def test_ten_thousand_deep(impl: Impl) -> None:
    """a graph may be 10,000 operations deep"""
    for step in ("a + x", "x + a"):
        for depth in (1_500, 10_000):
            chain = f"x = Variable(0.5)\na = -x\nfor _ in range({depth}):\n    a = {step}\n"
            wanted = [0.5 * (depth - 1), depth - 1.0]
            expect.close(impl.run(f"{chain}a.backward()\n", "[a.data, x.grad]"), wanted)
    chain = "x = Variable(0.5)\na = x\nfor _ in range(10_000):\n    a = -a\n"
    expect.close(impl.run(f"{chain}a.backward()\n", "[a.data, x.grad]"), [0.5, 1.0])
