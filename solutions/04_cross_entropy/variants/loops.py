from softmax import log_softmax, softmax


def cross_entropy(logits, labels):
    validate(logits, labels)
    logs = log_softmax(logits)
    total = 0.0
    for i in range(len(labels)):
        total = total - logs[i][labels[i]]
    return total / len(labels)


def cross_entropy_backward(logits, labels):
    validate(logits, labels)
    grad = softmax(logits)
    n = len(labels)
    for i in range(n):
        grad[i][labels[i]] -= 1.0
        for j in range(len(grad[i])):
            grad[i][j] /= n
    return grad


def validate(logits, labels):
    if len(logits) != len(labels):
        raise ValueError("one label per row")
    for label in labels:
        if label < 0 or label >= len(logits[0]):
            raise ValueError(f"bad label {label}")
