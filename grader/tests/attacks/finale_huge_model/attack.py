# exercise = 8
# expect = "failed"
# tries = "trains a model of 800 MB"

def fit(images, labels, seed):
    return [bytes(1 << 20) for _ in range(800)]


def classify(model, images):
    return [len(model) % 10] * len(images)
