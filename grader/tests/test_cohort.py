"""A whole cohort through the command: verdicts, grades, the class page, going on after a stop."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from grader import codec, curriculum
from grader.cohort import alike, grades, results, workers
from grader.cohort.intake import Reading
from grader.cohort.store import Fingerprint, Judged, Out, Settings, Taken
from grader.curriculum import ROOT
from grader.judging.explain import catalogue
from grader.judging.verdicts import ExerciseVerdict, Status
from grader.outcome import Exit
from grader.sandbox.confinement import Confined, Confinement

WRONG_SIGMOID = """\
from math import exp

def sigmoid(z):
    return [[1 / (1 + exp(-x)) for x in row] for row in z]

def sigmoid_backward(y, dy):
    return [[d * v * (1 - v) for v, d in zip(*rows)] for rows in zip(y, dy)]
"""


def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "grader", "cohort", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, **options)


def hand_in(folder: Path, *numbers: int) -> Path:
    for number in numbers:
        exercise = curriculum.exercise(number)
        (folder / exercise.folder).mkdir(parents=True)
        shutil.copy(exercise.reference, folder / exercise.module)
    return folder


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of seven, graded on exercises 1 to 4; its OUT."""
    top = tmp_path_factory.mktemp("cohort") / "class"
    hand_in(top / "ada", 1, 2, 3, 4)
    hand_in(top / "=1+1", 1)
    hand_in(top / "김민수", 1, 2)
    wrong = hand_in(top / "wrong", 1, 2, 3, 4)
    (wrong / "02_sigmoid" / "sigmoid.py").write_text(WRONG_SIGMOID)
    softmax = wrong / "03_softmax" / "softmax.py"
    softmax.write_text(softmax.read_text().replace("float(max(row))", "0.0"))
    (top / "hangs" / "01_matmul").mkdir(parents=True)
    (top / "hangs" / "01_matmul" / "matmul.py").write_text("import time\ntime.sleep(1e6)\n")
    (top / "empty").mkdir()
    with zipfile.ZipFile(top / "evil.zip", "w") as archive:
        archive.writestr("../../evil.py", "x")
    done = run(str(top), "--only", "1,2,3,4", "--seed", "5", "--jobs", "2")
    assert done.returncode == Exit.FAILED, done.stderr  # two have no verdict
    assert "empty: It is empty." in done.stdout
    return top.with_name("class-graded")


def verdict(out: Path, name: str) -> dict[str, Any]:
    found = json.loads((out / "submissions" / name / "verdict.json").read_text())
    assert isinstance(found, dict)
    return found


def test_a_verdict_is_the_contracts_object_with_the_name(graded: Path) -> None:
    found = verdict(graded, "ada")
    assert (found["name"], found["seed"], found["score"]) == ("ada", 5, 40.0)
    assert [e["status"] for e in found["exercises"]] == ["passed"] * 4
    assert all(e["sha256"] for e in found["exercises"])


def test_a_verdict_is_that_of_grading_one_by_one(graded: Path, tmp_path: Path) -> None:
    modules = graded / "submissions" / "wrong" / "modules"
    subprocess.run(
        [
            *(sys.executable, "-m", "grader", "grade", "--submission", str(modules)),
            *("--seed", "5", "--only", "1,2,3,4", "--json", str(tmp_path / "one.json")),
        ],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    alone = json.loads((tmp_path / "one.json").read_text())
    for one, other in zip(verdict(graded, "wrong")["exercises"], alone["exercises"], strict=True):
        assert {k: one[k] for k in ("status", "score", "diagnosis")} == {
            k: other[k] for k in ("status", "score", "diagnosis")
        }


def test_a_knock_on_failure_names_the_earlier_exercise_and_keeps_its_points(graded: Path) -> None:
    exercises = {e["name"]: e for e in verdict(graded, "wrong")["exercises"]}
    assert exercises["cross_entropy"]["caused_by"] == [3]
    assert exercises["cross_entropy"]["score"] < 10
    assert exercises["softmax"]["caused_by"] == []


def test_what_has_no_verdict_has_no_points_either(graded: Path) -> None:
    text = (graded / "grades.csv").read_text(encoding="utf-8")
    assert text.startswith(grades.BYTE_ORDER_MARK)
    lines = {line["name"]: line for line in csv.DictReader(io.StringIO(text[1:]))}
    assert lines["empty"]["total"] == "" and lines["empty"]["status"] == "nothing recognised"
    assert lines["evil"]["status"] == "refused"
    assert not (graded / "submissions" / "empty" / "verdict.json").exists()
    assert lines["'=1+1"]["total"] == "10"
    assert lines["김민수"]["total"] == "20"
    assert "timeout" in lines["hangs"]["needs_a_look"]


def test_the_class_page_counts_and_links_and_loads_nothing(graded: Path) -> None:
    page = (graded / "class.html").read_text(encoding="utf-8")
    assert "submissions/%EA%B9%80" in page  # links work in every browser
    assert "Knock-on" in page and "No verdict yet" in page
    assert "http:" not in page and "https:" not in page and "src=" not in page


def test_a_page_of_one_holds_nobody_elses_name(graded: Path) -> None:
    page = (graded / "submissions" / "ada" / "report.html").read_text(encoding="utf-8")
    assert "wrong" not in page.split("</style>")[1]


def test_out_in_use_is_a_wrong_call_and_resume_judges_nothing_twice(graded: Path) -> None:
    top = graded.with_name("class")
    again = run(str(top))
    assert again.returncode == Exit.USAGE and "--resume" in again.stderr
    kept = graded / "submissions" / "ada" / "exercises" / "01.json"
    before = kept.stat().st_mtime_ns
    assert run(str(top), "--resume").returncode == Exit.FAILED
    assert kept.stat().st_mtime_ns == before
    assert verdict(graded, "ada")["seed"] == 5
    other = run(str(top), "--resume", "--seed", "6")
    assert other.returncode == Exit.USAGE and "keeps the seed 5" in other.stderr


def test_a_waived_property_is_left_out_of_every_total(graded: Path, tmp_path: Path) -> None:
    out = shutil.copytree(graded, tmp_path / "out")
    failed = [t["name"] for t in verdict(out, "wrong")["exercises"][1]["tests"] if t["message"]]
    done = run("--waive", ",".join(f"sigmoid/{name}" for name in failed), str(out))
    assert done.returncode == Exit.PASSED, done.stderr
    text = (out / "grades.csv").read_text(encoding="utf-8")[1:]
    lines = {line["name"]: line for line in csv.DictReader(io.StringIO(text))}
    assert lines["wrong"]["02_sigmoid"] == "10"
    unknown = run("--waive", "test_of_nothing", str(out))
    assert unknown.returncode == Exit.USAGE and "test_of_nothing" in unknown.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Which folder"),
        (("/nowhere",), "no folder"),
        (("exercises", "--jobs", "0"), "0"),
        (("exercises", "--track", "x"), "no track"),
        (("exercises", "--out", "exercises"), "--out"),
    ],
)
def test_a_wrong_call_is_one_line(arguments: tuple[str, ...], words: str) -> None:
    done = run(*arguments)
    assert done.returncode == Exit.USAGE
    assert words in done.stderr and done.stderr.count("\n") == 1


def test_a_killed_command_goes_on_where_it_was(tmp_path: Path) -> None:
    top = tmp_path / "class"
    for number in range(4):
        hand_in(top / f"author{number}", 1)
    command = [sys.executable, "-m", "grader", "cohort", str(top), "--only", "1"]
    started = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    submissions = top.with_name("class-graded") / "submissions"
    deadline = time.monotonic() + 60
    while not list(submissions.glob("*/verdict.json")) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(started.pid, signal.SIGKILL)
    started.wait()
    done = run(str(top), "--resume")
    assert done.returncode == Exit.PASSED, done.stderr
    assert {verdict(submissions.parent, f"author{n}")["score"] for n in range(4)} == {10.0}


def test_a_task_that_fails_is_tried_three_times_and_then_told(tmp_path: Path) -> None:
    def die() -> None:
        with open(tmp_path / "tries", "a") as file:
            file.write("x")
        os.kill(os.getpid(), signal.SIGKILL)

    faults: dict[str, str] = {}
    tasks = [workers.Task("dies", die), workers.Task("works", lambda: None)]
    workers.run(tasks, 2, faults.__setitem__, lambda: None)
    assert faults["works"] == ""
    assert "signal 9" in faults["dies"]
    assert (tmp_path / "tries").read_text() == "xxx"


def test_an_exercise_without_a_verdict_is_a_fault_and_not_0_points(tmp_path: Path) -> None:
    out = Out(tmp_path / "out")
    settings = Settings(1, (1,))
    place = out.of("ada")
    place.folder.mkdir(parents=True)
    (place.folder / "intake.json").write_text(
        json.dumps({"name": "ada", "original": "ada", "reading": "read", "decisions": []})
    )
    faults = dict.fromkeys(("ada", "bob"), "The grader failed on it.")
    rows = results.rows(out, ["ada", "bob"], settings, faults)  # of bob nothing was read
    assert [grades.status(row) for row in rows] == ["fault of the grader"] * 2
    assert not any(row.has_verdict for row in rows)


def test_the_catalogues_mistakes_come_first_and_what_a_message_says_is_none_of_them() -> None:
    known = catalogue.mistakes(curriculum.exercise(1))[0]

    def person(name: str, diagnosis: str, *told: str) -> results.Row:
        found = ExerciseVerdict(1, "matmul", Status.FAILED, 0, 10, diagnosis=diagnosis, told=told)
        return results.Row(Taken(name, name, Reading.READ, ()), (Judged("", found),), "")

    raises = "matmul raises IndexError."
    rows = [person(name, f"seen\n{raises}", raises) for name in "ab"]
    rows.append(person("c", known.explanation))
    found = [(m.identifier, m.sentence, m.names) for m in results.mistakes(rows)]
    slug = f"matmul__{known.slug}"
    assert found == [(slug, known.explanation, ("c",)), ("", "seen", ("a", "b"))]


def test_a_verdict_comes_back_from_the_store_whole() -> None:
    held = Confined(Confinement.KERNEL, {"user": "up", "landlock": "not known to this kernel"})
    found = ExerciseVerdict(1, "matmul", Status.PASSED, 10.0, 10.0, confinement=held)
    assert codec.revive(ExerciseVerdict, json.loads(json.dumps(codec.plain(found)))) == found


def test_a_level_kept_as_text_by_an_older_version_is_still_read() -> None:
    older = codec.plain(ExerciseVerdict(1, "matmul", Status.PASSED, 10.0, 10.0))
    for text, level in (("kernel", Confinement.KERNEL), ("", None)):
        found = codec.revive(ExerciseVerdict, older | {"confinement": text})
        assert (found.confinement and found.confinement.level) == level


def test_renamed_copies_are_alike_and_other_right_modules_are_not() -> None:
    exercise = curriculum.exercise(7)
    source = exercise.reference.read_bytes()
    renamed = source.replace(b"batch", b"chunk").replace(b"loss", b"cost") + b"# mine\n"
    prints = [alike.fingerprint(7, text) for text in (source, renamed, source + b"x = 1\n")]
    assert prints[0] is not None and prints[1] is not None and prints[2] is not None
    assert prints[0].digest == prints[1].digest != prints[2].digest


def test_pairs_are_listed_only_if_alike_in_several_exercises() -> None:
    def person(name: str, *digests: str) -> Taken:
        prints = tuple(Fingerprint(n, d, 100) for n, d in enumerate(digests, 1))
        return Taken(name, name, Reading.READ, (), prints)

    found = alike.pairs(
        [person("a", "x", "y", "z"), person("b", "x", "y", "q"), person("c", "x", "r", "s")], {}
    )
    assert [(p.first, p.second, p.exercises) for p in found] == [("a", "b", (1, 2))]
    assert alike.pairs([person("a", "x", "y"), person("b", "x", "y")], {1: "x"}) == []
