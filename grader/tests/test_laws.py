"""The laws: an exercise with nothing but its shapes declared refuses what the contract refuses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from grader import curriculum
from grader.curriculum import Exercise
from grader.judging import expect, laws, signatures
from grader.judging.calls import Mismatch, record
from grader.judging.explain import catalogue
from grader.judging.inputs.tracked import Tracked, size
from grader.judging.laws import counts, draws, refusals, shapes
from grader.judging.laws.objects import Maker, transformers
from grader.judging.proxy import Impl
from grader.judging.script import Script
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


def test_tracked_numbers_know_the_size_of_their_terms() -> None:
    big, small = Tracked(1e9), Tracked(-1e9 + 1)
    total = big + small
    assert float(total) == 1
    assert size(total) == pytest.approx(2e9)
    assert size(total * 2 - 2) == pytest.approx(4e9)
    assert size(sum([big, small])) == pytest.approx(2e9)
    expect.right([1.5], [total])  # within 1e-9 of 2e9
    with pytest.raises(Mismatch):
        expect.right([4.0], [total])


def test_a_declaration_that_cannot_be_read_is_refused() -> None:
    for text in ("x n×d", "x what -> n", "x n×d often -> n"):
        with pytest.raises(ValueError, match="x"):
            shapes.shape("f", text)


def test_conditions_on_sizes_hold() -> None:
    shape = shapes.shape("f", "q n×d, k m×d -> n×m; m >= n")
    for seed in range(50):
        dims = draws.sizes(shape, Random(seed))
        assert dims["m"] >= dims["n"]


def test_every_exercise_declares_what_it_is_asked() -> None:
    for exercise in curriculum.track("all"):
        names = [name for name, _ in laws.properties(exercise, lambda: False)]
        assert len(names) == len(set(names))
        assert bool(names) is (exercise.finale is None)


@pytest.mark.parametrize("program", ["while True:\n    pass", "assert x", "x = f(*y)", "del x"])
def test_a_program_that_cannot_be_asked_in_steps_is_refused(program: str) -> None:
    with pytest.raises(SyntaxError):
        Script(program, "1")


def test_of_many_rows_some_have_several_columns() -> None:
    """A loss over one column is 0 whatever is wrong with it."""
    for seed in range(200):
        found = list(counts.pairs(Random(seed)))
        assert any(rows > 20 and columns > 1 for rows, columns in found)
        assert any(9 <= rows <= 20 and columns > 1 for rows, columns in found)


@pytest.mark.parametrize("make", [transformers.gradients, transformers.cached])
def test_each_size_of_a_gpt_is_large_once(make: Maker) -> None:
    for seed in range(20):
        found = [question.inputs for question in make(Random(seed))]
        shapes_of = [(len(x["params"][0]), len(x["params"][1]), len(x["params"][2])) for x in found]
        assert all(max(sizes) > 16 for sizes in zip(*shapes_of, strict=True))
        assert max(len(x["tokens"]) for x in found) > 20


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


def test_structures_that_differ_in_one_place_are_near_misses() -> None:
    right = [[2, 2, 2], 2, [2, 2, 2]]
    shape = shapes.shape("step", "params params in place, grads like params ->")
    pairs = [tuple(map(form, args)) for args in refusals.misses(shape, Random(1))]
    assert (right, right) not in pairs
    found = [grads for params, grads in pairs if params == right]
    assert [[2, 3, 2], 2, [2, 2, 2]] in found  # a row between
    assert [[1, 3, 2], 2, [2, 2, 2]] in found  # as many entries
    assert [[2, 2, 2], [2], [2, 2, 2]] in found  # a Matrix for a Vector
    assert ([], right) in pairs


def form(params: list[Any]) -> list[Any]:
    """The length of every Vector and of every row."""
    return [[len(row) for row in p] if isinstance(p[0], list) else len(p) for p in params]


def test_one_part_of_several_is_another_at_any_place() -> None:
    shape = shapes.shape("merge", "parts matrices n×d -> n×d")
    places = set()
    for seed in range(20):
        for [parts] in refusals.misses(shape, Random(seed)):
            sizes = [(len(part), len(part[0])) for part in parts]
            places |= {i for i, size in enumerate(sizes[:3]) if sizes.count(size) == 1}
    assert places == {0, 1, 2}


def test_params_are_asked_for_in_every_magnitude() -> None:
    """Ints among gradients, zeros and tiny numbers: an optimiser meets them all."""
    [magnitude] = [law for law in laws.LAWS if law.name == "magnitude"]
    asked = [shape for number in (6, 22) for shape in shapes.of(curriculum.exercise(number))]
    assert len(asked) == 4
    assert not any(laws.reason(magnitude, shape) for shape in asked)
