"""The standard library as the host serves it to guests, module by module."""

from __future__ import annotations

import importlib.machinery
import marshal
import sysconfig
from functools import lru_cache
from importlib.abc import InspectLoader
from types import CodeType

from grader.sandbox.imports import is_standard

# The interpreter is the guest's too, so what it finds there fits.
_FOLDERS = [sysconfig.get_path("stdlib")]
Served = tuple[CodeType, str, bool]  # the code, its file, whether it is a package
_KEPT = 1_000  # places of modules: there are fewer, but names are the guest's to make up
_frames: dict[str, bytes] = {}  # of the modules that were asked for
_TESTS = {"test", "tests", "idle_test"}  # packages of some megabytes that nobody computes with


def frame_of(name: str) -> bytes:
    """The frame that answers a guest which asks for a module: a marshalled `Served`."""
    if name in _frames:
        return _frames[name]
    code = code_of(name)
    data = marshal.dumps(code)
    frame = len(data).to_bytes(4, "big") + data
    if code is not None:  # names of modules that are none can be made up without end
        _frames[name] = frame
    return frame


def code_of(name: str) -> Served | None:
    """A pure module of the standard library, or None if there is no such. Nothing of it is run."""
    spec = _spec(name)
    loader = spec.loader if spec else None
    if spec is None or not isinstance(loader, InspectLoader):
        return None
    try:
        code = loader.get_code(name)
    except (ImportError, SyntaxError, OSError):
        return None
    if code is None:
        return None
    is_package = spec.submodule_search_locations is not None
    return code, spec.origin or "", is_package


@lru_cache(_KEPT)
def _spec(name: str) -> importlib.machinery.ModuleSpec | None:
    """Where a module of the standard library lies, found without importing its package."""
    package, _, last = name.rpartition(".")
    path: list[str] | None
    if package:
        parent = _spec(package)
        path = parent.submodule_search_locations if parent else None
    else:
        path = _FOLDERS if is_standard(name) else None
    if path is None or last in _TESTS:
        return None
    return importlib.machinery.PathFinder.find_spec(name, path)
