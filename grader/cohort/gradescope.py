"""Gradescope's autograder: the zip that it takes, and what runs there for each hand-in.

Gradescope unpacks the zip at /autograder/source, runs `setup.sh` once as root, and then, for each
hand-in, `run_autograder`. The hand-in lies in /autograder/submission as the student packed it, the
result is /autograder/results/results.json. `AUTOGRADER` names another folder, for trying it out.
"""

from __future__ import annotations

import argparse
import tempfile
import zipfile
from pathlib import Path

from grader import curriculum, grading, seeds
from grader.cohort import intake
from grader.cohort.intake import Entry
from grader.cohort.store import write
from grader.curriculum import ROOT
from grader.grading import Order
from grader.judging.request import Request
from grader.judging.verdicts import Verdict
from grader.outcome import Exit, UsageError
from grader.reports import gradescope

ZIP = "gradescope.zip"
_FOLDERS = ("grader", "exercises", "solutions", "data")
_FILES = ("Makefile", "pyproject.toml", "requirements.txt", "requirements-dev.txt", "LICENSE")
_LEFT_OUT = {"tests", "__pycache__", "mnist", "variants", "gallery"}
_FIRST_DATE = (2026, 1, 1, 0, 0, 0)  # of every member, so that equal projects give equal zips

SETUP = """\
#!/usr/bin/env bash
# Runs once, while Gradescope builds the image: a Python, and this project's environment.
set -euo pipefail
cd "${AUTOGRADER:-/autograder}/source"
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    apt-get update && apt-get install -y make python3.11 python3.11-venv
elif ! command -v make >/dev/null; then
    apt-get update && apt-get install -y make
fi
make .venv/.ready
"""
RUN = """\
#!/usr/bin/env bash
# Runs for each hand-in. The exit status says whether there is a result, not which.
set -uo pipefail
cd "${AUTOGRADER:-/autograder}/source" || exit 1
exec .venv/bin/python -m grader gradescope --run "${AUTOGRADER:-/autograder}" TRACK
"""


def command(args: argparse.Namespace) -> int:
    """Build the zip; or, on Gradescope, grade the hand-in that lies there."""
    track = args.track or "core"
    exercises = curriculum.track(track)
    if args.run is not None:
        return _run(Path(args.run), track)
    out = Path(args.out or ZIP)
    if out.is_dir() or not out.parent.is_dir():
        raise UsageError(f"{str(out)[:200]!r} cannot be written: name a file, as {ZIP}.")
    build(out, track)
    print(f"{out}: upload it as the autograder; it judges {len(exercises)} exercises ({track}).")
    return Exit.PASSED


def build(out: Path, track: str) -> None:
    """Write the zip: the two scripts, and of the project what judging needs."""
    beside = out.with_name(f".{out.name}.part")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "setup.sh", SETUP.encode(), executable=True)
        _add(archive, "run_autograder", RUN.replace("TRACK", f"--track {track}").encode(), True)
        for path in _project():
            _add(archive, path.relative_to(ROOT).as_posix(), path.read_bytes())
    beside.replace(out)


def _project() -> list[Path]:
    """The files that judging needs; what somebody wrote in `exercises/` stays here."""
    own = {exercise.stub for exercise in curriculum.track("all")}
    found = [ROOT / name for name in _FILES]
    for folder in _FOLDERS:
        found += [
            path
            for path in sorted((ROOT / folder).rglob("*"))
            if path.is_file()
            and path not in own
            and _LEFT_OUT.isdisjoint(path.relative_to(ROOT).parts)
        ]
    return found


def _add(archive: zipfile.ZipFile, name: str, data: bytes, executable: bool = False) -> None:
    member = zipfile.ZipInfo(name, _FIRST_DATE)
    member.external_attr = (0o755 if executable else 0o644) << 16
    member.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(member, data)


def _run(autograder: Path, track: str) -> int:
    """Grade what lies in `submission/` and write `results/results.json`."""
    found = intake.take(Entry("submission", autograder / "submission"))
    with tempfile.TemporaryDirectory(prefix="kata-") as folder:
        for exercise in curriculum.track("all"):
            if exercise.number in found.modules:
                write(Path(folder) / exercise.module, found.modules[exercise.number])
        request = Request(seeds.choose(None), stand_ins=False)
        order = Order(Path(folder), curriculum.track(track), request)
        verdict = grading.grade(order)
    result = gradescope.as_json(
        Verdict("submission", request.seed, verdict.exercises), remarks=found.decisions
    )
    write(autograder / "results" / "results.json", result)
    return Exit.PASSED
