"""Writes a module's functions anew: the same meaning, under local names drawn by the seed.

A right module and a planted one are both written so. Otherwise the one function that differs from
every text in `solutions/` would be the one to look at.
"""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Collection, Sequence

# Names that may stand for one another: a local is given another name of its line.
_KIN = (
    "row line entries", "rows lines matrix", "column col", "columns cols", "values items numbers",
    "label target cls", "total acc s running_sum", "result res answer ret", "order perm sequence",
    "layer stage module", "out res ans result", "size dim length", "sizes dims lengths",
    "start begin offset", "rng generator gen", "loss cost", "losses costs history",
    "mean average mu", "batch chunk picked", "batches chunks pieces", "scale factor by",
    "largest peak biggest", "exps powers exponentials", "log_p logs log_probs",
    "scores similarities raw", "shares weights attn", "part piece block", "parts pieces blocks",
    "inner middle dot", "seen visible upto", "top best chosen", "key kk", "query qq",
    "mixed blended", "root deviation std", "variance var spread", "norm magnitude length_of",
    "index at which", "limit bound edge", "factor ratio multiplier", "dy_row up_row upstream_row",
    "y_row out_row", "p_row param_row", "g_row grad_row", "g_i grad_i", "p_i param_i", "v_i vel_i",
    "table grid lookup", "indices places idxs", "grads gradients slopes", "probabilities probs",
    "logits outputs raw_scores", "epoch_seed seed_now round_seed", "logs logarithms",
)  # fmt: skip
_LETTERS = "abcdefghkmnpqrstuvwxyz"
_INDICES = ("idx", "pos", "at", "ii", "jj")
_KINDRED = {line.split()[0]: line.split()[1:] for line in _KIN}
LEFT = 0.6  # of planted functions
Definition = ast.FunctionDef | ast.ClassDef
_GRADIENT = re.compile(r"d([a-z]\w?|gain|bias|out|weights|inner)")
_UNKNOWN = {"locals", "globals", "vars", "eval", "exec"}


def disguised(tree: ast.Module, planted: Collection[str], rng: random.Random) -> ast.Module:
    """The module with its functions' locals renamed, comprehensions written out, results named.

    What is planted differs from `solutions/` as it is, so it is often left as it is.
    """
    local = {name for function in _functions(tree) for name in _locals(function)}
    outer = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - local
    outer |= {getattr(node, "name", "") for node in ast.walk(tree)}
    for function in _functions(tree):
        if function.name in planted and rng.random() < LEFT:
            continue
        names = _drawn(function, outer, rng)
        for node in ast.walk(function):
            if isinstance(node, ast.Name):
                node.id = names.get(node.id, node.id)
        taken = outer | _names(function)
        if rng.random() < 0.6 and _written_out(function, taken, rng):
            continue
        if not names or rng.random() < 0.5:
            _name_results(function, taken, rng)
    tree.body = _ordered(tree.body, rng)
    return ast.fix_missing_locations(tree)


def _ordered(body: list[ast.stmt], rng: random.Random) -> list[ast.stmt]:
    """Helpers last and in a drawn order, but for those that a definition needs at once."""
    at_once = {
        node.id
        for statement in body
        for part in (_at_once(statement) if isinstance(statement, Definition) else [statement])
        for node in ast.walk(part)
        if isinstance(node, ast.Name)
    }
    helpers = [
        node
        for node in body
        if isinstance(node, ast.FunctionDef) and node.name[0] == "_" and node.name not in at_once
    ]
    return [*(n for n in body if n not in helpers), *rng.sample(helpers, len(helpers))]


def _at_once(node: ast.FunctionDef | ast.ClassDef) -> list[ast.AST]:
    """The parts of a definition that are evaluated where it stands."""
    if isinstance(node, ast.FunctionDef):
        return [*node.decorator_list, node.args]
    inner = [
        part
        for inner in node.body
        for part in (_at_once(inner) if isinstance(inner, Definition) else [inner])
    ]
    return [*node.bases, *node.decorator_list, *inner]


def _functions(tree: ast.Module) -> list[ast.FunctionDef]:
    """Functions and methods, not those inside others."""
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    bodies = [tree.body, *(node.body for node in classes)]
    return [node for body in bodies for node in body if isinstance(node, ast.FunctionDef)]


def _locals(function: ast.FunctionDef) -> set[str]:
    """The names that it alone binds and that can be renamed without a change of meaning."""
    bound: set[str] = set()
    fixed = set(_UNKNOWN & _names(function))
    for node in ast.walk(function):
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                bound.add(name)
            case ast.arg(arg=name):
                fixed.add(name)
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                fixed.update(names)
            case ast.ClassDef() | ast.Match() | ast.ExceptHandler(name=str()):
                return set()
    return set() if fixed & _UNKNOWN else bound - fixed - {"_"}


def _names(function: ast.FunctionDef) -> set[str]:
    return {n.id for n in ast.walk(function) if isinstance(n, ast.Name)} | {
        n.arg for n in ast.walk(function) if isinstance(n, ast.arg)
    }


def _drawn(function: ast.FunctionDef, outer: set[str], rng: random.Random) -> dict[str, str]:
    """Another name for each local that has kin, no two the same and none that is taken."""
    taken = outer | _names(function)
    gradient = rng.choice(("grad_{}", "g_{}", "{}_grad", "d_{}"))
    drawn: dict[str, str] = {}
    for name in sorted(_locals(function)):
        found = _GRADIENT.fullmatch(name)
        others = [gradient.format(found[1])] if found else _kin(name)
        free = [other for other in others if other not in taken]
        if free:
            drawn[name] = rng.choice(free)
            taken.add(drawn[name])
    return drawn


def _kin(name: str) -> Sequence[str]:
    """What else a local of this name may be called."""
    if len(name) > 1:
        return _KINDRED.get(name, ())
    return _INDICES if name in "ij" else _LETTERS


def _written_out(function: ast.FunctionDef, names: set[str], rng: random.Random) -> bool:
    """Turn a returned or assigned list comprehension into its loop; whether that was done.

    Its variables come to live in the function, so they have to be nobody else's there.
    """
    body = function.body
    for at, node in enumerate(body):
        if not isinstance(node, ast.Return | ast.Assign) or not isinstance(
            node.value, ast.ListComp
        ):
            continue
        made, loop = node.value, node.value.generators[0]
        inside = {n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name)}
        elsewhere = [n for other in body if other is not node for n in ast.walk(other)]
        elsewhere += [*ast.walk(function.args), *ast.walk(loop.iter)]
        taken = {n.id for n in elsewhere if isinstance(n, ast.Name)}
        taken |= {n.arg for n in elsewhere if isinstance(n, ast.arg)}
        free = sorted({"built", "collected", "rows_out", "made"} - names)
        closes = any(isinstance(n, ast.Lambda) for n in ast.walk(made))
        if len(made.generators) > 1 or inside & taken or closes or not free:
            continue
        name = rng.choice(free)
        add = ast.Call(
            ast.Attribute(ast.Name(name, ast.Load()), "append", ast.Load()), [made.elt], []
        )
        inner: list[ast.stmt] = [ast.Expr(add)]
        for condition in reversed(loop.ifs):
            inner = [ast.If(condition, inner, [])]
        node.value = ast.Name(name, ast.Load())
        body[at:at] = [
            ast.Assign([ast.Name(name, ast.Store())], ast.List([], ast.Load())),
            ast.For(loop.target, loop.iter, inner, []),
        ]
        return True
    return False


def _name_results(function: ast.FunctionDef, taken: set[str], rng: random.Random) -> None:
    """Give some results a name before they are returned."""
    free = sorted({"result", "output", "computed", "answer"} - taken)
    if not free or not isinstance(function.body[-1], ast.Return):
        return
    last = function.body[-1]
    if last.value is None or isinstance(last.value, ast.Name | ast.Constant | ast.Tuple):
        return
    name = rng.choice(free)
    function.body[-1:] = [
        ast.Assign([ast.Name(name, ast.Store())], last.value),
        ast.Return(ast.Name(name, ast.Load())),
    ]
