# exercise = 7
# expect = ["error", "timeout"]
# tries = "takes a second to be imported, and ends its process at every call"

import os
import time

_end = time.process_time() + 1.0
while time.process_time() < _end:
    pass


def forward(*_, **__):
    os._exit(0)


init_params = minibatches = loss_and_grads = train = predict = accuracy = forward
