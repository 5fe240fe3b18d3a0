"""The progress of a cohort: a bar with a forecast on a terminal, now and then a line elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

from rich import progress
from rich.console import Console

LINE_SECONDS = 15.0  # between two lines where there is no terminal


class Screen:
    """Counts what is done; everything goes to standard error.

    The bar is drawn when `tick` is called and by no thread, since a process that forks has none.
    """

    def __init__(self, count: int) -> None:
        console = Console(file=sys.stderr)
        self._bar = progress.Progress(
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TextColumn("graded,"),
            progress.TimeRemainingColumn(),
            progress.TextColumn("to go"),
            console=console,
            auto_refresh=False,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("", total=count)
        self._count = count
        self._done = 0
        self._told = time.monotonic()

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def advance(self) -> None:
        """One submission more is done."""
        self._done += 1
        self._bar.advance(self._task)
        self.tick()

    def tick(self) -> None:
        """Show how far it is, if it is time."""
        if not self._bar.disable:
            self._bar.refresh()
        elif time.monotonic() - self._told >= LINE_SECONDS:
            self._told = time.monotonic()
            print(f"{self._done} of {self._count} graded", file=sys.stderr, flush=True)
