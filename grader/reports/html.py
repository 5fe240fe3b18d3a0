"""Verdicts as pages: one self-contained file each, everything in it escaped, nothing loaded.

Templates in `templates/`; autoescape is on, and the page's own policy forbids to load anything.
"""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from grader import curriculum
from grader.judging.verdicts import Verdict
from grader.reports import svg
from grader.reports.labels import DATA_NAMES, HELD, WORDS, points


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("grader.reports"),
        autoescape=select_autoescape(("html", "j2"), default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"points": points, "visible": visible, "in_project": _in_project}
    environment.globals |= {"svg": svg, "words": WORDS, "held": HELD, "data_names": DATA_NAMES}
    environment.globals["exercise_of"] = curriculum.exercise
    return environment


def _in_project(path: Path) -> str:
    return path.relative_to(curriculum.ROOT).as_posix()


def visible(text: str) -> str:
    """Text from a submission with what cannot be seen made visible; lines and tabs stay."""
    return "".join(
        c if c.isprintable() or c in "\n\t" else c.encode("unicode_escape").decode() for c in text
    )


def render(template: str, **values: Any) -> str:
    """A page of `templates/`."""
    return _environment().get_template(template).render(**values)


def as_page(verdict: Verdict) -> str:
    """A grading as one page."""
    return render("grading.html.j2", verdict=verdict, date=time.strftime("%Y-%m-%d %H:%M"))
