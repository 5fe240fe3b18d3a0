"""A debug interview: modules that begin with bugs, and what is told of each bug at its end."""

from __future__ import annotations

import pytest

from grader import curriculum
from grader.hunt import grafts, making
from grader.hunt.options import Options
from grader.interview import debugging, page, presets, room
from grader.interview.live import Interview
from grader.practice.history import Event, History
from grader.tests.interviews import START, Clock, MadeUpChecks, write

FIRST = curriculum.exercise(1)


@pytest.mark.parametrize("track", ["core", "layers", "gpt"])
def test_debug_presets_ask_for_a_whole_track_without_its_finale(track: str) -> None:
    preset = presets.get(f"debug-{track}")
    assert (preset.minutes, preset.hunt, preset.draw) == (60, track, 4)
    asked = [e.number for e in curriculum.track(track) if e.finale is None]
    assert list(preset.numbers(7)) == asked


def test_bugs_are_timed_remembered_and_shown_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    hunt = making.make(Options(3, 2, exercise=1))
    monkeypatch.setattr(debugging, "_hunt", lambda seed, preset: hunt)
    preset = presets.get("debug-core")
    plain = presets.plan(preset, 60, 3, now=START, examiner=False)
    opened = debugging.planted(plain, hunt.modules)
    assert [(task.stub, task.points) for task in opened.tasks] == [(hunt.modules[FIRST], 1.0)]
    clock = Clock()
    interview = Interview(room.furnish(opened), now=clock, checker=MadeUpChecks())
    half = grafts.graft(hunt.modules[FIRST], FIRST.reference.read_text(), {"transpose"})
    for text in ("# nothing yet\n" + hunt.modules[FIRST], half):
        clock.now += 60
        write(interview, 1, text)
        interview.tick()
    interview.submit()
    found = debugging.conclude(interview.session)
    assert found is not None
    assert {bug.function: bug.seconds for bug in found.bugs} == {"matmul": None, "transpose": 120.0}
    assert [s.points for s in debugging.scores(interview.session, found)] == [1.0]
    kinds = {kind for _, kind, _ in History().of(FIRST).events}
    assert kinds == {Event.FOUND, Event.MISSED}
    told = page.as_page(interview.session)
    assert "1 of 2 repaired" in told and "missed" in told
