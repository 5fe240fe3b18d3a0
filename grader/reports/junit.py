"""Verdicts for CI servers: JUnit XML, a suite for each exercise and a case for each property."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Xml

from grader import curriculum
from grader.judging.verdicts import ExerciseVerdict, PropertyVerdict, Status, Verdict

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ELEMENTS = {Status.FAILED: "failure", Status.ERROR: "error", Status.TIMEOUT: "error"}


def as_xml(verdict: Verdict) -> str:
    """The verdict as one XML document."""
    root = Xml.Element("testsuites", name="backprop-kata")
    for found in verdict.exercises:
        _add_exercise(root, found)
    Xml.indent(root)
    text = _NOT_XML.sub("?", Xml.tostring(root, "unicode"))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _add_exercise(root: Xml.Element, found: ExerciseVerdict) -> None:
    label = curriculum.exercise(found.number).folder
    properties = found.properties or (_whole(found),)
    count = {name: 0 for name in ("failure", "error", "skipped")}
    suite = Xml.SubElement(root, "testsuite", name=label, time=f"{found.wall_s:.3f}")
    for one in properties:
        case = Xml.SubElement(
            suite, "testcase", classname=label, name=one.name, time=f"{one.seconds:.3f}"
        )
        if one.status is not Status.PASSED:
            element = _ELEMENTS.get(one.status, "skipped")
            count[element] += 1
            message = one.failure.message() if one.failure else one.status.value
            Xml.SubElement(case, element, message=one.sentence).text = message
    suite.set("tests", str(len(properties)))
    for name, plural in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        suite.set(plural, str(count[name]))


def _whole(found: ExerciseVerdict) -> PropertyVerdict:
    """A case for an exercise of which no property was judged."""
    return PropertyVerdict(found.name, found.problem or "not attempted", found.status)
