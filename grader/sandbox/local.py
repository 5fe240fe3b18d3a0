"""A guest in this very process, for debugging one's own code: `breakpoint()` works. No sandbox.

Never used for grading: it trusts the submission with everything.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

from grader.sandbox import answers, guest, host, wire
from grader.sandbox.host import Sources
from grader.sandbox.imports import SubmissionFinder
from grader.sandbox.wire import Answer, Reply, Request


class LocalGuest:
    """Answers like a `Guest`, with the same requests and the same checks, without a process."""

    cpu_seconds = 0.0
    received = 0

    def __init__(self, sources: Sources) -> None:
        """The modules bear the paths of their files, so that the debugger can show their lines."""
        for name in sources.texts:
            sys.modules.pop(name, None)
        files = {name: str(file.resolve()) for name, file in sources.files.items()}
        self._finder: Any = SubmissionFinder(dict(sources.texts), files)
        sys.meta_path.insert(0, self._finder)
        self._guest = guest.Guest(self._finder.place)
        self._main = sources.main

    def load(self, seconds: float = 0) -> Answer:
        """Import the module under test."""
        return host.load(self, self._main)

    def call(
        self,
        target: str,
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
        *,
        in_place: Sequence[int] = (),
        seconds: float = 0,
    ) -> Answer:
        """As `Guest.call`, without a deadline."""
        request = answers.call_request(target, args, kwargs)
        return answers.call_answer(request, self.ask(request), args, kwargs, in_place)

    def ask(self, request: Request, seconds: float = 0) -> Reply:
        """As `Guest.ask`, without a deadline."""
        reply = wire.reply(self._guest.answer(request.data()), request)
        if reply.raised is not None and reply.raised.name in ("BdbQuit", "KeyboardInterrupt"):
            if reply.raised.name == "KeyboardInterrupt" and reply.raised.places:
                print("\nit was in {}, line {}: {}".format(*reply.raised.places[-1]))
            raise KeyboardInterrupt  # whoever leaves the debugger wants no further example
        return reply

    def cpu_so_far(self) -> float:
        """CPU seconds of this process, of which the guest is a part."""
        return time.process_time()

    def take_prints(self) -> str:
        """Nothing: prints went to the terminal."""
        return ""

    def close(self) -> None:
        """Take the submission's modules out of this process."""
        if self._finder in sys.meta_path:
            sys.meta_path.remove(self._finder)
        for name in self._finder.sources:
            sys.modules.pop(name, None)
