"""Random programs in matrices: `programs` once more, for an engine with Tensors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from grader.judging import duals
from grader.judging.duals import DualMatrix
from grader.judging.programs import NODES, Program, numbers
from grader.judging.strategies import Matrix, gaussians, matrices, sizes

Shape = tuple[int, int]


class TensorProgram(Program):
    """A text that makes Tensors and computes with them; the host has run it with dual numbers."""

    leaf_type: ClassVar[str] = "Tensor"
    functions: ClassVar[Mapping[str, Any]] = {
        "sigmoid": duals.matrix_sigmoid,
        "log_softmax": duals.matrix_log_softmax,
        "nll": duals.matrix_nll,
    }

    def shape(self, name: str) -> Shape:
        """The numbers of rows and columns of a value."""
        rows = self._rows(name)
        return len(rows), len(rows[0])

    def _leaf(self, data: Any, number: int) -> Any:
        return DualMatrix(
            [
                [duals.leaf(x, (number, i, j)) for j, x in enumerate(row)]
                for i, row in enumerate(data)
            ]
        )

    def _rows(self, name: str) -> duals.Rows:
        matrix: DualMatrix = self._names[name]
        return matrix.rows

    def _plain(self, rows: list[list[float]]) -> Any:
        return rows


def tensors(**leaves: Matrix) -> TensorProgram:
    """A program that makes a Tensor of each matrix."""
    return TensorProgram("".join(f"{name} = Tensor({data})\n" for name, data in leaves.items()))


@st.composite
def weighted(draw: DrawFn, program: TensorProgram) -> TensorProgram:
    """The program, and at its end `loss`: the sum of its last result's entries, each weighted.

    So the upstream gradient of that result is random; the weights are a Tensor of their own.
    """
    latest = program.results[-1]
    weights = draw(matrices(gaussians, *program.shape(latest)))
    return program.then(f"u = Tensor({weights})").then(f"loss = ({latest} * u).sum()")


@st.composite
def tensor_graphs(draw: DrawFn, least: int = 3, most: int = 6) -> TensorProgram:
    """Tensors x (n×k), y (n×k), w (k×n) and b (1×k), `least` to `most` operations, and a loss.

    Every operation has one of the last two values as an operand.
    """
    n, k = draw(sizes(1, 3)), draw(sizes(1, 3))
    shapes = {"x": (n, k), "y": (n, k), "w": (k, n), "b": (1, k)}
    program = tensors(**{name: draw(matrices(gaussians, *s)) for name, s in shapes.items()})
    names = ["b", "w", "y", "x"]
    for name in NODES.replace("b", "")[: draw(st.integers(least, most))]:
        texts = _fitting(program, names, draw(numbers))
        grown = program.then(f"{name} = {draw(st.sampled_from(texts))}")
        if not grown.is_tame(name):
            grown = program.then(f"{name} = sigmoid({names[-1]})")
        program = grown
        names.append(name)
    return draw(weighted(program))


def _fitting(program: TensorProgram, names: list[str], number: float) -> list[str]:
    """The operations whose shapes fit, each on one of the last two values and another one."""
    texts = []
    for a in names[-2:]:
        texts += [f"{a} * {number}", f"sigmoid({a})", f"log_softmax({a})"]
        rows, columns = program.shape(a)
        for b in names:
            if b == a:
                continue
            shape = program.shape(b)
            if shape == (rows, columns):
                texts += [f"{a} + {b}", f"{b} - {a}", f"{b} * {a}"]
            elif shape == (1, columns):
                texts.append(f"{a} + {b}")
            if shape[0] == columns:
                texts.append(f"{a} @ {b}")
    return texts
