"""Turns of phrase that the project's texts do without: `make check` names the lines that have them.

Each reads as translated. The lists say what to write instead.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from grader.curriculum import ROOT
from grader.outcome import Exit

SUFFIXES = {".md", ".py", ".toml"}
FOLDERS = ("exercises", "solutions", "grader", "data")
# What is refused, and what a good engineer would say.
REFUSED = {
    r"(?<![tT]here\s)\b(is|are|was|were) no (?!(longer|more|fewer|less)\b)": "is not a …",
    r"\bwhat is (made|left|sent|given|asked|called) of\b": "a noun",
    r"\bcame back as what\b": "what came back, and what was expected",
    r"\bwhat is no\b": "something that is not a …",
    r"\bof that kind is\b": "such a … is",
    r"\bis of no use\b": "cannot be used",
    r"\bwithout a word\b": "silently",
    r"\b[Aa]sked for (is|are)\b": "return …, or raise …",
    r"\bin the mean\b": "on average",
}
# Lines that may say it: the lists above, and where the words mean something else.
ALLOWED = (
    "grader/workshop/wording.py",
    "grader/tests/test_workshop.py",
    "exercises/CONTRACT.md",  # the contract is given as it is
)


def lines(root: Path = ROOT) -> Iterator[str]:
    """A line for each place where a refused turn begins: the file, its line, what to say."""
    files = [root / "README.md", root / "CONTRIBUTING.md", root / "CHANGELOG.md"]
    for folder in FOLDERS:
        files += sorted(p for p in (root / folder).rglob("*") if _is_ours(p))
    for path in files:
        name = path.relative_to(root).as_posix()
        if name in ALLOWED or not path.is_file():
            continue
        text = path.read_text("utf-8", "replace")
        for turn, better in REFUSED.items():
            for found in re.finditer(turn.replace(" ", r"\s+"), text):
                line = text.count("\n", 0, found.start()) + 1
                yield f"{name}:{line}: {' '.join(found[0].split())!r} (say: {better})"


def _is_ours(path: Path) -> bool:
    """Whether the project wrote a file: what else lies beside a stub is the candidate's."""
    if path.parent.parent.name == "exercises":
        texts = ("README.md", "hints.md", "exercise.toml")
        return path.name in texts or path.name.startswith("test_")
    return path.suffix in SUFFIXES


def command(args: argparse.Namespace) -> int:
    """Print every such place; 1 if there is one."""
    found = list(lines())
    print("".join(f"{line}\n" for line in found), end="")
    return Exit.FAILED if found else Exit.PASSED
