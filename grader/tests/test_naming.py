"""The finale of names: parameters read as data, and a loss that the host itself computes."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from typing import Any

import pytest

from grader import curriculum, names
from grader.curriculum import NamesRules
from grader.judging.calls import Mismatch
from grader.judging.finale import naming
from grader.judging.finale.naming import NamesFinale
from grader.judging.finale.parameters import Gpt, checked
from grader.judging.verdicts import Status
from grader.sandbox.confinement import Confinement
from grader.sandbox.host import ExitReason, GuestLost
from grader.tests.conftest import Judge, messages

CENSUS = names.load(None)
DEAL = names.deal(CENSUS, 1)
PROPERTIES = ("returns_a_gpt", "stays_in_budget", "reaches_pass_line")


def untrained(width: int = 8, layers: int = 1) -> list[Any]:
    """Parameters as 23 draws them."""
    rng = random.Random(1)

    def matrix(rows: int, columns: int) -> list[list[float]]:
        return [[rng.gauss(0.0, 0.08) for _ in range(columns)] for _ in range(rows)]

    params: list[Any] = [matrix(27, width), matrix(16, width)]
    for _ in range(layers):
        params += [[1.0] * width, *(matrix(width, width) for _ in range(4))]
        params += [[1.0] * width, matrix(width, 4 * width), matrix(4 * width, width)]
    return [*params, [1.0] * width, matrix(width, 27)]


def table_of_pairs(learn: tuple[str, ...]) -> list[Any]:
    """A GPT that is a table of pairs: a token's row has one entry, and nothing is added to it."""
    counts = [[0.1] * 27 for _ in range(27)]
    for name in learn:
        sequence = names.tokens(name)
        for before, after in zip(sequence, sequence[1:], strict=False):
            counts[before][after] += 1
    params = untrained(width=27)
    params[0] = [[float(i == j) for j in range(27)] for i in range(27)]
    params[1] = [[0.0] * 27 for _ in range(16)]
    params[6] = [[0.0] * 27 for _ in range(27)]
    params[9] = [[0.0] * 27 for _ in range(108)]
    scale = math.sqrt(1 / 27 + 1e-5)
    params[11] = [[scale * math.log(c / sum(row)) for c in row] for row in counts]
    return params


def finale(params: list[Any], heads: int = 1, deal: names.Deal = DEAL) -> NamesFinale:
    """A run that returned these parameters, judged."""
    rules = curriculum.exercise(25).finale
    assert isinstance(rules, NamesRules)
    few = replace(deal, ask=deal.ask[:200])
    run = NamesFinale(rules, few, frozenset(CENSUS), 1, 1.0, 120.0, cpu_s=30.0)
    run.gpt = checked((params, heads))
    naming.judge(run, Confinement.KERNEL)
    return run


def outcome(run: NamesFinale, name: str) -> str:
    try:
        getattr(run, name)()
    except pytest.skip.Exception:
        return "not reached"
    except (Mismatch, GuestLost):
        return "refused"
    return "held"


def test_untrained_parameters_are_what_guessing_gives() -> None:
    run = finale(untrained())
    assert run.loss == pytest.approx(math.log(27), abs=0.1)
    assert [outcome(run, name) for name in PROPERTIES] == ["held", "held", "refused"]


def test_a_table_of_pairs_in_the_form_of_a_gpt_comes_to_its_own_loss_and_does_not_pass() -> None:
    run = finale(table_of_pairs(DEAL.learn))
    assert run.loss == pytest.approx(run.pairs, abs=1e-9)
    assert outcome(run, "reaches_pass_line") == "refused"


def test_what_was_learnt_of_the_real_letters_is_worse_than_guessing_here() -> None:
    run = finale(table_of_pairs(tuple(map(DEAL.real, DEAL.learn))))
    assert run.loss is not None and run.loss > math.log(27)


def test_the_line_is_so_far_below_the_pairs_on_the_very_names() -> None:
    run = finale(untrained())
    assert run.pass_line == run.pairs - 0.22
    run.loss = run.pass_line
    assert outcome(run, "reaches_pass_line") == "held"
    run.loss += 1e-9
    assert outcome(run, "reaches_pass_line") == "refused"


@pytest.mark.parametrize(("layers", "read"), [(2, 200), (3, naming.FIRST)])
def test_of_a_large_gpt_that_is_far_from_the_line_few_names_are_read(
    layers: int, read: int
) -> None:
    run = finale(untrained(width=32, layers=layers))
    assert run.read == read
    with pytest.raises(Mismatch, match=f"on {read} new names"):
        run.reaches_pass_line()


def test_a_large_gpt_that_is_near_the_line_is_read_like_any_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small = finale(untrained())
    monkeypatch.setattr(naming, "LARGE", 0)
    monkeypatch.setattr(naming, "HOPELESS", 2.0)
    large = finale(untrained())
    assert (large.loss, large.read) == (small.loss, 200)


@pytest.mark.parametrize(("layers", "drawn"), [(2, naming.SAMPLED), (3, naming.FEWER_SAMPLED)])
def test_a_large_gpt_makes_up_fewer_names(layers: int, drawn: int) -> None:
    run = replace(finale(untrained()), gpt=checked((untrained(width=32, layers=layers), 1)))
    found = run.verdict().names
    assert found is not None and found.drawn == drawn


def test_a_run_that_ran_out_of_time_is_refused_once() -> None:
    run = finale(untrained())
    run.cpu_s, run.stopped = 121.0, GuestLost(ExitReason.CPU, "used up")
    assert [outcome(run, name) for name in PROPERTIES] == ["not reached", "refused", "not reached"]


def test_a_report_has_names_that_are_in_no_list_and_shares_that_sum_to_one() -> None:
    verdict = finale(table_of_pairs(DEAL.learn)).verdict()
    found = verdict.names
    assert found is not None and verdict.accuracy is None and verdict.data == "names"
    assert len(found.made_up) == 10 and not set(found.made_up) & set(CENSUS)
    assert found.read in CENSUS
    assert [len(row) for row in found.attention] == list(range(1, len(found.read) + 2))
    assert all(sum(row) == pytest.approx(1.0) for row in found.attention)


def changed(index: int, value: object) -> list[Any]:
    return [value if i == index else p for i, p in enumerate(untrained())]


@pytest.mark.parametrize(
    ("returned", "said"),
    [
        (None, "returned None"),
        (untrained(), "returned a list of 12"),
        ((untrained(), 3), "3 heads"),
        ((untrained(), 0), "0 as heads"),
        ((untrained(), True), "True as heads"),
        ((untrained(layers=5), 1), "5 layers"),
        ((untrained()[:4], 1), "0 layers"),
        ((untrained()[:-1], 1), "11 parameters"),
        ((untrained(width=65), 1), r"the tokens\) of the shape 27×65"),
        ((changed(0, [[0.0] * 8] * 26), 1), r"the tokens\) of the shape 26×8"),
        ((changed(1, [[0.0] * 8] * 15), 1), r"the positions\) of the shape 15×8"),
        ((changed(4, [[0.0] * 8] * 7), 1), r"wk of layer 0\) of the shape 7×8"),
        ((changed(2, [[1.0] * 8]), 1), r"gain of layer 0\) of the shape 1×8"),
        ((changed(2, [1.0] * 7 + [math.nan]), 1), "nan in params"),
        ((changed(2, [1.0] * 7 + [10**400]), 1), "finite plain numbers"),
        ((changed(2, [1.0] * 7 + [True]), 1), "True in params"),
        ((changed(2, [1.0] * 7 + ["1"]), 1), "finite plain numbers"),
        ((changed(11, []), 1), "shape"),
        ((changed(11, [[0.0] * 27] * 7 + [[0.0] * 26]), 1), "shape"),
    ],
)
def test_what_is_not_a_gpt_is_refused_with_its_reason(returned: object, said: str) -> None:
    with pytest.raises(Mismatch, match=said.replace("[", r"\[")) as refused:
        checked(returned)
    assert len(str(refused.value.returned)) < 300


@pytest.mark.parametrize("layers", [1, 4])
def test_a_gpt_of_whole_numbers_or_in_a_list_is_one(layers: int) -> None:
    assert checked([untrained(layers=layers), 2]).layers == layers
    assert isinstance(checked((changed(2, [1] * 8), 1)), Gpt)


def test_parameters_that_overflow_are_refused() -> None:
    with pytest.raises(Mismatch, match="overflow"):
        finale(
            [[[1e308] * len(r) for r in p] if isinstance(p[0], list) else p for p in untrained()]
        )


def test_a_return_that_is_forgotten_costs_a_second(judge: Judge) -> None:
    source = "def fit(names, seed):\n    sum(range(200_000 * len(names)))\n"
    verdict = judge(25, source)
    assert verdict.status is Status.FAILED and verdict.cpu_s < 3.0
    assert "returned None" in messages(verdict) and "Is a return missing?" in messages(verdict)


def test_ten_megabytes_are_refused_with_their_size(judge: Judge) -> None:
    source = "def fit(names, seed):\n    return [[[0.1234567890123456] * 600_000]], 1\n"
    assert "bytes" in messages(judge(25, source))


def test_names_that_were_changed_are_noticed(judge: Judge) -> None:
    source = "def fit(names, seed):\n    names.sort()\n    return [], 1\n"
    assert "fit changed the names" in messages(judge(25, source))
