"""The finale of the layers track: a network of your own layers, two of them hidden."""

from grader.judging import weight
from grader.judging.finale.trial import Finale


@weight(1)
def test_builds_the_network(finale: Finale) -> None:
    """build makes 784–28–28–10, with its parameters in the order of the layers"""
    finale.builds_the_network()


@weight(1)
def test_answers_digits(finale: Finale) -> None:
    """fit trains a model and classify answers one digit for each image"""
    finale.answers_digits()


@weight(1)
def test_loss_falls(finale: Finale) -> None:
    """the mean loss of the last third of the epochs is below half of the first third's"""
    finale.loss_falls()


@weight(1)
def test_stays_in_budget(finale: Finale) -> None:
    """import, build, fit and classify together stay within the budget of CPU time"""
    finale.stays_in_budget()


@weight(4)
def test_reaches_pass_line(finale: Finale) -> None:
    """it reads enough digits that it has never seen"""
    finale.reaches_pass_line()
