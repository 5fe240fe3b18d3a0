"""The finale of the core track: 5,000 digits to learn from, 1,000 others to read."""

from grader.judging import weight
from grader.judging.finale.trial import Finale


@weight(1)
def test_answers_digits(finale: Finale) -> None:
    """fit trains a model and classify answers one digit for each image"""
    finale.answers_digits()


@weight(1)
def test_stays_in_budget(finale: Finale) -> None:
    """import, fit and classify together stay within the budget of CPU time"""
    finale.stays_in_budget()


@weight(4)
def test_reaches_pass_line(finale: Finale) -> None:
    """it reads enough digits that it has never seen"""
    finale.reaches_pass_line()
