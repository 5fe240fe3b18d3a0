"""Draws the embedded digits, checks the shipped ones, or shows some as a picture.

- `python -m data.handwriting` draws all and writes data/embedded/
- `python -m data.handwriting --check` draws all and compares them with data/embedded/
- `python -m data.handwriting --sheet F.png` draws the first 600 as one picture
"""

import argparse
import gzip
import hashlib
import io
import struct
import sys
import zlib
from pathlib import Path

from .collection import COUNT, image, images_file, labels, labels_file
from .ink import SIDE

FOLDER = Path(__file__).resolve().parents[1] / "embedded"
SHEET_COLUMNS = 30


def main() -> int:
    """Runs the command; 1 if --check finds a difference."""
    parser = argparse.ArgumentParser(prog="python -m data.handwriting")
    parser.add_argument("--check", action="store_true", help="compare with the shipped files")
    parser.add_argument("--sheet", type=Path, metavar="F.png", help="draw a picture of 600")
    asked = parser.parse_args()
    if asked.sheet:
        asked.sheet.write_bytes(_sheet(_draw(600)))
        return 0
    files = {
        "images-idx3-ubyte.gz": images_file(_draw(COUNT)),
        "labels-idx1-ubyte.gz": labels_file(labels()),
    }
    return _check(files) if asked.check else _write(files)


def _draw(count: int) -> list[bytes]:
    drawn = []
    for index, label in enumerate(labels()[:count]):
        drawn.append(image(index, label))
        if len(drawn) % 1000 == 0:
            print(f"{len(drawn):,} digits drawn", file=sys.stderr)
    return drawn


def _write(files: dict[str, bytes]) -> int:
    FOLDER.mkdir(exist_ok=True)
    for name, content in files.items():
        buffer = io.BytesIO()
        with gzip.GzipFile("", "wb", 9, buffer, mtime=0) as packed:
            packed.write(content)
        (FOLDER / name).write_bytes(buffer.getvalue())
        print(f"{name}: {hashlib.sha256(content).hexdigest()}")
    return 0


def _check(files: dict[str, bytes]) -> int:
    """Compares contents, not packed bytes: those depend on the version of zlib."""
    different = 0
    for name, content in files.items():
        same = gzip.decompress((FOLDER / name).read_bytes()) == content
        print(f"{name}: {'the same' if same else 'DIFFERENT'}")
        different += not same
    return 1 if different else 0


def _sheet(images: list[bytes]) -> bytes:
    """A PNG with the images in rows."""
    lines = []
    for start in range(0, len(images), SHEET_COLUMNS):
        row = images[start : start + SHEET_COLUMNS]
        for y in range(SIDE):
            lines.append(b"\0" + b"".join(one[y * SIDE : (y + 1) * SIDE] for one in row))
    size = struct.pack(">IIBBBBB", SHEET_COLUMNS * SIDE, len(lines), 8, 0, 0, 0, 0)
    chunks = {b"IHDR": size, b"IDAT": zlib.compress(b"".join(lines)), b"IEND": b""}
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks.items())


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


if __name__ == "__main__":
    sys.exit(main())
