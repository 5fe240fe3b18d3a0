"""The finale of names in the terminal: the loss on its scale, the curve, attention, new names."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from grader.judging.verdicts import FinaleVerdict, NamesFound

SCALE_WIDTH = 56
CURVE_WIDTH = 56
STEPS = "▁▂▃▄▅▆▇█"
SHADES = " ░▒▓█"


def show(verdict: FinaleVerdict, found: NamesFound, cpu_s: float, out: Console) -> None:
    """The loss, time, and what the model has learnt."""
    time = f"{cpu_s:.1f} of {verdict.budget_s:.0f} s of CPU time"
    if found.loss is None:
        out.print(f"No loss · {time} · pass line {verdict.pass_line:.3f}")
    else:
        style = "bold green" if found.reaches(verdict.pass_line) else "bold red"
        out.print(
            Text.assemble(
                (f"{found.loss:.3f} nats per token", style),
                f" · pass line {verdict.pass_line:.3f} · {time}",
            )
        )
        _show_scale(verdict.pass_line, found, found.loss, out)
    if len(found.curve) > 1:
        _show_curve(found.curve, out)
    if found.attention:
        _show_attention(found, out)
    if found.made_up:
        out.print()
        out.print(Text("Made up, and in no list: " + ", ".join(found.made_up)))
        out.print(Text(f"{found.known} of {found.drawn} that it made up are in the list.", "dim"))


def _show_scale(pass_line: float, found: NamesFound, loss: float, out: Console) -> None:
    """Where the loss lies between the table of pairs and the best of the gallery."""
    marks = [
        (found.pairs, "pairs of letters", "○"),
        (pass_line, "pass line", "│"),
        (found.reference, "reference", "◇"),
        (found.gallery, "best of the gallery", "◆"),
        (loss, "yours", "●"),
    ]
    low, high = min(m[0] for m in marks), max(m[0] for m in marks)
    line = ["─"] * SCALE_WIDTH
    for value, _, sign in marks:
        line[round((high - value) / (high - low) * (SCALE_WIDTH - 1))] = sign
    out.print()
    out.print(Text(f"  {high:.2f} {''.join(line)} {low:.2f}"))
    legend = sorted(marks, reverse=True)
    for part in (legend[:3], legend[3:]):
        out.print(Text("  " + "   ".join(f"{s} {name} {v:.3f}" for v, name, s in part), "dim"))


def _show_curve(curve: Sequence[tuple[float, ...]], out: Console) -> None:
    out.print()
    end = curve[-1][0]
    out.print(Text(f"  loss that it printed, {curve[0][1]:.2f} to {curve[-1][1]:.2f}", "dim"))
    out.print(Text("  " + spark(curve, end, CURVE_WIDTH) + f" {end:.0f} s", "cyan"))


def spark(curve: Sequence[tuple[float, ...]], end_s: float, width: int) -> str:
    """Losses against CPU seconds from 0 to `end_s` in so many characters, the largest highest."""
    columns: list[list[float]] = [[] for _ in range(width)]
    for cpu_s, loss in curve:
        columns[min(width - 1, int(cpu_s / max(end_s, 1e-9) * width))].append(loss)
    means: list[float] = []
    for column in columns:  # where nothing was printed, what was printed last
        means.append(sum(column) / len(column) if column else (means or [curve[0][1]])[-1])
    low, span = min(means), (max(means) - min(means)) or 1.0
    return "".join(STEPS[min(7, int((mean - low) / span * 8))] for mean in means)


def _show_attention(found: NamesFound, out: Console) -> None:
    out.print()
    letters = "·" + found.read
    out.print(Text(f"  What {found.head} looks back at in {found.read!r}, row by row:", "dim"))
    out.print(Text("    " + "".join(f"{letter} " for letter in letters), "dim"))
    for letter, row in zip(letters, found.attention, strict=True):
        cells = "".join(SHADES[min(4, int(share * 5))] * 2 for share in row)
        out.print(Text.assemble((f"  {letter} ", "dim"), (cells, "cyan")))
