"""The derivation of an entry, line by line."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import Cell, Matrix
from bpgui.core.equations import LossConvention
from bpgui.core.numbers import Shown
from bpgui.session.derivation import LeftOut, TermLine, TermState, derive, formula
from bpgui.session.document import Document
from bpgui.session.position import Position
from bpgui.session.screen import Screen
from bpgui.session.session import Session
from tests.session.documents import all_cells, document_of, note, of_size, one_weight, positions, session_at
from tests.strategies import Problem, problems, proof

W12 = Cell(Matrix.dL_dw, 0, 1)


def lines_of(screen: Screen) -> list[TermLine]:
    """The lines of a derivation that leaves none out."""
    derived = derive(screen)
    assert derived is not None
    lines = [line for line in derived.lines if isinstance(line, TermLine)]
    assert len(lines) == len(derived.lines)
    return lines


def test_a_derivation_under_way_has_numbers_for_the_added_terms_alone() -> None:
    screen = Screen(session_at(note(), Position(0, Matrix.dL_dw, 8), W12))
    derived = derive(screen)
    assert derived is not None
    assert (derived.entry, derived.formula) == (W12, "∂L/∂w = xᵀ ∂L/∂ŷ")
    assert (derived.terms_added, derived.terms) == (3, 5)
    assert derived.sum_so_far == Shown("3.2", False)
    assert derived.result is None
    told = [(line.symbols, line.numbers, line.value and line.value.text, line.state) for line in lines_of(screen)]
    assert told == [
        ("∂L/∂ŷ₁₂ · x₁₁", "1.6 · 1", "1.6", TermState.added),
        ("∂L/∂ŷ₂₂ · x₂₁", "(−0.8) · 0", "0", TermState.added),
        ("∂L/∂ŷ₃₂ · x₃₁", "0.8 · 2", "1.6", TermState.current),
        ("∂L/∂ŷ₄₂ · x₄₁", "", None, TermState.to_come),
        ("∂L/∂ŷ₅₂ · x₅₁", "", None, TermState.to_come),
    ]
    assert [line.sum_so_far and line.sum_so_far.text for line in lines_of(screen)] == ["1.6", "1.6", "3.2", None, None]
    assert [line.number for line in lines_of(screen)] == [1, 2, 3, 4, 5]


def test_a_finished_entry_has_a_result_and_no_running_sum() -> None:
    derived = derive(Screen(session_at(note(), Position(0, Matrix.dL_dw, 60), W12)))
    assert derived is not None
    assert derived.result == Shown("0.4", False)
    assert derived.sum_so_far is None
    assert derived.terms_added == derived.terms == 5


def test_inputs_have_no_derivation() -> None:
    session = Session(note())
    assert derive(Screen(session)) is None
    session.select(Cell(Matrix.x, 0, 0))
    assert derive(Screen(session)) is None


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
    ("convention", "loss", "gradient", "first"),
    [
        (LossConvention.per_example, "L = (1/5) Σ (ŷ − y)²", "∂L/∂ŷ = (2/5) (ŷ − y)", "(2/5) · (−3)"),
        (LossConvention.per_entry, "L = (1/15) Σ (ŷ − y)²", "∂L/∂ŷ = (2/15) (ŷ − y)", "(2/15) · (−3)"),
        (LossConvention.half_per_example, "L = (1/10) Σ (ŷ − y)²", "∂L/∂ŷ = (1/5) (ŷ − y)", "(1/5) · (−3)"),
        (LossConvention.sum_of_squares, "L = Σ (ŷ − y)²", "∂L/∂ŷ = 2 (ŷ − y)", "2 · (−3)"),
    ],
)
def test_the_factor_is_the_one_of_the_convention(
    convention: LossConvention, loss: str, gradient: str, first: str
) -> None:
    session = Session(note())
    session.set_convention(convention)
    session.move_to(Position(0, Matrix.dL_dy_hat, 15))
    session.select(Cell(Matrix.dL_dy_hat, 0, 0))
    screen = Screen(session)
    assert formula(screen, Matrix.loss) == loss
    assert formula(screen, Matrix.dL_dy_hat) == gradient
    assert lines_of(screen)[0].numbers == first


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


LONG = of_size(1000, 1, 1)


@pytest.mark.parametrize(
    ("added", "listed"),
    [
        (0, [1, 2, 3, 4, -994, 999, 1000]),
        (1, [1, 2, 3, 4, -994, 999, 1000]),
        (4, [1, 2, 3, 4, 5, 6, 7, -991, 999, 1000]),
        (500, [1, 2, 3, 4, -492, 497, 498, 499, 500, 501, 502, 503, -495, 999, 1000]),
        (1000, [1, 2, 3, 4, -992, 997, 998, 999, 1000]),
    ],
)
def test_of_a_long_sum_the_first_terms_those_around_the_current_and_the_last_are_listed(
    added: int, listed: list[int]
) -> None:
    session = Session(LONG)
    session.move_to(Position(0, Matrix.dL_dw, added) if added else session.position)
    session.select(Cell(Matrix.dL_dw, 0, 0))
    derived = derive(Screen(session))
    assert derived is not None
    assert [-line.count if isinstance(line, LeftOut) else line.number for line in derived.lines] == listed
    assert derived.terms == 1000


@proof
@given(st.data(), problems(3))
def test_the_lines_add_up_to_the_result_and_tell_of_added_terms_alone(data: st.DataObject, problem: Problem) -> None:
    shown: Document = document_of(problem)
    session = Session(shown)
    session.move_to(data.draw(positions(session.timeline, latest=0)))
    session.select(data.draw(st.sampled_from([c for c in all_cells(shown) if not c.matrix.is_input])))
    screen = Screen(session)
    derived = derive(screen)
    assert derived is not None
    assert derived.terms_added == session.timeline.terms_known(derived.entry, session.position)
    assert (derived.result is not None) == (derived.terms_added == derived.terms)
    lines = lines_of(screen)
    assert [line.state is not TermState.to_come for line in lines] == [
        n < derived.terms_added for n in range(len(lines))
    ]
    for line in lines:
        is_added = line.state is not TermState.to_come
        assert (line.value is not None) == (line.sum_so_far is not None) == bool(line.numbers) == is_added
    if derived.terms_added:
        running = derived.sum_so_far or derived.result
        assert running == lines[derived.terms_added - 1].sum_so_far
        assert sum(screen.term_values.values) == screen.number(derived.entry)
