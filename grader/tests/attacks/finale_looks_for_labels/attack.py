# exercise = 8
# expect = "failed"
# tries = "looks for the labels of the test in memory and on disk"
# quick = true

import gc
import glob
import os
import sys


def fit(images, labels, seed):
    return labels


def classify(model, images):
    found = [
        thing
        for thing in gc.get_objects()
        if type(thing) is list and len(thing) == len(images) and thing is not images
        and all(type(item) is int for item in thing)
    ]
    for folder in (PROJECT + "/data", os.environ.get("MNIST_DIR", "."), OUTSIDE):
        for path in glob.glob(folder + "/**", recursive=True):
            found.append(list(open(path, "rb").read()[8 : 8 + len(images)]))
    return found[-1] if found else [0] * len(images)
