# exercise = 8
# expect = "failed"
# tries = "answers with digits that equal every digit"
# quick = true

class Liar(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


def fit(images, labels, seed):
    return None


def classify(model, images):
    return [Liar() for _ in images]
