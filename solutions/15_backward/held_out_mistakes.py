"""Wrong walks back that the catalogue does not list."""

import struct

from backward import Variable

_results: list[Variable] = []


class Variable__gradients_clipped(Variable):
    """Gradients are kept within ±100, so that they cannot explode."""

    def backward(self) -> None:
        if self.grad is None:
            self.grad = 1.0
        gy, function = self.grad, self.creator
        while function is not None:
            gy = function.input.grad = max(-100.0, min(100.0, function.backward(gy)))
            function = function.input.creator


class Variable__seen_by_value(Variable):
    """Variables that have been visited are remembered by their value, against cycles."""

    def backward(self) -> None:
        if self.grad is None:
            self.grad = 1.0
        gy, function = self.grad, self.creator
        seen = {self.data}
        while function is not None:
            seen.add(function.output.data)
            gy = function.input.grad = function.backward(gy)
            function = None if function.input.data in seen else function.input.creator


class Variable__single_precision(Variable):
    """Gradients are rounded to single precision."""

    def backward(self) -> None:
        if self.grad is None:
            self.grad = 1.0
        gy, function = self.grad, self.creator
        while function is not None:
            [gy] = struct.unpack("f", struct.pack("f", function.backward(gy)))
            function.input.grad = gy
            function = function.input.creator


class Variable__start_remembered(Variable):
    """The gradient that the first backward started from serves every later one."""

    def backward(self) -> None:
        if not hasattr(self, "start"):
            self.start = self.grad
        self.grad = self.start
        super().backward()


class Variable__every_result_walked(Variable):
    """Everything that was ever computed is walked back, latest first, if it has a gradient."""

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, value)
        if name == "creator" and value is not None:
            _results.append(self)

    def backward(self) -> None:
        if self.grad is None:
            self.grad = 1.0
        for result in reversed(_results):
            if result.grad is not None and result.creator is not None:
                result.creator.input.grad = result.creator.backward(result.grad)
