"""What is copied from a matrix, and what is asked where pasted numbers don't fit."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import Cell, Matrix, Shape
from bpgui.core.inputs import InputMatrix
from bpgui.session.copying import CopyError, numbers_in
from bpgui.session.pasting import filled_with, misfit
from bpgui.session.position import Position
from bpgui.session.screen import Screen
from bpgui.session.session import Session
from bpgui.session.table_reading import read_table
from bpgui.session.table_writing import Form, write_table
from bpgui.session.view import GRADIENT_OF_X
from tests.session.documents import note, of_size, one_weight, session_at
from tests.strategies import proof


def block_of(*rows: tuple[int, ...]) -> InputMatrix:
    return InputMatrix.from_rows(Matrix.x, rows)


def done(iteration: int = 0) -> Session:
    session = Session(note())
    session.set_hidden(GRADIENT_OF_X, False)
    for _ in range(iteration):
        session.update()
    session.backward()
    return session


@pytest.mark.parametrize("matrix", [m for m in Matrix if m not in (Matrix.w_next, Matrix.b_next)])
@pytest.mark.parametrize("iteration", [0, 2])
def test_numbers_are_copied_exactly_as_they_are_known_at_this_iteration(matrix: Matrix, iteration: int) -> None:
    session = done(iteration)
    screen = Screen(session)
    rows, columns = session.document.shape.of(matrix)
    numbers = numbers_in(screen, matrix, 0, 0, rows, columns)
    assert [list(row) for row in numbers] == [
        [screen.number(Cell(matrix, i, j)) for j in range(columns)] for i in range(rows)
    ]


def test_of_a_rectangle_its_own_numbers_are_copied() -> None:
    numbers = numbers_in(Screen(Session(note())), Matrix.x, 1, 2, 2, 2)
    assert [list(row) for row in numbers] == note().x.fractions[1:3, 2:4].tolist()


def test_w_of_a_later_iteration_is_read_back_bit_by_bit_in_every_form() -> None:
    session = done(2)
    w, _ = session.course.parameters_as_inputs(2)
    numbers = numbers_in(Screen(session), Matrix.w, 0, 0, *w.size)
    for form in Form:
        assert read_table(write_table(numbers, form), w.size).block.same_as(w)


def test_what_is_not_computed_yet_is_not_copied() -> None:
    screen = Screen(Session(note()))
    with pytest.raises(CopyError, match="ŷ₁₁ is not computed yet"):
        numbers_in(screen, Matrix.y_hat, 0, 0, 2, 2)


def test_what_is_still_being_added_up_is_not_copied() -> None:
    screen = Screen(session_at(note(), Position(0, Matrix.y_hat, 5 * 3 + 2)))  # row 2, column 1, two terms of five
    assert numbers_in(screen, Matrix.y_hat, 0, 0, 1, 3)
    with pytest.raises(CopyError, match="ŷ₂₁ is still being added up"):
        numbers_in(screen, Matrix.y_hat, 1, 0, 1, 1)
    with pytest.raises(CopyError, match="ŷ₂₂ and others are not computed yet"):
        numbers_in(screen, Matrix.y_hat, 0, 0, 2, 2)


def test_a_loss_that_is_lost_in_rounding_is_not_copied() -> None:
    session = Session(one_weight())
    session.go_to(1000)
    session.forward()
    with pytest.raises(CopyError, match="lost in rounding"):
        numbers_in(Screen(session), Matrix.loss, 0, 0, 1, 1)


def test_more_than_can_be_copied_at_once_is_refused() -> None:
    with pytest.raises(CopyError, match="at most 200\N{THIN SPACE}000 are copied at once"):
        numbers_in(Screen(Session(of_size(2001, 100, 1))), Matrix.x, 0, 0, 2001, 100)


# --- what doesn't fit


def test_what_fits_is_not_asked_about() -> None:
    for place in ((0, 0), (3, 2)):
        assert misfit(note(), Matrix.x, *place, block_of((1, 2), (3, 4))) is None


def test_what_does_not_fit_is_asked_about_with_what_each_answer_does() -> None:
    wrong = misfit(note(), Matrix.x, 2, 3, InputMatrix.zeros(4, 2))
    assert wrong is not None
    assert wrong.question == "4×2 numbers don't fit into x at row 3, column 4: x is 5×4."
    assert wrong.larger == Shape(6, 5, 3)
    assert wrong.enlarge == "Enlarge the network to N = 6, D = 5"
    assert wrong.enlarging == (
        "adds 1 example and 1 feature; entries that the numbers don't cover are zero, and marked as new."
    )
    larger = misfit(note(), Matrix.y, 0, 0, InputMatrix.zeros(1, 300))
    assert larger is not None
    assert larger.enlarging.startswith("adds 297 classes; ")
    assert wrong.fitting.size == (3, 1)
    assert wrong.taking_what_fits == "takes the first 3 of 4 rows and the first of 2 columns; 5 numbers are left out."


def test_b_has_one_row_and_never_two() -> None:
    wrong = misfit(note(), Matrix.b, 0, 1, InputMatrix.zeros(2, 2))
    assert wrong is not None
    assert wrong.question == ("2×2 numbers don't fit into b at column 2: b is 1×3; b has one row, for all examples.")
    assert wrong.larger is None
    assert wrong.taking_what_fits == "takes the first of 2 rows; 2 numbers are left out."
    wider = misfit(note(), Matrix.b, 0, 2, InputMatrix.zeros(1, 2))
    assert wider is not None
    assert wider.larger == Shape(5, 4, 4)
    assert "one row" not in wider.question


@given(
    st.sampled_from([Matrix.x, Matrix.w, Matrix.y]),
    st.integers(0, 2),
    st.integers(0, 2),
    st.integers(1, 6),
    st.integers(1, 6),
)
@proof
def test_after_enlarging_all_numbers_are_there_and_what_fits_is_their_upper_left(
    matrix: Matrix, row: int, column: int, rows: int, columns: int
) -> None:
    block = InputMatrix.from_array(matrix, np.arange(1.0, rows * columns + 1).reshape(rows, columns))
    wrong = misfit(note(), matrix, row, column, block)
    session = Session(note())
    session.put(matrix, row, column, block, grows=True)
    assert session.document.matrix(matrix).block(row, column, rows, columns).same_as(block)
    assert session.document.shape == (note().shape if wrong is None else wrong.larger)
    if wrong is not None:
        part = wrong.fitting
        assert part.same_as(block.block(0, 0, *part.size))
        Session(note()).put(matrix, row, column, part)


def test_one_number_fills_a_rectangle_exactly() -> None:
    third = InputMatrix.from_rows(Matrix.x, [["1/3"]])
    assert filled_with(third, 2, 3).fractions.tolist() == [[Fraction(1, 3)] * 3] * 2
    assert filled_with(block_of((7,)), 2, 1).fractions.tolist() == [[7], [7]]
