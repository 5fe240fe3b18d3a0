"""Wrong walks back that the catalogue does not list."""

import struct

from backward import Variable


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
