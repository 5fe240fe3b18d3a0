"""Plausible wrong walks back through a chain, each explained to the person who wrote it."""

from __future__ import annotations

import math
from collections.abc import Callable

from backward import Exp, Function, Square, Variable


class Variable__recursive(Variable):
    """Your backward calls the backward of the variable before it. Each link of the chain is then a
    call within a call, and Python gives up after about a thousand of them."""

    def backward(self) -> None:
        if self.grad is None:
            self.grad = 1.0
        if self.creator is not None:
            x = self.creator.input
            x.grad = self.creator.backward(self.grad)
            x.backward()


class Variable__leaf_refused(Variable):
    """Your backward demands a creator at the start. A variable without one is a chain of length 0:
    its gradient for itself is 1."""

    def backward(self) -> None:
        if self.creator is None:
            raise ValueError("no function made this variable")
        super().backward()


class Variable__thousand_links(Variable):
    """You stop after a thousand functions, to be safe from endless loops. A chain has an end of
    its own, however far away that is."""

    def backward(self) -> None:
        if self.grad is None:
            self.grad = 1.0
        variable = self
        for _ in range(1000):
            if variable.creator is None:
                break
            function = variable.creator
            function.input.grad = function.backward(variable.grad)
            variable = function.input


class Variable__one_step(Variable):
    """You ask the creator for the gradient of its input and stop there. That input has a creator
    too."""

    def backward(self) -> None:
        if self.grad is None:
            self.grad = 1.0
        if self.creator is not None:
            self.creator.input.grad = self.creator.backward(self.grad)


class Variable__first_variable_skipped(Variable):
    """Your loop ends when it meets a variable whose creator is None, before that variable has got
    its gradient. That is the very variable whose gradient people want."""

    def backward(self) -> None:
        if self.grad is None:
            self.grad = 1.0
        variable = self
        while variable.creator is not None and variable.creator.input.creator is not None:
            function = variable.creator
            function.input.grad = function.backward(variable.grad)
            variable = function.input


class Variable__only_the_ends(Variable):
    """You carry the gradient along in a local variable and store it at the far end only. The
    variables in between have a gradient as well."""

    def backward(self) -> None:
        if self.grad is None:
            self.grad = 1.0
        gy, variable = self.grad, self
        while variable.creator is not None:
            gy = variable.creator.backward(gy)
            variable = variable.creator.input
        variable.grad = gy


class Variable__output_without_gradient(Variable):
    """You start from 1.0 but never store it. The output is a variable of the chain too: its
    gradient for itself is the one that you started from."""

    def backward(self) -> None:
        gy, function = 1.0 if self.grad is None else self.grad, self.creator
        while function is not None:
            gy = function.input.grad = function.backward(gy)
            function = function.input.creator


class Variable__output_cleared_afterwards(Variable):
    """You set the output's grad back to None when you are done. It stays, like every other."""

    def backward(self) -> None:
        super().backward()
        self.grad = None


class Variable__always_from_one(Variable):
    """You always start from 1.0. Somebody may have written a gradient into the output, because the
    computation goes on beyond it."""

    def backward(self) -> None:
        self.grad = 1.0
        super().backward()


class Variable__given_zero_lost(Variable):
    """You test whether the output's grad is true. 0.0 is not None, but it is false: a given
    gradient of zero becomes 1.0."""

    def backward(self) -> None:
        self.grad = self.grad or 1.0
        super().backward()


class Variable__from_own_value(Variable):
    """You start from the output's value. The derivative of a variable for itself does not depend on
    how large it is."""

    def backward(self) -> None:
        if self.grad is None:
            self.grad = self.data
        super().backward()


class Variable__ends_at_zero(Variable):
    """Your loop goes on while the gradient is true, and 0.0 is false. The variables before a flat
    spot then get no gradient instead of a gradient of zero."""

    def backward(self) -> None:
        if self.grad is None:
            self.grad = 1.0
        variable = self
        while variable.grad and variable.creator is not None:
            function = variable.creator
            function.input.grad = function.backward(variable.grad)
            variable = function.input


class Variable__added_up(Variable):
    """You add to the gradients that are there. Here they are set: a second call gives the same
    again, not more."""

    def backward(self) -> None:
        gy, function = 1.0 if self.grad is None else self.grad, self.creator
        self.grad = gy
        while function is not None:
            gy = function.backward(gy)
            function.input.grad = (function.input.grad or 0.0) + gy
            function = function.input.creator


class Variable__old_gradient_kept(Variable):
    """You set a gradient only where there is none yet. A gradient left there by an earlier
    computation is not the gradient of this one."""

    def backward(self) -> None:
        if self.grad is None:
            self.grad = 1.0
        variable = self
        while variable.creator is not None:
            function = variable.creator
            if function.input.grad is None:
                function.input.grad = function.backward(variable.grad)
            variable = function.input


class Variable__chain_cut(Variable):
    """You remove the creators as you pass. The chain belongs to the caller, and a second backward
    finds nothing to walk along."""

    def backward(self) -> None:
        if self.grad is None:
            self.grad = 1.0
        variable = self
        while variable.creator is not None:
            function, variable.creator = variable.creator, None
            function.input.grad = function.backward(variable.grad)
            variable = function.input


class Variable__each_from_one(Variable):
    """You call every function's backward with 1.0. That gives each its own slope; the chain rule
    wants their product up to there."""

    def backward(self) -> None:
        if self.grad is None:
            self.grad = 1.0
        function = self.creator
        while function is not None:
            function.input.grad = function.backward(1.0)
            function = function.input.creator


class Variable__same_for_all(Variable):
    """You call every function's backward with the output's gradient. Each function's upstream
    gradient is that of its own output."""

    def backward(self) -> None:
        if self.grad is None:
            self.grad = 1.0
        function = self.creator
        while function is not None:
            function.input.grad = function.backward(self.grad)
            function = function.input.creator


class Variable__upstream_twice(Variable):
    """You multiply what a function's backward returns by its upstream gradient. The function has
    multiplied by it already."""

    def backward(self) -> None:
        if self.grad is None:
            self.grad = 1.0
        variable = self
        while variable.creator is not None:
            function = variable.creator
            function.input.grad = function.backward(variable.grad) * variable.grad
            variable = function.input


class Variable__slopes_added(Variable):
    """You add the slopes of the functions along the way. Slopes of functions inside one another
    multiply."""

    def backward(self) -> None:
        if self.grad is None:
            self.grad = 1.0
        variable = self
        while variable.creator is not None:
            function = variable.creator
            function.input.grad = variable.grad + function.backward(1.0)
            variable = function.input


class Variable__known_functions_only(Variable):
    """You spell out the derivatives of square and exp in backward itself. A function that somebody
    else wrote has a backward of its own, and you never call it."""

    def backward(self) -> None:
        if self.grad is None:
            self.grad = 1.0
        variable = self
        while variable.creator is not None:
            x = variable.creator.input
            slope = 2 * x.data if isinstance(variable.creator, Square) else math.exp(x.data)
            x.grad = variable.grad * slope
            variable = x


class Variable__bool_accepted(Variable):
    """You check isinstance(data, (int, float)). A bool is an int to isinstance, so True slips
    through as a number."""

    def __init__(self, data: float) -> None:
        if not isinstance(data, (int, float)):
            raise TypeError(data)
        self.data = data
        self.grad = None
        self.creator = None


class Function__input_copied(Function):
    """Your functions store a copy of their input. The walk back goes from copy to copy, and the
    variables that the caller holds never hear of it."""

    def __call__(self, x: Variable) -> Variable:
        output = super().__call__(x)
        self.input = Variable(x.data)
        self.input.creator = x.creator
        return output


class Square__input_copied(Function__input_copied, Square):
    pass


class Exp__input_copied(Function__input_copied, Exp):
    pass


class Function__output_missing(Function):
    """You link a result to its function, but not the function to its result: output is missing."""

    def __call__(self, x: Variable) -> Variable:
        self.input = x
        result = Variable(self.forward(x.data))
        result.creator = self
        return result


class Square__output_missing(Function__output_missing, Square):
    pass


class Exp__output_missing(Function__output_missing, Exp):
    def backward(self, gy: float) -> float:
        return gy * math.exp(self.input.data)


class Function__base_does_nothing(Function):
    """Your base class has methods that just pass. A subclass that forgets one of them then silently
    gets None instead of an error that says what is missing."""

    def forward(self, x: float) -> float:
        pass

    def backward(self, gy: float) -> float:
        pass


class Square__upstream_ignored(Square):
    """Your backward of the square returns its own derivative and drops gy. Alone it looks right;
    within a chain it loses the gradient of everything after it."""

    def backward(self, gy: float) -> float:
        return 2 * self.input.data


class Square__derivative_at_output(Square):
    """Your backward of the square takes the derivative at the output. The slope belongs to the
    point x where the function was called."""

    def backward(self, gy: float) -> float:
        return gy * 2 * self.output.data


class Exp__input_for_output(Exp):
    """Your backward of exp multiplies by x. One of exp's input and output is its own derivative,
    and that is not the input."""

    def backward(self, gy: float) -> float:
        return gy * self.input.data


class Exp__value_on_the_class(Exp):
    """You keep the latest value of exp on the class. All objects of the class share it, so every
    exp of a chain takes the derivative of the last one."""

    def forward(self, x: float) -> float:
        type(self).value = math.exp(x)
        return type(self).value

    def backward(self, gy: float) -> float:
        return gy * self.value


def numerical_grad__forward_difference(
    f: Callable[[Variable], Variable], x: Variable, eps: float = 1e-6
) -> float:
    """You compare f at x + eps with f at x. That is the slope half a step to the right; a central
    difference looks both ways."""
    return (f(Variable(x.data + eps)).data - f(Variable(x.data)).data) / eps
