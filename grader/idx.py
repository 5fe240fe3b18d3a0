"""IDX files, the format of MNIST: read strictly, in bounded memory, or refused by name."""

from __future__ import annotations

import os
import stat
import zlib
from pathlib import Path

from grader.outcome import UsageError

SIDE = 28
PIXELS = SIDE * SIDE
LABELS, IMAGES = b"\0\0\x08\x01", b"\0\0\x08\x03"  # unsigned bytes in one or three dimensions
GZIP = b"\x1f\x8b"
CHUNK = 1 << 16


class DataError(UsageError):
    """Digits cannot be had; the message is one line that says what to do."""


def read(path: Path, limit: int) -> bytes:
    """The content of a file, unpacked if it is packed by gzip: at most `limit` bytes of it.

    Raises `DataError`, which names the file, if it cannot be read, is damaged, or holds more.
    """
    try:
        # A FIFO would block here for ever without O_NONBLOCK; to a file it means nothing.
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise DataError(f"{path} is not a file: put the real one there.")
            packed = file.read(len(GZIP)) == GZIP
            file.seek(0)
            content = file.read(limit + CHUNK if packed else limit + 1)
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror or error}).") from error
    if packed:
        content = unpack(content, str(path), limit)
    if len(content) > limit:
        raise DataError(f"{path} is too long for what it should be: replace it.")
    return content


def unpack(packed: bytes, name: str, limit: int) -> bytes:
    """What gzip packed, at most `limit` bytes. Raises `DataError` if damaged, cut off or longer."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        content = unpacker.decompress(packed, limit + 1)
    except zlib.error as error:
        raise DataError(f"{name} is damaged (not valid gzip): replace it.") from error
    if len(content) > limit:
        raise DataError(f"{name} is too long for what it should be: replace it.")
    if not unpacker.eof:
        raise DataError(f"{name} is cut off: replace it.")
    if unpacker.unused_data:
        raise DataError(f"{name} has something after its end: replace it.")
    return content


def images(content: bytes, name: str) -> tuple[bytes, ...]:
    """The images of an IDX file, 784 bytes each, row by row. Raises `DataError`."""
    count = _count(content, name, IMAGES, (SIDE, SIDE))
    return tuple(content[16 + i * PIXELS : 16 + (i + 1) * PIXELS] for i in range(count))


def labels(content: bytes, name: str) -> bytes:
    """The labels of an IDX file, each 0 … 9. Raises `DataError`."""
    _count(content, name, LABELS, ())
    found = content[8:]
    if max(found) > 9:
        raise DataError(f"{name} has a label {max(found)}, which is not a digit: replace it.")
    return found


def _count(content: bytes, name: str, magic: bytes, shape: tuple[int, ...]) -> int:
    """How many items the file holds, all of its header and its length being as they should be."""
    head = 8 + 4 * len(shape)
    kind = f"{SIDE}x{SIDE} images" if shape else "labels"
    if len(content) < head or content[:4] != magic:
        raise DataError(f"{name} is not an IDX file of {kind}: replace it.")
    count, *rest = (int.from_bytes(content[i : i + 4], "big") for i in range(4, head, 4))
    if count < 1 or tuple(rest) != shape:
        raise DataError(f"{name} is not an IDX file of {kind}: replace it.")
    size = PIXELS if shape else 1
    if len(content) != head + count * size:
        held = (len(content) - head) / size
        raise DataError(f"{name} announces {count:,} {kind} and holds {held:,.10g}: replace it.")
    return count
