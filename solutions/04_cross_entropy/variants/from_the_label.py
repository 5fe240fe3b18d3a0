"""Measured from the label's own logit, the loss of a row is log(sum(e^(z - z[label])))."""

from math import exp, log


def _row_loss(row, label):
    differences = [x - row[label] for x in row]
    top = max(differences)
    return top + log(sum(exp(d - top) for d in differences))


def _checked(logits, labels):
    pairs = list(zip(logits, labels))
    if not len(pairs) == len(logits) == len(labels):
        raise ValueError("rows and labels differ in number")
    if min(labels) < 0 or max(labels) > len(logits[0]) - 1:
        raise ValueError("label out of range")
    return pairs


def cross_entropy(logits, labels):
    losses = [_row_loss(row, label) for row, label in _checked(logits, labels)]
    return sum(loss / len(losses) for loss in losses)


def cross_entropy_backward(logits, labels):
    pairs = _checked(logits, labels)
    gradient = []
    for row, label in pairs:
        top = max(row)
        exps = [exp(x - top) for x in row]
        others = sum(e for j, e in enumerate(exps) if j != label)
        total = sum(exps)
        # 1 - p of the label is the share of the others: no cancellation.
        gradient.append(
            [-others / total / len(pairs) if j == label else e / total / len(pairs)
             for j, e in enumerate(exps)]
        )
    return gradient
