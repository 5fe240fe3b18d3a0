# exercise = 8
# expect = "failed"
# tries = "answers for one image, hoping to be judged by that alone"

def fit(images, labels, seed):
    return None


def classify(model, images):
    return [0]
