"""The grader's rooms: imports point one way, and what travels to the guest has none of them."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter

import pytest

from grader.curriculum import ROOT
from grader.sandbox import programs

# The lowest first: a room imports from those before it, and from the modules beside the rooms.
ROOMS = ("sandbox", "judging", "reports", "practice", "hunt", "interview", "cohort", "workshop")
ENTRANCES = {"grader.cli", "grader.commands", "grader.__main__"}
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in (ROOT / "grader").rglob("*.py")
    if "tests" not in path.parts
}


def room(module: str) -> str:
    """The room that a module is in, "" if it stands beside them."""
    name = module.split(".")[1] if "." in module else ""
    return name if name in ROOMS else ""


def imported(tree: ast.AST) -> Iterator[str]:
    """The modules of the grader that are imported anywhere in a syntax tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from [name for name in inner if name in MODULES] or [node.module]
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def imports(module: str) -> set[str]:
    """What a module imports of the grader when it runs; imports for its types do not count."""
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    return {name for name in imported(tree) if name in MODULES}


@pytest.mark.parametrize("inside", ROOMS)
def test_a_room_imports_from_the_rooms_below(inside: str) -> None:
    above = set(ROOMS[ROOMS.index(inside) + 1 :])
    wrong = [
        f"{module} imports {name}"
        for module in MODULES
        if room(module) == inside
        for name in imports(module)
        if room(name) in above or name in ENTRANCES
    ]
    assert wrong == []


def test_no_module_imports_itself_by_way_of_others() -> None:
    TopologicalSorter({module: imports(module) for module in MODULES}).prepare()


@pytest.mark.parametrize("module", programs.MODULES)
def test_what_travels_to_the_guest_imports_nothing_that_does_not(module: str) -> None:
    travelled = programs.MODULES[: programs.MODULES.index(module)]
    assert imports(f"grader.sandbox.{module}") <= {f"grader.sandbox.{name}" for name in travelled}


LATE = ("ssl", "sqlite3", "urllib.request", "jinja2", "multiprocessing", "asyncio", "email.policy")
LATE_ROOMS = (
    "interview.store",
    "practice",
    "hunt",
    "cohort",
    "workshop",
    "download",
    "judging.finale",
)


def test_a_green_verdict_imports_only_what_its_path_needs() -> None:
    script = (
        "import runpy, sys\n"
        "sys.argv = ['grader', 'test', '--submission=solutions', '1']\n"
        "try: runpy.run_module('grader', run_name='__main__', alter_sys=True)\n"
        "except SystemExit: print(*sys.modules, sep='\\n')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = done.stdout.split("\n")
    assert "grader.judging.run" in loaded
    late = [*LATE, *(f"grader.{name}" for name in LATE_ROOMS)]
    assert [name for name in late if name in loaded] == []
