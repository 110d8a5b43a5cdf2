"""Copy, cut and paste of rectangles, to and from spreadsheets and text."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QMenu, QPushButton

from bpgui.core.cells import Matrix
from bpgui.session.document import Names
from bpgui.session.entering import TOO_LARGE_TO_START_FROM
from tests.ui.person import Key, Modifier, Person

SHIFT, CONTROL = Modifier.ShiftModifier, Modifier.ControlModifier
THREE_BY_TWO = "11\t12\n21\t22\n31\t32\n"


@pytest.fixture(autouse=True)
def _empty_clipboard(qapp: QApplication) -> Iterator[None]:
    QGuiApplication.clipboard().clear()
    yield
    QGuiApplication.clipboard().clear()


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def give(text: str) -> None:
    """Put a text on the clipboard, as another program does."""
    QGuiApplication.clipboard().setText(text)


def paste(person: Person, name: str, row: int, column: int, text: str) -> None:
    give(text)
    person.go_into(name, row, column)
    person.press(Key.Key_V, CONTROL)


def rows(person: Person, matrix: Matrix) -> list[list[Fraction]]:
    """The numbers of an input, exactly."""
    given: list[list[Fraction]] = person.window.bridge.session.document.matrix(matrix).fractions.tolist()
    return given


def steps(person: Person) -> list[str]:
    return [step.name for step in person.window.bridge.session.history.done]


def dialog(person: Person) -> QDialog:
    found = person.find(QDialog, "paste_dialog")
    person.qtbot.waitUntil(found.isVisible)
    return found


def answer(person: Person, name: str) -> None:
    """Choose a button of the dialog, and be in the window again."""
    asked = dialog(person)
    QTest.mouseClick(asked.findChild(QPushButton, name), Qt.MouseButton.LeftButton)
    person.qtbot.waitUntil(lambda: person.window.findChild(QDialog, "paste_dialog") is None)
    person.window.activateWindow()  # as a window manager does
    person.qtbot.waitUntil(person.window.isActiveWindow)


# --- copy


def test_any_matrix_is_copied_with_its_exact_numbers(person: Person) -> None:
    person.press(Key.Key_F8)
    for name in ("x", "w", "b", "y", "y_hat", "error", "loss", "dL_dy_hat", "dL_dw", "dL_db"):
        person.go_into(name, 1, 1)
        person.press(Key.Key_A, CONTROL)
        person.press(Key.Key_C, CONTROL)
        copied = [Fraction(cell.removeprefix("=")) for line in clipboard().split("\n") for cell in line.split("\t")]
        screen = person.window.bridge.screen
        assert copied == [screen.number(cell) for cell in screen.document.shape.cells(Matrix(name))], name
        assert person.sentence.endswith("copied.")


def test_x_transposed_is_copied_as_it_stands(person: Person) -> None:
    person.go_into("x_transposed", 1, 1)
    person.press(Key.Key_A, CONTROL)
    person.press(Key.Key_C, CONTROL)
    copied = clipboard().replace("-", "−")
    assert [line.split("\t") for line in copied.split("\n")] == person.matrix("x_transposed")
    assert person.sentence == "4×5 numbers of xᵀ copied."


def test_fractions_are_copied_exactly_and_spreadsheets_take_them(person: Person) -> None:
    person.enter("w", 1, 1, "1/3")
    person.click_cell("w", 1, 1)
    person.press(Key.Key_C, CONTROL)
    assert clipboard() == "=1/3"
    paste(person, "w", 2, 2, clipboard())
    assert rows(person, Matrix.w)[1][1] == Fraction(1, 3)


def test_w_of_a_later_iteration_is_copied_as_it_is_then(person: Person) -> None:
    person.press(Key.Key_F9)
    person.go_into("w", 1, 1)
    person.press(Key.Key_C, CONTROL)
    assert Fraction(clipboard()) == person.window.bridge.session.shown_input(Matrix.w, 0, 0)
    assert Fraction(clipboard()) != rows(person, Matrix.w)[0][0]


def test_what_is_not_computed_yet_cannot_be_copied(person: Person) -> None:
    give("before")
    person.go_into("dL_dw", 1, 1)
    person.press(Key.Key_C, CONTROL)
    assert person.says("input_error") == "∂L/∂w₁₁ is not computed yet, so there is nothing to copy."
    assert person.find(QLabel, "input_error").isVisible()
    assert clipboard() == "before"


FORMS = {
    "tabs": "1\t0",
    "tabs_and_commas": "1\t0",
    "csv": "1.0,0.0",
    "numpy": "np.array([[1.0, 0.0]])",
    "matlab": "[1 0]",
    "latex": "\\begin{bmatrix}\n  1 & 0\n\\end{bmatrix}",
    "markdown": "|  |  |\n|---:|---:|\n| 1 | 0 |",
}
LETTERS = {"tabs": "T", "tabs_and_commas": "C", "csv": "V", "numpy": "N", "matlab": "M", "latex": "L", "markdown": "D"}


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard")
def test_copy_as_offers_every_form_by_a_letter(person: Person) -> None:
    person.enter("x", 1, 1, "1")
    person.enter("x", 1, 2, "0")
    person.go_into("x", 1, 1)
    person.press(Key.Key_Right, SHIFT)
    menu = person.find(QMenu, "copy_as_menu")
    for form, text in FORMS.items():
        person.press(Key.Key_H, CONTROL | SHIFT)
        person.qtbot.waitUntil(menu.isVisible)
        QTest.keyClick(menu, getattr(Key, f"Key_{LETTERS[form]}"))
        person.qtbot.waitUntil(lambda: not menu.isVisible())
        assert clipboard() == text
        assert person.sentence.startswith("1×2 numbers of x copied")
        person.window.activateWindow()
        person.qtbot.waitUntil(person.window.isActiveWindow)


def test_copying_without_a_grid_says_where_to_go(person: Person) -> None:
    give("before")
    for key in (Key.Key_C, Key.Key_X, Key.Key_V, Key.Key_A):
        person.press(key, CONTROL)
        assert person.sentence == "Choose cells of a matrix first: click one, or go there with Tab."
    assert clipboard() == "before"


# --- cut and paste


def test_cut_copies_and_sets_to_zero_in_one_step(person: Person) -> None:
    person.enter("x", 1, 1, "5")
    person.enter("x", 2, 1, "6")
    person.click_cell("x", 1, 1)
    person.press(Key.Key_Down, SHIFT)
    person.press(Key.Key_X, CONTROL)
    assert clipboard() == "5\n6"
    assert [person.cell("x", row, 1) for row in (1, 2)] == ["0", "0"]
    assert steps(person)[-1] == "Cut 2×1 numbers of x"
    person.press(Key.Key_Z, CONTROL)
    assert [person.cell("x", row, 1) for row in (1, 2)] == ["5", "6"]


def test_a_cut_that_cannot_set_to_zero_does_not_say_that_it_did(person: Person) -> None:
    person.window.bridge.do(lambda session: session.set_learning_rate("1000"))
    person.window.bridge.do(lambda session: session.go_to(30))  # w and b are too large to start anew from
    person.go_into("w", 1, 1)
    person.press(Key.Key_X, CONTROL)
    assert person.says("input_error") == TOO_LARGE_TO_START_FROM
    assert person.sentence == TOO_LARGE_TO_START_FROM
    assert clipboard() != ""


def test_what_is_computed_can_be_copied_but_not_cut(person: Person) -> None:
    person.press(Key.Key_F8)
    person.go_into("dL_dw", 1, 1)
    person.press(Key.Key_X, CONTROL)
    assert person.says("input_error") == "∂L/∂w is computed: its numbers can be copied, but not cut."
    assert clipboard() == ""


@pytest.mark.parametrize("matrix", [Matrix.x, Matrix.w, Matrix.y])
def test_a_rectangle_is_pasted_from_the_current_cell_on_in_one_step(person: Person, matrix: Matrix) -> None:
    before = rows(person, matrix)
    paste(person, matrix.value, 2, 1, THREE_BY_TWO)
    after = rows(person, matrix)
    assert [row[:2] for row in after[1:4]] == [[11, 12], [21, 22], [31, 32]]
    for i, row in enumerate(after):
        for j, number in enumerate(row):
            assert number == before[i][j] or (1 <= i < 4 and j < 2)
    assert steps(person) == [f"Paste 3×2 numbers into {matrix}"]
    assert person.sentence == f"3×2 numbers pasted into {matrix}."
    person.press(Key.Key_Z, CONTROL)
    assert rows(person, matrix) == before


def test_what_was_pasted_is_chosen_and_begins_at_the_upper_left_of_the_range(person: Person) -> None:
    give("1\t2\n3\t4")
    person.go_into("x", 3, 3)
    person.press(Key.Key_Up, SHIFT)
    person.press(Key.Key_Left, SHIFT)
    person.press(Key.Key_V, CONTROL)
    assert [row[1:3] for row in rows(person, Matrix.x)[1:3]] == [[1, 2], [3, 4]]
    person.press(Key.Key_Delete)
    assert [row[1:3] for row in rows(person, Matrix.x)[1:3]] == [[0, 0], [0, 0]]


def test_one_number_fills_the_range(person: Person) -> None:
    give("1/3")
    person.go_into("w", 1, 1)
    person.press(Key.Key_A, CONTROL)
    person.press(Key.Key_V, CONTROL)
    assert rows(person, Matrix.w) == [[Fraction(1, 3)] * 3] * 4
    assert steps(person) == ["Paste 4×3 numbers into w"]


def test_text_of_every_form_is_pasted(person: Person) -> None:
    for text in (
        "1,5\t2,5\r\n-3,25\t4\r\n",
        "1.5,2.5\n-3.25,4",
        "1,5;2,5\n-3,25;4",
        "[[1.5, 2.5], [-3.25, 4]]",
        "[1.5 2.5; -3.25 4]",
        "np.array([[1.5, 2.5], [-3.25, 4.0]])",
        r"\begin{bmatrix} 1.5 & \frac{5}{2} \\ -3.25 & 4 \end{bmatrix}",
        "| a | b |\n|--|--|\n| 1.5 | 2.5 |\n| −3.25 | 4 |",
    ):
        paste(person, "x", 1, 1, text)
        pasted = [row[:2] for row in rows(person, Matrix.x)[:2]]
        assert pasted == [[Fraction(3, 2), Fraction(5, 2)], [Fraction(-13, 4), 4]], text
        person.press(Key.Key_Z, CONTROL)


def test_decimal_commas_are_told_of(person: Person) -> None:
    paste(person, "x", 1, 1, "1,5\t2,5\n")
    assert person.sentence == "1×2 numbers pasted into x, commas read as decimal points."


def test_pairs_with_one_comma_are_settled_by_the_range(person: Person) -> None:
    paste(person, "x", 1, 1, "1,5\n2,5")
    assert "may be one number or two" in person.says("input_error")
    person.press(Key.Key_Down, SHIFT)
    person.press(Key.Key_V, CONTROL)
    assert [row[0] for row in rows(person, Matrix.x)[:2]] == [Fraction(3, 2), Fraction(5, 2)]
    person.press(Key.Key_Right, SHIFT)
    person.press(Key.Key_V, CONTROL)
    assert [row[:2] for row in rows(person, Matrix.x)[:2]] == [[1, 5], [2, 5]]


def test_a_column_of_a_spreadsheet_with_decimal_commas_is_pasted_as_such(person: Person) -> None:
    data = QMimeData()
    data.setText("1,5\n2,5\n")
    data.setHtml("<table><tr><td>1,5</td></tr><tr><td>2,5</td></tr></table>")
    QGuiApplication.clipboard().setMimeData(data)
    person.go_into("x", 1, 1)
    person.press(Key.Key_V, CONTROL)
    give("")  # a QMimeData of Python's must not be there at the end
    assert [row[0] for row in rows(person, Matrix.x)[:2]] == [Fraction(3, 2), Fraction(5, 2)]


def test_what_cannot_be_read_is_told_beside_the_cell_and_nothing_changes(person: Person) -> None:
    document = person.window.bridge.session.document
    for text in ("height\tweight\n1\ta", "1\t2\n3", "1,234\t5,678", "[[1, 2], [3]]", "", " \n", "x" * 10**6):
        paste(person, "x", 2, 2, text)
        assert person.find(QLabel, "input_error").isVisible()
        assert person.sentence == person.says("input_error")
        assert person.window.bridge.session.document is document
        assert steps(person) == []
        person.press(Key.Key_Escape)
        assert not person.find(QLabel, "input_error").isVisible()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("dL_dw", "∂L/∂w is computed: numbers can be pasted into x, w, b and y."),
        ("x_transposed", "xᵀ is x seen from the side: change the numbers in x."),
    ],
)
def test_nothing_is_pasted_into_what_is_not_given(person: Person, name: str, said: str) -> None:
    person.press(Key.Key_F8)
    paste(person, name, 1, 1, "1\t2")
    assert person.says("input_error") == said
    assert steps(person) == []


def test_a_paste_at_a_later_iteration_begins_anew_from_there(person: Person) -> None:
    person.press(Key.Key_F9)
    here = person.window.bridge.session.shown_input(Matrix.w, 0, 0)
    paste(person, "w", 2, 1, "7")
    assert person.position.iteration == 0
    assert [row[0] for row in rows(person, Matrix.w)[:2]] == [here, 7]
    person.press(Key.Key_Z, CONTROL)
    assert person.position.iteration == 1


# --- words above and beside the numbers


def names(person: Person) -> Names:
    return person.window.bridge.session.document.names


def test_a_row_of_words_can_be_taken_as_names_in_one_step(person: Person) -> None:
    before = person.window.bridge.session.document
    paste(person, "x", 1, 2, "height\tweight\n1,5\t2\n3\t4\n")
    assert dialog(person).findChild(QLabel, "paste_question").text() == (
        "There are words besides 2×2 numbers: “height”, “weight” in the first row."
    )
    assert dialog(person).findChild(QLabel, "paste_naming").text().endswith("and names the features.")
    answer(person, "paste_take_names")
    person.qtbot.waitUntil(lambda: bool(steps(person)))
    assert [row[1:3] for row in rows(person, Matrix.x)[:2]] == [[Fraction(3, 2), 2], [3, 4]]
    assert names(person).features == ("", "height", "weight", "")
    assert person.sentence.endswith("pasted into x, with their names, commas read as decimal points.")
    assert len(steps(person)) == 1
    person.press(Key.Key_Z, CONTROL)
    assert person.window.bridge.session.document.same_as(before)


def test_a_row_and_a_column_of_words_name_lines_of_a_network_that_is_enlarged(person: Person) -> None:
    lines = "".join(f"p{number},{number},{-number}\n" for number in range(1, 8))
    paste(person, "y", 1, 1, f"who,up,down\n{lines}")
    assert dialog(person).findChild(QLabel, "paste_naming").text().endswith("names the examples and the classes.")
    QTest.mouseClick(dialog(person).findChild(QPushButton, "paste_take_names"), Qt.MouseButton.LeftButton)
    person.qtbot.waitUntil(lambda: person.window.findChild(QPushButton, "paste_take_names") is None)
    answer(person, "paste_enlarge")
    person.qtbot.waitUntil(lambda: len(rows(person, Matrix.y)) == 7)
    assert names(person).examples == tuple(f"p{number}" for number in range(1, 8))
    assert names(person).classes[:2] == ("up", "down")
    assert len(steps(person)) == 1


def test_the_words_can_be_left_out(person: Person) -> None:
    paste(person, "w", 1, 1, "one two\n1 2\n3 4\n")
    answer(person, "paste_leave_words")
    person.qtbot.waitUntil(lambda: bool(steps(person)))
    assert [row[:2] for row in rows(person, Matrix.w)[:2]] == [[1, 2], [3, 4]]
    assert names(person).classes == ()


# --- what doesn't fit


def test_enlarging_the_network_takes_all_numbers(person: Person) -> None:
    before = rows(person, Matrix.x)
    paste(person, "x", 4, 4, THREE_BY_TWO)
    assert dialog(person).findChild(QLabel, "paste_question").text() == (
        "3×2 numbers don't fit into x at row 4, column 4: x is 5×4."
    )
    assert dialog(person).findChild(QPushButton, "paste_enlarge").text() == "&Enlarge the network to N = 6, D = 5"
    answer(person, "paste_enlarge")
    person.qtbot.waitUntil(lambda: len(rows(person, Matrix.x)) == 6)
    assert [row[3:] for row in rows(person, Matrix.x)[3:]] == [[11, 12], [21, 22], [31, 32]]
    assert len(rows(person, Matrix.y)) == 6
    assert len(rows(person, Matrix.w)) == 5
    assert len(steps(person)) == 1
    person.press(Key.Key_C, CONTROL)
    assert clipboard() == THREE_BY_TWO.strip()  # it is chosen, and the keyboard is there
    person.press(Key.Key_Z, CONTROL)
    assert rows(person, Matrix.x) == before


def test_what_fits_can_be_taken_alone(person: Person) -> None:
    paste(person, "x", 4, 4, THREE_BY_TWO)
    answer(person, "paste_part")
    person.qtbot.waitUntil(lambda: bool(steps(person)))
    assert [row[3] for row in rows(person, Matrix.x)[3:]] == [11, 21]
    assert person.sentence == "2×1 numbers pasted into x."
    assert len(rows(person, Matrix.x)) == 5


@pytest.mark.parametrize("how", ["the button", "Escape"])
def test_cancel_changes_nothing(person: Person, how: str) -> None:
    document = person.window.bridge.session.document
    paste(person, "x", 4, 4, THREE_BY_TWO)
    asked = dialog(person)
    if how == "Escape":
        QTest.keyClick(asked, Key.Key_Escape)
        person.qtbot.waitUntil(lambda: person.window.findChild(QDialog, "paste_dialog") is None)
    else:
        answer(person, "paste_cancel")
    assert person.window.bridge.session.document is document
    assert person.window.focusWidget() is person.table("x")


def test_a_second_row_for_b_cannot_be_made_room_for(person: Person) -> None:
    paste(person, "b", 1, 1, "1\t2\n3\t4")
    assert "b has one row" in dialog(person).findChild(QLabel, "paste_question").text()
    assert dialog(person).findChild(QPushButton, "paste_enlarge") is None
    answer(person, "paste_part")
    person.qtbot.waitUntil(lambda: bool(steps(person)))
    assert rows(person, Matrix.b)[0][:2] == [1, 2]


def test_large_numbers_in_the_question_are_grouped(person: Person) -> None:
    paste(person, "y", 1, 3, "\t".join(["1"] * 199_000))
    assert "199\N{THIN SPACE}000 numbers" in dialog(person).findChild(QLabel, "paste_question").text()
    answer(person, "paste_cancel")


# --- menus, and fields of text


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard")
@pytest.mark.parametrize(("name", "is_given"), [("x", True), ("y_hat", False), ("x_transposed", False)])
def test_the_menu_of_a_grid_has_copy_cut_and_paste_where_they_can_be_done(
    person: Person, name: str, is_given: bool
) -> None:
    view = person.go_into(name, 1, 1)
    area, at = person.place_of(name, 2, 2)
    QApplication.sendEvent(area, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, area.mapToGlobal(at)))
    menu = view.findChild(QMenu, "grid_menu")
    person.qtbot.waitUntil(menu.isVisible)
    names = [action.objectName() for action in menu.actions()]
    assert "copy" in names
    assert ("paste" in names) is is_given
    assert ("cut" in names) is is_given
    assert any(action.menu() is person.find(QMenu, "copy_as_menu") for action in menu.actions())
    QTest.keyClick(menu, Key.Key_Escape)
    person.qtbot.waitUntil(lambda: view.findChild(QMenu, "grid_menu") is None)


def test_a_right_click_within_the_range_leaves_it_and_one_outside_goes_there(person: Person) -> None:
    view = person.go_into("x", 1, 1)
    person.press(Key.Key_Down, SHIFT)
    area, at = person.place_of("x", 2, 1)
    QTest.mouseClick(area, Qt.MouseButton.RightButton, pos=at)
    person.press(Key.Key_C, CONTROL)
    assert clipboard().count("\n") == 1
    area, at = person.place_of("x", 4, 3)
    QTest.mouseClick(area, Qt.MouseButton.RightButton, pos=at)
    assert (view.currentIndex().row(), view.currentIndex().column()) == (3, 2)
    person.press(Key.Key_C, CONTROL)
    assert clipboard() == person.cell("x", 4, 3)


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard")
def test_a_range_is_still_chosen_when_copy_is_chosen_from_the_menu_bar(person: Person) -> None:
    person.go_into("x", 1, 1)
    person.press(Key.Key_Down, SHIFT)
    edit = next(a.menu() for a in person.window.menuBar().actions() if a.text() == "&Edit")
    edit.popup(person.window.mapToGlobal(QPoint(5, 5)))
    person.qtbot.waitUntil(edit.isVisible)
    QTest.keyClick(edit, Key.Key_C)
    person.qtbot.waitUntil(lambda: not edit.isVisible())
    assert clipboard() == "\n".join(person.cell("x", row, 1) for row in (1, 2))


@pytest.mark.parametrize("name", ["learning_rate", "iteration"])
def test_in_a_field_of_text_its_own_copy_and_paste_work(person: Person, name: str) -> None:
    field = person.find(QLineEdit, name)
    field.setFocus()
    document = person.window.bridge.session.document
    person.press(Key.Key_A, CONTROL)
    person.press(Key.Key_C, CONTROL)
    assert clipboard() == field.text()
    person.press(Key.Key_X, CONTROL)
    assert field.text() == ""
    give("3")
    person.press(Key.Key_V, CONTROL)
    assert field.text() == "3"
    person.choose("select_all")
    person.choose("copy")
    assert clipboard() == "3"
    person.choose("clear")
    assert field.text() == ""
    person.press(Key.Key_Escape)
    assert person.window.bridge.session.document is document


def test_in_the_line_of_a_cell_its_own_copy_and_paste_work(person: Person) -> None:
    give("12")
    editor = person.open_editor("x", 1, 1)
    person.press(Key.Key_V, CONTROL)
    assert editor.text() == "12"
    person.press(Key.Key_A, CONTROL)
    person.press(Key.Key_C, CONTROL)
    assert person.editor("x") is editor
    person.finish_editing("x")
    assert person.cell("x", 1, 1) == "12"
