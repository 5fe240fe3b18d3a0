"""The same cohort on an existing dask.distributed cluster: `--cluster tcp://…`.

A submission travels as content, its verdicts come back as content, and the client alone writes. A
task is done at least once; what comes back is kept under its key, so that each exercise has exactly
one verdict however often it was judged. A worker judges in a child process, as one machine does.

To start a cluster by hand, see the front README; to hold guests on its workers, --require kernel.
"""

from __future__ import annotations

import importlib
import json
import logging
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from grader import codec
from grader.cohort.store import Place, Settings, grader_digest
from grader.curriculum import ROOT
from grader.outcome import GraderFault, UsageError
from grader.sandbox import host
from grader.sandbox.confinement import Confinement

ANSWER_SECONDS = 10  # for a scheduler that is there to answer, on another continent too
TASK_SECONDS = 3600  # for one submission; its own limits end it long before
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Work:
    """A submission as it travels: its modules by their paths, and the exercises asked for."""

    name: str
    modules: dict[str, bytes]
    settings: str  # JSON
    digest: str  # of the grader that is to judge it


def check_address(address: str) -> str:
    """The address, if what travels there stays private: loopback or TLS. Raises `UsageError`."""
    parts = urlsplit(address)
    if parts.scheme not in ("tcp", "tls") or not parts.hostname:
        raise UsageError(f"{address[:80]!r} is not a scheduler's address, such as tls://host:8786.")
    if parts.scheme == "tcp" and parts.hostname not in _LOOPBACK:
        raise UsageError("Submissions travel by tcp:// on this machine only: use tls:// beyond it.")
    return address


class Cluster:
    """A connection to a scheduler whose workers all have this very grader."""

    def __init__(self, address: str, require: str) -> None:
        """Connect and look at the workers. Raises `UsageError`, `GraderFault`."""
        self._address = check_address(address)
        try:
            self._distributed: Any = importlib.import_module("distributed")
        except ImportError:
            advice = ".venv/bin/python -m pip install '.[cluster]'"
            raise UsageError(f"--cluster needs dask.distributed: {advice}") from None
        logging.disable()  # dask's own account of a lost connection is pages long
        try:
            self._client: Any = self._distributed.Client(
                self._address, timeout=ANSWER_SECONDS, set_as_default=False
            )
        except (OSError, TimeoutError) as error:
            raise self._gone(error) from None
        try:
            self._check_workers(require)
        except BaseException:
            self.close()
            raise

    def _gone(self, error: BaseException) -> GraderFault:
        reason = " ".join(str(error).split())[:100] or type(error).__name__
        return GraderFault(f"The cluster at {self._address} does not answer ({reason}).")

    def _check_workers(self, require: str) -> None:
        found: dict[str, Any] = self._client.run(about_worker, require, on_error="return")
        if not found:
            raise GraderFault(f"The cluster at {self._address} has no workers: start one.")
        here = about_worker("none")
        for worker, there in sorted(found.items()):
            if isinstance(there, BaseException):
                raise GraderFault(f"Worker {worker} has not this grader ({type(there).__name__}).")
            for what in ("grader", "python"):
                if there[what] != here[what]:
                    versions = f"{there[what][:12]}, and not {here[what][:12]}"
                    raise GraderFault(f"Worker {worker} has another {what} ({versions}).")
            if there["refusal"]:
                raise GraderFault(f"Worker {worker}: {there['refusal']}")
        self.workers = len(found)

    def run(
        self, works: Sequence[Work], on_done: Callable[[str, dict[int, str], str], None]
    ) -> None:
        """Do all of it; `on_done` gets a name, the exercises' records, and the fault or "".

        Raises `GraderFault` when the scheduler is lost.
        """
        futures = {
            self._client.submit(judge_there, work, key=f"{work.name}-{index}", pure=False): work
            for index, work in enumerate(works)
        }
        try:
            with self._client.as_current():
                for future in self._distributed.as_completed(futures):
                    on_done(futures[future].name, *self._result(future))
                    future.release()
        except (OSError, TimeoutError) as error:
            raise self._gone(error) from None

    def _result(self, future: Any) -> tuple[dict[int, str], str]:
        """What a task gave, and its fault or ""; a task that kills its workers is a fault too."""
        if future.status == "finished":
            return future.result(), ""
        if future.status in ("cancelled", "lost"):
            raise self._gone(ConnectionError("it is gone; --resume goes on"))
        error = future.exception()
        return {}, f"{type(error).__name__}: {error}"[:300]

    def close(self) -> None:
        """Leave the cluster; what it still holds of ours is given up."""
        self._client.close(timeout=ANSWER_SECONDS)


# -- on a worker -------------------------------------------------------------------------------


def about_worker(require: str) -> dict[str, str]:
    """What a worker has: the grader's digest, its Python, and why it may not judge, or ""."""
    refusal = ""
    if require != "none":
        held = host.probe()
        if not held.level.is_at_least(Confinement(require)):
            refusal = held.refusal(Confinement(require))
    return {"grader": grader_digest(), "python": platform.python_version(), "refusal": refusal}


def judge_there(work: Work) -> dict[int, str]:
    """Judge a submission in a child process; the record of each exercise. Raises `RuntimeError`."""
    if grader_digest() != work.digest:
        raise RuntimeError("this worker has another grader")
    with tempfile.TemporaryDirectory(prefix="kata-") as folder:
        place = Place(Path(folder))
        for name, data in work.modules.items():
            path = place.modules / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        done = subprocess.run(
            [sys.executable, "-m", "grader.cohort.child", folder],
            input=work.settings,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=TASK_SECONDS,
        )
        if done.returncode:
            raise RuntimeError(" ".join(done.stderr.split())[-300:] or f"status {done.returncode}")
        return {
            int(path.stem): path.read_text(encoding="utf-8")
            for path in sorted((place.folder / "exercises").glob("*.json"))
        }


def work(place: Place, name: str, settings: Settings) -> Work:
    """What has to travel for one submission."""
    modules = {
        str(path.relative_to(place.modules)): path.read_bytes()
        for path in sorted(place.modules.glob("*/*.py"))
    }
    return Work(name, modules, json.dumps(codec.plain(settings)), grader_digest())
