"""The pages: everything is in them, nothing of a submission is markup, the replay works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from grader import curriculum, stubs
from grader.interview import page
from grader.interview.entries import Ended, Ending, Hint, Note, Opened, Save, Task
from grader.interview.findings import Check, Graded, Property, Rated, Row, Score
from grader.interview.session import Session
from grader.judging.verdicts import (
    ExerciseVerdict,
    Failure,
    FinaleVerdict,
    Misread,
    PropertyVerdict,
    Status,
    Verdict,
)
from grader.reports import html, svg

START = 1_000_000.0
EVIL = "</script><script>document.title='owned'</script><img src=x onerror=alert(1)>\x1b[31m\u202e"


def task(number: int) -> Task:
    exercise = curriculum.exercise(number)
    return Task(number, exercise.name, exercise.points, exercise.minutes, stubs.of(exercise))


def verdict(number: int, status: Status) -> ExerciseVerdict:
    exercise = curriculum.exercise(number)
    failure = None if status is Status.PASSED else Failure(EVIL, f"returned {EVIL}", "[[1.0]]")
    steps = "" if failure is None else f"    3  {EVIL}\n       x = {EVIL}"
    found = PropertyVerdict("test_it", "rows sum to 1", status, failure=failure, steps=steps)
    points = exercise.points if failure is None else 0.0
    return ExerciseVerdict(
        number, exercise.name, status, points, exercise.points, properties=(found,)
    )


def finale_verdict() -> ExerciseVerdict:
    confusion = tuple(tuple(90 if i == j else 1 for j in range(10)) for i in range(10))
    ink = bytes(255 if i % 28 in (13, 14) else 0 for i in range(784))
    finale = FinaleVerdict(
        0.93, 0.88, 0.91, 0.94, 120.0, "embedded", confusion, (Misread(ink, 1, 7),), (2.0, 0.5)
    )
    held = PropertyVerdict("test_reads", "it reads enough digits", Status.PASSED)
    return ExerciseVerdict(
        8, "mnist", Status.PASSED, 30.0, 30.0, 14.0, properties=(held,), finale=finale
    )


@pytest.fixture
def session(tmp_path: Path) -> Session:
    held = Property("test_a", "a", Status.PASSED)
    failed = Property("test_b", "b", Status.FAILED)
    row = Row("correctness", "Does it work?", ("no", "partly", "mostly", "yes"), ("1 of 2",), 2)
    return Session(
        folder=tmp_path,
        opened=Opened(START, START + 1800, "phone", "Phone screen", 7, (task(2), task(3))),
        saves=(
            Save(START + 60, START + 60, 1, 2, "def sigmoid(z):\n    return z\n"),
            Save(START + 900, START + 900, 2, 3, f"# {EVIL}\ndef softmax(z):\n    return z\n"),
            Save(START + 960, START + 960, 3, 3, "def softmax(z):\n    return [z]\n"),
            Save(START + 1900, START + 1900, 4, 3, "too late"),
        ),
        checks=(
            Check(START + 61, 1, 2, False, Status.PASSED, 10.0, (held, held)),
            Check(START + 901, 2, 3, False, Status.FAILED, 5.0, (held, failed)),
        ),
        hints=(Hint(START + 500, 3, 1, 1.0),),
        notes=(Note(START + 70, f"thinks aloud {EVIL}"),),
        ended=Ended(START + 1800, Ending.DEADLINE),
        rated=Rated(START + 1801, 3, None, 2),
        graded=Graded(
            START + 1810,
            (verdict(2, Status.PASSED), verdict(3, Status.FAILED)),
            (Score(2, 10, 0, 10), Score(3, 0, 0, 10)),
            (row,),
        ),
    )


def assert_harmless(text: str) -> None:
    """Nothing of `EVIL` is markup, nothing is loaded, nothing invisible is left."""
    assert "owned'" not in re.sub(r"(&#39;|\\u0027)", "", text.replace("document.title=", ""))
    assert "<img src=x" not in text
    assert not re.search(r"""(src|href)=["'](?!data:)""", text)
    assert "http://" not in text and "https://" not in text
    assert "\x1b" not in text and "\u202e" not in text


def test_grading_page_holds_the_verdict_and_escapes_the_submission() -> None:
    verdicts = (verdict(3, Status.FAILED), finale_verdict())
    text = html.as_page(Verdict(f"dir {EVIL}", 7, verdicts, {3: f"# {EVIL}\n"}))
    assert_harmless(text)
    assert "03 softmax" in text and "rows sum to 1" in text
    assert text.count('<details class="steps"><summary>What each line gave</summary>') == 1
    assert "93.0 %" in text and "1 as 7" in text and "Loss by epoch" in text
    assert text.count("data:image/png;base64,") == 1
    assert "softmax.py, as it counts" in text and "mnist.py, as it counts" not in text
    assert "<code>solutions/03_softmax/softmax.py</code>" in text


def test_interview_page_tells_all_of_it(session: Session) -> None:
    text = page.as_page(session)
    assert_harmless(text)
    for part in ("Phone screen", "time was up", "of 20 points", "thinks aloud", "hint 1"):
        assert part in text, part
    assert "1 save after the end did not count" in text
    assert text.count('class="save ') == 3
    assert 'class="save good"' in text and 'class="save part"' in text
    code = text.index("softmax.py, as it counts")
    assert "<code>solutions/03_softmax/softmax.py</code>" in text[code:]
    assert "idle" in text  # from minute 1 to hint, and so on


def test_interview_without_saves_or_grade_has_a_page(session: Session) -> None:
    from dataclasses import replace

    bare = replace(session, saves=(), checks=(), graded=None, ended=None, rated=None, notes=())
    text = page.as_page(bare)
    assert "Nothing was saved." in text and "not graded yet" in text


def test_idle_stretches_are_compressed_and_order_is_kept() -> None:
    axis = page.Axis(0.0, [10.0, 20.0, 4000.0], 4100.0)
    drawn = [axis.x(at) for at in (0.0, 10.0, 20.0, 4000.0, 4100.0)]
    assert drawn == sorted(drawn)
    assert drawn[3] - drawn[2] < 7 * (drawn[1] - drawn[0])
    assert [round(gap) for _, gap in axis.break_marks()] == [3980, 100]


def test_png_of_a_digit_can_be_read_back() -> None:
    import base64
    import zlib

    image = bytes(i % 256 for i in range(784))
    data = base64.b64decode(svg.png(image).partition(",")[2])
    start = data.index(b"IDAT") + 4
    size = int.from_bytes(data[start - 8 : start - 4], "big")
    raw = zlib.decompress(data[start : start + size])
    pixels = b"".join(raw[y * 29 + 1 : y * 29 + 29] for y in range(28))
    assert bytes(255 - p for p in pixels) == image


def _browser() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.mark.skipif(_browser() is None, reason="no Chromium on this machine")
def test_slider_replays_the_saves_in_a_browser(session: Session, tmp_path: Path) -> None:
    text = page.as_page(session)
    drive = """<script>
      slider.value = 1; slider.dispatchEvent(new Event("input"));
      document.body.dataset.second = caption.textContent + "|" + code.textContent;
      document.getElementById("back").click();
      document.body.dataset.first = caption.textContent + "|" + code.textContent;
    </script></body>"""
    file = tmp_path / "page.html"
    file.write_text(text.replace("</body>", drive), encoding="utf-8")
    browser = _browser()
    assert browser is not None
    flags = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking"
    ended = subprocess.run(
        [browser, *flags.split(), "--disable-component-update", "--disable-sync",
         f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", file.as_uri()],
        capture_output=True, text=True, timeout=60, env={**os.environ, "HOME": str(tmp_path)},
    )  # fmt: skip
    second = re.search(r'data-second="([^"]*)"', ended.stdout)
    first = re.search(r'data-first="([^"]*)"', ended.stdout)
    assert second and "03 softmax · 1 of 2 properties hold" in second[1]
    assert "return z" in second[1] and "owned" in second[1]  # as text
    assert first and "02 sigmoid · 2 of 2 properties hold" in first[1]
    assert "<title>Mock interview: Phone screen</title>" in ended.stdout
