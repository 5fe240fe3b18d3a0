# exercise = 1
# expect = "timeout"
# tries = "takes all memory it can get and does not let go"

hoard = []


def matmul(a, b):
    while True:
        try:
            hoard.append(bytearray(1 << 20))
        except MemoryError:
            pass
