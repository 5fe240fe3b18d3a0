"""Properties of sampling: probabilities, the choice among them, the cache and the text."""

import math
import random
from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal, localcontext
from typing import Any, NamedTuple

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from grader.judging import expect, text, weight
from grader.judging.inputs import gpt_oracle, oracles
from grader.judging.inputs.seeded import depends_on_seed_alone, tells_seeds_apart
from grader.judging.inputs.strategies import Matrix, Vector, sizes
from grader.judging.proxy import Impl

Params = list[Any]

seeds = st.integers(0, 2**31)
temperatures = st.sampled_from([0.1, 0.5, 0.8, 1.0, 1.7, 10.0])
# Apart from each other, so that no rounding decides which is the likelier, or the same.
scores = st.integers(-40, 40).map(lambda n: n / 10)


class Model(NamedTuple):
    """Parameters, tokens that fit them, and a number of heads."""

    params: Params
    tokens: list[int]
    heads: int


def drawn(vocabulary: int, context: int, width: int, layers: int, seed: int) -> Params:
    """Params with two decimals: gains from 0.5 to 1.5, the entries of matrices within ±1."""
    rng = random.Random(seed)

    def matrix(rows: int, columns: int) -> Matrix:
        return [[rng.randint(-100, 100) / 100 for _ in range(columns)] for _ in range(rows)]

    def gain() -> Vector:
        return [rng.randint(50, 150) / 100 for _ in range(width)]

    params: Params = [matrix(vocabulary, width), matrix(context, width)]
    for _ in range(layers):
        params += [gain(), *(matrix(width, width) for _ in "qkvo")]
        params += [gain(), matrix(width, 4 * width), matrix(4 * width, width)]
    return [*params, gain(), matrix(width, vocabulary)]


def forgetful(context: int, logits: Vector) -> Params:
    """Params of one layer that give these logits after whatever tokens."""
    width, same = 2, [0.75, 0.75]
    nothing = [[0.0] * width for _ in range(width)]
    layer = [[1.0, 1.0], *[nothing] * 4, [1.0, 1.0], [[0.0] * 8] * 2, [same] * 8]
    size = 1 / math.sqrt(1 + 1e-5 / 0.75**2)  # of each entry once the row is normed
    out = [[x / size / 2 for x in logits] for _ in range(width)]
    return [[same] * len(logits), [[0.0] * width] * context, *layer, [1.0, 1.0], out]


# What occurs in every run: one layer to four, one head and several, a token that comes twice.
ONE_TOKEN = Model(drawn(3, 4, 2, 1, seed=1), [2], 1)
ONE_LAYER = Model(drawn(5, 6, 4, 1, seed=2), [1, 1, 4, 0, 1, 3], 2)
TWO_LAYERS = Model(drawn(4, 7, 3, 2, seed=3), [0, 3, 2, 1, 3], 3)
FOUR_LAYERS = Model(drawn(3, 5, 4, 4, seed=4), [2, 0, 1, 1], 1)


@st.composite
def models(draw: DrawFn) -> Model:
    """Models of one to three layers, with tokens that fill their context or do not."""
    heads = draw(sizes(1, 3))
    vocabulary, width = draw(sizes(2, 5)), heads * draw(sizes(1, 2))
    context, layers = draw(sizes(1, 6)), draw(sizes(1, 3))
    count = draw(st.integers(1, context))
    tokens = draw(st.lists(st.integers(0, vocabulary - 1), min_size=count, max_size=count))
    params = drawn(vocabulary, context, width, layers, draw(st.integers(0, 999)))
    for token, place in zip(tokens, params[1], strict=False):
        # A row that is 0 but for rounding is enlarged by 1/√eps in every norm.
        assume(any(abs(a + b) > 1e-3 for a, b in zip(params[0][token], place, strict=True)))
    return Model(params, tokens, heads)


@st.composite
def logits(draw: DrawFn) -> Vector:
    """Two to six logits, some of them equal."""
    return draw(st.lists(scores, min_size=2, max_size=6))


# -- probabilities ---------------------------------------------------------------------------------


@weight(2)
@given(logits=logits(), temperature=temperatures)
@example(logits=[0.0, 1.0, 2.0], temperature=1.0)
@example(logits=[1, 3, 2], temperature=2)
@example(logits=[0.5], temperature=0.5)
@example(logits=[-1000.0, -1001.0, -1000.5], temperature=1.0)
@example(logits=[0.0, 0.002, 0.001], temperature=0.001)
@example(logits=[0.0, 2e-7, 1e-7], temperature=1e-7)
def test_temperature(impl: Impl, logits: Vector, temperature: float) -> None:
    """probabilities is the softmax of logits/temperature"""
    wanted = likely(logits, temperature)
    expect.close(impl.probabilities(logits, temperature), wanted)
    if temperature == 1:
        expect.close(impl.probabilities(logits), wanted)


@given(logits=st.lists(st.sampled_from([-1e300, 0.0, 5e299, 1e300]), min_size=2, max_size=4))
@example(logits=[1e300, 1e300, 0.0])
@example(logits=[-1e300, -1e300])
@example(logits=[9e299, 1e300, -1e300])
@settings(max_examples=10)
def test_temperature_near_zero(impl: Impl, logits: Vector) -> None:
    """probabilities are right where logits/temperature overflows"""
    for temperature in (1e-10, 1e-300):
        expect.close(impl.probabilities(logits, temperature), likely(logits, temperature))


@weight(2)
@given(logits=logits(), temperature=temperatures, top_k=st.integers(1, 7))
@example(logits=[0.0, 2.0, 1.0, -1.0], temperature=1.0, top_k=2)
@example(logits=[1.0, 2.0, 1.0, 1.0], temperature=1.0, top_k=2)
@example(logits=[1.0, 1.0, 1.0], temperature=0.5, top_k=1)
@example(logits=[0.0, 1.0], temperature=1.0, top_k=9)
@example(logits=[0.5] * 5, temperature=1.0, top_k=1)
def test_top_k(impl: Impl, logits: Vector, temperature: float, top_k: int) -> None:
    """top_k keeps the top_k most likely, the first on a tie, rescaled to sum to 1"""
    wanted = cut(likely(logits, temperature), likeliest(logits)[:top_k])
    expect.close(impl.probabilities(logits, temperature, top_k), wanted)


@weight(3)
@given(
    logits=logits(),
    temperature=temperatures,
    top_k=st.none() | st.integers(1, 5),
    top_p=st.integers(1, 99).map(lambda n: n / 100),
)
@example(logits=[0.0, 2.0, 1.0, -1.0], temperature=1.0, top_k=None, top_p=0.8)
@example(logits=[0.0, 3.0, 0.0], temperature=1.0, top_k=None, top_p=0.05)
@example(logits=[2.0, 1.0, 0.0], temperature=1.0, top_k=None, top_p=0.67)
@example(logits=[2.0, 1.0, 0.0, 0.0, 0.0, 0.0], temperature=1.0, top_k=2, top_p=0.7)
@example(logits=[2.0, 1.5, 1.0, 1.0, 1.0], temperature=1.0, top_k=3, top_p=0.5)
@example(logits=[1.0, 1.0, 1.0, 0.9, 0.8], temperature=1.0, top_k=2, top_p=0.51)
@example(logits=[6.0, 0.0, -4.0], temperature=1.0, top_k=None, top_p=0.9965)
@example(logits=[0.0] * 4, temperature=1.0, top_k=None, top_p=0.2500001)
@example(logits=[0.0] * 4, temperature=1.0, top_k=None, top_p=0.4999999)
def test_top_p(
    impl: Impl, logits: Vector, temperature: float, top_k: int | None, top_p: float
) -> None:
    """top_p keeps the fewest most likely with a sum of at least top_p, among those top_k has
    left"""
    order = likeliest(logits)[:top_k]
    left = cut(likely(logits, temperature), order)
    assume_clear(left, order, top_p)
    wanted = cut(left, nucleus(left, order, top_p))
    why = f"{'Softmax gives' if top_k is None else 'top_k leaves'} {shown(left)}."
    expect.close(impl.probabilities(logits, temperature, top_k, top_p), wanted, why=why)


def test_top_p_reached_exactly(impl: Impl) -> None:
    """if the sum is exactly top_p nothing more is kept; of equally likely tokens, the first are"""
    for count in (2, 4, 8):
        for kept in range(1, count + 1):
            wanted = [1 / kept] * kept + [0.0] * (count - kept)
            expect.close(impl.probabilities([0.0] * count, top_p=kept / count), wanted)
            if kept & (kept - 1) == 0:
                found = impl.probabilities([0.0] * count, top_k=kept, top_p=1.0)
                expect.close(found, wanted, why="top_k leaves these, and 1.0 is reached with them.")


def test_probabilities_refuses(impl: Impl) -> None:
    """probabilities raises ValueError for temperature ≤ 0, top_k < 1 and top_p outside (0, 1]"""
    for temperature in (0, 0.0, -1e-9, -1.0):
        refuses(impl.probabilities, [1.0, 2.0], temperature)
    for top_k in (0, -1, -2):
        refuses(impl.probabilities, [1.0, 2.0], 1.0, top_k)
    for top_p in (0.0, -0.5, 1.0000001, 2.0, 90):
        refuses(impl.probabilities, [1.0, 2.0], 1.0, None, top_p)


# -- choose ----------------------------------------------------------------------------------------


@st.composite
def sixteenths(draw: DrawFn) -> Vector:
    """Probabilities that are exact in binary, zeros among them."""
    cuts = sorted(draw(st.lists(st.integers(0, 16), min_size=1, max_size=5)))
    return [(b - a) / 16 for a, b in zip([0, *cuts], [*cuts, 16], strict=True)]


@weight(2)
@given(shares=sixteenths(), u=st.integers(0, 63).map(lambda n: n / 64))
@example(shares=[0.5, 0.5], u=0.0)
@example(shares=[0.5, 0.5], u=0.5)
@example(shares=[0.25, 0.25, 0.5], u=0.75)
@example(shares=[0.0, 0.5, 0.0, 0.0, 0.5], u=0.5)
@example(shares=[0.0, 0.0, 1.0, 0.0], u=0.0)
@example(shares=[0.25, 0.75, 0.0], u=0.984375)
@example(shares=[0.5, 0.5], u=0.49999999)
@example(shares=[0.5, 0.5], u=0.50000001)
@example(shares=[2.0**-40, 1 - 2.0**-40], u=0.0)
def test_choose(impl: Impl, shares: Vector, u: float) -> None:
    """choose is the first index at which the running sum exceeds u"""
    running = [sum(shares[: i + 1]) for i in range(len(shares))]
    wanted = next(i for i, total in enumerate(running) if total > u)
    found = impl.choose(shares, u)
    expect.equal(found, wanted, why=f"The running sums are {running}.")
    expect.holds(type(found) is int, expected="an int", returned=found)


def test_choose_where_rounding_falls_short(impl: Impl) -> None:
    """choose is the last one that is not 0 where rounding leaves the sum at or below u"""
    u = 1 - 2**-53
    short = [0.3, 0.3, 0.3999999999999999, 0.0]  # added up without rounding it is u as well
    for shares in ([0.1] * 10, [0.1] * 10 + [0.0], [0.1] * 9 + [0.0, 0.1, 0.0, 0.0], short):
        wanted = max(i for i, p in enumerate(shares) if p)
        why = f"Added up one after the other they are {sum_in_order(shares)!r}."
        expect.equal(impl.choose(shares, u), wanted, why=why)


# -- the cache -------------------------------------------------------------------------------------


@weight(4)
@given(case=models())
@example(case=ONE_TOKEN)
@example(case=ONE_LAYER)
@example(case=TWO_LAYERS)
@example(case=FOUR_LAYERS)
def test_cache(impl: Impl, case: Model) -> None:
    """next_logits gives forward's last row at every position"""
    wanted = gpt_oracle.forward(*case)
    for i, row in enumerate(reading(impl, case)):
        expect.close(row, wanted[i], name=f"at_{i}", why="This is the last row of forward.")


@weight(2)
@settings(max_examples=10)
@given(case=models(), seed=st.integers(0, 999))
@example(case=ONE_LAYER, seed=1)
@example(case=FOUR_LAYERS, seed=2)
def test_caches_are_independent(impl: Impl, case: Model, seed: int) -> None:
    """next_logits keeps the tokens it has read in the cache that it is given, and nowhere else"""
    vocabulary, width = len(case.params[0]), len(case.params[0][0])
    twin = drawn(vocabulary, len(case.params[1]), width, 1, seed)
    second = [(token + 1) % vocabulary for token in case.tokens]
    program, names = "cache = []\nother = []\nthird = []\n", []
    for i, (token, else_token) in enumerate(zip(case.tokens, second, strict=True)):
        program += f"at_{i} = next_logits(params, {token}, cache, heads)\n"
        program += f"other_{i} = next_logits(params, {else_token}, other, heads)\n"
        program += f"third_{i} = next_logits(twin, {token}, third, heads)\n"
        names += [f"at_{i}", f"other_{i}", f"third_{i}"]
    rows = impl.run(
        program, f"[{', '.join(names)}]", params=case.params, twin=twin, heads=case.heads
    )
    for k, (params, tokens) in enumerate(
        ((case.params, case.tokens), (case.params, second), (twin, case.tokens))
    ):
        alone = reading(impl, Model(params, tokens, case.heads))
        for i, row in enumerate(rows[k::3]):
            why = "This is what you return for the same tokens with no other cache beside."
            expect.close(row, alone[i], name=names[3 * i + k], why=why)


# The exception is swallowed in the guest, so that the cache can be asked again.
ATTEMPT = """\
def attempt(params, token, cache, heads):
    try:
        next_logits(params, token, cache, heads)
    except ValueError:
        pass
cache = []
"""


@weight(2)
@settings(max_examples=10)
@given(case=models(), beyond=st.sampled_from([-1, 0, 3]))
@example(case=ONE_LAYER, beyond=0)
@example(case=TWO_LAYERS, beyond=-1)
@example(case=ONE_TOKEN, beyond=2)
def test_cache_survives_a_refusal(impl: Impl, case: Model, beyond: int) -> None:
    """a call that next_logits refuses leaves the cache as it was"""
    vocabulary, width = len(case.params[0]), len(case.params[0][0])
    bad = -1 if beyond < 0 else vocabulary + beyond
    program, names = ATTEMPT, []
    for i, token in enumerate(case.tokens):
        program += f"attempt(params, {bad}, cache, heads)\n"
        program += f"attempt(params, {token}, cache, {width + 1})\n"
        program += f"at_{i} = next_logits(params, {token}, cache, heads)\n"
        names.append(f"at_{i}")
    rows = impl.run(program, f"[{', '.join(names)}]", params=case.params, heads=case.heads)
    alone = reading(impl, case)
    for i, row in enumerate(rows):
        why = "This is what you return for the same tokens when nothing is refused between."
        expect.close(row, alone[i], name=names[i], why=why)


def test_next_logits_refuses(impl: Impl) -> None:
    """next_logits raises ValueError for a full context, a token outside 0 … V−1 or bad heads"""
    params = drawn(4, 3, 4, 1, seed=5)
    for read in ([], [1], [3, 0]):
        for token in (-1, 4, 5, -4, -5, -100, 255):
            why = "Tokens lie in 0 … 3."
            refuses(lambda t=token, r=read: reading(impl, Model(params, [*r, t], 2)), why=why)
    for more in (0, 1, 3):
        why = "The context is 3, and three tokens have been read."
        refuses(lambda t=more: reading(impl, Model(params, [1, 2, 0, t], 2)), why=why)
    program = ATTEMPT + "next_logits(params, 2, cache, 2)\n" * 3
    program += "attempt(params, 1, cache, 2)\n" * 2 + "next_logits(params, 0, cache, 2)\n"
    why = "The context is 3, and three tokens had been read before the first of these was refused."
    refuses(lambda: impl.run(program, "0", params=params), why=why)
    for heads in (0, -1, 3, 8):
        refuses(lambda h=heads: reading(impl, Model(params, [1], h)), why="The width is 4.")


def test_params_of_a_new_cache(impl: Impl) -> None:
    """next_logits uses the numbers in params now, once a new cache is begun"""
    case = ONE_LAYER
    changes = "params[0][1][2] = 0.9\nparams[4][1][2] = -0.8\nparams[11][1][4] = -0.6\n"
    program = "cache = []\nnext_logits(params, 1, cache, heads)\n" + changes
    program += "other = []\nfirst = next_logits(params, 1, other, heads)\n"
    row = impl.run(program, "first", params=case.params, heads=case.heads)
    now = deepcopy(case.params)
    exec(changes, {"params": now})
    [alone] = reading(impl.fresh(), Model(now, [1], case.heads))
    why = "This is what a fresh process returns for params that were changed in place meanwhile."
    expect.close(row, alone, why=why)


def test_time_grows_with_the_tokens(impl: Impl) -> None:
    """next_logits takes at most 60 times as long for the 300th token as for the second"""
    params = drawn(3, 300, 8, 1, seed=7)
    for _ in range(3):
        token, ratio = slowest(impl, params, times=60)
        if ratio <= 60:
            break
    expect.holds(
        ratio <= 60,
        expected="the 300th token in at most 60 times the second's CPU time",
        why=f"Token {token} has taken {ratio:.0f} times as long as the second: what was read "
        "before is computed anew each time.",
    )


def slowest(impl: Impl, params: Params, times: float) -> tuple[int, float]:
    """Of up to 300 tokens the first that takes so many times as long as the second, or the last.

    The number of the token, and how many times as long it takes, measured over 25 of them.
    """
    call, few, many = "next_logits(params, 1, cache, 1)\n", 40, 25
    pairs, singles = (
        impl.cpu_of(("cache = []\n" + call * each) * few, params=params) for each in (2, 1)
    )
    # Noise in two readings of a clock, or a clock that stands, must not make the second call free.
    second = max(pairs - singles, pairs / 4, 1e-6) / few
    cache, token, ratio = impl.keep([], "cache"), 0, 0.0
    while token < 300 and ratio <= times:
        program = f"for _ in range({many}):\n    {call}"
        ratio = impl.cpu_of(program, params=params, cache=cache) / many / second
        token += many
    return token, ratio


# -- generate --------------------------------------------------------------------------------------


@weight(3)
@given(case=models(), seed=seeds)
@example(case=Model(*ONE_LAYER[:1], [1], 2), seed=1)
@example(case=Model(*TWO_LAYERS[:1], [3, 0], 3), seed=2)
@example(case=Model(*FOUR_LAYERS[:1], [2, 1, 0], 1), seed=3)
def test_greedy(impl: Impl, case: Model, seed: int) -> None:
    """generate at temperature 0 takes the most likely token after all that came before it"""
    count = len(case.params[1]) - len(case.tokens)
    assume(count > 0)
    wanted = greedy(case, count)
    args = (case.params, case.tokens, count, case.heads, seed)
    expect.equal(impl.generate(*args, 0), wanted)
    why = "With top_k = 1 nothing is left to chance."
    expect.equal(impl.generate(*args, 1.0, 1), wanted, why=why)
    why = "With so small a top_p nothing is left to chance."
    expect.equal(impl.generate(*args, 1.0, None, 0.001), wanted, why=why)


def test_greedy_ties(impl: Impl) -> None:
    """generate takes the first of several most likely tokens at temperature 0"""
    near = [0.0, 1.0, 1.000001, 1.0]  # no tie
    for scores in ([0.0, 1.0, 1.0], [2.0, 1.0, 2.0], [0.0, 0.0], [-3.0, -1.0, -2.0, -1.0], near):
        wanted = [scores.index(max(scores))] * 4
        why = f"The logits are {scores} after whatever tokens."
        args = (forgetful(6, scores), [1], 4, 1, 3)
        expect.equal(impl.generate(*args, temperature=0), wanted, why=why)


@weight(3)
def test_frequencies(impl: Impl, rng: random.Random) -> None:
    """generate draws each token as often as probabilities says, afresh at every step"""
    usual = [0.0, 1.0, -0.5, 0.6]
    several = [*usual, 0.9, 0.3, 0.8]
    close = [score / 100_000 for score in usual]
    for scores, options in (
        (usual, (1.0, None, None)),
        (usual, (2.5, None, None)),
        (close, (0.00001, None, None)),
        (several, (0.7, 5, None)),
        (usual, (1.0, None, 0.8)),
        (usual, (1.0, 3, 0.7)),
    ):
        temperature, top_k, top_p = options
        shares = likely(scores, temperature)
        order = likeliest(scores)[:top_k]
        shares = cut(shares, order)
        if top_p is not None:
            shares = cut(shares, nucleus(shares, order, top_p))
        tokens: list[int] = []
        for _ in range(8):
            seed = rng.randrange(2**31)
            found = impl.generate(forgetful(65, scores), [0], 64, 1, seed, *options)
            expect.holds(len(found) == 64, expected="64 tokens", returned=found)
            tokens += found
        n = len(tokens)
        for token, share in enumerate(shares):
            # A right module is further off once in some hundred million runs.
            allowed = 6 * math.sqrt(n * share * (1 - share)) + (6 if 0 < share < 1 else 0)
            times = tokens.count(token)
            expect.holds(
                abs(times - n * share) <= allowed,
                expected=f"each of the tokens about {shown([n * p for p in shares])} times",
                why=f"Of {n} tokens drawn with temperature {temperature}, top_k {top_k} and top_p "
                f"{top_p}, {times} were {token}: the logits are {scores} at every step.",
            )
        pairs = list(zip(tokens, tokens[1:], strict=False))
        again = sum(a == b for a, b in pairs)
        chance = sum(p * p for p in shares)
        allowed = 8 * math.sqrt(len(pairs) * chance * (1 - chance)) + 8
        expect.holds(
            abs(again - len(pairs) * chance) <= allowed,
            expected="draws that know nothing of the draw before",
            why=f"{again} of {len(pairs)} tokens were the same as the one before.",
        )


@given(case=models(), spare=st.integers(0, 3), seed=seeds)
@example(case=ONE_TOKEN, spare=3, seed=5)
@example(case=ONE_LAYER, spare=0, seed=6)
@settings(max_examples=10)
def test_form_of_the_text(impl: Impl, case: Model, spare: int, seed: int) -> None:
    """generate returns count tokens of 0 … V−1 and not the prompt, also where count is 0"""
    count = min(spare, len(case.params[1]) - len(case.tokens))
    found = impl.generate(case.params, case.tokens, count, case.heads, seed)
    expect.holds(
        len(found) == count and all(type(t) is int and 0 <= t < len(case.params[0]) for t in found),
        expected=f"{count} tokens of 0 … {len(case.params[0]) - 1}",
        returned=found,
    )


@weight(2)
def test_text_from_seed_alone(impl: Impl, rng: random.Random) -> None:
    """generate depends on its seed and on nothing else that is random"""
    params = forgetful(81, [0.0, 0.1, 0.2, -0.1])

    def written(module: Impl, seed: int) -> list[int]:
        result = module.generate(params, [2], 80, 1, seed)
        assert isinstance(result, list)
        return result

    depends_on_seed_alone(impl, rng, written)
    # 4³² texts: no two seeds meet in one by chance.
    tells_seeds_apart(rng, lambda seed: impl.generate(params, [2], 32, 1, seed))


def test_generate_refuses(impl: Impl) -> None:
    """generate raises ValueError for a bad prompt, count or option"""
    params = drawn(4, 5, 4, 1, seed=8)
    for count in (2, 0):
        refuses(impl.generate, params, [], count, 2, 1, why="The prompt is empty.")
        for prompt in ([-1], [4], [1, 5], [-4, 1], [2, -100], [0, 255, 1]):
            refuses(impl.generate, params, prompt, count, 2, 1, why="Tokens lie in 0 … 3.")
    long = ([1], 6), ([1, 2, 3], 4), ([1] * 5, 2), ([1] * 7, 1), ([1] * 7, 0), ([2], 50)
    for prompt, count in long:
        for temperature in (1.0, 0):
            why = f"{len(prompt)} + {count} tokens are more than a context of 5, and one, can be."
            refuses(impl.generate, params, prompt, count, 2, 1, temperature, why=why)
    for count in (2, 0):  # what is bad is refused, whether or not it would be used
        for temperature in (-1e-9, -1.0):
            refuses(impl.generate, params, [1], count, 2, 1, temperature)
        for top_k in (0, -1):
            refuses(impl.generate, params, [1], count, 2, 1, 1.0, top_k)
        for top_p in (0.0, -0.5, 1.5):
            refuses(impl.generate, params, [1], count, 2, 1, 1.0, None, top_p)
        for heads in (0, -1, 3, 8):
            refuses(impl.generate, params, [1], count, heads, 1, why="The width is 4.")


# -- what the properties are made of ---------------------------------------------------------------


def likely(logits: Vector, temperature: float) -> Vector:
    """softmax(logits/temperature), in decimals that no quotient overflows."""
    with localcontext(oracles.PRECISE):
        largest = Decimal(max(logits))
        powers = [((Decimal(x) - largest) / Decimal(temperature)).exp() for x in logits]
        return [float(power / sum(powers)) for power in powers]


def likeliest(logits: Vector) -> list[int]:
    """The indices from the largest logit to the smallest, the first of equal ones first."""
    return sorted(range(len(logits)), key=lambda i: (-logits[i], i))


def cut(shares: Vector, kept: list[int]) -> Vector:
    """The shares of those that are kept, renormalised, and 0 for the others."""
    total = math.fsum(shares[i] for i in kept)
    return [share / total if i in kept else 0.0 for i, share in enumerate(shares)]


def nucleus(shares: Vector, ordered: list[int], top_p: float) -> list[int]:
    """The fewest of the ordered indices whose shares sum to at least top_p."""
    for count in range(1, len(ordered) + 1):
        running = math.fsum(shares[i] for i in ordered[:count])
        if running >= top_p:
            return ordered[:count]
    return ordered


def assume_clear(shares: Vector, ordered: list[int], top_p: float) -> None:
    """Let rounding not decide which sum is the first to reach top_p."""
    for count in range(1, len(ordered) + 1):
        assume(abs(math.fsum(shares[i] for i in ordered[:count]) - top_p) > 1e-8)


def sum_in_order(numbers: Vector) -> float:
    """The running sum at its end: a plain loop, as sum() of Python 3.12 adds more carefully."""
    total = 0.0
    for number in numbers:
        total += number
    return total


def reading(impl: Impl, case: Model) -> Matrix:
    """What next_logits returns for each of the tokens, with one cache."""
    names = [f"at_{i}" for i in range(len(case.tokens))]
    calls = "".join(
        f"{name} = next_logits(params, {token}, cache, heads)\n"
        for name, token in zip(names, case.tokens, strict=True)
    )
    rows: Matrix = impl.run(
        "cache = []\n" + calls, f"[{', '.join(names)}]", params=case.params, heads=case.heads
    )
    return rows


def greedy(case: Model, count: int) -> list[int]:
    """The most likely further tokens; a draw where two nearly tie is not one to judge by."""
    tokens = list(case.tokens)
    for _ in range(count):
        row = gpt_oracle.forward(case.params, tokens, case.heads)[-1]
        second, first = sorted(row)[-2:]
        assume(first - second > 1e-6)
        tokens.append(row.index(first))
    return tokens[len(case.tokens) :]


def shown(numbers: Vector) -> str:
    """Numbers as text, with the digits that matter."""
    return text.value(numbers, lambda v: f"{v:.4g}")


def refuses(function: Callable[..., object], *args: Any, why: str | None = None) -> None:
    """The call raises ValueError."""
    expect.raises(ValueError, lambda: function(*args), why=why)
