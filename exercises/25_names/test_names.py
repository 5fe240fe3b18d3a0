"""The finale of the gpt track: 4,163 names to learn from, 1,000 others to predict."""

from grader.judging import weight
from grader.judging.finale.naming import NamesFinale


@weight(1)
def test_returns_a_gpt(finale: NamesFinale) -> None:
    """fit returns the parameters of a GPT, in the form of exercise 23, and its number of heads"""
    finale.returns_a_gpt()


@weight(1)
def test_stays_in_budget(finale: NamesFinale) -> None:
    """import and fit together stay within the budget of CPU time"""
    finale.stays_in_budget()


@weight(4)
def test_reaches_pass_line(finale: NamesFinale) -> None:
    """it predicts names that it has never seen better than a table of letter pairs, by 0.22 nats"""
    finale.reaches_pass_line()
