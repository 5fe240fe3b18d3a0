"""Wrong graphs that the catalogue does not list."""

from __future__ import annotations

from graph import Variable, _inputs_first, sigmoid

_right_sigmoid = sigmoid


class Variable__equal_by_value(Variable):
    """Variables of the same value are equal, and so are one and the same to a set."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Variable) and self.data == other.data

    def __hash__(self) -> int:
        return hash(self.data)


class Variable__mean_of_the_uses(Variable):
    """What the uses of a variable send is averaged instead of added up."""

    def backward(self) -> None:
        gradients, uses = {self: 1.0}, {self: 1}
        for variable in reversed(_inputs_first(self)):
            gy = gradients[variable] / uses[variable]
            if not variable._inputs:
                variable.grad = gy if variable.grad is None else variable.grad + gy
            for source, pull in variable._inputs:
                gradients[source] = gradients.get(source, 0.0) + pull(gy)
                uses[source] = uses.get(source, 0) + 1


class Variable__whole_exponents_only(Variable):
    """The exponent is rounded to a whole number."""

    def __pow__(self, exponent: float) -> Variable:
        return super().__pow__(round(exponent))


class Variable__quotient_with_itself_by_one_side(Variable):
    """In x / x only the gradient for the denominator is kept."""

    def __truediv__(self, other: Variable | float) -> Variable:
        quotient = super().__truediv__(other)
        quotient._inputs = tuple(dict(quotient._inputs).items())
        return quotient


class Variable__times_zero_detached(Variable):
    """A product with 0 is a new leaf: no gradient reaches x, not even 0."""

    def __mul__(self, other: Variable | float) -> Variable:
        return Variable(0.0) if other == 0 else super().__mul__(other)


class Variable__difference_to_itself_detached(Variable):
    """x - x is a new leaf: no gradient reaches x, not even 0."""

    def __sub__(self, other: Variable | float) -> Variable:
        return Variable(0.0) if other is self else super().__sub__(other)


class Variable__small_gradients_dropped(Variable):
    """A small gradient is not passed on, however large it would become."""

    def backward(self) -> None:
        gradients = {self: 1.0}
        for variable in reversed(_inputs_first(self)):
            gy = gradients[variable]
            if not variable._inputs:
                variable.grad = gy if variable.grad is None else variable.grad + gy
            for source, pull in variable._inputs:
                passed = pull(gy) if abs(gy) > 1e-7 else 0.0
                gradients[source] = gradients.get(source, 0.0) + passed


class Variable__odd_powers_without_sign(Variable):
    """Beyond the third power the base's sign is lost, as if all of them were even."""

    def __pow__(self, exponent: float) -> Variable:
        power = super().__pow__(exponent)
        if abs(exponent) > 3:
            power.data = abs(power.data)
        return power


class Variable__divided_in_place(Variable):
    """a /= b changes the Variable that stands on its left."""

    def __itruediv__(self, other: Variable | float) -> Variable:
        quotient = self / other
        self.data, self._inputs = quotient.data, quotient._inputs
        return self


class Variable__right_sides_by_recursion(Variable):
    """The walk recurses into what stands on the right of an operator."""

    def backward(self) -> None:
        _follow(self)
        super().backward()


def _follow(variable: Variable) -> None:
    if len(variable._inputs) > 1:
        _follow(variable._inputs[1][0])


def sigmoid__flat_after_four_nines(x: Variable) -> Variable:
    """A sigmoid of 0.9999 or more, or of 0.0001 or less, counts as flat."""
    y = _right_sigmoid(x)
    if not 1e-4 < y.data < 0.9999:
        y._inputs = ((x, lambda gy: 0.0),)
    return y
