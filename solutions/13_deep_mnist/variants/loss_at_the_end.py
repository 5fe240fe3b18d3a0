"""The loss of an epoch is measured when it is over; the model is a pair, the layers are a loop."""

from layers import CrossEntropyLoss, Linear, Sequential, Sigmoid
from loader import SGD, DataLoader

SIZES = (784, 28, 28, 10)


def build(seed):
    layers = []
    for number, (fan_in, fan_out) in enumerate(zip(SIZES, SIZES[1:])):
        layers += [Linear(fan_in, fan_out, 17 * seed + number), Sigmoid()]
    return Sequential(*layers[:-1])


def fit(images, labels, seed):
    network, criterion = build(seed), CrossEntropyLoss()
    optimisers = {lr: SGD(network.parameters(), lr) for lr in (1.0, 0.3)}
    batches = DataLoader(images, labels, 10, True, seed)
    losses = [criterion(network(images), labels)]
    for lr in (1.0, 1.0, 1.0, 0.3):
        for x, y in batches:
            criterion(network(x), y)
            network.backward(criterion.backward())
            optimisers[lr].step(network.gradients())
        losses.append(criterion(network(images), labels))
    return ("784-28-28-10", network), losses[1:]


def classify(model, images):
    _, network = model
    answers = []
    for start in range(0, len(images), 100):
        for logits in network(images[start : start + 100]):
            answers.append(max(range(10), key=logits.__getitem__))
    return answers
