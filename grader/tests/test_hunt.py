"""The bug hunt: bugs that are there, that tell nothing, and can be repaired one by one."""

from __future__ import annotations

import json
import math
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from grader import cli, curriculum
from grader.curriculum import ROOT, Exercise
from grader.hunt import checking, grafts, making, masking, planting
from grader.hunt.making import Hunt
from grader.hunt.options import Options
from grader.judging.verdicts import Status
from grader.outcome import Exit, UsageError

HUNTED = curriculum.exercise(4)  # whose verdicts are quick, and which stands on another
PLANTED = [e for e in curriculum.track("all") if e.finale is None and planting.seeds(e)]

APART = [e for e in PLANTED if grafts.come_apart(e)]


@pytest.fixture(scope="module")
def hunt(tmp_path_factory: pytest.TempPathFactory) -> Hunt:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KATA_HOME", str(tmp_path_factory.mktemp("kata")))
        return making.make(Options(7, 1, track="core"))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hunt for two bugs in one exercise, as the command writes it, and what it remembers."""
    root = tmp_path_factory.mktemp("written")
    asked = ["--bugs", "2", "--seed", "3", "--out", str(root / "hunt")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KATA_HOME", str(root / "kata"))
        assert cli.main(["hunt", "--exercise", str(HUNTED.number), *asked]) == Exit.PASSED
    return root


@pytest.fixture
def begun(written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the written hunt, to repair or to break."""
    root = shutil.copytree(written, tmp_path / "begun")
    monkeypatch.setenv("KATA_HOME", str(root / "kata"))
    return root / "hunt"


def repair(folder: Path, exercise: Exercise) -> None:
    shutil.copy(exercise.reference, folder / exercise.module)


def found(
    folder: Path, capsys: pytest.CaptureFixture[str], status: Exit = Exit.FAILED
) -> dict[str, object]:
    capsys.readouterr()
    assert cli.main(["hunt", "--check", str(folder), "--json", "-"]) == status
    result = json.loads(capsys.readouterr().out)
    assert isinstance(result, dict)
    return result


@pytest.mark.parametrize("exercise", PLANTED, ids=lambda e: e.name)
def test_no_module_tells_what_was_planted(exercise: Exercise) -> None:
    rng = random.Random(1)
    shown = 0
    seeds = planting.seeds(exercise)
    for seed in rng.sample(seeds, min(8, len(seeds))):
        text = planting.module(rng.choice(making.bases(exercise)), [seed], rng)
        if text is not None:
            shown += 1
            compile(text, "module", "exec")
            assert not planting.TELLING.search(text)
            assert f"__{seed.slug}" not in text
    assert shown, "no mistake of this exercise can be planted"


@pytest.mark.parametrize("exercise", PLANTED, ids=lambda e: e.name)
def test_a_module_is_the_same_however_many_were_made_before(exercise: Exercise) -> None:
    for seed in planting.seeds(exercise)[:4]:
        base = making.bases(exercise)[0]
        one, other = (planting.module(base, [seed], random.Random(5)) for _ in range(2))
        assert one == other


def test_every_bug_fails_alone_and_the_rest_is_right(hunt: Hunt) -> None:
    assert len(hunt.bugs) == 1
    for bug in hunt.bugs:
        text = hunt.modules[bug.exercise]
        others = making.public_names(bug.exercise) - {bug.name}
        assert making.alone(bug.exercise, text, others, 7) in (Status.FAILED, Status.ERROR)
        names = {b.name for b in hunt.planted(bug.exercise)}
        assert making.alone(bug.exercise, text, names, 7) is Status.PASSED


@pytest.mark.many
@pytest.mark.parametrize("exercise", APART, ids=lambda e: e.name)
def test_a_right_function_of_any_base_passes_among_the_references(exercise: Exercise) -> None:
    rng = random.Random(1)
    for base in making.bases(exercise):
        text = planting.module(base, [], rng)
        for name in sorted({seed.name for seed in planting.seeds(exercise)}):
            if text is not None:
                others = making.public_names(exercise) - {name}
                assert making.alone(exercise, text, others, 7) is Status.PASSED, (name, base)


def test_two_bugs_that_cancel_out_are_noticed() -> None:
    """The negative of the logarithm below a loss that forgets its minus makes a right loss."""
    rng = random.Random(2)
    bugs = [
        next(seed for seed in planting.seeds(curriculum.exercise(number)) if seed.label == label)
        for number, label in ((3, "log_softmax__sign_flipped"), (4, "cross_entropy__sign_lost"))
    ]
    modules = {}
    for bug in bugs:
        text = planting.module(making.bases(bug.exercise)[0], [bug], rng)
        assert text is not None
        modules[bug.exercise] = text
    assert list(masking.masked(modules, bugs, 7)) == [(HUNTED, tuple(bugs))]


def test_a_hunt_holds_whole_modules_and_nothing_that_tells_where(begun: Path) -> None:
    names = sorted(path.name for path in begun.rglob("*") if path.is_file())
    assert {"hunt.json", "cross_entropy.py"} <= set(names)
    content = json.loads((begun / "hunt.json").read_text())
    assert set(content) == {"version", "seed", "bugs", "track", "exercise"}


def test_bugs_are_told_once_they_are_repaired(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repair(begun, HUNTED)
    after = found(begun, capsys, Exit.PASSED)
    assert all(b["repaired"] and b["about"] for b in after["bugs"])  # type: ignore[attr-defined]
    assert (after["seed"], after["broken"]) == (3, [])


def test_what_was_right_and_is_broken_is_named(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repair(begun, HUNTED)
    module = begun / curriculum.exercise(3).module
    module.write_text(module.read_text() + "\n\ndef log_softmax(z):\n    return z\n")
    assert found(begun, capsys)["broken"] == ["log_softmax"]


def test_a_module_that_is_gone_or_no_python_is_neither_repaired_nor_a_fault(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    module = begun / HUNTED.module
    for change in (lambda: module.write_text("def cross_entropy(:\n"), module.unlink):
        change()
        assert not any(b["repaired"] for b in found(begun, capsys)["bugs"])  # type: ignore[attr-defined]


def test_a_function_that_takes_the_place_of_the_right_one_has_to_be_right_itself(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is judged beside right functions must not answer by theirs."""
    module = begun / HUNTED.module
    thief = "\n\nimport builtins\n\n\ndef exec(code, names):\n    builtins.exec(code, names)\n"
    thief += (
        "    globals().update({n: names[n] for n in ('cross_entropy', 'cross_entropy_backward')})\n"
    )
    module.write_text(module.read_text() + thief)
    assert not any(b["repaired"] for b in found(begun, capsys)["bugs"])  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "changed",
    [
        {"seed": math.inf}, {"seed": -5}, {"seed": None}, {"seed": 2**40}, {"exercise": 8},
        {"track": "/tmp/elsewhere"}, {"track": "\0"}, {"track": "\ud800"}, {"track": "core"},
        {"exercise": 0}, {"version": [[]]}, "[" * 4_000, "[" * 100_000, "\xff", "pipe", "link",
    ],
    ids=str,
)  # fmt: skip
def test_options_that_were_changed_are_told_in_one_line(
    begun: Path, changed: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    path = begun / "hunt.json"
    content = json.loads(path.read_text())
    path.unlink()
    if changed == "pipe":
        os.mkfifo(path)
    elif changed == "link":
        path.symlink_to("/dev/zero")
    else:
        text = changed if isinstance(changed, str) else json.dumps(content | changed)
        path.write_bytes(text.encode("latin-1"))
    assert cli.main(["hunt", "--check", str(begun)]) == Exit.USAGE
    assert "hunt.json" in capsys.readouterr().err


def test_a_module_of_half_characters_is_not_repaired(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    module = begun / HUNTED.module
    module.write_text('# coding: raw_unicode_escape\nx = "\\ud800"\n' + module.read_text())
    assert not any(b["repaired"] for b in found(begun, capsys)["bugs"])  # type: ignore[attr-defined]


def test_a_property_that_fails_is_shown_with_its_indices(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["hunt", "--check", str(begun)]) == Exit.FAILED
    assert "softmax(logits)[label]" in capsys.readouterr().out


def test_reveal_tells_everything(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    cli.main(["hunt", "--check", str(begun), "--reveal", "--json", "-"])
    assert all(b["about"] for b in json.loads(capsys.readouterr().out)["bugs"])


def test_the_same_seed_makes_the_same_hunt_and_a_check_needs_nothing_remembered(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(begun.parent / "kata")
    result = found(begun, capsys)
    again = making.make(Options(3, 2, exercise=HUNTED.number))  # as the check has made it anew
    for exercise, text in again.modules.items():
        assert (begun / exercise.module).read_text() == text
    assert [b["about"] for b in result["bugs"]] == [None, None]  # type: ignore[attr-defined]
    assert (result["seed"], result["broken"]) == (3, [])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "--out"),
        (["--out", "a", "--check", "b"], "--out"),
        (["--out", "{new}", "--exercise", "8"], "finale"),
        (["--out", "{new}", "--exercise", "99"], "no exercise"),
        (["--out", "{new}", "--track", "x"], "no track"),
        (["--out", "{new}", "--exercise", "1", "--bugs", "9"], "--bugs"),
        (["--out", "{new}", "--track", "core", "--exercise", "1"], "Either"),
        (["--out", "{full}"], "not empty"),
        (["--check", "{full}"], "no hunt"),
        (["--check", "/nowhere"], "no folder"),
    ],
)
def test_a_wrong_call_is_one_line(
    arguments: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("x")
    filled = [a.format(new=tmp_path / "new", full=full) for a in arguments]
    assert cli.main(["hunt", *filled]) == Exit.USAGE
    error = capsys.readouterr().err
    assert words in error and error.count("\n") == 1


def test_of_two_bugs_in_one_module_each_is_judged_by_itself(begun: Path) -> None:
    exercise = HUNTED
    hunt = making.make(Options(3, 2, exercise=HUNTED.number))
    first, second = hunt.planted(exercise)
    reference = exercise.reference.read_text()
    half = grafts.graft(hunt.modules[exercise], reference, {first.name})
    (begun / exercise.module).write_text(half)
    report = checking.check(begun, hunt)
    assert [(one.bug.name, one.repaired) for one in report.found] == [
        (first.name, True),
        (second.name, False),
    ]


def test_a_stopped_check_leaves_nothing(begun: Path) -> None:
    repair(begun, HUNTED)
    temporary = begun / "temporary"
    temporary.mkdir()
    command = [sys.executable, "-m", "grader", "hunt", "--check", str(begun)]
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "TMPDIR": str(temporary)}, stderr=subprocess.DEVNULL
    ) as check:
        limit = time.monotonic() + 30
        while not any(temporary.glob("kata-hunt-*")):
            assert time.monotonic() < limit
            time.sleep(0.01)
        check.terminate()
    assert not any(temporary.iterdir())


def test_where_all_make_nodes_of_one_graph_a_module_has_one_bug(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KATA_HOME", str(tmp_path))
    with pytest.raises(UsageError, match="2 bugs do not fit together in 16 graph: ask for 1"):
        making.make(Options(1, 2, exercise=16))
