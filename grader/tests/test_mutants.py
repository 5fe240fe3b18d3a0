"""One-edit mutants: which are made, which are refused, and what is told of a survivor."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from grader import cli, curriculum
from grader.judging import deadlines
from grader.judging.verdicts import ExerciseVerdict, PropertyVerdict, Status
from grader.outcome import Exit
from grader.workshop import proof
from grader.workshop.mutants import equivalence, operators, trial
from grader.workshop.mutants.operators import Mutant
from grader.workshop.mutants.trial import Drawn, Survivor
from grader.workshop.proof import Candidate

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
    line = source[: source.index(before)].count("\n") + 1
    return Survivor("matmul", Mutant(line, before, after, source.replace(before, after))), source


def test_equal_results_are_a_reason_and_others_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(equivalence, "CALLS", 200)
    matmul = curriculum.exercise(1)
    fits = "len(a[0]) != len(b)"
    assert equivalence.same_results(matmul, *survivor(fits, "len(b) != len(a[0])"))
    assert not equivalence.same_results(matmul, *survivor(fits, "len(a[0]) < len(b)"))
    assert not equivalence.same_results(
        matmul, *survivor("map(mul, row, column)", "map(mul, row, column), 1e-9")
    )


def test_equal_results_are_no_reason_where_no_call_comes_to_the_changed_lines() -> None:
    train = curriculum.exercise(7)
    source = train.reference.read_text(encoding="utf-8")
    lines = source.split("\n")
    at = lines.index("        losses.append(total / len(x))")
    lines[at] = "        losses.append(total)"
    wrong = Mutant(at + 1, "        losses.append(total / len(x))", lines[at], "\n".join(lines))
    assert not equivalence.same_results(train, Survivor("train", wrong), source)


def test_rounding_alone_makes_no_other_result(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(equivalence, "CALLS", 200)
    backwards = survivor("map(mul, row, column)", "map(mul, row[::-1], column[::-1])")
    assert equivalence.same_results(curriculum.exercise(1), *backwards)


@pytest.mark.parametrize(("cpu_s", "waited"), [(0.9, [1.0]), (0.1, [1.0, 8.0])])
def test_a_mutant_that_ran_out_of_time_on_a_busy_machine_is_asked_again(
    cpu_s: float, waited: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    timeout = PropertyVerdict("slow", "", Status.TIMEOUT)
    verdict = ExerciseVerdict(1, "", Status.TIMEOUT, 0, 1, cpu_s=cpu_s, properties=(timeout,))
    seen = []

    def judge(*_: object, **__: object) -> ExerciseVerdict:
        seen.append(vars(deadlines)["CALL_SECONDS"])
        return verdict

    monkeypatch.setattr(deadlines, "CALL_SECONDS", 0.0)
    monkeypatch.setattr(proof, "judge", judge)
    assert trial.judged(curriculum.exercise(1), Candidate("", "", True), 1) is verdict
    assert seen == waited


def test_the_page_tells_survivors_and_the_command_fails_while_one_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "MUTANTS.md"
    one, _ = survivor("len(a[0]) != len(b)", "len(a[0]) < 1")
    drawn = Drawn([(curriculum.exercise(1).reference, one.mutant)], [], (40, 656))
    monkeypatch.setattr(equivalence, "page", lambda exercise: page)
    monkeypatch.setattr(trial, "drawn", lambda exercise: drawn)
    monkeypatch.setattr(trial, "survivors", lambda exercise, mutants: [one])
    assert cli.main(["mutants", "1"]) == Exit.FAILED
    assert "0 of 1 refused, 0 equivalent, 1 open" in capsys.readouterr().out
    assert "\nOpen: " in page.read_text() and "\n+len(a[0]) < 1\n" in page.read_text()
    assert "1 of the 40 of the reference" in page.read_text()
    assert "| 1 | 0 | 0 | 1 |" in page.read_text()
    reason = f'{equivalence.mark(one)} = "No shape of such a size is ever asked."\n'
    (tmp_path / "equivalent.toml").write_text(reason)
    assert cli.main(["mutants", "1"]) == Exit.PASSED
    assert "No shape of such a size" in page.read_text()
