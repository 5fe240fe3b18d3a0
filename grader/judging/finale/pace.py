"""What a submission's prints tell: the loss so far, and how much of the work is done."""

from __future__ import annotations

import re

# "loss 2.31", "loss: 2.31", "mean_loss=2.31e0"
_LOSS = re.compile(r"loss[^\d\n-]{0,12}(\d{1,6}(?:\.\d{1,17})?(?:e[+-]?\d{1,2})?)", re.IGNORECASE)
# "step 20 of 500", "epoch 3/6", "12 %"
_DONE = re.compile(r"(\d{1,9}) {0,2}(?:/|of) {0,2}(\d{1,9})")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,9})?) ?%")
LINES, LINE = 50, 400  # of what was printed since the last look; characters of a line
LOSSES_KEPT = 2_000


class Pace:
    """Reads prints as they come."""

    def __init__(self) -> None:
        self.losses: list[tuple[float, ...]] = []
        self._done: tuple[float, float] | None = None  # CPU seconds, and the share done by then

    def read(self, prints: str, cpu_s: float) -> None:
        """Take note of lines that were printed by the time of `cpu_s` CPU seconds."""
        for line in prints.splitlines()[-LINES:]:
            loss = _LOSS.search(line[:LINE])
            if loss and len(self.losses) < LOSSES_KEPT:
                self.losses.append((round(cpu_s, 2), float(loss[1])))
            share = _share_done(line[:LINE])
            if share:
                self._done = (cpu_s, share)

    def forecast(self) -> float | None:
        """The CPU seconds that all of it takes if it goes on as it does; None if nobody knows."""
        if self._done is None:
            return None
        cpu_s, share = self._done
        return cpu_s / share


def _share_done(line: str) -> float | None:
    """The share of the work, in (0, 1], that a line says is done; the first that it mentions."""
    counted = _DONE.search(line)
    if counted and 0 < int(counted[1]) <= int(counted[2]):
        return int(counted[1]) / int(counted[2])
    percent = _PERCENT.search(line)
    if percent and 0 < float(percent[1]) <= 100 and "loss" not in line[: percent.start()].lower():
        return float(percent[1]) / 100
    return None
