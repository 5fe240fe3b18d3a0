"""The program that drew the embedded digits: the same bytes on every machine and every Python."""

import ast
import struct
import subprocess
import sys
import zlib
from itertools import islice
from math import isclose
from pathlib import Path

from data.handwriting import collection
from data.handwriting.chance import Chance
from data.handwriting.hand import write
from data.handwriting.ink import Dab, frame, paint
from data.handwriting.path import Point, smooth
from data.handwriting.skeletons import SKELETONS
from grader import digits
from grader.digits import load

ROOT = Path(__file__).resolve().parents[2]


def test_the_shipped_labels_are_those_of_the_program() -> None:
    embedded = load("embedded")
    assert collection.labels() == embedded.train.labels + embedded.test.labels


def test_the_shipped_images_are_drawn_again_byte_for_byte() -> None:
    embedded = load("embedded")
    images = embedded.train.images + embedded.test.images
    labels = collection.labels()
    for index in [*range(20), *range(20, 6_000, 199), *range(5_990, 6_000)]:
        assert collection.image(index, labels[index]) == images[index], f"image {index}"


def test_the_files_made_are_those_that_are_read() -> None:
    embedded = load("embedded")
    images = list(embedded.train.images + embedded.test.images)
    file = digits.EMBEDDED_IMAGES
    assert collection.images_file(images) == file.read(digits.EMBEDDED / f"{file.name}.gz")
    file = digits.EMBEDDED_LABELS
    content = collection.labels_file(collection.labels())
    assert content == file.read(digits.EMBEDDED / f"{file.name}.gz")


def test_the_packed_files_have_no_time_and_no_name() -> None:
    for path in digits.EMBEDDED.iterdir():
        assert path.read_bytes()[:8] == b"\x1f\x8b\x08\0\0\0\0\0"


def test_the_program_uses_no_arithmetic_that_differs_between_machines() -> None:
    exact = {"ceil", "floor", "sqrt"}
    for path in (ROOT / "data" / "handwriting").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "math":
                assert {alias.name for alias in node.names} <= exact, path.name
            if isinstance(node, ast.Import):
                assert all(alias.name not in ("math", "cmath") for alias in node.names), path.name
            assert not isinstance(node, ast.Pow), path.name
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("sum", "pow"), path.name


def test_every_skeleton_can_be_blended_with_those_of_its_family() -> None:
    assert len(SKELETONS) == 10
    for families in SKELETONS:
        assert isclose(sum(family.share for family in families), 1.0)
        for family in families:
            shapes = {tuple(len(stroke) for stroke in form) for form in family.forms}
            assert len(family.forms) >= 2
            assert len(shapes) == 1
            assert min(min(shape) for shape in shapes) >= 2


def test_every_seed_draws_a_digit_otherwise() -> None:
    assert len({write(digit, seed) for digit in range(10) for seed in range(10)}) == 100
    assert write(3, 5) == write(3, 5)


def test_a_line_goes_through_its_ends_and_corners() -> None:
    points = [Point(0.0, 0.0), Point(0.5, 0.1), Point(1.0, 1.0, corner=True), Point(0.0, 1.0)]
    line = smooth(points)
    for point in points[0], points[2], points[3]:
        assert min(abs(x - point.x) + abs(y - point.y) for x, y in line) < 1e-12
    assert min(abs(x - 0.5) + abs(y - 0.1) for x, y in line) > 0.01


def test_ink_covers_what_is_nearer_than_the_radius() -> None:
    grid = paint([[Dab(5.0, 10.5, 2.0), Dab(20.0, 10.5, 2.0)]], 1.0)
    assert [grid[y][12] for y in range(7, 15)] == [0.0, 0.5, 1.0, 1.0, 1.0, 0.5, 0.0, 0.0]
    assert grid[10][1:5] == [0.0, 0.0, 1.0, 1.0]
    assert 0.0 < grid[9][3] < 1.0


def test_a_frame_is_centred_by_mass() -> None:
    grid = [[0.0] * 28 for _ in range(28)]
    grid[2][3] = 1.0
    image = frame(grid)
    assert image[14 * 28 + 14] == 255
    assert sum(image) == 255


def test_chance_is_the_same_on_every_python() -> None:
    chance = Chance(1)
    assert [chance.index(100) for _ in range(5)] == [13, 84, 76, 25, 49]
    items = list(range(10))
    Chance(1).shuffle(items)
    assert items == [8, 0, 3, 4, 5, 2, 9, 6, 7, 1]


def test_a_choice_keeps_to_its_weights() -> None:
    chance = Chance(2)
    drawn = [chance.weighted([(3.0, "a"), (1.0, "b")]) for _ in range(4_000)]
    assert 2_900 < drawn.count("a") < 3_100


def test_a_bell_has_its_mean_and_deviation() -> None:
    chance = Chance(3)
    drawn = [chance.bell(5.0, 2.0) for _ in range(10_000)]
    mean = sum(drawn) / len(drawn)
    variance = sum((x - mean) ** 2 for x in drawn) / len(drawn)
    assert abs(mean - 5.0) < 0.1
    assert abs(variance - 4.0) < 0.2
    assert max(abs(x - 5.0) for x in drawn) <= 7.0


def test_the_sheet_is_a_png_of_600_digits(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.png"
    command = [sys.executable, "-m", "data.handwriting", "--sheet", str(sheet)]
    subprocess.run(command, cwd=ROOT, check=True)
    picture = sheet.read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", picture[16:24]) == (30 * 28, 20 * 28)
    (length,) = struct.unpack(">I", picture[33:37])
    lines = zlib.decompress(picture[41 : 41 + length])
    first = load("embedded").train.images[0]
    drawn = b"".join(lines[y * 841 + 1 : y * 841 + 29] for y in range(28))
    assert drawn == bytes(islice(first, 784))
