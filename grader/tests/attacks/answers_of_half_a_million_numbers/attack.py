# exercise = 3
# expect = ["error", "failed"]
# tries = "answers every call by one row of half a million numbers"


def softmax(z):
    return [[1] * 500_000]


log_softmax = softmax
