"""Judges one exercise of a submission: runs its properties through pytest and counts verdicts.

An exit code is never evidence; what counts is that each property has reported a verdict.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from grader import curriculum
from grader.curriculum import ROOT, Exercise, FinaleRules, NamesRules
from grader.judging import examination, plugin
from grader.judging.examination import Examination
from grader.judging.request import Request
from grader.judging.verdicts import (
    ExerciseVerdict,
    FinaleVerdict,
    NamesFound,
    PropertyVerdict,
    Status,
)
from grader.outcome import GraderFault
from grader.sandbox import host
from grader.sandbox.confinement import Confined, Confinement
from grader.submission import Module, State, Submission

# The tests are read where they lie, with nothing of the candidate's beside them on the path, no
# conftest, no ini file, no cache, and none of pytest's plugins that cost time here.
_ARGUMENTS = [
    "--noconftest",
    "--continue-on-collection-errors",  # else they end pytest as Ctrl-C does
    "--import-mode=importlib",
    "--assert=plain",
    "--capture=no",
    "-c",
    str(ROOT / "pyproject.toml"),
    f"--rootdir={ROOT}",
    "-o",
    "addopts=",
]
_PLUGINS_OFF = (
    "terminal cacheprovider faulthandler junitxml doctest unittest pastebin nose logging stepwise "
    "setuponly setupplan warnings unraisableexception threadexception recwarn tmpdir monkeypatch "
    "subtests debugging"
).split()
_judging = threading.Lock()  # pytest's plugins and hypothesis are one to a process
_ENVIRONMENT = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")


@contextmanager
def _clean_environment() -> Iterator[None]:
    """Hide the variables that change pytest's behaviour."""
    saved = {name: os.environ.pop(name) for name in _ENVIRONMENT if name in os.environ}
    autoload = os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
        if autoload is not None:
            saved["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = autoload
        os.environ.update(saved)


def examine(exercise: Exercise, folder: Path | Submission, request: Request) -> ExerciseVerdict:
    """Judge one exercise of the submission in `folder`. One at a time in a process.

    Raises `GraderFault` when the grader itself cannot work.
    """
    submission = folder if isinstance(folder, Submission) else Submission(folder)
    module = submission.read(exercise)
    if module.state is not State.ATTEMPTED:
        in_process = Confined(Confinement.NONE)
        held = in_process if request.in_process else host.probe(request.level)
        finale = _not_run(exercise.finale, request) if exercise.finale else None
        return _without_trial(exercise, module, finale, held)
    exam = Examination(submission, request)
    started = time.perf_counter()
    if (tell := request.on_verdict) is not None:
        exam.on_explained = lambda: tell(_verdict(exercise, exam, time.perf_counter() - started))
    run_properties(exercise, exam)
    if request.steps and exam.failed_calls and not request.in_process:
        from grader.judging import traces

        exam.properties = traces.added(exercise, exam)
    return _verdict(exercise, exam, time.perf_counter() - started)


def run_properties(exercise: Exercise, exam: Examination) -> None:
    """Run an exercise's properties; what was found is in `exam`. Raises `GraderFault`."""
    advice = f"git checkout exercises/{exercise.folder}/{exercise.tests.name} brings it back"
    if not exercise.tests.is_file():
        raise GraderFault(f"{exercise.tests} is missing: {advice}.")
    arguments = [str(exercise.tests), *_ARGUMENTS]
    arguments += ["--maxfail=1"] if exam.request.stop_early else []
    arguments += [part for name in _PLUGINS_OFF for part in ("-p", f"no:{name}")]
    if not _judging.acquire(blocking=False):
        raise GraderFault("This process is judging already: one verdict at a time in each.")
    try:
        examination.begin(exam)
        with _clean_environment():
            code = pytest.main(arguments, plugins=[plugin])
    finally:
        _judging.release()
    if code == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    if exam.fault is not None:
        raise exam.fault
    if not exam.properties:
        raise GraderFault(f"{exercise.tests} cannot be run (pytest ended with {code}): {advice}.")


def _without_trial(
    exercise: Exercise, module: Module, finale: FinaleVerdict | None, held: Confined
) -> ExerciseVerdict:
    """The verdict on a module that cannot be run: there is none, or it cannot be read."""
    status = Status.ERROR if module.state is State.UNREADABLE else Status.NOT_ATTEMPTED
    return ExerciseVerdict(
        exercise.number,
        exercise.name,
        status,
        0.0,
        exercise.points,
        problem=module.problem,
        confinement=held,
        finale=finale,
    )


def _not_run(rules: FinaleRules | NamesRules, request: Request) -> FinaleVerdict:
    """What is known of a finale without running it; the budget is that of a machine of speed 1."""
    if isinstance(rules, NamesRules):
        return _names_not_run(rules, request.names, request.seed)
    from grader import digits

    source = digits.at_hand(request.data).value
    lines = (rules.pass_line, rules.silver, rules.gold)
    return FinaleVerdict(None, *lines, rules.budget_s, source)


def _names_not_run(rules: NamesRules, path: str | None, seed: int) -> FinaleVerdict:
    from grader import names

    pairs = names.deal(names.load(path), seed).pairs_loss()
    line = pairs - rules.below_pairs
    found = NamesFound(None, pairs, pairs - rules.reference, pairs - rules.gallery)
    return FinaleVerdict(None, line, line, line, rules.budget_s, "names", names=found)


def _verdict(exercise: Exercise, exam: Examination, seconds: float) -> ExerciseVerdict:
    properties = tuple(exam.properties)
    whole = sum(p.weight for p in properties)
    held = sum(p.weight for p in properties if p.status is Status.PASSED)
    return ExerciseVerdict(
        number=exercise.number,
        name=exercise.name,
        status=_status(properties),
        score=exercise.points if held == whole else round(exercise.points * held / whole, 2),
        max_score=exercise.points,
        cpu_s=exam.cpu_s,
        wall_s=seconds,
        properties=properties,
        diagnosis="\n".join(exam.explanation.sentences) or None,
        told=exam.explanation.told,
        stand_ins=_served(exercise, exam),
        confinement=exam.confinement,
        finale=exam.finale.verdict() if exam.finale else None,
    )


def _served(exercise: Exercise, exam: Examination) -> tuple[str, ...]:
    """The modules that the reference stood in for."""
    files = exam.sources(exercise).files
    others = [curriculum.by_module(name) for name in files]
    return tuple(
        other.name
        for other in others
        if other is not None and other != exercise and files[other.name] == other.reference
    )


def _status(properties: tuple[PropertyVerdict, ...]) -> Status:
    """Passed if every property holds; else the gravest of what happened."""
    found = {p.status for p in properties}
    if found == {Status.PASSED}:
        return Status.PASSED
    for status in (Status.TIMEOUT, Status.ERROR):
        if status in found:
            return status
    return Status.FAILED
