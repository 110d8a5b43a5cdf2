"""Numbers as fractions: exact in every cell and sentence, or marked as rounded; and why they can't be had."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpgui.core.cells import Cell, Matrix
from bpgui.core.numbers import LARGEST, MINUS, parse_number
from bpgui.session.course import EXACT_DIGITS, EXACT_PRODUCTS, EXACT_PRODUCTS_TO_GET_THERE
from bpgui.session.loss_readout import LossReadout
from bpgui.session.position import Position, StepSize
from bpgui.session.screen import Knowledge, Screen
from bpgui.session.sentence import sentence
from bpgui.session.session import Session
from bpgui.session.view import View
from tests.session.documents import LOSS, all_cells, document, document_of, note, of_size, positions
from tests.strategies import Problem, problems, proof

SHARP = settings(proof, max_examples=150)
OF_W12 = Cell(Matrix.dL_dw, 0, 1)


def in_fractions(session: Session) -> Session:
    """The same session, with fractions chosen."""
    session.set_fractions(True)
    return session


def value_of(text: str) -> Fraction:
    """The number that a cell says."""
    value = parse_number(text) if "e" not in text else Fraction(text.replace(MINUS, "-"))
    assert "e" in text or abs(value) <= LARGEST
    return value


@SHARP
@given(st.data(), problems(3), st.integers(0, 10))
def test_every_known_number_reads_back_exactly_or_is_marked(data: st.DataObject, problem: Problem, digits: int) -> None:
    session = Session(document_of(problem), View(frozenset(), digits=digits, fractions=True))
    session.move_to(data.draw(positions(session.timeline)))
    screen = Screen(session)
    moment = session.course.moment(session.iteration)
    for cell in all_cells(session.document):
        knowledge, number = screen.knowledge(cell), screen.number(cell)
        if number is None:
            assert screen.look(cell).text == ""
            continue
        text = screen.look(cell).text.removesuffix("…")
        assert screen.look(cell).text.endswith("…") is (knowledge is Knowledge.unfinished)
        shown = screen.shown_in_cell(cell)
        assert shown.text == text
        if text.startswith(("≈", "<")):
            assert shown.rounded
            assert f"about {text[1:]}" in screen.spoken(cell) or text[0] == "<"
        else:
            assert isinstance(number, Fraction)
            assert value_of(text) == number
            assert screen.shown_cell(cell).rounded is False
    assert (screen.number_note == "") is (moment.exact is not None)


@SHARP
@given(problems(3), st.integers(0, 2))
def test_the_parts_of_a_sum_add_up_to_it_in_fractions(problem: Problem, t: int) -> None:
    """What is shown without a mark is the number itself, so displayed sums add up."""
    session = in_fractions(Session(document_of(problem)))
    session.move_to(Position(t, Matrix.b_next, 2 * problem.shape.K))
    screen = Screen(session)
    for column in range(problem.shape.K):
        parts = [screen.look(Cell(Matrix.dL_dy_hat, row, column)).text for row in range(problem.shape.N)]
        total = screen.look(Cell(Matrix.dL_db, 0, column)).text
        if not any("≈" in text for text in (*parts, total)):
            assert sum(map(value_of, parts)) == value_of(total)


def test_the_note_in_fractions() -> None:
    session = in_fractions(Session(note()))
    session.backward()
    screen = Screen(session)
    assert screen.look(Cell(Matrix.dL_dy_hat, 4, 0)).text == "8/5"
    assert screen.look(Cell(Matrix.dL_dw, 0, 2)).text == "−26/5"
    assert screen.look(LOSS).text == "117/5"
    assert screen.whole(Cell(Matrix.dL_dy_hat, 4, 0)) == "∂L/∂ŷ₅₁ = 8/5 = 1.6"
    assert screen.spoken(LOSS) == "L, 117/5"
    session.move_to(Position(0, Matrix.dL_dw, 8))
    assert sentence(Screen(session)) == "∂L/∂w₁₂, term 3 of 5: ∂L/∂ŷ₃₂ · x₃₁ = 4/5 · 2 = 8/5; sum so far 16/5"
    session.select(Cell(Matrix.error, 0, 0))
    assert sentence(Screen(session)) == "(ŷ − y)₁₁ = −2 − 1 = −3: ŷ₁₁ is 3 too low."
    session.move_to(Position(0, Matrix.w_next, 2))
    assert sentence(Screen(session)) == "new w₁₁ = 1 − (1/20) · 14/5 = 43/50: w₁₁ falls from 1."
    session.set_fractions(False)
    assert sentence(Screen(session)) == "new w₁₁ = 1 − 0.05 · 2.8 = 0.86: w₁₁ falls from 1."


def test_a_fraction_that_is_squared_stands_in_parentheses() -> None:
    session = in_fractions(Session(document([["1/3"]], [[1]], [[0]], [[0]])))
    session.move_to(Position(0, Matrix.loss, 1))
    assert sentence(Screen(session)) == "L = (1/3)² = 1/9: the smaller, the better w and b."


def test_what_is_too_long_for_a_fraction_is_said_to_be_rounded() -> None:
    session = in_fractions(Session(document([["0.123456789"]], [["0.3"]], [["1/7"]], [[0]])))
    session.backward()
    screen = Screen(session)
    assert screen.look(Cell(Matrix.x, 0, 0)).text == "≈0.12"
    assert screen.spoken(Cell(Matrix.x, 0, 0)).startswith("x row 1 column 1, about 0.12")
    session.select(Cell(Matrix.dL_dw, 0, 0))
    assert sentence(Screen(session)) == (
        "∂L/∂w₁₁ ≈ 0.36 · 0.12 ≈ 0.04: raising w₁₁ raises L, so the update lowers it by about η × 0.04."
    )


def test_in_decimals_the_texts_are_those_of_before() -> None:
    session, decimals = Session(note()), Session(note())
    for each in (session, decimals):
        each.go_to(1)
    session.set_fractions(True)
    changed = {cell: Screen(session).look(cell) for cell in all_cells(session.document)}
    session.set_fractions(False)
    for cell in all_cells(session.document):
        assert Screen(session).look(cell) == Screen(decimals).look(cell)
    assert changed[OF_W12].text == "48/125"
    assert Screen(session).look(OF_W12).text == "0.38"


def test_fractions_outlive_every_other_choice_of_the_view() -> None:
    session = in_fractions(Session(note()))
    session.set_digits(4)
    session.set_step_size(StepSize.entry)
    session.set_hidden(frozenset({Matrix.dL_dx}), False)
    assert session.view == View(frozenset(), StepSize.entry, 4, True)
    session.set_fractions(False)
    assert session.view == View(frozenset(), StepSize.entry, 4, False)


def test_the_learning_rate_and_the_loss_are_told_in_fractions() -> None:
    session = in_fractions(Session(note()))
    session.forward()
    readout = LossReadout.of(session, Screen(session))
    assert readout.parts_here[:2] == ("t = 0", "L = 117/5")
    assert readout.sentence.startswith("η = 1/20 is within the bound")


# --- why fractions can't be had


def note_of(session: Session) -> str:
    """What is said of the numbers."""
    return Screen(session).number_note


def test_nothing_is_said_where_decimals_are_chosen_or_numbers_are_exact() -> None:
    session = Session(note())
    for t in (0, 20, 21):
        session.go_to(t)
        assert note_of(session) == ""
        assert (note_of(in_fractions(session)) == "") is (t <= 20)
        session.set_fractions(False)


def test_too_many_iterations_are_named() -> None:
    session = in_fractions(Session(note()))
    session.go_to(21)
    last = EXACT_PRODUCTS_TO_GET_THERE // 75
    assert note_of(session) == (
        f"Numbers are decimals here: with a network of this size, fractions are kept up to iteration {last}."
    )
    assert all(Screen(session).look(cell).text.startswith("≈") for cell in note().shape.cells(Matrix.w))
    session.go_to(last)
    assert note_of(session) == ""


@pytest.mark.parametrize(("N", "is_kept"), [(EXACT_PRODUCTS // 30, True), (EXACT_PRODUCTS // 30 + 1, False)])
def test_a_network_that_is_too_large_is_named(N: int, is_kept: bool) -> None:
    session = in_fractions(Session(of_size(N, 9, 3)))
    said = "the forward pass has 3030 products, and fractions are kept up to 3000."
    assert note_of(session) == ("" if is_kept else f"Numbers are decimals here: {said}")


def test_fractions_that_have_grown_too_long_are_named() -> None:
    session = in_fractions(Session(document([["1/7919"]], [["1/104729"]], [["1/1299709"]], [["1/3"]], Fraction(1, 97))))
    t = next(t for t in range(30) if session.course.moment(t).exact is None)
    session.go_to(t - 1)
    assert note_of(session) == ""
    session.go_to(t)
    assert f"more than {EXACT_DIGITS} digits" in note_of(session)
