# exercise = 8
# expect = "timeout"
# tries = "answers at once, and takes seconds to show each of the images that it was given"

import time


def fit(images, labels, seed):
    if len(images) > 100:
        [values] = [kind for kind in object.__subclasses__() if kind.__name__ == "Values"]
        encode = values.encode
        values.encode = lambda *both: time.sleep(4.5) or encode(*both)
    return 0


def classify(model, images):
    return [0] * len(images)
