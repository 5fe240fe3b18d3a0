# exercise = 1
# expect = "error"
# tries = "asks the grader for the largest module 1,900 times and takes none of them"

import os


def matmul(a, b):
    frame = b'["module","pydoc_data.topics"]'
    for _ in range(1_900):
        os.write(3, len(frame).to_bytes(4, "big") + frame)
    return a
