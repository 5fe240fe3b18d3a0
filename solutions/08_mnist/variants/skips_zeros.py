"""A model class of its own: one image at a time, and of each only the pixels that hold ink."""

import math
import random


class Reader:
    def __init__(self, hidden, rng):
        limit = math.sqrt(6 / (784 + hidden))
        self.w1 = [[rng.uniform(-limit, limit) for _ in range(hidden)] for _ in range(784)]
        self.b1 = [0.0] * hidden
        limit = math.sqrt(6 / (hidden + 10))
        self.w2 = [[rng.uniform(-limit, limit) for _ in range(hidden)] for _ in range(10)]
        self.b2 = [0.0] * 10

    def run(self, ink):
        z = self.b1
        for i, v in ink:
            z = [a + v * w for a, w in zip(z, self.w1[i])]
        y = [1 / (1 + math.exp(-a)) for a in z]
        return y, [b + sum(map(float.__mul__, y, w)) for b, w in zip(self.b2, self.w2)]

    def learn(self, ink, label, lr):
        y, logits = self.run(ink)
        top = max(logits)
        powers = [math.exp(v - top) for v in logits]
        total = sum(powers)
        back = [0.0] * len(y)
        for j, w in enumerate(self.w2):
            d = powers[j] / total - (j == label)
            back = [s + d * v for s, v in zip(back, w)]
            w[:] = [v - lr * d * a for v, a in zip(w, y)]
            self.b2[j] -= lr * d
        step = [lr * s * a * (1 - a) for s, a in zip(back, y)]
        for i, v in ink:
            self.w1[i] = [w - v * s for w, s in zip(self.w1[i], step)]
        self.b1 = [b - s for b, s in zip(self.b1, step)]


def inked(image):
    return [(i, v) for i, v in enumerate(image) if v > 0]


def fit(images, labels, seed):
    rng = random.Random(seed)
    reader = Reader(28, rng)
    samples = [(inked(image), label) for image, label in zip(images, labels)]
    for lr in (0.1, 0.1, 0.05):
        rng.shuffle(samples)
        for ink, label in samples:
            reader.learn(ink, label, lr)
        print("lr", lr, "done")
    return reader


def classify(model, images):
    answers = []
    for image in images:
        _, logits = model.run(inked(image))
        answers.append(logits.index(max(logits)))
    return answers
