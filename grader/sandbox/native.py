"""System calls that the standard library does not offer, by way of the C library.

Travels to the guest. `_ctypes` is loaded when `System` is made, from a file: before any wall.
"""

from __future__ import annotations

import os
import sys

from grader.sandbox.syscalls import MACHINES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_INT = 0xFFFF_FFFF


class System:
    """The C library's system calls, for those that the standard library does not offer."""

    def __init__(self) -> None:
        if sys.platform != "linux":
            raise OSError("not Linux")
        import _ctypes

        native: Any = _ctypes

        class Long(native._SimpleCData):  # type: ignore[misc]
            _type_ = "l"

        class Byte(native._SimpleCData):  # type: ignore[misc]
            _type_ = "B"

        class Function(native.CFuncPtr):  # type: ignore[misc]
            _flags_ = native.FUNCFLAG_CDECL | native.FUNCFLAG_USE_ERRNO
            _restype_ = Long

        libc = native.dlopen(None, 0)
        self.functions: dict[str, Callable[..., int]] = {
            name: Function(native.dlsym(libc, name))
            for name in ("prctl", "syscall", "capset", "unshare")
        }
        self.errno, self.address = native.get_errno, native.addressof
        self.byte: Any = Byte
        machine = os.uname().machine
        self.machine = MACHINES.index(machine) if machine in MACHINES else None

    def call(self, name: str, *arguments: int | bytes | None) -> int:
        """Call a function of the C library with numbers and bytes (by address). Raises OSError."""
        result = self.functions[name](*arguments)
        if result & _INT == _INT:  # -1, as a long or as an int that fills half of one
            raise OSError(self.errno(), os.strerror(self.errno()))
        return result

    def prctl(self, option: int, value: int) -> None:
        """Set one option of this process. Raises OSError."""
        self.call("prctl", option, value, 0, 0, 0)

    def pointer(self, data: bytes) -> tuple[Any, bytes]:
        """A copy of `data` that stays while it is referred to, and its address as bytes."""
        copy = (self.byte * len(data)).from_buffer_copy(data)
        return copy, self.address(copy).to_bytes(8, sys.byteorder)
