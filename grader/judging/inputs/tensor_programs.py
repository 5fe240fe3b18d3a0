"""Random programs in matrices: `programs` once more, for an engine with Tensors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from grader.judging.inputs import duals
from grader.judging.inputs.duals import DualMatrix
from grader.judging.inputs.operations import Operation
from grader.judging.inputs.programs import NODES, Program, step
from grader.judging.inputs.strategies import Matrix, gaussians, matrices, sizes

Shape = tuple[int, int]

ENTRYWISE = (
    Operation("{a} + {b}"),
    Operation("{a} * {b}"),
    Operation("{a} * {k}"),
    Operation("{a} * 0.125"),
)


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
def tensor_graphs(draw: DrawFn, least: int = 4, most: int = 9) -> TensorProgram:
    """Tensors x, y, z of one shape, `least` to `most` operations a, b, c …, and a loss.

    A few operations, entry by entry, are enough: what matters in a graph is who uses whose result.
    """
    shape = draw(sizes(1, 2)), draw(sizes(1, 3))
    names = "xyz"[: draw(st.integers(2, 3))]
    program = tensors(**{name: draw(matrices(gaussians, *shape)) for name in names})
    for name in NODES[: draw(st.integers(least, most))]:
        program = step(draw, program, name, ENTRYWISE, names)
        names += name
    return draw(weighted(program))
