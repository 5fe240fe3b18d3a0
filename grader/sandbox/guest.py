"""The guest: runs a submission and answers calls. Its source travels to the child process.

Standard library alone, nothing of the project. Whatever happens in here is untrusted: the host
believes nothing but well-formed frames of plain values, and judges those. The loop is: read a
request, call what it names, answer with the value (or the exception) and with what became of the
arguments. That last part, and the notes on shared lists, serve honest people: a submission that
rewrites this program can lie about those, but not about a value.

Values on the wire are JSON; what JSON has no form for is an object of one key:
host to guest `{"list": k}` (the k-th list of this request again), `{"handle": n}`, `{"name": s}`,
`{"tuple": [...]}`, `{"pixels": [columns, base64]}`; guest to host `{"tuple": [...]}` and
`{"object": [handle, type name]}`.
"""

from __future__ import annotations

import builtins
import importlib
import io
import json
import operator
import os
import random
import sys
from base64 import b64decode

from grader.sandbox.channel import receive, send
from grader.sandbox.imports import LibraryFinder, SubmissionFinder, map_extensions
from grader.sandbox.walls import confine

TYPE_CHECKING = False  # importing typing would cost each guest some milliseconds
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

MAX_DEPTH = 8  # of nested lists: no contract needs more than four
MAX_DIGITS = 400  # of an int: more do not fit a float
TRACE_LINES = 6
SYNTAX_ERRORS = (SyntaxError, IndentationError, TabError)
LARGE_ARGUMENT = 4096  # rows: a changed argument of more is reported without its content

NUMBERS = (int, float)
# What classes really are: a class can lie about its name, its module and its bases.
BUILT_IN = {id(kind): kind.__name__ for kind in vars(builtins).values() if isinstance(kind, type)}
BASES = type.__dict__["__mro__"].__get__

# Operators that the host may ask for on objects that stay here, by the name on the wire.
OPERATORS: dict[str, Callable[..., Any]] = {
    name: getattr(operator, name) for name in "add sub mul truediv pow neg matmul getitem".split()
} | {
    "call": lambda function, *args, **kwargs: function(*args, **kwargs),
    "getattr": getattr,
    "len": len,
    "iter": iter,
    "next": next,
}


class Objects:
    """The objects that stay in the guest, by the handles under which the host knows them."""

    def __init__(self) -> None:
        self.kept: list[Any] = []

    def keep(self, value: Any) -> int:
        """Keep an object; its handle."""
        self.kept.append(value)
        return len(self.kept) - 1


def decode(value: Any, objects: Objects, module: Any, lists: list[Any]) -> Any:
    """A value from the wire; `lists` collects its lists, so that they can be named again."""
    kind = type(value)
    if kind is list:
        lists.append(value)
        if not set(map(type, value)) <= {float, int}:
            value[:] = [decode(item, objects, module, lists) for item in value]
        return value
    if kind is dict:
        [(tag, content)] = value.items()
        if tag == "list":
            return lists[content]
        if tag == "handle":
            return objects.kept[content]
        if tag == "name":
            return getattr(module, content)
        if tag == "tuple":
            return tuple(decode(item, objects, module, lists) for item in content)
        if tag == "pixels":
            columns, text = content
            levels = [level / 255 for level in range(256)]
            flat = [levels[byte] for byte in b64decode(text)]
            return [flat[i : i + columns] for i in range(0, len(flat), columns)]
    return value


def encode(value: Any, objects: Objects, depth: int = 0) -> Any:
    """A value for the wire: plain numbers, text and lists as they are, the rest as handles."""
    kind = type(value)
    if kind is float or kind is bool or value is None:
        return value
    if kind is int:
        if value.bit_length() < MAX_DIGITS * 3:
            return value
        return {"object": [objects.keep(value), f"int of {value.bit_length()} bits"]}
    if kind is str:
        return value[:100_000].encode("utf-8", "replace").decode()
    if (kind is list or isinstance(value, tuple)) and depth < MAX_DEPTH:
        if kind is list and set(map(type, value)) <= {float}:
            return value
        items = [encode(item, objects, depth + 1) for item in value]
        return items if kind is list else {"tuple": items}
    return {"object": [objects.keep(value), kind.__name__[:80]]}


def list_ids(value: Any, found: list[int], depth: int = 0) -> list[int]:
    """Append the id of every list in `value`, outermost first."""
    if type(value) in (list, tuple) and depth < MAX_DEPTH:
        if type(value) is list:
            found.append(id(value))
        for item in value:
            if type(item) in (list, tuple):
                list_ids(item, found, depth + 1)
    return found


def copy_lists(value: Any, depth: int = 0) -> Any:
    """A copy of nested lists, sharing nothing but the numbers (and what is nested too deep)."""
    if type(value) is list and not (value and type(value[0]) is list):
        return value[:]
    if type(value) in (list, tuple) and depth < MAX_DEPTH:
        return type(value)(copy_lists(item, depth + 1) for item in value)
    return value


def same(now: Any, then: Any) -> bool:
    """Whether nested lists hold what they held, without asking objects that may lie about it."""
    if now is then:
        return True
    if type(now) in (list, tuple) and type(now) is type(then):
        if len(now) != len(then):
            return False
        return all(map(operator.is_, now, then)) or all(map(same, now, then))
    return type(now) in NUMBERS and type(then) in NUMBERS and now == then


class Original:
    """A list argument as the caller holds it: the very list objects, however it is rearranged."""

    def __init__(self, value: list[Any]) -> None:
        self.value = value
        self.children = [Original(item) if type(item) is list else None for item in value]

    def now(self, replaced: list[str], path: str = "") -> list[Any]:
        """What the caller's list objects hold now; `replaced` gets the paths of new ones."""
        if len(self.value) != len(self.children):
            return self.value
        seen = []
        for index, (item, child) in enumerate(zip(self.value, self.children, strict=True)):
            if child is None:
                seen.append(item)
                continue
            here = f"{path}[{index}]"
            if item is not child.value:
                replaced.append(here)
            seen.append(child.now(replaced, here))
        return seen


def trace(error: Any, finder: SubmissionFinder) -> list[Any]:
    """Where in the submission the exception passed: [file, line, its text], innermost last."""
    places: list[Any] = []
    frame = error.__traceback__
    while frame is not None:
        places += finder.place(frame.tb_frame.f_code.co_filename, frame.tb_lineno)
        frame = frame.tb_next
    if type(error) in SYNTAX_ERRORS:  # what cannot be compiled has no frame yet
        places += finder.place(error.filename, error.lineno)
    return places[-TRACE_LINES:]


class Guest:
    """The loop's state: the module under test, kept objects, and the results of earlier calls."""

    def __init__(self, main: str, finder: SubmissionFinder) -> None:
        self.main = main
        self.finder = finder
        self.module: Any = None
        self.objects = Objects()
        self.earlier: dict[str, tuple[Any, Any]] = {}

    def answer(self, request: dict[str, Any]) -> list[Any]:
        """The reply to one request, as a value ready for JSON."""
        lists: list[Any] = []
        sent: list[Any] = []
        before: list[Any] = []
        originals: dict[int, Original] = {}
        replaced: list[str] = []
        try:
            operation = request["op"]
            if operation == "import":
                self.module = importlib.import_module(self.main)
                return ["returned", sorted(n for n in vars(self.module) if n[:1] != "_"), None, []]
            if operation == "random":
                return ["returned", self.random_state(request["seed"]), None, []]
            if operation == "run":
                return ["returned", self.run(request, lists), None, []]
            sent = [decode(value, self.objects, self.module, lists) for value in request["args"]]
            named = {
                key: decode(value, self.objects, self.module, lists)
                for key, value in request["kwargs"].items()
            }
            sent_ids = set(list_ids((*sent, *named.values()), []))
            before = [copy_lists(value) for value in sent]
            originals = {i: Original(sent[i]) for i in request["in_place"] if i < len(sent)}
            if operation == "call":
                function = getattr(self.module, request["target"])
            else:
                function = OPERATORS[request["target"]]
            value = function(*sent, **named)
            if request["keep"]:
                value = {"object": [self.objects.keep(value), type(value).__name__[:80]]}
                return ["returned", value, self.after(sent, before, originals, replaced), []]
        except BaseException as error:
            return self.raised(error, self.after(sent, before, originals, replaced))
        after = self.after(sent, before, originals, replaced)
        notes = [["replaced", path] for path in replaced]
        if operation == "call":
            notes += self.aliases(request["target"], value, sent_ids)
        return ["returned", encode(value, self.objects), after, notes]

    def random_state(self, seed: int | None) -> int:
        """Seed the global generator (if a seed is given) and digest its state."""
        if seed is not None:
            random.seed(seed)
        return hash(random.getstate()) & 0xFFFFFFFF

    def run(self, request: dict[str, Any], lists: list[Any]) -> Any:
        """Execute a program beside the module's names; the value of its `returns` expression."""
        names = dict(vars(self.module), __name__="program")
        for key, value in request["inputs"].items():
            names[key] = decode(value, self.objects, self.module, lists)
        exec(compile(request["program"], "program.py", "exec"), names)
        value = eval(compile(request["returns"], "program.py", "eval"), names)
        return encode(value, self.objects)

    def after(
        self,
        sent: list[Any],
        before: list[Any],
        originals: dict[int, Original],
        replaced: list[str],
    ) -> list[Any] | None:
        """The arguments after the call, None for each that is as it was; None if all are."""
        now = []
        for i, value in enumerate(sent):
            if i in originals:
                now.append(encode(originals[i].now(replaced, f"[{i}]"), self.objects))
            elif same(value, before[i]):
                now.append(None)
            elif len(value) > LARGE_ARGUMENT:
                now.append({"object": [self.objects.keep(value), "list"]})
            else:
                now.append(encode(value, self.objects))
        return now if any(value is not None for value in now) else None

    def aliases(self, name: str, value: Any, sent_ids: set[int]) -> list[list[str]]:
        """Notes on list objects that the result shares, and on an earlier result that changed."""
        ids = list_ids(value, [])
        notes = []
        if len(set(ids)) < len(ids):
            notes.append(["repeated", ""])
        if not sent_ids.isdisjoint(ids):
            notes.append(["shared", ""])
        for earlier, (kept, copy) in self.earlier.items():
            if not same(kept, copy):
                notes.append(["earlier", earlier])
        self.earlier[name] = (value, copy_lists(value)) if ids else (0, 0)
        return notes

    def raised(self, error: BaseException, after: list[Any] | None) -> list[Any]:
        """The reply that reports an exception."""
        kinds = [BUILT_IN[id(kind)] for kind in BASES(type(error)) if id(kind) in BUILT_IN]
        name = type(error).__name__
        try:
            text = str(error)[:500].encode("utf-8", "replace").decode()
        except BaseException:
            text = ""
        return ["raised", name[:80], kinds, text, trace(error, self.finder), after]


def serve(data: bytes) -> NoReturn:
    """Confine this process, then answer requests until the host closes the pipe."""
    setup = json.loads(data)
    os.chdir("/")  # it may write nowhere, so there is no folder of its own to leave behind
    extensions = map_extensions()
    confinement = confine(setup["confinement"])
    sys.path[:] = []
    sys.path_importer_cache.clear()
    finder: Any = SubmissionFinder(setup["sources"])
    library: Any = LibraryFinder(extensions)
    sys.meta_path[:] = [finder, *sys.meta_path[:2], library]
    for name in [name for name in sys.modules if name.startswith("grader.")]:
        del sys.modules[name]
    guest = Guest(setup["main"], finder)
    sys.modules["__main__"] = type(sys)("__main__")  # empty: some modules look into it
    sys.stdin = io.StringIO()  # input() raises EOFError at once
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    send(["ready", confinement["level"], list(confinement["walls"].items())])
    while True:
        reply = guest.answer(receive())
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except BaseException:
            pass
        send(reply)
