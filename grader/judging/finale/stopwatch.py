"""The one clock of a finale: a budget of CPU time, a wall around it, and no dozing."""

from __future__ import annotations

import time
from collections import deque

# A busy machine may give a guest half of a core.
WALL_PER_CPU, WALL_BESIDES_S = 2.0, 60.0
# Who uses less of a core than this over so many seconds sleeps, or dozes to gain time.
LEAST_SHARE, WINDOW_S = 0.05, 20.0


class Stopwatch:
    """Runs from the moment it is made, over everything that a finale does."""

    def __init__(
        self, budget_s: float, now: float | None = None, wall_s: float | None = None
    ) -> None:
        self.budget_s = budget_s
        self.wall_s = wall_s or budget_s * WALL_PER_CPU + WALL_BESIDES_S
        self._started = time.monotonic() if now is None else now
        self._looks: deque[tuple[float, float]] = deque([(self._started, 0.0)])

    def left_s(self) -> float:
        """Seconds until the wall, at least a moment."""
        return max(0.01, self._started + self.wall_s - time.monotonic())

    def objection(self, cpu_s: float, now: float | None = None) -> str | None:
        """Why a guest that has used so much CPU time has to end now, if it has to."""
        now = time.monotonic() if now is None else now
        self._looks.append((now, cpu_s))
        while len(self._looks) > 2 and self._looks[1][0] <= now - WINDOW_S:
            self._looks.popleft()
        since, used = self._looks[0]
        if cpu_s > self.budget_s:
            return f"used up its {self.budget_s:.0f} s of CPU time"
        if now - self._started > self.wall_s:
            return f"took longer than {self.wall_s:.0f} s by the clock"
        measured = cpu_s > 0  # not while it runs, on some systems
        if measured and now - since >= WINDOW_S and cpu_s - used < LEAST_SHARE * (now - since):
            return f"used {cpu_s - used:.1f} s of CPU time in {now - since:.0f} s: it waits"
        return None
