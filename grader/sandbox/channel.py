"""The guest's end of the pipes to the host: frames of four bytes of length, then JSON.

Travels to the guest.
"""

from __future__ import annotations

import json
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

REQUESTS, REPLIES = 0, 3  # file descriptors, laid out by the host


def read_exactly(count: int) -> bytes:
    """So many bytes of the host's requests; ends the process when the host is gone."""
    parts = []
    while count:
        part = os.read(REQUESTS, min(count, 1 << 20))
        if not part:
            os._exit(0)  # the host is gone
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def write_all(data: bytes) -> None:
    """Write all of it to the host."""
    while data:
        data = data[os.write(REPLIES, data) :]


def send(reply: list[Any]) -> None:
    """Send one frame."""
    data = json.dumps(reply, separators=(",", ":")).encode()
    write_all(len(data).to_bytes(4, "big") + data)


def receive_bytes() -> bytes:
    """What the next frame holds."""
    return read_exactly(int.from_bytes(read_exactly(4), "big"))


def receive() -> Any:
    """The value that the next frame holds."""
    return json.loads(receive_bytes())
