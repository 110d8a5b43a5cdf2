"""What each cell is to the selected one, and how it is shown and said."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import Cell, Matrix
from bpgui.session.document import Document
from bpgui.session.position import Position
from bpgui.session.screen import CellLook, Knowledge, Part, Screen
from bpgui.session.session import Session
from bpgui.session.view import GRADIENT_OF_X
from tests.session.documents import LOSS, all_cells, document, document_of, note, of_size, positions, session_at
from tests.strategies import Problem, problems, proof

W12 = Cell(Matrix.dL_dw, 0, 1)
THIRD_OF_W12 = Position(0, Matrix.dL_dw, 8)


@pytest.fixture
def building() -> Screen:
    """∂L/∂w₁₂ under way on the note, three of its five terms in, as in the sketches."""
    return Screen(session_at(note(), THIRD_OF_W12, W12))


def parts(screen: Screen, matrix: Matrix) -> list[list[str]]:
    """The part of each cell of a matrix, with its term where it shows one."""
    rows, columns = screen.network.shape.of(matrix)
    looks = [[screen.look(Cell(matrix, row, column)) for column in range(columns)] for row in range(rows)]
    return [[f"{look.part.value} {look.term}" if look.numbered else look.part.value for look in row] for row in looks]


def test_an_entry_being_built_shows_what_it_is_made_of_and_how_far_it_is(building: Screen) -> None:
    terms = ["added 1", "added 2", "current 3", "to come 4", "to come 5"]
    assert parts(building, Matrix.x) == [[term, "none", "none", "none"] for term in terms]
    assert parts(building, Matrix.dL_dy_hat) == [["none", term, "none"] for term in terms]
    assert parts(building, Matrix.dL_dw)[0] == ["none", "selected", "none"]
    assert parts(building, Matrix.w)[0] == ["none", "parameter", "none"]
    assert parts(building, Matrix.w_next) == [["none", "influenced", "none"], *[["none"] * 3] * 3]
    assert parts(building, Matrix.y) == [["none"] * 3] * 5
    assert building.look(W12) == CellLook("3.2…", Knowledge.unfinished, Part.selected)


def test_an_input_shows_what_it_influences(building: Screen) -> None:
    building.selection = Cell(Matrix.x, 1, 2)
    assert parts(building, Matrix.y_hat) == [["none"] * 3, ["influenced"] * 3, *[["none"] * 3] * 3]
    assert parts(building, Matrix.dL_dw) == [["none"] * 3, ["none"] * 3, ["influenced"] * 3, ["none"] * 3]
    assert parts(building, Matrix.x)[1] == ["none", "none", "selected", "none"]
    assert building.terms is None


def test_hidden_entries_are_not_influenced() -> None:
    session = Session(note())
    session.select(Cell(Matrix.w, 0, 0))
    assert parts(Screen(session), Matrix.dL_dx) == [["none"] * 4] * 5
    session.set_hidden(GRADIENT_OF_X, False)
    assert parts(Screen(session), Matrix.dL_dx) == [["influenced", "none", "none", "none"]] * 5


def test_an_unknown_entry_shows_what_it_will_be_made_of() -> None:
    screen = Screen(session_at(note(), Position(0, Matrix.y_hat, 0), Cell(Matrix.error, 2, 0)))
    assert parts(screen, Matrix.y_hat)[2] == ["to come 1", "none", "none"]
    assert parts(screen, Matrix.y)[2] == ["to come 2", "none", "none"]
    assert screen.current_term is None


def test_a_finished_entry_that_was_not_touched_last_has_no_current_term() -> None:
    screen = Screen(session_at(note(), Position(0, Matrix.dL_dw, 60), W12))
    assert parts(screen, Matrix.x) == [[f"added {i + 1}", "none", "none", "none"] for i in range(5)]


def test_nine_terms_are_numbered_and_of_ten_the_current_pair_alone() -> None:
    for length, numbered in ((9, 9), (10, 1)):
        session = Session(of_size(length, 1, 1))
        session.move_to(Position(0, Matrix.dL_dw, 4))
        looks = [Screen(session).look(Cell(Matrix.x, row, 0)) for row in range(length)]
        assert [look.part for look in looks] == [Part.added] * 3 + [Part.current] + [Part.to_come] * (length - 4)
        assert [look.term for look in looks] == list(range(1, length + 1))
        assert sum(look.numbered for look in looks) == numbered
        assert looks[3].numbered


@proof
@given(st.data(), problems(3))
def test_the_parts_are_those_that_the_terms_name(data: st.DataObject, problem: Problem) -> None:
    given_ = document_of(problem)
    session = Session(given_)
    session.move_to(data.draw(positions(session.timeline, latest=0)))
    session.select(data.draw(st.sampled_from(list(all_cells(given_)))))
    screen = Screen(session)
    assert session.selection is not None
    network = given_.exact_network
    held = {} if screen.terms is None else {cell: n for n, term in enumerate(screen.terms) for cell in term.cells}
    for cell in all_cells(given_):
        look = screen.look(cell)
        assert (look.part is Part.selected) == (cell == session.selection)
        assert look.term == (held[cell] + 1 if cell in held else None)
        if cell in held:
            added = held[cell] < session.timeline.terms_known(session.selection, session.position)
            assert (look.part in (Part.added, Part.current)) == added
        elif look.part is Part.influenced:
            assert any(session.selection in term.cells for term in network.terms(cell))


def test_cells_are_told_in_words(building: Screen) -> None:
    for cell, expected in (
        (W12, "∂L/∂w row 1 column 2, sum so far 3.2, selected"),
        (Cell(Matrix.x, 0, 0), "x row 1 column 1, 1, contributes to ∂L/∂w row 1 column 2, term 1"),
        (
            Cell(Matrix.dL_dy_hat, 2, 1),
            "∂L/∂ŷ row 3 column 2, 0.8, contributes to ∂L/∂w row 1 column 2, term 3, current term",
        ),
        (Cell(Matrix.x, 4, 0), "x row 5 column 1, 1, contributes to ∂L/∂w row 1 column 2, term 5"),
        (Cell(Matrix.w, 0, 1), "w row 1 column 2, 0, ∂L/∂w row 1 column 2 is its gradient"),
        (Cell(Matrix.w_next, 0, 1), "new w row 1 column 2, not computed yet, influenced by ∂L/∂w row 1 column 2"),
        (Cell(Matrix.b, 0, 1), "b column 2, 1"),
        (LOSS, "L, 23.4"),
        (Cell(Matrix.dL_db, 0, 0), "∂L/∂b column 1, not computed yet"),
    ):
        assert building.spoken(cell) == expected
    assert building.spoken(Cell(Matrix.x, 0, 0), "x transposed row 1 column 1").startswith(
        "x transposed row 1 column 1, 1"
    )


def test_hovering_shows_the_whole_number(building: Screen) -> None:
    assert building.whole(W12) == "∂L/∂w₁₂: sum so far 3.2"
    assert building.whole(LOSS) == "L = 23.4"
    assert building.whole(Cell(Matrix.dL_db, 0, 0)) == "∂L/∂b₁: not computed yet"
    thirds = document([["1/3"]], [["1/3"]], [[0]], [[0]])
    assert Screen(Session(thirds)).whole(Cell(Matrix.x, 0, 0)) == "x₁₁ = 1/3 ≈ 0.3333333333333333"


@pytest.mark.parametrize("t", [1, 5, 25])
def test_w_and_b_are_those_of_the_moment_and_x_and_y_stay(t: int) -> None:
    shown = note()
    screen = Screen(session_at(shown, Position(t, Matrix.y_hat, 3)))
    moment = screen.course.moment(t)
    for cell in (Cell(Matrix.w, 2, 1), Cell(Matrix.b, 0, 1)):
        assert screen.number(cell) == moment.number(cell)
        assert screen.number(cell) != shown.matrix(cell.matrix).exact_at(cell.row, cell.column)
    assert screen.number(Cell(Matrix.x, 0, 2)) == 2
    assert screen.number(Cell(Matrix.y, 0, 0)) == 1


def test_the_new_parameters_of_one_iteration_are_the_parameters_of_the_next() -> None:
    for t in (0, 3, 30):
        new = Screen(session_at(note(), Position(t, Matrix.b_next, 6)))
        after = Screen(session_at(note(), Position(t + 1, Matrix.y_hat, 0)))
        for cell in note().shape.cells(Matrix.w):
            before = new.number(cell._replace(matrix=Matrix.w_next))
            assert before is not None
            assert after.number(cell) == (pytest.approx(before, rel=1e-12) if t >= 20 else before)


def test_the_change_of_the_loss_is_that_since_the_last_iteration() -> None:
    screen = Screen(session_at(note(), Position(1, Matrix.loss, 15)))
    change = screen.loss_change
    assert change is not None
    before, then, now = change
    assert (before, then) == (0, Fraction("23.4"))
    assert now == screen.number(LOSS)
    assert isinstance(now, Fraction)
    assert now < then
    later = Screen(session_at(note(), Position(500, Matrix.loss, 15))).loss_change
    assert later == (499, screen.course.loss(499), screen.course.loss(500))


def test_a_loss_lost_in_rounding_is_said_to_be_less_than_that() -> None:
    screen = Screen(session_at(note(), Position(10**6, Matrix.loss, 15), LOSS))
    text = screen.look(LOSS).text
    assert re.fullmatch(r"< \d(\.\d)?e−\d\d", text)
    assert screen.shown_cell(LOSS).text == text
    assert screen.whole(LOSS) == f"L {text}: nothing but rounding is left of ŷ − y"
    assert screen.spoken(LOSS) == f"L, {text}, selected"
    assert screen.loss_change is None


@pytest.mark.parametrize(
    "shown",
    [
        note(),
        document([["0.1", "123.4"], ["7", "0.003"]], [[1], [-1]], [[0]], [["0.3"], ["−5"]]),
        document([[1000, "0.01"], [999, "0.02"], [1001, "0.07"]], [[1, 2], [3, 4]], [[0, 0]], [[1, 0]] * 3),
    ],
)
def test_where_the_loss_tends_to_zero_it_is_in_the_end_lost_in_rounding(shown: Document) -> None:
    session = Session(shown)
    limit = session.course.descent.learning_rate_limit
    session.set_learning_rate(str(limit / 2))
    session.run(10**9)
    if session.course.loss(10**9) < 1e-40:
        assert Screen(session).look(LOSS).text.startswith("< ")


def test_the_running_sums_end_in_the_entry_itself_to_the_last_digit() -> None:
    """A product of matrices may add up in another order than a person does; the screen shows one number."""
    session = Session(note())
    session.move_to(Position(1000, Matrix.b_next, 6))
    for matrix in (Matrix.y_hat, Matrix.error, Matrix.loss, Matrix.dL_dw, Matrix.dL_db, Matrix.w_next):
        for cell in note().shape.cells(matrix):
            session.select(cell)
            screen = Screen(session)
            assert screen.term_values.sums[-1] == screen.number(cell)


def test_the_sum_so_far_of_a_cell_is_the_one_of_its_derivation() -> None:
    rows = [[f"0.{7 * i + 1}"] for i in range(40)]
    session = Session(document(rows, [["0.3"]], [["0.1"]], rows[::-1]))
    for terms in range(1, 41):
        session.move_to(Position(900, Matrix.dL_db, terms))
        screen = Screen(session)
        assert isinstance(screen.number(Cell(Matrix.dL_db, 0, 0)), float)
        assert screen.number(Cell(Matrix.dL_db, 0, 0)) == screen.term_values.sums[-1]
