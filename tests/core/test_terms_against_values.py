"""The one idea, held against the formulas: the terms of every entry sum to what its equation evaluates to.

Every cell of every equation is tried, over random shapes: exactly in fractions, and in float64 within 1e-12 of
the sum of the terms' magnitudes, which is what the rounding of a sum is measured by.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core import values as values_module
from bpgui.core.cells import INPUTS, Cell, Matrix, Shape
from bpgui.core.equations import Network
from bpgui.core.terms import Term
from bpgui.core.values import Values
from tests.strategies import Problem, problems, proof

GRADIENTS_AND_BEFORE = (
    Matrix.y_hat,
    Matrix.error,
    Matrix.loss,
    Matrix.dL_dy_hat,
    Matrix.dL_dw,
    Matrix.dL_db,
)


def worth(values: Values, term: Term) -> Any:
    """A term as it is defined: the coefficient times the cells."""
    return term.coefficient.value * math.prod(values[cell] for cell in term.cells)


def computed_cells(values: Values) -> list[Cell]:
    """Every entry of every equation, after all have been evaluated."""
    shape, equations = values.network.shape, values.network.equations
    for equation in equations:
        values.whole(equation.makes)
    return [cell for equation in equations for cell in shape.cells(equation.makes)]


@given(problems())
@proof
def test_the_terms_of_every_entry_sum_to_what_its_equation_evaluates_to_exactly(problem: Problem) -> None:
    values = problem.exact()
    for entry in computed_cells(values):
        terms = [worth(values, term) for term in values.network.terms(entry)]
        assert sum(terms) == values[entry]
        assert all(isinstance(term, Fraction) for term in terms)


@given(problems())
@proof
def test_in_floats_the_terms_sum_to_the_value_within_1e_12_of_their_magnitudes(problem: Problem) -> None:
    values = problem.floats()
    for entry in computed_cells(values):
        terms = [worth(values, term) for term in values.network.terms(entry)]
        magnitude = math.fsum(abs(term) for term in terms)
        assert abs(math.fsum(terms) - values[entry]) <= 1e-12 * magnitude


@given(problems())
@proof
def test_the_values_of_the_terms_are_the_coefficient_times_the_cells_in_order(problem: Problem) -> None:
    values = problem.exact()
    for entry in computed_cells(values):
        expected = [worth(values, term) for term in values.network.terms(entry)]
        assert list(values.term_values(entry)) == expected
        assert list(values.term_values(entry, 2)) == expected[:2]


@given(problems())
@proof
def test_a_partial_sum_is_the_sum_of_the_first_terms_and_at_last_the_entry(problem: Problem) -> None:
    exact, floats = problem.exact(), problem.floats()
    computed_cells(floats)
    for entry in computed_cells(exact):
        exactly = [worth(exact, term) for term in exact.network.terms(entry)]
        in_floats = [worth(floats, term) for term in floats.network.terms(entry)]
        for count in range(len(exactly) + 1):
            assert exact.partial_sum(entry, count) == sum(exactly[:count])
            assert isinstance(exact.partial_sum(entry, count), Fraction)
            found = floats.partial_sum(entry, count)
            assert isinstance(found, float)
            magnitude = sum(abs(term) for term in in_floats[:count])
            assert abs(found - math.fsum(in_floats[:count])) <= 1e-12 * magnitude
        assert exact.partial_sum(entry, len(exactly)) == exact[entry]
        assert floats.partial_sum(entry, len(exactly)) == floats[entry]


@st.composite
def parts(draw: st.DrawFn, size: int) -> slice:
    """Some neighbouring rows or columns, at least one."""
    start = draw(st.integers(0, size - 1))
    return slice(start, draw(st.integers(start + 1, size)))


@given(problems(), st.data())
@proof
def test_a_block_of_a_matrix_is_the_same_block_of_the_whole(problem: Problem, data: st.DataObject) -> None:
    for equation in problem.exact().network.equations:
        rows, columns = (data.draw(parts(size)) for size in problem.shape.of(equation.makes))
        exact, fresh = problem.exact(), problem.exact()
        expected = exact.whole(equation.makes)[rows, columns]
        found = fresh.block(equation.makes, rows, columns)
        assert found.shape == expected.shape
        assert (found == expected).all()
        in_floats = problem.floats().block(equation.makes, rows, columns)
        assert np.allclose(in_floats, problem.floats().whole(equation.makes)[rows, columns], rtol=1e-9, atol=1e-9)


@given(problems(largest=4))
@proof
def test_one_cell_is_worth_the_same_alone_as_in_its_matrix(problem: Problem) -> None:
    whole = problem.exact()
    for entry in computed_cells(whole):
        assert problem.exact()[entry] == whole.whole(entry.matrix)[entry.row, entry.column]


@pytest.mark.parametrize("examples_in_a_block", [1, 2, 3])
def test_one_pass_over_x_gives_what_the_equations_give(
    examples_in_a_block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(values_module, "EXAMPLES_IN_A_BLOCK", examples_in_a_block)

    @given(problems(largest=4))
    @proof
    def holds(problem: Problem) -> None:
        done: list[float] = []
        expected, found = problem.exact(), problem.exact()
        found.evaluate_in_one_pass(done.append)
        for matrix in GRADIENTS_AND_BEFORE:
            assert found.is_kept(matrix)
            assert found.whole(matrix).shape == problem.shape.of(matrix)
            assert (found.whole(matrix) == expected.whole(matrix)).all()
        assert len(done) == -(-problem.shape.N // examples_in_a_block)
        assert all(0 < part <= 1 for part in done)
        assert sorted(done) == done
        assert done[-1] == 1

    holds()


def test_one_pass_over_x_can_be_cancelled_and_leaves_nothing_half_done() -> None:
    class CancelledError(Exception):
        pass

    def cancel(done: float) -> None:
        raise CancelledError

    shape, rng = Shape(3000, 4, 3), np.random.default_rng(1)
    values = Values(Network(shape), {matrix: rng.normal(size=shape.of(matrix)) for matrix in INPUTS})
    with pytest.raises(CancelledError):
        values.evaluate_in_one_pass(cancel)
    assert not any(values.is_kept(matrix) for matrix in GRADIENTS_AND_BEFORE)


def test_a_block_of_some_examples_is_not_kept_and_a_pass_over_all_of_them_is() -> None:
    shape = Shape(4, 3, 2)
    values = Values(Network(shape), {matrix: np.ones(shape.of(matrix)) for matrix in INPUTS})
    values.block(Matrix.y_hat, slice(1, 3), slice(None))
    assert not values.is_kept(Matrix.y_hat)
    values.block(Matrix.dL_dw, slice(0, 1), slice(0, 1))
    assert values.is_kept(Matrix.dL_dy_hat)
    assert not values.is_kept(Matrix.dL_dw)
    assert not values.is_kept(Matrix.dL_dx)


def test_what_has_been_evaluated_can_not_be_overwritten() -> None:
    shape = Shape(3, 2, 2)
    for one_pass in (False, True):
        values = Values(Network(shape), {matrix: np.ones(shape.of(matrix)) for matrix in INPUTS})
        if one_pass:
            values.evaluate_in_one_pass()
        for equation in values.network.equations:
            assert not values.whole(equation.makes).flags.writeable
