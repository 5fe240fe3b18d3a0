"""Properties of the loader, which makes batches, and of the optimiser, which makes steps."""

import random
from copy import deepcopy
from itertools import pairwise
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from grader.judging import expect, weight
from grader.judging.inputs.seeded import tells_seeds_apart
from grader.judging.inputs.strategies import Matrix, gaussians, matrices, vectors
from grader.judging.proxy import Impl

Batch = tuple[Matrix, list[int]]
Batches = list[Batch]
Params = list[Any]

rates = st.sampled_from([0.1, 0.5, 1 / 3, 2.0])
momenta = st.sampled_from([0.5, 0.9, 1 / 3])

# Samples with labels: one of them twice and a short last batch, full batches alone, a single
# batch, and enough for shuffling: of 24 samples two orders are equal, or one leaves a batch of four
# together in its place, once in 10^12.
SHORT: Batch = [[3.0], [1.0], [4.0], [1.0], [5.0]], [2, 0, 1, 0, 2]
EVEN: Batch = [[2.0, 5.0], [1.0, 4.0], [0.0, 3.0], [3.0, 2.0]], [1, 0, 1, 2]
FEW: Batch = [[2.0, 1.0], [0.0, 3.0]], [1, 0]
MANY: Batch = [[float(7 * i % 24), i / 2] for i in range(24)], [i * i % 5 for i in range(24)]

LOADER = "loader = DataLoader(x, labels, batch_size, shuffle, seed)\n"
# Two layers of one shape, and the gradients of three steps.
PARAMS: Params = [[[1, 2], [3, 4]], [5, 6], [[0, 1], [1, 0]], [2, 2]]
GRADS: list[Params] = [
    [[[1, 0], [2, 1]], [1, -1], [[3, 1], [0, 2]], [4, 0]],
    [[[0, 2], [1, 1]], [0, 0], [[0, 0], [0, 0]], [0, 5]],
    [[[3, 1], [0, 1]], [1, 1], [[2, 0], [5, 1]], [-1, 1]],
]


@st.composite
def samples(draw: DrawFn) -> Batch:
    """Samples in no order, some of them more than once, with labels that repeat."""
    n = draw(st.integers(1, 9))
    labels = draw(st.lists(st.integers(0, 2), min_size=n, max_size=n))
    return [[float(5 * i % 7), 0.5] for i in range(n)], labels


@st.composite
def trainings(draw: DrawFn) -> tuple[Params, list[Params]]:
    """Parameters, matrices and vectors, two of one shape, and the gradients of three steps."""
    n, m = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    like = st.tuples(matrices(gaussians, n, m), vectors(gaussians, m), matrices(gaussians, n, m))
    lists = [list(draw(like)) for _ in range(4)]
    return lists[0], lists[1:]


@settings(max_examples=15)
@given(data=samples(), batch_size=st.integers(1, 10), shuffle=st.booleans())
@example(data=SHORT, batch_size=2, shuffle=False)
@example(data=EVEN, batch_size=2, shuffle=True)
def test_length(impl: Impl, data: Batch, batch_size: int, shuffle: bool) -> None:
    """len(loader) is the number of batches, a shorter last one included"""
    number = impl.run(LOADER, "len(loader)", **inputs(data, batch_size, shuffle))
    expect.equal(number, len(cut(data, batch_size)))


@weight(2)
@settings(max_examples=15)
@given(data=samples(), batch_size=st.integers(1, 10))
@example(data=SHORT, batch_size=2)
@example(data=EVEN, batch_size=2)
@example(data=FEW, batch_size=5)
def test_batches_in_order(impl: Impl, data: Batch, batch_size: int) -> None:
    """without shuffle every pass cuts x and labels into batches in their order"""
    passes = two_passes(impl, inputs(data, batch_size, False))
    for i, batches in enumerate(passes):
        expect.equal(batches, cut(data, batch_size), name=f"passes[{i}]")


@weight(2)
@settings(max_examples=15)
@given(data=samples(), batch_size=st.integers(1, 10), seed=st.integers(0, 2**32))
@example(data=SHORT, batch_size=2, seed=3)
@example(data=MANY, batch_size=4, seed=5)
def test_shuffled_batches(impl: Impl, data: Batch, batch_size: int, seed: int) -> None:
    """with shuffle every pass holds each sample once, with its own label, in full batches"""
    passes = two_passes(impl, inputs(data, batch_size, True, seed))
    wanted = [[len(x), len(y)] for x, y in cut(data, batch_size)]
    for i, batches in enumerate(passes):
        sizes = [[len(x), len(y)] for x, y in batches]
        expect.equal(sizes, wanted, name=f"the numbers of samples and labels in passes[{i}]")
        pairs = [[x, y] for batch in batches for x, y in zip(*batch, strict=True)]
        expect.equal(sorted(pairs), everything(data), name=f"sorted, the samples of passes[{i}]")


@weight(2)
def test_every_pass_reshuffles(impl: Impl, rng: random.Random) -> None:
    """with shuffle every pass has a different order of the samples and different batches"""
    passes = passes_of(impl, LOADER, ["loader"] * 3, inputs(MANY, 4, True, rng.randrange(2**32)))
    why = "Two fair shuffles of so many samples practically never agree."
    together = [company(cut(MANY, 4)), *map(company, passes)]
    for i, batches in enumerate(together):
        others = ["the data", "the first pass", "the second pass"][:i]
        for other, name in zip(together, others, strict=False):
            expect.holds(batches != other, expected=f"other batches than those of {name}", why=why)
    # Seed 0 is a seed, and a single batch is shuffled as well.
    alone = passes_of(impl, LOADER, ["loader"] * 3, inputs(MANY, 30, True, 0))
    orders = [batches[0][0] for batches in alone]
    different = all(a != b for a, b in pairwise([MANY[0], *orders]))
    expect.holds(different, expected="another order on every pass, in a single batch too", why=why)


def test_any_order_comes_up(impl: Impl, rng: random.Random) -> None:
    """with shuffle each sample may come anywhere, and each order of three comes up in time"""
    few = [[0.0], [1.0], [2.0]], [0, 1, 2]
    tries = 100  # a fair shuffle misses one of six orders once in ten million runs
    seed = rng.randrange(2**31)
    passes = passes_of(impl, LOADER, ["loader"] * tries, inputs(few, 3, True, seed))
    found = {tuple(batches[0][1]) for batches in passes}
    why = f"In {tries} passes of three samples these orders came up: {sorted(found)}."
    expect.holds(len(found) == 6, expected="each of the six orders in some pass", why=why)
    tries = 40  # a sample is in one half in every pass once in 10^12 runs
    passes = passes_of(impl, LOADER, ["loader"] * tries, inputs(MANY, 12, True, seed))
    for half in (0, 1):
        met = [sample for batches in passes for sample in batches[half][0]]
        never = [x for x in MANY[0] if x not in met]
        why = f"In {tries} passes {never} never came in that half."
        expect.holds(not never, expected="every sample in each half of some pass", why=why)


@weight(2)
def test_passes_depend_on_the_seed_alone(impl: Impl, rng: random.Random) -> None:
    """loaders with the same seed give the same passes, in every process; another seed gives
    others"""
    again = [two_passes(impl, inputs(MANY, 4, True, 0)) for _ in range(2)]
    expect.equal(
        again[1], again[0], name="passes", why="Another loader with the same seed, 0, gave those."
    )
    seed, state = rng.randrange(2**32), rng.randrange(2**32)
    arguments = inputs(MANY, 4, True, seed)
    impl.seed_global_random(state)
    passes = two_passes(impl, arguments)
    expect.holds(
        impl.global_random() == random.Random(state).random(),
        expected="a global random generator that nobody has seeded or drawn from",
    )
    twice = LOADER + LOADER.replace("loader", "other")
    _, *beside = passes_of(impl, twice, ["other", "loader", "loader"], arguments)
    expect.equal(beside, passes, name="passes", why="The same seed has given those.")
    elsewhere = two_passes(impl.fresh(), arguments)
    expect.equal(elsewhere, passes, name="passes", why="In another process the seed gave those.")
    arguments["seed"] = seed + 1
    others = two_passes(impl, arguments)
    expect.holds(others != passes, expected=f"other passes than those of seed {seed}")
    tells_seeds_apart(
        rng, lambda seed: passes_of(impl, LOADER, ["loader"], inputs(MANY, 12, True, seed))
    )


@settings(max_examples=10)
@given(data=samples(), batch_size=st.integers(1, 10), shuffle=st.booleans())
@example(data=SHORT, batch_size=2, shuffle=True)
@example(data=FEW, batch_size=5, shuffle=False)
@example(data=MANY, batch_size=5, shuffle=True)
def test_data_stays(impl: Impl, data: Batch, batch_size: int, shuffle: bool) -> None:
    """x and labels stay as they were, whatever is done to the lists of a batch"""
    program = LOADER + "batches = iter(loader)\n"
    for _ in cut(data, batch_size):
        program += "batch = next(batches)\nbatch[0].clear()\nbatch[1].clear()\n"
    found = impl.run(program, "[x, labels]", **inputs(data, batch_size, shuffle))
    expect.equal(found, list(data), why="Only the lists of the batches were emptied.")


@settings(max_examples=10)
@given(data=samples(), batch_size=st.integers(1, 4), shuffle=st.booleans())
@example(data=SHORT, batch_size=2, shuffle=False)
def test_batches_are_fresh_lists(impl: Impl, data: Batch, batch_size: int, shuffle: bool) -> None:
    """a batch keeps its samples and labels when later ones are drawn"""
    count = len(cut(data, batch_size))
    program = LOADER + "batches = iter(loader)\n"
    drawn = ", ".join(f"(batch_{i} := next(batches))" for i in range(count))
    kept = ", ".join(f"batch_{i}" for i in range(count))
    arguments = inputs(data, batch_size, shuffle)
    at_first, in_the_end = impl.look(program, f"[[{drawn}], [{kept}]]", **arguments)
    why = "Each was that when it was drawn."
    expect.equal(in_the_end, at_first, name=f"[{kept}]", why=why)


def test_refuses_what_does_not_fit(impl: Impl) -> None:
    """DataLoader raises ValueError if x and labels differ in number or batch_size is below 1"""
    x, labels = SHORT
    for surplus in (labels[:-1], [*labels, 0], []):
        why = f"Samples: {len(x)}; labels: {len(surplus)}."
        expect.raises(ValueError, lambda y=surplus: impl.DataLoader(x, y, 2, False, 1), why=why)  # type: ignore[misc]
    for size in (0, -1):
        expect.raises(ValueError, lambda n=size: impl.DataLoader(x, labels, n, True, 1))  # type: ignore[misc]


@weight(2)
@settings(max_examples=15)
@given(training=trainings(), lr=rates)
@example(training=(PARAMS, GRADS), lr=0.5)
def test_plain_steps(impl: Impl, training: tuple[Params, list[Params]], lr: float) -> None:
    """SGD without momentum makes steps of lr times the gradient, in the parameters' own lists"""
    params, grads = training
    program = f"""\
{held(params)}
optimiser = SGD(params, {lr!r})
for gradients in grads:
    optimiser.step(gradients)
"""
    found = impl.run(program, "[params, rows]", params=params, grads=grads)
    wanted = stepped(params, grads, lr, 0.0)
    expect.close(found[0], wanted, name="params")
    why = "Those are the very lists that params held before the first step."
    expect.close(found[1], rows(wanted), name="rows", why=why)


@weight(3)
@settings(max_examples=15)
@given(training=trainings(), lr=rates, momentum=momenta)
@example(training=(PARAMS, GRADS), lr=0.5, momentum=0.5)
@example(training=(PARAMS, GRADS), lr=0.1, momentum=0.9)
def test_steps_with_momentum(
    impl: Impl, training: tuple[Params, list[Params]], lr: float, momentum: float
) -> None:
    """SGD with momentum does v ← momentum·v + g, then p ← p - lr·v, with a v for each parameter"""
    params, grads = training
    program = f"""\
{held(params)}
optimiser = SGD(params, {lr!r}, momentum={momentum!r})
for gradients in grads:
    optimiser.step(gradients)
"""
    found = impl.run(program, "[params, rows]", params=params, grads=grads)
    wanted = stepped(params, grads, lr, momentum)
    expect.close(found[0], wanted, name="params")
    why = "Those are the very lists that params held before the first step."
    expect.close(found[1], rows(wanted), name="rows", why=why)


@settings(max_examples=8)
@given(training=trainings())
@example(training=(PARAMS, GRADS))
def test_optimisers_are_independent(impl: Impl, training: tuple[Params, list[Params]]) -> None:
    """an optimiser starts at velocity zero, whatever other optimisers have done"""
    params, grads = training
    program = """\
alone = SGD(expected, 0.5, momentum=0.9)
for gradients in same_grads:
    alone.step(gradients)
other = SGD(others, 0.5, momentum=0.9)
other.step(pushes)
optimiser = SGD(params, 0.5, momentum=0.9)
for gradients in grads:
    other.step(pushes)
    optimiser.step(gradients)
"""
    inputs: dict[str, Any] = {"params": params, "expected": deepcopy(params)}
    inputs |= {"others": deepcopy(params)}
    inputs |= {"grads": grads, "same_grads": deepcopy(grads), "pushes": deepcopy(grads[0])}
    found, expected = impl.run(program, "[params, expected]", **inputs)
    expect.close(found, expected, name="params", why="An optimiser alone has come to that.")


@settings(max_examples=8)
@given(training=trainings())
@example(training=(PARAMS, GRADS))
def test_gradients_stay(impl: Impl, training: tuple[Params, list[Params]]) -> None:
    """gradients stay as they were, even when several steps use them"""
    params, grads = training
    program = """\
optimiser = SGD(params, 0.5, momentum=0.5)
for gradients in (grads[0], grads[1], grads[0], grads[0]):
    optimiser.step(gradients)
"""
    expect.equal(impl.run(program, "grads", params=params, grads=grads), grads)


def inputs(data: Batch, batch_size: int, shuffle: bool, seed: int = 1) -> dict[str, Any]:
    """The arguments of DataLoader by their names."""
    x, labels = data
    return {"x": x, "labels": labels, "batch_size": batch_size, "shuffle": shuffle, "seed": seed}


def held(params: Params) -> str:
    """The line of a program that takes hold of the lists that hold the numbers of params."""
    names = [
        f"params[{i}][{j}]" if isinstance(p[0], list) else f"params[{i}]"
        for i, p in enumerate(params)
        for j in range(len(p) if isinstance(p[0], list) else 1)
    ]
    return f"rows = [{', '.join(names)}]"


def two_passes(impl: Impl, arguments: dict[str, Any]) -> list[Any]:
    """The batches of two passes of a new loader."""
    return passes_of(impl, LOADER, ["loader", "loader"], arguments)


def passes_of(impl: Impl, program: str, loaders: list[str], arguments: dict[str, Any]) -> list[Any]:
    """The batches of a pass of each of the loaders in turn, each batch as it was when drawn."""
    # One more is drawn than there should be: after the last it is None.
    more = ", next(batches, None)" * len(
        cut((arguments["x"], arguments["labels"]), arguments["batch_size"])
    )
    drawn = [f"[next(batches := iter({loader}), None){more}]" for loader in loaders]
    passes = impl.look(program, f"[{', '.join(drawn)}]", **arguments)
    found = [[list(batch) for batch in batches if batch is not None] for batches in passes]
    for batches in found:
        for _, *labels in batches:
            expect.ints(labels)
    return found


def everything(data: Batch) -> list[list[Any]]:
    """All samples with their labels, sorted."""
    return sorted(map(list, zip(*data, strict=True)))


def cut(data: Batch, batch_size: int) -> list[list[Any]]:
    """x and labels in batches, in their order."""
    x, labels = data
    starts = range(0, len(x), batch_size)
    return [[x[i : i + batch_size], labels[i : i + batch_size]] for i in starts]


def company(batches: list[list[Any]]) -> list[list[Matrix]]:
    """Which samples share a batch, whatever the order of batches and in them."""
    return sorted(sorted(x) for x, _ in batches)


def rows(params: Params) -> list[list[float]]:
    """The lists that hold the numbers: the rows of matrices, and vectors."""
    return [row for p in params for row in (p if isinstance(p[0], list) else [p])]


def stepped(params: Params, grads: list[Params], lr: float, momentum: float) -> Params:
    """What the parameters should be after a step with each of the gradients."""
    params = deepcopy(params)
    velocities = [[0.0] * len(row) for row in rows(params)]
    for gradients in grads:
        for p, v, g in zip(rows(params), velocities, rows(gradients), strict=True):
            for i in range(len(p)):
                v[i] = momentum * v[i] + g[i]
                p[i] = p[i] - lr * v[i]
    return params
