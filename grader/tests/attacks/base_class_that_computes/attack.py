# exercise = 14
# expect = "failed"
# tries = "forges what conditions come to, and computes where it should raise"

import sys


def _forward(self, x):
    return x


Function.forward = Function.backward = _forward
_frame = sys._getframe()
while _frame is not None:
    for _name in ("run", "holds", "same", "check"):
        if _name in _frame.f_globals:
            _frame.f_globals[_name] = lambda *_: 1
    _frame = _frame.f_back
