"""MNIST from the network: four files, from the first mirror that gives them whole and unaltered."""

from __future__ import annotations

import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, TextIO
from urllib.parse import urlsplit

from grader import mnist
from grader.idx import CHUNK, GZIP, DataError
from grader.mnist import FILES, MIRRORS, File


@dataclass(frozen=True)
class Limits:
    """How long to wait, in seconds."""

    answer: float  # for a mirror to answer, from looking up its name on
    stall: float  # for the next piece of a file
    total: float  # for everything


STUBBORN = Limits(answer=10, stall=20, total=3600)
BRIEF = Limits(answer=2, stall=4, total=30)


class _Failed(Exception):
    """A mirror does not give a file; the message says why in a few words."""


def fetch(
    folder: Path | None = None,
    *,
    files: Sequence[File] = FILES,
    mirrors: Sequence[str] | None = None,
    limits: Limits = STUBBORN,
    stream: TextIO | None = None,
) -> int:
    """Make `folder` (data/mnist) hold all the files; return how many had to be downloaded.

    Each comes under a temporary name, is checked, and then takes its place at once. A bar on
    `stream` (standard error) shows how far it is, plain lines where that is not a terminal.
    Raises `DataError`.
    """
    folder = folder or mnist.FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        missing = [file for file in files if not _have(folder, file)]
        download = _Download(folder, list(mirrors or MIRRORS), limits, stream or sys.stderr)
        for file in missing:
            download.get(file)
        return len(missing)
    except OSError as error:
        advice = "let MNIST_DIR name a folder that has it"
        raise DataError(f"MNIST cannot be kept in {folder} ({_why(error)}): {advice}.") from error


def _have(folder: Path, file: File) -> bool:
    for name in file.names():
        try:
            file.read(folder / name)
        except DataError:
            continue
        return True
    return False


class _Download:
    """One call of `fetch`."""

    def __init__(self, folder: Path, mirrors: list[str], limits: Limits, stream: TextIO) -> None:
        self.folder = folder
        self.mirrors = mirrors
        self.limits = limits
        self.stream = stream
        self.ends = time.monotonic() + limits.total

    def get(self, file: File) -> None:
        """Get a file from the first mirror that has it; that one is asked first from then on."""
        failures: dict[str, list[str]] = {}
        for mirror in self.mirrors:
            host = urlsplit(mirror).netloc
            try:
                self._from(mirror, host, file)
            except _Failed as failed:
                failures.setdefault(str(failed), []).append(host)
            else:
                self.mirrors = [mirror, *(other for other in self.mirrors if other != mirror)]
                return
        reasons = "; ".join(
            f"{', '.join(hosts) if len(failures) > 1 else 'every mirror'}: {failure}"
            for failure, hosts in failures.items()
        )
        raise DataError(
            f"MNIST cannot be downloaded ({reasons}): "
            "check the network, or let MNIST_DIR name a folder that has it."
        )

    def _from(self, mirror: str, host: str, file: File) -> None:
        """Get a file from one mirror. Raises `_Failed`."""
        if time.monotonic() > self.ends:
            raise _Failed("not asked any more")
        part = self.folder / f".{file.name}.{os.getpid()}.part"
        try:
            with self._answer(f"{mirror}{file.name}.gz") as answer, part.open("wb") as target:
                self._copy(answer, target, file.size + CHUNK, f"{file.name} from {host}")
                os.fsync(target.fileno())
            os.replace(part, self.folder / file.names()[0 if _is_packed(file, part) else 1])
        finally:
            part.unlink(missing_ok=True)

    @contextmanager
    def _answer(self, url: str) -> Iterator[HTTPResponse]:
        """The mirror's answer. No timeout covers the look-up of a name, so a thread asks."""
        answers: SimpleQueue[HTTPResponse | Exception] = SimpleQueue()
        request = urllib.request.Request(url, headers={"User-Agent": "backprop-kata"})

        def ask() -> None:
            try:
                opener = urllib.request.build_opener()  # with the proxies of the environment
                answers.put(opener.open(request, timeout=self.limits.stall))
            except Exception as error:
                answers.put(error)

        Thread(target=ask, daemon=True).start()
        try:
            answer = answers.get(timeout=self.limits.answer)
        except Empty:
            raise _Failed("no answer") from None
        if isinstance(answer, urllib.error.HTTPError):
            answer.close()
            raise _Failed(f"HTTP {answer.code}")
        if isinstance(answer, Exception):
            raise _Failed(_why(answer)) from answer
        with answer:
            yield answer

    def _copy(self, answer: HTTPResponse, target: IO[bytes], most: int, title: str) -> None:
        """Write what comes to `target`. Raises `_Failed` if it breaks off, or if more comes."""
        came, total = 0, answer.length
        with _bar(self.stream, title, total) as show:
            while piece := self._piece(answer, came):
                came += len(piece)
                if came > most:
                    raise _Failed(f"more than {most:,} bytes came")
                target.write(piece)
                show(came)
        if total is not None and came < total:
            raise _Failed(f"broke off after {came:,} of {total:,} bytes")

    def _piece(self, answer: HTTPResponse, came: int) -> bytes:
        if time.monotonic() > self.ends:
            raise _Failed(f"not complete within {self.limits.total:,.0f} seconds")
        try:
            return answer.read1(CHUNK)
        except TimeoutError:
            raise _Failed(f"nothing more came after {came:,} bytes") from None
        except (OSError, HTTPException) as error:
            raise _Failed(f"broke off after {came:,} bytes ({_why(error)})") from error


def _is_packed(file: File, path: Path) -> bool:
    """Whether the file that came is packed by gzip. Raises `_Failed` if it is another one."""
    try:
        file.read(path)
    except DataError as error:
        raise _Failed("what came is not MNIST") from error
    with path.open("rb") as content:
        return content.read(len(GZIP)) == GZIP


@contextmanager
def _bar(stream: TextIO, title: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, a line elsewhere; the function given moves it to a number of bytes."""
    if not stream.isatty():
        size = f", {total / 1e6:.1f} MB" if total else ""
        print(f"{title}{size}", file=stream, flush=True)
        yield lambda came: None
        return
    from rich import progress
    from rich.console import Console

    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.DownloadColumn(),
        progress.TimeRemainingColumn(),
    )
    with progress.Progress(*columns, console=Console(file=stream)) as bar:
        task = bar.add_task(title, total=total)
        yield lambda came: bar.update(task, completed=came)


def _why(error: BaseException) -> str:
    """The reason of an error in a few words on one line."""
    if isinstance(error, urllib.error.URLError) and isinstance(error.reason, BaseException):
        error = error.reason
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(text).split())[:100]
