"""The backward equations against three oracles: the chain rule over the terms, central differences, and autograd."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import INPUTS, Cell, Matrix
from bpgui.core.equations import Array, LossConvention
from bpgui.core.gradients import gradients_from_terms
from bpgui.core.inputs import Float64
from bpgui.core.values import Values
from tests.strategies import Problem, problems, proof

BACKWARD = {
    Matrix.y_hat: Matrix.dL_dy_hat,
    Matrix.w: Matrix.dL_dw,
    Matrix.b: Matrix.dL_db,
    Matrix.x: Matrix.dL_dx,
}
LOSS = Cell(Matrix.loss, 0, 0)

AUTOGRAD_LOSS: dict[LossConvention, Callable[[Any], Any]] = {
    LossConvention.per_example: lambda e: anp.sum(e**2) / e.shape[0],
    LossConvention.per_entry: lambda e: anp.mean(e**2),
    LossConvention.half_per_example: lambda e: anp.sum(e**2) / (2 * e.shape[0]),
    LossConvention.sum_of_squares: lambda e: anp.sum(e**2),
}


@given(problems(largest=5))
@proof
def test_the_backward_equations_are_what_the_chain_rule_makes_of_the_terms(problem: Problem) -> None:
    values = problem.exact()
    gradient = gradients_from_terms(values)
    for matrix, of_loss in BACKWARD.items():
        for cell in problem.shape.cells(matrix):
            assert gradient[cell] == values[Cell(of_loss, cell.row, cell.column)]
    for cell in problem.shape.cells(Matrix.y):
        assert gradient[cell] == -values[Cell(Matrix.dL_dy_hat, cell.row, cell.column)]
    assert gradient[LOSS] == 1


@given(problems(largest=4))
@proof
def test_in_floats_too_the_chain_rule_makes_the_backward_equations_of_the_terms(problem: Problem) -> None:
    values, exact = problem.floats(), gradients_from_terms(problem.exact())
    found = gradients_from_terms(values)
    scale = 1 + max(abs(float(value)) for value in exact.values())
    for matrix, of_loss in BACKWARD.items():
        for cell in problem.shape.cells(matrix):
            assert found[cell] == pytest.approx(values[Cell(of_loss, cell.row, cell.column)], abs=1e-9 * scale)


def loss_with(values: Values, changed: Cell, change: Any) -> Any:
    """L when one input cell is another number."""
    given = {matrix: values.whole(matrix) for matrix in INPUTS}
    array: Array = given[changed.matrix].copy()
    array[changed.row, changed.column] += change
    return Values(values.network, given | {changed.matrix: array})[LOSS]


@given(problems(largest=4), st.fractions(Fraction(1, 100), 100, max_denominator=100), st.data())
@proof
def test_central_differences_of_any_width_are_the_gradient_exactly(
    problem: Problem, h: Fraction, data: st.DataObject
) -> None:
    """L is of second degree in any one entry, so that a central difference has no error in fractions."""
    values = problem.exact()
    for matrix in (Matrix.w, Matrix.b, Matrix.x):
        cell = data.draw(st.sampled_from(list(problem.shape.cells(matrix))))
        difference = (loss_with(values, cell, h) - loss_with(values, cell, -h)) / (2 * h)
        assert difference == values[Cell(BACKWARD[matrix], cell.row, cell.column)]


@given(problems(largest=4))
@proof
def test_central_differences_in_floats_are_the_gradient_to_their_rounding(problem: Problem) -> None:
    """With h = 1/2, L(c + h) − L(c − h) is the gradient but for the rounding of both: 1e-12 of a bound on L."""
    values = problem.floats()
    for matrix in (Matrix.w, Matrix.b, Matrix.x):
        for cell in problem.shape.cells(matrix):
            above, below = loss_with(values, cell, 0.5), loss_with(values, cell, -0.5)
            gradient = values[Cell(BACKWARD[matrix], cell.row, cell.column)]
            x, w, b, y = problem.inputs()
            largest = (abs(x) @ abs(w) + abs(b) + abs(y) + abs(x).max() + abs(w).max() + 1).max()
            assert abs((above - below) - gradient) <= 1e-12 * problem.shape.entries(Matrix.y) * largest**2


@given(problems())
@proof
def test_loss_and_gradients_are_those_of_autograd(problem: Problem) -> None:
    values = problem.floats()
    x, w, b, y = problem.inputs()

    def loss(x: Float64, w: Float64, b: Float64) -> Any:
        return AUTOGRAD_LOSS[problem.convention](anp.dot(x, w) + b - y)

    assert values[LOSS] == pytest.approx(float(loss(x, w, b)), rel=1e-12)
    expected = autograd.grad(loss, (0, 1, 2))(x, w, b)
    for matrix, array in zip((Matrix.x, Matrix.w, Matrix.b), expected, strict=True):
        found = values.whole(BACKWARD[matrix])
        assert np.allclose(found, array, rtol=1e-10, atol=1e-12 * (1 + np.abs(array).max()))
