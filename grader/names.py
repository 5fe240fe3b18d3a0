"""Names for the finale of the track `gpt`: those of the census, or a list of one's own."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader import seeds
from grader.idx import DataError
from grader.outcome import UsageError
from grader.shuffle import permutation

CENSUS = Path(__file__).resolve().parent.parent / "data" / "names" / "first-names.txt"
CENSUS_SHA256 = "cba14f452b7768bd7fe093035a67491d4a334061634ccfd51522fb796910e75e"
ALPHABET = "abcdefghijklmnopqrstuvwxyz"
BOUNDARY, TOKENS = 0, 27
CONTEXT = 16
LONGEST = CONTEXT - 1  # letters: the boundary before a name takes a place
ASKED = 1_000
FEWEST = 1_000  # names in a list of one's own
LARGEST_FILE = 10_000_000  # bytes
SMOOTHING = 0.1  # added to each count of the table of pairs


@dataclass(frozen=True)
class Deal:
    """The names of a run as the guest knows them, with letters exchanged, and how to turn back."""

    learn: tuple[str, ...]
    ask: tuple[str, ...]
    letters: str  # that stand for a … z
    seed: int  # for `fit`

    def real(self, name: str) -> str:
        """The name that the guest knows as `name`."""
        return name.translate(str.maketrans(self.letters, ALPHABET))

    def pairs_loss(self) -> float:
        """The loss on the names asked about of a table of the pairs of letters in the others.

        In nats per predicted token.
        """
        counts = [[SMOOTHING] * TOKENS for _ in range(TOKENS)]
        for name in self.learn:
            for before, after in _pairs(name):
                counts[before][after] += 1
        totals = [sum(row) for row in counts]
        surprises = [
            math.log(totals[before] / counts[before][after])
            for name in self.ask
            for before, after in _pairs(name)
        ]
        return math.fsum(surprises) / len(surprises)


def choice(path: str | None) -> str | None:
    """The path of a list of names, if it serves. Raises `UsageError`."""
    if path is not None:
        load(path)
    return path


def load(path: str | None) -> tuple[str, ...]:
    """The names of a file, in which each is a line, or those of the census; sorted, each once.

    Raises `UsageError` for a file that does not serve, `DataError` if the census names are damaged.
    """
    if path is not None:
        return _checked(_read(path), path)
    data = CENSUS.read_bytes() if CENSUS.is_file() else b""
    if hashlib.sha256(data).hexdigest() != CENSUS_SHA256:
        raise DataError(f"{CENSUS} is missing or damaged: restore it from the repository.")
    return tuple(data.decode("ascii").split())


def _read(path: str) -> str:
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"NAMES: {path!r} cannot be read ({reason}).") from None
    if len(data) > LARGEST_FILE:
        raise UsageError(f"NAMES: {path!r} is larger than {LARGEST_FILE // 1_000_000} MB.")
    return data.decode("utf-8-sig", "replace")


def _checked(text: str, path: str) -> tuple[str, ...]:
    names = set()
    for number, line in enumerate(text.splitlines(), 1):
        name = line.strip()
        if not set(name) <= set(ALPHABET):
            raise UsageError(
                f"NAMES: line {number} of {path!r} is {name[:30]!r}; a name has a to z alone, in "
                "lower case."
            )
        if len(name) > LONGEST:
            raise UsageError(
                f"NAMES: line {number} of {path!r} has {len(name)} letters; a name has at most "
                f"{LONGEST}."
            )
        names.add(name)
    names.discard("")
    if len(names) < FEWEST:
        raise UsageError(
            f"NAMES: {path!r} has {len(names):,} different names; at least {FEWEST:,} are needed."
        )
    return tuple(sorted(names))


def deal(names: Sequence[str], seed: int, rows: int | None = None) -> Deal:
    """Draw one in five, at most 1,000, to ask about; of the rest, `rows` to learn from."""
    drawn = permutation(len(names), seeds.derived(seed, "names"))
    order = permutation(len(ALPHABET), seeds.derived(seed, "letters"))
    letters = "".join(ALPHABET[i] for i in order)
    exchanged = str.maketrans(ALPHABET, letters)
    asked = min(ASKED, len(names) // 5)
    called = [names[i].translate(exchanged) for i in drawn]
    learn = called[asked:][:rows]
    return Deal(tuple(learn), tuple(called[:asked]), letters, seeds.derived(seed, "fit"))


def tokens(name: str) -> list[int]:
    """The boundary, the letters as 1 … 26, the boundary."""
    return [BOUNDARY, *(1 + ALPHABET.index(letter) for letter in name), BOUNDARY]


def text(tokens: Iterable[int]) -> str:
    """The letters of tokens, without boundaries."""
    return "".join(ALPHABET[token - 1] for token in tokens if token != BOUNDARY)


def _pairs(name: str) -> Iterable[tuple[int, int]]:
    sequence = tokens(name)
    return zip(sequence, sequence[1:], strict=False)
