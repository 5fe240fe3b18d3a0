"""The collection: which digit is where, and the IDX files that hold them."""

import struct

from .chance import Chance
from .hand import write
from .ink import SIDE

COUNT = 6_000
TRAIN = 5_000
SEED = 1_000_000


def labels() -> bytes:
    """The labels of all images; every ten in a row are the ten digits in some order."""
    chance = Chance(SEED)
    found: list[int] = []
    for _ in range(COUNT // 10):
        ten = list(range(10))
        chance.shuffle(ten)
        found += ten
    return bytes(found)


def image(index: int, label: int) -> bytes:
    """The image at this index, drawn anew: 784 bytes."""
    return write(label, SEED + 1 + index)


def labels_file(labels: bytes) -> bytes:
    """The content of an IDX file of labels."""
    return struct.pack(">II", 0x0801, len(labels)) + labels


def images_file(images: list[bytes]) -> bytes:
    """The content of an IDX file of 28x28 images."""
    return struct.pack(">IIII", 0x0803, len(images), SIDE, SIDE) + b"".join(images)
