"""The gallery of the names: its steps are submissions of their own, and learn in lanes."""

import ast
import importlib.util
import random
import sys
from array import array
from pathlib import Path
from types import ModuleType

import pytest

from grader import names
from grader.judging.inputs import gpt_oracle

GALLERY = Path(__file__).resolve().parents[2] / "solutions" / "25_names" / "gallery"
STEPS = sorted(path.stem for path in GALLERY.glob("step*.py"))
FEW = ["abab", "baba", "ababab", "bababa"] * 4


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"gallery_{name}", GALLERY / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module", params=STEPS)
def step(request: pytest.FixtureRequest) -> ModuleType:
    return load(request.param)


def test_a_step_learns_and_leaves_its_names_as_they_were(step: ModuleType) -> None:
    few = list(FEW)
    params, heads = step.fit(few, 3, epochs=30, hidden=8)
    assert few == FEW
    # Only the first letter and the end after four are open: 2 log 2 on six tokens, 0.23 each.
    assert gpt_oracle.corpus_loss(params, [names.tokens(name) for name in FEW], heads) < 0.9
    assert step.fit(few, 3, epochs=1, hidden=8) == step.fit(few, 3, epochs=1, hidden=8)


def test_the_loss_it_computes_in_lanes_is_that_of_the_params_it_returns(step: ModuleType) -> None:
    network = step.Network(4 * step.WIDTH, random.Random(2))
    asked = [names.tokens(name) for name in ("abba", "q", "jacqueline", "abcdefghijklmno")]
    coded = [[0, *(ord(letter) - 96 for letter in name)] for name in ("abba", "q", "jacqueline")]
    coded.append([0, *range(1, 16)])
    expected = gpt_oracle.corpus_loss(network.params(), asked, step.HEADS)
    assert network.learn(coded) == pytest.approx(expected, abs=2e-3)


def test_a_gradient_in_lanes_is_the_slope_of_the_loss(step: ModuleType) -> None:
    network = step.Network(8, random.Random(2))
    coded = [[0, 1, 2, 2, 1], [0, 17], [0, *range(1, 16)]]
    tokens = sum(map(len, coded))
    network.learn(coded)
    weights = list(vars(network).values())
    grads = [[g * step.UNIT / tokens for g in weight.grad] for weight in weights]
    for weight, grad in zip(weights, grads, strict=True):
        size, values = sum(g * g for g in grad) ** 0.5, weight.values
        losses = []
        for far in (0.1, -0.1):
            weight.values = [v + far * g / size for v, g in zip(values, grad, strict=True)]
            losses.append(network.learn(coded))
        weight.values = values
        assert (losses[0] - losses[1]) / 0.2 == pytest.approx(size, rel=0.05, abs=2e-3)


def test_products_in_lanes_are_those_of_the_numbers(step: ModuleType) -> None:
    rng = random.Random(5)
    x, w = ([rng.randrange(-(1 << 13), 1 << 13) for _ in range(12)] for _ in range(2))
    found = step.product(x, step.pack(array("i", w).tobytes(), 4), 4)
    assert found.tolist() == [
        sum(x[row + i] * w[4 * i + column] for i in range(3))
        for row in range(0, 12, 3)
        for column in range(4)
    ]


@pytest.mark.parametrize("name", STEPS)
def test_a_step_imports_the_standard_library_alone(name: str) -> None:
    tree = ast.parse((GALLERY / f"{name}.py").read_text(encoding="utf-8"))
    imported = {n.names[0].name for n in ast.walk(tree) if isinstance(n, ast.Import)}
    imported |= {str(n.module) for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names
