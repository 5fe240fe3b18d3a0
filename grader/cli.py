"""The command line: what each command of `python -m grader` takes, and who does it.

Exit status: 0 everything asked for passed; 1 something failed or was not attempted; 2 the call
itself was wrong; 3 the grader itself failed. A wrong call is answered by one line.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from grader.outcome import Exit, GraderFault, UsageError
from grader.reports.forms import FORMS


@dataclass(frozen=True)
class Option:
    """One option or argument, as `argparse` takes it."""

    names: tuple[str, ...]
    settings: dict[str, Any]


def _value(name: str, help: str, **settings: Any) -> Option:
    return Option((f"--{name}",), {"help": help, "metavar": name.upper(), **settings})


def _flag(name: str, help: str) -> Option:
    return Option((f"--{name}",), {"help": help, "action": "store_true"})


def _count(text: str) -> int:
    """How many times, 1 to 1000. Raises `ArgumentTypeError`."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:5]) <= 1000):
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is not a number from 1 to 1000")
    return int(text)


NUMBER = Option(("number",), {"nargs": "?", "default": "", "metavar": "N"})
SUBMISSION = _value("submission", "the folder of exercise folders (default: exercises)")
SEED = _value("seed", "the seed of every random choice (default: SEED, else fresh)")
REQUIRE = _value("require", "kernel or limits: refuse weaker confinement")
DATA = _value("data", "mnist, embedded or auto", default="auto")
NAMES = _value("names", "your own list for the finale of names: a to z, one name per line")
RESULTS = tuple(_value(form.option, f"write {form.help}") for form in FORMS)


@dataclass(frozen=True)
class Command:
    """A command: the function that does it, as "module:function", and what it takes."""

    does: str
    help: str
    options: tuple[Option, ...] = ()


COMMANDS = {
    "test": Command(
        "grader.commands:test",
        "judge one exercise",
        (
            NUMBER, SUBMISSION, SEED, DATA, NAMES, REQUIRE, *RESULTS,
            _value("rows", "practise a finale on this many samples"),
            _flag("debug", "run in this process, for breakpoint()"),
        ),
    ),
    "grade": Command(
        "grader.commands:grade",
        "judge a track, the finale last",
        (
            SUBMISSION, SEED, DATA, NAMES, REQUIRE, *RESULTS,
            _value("track", "core, layers, autograd, gpt or all", default="core"),
            _value("only", "only these exercises, such as 1,2,5"),
        ),
    ),
    "cohort": Command(
        "grader.cohort.command:command",
        "judge every submission of a folder",
        (
            Option(("directory",), {"nargs": "?", "default": None, "metavar": "DIR"}),
            _value("out", "where the results go (default: DIR-graded)"),
            _value("jobs", "how many at a time (default: one per core)", type=_count),
            _value("track", "core, layers, autograd, gpt or all"),
            _value("only", "only these exercises, such as 1,2,5"),
            SEED, DATA, REQUIRE,
            _flag("resume", "go on in OUT, or judge changed submissions again"),
            _value("cluster", "judge on the workers of this dask scheduler (tls://host:8786)"),
            _value("waive", "add up a graded OUT (as DIR) again without these properties"),
        ),
    ),
    "gradescope": Command(
        "grader.cohort.gradescope:command",
        "build the zip that Gradescope takes as its autograder",
        (
            _value("out", "the zip (default: gradescope.zip)"),
            _value("track", "core, layers, autograd, gpt or all"),
            _value("run", "on Gradescope: grade the hand-in in this folder"),
        ),
    ),
    "workflow": Command(
        "grader.cohort.workflow:command",
        "write the GitHub workflow that grades every push in a course's repositories",
        (
            Option(("repository",), {"nargs": "?", "default": "", "metavar": "OWNER/NAME"}),
            _value("out", "the file (default: .github/workflows/grade.yml)"),
            _value("track", "core, layers, autograd, gpt or all"),
        ),
    ),
    "data": Command("grader.commands:data", "download MNIST"),
    "stubs": Command(
        "grader.commands:make_stubs", "write the stubs again", (_flag("check", "only compare"),)
    ),
    "tables": Command(
        "grader.workshop.tables:command",
        "write the READMEs' tables of exercises again",
        (_flag("check", "only compare"),),
    ),
    "wording": Command("grader.workshop.wording:command", "turns of phrase that texts do without"),
    "new": Command(
        "grader.workshop.new:command",
        "write the files of a new exercise",
        (
            Option(("folder",), {"nargs": "?", "default": "", "metavar": "NN_name"}),
            _value("track", "the track that it is for"),
        ),
    ),
    "pictures": Command("grader.workshop.pictures:command", "draw the README's pictures"),
    "prove": Command(
        "grader.workshop.unseen:command",
        "every mistake is refused, every right module passes",
        (
            NUMBER, SEED, RESULTS[0],
            _value("seeds", "how many seeds (default 20)", type=_count, default=20),
            _value("wrong", "a folder of wrong modules: which are refused, and which are named"),
            _value("sample", "only this many of them", type=_count),
        ),
    ),
    "hunts": Command(
        "grader.workshop.hunts:command",
        "every planted bug fails by itself, and no text tells where it is",
        (
            SEED,
            _value("seeds", "how many hunts (default 30)", type=_count),
            _value("track", "a track, or one: module by module", default="core"),
        ),
    ),
    "status": Command("grader.interview.readiness:command", "where you are"),
    "today": Command("grader.practice.today:command", "what is due", (RESULTS[0],)),
    "statement": Command(
        "grader.practice.statement:command",
        "the task of an exercise, without the maths",
        (NUMBER, _flag("maths", "with the derivation")),
    ),
    "watch": Command("grader.practice.watch:command", "judge at every save", (NUMBER, SEED)),
    "hint": Command(
        "grader.practice.hints:command",
        "the next hint",
        (NUMBER, _value("level", "which hint: 1, 2 or 3")),
    ),
    "solution": Command(
        "grader.practice.solution:command",
        "the reference, explained",
        (NUMBER, _flag("yes", "even before the exercise passes")),
    ),
    "reset": Command(
        "grader.practice.reset:command",
        "a fresh stub; the old file is kept",
        (NUMBER, _flag("all", "for every exercise"), _flag("yes", "without asking")),
    ),
    "undo": Command(
        "grader.practice.undo:command",
        "bring back your code after a reset",
        (NUMBER, _flag("all", "for every exercise"), _flag("list", "only list the kept files")),
    ),
    "diff": Command("grader.practice.solution:diff", "your module beside the reference", (NUMBER,)),
    "debug": Command("grader.practice.debug:command", "the failing example", (NUMBER, SEED)),
    "hunt": Command(
        "grader.hunt.command:command",
        "find the bugs in a network that somebody broke",
        (
            _value("track", "plant the bugs in the modules of this track (default: core)"),
            _value("exercise", "plant them in one module"),
            _value("bugs", "how many (default 4, in one module 1)", type=_count),
            SEED,
            _value("out", "begin a hunt in this new folder"),
            _value("check", "check the hunt in this folder"),
            RESULTS[0],
            _flag("reveal", "tell what every bug was"),
        ),
    ),
    "interview": Command(
        "grader.interview.command:command",
        "a timed mock interview",
        (
            _value("preset", "phone, backprop, full, random, …"),
            _value("minutes", "how long"),
            SEED,
            _value("form", "open, or blind: before the end only your own tests tell you anything"),
            _value("name", "whose interview it is, for the page"),
            _flag("again", "the same set as the last one, old and new side by side"),
            _flag("examiner", "an examiner keeps notes"),
            _flag("plain", "one line per event, no screen"),
            _flag("status", "the state of the running interview"),
            _value("regrade", "ROW=1…4: change a grade in the last interview's rubric"),
            Option(("--try",), {"dest": "attempt", "metavar": "N", "help": "run your own file"}),
            _flag("discard", "drop the unfinished or the last interview"),
            _flag("yes", "discard it even if something was saved"),
        ),
    ),
    "examiner": Command(
        "grader.interview.examiner:command",
        "what an examiner asks next, with answers",
        (_value("preset", "of this preset, not of the interview that runs"), SEED),
    ),
    "history": Command(
        "grader.interview.history:command",
        "practice and past interviews",
        (_value("html", "write them as a page; - is standard output"),),
    ),
    "mutants": Command(
        "grader.workshop.mutants.command:command",
        "judge every one-edit mutant of the right modules",
        (NUMBER,),
    ),
    "attack": Command(
        "grader.workshop.attack.command:command",
        "hostile submissions get no mark",
        (
            Option(("name",), {"nargs": "?", "default": "", "metavar": "NAME"}),
            _value("rounds", "how many rounds, each in its own order", type=_count, default=1),
            _flag("quick", "only the attacks that are over soon"),
            SEED,
        ),
    ),
    "doctor": Command("grader.sandbox.doctor:command", "what this machine offers"),
    "bench": Command(
        "grader.workshop.bench.command:command",
        "how fast it is",
        (_flag("quick", "in two minutes"), _flag("judge", "only what the judge costs")),
    ),
    "record": Command(
        "grader.workshop.record:command",
        "a module for exercise 8 on all of MNIST, in one line",
        (
            _value("file", "the module"),
            _value("seeds", "how many runs (default 10)", type=_count, default=10),
            SEED, RESULTS[0],
        ),
    ),
    "compare": Command("grader.workshop.bench.compare:command", "the reference beside PyTorch"),
}  # fmt: skip


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[:1].upper()}{message[1:]}. See make help.")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m grader", description="The grader of the Backprop Kata.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    for name, command in COMMANDS.items():
        # Abbreviations would let a new option change what an old call means.
        sub = commands.add_parser(name, help=command.help, allow_abbrev=False)
        for option in command.options:
            sub.add_argument(*option.names, **option.settings)
    return parser


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit status."""
    try:
        args = _parser().parse_args(arguments)
        if args.command is None:
            raise UsageError(f"Which command? One of {', '.join(COMMANDS)}. See make help.")
        if sys.stdout.isatty():
            importlib.import_module("grader.interview.leftover").restore_terminal()
        importlib.import_module("grader.interview.outside").note(arguments)
        module, _, function = COMMANDS[args.command].does.partition(":")
        return int(getattr(importlib.import_module(module), function)(args))
    except KeyboardInterrupt:
        print("\nstopped", file=sys.stderr)
        return Exit.INTERRUPTED
    except BrokenPipeError:  # who reads the output went away
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.FAULT
    except Exception as error:
        if os.environ.get("KATA_TRACE"):
            traceback.print_exc()
        return _failed(error)


def _failed(error: Exception) -> int:
    """One line that says what went wrong, and the status for it."""
    text = " ".join(str(error).split())
    if isinstance(error, UsageError):
        print(text, file=sys.stderr)
        return Exit.USAGE
    if isinstance(error, GraderFault):
        print(text, file=sys.stderr)
    else:
        kind = f"{type(error).__name__}: {text}"[:300]
        print(f"The grader itself failed ({kind}); KATA_TRACE=1 shows where.", file=sys.stderr)
    return Exit.FAULT
