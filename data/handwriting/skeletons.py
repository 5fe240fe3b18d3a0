"""The skeletons of the ten digits, read from skeletons.toml, which describes its own fields."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from .path import Point

Form = list[list[Point]]


@dataclass(frozen=True)
class Family:
    """Forms of a digit that can be blended, and the share of writers who use them."""

    digit: int
    share: float
    forms: tuple[Form, ...]


def _read() -> tuple[tuple[Family, ...], ...]:
    text = Path(__file__).with_name("skeletons.toml").read_text(encoding="utf-8")
    families = [
        Family(entry["digit"], entry["share"], tuple(_form(form) for form in entry["forms"]))
        for entry in tomllib.loads(text)["family"]
    ]
    return tuple(
        tuple(family for family in families if family.digit == digit) for digit in range(10)
    )


def _form(text: str) -> Form:
    return [[_point(point.strip()) for point in stroke.split(",")] for stroke in text.split("|")]


def _point(text: str) -> Point:
    x, y = text.rstrip("!").split()
    return Point(float(x) / 100.0, float(y) / 100.0, corner=text.endswith("!"))


SKELETONS = _read()
