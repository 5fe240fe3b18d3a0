"""What the laws draw and how they measure: declarations, sizes, near misses, bounds."""

from __future__ import annotations

from random import Random
from typing import Any
from unittest.mock import Mock

import pytest

from grader import curriculum
from grader.judging import expect, laws
from grader.judging.calls import Mismatch
from grader.judging.inputs.tracked import Tracked, size
from grader.judging.laws import counts, draws, refusals, right, shapes
from grader.judging.laws.objects import Maker, transformers
from grader.judging.script import Script


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


def test_whole_numbers_know_the_size_of_their_terms_too() -> None:
    matmul = curriculum.exercise(1)
    [shape] = [shape for shape in shapes.of(matmul) if shape.function == "matmul"]
    [[[dot]]] = right.result(matmul, shape, [[[900, -900]], [[250], [250]]])
    assert float(dot) == 0
    assert size(dot) == 450_000


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


def test_every_inner_size_of_a_product_is_asked_up_to_forty() -> None:
    [matmul] = [shape for shape in shapes.of(curriculum.exercise(1)) if shape.inner]
    case = Mock(rng=Random(1))
    counts.any_count(case, [matmul])
    asked = {len(b) for call in case.calls.call_args_list for _, b in call.args[1]}
    assert set(range(1, 41)) <= asked


def test_two_thousand_rows_are_asked_of_one_function_in_every_run() -> None:
    every = [shapes.shape(name, "x n×m scaled -> n×m") for name in ("f", "g")]
    asked = [Mock(rng=Random(seed)) for seed in range(10)]
    longest = set()
    for case in asked:
        counts.any_count(case, every)
        longest |= {
            (shape.function, case)
            for (shape, calls, _), _ in case.calls.call_args_list
            if max(len(x) for [x] in calls) == 2_000
        }
    assert len(longest) == len(asked)
    assert {function for function, _ in longest} == {"f", "g"}


@pytest.mark.parametrize("make", [transformers.gradients, transformers.cached])
def test_each_size_of_a_gpt_is_large_once(make: Maker) -> None:
    for seed in range(20):
        found = [question.inputs for question in make(Random(seed))]
        shapes_of = [(len(x["params"][0]), len(x["params"][1]), len(x["params"][2])) for x in found]
        assert all(max(sizes) > 16 for sizes in zip(*shapes_of, strict=True))
        assert max(len(x["tokens"]) for x in found) > 20


def test_structures_that_differ_in_one_place_are_near_misses() -> None:
    right = [[2, 2, 2], 2, [2, 2, 2]]
    shape = shapes.shape("step", "params params in place, grads like params ->")
    pairs = [tuple(map(form, args)) for args in refusals.misses(shape, Random(1))]
    assert (right, right) not in pairs
    found = [grads for params, grads in pairs if params == right]
    assert [[2, 3, 2], 2, [2, 2, 2]] in found  # a row between
    assert [[1, 3, 2], 2, [2, 2, 2]] in found  # as many entries
    assert [[2, 2, 2], [2], [2, 2, 2]] in found  # a Matrix for a Vector
    assert [[2, 2, 2], [1, 1], [2, 2, 2]] in found  # one of as many items
    assert [3, 2, [2, 2, 2]] in found  # a Vector of as many items as a Matrix
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
