"""Wrong graphs that the catalogue does not list."""

from __future__ import annotations

from graph import Variable, _inputs_first


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
