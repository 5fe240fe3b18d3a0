"""Plausible wrong ways to sample, to cache and to write, each explained to whoever wrote it."""

import math
import random
from bisect import bisect_left
from copy import deepcopy
from itertools import accumulate
from typing import Any

from generate import _check, choose, generate, next_logits, probabilities
from gpt import forward, gelu
from matmul import matmul
from norm import rms_norm
from softmax import softmax

Matrix = list[list[float]]
Vector = list[float]
Params = list[Any]
Options = tuple[float, int | None, float | None]

_choose = choose  # the right ones, for wrong ones to build on
_generate = generate
_next_logits = next_logits
_probabilities = probabilities
_shared_random = random.Random(0)
_shared_cache: list[Any] = []
_known: list[Any] = []


def _scaled(logits: Vector, temperature: float) -> Vector:
    """softmax(logits/temperature), with the largest taken off first."""
    if temperature <= 0:
        raise ValueError("temperature")
    powers = [math.exp((x - max(logits)) / temperature) for x in logits]
    return [power / sum(powers) for power in powers]


def _kept(shares: Vector, indices: list[int]) -> Vector:
    total = sum(shares[i] for i in indices)
    return [p / total if i in indices else 0.0 for i, p in enumerate(shares)]


def _order(shares: Vector) -> list[int]:
    return sorted(range(len(shares)), key=lambda i: -shares[i])


def _reached(shares: Vector, order: list[int], top_p: float) -> int:
    """How many of the ordered indices it takes to reach top_p."""
    running = 0.0
    for count, index in enumerate(order, 1):
        running += shares[index]
        if running >= top_p:
            return count
    return len(order)


class _Sampler:
    """probabilities, step by step: a mistake replaces one of the steps."""

    def check(self, temperature: float, top_k: int | None, top_p: float | None) -> None:
        _check(top_k, top_p)
        if temperature <= 0:
            raise ValueError("temperature")

    def softmax(self, logits: Vector, temperature: float) -> Vector:
        return _scaled(logits, temperature)

    def top_k(self, shares: Vector, top_k: int) -> Vector:
        return _kept(shares, _order(shares)[:top_k])

    def top_p(self, shares: Vector, top_p: float) -> Vector:
        order = [i for i in _order(shares) if shares[i] > 0]
        return _kept(shares, order[: _reached(shares, order, top_p)])

    def sample(self, logits: Vector, options: Options) -> Vector:
        temperature, top_k, top_p = options
        self.check(temperature, top_k, top_p)
        shares = self.softmax(logits, temperature)
        if top_k is not None:
            shares = self.top_k(shares, top_k)
        if top_p is not None:
            shares = self.top_p(shares, top_p)
        return shares


class _Writer:
    """generate, step by step: a mistake replaces one of the steps."""

    def check(self, params: Params, prompt: list[int], count: int, options: Options) -> None:
        temperature, top_k, top_p = options
        _check(top_k, top_p)
        if temperature < 0:
            raise ValueError("temperature")
        if not prompt or len(prompt) + count > len(params[1]) + 1:
            raise ValueError("no prompt, or too many tokens")

    def start(self, seed: int) -> Any:
        return random.Random(seed)

    def greedy(self, logits: Vector) -> int:
        return logits.index(max(logits))

    def draw(self, logits: Vector, rng: Any, options: Options) -> int:
        return choose(probabilities(logits, *options), rng.random())

    def read(self, params: Params, prompt: list[int], cache: list[Any], heads: int) -> Vector:
        for token in prompt:
            logits = next_logits(params, token, cache, heads)
        return logits

    def more(self, params: Params, token: int, cache: list[Any], heads: int) -> Vector:
        return next_logits(params, token, cache, heads)

    def write(
        self, params: Params, prompt: list[int], count: int, heads: int, seed: int, options: Options
    ) -> list[int]:
        self.check(params, prompt, count, options)
        rng, cache = self.start(seed), []
        logits = self.read(params, prompt, cache, heads)
        written: list[int] = []
        while len(written) < count:
            if written:
                logits = self.more(params, written[-1], cache, heads)
            temperature = options[0]
            token = self.greedy(logits) if temperature == 0 else self.draw(logits, rng, options)
            written.append(token)
        return written


# -- probabilities ---------------------------------------------------------------------------------


def probabilities__multiplied(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You multiply by the temperature. Divide instead: a high temperature brings the logits closer
    together, and that makes the text wilder."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__multiplied(_Sampler):
    def softmax(self, logits: Vector, temperature: float) -> Vector:
        return _scaled(logits, 1 / temperature)


def probabilities__temperature_ignored(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You leave the temperature out: logits/temperature goes into the softmax."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__temperature_ignored(_Sampler):
    def softmax(self, logits: Vector, temperature: float) -> Vector:
        return _scaled(logits, 1.0)


def probabilities__temperature_after_the_softmax(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You divide the probabilities by the temperature. Once they are rescaled to sum to 1, nothing
    has changed: divide the logits."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__temperature_after_the_softmax(_Sampler):
    def softmax(self, logits: Vector, temperature: float) -> Vector:
        return [p / temperature / (1 / temperature) for p in _scaled(logits, 1.0)]


def probabilities__square_of_the_temperature(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You divide by the temperature twice."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__square_of_the_temperature(_Sampler):
    def softmax(self, logits: Vector, temperature: float) -> Vector:
        return _scaled(_divided(logits, temperature), temperature)


def probabilities__nothing_taken_off(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You do not subtract the largest logit before exp. With a low temperature, logits/temperature
    is soon above 709, and exp overflows."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__nothing_taken_off(_Sampler):
    def softmax(self, logits: Vector, temperature: float) -> Vector:
        powers = [math.exp(x / temperature) for x in logits]
        return [power / sum(powers) for power in powers]


def probabilities__divided_first(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You divide by the temperature first and then subtract the largest. Where the quotient is
    infinity, that is nan: subtract the largest before you divide."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__divided_first(_Sampler):
    def softmax(self, logits: Vector, temperature: float) -> Vector:
        return softmax([_divided(logits, temperature)])[0]


def probabilities__default_of_its_own(
    logits: Vector,
    temperature: float = 0.8,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """Your default temperature is 0.8. It is 1, which leaves the probabilities as they were
    learned."""
    return _probabilities(logits, temperature, top_k, top_p)


def probabilities__clipped(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You cut logits/temperature off at some large number, so that logits far apart become
    equal."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__clipped(_Sampler):
    def softmax(self, logits: Vector, temperature: float) -> Vector:
        return softmax([[max(-1e4, min(1e4, x / temperature)) for x in logits]])[0]


def probabilities__low_temperature_raised(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You raise the temperature to at least 0.01. Use any temperature above 0 as it is."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__low_temperature_raised(_Sampler):
    def softmax(self, logits: Vector, temperature: float) -> Vector:
        return _scaled(logits, max(temperature, 0.01))


def probabilities__logarithms(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You return logarithms. Return the probabilities themselves."""
    shares = _probabilities(logits, temperature, top_k, top_p)
    return [math.log(p) if p else -1e30 for p in shares]


def probabilities__ties_all_kept(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You keep every token that is as likely as the last of the top_k, so on a tie you keep too
    many. Keep exactly top_k; on a tie, keep the first."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__ties_all_kept(_Sampler):
    def top_k(self, shares: Vector, top_k: int) -> Vector:
        least = sorted(shares)[-min(top_k, len(shares))]
        return _kept(shares, [i for i, p in enumerate(shares) if p >= least])


def probabilities__ties_dropped(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You keep only the tokens that are likelier than the next one, so on a tie you keep fewer than
    top_k."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__ties_dropped(_Sampler):
    def top_k(self, shares: Vector, top_k: int) -> Vector:
        ordered = sorted(shares, reverse=True)
        edge = ordered[top_k] if top_k < len(shares) else -1.0
        return _kept(
            shares, [i for i, p in enumerate(shares) if p > edge] or _order(shares)[:top_k]
        )


def probabilities__last_on_a_tie(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """On a tie at the edge you keep the last tokens: reversing a sorted list with [::-1] reverses
    ties as well."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__last_on_a_tie(_Sampler):
    def top_k(self, shares: Vector, top_k: int) -> Vector:
        order = sorted(range(len(shares)), key=lambda i: shares[i])[::-1]
        return _kept(shares, order[:top_k])


def probabilities__top_k_not_renormalised(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You set the tokens that top_k drops to 0 and leave the others as they were, so they no longer
    sum to 1."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__top_k_not_renormalised(_Sampler):
    def top_k(self, shares: Vector, top_k: int) -> Vector:
        kept = _order(shares)[:top_k]
        return [p if i in kept else 0.0 for i, p in enumerate(shares)]


def probabilities__least_likely_kept(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You keep the least likely: sorted puts the smallest first."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__least_likely_kept(_Sampler):
    def top_k(self, shares: Vector, top_k: int) -> Vector:
        return _kept(shares, _order(shares)[-top_k:])


def probabilities__one_more_than_top_k(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You keep one token more than top_k."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__one_more_than_top_k(_Sampler):
    def top_k(self, shares: Vector, top_k: int) -> Vector:
        return _kept(shares, _order(shares)[: top_k + 1])


def probabilities__top_k_ignored(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You leave top_k out: less likely tokens than the first k can still be drawn."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__top_k_ignored(_Sampler):
    def top_k(self, shares: Vector, top_k: int) -> Vector:
        return shares


def probabilities__more_than_there_are(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You index the sorted list at top_k, which raises IndexError if top_k is larger than the
    vocabulary. Keep all of them then."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__more_than_there_are(_Sampler):
    def top_k(self, shares: Vector, top_k: int) -> Vector:
        least = sorted(shares, reverse=True)[top_k - 1]
        return _kept(shares, [i for i in _order(shares)[:top_k] if shares[i] >= least])


def probabilities__only_the_kept(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You return only the kept probabilities. The vector has an entry for every token, with 0 for
    the dropped ones."""
    shares = _probabilities(logits, temperature, top_k, top_p)
    return [p for p in shares if p > 0]


def probabilities__sorted(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You return the probabilities sorted, with the largest first. Each belongs at the index of its
    token."""
    return sorted(_probabilities(logits, temperature, top_k, top_p), reverse=True)


def probabilities__crossing_one_dropped(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You drop the token that takes the sum across top_p. The kept ones have to sum to at least
    top_p: keep that token, and always at least one."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__crossing_one_dropped(_Sampler):
    def top_p(self, shares: Vector, top_p: float) -> Vector:
        order = [i for i in _order(shares) if shares[i] > 0]
        count = _reached(shares, order, top_p)
        return _kept(shares, order[: max(1, count - 1)])


def probabilities__one_after_the_crossing(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You keep one more token after the sum has reached top_p."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__one_after_the_crossing(_Sampler):
    def top_p(self, shares: Vector, top_p: float) -> Vector:
        order = [i for i in _order(shares) if shares[i] > 0]
        return _kept(shares, order[: _reached(shares, order, top_p) + 1])


def probabilities__exactly_is_not_enough(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You go on until the sum exceeds top_p. At least top_p is enough: if the sum reaches it
    exactly, keep nothing more."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__exactly_is_not_enough(_Sampler):
    def top_p(self, shares: Vector, top_p: float) -> Vector:
        order = [i for i in _order(shares) if shares[i] > 0]
        running, kept = 0.0, []
        for index in order:
            kept.append(index)
            running += shares[index]
            if running > top_p:
                break
        return _kept(shares, kept)


def probabilities__top_p_not_renormalised(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You set the tokens that top_p drops to 0 and leave the others as they were, so they no longer
    sum to 1."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__top_p_not_renormalised(_Sampler):
    def top_p(self, shares: Vector, top_p: float) -> Vector:
        order = [i for i in _order(shares) if shares[i] > 0]
        kept = order[: _reached(shares, order, top_p)]
        return [p if i in kept else 0.0 for i, p in enumerate(shares)]


def probabilities__by_threshold(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You keep every token that is at least top_p times as likely as the likeliest. That is another
    rule, min-p; top_p is about a sum."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__by_threshold(_Sampler):
    def top_p(self, shares: Vector, top_p: float) -> Vector:
        order = [i for i in _order(shares) if shares[i] > 0]
        least = top_p * shares[order[0]]
        return _kept(shares, [i for i in order if shares[i] >= least])


def probabilities__share_above_top_p(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You keep every token whose own probability is at least 1 − top_p. The sum of the
    probabilities counts."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__share_above_top_p(_Sampler):
    def top_p(self, shares: Vector, top_p: float) -> Vector:
        order = [i for i in _order(shares) if shares[i] > 0]
        return _kept(shares, [i for i in order if shares[i] >= 1 - top_p] or order[:1])


def probabilities__in_the_order_of_tokens(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You add the probabilities up in the order of the tokens. Begin with the most likely."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__in_the_order_of_tokens(_Sampler):
    def top_p(self, shares: Vector, top_p: float) -> Vector:
        order = [i for i in _order(shares) if shares[i] > 0]
        order.sort()
        return _kept(shares, order[: _reached(shares, order, top_p)])


def probabilities__last_on_a_tie_of_top_p(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """Among equally likely tokens at the edge of top_p you keep the last ones. Keep the first, as
    for top_k."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__last_on_a_tie_of_top_p(_Sampler):
    def top_p(self, shares: Vector, top_p: float) -> Vector:
        order = [i for i in _order(shares) if shares[i] > 0]
        order = sorted(order, key=lambda i: (-shares[i], -i))
        return _kept(shares, order[: _reached(shares, order, top_p)])


def probabilities__top_p_ignored(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You leave top_p out: the tokens that it leaves no share can still be drawn."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__top_p_ignored(_Sampler):
    def top_p(self, shares: Vector, top_p: float) -> Vector:
        return shares


def probabilities__top_p_first(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You apply top_p before top_k. top_k comes first, and top_p counts in what it leaves."""
    shares = _probabilities(logits, temperature, None, top_p)
    _check(top_k, top_p)
    return _kept(shares, [i for i in _order(shares)[:top_k] if shares[i] > 0])


def probabilities__top_p_of_the_whole(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """For top_p you add up the probabilities as they were before top_k. Rescale those that top_k
    leaves to sum to 1 first, and let top_p count in them."""
    shares = _probabilities(logits, temperature)
    _check(top_k, top_p)
    order = _order(shares)[:top_k]
    if top_p is not None:
        order = order[: _reached(shares, order, top_p)]
    return _kept(shares, order)


def probabilities__zero_means_greedy(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You take temperature 0 to mean the most likely token, as generate does. probabilities would
    have to divide by it: raise ValueError."""
    if temperature == 0:
        _check(top_k, top_p)
        best = logits.index(max(logits))
        return [float(i == best) for i in range(len(logits))]
    return _probabilities(logits, temperature, top_k, top_p)


def probabilities__negative_temperature_accepted(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You refuse temperature 0 but accept negative ones, which reverse the order."""
    if temperature < 0:
        _check(top_k, top_p)
        return _probabilities([-x for x in logits], -temperature, top_k, top_p)
    return _probabilities(logits, temperature, top_k, top_p)


def probabilities__division_by_zero(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You run into ZeroDivisionError at temperature 0. The caller is promised a ValueError."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__division_by_zero(_Sampler):
    def check(self, temperature: float, top_k: int | None, top_p: float | None) -> None:
        _check(top_k, top_p)
        if temperature == 0:
            raise ZeroDivisionError(temperature)


def probabilities__top_k_of_zero_is_none(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You take top_k 0 to mean no limit, as `if top_k:` does. Refuse it: raise ValueError."""
    return _probabilities(logits, temperature, top_k or None, top_p)


def probabilities__negative_top_k_accepted(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You accept a negative top_k: a slice to −1 leaves out the last. Refuse it: raise
    ValueError."""
    if top_k is not None and top_k < 0:
        shares = _probabilities(logits, temperature)
        return _kept(shares, _order(shares)[:top_k] or _order(shares)[:1])
    return _probabilities(logits, temperature, top_k, top_p)


def probabilities__top_p_of_zero_is_none(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You take top_p 0 to mean no limit, as `if top_p:` does. Refuse it: raise ValueError."""
    return _probabilities(logits, temperature, top_k, top_p or None)


def probabilities__top_p_above_one_accepted(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You accept a top_p above 1 and keep all tokens. Refuse it: 90 is not 0.9, and the caller
    should know."""
    return _probabilities(logits, temperature, top_k, top_p and min(top_p, 1.0))


def probabilities__negative_top_p_accepted(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You accept a negative top_p, which keeps the likeliest token. Refuse it: raise ValueError."""
    if top_p is not None and top_p < 0:
        return _probabilities(logits, temperature, 1)
    return _probabilities(logits, temperature, top_k, top_p)


def probabilities__top_p_of_one_refused(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You refuse a top_p of 1. It is allowed, and keeps all tokens."""
    if top_p == 1:
        raise ValueError("top_p")
    return _probabilities(logits, temperature, top_k, top_p)


def probabilities__asserted(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """You check by assert. That raises AssertionError, and nothing at all under python -O; the
    caller is promised a ValueError."""
    return _Sampler().sample(logits, (temperature, top_k, top_p))


class _Sampler__asserted(_Sampler):
    def check(self, temperature: float, top_k: int | None, top_p: float | None) -> None:
        assert temperature > 0
        assert top_k is None or top_k >= 1
        assert top_p is None or 0 < top_p <= 1


def _divided(logits: Vector, temperature: float) -> Vector:
    return [x / temperature for x in logits]


# -- choose ----------------------------------------------------------------------------------------


def choose__reached_is_enough(probabilities: Vector, u: float) -> int:
    """You stop where the running sum reaches u. It has to exceed u: at u = 0 you choose the first
    token even if its probability is 0."""
    running = 0.0
    for index, p in enumerate(probabilities):
        running += p
        if running >= u:
            return index
    return _choose(probabilities, u)


def choose__bisected_left(probabilities: Vector, u: float) -> int:
    """You look up u with bisect_left, which finds the first sum that is at least u. bisect_right
    finds the first that is larger."""
    sums = list(accumulate(probabilities))
    return min(bisect_left(sums, u), len(sums) - 1)


def choose__nothing_at_the_end(probabilities: Vector, u: float) -> int:
    """Where rounding leaves the sum below u your loop ends without a return, and the answer is
    None."""
    running = 0.0
    for index, p in enumerate(probabilities):
        running += p
        if running > u:
            return index
    return None  # type: ignore[return-value]


def choose__last_index_at_the_end(probabilities: Vector, u: float) -> int:
    """Where rounding leaves the sum below u you return the last index, though its probability may
    be 0. Return the last index whose probability is not 0."""
    running = 0.0
    for index, p in enumerate(probabilities):
        running += p
        if running > u:
            return index
    return len(probabilities) - 1


def choose__first_index_at_the_end(probabilities: Vector, u: float) -> int:
    """Where rounding leaves the sum below u you return 0. Return the last index whose probability
    is not 0."""
    running = 0.0
    for index, p in enumerate(probabilities):
        running += p
        if running > u:
            return index
    return 0


def choose__one_behind_the_end(probabilities: Vector, u: float) -> int:
    """Where rounding leaves the sum below u you return an index past the end."""
    running, index = 0.0, 0
    while index < len(probabilities) and running + probabilities[index] <= u:
        running += probabilities[index]
        index += 1
    return index


def choose__most_likely(probabilities: Vector, u: float) -> int:
    """You return the most likely token and never look at u."""
    return probabilities.index(max(probabilities))


def choose__draws_itself(probabilities: Vector, u: float) -> int:
    """You draw a number of your own. u is the draw: the same u always chooses the same token."""
    return _choose(probabilities, _shared_random.random())


def choose__likeliest_first(probabilities: Vector, u: float) -> int:
    """You begin the sum with the most likely token. It runs through the tokens in their own
    order."""
    order = _order(probabilities)
    return order[_choose([probabilities[i] for i in order], u)]


def choose__from_the_other_end(probabilities: Vector, u: float) -> int:
    """You run the sum from the end instead of the beginning."""
    return len(probabilities) - 1 - _choose(probabilities[::-1], u)


def choose__evenly(probabilities: Vector, u: float) -> int:
    """You choose evenly among the tokens whose probability is not 0."""
    able = [i for i, p in enumerate(probabilities) if p > 0]
    return able[int(u * len(able))]


def choose__a_float(probabilities: Vector, u: float) -> int:
    """You return the index as a float. It is an int."""
    return float(_choose(probabilities, u))  # type: ignore[return-value]


def choose__one_hot(probabilities: Vector, u: float) -> int:
    """You return a vector with a 1 at the chosen index. Return the index itself."""
    chosen = _choose(probabilities, u)
    return [float(i == chosen) for i in range(len(probabilities))]  # type: ignore[return-value]


def choose__one_too_far(probabilities: Vector, u: float) -> int:
    """You return the index after the one at which the sum exceeds u."""
    return min(_choose(probabilities, u) + 1, len(probabilities) - 1)


# -- next_logits -----------------------------------------------------------------------------------


class _Step:
    """next_logits, step by step: a mistake replaces one of the steps.

    The cache holds a pair of lists for each layer: the keys and the values of all positions.
    """

    def __init__(self, params: Params, token: int, cache: list[Any], heads: int) -> None:
        self.params, self.token, self.cache, self.heads = params, token, cache, heads
        inner = params[2:-2]
        self.layers = [inner[start : start + 8] for start in range(0, len(inner), 8)]

    def count(self) -> int:
        return len(self.cache[0][0]) if self.cache else 0

    def check(self) -> None:
        if self.count() >= len(self.params[1]):
            raise ValueError("full")
        if not 0 <= self.token < len(self.params[0]):
            raise ValueError("token")
        self.check_heads()

    def check_heads(self) -> None:
        if self.heads < 1 or len(self.params[0][0]) % self.heads:
            raise ValueError("heads")

    def position(self) -> int:
        return self.count()

    def remembered(self, layer: int, key: Vector, value: Vector) -> tuple[Matrix, Matrix]:
        """The keys and values that the new position sees, its own included."""
        if len(self.cache) <= layer:
            self.cache.append(([], []))
        keys, values = self.cache[layer]
        keys.append(key)
        values.append(value)
        return keys, values

    def attend(self, query: Vector, keys: Matrix, values: Matrix) -> Vector:
        size = len(query) // self.heads
        mixed: Vector = []
        for start in range(0, len(query), size):
            cut = slice(start, start + size)
            scores = [sum(a * b for a, b in zip(query[cut], k[cut])) for k in keys]
            shares = softmax([[s / math.sqrt(size) for s in scores]])[0]
            columns = zip(*(v[cut] for v in values))
            mixed += [sum(p * x for p, x in zip(shares, column)) for column in columns]
        return mixed

    def logits(self) -> Vector:
        self.check()
        embedded, positions = self.params[:2]
        h = [a + b for a, b in zip(embedded[self.token], positions[self.position()])]
        for number, (gain, wq, wk, wv, wo, gain_2, w1, w2) in enumerate(self.layers):
            x = rms_norm([h], gain)
            key, value = matmul(x, wk)[0], matmul(x, wv)[0]
            seen = self.remembered(number, key, value)
            mixed = self.attend(matmul(x, wq)[0], *seen)
            h = [a + b for a, b in zip(h, matmul([mixed], wo)[0])]
            inner = gelu(matmul(rms_norm([h], gain_2), w1))
            h = [a + b for a, b in zip(h, matmul(inner, w2)[0])]
        return self.head(h)

    def head(self, h: Vector) -> Vector:
        return matmul(rms_norm([h], self.params[-2]), self.params[-1])[0]


def next_logits__forgets(params: Params, token: int, cache: list[Any], heads: int) -> Vector:
    """You count the positions but remember nothing else of them, so each token sees only itself.
    Keep the keys and values of every layer."""
    return _Step(params, token, cache, heads).logits()


class _Step__forgets(_Step):
    def remembered(self, layer: int, key: Vector, value: Vector) -> tuple[Matrix, Matrix]:
        super().remembered(layer, key, value)
        return [key], [value]


def next_logits__cache_rebound(params: Params, token: int, cache: list[Any], heads: int) -> Vector:
    """The caller's cache lacks the keys and values of the token: only a list of your own has them.
    Change the caller's in place, with cache[:] = … or append."""
    return _Step(params, token, cache, heads).logits()


class _Step__cache_rebound(_Step):
    def remembered(self, layer: int, key: Vector, value: Vector) -> tuple[Matrix, Matrix]:
        keys, values = super().remembered(layer, key, value)
        return keys, values

    def check(self) -> None:
        super().check()
        self.cache = list(self.cache)


def next_logits__does_not_see_itself(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You let a token see those before it but not itself."""
    return _Step(params, token, cache, heads).logits()


class _Step__does_not_see_itself(_Step):
    def remembered(self, layer: int, key: Vector, value: Vector) -> tuple[Matrix, Matrix]:
        keys, values = super().remembered(layer, key, value)
        return (keys[:-1], values[:-1]) if len(keys) > 1 else (keys, values)


def next_logits__sees_itself_twice(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You append the new key and value to the cache and then attend to the cache plus the new ones,
    so the token sees itself twice."""
    return _Step(params, token, cache, heads).logits()


class _Step__sees_itself_twice(_Step):
    def remembered(self, layer: int, key: Vector, value: Vector) -> tuple[Matrix, Matrix]:
        keys, values = super().remembered(layer, key, value)
        return [*keys, key], [*values, value]


def next_logits__one_cache_for_all_layers(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You keep one list of keys and values for all layers. Each layer has keys and values of its
    own, because it reads a different stream."""
    return _Step(params, token, cache, heads).logits()


class _Step__one_cache_for_all_layers(_Step):
    def remembered(self, layer: int, key: Vector, value: Vector) -> tuple[Matrix, Matrix]:
        keys, values = super().remembered(0, key, value)
        return keys, values

    def count(self) -> int:
        return super().count() // max(1, len(self.layers))


def next_logits__first_layer_only(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You cache the first layer only; in the others a token sees only itself."""
    return _Step(params, token, cache, heads).logits()


class _Step__first_layer_only(_Step):
    def remembered(self, layer: int, key: Vector, value: Vector) -> tuple[Matrix, Matrix]:
        keys, values = super().remembered(layer, key, value)
        return (keys, values) if layer == 0 else ([key], [value])


def next_logits__values_not_cached(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You cache the keys, but give every position the newest value."""
    return _Step(params, token, cache, heads).logits()


class _Step__values_not_cached(_Step):
    def remembered(self, layer: int, key: Vector, value: Vector) -> tuple[Matrix, Matrix]:
        keys, values = super().remembered(layer, key, value)
        return keys, [value] * len(keys)


def next_logits__keys_not_cached(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You cache the values, but give every position the newest key."""
    return _Step(params, token, cache, heads).logits()


class _Step__keys_not_cached(_Step):
    def remembered(self, layer: int, key: Vector, value: Vector) -> tuple[Matrix, Matrix]:
        keys, values = super().remembered(layer, key, value)
        return [key] * len(values), values


def next_logits__keys_and_values_swapped(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You use the keys as values and the values as keys."""
    return _Step(params, token, cache, heads).logits()


class _Step__keys_and_values_swapped(_Step):
    def remembered(self, layer: int, key: Vector, value: Vector) -> tuple[Matrix, Matrix]:
        keys, values = super().remembered(layer, key, value)
        return values, keys


def next_logits__newest_first(params: Params, token: int, cache: list[Any], heads: int) -> Vector:
    """You put the newest key in front and the newest value at the end, so they no longer belong
    together."""
    return _Step(params, token, cache, heads).logits()


class _Step__newest_first(_Step):
    def remembered(self, layer: int, key: Vector, value: Vector) -> tuple[Matrix, Matrix]:
        keys, values = super().remembered(layer, key, value)
        return keys[::-1], values


def next_logits__position_0_always(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You add the first row of positions to every token. The position is the number of tokens read
    before."""
    return _Step(params, token, cache, heads).logits()


class _Step__position_0_always(_Step):
    def position(self) -> int:
        return 0


def next_logits__position_from_one(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You give the first token the second row of positions."""
    return _Step(params, token, cache, heads).logits()


class _Step__position_from_one(_Step):
    def position(self) -> int:
        return min(self.count() + 1, len(self.params[1]) - 1)


def next_logits__position_by_token(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You look up the row of positions by the token. Use the number of tokens read before."""
    return _Step(params, token, cache, heads).logits()


class _Step__position_by_token(_Step):
    def position(self) -> int:
        return self.token % len(self.params[1])


def next_logits__latest_four_only(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You keep only the latest four positions. A token sees everything read before it, as far back
    as the context reaches."""
    return _Step(params, token, cache, heads).logits()


class _Step__latest_four_only(_Step):
    def remembered(self, layer: int, key: Vector, value: Vector) -> tuple[Matrix, Matrix]:
        keys, values = super().remembered(layer, key, value)
        return keys[-4:], values[-4:]


def next_logits__one_head(params: Params, token: int, cache: list[Any], heads: int) -> Vector:
    """You attend with one head, whatever heads says."""
    return _Step(params, token, cache, heads).logits()


class _Step__one_head(_Step):
    def check(self) -> None:
        super().check()
        self.heads = 1


def next_logits__scaled_by_the_width(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You divide the scores by √width. Divide by the root of a head's own width."""
    return _Step(params, token, cache, heads).logits()


class _Step__scaled_by_the_width(_Step):
    def attend(self, query: Vector, keys: Matrix, values: Matrix) -> Vector:
        less = math.sqrt(self.heads)
        return super().attend([x / less for x in query], keys, values)


def next_logits__last_norm_forgotten(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You forget the norm before out."""
    return _Step(params, token, cache, heads).logits()


class _Step__last_norm_forgotten(_Step):
    def head(self, h: Vector) -> Vector:
        return matmul([h], self.params[-1])[0]


def next_logits__all_rows(params: Params, token: int, cache: list[Any], heads: int) -> Vector:
    """You return a matrix of one row. The logits are a flat vector."""
    return [_next_logits(params, token, cache, heads)]  # type: ignore[list-item]


def next_logits__log_probabilities(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You return the logarithms of the probabilities. Return the logits: the normalising comes with
    the sampling."""
    row = _next_logits(params, token, cache, heads)
    largest = max(row)
    total = math.log(sum(math.exp(x - largest) for x in row)) + largest
    return [x - total for x in row]


def next_logits__probabilities(params: Params, token: int, cache: list[Any], heads: int) -> Vector:
    """You return probabilities. Return the logits instead."""
    return softmax([_next_logits(params, token, cache, heads)])[0]


def next_logits__reads_all_again(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You remember the tokens and compute forward for all of them every time. That is right, but
    the 300th token costs as much as reading 300: keep their keys and values."""
    if len(cache) >= len(params[1]):
        raise ValueError("full")
    row = forward(params, [*cache, token], heads)[-1]
    cache.append(token)
    return row


def next_logits__cache_of_the_module(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You keep the past in a list of the module. Two texts at once get mixed up: keep everything in
    the cache that you are given."""
    if not cache:
        _shared_cache.clear()
    row = _next_logits(params, token, _shared_cache, heads)
    cache.append(token)
    return row


def next_logits__columns_remembered(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You transpose the matrices of a params list once and keep the result for the same list.
    Training changes params in place: the object stays, but its numbers do not."""
    for known, copy in _known:
        if known is params:
            return _next_logits(copy, token, cache, heads)
    _known.append((params, deepcopy(params)))
    return _next_logits(params, token, cache, heads)


def next_logits__full_context_not_checked(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You do not check whether the context is full, so looking up the position raises IndexError.
    The caller is promised a ValueError."""
    return _Step(params, token, cache, heads).logits()


class _Step__full_context_not_checked(_Step):
    def check(self) -> None:
        if not 0 <= self.token < len(self.params[0]):
            raise ValueError("token")
        self.check_heads()


def next_logits__wraps_around(params: Params, token: int, cache: list[Any], heads: int) -> Vector:
    """Once the context is full you begin with the first position again. Raise a ValueError."""
    return _Step(params, token, cache, heads).logits()


class _Step__wraps_around(_Step):
    def check(self) -> None:
        if not 0 <= self.token < len(self.params[0]):
            raise ValueError("token")
        self.check_heads()

    def position(self) -> int:
        return self.count() % len(self.params[1])


def next_logits__oldest_dropped(params: Params, token: int, cache: list[Any], heads: int) -> Vector:
    """Once the context is full you drop the oldest position. Raise a ValueError, with the cache
    unchanged."""
    return _Step(params, token, cache, heads).logits()


class _Step__oldest_dropped(_Step):
    def check(self) -> None:
        if self.count() >= len(self.params[1]):
            for keys, values in self.cache:
                del keys[0], values[0]
        super().check()


def next_logits__one_position_left_unused(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You refuse the last position. A context of T takes T tokens."""
    return _Step(params, token, cache, heads).logits()


class _Step__one_position_left_unused(_Step):
    def check(self) -> None:
        super().check()
        if self.count() + 1 >= len(self.params[1]) > 1:
            raise ValueError("full")


def next_logits__token_not_checked(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You do not check the token. One that is too large raises IndexError; the caller is promised a
    ValueError."""
    return _Step(params, token, cache, heads).logits()


class _Step__token_not_checked(_Step):
    def check(self) -> None:
        if self.count() >= len(self.params[1]):
            raise ValueError("full")
        self.check_heads()


def next_logits__negative_token_accepted(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You let negative tokens through. Python counts them from the end."""
    return _Step(params, token, cache, heads).logits()


class _Step__negative_token_accepted(_Step):
    def check(self) -> None:
        if -len(self.params[0]) <= self.token < 0:
            self.token %= len(self.params[0])
        super().check()


def next_logits__token_v_accepted(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You accept token V, one too many: the V tokens are 0 … V−1."""
    return _Step(params, token, cache, heads).logits()


class _Step__token_v_accepted(_Step):
    def check(self) -> None:
        if self.token == len(self.params[0]):
            self.token -= 1
        super().check()


def next_logits__heads_not_checked(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You go on with one head if their number does not divide the width. Raise a ValueError."""
    return _Step(params, token, cache, heads).logits()


class _Step__heads_not_checked(_Step):
    def check_heads(self) -> None:
        if self.heads < 1 or len(self.params[0][0]) % self.heads:
            self.heads = 1


def next_logits__checked_too_late(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You find out that the token is not in the vocabulary only after the cache has grown. An error
    has to leave the cache as it was: check first."""
    if not 0 <= token < len(params[0]):
        if len(cache) and len(cache[0][0]) < len(params[1]):
            _next_logits(params, 0, cache, heads)
        raise ValueError("token")
    return _next_logits(params, token, cache, heads)


def next_logits__heads_checked_too_late(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You find out that the heads do not divide the width only after the first layer's cache has
    grown. Check first."""
    if cache and (heads < 1 or len(params[0][0]) % heads):
        keys, values = cache[0]
        cache[0] = [*keys, keys[-1]], [*values, values[-1]]
        raise ValueError("heads")
    return _next_logits(params, token, cache, heads)


def next_logits__emptied_when_full(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You empty the cache before you raise the error for a full context. The cache has to stay as
    it was."""
    if cache and len(cache[0][0]) >= len(params[1]):
        cache.clear()
        raise ValueError("full")
    return _next_logits(params, token, cache, heads)


def next_logits__emptied_by_a_bad_token(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """You empty the cache before you raise the error for a bad token. The cache has to stay as it
    was."""
    if not 0 <= token < len(params[0]):
        cache.clear()
        raise ValueError("token")
    return _next_logits(params, token, cache, heads)


# -- generate --------------------------------------------------------------------------------------


def generate__checked_where_it_is_used(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You look at the options when the first token is drawn: never, if none is asked for. Refuse
    what is bad before anything else."""
    if count == 0:
        return _generate(params, prompt, 0, heads, seed)
    return _generate(params, prompt, count, heads, seed, temperature, top_k, top_p)


def generate__prompt_included(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You return the prompt as well. Return only the tokens after it."""
    return [*prompt, *_generate(params, prompt, count, heads, seed, temperature, top_k, top_p)]


def generate__prompt_grows(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You append to the prompt. It belongs to the caller: write into a list of your own."""
    written = _generate(params, prompt, count, heads, seed, temperature, top_k, top_p)
    prompt += written
    return written


def generate__one_too_few(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You return one token fewer than count."""
    return _generate(params, prompt, count, heads, seed, temperature, top_k, top_p)[:-1]


def generate__one_too_many(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You return one token more than count, if the context allows it."""
    written = _generate(params, prompt, count, heads, seed, temperature, top_k, top_p)
    return written + written[-1:]


def generate__stops_at_token_0(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You stop at token 0. It is a boundary only in exercise 25; here, return count tokens."""
    written = _generate(params, prompt, count, heads, seed, temperature, top_k, top_p)
    return written[: written.index(0) + 1] if 0 in written else written


def generate__last_on_a_tie(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """At temperature 0 you take the last of several most likely tokens, perhaps by `>=` in the
    search for the largest."""
    options = (temperature, top_k, top_p)
    return _Writer().write(params, prompt, count, heads, seed, options)


class _Writer__last_on_a_tie(_Writer):
    def greedy(self, logits: Vector) -> int:
        return max(range(len(logits)), key=lambda i: (logits[i], i))


def generate__least_likely(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """At temperature 0 you take the least likely token."""
    options = (temperature, top_k, top_p)
    return _Writer().write(params, prompt, count, heads, seed, options)


class _Writer__least_likely(_Writer):
    def greedy(self, logits: Vector) -> int:
        return logits.index(min(logits))


def generate__largest_magnitude(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """At temperature 0 you take the logit of the largest magnitude."""
    options = (temperature, top_k, top_p)
    return _Writer().write(params, prompt, count, heads, seed, options)


class _Writer__largest_magnitude(_Writer):
    def greedy(self, logits: Vector) -> int:
        return max(range(len(logits)), key=lambda i: abs(logits[i]))


def generate__almost_zero(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You replace temperature 0 by a tiny one, so on a tie chance decides. Take the first."""
    temperature = temperature or 1e-6
    return _generate(params, prompt, count, heads, seed, temperature, top_k, top_p)


def generate__zero_means_one(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You write `temperature or 1.0`, which turns 0 into 1. Temperature 0 means the most likely
    token."""
    temperature = temperature or 1.0
    return _generate(params, prompt, count, heads, seed, temperature, top_k, top_p)


def generate__zero_refused(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You refuse temperature 0, as probabilities does. Here it means the most likely token."""
    if temperature == 0:
        raise ValueError("temperature")
    return _generate(params, prompt, count, heads, seed, temperature, top_k, top_p)


def generate__always_greedy(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You always take the most likely token, whatever the temperature."""
    coldest = min(temperature, 0)
    return _generate(params, prompt, count, heads, seed, coldest, top_k, top_p)


def generate__temperature_ignored(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You do not pass the temperature on to probabilities."""
    options = (temperature, top_k, top_p)
    return _Writer().write(params, prompt, count, heads, seed, options)


class _Writer__temperature_ignored(_Writer):
    def draw(self, logits: Vector, rng: Any, options: Options) -> int:
        return super().draw(logits, rng, (1.0, *options[1:]))


def generate__top_k_ignored(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You do not pass top_k on to probabilities."""
    options = (temperature, top_k, top_p)
    return _Writer().write(params, prompt, count, heads, seed, options)


class _Writer__top_k_ignored(_Writer):
    def draw(self, logits: Vector, rng: Any, options: Options) -> int:
        return super().draw(logits, rng, (options[0], None, options[2]))


def generate__top_p_ignored(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You do not pass top_p on to probabilities."""
    options = (temperature, top_k, top_p)
    return _Writer().write(params, prompt, count, heads, seed, options)


class _Writer__top_p_ignored(_Writer):
    def draw(self, logits: Vector, rng: Any, options: Options) -> int:
        return super().draw(logits, rng, (*options[:2], None))


def generate__generator_anew_at_every_step(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You make a new generator for every token, so every step draws the same number. Make one
    generator for the whole text."""
    options = (temperature, top_k, top_p)
    return _Writer().write(params, prompt, count, heads, seed, options)


class _Writer__generator_anew_at_every_step(_Writer):
    def start(self, seed: int) -> Any:
        return seed

    def draw(self, logits: Vector, rng: Any, options: Options) -> int:
        return super().draw(logits, random.Random(rng), options)


def generate__global_generator(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You seed the random module itself. All code in the program shares its state: make a generator
    of your own."""
    options = (temperature, top_k, top_p)
    return _Writer().write(params, prompt, count, heads, seed, options)


class _Writer__global_generator(_Writer):
    def start(self, seed: int) -> Any:
        random.seed(seed)
        return random


def generate__global_generator_unseeded(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You draw from the random module itself, and the seed decides nothing."""
    options = (temperature, top_k, top_p)
    return _Writer().write(params, prompt, count, heads, seed, options)


class _Writer__global_generator_unseeded(_Writer):
    def start(self, seed: int) -> Any:
        return random


def generate__seed_not_used(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You never use the seed, so no text can be repeated."""
    options = (temperature, top_k, top_p)
    return _Writer().write(params, prompt, count, heads, seed, options)


class _Writer__seed_not_used(_Writer):
    def start(self, seed: int) -> Any:
        return random.Random()


def generate__always_one_seed(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You seed your generator with a constant, so every seed gives the same text."""
    options = (temperature, top_k, top_p)
    return _Writer().write(params, prompt, count, heads, seed, options)


class _Writer__always_one_seed(_Writer):
    def start(self, seed: int) -> Any:
        return random.Random(1337)


def generate__generator_of_the_module(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You draw from one generator that lasts from call to call, so the same call gives a different
    text each time."""
    options = (temperature, top_k, top_p)
    return _Writer().write(params, prompt, count, heads, seed, options)


class _Writer__generator_of_the_module(_Writer):
    def start(self, seed: int) -> Any:
        return _shared_random


def generate__seed_through_hash_of_text(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You make your seed with the hash of a string, which Python salts differently in every
    process."""
    options = (temperature, top_k, top_p)
    return _Writer().write(params, prompt, count, heads, seed, options)


class _Writer__seed_through_hash_of_text(_Writer):
    def start(self, seed: int) -> Any:
        return random.Random(hash(f"text {seed}"))


def generate__seed_0_is_none(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You treat seed 0 as if no seed were given. 0 is a seed like any other."""
    options = (temperature, top_k, top_p)
    return _Writer().write(params, prompt, count, heads, seed, options)


class _Writer__seed_0_is_none(_Writer):
    def start(self, seed: int) -> Any:
        return random.Random(seed) if seed else random.Random()


def generate__last_token_of_the_prompt_only(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You read only the last token of the prompt. Read all of it, so that the text continues the
    prompt."""
    options = (temperature, top_k, top_p)
    return _Writer().write(params, prompt, count, heads, seed, options)


class _Writer__last_token_of_the_prompt_only(_Writer):
    def read(self, params: Params, prompt: list[int], cache: list[Any], heads: int) -> Vector:
        for token in prompt[:-1]:
            next_logits(params, token, [], heads)
        return super().read(params, prompt[-1:], cache, heads)


def generate__last_token_read_twice(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You read the last token of the prompt twice: once with the prompt, and once more before the
    first draw."""
    options = (temperature, top_k, top_p)
    return _Writer().write(params, prompt, count, heads, seed, options)


class _Writer__last_token_read_twice(_Writer):
    def read(self, params: Params, prompt: list[int], cache: list[Any], heads: int) -> Vector:
        logits = super().read(params, prompt, cache, heads)
        if len(cache[0][0]) < len(params[1]):
            logits = next_logits(params, prompt[-1], cache, heads)
        return logits

    def more(self, params: Params, token: int, cache: list[Any], heads: int) -> Vector:
        if len(cache[0][0]) >= len(params[1]):
            cache[:] = [(k[:-1], v[:-1]) for k, v in cache]
        return super().more(params, token, cache, heads)


def generate__cache_anew_at_every_step(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You begin a new cache for every token, so each is drawn without a past."""
    options = (temperature, top_k, top_p)
    return _Writer().write(params, prompt, count, heads, seed, options)


class _Writer__cache_anew_at_every_step(_Writer):
    def more(self, params: Params, token: int, cache: list[Any], heads: int) -> Vector:
        return super().more(params, token, [], heads)


def generate__first_logits_for_all(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You draw every token from the logits after the prompt. Read each token that you draw before
    you draw the next."""
    options = (temperature, top_k, top_p)
    return _Writer().write(params, prompt, count, heads, seed, options)


class _Writer__first_logits_for_all(_Writer):
    def more(self, params: Params, token: int, cache: list[Any], heads: int) -> Vector:
        return self.logits

    def read(self, params: Params, prompt: list[int], cache: list[Any], heads: int) -> Vector:
        self.logits = super().read(params, prompt, cache, heads)
        return self.logits


def generate__empty_prompt_accepted(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You begin with token 0 if the prompt is empty. Refuse an empty prompt: raise ValueError."""
    prompt = prompt or [0]
    return _generate(params, prompt, count, heads, seed, temperature, top_k, top_p)


def generate__empty_prompt_unbound(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """With an empty prompt there are no logits to draw from, and your first draw raises something
    other than ValueError."""
    options = (temperature, top_k, top_p)
    return _Writer().write(params, prompt, count, heads, seed, options)


class _Writer__empty_prompt_unbound(_Writer):
    def check(self, params: Params, prompt: list[int], count: int, options: Options) -> None:
        if not prompt:
            raise UnboundLocalError("logits")
        super().check(params, prompt, count, options)


def generate__cut_at_the_context(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You stop when the context is full and return fewer tokens. Raise a ValueError before you draw
    anything."""
    count = min(count, max(0, len(params[1]) + 1 - len(prompt)))
    return _generate(params, prompt, count, heads, seed, temperature, top_k, top_p)


def generate__full_context_refused(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You refuse to fill the context. len(prompt) + count may reach it."""
    options = (temperature, top_k, top_p)
    return _Writer().write(params, prompt, count, heads, seed, options)


class _Writer__full_context_refused(_Writer):
    def check(self, params: Params, prompt: list[int], count: int, options: Options) -> None:
        super().check(params, prompt, count, options)
        if len(prompt) + count >= len(params[1]):
            raise ValueError("context")


def generate__negative_temperature_is_zero(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You treat a negative temperature as 0. Refuse it: raise ValueError."""
    temperature = max(temperature, 0)
    return _generate(params, prompt, count, heads, seed, temperature, top_k, top_p)


def generate__prompt_not_checked(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You check only the last token of the prompt."""
    prompt = [*(token % len(params[0]) for token in prompt[:-1]), *prompt[-1:]]
    return _generate(params, prompt, count, heads, seed, temperature, top_k, top_p)


def generate__top_k_of_zero_is_none(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You take top_k 0 to mean no limit. probabilities refuses it, so refuse it here."""
    return _generate(params, prompt, count, heads, seed, temperature, top_k or None, top_p)


def generate__top_p_cut_to_one(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You cut a top_p above 1 down to 1. probabilities refuses it, so refuse it here."""
    top_p = min(top_p, 1.0) if top_p is not None else None
    return _generate(params, prompt, count, heads, seed, temperature, top_k, top_p)


def generate__no_text_for_no_count(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You return one token even if count is 0."""
    return _generate(params, prompt, count, heads, seed, temperature, top_k, top_p) or _generate(
        params, prompt, 1, heads, seed, temperature
    )


def generate__tuple(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """You return a tuple. Return a list."""
    return tuple(_generate(params, prompt, count, heads, seed, temperature, top_k, top_p))  # type: ignore[return-value]
