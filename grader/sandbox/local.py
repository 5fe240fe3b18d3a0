"""A guest in this very process, for debugging one's own code: `breakpoint()` works. No sandbox.

Never used for grading: it trusts the submission with everything.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from grader.sandbox import guest, imports, wire
from grader.sandbox.host import Sources
from grader.sandbox.wire import Answer, Raised


class LocalGuest:
    """Answers like a `Guest`, with the same requests and the same checks, without a process."""

    cpu_seconds = 0.0

    def __init__(self, sources: Sources) -> None:
        """The modules bear the paths of their files, so that the debugger can show their lines."""
        for name in sources.texts:
            sys.modules.pop(name, None)
        files = {name: str(file.resolve()) for name, file in sources.files.items()}
        self._finder = imports.SubmissionFinder(dict(sources.texts), files)
        sys.meta_path.insert(0, self._finder)
        self._guest = guest.Guest(sources.main, self._finder)

    def load(self, seconds: float = 0) -> Answer:
        """Import the module under test."""
        return self._ask({"op": "import"})

    def call(
        self,
        target: str,
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
        *,
        operator: bool = False,
        in_place: tuple[int, ...] = (),
        keep: bool = False,
        seconds: float = 0,
    ) -> Answer:
        """As `Guest.call`, without a deadline."""
        return self._ask(
            wire.call_request(target, args, kwargs, operator=operator, in_place=in_place, keep=keep)
        )

    def run(
        self,
        program: str,
        returns: str,
        inputs: Mapping[str, Any] | None = None,
        seconds: float = 0,
    ) -> Answer:
        """As `Guest.run`, without a deadline."""
        return self._ask(wire.run_request(program, returns, inputs))

    def global_random(self, seed: int | None = None) -> Answer:
        """As `Guest.global_random`."""
        return self._ask({"op": "random", "seed": seed})

    def take_prints(self) -> str:
        """Nothing: prints went to the terminal."""
        return ""

    def close(self) -> None:
        """Take the submission's modules out of this process."""
        if self._finder in sys.meta_path:
            sys.meta_path.remove(self._finder)
        for name in self._finder.sources:
            sys.modules.pop(name, None)

    def _ask(self, request: dict[str, Any]) -> Answer:
        reply = self._guest.answer(json.loads(json.dumps(request)))
        answer = wire.answer(wire.decode(json.dumps(reply).encode()))
        if isinstance(answer, Raised) and answer.name in ("BdbQuit", "KeyboardInterrupt"):
            if answer.name == "KeyboardInterrupt" and answer.places:
                print("\nit was in {}, line {}: {}".format(*answer.places[-1]))
            raise KeyboardInterrupt  # whoever leaves the debugger wants no further example
        return answer
