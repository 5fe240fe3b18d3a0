"""Laws of the GPT, whose params are drawn for sizes that have to fit each other."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any, NamedTuple

from grader.judging.laws.counts import BANDS, MANY
from grader.judging.laws.objects import ObjectLaw, Question

LARGE, LARGER = BANDS[2], BANDS[3]  # of what grows; what costs the square of it stays in LARGE
LONG = (41, 48)  # of a text, whose tokens cost least
WIDE = 65  # a width from which on the rows of a matrix are one list, which costs less


class Size(NamedTuple):
    """The sizes of a model, and how many tokens it reads."""

    vocabulary: int
    context: int
    width: int
    heads: int
    layers: int
    tokens: int


def _sizes(rng: Random) -> Iterator[Size]:
    """One size after the other is large: vocabulary, context, tokens, width, heads, layers."""
    large, larger = rng.randint(*LARGE), rng.randint(*LARGER)
    medium, long = rng.randint(9, 16), rng.randint(*LONG)
    yield Size(larger, rng.randint(3, 6), 2, 1, 1, 3)
    yield Size(4, long, 2, rng.choice((1, 2)), 1, long)
    yield Size(large, medium, 3, 3, 1, medium)
    yield Size(3, 2, 22, 2, 1, 2)
    yield Size(3, 4, medium, medium, 1, 2)
    layers = rng.randint(2, 4)
    yield Size(3, large, 4, rng.choice((1, 2, 4)), layers, 18 // layers)


def _params(rng: Random, size: Size) -> list[Any]:
    """Params of full precision whose rows do not vanish in a norm."""
    d = size.width

    def matrix(rows: int, columns: int) -> list[list[float]]:
        spread, different = d**-0.5, 1 if d >= WIDE else rows
        found = [[rng.gauss(0, spread) for _ in range(columns)] for _ in range(different)]
        return found * (rows // different)

    def gain() -> list[float]:
        return [rng.choice((-1, 0, 1, 1)) * rng.uniform(0.5, 1.5) for _ in range(d)]

    params: list[Any] = [
        [[rng.choice((-1, 1)) * rng.uniform(1, 2) for _ in range(d)] for _ in range(rows)]
        for rows in (size.vocabulary, size.context)
    ]
    params[1] = [[x / 4 for x in row] for row in params[1]]
    for _ in range(size.layers):
        params += [gain(), *(matrix(d, d) for _ in "qkvo")]
        params += [gain(), matrix(d, 4 * d), matrix(4 * d, d)]
    return [*params, gain(), matrix(d, size.vocabulary)]


def _model(rng: Random, size: Size) -> dict[str, Any]:
    """A model and tokens for it, the last of its vocabulary among them."""
    tokens = [rng.randrange(size.vocabulary) for _ in range(size.tokens)]
    tokens[rng.randrange(size.tokens)] = size.vocabulary - 1
    targets = [rng.randrange(size.vocabulary) for _ in range(size.tokens)]
    params = _params(rng, size)
    if rng.random() < 0.3:  # logits of a model that is sure of itself
        params[-1] = [[40 * x for x in row] for row in params[-1]]
    return {"params": params, "tokens": tokens, "targets": targets, "heads": size.heads}


def gradients(rng: Random) -> Iterator[Question]:
    """Logits, loss and gradients."""
    program = "logits = forward(params, tokens, heads)\n"
    program += "found = loss_and_grads(params, tokens, targets, heads)\n"
    for size in _sizes(rng):
        yield Question(program, "[logits, found[0], found[1]]", _model(rng, size))
    # Gradients of that width would cost more than all before.
    yield Question("", "forward(params, tokens, heads)", _model(rng, _wide(rng)))


def _wide(rng: Random) -> Size:
    width, heads = rng.choice(((WIDE, 5), (WIDE + 1, 2), (WIDE + 1, 3)))
    return Size(2, 2, width, heads, 1, 2)


def kept(rng: Random) -> Iterator[Question]:
    """Calls in turn: two models, two texts, numbers changed in place, results overwritten."""
    size = Size(4, 5, 4, 2, 1, 3)
    inputs = _model(rng, size)
    inputs["other"] = _params(rng, size)
    inputs["again"] = [(token + 1) % 4 for token in inputs["tokens"]]
    inputs["row"] = [rng.gauss(0, 1) for _ in range(4)]
    asked = "forward({}, {}, heads)", "loss_and_grads({}, {}, targets, heads)"
    for text in asked:
        calls = [text.format(*pair) for pair in (
            ("params", "tokens"), ("params", "again"), ("other", "tokens"), ("params", "tokens"),
        )]  # fmt: skip
        program = "".join(f"r_{i} = {call}\n" for i, call in enumerate(calls))
        program += f"params[9][0][0] = row[0]\nparams[0][tokens[0]][:] = row\nr_4 = {calls[0]}\n"
        program += "tokens[:] = again\n" + f"r_5 = {calls[0]}\n"
        yield Question(program, f"[{', '.join(f'r_{i}' for i in range(6))}]", inputs)


def cached(rng: Random) -> Iterator[Question]:
    """Logits of one token after the other, and a text where one token is left of all."""
    for number, size in enumerate(_sizes(rng)):
        inputs = _model(rng, size)
        program = "cache = []\n"
        rows = [f"row_{i}" for i in range(size.tokens)]
        for i, row in enumerate(rows):
            program += f"{row} = next_logits(params, tokens[{i}], cache, heads)\n"
        left = size.context - size.tokens
        if left:
            option = ("0", "0.7, 1", "0.7, None, 1e-6")[number % 3]
            rows.append(f"generate(params, tokens, {left}, heads, {rng.randrange(99)}, {option})")
        yield Question(program, f"[{', '.join(rows)}]", inputs)


def resumed(rng: Random) -> Iterator[Question]:
    """Two texts and two models in turn, each with its cache; then with numbers changed in place."""
    size = Size(4, 5, 4, 2, 1, 3)
    inputs = _model(rng, size)
    inputs |= {"other": _params(rng, size), "row": [rng.gauss(0, 1) for _ in range(4)]}
    inputs["turned"] = [row[::-1] for row in inputs["params"][-1]]  # another token is likeliest
    calls = ("params, tokens[0], one", "other, tokens[0], two", "params, tokens[1], three")
    program = "one = []\ntwo = []\nthree = []\nlast = []\n"
    rows: list[str] = []

    def read(arguments: str) -> None:
        nonlocal program
        rows.append(f"row_{len(rows)}")
        program += f"{rows[-1]} = next_logits({arguments}, heads)\n"

    for turn in range(2):
        for call in calls:
            read(call.replace("tokens[0]", f"tokens[{turn}]"))
    texts = [f"text_{token}" for token in range(4)]
    for token, text in enumerate(texts):
        program += f"{text} = generate(params, [{token}], 2, heads, 1, 0)\n"
    program += "params[9][0][0] = row[0]\nparams[0][tokens[0]][:] = row\nrow_0[0] = 99\n"
    read("params, tokens[0], last")
    program += "".join(f"params[11][{i}][:] = turned[{i}]\n" for i in range(4))
    program += "later = generate(params, tokens, 1, heads, 1, 0)\n"
    yield Question(program, f"[later, {', '.join(texts + rows[1:])}]", inputs)


def choices(rng: Random) -> Iterator[Question]:
    """Probabilities of many, with each option, and choices among many."""
    counts = [*range(1, 9), *(rng.randint(*band) for band in BANDS), MANY]
    for count in counts:
        logits = [round(rng.gauss(0, 2), 1) for _ in range(count)]  # of many, several tie
        shares = [rng.random() + 0.01 for _ in range(count)]
        for i in range(0, count - 1, 3):
            shares[i] = 0.0
        inputs = {"logits": logits, "shares": [x / sum(shares) for x in shares]}
        some, temperature = rng.randint(1, count), rng.choice((0.3, 1.0, 2.5))
        options = (f"top_k={some}", f"top_k={count + 1}", f"top_p={rng.random() * 0.98 + 0.01}")
        small = 10 ** rng.uniform(-3.5, -0.7)
        results = [f"probabilities(logits, {temperature}, {option})" for option in options]
        results += [f"probabilities(logits, top_k={some}, top_p=0.73)"]
        results += [f"probabilities(logits, 10.0, top_k={count - count // 8}, top_p={small})"]
        results += [f"choose(shares, {u})" for u in (0.0, rng.random(), rng.random(), 0.9999)]
        yield Question("", f"[{', '.join(results)}]", inputs)


GPT_LAWS = (
    ObjectLaw("sizes", "a GPT may have any sizes, and read any number of tokens", gradients),
    ObjectLaw(
        "values_alone",
        "a result depends on what params and tokens hold, not on earlier calls",
        kept,
        "Something of an earlier call is remembered.",
    ),
)
GENERATE_LAWS = (
    ObjectLaw("sizes", "a GPT may have any sizes, and read and write any number of tokens", cached),
    ObjectLaw(
        "values_alone",
        "each cache is of one text, and params count as they are when a text begins",
        resumed,
        "Something of an earlier call is remembered.",
    ),
    ObjectLaw("choices", "there may be any number of tokens to choose from", choices),
)
