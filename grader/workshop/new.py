"""`python -m grader new NN_name --track T`: the files of an exercise, to be filled in."""

from __future__ import annotations

import argparse
import re

from grader import curriculum
from grader.curriculum import EXERCISES, SOLUTIONS
from grader.outcome import Exit, UsageError

_NAME = re.compile(r"(\d\d)_([a-z][a-z0-9_]*)")

TOML = """title = "{title}"
points = 10
minutes = 10

[laws]
{name} = "x n×m -> n×m"
"""
STATEMENT = """# {number} · {title}

Why somebody needs it, in three sentences.

## Your task

In `{name}.py`:

    {name}(x: Matrix) -> Matrix

## Shapes

## By hand

## The maths

## Rules

## Go

    make test-exercise N={number}
    make hint N={number}

## Read more
"""
HINTS = """## 1 · A question

## 2 · A direction

## 3 · The key line
"""
REFERENCE = '''"""What the module is about."""

Matrix = list[list[float]]


def {name}(x: Matrix) -> Matrix:
    """Return a copy of x, n×m."""
    return [row[:] for row in x]
'''
TESTS = '''"""Properties of {name}."""

from hypothesis import given

from grader.judging import expect
from grader.judging.inputs.strategies import Matrix, matrices
from grader.judging.proxy import Impl


@given(x=matrices())
def test_{name}(impl: Impl, x: Matrix) -> None:
    """{name} returns what it should"""
    expect.close(impl.{name}(x), x)
'''
MISTAKES = '''"""Plausible wrong ways, each explained to the person who wrote it."""

Matrix = list[list[float]]


def {name}__same_rows(x: Matrix) -> Matrix:
    """You return the caller's own rows: a change to the result changes the argument."""
    return x
'''
HELD_OUT = '"""Wrong ways that the catalogue does not list."""\n'
WALKTHROUGH = """# {number} · {title}: walkthrough

## Why it is so

## Where people go wrong

## What an interviewer asks next
"""


def command(args: argparse.Namespace) -> int:
    """Write the files; the line in tracks.toml is left to whoever knows the order."""
    found = _NAME.fullmatch(args.folder)
    if not found:
        raise UsageError(f"{args.folder[:40]!r} is not an exercise's folder, such as 26_name.")
    number, name = int(found[1]), found[2]
    if any(e.number == number or e.name == name for e in curriculum.track("all")):
        raise UsageError(f"There is an exercise of that number or name already: {args.folder}.")
    curriculum.track(args.track or "core")
    here, there = EXERCISES / args.folder, SOLUTIONS / args.folder
    if here.exists() or there.exists():
        raise UsageError(f"{args.folder} is there already.")
    title = name.replace("_", " ").capitalize()
    values = {"number": number, "name": name, "title": title}
    (there / "variants").mkdir(parents=True)
    here.mkdir()
    for path, text in (
        (here / "exercise.toml", TOML),
        (here / "README.md", STATEMENT),
        (here / "hints.md", HINTS),
        (here / f"test_{name}.py", TESTS),
        (there / f"{name}.py", REFERENCE),
        (there / "mistakes.py", MISTAKES),
        (there / "held_out_mistakes.py", HELD_OUT),
        (there / "WALKTHROUGH.md", WALKTHROUGH),
    ):
        path.write_text(text.format(**values), encoding="utf-8")
    print(f"Fill in exercises/{args.folder} and solutions/{args.folder}, and put")
    print(f'    "{args.folder}",')
    print(f"into the track {args.track or 'core'} in exercises/tracks.toml, before its finale.")
    print(f"Then: make stubs, and make prove N={number}, which says what is still missing.")
    return Exit.PASSED
