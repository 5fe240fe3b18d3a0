"""`python -m grader attack`: plays the suite, round after round, and counts what was not held."""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader import interrupt, seeds
from grader.curriculum import ROOT
from grader.outcome import Exit, UsageError
from grader.sandbox.confinement import Confinement
from grader.workshop.attack import play, suite
from grader.workshop.attack.play import Played
from grader.workshop.attack.suite import FOLDER, LEVELS, Attack

_NOT_OF_THE_PROJECT = {".git", ".venv", "__pycache__", ".hypothesis", ".mypy_cache", ".ruff_cache"}


def play_all(
    chosen: Sequence[Attack], levels: Sequence[Confinement], rounds: int, seed: int
) -> Iterator[Played]:
    """Play rounds of attacks, each in an order of its own, and all but the first briefly.

    In brief rounds it is the honest look-alikes among the attacks that must be judged as always.
    """
    order = random.Random(seed)
    _adopt_orphans()
    for level in levels:
        play.expected_of_honest(seed, level)
    for number in range(rounds):
        games = [(attack, level) for attack in chosen for level in levels if attack.playable(level)]
        order.shuffle(games)
        for attack, level in games:
            yield play.play(attack, level, seed, brief=number > 0)


def _adopt_orphans() -> None:
    """Become the parent of what a guest's descendants leave behind, so that it is seen."""
    if sys.platform == "linux":
        import ctypes

        set_child_subreaper = 36
        ctypes.CDLL(None).prctl(set_child_subreaper, 1, 0, 0, 0)


def command(args: argparse.Namespace) -> int:
    """`python -m grader attack [NAME] [--rounds N] [--quick]`: 0 if every attack was held."""
    chosen = [a for a in suite.attacks() if args.name in a.name and (a.quick or not args.quick)]
    if not chosen:
        raise UsageError(f"There is no attack {args.name[:40]!r}; they are in {FOLDER}.")
    seed, started, before = seeds.choose(args.seed), time.perf_counter(), _project()
    games: list[Played] = []
    with interrupt.ends_at_once():
        for played in play_all(chosen, LEVELS, args.rounds, seed):
            games.append(replace(played, verdict=None))
            _show(played)
    changed = sorted(before ^ _project())
    for line in changed:
        print(f"✗ the project has changed: {line}")
    broken = sum(bool(played.problems) for played in games)
    print(
        f"{len(games)} games of {len(chosen)} attacks as {_who()}, seed {seed}: {broken} not held. "
        f"{time.perf_counter() - started:.0f} s, the longest "
        f"{max(played.seconds for played in games):.0f} s; the grader took at most "
        f"{max(played.peak_mb for played in games)} MB and, for one submission, "
        f"{max(played.cpu_s for played in games):.1f} s of CPU time."
    )
    return Exit.FAILED if broken or changed else Exit.PASSED


def _show(played: Played) -> None:
    status = played.verdict.status if played.verdict else "no verdict"
    sign = "✗" if played.problems else "✓"
    name, level = played.attack.name, played.level.value
    cost = f"{played.cpu_s:5.1f} CPU s {played.peak_mb:4} MB"
    print(f"{sign} {name:36} {level:7} {status:14}{played.seconds:6.1f} s {cost}", flush=True)
    for problem in played.problems:
        print(f"    {problem}")
    if played.problems:
        print(f"    It {played.attack.tries}.")


def _project() -> set[str]:
    return set(play.files(ROOT, _NOT_OF_THE_PROJECT))


def _who() -> str:
    return "root" if os.geteuid() == 0 else "an ordinary user"
