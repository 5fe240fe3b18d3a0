"""What the screen shows at any size, what its keys do, and the plain lines that stand in for it."""

from __future__ import annotations

import os

import pytest
from rich.text import Text

from grader.interview import clock as clocks
from grader.interview import picture
from grader.interview.clock import Urgency
from grader.interview.keyboard import Keyboard, Lines
from grader.interview.live import Interview
from grader.interview.picture import Page, View
from grader.interview.plain import Plain
from grader.interview.screen import Screen
from grader.reports import terminal
from grader.tests.interviews import START, Clock, MadeUpChecks, begin, write


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def checks() -> MadeUpChecks:
    return MadeUpChecks()


@pytest.fixture
def interview(clock: Clock, checks: MadeUpChecks) -> Interview:
    return begin(clock, checks)


@pytest.fixture
def screen(interview: Interview) -> Screen:
    return Screen(interview, lambda: None)


def _shown(screen: Screen, width: int = 80, height: int = 24) -> str:
    return "\n".join(line.plain for line in screen.lines(width, height))


def _view(interview: Interview) -> View:
    return View(interview.session, interview.now(), interview.at_hand, interview.busy_with)


@pytest.mark.parametrize("size", [(80, 24), (132, 50), (40, 10), (20, 5), (10, 2), (200, 1)])
def test_the_screen_fills_any_size_exactly(interview: Interview, size: tuple[int, int]) -> None:
    width, height = size
    for page in (None, Page("# Title\n\n" + "word " * 400)):
        lines = picture.draw(_view(interview), width, height, page)
        assert len(lines) == height
        assert all(line.cell_len <= width for line in lines)


def test_eight_exercises_fit_into_80_by_24(clock: Clock, checks: MadeUpChecks) -> None:
    interview = begin(clock, checks, "full", 90)
    write(interview, 7, "x")
    clock.now += 5
    interview.tick()
    checks.finish(1)
    interview.tick()
    text = _shown(Screen(interview, lambda: None))
    for task in interview.session.tasks:
        assert task.label in text
    assert "✗ property 1 holds" in text
    assert "1:29:55 left" in text
    assert "uit" in text.splitlines()[-1]


@pytest.mark.parametrize(
    ("seconds", "urgency"),
    [(601, Urgency.CALM), (600, Urgency.AMBER), (121, Urgency.AMBER), (120, Urgency.RED), (0, 3)],
)
def test_amber_at_ten_minutes_red_at_two(seconds: float, urgency: Urgency) -> None:
    assert clocks.urgency(seconds) == urgency


def test_the_time_left_takes_the_colour_of_the_hurry(interview: Interview, clock: Clock) -> None:
    styles = []
    for left in (1800, 590, 110):
        clock.now = START + 1800 - left
        head: Text = picture.draw(_view(interview), 80, 24)[0]
        styles.append(str(head.spans[-1].style))
    assert ["green" in styles[0], "yellow" in styles[1], "red" in styles[2]] == [True] * 3


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.0, "0:00"), (0.01, "0:01"), (59.9, "1:00"), (3725, "1:02:05")]
)
def test_the_countdown_shows_zero_only_at_the_deadline(seconds: float, text: str) -> None:
    assert clocks.countdown(seconds) == text


def test_the_bell_rings_once_at_each_step_if_it_is_wanted(
    interview: Interview, clock: Clock
) -> None:
    rung: list[float] = []
    screen = Screen(interview, lambda: rung.append(clock.now))
    _shown(screen)
    clock.now = START + 1300
    _shown(screen)
    assert rung == []
    screen.press("b")
    rung.clear()
    for second in range(1300, 1799):
        clock.now = START + second
        _shown(screen)
    assert rung == [START + 1680]


def test_a_hint_is_taken_only_after_a_yes(interview: Interview, screen: Screen) -> None:
    screen.press("h")
    assert "Hint 1 of 3 for 02 sigmoid costs 1 of its 10 points. y/n" in _shown(screen)
    screen.press("n")
    assert interview.session.hints == ()
    screen.press("h")
    screen.press("y")
    assert "1 · A question" in _shown(screen)
    screen.press("q")
    assert "1 · A question" not in _shown(screen)
    assert not screen.left
    screen.press("h")
    screen.press("v")
    assert "1 · A question" in _shown(screen)
    assert len(interview.session.hints) == 1


def test_the_statement_is_read_page_by_page_with_the_clock_above(screen: Screen) -> None:
    screen.press("s")
    first = _shown(screen)
    assert "30:00 left" in first
    assert "02 · Sigmoid" in first
    screen.press(" ")
    assert _shown(screen) != first
    for _ in range(50):
        screen.press("page down")
    assert "Read more" in _shown(screen)
    for _ in range(50):
        screen.press("b")
    assert _shown(screen) == first
    screen.press("escape")
    assert "exercise" in _shown(screen)


def test_paragraphs_flow_and_a_table_takes_only_the_room_that_it_needs(
    interview: Interview,
) -> None:
    text = f"one\ntwo\n\n    code  here\n      more\n\n| a {' ' * 90}| b |\n|---|---|\n| c | d |\n"
    lines = [line.plain.strip() for line in picture.draw(_view(interview), 80, 24, Page(text))]
    assert [line for line in lines[2:-1] if line] == [
        "one two", "code  here", "more", "a  b", "────", "c  d",
    ]  # fmt: skip


def test_ending_and_leaving_ask_first(interview: Interview, screen: Screen) -> None:
    screen.press("e")
    assert "A question before the end" in _shown(screen)
    screen.press("a")
    for key in [*"it is", "enter"]:
        screen.press(key)
    assert [answer.text for answer in interview.session.answers] == ["it is"]
    screen.press("e")
    screen.press("x")
    assert not interview.over
    screen.press("q")
    screen.press("n")
    assert not screen.left
    screen.press("q")
    screen.press("Y")
    assert screen.left
    screen.press("e")
    screen.press("y")
    assert interview.over


def test_an_examiner_types_a_note_that_the_screen_does_not_keep(clock: Clock) -> None:
    interview = begin(clock, MadeUpChecks())
    screen = Screen(interview, lambda: None)
    screen.press("n")
    assert "note:" not in _shown(screen)  # nobody sits in
    from dataclasses import replace

    joined = Interview(interview._store, resumed=True, examiner=True, now=clock)
    screen = Screen(joined, lambda: None)
    screen.press("n")
    for key in [*"Quite calmx", "backspace", "é"]:
        screen.press(key)
    assert "note: Quite calmé" in _shown(screen)
    assert _shown(screen).endswith("Enter keep · Esc drop")
    screen.press("enter")
    assert [note.text for note in joined.session.notes] == ["Quite calmé"]
    assert "Quite" not in _shown(screen)
    screen.press("n")
    screen.press("z")
    screen.press("escape")
    assert len(joined.session.notes) == 1
    assert replace(joined.session).examiner


def test_digits_and_arrows_choose_the_exercise(interview: Interview, screen: Screen) -> None:
    screen.press("3")
    assert interview.at_hand.number == 4
    screen.press("down")
    assert interview.at_hand.number == 2
    screen.press("up")
    screen.press("9")
    assert interview.at_hand.number == 4
    assert [focus.exercise for focus in interview.session.focuses] == [4, 2, 4]


def test_keys_have_names_and_paste_and_accents_come_whole() -> None:
    ours, theirs = os.pipe()
    keyboard = Keyboard(ours)
    assert keyboard.wait(0) == []
    os.write(theirs, "aÄ\x1b[A\x1b[1;5B\x1b[6~\x7f\r\x1b".encode() + b"\xc3")
    names = ["a", "Ä", "up", "page down", "backspace", "enter", "escape"]
    assert keyboard.wait(1) == names
    os.write(theirs, b"\xa9")
    assert keyboard.wait(1) == ["é"]
    os.close(theirs)
    with pytest.raises(EOFError):
        keyboard.wait(1)
    os.close(ours)


def test_lines_are_whole_and_may_be_put_aside() -> None:
    ours, theirs = os.pipe()
    lines = Lines(ours)
    os.write(theirs, b"check 3\n4\nhal")
    assert [lines.wait(0), lines.wait(0), lines.wait(0)] == ["check 3", "4", None]
    lines.keep("4")
    os.close(theirs)
    assert [lines.answer(), lines.answer(), lines.answer()] == ["4", "hal", None]
    assert lines.ended
    os.close(ours)


def test_plain_words_do_what_the_keys_do(
    interview: Interview, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = Plain(interview, terminal.console())
    plain.begin()
    for line in ("yes", "hint 3", "yes", "check 4", "hint 9", "hint x", "dance", "status"):
        plain.obey(line)
    out = capsys.readouterr().out
    assert "Given, served by the reference: 01 matmul." in out
    assert out.count("is not known here") == 2  # "yes" to nothing, and "dance"
    assert "hint 1 of 3 for 03 softmax costs 1 of its 10 points; yes takes it" in out
    assert "## 1 · A question" in out
    assert "04 cross_entropy has not been saved yet." in out
    assert "Exercise 9 is not asked for here" in out
    assert "'x' is not the number of an exercise." in out
    assert "04 cross_entropy: not begun" in out
    assert len(interview.session.hints) == 1
    plain.obey("quit")
    assert plain.left
    plain.obey("submit")
    assert "One question before the end" in capsys.readouterr().out
    plain.obey("answer in my own words")
    plain.obey("submit")
    assert interview.over
    (answer,) = interview.session.answers
    assert answer.text == "in my own words"
