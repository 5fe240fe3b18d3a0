"""Frozen dataclasses as JSON and back, led by their type hints."""

from __future__ import annotations

import base64
import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def plain(value: object) -> Any:
    """`value` in what JSON has: dataclasses become objects, bytes base64, enums their values."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    return value


def revive(kind: type[T], value: object) -> T:
    """The `kind` that `plain` made `value` of; a field that is missing takes its default.

    A dataclass that an older version kept as text has an `of_older` that makes one of it.
    Raises `ValueError` or `TypeError` for what does not fit.
    """
    return typing.cast(T, _revive(kind, value))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _revive(hint: Any, value: Any) -> Any:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        inner = next(a for a in typing.get_args(hint) if a is not types.NoneType)
        missing = value is None or (value == "" and is_dataclass(inner))
        return None if missing else _revive(inner, value)
    if origin is tuple:
        inner = typing.get_args(hint)[0]
        return tuple(_revive(inner, item) for item in value)
    if origin is Mapping:
        return {key: _revive(typing.get_args(hint)[1], item) for key, item in value.items()}
    if is_dataclass(hint):
        if isinstance(value, str) and hasattr(hint, "of_older"):
            return hint.of_older(value)
        if not isinstance(value, dict):
            raise ValueError(f"no {getattr(hint, '__name__', hint)}")
        known = _hints(typing.cast(type, hint))
        given = {name: _revive(known[name], value[name]) for name in known if name in value}
        return typing.cast(Any, hint)(**given)
    if hint is bytes:
        return base64.b64decode(value)
    if hint is float or issubclass(hint, Enum):
        return hint(value)
    if type(value) is not hint:
        raise ValueError(f"no {hint.__name__}")
    return value
