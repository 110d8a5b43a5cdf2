"""One term of the selected entry in text: its symbols, its numbers, its value and the sum so far."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import Cell, Matrix
from bpgui.core.equations import LossConvention
from bpgui.core.numbers import Shown
from bpgui.core.terms import Coefficient
from bpgui.session.position import Position
from bpgui.session.screen import Screen
from bpgui.session.session import Session
from bpgui.session.term_line import TermLine, TermState, coefficient_in_numbers, expression, term_line
from tests.session.documents import all_cells, document_of, note, of_size, one_weight, positions, session_at
from tests.strategies import Problem, problems, proof

W12 = Cell(Matrix.dL_dw, 0, 1)


def lines_of(screen: Screen) -> list[TermLine]:
    """All terms of the selected entry."""
    return [term_line(screen, number) for number in range(len(screen.terms or ()))]


def test_terms_have_numbers_as_far_as_they_are_added() -> None:
    lines = lines_of(Screen(session_at(note(), Position(0, Matrix.dL_dw, 8), W12)))
    assert [(line.symbols, line.numbers, line.value and line.value.text, line.state) for line in lines] == [
        ("∂L/∂ŷ₁₂ · x₁₁", "1.6 · 1", "1.6", TermState.added),
        ("∂L/∂ŷ₂₂ · x₂₁", "(−0.8) · 0", "0", TermState.added),
        ("∂L/∂ŷ₃₂ · x₃₁", "0.8 · 2", "1.6", TermState.current),
        ("∂L/∂ŷ₄₂ · x₄₁", "", None, TermState.to_come),
        ("∂L/∂ŷ₅₂ · x₅₁", "", None, TermState.to_come),
    ]
    assert [line.sum_so_far and line.sum_so_far.text for line in lines] == ["1.6", "1.6", "3.2", None, None]
    assert [line.number for line in lines] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("cell", "symbols"),
    [
        (Cell(Matrix.y_hat, 0, 0), "x₁₁ · w₁₁, b₁"),
        (Cell(Matrix.error, 0, 0), "ŷ₁₁, −y₁₁"),
        (Cell(Matrix.loss, 0, 0), "(1/N) · (ŷ − y)₁₁²"),
        (Cell(Matrix.dL_dy_hat, 0, 0), "(2/N) · (ŷ − y)₁₁"),
        (Cell(Matrix.dL_dw, 0, 0), "∂L/∂ŷ₁₁ · x₁₁"),
        (Cell(Matrix.dL_db, 0, 0), "∂L/∂ŷ₁₁"),
        (Cell(Matrix.dL_dx, 0, 0), "∂L/∂ŷ₁₁ · w₁₁"),
        (Cell(Matrix.w_next, 0, 0), "w₁₁, −η · ∂L/∂w₁₁"),
        (Cell(Matrix.b_next, 0, 0), "b₁, −η · ∂L/∂b₁"),
    ],
)
def test_the_terms_in_symbols(cell: Cell, symbols: str) -> None:
    session = Session(one_weight())
    session.select(cell)
    assert ", ".join(line.symbols for line in lines_of(Screen(session))) == symbols


@pytest.mark.parametrize(
    ("convention", "first"),
    [
        (LossConvention.per_example, "(2/5) · (−3)"),
        (LossConvention.per_entry, "(2/15) · (−3)"),
        (LossConvention.half_per_example, "(1/5) · (−3)"),
        (LossConvention.sum_of_squares, "2 · (−3)"),
    ],
)
def test_the_factor_is_the_one_of_the_convention(convention: LossConvention, first: str) -> None:
    session = Session(note())
    session.set_convention(convention)
    session.move_to(Position(0, Matrix.dL_dy_hat, 15))
    session.select(Cell(Matrix.dL_dy_hat, 0, 0))
    assert lines_of(Screen(session))[0].numbers == first


@pytest.mark.parametrize(("N", "first"), [(1, "2 · 3"), (2, "3"), (4, "(1/2) · 3"), (5, "(2/5) · 3")])
def test_a_factor_is_in_parentheses_only_where_it_is_a_fraction(N: int, first: str) -> None:
    session = Session(of_size(N, 1, 1))
    session.enter(Matrix.y, 0, 0, "−3")
    session.move_to(Position(0, Matrix.dL_dy_hat, N))
    session.select(Cell(Matrix.dL_dy_hat, 0, 0))
    assert lines_of(Screen(session))[0].numbers == first


def test_numbers_that_are_rounded_are_said_to_be_nearly_equal() -> None:
    session = Session(one_weight(Fraction(1, 3)))
    session.enter(Matrix.x, 0, 0, "1/3")
    session.build(Cell(Matrix.y_hat, 0, 0))
    line = lines_of(Screen(session))[0]
    assert (line.numbers, line.value) == ("0.33 · 3", Shown("1", False))
    assert (line.sign_of_numbers, line.sign_of_value) == ("≈", "≈")  # 0.33 · 3 is not 1
    session.enter(Matrix.x, 0, 0, "2")
    session.build(Cell(Matrix.y_hat, 0, 0))
    line = lines_of(Screen(session))[0]
    assert (line.sign_of_numbers, line.numbers, line.sign_of_value) == ("=", "2 · 3", "=")


def test_added_terms_make_one_expression() -> None:
    session = session_at(note(), Position(0, Matrix.w_next, 24), Cell(Matrix.w_next, 0, 0))
    assert expression(lines_of(Screen(session))) == "1 − 0.05 · 2.8"
    session.select(W12)
    assert expression(lines_of(Screen(session))) == "1.6 · 1 + (−0.8) · 0 + 0.8 · 2 + 1.2 · (−1) + (−1.6) · 1"


@pytest.mark.parametrize(
    ("coefficient", "in_decimals", "in_fractions"),
    [
        (Coefficient(Fraction(2, 5), "2/N"), Shown("(2/5)", False), Shown("(2/5)", False)),
        (Coefficient(Fraction(2), "2/N"), Shown("2", False), Shown("2", False)),
        (Coefficient(Fraction(-1, 200), "−η"), Shown("−0.005", False), Shown("−(1/200)", False)),
        (Coefficient(Fraction(-1, 3), "−η"), Shown("−(1/3)", False), Shown("−(1/3)", False)),
        (Coefficient(Fraction(0), "−η"), Shown("−0", False), Shown("−0", False)),
        (
            Coefficient(Fraction(-1234567, 9876543), "−η"),
            Shown("−0.1249999114", True),
            Shown("−0.1249999114", True),
        ),
    ],
)
def test_a_coefficient_is_written_whole_where_it_is_short(
    coefficient: Coefficient, in_decimals: Shown, in_fractions: Shown
) -> None:
    assert coefficient_in_numbers(coefficient) == in_decimals
    assert coefficient_in_numbers(coefficient, fractions=True) == in_fractions


@proof
@given(st.data(), problems(3))
def test_the_terms_add_up_to_the_entry_and_tell_of_added_terms_alone(data: st.DataObject, problem: Problem) -> None:
    shown = document_of(problem)
    session = Session(shown)
    session.move_to(data.draw(positions(session.timeline, latest=0)))
    session.select(data.draw(st.sampled_from([c for c in all_cells(shown) if not c.matrix.is_input])))
    screen = Screen(session)
    assert session.selection is not None
    added = session.timeline.terms_known(session.selection, session.position)
    lines = lines_of(screen)
    assert [line.state is not TermState.to_come for line in lines] == [n < added for n in range(len(lines))]
    for line in lines:
        is_added = line.state is not TermState.to_come
        assert (line.value is not None) == (line.sum_so_far is not None) == bool(line.numbers) == is_added
    if added:
        assert lines[added - 1].sum_so_far == screen.shown_cell(session.selection)
        assert sum(screen.term_values.values) == screen.number(session.selection)
