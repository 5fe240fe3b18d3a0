"""What a guest can import: the submission's modules, and the standard library.

Travels to the guest. No file can be opened there. The submission's sources are given; pure modules
of the standard library are asked of the host when they are first imported, so that no list of what
imports what is needed; extension modules are mapped into memory before the walls stand, and take
effect when they are imported.
"""

from __future__ import annotations

import importlib.machinery
import json
import marshal
import os
import sys

from grader.sandbox.channel import receive_bytes, send

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

SHOWN = 120  # characters of a line of source
ROOM = 60  # frames of the stack that it takes to ask the host
# Extension modules that no guest needs: they reach for the terminal, or for
# libraries that are large.
UNWANTED = (
    "_ctypes_test", "_curses", "_dbm", "_gdbm", "_hashlib", "_sqlite3", "_ssl", "_test", "_tkinter",
    "_xx", "nis", "ossaudiodev", "readline", "spwd", "xx",
)  # fmt: skip


class SubmissionFinder:
    """Imports the submission's modules, by their bare names, from the sources the host sent.

    `files` are the names of their files for a debugger; here a module is `softmax.py`.
    """

    def __init__(self, sources: dict[str, str], files: dict[str, str] | None = None) -> None:
        self.sources = sources
        self.files = files or {name: name + ".py" for name in sources}
        self.names = {file: name for name, file in self.files.items()}

    def find_spec(
        self, name: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Where the module comes from, if it is one of the submission's."""
        if name in self.sources:
            return importlib.machinery.ModuleSpec(name, self)  # type: ignore[arg-type]
        return None

    def create_module(self, spec: object) -> None:
        """Leave making the module to Python."""
        return None

    def exec_module(self, module: Any) -> None:
        """Run the module's source."""
        name = module.__name__
        module.__file__ = self.files[name]  # many a script looks for its own folder
        exec(compile(self.sources[name], self.files[name], "exec"), module.__dict__)

    def place(self, file: Any, line: Any) -> list[Any]:
        """[[file, line, its text]] of a line in one of the modules, [] of any other."""
        if type(file) is not str or file not in self.names or type(line) is not int:
            return []
        lines = self.sources[self.names[file]].split("\n")
        if not 0 < line <= len(lines):
            return []
        return [[self.names[file] + ".py", line, lines[line - 1].strip()[:SHOWN]]]


class LibraryFinder:
    """Imports the standard library: mapped extension modules, and pure ones from the host."""

    def __init__(self, extensions: dict[str, str]) -> None:
        self.extensions = extensions

    def find_spec(
        self, name: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Where the module comes from, if it is one of the standard library's."""
        file = self.extensions.get(name)
        if file is not None:
            loader: Any = importlib.machinery.ExtensionFileLoader(name, file)
            return importlib.machinery.ModuleSpec(name, loader, origin=file)
        if not is_standard(name.partition(".")[0]):
            return None
        found = asked_of_host(name)
        if found is None:
            return None
        code, file, is_package = found
        served: Any = Served(code)
        spec = importlib.machinery.ModuleSpec(name, served, origin=file, is_package=is_package)
        spec.has_location = True
        return spec


class Served:
    """Runs the code of one module of the standard library, as the host sent it."""

    def __init__(self, code: Any) -> None:
        self.code = code

    def create_module(self, spec: object) -> None:
        """Leave making the module to Python."""
        return None

    def exec_module(self, module: Any) -> None:
        """Run the module's code."""
        exec(self.code, module.__dict__)


def asked_of_host(name: str) -> Any:
    """(code, file, whether it is a package) of a module, or None if there is none.

    Raises RecursionError before it asks: an answer that nobody reads would be taken for a request.
    """
    room(ROOM)
    send(json.dumps(["module", name[:200]], separators=(",", ":")).encode())
    return marshal.loads(receive_bytes())


def is_standard(name: str) -> bool:
    """Whether a top-level module of this name is the standard library's."""
    return name in sys.stdlib_module_names or name.startswith("_sysconfigdata")


def room(frames: int) -> None:
    """Use so many frames of the stack, and give them back."""
    if frames:
        room(frames - 1)


def map_extensions() -> dict[str, str]:
    """Map the standard library's extension modules into memory: their files, by name.

    The C library opens no file for one that it has mapped already. Python initialises each when
    it is imported. Where `_ctypes` cannot be had they are made, and the modules thrown away.
    """
    suffix = importlib.machinery.EXTENSION_SUFFIXES[0]
    found = {}
    for folder in sys.path:
        try:
            files = os.listdir(folder)
        except OSError:
            continue
        for file in files:
            name = file[: -len(suffix)]
            if file.endswith(suffix) and not name.startswith(UNWANTED):
                found[name] = os.path.join(folder, file)
    try:
        import _ctypes

        opened: Callable[[str, int], object] = _ctypes.dlopen
    except ImportError:
        opened = made
    mapped = {}
    for name, file in found.items():
        try:
            if name not in sys.modules:
                opened(file, 0)
        except Exception:
            continue  # importing it will say that there is none
        mapped[name] = file
    return mapped


def made(file: str, _mode: int) -> None:
    """Make the module of an extension's file, which maps it."""
    name = os.path.basename(file).partition(".")[0]
    loader: Any = importlib.machinery.ExtensionFileLoader(name, file)
    loader.create_module(importlib.machinery.ModuleSpec(name, loader, origin=file))
    sys.modules.pop(name, None)
