"""`solutions/NN_name/refused_by.toml`: the property that refuses each mistake.

The proof writes it, and its quick form reads it: a mistake is asked that property first, and the
rest only if it holds.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from grader.curriculum import SOLUTIONS, Exercise

_HEAD = "# Which property refuses each mistake: written by `make prove`, read by its quick form.\n"


def _path(exercise: Exercise) -> Path:
    return SOLUTIONS / exercise.folder / "refused_by.toml"


def read(exercise: Exercise) -> dict[str, str]:
    """The property's name by the mistake's slug; empty if nothing was written down."""
    try:
        return dict(tomllib.loads(_path(exercise).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}


def write(exercise: Exercise, refused_by: Mapping[str, Sequence[str]]) -> None:
    """Write down which property refuses each mistake, the surest of those that were found first.

    What is written down stands as long as it is among them; what nobody refused is left out.
    """
    known = read(exercise)
    lines = sorted(
        f'{slug} = "{known[slug] if known.get(slug) in found else found[0]}"\n'
        for slug, found in refused_by.items()
        if found
    )
    text = _HEAD + "".join(lines)
    path = _path(exercise)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
