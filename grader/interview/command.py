"""`make interview`: begins an interview, takes an unfinished one up again, tells how it stands."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from dataclasses import replace
from functools import partial

from rich.console import Console

from grader import seeds
from grader.interview import (
    clock,
    closing,
    debugging,
    journal,
    keeper,
    picture,
    plain,
    presets,
    room,
    screen,
    store,
    times,
    tryout,
)
from grader.interview import summary as summaries
from grader.interview.keyboard import Lines
from grader.interview.live import Interview
from grader.interview.session import Session
from grader.interview.store import Busy, Store
from grader.judging.text import safe
from grader.outcome import Exit, UsageError
from grader.reports import terminal
from grader.reports.labels import counted


def command(args: argparse.Namespace) -> int:
    """Do what was asked for; 0 also for an interview that went badly."""
    out = terminal.console()
    if args.status:
        return _status(out)
    if args.regrade is not None:
        return _regrade(args.regrade, out)
    if args.attempt is not None:
        return tryout.show(args.attempt, out)
    on_screen = (
        not args.plain
        and out.is_terminal
        and not out.is_dumb_terminal
        and sys.stdin is not None
        and sys.stdin.isatty()
    )
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)  # so that checks and guests are closed
    try:
        with store.only_one():
            if args.discard:
                return _discard(out, sure=args.yes)
            return _interview(args, out, on_screen)
    except Busy as busy:
        raise Busy(_who(busy)) from None


def _who(busy: Busy) -> str:
    found = store.unfinished()
    return f"{busy} ({_in_words(found)})" if found else str(busy)


def _in_words(session: Session) -> str:
    seconds = clock.left(session.opened.deadline, clock.now(session.opened))
    left = f"{clock.countdown(seconds)} left" if not session.ended and seconds else "its time is up"
    return f"{session.opened.preset} in {session.folder.name}, {left}"


def _interview(args: argparse.Namespace, out: Console, on_screen: bool) -> int:
    lines = Lines(sys.stdin.fileno() if sys.stdin is not None else -1)
    found = store.unfinished()
    if found is None:
        begun = _begin(args, out, lines, ask=on_screen)
        if begun is None:
            return Exit.PASSED
        return _conduct(begun, out, lines, on_screen, resumed=False, examiner=args.examiner)
    others = args.preset or args.minutes or args.form or args.name or args.again
    going_on = found.ended is None and clock.now(found.opened) < found.opened.deadline
    if going_on and others:
        raise UsageError(
            f"An interview is unfinished ({_in_words(found)}): make interview, without PRESET or "
            "other options, takes it up again; the key e ends it, make interview-discard drops it."
        )
    if going_on:
        if on_screen and not _wants_to_go_on(found, out, lines):
            return Exit.PASSED
        out.print(f"Taking up {_in_words(found)}.", markup=False)
        return _conduct(Store(found), out, lines, on_screen, resumed=True, examiner=args.examiner)
    where = picture.short(found.folder)
    out.print(f"The interview in {where} is over: what was saved in time is graded now.")
    closing.close(Store(found), out, lines)
    if others:
        out.print("The one that you asked for was not begun: make interview, the same, begins it.")
    return Exit.PASSED


def _begin(args: argparse.Namespace, out: Console, lines: Lines, *, ask: bool) -> Store | None:
    """Plan the interview that was asked for, and make its room. None: rather not."""
    earlier = _earlier(args.preset) if args.again else None
    preset = earlier.opened.preset if earlier else args.preset
    chosen = _choose(preset, out, lines, ask=ask)
    if chosen is None:
        return None
    form = presets.form(args.form or (earlier.opened.form if earlier else None))
    lasting = presets.minutes(args.minutes or (str(earlier.minutes) if earlier else None), chosen)
    seed = earlier.opened.seed if earlier else seeds.choose(args.seed)
    modules = debugging.modules(chosen, seed, out)
    opened = presets.plan(chosen, lasting, seed, now=time.time(), examiner=args.examiner)
    opened = debugging.planted(opened, modules)
    name = safe((args.name or "").strip(), 80) or (earlier.opened.name if earlier else "")
    again = earlier.folder.name if earlier else ""
    opened = replace(opened, form=form.name, name=name, again=again)
    return room.furnish(replace(opened, boot=clock.boot(), ticks=clock.ticks()))


def _earlier(preset: str | None) -> Session:
    """The last interview that was graded, of that preset if one is named. Raises `UsageError`."""
    found = [s for s in store.finished() if not preset or s.opened.preset == preset.strip()]
    if not found:
        raise UsageError("AGAIN=1 repeats the last interview that was graded, and there is none.")
    return found[-1]


def _conduct(
    record: Store, out: Console, lines: Lines, on_screen: bool, *, resumed: bool, examiner: bool
) -> int:
    keeper.start(record.session.folder)
    now = partial(clock.now, record.session.opened)
    interview = Interview(record, resumed=resumed, examiner=examiner, now=now)
    ended = screen.conduct(interview, out) if on_screen else plain.conduct(interview, out, lines)
    if ended:
        out.print("Submitted." if interview.left() > 0 else "Time is up.")
        closing.close(record, out, lines)
    else:
        left = clock.countdown(interview.left())
        out.print(f"{left} left, and the clock runs on: make interview takes it up again.")
    return Exit.PASSED


def _choose(name: str | None, out: Console, lines: Lines, *, ask: bool) -> presets.Preset | None:
    """The preset that was named; on a terminal it is asked for. None: rather not."""
    if name is not None and name.strip():
        return presets.get(name)
    every = presets.every()
    if not ask:
        known = ", ".join(preset.name for preset in every)
        raise UsageError(f"Which interview? PRESET is one of {known}.")
    for number, preset in enumerate(every, start=1):
        out.print(f" {number:>2}  {preset.name:<13}{preset.minutes:>4.0f} min  {preset.title}")
    while True:
        out.print("Which one? The clock starts at once (Enter: none):", end=" ")
        out.file.flush()
        answer = lines.wait(None)
        if not answer:
            return None
        if answer.isdigit() and 0 < int(answer) <= len(every):
            return every[int(answer) - 1]
        try:
            return presets.get(answer)
        except UsageError as error:
            out.print(str(error), markup=False)


def _wants_to_go_on(found: Session, out: Console, lines: Lines) -> bool:
    out.print(f"An interview is unfinished: {_in_words(found)}; its clock ran on.")
    out.print("Enter takes it up again, q leaves it for now:", end=" ")
    out.file.flush()
    return lines.wait(None) == ""


def _status(out: Console) -> int:
    """How the running interview stands, else how the last one went."""
    found = store.unfinished()
    if found is None:
        past = store.finished()
        if not past:
            out.print("No interview yet: make interview begins one.")
            return Exit.PASSED
        graded = past[-1].graded
        assert graded is not None
        out.print(f"No interview is running. The last one, {past[-1].folder.name}:")
        out.print(f"  {journal.describe(graded, past[-1])}")
        return Exit.PASSED
    there = store.running()
    running = "" if there else "; nobody is there: make interview takes it up again"
    out.print(f"{_in_words(found)}{running}")
    spent = times.spent(found, time.time() if there else Store(found).last_beat())
    for task in found.tasks:
        state = journal.state(found, task, frozenset())
        target = clock.shown(task.minutes * 60)
        out.print(f"  {task.label:<24}{state:<21}{clock.shown(spent[task.number]):>8} / {target}")
    for at, text in list(journal.events(found))[-5:]:
        moment = time.strftime("%H:%M:%S", time.localtime(at))
        out.print(f"  {moment}  {text}", markup=False, no_wrap=True, overflow="ellipsis")
    return Exit.PASSED


def _discard(out: Console, *, sure: bool) -> int:
    """Put the unfinished interview aside, else the last one. Raises `UsageError`."""
    found = store.unfinished() or next(iter(reversed(store.finished())), None)
    if found is None:
        raise UsageError("There is no interview to discard.")
    saves = counted(len(found.saves), "save")
    if found.saves and not sure:
        raise UsageError(
            f"{found.opened.preset} in {found.folder.name} has {saves}: make interview-discard "
            "YES=1 discards it all the same."
        )
    kept = store.discard(found)
    out.print(f"Discarded: {found.opened.preset} in {found.folder.name}, {saves}.", markup=False)
    out.print(f"It counts nowhere any more; its folder is {picture.short(kept)}.", markup=False)
    return Exit.PASSED


def _regrade(change: str, out: Console) -> int:
    """Change a grade of the last interview, and its page."""
    past = store.finished()
    if not past:
        raise UsageError("No interview has been graded yet: make interview begins one.")
    record = Store(past[-1])
    closing.regrade(record, change)
    assert record.session.graded is not None
    summaries.show_rubric(record.session.graded, out)
    closing.show_page(record.session, out)
    return Exit.PASSED
