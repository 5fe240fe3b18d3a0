# exercise = 10
# expect = "failed"
# tries = "makes floats of the caller's labels, which are equal to them"

_one_hot = one_hot


def one_hot(labels, classes):
    rows = _one_hot(labels, classes)
    labels[:] = [label + 0.0 for label in labels]
    return rows
