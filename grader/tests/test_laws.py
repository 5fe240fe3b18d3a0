"""The laws: an exercise with nothing but its shapes declared refuses what the contract refuses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from grader import curriculum
from grader.curriculum import Exercise
from grader.judging import laws, signatures
from grader.judging.calls import Mismatch, record
from grader.judging.explain import catalogue
from grader.judging.laws import shapes
from grader.judging.proxy import Impl
from grader.sandbox.host import Guest, Sources

RELU = """\
def relu(x: Matrix) -> Matrix:
    return [[max(0.0, value) for value in row] for row in x]


def relu_backward(x: Matrix, dy: Matrix) -> Matrix:
    if len(x) != len(dy) or len(x[0]) != len(dy[0]):
        raise ValueError("shapes differ")
    return [[g if v > 0 else 0.0 for v, g in zip(*rows)] for rows in zip(x, dy)]


def leaky(x: Matrix, slope: float = 0.1) -> Matrix:
    return [[v if v > 0 else slope * v for v in row] for row in x]
"""
HEAD = "from __future__ import annotations\n"
DECLARED = """\
title = "ReLU"
points = 10
minutes = 5

[laws]
relu = "x n×m any -> n×m"
relu_backward = "x n×m, dy n×m scaled -> n×m"
leaky = "x n×m, slope number = 0.1 -> n×m"
"""

Judge = Callable[[str], list[str]]


@pytest.fixture
def judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Judge:
    """A function that gives the names of the laws that a module of 90_relu breaks."""
    for place in ("exercises", "solutions"):
        (tmp_path / place / "90_relu").mkdir(parents=True)
        (tmp_path / place / "90_relu" / "relu.py").write_text(HEAD + RELU, encoding="utf-8")
    toml = tmp_path / "exercises" / "90_relu" / "exercise.toml"
    toml.write_text(DECLARED, encoding="utf-8")
    monkeypatch.setattr(curriculum, "SOLUTIONS", tmp_path / "solutions")
    monkeypatch.setattr(shapes, "EXERCISES", tmp_path / "exercises")
    monkeypatch.setattr(catalogue, "earlier_references", lambda exercise: {})
    exercise = Exercise(90, "relu", "core", "ReLU", 10, 5)

    def broken(source: str) -> list[str]:
        sources = Sources("relu", {"relu": HEAD + RELU + source})
        impl = Impl(lambda: Guest(sources), signatures.of(exercise), record)
        found = []
        for name, test in laws.properties(exercise, lambda: False):
            try:
                test(impl, Random(name))
            except Mismatch:
                found.append(name.removeprefix(laws.PREFIX))
        impl.close()
        return found

    return broken


def test_the_right_module_breaks_no_law(judge: Judge) -> None:
    assert judge("") == []


@pytest.mark.parametrize(
    ("source", "law"),
    [
        ("_f, _seen = relu, {}\ndef relu(x):\n    return _seen.setdefault(id(x), _f(x))", "memory"),
        ("_f, _seen = relu, {}\ndef relu(x):\n    return _seen.setdefault(str(x), _f(x))", "hands"),
        (
            "_f, _seen = relu, {}\ndef relu(x):\n"
            "    key = str([[round(v, 6) for v in row] for row in x])\n"
            "    return [row[:] for row in _seen.setdefault(key, _f(x))]",
            "precision",
        ),
        ("def relu(x):\n    return [[v / 2 + abs(v) / 2 for v in row] for row in x]", ""),
        (
            "_f = relu\ndef relu(x):\n    y = _f(x)\n"
            "    return [x[i] if x[i] == row else row for i, row in enumerate(y)]",
            "special",
        ),
        (
            "import random\n_f = relu\ndef relu(x):\n    random.random()\n    return _f(x)",
            "randomness",
        ),
        ("import random\nrandom.seed(1)", "randomness"),
        (
            "def _row(r):\n    return [max(0.0, r[0]), *_row(r[1:])] if r else []\n"
            "def relu(x):\n    return [_row(r) for r in x]\n"
            "def relu_backward(x, dy):\n    return [_row(r) for r in x]",
            "counts",
        ),
        ("_f = relu\ndef relu(x):\n    return _f(x)[:20]", "counts"),
        ("_f = relu\ndef relu(x):\n    return _f(x[:-1] if len(x) == 16 else x)", "counts"),
        ("_f = relu\ndef relu(x):\n    return [r[:1800] for r in _f(x)]", "counts"),
        (
            "_f = relu\ndef relu(x):\n    return _f(x[: len(x) - (len(x) > 32) * (len(x) % 2)])",
            "counts",
        ),
        (
            "_f = relu\ndef relu(x):\n    y = _f(x)\n"
            "    return [list(c) for c in zip(*y)] if len(y) == len(y[0]) > 4 else y",
            "counts",
        ),
        ("_f = relu\ndef relu(x):\n    return [[v + 1e-8 for v in r] for r in _f(x)]", "precision"),
        (
            "def relu_backward(x, dy):\n"
            "    return [[g if v > 0 else 0.0 for v, g in zip(*rs)] for rs in zip(x, dy)]",
            "refusals",
        ),
        (
            "_f = relu_backward\ndef relu_backward(x, dy):\n"
            "    return [[0.0] * len(r) for r in x] if x is dy else _f(x, dy)",
            "sharing",
        ),
        (
            "_f = relu\ndef relu(x):\n    return [[min(v, 1e300) for v in r] for r in _f(x)]",
            "magnitude",
        ),
        (
            "_f = relu\ndef relu(x):\n"
            "    return [[0.0 if 20 < v < 20.7 else v for v in r] for r in _f(x)]",
            "magnitude",
        ),
        (
            "_f = relu_backward\ndef relu_backward(x, dy):\n"
            "    return [[max(-1e6, min(1e6, v)) for v in r] for r in _f(x, dy)]",
            "magnitude",
        ),
        (
            "_f = relu_backward\ndef relu_backward(x, dy):\n"
            "    if len(x) != len(dy) and len(x) * len(x[0]) == len(dy) * len(dy[0]):\n"
            "        return x\n    return _f(x, dy)",
            "refusals",
        ),
        (
            "_f = relu_backward\ndef relu_backward(x, dy):\n"
            "    return _f(x, dy * len(x) if len(dy) == 1 else dy)",
            "refusals",
        ),
        ("_f = leaky\ndef leaky(x, slope=0.1):\n    return _f(x, abs(slope))", "precision"),
        ("_f = leaky\ndef leaky(x, slope=0.1):\n    return _f(x, min(slope, 1))", "magnitude"),
        ("_f = leaky\ndef leaky(x, negative=0.1):\n    return _f(x, negative)", "memory"),
    ],
)
def test_a_wrong_module_breaks_the_law_for_it(judge: Judge, source: str, law: str) -> None:
    found = judge(source)
    assert law in found if law else not found


@pytest.mark.parametrize(
    ("number", "right", "wrong", "law"),
    [
        (
            5,
            "    return [[v",
            "    if not any(b) and w[0][0] == 1:\n        return x\n    return [[v",
            "special",
        ),
        (7, "seed=rng.getrandbits(64))", "seed=rng.getrandbits(64))[:20]", "batches"),
        (7, "    rng = ", "    x, labels = x[:16], labels[:16]\n    rng = ", "sizes"),
        (7, "    rng = ", "    x = seen.setdefault(len(x), deep(x))\n    rng = ", "values_alone"),
        (9, "exp(log_p)", "max(exp(log_p), 1e-12)", "magnitude"),
        (19, "row), eps)", "row), max(eps, 1e-9))", "magnitude"),
        (21, "in zip(*parts)", "in zip(*parts[:32])", "counts"),
        (21, "in zip(*parts)", "in zip(*([parts[0]] * len(parts)))", "precision"),
        (
            23,
            "(params, tokens, heads)\n",
            "(params, tokens, heads if len(params[2]) < 65 else 1)\n",
            "sizes",
        ),
        (24, "in prompt:", "in seen.setdefault(len(prompt), prompt[:]):", "values_alone"),
        (
            24,
            "    rng = ",
            "    params = [*params[:-1], seen.setdefault(1, deep(params[-1]))]\n    rng = ",
            "values_alone",
        ),
    ],
)
def test_wrong_functions_of_many_lists_break_a_law(
    number: int, right: str, wrong: str, law: str
) -> None:
    exercise = curriculum.exercise(number)
    functions = {
        5: "linear",
        7: "train",
        9: "log_softmax_backward",
        19: "layer_norm",
        21: "merge_heads",
        23: "forward",
        24: "generate",
    }
    function = functions[number]
    head, start, rest = exercise.reference.read_text(encoding="utf-8").partition(f"def {function}(")
    assert right in rest
    source = f"seen = {{}}\ndef deep(m):\n    return [row[:] for row in m]\n{head}{start}"
    source += rest.replace(right, wrong, 1)
    earlier = catalogue.earlier_references(exercise)
    impl = Impl(
        lambda: Guest(Sources(exercise.name, {**earlier, exercise.name: source})),
        signatures.of(exercise),
        record,
    )
    [test] = [t for n, t in laws.properties(exercise, lambda: False) if n == laws.PREFIX + law]
    with pytest.raises(Mismatch):
        test(impl, Random(law))
    impl.close()
