"""Markdown and source code in the terminal: rendered on one, as they are elsewhere."""

from __future__ import annotations

from rich.console import Console


def show(text: str, out: Console) -> None:
    """Print Markdown."""
    if out.is_terminal:
        from rich.markdown import Markdown

        out.print(Markdown(text))
    else:
        out.print(text, markup=False, soft_wrap=True)


def show_code(source: str, out: Console) -> None:
    """Print Python source."""
    if out.is_terminal:
        from rich.syntax import Syntax

        out.print(Syntax(source, "python", background_color="default", word_wrap=True))
    else:
        out.print(source, markup=False, soft_wrap=True)
