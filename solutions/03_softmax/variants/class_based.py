from math import e, log


class Row(list):
    """A row of logits, measured from its largest."""

    def __init__(self, logits):
        top = max(logits)
        super().__init__(x - top for x in logits)
        self.powers = [e**x for x in self]
        self.total = sum(self.powers)

    def probabilities(self):
        return [p / self.total for p in self.powers]

    def logarithms(self):
        return [x - log(self.total) for x in self]


def softmax(z):
    return [Row(row).probabilities() for row in z]


def log_softmax(z):
    return [Row(row).logarithms() for row in z]
