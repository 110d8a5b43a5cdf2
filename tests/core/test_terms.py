"""What the terms say of which cells belong together, each held against going through the terms one by one."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import INPUTS, Cell, Matrix, Region, Shape
from bpgui.core.equations import LossConvention, Network
from tests.strategies import proof, shapes

networks = st.builds(Network, shapes(4), st.just(0.5), st.sampled_from(LossConvention))


def all_cells(shape: Shape) -> list[Cell]:
    """Every cell of every matrix, given or computed."""
    return [cell for matrix in Matrix for cell in shape.cells(matrix)]


def entries(network: Network) -> list[Cell]:
    """Every cell that an equation makes."""
    return [cell for equation in network.equations for cell in network.shape.cells(equation.makes)]


@given(networks)
@proof
def test_what_a_cell_influences_is_exactly_the_entries_in_whose_terms_it_stands(network: Network) -> None:
    stands_in: dict[Cell, set[Cell]] = {cell: set() for cell in all_cells(network.shape)}
    for entry in entries(network):
        for term in network.terms(entry):
            for cell in term.cells:
                stands_in[cell].add(entry)
    for cell, expected in stands_in.items():
        regions = network.influences(cell)
        found = {entry for entry in entries(network) if any(region.contains(entry) for region in regions)}
        assert found == expected


@given(networks)
@proof
def test_no_cell_stands_in_two_terms_of_one_entry(network: Network) -> None:
    for entry in entries(network):
        held = Counter(cell for term in network.terms(entry) for cell in set(term.cells))
        assert set(held.values()) == {1}


@given(networks)
@proof
def test_the_term_that_holds_a_cell_is_the_one_found_by_going_through_them(network: Network) -> None:
    cells = all_cells(network.shape)
    for entry in entries(network):
        terms = network.terms(entry)
        found = {cell: number for number, term in enumerate(terms) for cell in term.cells}
        for cell in cells:
            assert terms.number_holding(cell) == found.get(cell)


@given(networks)
@proof
def test_every_entry_of_an_equation_has_equally_many_terms(network: Network) -> None:
    for entry in entries(network):
        terms = network.terms(entry)
        assert len(terms) == len(list(terms)) == network.terms_per_entry(entry.matrix) > 0
        assert terms.entry == entry


@given(networks)
@proof
def test_terms_name_cells_that_there_are_and_only_matrices_computed_before(network: Network) -> None:
    known = set(INPUTS)
    for equation in network.equations:
        for entry in network.shape.cells(equation.makes):
            for term in network.terms(entry):
                assert all(network.shape.contains(cell) for cell in term.cells)
                assert {cell.matrix for cell in term.cells} <= set(equation.uses) <= known
        known.add(equation.makes)
    assert known == set(Matrix)


def test_terms_can_be_indexed_from_either_end_and_sliced() -> None:
    terms = Network(Shape(5, 4, 3)).terms(Cell(Matrix.y_hat, 1, 2))
    one_by_one = list(terms)
    assert len(one_by_one) == 5
    assert terms[4] == terms[-1] == one_by_one[4]
    assert terms[1:4] == one_by_one[1:4]
    assert terms[::-2] == one_by_one[::-2]
    for outside in (5, -6):
        with pytest.raises(IndexError):
            terms[outside]


def test_the_terms_of_a_prediction_are_those_of_the_note() -> None:
    terms = Network(Shape(5, 4, 3)).terms(Cell(Matrix.y_hat, 1, 2))
    assert [term.cells for term in terms] == [
        *((Cell(Matrix.x, 1, j), Cell(Matrix.w, j, 2)) for j in range(4)),
        (Cell(Matrix.b, 0, 2),),
    ]


def test_the_terms_of_a_weight_gradient_are_those_of_the_note() -> None:
    terms = Network(Shape(5, 4, 3)).terms(Cell(Matrix.dL_dw, 0, 1))
    assert [term.cells for term in terms] == [(Cell(Matrix.dL_dy_hat, i, 1), Cell(Matrix.x, i, 0)) for i in range(5)]


@pytest.mark.parametrize(
    ("convention", "a", "twice_a"),
    [
        (LossConvention.per_example, "1/N", "2/N"),
        (LossConvention.per_entry, "1/(N·K)", "2/(N·K)"),
        (LossConvention.half_per_example, "1/(2N)", "1/N"),
        (LossConvention.sum_of_squares, "1", "2"),
    ],
)
def test_the_notation_of_a_coefficient_says_its_value(convention: LossConvention, a: str, twice_a: str) -> None:
    network = Network(Shape(5, 4, 3), 0.5, convention)
    in_loss = network.terms(Cell(Matrix.loss, 0, 0))[0].coefficient
    in_gradient = network.terms(Cell(Matrix.dL_dy_hat, 0, 0))[0].coefficient
    in_update = network.terms(Cell(Matrix.w_next, 0, 0))[1].coefficient
    assert (in_loss.notation, in_gradient.notation, in_update.notation) == (a, twice_a, "−η")
    for coefficient in (in_loss, in_gradient):
        spelled = coefficient.notation.replace("2N", "(2*N)").replace("·", "*")
        assert coefficient.value == pytest.approx(eval(spelled, {"N": 5, "K": 3}), rel=1e-15)
    assert in_update.value == -0.5


@given(shapes(), st.sampled_from(Matrix))
@proof
def test_the_cells_of_a_matrix_are_counted_row_by_row(shape: Shape, matrix: Matrix) -> None:
    cells = list(shape.cells(matrix))
    assert cells == sorted(cells)
    assert len(set(cells)) == shape.entries(matrix)
    for number, cell in enumerate(cells):
        assert shape.cell_at(matrix, number) == cell
        assert shape.number_of(cell) == number
        assert shape.contains(cell)
    rows, columns = shape.of(matrix)
    for outside in (Cell(matrix, rows, 0), Cell(matrix, 0, columns), Cell(matrix, -1, 0)):
        assert not shape.contains(outside)


def test_a_region_without_a_row_holds_a_column() -> None:
    column = Region(Matrix.w, None, 1)
    assert column.contains(Cell(Matrix.w, 3, 1))
    assert not column.contains(Cell(Matrix.w, 3, 2))
    assert not column.contains(Cell(Matrix.dL_dw, 3, 1))


def test_an_input_has_no_terms() -> None:
    network = Network(Shape(2, 2, 2))
    for matrix in INPUTS:
        assert matrix.is_input
        with pytest.raises(KeyError):
            network.terms(Cell(matrix, 0, 0))
