# exercise = 8
# expect = "failed"
# tries = "answers 0 for every image"

def fit(images, labels, seed):
    return None


def classify(model, images):
    return [0] * len(images)
