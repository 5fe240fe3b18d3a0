"""Makes a hunt from its options: the same for the same seed, and every bug proved by the judge.

A bug is planted only if the module passes without it, and fails when all its other functions are
right, so that each can be checked by itself; and bugs that cancel each other out are drawn again.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grader import curriculum, stubs
from grader.curriculum import Exercise
from grader.hunt import grafts, masking, planting
from grader.hunt.options import Options
from grader.hunt.planting import Seed
from grader.judging.verdicts import Status
from grader.outcome import GraderFault, UsageError
from grader.practice.history import home

TRIES = 10  # of a base and mistakes for one choice of functions, and of bugs for one hunt


@dataclass(frozen=True)
class Hunt:
    """The modules as they are written, and the bugs in them."""

    options: Options
    modules: dict[Exercise, str]
    bugs: tuple[Seed, ...]

    def planted(self, exercise: Exercise) -> list[Seed]:
        """The bugs of one module."""
        return [bug for bug in self.bugs if bug.exercise == exercise]


def make(options: Options) -> Hunt:
    """The hunt of these options. Raises `UsageError` for more bugs than functions."""
    return _remembered(options) or _made(options)


def _made(options: Options) -> Hunt:
    rng = random.Random(f"hunt {options}")
    for _ in range(TRIES):
        hunt = _drawn(options, rng)
        if not any(masking.masked(hunt.modules, hunt.bugs, options.seed)):
            _remember(hunt)
            return hunt
    raise UsageError(f"All bugs drawn hide each other under seed {options.seed}: try another seed.")


def _drawn(options: Options, rng: random.Random) -> Hunt:
    """Modules with bugs that each fail alone; whether they hide each other nobody has asked."""
    exercises = options.exercises()
    places = [(e, name) for e in exercises for name in sorted({s.name for s in planting.seeds(e)})]
    if not 1 <= options.bugs <= len(places):
        raise UsageError(f"--bugs takes a number from 1 to {len(places)} here.")
    modules: dict[Exercise, str] = {}
    bugs: list[Seed] = []
    waiting = list(_spread(places, rng))
    chosen: dict[Exercise, list[str]] = {}
    for exercise, name in waiting:
        if sum(map(len, chosen.values())) == options.bugs:
            break
        names = [*chosen.get(exercise, []), name]
        if len(names) > 1 and not grafts.come_apart(exercise):
            continue
        found = _planted(exercise, names, rng, options.seed)
        if found is not None:
            chosen[exercise] = names
            bugs = [bug for bug in bugs if bug.exercise != exercise] + list(found[1])
            modules[exercise] = found[0]
    if len(bugs) < options.bugs:
        raise UsageError(_too_many(options, len(bugs)))
    for exercise in exercises:
        modules.setdefault(exercise, _right(exercise, rng))
    _complete(modules, rng)
    ordered = {e: modules[e] for e in curriculum.track("all") if e in modules}
    return Hunt(options, ordered, tuple(sorted(bugs, key=lambda bug: bug.exercise.number)))


def _too_many(options: Options, found: int) -> str:
    where = options.track or curriculum.exercise(options.exercise).label
    if not found:
        return f"No mistake of {where} can be planted under seed {options.seed}: try another seed."
    return f"{options.bugs} bugs do not fit together in {where}: ask for {found}."


def _spread(
    places: Sequence[tuple[Exercise, str]], rng: random.Random
) -> Iterator[tuple[Exercise, str]]:
    """The places in a drawn order in which an exercise comes again only after all the others."""
    by_exercise: dict[Exercise, list[str]] = {}
    for exercise, name in rng.sample(places, len(places)):
        by_exercise.setdefault(exercise, []).append(name)
    while by_exercise:
        for exercise in list(by_exercise):
            yield exercise, by_exercise[exercise].pop()
            if not by_exercise[exercise]:
                del by_exercise[exercise]


def _planted(
    exercise: Exercise, names: Sequence[str], rng: random.Random, seed: int
) -> tuple[str, list[Seed]] | None:
    """A module with one bug in each of these functions, and the bugs; None if none was found."""
    listed = {name: [s for s in planting.seeds(exercise) if s.name == name] for name in names}
    for _ in range(TRIES):
        base = rng.choice(bases(exercise))
        bugs = [rng.choice(listed[name]) for name in names]
        text = planting.module(base, bugs, rng)
        plain = planting.module(base, [], rng)
        if text is not None and plain is not None and _holds(exercise, text, plain, bugs, seed):
            return text, bugs
    return None


def _holds(exercise: Exercise, text: str, plain: str, bugs: Sequence[Seed], seed: int) -> bool:
    """Whether each bug fails by itself, and the module passes when all are gone.

    Where functions come apart, that a right module's function passes among the reference's holds
    of all bases; `test_hunt.py` asks it, and no hunt has to.
    """
    for bug in bugs:
        others = public_names(exercise) - {bug.name}
        if alone(exercise, text, others, seed) not in (Status.FAILED, Status.ERROR):
            return False
    if not grafts.come_apart(exercise):
        return alone(exercise, plain, (), seed) is Status.PASSED
    return alone(exercise, text, {bug.name for bug in bugs}, seed) is Status.PASSED


def alone(exercise: Exercise, text: str, right: Iterable[str], seed: int) -> Status:
    """How a module is judged in which the functions `right` are the reference's.

    Where they do not come apart the module is judged as it is.
    """
    if not grafts.come_apart(exercise):
        right = ()
    grafted = grafts.graft(text, exercise.reference.read_text(encoding="utf-8"), set(right))
    return grafts.judged(exercise, {exercise: grafted}, seed).status


@cache
def public_names(exercise: Exercise) -> frozenset[str]:
    """The functions and classes that the exercise asks for."""
    return frozenset(re.findall(r"^(?:def|class) ([A-Za-z]\w*)", stubs.of(exercise), re.MULTILINE))


@cache
def bases(exercise: Exercise) -> tuple[str, ...]:
    """The right modules of an exercise: the reference and the variants, whose ways differ."""
    paths = [exercise.reference, *sorted(exercise.variants.glob("*.py"))]
    return tuple(path.read_text(encoding="utf-8") for path in paths)


def _right(exercise: Exercise, rng: random.Random) -> str:
    """A right module that tells nothing, drawn among those that there are."""
    for base in rng.sample(bases(exercise), len(bases(exercise))):
        text = planting.module(base, [], rng)
        if text is not None:
            return text
    raise GraderFault(f"No right module of {exercise.label} can be shown.")


def _complete(modules: dict[Exercise, str], rng: random.Random) -> None:
    """Add right modules of the earlier exercises that the modules import."""
    pending = list(modules.values())
    while pending:
        for exercise in masking.imported(pending.pop()):
            if exercise not in modules:
                modules[exercise] = _right(exercise, rng)
                pending.append(modules[exercise])


# What was made once is remembered beside the history, never in the hunt's own folder: a check is
# sooner done so, and says the same after the catalogue has grown.


def _remember(hunt: Hunt) -> None:
    path = _memory(hunt.options)
    content = {
        "modules": {e.number: text for e, text in hunt.modules.items()},
        "bugs": [[bug.exercise.number, bug.name, bug.slug, bug.about] for bug in hunt.bugs],
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        beside.write_text(json.dumps(content), encoding="utf-8")
        beside.replace(path)
    except OSError:
        pass  # it is made again when it is needed


def _remembered(options: Options) -> Hunt | None:
    try:
        content = json.loads(_memory(options).read_text(encoding="utf-8"))
        modules = {curriculum.exercise(n): str(text) for n, text in content["modules"].items()}
        bugs = tuple(
            Seed(curriculum.exercise(n), name, slug, about)
            for n, name, slug, about in content["bugs"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Hunt(options, modules, bugs)


def _memory(options: Options) -> Path:
    where = options.track or options.exercise
    return home() / "hunts" / f"{where}-{options.bugs}-{options.seed}.json"
