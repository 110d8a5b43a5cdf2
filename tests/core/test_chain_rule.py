"""The chain rule, link by link, against the equations of the gradients."""

from __future__ import annotations

from fractions import Fraction
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import Cell, Matrix, Shape
from bpgui.core.chain_rule import GRADIENT_OF, derivative, link
from bpgui.core.equations import LossConvention, Network
from bpgui.core.gradients import gradients_from_terms
from tests.strategies import Problem, problems, proof, shapes

THROUGH_OUTPUTS = (Matrix.dL_dw, Matrix.dL_db, Matrix.dL_dx)
conventions = st.sampled_from(LossConvention)


@proof
@given(shapes(), conventions)
def test_each_link_is_the_term_of_the_gradient_equation_with_its_number(
    shape: Shape, convention: LossConvention
) -> None:
    network = Network(shape, convention=convention)
    for matrix in THROUGH_OUTPUTS:
        for entry in shape.cells(matrix):
            terms = network.terms(entry)
            for number, term in enumerate(terms):
                found = link(network, entry, number)
                assert found.through == found.gradient._replace(matrix=Matrix.y_hat)
                assert (found.gradient, *found.derivative.cells) == term.cells
                assert found.derivative.coefficient.value == term.coefficient.value == 1
                assert shape.contains(found.through)
            assert len({link(network, entry, number).through for number in range(len(terms))}) == len(terms)


@proof
@given(problems(3))
def test_the_links_of_an_entry_add_up_to_its_gradient(problem: Problem) -> None:
    values = problem.exact()
    from_terms = gradients_from_terms(values)
    for matrix in THROUGH_OUTPUTS:
        for entry in problem.shape.cells(matrix):
            total = Fraction(0)
            for number in range(values.network.terms_per_entry(matrix)):
                found = link(values.network, entry, number)
                coefficient, cells = found.derivative
                total += from_terms[found.through] * coefficient.value * prod(values[cell] for cell in cells)
            assert total == from_terms[entry._replace(matrix=GRADIENT_OF[matrix])]


@proof
@given(st.data(), shapes(3), conventions)
def test_a_derivative_is_the_term_that_holds_the_cell_without_it(
    data: st.DataObject, shape: Shape, convention: LossConvention
) -> None:
    network = Network(shape, convention=convention)
    made = [cell for equation in network.equations for cell in shape.cells(equation.makes)]
    entry = data.draw(st.sampled_from(made))
    terms = list(network.terms(entry))
    for matrix in Matrix:
        for cell in shape.cells(matrix):
            holding = [term for term in terms if cell in term.cells]
            if not holding:
                with pytest.raises(ValueError, match="stands in no term"):
                    derivative(network, entry, cell)
                continue
            (term,) = holding
            found = derivative(network, entry, cell)
            assert found.coefficient == term.coefficient
            assert sorted((*found.cells, cell)) == sorted(term.cells)


def test_an_output_by_its_own_numbers() -> None:
    network = Network(Shape(5, 4, 3))
    output = Cell(Matrix.y_hat, 2, 1)
    assert derivative(network, output, Cell(Matrix.w, 3, 1)).cells == (Cell(Matrix.x, 2, 3),)
    assert derivative(network, output, Cell(Matrix.x, 2, 3)).cells == (Cell(Matrix.w, 3, 1),)
    assert derivative(network, output, Cell(Matrix.b, 0, 1)).cells == ()
    for elsewhere in (Cell(Matrix.w, 3, 0), Cell(Matrix.x, 1, 3), Cell(Matrix.b, 0, 2), Cell(Matrix.y, 2, 1), output):
        with pytest.raises(ValueError, match="stands in no term"):
            derivative(network, output, elsewhere)


def test_the_gradient_of_an_output_passes_through_no_outputs() -> None:
    network = Network(Shape(2, 2, 2))
    with pytest.raises(StopIteration):
        link(network, Cell(Matrix.dL_dy_hat, 0, 0), 0)
    with pytest.raises(KeyError):
        link(network, Cell(Matrix.y_hat, 0, 0), 0)
