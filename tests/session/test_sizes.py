"""Another size of the network: what is selected stays, what was typed stays, and what came and went is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import Cell, Matrix, Shape
from bpgui.core.inputs import InputMatrix
from bpgui.session.classes import class_of, class_words
from bpgui.session.line_moves import moved
from bpgui.session.screen import Screen
from bpgui.session.session import Session
from bpgui.session.size_words import line_words, size_preview
from bpgui.session.sizes import insertion, removal
from tests.session.documents import document_of, note
from tests.strategies import problems

SIZES = {"i": "N", "j": "D", "k": "K"}


@st.composite
def changes(draw: st.DrawFn) -> tuple[Session, str, int, int, bool]:
    """A session, and lines along a letter that are put in, or that can be taken out."""
    session = Session(document_of(draw(problems())))
    letter = draw(st.sampled_from("ijk"))
    size = session.document.shape.size(letter)
    is_new = size == 1 or draw(st.booleans())
    if is_new:
        return session, letter, draw(st.integers(0, size)), draw(st.integers(1, 3)), True
    count = draw(st.integers(1, size - 1))
    return session, letter, draw(st.integers(0, size - count)), count, False


@given(changes(), st.data())
def test_what_is_selected_stays_the_same_entry_or_goes_with_its_line(
    change: tuple[Session, str, int, int, bool], data: st.DataObject
) -> None:
    session, letter, place, count, is_new = change
    cell = data.draw(
        st.sampled_from([c for m in (Matrix.x, Matrix.w, Matrix.b, Matrix.y) for c in session.document.shape.cells(m)])
    )
    value = session.document.matrix(cell.matrix).exact_at(cell.row, cell.column)
    session.select(cell)
    (session.insert_lines if is_new else session.remove_lines)(letter, place, count)
    after = session.selection
    if after is None:
        assert not is_new
        lost = [at for at, along in zip((cell.row, cell.column), cell.matrix.axes, strict=True) if along == letter]
        assert all(place <= at < place + count for at in lost)
        assert lost
    else:
        assert after.matrix is cell.matrix
        assert session.document.matrix(after.matrix).exact_at(after.row, after.column) == value
        assert not Screen(session).look(after).is_new
    session.undo()
    assert session.selection == cell


@given(changes(), st.data())
def test_every_cell_of_every_matrix_finds_its_place(
    change: tuple[Session, str, int, int, bool], data: st.DataObject
) -> None:
    session, letter, place, count, is_new = change
    document = session.document
    edit = (insertion if is_new else removal)(document, letter, place, count)
    after = edit.apply(document)
    matrix = data.draw(st.sampled_from(Matrix))
    places = [moved(cell, [edit]) for cell in document.shape.cells(matrix)]
    found = [place for place in places if place is not None]
    assert len(set(found)) == len(found)
    assert all(after.shape.contains(place) for place in found)
    assert found == sorted(found)
    if is_new or letter not in matrix.axes:
        assert None not in places
    else:
        assert len(found) == after.shape.entries(matrix)


def test_paths_that_are_gone_back_to_move_too() -> None:
    session = Session(note())
    session.select(Cell(Matrix.x, 3, 1))
    session.select(Cell(Matrix.x, 1, 1))
    session.insert_lines("i", 2)
    session.go_back()
    assert session.selection == Cell(Matrix.x, 4, 1)
    session.remove_lines("i", 4)
    assert session.selection is None


def test_a_certain_cell_can_be_selected_then() -> None:
    session = Session(note())
    session.insert_lines("j", 4, 2, selects=Cell(Matrix.x, 0, 4))
    assert session.selection == Cell(Matrix.x, 0, 4)
    assert session.notice == "Columns 5 and 6 of x and rows 5 and 6 of w are new: zeros, marked until you type there."


@pytest.mark.parametrize(
    ("letter", "place", "count", "words"),
    [
        ("i", 3, 2, "rows 4 and 5 of x and y"),
        ("i", 0, 1, "row 1 of x and y"),
        ("j", 1, 3, "columns 2 to 4 of x and rows 2 to 4 of w"),
        ("k", 2, 1, "column 3 of w, b and y"),
    ],
)
def test_lines_are_told_as_the_matrices_have_them(letter: str, place: int, count: int, words: str) -> None:
    assert line_words(letter, place, count) == words


def test_what_a_size_does_is_told_before_and_after() -> None:
    session = Session(note())
    before, wanted = session.document.shape, Shape(7, 4, 1)
    assert size_preview(before, wanted) == (
        "Deletes columns 2 and 3 of w, b and y. Adds rows 6 and 7 of x and y: zeros, marked until you type there."
    )
    assert size_preview(before, before) == "Nothing changes."
    session.set_size(*wanted)
    assert session.notice == (
        "Columns 2 and 3 of w, b and y are deleted; Ctrl+Z brings them back. "
        "Rows 6 and 7 of x and y are new: zeros, marked until you type there."
    )


def test_a_new_zero_that_is_typed_is_new_no_more_and_that_can_be_undone() -> None:
    session = Session(note())
    session.insert_lines("i", 5)
    cell = Cell(Matrix.x, 5, 0)
    assert Screen(session).look(cell).is_new
    assert Screen(session).spoken(cell).startswith("x row 6 column 1, 0, new, nothing typed yet")
    session.enter(Matrix.x, 5, 0, "0")
    assert not Screen(session).look(cell).is_new
    steps = len(session.history.done)
    session.enter(Matrix.x, 5, 0, "0")
    assert len(session.history.done) == steps
    session.undo()
    assert Screen(session).look(cell).is_new


# --- classes


def test_a_row_of_y_is_in_a_class_if_it_is_one_hot_and_in_none_otherwise() -> None:
    document = note().with_matrix(
        Matrix.y, InputMatrix.from_rows(Matrix.y, [[0, 1, 0], [0, 2, 0], [1, 1, 0], [0, 0, 0], ["1/3", 0, 1]])
    )
    assert [class_of(document, row) for row in range(5)] == [1, None, None, None, None]
    assert class_words(document, 0) == "Example 1 is in class 2."
    assert class_words(document, 3) == "Row 4 of y is not one 1 and zeros: example 4 is in no one class."


def test_setting_a_class_makes_the_row_one_hot_in_one_step() -> None:
    session = Session(note())
    session.rename("k", 2, "owl")
    session.set_class(1, 2)
    assert session.document.y.values[1].tolist() == [0, 0, 1]
    assert session.history.done[-1].name == "Example 2 is in class owl"
    assert session.notice == "Example 2 is in class owl now."
    steps = len(session.history.done)
    session.set_class(1, 2)
    assert len(session.history.done) == steps
    session.set_class(0, 0, rows=5)
    assert session.document.y.values.tolist() == [[1, 0, 0]] * 5
    assert session.history.done[-1].name == "Examples 1 to 5 are in class 1"
    session.undo()
    assert session.document.y.values[1].tolist() == [0, 0, 1]
