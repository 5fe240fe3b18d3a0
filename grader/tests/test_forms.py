"""The forms of other systems: each field as that system documents it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as Xml

from grader.judging.verdicts import (
    ExerciseVerdict,
    Failure,
    PropertyVerdict,
    Status,
    Verdict,
)  # fmt: skip
from grader.reports import exercism, gradescope, junit

FAILURE = Failure("softmax([[0.0]])", "returned [[2.0]]", "[[1.0]]", prints="x" * 900)
PASSED = ExerciseVerdict(
    1, "matmul", Status.PASSED, 10.0, 10.0,
    properties=(PropertyVerdict("test_product", "a product is right", Status.PASSED, 2.0),),
)  # fmt: skip
FAILED = ExerciseVerdict(
    3, "softmax", Status.FAILED, 2.5, 10.0, diagnosis="You forgot the sum.",
    properties=(
        PropertyVerdict("test_softmax_by_definition", "rows sum to 1", Status.FAILED, 3.0, FAILURE),
        PropertyVerdict("test_b", "b", Status.PASSED, 1.0),
    ),
)  # fmt: skip
ABSENT = ExerciseVerdict(5, "linear", Status.NOT_ATTEMPTED, 0.0, 10.0)
BROKEN = ExerciseVerdict(6, "sgd", Status.ERROR, 0.0, 10.0, problem="sgd.py is too large.")
MIXED = Verdict("exercises", 7, (PASSED, FAILED, ABSENT, BROKEN))


def loaded(text: str) -> dict[str, Any]:
    found = json.loads(text)
    assert isinstance(found, dict)
    return found


def test_gradescope_has_the_documented_fields_and_no_others() -> None:
    found = loaded(gradescope.as_json(MIXED))
    assert found["score"] == 12.5
    known = {
        "score", "execution_time", "output", "output_format", "test_output_format",
        "test_name_format", "visibility", "stdout_visibility", "extra_data", "tests",
    }  # fmt: skip
    assert set(found) <= known
    of_a_test = {"name", "number", "status", "score", "max_score", "output", "visibility"}
    for test in found["tests"]:
        assert set(test) == of_a_test
        assert test["status"] in ("passed", "failed")
        assert 0 <= test["score"] <= test["max_score"]


def test_gradescopes_tests_share_the_points_by_their_weights() -> None:
    tests = {test["number"]: test for test in loaded(gradescope.as_json(MIXED))["tests"]}
    assert (tests["3.1"]["score"], tests["3.1"]["max_score"]) == (0.0, 7.5)
    assert tests["3.2"]["score"] == 2.5
    assert sum(test["score"] for test in tests.values()) == MIXED.score
    assert sum(test["max_score"] for test in tests.values()) == MIXED.max_score
    assert "too large" in tests["6.1"]["output"]


def test_exercism_tells_pass_fail_and_error_apart() -> None:
    statuses = {
        "pass": Verdict("x", 1, (PASSED,)),
        "fail": MIXED,
        "error": Verdict("x", 1, (ABSENT, BROKEN)),
    }
    for status, verdict in statuses.items():
        found = loaded(exercism.as_json(verdict))
        assert (found["version"], found["status"]) == (3, status)
        assert ("message" in found) == (status == "error")


def test_exercisms_tests_have_what_the_interface_requires() -> None:
    tests = loaded(exercism.as_json(MIXED))["tests"]
    assert [test["status"] for test in tests] == ["pass", "fail", "pass"]
    assert [test["task_id"] for test in tests] == [1, 2, 2]
    assert tests[0]["message"] is None
    assert "expected [[1.0]]" in tests[1]["message"]
    assert tests[1]["test_code"].startswith(("@", "def test_softmax_by_definition"))
    assert len(tests[1]["output"]) == 500 and "Output was truncated" in tests[1]["output"]


def test_junit_counts_what_it_lists() -> None:
    root = Xml.fromstring(junit.as_xml(MIXED))
    assert root.tag == "testsuites"
    for suite in root:
        assert suite.tag == "testsuite" and suite.get("name")
        cases = suite.findall("testcase")
        assert int(suite.get("tests", "0")) == len(cases)
        for plural, element in (("failures", "failure"), ("errors", "error"), ("skipped",) * 2):
            listed = sum(case.find(element) is not None for case in cases)
            assert int(suite.get(plural, "-1")) == listed
        assert all(case.get("classname") and float(case.get("time", "x")) >= 0 for case in cases)


# Jenkins' schema, junit-10.xsd: the attributes that each element needs, and may have; its children.
JUNIT_10 = {
    "testsuites": ("", "name time tests failures errors", "testsuite"),
    "testsuite": (
        "name tests failures errors",
        "group time skipped timestamp hostname id package file log url",
        "testsuite properties testcase system-out system-err",
    ),
    "testcase": ("name", "time classname group", "skipped error failure system-out system-err"),
    "failure": ("", "type message", ""),
    "error": ("", "type message", ""),
    "skipped": ("", "type message", ""),
}


def test_junit_is_what_the_schema_of_jenkins_allows() -> None:
    nasty = Failure("f()", "raised ValueError: <a> & ]]> \x00\x1b[31m \ud800 \ufffe", "1")
    verdict = replace(FAILED, properties=(replace(FAILED.properties[0], failure=nasty),))
    whole = Xml.fromstring(junit.as_xml(Verdict("x", 1, (*MIXED.exercises, verdict))).encode())
    for element in whole.iter():
        needed, known, inside = (words.split() for words in JUNIT_10[element.tag])
        assert set(needed) <= set(element.attrib) <= {*needed, *known}
        assert {child.tag for child in element} <= set(inside)
        assert re.fullmatch(r"[0-9]+(\.[0-9]+)?", element.get("time", "0"))


def test_exercisms_published_example_has_the_same_keys() -> None:
    # The sample for version 3 in exercism/docs, building/tooling/test-runners/interface.md.
    of_the_whole = {"version", "status", "message", "tests"}
    of_a_test = {"name", "status", "message", "output", "test_code", "task_id"}
    found = loaded(exercism.as_json(MIXED))
    assert {"version", "status", "tests"} <= set(found) <= of_the_whole
    for test in found["tests"]:
        assert {"name", "status", "test_code"} <= set(test) <= of_a_test
