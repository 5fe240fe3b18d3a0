"""Plausible wrong attention, each explained to the person who wrote it."""

from math import exp, sqrt

from attention import _check, _dot, _mix, _softmax, attention, attention_backward

Vector = list[float]
Matrix = list[list[float]]
Three = tuple[Matrix, Matrix, Matrix]

_right_attention = attention
_right_backward = attention_backward


def attention__scale_forgotten(q: Matrix, k: Matrix, v: Matrix, causal: bool = True) -> Matrix:
    """You leave out the 1/√d. Scores then grow with the number of entries, and softmax puts nearly
    all its weight on one key."""
    root = sqrt(len(q[0]))
    return _right_attention([[x * root for x in row] for row in q], k, v, causal)


def attention__scaled_by_d(q: Matrix, k: Matrix, v: Matrix, causal: bool = True) -> Matrix:
    """You divide the scores by d. A sum of d products has a spread of √d, so √d is what brings it
    back to 1."""
    root = sqrt(len(q[0]))
    return _right_attention([[x / root for x in row] for row in q], k, v, causal)


def attention__multiplied_by_the_root(
    q: Matrix, k: Matrix, v: Matrix, causal: bool = True
) -> Matrix:
    """You multiply the scores by √d instead of dividing by it."""
    d = len(q[0])
    return _right_attention([[x * d for x in row] for row in q], k, v, causal)


def attention__scaled_by_the_values_width(
    q: Matrix, k: Matrix, v: Matrix, causal: bool = True
) -> Matrix:
    """You take the root of the number of columns of v. The d under the root belongs to the queries
    and keys, because the scores are their products."""
    _check(q, k, v, causal)
    factor = sqrt(len(q[0]) / len(v[0]))
    return _right_attention([[x * factor for x in row] for row in q], k, v, causal)


def attention__softmax_over_queries(q: Matrix, k: Matrix, v: Matrix, causal: bool = True) -> Matrix:
    """You take the softmax down the columns, over the queries. Each query shares out its own weight
    among the keys, so take the softmax along its row."""
    _check(q, k, v, causal)
    n, m = len(q), len(k)
    scale = 1 / sqrt(len(q[0]))
    scores = [[_dot(query, key) * scale for key in k] for query in q]
    weights = [[0.0] * m for _ in range(n)]
    for j in range(m):
        rows = [i for i in range(n) if not causal or j <= i + m - n]
        for i, w in zip(rows, _softmax([scores[i][j] for i in rows])):
            weights[i][j] = w
    return [_mix(row, v) for row in weights]


def attention__masked_after_the_softmax(
    q: Matrix, k: Matrix, v: Matrix, causal: bool = True
) -> Matrix:
    """You set the weights of hidden keys to 0 after the softmax. By then they have taken their
    share, and the rest sums to less than 1: mask the scores, before the softmax."""
    _check(q, k, v, causal)
    n, m = len(q), len(k)
    scale = 1 / sqrt(len(q[0]))
    out = []
    for i, query in enumerate(q):
        weights = _softmax([_dot(query, key) * scale for key in k])
        if causal:
            weights = [w if j <= i + m - n else 0.0 for j, w in enumerate(weights)]
        out.append(_mix(weights, v))
    return out


def attention__masked_by_zero(q: Matrix, k: Matrix, v: Matrix, causal: bool = True) -> Matrix:
    """You give hidden keys the score 0. e^0 is 1, so they still get a weight. Give hidden keys a
    score of minus infinity, or leave them out of the softmax altogether."""
    _check(q, k, v, causal)
    n, m = len(q), len(k)
    scale = 1 / sqrt(len(q[0]))
    out = []
    for i, query in enumerate(q):
        scores = [_dot(query, key) * scale for key in k]
        if causal:
            scores = [s if j <= i + m - n else 0.0 for j, s in enumerate(scores)]
        out.append(_mix(_softmax(scores), v))
    return out


def attention__masked_by_a_finite_number(
    q: Matrix, k: Matrix, v: Matrix, causal: bool = True
) -> Matrix:
    """You give hidden keys the score -1e9. That works until the visible scores are even lower, and
    then the hidden key takes all the weight. Use minus infinity."""
    _check(q, k, v, causal)
    n, m = len(q), len(k)
    scale = 1 / sqrt(len(q[0]))
    out = []
    for i, query in enumerate(q):
        scores = [
            _dot(query, key) * scale if not causal or j <= i + m - n else -1e9
            for j, key in enumerate(k)
        ]
        out.append(_mix(_softmax(scores), v))
    return out


def attention__large_number_subtracted(
    q: Matrix, k: Matrix, v: Matrix, causal: bool = True
) -> Matrix:
    """You subtract 1e9 from the scores of hidden keys. The score of a key of 1e300 does not notice:
    hidden keys must not enter the sum at all."""
    _check(q, k, v, causal)
    n, m = len(q), len(k)
    scale = 1 / sqrt(len(q[0]))
    out = []
    for i, query in enumerate(q):
        scores = [
            _dot(query, key) * scale - (1e9 if causal and j > i + m - n else 0.0)
            for j, key in enumerate(k)
        ]
        out.append(_mix(_softmax(scores), v))
    return out


def attention__one_position_ahead(q: Matrix, k: Matrix, v: Matrix, causal: bool = True) -> Matrix:
    """You let each query see one key too many, the one right after it: `<=` instead of `<`, or a
    slice that ends one later. In training, that key gives the answer away."""
    _check(q, k, v, causal)
    n, m = len(q), len(k)
    scale = 1 / sqrt(len(q[0]))
    out = []
    for i, query in enumerate(q):
        seen = min(m, i + m - n + 2) if causal else m
        out.append(_mix(_softmax([_dot(query, key) * scale for key in k[:seen]]), v))
    return out


def attention__without_its_own_position(
    q: Matrix, k: Matrix, v: Matrix, causal: bool = True
) -> Matrix:
    """You let a query see only the positions before it. j ≤ i includes j = i: its own position."""
    _check(q, k, v, causal)
    n, m = len(q), len(k)
    scale = 1 / sqrt(len(q[0]))
    out = []
    for i, query in enumerate(q):
        seen = max(1, i + m - n) if causal else m
        out.append(_mix(_softmax([_dot(query, key) * scale for key in k[:seen]]), v))
    return out


def attention__mask_upside_down(q: Matrix, k: Matrix, v: Matrix, causal: bool = True) -> Matrix:
    """You hide the past and show the future: the triangle is the wrong way round."""
    _check(q, k, v, causal)
    n, m = len(q), len(k)
    scale = 1 / sqrt(len(q[0]))
    out = []
    for i, query in enumerate(q):
        first = i + m - n if causal else 0
        weights = _softmax([_dot(query, key) * scale for key in k[first:]])
        out.append(_mix(weights, v[first:]))
    return out


def attention__first_query_at_the_first_key(
    q: Matrix, k: Matrix, v: Matrix, causal: bool = True
) -> Matrix:
    """You mask by j ≤ i. That is right for as many keys as queries. With more keys, as with a
    cache, the last query stands at the last key: j ≤ i + m - n."""
    _check(q, k, v, causal)
    scale = 1 / sqrt(len(q[0]))
    out = []
    for i, query in enumerate(q):
        keys = k[: i + 1] if causal else k
        out.append(_mix(_softmax([_dot(query, key) * scale for key in keys]), v))
    return out


def attention__not_causal_by_default(
    q: Matrix, k: Matrix, v: Matrix, causal: bool = False
) -> Matrix:
    """Your default for causal is False. Here attention is causal unless it is told otherwise."""
    return _right_attention(q, k, v, causal)


def attention__always_causal(q: Matrix, k: Matrix, v: Matrix, causal: bool = True) -> Matrix:
    """You mask the later keys even when causal is False."""
    _check(q, k, v, causal)
    n, m = len(q), len(k)
    scale = 1 / sqrt(len(q[0]))
    return [
        _mix(_softmax([_dot(query, key) * scale for key in k[: max(1, i + m - n + 1)]]), v)
        for i, query in enumerate(q)
    ]


def attention__as_many_keys_as_queries(
    q: Matrix, k: Matrix, v: Matrix, causal: bool = True
) -> Matrix:
    """Without the mask you still look at no more keys than there are queries. A query sees all of
    them, however many there are."""
    _check(q, k, v, causal)
    if causal:
        return _right_attention(q, k, v, causal)
    return _right_attention(q, k[: len(q)], v[: len(q)], False)


def attention__values_centred_on_all(
    q: Matrix, k: Matrix, v: Matrix, causal: bool = True
) -> Matrix:
    """You subtract the mean of all values before mixing and add it again afterwards. On paper that
    cancels; in floats a hidden value of 1e300 swallows every digit of the visible ones."""
    _check(q, k, v, causal)
    middle = [sum(column) / len(column) for column in zip(*v)]
    centred = [[x - m for x, m in zip(row, middle)] for row in v]
    mixed = _right_attention(q, k, centred, causal)
    return [[x + m for x, m in zip(row, middle)] for row in mixed]


def attention__no_softmax(q: Matrix, k: Matrix, v: Matrix, causal: bool = True) -> Matrix:
    """You divide the scores by their sum instead of taking a softmax. Scores may be negative or sum
    to 0, so weights are made of e^score."""
    _check(q, k, v, causal)
    n, m = len(q), len(k)
    scale = 1 / sqrt(len(q[0]))
    out = []
    for i, query in enumerate(q):
        keys = k[: i + m - n + 1] if causal else k
        scores = [_dot(query, key) * scale for key in keys]
        total = sum(scores) or 1.0
        out.append(_mix([s / total for s in scores], v))
    return out


def attention__naive_exponentials(q: Matrix, k: Matrix, v: Matrix, causal: bool = True) -> Matrix:
    """You take e^score as it is: above 709 that overflows. Subtract the largest score of the row
    first; the weights stay the same."""
    _check(q, k, v, causal)
    n, m = len(q), len(k)
    scale = 1 / sqrt(len(q[0]))
    out = []
    for i, query in enumerate(q):
        keys = k[: i + m - n + 1] if causal else k
        exps = [exp(_dot(query, key) * scale) for key in keys]
        total = sum(exps)
        out.append(_mix([e / total for e in exps], v))
    return out


def attention__keys_in_place_of_values(
    q: Matrix, k: Matrix, v: Matrix, causal: bool = True
) -> Matrix:
    """You mix the keys. The keys only decide the weights; mix the values."""
    _check(q, k, v, causal)
    width = len(v[0])
    mixed = [[row[j % len(row)] for j in range(width)] for row in k]
    return _right_attention(q, k, mixed, causal)


def attention__queries_and_keys_exchanged(
    q: Matrix, k: Matrix, v: Matrix, causal: bool = True
) -> Matrix:
    """You compute k·qᵀ. That exchanges queries and keys: the rows of your scores belong to the
    keys."""
    if len(q) != len(k):
        return _right_attention(q, k, v, causal)
    return _right_attention(k, q, v, causal)


def attention__fewer_keys_accepted(q: Matrix, k: Matrix, v: Matrix, causal: bool = True) -> Matrix:
    """You never compare the numbers of keys and queries. With fewer keys than queries, the first
    query would see nothing at all."""
    _check(q, k, v, False)
    extra = max(0, len(q) - len(k)) if causal else 0
    return _right_attention(q, k[:1] * extra + k, v[:1] * extra + v, causal)


def attention__fewer_keys_always_refused(
    q: Matrix, k: Matrix, v: Matrix, causal: bool = True
) -> Matrix:
    """You refuse fewer keys than queries without the mask as well. Only causal attention needs a
    key for each query; a decoder that looks at a short input has fewer."""
    _check(q, k, v, True)
    return _right_attention(q, k, v, causal)


def attention__values_not_counted(q: Matrix, k: Matrix, v: Matrix, causal: bool = True) -> Matrix:
    """You never compare the numbers of keys and values, so the rest of the longer side is silently
    ignored."""
    count = min(len(k), len(v))
    return _right_attention(q, k[:count], v[:count], causal and count >= len(q))


def attention_backward__keys_not_compared(
    q: Matrix, k: Matrix, v: Matrix, dout: Matrix, causal: bool = True
) -> Three:
    """You check the shapes in attention but not here, so the rest of q or k is silently ignored."""
    if len(q[0]) == len(k[0]):
        return _right_backward(q, k, v, dout, causal)
    d = min(len(q[0]), len(k[0]))
    return _right_backward([row[:d] for row in q], [row[:d] for row in k], v, dout, causal)


def attention_backward__softmax_left_out(
    q: Matrix, k: Matrix, v: Matrix, dout: Matrix, causal: bool = True
) -> Three:
    """You send dout·vᵀ straight on to the scores. The softmax comes in between, and its gradient is
    w·(g - sum of w·g): raising one weight lowers all the others."""
    _, _, dv = _right_backward(q, k, v, dout, causal)
    scale = 1 / sqrt(len(q[0]))
    dscores = [
        [_dot(d, value) * scale if _seen(i, j, q, k, causal) else 0.0 for j, value in enumerate(v)]
        for i, d in enumerate(dout)
    ]
    return *_through_scores(dscores, q, k), dv


def attention_backward__diagonal_of_the_jacobian(
    q: Matrix, k: Matrix, v: Matrix, dout: Matrix, causal: bool = True
) -> Three:
    """You take w·(1 - w) for the softmax's derivative, as for a sigmoid. That is only the diagonal
    of its Jacobian: each score also changes the weights of all the other keys."""
    _, _, dv = _right_backward(q, k, v, dout, causal)
    scale = 1 / sqrt(len(q[0]))
    dscores = [
        [w * (1 - w) * _dot(d, value) * scale if w else 0.0 for w, value in zip(weights, v)]
        for weights, d in zip(_all_weights(q, k, causal), dout)
    ]
    return *_through_scores(dscores, q, k), dv


def attention_backward__scale_forgotten(
    q: Matrix, k: Matrix, v: Matrix, dout: Matrix, causal: bool = True
) -> Three:
    """You leave out the 1/√d. The forward pass divides the scores by √d, so the gradients for q and
    k have that factor, too."""
    dq, dk, dv = _right_backward(q, k, v, dout, causal)
    root = sqrt(len(q[0]))
    return [[x * root for x in row] for row in dq], [[x * root for x in row] for row in dk], dv


def attention_backward__scale_left_out_of_dq(
    q: Matrix, k: Matrix, v: Matrix, dout: Matrix, causal: bool = True
) -> Three:
    """You scale the gradient of the keys and forget it for the queries. Both reach the loss through
    the same scores, which were divided by √d."""
    dq, dk, dv = _right_backward(q, k, v, dout, causal)
    root = sqrt(len(q[0]))
    return [[x * root for x in row] for row in dq], dk, dv


def attention_backward__scale_applied_to_dv(
    q: Matrix, k: Matrix, v: Matrix, dout: Matrix, causal: bool = True
) -> Three:
    """You multiply dv by 1/√d as well. The scale belongs to the scores; the values are mixed by the
    weights alone."""
    dq, dk, dv = _right_backward(q, k, v, dout, causal)
    scale = 1 / sqrt(len(q[0]))
    return dq, dk, [[x * scale for x in row] for row in dv]


def attention_backward__dk_of_the_last_query(
    q: Matrix, k: Matrix, v: Matrix, dout: Matrix, causal: bool = True
) -> Three:
    """You assign dk in the loop over the queries instead of adding it up. Every query that sees a
    key adds to that key's gradient, and you keep only the last one's share."""
    dq, _, dv = _right_backward(q, k, v, dout, causal)
    alone = [[0.0] * len(row) if i < len(dout) - 1 else row for i, row in enumerate(dout)]
    _, dk, _ = _right_backward(q, k, v, alone, causal)
    return dq, dk, dv


def attention_backward__weights_not_transposed(
    q: Matrix, k: Matrix, v: Matrix, dout: Matrix, causal: bool = True
) -> Three:
    """You multiply the weights as they are by dout, which fits only if there are as many queries as
    keys. dv is the transpose of the weights times dout: its sum runs over the queries."""
    dq, dk, dv = _right_backward(q, k, v, dout, causal)
    weights = _all_weights(q, k, causal)
    if len(q) == len(k):
        dv = [_mix(row, dout) for row in weights]
    return dq, dk, dv


def attention_backward__mask_forgotten(
    q: Matrix, k: Matrix, v: Matrix, dout: Matrix, causal: bool = True
) -> Three:
    """You compute the weights again without the mask, so hidden keys and values get a gradient."""
    _check(q, k, v, causal)
    return _right_backward(q, k, v, dout, False)


def attention_backward__hidden_values_multiplied(
    q: Matrix, k: Matrix, v: Matrix, dout: Matrix, causal: bool = True
) -> Three:
    """You compute dout·v for hidden values as well and multiply by their weight of 0. Where that
    product overflows, 0 times infinity is not a number: leave the hidden values out."""
    dq, dk, dv = _right_backward(q, k, v, dout, causal)
    for i, weights in enumerate(_all_weights(q, k, causal)):
        spoilt = sum(w * _dot(dout[i], value) for w, value in zip(weights, v) if not w)
        dq[i] = [x + 0.0 * spoilt for x in dq[i]]
    return dq, dk, dv


def attention_backward__dq_and_dk_exchanged(
    q: Matrix, k: Matrix, v: Matrix, dout: Matrix, causal: bool = True
) -> Three:
    """You return (dk, dq, dv). Gradients come in the order of the arguments: (dq, dk, dv)."""
    dq, dk, dv = _right_backward(q, k, v, dout, causal)
    return dk, dq, dv


def attention_backward__not_causal_by_default(
    q: Matrix, k: Matrix, v: Matrix, dout: Matrix, causal: bool = False
) -> Three:
    """Your default for causal is False here, and True in attention: the gradient then belongs to
    another function."""
    return _right_backward(q, k, v, dout, causal)


def attention_backward__upstream_not_checked(
    q: Matrix, k: Matrix, v: Matrix, dout: Matrix, causal: bool = True
) -> Three:
    """You never look at the shape of dout, so the rest of the longer side is silently cut off."""
    n, e = min(len(q), len(dout)), min(len(v[0]), len(dout[0]))
    rows = [row[:e] for row in dout[:n]]
    return _right_backward(q[:n], k, [row[:e] for row in v], rows, causal)


def _seen(i: int, j: int, q: Matrix, k: Matrix, causal: bool) -> bool:
    return not causal or j <= i + len(k) - len(q)


def _all_weights(q: Matrix, k: Matrix, causal: bool) -> Matrix:
    scale = 1 / sqrt(len(q[0]))
    rows = []
    for i, query in enumerate(q):
        seen = [key for j, key in enumerate(k) if _seen(i, j, q, k, causal)]
        weights = _softmax([_dot(query, key) * scale for key in seen])
        rows.append(weights + [0.0] * (len(k) - len(weights)))
    return rows


def _through_scores(dscores: Matrix, q: Matrix, k: Matrix) -> tuple[Matrix, Matrix]:
    return [_mix(row, k) for row in dscores], [_mix(list(c), q) for c in zip(*dscores)]
