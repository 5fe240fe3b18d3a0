"""The objects and the values of a guest: what stays, what was sent, what is told of it.

Travels to the guest. No code of a submission is run to find out what a thing is.
"""

from __future__ import annotations

from base64 import b64decode

TYPE_CHECKING = False  # importing typing would cost each guest some milliseconds
if TYPE_CHECKING:
    from typing import Any

MAX_DEPTH = 8  # of nested lists: no contract needs more than four
MAX_DIGITS = 400  # of an int: more do not fit a float
NUMBERS = {int, float}
# What things really are, whatever they say of themselves.
BASES: Any = type.__dict__["__mro__"].__get__
NAME: Any = type.__dict__["__name__"].__get__


class Objects:
    """What stays in the guest: by handles that tell objects apart, and in slots the host names."""

    def __init__(self) -> None:
        self.held: list[Any] = []
        self.handles: dict[int, int] = {}
        self.kept: dict[Any, Any] = {}
        self.names: dict[str, Any] = {}  # of the module
        self.scope: dict[str, Any] = {}  # of the host's definitions

    def handle(self, value: Any) -> int:
        """The handle of an object: the same one each time."""
        if id(value) not in self.handles:
            self.handles[id(value)] = len(self.held)
            self.held.append(value)
        return self.handles[id(value)]


class Values:
    """The values of one request: decodes what was sent, encodes what goes back."""

    def __init__(self, lists: list[Any], objects: Objects) -> None:
        self.lists = lists
        self.objects = objects
        self.numbers = {id(value): number for number, value in enumerate(lists)}
        for value in lists:
            if not set(map(type, value)) <= NUMBERS:
                value[:] = map(self.decode, value)

    def decode(self, value: Any) -> Any:
        """A value from the wire."""
        if type(value) is not dict:
            return value
        [(tag, content)] = value.items()
        if tag == "list":
            return self.lists[content]
        if tag == "kept":
            return self.objects.kept[content]
        if tag == "handle":
            return self.objects.held[content]
        if tag == "name":
            if content not in self.objects.names:
                raise NameError(f"name '{content}' is not defined")
            return self.objects.names[content]
        if tag == "tuple":
            return tuple(map(self.decode, content))
        if tag == "slice":
            return slice(*content)
        columns, text = content  # pixels
        levels = [level / 255 for level in range(256)]
        flat = [levels[byte] for byte in b64decode(text)]
        return [flat[i : i + columns] for i in range(0, len(flat), columns)]

    def encode(self, value: Any) -> Any:
        """A value for the wire, its list objects told apart."""
        return self._encode(value, dict(self.numbers), 0)

    def lists_now(self) -> list[Any]:
        """What the lists that were sent hold now, in their order."""
        numbers = dict(self.numbers)
        return [self._items(value, numbers, 0) for value in self.lists]

    def _items(self, value: Any, numbers: dict[int, int], depth: int) -> list[Any]:
        if type(value) is list and set(map(type, value)) <= {float}:
            return value
        each = list.__iter__(value) if type(value) is list else tuple.__iter__(value)
        return [self._encode(item, numbers, depth) for item in each]

    def _encode(self, value: Any, numbers: dict[int, int], depth: int) -> Any:
        kind = type(value)
        if kind is float or kind is bool or value is None:
            return value
        if kind is int:
            if value.bit_length() < MAX_DIGITS * 3:
                return value
            return {"object": [self.objects.handle(value), f"int of {value.bit_length()} bits"]}
        if kind is str:
            return value[:100_000].encode("utf-8", "replace").decode()
        if kind is list and depth < MAX_DEPTH:
            if id(value) in numbers:
                return {"list": numbers[id(value)]}
            numbers[id(value)] = len(numbers)
            return self._items(value, numbers, depth + 1)
        if tuple in BASES(kind) and depth < MAX_DEPTH:
            return {"tuple": self._items(value, numbers, depth + 1)}
        return {"object": [self.objects.handle(value), NAME(kind)[:80]]}
