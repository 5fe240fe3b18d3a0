"""The benchmark's own arithmetic, tables, plot and page; what it measures is not tested here."""

import xml.etree.ElementTree as ElementTree
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from grader.workshop.bench import clock, models, page, plot, verdicts
from grader.workshop.bench.models import Learner, Matrix, Shape
from grader.workshop.bench.plot import Curve
from grader.workshop.bench.runs import Pictures, Point, Result, Run, repeat, train
from grader.workshop.bench.table import percent, seconds, table


def blank(count: int) -> Pictures:
    return Pictures([[0.0] * 784 for _ in range(count)], [n % 2 for n in range(count)])


def busy(seconds: float) -> None:
    until = clock.cpu() + seconds
    while clock.cpu() < until:
        pass


def constant(epochs: int) -> Learner:
    """Says 0 for every image, takes 20 ms of CPU for an epoch and as much to read."""

    def classify(images: Matrix) -> list[int]:
        busy(0.02)
        return [0] * len(images)

    def fit(
        images: Matrix, labels: list[int], seed: int, shape: Shape, after: models.AfterEpoch
    ) -> None:
        for _ in range(shape.epochs):
            busy(0.02)
            after(classify)

    return Learner("constant", Shape((28,), epochs), fit)


def test_an_exponent_is_the_slope_of_logarithms() -> None:
    assert clock.exponent([10, 20, 40], [3 * n**1.5 for n in (10, 20, 40)]) == pytest.approx(1.5)


def test_multiply_adds_are_those_of_the_textbook() -> None:
    forwards, update, upstream = 784 * 28 + 28 * 10, 784 * 28 + 28 * 10, 28 * 10
    assert Shape((28,), 4).multiply_adds() == forwards + update + upstream


def test_reading_is_not_counted_as_training() -> None:
    run = train(constant(3), blank(4), blank(10), 1)
    assert [point.accuracy for point in run.points] == [0.5] * 3
    for epoch, point in enumerate(run.points, 1):
        assert 0.02 * epoch <= point.cpu_s < 0.02 * epoch + 0.015
    assert run.classify_s >= 0.02


def test_a_result_is_the_median_of_its_runs() -> None:
    runs = tuple(Run((Point(s, a),), s, 0.0) for s, a in ((1.0, 0.9), (5.0, 0.7), (2.0, 0.8)))
    result = Result(constant(2), Shape((28,), 2), 100, runs)
    assert (result.cpu_s, result.accuracy) == (2.0, 0.8)
    assert result.per_image == pytest.approx(0.01)
    assert result.multiply_adds == pytest.approx(Shape((28,), 2).multiply_adds() / 0.01)
    assert (runs[0].reaches(0.9), runs[1].reaches(0.9)) == (1.0, None)


def test_there_are_six_steps_a_reference_and_they_can_be_run() -> None:
    steps = models.gallery()
    assert [step.name.partition("_")[0] for step in steps] == [f"step{n}" for n in range(1, 7)]
    assert steps[0].shape == Shape((28,), 4)
    few = repeat(steps[3], blank(4), blank(2), (1, 2), Shape((3,), 2))
    assert [len(run.points) for run in few.runs] == [2, 2]
    assert models.reference().inputs == 144


@pytest.mark.parametrize("name", ["numpy", "torch"])
def test_rivals_learn_what_the_lists_learn(name: str) -> None:
    pytest.importorskip(name)
    images = [[float(i % 2 == n % 2) for i in range(784)] for n in range(8)]
    pictures = Pictures(images, [n % 2 for n in range(8)])
    rivals, _ = models.rivals((1, 50))
    for rival in rivals:
        assert train(rival, pictures, pictures, 1, Shape((4,), 30)).accuracy == 1.0, rival.name


def test_what_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    found, missing = models.rivals((1,))
    assert found == []
    assert [line.partition(" ")[0] for line in missing] == ["numpy", "torch"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(12.345, "12.3 s"), (1.5, "1.50 s"), (0.0123, "12.3 ms"), (4.2e-6, "4.20 µs"), (123, "123 s")],
)
def test_seconds_have_three_digits_and_a_unit(value: float, shown: str) -> None:
    assert seconds(value) == shown


def test_shares_are_shown_in_per_cent() -> None:
    assert [percent(x) for x in (0.5, 0.985, 0.98536)] == ["50 %", "98.5 %", "98.54 %"]


def test_columns_are_aligned() -> None:
    assert table(["", "n"], [["a", "1"], ["long", "100"]]) == [
        "        n",
        "a       1",
        "long  100",
    ]


def test_the_plot_is_well_formed_and_names_every_curve() -> None:
    curves = [
        Curve(str(n), f"name <{n}>", ((n, 0.8), (2.0 * n, 0.9 + n / 100)), "#123456", n == 2)
        for n in range(1, 4)
    ]
    root = ElementTree.fromstring(plot.svg("A & B", "note", curves))
    texts = [element.text for element in root.iter() if element.tag.endswith("text")]
    assert {"A & B", "note", "name <1>", "name <2>", "name <3>", "90 %"} <= set(texts)
    discs = [
        (float(e.attrib["cx"]), float(e.attrib["cy"]))
        for e in root.iter()
        if e.tag.endswith("circle")
    ]
    assert len(discs) == 3 * (2 + 1 + 1)
    assert all(0 < x < plot.WIDTH and 0 < y < plot.HEIGHT for x, y in discs)


def test_better_is_higher_and_slower_is_further_right() -> None:
    root = ElementTree.fromstring(
        plot.svg("", "", [Curve("1", "n", ((1.0, 0.8), (2.0, 0.9), (8.0, 0.97)), "#000")])
    )
    dots = [e.attrib for e in root.iter() if e.attrib.get("r") == "2.6"]
    xs, ys = ([float(dot[key]) for dot in dots] for key in ("cx", "cy"))
    assert xs == sorted(xs) and ys == sorted(ys, reverse=True)
    assert (xs[2] - xs[1]) / (xs[1] - xs[0]) == pytest.approx(2, abs=0.01)  # 8 = 2 · 2²


def test_a_page_keeps_what_is_around_the_figures(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{page.BEGIN}\nold\n{page.END}\nafter\n", encoding="utf-8")
    page.write(["new", "lines"], readme)
    page.write(["new", "lines"], readme)
    expected = f"before\n{page.BEGIN}\n```text\nnew\nlines\n```\n{page.END}\nafter\n"
    assert readme.read_text(encoding="utf-8") == expected


def test_a_page_without_marks_is_left_alone(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("mine", encoding="utf-8")
    with pytest.raises(ValueError, match="README"):
        page.write(["new"], readme)
    assert readme.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("readme", [page.README, page.JUDGE], ids=["gallery", "grader"])
def test_both_pages_have_a_place_for_the_figures(readme: Path) -> None:
    text = readme.read_text(encoding="utf-8")
    assert text.count(page.BEGIN) == text.count(page.END) == 1


def test_verdicts_of_a_preloaded_judge_leave_nothing() -> None:
    # in a process of its own: this one may have children of other tests
    with ProcessPoolExecutor(1, get_context("spawn")) as alone:
        found = alone.submit(verdicts.warm, 2).result()
    assert found.verdicts == 2
    assert 0 < found.each.cpu_s < 60
    assert found.grown_mb < 20
    assert not found.left
