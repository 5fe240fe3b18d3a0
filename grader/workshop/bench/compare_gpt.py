"""What `make compare` holds of the track `gpt` against PyTorch: norms, attention, AdamW, a GPT.

Each pair gives the largest relative difference of its results, and of its gradients. A step of
AdamW has no gradient: its moments stand in their column.
"""

from __future__ import annotations

import importlib
import random
from collections.abc import Callable
from typing import Any

from grader.workshop.bench.difference import difference, worst

Matrix = list[list[float]]
Pair = Callable[[Any], tuple[float, float | None]]
WIDTH, HEADS, VOCABULARY, CONTEXT, LAYERS = 12, 3, 9, 8, 2
EPS = 1e-5
SEED = 23


def _matrices(*shapes: tuple[int, int], scale: float = 1.0) -> list[Matrix]:
    rng = random.Random(f"{SEED} {shapes}")
    return [[[rng.gauss(0, scale) for _ in range(m)] for _ in range(n)] for n, m in shapes]


def _leaves(torch: Any, *values: Any) -> list[Any]:
    return [torch.tensor(value, requires_grad=True) for value in values]


def _pair(
    torch: Any, mine: Any, gradients: Any, theirs: Any, leaves: list[Any], upstream: Matrix
) -> tuple[float, float]:
    """A result and its gradients for `upstream`, beside PyTorch's result and its leaves."""
    theirs.backward(torch.tensor(upstream))
    pairs = zip(gradients, (leaf.grad for leaf in leaves), strict=True)
    return difference(mine, theirs), worst(list(pairs))


def _layer_norm(torch: Any) -> tuple[float, float]:
    norm = importlib.import_module("norm")
    x, [gain], [bias], dy = _matrices((6, WIDTH), (1, WIDTH), (1, WIDTH), (6, WIDTH), scale=3.0)
    leaves = _leaves(torch, x, gain, bias)
    layer = torch.nn.LayerNorm(WIDTH, eps=EPS)
    layer.weight, layer.bias = (torch.nn.Parameter(leaf.detach()) for leaf in leaves[1:])
    y = layer(leaves[0])
    return _pair(
        torch, norm.layer_norm(x, gain, bias, EPS), norm.layer_norm_backward(x, gain, dy, EPS),
        y, [leaves[0], layer.weight, layer.bias], dy,
    )  # fmt: skip


def _rms_norm(torch: Any) -> tuple[float, float]:
    norm = importlib.import_module("norm")
    x, [gain], dy = _matrices((6, WIDTH), (1, WIDTH), (6, WIDTH), scale=3.0)
    [leaf] = _leaves(torch, x)
    layer = torch.nn.RMSNorm(WIDTH, eps=EPS)
    layer.weight = torch.nn.Parameter(torch.tensor(gain))
    mine, gradients = norm.rms_norm(x, gain, EPS), norm.rms_norm_backward(x, gain, dy, EPS)
    return _pair(torch, mine, gradients, layer(leaf), [leaf, layer.weight], dy)


def _attention(torch: Any) -> tuple[float, float]:
    """Five queries at the end of eight keys. PyTorch's own causal mask begins at the first key, so
    it is given ours.
    """
    attention = importlib.import_module("attention")
    n, m = 5, 8
    q, k, v, dout = _matrices((n, WIDTH), (m, WIDTH), (m, 7), (n, 7))
    found = []
    for causal in (True, False):
        leaves = _leaves(torch, q, k, v)
        mask = torch.ones(n, m, dtype=torch.bool).tril(m - n) if causal else None
        y = torch.nn.functional.scaled_dot_product_attention(*leaves, attn_mask=mask)
        mine = attention.attention(q, k, v, causal)
        gradients = attention.attention_backward(q, k, v, dout, causal)
        found.append(_pair(torch, mine, gradients, y, leaves, dout))
    return max(f for f, _ in found), max(g for _, g in found)


def _heads(torch: Any) -> tuple[float, float]:
    heads = importlib.import_module("heads")
    square = (WIDTH, WIDTH)
    x, *weights, dout = _matrices((6, WIDTH), *[square] * 4, (6, WIDTH), scale=0.7)
    leaves = _leaves(torch, x, *weights)
    mine = heads.multi_head_attention(x, *weights, HEADS)
    gradients = heads.multi_head_attention_backward(x, *weights, HEADS, dout)
    return _pair(torch, mine, gradients, _attend(torch, *leaves, heads=HEADS), leaves, dout)


def _attend(torch: Any, x: Any, wq: Any, wk: Any, wv: Any, wo: Any, *, heads: int) -> Any:
    n, d = x.shape
    q, k, v = ((x @ w).reshape(n, heads, d // heads).transpose(0, 1) for w in (wq, wk, wv))
    mask = torch.ones(n, n, dtype=torch.bool).tril()
    mixed = torch.nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
    return mixed.transpose(0, 1).reshape(n, d) @ wo


def _adam(torch: Any) -> tuple[float, float]:
    """Twenty clipped steps with a weight decay: the parameters; the moments and the norms."""
    adam = importlib.import_module("adam")
    [matrix, *rest] = _matrices((4, 3), *[(1, 5), (4, 3), (1, 5)] * 20)
    params = [matrix, rest[0][0]]
    first, second = ([[[0.0] * 3 for _ in range(4)], [0.0] * 5] for _ in range(2))
    theirs = [torch.nn.Parameter(torch.tensor(p)) for p in params]
    optimizer = torch.optim.AdamW(theirs, lr=0.01, betas=(0.9, 0.99), eps=1e-8, weight_decay=0.1)
    norms = []
    for step in range(1, 21):
        grads = [rest[3 * step - 2], rest[3 * step - 1][0]]
        for parameter, grad in zip(theirs, grads, strict=True):
            parameter.grad = torch.tensor(grad)
        norm = torch.linalg.vector_norm(torch.cat([p.grad.reshape(-1) for p in theirs]))
        # clip_grad_norm_ adds 1e-6 to the norm that it divides by; clip_gradients does not.
        for parameter in theirs:
            parameter.grad *= min(1.0, 3.0 / float(norm))
        norms.append((adam.clip_gradients(grads, 3.0), norm))
        optimizer.step()
        adam.adam_step(params, grads, first, second, step, 0.01, 0.9, 0.99, 1e-8, 0.1)
    moments = [
        (mine, optimizer.state[parameter][name])
        for name, own in (("exp_avg", first), ("exp_avg_sq", second))
        for mine, parameter in zip(own, theirs, strict=True)
    ]
    return worst(list(zip(params, theirs, strict=True))), worst([*moments, *norms])


def _gelu(torch: Any) -> tuple[float, float]:
    gpt = importlib.import_module("gpt")
    x = [[i / 8 for i in range(-80, 81)], [1e300 * (-1) ** i for i in range(161)]]
    [dy] = _matrices((2, 161))
    [leaf] = _leaves(torch, x)
    y = torch.nn.functional.gelu(leaf)
    return _pair(torch, gpt.gelu(x), [gpt.gelu_backward(x, dy)], y, [leaf], dy)


def _block(torch: Any) -> tuple[float, float]:
    """A GPT of two layers: its logits and its loss; the gradients of all its parameters."""
    gpt = importlib.import_module("gpt")
    params = gpt.init_params(VOCABULARY, CONTEXT, WIDTH, LAYERS, seed=SEED)
    params = [[[5 * w for w in row] for row in p] if isinstance(p[0], list) else p for p in params]
    rng = random.Random(SEED)
    tokens, targets = ([rng.randrange(VOCABULARY) for _ in range(CONTEXT)] for _ in range(2))
    leaves = _leaves(torch, *params)
    logits = _transformer(torch, leaves, tokens)
    loss = torch.nn.functional.cross_entropy(logits, torch.tensor(targets))
    loss.backward()
    mine, grads = gpt.loss_and_grads(params, tokens, targets, HEADS)
    forward = worst([(gpt.forward(params, tokens, HEADS), logits), (mine, loss)])
    return forward, worst(list(zip(grads, (leaf.grad for leaf in leaves), strict=True)))


def _transformer(torch: Any, params: list[Any], tokens: list[int]) -> Any:
    def norm(h: Any, gain: Any) -> Any:
        return torch.nn.functional.rms_norm(h, (WIDTH,), gain, EPS)

    embedded, positions, *layers, gain, out = params
    h = embedded[tokens] + positions[: len(tokens)]
    for start in range(0, len(layers), 8):
        gain_1, *weights, gain_2, w1, w2 = layers[start : start + 8]
        h = h + _attend(torch, norm(h, gain_1), *weights, heads=HEADS)
        h = h + torch.nn.functional.gelu(norm(h, gain_2) @ w1) @ w2
    return norm(h, gain) @ out


def _cache(torch: Any) -> tuple[float, None]:
    """The logits of 24 token by token; its probabilities at a temperature."""
    generate = importlib.import_module("generate")
    gpt = importlib.import_module("gpt")
    params = gpt.init_params(VOCABULARY, CONTEXT, WIDTH, LAYERS, seed=SEED)
    tokens = [(3 * i + 1) % VOCABULARY for i in range(CONTEXT)]
    cache: list[Any] = []
    mine = [generate.next_logits(params, token, cache, HEADS) for token in tokens]
    logits = _transformer(torch, [torch.tensor(p) for p in params], tokens)
    shares = [generate.probabilities(row, temperature=0.7) for row in mine]
    return worst([(mine, logits), (shares, torch.softmax(logits / 0.7, 1))]), None


PAIRS: tuple[tuple[str, Pair], ...] = (
    ("19 layer_norm, LayerNorm", _layer_norm),
    ("19 rms_norm, RMSNorm", _rms_norm),
    ("20 attention, m > n, causal and not", _attention),
    ("21 multi_head_attention", _heads),
    ("22 adam_step and clip_gradients, AdamW", _adam),
    ("23 gelu", _gelu),
    (f"23 a GPT of {LAYERS} layers", _block),
    ("24 next_logits and probabilities", _cache),
)
