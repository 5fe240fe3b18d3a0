"""What maintainers run: tables in step with the tracks, the files of a new exercise."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from grader import cli, curriculum
from grader.curriculum import ROOT, Exercise
from grader.hunt import making
from grader.outcome import Exit
from grader.workshop import missing, new, pictures, tables, wording


def test_tables_are_in_step_with_the_tracks() -> None:
    assert cli.main(["tables", "--check"]) == Exit.PASSED


def test_a_table_that_differs_is_told_and_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "README.md"
    places = (f"<!-- {name} -->\nold\n<!-- end of {name} -->\n" for name in ("tracks", "mutants"))
    page.write_text("".join(places))
    monkeypatch.setattr(tables, "PAGES", (page,))
    assert cli.main(["tables", "--check"]) == Exit.FAILED
    assert "README.md" in capsys.readouterr().out
    assert cli.main(["tables"]) == Exit.PASSED
    assert tables.tracks() in page.read_text() and "old" not in page.read_text()
    assert tables.mutants() in page.read_text()


def test_a_new_exercise_has_every_file_and_they_compile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(new, "EXERCISES", tmp_path / "exercises")
    monkeypatch.setattr(new, "SOLUTIONS", tmp_path / "solutions")
    for name in ("exercises", "solutions"):
        (tmp_path / name).mkdir()
    assert cli.main(["new", "90_relu", "--track", "layers"]) == Exit.PASSED
    assert "90_relu" in capsys.readouterr().out
    made = {str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file()}
    assert {"exercises/90_relu/exercise.toml", "exercises/90_relu/test_relu.py"} <= made
    assert {"solutions/90_relu/relu.py", "solutions/90_relu/mistakes.py"} <= made
    for path in tmp_path.rglob("*.py"):
        compile(path.read_text(), str(path), "exec")


@pytest.mark.parametrize("folder", ["", "relu", "90-relu", "90_Relu", "01_other", "90_matmul"])
def test_a_bad_name_for_an_exercise_is_one_line(
    folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["new", folder]) == Exit.USAGE
    assert capsys.readouterr().err.count("\n") == 1
    assert all(e.number != 90 for e in curriculum.track("all"))


@pytest.mark.parametrize("exercise", curriculum.track("all"), ids=lambda exercise: exercise.name)
def test_no_exercise_lacks_anything(exercise: curriculum.Exercise) -> None:
    assert list(missing.lines(exercise)) == []


def test_what_a_new_exercise_lacks_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (new, curriculum, missing):
        monkeypatch.setattr(module, "EXERCISES", tmp_path, raising=False)
        monkeypatch.setattr(module, "SOLUTIONS", tmp_path / "solutions", raising=False)
    assert cli.main(["new", "90_relu"]) == Exit.PASSED
    relu = dataclasses.replace(curriculum.exercise(1), number=90, name="relu")
    (tmp_path / "90_relu/hints.md").unlink()
    assert list(missing.lines(relu)) == [
        "hints.md is missing",
        "relu.py, the stub, is missing: make stubs writes it",
        "mistakes.py has 1 of at least 12 mistakes",
        "held_out_mistakes.py has no mistake",
        "variants/ has 0 of at least 5 right modules",
    ]


@pytest.mark.parametrize("exercise", curriculum.track("all"), ids=lambda e: e.name)
def test_a_walkthrough_cites_mistakes_by_what_they_do(exercise: Exercise) -> None:
    slugs = set(re.findall(r"^(?:def|class) \w+?__(\w+_\w+)", exercise.mistakes.read_text(), re.M))
    told = set(re.findall(r"`(\w+)`", exercise.walkthrough.read_text()))
    assert slugs and not (slugs - making.public_names(exercise)) & told


def test_the_pictures_are_drawn_where_the_readme_shows_them() -> None:
    shown = re.findall(r"\((\S+)\.svg\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert {(ROOT / name).parent for name in shown} == {pictures.FOLDER}


def test_the_texts_do_without_refused_turns_and_one_is_named_by_its_line(tmp_path: Path) -> None:
    assert list(wording.lines()) == []
    (tmp_path / "README.md").write_text(
        "fine: there is no more\nA loss is no layer, without a\nword"
    )
    assert list(wording.lines(tmp_path)) == [
        "README.md:2: 'is no' (say: is not a …)",
        "README.md:2: 'without a word' (say: silently)",
    ]
    title = tmp_path / "exercises" / "01_matmul" / "exercise.toml"
    title.parent.mkdir(parents=True)
    title.write_text('title = "A matrix is no list"\n')
    assert any(
        line.startswith("exercises/01_matmul/exercise.toml:1:") for line in wording.lines(tmp_path)
    )
