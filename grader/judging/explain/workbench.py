"""Guests in which a submission's module is served with one edit of its text, edit after edit.

The edits are made there, by `edits`: nothing of a submission is parsed here.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from grader.curriculum import Exercise
from grader.judging import signatures
from grader.judging.asking import Asker
from grader.judging.calls import Call
from grader.judging.explain import oversights
from grader.judging.explain.edits.made import ADDED, CHANGED, MOVED
from grader.sandbox.confinement import Confinement, Limits
from grader.sandbox.host import Guest, Sources
from grader.sandbox.wire import Answer, Raised, Reply, Request, Returned, Show, Slot

EDITS = "kata_edits_neighbours"  # the module of edits in the guest
CPU_SECONDS = 3.0  # of the guests and of this process; a verdict is shown before it
CALL_SECONDS = 0.3  # a call of an edited module that takes longer never ends


@dataclass(frozen=True)
class Kept:
    """An edit that is made for good: what it was collected by, and its number."""

    told: tuple[list[int], list[int], list[int]]
    number: int


@dataclass
class Workbench:
    """Guests in which the submission's module is served with one edit, as the module under test."""

    exercise: Exercise
    sources: Sources
    level: Confinement
    lines: list[int] = field(default_factory=list)  # that the failing call runs
    raised: list[int] = field(default_factory=list)  # those at which an exception passed
    given: list[int] = field(default_factory=list)  # those that name the results which are wrong
    missing: str | None = None  # a name without a value, as the text of the module shows
    unused: str | None = None  # a value without use
    edit: int | None = None
    kept: tuple[Kept, ...] = ()  # on top of which others are tried
    share: float = 1.0  # of the time, up to which the search may go on
    cpu: float = 0.0  # of guests that have ended
    _guest: Guest | None = None
    _started: float = field(default_factory=time.process_time)

    def begin(self) -> None:
        """Let the time count from now."""
        self._started = time.process_time()

    @property
    def is_over(self) -> bool:
        """Whether the time is used up, or the part of it up to the share."""
        return self.spent() > CPU_SECONDS * self.share

    def spent(self) -> float:
        """CPU seconds of this process and of all guests since the beginning."""
        running = self._guest.cpu_so_far() if self._guest else 0.0
        return time.process_time() - self._started + self.cpu + running

    def fresh(self) -> Guest:
        """A guest with the edits made. Raises `GuestLost`."""
        texts = {**self.sources.texts, **_modules_of_edits()}
        guest = Guest(Sources(EDITS, texts), Limits(cpu_seconds=10), self.level)
        guest.load()
        name = self.exercise.name
        self._of_edits(guest, "prepare", name, self.sources.texts[name])
        for kept in self.kept:
            self._of_edits(guest, "collect", *kept.told)
            self._of_edits(guest, "keep", kept.number)
        if self.lines:
            self._of_edits(guest, "collect", self.lines, self.raised, self.given)
        return guest

    def guest(self) -> Guest:
        """The guest that serves one edit after the other."""
        if self._guest is None:
            self._guest = self.fresh()
        return self._guest

    def drop(self) -> None:
        """End that guest."""
        if self._guest is not None:
            self._guest.close()
            self.cpu += self._guest.cpu_seconds
            self._guest = None

    def keep(self, number: int) -> None:
        """Try what follows on top of this edit."""
        told = self.lines, self.raised, self.given
        self.kept = (*self.kept, Kept(told, number))
        self.lines = []
        self.drop()

    def take_back(self) -> None:
        """Try what follows without the edit that was kept last."""
        *before, last = self.kept
        self.kept = tuple(before)
        self.lines, self.raised, self.given = last.told
        self.drop()

    def find_edits(self, calls: Sequence[Call], wrong: list[int]) -> list[tuple[int, str]]:
        """Each edit's line and what it does, of lines that run when these calls are answered.

        Where the last one raised, the lines of its traceback come first; then those of the results
        that are wrong, if of several only some are.
        """
        guest = self.guest()
        self.serve(guest, "mark")
        asker = Asker(guest, signatures.of(self.exercise))
        answer = None
        for call in calls:
            again = asker.answer(call, CALL_SECONDS * 4)
            answer = again if self.kept else call.answer
        self.lines = _ints(self._of_edits(guest, "lines"))
        own = f"{self.exercise.name}.py"
        places = answer.places if isinstance(answer, Raised) else ()
        self.raised = [line for file, line, _ in places if file == own]
        ask = partial(self._of_edits, guest)
        if not self.kept and isinstance(answer, Raised):
            self.missing = self.missing or oversights.without_value(own, answer, ask)
        if not self.kept:
            self.unused = self.unused or oversights.without_use(own, ask)
        given = self._of_edits(guest, "making", calls[-1].name, wrong) if wrong else []
        self.given = _ints(given)
        told = self.lines, self.raised, self.given
        found = self._of_edits(guest, "collect", *told) if self.lines else []
        edits = found if isinstance(found, list) else []
        return [(edit[0], edit[1]) for edit in edits] if all(map(_is_edit, edits)) else []

    def serve(self, guest: Guest, method: str, *arguments: object) -> Answer:
        """Put a module of the edits' making under test; its public names."""
        request = Request(anew=True)
        edits, module = Slot("edits"), Slot("module")
        request.add("import", EDITS, into=edits)
        request.add("method", edits, method, *arguments, into=module)
        request.add("vars", module, show=Show.VALUE)
        reply = guest.ask(request, CALL_SECONDS)
        if reply.raised is not None:
            return reply.raised
        return Returned([name for name in reply.outcomes[0] if isinstance(name, str)])

    def answers(self, numbers: Sequence[int], call: Call) -> list[object]:
        """What a call gives with each of these edits, as `neighbours.answers` tells it."""
        named = [*call.kwargs], [*call.kwargs.values()]
        arguments = [*numbers], call.name, [*call.args], *named
        patience = CALL_SECONDS / 2 + 2 * len(numbers) * call.seconds
        found = self._of_edits(self.guest(), "answers", *arguments, seconds=patience)
        return found if isinstance(found, list) else []

    def _of_edits(
        self, guest: Guest, method: str, *arguments: object, seconds: float = 2.0
    ) -> object:
        request = Request(anew=True)
        edits = Slot("edits")
        request.add("import", EDITS, into=edits)
        request.add("method", edits, method, *arguments, show=Show.VALUE)
        reply = guest.ask(request, seconds)
        return None if reply.raised else reply.outcomes[0]


def _ints(told: object) -> list[int]:
    """The ints of a list: a guest may tell anything."""
    return [line for line in told if type(line) is int] if isinstance(told, list) else []


def _is_edit(told: object) -> bool:
    """Whether this is a line and what an edit does there: a guest may tell anything."""
    match told:
        case [int() as line, str() as does]:
            return type(line) is int and does in (CHANGED, MOVED, ADDED)
    return False


@cache
def _modules_of_edits() -> dict[str, str]:
    """The texts of `edits/` by their names in a guest, where there are no packages."""
    return {
        f"kata_edits_{path.stem}": path.read_text(encoding="utf-8").replace(
            "from grader.judging.explain.edits.", "from kata_edits_"
        )
        for path in Path(__file__).with_name("edits").glob("[a-z]*.py")
    }


class Edited:
    """A guest as `Impl` needs it, in which one edit is under test."""

    received = 0

    def __init__(self, bench: Workbench, guest: Guest, *, shared: bool) -> None:
        self._bench, self._guest, self._shared = bench, guest, shared

    @property
    def cpu_seconds(self) -> float:
        """As a `Guest`."""
        return self._guest.cpu_seconds

    def load(self, seconds: float = 0) -> Answer:
        """Import the module with the edit."""
        return self._bench.serve(self._guest, "install", self._bench.edit)

    def ask(self, request: Request, seconds: float = 0) -> Reply:
        """As a `Guest`, with a short deadline."""
        return self._guest.ask(request, CALL_SECONDS * 2)

    def cpu_so_far(self) -> float:
        """As a `Guest`."""
        return self._guest.cpu_so_far()

    def take_prints(self) -> str:
        """Nothing: nobody reads what an edited module prints."""
        self._guest.take_prints()
        return ""

    def close(self) -> None:
        """End the guest, unless it is the one for all edits."""
        if not self._shared:
            self._guest.close()
            self._bench.cpu += self._guest.cpu_seconds
