"""What a finale's properties say of a training run, and what they leave to each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader import curriculum, digits
from grader.curriculum import FinaleRules
from grader.judging.calls import Mismatch
from grader.judging.finale.trial import Finale
from grader.judging.verdicts import Status
from grader.sandbox.confinement import Limits
from grader.sandbox.host import ExitReason, GuestLost
from grader.tests.conftest import Judge, messages, reference

MNIST, DEEP_MNIST = curriculum.exercise(8), curriculum.exercise(13)
PROPERTIES = ("answers_digits", "stays_in_budget", "reaches_pass_line")
LAYERS_PROPERTIES = ("builds_the_network", "loss_falls", *PROPERTIES)
RIGHT_SHAPES = [[784, 28], [28], [28, 28], [28], [28, 10], [10]]
CLASSIFY = "def classify(model, images):\n    return [0] * len(images)\n"
BAD_CALL = Mismatch("fit(…) raised ValueError: no", "")


@pytest.fixture(scope="module")
def run() -> Finale:
    """A core finale that went well: every digit read, in half of its budget."""
    rules = MNIST.finale
    assert isinstance(rules, FinaleRules)
    draw = digits.draw(digits.load("embedded"), 1, 10, 10)
    return Finale(rules, draw, 1.0, 120.0, cpu_s=60.0, answers=list(draw.test.labels))


@pytest.fixture(scope="module")
def layers_run(run: Finale) -> Finale:
    """One of the layers that went well."""
    rules = DEEP_MNIST.finale
    assert isinstance(rules, FinaleRules)
    return replace(run, rules=rules, shapes=RIGHT_SHAPES, losses=[1.0, 0.4])


def outcome(finale: Finale, name: str) -> str:
    """What one property comes to."""
    try:
        getattr(finale, name)()
    except pytest.skip.Exception:
        return "not reached"
    except (Mismatch, GuestLost):
        return "refused"
    return "held"


def refused(finale: Finale, names: tuple[str, ...] = PROPERTIES) -> list[str]:
    """The properties that refuse a run."""
    return [name for name in names if outcome(finale, name) == "refused"]


def test_everything_holds_for_a_good_run(run: Finale, layers_run: Finale) -> None:
    assert [outcome(run, name) for name in PROPERTIES] == ["held"] * 3
    assert [outcome(layers_run, name) for name in LAYERS_PROPERTIES] == ["held"] * 5


def test_a_run_that_broke_off_is_refused_once(run: Finale) -> None:
    broken = replace(run, stopped=BAD_CALL, answers=[])
    assert refused(broken) == ["answers_digits"]
    assert outcome(broken, "stays_in_budget") == "not reached"
    assert outcome(broken, "reaches_pass_line") == "not reached"


def test_a_run_out_of_time_is_refused_for_its_time(run: Finale) -> None:
    late = replace(run, cpu_s=120.4, stopped=GuestLost(ExitReason.CPU, "used up"), answers=[])
    assert refused(late) == ["stays_in_budget"]
    assert outcome(late, "answers_digits") == "not reached"


def test_late_answers_count_but_not_as_in_time(run: Finale) -> None:
    assert refused(replace(run, cpu_s=120.4)) == ["stays_in_budget"]


def test_a_run_that_slept_is_refused_for_having_no_answers(run: Finale) -> None:
    asleep = replace(run, stopped=GuestLost(ExitReason.CPU, "did nothing"), answers=[])
    assert refused(asleep) == ["answers_digits"]


def test_few_right_answers_are_below_the_line(run: Finale) -> None:
    assert refused(replace(run, answers=[(a + 1) % 10 for a in run.answers])) == [
        "reaches_pass_line"
    ]


def test_a_network_that_was_not_built_is_refused_once(layers_run: Finale) -> None:
    broken = replace(layers_run, stopped=BAD_CALL, shapes=[], answers=[], losses=[])
    assert refused(broken, LAYERS_PROPERTIES) == ["builds_the_network"]


@pytest.mark.parametrize(
    ("changed", "refusing"),
    [
        ({"shapes": RIGHT_SHAPES[:4]}, ["builds_the_network"]),
        ({"losses": [1.0, 0.6]}, ["loss_falls"]),
        ({"losses": [1.0]}, ["loss_falls"]),
    ],
)
def test_network_and_losses_are_judged_apart(
    layers_run: Finale, changed: dict[str, list[object]], refusing: list[str]
) -> None:
    assert refused(replace(layers_run, **changed), LAYERS_PROPERTIES) == refusing  # type: ignore[arg-type]


def test_an_exception_is_told_once_and_the_rest_is_not_reached(judge: Judge) -> None:
    source = "def fit(images, labels, seed):\n    raise ValueError(len(images))\n"
    verdict = judge(
        8, source + "\n\ndef classify(model, images):\n    return []\n", data="embedded"
    )
    assert verdict.status is Status.FAILED and verdict.score == 0
    assert [p.status for p in verdict.properties] == [Status.FAILED, Status.SKIPPED, Status.SKIPPED]
    assert messages(verdict).count("ValueError: 5000") == 1


def test_it_is_the_host_that_ends_a_run_for_its_time(
    judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits: list[Limits] = []

    def no_guest(_: object, given: Limits, __: object) -> None:
        limits.append(given)
        raise GuestLost(ExitReason.ENDED, "was not started")

    monkeypatch.setattr("grader.judging.finale.session.Guest", no_guest)
    verdict = judge(8, reference(8), data="embedded")
    assert verdict.finale is not None
    assert limits[-1].cpu_seconds > 1.2 * verdict.finale.budget_s  # the kernel counts otherwise


BUILD = "def build(seed):\n    return Network()\n\n\nclass Network:\n    {}\n\n\n"


@pytest.mark.parametrize(
    ("network", "said"),
    [
        ("pass", "build(seed).parameters() raised AttributeError"),
        ("def parameters(self): raise KeyError('w')", "build(seed).parameters() raised KeyError"),
        ("def parameters(self): return []", "fit(…) returned None"),
    ],
)
def test_what_was_asked_of_a_network_is_told(judge: Judge, network: str, said: str) -> None:
    fit = "def fit(images, labels, seed):\n    return None\n"
    verdict = judge(13, BUILD.format(network) + fit, data="embedded")
    assert said in messages(verdict)


@pytest.mark.parametrize(
    ("fit", "classify", "said"),
    [
        ("None", "model.index(0)", "fit(…) had returned None: is a return missing?"),
        ("1", "None", "classify(…) returned None"),
        ("1", "[0.5] * len(images)", "returned 0.5 for image 0"),
    ],
)
def test_a_small_run_tells_at_once_what_no_number_of_images_mends(
    judge: Judge, fit: str, classify: str, said: str
) -> None:
    slow = (
        f"def fit(images, labels, seed):\n    sum(range(400_000 * len(images)))\n    return {fit}\n"
    )
    verdict = judge(
        8, f"{slow}\n\ndef classify(model, images):\n    return {classify}\n", data="embedded"
    )
    assert said in messages(verdict)
    assert verdict.cpu_s < 3.0  # the real run would have taken many times as long


def test_what_only_a_small_run_refuses_decides_nothing(judge: Judge) -> None:
    source = """
def fit(images, labels, seed):
    if len(images) < 5_000:
        raise ZeroDivisionError("too few")
    return 3


def classify(model, images):
    return [model] * len(images)
"""
    verdict = judge(8, source, data="embedded")
    assert verdict.finale is not None and verdict.finale.accuracy is not None
    assert [p.status for p in verdict.properties] == [Status.PASSED, Status.PASSED, Status.FAILED]


def test_a_run_for_practice_says_so_and_does_not_count(judge: Judge) -> None:
    source = "def fit(images, labels, seed):\n    return len(images)\n\n\n"
    source += "def classify(model, images):\n    return [model % 10] * len(images)\n"
    verdict = judge(8, source, data="embedded", rows=1_003)
    assert verdict.finale is not None and verdict.finale.rows == 1_003
    assert verdict.properties[-1].status is Status.SKIPPED and not verdict.passed


def test_losses_beyond_every_float_are_refused_as_what_they_are(judge: Judge) -> None:
    source = DEEP_MNIST.reference.read_text(encoding="utf-8")
    source += "\n\ndef fit(images, labels, seed):\n    return build(seed), [10**350, 1]\n"
    verdict = judge(13, source, data="embedded")
    assert verdict.finale is not None
    assert "expected a finite number for each epoch" in messages(verdict)


def test_looking_at_what_was_given_is_on_the_same_clock(
    judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred images are looked at after `fit`: to answer slowly then gained eight minutes."""
    monkeypatch.setattr("grader.judging.finale.stopwatch.WINDOW_S", 1.0)
    source = """
import time


def fit(images, labels, seed):
    if len(images) > 100:
        [values] = [kind for kind in object.__subclasses__() if kind.__name__ == "Values"]
        encode = values.encode
        values.encode = lambda *both: time.sleep(0.4) or encode(*both)


"""
    verdict = judge(8, source + CLASSIFY, data="embedded")
    assert "it waits" in messages(verdict)
    assert verdict.wall_s < 15  # else 40 s at least


def test_a_finale_that_took_too_long_is_not_asked_about_an_endless_loop(
    judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.judging.finale.speed.measure", lambda: 200.0)  # a budget of 0.6 s
    monkeypatch.setattr("grader.judging.finale.training.SMALL_CPU_S", 1.0)
    source = "def fit(images, labels, seed):\n    while True:\n        pass\n"
    verdict = judge(8, source, data="embedded")
    assert verdict.status is Status.TIMEOUT
    assert "a forecast comes with it" in messages(verdict) and "never ends" not in messages(verdict)
