# exercise = 14
# expect = ["failed", "error"]
# tries = "is asked for its class, its length and its items, and looks who asks"

import sys


class Spy:
    @property
    def __class__(self):
        frame = sys._getframe(1)
        while frame is not None:
            if "Guest" in frame.f_globals:
                frame.f_globals["Guest"].raised = lambda self, error: ["returned", 1.0]
            frame = frame.f_back
        return float


class Variable:
    grad = creator = None

    def __init__(self, data):
        self.data = Spy()
