"""Plausible wrong variables and functions, each explained to the person who wrote it."""

from __future__ import annotations

import math
from collections.abc import Callable

from variable import Exp, Function, Square, Variable


class Variable__bool_accepted(Variable):
    """You check isinstance(data, (int, float)). A bool is an int to isinstance, so True slips
    through as a number."""

    def __init__(self, data: float) -> None:
        if not isinstance(data, (int, float)):
            raise TypeError(data)
        self.data = data
        self.grad = None
        self.creator = None


class Variable__anything_accepted(Variable):
    """You store whatever you are given. A string or a list then fails far from here, inside some
    function that tries to compute with it."""

    def __init__(self, data: float) -> None:
        self.data = data
        self.grad = None
        self.creator = None


class Variable__value_error(Variable):
    """You refuse what is not a number with a ValueError. The value is not out of range, it is of
    the wrong type, and Python has an exception of its own for that."""

    def __init__(self, data: float) -> None:
        if isinstance(data, bool) or not isinstance(data, (int, float)):
            raise ValueError(data)
        super().__init__(data)


class Variable__int_refused(Variable):
    """You accept nothing but floats. An int is a number as well, and Variable(3) is what people
    write."""

    def __init__(self, data: float) -> None:
        if not isinstance(data, float):
            raise TypeError(data)
        super().__init__(data)


class Variable__converted(Variable):
    """You convert with float(data) and rely on it to refuse everything else. It refuses less than
    you think: it reads the string "1.5", and it makes 1.0 of True."""

    def __init__(self, data: float) -> None:
        super().__init__(float(data))


class Variable__integer_kept(Variable):
    """You convert data with int(), so everything after the decimal point is gone."""

    def __init__(self, data: float) -> None:
        super().__init__(data)
        self.data = int(data)


class Variable__gradient_zero_at_first(Variable):
    """You start grad at 0.0. A gradient that is 0 and one that nobody has worked out are two
    different things."""

    def __init__(self, data: float) -> None:
        super().__init__(data)
        self.grad = 0.0


class Function__input_copied(Function):
    """You store a new Variable with the same number as input. A gradient written into it never
    reaches the variable that the caller holds."""

    def __call__(self, x: Variable) -> Variable:
        output = super().__call__(x)
        self.input = Variable(x.data)
        return output


class Square__input_copied(Function__input_copied, Square):
    pass


class Exp__input_copied(Function__input_copied, Exp):
    pass


class Function__output_copied(Function):
    """You store one Variable as output and return another. A value written into one of them never
    reaches the other."""

    def __call__(self, x: Variable) -> Variable:
        returned = super().__call__(x)
        self.output = Variable(returned.data)
        return returned


class Square__output_copied(Function__output_copied, Square):
    pass


class Exp__output_copied(Function__output_copied, Exp):
    pass


class Function__no_creator(Function):
    """You return a Variable that does not know its creator. A gradient will travel back along that
    link."""

    def __call__(self, x: Variable) -> Variable:
        self.input = x
        self.output = Variable(self.forward(x.data))
        return self.output


class Square__no_creator(Function__no_creator, Square):
    pass


class Exp__no_creator(Function__no_creator, Exp):
    pass


class Function__creator_of_input(Function):
    """You make the function the creator of its input as well as of its output. The input existed
    before the function was called."""

    def __call__(self, x: Variable) -> Variable:
        self.input = x
        self.output = Variable(self.forward(x.data))
        self.output.creator = x.creator = self
        return self.output


class Square__creator_of_input(Function__creator_of_input, Square):
    pass


class Exp__creator_of_input(Function__creator_of_input, Exp):
    pass


class Function__creator_is_the_class(Function):
    """You note the class as creator, not the object. The class does not know which input this
    result came from."""

    def __call__(self, x: Variable) -> Variable:
        output = super().__call__(x)
        output.creator = type(self)
        return output


class Square__creator_is_the_class(Function__creator_is_the_class, Square):
    pass


class Exp__creator_is_the_class(Function__creator_is_the_class, Exp):
    pass


class Function__numbers_stored(Function):
    """You store a bare number where the Variable itself belongs: as input, as output or as both. A
    number does not know where it came from."""

    def __call__(self, x: Variable) -> Variable:
        self.input = x.data
        self.output = self.forward(x.data)
        result = Variable(self.output)
        result.creator = self
        return result


class Square__numbers_stored(Function__numbers_stored, Square):
    def backward(self, gy: float) -> float:
        return gy * 2 * self.input


class Exp__numbers_stored(Function__numbers_stored, Exp):
    def backward(self, gy: float) -> float:
        return gy * self.output


class Function__input_overwritten(Function):
    """You write the result into the Variable you were given and return that. The caller's x has
    changed, and input no longer is what was given."""

    def __call__(self, x: Variable) -> Variable:
        self.input = self.output = x
        x.data = self.forward(x.data)
        x.creator = self
        return x


class Square__input_overwritten(Function__input_overwritten, Square):
    pass


class Exp__input_overwritten(Function__input_overwritten, Exp):
    pass


class Function__gradient_cleared(Function):
    """You set the grad of the input to None when you are called, for a fresh start. It belongs to
    the caller, who may still need it; a call computes a value and no more."""

    def __call__(self, x: Variable) -> Variable:
        x.grad = None
        return super().__call__(x)


class Square__gradient_cleared(Function__gradient_cleared, Square):
    pass


class Exp__gradient_cleared(Function__gradient_cleared, Exp):
    pass


class Function__first_call_remembered(Function):
    """You remember input and output of the first call only. A function may be called again, and
    its latest call is the one that counts."""

    def __call__(self, x: Variable) -> Variable:
        result = Variable(self.forward(x.data))
        result.creator = self
        if not hasattr(self, "input"):
            self.input, self.output = x, result
        return result


class Square__first_call_remembered(Function__first_call_remembered, Square):
    pass


class Exp__first_call_remembered(Function__first_call_remembered, Exp):
    pass


class Function__base_does_nothing(Function):
    """Your base class has methods that just pass. A subclass that forgets one of them then silently
    gets None instead of an error that says what is missing."""

    def forward(self, x: float) -> float:
        pass

    def backward(self, gy: float) -> float:
        pass


class Function__base_is_identity(Function):
    """Your base class returns numbers unchanged. The base class is not a function of its own: a
    subclass that forgets a method should get an error."""

    def forward(self, x: float) -> float:
        return x

    def backward(self, gy: float) -> float:
        return gy


class Square__square_upstream_ignored(Square):
    """Your backward of the square returns its own derivative and drops gy. It is one link of a
    chain: the gradient that comes in from the output has to go on to the input."""

    def backward(self, gy: float) -> float:
        return 2 * self.input.data


class Square__factor_missing(Square):
    """Your backward of the square forgets the exponent: the power rule puts it in front."""

    def backward(self, gy: float) -> float:
        return gy * self.input.data


class Square__derivative_at_output(Square):
    """Your backward of the square takes the derivative at the output. The slope belongs to the
    point x where the function was called."""

    def backward(self, gy: float) -> float:
        return gy * 2 * self.output.data


class Square__derivative_at_gradient(Square):
    """Your backward of the square applies the derivative to gy, as if the gradient were the
    number that was squared."""

    def backward(self, gy: float) -> float:
        return 2 * gy


class Square__added_to_upstream(Square):
    """Your backward of the square adds its derivative to gy. Along a chain slopes multiply."""

    def backward(self, gy: float) -> float:
        return gy + 2 * self.input.data


class Square__doubled(Square):
    """Your square is x times two. At x = 2 nobody notices."""

    def forward(self, x: float) -> float:
        return x * 2


class Exp__exp_upstream_ignored(Exp):
    """Your backward of exp returns its own derivative and drops gy. It is one link of a chain: the
    gradient that comes in from the output has to go on to the input."""

    def backward(self, gy: float) -> float:
        return math.exp(self.input.data)


class Exp__input_for_output(Exp):
    """Your backward of exp multiplies by x. One of exp's input and output is its own derivative,
    and that is not the input."""

    def backward(self, gy: float) -> float:
        return gy * self.input.data


class Exp__power_rule(Exp):
    """Your backward of exp follows the power rule. That is for x in the base; here x is the
    exponent."""

    def backward(self, gy: float) -> float:
        x = self.input.data
        return gy * x * math.exp(x - 1)


class Exp__upstream_unchanged(Exp):
    """Your backward of exp passes gy straight on. exp is its own derivative, but that derivative is
    not 1."""

    def backward(self, gy: float) -> float:
        return gy


class Exp__short_e(Exp):
    """You raise 2.71828 to the power x. Five decimals of e give five correct digits at best, and
    fewer as x grows."""

    def forward(self, x: float) -> float:
        return 2.71828**x


class Exp__exponent_bounded(Exp):
    """You bound the exponent against overflow, but too tightly: a float has plenty of room for
    e^200."""

    def forward(self, x: float) -> float:
        return math.exp(min(x, 100.0))


_the_square = Square()
_the_exp = Exp()


def square__one_square_for_all(x: Variable) -> Variable:
    """You use one Square for several calls of square. It remembers one input only, so each call
    makes the result before it forget where it came from."""
    return _the_square(x)


def exp__one_exp_for_all(x: Variable) -> Variable:
    """You use one Exp for several calls of exp. It remembers one input only, so each call makes the
    result before it forget where it came from."""
    return _the_exp(x)


def square__square_detached(x: Variable) -> Variable:
    """Your square computes the number and wraps it up by itself. The result is right, but without
    a creator: no gradient finds its way back to x."""
    return Variable(x.data * x.data)


def exp__exp_detached(x: Variable) -> Variable:
    """Your exp computes the number and wraps it up by itself. The result is right, but without a
    creator: no gradient finds its way back to x."""
    return Variable(math.exp(x.data))


def numerical_grad__forward_difference(
    f: Callable[[Variable], Variable], x: Variable, eps: float = 1e-6
) -> float:
    """You compare f at x + eps with f at x. That is the slope half a step to the right; a central
    difference looks both ways."""
    return (f(Variable(x.data + eps)).data - f(x).data) / eps


def numerical_grad__width_is_eps(
    f: Callable[[Variable], Variable], x: Variable, eps: float = 1e-6
) -> float:
    """You divide by eps. How far apart are the two points at which you evaluate f?"""
    return (f(Variable(x.data + eps)).data - f(Variable(x.data - eps)).data) / eps


def numerical_grad__halves_first(
    f: Callable[[Variable], Variable], x: Variable, eps: float = 1e-6
) -> float:
    """You divide by 2 and then multiply by eps: a / 2 * eps is not a / (2 * eps)."""
    return (f(Variable(x.data + eps)).data - f(Variable(x.data - eps)).data) / 2 * eps


def numerical_grad__sign_turned(
    f: Callable[[Variable], Variable], x: Variable, eps: float = 1e-6
) -> float:
    """You subtract the value on the right from the value on the left, so a function that rises
    has a negative slope."""
    return (f(Variable(x.data - eps)).data - f(Variable(x.data + eps)).data) / (2 * eps)


def numerical_grad__eps_ignored(
    f: Callable[[Variable], Variable], x: Variable, eps: float = 1e-6
) -> float:
    """You take steps of 1e-6 whatever eps the caller asks for."""
    return (f(Variable(x.data + 1e-6)).data - f(Variable(x.data - 1e-6)).data) / 2e-6


def numerical_grad__relative_step(
    f: Callable[[Variable], Variable], x: Variable, eps: float = 1e-6
) -> float:
    """You make the step eps times the size of x. The caller asked for a step of eps; and where x
    is 0 yours has no width at all."""
    h = eps * abs(x.data)
    return (f(Variable(x.data + h)).data - f(Variable(x.data - h)).data) / (2 * h)


def numerical_grad__x_moved(
    f: Callable[[Variable], Variable], x: Variable, eps: float = 1e-6
) -> float:
    """You move x itself to either side and leave it there. The caller's variable is not yours to
    change."""
    x.data += eps
    above = f(x).data
    x.data -= 2 * eps
    return (above - f(x).data) / (2 * eps)


def numerical_grad__x_moved_back(
    f: Callable[[Variable], Variable], x: Variable, eps: float = 1e-6
) -> float:
    """You move x itself to one side, to the other, and back. Sums of floats are rounded, so x does
    not always come back to the same number."""
    x.data += eps
    above = f(x).data
    x.data -= 2 * eps
    below = f(x).data
    x.data += eps
    return (above - below) / (2 * eps)


def numerical_grad__numbers_given(
    f: Callable[[Variable], Variable], x: Variable, eps: float = 1e-6
) -> float:
    """You call f with a plain number. f takes a Variable and returns a Variable."""
    return (f(x.data + eps) - f(x.data - eps)) / (2 * eps)


def numerical_grad__variable_returned(
    f: Callable[[Variable], Variable], x: Variable, eps: float = 1e-6
) -> float:
    """You return the slope as a Variable. It was not computed from x by functions that know their
    derivative: it is a plain number."""
    return Variable((f(Variable(x.data + eps)).data - f(Variable(x.data - eps)).data) / (2 * eps))


def numerical_grad__rounded(
    f: Callable[[Variable], Variable], x: Variable, eps: float = 1e-6
) -> float:
    """You round the slope to six decimals. The caller decides how exact it has to be, and cannot
    compare digits that are gone."""
    return round((f(Variable(x.data + eps)).data - f(Variable(x.data - eps)).data) / (2 * eps), 6)


def numerical_grad__wide_by_default(
    f: Callable[[Variable], Variable], x: Variable, eps: float = 1e-4
) -> float:
    """Your default for eps is 1e-4; it should be 1e-6. The error of a central difference grows with
    the square of the step, and where f is steep you see it."""
    return (f(Variable(x.data + eps)).data - f(Variable(x.data - eps)).data) / (2 * eps)
