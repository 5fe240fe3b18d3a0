# exercise = 11
# expect = ["failed", "timeout"]
# tries = "has a layer with parameters without end"

class Sequential:
    def __init__(self, *layers):
        pass

    def __call__(self, x):
        return x

    backward = __call__

    def parameters(self):
        while True:
            yield [0.0]

    gradients = parameters
