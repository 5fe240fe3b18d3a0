"""Plausible wrong loaders and optimisers, each explained to the person who wrote it."""

import random
from collections.abc import Iterator
from typing import Any

from loader import SGD, DataLoader, _zeros
from sgd import momentum_step

Matrix = list[list[float]]
Params = list[Any]
Batches = Iterator[tuple[Matrix, list[int]]]


def _rows(params: Params) -> list[list[float]]:
    return [row for p in params for row in (p if isinstance(p[0], list) else [p])]


def _copied(params: Params) -> Params:
    return [[list(row) for row in p] if isinstance(p[0], list) else list(p) for p in params]


class DataLoader__short_batch_dropped(DataLoader):
    """You leave out the last batch when it is not full. Those samples would never be seen in this
    pass, and without shuffling never at all."""

    def __len__(self) -> int:
        return len(self._x) // self._batch_size

    def __iter__(self) -> Batches:
        for batch in super().__iter__():
            if len(batch[0]) == self._batch_size:
                yield batch


class DataLoader__length_rounded_down(DataLoader):
    """Your len divides and rounds down. A last batch that is shorter is still a batch."""

    def __len__(self) -> int:
        return len(self._x) // self._batch_size


class DataLoader__length_one_more(DataLoader):
    """Your len adds 1 for a shorter last batch even when the batches divide the samples evenly."""

    def __len__(self) -> int:
        return len(self._x) // self._batch_size + 1


class DataLoader__length_of_the_data(DataLoader):
    """Your len is the number of samples. A loader is iterated over by batches, so its length is
    their number."""

    def __len__(self) -> int:
        return len(self._x)


class DataLoader__empty_last_batch(DataLoader):
    """When the batches divide the samples evenly, you yield an empty one after the last."""

    def __iter__(self) -> Batches:
        yield from super().__iter__()
        if len(self._x) % self._batch_size == 0:
            yield [], []


class DataLoader__last_batch_filled_up(DataLoader):
    """You fill the last batch up with samples from the beginning. They are then seen twice in a
    pass, and count twice."""

    def __iter__(self) -> Batches:
        for x, labels in super().__iter__():
            missing = min(self._batch_size - len(x), len(self._x))
            yield x + self._x[:missing], labels + self._labels[:missing]


class DataLoader__shuffled_once(DataLoader):
    """You shuffle once, when the loader is made. Every pass then has the same batches in the same
    order; each pass needs an order of its own."""

    def __init__(
        self, x: Matrix, labels: list[int], batch_size: int, shuffle: bool, seed: int
    ) -> None:
        super().__init__(x, labels, batch_size, shuffle, seed)
        if shuffle:
            order = list(range(len(x)))
            self._rng.shuffle(order)
            self._x = [x[i] for i in order]
            self._labels = [labels[i] for i in order]
            self._shuffle = False


class DataLoader__seeded_every_pass(DataLoader):
    """You make a new generator from the seed in every pass, so every pass draws the same order. Use
    the seed once, when the loader is made."""

    def __init__(
        self, x: Matrix, labels: list[int], batch_size: int, shuffle: bool, seed: int
    ) -> None:
        super().__init__(x, labels, batch_size, shuffle, seed)
        self._seed = seed

    def __iter__(self) -> Batches:
        self._rng = random.Random(self._seed)
        return super().__iter__()


class DataLoader__never_shuffled(DataLoader):
    """You never look at shuffle: every pass has the order of the data."""

    def __init__(
        self, x: Matrix, labels: list[int], batch_size: int, shuffle: bool, seed: int
    ) -> None:
        super().__init__(x, labels, batch_size, False, seed)


class DataLoader__always_shuffled(DataLoader):
    """You shuffle even when shuffle is false. For an evaluation the answers have to come in the
    order of the data."""

    def __init__(
        self, x: Matrix, labels: list[int], batch_size: int, shuffle: bool, seed: int
    ) -> None:
        super().__init__(x, labels, batch_size, True, seed)


class DataLoader__labels_left_behind(DataLoader):
    """You shuffle the samples and leave the labels where they are. From then on nearly every sample
    has somebody else's label."""

    def __iter__(self) -> Batches:
        start = 0
        for x, _ in super().__iter__():
            yield x, self._labels[start : start + len(x)]
            start += len(x)


class DataLoader__shuffled_apart(DataLoader):
    """You shuffle samples and labels one after the other, and each gets an order of its own."""

    def __iter__(self) -> Batches:
        labels = list(self._labels)
        if self._shuffle:
            self._rng.shuffle(labels)
        start = 0
        for x, _ in super().__iter__():
            yield x, labels[start : start + len(x)]
            start += len(x)


class DataLoader__data_shuffled(DataLoader):
    """You shuffle the caller's own lists. They look the same to you, but the caller finds samples
    and labels in a different order."""

    def __iter__(self) -> Batches:
        if self._shuffle:
            order = list(range(len(self._x)))
            self._rng.shuffle(order)
            self._x[:] = [self._x[i] for i in order]
            self._labels[:] = [self._labels[i] for i in order]
        for start in range(0, len(self._x), self._batch_size):
            end = start + self._batch_size
            yield self._x[start:end], self._labels[start:end]


class DataLoader__data_used_up(DataLoader):
    """You cut the batches off the caller's lists until nothing is left. The data is gone after one
    pass, for the loader and for everybody else."""

    def __iter__(self) -> Batches:
        for x, labels in list(super().__iter__()):
            del self._x[: len(x)], self._labels[: len(x)]
            yield x, labels


class DataLoader__only_the_beginning_drawn(DataLoader):
    """You draw where a pass begins and go round in the order of the data. The same samples follow
    each other in every pass; a shuffle draws the whole order."""

    def __iter__(self) -> Batches:
        order = list(range(len(self._x)))
        if self._shuffle:
            first = self._rng.randrange(len(order))
            order = order[first:] + order[:first]
        for start in range(0, len(order), self._batch_size):
            batch = order[start : start + self._batch_size]
            yield [self._x[i] for i in batch], [self._labels[i] for i in batch]


class DataLoader__last_sample_stays(DataLoader):
    """You shuffle by exchanges that never reach the last sample: an end of a range that is one too
    small. It comes last in every pass."""

    def __iter__(self) -> Batches:
        order = list(range(len(self._x)))
        if self._shuffle:
            order = self._rng.sample(order[:-1], len(order) - 1) + order[-1:]
        for start in range(0, len(order), self._batch_size):
            batch = order[start : start + self._batch_size]
            yield [self._x[i] for i in batch], [self._labels[i] for i in batch]


class DataLoader__batches_shuffled(DataLoader):
    """You cut the batches first and shuffle their order. The same samples then meet in the same
    batch in every pass."""

    def __iter__(self) -> Batches:
        starts = list(range(0, len(self._x), self._batch_size))
        if self._shuffle:
            self._rng.shuffle(starts)
        for start in starts:
            end = start + self._batch_size
            yield self._x[start:end], self._labels[start:end]


class DataLoader__shuffled_within_batches(DataLoader):
    """You shuffle inside each batch. The same samples meet in the same batch in every pass, and
    inside a batch the order hardly matters."""

    def __iter__(self) -> Batches:
        for start in range(0, len(self._x), self._batch_size):
            batch = list(range(start, min(start + self._batch_size, len(self._x))))
            if self._shuffle:
                self._rng.shuffle(batch)
            yield [self._x[i] for i in batch], [self._labels[i] for i in batch]


class DataLoader__drawn_with_repetition(DataLoader):
    """You draw each sample from all of them. Some come twice in a pass and some not at all:
    shuffling is drawing without replacement."""

    def __iter__(self) -> Batches:
        if not self._shuffle:
            yield from super().__iter__()
            return
        order = self._rng.choices(range(len(self._x)), k=len(self._x))
        for start in range(0, len(order), self._batch_size):
            batch = order[start : start + self._batch_size]
            yield [self._x[i] for i in batch], [self._labels[i] for i in batch]


class DataLoader__one_pass_only(DataLoader):
    """Your loader is its own iterator and never starts again: the first pass uses it up, and every
    later one is empty."""

    def __init__(
        self, x: Matrix, labels: list[int], batch_size: int, shuffle: bool, seed: int
    ) -> None:
        super().__init__(x, labels, batch_size, shuffle, seed)
        self._batches = super().__iter__()

    def __iter__(self) -> Batches:
        return self._batches


class DataLoader__batch_lists_reused(DataLoader):
    """You fill the same two lists for every batch. A caller who keeps a batch, as list(loader)
    does, finds the latest samples in it."""

    def __iter__(self) -> Batches:
        batch_x: Matrix = []
        batch_labels: list[int] = []
        for x, labels in super().__iter__():
            batch_x[:], batch_labels[:] = x, labels
            yield batch_x, batch_labels


class DataLoader__data_itself(DataLoader):
    """When one batch holds everything, you hand out the caller's own lists. A change to the batch
    is then a change to the data."""

    def __iter__(self) -> Batches:
        if not self._shuffle and self._batch_size >= len(self._x):
            yield self._x, self._labels
        else:
            yield from super().__iter__()


class DataLoader__pairs(DataLoader):
    """You yield each batch as a list of pairs of a sample and its label. The loop expects two
    lists: the samples and the labels."""

    def __iter__(self) -> Any:
        for x, labels in super().__iter__():
            yield list(zip(x, labels))


class DataLoader__tuples(DataLoader):
    """You yield the samples and the labels of a batch as tuples, as zip gives them. A Matrix is a
    list of rows."""

    def __iter__(self) -> Any:
        for x, labels in super().__iter__():
            yield tuple(x), tuple(labels)


class DataLoader__labels_first(DataLoader):
    """You yield the labels before the samples."""

    def __iter__(self) -> Any:
        for x, labels in super().__iter__():
            yield labels, x


class DataLoader__batch_size_in_batches(DataLoader):
    """You take batch_size for the number of batches. It is the number of samples in one."""

    def __init__(
        self, x: Matrix, labels: list[int], batch_size: int, shuffle: bool, seed: int
    ) -> None:
        super().__init__(x, labels, batch_size, shuffle, seed)
        self._batch_size = max(1, -(-len(x) // batch_size))


class DataLoader__seed_ignored(DataLoader):
    """You never look at the seed: every loader draws the same orders, whatever seed it is given."""

    def __init__(
        self, x: Matrix, labels: list[int], batch_size: int, shuffle: bool, seed: int
    ) -> None:
        super().__init__(x, labels, batch_size, shuffle, 0)


class DataLoader__global_generator(DataLoader):
    """You shuffle with the global random generator. Its draws then depend on all other code that
    draws, and the seed has no effect."""

    def __iter__(self) -> Batches:
        order = list(range(len(self._x)))
        if self._shuffle:
            random.shuffle(order)
        for start in range(0, len(order), self._batch_size):
            batch = order[start : start + self._batch_size]
            yield [self._x[i] for i in batch], [self._labels[i] for i in batch]


class DataLoader__global_generator_seeded(DataLoader):
    """You seed the global random generator when the loader is made. The rest of the program shares
    it, and from then on your seed decides all its draws."""

    def __init__(
        self, x: Matrix, labels: list[int], batch_size: int, shuffle: bool, seed: int
    ) -> None:
        super().__init__(x, labels, batch_size, shuffle, seed)
        random.seed(seed)


class DataLoader__generator_of_the_class(DataLoader):
    """You keep one generator for all loaders. A second loader with the same seed sets the first one
    back, and each draws from the other's sequence."""

    _shared = random.Random()

    def __init__(
        self, x: Matrix, labels: list[int], batch_size: int, shuffle: bool, seed: int
    ) -> None:
        super().__init__(x, labels, batch_size, shuffle, seed)
        self._rng = self._shared
        self._rng.seed(seed)


class DataLoader__numbers_unchecked(DataLoader):
    """You do not compare the number of samples with the number of labels. The surplus is silently
    cut off, or the shortage shows only in the middle of a pass."""

    def __init__(
        self, x: Matrix, labels: list[int], batch_size: int, shuffle: bool, seed: int
    ) -> None:
        n = min(len(x), len(labels))
        super().__init__(x[:n], labels[:n], batch_size, shuffle, seed)


class DataLoader__batch_size_unchecked(DataLoader):
    """You take any batch_size. One below 1 makes no batches, or fails only when the first pass
    begins. Refuse it when the loader is made."""

    def __init__(
        self, x: Matrix, labels: list[int], batch_size: int, shuffle: bool, seed: int
    ) -> None:
        super().__init__(x, labels, max(1, batch_size), shuffle, seed)
        self._batch_size = batch_size


class DataLoader__checked_too_late(DataLoader):
    """You check the arguments when a pass begins. A caller who makes a loader with wrong arguments
    learns of it only later, somewhere else."""

    def __init__(
        self, x: Matrix, labels: list[int], batch_size: int, shuffle: bool, seed: int
    ) -> None:
        self._x, self._labels, self._batch_size = x, labels, batch_size
        self._shuffle, self._rng = shuffle, random.Random(seed)

    def __iter__(self) -> Batches:
        if len(self._x) != len(self._labels) or self._batch_size < 1:
            raise ValueError("samples, labels and batch_size do not fit")
        return super().__iter__()


class SGD__momentum_by_default(SGD):
    """You give momentum a default of 0.9. A caller who does not ask for momentum gets plain
    gradient descent."""

    def __init__(self, parameters: Params, lr: float, momentum: float = 0.9) -> None:
        super().__init__(parameters, lr, momentum)


class SGD__velocity_damped(SGD):
    """You weight the new gradient, or the learning rate, with 1 - momentum, so that steps stay as
    long as without momentum. In the convention used here, the whole gradient enters the
    velocity."""

    def step(self, gradients: Params) -> None:
        damped = [
            [[(1 - self._momentum) * v for v in row] for row in g]
            if isinstance(g[0], list)
            else [(1 - self._momentum) * v for v in g]
            for g in gradients
        ]
        super().step(damped)


class SGD__learning_rate_in_the_velocity(SGD):
    """You put the learning rate into the velocity and then multiply by it again when the parameters
    are updated."""

    def step(self, gradients: Params) -> None:
        scaled = _copied(gradients)
        for row in _rows(scaled):
            row[:] = [self._lr * g for g in row]
        super().step(scaled)


class SGD__velocity_after_the_step(SGD):
    """You update the parameters with the old velocity and the velocity afterwards: every gradient
    arrives one step late, and the first step does nothing."""

    def step(self, gradients: Params) -> None:
        zeros = [_zeros(p) for p in self._parameters]
        momentum_step(self._parameters, zeros, _copied(self._velocities), self._lr, 1.0)
        for v, g in zip(_rows(self._velocities), _rows(gradients)):
            v[:] = [self._momentum * a + b for a, b in zip(v, g)]


class SGD__velocity_restarted(SGD):
    """Each of your steps goes along the latest gradient alone: momentum is never used, or the
    velocities start at zero in every step. The memory of earlier gradients, which is all there is
    to momentum, is lost."""

    def step(self, gradients: Params) -> None:
        self._velocities = [_zeros(p) for p in self._parameters]
        super().step(gradients)


class SGD__velocity_shared(SGD):
    """You keep one velocity for parameters of the same shape. Each parameter has its own history
    and needs its own."""

    def __init__(self, parameters: Params, lr: float, momentum: float = 0.0) -> None:
        super().__init__(parameters, lr, momentum)
        for i, v in enumerate(self._velocities):
            for other in self._velocities[:i]:
                if v == other:
                    self._velocities[i] = other


class SGD__velocity_of_the_class(SGD):
    """You keep the velocities on the class. A second optimiser then continues with the momentum of
    the first."""

    _shared: dict[str, Params] = {}

    def __init__(self, parameters: Params, lr: float, momentum: float = 0.0) -> None:
        super().__init__(parameters, lr, momentum)
        key = str(self._velocities)
        self._velocities = self._shared.setdefault(key, self._velocities)


class SGD__velocity_set_on_the_class(SGD):
    """You keep the velocities on the class and let each new optimiser set them to zero. While two
    optimisers are at work, both add to the same velocities."""

    _shared: Params = []

    def __init__(self, parameters: Params, lr: float, momentum: float = 0.0) -> None:
        super().__init__(parameters, lr, momentum)
        type(self)._shared = self._velocities

    def step(self, gradients: Params) -> None:
        self._velocities = type(self)._shared
        super().step(gradients)


class SGD__velocity_is_the_gradient(SGD):
    """You take the first gradients themselves as the first velocities. They are the caller's lists,
    and your next step changes them."""

    def step(self, gradients: Params) -> None:
        if not any(map(any, _rows(self._velocities))):
            self._velocities = list(gradients)
            gradients = [_zeros(g) for g in gradients]
            momentum_step(self._parameters, gradients, self._velocities, self._lr, 1.0)
        else:
            super().step(gradients)


class SGD__parameters_copied(SGD):
    """Nothing that step does reaches the layers: it updates copies of their parameters, if
    anything. Write into the very lists that the optimiser was given."""

    def __init__(self, parameters: Params, lr: float, momentum: float = 0.0) -> None:
        super().__init__(_copied(parameters), lr, momentum)


class SGD__rows_replaced(SGD):
    """You put new rows into the parameters' lists. Code that holds a row, or a vector, keeps the
    old numbers: change the very lists."""

    def step(self, gradients: Params) -> None:
        kept = [list(p) for p in self._parameters]
        fresh = _copied(self._parameters)
        momentum_step(fresh, gradients, self._velocities, self._lr, self._momentum)
        for i, (p, new) in enumerate(zip(self._parameters, fresh)):
            if isinstance(kept[i][0], list):
                p[:] = new
            else:
                self._parameters[i] = new


class SGD__uphill(SGD):
    """You add the step to the parameters. The gradient points to where the loss grows, and the
    parameters have to go the other way."""

    def step(self, gradients: Params) -> None:
        momentum_step(self._parameters, gradients, self._velocities, -self._lr, self._momentum)


class SGD__vectors_skipped(SGD):
    """You update the matrices and pass over the vectors: the biases never learn."""

    def step(self, gradients: Params) -> None:
        still = [g if isinstance(g[0], list) else [0.0] * len(g) for g in gradients]
        super().step(still)


class SGD__nesterov(SGD):
    """You look ahead along the velocity, as Nesterov's variant does: a step of the gradient plus
    momentum times the new velocity. Plain momentum goes along the new velocity alone."""

    def step(self, gradients: Params) -> None:
        for v, g in zip(_rows(self._velocities), _rows(gradients)):
            v[:] = [self._momentum * a + b for a, b in zip(v, g)]
        ahead = _copied(gradients)
        for a, v in zip(_rows(ahead), _rows(self._velocities)):
            a[:] = [g + self._momentum * w for g, w in zip(a, v)]
        zeros = [_zeros(p) for p in self._parameters]
        momentum_step(self._parameters, ahead, zeros, self._lr, 0.0)
