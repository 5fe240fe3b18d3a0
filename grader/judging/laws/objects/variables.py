"""Laws of variables and graphs of numbers."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from grader.judging.laws import draws
from grader.judging.laws.objects import ObjectLaw, Question

OPERATORS = ("x + y", "x - y", "x * y", "x / y", "-x", "x + k", "k - x", "k * x", "x / k", "k / x")
POWERS = (
    "x ** 2", "x ** 3", "x ** -1", "x ** 0", "x ** 1", "z ** 0.5", "z ** -1.5", "z ** k",
    "z ** 1e-4", "x ** 5", "x ** -5", "x ** n", "x ** 3.0", "x ** -3.0",
)  # fmt: skip
LARGE = 1000.0  # of an upstream gradient: it shows a slope that is nearly, but not yet, flat
FUNCTIONS = ("exp(x)", "log(z)", "sigmoid(x)")
# Where shortcuts hide: 0, 1, −1, equal ones, whole ones, large and small ones.
SPECIAL = ((0, 1), (1, 1), (-1.0, 1.0), (2, 2), (0.0, -3.5), (100.0, 0.01), (-0.5, -0.5), (3, 7))


def functions_alone(rng: Random) -> Iterator[Question]:
    """One function object and another, each called again: backward answers for the latest call."""
    for name in ("Square", "Exp"):
        a, b, c, g, h = (_number(rng) for _ in range(5))
        program = f"""\
f = {name}()
g = {name}()
y_1 = f(Variable({a}))
y_2 = g(Variable({b}))
d_1 = f.backward({g})
d_2 = g.backward({h})
y_3 = f(Variable({c}))
d_3 = f.backward({g})
d_4 = g.backward({g})
"""
        yield Question(program, "[y_1.data, y_2.data, d_1, d_2, y_3.data, d_3, d_4]")


def function_values(rng: Random) -> Iterator[Question]:
    """Values and slopes for numbers of any digits and of many sizes."""
    numbers = [_number(rng) for _ in range(6)]
    numbers += [rng.choice((-1, 1)) * 10 ** rng.uniform(-12, 2) for _ in range(6)]
    numbers += [-(10 ** rng.uniform(3, 9)), 10 ** rng.uniform(3, 9), 1e12]
    numbers += draws.grid(rng, 1, 20)[0]
    for x in (*numbers, 0, 1, -1, 2, 10**7, 1e-9, -700.0, 700.0, 709.5, 1e-300):
        for name in ("Square", "Exp") if x < 710 else ("Square",):
            gy = _number(rng) * LARGE if x < 700 else rng.uniform(0.1, 1)
            program = f"f = {name}()\ny = f(Variable({x}))\n"
            yield Question(program, f"[y.data, f.backward({gy}), f.backward({-gy})]")


def chains(rng: Random) -> Iterator[Question]:
    """Chains of any length, and two at a time."""
    for length in (*range(1, 9), rng.randint(9, 40)):
        x, z = rng.uniform(-1, 1) * 0.3, rng.uniform(-1, 1) * 0.3
        program = f"x = Variable({x})\nz = Variable({z})\n"
        names: list[str] = []
        for start in "xz":
            latest = start
            for i in range(length):
                # What exp makes larger than 1 would overflow after some squares.
                fits = i < 2 if length <= 4 else i == length - 1
                name = "exp" if fits and rng.random() < 0.3 else "square"
                program += f"{start}_{i} = {name}({latest})\n"
                latest = f"{start}_{i}"
                names.append(latest)
        last = length - 1
        program += f"x_{last}.backward()\nz_{last}.backward()\n"
        grads = ", ".join(f"{name}.grad" for name in ("x", "z", *names))
        yield Question(program, f"[{grads}]")


def operators(rng: Random) -> Iterator[Question]:
    """Every operator for numbers of any digits, and for those in which shortcuts hide."""
    pairs = [(-abs(_number(rng)), _number(rng)), *((_number(rng), _number(rng)) for _ in "12")]
    pairs += [(_within(rng, low), -_within(rng, low)) for low in (-9, 3)]
    pairs += [(rng.uniform(100, 690), -rng.uniform(100, 690))]
    for x, y in (*pairs, *SPECIAL):  # of the special ones each run asks some
        z = abs(x) if (x, y) in pairs[3:] else abs(x) + 0.5
        k = rng.choice((2, -3, 0.5, round(rng.gauss(0, 2), 3) or 1.5))
        results = []
        program = ""
        every = (*OPERATORS, *POWERS, *FUNCTIONS)
        chosen = every if (x, y) in pairs else rng.sample(every, 9)
        for i, text in enumerate(chosen):
            divides = text == "k / x" or text.startswith("x ** -")
            if (x == 0 and divides) or (text == "exp(x)" and abs(x) > 700):
                continue
            # The result is used again, so that the gradient passed on is not 1.
            program += f"x = Variable({x})\ny = Variable({y})\nz = Variable({z})\n"
            step = text.replace("k", str(k)).replace("n", str(rng.randint(3, 12)))
            program += f"a = {step}\nb = a * {i + 2}\nb.backward()\n"
            names = [name for name in "xyz" if name in text]
            program += f"r_{i} = [a.data, {', '.join(f'{name}.grad' for name in names)}]\n"
            results.append(f"r_{i}")
        yield Question(program, f"[{', '.join(results)}]")


def slopes(rng: Random) -> Iterator[Question]:
    """The functions wherever they are steep, flat, or on the way from one to the other."""
    program, results = "", []
    for i, x in enumerate(draws.grid(rng, 1, 80)[0]):
        for name in ("exp", "sigmoid"):
            program += f"x = Variable({x})\na = {name}(x)\nb = a * {LARGE}\nb.backward()\n"
            program += f"{name}_{i} = [a.data, x.grad]\n"
            results.append(f"{name}_{i}")
    yield Question(program, f"[{', '.join(results)}]")


def two_graphs(rng: Random) -> Iterator[Question]:
    """The same functions twice with other numbers, in one graph and in two."""
    for text in ("x * y", "x / y", "exp(x) * y", "log(z) + x * y", "sigmoid(x) * sigmoid(y)"):
        program = ""
        for mark in "12":
            numbers = {"x": _number(rng), "y": _number(rng), "z": abs(_number(rng)) + 0.5}
            program += "".join(f"{n}_{mark} = Variable({v})\n" for n, v in numbers.items())
        first, second = (_marked(text, mark) for mark in "12")
        program += f"a = {first}\nb = {second}\nc = a * b + b\n"
        program += f"d = {first}\ne = {second}\n"
        program += "c.backward()\nd.backward()\ne.backward()\n"
        names = [f"{n}_{mark}" for mark in "12" for n in "xyz" if n in text.replace("exp", "")]
        yield Question(program, f"[c.data, {', '.join(f'{name}.grad' for name in names)}]")


def _marked(text: str, mark: str) -> str:
    plain = text.replace("exp", "EXP")
    for name in "xyz":
        plain = plain.replace(name, f"{name}_{mark}")
    return plain.replace("EXP", "exp")


def _within(rng: Random, low: int) -> float:
    """A number of one of six orders of magnitude."""
    return 10 ** rng.uniform(low, low + 6)


def _number(rng: Random) -> float:
    return rng.gauss(0, 1.5) or 1.0


FUNCTIONS_LAWS = (
    ObjectLaw(
        "two_of_a_kind",
        "a function remembers only its own latest call, and nothing of other functions",
        functions_alone,
        "What a function remembers is its own, and that of its latest call.",
    ),
    ObjectLaw(
        "any_numbers",
        "square and exp are right for numbers of any precision and many sizes, both ways",
        function_values,
    ),
)
CHAIN_LAWS = (
    *FUNCTIONS_LAWS,
    ObjectLaw("chains", "chains may have any length, and there may be two at a time", chains),
)
GRAPH_LAWS = (
    ObjectLaw(
        "operators",
        "operators and functions are right for numbers of any precision, for 0, 1 and equal ones",
        operators,
    ),
    ObjectLaw("slopes", "exp and sigmoid have the right slope wherever they have one", slopes),
    ObjectLaw(
        "two_of_a_kind",
        "one function used twice, on different numbers, in one graph or two, is two separate steps",
        two_graphs,
        "What a step remembers is its own.",
    ),
)
