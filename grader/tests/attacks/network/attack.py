# exercise = 1
# expect = "failed"
# tries = "sends what it knows over the network"
# quick = true

import socket

for family, kind, where in (
    (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 9)),
    (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 22)),
    (socket.AF_INET6, socket.SOCK_DGRAM, ("::1", 9)),
    (socket.AF_UNIX, socket.SOCK_STREAM, "\0abstract"),
):
    try:
        socket.socket(family, kind).connect(where)
        raise SystemExit("there is a network")
    except OSError:
        pass


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
