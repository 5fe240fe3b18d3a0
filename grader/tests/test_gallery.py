"""The gallery of the finale: its steps are the same network, written for more and more speed."""

import ast
import importlib.util
import math
import os
import random
import sys
from operator import mul
from pathlib import Path
from types import ModuleType

import pytest

GALLERY = Path(__file__).resolve().parents[2] / "solutions" / "08_mnist" / "gallery"
STEPS = sorted(path.stem for path in GALLERY.glob("step*.py"))
Matrix = list[list[float]]


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"gallery_{name}", GALLERY / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


LISTS, ZEROS, DOTS, LANES, INK, PROCESSES = map(load, STEPS)
RECORD = load("record")


def bars_and_rings(count: int) -> tuple[Matrix, list[int]]:
    """Images of a bar (1) or a ring (0), each at a place and in a grey of its own."""
    rng = random.Random(4)
    images, labels = [], []
    for n in range(count):
        image = [0.0] * 784
        x, y, grey = rng.uniform(11, 17), rng.uniform(11, 17), rng.randrange(40, 65) / 64
        for i in range(784):
            right, down = i % 28 - x, i // 28 - y
            bar = abs(right) < 1.5 and abs(down) < 8
            ring = 4 < math.hypot(right, down) < 7
            if bar if n % 2 else ring:
                image[i] = grey
        images.append(image)
        labels.append(n % 2)
    return images, labels


IMAGES, LABELS = bars_and_rings(24)


def integers(count: int, bits: int, seed: int) -> list[int]:
    rng = random.Random(seed)
    return [rng.randrange(-(1 << bits), 1 << bits) for _ in range(count)]


@pytest.mark.parametrize("name", STEPS)
def test_a_step_learns_and_leaves_its_arguments_as_they_were(name: str) -> None:
    step = load(name)
    images, labels = [list(image) for image in IMAGES], list(LABELS)
    model = step.fit(images, labels, 3, hidden=(6,), epochs=5)
    assert step.classify(model, images) == LABELS
    assert (images, labels) == (IMAGES, LABELS)


@pytest.mark.parametrize("name", STEPS)
def test_a_step_gives_the_same_for_the_same_seed(name: str) -> None:
    step = load(name)
    blank = [[0.0] * 784, [1.0] * 784]

    def logits(seed: int) -> list[object]:
        model = step.fit(IMAGES[:6], LABELS[:6], seed, hidden=(3, 3), epochs=2)
        seen = getattr(step, "straighten", getattr(step, "ink", list))
        forward = getattr(model, "forward", lambda image: step.forward(model, image))
        return [forward(seen(image))[-1] for image in IMAGES[:2] + blank]

    assert logits(1) == logits(1) != logits(2)


@pytest.mark.parametrize("name", [*STEPS, "record"])
def test_a_step_imports_the_standard_library_alone(name: str) -> None:
    tree = ast.parse((GALLERY / f"{name}.py").read_text(encoding="utf-8"))
    imported = {n.names[0].name for n in ast.walk(tree) if isinstance(n, ast.Import)}
    imported |= {str(n.module) for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


def test_leaving_out_zeros_and_using_dot_products_change_no_weight() -> None:
    arguments = (IMAGES, LABELS, 3)
    lists, zeros, dots = (
        step.fit(*arguments, hidden=(5, 4), epochs=2) for step in (LISTS, ZEROS, DOTS)
    )
    for by_unit, rows, same_rows in zip(lists, zeros, dots, strict=True):
        expected = [*map(list, zip(*by_unit.weights, strict=True)), by_unit.biases]
        for found in (rows, same_rows):
            for row, expected_row in zip(found, expected, strict=True):
                assert row == pytest.approx(expected_row, rel=1e-9, abs=1e-12)


def test_a_network_in_lanes_learns_what_plain_floats_learn() -> None:
    network = LANES.fit(IMAGES, LABELS, 3, hidden=(5, 4), epochs=2)
    plain = ZEROS.fit(IMAGES, LABELS, 3, hidden=(5, 4), epochs=2)
    for layer, rows in zip(network, plain, strict=True):
        for packed, row in zip(layer.rows, rows, strict=True):
            weights = [w / 2**LANES.WEIGHT for w in layer.over_units.unpack(packed)]
            assert weights == pytest.approx(row, abs=0.01)  # of steps of up to 0.1, 48 times


@pytest.mark.parametrize("step", [LANES, INK])
def test_lanes_are_added_and_multiplied_like_their_numbers(step: ModuleType) -> None:
    lanes = step.Lanes(9)
    a, b, values = integers(9, 20, 1), integers(9, 20, 2), integers(5, 8, 3)
    rows = [integers(9, 20, seed) for seed in range(5)]
    assert lanes.unpack(lanes.pack(a)) == a
    assert lanes.unpack(lanes.pack(a) - 77 * lanes.pack(b)) == [
        x - 77 * y for x, y in zip(a, b, strict=True)
    ]
    assert lanes.unpack(sum(map(mul, map(lanes.pack, rows), values))) == [
        sum(map(mul, column, values)) for column in zip(*rows, strict=True)
    ]


def test_lanes_hold_all_of_their_range() -> None:
    extremes = [-(2**31), 2**31 - 1, -1, 0, -(2**31), 2**31 - 1]
    for step in (LANES, INK):
        lanes = step.Lanes(6)
        assert lanes.unpack(lanes.pack(extremes)) == extremes
    upper = LANES.Lanes(6).unpack_upper(LANES.Lanes(6).pack(extremes))
    assert list(upper) == [(x >> 16) + 2**15 for x in extremes]


def test_rows_and_columns_hold_the_same_weights_after_learning() -> None:
    network = LANES.fit(IMAGES, LABELS, 3, hidden=(5, 4), epochs=2)
    layers = [(la.over_units, la.rows, la.over_inputs, la.columns) for la in network[1:]]
    inked = INK.fit(IMAGES, LABELS, 3, hidden=(5, 4), epochs=2)
    layers += [(la.units, la.rows[:-1], la.inputs, la.columns) for la in inked.layers]
    for over_units, rows, over_inputs, columns in layers:
        by_input = [over_units.unpack(row) for row in rows]
        by_unit = [over_inputs.unpack(column) for column in columns]
        assert by_input == [list(column) for column in zip(*by_unit, strict=True)]


def test_relu_and_its_slope_by_masks_equal_those_by_numbers() -> None:
    lanes, bits = INK.Lanes(40), INK.SUM - INK.VALUE
    sums = [0, -1, 1, *integers(37, 28, 1)]
    upstream = integers(40, 30, 2)
    alive, values = lanes.relu(lanes.pack(sums))
    assert lanes.unpack(alive) == [int(z >= 0) for z in sums]
    assert lanes.unpack(values) == [max(z, 0) >> bits for z in sums]
    for shift in (INK.VALUE, INK.WEIGHT):
        slopes = lanes.unpack(lanes.slope(lanes.pack(upstream), alive, shift))
        expected = [
            math.floor(u / 2**shift + 0.5) * (z >= 0) for u, z in zip(upstream, sums, strict=True)
        ]
        assert slopes == expected


def test_a_step_of_the_ink_network_is_one_of_plain_gradient_descent() -> None:
    network = INK.Network((6, 5), random.Random(1))
    ink, label, rate = INK.straighten(IMAGES[0]), 7, 0.05
    layers = plain(network)
    expected = stepped(layers, [float(i in ink(INK.PLACES)) for i in INK.PLACES], label, rate)
    network.learn(ink, label, rate)
    for found, old, new in zip(plain(network), layers, expected, strict=True):
        for row, old_row, new_row in zip(found, old, new, strict=True):
            change = [a - b for a, b in zip(row, old_row, strict=True)]
            meant = [a - b for a, b in zip(new_row, old_row, strict=True)]
            assert change == pytest.approx(meant, abs=2e-3)
    assert max(abs(a - b) for a, b in zip(expected[0][-1], layers[0][-1], strict=True)) > 4e-3


def plain(network: object) -> list[Matrix]:
    """The weights as floats, a row for each input."""
    layers = network.layers  # type: ignore[attr-defined]
    lanes = layers[0].inputs
    extra = 1 << INK.LANE * len(lanes.unpack(0))
    rows = network.rows  # type: ignore[attr-defined]
    found = [[[w / 2**INK.SUM for w in lanes.unpack(row - extra)] for row in rows]]
    for layer in layers:
        found.append([[w / 2**INK.WEIGHT for w in layer.units.unpack(row)] for row in layer.rows])
    return found


def stepped(layers: list[Matrix], x: list[float], label: int, rate: float) -> list[Matrix]:
    """The weights after one step of gradient descent on the cross-entropy, in floats."""
    tape = [x]
    for rows in layers:
        z = [sum(map(mul, column, tape[-1])) for column in zip(*rows, strict=True)]
        tape.append(z if rows is layers[-1] else [*(max(v, 0.0) for v in z), 1.0])
    exps = [math.exp(z) for z in tape[-1]]
    delta = [e / sum(exps) - (k == label) for k, e in enumerate(exps)]
    found = []
    for rows, values in zip(layers[::-1], tape[-2::-1], strict=True):
        found.append(
            [
                [w - rate * v * d for w, d in zip(row, delta, strict=True)]
                for row, v in zip(rows, values, strict=True)
            ]
        )
        delta = [sum(map(mul, row, delta)) * (v > 0) for row, v in zip(rows, values, strict=True)][
            :-1
        ]
    return found[::-1]


def test_what_is_sure_changes_nothing() -> None:
    network = INK.fit(IMAGES, LABELS, 3, hidden=(6,), epochs=5)
    ink = INK.straighten(IMAGES[0])
    before = list(network.rows)
    network.learn(ink, LABELS[0], 0.02)
    assert network.rows == before
    network.learn(ink, 1 - LABELS[0], 0.02)
    assert network.rows != before


def test_a_leaning_bar_is_straightened_and_centred() -> None:
    upright, leaning = [0.0] * 784, [0.0] * 784
    for row in range(6, 23):
        for right in range(3):
            upright[28 * row + 13 + right] = 1.0
            leaning[28 * (row - 3) + 4 + right + row // 2] = 1.0
    expected = INK.straighten(upright)(INK.PLACES)
    found = INK.straighten(leaning)(INK.PLACES)
    assert len(set(found) ^ set(expected)) <= 4  # a bar that steps by whole pixels is a bit ragged
    assert found[-1] == INK.BIAS


@pytest.mark.parametrize("image", [[0.0] * 784, [1.0] * 784, [0.0] * 783 + [1.0]])
def test_images_without_a_shape_are_read_too(image: list[float]) -> None:
    network = INK.Network((3,), random.Random(1))
    places = INK.straighten(image)(INK.PLACES)
    assert all(0 <= place <= INK.BIAS for place in places)
    assert INK.classify(network, [image])[0] in range(10)


def test_moving_the_canvas_moves_every_image() -> None:
    network = INK.Network((3,), random.Random(1))
    rows = list(network.rows)
    for move, (down, right) in zip(
        INK.MOVES, [(d, r) for d in (-1, 0, 1) for r in (-1, 0, 1)], strict=True
    ):
        network.move(move)
        place = 5 * INK.SIDE + 7
        assert network.rows[place] == rows[place + down * INK.SIDE + right]
        assert network.rows[INK.BIAS] == rows[INK.BIAS]
        network.move(-move % INK.BIAS)
        assert network.rows == rows


def test_processes_and_no_processes_learn_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def fit() -> list[list[int]]:
        network = PROCESSES.fit(IMAGES, LABELS, 3, hidden=(4, 3), epochs=2)
        return [own for _, own in PROCESSES.weights(network)]

    forked: list[int] = []
    fork = os.fork

    def count() -> int:
        forked.append(1)
        return fork()

    monkeypatch.setattr(os, "fork", count)
    with_processes = fit()
    assert len(forked) == 2 * PROCESSES.SHARES

    def refuse() -> int:
        raise PermissionError("no process here")

    monkeypatch.setattr(os, "fork", refuse)
    assert fit() == with_processes
    monkeypatch.delattr(os, "fork")
    assert fit() == with_processes


def test_the_processes_share_the_network_of_the_step_before() -> None:
    def definitions(name: str) -> dict[str, str]:
        tree = ast.parse((GALLERY / f"{name}.py").read_text(encoding="utf-8"))
        kinds = (ast.ClassDef, ast.FunctionDef)
        return {node.name: ast.dump(node) for node in tree.body if isinstance(node, kinds)}

    ink, processes = definitions("step5_ink"), definitions("step6_processes")
    for name in ("Lanes", "Layer", "Network", "classify", "straighten"):
        assert processes[name] == ink[name]


def test_a_step_of_the_record_is_one_of_the_ink_network() -> None:
    ink, record = INK.Network((RECORD.HIDDEN,), random.Random(1)), RECORD.Network(random.Random(1))
    [layer] = ink.layers
    record.rows, record.out, record.back = list(ink.rows), list(layer.rows), list(layer.columns)
    for image, label in zip(IMAGES, LABELS, strict=True):
        places = INK.straighten(image)
        assert RECORD.straighten(image)(RECORD.PLACES) == places(INK.PLACES)
        ink.learn(places, label, 0.02)
        record.learn(RECORD.straighten(image), label, 0.02)
    assert (record.rows, record.out, record.back) == (ink.rows, layer.rows, layer.columns)


def test_the_record_gives_the_same_for_the_same_seed() -> None:
    images, labels = [list(image) for image in IMAGES[:6]], LABELS[:6]
    first, again, other = (RECORD.fit(images, labels, seed) for seed in (1, 1, 2))
    assert first.rows == again.rows != other.rows
    assert images == IMAGES[:6]
    assert len(RECORD.classify(first, [[0.0] * 784, [1.0] * 784, *images])) == 8
