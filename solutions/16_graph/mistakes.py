"""Plausible wrong graphs and walks over them, each explained to the person who wrote it."""

from __future__ import annotations

import math

from graph import Variable, _inputs_first, _result, _variable, exp, log

# -- operators -------------------------------------------------------------------------------------


class Variable__product_keeps_its_own(Variable):
    """Your product gives each factor a gradient of gy times itself. The slope of a·b for a is the
    other one."""

    def __mul__(self, other: Variable | float) -> Variable:
        right = _variable(other)
        return _result(
            self.data * right.data,
            (self, lambda gy: gy * self.data),
            (right, lambda gy: gy * right.data),
        )


class Variable__product_left_only(Variable):
    """Your product sends a gradient to the factor on the left and none to the one on the right."""

    def __mul__(self, other: Variable | float) -> Variable:
        right = _variable(other)
        return _result(self.data * right.data, (self, lambda gy: gy * right.data))


class Variable__product_without_upstream(Variable):
    """Your product gives a its slope b without gy. The gradient that comes in has to be passed
    on."""

    def __mul__(self, other: Variable | float) -> Variable:
        right = _variable(other)
        return _result(
            self.data * right.data, (self, lambda gy: right.data), (right, lambda gy: self.data)
        )


class Variable__difference_adds(Variable):
    """Your difference sends the same gradient to both sides. When the right side grows, the result
    falls."""

    def __sub__(self, other: Variable | float) -> Variable:
        right = _variable(other)
        return _result(self.data - right.data, (self, lambda gy: gy), (right, lambda gy: gy))


class Variable__number_minus_turned_round(Variable):
    """Your __rsub__ computes self - other. Python calls it with the operands the other way round: 2
    - x calls x.__rsub__(2)."""

    def __rsub__(self, other: float) -> Variable:
        return self - other


class Variable__number_over_turned_round(Variable):
    """Your __rtruediv__ computes self / other. Python calls it with the operands the other way
    round: 2 / x calls x.__rtruediv__(2)."""

    def __rtruediv__(self, other: float) -> Variable:
        return self / other


class Variable__no_number_on_the_left(Variable):
    """Your operators accept a number on the right only. For 2 * x Python first asks 2, which does
    not know your class, and then looks for a method that you have not written."""

    __radd__ = None
    __rsub__ = None
    __rmul__ = None
    __rtruediv__ = None


class Variable__no_numbers(Variable):
    """Your operators use the data of the other operand without asking whether it has any. A plain
    number has none."""

    def __add__(self, other: Variable) -> Variable:
        return _result(self.data + other.data, (self, lambda gy: gy), (other, lambda gy: gy))

    def __mul__(self, other: Variable) -> Variable:
        return _result(
            self.data * other.data,
            (self, lambda gy: gy * other.data),
            (other, lambda gy: gy * self.data),
        )


class Variable__floats_only(Variable):
    """Your operators take a float beside a Variable, but not an int. x + 1 is what people write."""

    def __add__(self, other: Variable | float) -> Variable:
        if not isinstance(other, (Variable, float)):
            return NotImplemented
        return super().__add__(other)

    def __mul__(self, other: Variable | float) -> Variable:
        if not isinstance(other, (Variable, float)):
            return NotImplemented
        return super().__mul__(other)


class Variable__quotient_sign(Variable):
    """Your quotient gives the divisor a gradient with the wrong sign. When it grows, does the
    result grow?"""

    def __truediv__(self, other: Variable | float) -> Variable:
        right = _variable(other)
        quotient = self.data / right.data
        return _result(
            quotient,
            (self, lambda gy: gy / right.data),
            (right, lambda gy: gy * quotient / right.data),
        )


class Variable__divisor_not_squared(Variable):
    """Your quotient gives the divisor −gy·a/b. Write a/b as a·b^-1 and differentiate that for b."""

    def __truediv__(self, other: Variable | float) -> Variable:
        right = _variable(other)
        quotient = self.data / right.data
        return _result(
            quotient, (self, lambda gy: gy / right.data), (right, lambda gy: -gy * quotient)
        )


class Variable__quotient_gradient_multiplied(Variable):
    """Your quotient gives the dividend gy·b. The dividend was divided by b, and so is its
    gradient."""

    def __truediv__(self, other: Variable | float) -> Variable:
        right = _variable(other)
        quotient = self.data / right.data
        return _result(
            quotient,
            (self, lambda gy: gy * right.data),
            (right, lambda gy: -gy * quotient / right.data),
        )


class Variable__divisor_taken_as_number(Variable):
    """Your quotient multiplies by one over the divisor's data. That is a plain number: the value is
    right, but the divisor never gets a gradient."""

    def __truediv__(self, other: Variable | float) -> Variable:
        return self * (1 / _variable(other).data)

    def __rtruediv__(self, other: float) -> Variable:
        return other * self**-1


class Variable__exponent_not_lowered(Variable):
    """Your power puts the exponent in front and leaves the power as it was. The power rule also
    subtracts one from the exponent."""

    def __pow__(self, exponent: float) -> Variable:
        y = self.data**exponent
        return _result(y, (self, lambda gy: gy * exponent * y))


class Variable__exponent_not_in_front(Variable):
    """Your power subtracts one from the exponent but forgets to put the exponent in front."""

    def __pow__(self, exponent: float) -> Variable:
        x = self.data
        return _result(
            x**exponent, (self, lambda gy: gy * x ** (exponent - 1) if exponent else 0.0)
        )


class Variable__power_by_logarithm(Variable):
    """Your power is e^(n·log x). That needs a positive x, but (-2)**3 is a number, too."""

    def __pow__(self, exponent: float) -> Variable:
        if not exponent:
            return super().__pow__(exponent)
        return exp(exponent * log(self))


class Variable__power_by_products(Variable):
    """Your power multiplies x by itself n times. That is right for n = 2 and 3, and does nothing
    for a negative exponent or a fraction."""

    def __pow__(self, exponent: float) -> Variable:
        y = self * 0 + 1
        for _ in range(int(exponent)):
            y = y * self
        return y


class Variable__power_zero_divides(Variable):
    """Your power applies the rule n·x^(n−1) to n = 0 as well. At x = 0 that divides by zero, though
    x ** 0 is the constant 1 and its gradient 0 everywhere."""

    def __pow__(self, exponent: float) -> Variable:
        x = self.data
        return _result(x**exponent, (self, lambda gy: gy * exponent * x ** (exponent - 1)))


class Variable__power_zero_detached(Variable):
    """Your x ** 0 is a new constant that does not know x. The gradient for x is 0 then, and not
    None: x was used."""

    def __pow__(self, exponent: float) -> Variable:
        return super().__pow__(exponent) if exponent else Variable(1.0)


class Variable__minus_loses_the_sign(Variable):
    """Your unary minus changes the sign of the value, but not that of the gradient."""

    def __neg__(self) -> Variable:
        return _result(-self.data, (self, lambda gy: gy))


class Variable__minus_detached(Variable):
    """Your unary minus wraps the negative number in a new Variable that does not know x. The
    gradient ends there."""

    def __neg__(self) -> Variable:
        return Variable(-self.data)


class Variable__integer_division(Variable):
    """Your quotient is rounded down: // is not /."""

    def __truediv__(self, other: Variable | float) -> Variable:
        right = _variable(other)
        return _result(
            self.data // right.data,
            (self, lambda gy: gy / right.data),
            (right, lambda gy: -gy * self.data / right.data**2),
        )


# -- functions -------------------------------------------------------------------------------------


def exp__exp_slope_is_input(x: Variable) -> Variable:
    """Your exp passes gy·x back. Of x and e^x, one is the slope of e^x, and it is not that one."""
    return _result(math.exp(x.data), (x, lambda gy: gy * x.data))


def exp__detached(x: Variable) -> Variable:
    """Your exp wraps the number in a new Variable that does not know x. The gradient ends there."""
    return Variable(math.exp(x.data))


def log__log_slope_is_input(x: Variable) -> Variable:
    """Your log passes gy·x back. The slope of the logarithm falls as x grows."""
    return _result(math.log(x.data), (x, lambda gy: gy * x.data))


def log__base_ten(x: Variable) -> Variable:
    """Your log is the one to base 10. In formulas with e^x, log is its inverse."""
    return _result(math.log10(x.data), (x, lambda gy: gy / x.data / math.log(10)))


def log__nudged(x: Variable) -> Variable:
    """You add a tiny number before you take the logarithm, to be safe from 0. The result is then
    off by that number over x for every x that is not 0."""
    return _result(math.log(x.data + 1e-7), (x, lambda gy: gy / (x.data + 1e-7)))


def sigmoid__overflows(x: Variable) -> Variable:
    """Your sigmoid takes e^-x of every x, and below −709 that is too large for a float. Take e^x
    there: it is small, and e^x/(1 + e^x) is the same number."""
    y = 1 / (1 + math.exp(-x.data))
    return _result(y, (x, lambda gy: gy * y * (1 - y)))


def sigmoid__slope_at_input(x: Variable) -> Variable:
    """Your sigmoid passes gy·x·(1−x) back. The y in the formula y·(1−y) is the output."""
    y = 1 / (1 + math.exp(-x.data))
    return _result(y, (x, lambda gy: gy * x.data * (1 - x.data)))


def sigmoid__half_the_slope(x: Variable) -> Variable:
    """Your sigmoid passes gy·y back. The slope of the sigmoid has two factors, and at large x the
    other one is nearly 0."""
    y = 1 / (1 + math.exp(-x.data))
    return _result(y, (x, lambda gy: gy * y))


def sigmoid__upstream_ignored(x: Variable) -> Variable:
    """Your sigmoid passes its slope back without gy. The gradient that comes in has to be passed
    on."""
    y = 1 / (1 + math.exp(-x.data))
    return _result(y, (x, lambda gy: y * (1 - y)))


def sigmoid__sign(x: Variable) -> Variable:
    """Your sigmoid has e^x where e^-x belongs: it falls where it should rise."""
    y = 1 / (1 + math.exp(x.data))
    return _result(y, (x, lambda gy: gy * y * (y - 1)))


# -- backward --------------------------------------------------------------------------------------


class Variable__last_use_counts(Variable):
    """You overwrite the gradient of an input with the latest operation's share. An input that is
    used more than once gets a gradient from every use, and they add up."""

    def backward(self) -> None:
        gradients = {self: 1.0}
        for variable in reversed(_inputs_first(self)):
            gy = gradients[variable]
            if not variable._inputs:
                variable.grad = gy if variable.grad is None else variable.grad + gy
            for source, pull in variable._inputs:
                gradients[source] = pull(gy)


class Variable__first_use_counts(Variable):
    """You give an input a gradient if it has none yet. An input that is used more than once gets a
    gradient from every use, and they add up."""

    def backward(self) -> None:
        gradients = {self: 1.0}
        for variable in reversed(_inputs_first(self)):
            gy = gradients[variable]
            if not variable._inputs:
                variable.grad = gy if variable.grad is None else variable.grad + gy
            for source, pull in variable._inputs:
                gradients.setdefault(source, pull(gy))


class Variable__same_operand_once(Variable):
    """Where both inputs of an operation are one object, as in x * x, one of its two gradients is
    lost, as it is in a set or a dict of inputs. Both count."""

    def backward(self) -> None:
        gradients = {self: 1.0}
        for variable in reversed(_inputs_first(self)):
            gy = gradients[variable]
            if not variable._inputs:
                variable.grad = gy if variable.grad is None else variable.grad + gy
            for source, pull in dict(variable._inputs).items():
                gradients[source] = gradients.get(source, 0.0) + pull(gy)


class Variable__as_met(Variable):
    """You walk on from a variable as soon as you meet it. If another path leads there as well, its
    gradient is not complete yet, and you pass on only a part."""

    def backward(self) -> None:
        gradients, seen, stack = {self: 1.0}, {self}, [self]
        while stack:
            variable = stack.pop()
            gy = gradients[variable]
            for source, pull in variable._inputs:
                gradients[source] = gradients.get(source, 0.0) + pull(gy)
                if source not in seen:
                    seen.add(source)
                    stack.append(source)
        for variable in seen:
            if not variable._inputs:
                variable.grad = (variable.grad or 0.0) + gradients[variable]


class Variable__level_by_level(Variable):
    """You walk back level by level from the output. A variable that is used near the output and
    again further away gets its turn too early, with only a part of its gradient."""

    def backward(self) -> None:
        gradients, seen, queue = {self: 1.0}, {self}, [self]
        for variable in queue:
            gy = gradients[variable]
            for source, pull in variable._inputs:
                gradients[source] = gradients.get(source, 0.0) + pull(gy)
                if source not in seen:
                    seen.add(source)
                    queue.append(source)
        for variable in seen:
            if not variable._inputs:
                variable.grad = (variable.grad or 0.0) + gradients[variable]


class Variable__passed_on_again(Variable):
    """You walk on from a shared variable once for every path, each time with the whole gradient
    that it has by then. The second visit passes on the share of the first visit once more."""

    def backward(self) -> None:
        gradients, leaves, queue = {self: 1.0}, {}, [self]
        for variable in queue:
            if not variable._inputs:
                leaves[variable] = gradients[variable]
            for source, pull in variable._inputs:
                gradients[source] = gradients.get(source, 0.0) + pull(gradients[variable])
                if len(queue) < 20_000:
                    queue.append(source)
        for variable, gy in leaves.items():
            variable.grad = (variable.grad or 0.0) + gy


class Variable__every_path(Variable):
    """You follow every path from the output to the leaves. The sum is right, but each shared
    variable doubles the number of paths: with sixty of them it never ends."""

    def backward(self) -> None:
        stack = [(self, 1.0)]
        while stack:
            variable, gy = stack.pop()
            if not variable._inputs:
                variable.grad = (variable.grad or 0.0) + gy
            stack += [(source, pull(gy)) for source, pull in variable._inputs]


class Variable__recursive_order(Variable):
    """You find the order by a function that calls itself for every input. In a deep graph that is a
    call within a call ten thousand times, and Python gives up after a thousand."""

    def backward(self) -> None:
        order, seen = [], set()

        def visit(variable: Variable) -> None:
            if variable not in seen:
                seen.add(variable)
                for source, _ in variable._inputs:
                    visit(source)
                order.append(variable)

        visit(self)
        gradients = {self: 1.0}
        for variable in reversed(order):
            gy = gradients[variable]
            if not variable._inputs:
                variable.grad = gy if variable.grad is None else variable.grad + gy
            for source, pull in variable._inputs:
                gradients[source] = gradients.get(source, 0.0) + pull(gy)


class Variable__order_by_first_input(Variable):
    """You number each result one above its first input and walk back by these numbers. A result has
    to come before all of its inputs, even the one at the end of the longest path."""

    def backward(self) -> None:
        level: dict[Variable, int] = {}
        for variable in _inputs_first(self):
            level[variable] = level[variable._inputs[0][0]] + 1 if variable._inputs else 0
        gradients = {self: 1.0}
        for variable in sorted(level, key=lambda v: -level[v]):
            gy = gradients.get(variable, 0.0)
            if not variable._inputs:
                variable.grad = gy if variable.grad is None else variable.grad + gy
            for source, pull in variable._inputs:
                gradients[source] = gradients.get(source, 0.0) + pull(gy)


class Variable__waits_for_unused(Variable):
    """You count the uses of a variable as they are made, and visit it once all of them have
    answered. A result that is not on the way to the output never answers, and its inputs wait for
    ever."""

    _uses = 0

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, value)
        if name == "_inputs":
            for source, _ in value:
                source._uses = source._uses + 1

    def backward(self) -> None:
        gradients, missing, stack = {self: 1.0}, {}, [self]
        while stack:
            variable = stack.pop()
            gy = gradients[variable]
            if not variable._inputs:
                variable.grad = gy if variable.grad is None else variable.grad + gy
            for source, pull in variable._inputs:
                gradients[source] = gradients.get(source, 0.0) + pull(gy)
                missing[source] = missing.get(source, source._uses) - 1
                if missing[source] == 0:
                    stack.append(source)


class Variable__second_pass_compounds(Variable):
    """You leave the gradients of the first pass on the variables in between. A second backward adds
    to them and passes the sum on, so the second pass gives the leaves too much."""

    def backward(self) -> None:
        order = _inputs_first(self)
        for variable in order:
            variable.grad = variable.grad or 0.0
        self.grad = 1.0
        for variable in reversed(order):
            for source, pull in variable._inputs:
                source.grad += pull(variable.grad)


class Variable__second_pass_replaces(Variable):
    """After a second backward the gradients on the leaves are those of a single pass. It should add
    to what the first one left there, until cleargrad is called."""

    def backward(self) -> None:
        for variable in _inputs_first(self):
            variable.grad = None
        super().backward()


class Variable__graph_used_up(Variable):
    """A second pass finds the graph used up: its links are gone, or its nodes are still marked. The
    caller may walk it again, from this output or from another."""

    def backward(self) -> None:
        order = _inputs_first(self)
        super().backward()
        for variable in order:
            variable._inputs = ()


class Variable__ends_at_zero(Variable):
    """You do not walk on from a gradient of 0, because it adds nothing. It does: it turns a grad of
    None into 0."""

    def backward(self) -> None:
        gradients = {self: 1.0}
        for variable in reversed(_inputs_first(self)):
            gy = gradients.get(variable)
            if not gy:
                continue
            if not variable._inputs:
                variable.grad = gy if variable.grad is None else variable.grad + gy
            for source, pull in variable._inputs:
                gradients[source] = gradients.get(source, 0.0) + pull(gy)


class Variable__leaf_refused(Variable):
    """Your backward raises an error for a variable that no operation made. dx/dx is 1: a leaf gets
    its own gradient, and the walk is over."""

    def backward(self) -> None:
        if not self._inputs:
            raise ValueError("there is nothing to go back through")
        super().backward()


class Variable__changed_in_place(Variable):
    """Your += changes the Variable that stands on its left. Others hold it as well, and their graph
    no longer matches their value: a += b has to mean a = a + b."""

    def __iadd__(self, other: Variable) -> Variable:
        total = self + other
        self.data, self._inputs = total.data, total._inputs
        return self


class Variable__from_own_value(Variable):
    """You start from the output's value. The derivative of a variable for itself does not depend on
    how large it is."""

    def backward(self) -> None:
        gradients = {self: self.data}
        for variable in reversed(_inputs_first(self)):
            gy = gradients[variable]
            if not variable._inputs:
                variable.grad = gy if variable.grad is None else variable.grad + gy
            for source, pull in variable._inputs:
                gradients[source] = gradients.get(source, 0.0) + pull(gy)


class Variable__gradient_of_zero_at_first(Variable):
    """You start grad at 0.0. A leaf that no backward has reached has no gradient, and 0 is a
    gradient."""

    def __init__(self, data: float) -> None:
        super().__init__(data)
        self.grad = 0.0


class Variable__cleared_to_zero(Variable):
    """Your cleargrad sets grad to 0.0. Cleared means that there is none: None."""

    def cleargrad(self) -> None:
        self.grad = 0.0


class Variable__clears_nothing(Variable):
    """Your cleargrad puts None into a local name. The object's own grad stays as it was."""

    def cleargrad(self) -> None:
        grad = None  # noqa: F841
