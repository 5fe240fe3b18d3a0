"""The forms of a verdict: each is a module of this room and a row of this table."""

from __future__ import annotations

import importlib
from dataclasses import dataclass

from grader.judging.verdicts import Verdict


@dataclass(frozen=True)
class Form:
    """A form: the option that names its file, and the function that writes it, as "module:name"."""

    option: str
    help: str
    function: str

    def text(self, verdict: Verdict) -> str:
        """The verdict in this form; its module is imported only now."""
        module, _, name = self.function.partition(":")
        return str(getattr(importlib.import_module(module), name)(verdict))


FORMS = (
    Form("json", "the result as JSON; - is standard output", "grader.reports.json_report:as_json"),
    Form("html", "the result as a page", "grader.reports.html:as_page"),
    Form("junit", "the result as JUnit XML", "grader.reports.junit:as_xml"),
    Form("summary", "the result as Markdown", "grader.reports.summary:as_markdown"),
    Form("gradescope", "Gradescope's results.json", "grader.reports.gradescope:as_json"),
    Form("exercism", "exercism's results.json, version 3", "grader.reports.exercism:as_json"),
)
