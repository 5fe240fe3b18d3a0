"""MNIST from the network: four files, from whichever mirror gives them whole and unaltered."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO
from urllib.parse import urlsplit

from grader.download_progress import Progress, console
from grader.idx import CHUNK, GZIP, DataError
from grader.mnist import FILES, MIRRORS, File

FOLDER = Path(__file__).resolve().parent.parent / "data" / "mnist"
TRIES = 20  # of one mirror for one file, as long as each brings it further


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds, and the speed (bytes a second) below which to go elsewhere."""

    answer: float  # for a mirror to answer, from looking up its name on
    silence: float  # for the first byte from any mirror
    stall: float  # for the next piece
    total: float  # for everything
    slowest: float  # averaged over at least `stall` seconds


STUBBORN = Patience(answer=10, silence=60, stall=20, total=3600, slowest=2_000)
BRIEF = Patience(answer=2, silence=4, stall=4, total=60, slowest=50_000)


class _Failed(Exception):
    """An attempt failed, and says why; what has come is kept, to go on from there."""


class _Slow(_Failed):
    """The mirror is not worth another attempt now."""


class _Refused(_Failed):
    """What has come is of no use and thrown away."""


def fetch(
    folder: Path | None = None,
    progress: Progress | None = None,
    *,
    files: Sequence[File] = FILES,
    mirrors: Sequence[str] | None = None,
    patience: Patience = STUBBORN,
) -> int:
    """Makes `folder` (data/mnist) hold all the files and returns how many had to be downloaded.

    Each comes under a temporary name, is checked, and then takes its place at once. Where a
    download broke off the next one goes on, be it in this call or a later one. Raises `DataError`.
    """
    folder, mirrors = folder or FOLDER, mirrors or MIRRORS
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            missing = [file for file in files if not _have(folder, file)]
            download = _Download(folder, progress or console(), list(mirrors), patience)
            for file in missing:
                download.get(file)
            return len(missing)
    except OSError as error:
        advice = "let MNIST_DIR name a folder that has it"
        raise DataError(f"MNIST cannot be kept in {folder} ({_why(error)}): {advice}.") from error


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Lets one process at a time download into a folder; the kernel lifts the lock at its end."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DataError(f"Another download into {folder} is under way: let it end.") from None
        yield


def _have(folder: Path, file: File) -> bool:
    for name in file.names():
        try:
            file.read(folder / name)
        except DataError:
            continue
        return True
    return False


class _Download:
    """One call of `fetch`: since when it waits, and whether any mirror has sent anything."""

    def __init__(
        self, folder: Path, progress: Progress, mirrors: list[str], patience: Patience
    ) -> None:
        self.folder = folder
        self.progress = progress
        self.mirrors = mirrors
        self.patience = patience
        self.began = time.monotonic()
        self.heard = False

    def get(self, file: File) -> None:
        """Gets a file from the first mirror that has it; that one is asked first from then on."""
        failures: dict[str, list[str]] = {}
        for mirror in self.mirrors:
            failure = self._from(mirror, file) if self._left() > 0 else "not asked any more"
            if failure is None:
                self.mirrors = [mirror, *(other for other in self.mirrors if other != mirror)]
                return
            failures.setdefault(failure, []).append(_host(mirror))
        reasons = "; ".join(
            f"{', '.join(hosts) if len(failures) > 1 else 'every mirror'}: {failure}"
            for failure, hosts in failures.items()
        )
        raise DataError(
            f"MNIST cannot be downloaded ({reasons}): "
            "check the network, or let MNIST_DIR name a folder that has it."
        )

    def _left(self) -> float:
        limit = self.patience.total if self.heard else self.patience.silence
        return self.began + limit - time.monotonic()

    def _from(self, mirror: str, file: File) -> str | None:
        """Gets a file from one mirror, or says why that failed."""
        # Mirrors may have packed the same file differently: what one sent is of no use to others.
        mark = hashlib.sha256(mirror.encode()).hexdigest()[:8]
        part = self.folder / f"{file.name}.{mark}.part"
        failure = ""
        for _ in range(TRIES):
            before = part.stat().st_size if part.exists() else 0
            self.progress.asks(file.name, _host(mirror))
            try:
                self._attempt(f"{mirror}{file.name}.gz", part, before, file.size + CHUNK)
                self._keep(part, file)
            except _Failed as failed:
                failure = str(failed)
                self.progress.ends(failure)
                if isinstance(failed, _Refused):
                    part.unlink(missing_ok=True)
                    again = before > 0
                else:
                    again = part.exists() and part.stat().st_size > before
                if isinstance(failed, _Slow) or not again or self._left() <= 0:
                    break
            except BaseException as error:  # Ctrl-C, a full disk: let the display end first
                self.progress.ends(f"stopped ({_why(error)})")
                raise
            else:
                self.progress.ends(None)
                return None
        return failure

    def _attempt(self, url: str, part: Path, before: int, most: int) -> None:
        """Completes `part`, of which `before` bytes are there. Raises `_Failed`."""
        request = urllib.request.Request(url, headers={"User-Agent": "backprop-kata"})
        if before:
            request.add_header("Range", f"bytes={before}-")
        with self._answer(request) as answer:
            start, total = _extent(answer, before)
            if (total or 0) > most:
                raise _Refused(f"{total:,} bytes are offered, which is too much")
            self.progress.begins(start, total)
            with part.open("r+b" if start else "wb") as target:
                target.seek(start)
                end = self._copy(answer, target, start, most)
                target.flush()
                os.fsync(target.fileno())
        if total is not None and end < total:
            raise _Failed(f"broke off after {end:,} of {total:,} bytes")

    @contextmanager
    def _answer(self, request: urllib.request.Request) -> Iterator[HTTPResponse]:
        """The mirror's answer. No timeout covers the look-up of a name, so a thread does it all."""
        answers: SimpleQueue[HTTPResponse | Exception] = SimpleQueue()

        def ask() -> None:
            try:
                opener = urllib.request.build_opener()  # with the proxies of the environment
                answers.put(opener.open(request, timeout=self.patience.stall))
            except Exception as error:
                answers.put(error)

        Thread(target=ask, daemon=True).start()
        try:
            answer = answers.get(timeout=max(0.0, min(self.patience.answer, self._left())))
        except Empty:
            raise _Slow("no answer") from None
        if isinstance(answer, urllib.error.HTTPError):
            answer.close()
            kind = _Refused if answer.code == 416 else _Failed
            raise kind(f"HTTP {answer.code}")
        if isinstance(answer, Exception):
            raise _Failed(_why(answer)) from answer
        with answer:
            yield answer

    def _copy(self, answer: HTTPResponse, target: IO[bytes], start: int, most: int) -> int:
        """Copies what comes to `target`, from position `start`; returns the position of its end."""
        patience, began, end = self.patience, time.monotonic(), start
        while True:
            try:
                piece = answer.read1(CHUNK)
            except TimeoutError:
                raise _Slow(f"nothing more came after {end:,} bytes") from None
            except (OSError, HTTPException) as error:
                raise _Failed(f"broke off after {end:,} bytes ({_why(error)})") from error
            if not piece:
                return end
            self.heard = True
            end += len(piece)
            if end > most:
                raise _Refused(f"more than {most:,} bytes came")
            target.write(piece)
            self.progress.comes(len(piece))
            spent = time.monotonic() - began
            if spent > patience.stall and end - start < patience.slowest * spent:
                raise _Slow(f"too slow, {(end - start) / spent:,.0f} bytes a second")
            if self._left() <= 0:
                raise _Slow(f"not complete within {patience.total:,.0f} seconds")

    def _keep(self, part: Path, file: File) -> None:
        """Gives a complete file its place, if it is the right one."""
        try:
            file.read(part)
        except DataError as error:
            raise _Refused("what came is not MNIST") from error
        with part.open("rb") as content:
            packed = content.read(2) == GZIP
        os.replace(part, self.folder / file.names()[0 if packed else 1])
        for stale in self.folder.glob(f"{file.name}.*.part"):
            stale.unlink(missing_ok=True)


def _extent(answer: HTTPResponse, before: int) -> tuple[int, int | None]:
    """At which byte of the file the answer starts, and how many the file has, if it says so."""
    if answer.status == 206:
        extent = answer.headers.get("Content-Range", "")
        found = re.fullmatch(r"bytes (\d{1,12})-\d{1,12}/(\d{1,12})", extent)
        if not found or int(found[1]) != before:
            raise _Refused("it answers with another range than the one asked for")
        return before, int(found[2])
    if answer.status != 200:
        raise _Failed(f"HTTP {answer.status}")
    length = answer.headers.get("Content-Length", "")
    return 0, int(length) if re.fullmatch(r"\d{1,12}", length) else None


def _host(mirror: str) -> str:
    return urlsplit(mirror).netloc


def _why(error: BaseException) -> str:
    """The reason of an error in a few words on one line."""
    if isinstance(error, urllib.error.URLError) and isinstance(error.reason, BaseException):
        error = error.reason
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(text).split())[:100]
