"""Names of examples, features and classes, edited where they stand."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip

from bpgui.core.cells import Matrix
from bpgui.ui.matrix_frame import MatrixFrame
from bpgui.ui.name_editing import NameEditor
from bpgui.ui.worksheet_plan import X_TRANSPOSED, Name
from tests.ui.person import Key, Modifier, Person

Control, Shift = Modifier.ControlModifier, Modifier.ShiftModifier
ROWS, COLUMNS = 0, 1


def frame_of(person: Person, name: Name) -> MatrixFrame:
    return person.window.worksheet.sheet.frames[name]


def double_click_header(person: Person, name: Name, axis: int, number: int) -> None:
    frame = frame_of(person, name)
    place = frame.header_box(axis, number - 1).center()
    QTest.mouseDClick(frame, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseRelease(frame, Qt.MouseButton.LeftButton, pos=place)


def editor(person: Person) -> NameEditor | None:
    focus = QApplication.focusWidget()
    return focus if isinstance(focus, NameEditor) else None


def type_name(person: Person, text: str, end_with: Qt.Key = Key.Key_Return) -> None:
    field = editor(person)
    assert field is not None, "no field is open"
    field.selectAll()
    person.press(Key.Key_Delete)
    person.type(text)
    person.press(end_with)


def names(person: Person, letter: str) -> tuple[str, ...]:
    return person.window.bridge.session.document.names.along(letter)


def header(person: Person, name: str, axis: int, number: int) -> str:
    orientation = Qt.Orientation.Vertical if axis == ROWS else Qt.Orientation.Horizontal
    return str(person.table(name).model().headerData(number - 1, orientation))


HEADERS = [
    (Matrix.x, COLUMNS, "j"),
    (Matrix.x, ROWS, "i"),
    (Matrix.w, ROWS, "j"),
    (Matrix.w, COLUMNS, "k"),
    (Matrix.b, COLUMNS, "k"),
    (Matrix.y, COLUMNS, "k"),
    (Matrix.y, ROWS, "i"),
    (Matrix.y_hat, COLUMNS, "k"),
    (Matrix.dL_dw, COLUMNS, "k"),
]


def test_a_double_click_on_a_number_names_it_where_no_names_are_yet(person: Person) -> None:
    for name, axis, letter in HEADERS:
        double_click_header(person, name, axis, 2)
        type_name(person, "  two   words ")
        assert names(person, letter)[1] == "two words"
        assert header(person, str(name), axis, 2) == "two words"
        assert header(person, str(name), axis, 1) == "1"
        assert person.sentence.endswith("2 is “two words”.")
        assert editor(person) is None
        assert person.table(str(name)).hasFocus()
        person.press(Key.Key_Z, Control)
        assert names(person, letter) == ()


def test_the_name_stands_at_the_same_index_of_every_matrix(person: Person) -> None:
    double_click_header(person, Matrix.y, COLUMNS, 3)
    type_name(person, "cat")
    for name in ("y", "y_hat", "w", "b", "error", "dL_dw", "w_next"):
        assert header(person, name, COLUMNS, 3) == "cat", name
    assert person.index("y", 1, 3).data(Qt.ItemDataRole.ToolTipRole) == "y₁₃ = 0\ncat"


def test_names_of_examples_stand_beside_the_rows_of_x_and_y(person: Person) -> None:
    before = {name: frame_of(person, name).header_box(ROWS, 0).width() for name in (Matrix.x, Matrix.y, Matrix.y_hat)}
    double_click_header(person, Matrix.x, ROWS, 1)
    type_name(person, "Anna Karenina")
    after = {name: frame_of(person, name).header_box(ROWS, 0).width() for name in before}
    assert after[Matrix.x] > before[Matrix.x] + 20
    assert after[Matrix.y] > before[Matrix.y] + 20
    assert after[Matrix.y_hat] <= before[Matrix.y_hat] + 2


def test_escape_gives_it_up(person: Person) -> None:
    double_click_header(person, Matrix.x, COLUMNS, 2)
    type_name(person, "height", Key.Key_Escape)
    assert names(person, "j") == ()
    assert editor(person) is None
    assert person.table("x").hasFocus()


def test_what_is_typed_is_taken_when_one_goes_elsewhere(person: Person) -> None:
    double_click_header(person, Matrix.x, COLUMNS, 2)
    person.type("height")
    person.click_cell("w", 1, 1)
    assert names(person, "j") == ("", "height", "", "")
    assert person.table("w").hasFocus()


def test_an_empty_name_leaves_the_number_alone(person: Person) -> None:
    double_click_header(person, Matrix.x, COLUMNS, 2)
    type_name(person, "height")
    double_click_header(person, Matrix.x, COLUMNS, 2)
    field = editor(person)
    assert field is not None
    assert field.text() == "height"
    assert field.selectedText() == "height"
    type_name(person, "   ")
    assert names(person, "j") == ()
    assert header(person, "x", COLUMNS, 2) == "2"


def test_to_leave_it_as_it_was_is_no_step(person: Person) -> None:
    double_click_header(person, Matrix.x, COLUMNS, 2)
    person.press(Key.Key_Return)
    assert not person.can("undo")


def test_tab_goes_from_name_to_name(person: Person) -> None:
    double_click_header(person, Matrix.y, COLUMNS, 1)
    for name in ("cat", "dog"):
        type_name(person, name, Key.Key_Tab)
    type_name(person, "owl")
    assert names(person, "k") == ("cat", "dog", "owl")
    double_click_header(person, Matrix.y, COLUMNS, 3)
    type_name(person, "bat", Key.Key_Backtab)
    assert editor(person) is not None
    assert editor(person).text() == "dog"  # type: ignore[union-attr]


def test_keys_name_the_column_and_the_row_of_the_cell(person: Person) -> None:
    person.go_into("w", 2, 3)
    person.press(Key.Key_F2, Shift)
    type_name(person, "cat")
    assert names(person, "k") == ("", "", "cat")
    assert person.table("w").hasFocus()
    person.press(Key.Key_F2, Control | Shift)
    type_name(person, "height")
    assert names(person, "j") == ("", "height", "", "")


def test_where_numbers_alone_stand_a_double_click_does_nothing(person: Person) -> None:
    for name, axis in ((X_TRANSPOSED, COLUMNS), (Matrix.y_hat, ROWS)):
        double_click_header(person, name, axis, 2)
        assert editor(person) is None


def test_the_keys_of_the_window_rest_while_a_name_is_typed(person: Person) -> None:
    double_click_header(person, Matrix.x, COLUMNS, 1)
    person.press(Key.Key_PageDown)
    person.type("f")
    assert editor(person) is not None
    assert person.position.terms == 0
    assert not person.action("focus").isChecked()


def hovered(person: Person, name: Name, axis: int, number: int) -> str:
    frame = frame_of(person, name)
    place = frame.header_box(axis, number - 1).center()
    QApplication.sendEvent(frame, QHelpEvent(QEvent.Type.ToolTip, place, frame.mapToGlobal(place)))
    return QToolTip.text()


def test_a_long_name_is_whole_when_pointed_at(person: Person) -> None:
    long = "a very long name of a feature that no column is wide enough for"
    double_click_header(person, Matrix.x, COLUMNS, 2)
    type_name(person, long)
    box = frame_of(person, Matrix.x).header_box(COLUMNS, 1)
    assert box.width() < 80
    assert hovered(person, Matrix.x, COLUMNS, 2) == (
        f"{long} (feature 2)\nDouble click, or Shift+F2 in the matrix, to name it"
    )
    assert hovered(person, Matrix.x, ROWS, 1).startswith("Example 1\n")
    assert hovered(person, X_TRANSPOSED, COLUMNS, 1) == "Example 1"


def test_the_field_stands_over_the_header_and_within_the_sheet(person: Person) -> None:
    for name, axis, number in ((Matrix.x, COLUMNS, 1), (Matrix.x, ROWS, 5), (Matrix.y_hat, COLUMNS, 3)):
        double_click_header(person, name, axis, number)
        field = editor(person)
        assert field is not None
        frame = frame_of(person, name)
        box = frame.header_box(axis, number - 1).translated(frame.pos())
        assert field.geometry().intersects(box)
        assert field.parentWidget().rect().contains(field.geometry())
        assert (
            field.accessibleName()
            == f"Name of {'example' if axis == ROWS else 'feature' if name is Matrix.x else 'class'} {number}"
        )
        assert field.height() >= field.fontMetrics().height()
        person.press(Key.Key_Escape)


def test_a_column_that_is_scrolled_away_comes_into_view_first(person: Person) -> None:
    person.window.bridge.do(lambda session: session.set_size(5, 40, 3))
    view = person.table("x")
    person.go_into("x", 1, 1)
    view.horizontalScrollBar().setValue(0)
    person.press(Key.Key_End)
    assert view.currentIndex().column() == 39
    person.press(Key.Key_F2, Shift)
    type_name(person, "last")
    assert names(person, "j")[39] == "last"
    assert view.horizontalScrollBar().value() > 0


def test_tab_back_scrolls_to_the_row_above(person: Person) -> None:
    person.window.bridge.do(lambda session: session.set_size(60, 2, 3))
    view = person.go_into("y", 1, 1)
    person.press(Key.Key_PageDown, Control, times=2)
    first = view.verticalScrollBar().value()
    assert first > 0
    double_click_header(person, Matrix.y, ROWS, first + 1)
    type_name(person, "here", Key.Key_Backtab)
    type_name(person, "above")
    assert names(person, "i")[first - 1 : first + 1] == ("above", "here")
    assert view.verticalScrollBar().value() == first - 1


def test_undo_from_elsewhere_closes_the_field(person: Person) -> None:
    person.enter("x", 1, 1, "5")
    double_click_header(person, Matrix.x, COLUMNS, 1)
    person.window.bridge.do(lambda session: session.set_size(5, 3, 3))
    assert person.window.findChild(QLineEdit, "name_editor") is None or editor(person) is None


def test_it_works_in_focus(person: Person) -> None:
    person.choose("focus")
    double_click_header(person, Matrix.x, COLUMNS, 1)
    type_name(person, "height")
    assert names(person, "j")[0] == "height"
    assert isinstance(frame_of(person, Matrix.x).header_at(QPoint(0, 0)), tuple | None)
