"""`python -m grader workflow OWNER/NAME`: grade every push in a course's repositories, on GitHub.

The file belongs into `.github/workflows/` of the template repository that students copy. The
grader comes from OWNER/NAME, the course's own copy of this project, so that what a student changes
is the hand-in alone. A workflow file can be changed too: these points are for the student's eyes,
and marks come from `cohort`.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from grader import curriculum
from grader.cohort.store import write
from grader.outcome import Exit, UsageError

FILE = ".github/workflows/grade.yml"
WORKFLOW = """\
# Grades every push; the points and the first failures stand on the page of the run.
name: grade
on: [push, workflow_dispatch]
permissions:
  contents: read
jobs:
  grade:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@v4
        with:
          path: submission
          persist-credentials: false
      - uses: actions/checkout@v4
        with:
          repository: {repository}
          path: kata
          persist-credentials: false
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - name: Set up the grader
        working-directory: kata
        run: make .venv/.ready
      - name: Grade
        working-directory: kata
        run: >-
          .venv/bin/python -m grader grade --track {track} --submission ../submission/exercises
          --summary "$GITHUB_STEP_SUMMARY" --junit ../junit.xml --json ../verdict.json
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: verdict
          path: |
            verdict.json
            junit.xml
"""


def command(args: argparse.Namespace) -> int:
    """Write the workflow file. Raises `UsageError`."""
    if not re.fullmatch(r"[A-Za-z0-9-]+/[A-Za-z0-9._-]+", args.repository):
        given = f", and not {args.repository[:80]!r}" if args.repository else ""
        raise UsageError(f"Name the repository that holds this grader, as course/kata{given}.")
    track = args.track or "core"
    curriculum.track(track)
    out = Path(args.out or FILE)
    if out.is_dir():
        raise UsageError(f"{str(out)[:200]!r} is a folder: name a file, as {FILE}.")
    write(out, WORKFLOW.format(repository=args.repository, track=track))
    print(f"{out}: for the template repository, whose exercises/ each push then grades ({track}).")
    return Exit.PASSED
