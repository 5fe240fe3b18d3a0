"""How far a finale has got: what reports are told while it runs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from grader.curriculum import FinaleRules, NamesRules


class Phase(Enum):
    """What a finale is doing."""

    STARTING = "starting"
    TRYING = "trying"  # a small run before the real one
    TRAINING = "training"
    READING = "reading"


@dataclass(frozen=True)
class Task:
    """The sizes of a finale in this run: `learn` images or names, and `ask` others later.

    `pass_line` is an accuracy, or for names a loss; `pairs` is then the loss of the table of pairs.
    """

    rules: FinaleRules | NamesRules
    data: str
    learn: int
    ask: int
    pass_line: float
    speed: float
    budget_s: float
    practice: bool = False  # with fewer to learn from: it does not count
    pairs: float | None = None


@dataclass(frozen=True)
class Progress:
    """CPU seconds used, what the submission printed since, and what can be told from its prints.

    `losses` are those that it printed, each after its CPU seconds; `forecast_s` the CPU seconds
    that all of it will take, if there is a pace to tell it by; `remark` a line of the grader's own.
    """

    phase: Phase
    task: Task
    cpu_s: float
    prints: str = ""
    losses: tuple[tuple[float, ...], ...] = ()
    forecast_s: float | None = None
    remark: str = ""
