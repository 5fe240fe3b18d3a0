"""The pytest plugin: gives tests their `impl`, and turns each test into a property's verdict.

`python -m grader` hands it an `Examination`; plain `pytest exercises/04_cross_entropy` makes its
own, of the candidate's folder, so that both run the same tests by the same path.
"""

from __future__ import annotations

import inspect
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from hypothesis.internal.conjecture import engine

from grader import curriculum, seeds
from grader.curriculum import Exercise
from grader.judging import laws, signatures
from grader.judging.calls import Call, Mismatch, record
from grader.judging.loading import LoadFailure, Started
from grader.judging.proxy import Impl
from grader.judging.text import safe, safe_lines
from grader.judging.verdicts import Explanation, Failure, PropertyVerdict, Status
from grader.outcome import GraderFault, UsageError
from grader.sandbox.confinement import Confined, Confinement, Limits
from grader.sandbox.host import ExitReason, Guest, GuestLost, Sources
from grader.sandbox.local import LocalGuest
from grader.submission import Submission

if TYPE_CHECKING:
    from grader.judging.finale.naming import NamesFinale
    from grader.judging.finale.progress import Progress
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


@dataclass
class Examination:
    """What is judged and how; and, while pytest runs, what was found."""

    submission: Submission
    seed: int
    stand_ins: bool = True
    in_process: bool = False
    level: Confinement = Confinement.KERNEL
    diagnose: bool = True
    search: bool = True  # for an edit that helps, where nothing else is known
    shrink: bool = True  # search for the smallest failing example; the proof needs none
    stop_early: bool = False  # after the first property that does not hold
    first: str = ""  # the property that is asked before all others
    examples: int | None = None  # of each property at the most
    data: str = "auto"
    names: str | None = None
    rows: int | None = None
    on_property: Callable[[PropertyVerdict], None] | None = None
    on_progress: Callable[[Progress], None] | None = None
    finale: Finale | NamesFinale | None = None
    properties: list[PropertyVerdict] = field(default_factory=list)
    failed_calls: list[tuple[PropertyVerdict, tuple[Call, ...]]] = field(default_factory=list)
    explanation: Explanation = field(default_factory=Explanation)
    confinement: Confined | None = None
    cpu_s: float = 0.0
    fault: BaseException | None = None

    def sources(self, exercise: Exercise) -> Sources:
        """What a guest is given of the submission for one exercise."""
        return self.submission.sources(exercise, stand_ins=self.stand_ins)

    def start_guest(self, exercise: Exercise) -> Callable[[], Started]:
        """A function that starts a guest for one exercise of the submission."""
        sources = self.sources(exercise)

        def start() -> Started:
            if self.in_process:
                self.confinement = Confined(Confinement.NONE)
                return LocalGuest(sources)
            guest = Guest(sources, Limits(), self.level)
            self.confinement = guest.confinement
            return guest

        return start


# The examination in force, set by `python -m grader`, or made from the environment by plain pytest.
current: Examination | None = None


def examination() -> Examination:
    """The examination in force."""
    global current
    if current is None:
        current = Examination(Submission(curriculum.EXERCISES), seeds.choose())
    return current


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
    engine.MAX_SHRINKS = SHRINKS if examination().shrink else 0
    hypothesis.core.global_force_seed = examination().seed  # type: ignore[assignment]
    if examination().first:
        items.sort(key=lambda item: item.name != examination().first)
    for item in mine:
        _limit_examples(item, examination().examples)
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
    return any(p.status.is_failure for p in examination().properties)


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
    exam = examination()
    exercise = _exercise_of(request.path)
    if exercise is None:
        raise pytest.UsageError("`impl` serves the tests in exercises/ only")
    record.begin_exercise()
    proxy = Impl(exam.start_guest(exercise), signatures.of(exercise), record)
    yield proxy
    if exam.diagnose and any(found.failure for found in exam.properties):
        exam.explanation = _explanation(exam, exercise, proxy, _properties(request))
    proxy.close()
    exam.cpu_s += proxy.cpu_seconds


def _properties(request: pytest.FixtureRequest) -> dict[str, Callable[[Impl], None]]:
    """The properties of a module as functions of an implementation."""

    def asked(item: Any) -> Callable[[Impl], None]:
        given = dict(getattr(getattr(item, "callspec", None), "params", {}))
        if "rng" in inspect.signature(item.obj).parameters:
            given["rng"] = random.Random(f"{examination().seed} {item.name}")
        return lambda impl: item.obj(impl=impl, **given)

    return {item.name: asked(item) for item in request.session.items if item.path == request.path}


def _explanation(
    exam: Examination,
    exercise: Exercise,
    proxy: Impl,
    properties: Mapping[str, Callable[[Impl], None]],
) -> Explanation:
    """What explains the failures: an earlier module of the submission, or what is wrong here."""
    from grader.judging.explain import blame, diagnosis, repair

    sequences = [calls for _, calls in exam.failed_calls]
    suspicion = blame.suspect(exercise, sequences, exam.sources(exercise), exam.level)
    if suspicion.here:
        failed = [found for found in exam.properties if found.failure]
        search = None
        if exam.search:
            bench = repair.Workbench(exercise, exam.sources(exercise), exam.level)
            names = frozenset(found.name for found in failed)
            search = diagnosis.Search(exercise, properties, names, bench)
        explanation = diagnosis.explain(
            exercise, failed, exam.failed_calls, record.sample, proxy, search
        )
        exam.cpu_s += search.bench.cpu if search else 0.0
        return explanation
    return Explanation((suspicion.sentence,) if suspicion.sentence else ())


@pytest.fixture(scope="module")
def finale(request: pytest.FixtureRequest) -> Finale | NamesFinale:
    """The submission's training run, done once for all the properties of a finale."""
    exam = examination()
    exercise = _exercise_of(request.path)
    assert exercise is not None
    from grader.judging.finale import training

    exam.finale = training.run(
        exercise,
        exam.sources(exercise),
        seed=exam.seed,
        material=training.Material(exam.data, exam.names, exam.rows),
        level=exam.level,
        on_progress=exam.on_progress,
    )
    exam.confinement = exam.finale.confinement
    exam.cpu_s += exam.finale.cpu_s
    return exam.finale


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> random.Random:
    """Random numbers for a test without hypothesis, from the run's seed and the test's name."""
    return random.Random(f"{examination().seed} {request.node.name}")


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
        exam = examination()
        verdict = _verdict(item, call)
        exam.properties.append(verdict)
        if verdict.status is Status.FAILED:
            exam.failed_calls.append((verdict, tuple(record.recent)))
        if exam.on_property is not None:
            exam.on_property(verdict)
        if verdict.failure is not None:
            report.longrepr = f"{verdict.sentence}\n{verdict.failure.message()}"
    return report


def pytest_internalerror(excinfo: pytest.ExceptionInfo[BaseException]) -> bool:
    """An error of the grader itself is for the command line, which tells it in one line."""
    examination().fault = excinfo.value
    return True


def _verdict(item: pytest.Item, call: pytest.CallInfo[None]) -> PropertyVerdict:
    weight = item.get_closest_marker("weight")
    doc = getattr(getattr(item, "obj", None), "__doc__", None) or item.name
    verdict = PropertyVerdict(
        name=item.name,
        sentence=" ".join(doc.split()),
        status=Status.PASSED,
        weight=float(weight.args[0]) if weight else 1.0,
        seconds=call.duration,
    )
    if call.excinfo is None:
        return verdict
    error = call.excinfo.value
    if isinstance(error, pytest.skip.Exception):
        return replace(verdict, status=Status.SKIPPED)
    status, failure = _failure(error)
    return replace(verdict, status=status, failure=failure)


def _failure(error: BaseException) -> tuple[Status, Failure]:
    """The status and the message that an exception in a property's test stands for."""
    prints = safe_lines(record.prints) if record.prints.strip() else ""
    latest = record.calls[-1] if record.calls else None
    shown = latest.text if latest else ""
    match error:
        case LoadFailure():
            status = Status.TIMEOUT if error.timeout else Status.ERROR
            return status, Failure("", error.returned, "", error.why, prints)
        case Mismatch():
            shown = error.call.text if error.call else shown
            return Status.FAILED, Failure(shown, error.returned, error.expected, error.why, prints)
        case hypothesis.errors.FlakyFailure():
            first = next((e for e in error.exceptions if isinstance(e, Mismatch)), None)
            shown = first.call.text if first and first.call else shown
            returned = first.returned if first else "a wrong result"
            return Status.FAILED, Failure(shown, returned, _ONE_ANSWER, _TWO_ANSWERS, prints)
        case GuestLost():
            status = Status.TIMEOUT if error.reason.is_timeout else Status.ERROR
            trains = examination().finale is not None and error.reason.is_timeout
            advice = _FINALE_ADVICE if trains else _ADVICE[error.reason]
            return status, Failure(shown, error.text, "an answer", advice, prints)
        case GraderFault() | UsageError():
            examination().fault = error
    text = f"gave something that the test cannot use ({type(error).__name__}: {safe(str(error))})"
    return Status.FAILED, Failure(shown, text, "a result as the contract describes it", "", prints)


_ONE_ANSWER = "the same answer whenever the same is asked"
_TWO_ANSWERS = "The same call gave two different answers: something is kept from call to call."
_FINALE_ADVICE = "Print how far it is, as in step 50 of 1000: a forecast comes with it."
_ADVICE = {
    ExitReason.TIMEOUT: "Is there a loop that never ends?",
    ExitReason.CPU: "Is there a loop that never ends?",
    ExitReason.ENDED: "A function returns or raises; it does not end the process.",
    ExitReason.FLOOD: "No result of this exercise is that large.",
    ExitReason.GARBLED: "Something wrote into the channel between your code and the grader.",
}
