"""What an exercise says of its functions' arguments and results, in the table `laws` of its toml.

    [laws]
    linear = "x n×d, w d×h, b h -> n×h"
    cross_entropy = "logits n×c any, labels n labels of c -> number"
    sgd_step = "params params in place, grads like params, lr number ->"
    attention = "q n×d, k m×d, v m×e, causal flag = true -> n×e; m >= n"

An argument is a name, its type, and its roles:

- `n×d` is a Matrix, `matrices n×d` a list of them and `n` a Vector; equal letters are equal sizes.
  `number`; `flag` (a bool); `n labels of c` (ints in 0 … c−1); `count` (an int of 1 or more);
  `divisor of d`; `size of c`; `seed`; `params` (a flat list of Matrices and Vectors);
  `network d to c` (the params of 07);
  `like params` (what has the structure of another argument); `n ints`, `batches` (of ints),
  `matrices`, `sizes` (of layers).
- `any`: every finite float is meant; `large`: up to 1e300. `scaled`: of any scale, as nothing but
  products and sums meets it. `positive`: above 0. `from sigmoid`, `from softmax`,
  `from log_softmax`: as that function gives it. `in place`: changed by the call. `= 1e-5`: may be
  left out, and is given by its name.
- After `;` conditions on letters: `m >= n`; `n <= 64` where more would cost too much time.

Results are types. A table `laws_not_asked` says of a function which laws are not asked, and why.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache

from grader.curriculum import EXERCISES, Exercise

_LETTER = r"[a-zA-Z]"
_TYPES = (
    rf"(?P<matrix>{_LETTER}×{_LETTER})",
    rf"(?P<matrices>matrices {_LETTER}×{_LETTER})",
    rf"(?P<labels>{_LETTER} labels of {_LETTER})",
    rf"(?P<ints>{_LETTER} ints)",
    rf"(?P<divisor>divisor of {_LETTER})",
    rf"(?P<size>size of {_LETTER})",
    rf"(?P<network>network {_LETTER} to {_LETTER})",
    r"(?P<like>like \w+)",
    r"(?P<plain>number|flag|count|seed|params|batches|matrices|sizes)",
    rf"(?P<vector>{_LETTER})",
)
_TYPE = re.compile("|".join(_TYPES))
_ROLE = re.compile(
    r" (?:(?P<role>any|large|scaled|positive|in place)|from (?P<source>\w+)|= (?P<default>\S+))"
    r"(?= |$)"
)


@dataclass(frozen=True)
class Argument:
    """One argument or result: its type, the letters of its sizes, and its roles."""

    name: str
    kind: str  # "matrix", "vector", "labels", "number", …
    letters: tuple[str, ...] = ()
    like: str = ""
    roles: frozenset[str] = frozenset()
    source: str = ""  # the function that gives such values
    default: str | None = None

    @property
    def in_place(self) -> bool:
        """Whether the call changes it."""
        return "in place" in self.roles

    @property
    def is_any(self) -> bool:
        """Whether numbers of every size are meant."""
        return not self.roles.isdisjoint({"any", "large"})

    @property
    def holds_lists(self) -> bool:
        """Whether it is a list."""
        return self.kind not in ("number", "flag", "count", "seed", "divisor", "size")

    @property
    def holds_floats(self) -> bool:
        """Whether it is a list of floats, at any depth."""
        return self.kind in ("matrix", "matrices", "vector", "network", "params", "like")


@dataclass(frozen=True)
class Shape:
    """What a function takes and returns."""

    function: str
    arguments: tuple[Argument, ...]
    results: tuple[Argument, ...]
    at_least: tuple[tuple[str, str], ...] = ()  # letters: the first is not below the second
    at_most: dict[str, int] = field(default_factory=dict, hash=False)
    not_asked: dict[str, str] = field(default_factory=dict, hash=False)  # law: reason

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters of all sizes, in order of appearance."""
        every = [letter for argument in self.arguments for letter in argument.letters]
        return tuple(dict.fromkeys(every))

    @property
    def inner(self) -> str | None:
        """The letter over which a product adds up: two arguments have it, the result has not."""
        kept = {letter for result in self.results for letter in result.letters}
        holders = [x for a in self.arguments if a.holds_floats for x in dict.fromkeys(a.letters)]
        summed = (x for x in self.letters if x not in kept and holders.count(x) > 1)
        return next(summed, None)

    @property
    def is_drawn(self) -> bool:
        """Whether chance has a part in the result, so that nobody knows it beforehand."""
        return any(argument.kind == "seed" for argument in self.arguments)


def argument(text: str, *, named: bool = True) -> Argument:
    """Read "x n×d any". Raises `ValueError`."""
    name, _, rest = text.strip().partition(" ") if named else ("", "", text.strip())
    found = _TYPE.match(rest)
    if found is None:
        raise ValueError(f"{text.strip()!r} has no type: see grader/judging/laws/shapes.py")
    kind, words = next((k, w) for k, w in found.groupdict().items() if w is not None)
    roles, source, default, end = set(), "", None, found.end()
    while (role := _ROLE.match(rest, end)) is not None:
        roles |= {role["role"]} - {None}
        source, default, end = role["source"] or source, role["default"] or default, role.end()
    if rest[end:].strip():
        raise ValueError(f"{rest[end:].strip()!r} in {text.strip()!r} is not a role")
    letters = tuple(re.findall(rf"\b{_LETTER}\b", words.replace("×", " ")))
    if kind in ("plain", "like"):
        return Argument(
            name, words if kind == "plain" else "like", (), words[5:] if kind == "like" else "",
            frozenset(roles), source, default,
        )  # fmt: skip
    return Argument(name, kind, letters, "", frozenset(roles), source, default)


def shape(function: str, text: str, not_asked: dict[str, str] | None = None) -> Shape:
    """Read "x n×d, w d×h -> n×h". Raises `ValueError`."""
    signature, _, conditions_text = text.partition(";")
    takes, arrow, gives = signature.partition("->")
    if not arrow:
        raise ValueError(f"{function}: {text!r} has no ->")
    conditions = [part.strip() for part in conditions_text.split(",")]
    at_least = [part.split(" >= ") for part in conditions if " >= " in part]
    at_most = [part.split(" <= ") for part in conditions if " <= " in part]
    return Shape(
        function,
        tuple(argument(part) for part in takes.split(",") if part.strip()),
        tuple(argument(part, named=False) for part in gives.split(",") if part.strip()),
        tuple((larger, smaller) for larger, smaller in at_least),
        {letter: int(most) for letter, most in at_most},
        not_asked or {},
    )


@cache
def objects_of(exercise: Exercise) -> str:
    """The kind of objects whose laws an exercise is asked, "" for none."""
    path = EXERCISES / exercise.folder / "exercise.toml"
    return str(tomllib.loads(path.read_text(encoding="utf-8")).get("laws_of_objects", ""))


@cache
def of(exercise: Exercise) -> tuple[Shape, ...]:
    """The shapes of an exercise's functions, none if it declares none. Raises `ValueError`."""
    path = EXERCISES / exercise.folder / "exercise.toml"
    fields = tomllib.loads(path.read_text(encoding="utf-8"))
    not_asked = fields.get("laws_not_asked", {})
    return tuple(
        shape(function, text, not_asked.get(function))
        for function, text in fields.get("laws", {}).items()
    )
