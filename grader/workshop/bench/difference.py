"""How far lists of the references are from PyTorch's tensors."""

from __future__ import annotations

from typing import Any


def difference(mine: Any, theirs: Any) -> float:
    """The largest difference between nested lists and a tensor, relative to max(1, |tensor's|)."""
    flat: list[float] = theirs.detach().reshape(-1).tolist()
    own = _flat(mine)
    if len(own) != len(flat):
        return float("inf")
    return max(abs(a - b) / max(1.0, abs(b)) for a, b in zip(own, flat, strict=True))


def worst(pairs: list[tuple[Any, Any]]) -> float:
    """The largest difference of several pairs."""
    return max(difference(mine, theirs) for mine, theirs in pairs)


def _flat(thing: Any) -> list[float]:
    if isinstance(thing, list | tuple):
        return [number for item in thing for number in _flat(item)]
    return [float(thing)]
