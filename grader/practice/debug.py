"""`make debug`: the failing example in this process, so that prints and `breakpoint()` work.

Of a plain function it also shows what each line gave: no verdict on any of them, something to look
at where neither a mistake is known nor a line is found.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from grader import curriculum, seeds
from grader.curriculum import EXERCISES
from grader.judging import run, signatures, text
from grader.judging.asking import Asker
from grader.judging.calls import Call, copied, raised_text, where
from grader.judging.examination import Examination
from grader.judging.request import Request
from grader.judging.steps import follow, told
from grader.judging.verdicts import Status
from grader.outcome import Exit, UsageError
from grader.sandbox.local import LocalGuest
from grader.sandbox.wire import Raised
from grader.submission import State, Submission


def command(args: argparse.Namespace) -> int:
    """Find the first property that fails, then make its calls again in this process."""
    exercise = curriculum.exercise(args.number)
    if exercise.finale is not None:
        advice = "print as you train, or debug an exercise before it"
        raise UsageError(f"{exercise.label} is a training run: {advice}.")
    submission = Submission(EXERCISES)
    module = submission.read(exercise)
    if module.state is not State.ATTEMPTED:
        unwritten = f"{exercise.label} is not written yet: there is nothing to debug."
        raise UsageError(module.problem or unwritten)
    found = Examination(submission, Request(seeds.choose(args.seed), diagnose=False))
    run.run_properties(exercise, found)
    bad = [p for p in found.properties if p.status is not Status.PASSED]
    if not bad:
        print(f"{exercise.label} passes: there is nothing to debug.")
        return Exit.PASSED
    verdict, calls = found.failed_calls[0] if found.failed_calls else (bad[0], ())
    print(f"✗ {verdict.sentence}")
    if verdict.failure is not None and not (calls and verdict.failure.call):
        print(verdict.failure.message(), flush=True)
        if not verdict.failure.call:
            return Exit.FAILED  # nothing was called: the module does not load, or lacks a name
        if verdict.status is Status.TIMEOUT:
            print("Now without a time limit: Ctrl-C tells where it is.", flush=True)
    if not calls or calls[-1].is_text or not calls[-1].name.isidentifier():
        # The objects of this example live in the guest that has ended: run the properties here.
        run.run_properties(
            exercise, Examination(submission, replace(found.request, in_process=True))
        )
        return Exit.FAILED
    sources = found.sources(exercise)
    guest = LocalGuest(sources)
    guest.load()
    _again(Asker(guest, signatures.of(exercise)), calls[-1])
    if verdict.failure:
        print(f"expected {verdict.failure.expected}")
    if verdict.status is not Status.TIMEOUT:
        _show_steps(exercise.name, sources.texts[exercise.name], calls[-1])
    guest.close()
    return Exit.FAILED


def _show_steps(name: str, source: str, call: Call) -> None:
    """Make the call once more and print what each line of the module gave."""
    module = sys.modules.get(name)
    function = getattr(module, call.name, None)
    path = getattr(module, "__file__", None)
    if callable(function) and path:
        lines = told(follow(function, copied(call.args), copied(call.kwargs), path, source))
        print("\nWhat each line gave:", *lines, sep="\n")


def _again(asker: Asker, call: Call) -> None:
    print(f"  {call.text}", flush=True)
    answer = asker.answer(call)
    if isinstance(answer, Raised):
        print(f"{raised_text(answer)}\n{where(answer)}")
    else:
        print(f"returned {text.value(answer.value)}")
        if answer.after is not None:
            after = [old if now is None else now for old, now in zip(call.args, answer.after)]
            print(f"left its arguments as {text.value(tuple(after))}")
