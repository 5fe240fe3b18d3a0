"""The guest: runs a submission and answers requests. Its source travels to the child process.

Standard library alone, nothing of the project. Whatever happens in here is untrusted, so nothing is
judged in here: a request is a list of steps, each an operator on objects (call this, read that
field), and the reply holds what each step gave, as data: numbers, text, lists, the names of
exceptions, handles of what has to stay. Which list objects are one and the same, and what the lists
that were sent hold by now, is told as data too; what follows from it the host concludes.

A submission is entered from frames that hold nothing of the guest's (`bare`, `main_loop`), so that
none of it lies on the submission's stack. Objects of one process can always be found by somebody
who looks for long enough: what is gained by it is to answer wrongly, never to be judged rightly.

Values on the wire are JSON; what JSON has no form for is an object of one key:
host to guest `{"list": k}` (the k-th list of the request), `{"kept": slot}` (a step's result),
`{"handle": n}`, `{"name": s}` (of the module), `{"tuple": [...]}`, `{"slice": [...]}`,
`{"pixels": [columns, base64]}`; guest to host `{"list": k}` (the k-th list of the request, or of
this value), `{"tuple": [...]}` and `{"object": [handle, type name]}`.
"""

from __future__ import annotations

import builtins
import gc
import importlib
import io
import json
import operator
import os
import random  # noqa: F401 - asked for later, when no file can be opened any more
import sys
from collections import deque
from functools import partial
from itertools import repeat as endlessly

from grader.sandbox.channel import receive_bytes, send
from grader.sandbox.imports import LibraryFinder, SubmissionFinder, map_extensions
from grader.sandbox.values import BASES, NAME, Objects, Values
from grader.sandbox.walls import confine

TYPE_CHECKING = False  # importing typing would cost each guest some milliseconds
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

REQUESTS, REPLIES = 0, 3  # file descriptors, laid out by the host
TRACE_LINES = 6
SYNTAX_ERRORS = (SyntaxError, IndentationError, TabError)

BUILT_IN = {id(kind): kind.__name__ for kind in vars(builtins).values() if isinstance(kind, type)}
TRACEBACK: Any = BaseException.__dict__["__traceback__"].__get__

# Held here, for a submission may put others in their places.
to_json = json.JSONEncoder(separators=(",", ":")).encode
from_json = json.loads


def bare(function: Any) -> Any:
    """The function with no globals but the built-ins, for a submission sees who called it."""
    names = {"__builtins__": builtins}
    return type(function)(function.__code__, names, function.__name__, function.__defaults__)


@bare
def attempt(
    step: Callable[[], Any], hooks: Iterable[Callable[[None], None]] = ()
) -> tuple[BaseException | None, Any]:
    """Take a step: (None, the result) or (the exception, None). Then take out the trace hooks."""
    try:
        return None, step()
    except BaseException as error:
        return error, None
    finally:
        for hook in hooks:
            hook(None)


@bare
def text_of(error: BaseException) -> str:
    """The message of an exception, "" if it has none that can be had."""
    try:
        return str(error)[:500].encode("utf-8", "replace").decode()
    except BaseException:
        return ""


@bare
def fail(error: BaseException) -> None:
    """Raise it, as a step of its own."""
    raise error


@bare
def define(source: str, name: str, names: dict[str, Any]) -> Any:
    """Execute a definition of the host's beside the module's names; the function or class."""
    exec(compile(source, "program.py", "exec"), names)
    return names[name]


@bare
def repeat(count: int, plan: list[Any], kept: dict[Any, Any]) -> None:
    """Take each step of the plan `count` times: (operator, [(is a slot, value)], slot to fill)."""
    for _ in range(count):
        for function, arguments, into in plan:
            kept[into] = function(*[kept[x] if is_slot else x for is_slot, x in arguments])


# What the host may ask for, by the name on the wire; all but these functions are written in C.
OPERATORS: dict[str, Callable[..., Any]] = {
    name: getattr(operator, name)
    for name in (
        "add sub mul truediv pow neg matmul iadd isub imul itruediv ipow getitem setitem call"
    ).split()
} | {
    "getattr": getattr,
    "setattr": setattr,
    "list": list,
    "len": len,
    "iter": iter,
    "next": next,
    "read": partial(next, iter(())),  # next of nothing, with the value as default: identity in C
    "import": importlib.import_module,
    "vars": vars,
}


def trace(error: BaseException, place: Callable[[Any, Any], list[Any]]) -> list[Any]:
    """Where in the submission the exception passed: [file, line, its text], innermost last."""
    places: list[Any] = []
    frame = TRACEBACK(error)
    while frame is not None:
        places += place(frame.tb_frame.f_code.co_filename, frame.tb_lineno)
        frame = frame.tb_next
    if type(error) in SYNTAX_ERRORS:  # what cannot be compiled has no frame yet
        places += place(error.filename, error.lineno)  # type: ignore[attr-defined]
    return places[-TRACE_LINES:]


class Guest:
    """Takes the steps of one request after the other: each by `next_step`, `attempt`, `finish`."""

    def __init__(self, place: Callable[[Any, Any], list[Any]]) -> None:
        self.place = place
        self.objects = Objects()
        self.steps: list[Any] = []
        self.step: Any = None
        self.outcomes: list[Any] = []

    def answer(self, data: bytes) -> bytes:
        """The reply to a request, in a process that has no walls."""
        self.begin(data)
        while (step := self.next_step()) is not None:
            self.finish(attempt(step))
        return self.reply()

    def begin(self, data: bytes) -> None:
        """Take up a request."""
        request = from_json(data)
        if request["anew"]:
            self.objects.kept.clear()
            self.objects.scope = dict(self.objects.names, __name__="program")
        self.values = Values(request["lists"], self.objects)
        self.watched = request["watched"]
        self.outcomes = []
        self.steps = request["steps"][::-1]

    def next_step(self) -> Callable[[], Any] | None:
        """The next step of the request, ready to be taken."""
        if not self.steps:
            return None
        self.step = self.steps.pop()
        try:
            return self.prepared(*self.step[:3])
        except NameError as missing:
            return partial(fail, missing)

    def prepared(self, name: str, args: list[Any], kwargs: dict[str, Any]) -> Callable[[], Any]:
        """An operator with its arguments."""
        decode = self.values.decode
        if name == "define":
            return partial(define, *args, self.objects.scope)
        if name == "repeat":
            return partial(repeat, args[0], self.plan(args[1]), self.objects.kept)
        named = {key: decode(value) for key, value in kwargs.items()}
        if name == "method":
            thing, method, *others = map(decode, args)
            return partial(operator.methodcaller(method, *others, **named), thing)
        return partial(OPERATORS[name], *map(decode, args), **named)

    def plan(self, steps: list[Any]) -> list[Any]:
        """Steps for `repeat`, decoded as far as they can be before they are taken."""
        planned = []
        for name, args, _, into, _ in steps:
            arguments = [
                (True, arg["kept"])
                if type(arg) is dict and "kept" in arg
                else (False, self.values.decode(arg))
                for arg in args
            ]
            planned.append((OPERATORS[name], arguments, into))
        return planned

    def finish(self, outcome: tuple[BaseException | None, Any]) -> None:
        """Note what came of the step; after an exception no further step is taken."""
        error, value = outcome
        name, _, _, into, show = self.step
        if error is not None:
            self.steps = []
            self.outcomes.append(self.raised(error))
            return
        if into is not None:
            self.objects.kept[into] = value
        if name == "vars":
            self.objects.names = dict(value) if type(value) is dict else {}
            value = [public for public in self.objects.names if type(public) is str]
        if show == "value":
            self.outcomes.append(["returned", self.values.encode(value)])
        elif show == "object":
            held = self.objects.handle(value)
            self.outcomes.append(["returned", {"object": [held, NAME(type(value))[:80]]}])

    def raised(self, error: BaseException) -> list[Any]:
        """The outcome that reports an exception."""
        kinds = [BUILT_IN[id(kind)] for kind in BASES(type(error)) if id(kind) in BUILT_IN]
        places = trace(error, self.place)
        return ["raised", NAME(type(error))[:80], kinds, text_of(error), places]

    def reply(self) -> bytes:
        """The reply to the request: outcomes, lists that were sent, results that are watched."""
        watched = [self.values.encode(self.objects.kept.get(slot)) for slot in self.watched]
        parts = self.outcomes, self.values.lists_now(), watched
        return "\n".join(map(to_json, parts)).encode()


def main_loop(guest: Guest) -> Callable[[], None]:
    """Answers requests until the host is gone, by an iterator that needs no frame of its own.

    So whoever looks down the stack from a submission finds `attempt`, and below it nothing.
    """
    prints = [stream.flush for stream in (sys.stdout, sys.stderr)]
    asked = False

    def next_step() -> Callable[[], Any]:
        nonlocal asked
        while (step := guest.next_step()) is None:
            if asked:
                for flush in prints:
                    attempt(flush)
                send(guest.reply())
            guest.begin(receive_bytes())
            asked = True
        return step

    hooks = (sys.settrace, sys.setprofile)
    outcomes = map(attempt, iter(next_step, None), endlessly(hooks))
    nowhere: deque[None] = deque(maxlen=0)
    return partial(nowhere.extend, map(guest.finish, outcomes))


def serve(data: bytes) -> Callable[[], None]:
    """Confine this process; what then answers requests until the host closes the pipe."""
    setup = from_json(data)
    os.chdir("/")
    for name in [name for name in sys.modules if name.partition(".")[0] == "json"]:
        del sys.modules[name]  # a submission's is another one
    extensions = map_extensions()
    confinement = confine(setup["confinement"])
    os.getcwd, os.getcwdb = bare(lambda: "/"), bare(lambda: b"/")  # nobody can name where it is
    sys.path[:] = []
    sys.path_importer_cache.clear()
    finder: Any = SubmissionFinder(setup["sources"])
    library: Any = LibraryFinder(extensions)
    sys.meta_path[:] = [finder, *sys.meta_path[:2], library]
    for name in [name for name in sys.modules if name.startswith("grader.")]:
        del sys.modules[name]
    sys.modules["__main__"] = type(sys)("__main__")  # empty: some modules look into it
    sys.stdin = io.StringIO()  # input() raises EOFError at once
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    loop = main_loop(Guest(finder.place))
    send(to_json(["ready", confinement["level"], list(confinement["walls"].items())]).encode())
    gc.freeze()  # what stands until now is not among the objects that gc lists
    return loop
