"""What a guest is given of the digits: other labels, a little noise, a seed that tells nothing.

A submission may hold knowledge of the public digits that it did not learn here. Exchanged labels
make it learn at least which digit is called what; noise keeps an image from being known by a
checksum; every draw has a seed of its own, so that none is told by another.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import shake_128
from operator import getitem

from grader import digits, seeds
from grader.digits import Dataset, Digits
from grader.shuffle import permutation

GREYS = 2  # by which a pixel with ink may be changed, up or down


def _noise_of(level: int) -> bytes:
    """What each byte of noise makes of a grey level: paper stays paper, and ink stays ink."""
    if not level:
        return bytes(256)
    steps = (byte % (2 * GREYS + 1) - GREYS for byte in range(256))
    return bytes(min(255, max(1, level + step)) for step in steps)


_NOISY = tuple(map(_noise_of, range(256)))


@dataclass(frozen=True)
class Deal:
    """The digits of a run: as they are, and as the guest sees them.

    `called[d]` is the label that the guest is given for the digit d.
    """

    real: Dataset
    train: Digits
    test_images: tuple[bytes, ...]
    called: tuple[int, ...]
    seed: int  # for `fit` and `build`

    def real_digit(self, label: int) -> int:
        """The digit that the guest means by a label."""
        return self.called.index(label)


def deal(dataset: Dataset, seed: int, train: int, test: int) -> Deal:
    """Draw so many digits to learn from and to read. Raises `DataError` if there are fewer."""
    to_learn = digits.draw(dataset, seeds.derived(seed, "digits to learn from"), train, 0).train
    to_read = digits.draw(dataset, seeds.derived(seed, "digits to read"), 0, test).test
    called = tuple(permutation(10, seeds.derived(seed, "labels")))
    noise = seeds.derived(seed, "noise")
    labels = bytes(called[digit] for digit in to_learn.labels)
    return Deal(
        real=Dataset(dataset.source, to_learn, to_read),
        train=Digits(_noisy(to_learn.images, f"{noise} learn"), labels),
        test_images=_noisy(to_read.images, f"{noise} read"),
        called=called,
        seed=seeds.derived(seed, "fit"),
    )


def _noisy(images: tuple[bytes, ...], key: str) -> tuple[bytes, ...]:
    """The images with each pixel of ink changed by up to `GREYS`."""
    stream = shake_128(key.encode()).digest(sum(map(len, images)))
    noisy, start = [], 0
    for image in images:
        noise = stream[start : start + len(image)]
        noisy.append(bytes(map(getitem, map(_NOISY.__getitem__, image), noise)))
        start += len(image)
    return tuple(noisy)
