"""A byte-level fuzzer for what the grader reads from others: answers of a guest, files of digits.

    python -m grader.tests.fuzz [COUNT [SEED]]

Each input is a valid one, mutated. It may be refused, as its reader says it refuses; anything else
(another exception, a second without an end, more memory than `MEMORY_BYTES`) is a fault, and the
input is printed. What is accepted is also shown as a report would show it.
"""

from __future__ import annotations

import json
import random
import resource
import signal
import sys
import time
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

from grader import idx
from grader.judging import text
from grader.judging.calls import raised_text, where
from grader.sandbox import answers, wire
from grader.sandbox.confinement import Limits
from grader.sandbox.conversation import Replies

MEMORY_BYTES = 512 << 20
SECONDS = 2
_MAX_BYTES = 1 << 16


@dataclass(frozen=True)
class Target:
    """Something that reads foreign bytes: how, what it may raise, and what is worth trying.

    Inputs are mutated seeds with tokens put in, or what `grow` makes.
    """

    name: str
    read: Callable[[bytes], object]
    refuses: tuple[type[BaseException], ...]
    seeds: tuple[bytes, ...] = ()
    tokens: tuple[bytes, ...] = ()
    grow: Callable[[random.Random], bytes] | None = None

    def draw(self, rng: random.Random) -> bytes:
        """An input."""
        return self.grow(rng) if self.grow else mutate(rng.choice(self.seeds), self, rng)


class Hang(Exception):
    """An input took too long."""


def _decode(data: bytes) -> object:
    request, arguments = asked()
    answer = answers.call_answer(request, wire.reply(data, request), arguments, in_place=(0,))
    if isinstance(answer, wire.Returned):
        return text.value(answer.value), text.shape(answer.value), text.value(answer.after)
    return raised_text(answer), where(answer)


def _stream(data: bytes) -> object:
    """Take frames out of a stream, as the host does."""
    replies = Replies(Limits().answer_bytes)
    replies.add(data)
    found = []
    while (reply := replies.take()) is not None:
        found.append(reply)
    return found


def _unpack(data: bytes) -> object:
    return idx.unpack(data, "file", 1 << 16)


def _images(data: bytes) -> object:
    return idx.images(data, "file")


def _labels(data: bytes) -> object:
    return idx.labels(data, "file")


def asked() -> tuple[wire.Request, list[object]]:
    """A request that every answer here answers, and the arguments that it sends."""
    row = [1.0, 2.0]
    arguments: list[object] = [[row, row], row]
    request = answers.call_request("f", arguments)
    request.data()
    return request, arguments


_OUTCOMES = (
    ["returned", ["matmul", "transpose"]],
    ["returned", [[1.0, 2.5], [-3e-7, 4]]],
    ["returned", {"tuple": [[[0.5]], [1, True, None, "x"], {"list": 1}, {"list": 2}]}],
    ["returned", {"object": [7, "Variable"]}],
    ["raised", "E", ["ValueError"], "text", [["matmul.py", 3, "return"]]],
)
_LISTS = (
    asked()[0].sent.decode(),
    '[[{"list":0},{"list":1}],[3,{"list":0}]]',
    '[[[1.0],{"list":2}],[]]',
)
_ANSWERS = tuple(
    f"{json.dumps([outcome], separators=(',', ':'))}\n{lists}\n[]".encode()
    for outcome in _OUTCOMES
    for lists in _LISTS
)
_FRAMES = tuple(len(a).to_bytes(4, "big") + a for a in _ANSWERS)
_JSON_TOKENS = (
    *(b"[", b"]", b"{", b"}", b",", b'"', b":", b"\\", b"null", b"true", b"NaN", b"-Infinity"),
    *(
        b"1e999",
        b"-0",
        b"0.1",
        b"7" * 500,
        b"1e-400",
        b'"\\ud800"',
        b"\\u0000",
        b"\xff",
        b"\xed\xa0",
    ),
    *(
        b'{"tuple":[',
        b'{"list":1}',
        b"\n",
        b'{"object":[',
        b'"returned"',
        b'"raised"',
        b"[" * 50,
        b"]" * 50,
        b"\0",
        b" ",
    ),
)
_IDX_TOKENS = (
    b"\0\0\x08\1",
    b"\0\0\x08\3",
    b"\xff\xff\xff\xff",
    b"\0\0\0\0",
    b"\0\0\0\x1c",
    b"\x0a",
)
_HEAD = idx.IMAGES + b"\0\0\0\2" + b"\0\0\0\x1c" * 2
_IDX = (_HEAD + bytes(range(256)) * 6 + bytes(32), idx.LABELS + b"\0\0\0\4" + b"\0\1\2\x09")


def _gzip(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=31)
    return packer.compress(data) + packer.flush()


_LEAVES = (None, True, 0, -1, 10**400, 0.5, -0.0, float("nan"), float("inf"), "", "f", "\ud800")


def _value(rng: random.Random, depth: int = 0) -> object:
    """Some JSON, much of it what a guest may send."""
    if depth > 4 or rng.random() < 0.5:
        return rng.choice(_LEAVES)
    items = [_value(rng, depth + 1) for _ in range(rng.randrange(4))]
    match rng.randrange(40):
        case 7 | 8:
            return {"list": rng.randrange(5)}
        case 0:
            return {rng.choice(("tuple", "object", "list", "__class__")): items}
        case 1:
            return {"object": [rng.choice((0, True, -1, "x")), rng.choice(("Layer", 1))]}
        case 2 | 3:
            return {"object": [7, "Layer"]}
        case 4 | 5 | 6:
            return {"tuple": items}
        case _:
            return items


def _answer(rng: random.Random) -> bytes:
    """An answer of the right form, all in all: any part of it may be another value."""
    places = [["m.py", rng.choice((1, 1, True, 1e9, "1")), "x"] for _ in range(rng.randrange(3))]
    returned: list[object] = ["returned", _value(rng)]
    raised: list[object] = ["raised", "E", ["E"], "text", places]
    parts = rng.choice((returned, raised))
    if rng.random() < 0.3:
        parts[rng.randrange(len(parts))] = _value(rng)
    lists = rng.choice((*_LISTS, json.dumps([[_value(rng)], [_value(rng)]])))
    return f"{json.dumps([parts])}\n{lists}\n[]".encode()


TARGETS = (
    Target("values", _decode, (wire.Garbled,), grow=_answer),
    Target("answers", _decode, (wire.Garbled,), _ANSWERS, _JSON_TOKENS),
    Target("frames", _stream, (wire.Garbled,), _FRAMES, _JSON_TOKENS),
    Target("images", _images, (idx.DataError,), _IDX, _IDX_TOKENS),
    Target("labels", _labels, (idx.DataError,), _IDX, _IDX_TOKENS),
    Target(
        "gzip",
        _unpack,
        (idx.DataError,),
        (*map(_gzip, _IDX), _gzip(bytes(1 << 20)), _gzip(_gzip(_IDX[1]))),
        (b"\x1f\x8b", b"\x08", b"\xff\xff", b"\0" * 8),
    ),
)


def mutate(data: bytes, target: Target, rng: random.Random) -> bytes:
    """`data` with a few changes: bytes, tokens, cuts, repetitions, a splice with another seed."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        at = rng.randrange(len(changed) + 1)
        match rng.randrange(7):
            case 0 if changed:
                changed[min(at, len(changed) - 1)] = rng.randrange(256)
            case 1:
                changed[at:at] = rng.randbytes(rng.randint(1, 8))
            case 2:
                changed[at:at] = rng.choice(target.tokens)
            case 3:
                del changed[at : at + rng.randint(1, 16)]
            case 4:
                changed[at:at] = changed[at : at + 32] * rng.choice((1, 2, 20, 200))
            case 5:
                other = rng.choice(target.seeds)
                changed[at:] = other[rng.randrange(len(other) + 1) :]
            case 6:
                changed = changed[:at]
    return bytes(changed[:_MAX_BYTES])


def fuzz(count: int, seed: int) -> Counter[tuple[str, str]]:
    """Try `count` inputs; how many each target accepted and refused. Raises what crashes."""
    rng = random.Random(seed)
    outcomes: Counter[tuple[str, str]] = Counter()
    for number in range(count):
        target = TARGETS[number % len(TARGETS)]
        data = target.draw(rng)
        try:
            target.read(data)
            outcomes[target.name, "accepted"] += 1
        except target.refuses:
            outcomes[target.name, "refused"] += 1
        except BaseException:
            print(f"{target.name} is at fault for {data!r}", file=sys.stderr)
            raise
    return outcomes


def _hang(_: int, __: FrameType | None) -> None:
    raise Hang


def main(count: int, seed: int) -> None:
    """Fuzz in the bounds of memory and time, and print what came of it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    signal.signal(signal.SIGALRM, _hang)
    started, total = time.perf_counter(), Counter[tuple[str, str]]()
    part = 1_000  # inputs that share one alarm of SECONDS
    for number in range(0, count, part):
        signal.alarm(SECONDS * 10)
        total += fuzz(min(part, count - number), seed + number)
    signal.alarm(0)
    for (name, outcome), times in sorted(total.items()):
        print(f"{name:8} {outcome:8} {times:9,}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{count:,} inputs, no fault; {time.perf_counter() - started:.0f} s, at most {peak} MB")


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    main(numbers[0] if numbers else 1_000_000, numbers[1] if len(numbers) > 1 else 0)
