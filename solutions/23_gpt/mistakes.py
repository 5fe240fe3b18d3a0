"""Plausible wrong GPTs, each explained to the person who wrote it."""

import math
import random
from typing import Any

from cross_entropy import cross_entropy, cross_entropy_backward
from gpt import gelu, gelu_backward, init_params
from heads import multi_head_attention, multi_head_attention_backward
from matmul import matmul, transpose
from norm import rms_norm, rms_norm_backward

Matrix = list[list[float]]
Vector = list[float]
Params = list[Any]

_gelu = gelu  # the right ones, for wrong ones to build on
_gelu_backward = gelu_backward
_init_params = init_params
_known: list[Any] = []


class _Network:
    """A GPT, step by step: a mistake replaces one of the steps."""

    def __init__(self, params: Params, tokens: list[int], heads: int) -> None:
        self.params, self.tokens, self.heads = params, tokens, heads
        inner = params[2:-2]
        self.layers = [inner[start : start + 8] for start in range(0, len(inner), 8)]

    def check(self) -> None:
        embedded, positions = self.params[:2]
        if not 1 <= len(self.tokens) <= len(positions):
            raise ValueError("no token, or more than the context")
        if min(self.tokens) < 0 or max(self.tokens) >= len(embedded):
            raise ValueError("a token outside the vocabulary")

    def embed(self) -> Matrix:
        embedded, positions = self.params[:2]
        return _sum([embedded[token] for token in self.tokens], positions)

    def embed_back(self, dh: Matrix) -> Params:
        embedded, positions = ([[0.0] * len(row) for row in table] for table in self.params[:2])
        for i, token in enumerate(self.tokens):
            embedded[token] = [a + b for a, b in zip(embedded[token], dh[i])]
            positions[i] = dh[i][:]
        return [embedded, positions]

    def attend(self, h: Matrix, layer: Params) -> Matrix:
        return _sum(h, multi_head_attention(rms_norm(h, layer[0]), *layer[1:5], self.heads))

    def attend_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        x = rms_norm(h, layer[0])
        dx, *dweights = multi_head_attention_backward(x, *layer[1:5], self.heads, dh)
        inside, dgain = rms_norm_backward(h, layer[0], dx)
        return _sum(dh, inside), [dgain, *dweights]

    def mlp(self, h: Matrix, layer: Params) -> Matrix:
        return _sum(h, matmul(gelu(matmul(rms_norm(h, layer[5]), layer[6])), layer[7]))

    def mlp_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        _, _, _, _, _, gain, w1, w2 = layer
        x = rms_norm(h, gain)
        inner = matmul(x, w1)
        dinner = gelu_backward(inner, matmul(dh, transpose(w2)))
        inside, dgain = rms_norm_backward(h, gain, matmul(dinner, transpose(w1)))
        dw2 = matmul(transpose(gelu(inner)), dh)
        return _sum(dh, inside), [dgain, matmul(transpose(x), dinner), dw2]

    def head(self, h: Matrix) -> Matrix:
        return matmul(rms_norm(h, self.params[-2]), self.params[-1])

    def head_back(self, h: Matrix, dlogits: Matrix) -> tuple[Matrix, Params]:
        gain, out = self.params[-2:]
        dh, dgain = rms_norm_backward(h, gain, matmul(dlogits, transpose(out)))
        return dh, [dgain, matmul(transpose(rms_norm(h, gain)), dlogits)]

    def forward(self) -> Matrix:
        self.check()
        h = self.embed()
        for layer in self.layers:
            h = self.mlp(self.attend(h, layer), layer)
        return self.head(h)

    def loss(self, logits: Matrix, targets: list[int]) -> float:
        return cross_entropy(logits, targets)

    def loss_back(self, logits: Matrix, targets: list[int]) -> Matrix:
        return cross_entropy_backward(logits, targets)

    def collect(self, embeddings: Params, layers: list[Params], head: Params) -> Params:
        return [*embeddings, *(grad for layer in layers for grad in layer), *head]

    def loss_and_grads(self, targets: list[int]) -> tuple[float, Params]:
        if len(targets) != len(self.tokens):
            raise ValueError("targets and tokens differ in number")
        self.check()
        before, between = [self.embed()], []
        for layer in self.layers:
            between.append(self.attend(before[-1], layer))
            before.append(self.mlp(between[-1], layer))
        logits = self.head(before[-1])
        dh, head = self.head_back(before[-1], self.loss_back(logits, targets))
        grads: list[Params] = []
        for k in range(len(self.layers) - 1, -1, -1):
            dh, second = self.mlp_back(between[k], self.layers[k], dh)
            dh, first = self.attend_back(before[k], self.layers[k], dh)
            grads.insert(0, [*first, *second])
        loss = self.loss(logits, targets)
        return loss, self.collect(self.embed_back(dh), grads, head)


def _sum(a: Matrix, b: Matrix) -> Matrix:
    return [[x + y for x, y in zip(a_row, b_row)] for a_row, b_row in zip(a, b)]


def _entries(function: Any, x: Matrix) -> Matrix:
    return [[function(v) for v in row] for row in x]


def _check_shapes(x: Matrix, dy: Matrix) -> None:
    if [len(row) for row in x] != [len(row) for row in dy]:
        raise ValueError("shapes")


def _slopes(x: Matrix, dy: Matrix, slope: Any) -> Matrix:
    _check_shapes(x, dy)
    return [[slope(v) * d for v, d in zip(a, b)] for a, b in zip(x, dy)]


def _phi(v: float) -> float:
    return math.erfc(-v / math.sqrt(2)) / 2


def _bell(v: float) -> float:
    return math.exp(-v * v / 2) / math.sqrt(2 * math.pi)


def _made(sizes: Any, matrix: Any, gain: Any = lambda width: [1.0] * width) -> Params:
    """Params whose matrices are made by matrix(rows, columns)."""
    vocabulary, context, width, layers = sizes
    if min(sizes) < 1:
        raise ValueError("a size below 1")
    params = [matrix(vocabulary, width), matrix(context, width)]
    for _ in range(layers):
        params += [gain(width), *(matrix(width, width) for _ in range(4))]
        params += [gain(width), matrix(width, 4 * width), matrix(4 * width, width)]
    return [*params, gain(width), matrix(width, vocabulary)]


def _drawing(rng: Any, draw: Any) -> Any:
    return lambda rows, columns: [[draw(rng) for _ in range(columns)] for _ in range(rows)]


def _logit(p: float) -> float:
    p = min(max(p, 1e-15), 1 - 1e-15)
    return math.log(p / (1 - p))


def _gauss(rng: Any) -> float:
    return rng.gauss(0.0, 0.08)


# -- gelu ------------------------------------------------------------------------------------------


def gelu__by_tanh(x: Matrix) -> Matrix:
    """You take the approximation by tanh, as the first GPTs did. It is off by up to 5e-4. Use the
    error function itself, math.erf."""
    return _entries(_by_tanh, x)


def gelu_backward__by_tanh(x: Matrix, dy: Matrix) -> Matrix:
    """(Part of the mistake above.)"""
    return _slopes(x, dy, _slope_by_tanh)


def gelu__by_sigmoid(x: Matrix) -> Matrix:
    """You take x·sigmoid(1.702x), a rough stand-in for gelu, off by up to 0.02. Use Φ, the normal
    distribution function."""
    return _entries(lambda v: v / (1 + math.exp(-min(1.702 * v, 700.0))) if v > -400 else 0.0, x)


def gelu_backward__by_sigmoid(x: Matrix, dy: Matrix) -> Matrix:
    """(Part of the mistake above.)"""
    return _slopes(x, dy, _slope_by_sigmoid)


def gelu__relu(x: Matrix) -> Matrix:
    """You cut off at 0: that is ReLU. gelu lets a little of the negative side through and is
    smooth."""
    return _entries(lambda v: max(v, 0.0), x)


def gelu_backward__relu(x: Matrix, dy: Matrix) -> Matrix:
    """(Part of the mistake above.)"""
    return _slopes(x, dy, lambda v: float(v > 0))


def gelu__without_the_root(x: Matrix) -> Matrix:
    """You forget the root of 2 inside: Φ(x) is (1 + erf(x/√2))/2, because erf belongs to a normal
    distribution of a different width."""
    return _entries(lambda v: v * (1 + math.erf(v)) / 2, x)


def gelu_backward__without_the_root(x: Matrix, dy: Matrix) -> Matrix:
    """(Part of the mistake above.)"""
    return _slopes(
        x, dy, lambda v: (1 + math.erf(v)) / 2 + v * math.exp(-min(v * v, 1e4)) / math.sqrt(math.pi)
    )


def gelu__erf_alone(x: Matrix) -> Matrix:
    """You multiply by erf(x/√2), which runs from −1 to 1. Φ is a share and runs from 0 to 1: (1 +
    erf)/2."""
    return _entries(lambda v: v * math.erf(v / math.sqrt(2)), x)


def gelu__not_halved(x: Matrix) -> Matrix:
    """You forget to halve 1 + erf: your gelu is twice as large as it should be."""
    return _entries(lambda v: 2 * v * _phi(v), x)


def gelu__without_x(x: Matrix) -> Matrix:
    """You return Φ(x). gelu is x·Φ(x): the input times the share that Φ lets through."""
    return _entries(_phi, x)


def gelu__short_series(x: Matrix) -> Matrix:
    """You compute erf by a formula with five constants that is good to 1e-7. math.erf is exact and
    shorter."""
    return _entries(lambda v: v * (1 + _short_erf(v / math.sqrt(2))) / 2, x)


def gelu_backward__square_by_power(x: Matrix, dy: Matrix) -> Matrix:
    """You write x**2. Where the square of a float overflows, ** raises OverflowError, while x * x
    quietly gives an infinity, whose exp(−…) is 0."""
    return _slopes(x, dy, lambda v: _phi(v) + v * math.exp(-(v**2) / 2) / math.sqrt(2 * math.pi))


def gelu_backward__slope_is_the_share(x: Matrix, dy: Matrix) -> Matrix:
    """Your slope is Φ(x) alone. x·Φ(x) is a product, so its slope has a second term: x·Φ'(x)."""
    return _slopes(x, dy, _phi)


def gelu_backward__density_without_constant(x: Matrix, dy: Matrix) -> Matrix:
    """Your second term is x·exp(−x²/2). The normal density is exp(−x²/2) divided by √(2π)."""
    return _slopes(x, dy, lambda v: _phi(v) + v * math.exp(-v * v / 2))


def gelu_backward__density_without_x(x: Matrix, dy: Matrix) -> Matrix:
    """You add the density itself. By the product rule it comes with the factor x."""
    return _slopes(x, dy, lambda v: _phi(v) + _bell(v))


def gelu_backward__density_not_halved(x: Matrix, dy: Matrix) -> Matrix:
    """The exponent of your density is −x². It is −x²/2."""
    return _slopes(x, dy, lambda v: _phi(v) + v * math.exp(-v * v) / math.sqrt(2 * math.pi))


def gelu_backward__second_term_subtracted(x: Matrix, dy: Matrix) -> Matrix:
    """You subtract the second term. Both terms of a product's derivative are added."""
    return _slopes(x, dy, lambda v: _phi(v) - v * _bell(v))


def gelu_backward__upstream_ignored(x: Matrix, dy: Matrix) -> Matrix:
    """You return the slope and leave dy out. Multiply the slope by the upstream gradient."""
    _check_shapes(x, dy)
    return _entries(lambda v: _phi(v) + v * _bell(v), x)


def gelu_backward__shapes_not_checked(x: Matrix, dy: Matrix) -> Matrix:
    """You do not compare the shapes of x and dy. Where one is larger, the rest of it is silently
    left out."""
    pairs = zip(x, dy)
    return [[(_phi(v) + v * _bell(v)) * d for v, d in zip(a, b)] for a, b in pairs]


def gelu_backward__rows_counted_only(x: Matrix, dy: Matrix) -> Matrix:
    """You compare the numbers of rows but not the columns."""
    if len(x) != len(dy):
        raise ValueError("rows")
    pairs = zip(x, dy)
    return [[(_phi(v) + v * _bell(v)) * d for v, d in zip(a, b)] for a, b in pairs]


def gelu_backward__columns_counted_only(x: Matrix, dy: Matrix) -> Matrix:
    """You compare the columns but not the numbers of rows."""
    if len(x[0]) != len(dy[0]):
        raise ValueError("columns")
    pairs = zip(x, dy)
    return [[(_phi(v) + v * _bell(v)) * d for v, d in zip(a, b)] for a, b in pairs]


def gelu__by_numerical_integration(x: Matrix) -> Matrix:
    """You add up the density in steps of 0.01 from −8 on. That gives four or five digits and takes
    a hundred times as long as math.erf, which is exact."""
    steps = [_bell(-8 + 0.01 * k) * 0.01 for k in range(1600)]
    return _entries(lambda v: v * sum(steps[: max(0, int((min(v, 8.0) + 8) * 100))]), x)


def gelu__infinite_far_out(x: Matrix) -> Matrix:
    """You compute the cube for the approximation by tanh, and far out it becomes infinity; times 0
    that is nan. Φ by erf needs no cube."""
    root = math.sqrt(2 / math.pi)
    return _entries(
        lambda v: v * _phi(v) + 0.0 * (root * (v + 0.044715 * v * v * v)),
        x,
    )


def gelu__rounded(x: Matrix) -> Matrix:
    """You round to twelve decimal places. At −5, where gelu is −1.4e-6, that leaves too few of the
    nine digits."""
    return _entries(lambda v: round(v * _phi(v), 12), x)


def gelu_backward__straight_beyond_six(x: Matrix, dy: Matrix) -> Matrix:
    """You set the slope to 0 or 1 beyond ±6. At −6 it is still −4e-8, far above rounding."""
    return _slopes(x, dy, lambda v: _phi(v) + v * _bell(v) if abs(v) < 6 else float(v > 0))


def _by_tanh(v: float) -> float:
    return v * (1 + math.tanh(math.sqrt(2 / math.pi) * (v + 0.044715 * v * v * v))) / 2


def _slope_by_tanh(v: float) -> float:
    if abs(v) > 1e50:
        return float(v > 0)
    root = math.sqrt(2 / math.pi)
    t = math.tanh(root * (v + 0.044715 * v * v * v))
    return (1 + t) / 2 + v * (1 - t * t) * root * (1 + 3 * 0.044715 * v * v) / 2


def _slope_by_sigmoid(v: float) -> float:
    if abs(v) > 400:
        return float(v > 0)
    s = 1 / (1 + math.exp(-1.702 * v))
    return s + 1.702 * v * s * (1 - s)


def _short_erf(v: float) -> float:
    """Abramowitz and Stegun, 7.1.26."""
    t = 1 / (1 + 0.3275911 * abs(v))
    tail = 0.0
    for factor in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592):
        tail = (tail + factor) * t
    return math.copysign(1 - tail * math.exp(-v * v), v)


# -- first parameters ------------------------------------------------------------------------------


def init_params__deviation_of_0_02(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """Your standard deviation is 0.02, as in the large GPTs. A small one needs more to tell its
    units apart: 0.08."""
    sizes = (vocabulary, context, width, layers)
    return _made(sizes, _drawing(random.Random(seed), lambda rng: rng.gauss(0.0, 0.02)))


def init_params__variance_of_0_08(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You use 0.08 as the variance, so your standard deviation is its root, 0.28. random.gauss
    takes the deviation."""
    sizes = (vocabulary, context, width, layers)
    return _made(sizes, _drawing(random.Random(seed), lambda rng: rng.gauss(0.0, math.sqrt(0.08))))


def init_params__uniform(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You draw uniformly from ±0.08. Draw from the normal distribution with that standard
    deviation."""
    sizes = (vocabulary, context, width, layers)
    return _made(sizes, _drawing(random.Random(seed), lambda rng: rng.uniform(-0.08, 0.08)))


def init_params__uniform_of_that_deviation(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You draw uniformly, with the right deviation. A normal distribution has no ends."""
    sizes = (vocabulary, context, width, layers)
    end = 0.08 * math.sqrt(3)
    return _made(sizes, _drawing(random.Random(seed), lambda rng: rng.uniform(-end, end)))


def init_params__logistic(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You draw from a logistic distribution with the right deviation. Its tails are longer than
    those of a normal one."""
    sizes = (vocabulary, context, width, layers)
    width_of = 0.08 * math.sqrt(3) / math.pi
    return _made(sizes, _drawing(random.Random(seed), lambda rng: width_of * _logit(rng.random())))


def init_params__never_negative(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You draw magnitudes: nothing is below 0, so the mean is not 0."""
    sizes = (vocabulary, context, width, layers)
    return _made(sizes, _drawing(random.Random(seed), lambda rng: abs(_gauss(rng))))


def init_params__by_the_width(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """Your deviation is 1/√width, as in LeCun's initialisation. Here it is 0.08 throughout, and the
    norms take care of the rest."""
    sizes = (vocabulary, context, width, layers)
    return _made(
        sizes, _drawing(random.Random(seed), lambda rng: rng.gauss(0.0, 1 / math.sqrt(width)))
    )


def init_params__deeper_is_smaller(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You divide the weights that add to the stream by √(2·layers), as GPT-2 does. That is a good
    idea, but here every matrix has the same deviation."""
    sizes = (vocabulary, context, width, layers)
    params = _made(sizes, _drawing(random.Random(seed), _gauss))
    shrink = 1 / math.sqrt(2 * layers)
    for start in range(2, len(params) - 2, 8):
        for k in (start + 4, start + 7):
            params[k] = _entries(lambda v: v * shrink, params[k])
    return params


def init_params__last_matrix_zero(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You begin with an output matrix of zeros. Draw it like the others."""
    sizes = (vocabulary, context, width, layers)
    params = _made(sizes, _drawing(random.Random(seed), _gauss))
    params[-1] = [[0.0] * vocabulary for _ in range(width)]
    return params


def init_params__gains_zero(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """Your gains begin at 0, so nothing gets through a norm. They scale the normed rows and begin
    at 1."""
    sizes = (vocabulary, context, width, layers)
    return _made(sizes, _drawing(random.Random(seed), _gauss), lambda width: [0.0] * width)


def init_params__gains_drawn(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You draw the gains as well. They begin at 1, so that at first a norm only norms."""
    sizes = (vocabulary, context, width, layers)
    rng = random.Random(seed)
    return _made(
        sizes, _drawing(rng, _gauss), lambda width: [1 + _gauss(rng) for _ in range(width)]
    )


def init_params__gains_matrices(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """Your gains are matrices of one row. A gain is a flat vector."""
    sizes = (vocabulary, context, width, layers)
    return _made(sizes, _drawing(random.Random(seed), _gauss), lambda width: [[1.0] * width])


def init_params__with_biases(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You give w1 and w2 biases. This GPT has none."""
    sizes = (vocabulary, context, width, layers)
    params = _made(sizes, _drawing(random.Random(seed), _gauss))
    with_biases = params[:2]
    for start in range(2, len(params) - 2, 8):
        layer = params[start : start + 8]
        with_biases += [*layer[:7], [0.0] * 4 * width, layer[7], [0.0] * width]
    return with_biases + params[-2:]


def init_params__one_gain_a_layer(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You make one gain per layer. Each layer norms twice, each time with a gain of its own."""
    sizes = (vocabulary, context, width, layers)
    params = _made(sizes, _drawing(random.Random(seed), _gauss))
    return [p for k, p in enumerate(params) if k < 2 or k >= len(params) - 2 or (k - 2) % 8 != 5]


def init_params__without_the_last_gain(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You leave out the gain of the last norm, before out."""
    sizes = (vocabulary, context, width, layers)
    params = _made(sizes, _drawing(random.Random(seed), _gauss))
    return [*params[:-2], params[-1]]


def init_params__layers_in_lists(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You put each layer's parameters into a list of their own. params is flat, as exercise 22
    needs it."""
    sizes = (vocabulary, context, width, layers)
    params = _made(sizes, _drawing(random.Random(seed), _gauss))
    inner = params[2:-2]
    return [*params[:2], *(inner[k : k + 8] for k in range(0, len(inner), 8)), *params[-2:]]


def init_params__mlp_out_by_in(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """Your w1 and w2 have a row for every output, as torch stores them. Here x·w1 is computed:
    d×4d, then 4d×d."""
    sizes = (vocabulary, context, width, layers)
    params = _made(sizes, _drawing(random.Random(seed), _gauss))
    for start in range(2, len(params) - 2, 8):
        params[start + 6], params[start + 7] = params[start + 7], params[start + 6]
    return params


def init_params__hidden_as_wide_as_the_stream(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """Your MLP is as wide inside as outside. It is four times as wide inside."""
    sizes = (vocabulary, context, width, layers)
    params = _made(sizes, _drawing(random.Random(seed), _gauss))
    for start in range(2, len(params) - 2, 8):
        params[start + 6] = [row[:width] for row in params[start + 6]]
        params[start + 7] = params[start + 7][:width]
    return params


def init_params__out_like_the_tokens(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """Your out has a row for each token, like the embedding. It turns a row of the stream into
    logits: d×V."""
    sizes = (vocabulary, context, width, layers)
    params = _made(sizes, _drawing(random.Random(seed), _gauss))
    return [*params[:-1], transpose(params[-1])]


def init_params__context_and_vocabulary_swapped(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You mix up the two embeddings: V rows for the tokens, T rows for the positions."""
    sizes = (vocabulary, context, width, layers)
    params = _made(sizes, _drawing(random.Random(seed), _gauss))
    return [params[1], params[0], *params[2:]]


def init_params__one_layer(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You make one layer, whatever layers says."""
    sizes = (vocabulary, context, width, layers)
    params = _made(sizes, _drawing(random.Random(seed), _gauss))
    return params[:10] + params[-2:]


def init_params__one_matrix_four_times(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You draw one matrix and use it for wq, wk, wv and wo, as copies or even as one object. Draw
    each of them separately."""
    sizes = (vocabulary, context, width, layers)
    params = _made(sizes, _drawing(random.Random(seed), _gauss))
    for start in range(2, len(params) - 2, 8):
        for k in (2, 3, 4):
            params[start + k] = [row[:] for row in params[start + 1]]
    return params


def init_params__layers_alike(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You draw one layer and copy it. Layers that begin alike can learn, but draw each of them
    separately."""
    sizes = (vocabulary, context, width, layers)
    params = _made(sizes, _drawing(random.Random(seed), _gauss))
    for k in range(10, len(params) - 2):
        first = params[2 + (k - 2) % 8]
        params[k] = [row[:] for row in first] if isinstance(first[0], list) else first[:]
    return params


def init_params__rows_are_one_list(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You multiply a list of one row, so all rows of a matrix are the same list object: change one
    and all change."""
    sizes = (vocabulary, context, width, layers)
    rng = random.Random(seed)
    return _made(sizes, lambda rows, columns: [[_gauss(rng) for _ in range(columns)]] * rows)


def init_params__gain_is_one_object(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You make one list of ones and use it for every gain: as soon as training changes one, it
    changes all."""
    sizes = (vocabulary, context, width, layers)
    ones = [1.0] * max(width, 0)
    return _made(sizes, _drawing(random.Random(seed), _gauss), lambda _: ones)


def init_params__global_generator(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You seed the random module itself. All code in the program shares its state: make a generator
    of your own."""
    sizes = (vocabulary, context, width, layers)
    random.seed(seed)
    return _made(sizes, _drawing(random, _gauss))


def init_params__seed_not_used(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You never use the seed, so no two runs begin alike and no run can be repeated."""
    sizes = (vocabulary, context, width, layers)
    return _made(sizes, _drawing(random.Random(), _gauss))


def init_params__always_one_seed(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You seed your generator with a constant, so every seed gives the same parameters."""
    sizes = (vocabulary, context, width, layers)
    return _made(sizes, _drawing(random.Random(42), _gauss))


def init_params__seed_through_hash_of_text(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You make your seed with the hash of a string, which Python salts differently in every
    process: it repeats within one run, but not in the next."""
    sizes = (vocabulary, context, width, layers)
    return _made(sizes, _drawing(random.Random(hash(f"gpt {seed}")), _gauss))


def init_params__seed_0_is_none(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You treat seed 0 as if no seed were given. 0 is a seed like any other; ask `is None` where
    you mean None."""
    sizes = (vocabulary, context, width, layers)
    rng = random.Random(seed) if seed else random.Random()
    return _made(sizes, _drawing(rng, _gauss))


def init_params__negative_seed_refused(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You refuse negative seeds. Any int is a seed."""
    sizes = (vocabulary, context, width, layers)
    if seed < 0:
        raise ValueError("a negative seed")
    return _made(sizes, _drawing(random.Random(seed), _gauss))


def init_params__seed_cut_to_32_bits(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You cut the seed to 32 bits, so seeds that differ only above these bits give the same
    parameters."""
    sizes = (vocabulary, context, width, layers)
    return _made(sizes, _drawing(random.Random(seed & 0xFFFFFFFF), _gauss))


def init_params__sizes_not_checked(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You do not check the sizes. With a size of 0 the lists come out empty, and the error shows
    far from here."""
    sizes = (vocabulary, context, width, layers)
    sizes = tuple(max(size, 1) for size in sizes)
    return _made(sizes, _drawing(random.Random(seed), _gauss))


def init_params__zero_accepted(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You refuse negative sizes but accept 0. A GPT needs at least one token, one position, one
    column and one layer."""
    sizes = (vocabulary, context, width, layers)
    if min(sizes) < 0:
        raise ValueError("a size below 0")
    sizes = tuple(max(size, 1) for size in sizes)
    return _made(sizes, _drawing(random.Random(seed), _gauss))


def init_params__layers_not_checked(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You check vocabulary, context and width, but not the layers."""
    sizes = (vocabulary, context, width, layers)
    sizes = (vocabulary, context, width, max(layers, 1))
    return _made(sizes, _drawing(random.Random(seed), _gauss))


def init_params__context_not_checked(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You check vocabulary, width and layers, but not the context."""
    sizes = (vocabulary, context, width, layers)
    sizes = (vocabulary, max(context, 1), width, layers)
    return _made(sizes, _drawing(random.Random(seed), _gauss))


def init_params__vocabulary_not_checked(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """You check context, width and layers, but not the vocabulary."""
    sizes = (vocabulary, context, width, layers)
    sizes = (max(vocabulary, 1), context, width, layers)
    return _made(sizes, _drawing(random.Random(seed), _gauss))


# -- the network -----------------------------------------------------------------------------------


def forward__norm_after(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You norm after the sum, as the first transformer did. Here, norm the inputs of attention and
    of the MLP; the stream itself is normed only at the end."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__norm_after(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__norm_after(_Network):
    def attend(self, h: Matrix, layer: Params) -> Matrix:
        return rms_norm(_sum(h, multi_head_attention(h, *layer[1:5], self.heads)), layer[0])

    def attend_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        summed = _sum(h, multi_head_attention(h, *layer[1:5], self.heads))
        dh, dgain = rms_norm_backward(summed, layer[0], dh)
        dx, *dweights = multi_head_attention_backward(h, *layer[1:5], self.heads, dh)
        return _sum(dh, dx), [dgain, *dweights]

    def mlp(self, h: Matrix, layer: Params) -> Matrix:
        return rms_norm(_sum(h, matmul(gelu(matmul(h, layer[6])), layer[7])), layer[5])

    def mlp_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        inner = matmul(h, layer[6])
        dh, dgain = rms_norm_backward(_sum(h, matmul(gelu(inner), layer[7])), layer[5], dh)
        dinner = gelu_backward(inner, matmul(dh, transpose(layer[7])))
        dw2 = matmul(transpose(gelu(inner)), dh)
        dx = matmul(dinner, transpose(layer[6]))
        return _sum(dh, dx), [dgain, matmul(transpose(h), dinner), dw2]


def forward__residual_overwritten(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You replace the stream by attention's result: h = attention(…) instead of h + attention(…).
    Everything that a layer does not repeat is lost."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__residual_overwritten(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__residual_overwritten(_Network):
    def attend(self, h: Matrix, layer: Params) -> Matrix:
        return multi_head_attention(rms_norm(h, layer[0]), *layer[1:5], self.heads)

    def attend_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        x = rms_norm(h, layer[0])
        dx, *dweights = multi_head_attention_backward(x, *layer[1:5], self.heads, dh)
        inside, dgain = rms_norm_backward(h, layer[0], dx)
        return inside, [dgain, *dweights]


def forward__mlp_without_residual(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You replace the stream by the MLP's result instead of adding the two."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__mlp_without_residual(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__mlp_without_residual(_Network):
    def mlp(self, h: Matrix, layer: Params) -> Matrix:
        return matmul(gelu(matmul(rms_norm(h, layer[5]), layer[6])), layer[7])

    def mlp_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        through, grads = super().mlp_back(h, layer, dh)
        return [[a - b for a, b in zip(*rows)] for rows in zip(through, dh)], grads


def forward__residual_of_the_normed(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You add attention's result to the normed rows that went into it. Add it to the stream as it
    was before the norm."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__residual_of_the_normed(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__residual_of_the_normed(_Network):
    def attend(self, h: Matrix, layer: Params) -> Matrix:
        x = rms_norm(h, layer[0])
        return _sum(x, multi_head_attention(x, *layer[1:5], self.heads))

    def attend_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        x = rms_norm(h, layer[0])
        dx, *dweights = multi_head_attention_backward(x, *layer[1:5], self.heads, dh)
        inside, dgain = rms_norm_backward(h, layer[0], _sum(dx, dh))
        return inside, [dgain, *dweights]


def forward__side_by_side(params: Params, tokens: list[int], heads: int) -> Matrix:
    """Your MLP reads the stream as it was before attention, so both work side by side. Some large
    models do that; here the MLP comes after attention, and reads its result in the stream."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__side_by_side(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__side_by_side(_Network):
    def mlp(self, h: Matrix, layer: Params) -> Matrix:
        return h

    def mlp_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        return dh, []

    def attend(self, h: Matrix, layer: Params) -> Matrix:
        inside = matmul(gelu(matmul(rms_norm(h, layer[5]), layer[6])), layer[7])
        return _sum(super().attend(h, layer), inside)

    def attend_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        first, first_grads = super().attend_back(h, layer, dh)
        second, second_grads = super().mlp_back(h, layer, dh)
        inside = [[a - b for a, b in zip(*rows)] for rows in zip(second, dh)]
        return _sum(first, inside), [*first_grads, *second_grads]


def forward__first_gain_twice(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You use a layer's first gain for both norms. The second norm has a gain of its own, the sixth
    of the layer's parameters."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__first_gain_twice(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__first_gain_twice(_Network):
    def mlp(self, h: Matrix, layer: Params) -> Matrix:
        return super().mlp(h, [*layer[:5], layer[0], *layer[6:]])

    def mlp_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        return super().mlp_back(h, [*layer[:5], layer[0], *layer[6:]], dh)


def forward__second_norm_forgotten(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You send the stream into the MLP without norming it."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__second_norm_forgotten(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__second_norm_forgotten(_Network):
    def mlp(self, h: Matrix, layer: Params) -> Matrix:
        return _sum(h, matmul(gelu(matmul(h, layer[6])), layer[7]))

    def mlp_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        inner = matmul(h, layer[6])
        dinner = gelu_backward(inner, matmul(dh, transpose(layer[7])))
        dw2 = matmul(transpose(gelu(inner)), dh)
        dx = matmul(dinner, transpose(layer[6]))
        return _sum(dh, dx), [[0.0] * len(layer[5]), matmul(transpose(h), dinner), dw2]


def forward__last_norm_forgotten(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You compute the logits from the stream as it is. Norm it once more before out."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__last_norm_forgotten(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__last_norm_forgotten(_Network):
    def head(self, h: Matrix) -> Matrix:
        return matmul(h, self.params[-1])

    def head_back(self, h: Matrix, dlogits: Matrix) -> tuple[Matrix, Params]:
        gain, out = self.params[-2:]
        return matmul(dlogits, transpose(out)), [[0.0] * len(gain), matmul(transpose(h), dlogits)]


def forward__gains_left_out(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You norm and leave out the gains. Each normed row is multiplied by its gain, column by
    column; gains begin at 1, so nothing seems wrong until they are trained."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__gains_left_out(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__gains_left_out(_Network):
    def __init__(self, params: Params, tokens: list[int], heads: int) -> None:
        ones = [p if isinstance(p[0], list) else [1.0] * len(p) for p in params]
        super().__init__(ones, tokens, heads)


def forward__embedding_normed(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You norm the embedded rows before the first layer. The stream begins as tokens +
    positions."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__embedding_normed(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__embedding_normed(_Network):
    def embed(self) -> Matrix:
        embedded = super().embed()
        return rms_norm(embedded, [1.0] * len(embedded[0]))

    def embed_back(self, dh: Matrix) -> Params:
        embedded = super().embed()
        return super().embed_back(rms_norm_backward(embedded, [1.0] * len(embedded[0]), dh)[0])


def forward__embedding_scaled(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You multiply the token's row by √d, as the first transformer does. Here both rows are added
    as they are."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__embedding_scaled(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__embedding_scaled(_Network):
    def embed(self) -> Matrix:
        embedded, positions = self.params[:2]
        root = math.sqrt(len(embedded[0]))
        return _sum([[v * root for v in embedded[token]] for token in self.tokens], positions)

    def embed_back(self, dh: Matrix) -> Params:
        embedded, positions = super().embed_back(dh)
        root = math.sqrt(len(dh[0]))
        return [[[v * root for v in row] for row in embedded], positions]


def forward__positions_from_one(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You give the first token the second row of positions. They count from 0, and yours leave none
    for the last token of a full context."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__positions_from_one(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__positions_from_one(_Network):
    def embed(self) -> Matrix:
        embedded, positions = self.params[:2]
        shifted = [*positions[1:], positions[-1]]
        return _sum([embedded[token] for token in self.tokens], shifted)

    def embed_back(self, dh: Matrix) -> Params:
        embedded, positions = super().embed_back(dh)
        last = _sum([positions[-2]], [positions[-1]]) if len(positions) > 1 else positions
        return [embedded, [[0.0] * len(dh[0]), *positions[:-2], *last][: len(positions)]]


def forward__positions_left_out(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You leave out the positions. Attention does not know the order of the tokens that it sees:
    only the positions tell it."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__positions_left_out(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__positions_left_out(_Network):
    def embed(self) -> Matrix:
        return [self.params[0][token][:] for token in self.tokens]

    def embed_back(self, dh: Matrix) -> Params:
        embedded, positions = super().embed_back(dh)
        return [embedded, [[0.0] * len(row) for row in positions]]


def forward__position_by_token(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You look up the row of positions by the token. Use the token's place in the sequence."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__position_by_token(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__position_by_token(_Network):
    def embed(self) -> Matrix:
        embedded, positions = self.params[:2]
        rows = [positions[token % len(positions)] for token in self.tokens]
        return _sum([embedded[token] for token in self.tokens], rows)


def forward__future_seen(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You let every position see all the others, even those after it, so it can read the answer.
    Attention is causal here."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__future_seen(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__future_seen(_Network):
    def attend(self, h: Matrix, layer: Params) -> Matrix:
        x = rms_norm(h, layer[0])
        return _sum(h, multi_head_attention(x, *layer[1:5], self.heads, False))

    def attend_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        x = rms_norm(h, layer[0])
        dx, *dweights = multi_head_attention_backward(x, *layer[1:5], self.heads, dh, False)
        inside, dgain = rms_norm_backward(h, layer[0], dx)
        return _sum(dh, inside), [dgain, *dweights]


def forward__one_head(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You attend with one head, whatever heads says."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__one_head(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__one_head(_Network):
    def __init__(self, params: Params, tokens: list[int], heads: int) -> None:
        if heads < 1 or len(params[0][0]) % heads:
            raise ValueError("heads")
        super().__init__(params, tokens, 1)


def forward__query_and_key_swapped(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You use wk for the queries and wq for the keys. In each layer the order is wq, wk, wv, wo."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__query_and_key_swapped(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__query_and_key_swapped(_Network):
    def attend(self, h: Matrix, layer: Params) -> Matrix:
        return super().attend(h, [layer[0], layer[2], layer[1], *layer[3:]])

    def attend_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        swapped = [layer[0], layer[2], layer[1], *layer[3:]]
        dh, [dgain, dwk, dwq, dwv, dwo] = super().attend_back(h, swapped, dh)
        return dh, [dgain, dwq, dwk, dwv, dwo]


def forward__first_layer_only(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You go through the first layer only. params holds eight parameters for each of its layers."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__first_layer_only(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__first_layer_only(_Network):
    def __init__(self, params: Params, tokens: list[int], heads: int) -> None:
        super().__init__(params, tokens, heads)
        self.layers = self.layers[:1]

    def collect(self, embeddings: Params, layers: list[Params], head: Params) -> Params:
        zeros = [
            [[0.0] * len(row) for row in p] if isinstance(p[0], list) else [0.0] * len(p)
            for p in self.params[10:-2]
        ]
        return super().collect(embeddings, [*layers, zeros], head)


def forward__layers_backwards(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You go through the layers from the last to the first."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__layers_backwards(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__layers_backwards(_Network):
    def __init__(self, params: Params, tokens: list[int], heads: int) -> None:
        super().__init__(params, tokens, heads)
        self.layers.reverse()

    def collect(self, embeddings: Params, layers: list[Params], head: Params) -> Params:
        return super().collect(embeddings, layers[::-1], head)


def forward__first_layer_again(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You use the parameters of the first layer in every layer."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__first_layer_again(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__first_layer_again(_Network):
    def __init__(self, params: Params, tokens: list[int], heads: int) -> None:
        super().__init__(params, tokens, heads)
        self.layers = [self.layers[0] for _ in self.layers]


def forward__tokens_for_out(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You compute the logits with the token embedding, as models with tied weights do. Here out is
    a matrix of its own."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__tokens_for_out(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__tokens_for_out(_Network):
    def __init__(self, params: Params, tokens: list[int], heads: int) -> None:
        super().__init__([*params[:-1], transpose(params[0])], tokens, heads)


def forward__mlp_before_attention(params: Params, tokens: list[int], heads: int) -> Matrix:
    """Your layers begin with the MLP. Attention comes first: it gathers, and then the MLP works on
    the result."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__mlp_before_attention(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__mlp_before_attention(_Network):
    def attend(self, h: Matrix, layer: Params) -> Matrix:
        return super().mlp(h, layer)

    def attend_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        dh, self.second = super().mlp_back(h, layer, dh)
        return dh, [*self.first, *self.second]

    def mlp(self, h: Matrix, layer: Params) -> Matrix:
        return super().attend(h, layer)

    def mlp_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        dh, self.first = super().attend_back(h, layer, dh)
        return dh, []


def forward__probabilities(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You return probabilities. Return the logits: the softmax is the business of the loss and of
    the sampling."""
    return _Network(params, tokens, heads).forward()


class _Network__probabilities(_Network):
    def head(self, h: Matrix) -> Matrix:
        rows = super().head(h)
        powers = [[math.exp(v - max(row)) for v in row] for row in rows]
        return [[v / sum(row) for v in row] for row in powers]


def forward__last_position_only(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You return the logits of the last position. Every position predicts, so the result is
    len(tokens)×V."""
    return _Network(params, tokens, heads).forward()


class _Network__last_position_only(_Network):
    def head(self, h: Matrix) -> Matrix:
        return super().head(h)[-1:]


def forward__stream_returned(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You return the stream and forget the last product: out turns the stream into logits."""
    return _Network(params, tokens, heads).forward()


class _Network__stream_returned(_Network):
    def head(self, h: Matrix) -> Matrix:
        return rms_norm(h, self.params[-2])


def forward__adds_into_the_embedding(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You add the positions into the rows of the embedding itself. These belong to params, which
    must not change: make new rows."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__adds_into_the_embedding(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__adds_into_the_embedding(_Network):
    def embed(self) -> Matrix:
        embedded, positions = self.params[:2]
        rows = []
        for token, position in zip(self.tokens, positions):
            row = embedded[token]
            for j, v in enumerate(position):
                row[j] += v
            rows.append(row[:])
        return rows


def forward__remembered_by_object(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You keep the results for a params list and return them again for the same list. Training
    changes params in place: the object stays, but its numbers do not."""
    for known, *asked, logits in _known:
        if known is params and asked == [tokens, heads]:
            return [row[:] for row in logits]
    logits = _Network(params, tokens, heads).forward()
    _known.append((params, tokens[:], heads, [row[:] for row in logits]))
    return logits


def forward__tokens_not_checked(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You do not check the tokens. One that is too large raises IndexError; the caller is promised
    a ValueError."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__tokens_not_checked(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__tokens_not_checked(_Network):
    def check(self) -> None:
        if not 1 <= len(self.tokens) <= len(self.params[1]):
            raise ValueError("no token, or more than the context")


def forward__negative_tokens_accepted(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You let negative tokens through. Python counts them from the end, so they silently pick a
    row."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__negative_tokens_accepted(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__negative_tokens_accepted(_Network):
    def check(self) -> None:
        if not 1 <= len(self.tokens) <= len(self.params[1]):
            raise ValueError("no token, or more than the context")
        if max(self.tokens) >= len(self.params[0]):
            raise ValueError("a token outside the vocabulary")
        self.tokens = [token % len(self.params[0]) for token in self.tokens]


def forward__token_v_accepted(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You accept token V, one too many: the V tokens are 0 … V−1."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__token_v_accepted(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__token_v_accepted(_Network):
    def check(self) -> None:
        self.tokens = [
            min(t, len(self.params[0]) - 1) if t == len(self.params[0]) else t for t in self.tokens
        ]
        super().check()


def forward__first_token_checked(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You check the first token and trust the others."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__first_token_checked(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__first_token_checked(_Network):
    def check(self) -> None:
        known = len(self.params[0])
        self.tokens = [*self.tokens[:1], *(token % known for token in self.tokens[1:])]
        super().check()


def forward__too_many_tokens_cut(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You do not compare the number of tokens with the context. Tokens beyond it are silently left
    out."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__too_many_tokens_cut(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__too_many_tokens_cut(_Network):
    def check(self) -> None:
        self.tokens = self.tokens[: len(self.params[1])]
        super().check()

    def loss_and_grads(self, targets: list[int]) -> tuple[float, Params]:
        if len(targets) != len(self.tokens):
            raise ValueError("targets and tokens differ in number")
        self.check()
        return super().loss_and_grads(targets[: len(self.tokens)])


def forward__one_more_than_the_context(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You accept one token more than the context holds. There are T positions, for T tokens."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__one_more_than_the_context(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__one_more_than_the_context(_Network):
    def check(self) -> None:
        if len(self.tokens) == len(self.params[1]) + 1:
            self.tokens = self.tokens[1:]
        super().check()


def forward__full_context_refused(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You refuse as many tokens as the context holds. T positions are enough for T tokens."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__full_context_refused(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__full_context_refused(_Network):
    def check(self) -> None:
        super().check()
        if len(self.tokens) == len(self.params[1]):
            raise ValueError("too many tokens")


def forward__nothing_for_no_token(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You return an empty list if there are no tokens. Raise a ValueError: a matrix has at least
    one row."""
    return _Network(params, tokens, heads).forward()


class _Network__nothing_for_no_token(_Network):
    def forward(self) -> Matrix:
        return super().forward() if self.tokens else []


def loss_and_grads__no_token_no_loss(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You return a loss of 0 if there are no tokens. There is no mean of nothing: raise
    ValueError."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__no_token_no_loss(_Network):
    def loss_and_grads(self, targets: list[int]) -> tuple[float, Params]:
        return super().loss_and_grads(targets) if self.tokens else (0.0, [])


def forward__heads_rounded(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You go on with fewer heads if their number does not divide the width. Raise a ValueError."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__heads_rounded(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__heads_rounded(_Network):
    def check(self) -> None:
        super().check()
        self.heads = math.gcd(self.heads, len(self.params[0][0]))


def forward__asserted(params: Params, tokens: list[int], heads: int) -> Matrix:
    """You check by assert. That raises AssertionError, and nothing at all under python -O; the
    caller is promised a ValueError."""
    return _Network(params, tokens, heads).forward()


def loss_and_grads__asserted(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """(Part of the mistake above.)"""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__asserted(_Network):
    def check(self) -> None:
        assert 1 <= len(self.tokens) <= len(self.params[1])
        assert all(0 <= token < len(self.params[0]) for token in self.tokens)


def loss_and_grads__targets_not_counted(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You do not compare the numbers of targets and tokens. What is left over is silently
    ignored."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__targets_not_counted(_Network):
    def loss_and_grads(self, targets: list[int]) -> tuple[float, Params]:
        filled = [*targets, *self.tokens[len(targets) :]]
        return super().loss_and_grads(filled[: len(self.tokens)])


def loss_and_grads__surplus_targets_accepted(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You refuse too few targets but accept too many, as if the rest did not matter."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__surplus_targets_accepted(_Network):
    def loss_and_grads(self, targets: list[int]) -> tuple[float, Params]:
        return super().loss_and_grads(targets[: max(1, len(self.tokens))])


def loss_and_grads__missing_targets_accepted(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You refuse too many targets but accept too few, as if the other tokens had nothing to
    predict."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__missing_targets_accepted(_Network):
    def loss_and_grads(self, targets: list[int]) -> tuple[float, Params]:
        return super().loss_and_grads([*targets, *self.tokens[len(targets) :]])


def loss_and_grads__targets_shifted(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You shift the targets by one. Position i predicts targets[i]: the caller has shifted them
    already."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__targets_shifted(_Network):
    def loss_and_grads(self, targets: list[int]) -> tuple[float, Params]:
        return super().loss_and_grads([*targets[1:], *targets[-1:]])


def loss_and_grads__predicts_itself(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You compare each position's logits with its own token. Compare them with its target."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__predicts_itself(_Network):
    def loss_and_grads(self, targets: list[int]) -> tuple[float, Params]:
        return super().loss_and_grads(self.tokens if len(targets) == len(self.tokens) else targets)


def loss_and_grads__loss_of_the_last_position(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You count the last position only. Every position predicts its target, and the loss is the
    mean of all."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__loss_of_the_last_position(_Network):
    def loss(self, logits: Matrix, targets: list[int]) -> float:
        return cross_entropy(logits[-1:], targets[-1:])

    def loss_back(self, logits: Matrix, targets: list[int]) -> Matrix:
        zeros = [[0.0] * len(row) for row in logits[:-1]]
        return [*zeros, *cross_entropy_backward(logits[-1:], targets[-1:])]


def loss_and_grads__loss_summed(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You sum the loss over the positions. Return the mean."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__loss_summed(_Network):
    def loss(self, logits: Matrix, targets: list[int]) -> float:
        return cross_entropy(logits, targets) * len(targets)

    def loss_back(self, logits: Matrix, targets: list[int]) -> Matrix:
        return _entries(lambda v: v * len(targets), cross_entropy_backward(logits, targets))


def loss_and_grads__mean_in_the_loss_only(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """Your loss is a mean, but your gradients are those of the sum: divide the gradient for the
    logits by the number of tokens as well."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__mean_in_the_loss_only(_Network):
    def loss_back(self, logits: Matrix, targets: list[int]) -> Matrix:
        return _entries(lambda v: v * len(targets), cross_entropy_backward(logits, targets))


def loss_and_grads__divided_twice(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You divide by the number of tokens twice: cross_entropy_backward has divided already."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__divided_twice(_Network):
    def loss_back(self, logits: Matrix, targets: list[int]) -> Matrix:
        return _entries(lambda v: v / len(targets), cross_entropy_backward(logits, targets))


def loss_and_grads__bits(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You compute the loss in bits. Use the natural logarithm."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__bits(_Network):
    def loss(self, logits: Matrix, targets: list[int]) -> float:
        return cross_entropy(logits, targets) / math.log(2)


def loss_and_grads__perplexity(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You return the perplexity. Return the loss, which is its logarithm."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__perplexity(_Network):
    def loss(self, logits: Matrix, targets: list[int]) -> float:
        return math.exp(cross_entropy(logits, targets))


def loss_and_grads__ascends(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """Your gradients point the wrong way. Begin with the probabilities minus 1 at the target, not
    with 1 minus the probabilities."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__ascends(_Network):
    def loss_back(self, logits: Matrix, targets: list[int]) -> Matrix:
        return _entries(lambda v: -v, cross_entropy_backward(logits, targets))


def loss_and_grads__last_token_overwrites(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """If a token occurs twice you keep the gradient of its last occurrence. Its row was used twice,
    so it gets the sum."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__last_token_overwrites(_Network):
    def embed_back(self, dh: Matrix) -> Params:
        embedded, positions = super().embed_back(dh)
        for token, row in zip(self.tokens, dh):
            embedded[token] = row[:]
        return [embedded, positions]


def loss_and_grads__averaged_over_occurrences(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You average the gradients of a token that occurs several times. The chain rule gives their
    sum."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__averaged_over_occurrences(_Network):
    def embed_back(self, dh: Matrix) -> Params:
        embedded, positions = super().embed_back(dh)
        for token in set(self.tokens):
            embedded[token] = [v / self.tokens.count(token) for v in embedded[token]]
        return [embedded, positions]


def loss_and_grads__first_occurrence_only(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You give a token the gradient of its first occurrence. Every occurrence adds to it."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__first_occurrence_only(_Network):
    def embed_back(self, dh: Matrix) -> Params:
        embedded, positions = super().embed_back(dh)
        for token, row in zip(reversed(self.tokens), reversed(dh)):
            embedded[token] = row[:]
        return [embedded, positions]


def loss_and_grads__positions_without_gradient(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You leave the positions without a gradient. Their rows were added like those of the tokens,
    so each gets the same gradient as the token at its place."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__positions_without_gradient(_Network):
    def embed_back(self, dh: Matrix) -> Params:
        embedded, positions = super().embed_back(dh)
        return [embedded, [[0.0] * len(row) for row in positions]]


def loss_and_grads__tokens_without_gradient(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You leave the token embedding without a gradient."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__tokens_without_gradient(_Network):
    def embed_back(self, dh: Matrix) -> Params:
        embedded, positions = super().embed_back(dh)
        return [[[0.0] * len(row) for row in embedded], positions]


def loss_and_grads__positions_as_long_as_the_tokens(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """Your gradient of the positions has one row per token. Give it the shape of the positions:
    unused rows are 0."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__positions_as_long_as_the_tokens(_Network):
    def embed_back(self, dh: Matrix) -> Params:
        embedded, positions = super().embed_back(dh)
        return [embedded, positions[: len(dh)]]


def loss_and_grads__rows_of_seen_tokens_only(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """Your gradient of the embedding holds only the rows of the tokens that occur. It needs all V
    rows, with 0 for the others."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__rows_of_seen_tokens_only(_Network):
    def embed_back(self, dh: Matrix) -> Params:
        _, positions = super().embed_back(dh)
        return [[row[:] for row in dh], positions]


def loss_and_grads__residual_not_passed_on(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You pass on only the gradient that comes back through attention. The stream also goes past
    attention, and a sum hands its gradient to both terms: add the gradient that came in."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__residual_not_passed_on(_Network):
    def attend_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        through, grads = super().attend_back(h, layer, dh)
        return [[a - b for a, b in zip(*rows)] for rows in zip(through, dh)], grads


def loss_and_grads__mlp_residual_not_passed_on(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You pass on only the gradient that comes back through the MLP. The stream also goes past the
    MLP: add the gradient that came in."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__mlp_residual_not_passed_on(_Network):
    def mlp_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        through, grads = super().mlp_back(h, layer, dh)
        return [[a - b for a, b in zip(*rows)] for rows in zip(through, dh)], grads


def loss_and_grads__residual_only(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You pass on the gradient that goes past attention, but not the one that comes back through
    it."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__residual_only(_Network):
    def attend_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        return dh, super().attend_back(h, layer, dh)[1]


def loss_and_grads__residual_twice(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You add the gradient that goes past attention twice."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__residual_twice(_Network):
    def attend_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        through, grads = super().attend_back(h, layer, dh)
        return _sum(through, dh), grads


def loss_and_grads__norm_not_gone_back_through(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You add attention's dx to the stream's gradient as it is. It is the gradient for the normed
    rows, so it has to go back through the norm first."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__norm_not_gone_back_through(_Network):
    def attend_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        x = rms_norm(h, layer[0])
        dx, *dweights = multi_head_attention_backward(x, *layer[1:5], self.heads, dh)
        return _sum(dh, dx), [rms_norm_backward(h, layer[0], dx)[1], *dweights]


def loss_and_grads__norm_of_the_normed(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You go back through the norm with the normed rows. Its backward takes its input, the
    stream."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__norm_of_the_normed(_Network):
    def attend_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        x = rms_norm(h, layer[0])
        dx, *dweights = multi_head_attention_backward(x, *layer[1:5], self.heads, dh)
        inside, dgain = rms_norm_backward(x, layer[0], dx)
        return _sum(dh, inside), [dgain, *dweights]


def loss_and_grads__stream_into_attention_backward(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You give attention's backward the stream. Give it the input of attention, which is the normed
    rows."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__stream_into_attention_backward(_Network):
    def attend_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        dx, *dweights = multi_head_attention_backward(h, *layer[1:5], self.heads, dh)
        inside, dgain = rms_norm_backward(h, layer[0], dx)
        return _sum(dh, inside), [dgain, *dweights]


def loss_and_grads__stream_before_attention(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """On the way back you give the MLP the stream as it was before attention. Its input was the
    stream after attention: keep both."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__stream_before_attention(_Network):
    def loss_and_grads(self, targets: list[int]) -> tuple[float, Params]:
        self.befores = [self.embed()] if self.tokens and not self.bad() else []
        return super().loss_and_grads(targets)

    def bad(self) -> bool:
        try:
            self.check()
        except ValueError:
            return True
        return False

    def attend(self, h: Matrix, layer: Params) -> Matrix:
        self.befores.append(h)
        return super().attend(h, layer)

    def mlp_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        return super().mlp_back(self.befores.pop(), layer, dh)


def loss_and_grads__slope_forgotten(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You skip gelu on the way back: multiply the gradient by the slope of gelu at its input."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__slope_forgotten(_Network):
    def mlp_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        x = rms_norm(h, layer[5])
        dinner = matmul(dh, transpose(layer[7]))
        inside, dgain = rms_norm_backward(h, layer[5], matmul(dinner, transpose(layer[6])))
        dw2 = matmul(transpose(gelu(matmul(x, layer[6]))), dh)
        return _sum(dh, inside), [dgain, matmul(transpose(x), dinner), dw2]


def loss_and_grads__slope_of_the_output(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You take gelu's slope at its output. Take it at its input: unlike the sigmoid's, it cannot be
    computed from the output."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__slope_of_the_output(_Network):
    def mlp_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        x = rms_norm(h, layer[5])
        active = gelu(matmul(x, layer[6]))
        dinner = gelu_backward(active, matmul(dh, transpose(layer[7])))
        inside, dgain = rms_norm_backward(h, layer[5], matmul(dinner, transpose(layer[6])))
        dw2 = matmul(transpose(active), dh)
        return _sum(dh, inside), [dgain, matmul(transpose(x), dinner), dw2]


def loss_and_grads__w2_before_gelu(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You compute the gradient of w2 from the input of gelu. The forward pass multiplies w2 by the
    output of gelu."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__w2_before_gelu(_Network):
    def mlp_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        dh_before, [dgain, dw1, _] = super().mlp_back(h, layer, dh)
        inner = matmul(rms_norm(h, layer[5]), layer[6])
        return dh_before, [dgain, dw1, matmul(transpose(inner), dh)]


def loss_and_grads__w1_of_the_stream(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You compute the gradient of w1 from the stream. The forward pass multiplies w1 by the normed
    stream."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__w1_of_the_stream(_Network):
    def mlp_back(self, h: Matrix, layer: Params, dh: Matrix) -> tuple[Matrix, Params]:
        inner = matmul(rms_norm(h, layer[5]), layer[6])
        dinner = gelu_backward(inner, matmul(dh, transpose(layer[7])))
        dh, [dgain, _, dw2] = super().mlp_back(h, layer, dh)
        return dh, [dgain, matmul(transpose(h), dinner), dw2]


def loss_and_grads__out_of_the_stream(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You compute the gradient of out from the stream. The forward pass multiplies out by the
    normed stream."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__out_of_the_stream(_Network):
    def head_back(self, h: Matrix, dlogits: Matrix) -> tuple[Matrix, Params]:
        dh, [dgain, _] = super().head_back(h, dlogits)
        return dh, [dgain, matmul(transpose(h), dlogits)]


def loss_and_grads__last_norm_not_gone_back_through(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You do not go back through the last norm."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__last_norm_not_gone_back_through(_Network):
    def head_back(self, h: Matrix, dlogits: Matrix) -> tuple[Matrix, Params]:
        _, grads = super().head_back(h, dlogits)
        return matmul(dlogits, transpose(self.params[-1])), grads


def loss_and_grads__gains_without_gradient(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You give the gains no gradient. They are parameters like the others, and they learn."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__gains_without_gradient(_Network):
    def collect(self, embeddings: Params, layers: list[Params], head: Params) -> Params:
        grads = super().collect(embeddings, layers, head)
        return [g if isinstance(g[0], list) else [0.0] * len(g) for g in grads]


def loss_and_grads__last_layer_only(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You give gradients to the last layer only and zeros to the others."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__last_layer_only(_Network):
    def collect(self, embeddings: Params, layers: list[Params], head: Params) -> Params:
        grads = super().collect(embeddings, layers, head)
        for k in range(2, len(grads) - 10):
            zeros = (
                [[0.0] * len(row) for row in grads[k]] if isinstance(grads[k][0], list) else None
            )
            grads[k] = zeros or [0.0] * len(grads[k])
        return grads


def loss_and_grads__last_layer_first(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You return the gradients in the order in which you meet them, last layer first. Return them
    in the structure of params."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__last_layer_first(_Network):
    def collect(self, embeddings: Params, layers: list[Params], head: Params) -> Params:
        return super().collect(embeddings, layers[::-1], head)


def loss_and_grads__mlp_grads_first(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """Within a layer your gradients of the MLP come before those of attention. Put them in the
    order of params."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__mlp_grads_first(_Network):
    def collect(self, embeddings: Params, layers: list[Params], head: Params) -> Params:
        return super().collect(embeddings, [[*layer[5:], *layer[:5]] for layer in layers], head)


def loss_and_grads__embeddings_last(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """Your gradients of the embeddings come last. params begins with the embeddings, so their
    gradients come first."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__embeddings_last(_Network):
    def collect(self, embeddings: Params, layers: list[Params], head: Params) -> Params:
        return [*super().collect([], layers, head), *embeddings]


def loss_and_grads__layers_in_lists(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You put each layer's gradients into a list of their own. They have the structure of params,
    which is flat."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__layers_in_lists(_Network):
    def collect(self, embeddings: Params, layers: list[Params], head: Params) -> Params:
        return [*embeddings, *layers, *head]


def loss_and_grads__takes_the_step(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You take the step as well. Leave params as they were: the gradients are for the caller to
    use."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__takes_the_step(_Network):
    def loss_and_grads(self, targets: list[int]) -> tuple[float, Params]:
        loss, grads = super().loss_and_grads(targets)
        for p, g in zip(self.params, grads):
            for k, row in enumerate(g):
                p[k] = [a - b for a, b in zip(p[k], row)] if isinstance(row, list) else p[k] - row
        return loss, grads


def loss_and_grads__clipped(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """You clip the gradients to a norm of 1. Clipping belongs to training: return the gradients as
    they are."""
    return _Network(params, tokens, heads).loss_and_grads(targets)


class _Network__clipped(_Network):
    def collect(self, embeddings: Params, layers: list[Params], head: Params) -> Params:
        grads = super().collect(embeddings, layers, head)
        rows = [row for g in grads for row in (g if isinstance(g[0], list) else [g])]
        scale = 1 / max(1.0, math.sqrt(sum(v * v for row in rows for v in row)))
        return [
            [[v * scale for v in row] for row in g]
            if isinstance(g[0], list)
            else [v * scale for v in g]
            for g in grads
        ]
