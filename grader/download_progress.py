"""What a download shows: a bar in a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
from typing import Protocol, TextIO

MEGABYTE = 1_000_000


class Progress(Protocol):
    """Somebody who watches a download, one attempt after the other."""

    def asks(self, name: str, host: str) -> None:
        """An attempt: the file `name` is asked of a mirror."""

    def begins(self, done: int, total: int | None) -> None:
        """The mirror answers; `done` of `total` bytes (None: unknown) are here already."""

    def comes(self, count: int) -> None:
        """`count` more bytes came."""

    def ends(self, failure: str | None) -> None:
        """The attempt is over: the file is complete, or the line says why not."""


def console(stream: TextIO | None = None, *, brief: bool = False) -> Progress:
    """A display on `stream`, else on standard error; a brief one says nothing before bytes come."""
    stream = stream or sys.stderr
    return Bar(stream, brief) if stream.isatty() else Lines(stream, brief)


class Lines:
    """Plain lines: one when a file begins, one every ten megabytes, one at its end."""

    def __init__(self, stream: TextIO, brief: bool = False) -> None:
        self.stream = stream
        self.brief = brief

    def asks(self, name: str, host: str) -> None:
        """Keeps the names."""
        self.name, self.host = name, host
        self.begun = False

    def begins(self, done: int, total: int | None) -> None:
        """Says what comes from where."""
        self.begun = True
        self.done, self.told = done, done
        size = f", {total / MEGABYTE:.1f} MB" if total else ""
        onward = f", going on at {done / MEGABYTE:.1f} MB" if done else ""
        self._say(f"from {self.host}{size}{onward}")

    def comes(self, count: int) -> None:
        """Counts."""
        self.done += count
        if self.done - self.told >= 10 * MEGABYTE:
            self.told = self.done
            self._say(f"{self.done / MEGABYTE:.0f} MB")

    def ends(self, failure: str | None) -> None:
        """Says how it went."""
        if self.begun or not self.brief:
            self._say(f"{self.host}: {failure}" if failure else "complete")

    def _say(self, text: str) -> None:
        print(f"{self.name}: {text}", file=self.stream, flush=True)


class Bar(Lines):
    """A bar while bytes come, plain lines for the rest."""

    def begins(self, done: int, total: int | None) -> None:
        """Shows the bar."""
        from rich import progress
        from rich.console import Console

        self.begun = True
        self.bar = progress.Progress(
            progress.TextColumn("{task.description}"),
            progress.BarColumn(),
            progress.DownloadColumn(),
            progress.TimeRemainingColumn(),
            console=Console(file=self.stream),
            transient=True,
        )
        self.bar.start()
        self.task = self.bar.add_task(f"{self.name} from {self.host}", total=total, completed=done)

    def comes(self, count: int) -> None:
        """Moves the bar."""
        self.bar.advance(self.task, count)

    def ends(self, failure: str | None) -> None:
        """Takes the bar away."""
        if self.begun:
            self.bar.stop()
        super().ends(failure)
