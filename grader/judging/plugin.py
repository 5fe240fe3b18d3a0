"""The pytest plugin: gives tests their `impl`, and turns each test into a property's verdict.

`python -m grader` hands it an `Examination`; plain `pytest exercises/04_cross_entropy` makes its
own, of the candidate's folder, so that both run the same tests by the same path.
"""

from __future__ import annotations

import inspect
import random
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from hypothesis.internal.conjecture import engine

from grader import curriculum
from grader.curriculum import Exercise
from grader.judging import failures, laws, signatures
from grader.judging.calls import record
from grader.judging.examination import Examination, in_force
from grader.judging.proxy import Impl
from grader.judging.verdicts import Explanation, Status

if TYPE_CHECKING:
    from grader.judging.finale.naming import NamesFinale
    from grader.judging.finale.trial import Finale

SHRINKING_SECONDS = 0.5
SHRINKS = engine.MAX_SHRINKS

hypothesis.settings.register_profile(
    "kata",
    max_examples=25,
    deadline=None,
    database=None,
    print_blob=False,
    report_multiple_bugs=False,
    derandomize=False,
    suppress_health_check=list(hypothesis.HealthCheck),
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate, hypothesis.Phase.shrink],
)
hypothesis.settings.load_profile("kata")
# A red test is to be read at once: half a second of shrinking finds what a minute would.
engine.MAX_SHRINKING_SECONDS = SHRINKING_SECONDS  # type: ignore[assignment]
hypothesis.reporting.reporter.default = lambda *_: None


def _exercise_of(path: Path) -> Exercise | None:
    """The exercise whose tests a file holds, if it is one of the project's."""
    if not path.name.startswith("test_") or curriculum.EXERCISES not in path.parents:
        return None
    return curriculum.by_module(path.stem.removeprefix("test_"))


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker that `weight` makes."""
    config.addinivalue_line("markers", "weight(share): the property's share of the points")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Add the laws, fix the seed, and let every example of a property begin with a clean record."""
    if not any("::" in argument for argument in config.args):
        for module in {item.parent: None for item in items if _exercise_of(item.path)}:
            items += _laws(module)
    mine = [item for item in items if _exercise_of(item.path)]
    if not mine:
        return
    engine.MAX_SHRINKS = SHRINKS if in_force().request.shrink else 0
    hypothesis.core.global_force_seed = in_force().request.seed  # type: ignore[assignment]
    if in_force().request.first:
        items.sort(key=lambda item: item.name != in_force().request.first)
    for item in mine:
        _limit_examples(item, in_force().request.examples)
        item.repr_failure = _untraced  # type: ignore[method-assign]
        handle = getattr(getattr(item, "obj", None), "hypothesis", None)
        if handle is not None:
            handle.inner_test = _from_a_clean_record(handle.inner_test)


def _limit_examples(item: pytest.Item, most: int | None) -> None:
    """Draw no more examples for a property, where a quick look is all that is wanted."""
    test: Any = getattr(item, "obj", None)
    chosen = getattr(test, "_hypothesis_internal_use_settings", None)
    if chosen is not None:
        whole = getattr(test, "whole_settings", chosen)
        test.whole_settings = whole  # a process may judge again, and then ask all of them
        count = whole.max_examples if most is None else min(most, whole.max_examples)
        test._hypothesis_internal_use_settings = hypothesis.settings(whole, max_examples=count)


def _laws(module: Any) -> Iterator[pytest.Item]:
    """The laws of the exercise whose own properties a module holds."""
    exercise = _exercise_of(module.path)
    assert exercise is not None
    for name, test in laws.properties(exercise, _something_failed):
        item = pytest.Function.from_parent(module, name=name, callobj=test)
        item.add_marker(pytest.mark.weight(laws.WEIGHT))
        yield item


def _something_failed() -> bool:
    return any(p.status.is_failure for p in in_force().properties)


def _untraced(*_: Any, **__: Any) -> str:
    """No traceback, which takes 50 ms to draw: the report shows the verdict's message."""
    return ""


def _from_a_clean_record(test: Callable[..., None]) -> Callable[..., None]:
    """The test with a clean record for each example: itself if an earlier collection made it so.

    pytest imports a test module once in a process, and a process may judge a thousand times.
    """
    if getattr(test, "begins_clean", False):
        return test

    def example(*args: Any, **kwargs: Any) -> None:
        record.begin_example()
        test(*args, **kwargs)

    example.begins_clean = True  # type: ignore[attr-defined]
    return example


@pytest.fixture(scope="module")
def impl(request: pytest.FixtureRequest) -> Iterator[Impl]:
    """The module under test, in its guest."""
    exam = in_force()
    exercise = _exercise_of(request.path)
    if exercise is None:
        raise pytest.UsageError("`impl` serves the tests in exercises/ only")
    record.begin_exercise()
    proxy = Impl(exam.start_guest(exercise), signatures.of(exercise), record)
    yield proxy
    try:
        if exam.request.diagnose and any(found.failure for found in exam.properties):
            exam.explanation = _explanation(exam, exercise, proxy, _properties(request))
    except Exception as fault:  # the verdict stands without it
        place = traceback.extract_tb(fault.__traceback__)[-1]
        print(
            f"The diagnosis failed: {type(fault).__name__}: {fault} ({Path(place.filename).name}, "
            f"line {place.lineno}). That is a fault of the grader; the verdict stands.",
            file=sys.stderr,
        )
    finally:
        proxy.close()
        exam.cpu_s += proxy.cpu_seconds


def _properties(request: pytest.FixtureRequest) -> dict[str, Callable[[Impl], None]]:
    """The properties of a module as functions of an implementation."""

    def asked(item: Any) -> Callable[[Impl], None]:
        given = dict(getattr(getattr(item, "callspec", None), "params", {}))
        if "rng" in inspect.signature(item.obj).parameters:
            given["rng"] = random.Random(f"{in_force().request.seed} {item.name}")
        return lambda impl: item.obj(impl=impl, **given)

    return {item.name: asked(item) for item in request.session.items if item.path == request.path}


def _explanation(
    exam: Examination,
    exercise: Exercise,
    proxy: Impl,
    properties: Mapping[str, Callable[[Impl], None]],
) -> Explanation:
    """What explains the failures: an earlier module of the submission, or what is wrong here."""
    from grader.judging.explain import blame, diagnosis, workbench
    from grader.judging.explain.search import Search

    sequences = [calls for _, calls in exam.failed_calls]
    suspicion = blame.suspect(exercise, sequences, exam.sources(exercise), exam.request.level)
    if suspicion.here:
        failed = [found for found in exam.properties if found.failure]
        search = None
        if exam.request.search:
            bench = workbench.Workbench(exercise, exam.sources(exercise), exam.request.level)
            names = frozenset(found.name for found in failed)
            search = Search(exercise, properties, names, bench, exam.explain_so_far)
        explanation = diagnosis.explain(
            exercise, failed, exam.failed_calls, record.sample, proxy, search
        )
        exam.cpu_s += search.bench.cpu if search else 0.0
        return explanation
    return Explanation((suspicion.sentence,) if suspicion.sentence else ())


@pytest.fixture(scope="module")
def finale(request: pytest.FixtureRequest) -> Finale | NamesFinale:
    """The submission's training run, done once for all the properties of a finale."""
    exam = in_force()
    exercise = _exercise_of(request.path)
    assert exercise is not None
    from grader.judging.finale import training

    exam.finale = training.run(
        exercise,
        exam.sources(exercise),
        seed=exam.request.seed,
        material=training.Material(exam.request.data, exam.request.names, exam.request.rows),
        level=exam.request.level,
        on_progress=exam.request.on_progress,
    )
    exam.confinement = exam.finale.confinement
    exam.cpu_s += exam.finale.cpu_s
    return exam.finale


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> random.Random:
    """Random numbers for a test without hypothesis, from the run's seed and the test's name."""
    return random.Random(f"{in_force().request.seed} {request.node.name}")


@pytest.fixture(autouse=True)
def _fresh_record(request: pytest.FixtureRequest) -> Iterator[None]:
    """Begin each property with a clean record and a module that can be imported."""
    if _exercise_of(request.path) is not None:
        record.begin_example()
    if _exercise_of(request.path) is None or "impl" not in request.fixturenames:
        yield
        return
    proxy: Impl = request.getfixturevalue("impl")
    if proxy.exhausted:
        pytest.skip("the calls before this one did not answer")
    proxy.check_loads()
    yield
    proxy.close_fresh()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Keep the property's verdict, and let pytest's own report show its message."""
    report = yield
    if _exercise_of(item.path) is None:
        return report
    if call.when == "call" or (call.when == "setup" and call.excinfo is not None):
        exam = in_force()
        verdict = failures.verdict(item, call)
        exam.properties.append(verdict)
        if verdict.status is Status.FAILED:
            failed = getattr(call.excinfo and call.excinfo.value, "call", None)
            exam.failed_calls.append((verdict, record.until(failed)))
        if exam.request.on_property is not None:
            exam.request.on_property(verdict)
        if verdict.failure is not None:
            report.longrepr = f"{verdict.sentence}\n{verdict.failure.message()}"
    return report


def pytest_internalerror(excinfo: pytest.ExceptionInfo[BaseException]) -> bool:
    """An error of the grader itself is for the command line, which tells it in one line."""
    in_force().fault = excinfo.value
    return True
