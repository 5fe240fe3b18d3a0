"""The finale of names: a GPT comes back as numbers, and the host itself computes its loss."""

from __future__ import annotations

import contextlib
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pytest

from grader import names, seeds
from grader.curriculum import NamesRules
from grader.judging.calls import Mismatch
from grader.judging.finale.parameters import Gpt, checked
from grader.judging.finale.progress import Phase
from grader.judging.finale.session import Conclusive, Session
from grader.judging.inputs import gpt_oracle
from grader.judging.inputs.gpt_oracle import Reader
from grader.judging.verdicts import FinaleVerdict, NamesFound
from grader.outcome import GraderFault
from grader.sandbox.confinement import Confined, Confinement, Limits
from grader.sandbox.host import ExitReason, Guest, GuestLost, Sources
from grader.sandbox.wire import Returned

SMALL = 20  # names in the small run
# To compute a loss: ten times what the widest GPT takes, which is sent back as it was.
READER = Limits(cpu_seconds=900, answer_bytes=16 << 20)
SAMPLED, SHOWN = 100, 10  # names that the model makes up
# A GPT of more weights cannot see enough names within the budget, and is slow to read: if it is so
# many nats above the pass line on the first names, the others are not read.
LARGE, FIRST, HOPELESS = 30_000, 100, 0.3
FEWER_SAMPLED = 20  # names that a large one makes up


@dataclass
class NamesFinale:
    """A training run on names: what came of it, and the checks that its properties make."""

    rules: NamesRules
    deal: names.Deal
    listed: frozenset[str]
    seed: int
    speed: float
    budget_s: float
    rows: int | None = None
    cpu_s: float = 0.0
    gpt: Gpt | None = None
    loss: float | None = None
    read: int = 0  # names that the loss is of
    curve: tuple[tuple[float, ...], ...] = ()
    stopped: BaseException | None = None
    note: str = ""
    confinement: Confined | None = None

    @cached_property
    def pairs(self) -> float:
        """The loss of the table of pairs on the names asked about."""
        return self.deal.pairs_loss()

    @property
    def pass_line(self) -> float:
        """The largest loss that passes."""
        return self.pairs - self.rules.below_pairs

    # -- the checks of the properties: what was not reached refuses nothing -----------------------

    def returns_a_gpt(self) -> None:
        """`fit` returned, and what it returned are the parameters of a GPT and its heads."""
        if self.cpu_s > self.budget_s:
            self._needs_loss()
        if self.stopped is not None:
            raise self.stopped

    def stays_in_budget(self) -> None:
        """The CPU time of all of it is within the budget."""
        if self.cpu_s > self.budget_s:
            used = f"used {self.cpu_s:.1f} s of its {self.budget_s:.0f} s of CPU time"
            raise GuestLost(ExitReason.CPU, used)
        self._needs_loss()

    def reaches_pass_line(self) -> None:
        """The loss is at or below the pass line."""
        self._needs_loss()
        if self.rows is not None:
            pytest.skip("a run for practice does not count")
        assert self.loss is not None
        if not self.loss <= self.pass_line:
            raise Mismatch(
                f"came to {self.loss:.3f} nats per token on {self.read:,} new names",
                f"at most {self.pass_line:.3f}",
                self._advice(self.loss),
            )

    def _needs_loss(self) -> None:
        if self.stopped is not None:
            pytest.skip("the run ended before its loss")

    def _advice(self, loss: float) -> str:
        if loss > math.log(names.TOKENS) - 0.2:
            return "That is what guessing gives, log 27 = 3.30: check the gradients on a few names."
        if loss > self.pairs:
            return f"A table of pairs of letters comes to {self.pairs:.3f}: does attention learn?"
        return "Close: more steps, batches of names, or a learning rate that falls may do it."

    def verdict(self) -> FinaleVerdict:
        """What reports show of it."""
        found = NamesFound(
            loss=self.loss,
            pairs=self.pairs,
            reference=self.pairs - self.rules.reference,
            gallery=self.pairs - self.rules.gallery,
            curve=self.curve,
        )
        if self.gpt is not None and self.loss is not None:
            with contextlib.suppress(ArithmeticError, ValueError):  # of odd names it may overflow
                found = _described(found, self.gpt, self)
        return FinaleVerdict(
            None, self.pass_line, self.pass_line, self.pass_line, self.budget_s, "names",
            note=self.note, rows=self.rows, names=found,
        )  # fmt: skip


def train(session: Session, finale: NamesFinale) -> None:
    """The real run; what came of it is in the finale. Raises `Mismatch`, `GuestLost`."""
    session.load()
    session.begin(Phase.TRAINING)
    given = (list(finale.deal.learn), finale.deal.seed)
    finale.gpt = checked(session.call("fit", given, "names"))
    session.begin(Phase.READING)


def judge(finale: NamesFinale, level: Confinement) -> None:
    """Compute the loss of the answer. Raises `Mismatch` if that is not a number, `GraderFault`."""
    assert finale.gpt is not None
    asked = finale.deal.ask
    if finale.gpt.weights > LARGE:
        finale.loss, finale.read = _loss(finale.gpt, asked[:FIRST], level), FIRST
        if finale.loss > finale.pass_line + HOPELESS:
            return
    finale.loss, finale.read = _loss(finale.gpt, asked, level), len(asked)


def _loss(gpt: Gpt, asked: Sequence[str], level: Confinement) -> float:
    """The loss on the names. Raises `Mismatch` if that is not a number, `GraderFault`.

    It is computed by the grader's own code in a process of its own, where nothing of the submission
    is: the widest GPT takes half a minute for all names, and much memory.
    """
    text = Path(gpt_oracle.__file__).read_text(encoding="utf-8")
    try:
        with Guest(Sources("gpt_oracle", {"gpt_oracle": text}), READER, level) as reader:
            reader.load()
            given = (gpt.params, [names.tokens(name) for name in asked], gpt.heads)
            answer = reader.call("corpus_loss", given, seconds=READER.cpu_seconds)
    except GuestLost as lost:
        raise GraderFault(f"The loss cannot be computed: the process {lost.text}.") from None
    loss = answer.value if isinstance(answer, Returned) else math.nan
    if not math.isfinite(loss):
        raise Mismatch("fit(…) returned params that overflow", "a loss that is a finite number")
    return loss


def try_out(session: Session, finale: NamesFinale) -> None:
    """A small run. Raises `Conclusive` if the real one need not be tried, else `Mismatch`."""
    session.load()
    returned = session.call("fit", (list(finale.deal.learn[:SMALL]), finale.deal.seed), "names")
    try:
        checked(returned)
    except Mismatch as refused:
        if isinstance(returned, (tuple, list)) and len(returned) == 2:
            raise  # with all the letters in the names it may come out right
        raise Conclusive(refused.returned, refused.expected, refused.why) from None


def _described(found: NamesFound, gpt: Gpt, finale: NamesFinale) -> NamesFound:
    """With names that it makes up, and what a head looks at in a name."""
    reader = Reader(gpt.params, gpt.heads)
    lots = random.Random(seeds.derived(finale.seed, "names made up"))
    drawn = SAMPLED if gpt.weights <= LARGE else FEWER_SAMPLED
    made_up = [finale.deal.real(_sampled(reader, lots)) for _ in range(drawn)]
    new = list(dict.fromkeys(name for name in made_up if name and name not in finale.listed))
    name = next((n for n in finale.deal.ask if 6 <= len(n) <= 8), finale.deal.ask[0])
    layer, head, rows = _attention(gpt, names.tokens(name)[:-1])
    return replace(
        found,
        made_up=tuple(new[:SHOWN]),
        drawn=drawn,
        known=sum(name in finale.listed for name in made_up),
        read=finale.deal.real(name),
        head=f"head {head + 1} of {gpt.heads} in layer {layer + 1} of {gpt.layers}",
        attention=rows,
    )


def _sampled(reader: Reader, lots: random.Random) -> str:
    """A name, letter by letter as likely as the model finds it."""
    letters: list[int] = []
    token = names.BOUNDARY
    past: tuple[object, ...] = ()
    while len(letters) < names.LONGEST:
        logits, past = reader.read(token, past)  # type: ignore[arg-type]
        largest = max(logits)
        weights = [math.exp(x - largest) for x in logits]
        token = lots.choices(range(names.TOKENS), weights)[0]
        if token == names.BOUNDARY:
            break
        letters.append(token)
    return names.text(letters)


def _attention(gpt: Gpt, tokens: list[int]) -> tuple[int, int, tuple[tuple[float, ...], ...]]:
    """The head that is the least evenly spread over `tokens`: its layer, its number, its rows."""
    reader = Reader(gpt.params, gpt.heads)
    by_position = []
    past: tuple[object, ...] = ()
    for token in tokens:
        _, past = reader.read(token, past)  # type: ignore[arg-type]
        by_position.append(reader.shares)
    heads = [(layer, head) for layer in range(gpt.layers) for head in range(gpt.heads)]
    rows_of = {
        (layer, head): tuple(tuple(shares[layer][head]) for shares in by_position)
        for layer, head in heads
    }
    layer, head = max(heads, key=lambda at: sum(max(row) for row in rows_of[at]))
    return layer, head, rows_of[layer, head]
