"""Properties of backward through a chain of functions."""

from functools import partial

from hypothesis import example, given
from hypothesis import strategies as st

from grader.judging import expect, weight
from grader.judging.conditions import check
from grader.judging.inputs.chains import Chain, chains, with_functions
from grader.judging.inputs.strategies import gaussians
from grader.judging.proxy import Impl

OWN = Chain("x = Variable(0.5)\na = Shrink()(x)\nb = Cube()(a)\nc = Shrink()(b)\n")
FLAT = Chain("x = Variable(2.0)\na = Shrink()(x)\nb = square(a)\nc = exp(b)\n")  # a is 0
TWICE = Chain("x = Variable(0.5)\na = exp(x)\nb = exp(a)\nc = square(b)\nd = square(c)\n")


def gradients(chain: Chain, start: float = 1.0) -> list[float]:
    """The derivative of the last result for x and for every result, times `start`."""
    names = ["x", *chain.results]
    lines = chain.text.splitlines()
    found = []
    for number, name in enumerate(names):
        from_here = [f"{name} = Variable({chain.value(name)!r})", *lines[number + 1 :], ""]
        found.append(start * Chain("\n".join(from_here)).gradients(names[-1])[name])
    return found


def listed(chain: Chain) -> str:
    """The expression for the grads of x and of every result."""
    return "[" + ", ".join(f"{name}.grad" for name in ["x", *chain.results]) + "]"


@weight(3)
@given(chain=chains(1, 6))
@example(chain=TWICE)
@example(chain=FLAT)
def test_the_chain_rule(impl: Impl, chain: Chain) -> None:
    """backward sets the gradient of every variable of the chain, by the chain rule"""
    output = chain.results[-1]
    expect.close(impl.run(chain.backward(output), listed(chain)), gradients(chain))


@weight(2)
@given(start=gaussians)
@example(start=-2.5)
@example(start=1e12)
@example(start=0.0)
def test_a_given_gradient(impl: Impl, start: float) -> None:
    """backward starts from the output's grad if one was given, even if it is 0"""
    program = f"{OWN.source}c.grad = {start}\nc.backward()\n"
    expect.close(impl.run(program, listed(OWN)), gradients(OWN, start))


@given(old=gaussians)
@example(old=7.0)
def test_a_second_call(impl: Impl, old: float) -> None:
    """gradients are set, whatever stood there: a second backward gives the same again"""
    again = f"x.grad = {old}\nc.backward()\n"
    for program in (OWN.source + again, OWN.source + again + again):
        expect.close(impl.run(program, listed(OWN)), gradients(OWN), why="They are not added up.")
    program = f"{OWN.source}c.backward()\nc.grad = 3.0\nc.backward()\n"
    expect.close(impl.run(program, listed(OWN)), gradients(OWN, 3.0), why="c.grad was given anew.")


def test_another_output(impl: Impl) -> None:
    """backward walks the creators of its own output only, whatever else was computed"""
    chain = Chain("x = Variable(0.5)\na = exp(x)\nb = square(a)\n")
    for before in ("", "u.backward()\n"):
        program = chain.text.replace("b =", "u = exp(a)\nb =") + before + "b.backward()\n"
        expect.close(impl.run(program, listed(chain)), gradients(chain), why="u is not part of b.")


def test_a_variable_without_creator(impl: Impl) -> None:
    """backward on a variable that no function made gives it its own gradient of 1 and is done"""
    expect.close(impl.run("x = Variable(2.0)\nx.backward()\n", "x.grad"), 1.0, why="dx/dx is 1.")


@weight(2)
def test_ten_thousand_functions(impl: Impl) -> None:
    """a chain of 10,000 functions works, and so does one of 10,001"""
    for length, slope in ((1_500, 1.0), (10_000, 1.0), (10_001, -1.0)):
        chain = f"x = Variable(0.25)\ny = x\nfor _ in range({length}):\n    y = Turn()(y)\n"
        expect.close(impl.run(with_functions(f"{chain}y.backward()\n"), "x.grad"), slope)


@given(x=gaussians, eps=st.integers(5, 50).map(lambda n: n / 100))
@example(x=2, eps=0.25)
def test_what_was_there_before(impl: Impl, x: float, eps: float) -> None:
    """everything from exercise 14 still works"""
    for wrong in ("True", "'1.5'"):
        made = partial(impl.look, f"x = Variable({wrong})\n", "x")
        expect.raises(TypeError, made)
    for method in ("forward", "backward"):
        called = partial(impl.look, f"y = Function().{method}(1.0)\n", "y")
        expect.raises(NotImplementedError, called)
    for function in ("Square", "Exp"):
        program = f"f = {function}()\nx = Variable({x})\ny = f(x)\n"
        conditions = ("f.input is x", "f.output is y", "y.creator is f", "x.grad is None")
        check(impl, program, dict.fromkeys(conditions, ""))
        above, below = (
            Chain(f"x = Variable({at})\na = {function.lower()}(x)\n").value("a")
            for at in (x + eps, x - eps)
        )
        returned = impl.run(program, f"numerical_grad({function.lower()}, x, {eps})")
        expect.close(returned, (above - below) / (2 * eps))
    steep = "x = Variable(1.3)\n\ndef f(v):\n    return exp(exp(exp(v)))\n\n"
    slope = Chain("x = Variable(1.3)\na = exp(exp(exp(x)))\n").gradients("a")["x"]
    returned = impl.run(steep, "numerical_grad(f, x)")
    expect.close(returned, slope, tolerance=3e-7, why="A step is 1e-6 unless told otherwise.")
