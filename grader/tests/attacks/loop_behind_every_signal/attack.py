# exercise = 1
# expect = "timeout"
# tries = "ignores every signal and loops"

import signal

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass


def matmul(a, b):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
