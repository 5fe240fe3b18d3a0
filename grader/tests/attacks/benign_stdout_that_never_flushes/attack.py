# exercise = 1
# expect = "passed"
# tries = "puts an object whose flush never returns in place of stdout"

import sys


class Stream:
    def write(self, text):
        return len(text)

    def flush(self):
        while True:
            pass


sys.stdout = Stream()
