"""`make compare`: the references' numbers beside PyTorch's, in float64.

PyTorch is never required: where it is not installed the command says how to provide it. Each line
is the largest difference of any entry, relative to max(1, |PyTorch's|).
"""

from __future__ import annotations

import argparse
import importlib
import random
from typing import Any

from grader import curriculum
from grader.judging.explain.in_process import importable
from grader.outcome import Exit, UsageError
from grader.workshop.bench import compare_gpt
from grader.workshop.bench.difference import difference, worst

BOUND = 1e-9  # the contract's
SIZES = [12, 7, 5, 4]
BATCH = 9
SEED = 11


def command(args: argparse.Namespace) -> int:
    """Compare every exercise that PyTorch has; status 1 if anything differs by more."""
    try:
        torch: Any = importlib.import_module("torch")
    except ImportError:
        raise UsageError(
            "PyTorch is not installed here: install it into .venv (pip install torch), "
            "or run `python -m grader compare` with a Python that has it."
        ) from None
    torch.set_default_dtype(torch.float64)
    print(f"PyTorch {torch.__version__}, float64, one batch of {BATCH}, sizes {SIZES}")
    print(f"{'largest relative difference':<44}{'forward':>12}{'gradients':>12}")
    largest = 0.0
    references = {e.name: e.reference.read_text(encoding="utf-8") for e in curriculum.track("all")}
    with importable(references):
        for name, pair in (
            ("MLP of 01 to 07", _mlp),
            ("layers of 09 to 11", _layers),
            ("engine of 17", _engine),
            *compare_gpt.PAIRS,
        ):
            forward, gradients = pair(torch)
            largest = max(largest, forward, gradients or 0.0)
            print(f"{name:<44}{forward:>12.1e}{_shown(gradients):>12}")
    print(f"all within {BOUND:.0e}" if largest <= BOUND else f"beyond {BOUND:.0e}")
    return Exit.PASSED if largest <= BOUND else Exit.FAILED


def _shown(number: float | None) -> str:
    return "–" if number is None else f"{number:.1e}"


def _data() -> tuple[list[list[float]], list[int]]:
    rng = random.Random(SEED)
    x = [[rng.gauss(0, 1) for _ in range(SIZES[0])] for _ in range(BATCH)]
    return x, [rng.randrange(SIZES[-1]) for _ in range(BATCH)]


def _theirs(torch: Any, params: list[Any], x: Any, labels: list[int]) -> tuple[Any, Any, list[Any]]:
    """PyTorch's logits, loss and gradients of the MLP with these parameters."""
    tensors = [torch.tensor(p, requires_grad=True) for p in params]
    a = torch.tensor(x)
    pairs = list(zip(tensors[0::2], tensors[1::2], strict=True))
    for w, b in pairs[:-1]:
        a = torch.sigmoid(a @ w + b)
    logits = a @ pairs[-1][0] + pairs[-1][1]
    loss = torch.nn.functional.cross_entropy(logits, torch.tensor(labels))
    loss.backward()
    return logits, loss, [t.grad for t in tensors]


def _mlp(torch: Any) -> tuple[float, float]:
    train = importlib.import_module("train")
    x, labels = _data()
    params = train.init_params(SIZES, seed=SEED)
    logits, loss, gradients = _theirs(torch, params, x, labels)
    mine, grads = train.loss_and_grads(params, x, labels)
    forward = worst([(train.forward(params, x), logits), (mine, loss)])
    return forward, worst(list(zip(grads, gradients, strict=True)))


def _layers(torch: Any) -> tuple[float, float]:
    layers = importlib.import_module("layers")
    x, labels = _data()
    stack: list[Any] = []
    for i, (fan_in, fan_out) in enumerate(zip(SIZES, SIZES[1:], strict=False)):
        stack += [layers.Linear(fan_in, fan_out, seed=SEED + i), layers.Sigmoid()]
    network = layers.Sequential(*stack[:-1])
    criterion = layers.CrossEntropyLoss()
    logits, loss, gradients = _theirs(torch, network.parameters(), x, labels)
    scores = network(x)
    mine = criterion(scores, labels)
    network.backward(criterion.backward())
    softmax, through = _softmax(torch, layers, x)
    forward = max(worst([(scores, logits), (mine, loss)]), softmax)
    return forward, max(worst(list(zip(network.gradients(), gradients, strict=True))), through)


def _softmax(torch: Any, layers: Any, x: list[list[float]]) -> tuple[float, float]:
    """The softmax layer alone, its backward by a random upstream gradient."""
    rng = random.Random(SEED + 1)
    upstream = [[rng.gauss(0, 1) for _ in row] for row in x]
    z = torch.tensor(x, requires_grad=True)
    y = torch.softmax(z, dim=1)
    y.backward(torch.tensor(upstream))
    layer = layers.Softmax()
    return difference(layer(x), y), difference(layer.backward(upstream), z.grad)


def _engine(torch: Any) -> tuple[float, float]:
    tensor = importlib.import_module("tensor")
    train = importlib.import_module("train")
    x, labels = _data()
    params = train.init_params(SIZES, seed=SEED)
    logits, loss, gradients = _theirs(torch, params, x, labels)
    tensors = [tensor.Tensor(p if isinstance(p[0], list) else [p]) for p in params]
    a = tensor.Tensor(x)
    pairs = list(zip(tensors[0::2], tensors[1::2], strict=True))
    for w, b in pairs[:-1]:
        a = tensor.sigmoid(a @ w + b)
    scores = a @ pairs[-1][0] + pairs[-1][1]
    mine = tensor.nll(tensor.log_softmax(scores), labels)
    mine.backward()
    forward = worst([(scores.data, logits), (mine.data, loss)])
    return forward, worst([(t.grad, g) for t, g in zip(tensors, gradients, strict=True)])
