# exercise = 8
# expect = "failed"
# tries = "trains a model of 4 GB"

def fit(images, labels, seed):
    return bytearray(4 << 30)


def classify(model, images):
    return [0] * len(images)
