"""Ranges of cells, by keys and mouse, and typing on as in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.ui.person import Key, Modifier, Person
from tests.ui.pixels import is_painted_afresh, on_screen, where_they_differ

SHIFT, CONTROL = Modifier.ShiftModifier, Modifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton

X = [["1", "0", "2", "1"], ["2", "1", "0", "1"], ["0", "1", "1", "2"], ["1", "2", "1", "0"], ["1", "1", "0", "2"]]


@pytest.fixture(autouse=True)
def _empty_clipboard(qapp: QApplication) -> Iterator[None]:
    QGuiApplication.clipboard().clear()
    yield
    QGuiApplication.clipboard().clear()


def chosen(person: Person) -> list[list[str]]:
    """The cells that are chosen: what copying them gives."""
    person.press(Key.Key_C, CONTROL)
    return [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]


def cells(person: Person, name: str, rows: range, columns: range) -> list[list[str]]:
    """What stands in some cells, counted from 1, as it is copied."""
    return [[person.cell(name, row, column).replace("−", "-") for column in columns] for row in rows]


def drag(person: Person, name: str, start: tuple[int, int], end: tuple[int, int]) -> None:
    area, at = person.place_of(name, *start)
    _, there = person.place_of(name, *end)
    QTest.mousePress(area, LEFT, pos=at)
    for part in (0.3, 0.6, 1.0):
        QTest.mouseMove(area, at + (there - at) * part)
    QTest.mouseRelease(area, LEFT, pos=there)


def shift_click(person: Person, name: str, row: int, column: int) -> None:
    area, at = person.place_of(name, row, column)
    QTest.mouseClick(area, LEFT, SHIFT, at)


# --- ranges


def test_shift_and_arrows_choose_a_range_from_the_current_cell(person: Person) -> None:
    person.go_into("x", 2, 2)
    person.press(Key.Key_Down, SHIFT, times=2)
    person.press(Key.Key_Right, SHIFT)
    assert chosen(person) == cells(person, "x", range(2, 5), range(2, 4))
    person.press(Key.Key_Up, SHIFT, times=3)
    assert chosen(person) == cells(person, "x", range(1, 3), range(2, 4))
    person.press(Key.Key_Left, SHIFT, times=9)
    assert chosen(person) == cells(person, "x", range(1, 3), range(1, 3))


@pytest.mark.parametrize(
    ("key", "modifiers", "rows", "columns"),
    [
        (Key.Key_End, SHIFT, range(2, 3), range(3, 5)),
        (Key.Key_Home, SHIFT, range(2, 3), range(1, 4)),
        (Key.Key_End, SHIFT | CONTROL, range(2, 6), range(3, 5)),
        (Key.Key_Home, SHIFT | CONTROL, range(1, 3), range(1, 4)),
        (Key.Key_Down, SHIFT | CONTROL, range(2, 6), range(3, 4)),
        (Key.Key_Left, SHIFT | CONTROL, range(2, 3), range(1, 4)),
    ],
)
def test_shift_with_home_end_and_ctrl_chooses_to_the_ends(
    person: Person, key: Qt.Key, modifiers: Qt.KeyboardModifier, rows: range, columns: range
) -> None:
    person.go_into("x", 2, 3)
    person.press(key, modifiers)
    assert chosen(person) == cells(person, "x", rows, columns)


def test_the_selected_cell_stays_while_a_range_is_chosen(person: Person) -> None:
    person.go_into("x", 2, 2)
    derivation = person.window.bridge.session.selection
    person.press(Key.Key_Down, SHIFT)
    assert person.window.bridge.session.selection == derivation
    assert person.look("x", 2, 2).part.value == "selected"


@pytest.mark.parametrize("name", ["x", "w", "b", "y", "x_transposed"])
def test_ctrl_a_chooses_all_cells_of_the_matrix_that_has_the_keyboard(person: Person, name: str) -> None:
    person.go_into(name, 1, 2)
    person.press(Key.Key_A, CONTROL)
    model = person.table(name).model()
    whole = cells(person, name, range(1, model.rowCount() + 1), range(1, model.columnCount() + 1))
    assert chosen(person) == whole
    assert person.table(name).currentIndex().column() == 1


def test_dragging_chooses_a_range_in_any_direction_and_selects_where_it_began(person: Person) -> None:
    drag(person, "x", (4, 3), (2, 1))
    assert chosen(person) == cells(person, "x", range(2, 5), range(1, 4))
    assert person.look("x", 4, 3).part.value == "selected"
    drag(person, "x", (1, 1), (2, 4))
    assert chosen(person) == cells(person, "x", range(1, 3), range(1, 5))


def test_shift_and_a_click_choose_up_to_there(person: Person) -> None:
    person.click_cell("w", 1, 1)
    shift_click(person, "w", 3, 2)
    assert chosen(person) == cells(person, "w", range(1, 4), range(1, 3))
    shift_click(person, "w", 2, 3)
    assert chosen(person) == cells(person, "w", range(1, 3), range(1, 4))


def test_dragging_beyond_the_edge_of_a_large_matrix_scrolls_on(person: Person) -> None:
    person.choose("example_4")
    area, at = person.place_of("x", 1, 1)
    QTest.mousePress(area, LEFT, pos=at)
    below = QPoint(at.x(), area.height() + 30)
    QTest.mouseMove(area, at + QPoint(0, 30))
    QTest.mouseMove(area, below)
    view = person.table("x")
    person.qtbot.waitUntil(lambda: view.verticalScrollBar().value() > 12)
    QTest.mouseRelease(area, LEFT, pos=below)
    assert len(chosen(person)) > 12


@pytest.mark.parametrize("end", ["an arrow", "a click", "Escape", "Tab"])
def test_a_range_ends_with_the_next_move(person: Person, end: str) -> None:
    view = person.go_into("x", 2, 2)
    person.press(Key.Key_Down, SHIFT)
    match end:
        case "an arrow":
            person.press(Key.Key_Up)
            assert chosen(person) == cells(person, "x", range(1, 2), range(2, 3))
        case "a click":
            person.click_cell("x", 2, 2)
            assert chosen(person) == cells(person, "x", range(2, 3), range(2, 3))
        case "Escape":
            person.press(Key.Key_Escape)
            assert chosen(person) == cells(person, "x", range(2, 3), range(2, 3))
        case "Tab":
            person.press(Key.Key_Tab)
            assert not view.hasFocus()
            view.setFocus()
            assert chosen(person) == cells(person, "x", range(2, 3), range(2, 3))


def test_escape_takes_the_range_back_before_it_leaves_focus(person: Person) -> None:
    person.press(Key.Key_F)
    person.go_into("x", 1, 1)
    person.press(Key.Key_Down, SHIFT)
    person.press(Key.Key_Escape)
    assert person.action("focus").isChecked()
    person.press(Key.Key_Escape)
    assert not person.action("focus").isChecked()


@pytest.mark.parametrize("theme", [Key.Key_L, Key.Key_D, Key.Key_P])
def test_a_range_is_seen_in_every_theme_and_nothing_is_left_of_it(person: Person, theme: Qt.Key) -> None:
    person.press(theme, CONTROL | SHIFT)
    view = person.go_into("dL_dw" if theme == Key.Key_D else "x", 1, 1)
    person.qtbot.waitUntil(is_painted_afresh(person))
    before = on_screen(person)
    person.press(Key.Key_Right, SHIFT)
    person.press(Key.Key_Down, SHIFT)
    person.qtbot.waitUntil(is_painted_afresh(person))
    differ = abs(on_screen(person) - before).max(axis=2) > 8
    corner = view.viewport().mapTo(person.window, QPoint(0, 0))
    width, height = 2 * view.columnWidth(0), 2 * view.rowHeight(0)
    inside = differ[corner.y() : corner.y() + height, corner.x() : corner.x() + width]
    assert inside[0, :].mean() > 0.9  # a line along the upper edge
    assert inside[:, -2].mean() > 0.9
    assert differ.sum() == inside.sum()
    person.press(Key.Key_Escape)
    person.qtbot.waitUntil(is_painted_afresh(person))
    assert where_they_differ(on_screen(person), before) == ""


# --- typing on


def test_typing_and_return_go_down_a_column(person: Person) -> None:
    person.go_into("x", 1, 2)
    for number in ("7", "8", "9"):
        person.type(number)
        person.finish_editing("x")
    assert [person.cell("x", row, 2) for row in (1, 2, 3)] == ["7", "8", "9"]
    assert person.look("x", 4, 2).part.value == "selected"
    person.type("5")
    person.press(Key.Key_Return, SHIFT)
    person.qtbot.waitUntil(lambda: person.editor("x") is None)
    assert person.look("x", 3, 2).part.value == "selected"


def test_return_stays_in_the_last_row(person: Person) -> None:
    person.enter("x", 5, 1, "7")
    assert person.look("x", 5, 1).part.value == "selected"
    assert person.table("x").hasFocus()


def test_return_without_typing_goes_down_and_with_shift_up(person: Person) -> None:
    person.go_into("w", 2, 1)
    person.press(Key.Key_Return)
    assert person.look("w", 3, 1).part.value == "selected"
    person.press(Key.Key_Return, SHIFT, times=2)
    assert person.look("w", 1, 1).part.value == "selected"
    assert person.position.terms == 0


def test_tab_takes_what_is_typed_and_goes_right_and_on_in_the_next_row(person: Person) -> None:
    person.open_editor("w", 1, 2)
    for number in ("7", "8", "9"):
        person.type(number)
        person.press(Key.Key_Tab)
    assert [person.cell("w", 1, 2), person.cell("w", 1, 3), person.cell("w", 2, 1)] == ["7", "8", "9"]
    assert person.editor("w") is not None
    person.press(Key.Key_Backtab, SHIFT)
    person.type("6")
    person.finish_editing("w")
    assert person.cell("w", 2, 1) == "6"


def test_tab_in_the_last_cell_ends_typing_and_the_next_leaves_the_grid(person: Person) -> None:
    person.open_editor("b", 1, 3)
    person.type("7")
    person.press(Key.Key_Tab)
    person.qtbot.waitUntil(lambda: person.editor("b") is None)
    assert person.cell("b", 1, 3) == "7"
    assert person.table("b").hasFocus()
    person.press(Key.Key_Tab)
    assert not person.table("b").hasFocus()


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Tab])
def test_a_number_that_cannot_be_read_is_not_left(person: Person, key: Qt.Key) -> None:
    person.open_editor("x", 1, 1)
    person.type("two")
    person.press(key)
    person.qtbot.waitUntil(lambda: person.editor("x") is None)
    assert "“two” is not a number" in person.says("input_error")
    assert (person.table("x").currentIndex().row(), person.table("x").currentIndex().column()) == (0, 0)
    person.type("2")
    person.finish_editing("x")
    assert person.cell("x", 1, 1) == "2"
    assert person.table("x").currentIndex().row() == 1


def test_f2_opens_a_cell_with_its_number_and_typing_writes_over_it(person: Person) -> None:
    person.go_into("x", 1, 3)
    person.press(Key.Key_F2)
    person.press(Key.Key_End)
    person.type("5")
    person.finish_editing("x")
    assert person.cell("x", 1, 3) == f"{X[0][2]}5"
    person.go_into("x", 1, 3)
    person.type("4")
    person.finish_editing("x")
    assert person.cell("x", 1, 3) == "4"


def test_shift_and_arrows_in_a_line_that_is_typed_are_the_lines_own(person: Person) -> None:
    editor = person.open_editor("x", 1, 1)
    person.type("123")
    person.press(Key.Key_Left, SHIFT)
    assert editor.selectedText() == "3"


# --- Delete


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_delete_sets_the_range_to_zero_in_one_step(person: Person, key: Qt.Key) -> None:
    person.go_into("x", 2, 1)
    person.press(Key.Key_Down, SHIFT)
    person.press(Key.Key_Right, SHIFT)
    before = person.matrix("x")
    person.press(key)
    assert cells(person, "x", range(2, 4), range(1, 3)) == [["0", "0"], ["0", "0"]]
    assert person.window.bridge.session.history.done[-1].name == "2×2 numbers of x to zero"
    assert chosen(person) == [["0", "0"], ["0", "0"]]  # the range stays
    person.press(Key.Key_Z, CONTROL)
    assert person.matrix("x") == before
    assert not person.can("undo")


def test_delete_where_there_are_zeros_is_no_step(person: Person) -> None:
    person.enter("x", 1, 1, "0")
    steps = len(person.window.bridge.session.history.done)
    person.click_cell("x", 1, 1)
    person.press(Key.Key_Delete)
    assert len(person.window.bridge.session.history.done) == steps


@pytest.mark.parametrize(
    ("name", "said"),
    [("dL_dw", "∂L/∂w is computed"), ("x_transposed", "change the numbers in x"), ("loss", "computed")],
)
def test_what_is_computed_is_not_set_to_zero(person: Person, name: str, said: str) -> None:
    person.press(Key.Key_F8)
    person.go_into(name, 1, 1)
    document = person.window.bridge.session.document
    person.press(Key.Key_Delete)
    assert said in person.says("input_error")
    assert person.find(QLabel, "input_error").isVisible()
    assert person.window.bridge.session.document is document
