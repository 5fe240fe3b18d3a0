# exercise = 1
# expect = ["error", "failed"]
# tries = "answers rightly, with half a megabyte of text behind each answer"

import os

_write, _real = os.write, matmul
_ballast = b'"ab",' * 100_000


def matmul(a, b):
    result = _real(a, b)
    frame = b'[["returned",%b]]\n[%b0]\n[]' % (repr(result).encode(), _ballast)
    _write(3, len(frame).to_bytes(4, "big"))
    while frame:
        frame = frame[_write(3, frame) :]
    return result
