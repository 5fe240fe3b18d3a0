"""One-edit mutants: which are made, which are refused, and what is told of a survivor."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from grader import cli, curriculum
from grader.outcome import Exit
from grader.workshop.mutants import equivalence, operators, trial
from grader.workshop.mutants.operators import Mutant
from grader.workshop.mutants.trial import Survivor

SOURCE = '''\
def f(a, b):
    """What it does, "é" and all."""
    total = 0.0
    for x, y in zip(a, b):
        total += x * y
    if len(a) != len(b):
        raise ValueError("é")
    return total
'''


def test_mutants_are_of_every_kind_and_none_is_the_module_itself() -> None:
    after = {mutant.after.strip() for mutant in operators.of(SOURCE)}
    assert {
        "total += (x / y)",
        "total = x * y",
        "total -= x * y",
        "for x, y in zip(b, a):",
        "if (len(a) == len(b)):",
        "pass",
        "return -total",
        "total = 1.0",
    } <= after
    assert not any("é" in text and "raise" not in text for text in after)
    dumps = [ast.dump(ast.parse(mutant.source)) for mutant in operators.of(SOURCE)]
    assert len(set(dumps)) == len(dumps) and ast.dump(ast.parse(SOURCE)) not in dumps


def test_every_mutant_differs_in_the_lines_that_it_tells() -> None:
    for mutant in operators.of(SOURCE):
        lines = SOURCE.split("\n")
        count = len(mutant.before.split("\n"))
        lines[mutant.line - 1 : mutant.line - 1 + count] = mutant.after.split("\n")
        assert "\n".join(lines) == mutant.source


def survivor(before: str, after: str) -> tuple[Survivor, str]:
    source = curriculum.exercise(1).reference.read_text(encoding="utf-8")
    assert before in source
    return Survivor("matmul", Mutant(1, before, after, source.replace(before, after))), source


def test_equal_results_are_a_reason_and_others_are_none() -> None:
    matmul = curriculum.exercise(1)
    assert equivalence.same_results(matmul, *survivor("len(a[0]) != len(b)", "len(b) != len(a[0])"))
    assert not equivalence.same_results(matmul, *survivor("len(a[0]) != len(b)", "len(a[0]) < 1"))


def test_the_page_tells_survivors_and_the_command_fails_while_one_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "MUTANTS.md"
    one, _ = survivor("len(a[0]) != len(b)", "len(a[0]) < 1")
    mutants = [(curriculum.exercise(1).reference, one.mutant)]
    monkeypatch.setattr(equivalence, "page", lambda exercise: page)
    monkeypatch.setattr(trial, "drawn", lambda exercise: mutants)
    monkeypatch.setattr(trial, "survivors", lambda exercise, mutants: [one])
    assert cli.main(["mutants", "1"]) == Exit.FAILED
    assert "0 of 1 refused, 0 equivalent, 1 open" in capsys.readouterr().out
    assert "**Open**" in page.read_text() and "+ len(a[0]) < 1" in page.read_text()
    reason = f'{equivalence.mark(one)} = "No shape of such a size is ever asked."\n'
    (tmp_path / "equivalent.toml").write_text(reason)
    assert cli.main(["mutants", "1"]) == Exit.PASSED
    assert "No shape of such a size" in page.read_text()
