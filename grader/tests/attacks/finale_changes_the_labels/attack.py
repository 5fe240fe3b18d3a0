# exercise = 8
# expect = "failed"
# tries = "makes every label a 0"

def fit(images, labels, seed):
    labels[:] = [0] * len(labels)
    return None


def classify(model, images):
    return [0] * len(images)
