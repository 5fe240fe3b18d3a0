"""Properties of variables and of functions that remember."""

from functools import partial

from hypothesis import example, given
from hypothesis import strategies as st

from grader.judging import expect, weight
from grader.judging.conditions import check
from grader.judging.inputs.chains import Chain, chains, with_functions
from grader.judging.inputs.strategies import gaussians, integers
from grader.judging.proxy import Impl

upstream = gaussians.filter(bool)
steps = st.integers(1, 300).map(lambda n: n / 100)


LINKS = {
    "f.input.data == x.data": "The input is the Variable x, no number.",
    "f.input is x": "It is the object itself, not a copy.",
    "f.output is y": "It is the object that the call returns.",
    "y.creator is not None": "The result knows what made it.",
    "y.creator is f": "It was this very function.",
}


@given(data=st.one_of(gaussians, integers))
@example(data=2.5)
@example(data=3)
def test_a_variable_holds_its_number(impl: Impl, data: float) -> None:
    """a Variable holds its number; its grad and its creator are None at first"""
    program = f"x = Variable({data})\n"
    expect.equal(impl.run(program, "x.data"), data)
    conditions = {
        "x.grad is None": "No gradient has been worked out yet.",
        "x.creator is None": "No function made it.",
    }
    check(impl, program, conditions)


def test_numbers_only(impl: Impl) -> None:
    """anything but an int or a float raises TypeError, even a bool"""
    others = ("None", "[1.0]", "(1.0,)", "Variable(1.0)", "1j", "'one'", "'1.5'", "True", "False")
    for module, wrong in (("fractions", "Fraction(1, 2)"), ("decimal", "Decimal('1.5')")):
        program = f"import {module}\nx = Variable({module}.{wrong})\n"
        expect.raises(TypeError, partial(impl.look, program, "x"))
    for wrong in others:
        made = partial(impl.look, f"x = Variable({wrong})\n", "x")
        expect.raises(TypeError, made)
    # What float() would take as well, as it takes a Fraction.
    near = "class Near:\n    def __float__(self):\n        return 1.0\n\n"
    near += "    def __index__(self):\n        return 1\n\n"
    expect.raises(TypeError, partial(impl.look, f"{near}x = Variable(Near())\n", "x"))


def test_base_class(impl: Impl) -> None:
    """forward and backward of the base class raise NotImplementedError"""
    for method in ("forward", "backward"):
        expect.raises(
            NotImplementedError,
            partial(impl.look, f"y = Function().{method}(1.0)\n", "y"),
            why="A subclass says what they do; one that forgets should hear of it.",
        )


@weight(2)
@given(x=gaussians, second=gaussians)
def test_a_call_links(impl: Impl, x: float, second: float) -> None:
    """a call links the function with its input and output, the Variables themselves"""
    for function in ("Square", "Exp", "Cube"):
        program = with_functions(f"f = {function}()\nx = Variable({x})\ny = f(x)\n")
        check(impl, program, LINKS)
        again = f"{program}x2 = Variable({second})\ny2 = f(x2)\n"
        latest = "A function may be called again; its latest call counts."
        check(
            impl,
            again,
            dict.fromkeys(("f.input is x2", "f.output is y2", "y2.creator is f"), latest),
        )


@given(x=gaussians)
def test_the_input_stays(impl: Impl, x: float) -> None:
    """a call leaves its input as it was and returns another Variable"""
    for function in ("Square", "Exp"):
        program = f"x = Variable({x})\nx.grad = 0.5\ny = {function}()(x)\n"
        conditions = {
            "y is not x": "The result is a Variable of its own.",
            f"x.data == {x}": "The number in x is the caller's.",
            "x.creator is None": "The function did not make x.",
            "x.grad == 0.5": "A call computes a value and no gradient.",
        }
        check(impl, program, conditions)


@given(x=st.one_of(gaussians, st.integers(-700, 709)))
@example(x=3)
@example(x=700)
@example(x=709.5)
@example(x=-2.5)
def test_values(impl: Impl, x: float) -> None:
    """square is x² and exp is e^x, called as functions and as classes"""
    for name, function in (
        ("square", "square"),
        ("square", "Square()"),
        ("exp", "exp"),
        ("exp", "Exp()"),
    ):
        wanted = Chain(f"x = Variable({x})\na = {name}(x)\n").value("a")
        expect.close(impl.run(f"x = Variable({x})\n", f"{function}(x).data"), wanted)


@weight(2)
@given(x=gaussians, gy=upstream)
@example(x=3.0, gy=0.5)
@example(x=0.0, gy=2.0)
@example(x=3.0, gy=0.0)
def test_backward_of_square(impl: Impl, x: float, gy: float) -> None:
    """the backward of a Square is gy times the slope of x² at its input"""
    check_backward(impl, "Square", "square", x, gy)


@weight(2)
@given(x=gaussians, gy=upstream)
@example(x=2.0, gy=-0.5)
@example(x=0.0, gy=2.0)
@example(x=-1000.0, gy=2.0)
def test_backward_of_exp(impl: Impl, x: float, gy: float) -> None:
    """the backward of an Exp is gy times the slope of e^x at its input"""
    check_backward(impl, "Exp", "exp", x, gy)


def check_backward(impl: Impl, function: str, name: str, x: float, gy: float) -> None:
    """The backward of a function after a call at x, against the exact slope."""
    slope = Chain(f"x = Variable({x})\na = {name}(x)\n").gradients("a")["x"]
    program = f"f = {function}()\nx = Variable({x})\ny = f(x)\n"
    expect.equal(impl.run(program, "x.data"), x, why="The call is not to change its input.")
    expect.close(impl.run(program, f"f.backward({gy})"), gy * slope)


@weight(2)
@given(chain=chains(2, 4))
@example(chain=Chain("x = Variable(0.5)\na = square(x)\nb = square(a)\n"))
@example(chain=Chain("x = Variable(0.5)\na = exp(x)\nb = exp(a)\n"))
def test_the_way_back(impl: Impl, chain: Chain) -> None:
    """following creators and inputs back from a result leads to the variable it began with"""
    length = len(chain.results)
    walk = chain.results[-1] + ".creator.input" * length
    why = f"There are {length} functions between x and the result, each with an input of its own."
    check(impl, chain.source, {"x.creator is None": "Nothing made x.", f"{walk} is x": why})


@weight(2)
@given(
    x=gaussians,
    eps=steps,
    f=st.sampled_from(["square", "exp", "Cube()", "lambda v: exp(square(v))"]),
)
@example(x=0.0, eps=0.25, f="exp")
@example(x=0.5, eps=1, f="exp")
@example(x=2, eps=0.5, f="Cube()")
@example(x=1.0, eps=0.5, f="lambda v: v")
def test_central_difference(impl: Impl, x: float, eps: float, f: str) -> None:
    """numerical_grad is (f(x + eps) − f(x − eps)) / 2eps, for any eps"""
    above, below = (
        Chain(f"x = Variable({at})\nf = {f}\na = f(x)\n").value("a") for at in (x + eps, x - eps)
    )
    program = with_functions(f"f = {f}\nx = Variable({x})\n")
    returned = impl.run(program, f"numerical_grad(f, x, {eps})")
    expect.close(returned, (above - below) / (2 * eps))


@given(x=st.integers(1200, 1500).map(lambda n: n / 1000))
def test_default_step(impl: Impl, x: float) -> None:
    """numerical_grad takes steps of 1e-6 unless told otherwise"""
    slope = Chain(f"x = Variable({x})\na = exp(exp(exp(x)))\n").gradients("a")["x"]
    program = f"x = Variable({x})\n\ndef f(v):\n    return exp(exp(exp(v)))\n\n"
    expect.close(impl.run(program, "numerical_grad(f, x)"), slope, tolerance=3e-7)


@given(x=gaussians, eps=steps)
@example(x=0.1, eps=0.3)
def test_numerical_grad_leaves_x(impl: Impl, x: float, eps: float) -> None:
    """numerical_grad leaves x exactly as it was"""
    program = f"x = Variable({x})\nx.grad = 0.5\nnumerical_grad(exp, x, {eps})\n"
    expect.equal(impl.run(program, "x.data"), x, why="x is the caller's, to the last digit.")
    check(impl, program, {"x.grad == 0.5": "The slope is returned and stored nowhere."})
