"""Runs a candidate's own file, or their own tests, in a process of its own: no grader is in it.

Started by `tryout` as a script with `-I`. Its one argument is a job in JSON: `path` (folders to
import from), `files` (to be run; a file of tests that has functions `test…` has them called),
`example` (lines of the statement, [code, value]) and `module` (where these find their names). Each
outcome goes as a line of JSON to the descriptor `report`: [name, what went wrong or ""].
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import resource
import runpy
import sys
import traceback
from collections.abc import Callable
from functools import partial
from typing import Any

CPU_SECONDS, MEMORY_BYTES, FILE_BYTES = 10, 2 << 30, 1 << 20
TOLERANCE = 1e-5  # an example's numbers are cut after so many digits


def main() -> None:
    """Do the job."""
    job = json.loads(sys.argv[1])
    own = job["own"]
    for limit, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
    ):
        with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of memory
            resource.setrlimit(limit, (most, most))
    sys.path[:0] = job["path"]
    sys.dont_write_bytecode = True

    def tell(kind: str, name: str, wrong: str) -> None:
        sys.stdout.flush()
        os.write(job["report"], json.dumps([kind, name, wrong]).encode("ascii") + b"\n")

    for file in job["files"]:
        name, is_test = os.path.basename(file), os.path.basename(file).startswith("test_")
        found: dict[str, Any] = {}
        wrong = _trouble(partial(_load, file, name[:-3] if is_test else "__main__", found), own)
        tests = {n: f for n, f in found.items() if n.startswith("test") and callable(f)}
        if wrong or not (is_test and tests):
            tell("test" if is_test else "file", name, wrong)
            continue
        for test, function in tests.items():
            tell("test", test, _trouble(function, own))
    if job["example"]:
        space: dict[str, Any] = {}
        for code, value in [(f"from {job['module']} import *", ""), *job["example"]]:
            wrong = _trouble(partial(_line, code, value, space), own)
            if value or wrong:
                tell("example", code, wrong)


def _load(file: str, name: str, found: dict[str, Any]) -> None:
    found.update(runpy.run_path(file, run_name=name))


def _line(code: str, value: str, space: dict[str, Any]) -> None:
    if not value:
        exec(code, space)
        return
    got, expected = eval(code, space), eval(value, {})
    assert _close(got, expected), f"it is {got!r}, where the statement has {value}"


def _close(got: Any, expected: Any) -> bool:
    if isinstance(expected, list | tuple):
        return len(got) == len(expected) and all(map(_close, got, expected))
    if isinstance(expected, int | float):
        return math.isclose(got, expected, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return bool(got == expected)


def _trouble(act: Callable[[], object], own: str) -> str:
    """The exception of what is done, and the last line of one's own files that it passed."""
    try:
        act()
        return ""
    except SystemExit as end:
        return "" if not end.code else f"SystemExit: {end.code}"
    except BaseException as error:
        text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        if isinstance(error, SyntaxError):
            return f"SyntaxError: {error.msg} ({_base(error.filename)}, line {error.lineno})"
        frames = traceback.extract_tb(error.__traceback__)
        mine = [frame for frame in frames if frame.filename.startswith(own)]
        return f"{text} ({_base(mine[-1].filename)}, line {mine[-1].lineno})" if mine else text


def _base(path: str | None) -> str:
    return os.path.basename(path or "")


if __name__ == "__main__":
    main()
