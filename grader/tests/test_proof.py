"""The quick form of `make prove`, of a sample: mistakes are refused, right modules pass."""

from __future__ import annotations

import argparse
import random
import threading
import time
from multiprocessing import active_children
from pathlib import Path

import pytest

from grader import curriculum
from grader.curriculum import Exercise
from grader.judging import laws
from grader.judging.explain import catalogue
from grader.outcome import Exit, GraderFault
from grader.workshop import missing, named, proof, refusals
from grader.workshop.named import Told
from grader.workshop.proof import Candidate, Trials

SEED = 14  # always this one, so that one tree gives one result: `make prove` draws others
LEAST = min(map(named.floor, curriculum.track("all")))
EXERCISES = [e for e in curriculum.track("all") if e.finale is None]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.folder)
def test_a_mistake_is_refused_and_a_right_module_passes(exercise: Exercise) -> None:
    assert proof.quickly(exercise, SEED) == []


def test_the_diagnosis_names_mistakes_of_a_sample_and_none_as_another() -> None:
    # One each of every fifth exercise; `make prove` asks all of all.
    found: dict[str, Told] = {}
    for exercise in EXERCISES[::5]:
        listed = [c for c in proof.candidates(exercise) if c.explanation]
        candidate = random.Random(SEED).choice(listed)
        verdict = proof.judge(exercise, candidate, SEED, diagnose=True)
        key = f"{exercise.folder}/{candidate.name}"
        found[key] = named.told(exercise, candidate.explanation, verdict.diagnosis)
    assert named.holds(found, {}, LEAST), f"seed {SEED}: {found}"


def test_a_diagnosis_that_falls_silent_fails_the_proof() -> None:
    assert not named.holds({"one": Told.NOTHING, "two": Told.OTHERWISE}, {}, LEAST)
    assert not named.holds({"one": Told.OWN}, {"held out": Told.WRONGLY}, LEAST)
    assert named.holds({"one": Told.OWN, "two": Told.NOTHING}, {"held out": Told.OTHERWISE}, LEAST)


def test_what_is_said_of_a_mistake_is_told_apart() -> None:
    matmul = curriculum.exercise(1)
    own, other = (mistake.explanation for mistake in catalogue.mistakes(matmul)[:2])
    assert named.told(matmul, own, f"a fact\n{own}") is Told.OWN
    assert named.told(matmul, own, f"{own}\n{other}") is Told.WRONGLY
    assert named.told(matmul, own, "a fact") is Told.OTHERWISE
    assert named.told(matmul, "", own) is Told.WRONGLY
    assert named.told(matmul, "", None) is Told.NOTHING


def test_a_refusal_that_still_holds_stays_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusals, "SOLUTIONS", tmp_path)
    matmul = curriculum.exercise(1)
    (tmp_path / matmul.folder).mkdir()
    refusals.write(matmul, {"one": ["a", "b"], "nobody": []})
    refusals.write(matmul, {"one": ["b", "a"], "two": ["c"]})
    assert refusals.read(matmul) == {"one": "a", "two": "c"}
    refusals.write(matmul, {"one": ["b"], "two": ["c"]})
    assert refusals.read(matmul) == {"one": "b", "two": "c"}


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.folder)
def test_catalogue_has_a_dozen_mistakes_that_speak_for_themselves(exercise: Exercise) -> None:
    mistakes = catalogue.mistakes(exercise)
    assert len(mistakes) >= 12
    for mistake in mistakes:
        assert len(mistake.explanation.split()) >= 6, mistake.slug
        assert mistake.explanation[0].isupper(), mistake.slug
        assert mistake.explanation.endswith((".", "?", "…")), mistake.slug


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.folder)
def test_five_right_variants_are_kept(exercise: Exercise) -> None:
    assert sum(not c.wrong for c in proof.candidates(exercise)) >= 6  # the reference and five


def test_unique_catches_tell_what_is_so_in_every_run() -> None:
    def refused(name: str, *by: str) -> Trials:
        return Trials(Candidate(name, "", True), runs=len(by), refused_by=[*map(frozenset, by)])

    every = [refused("always", "a", "a"), refused("once", "a", "ab"), refused("never", "ab", "ab")]
    assert proof.unique_catches(every) == {"a": ["always", "once~"]}


def test_a_law_takes_no_mistake_from_an_exercises_own_property() -> None:
    def refused(name: str, *by: str) -> Trials:
        return Trials(Candidate(name, "", True), runs=1, refused_by=[frozenset(by)])

    every = [
        refused("shapes", "test_a", "test_law_of_refusals"),
        refused("cache", "test_law_of_memory"),
    ]
    assert proof.unique_catches(every) == {"test_a": ["shapes"], "test_law_of_memory": ["cache"]}


def test_everything_is_proved_unless_one_exercise_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proved: list[int] = []

    def prove(exercise: Exercise, _: object) -> bool:
        proved.append(exercise.number)
        return True

    monkeypatch.setattr(proof, "candidates", lambda _: [])
    monkeypatch.setattr(proof, "prove", prove)
    for number in (None, "4"):
        args = argparse.Namespace(number=number, seed=1, seeds=20)
        assert proof.command(args) is Exit.PASSED
    assert proved == [*(e.number for e in curriculum.track("all")), 4]


def test_a_finale_is_tried_under_one_seed() -> None:
    broken = Candidate("broken", "def fit(images, labels, seed):\n    raise ValueError\n", True)
    found = proof.trials(curriculum.exercise(8), broken, [1, 2, 3])
    assert (found.runs, found.as_expected) == (1, 1)
    assert found.refused_by == [frozenset({"test_answers_digits"})]


def test_killed_process_of_the_proof_ends_it() -> None:
    def kill_one() -> None:
        while not active_children():
            time.sleep(0.01)
        active_children()[0].kill()

    killer = threading.Thread(target=kill_one)
    killer.start()
    with pytest.raises(GraderFault, match="a process of the proof was killed"):
        proof.command(argparse.Namespace(number="3", seed=1, seeds=20))
    killer.join()
    assert not active_children()


TESTS = '''
from grader.judging.proxy import Impl


def test_product(impl: Impl) -> None:
    """two times three is six"""
    assert impl.matmul([[2.0]], [[3.0]]) == [[6.0]]


def test_shapes(impl: Impl) -> None:
    """a number is its own transpose"""
    assert impl.transpose([[2.0]]) == [[2.0]]
'''


def test_property_without_a_mistake_of_its_own_is_superfluous(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    matmul = curriculum.exercise(1)
    right = """def matmul(a, b):
    return [[a[0][0] * b[0][0]]]


def transpose(a):
    return [row[:] for row in a]
"""
    wrong_product = right.replace("*", "+")
    wrong_shapes = right.replace("row[:]", "row[1:]")
    monkeypatch.setattr(curriculum, "EXERCISES", tmp_path)
    monkeypatch.setattr(refusals, "SOLUTIONS", tmp_path)  # what is found here is nobody's record
    monkeypatch.setattr(laws, "properties", lambda *_: ())
    monkeypatch.setattr(missing, "lines", lambda exercise: ())  # nor is it a whole exercise
    tests = tmp_path / matmul.folder / "test_matmul.py"
    tests.parent.mkdir()
    tests.write_text(TESTS, encoding="utf-8")
    results = [
        proof.trials(matmul, Candidate(name, source, wrong), [SEED])
        for name, source, wrong in [
            ("right", right, False),
            ("product", wrong_product, True),
            ("shapes", wrong_shapes, True),
        ]
    ]
    assert proof.prove(matmul, results)
    assert not proof.prove(matmul, results[:2])
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "✓ 2 test_shapes shapes" in lines
    assert "✗ 2 test_shapes nothing" in lines
