"""Plants a mistake of the catalogue into a right module, as plain code that tells nothing.

The mistake's function takes the place of the right one, under its name and with its docstring;
what it needs of the catalogue or the reference comes with it, and what nobody uses any more goes.
Every module, planted or not, is written by the same printer, without comments, so that layout tells
nothing either.
"""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache

from grader.curriculum import Exercise
from grader.hunt import disguise, printing
from grader.hunt.disguise import Definition

# Words by which a module would give itself away.
TELLING = re.compile(
    r"bug|mistake|planted|wrong|should be|misconception|mutant|catalogue", re.IGNORECASE
)


@dataclass(frozen=True)
class Seed:
    """A mistake that can be planted: what it replaces, its slug, and what it tells afterwards."""

    exercise: Exercise
    name: str
    slug: str
    about: str

    @property
    def label(self) -> str:
        """The catalogue's name of it: `softmax__whole_matrix_max`."""
        return f"{self.name}__{self.slug}"


@cache
def seeds(exercise: Exercise) -> tuple[Seed, ...]:
    """The mistakes of one exercise that are one function or class each, in catalogue order."""
    listed = _catalogue(exercise)
    slugs = [node.name.partition("__")[2] for node in listed.wrong]
    return tuple(
        Seed(exercise, name, slug, " ".join((ast.get_docstring(node) or "").split()))
        for node in listed.wrong
        for name, _, slug in [node.name.partition("__")]
        if slugs.count(slug) == 1
    )


@dataclass(frozen=True)
class _Catalogue:
    wrong: tuple[Definition, ...]
    shared: tuple[ast.stmt, ...]


@cache
def _catalogue(exercise: Exercise) -> _Catalogue:
    path = exercise.mistakes
    body = ast.parse(path.read_text(encoding="utf-8")).body if path.is_file() else []
    wrong = [n for n in body if isinstance(n, Definition) and "__" in n.name.strip("_")]
    shared = [n for n in body if n not in wrong and not _imports_from(n, exercise.name)]
    return _Catalogue(tuple(wrong), tuple(shared))


def _imports_from(node: ast.stmt, module: str) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module in (module, "__future__")


def module(base: str, planted: Sequence[Seed], rng: random.Random) -> str | None:
    """The text of a right module with these mistakes in it; None if they do not fit into it.

    `base` is the reference or a right variant. A mistake does not fit where what it needs would
    change the meaning of a name that the module has already.
    """
    if "import *" in base:
        return None  # which names come by it nobody sees
    tree = ast.parse(base)
    offered = {name for node in tree.body for name in _defines(node)} - _uses(tree)
    for seed in planted:
        if not _plant(tree, seed):
            return None
    tree = disguise.disguised(_tidy(tree, offered), {seed.name for seed in planted}, rng)
    text = printing.printed(tree, docstrings=True)
    if TELLING.search(text):
        text = printing.printed(tree, docstrings=False)
    return None if TELLING.search(text) else text


def _plant(tree: ast.Module, seed: Seed) -> bool:
    wrong = next(n for n in _catalogue(seed.exercise).wrong if n.name == seed.label)
    here = next((n for n in tree.body if isinstance(n, Definition) and n.name == seed.name), None)
    if here is None or type(here) is not type(wrong):
        return False
    new = _merged(here, _copy(wrong), seed)
    if new is None:
        return False
    if not any(isinstance(n, ast.FunctionDef) and n.returns for n in ast.walk(here)):
        _strip_annotations(new)
    needed = _needed(new, tree, seed)
    if needed is None:
        return False
    at = tree.body.index(here)
    tree.body[at] = new
    definitions = [node for node in needed if not isinstance(node, ast.Import | ast.ImportFrom)]
    imports = [node for node in needed if node not in definitions]
    tree.body[at:at] = definitions
    tree.body += imports
    return True


def _copy(node: Definition) -> Definition:
    copied = ast.parse(ast.unparse(node)).body[0]
    assert isinstance(copied, Definition)
    return copied


def _merged(here: Definition, wrong: Definition, seed: Seed) -> Definition | None:
    """The mistake under the right name; a class that builds on the right one becomes one class."""
    docstring = here.body[:1] if ast.get_docstring(here) is not None else []
    body = wrong.body[1:] if ast.get_docstring(wrong) is not None else wrong.body
    renamed = _Renaming(seed.label, seed.name)
    body = [renamed.visit(node) for node in body]
    if isinstance(here, ast.FunctionDef) and isinstance(wrong, ast.FunctionDef):
        wrong.name, wrong.body = seed.name, [*docstring, *body]
        return wrong
    assert isinstance(here, ast.ClassDef) and isinstance(wrong, ast.ClassDef)
    if not any(isinstance(base, ast.Name) and base.id == seed.name for base in wrong.bases):
        wrong.name, wrong.body = seed.name, [*docstring, *body]
        return wrong
    if any("super" in ast.unparse(node) for node in body):
        return None  # there would be two classes, and the second one the tell-tale
    replaced = {node.name for node in body if isinstance(node, ast.FunctionDef)}
    kept = [n for n in here.body if not (isinstance(n, ast.FunctionDef) and n.name in replaced)]
    both = [*kept, *body]
    both.sort(key=lambda node: _order(here, node))
    return ast.ClassDef(here.name, here.bases, here.keywords, both, here.decorator_list)


def _order(here: ast.ClassDef, node: ast.stmt) -> int:
    """Where a statement of a merged class stood in the right one; what is new comes last."""
    names = [getattr(other, "name", None) for other in here.body]
    if node in here.body:
        return here.body.index(node)
    name = getattr(node, "name", None)
    return names.index(name) if name in names else len(names)


def _strip_annotations(node: ast.AST) -> None:
    """Leave out types, as the module around does."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.FunctionDef):
            inner.returns = None
            for argument in [*inner.args.args, *inner.args.kwonlyargs, *inner.args.posonlyargs]:
                argument.annotation = None


class _Renaming(ast.NodeTransformer):
    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = old, new

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """Rename a use of the mistake's own name."""
        return ast.Name(self._new, node.ctx) if node.id == self._old else node


def _needed(new: Definition, tree: ast.Module, seed: Seed) -> list[ast.stmt] | None:
    """What has to come along: helpers and imports that the module lacks, in their order.

    None if a name that is needed means something else in the module.
    """
    reference = ast.parse(seed.exercise.reference.read_text(encoding="utf-8")).body
    offered = [*_catalogue(seed.exercise).shared, *reference]
    present = {name: ast.unparse(node) for node in tree.body for name in _defines(node)}
    names = {name for node in offered for name in _defines(node)}
    found: list[ast.stmt] = []
    pending = [name for name in _uses(new) if name in names]
    done = {seed.name}
    while pending:
        name = pending.pop()
        if name in done:
            continue
        done.add(name)
        giver = next(node for node in offered if name in _defines(node))
        if isinstance(giver, ast.Assign) and isinstance(giver.value, ast.Name):
            return None  # `_right = softmax`: the mistake wraps the right function
        if name in present:
            public = not name.startswith("_")
            if present[name] != ast.unparse(giver) and not public:
                return None
            continue
        if giver not in found:
            found.append(giver)
            pending += [used for used in _uses(giver) if used in names]
    if any(TELLING.search(ast.unparse(node)) for node in found):
        return None
    return [deepcopy(node) for node in sorted(found, key=offered.index)]


def _defines(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            for alias in names:
                yield alias.asname or alias.name
        case ast.Assign(targets=targets):
            for target in targets:
                if isinstance(target, ast.Name):
                    yield target.id
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name


def _uses(node: ast.AST) -> set[str]:
    return {found.id for found in ast.walk(node) if isinstance(found, ast.Name)}


def _tidy(tree: ast.Module, offered: set[str]) -> ast.Module:
    """The module with its docstring and imports first, each import once and none unused.

    Imports of names that are offered stay: the right module has them for others.
    What only the planted function needed, or only the right one, must not stand out.
    """
    private = {n.name for n in tree.body if isinstance(n, Definition) and n.name.startswith("_")}
    body = [node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom)]
    while True:
        used = {name for node in body for name in _uses(node) - set(_defines(node))}
        kept = [n for n in body if _is_kept(n, private, used)]
        if len(kept) == len(body):
            break
        body = kept
    used |= offered
    names: dict[str, dict[str, str]] = {}
    plain: list[ast.stmt] = []
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                bound = alias.asname or alias.name
                if bound in used or node.module == "__future__":
                    names.setdefault(node.module, {})[bound] = alias.name
        elif isinstance(node, ast.Import):
            kept_names = [a for a in node.names if (a.asname or a.name).split(".")[0] in used]
            if kept_names and ast.unparse(ast.Import(kept_names)) not in map(ast.unparse, plain):
                plain.append(ast.Import(kept_names))
    names = {module: dict(sorted(of.items())) for module, of in names.items()}
    froms: list[ast.stmt] = [
        ast.ImportFrom(
            module,
            [
                ast.alias(name, bound if bound != name else None)
                for bound, name in sorted(of.items())
            ],
            0,
        )
        for module, of in sorted(names.items())
    ]
    future = [n for n in froms if _imports_from(n, "__future__")]
    rest = [*sorted(plain, key=ast.unparse), *(n for n in froms if n not in future)]
    docstring = body[:1] if body and isinstance(body[0], ast.Expr) else []
    values = [n for n in body if isinstance(n, ast.Assign | ast.AnnAssign)]
    types = [n for n in values if next(_defines(n), "")[:1].isupper() and not _calls(n)]
    others = [n for n in body if n not in docstring and n not in types]
    return ast.Module([*docstring, *future, *rest, *types, *others], [])


def _calls(node: ast.stmt) -> bool:
    return any(isinstance(inner, ast.Call) for inner in ast.walk(node))


def _is_kept(node: ast.stmt, private: set[str], used: set[str]) -> bool:
    """Whether a statement is the exercise's own, or used by one that is."""
    if isinstance(node, ast.Assign):
        names = list(_defines(node))
        return not names or not names[0][:1].isupper() or not used.isdisjoint(names)
    name = getattr(node, "name", "")
    return name not in private or name in used
