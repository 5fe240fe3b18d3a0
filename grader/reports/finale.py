"""A finale in the terminal: while it runs, and what came of it."""

from __future__ import annotations

from rich.console import Console
from rich.live import Live
from rich.text import Text

from grader.curriculum import NamesRules
from grader.judging.finale.progress import Phase, Progress, Task
from grader.judging.text import safe_lines
from grader.judging.verdicts import FinaleVerdict, Medal, Misread
from grader.reports import names
from grader.reports.labels import DATA_NAMES

DIGITS_A_ROW = 5
INK = 110  # grey from which a pixel is drawn
PLAIN_EVERY = 10.0  # CPU seconds between two lines where nothing can be redrawn
# The bit of each of the 2×4 dots of a braille character (Unicode 16, block U+2800).
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_MEDALS = {
    Medal.GOLD: "bold yellow",
    Medal.SILVER: "bold white",
    Medal.PASS: "bold green",
    Medal.NONE: "bold red",
}


class Screen:
    """Shows a finale's progress: a line that is redrawn, or plain lines now and then."""

    def __init__(self, out: Console) -> None:
        self._out = out
        self._live = (
            Live(console=out, auto_refresh=False, transient=True) if out.is_terminal else None
        )
        self._begin(None)

    def _begin(self, task: Task | None) -> None:
        """A finale begins; in a grading of all tracks there are several."""
        self._task = task
        self._next_line = PLAIN_EVERY
        self._forecast_told = False

    def __enter__(self) -> Screen:
        if self._live:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live:
            self._live.stop()

    def update(self, progress: Progress) -> None:
        """Show how far it has got, and what the submission printed since."""
        task = progress.task
        if self._task != task:
            self._begin(task)
            self._out.print(_announcement(task))
        if progress.remark:
            self._out.print(Text(safe_lines(progress.remark), "yellow"))
        for line in safe_lines(progress.prints).splitlines() if progress.prints.strip() else ():
            self._out.print(Text.assemble(("│ ", "dim"), line), no_wrap=True, overflow="ellipsis")
        if not self._forecast_told and progress.forecast_s and _is_well_begun(progress):
            self._forecast_told = True
            self._out.print(_forecast(progress.forecast_s, task.budget_s))
        if self._live:
            self._live.update(_state(progress), refresh=True)
        elif progress.cpu_s >= self._next_line and progress.phase is not Phase.TRYING:
            self._next_line = progress.cpu_s + PLAIN_EVERY
            self._out.print(_state(progress))


def _is_well_begun(progress: Progress) -> bool:
    """Whether a tenth of the budget is used: a forecast before that is a guess."""
    return progress.phase is Phase.TRAINING and progress.cpu_s >= 0.1 * progress.task.budget_s


def _forecast(seconds: float, budget_s: float) -> Text:
    text = f"At this pace: {seconds:.0f} of {budget_s:.0f} s of CPU time."
    return Text(text, "bold yellow" if seconds > budget_s else "dim")


def _announcement(task: Task) -> Text:
    if isinstance(task.rules, NamesRules):
        lines = [
            f"{task.learn:,} names to learn from, {task.ask:,} others to be judged by.",
            f"Pass line {task.pass_line:.3f} nats per token ({task.rules.below_pairs} below the "
            f"{task.pairs:.3f} of a table of letter pairs),",
        ]
    else:
        name = DATA_NAMES[task.data]
        lines = [
            f"{task.learn:,} images of {name} to learn from, {task.ask:,} others to read.",
            f"Pass line {task.pass_line:.0%} (silver {task.rules.silver:.0%}, gold "
            f"{task.rules.gold:.0%}),",
        ]
    lines[-1] += f" within {task.budget_s:.0f} s of CPU time:"
    lines += [
        f"this machine's Python runs at {task.speed:.2f} times the speed for which "
        f"{task.rules.budget_s:.0f} s are set."
    ]
    lines += ["A run for practice: it does not count."] if task.practice else []
    return Text("\n".join(lines))


def _state(progress: Progress) -> Text:
    budget_s = progress.task.budget_s
    full = round(30 * min(1.0, progress.cpu_s / budget_s))
    bar = "█" * full + "░" * (30 - full)
    state = Text.assemble(
        f"{progress.phase.value:<9}", (bar, "cyan"), f" {progress.cpu_s:5.1f} of {budget_s:.0f} s"
    )
    if progress.losses:
        state.append(f" · loss {progress.losses[-1][1]:.3f}")
    if progress.forecast_s and _is_well_begun(progress):
        state.append(f" · {progress.forecast_s:.0f} s at this pace")
    return state


def show(verdict: FinaleVerdict, cpu_s: float, out: Console) -> None:
    """What was reached, in which time, and what it got wrong or learnt."""
    out.print()
    if verdict.note:
        out.print(Text(verdict.note, "bold yellow"))
    if verdict.rows is not None:
        practice = f"A run for practice, on {verdict.rows:,}: it does not count."
        out.print(Text(practice, "bold yellow"))
    if verdict.names is not None:
        names.show(verdict, verdict.names, cpu_s, out)
        return
    name = DATA_NAMES[verdict.data]
    if verdict.accuracy is None:
        out.print(f"No accuracy · {cpu_s:.1f} of {verdict.budget_s:.0f} s of CPU time · {name}")
        return
    medal = f" ({verdict.medal})" if verdict.medal in (Medal.GOLD, Medal.SILVER) else ""
    out.print(
        Text.assemble(
            (f"{verdict.accuracy:.1%} read correctly{medal}", _MEDALS[verdict.medal]),
            f" · pass line {verdict.pass_line:.0%}",
            f" · {cpu_s:.1f} of {verdict.budget_s:.0f} s of CPU time · {name}",
        )
    )
    _show_confusion(verdict.confusion, out)
    _show_misread(verdict.misread[:DIGITS_A_ROW], out)


def _show_confusion(confusion: tuple[tuple[int, ...], ...], out: Console) -> None:
    out.print()
    out.print(Text("digit  read as " + "".join(f"{digit:>5}" for digit in range(10)), "dim"))
    for label, row in enumerate(confusion):
        line = Text(f"{label:>5}          ")
        for answer, count in enumerate(row):
            style = "green" if answer == label else "red" if count >= 5 else "dim"
            line.append(f"{count or '·':>5}", style)
        out.print(line)


def _show_misread(misread: tuple[Misread, ...], out: Console) -> None:
    if not misread:
        return
    out.print()
    out.print(Text("".join(f"{f'{m.label} read as {m.answer}':<15}" for m in misread).rstrip()))
    drawn = [braille(m.image) for m in misread]
    for lines in zip(*drawn, strict=True):
        out.print(Text(" ".join(lines)), no_wrap=True)


def braille(image: bytes) -> list[str]:
    """A 28×28 image (784 grey bytes) in 7 lines of 14 braille characters, each 2×4 dots."""
    lines = []
    for top in range(0, 28, 4):
        cells = []
        for left in range(0, 28, 2):
            bits = 0
            for dy, row in enumerate(_DOTS):
                for dx, bit in enumerate(row):
                    if image[(top + dy) * 28 + left + dx] >= INK:
                        bits |= bit
            cells.append(chr(0x2800 + bits))
        lines.append("".join(cells))
    return lines
