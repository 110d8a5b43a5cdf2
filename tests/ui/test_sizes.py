"""The size of the network as a person changes it: spin boxes, dialog, keys and menus; every panel follows."""

from __future__ import annotations

from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget

from bpgui.core.cells import Cell, Matrix
from bpgui.ui.main_window import MainWindow
from bpgui.ui.size_dialog import SizeDialog
from bpgui.ui.size_fields import SizeBox
from bpgui.ui.theme import DARK, LIGHT, PROJECTOR, Theme
from tests.ui.afresh import afresh, expected, expected_besides
from tests.ui.person import Key, Modifier, Person
from tests.ui.test_run_until import come_back
from tests.ui.what_is_shown import everything

Control, Shift, Alt, Plain = (
    Modifier.ControlModifier,
    Modifier.ShiftModifier,
    Modifier.AltModifier,
    Modifier.NoModifier,
)
SIZES = {"x": "ND", "w": "DK", "b": "1K", "y": "NK", "y_hat": "NK", "x_transposed": "DN", "dL_dw": "DK", "dL_db": "1K"}


def size_of(person: Person, name: str) -> tuple[int, int]:
    model = person.table(name).model()
    return model.rowCount(), model.columnCount()


def assert_size(person: Person, N: int, D: int, K: int) -> None:
    sizes = {"N": N, "D": D, "K": K, "1": 1}
    for name, (rows, columns) in SIZES.items():
        assert size_of(person, name) == (sizes[rows], sizes[columns]), name
    assert {letter: box(person, letter).text() for letter in "NDK"} == {"N": str(N), "D": str(D), "K": str(K)}


def box(person: Person, letter: str) -> SizeBox:
    return person.find(SizeBox, f"size_{letter}")


def type_size(person: Person, letter: str, text: str, end_with: Qt.Key = Key.Key_Return) -> None:
    box(person, letter).setFocus()
    box(person, letter).selectAll()
    person.press(Key.Key_Delete)
    person.type(text)
    person.press(end_with)


def assert_as_afresh(window: MainWindow) -> None:
    """Every view shows what a fresh session would show."""
    QApplication.processEvents()
    fresh, shown = afresh(window.bridge.session), everything(window)
    must = expected(fresh)
    for each in (must, shown):
        each["can"] -= {"revert"}  # that depends on the file too
    assert {name: shown[name] for name in must} == must
    for name, what in expected_besides(fresh).items():
        if name in shown:
            assert shown[name] == what, name


def undo(person: Person) -> None:
    person.press(Key.Key_Z, Control)


# --- the spin boxes


def test_the_boxes_show_the_size_and_their_arrows_change_it(person: Person) -> None:
    assert_size(person, 5, 4, 3)
    box(person, "N").setFocus()
    person.press(Key.Key_Up)
    assert_size(person, 6, 4, 3)
    assert person.sentence == "Row 6 of x and y is new: zeros, marked until you type there."
    assert person.cell("x", 6, 1) == "0"
    person.press(Key.Key_Down, times=2)
    assert_size(person, 4, 4, 3)
    assert person.sentence == "Row 5 of x and y is deleted; Ctrl+Z brings it back."
    assert box(person, "N").hasFocus()


@pytest.mark.parametrize(
    ("letter", "typed", "size"), [("N", "7", (7, 4, 3)), ("D", "2", (5, 2, 3)), ("K", "1e1", (5, 4, 10))]
)
def test_a_typed_size_is_taken_on_return(person: Person, letter: str, typed: str, size: tuple[int, int, int]) -> None:
    type_size(person, letter, typed)
    assert_size(person, *size)
    undo(person)
    assert_size(person, 5, 4, 3)


def test_a_typed_size_is_taken_when_one_leaves_and_not_before(person: Person) -> None:
    box(person, "N").setFocus()
    box(person, "N").selectAll()
    person.type("12")
    assert size_of(person, "x") == (5, 4)
    person.press(Key.Key_Tab)
    assert_size(person, 12, 4, 3)


def test_page_down_steps_from_a_box_too(person: Person) -> None:
    box(person, "N").setFocus()
    person.press(Key.Key_PageDown)
    assert person.position.terms == 1
    assert_size(person, 5, 4, 3)


def test_what_was_typed_counts_when_an_action_comes_first(person: Person) -> None:
    box(person, "N").setFocus()
    box(person, "N").selectAll()
    person.type("2")
    person.press(Key.Key_F7)
    assert_size(person, 2, 4, 3)
    assert not person.is_blank("y_hat")


def test_what_is_no_size_is_refused_beside_the_box_and_the_old_one_stays(person: Person) -> None:
    before = everything(person.window)
    type_size(person, "D", "1_0")
    said = person.says("input_error")
    assert said == "Expected a whole number of features, from 1 to 100\u2009000\u2009000."
    assert person.find(QLabel, "input_error").isVisible()
    assert person.sentence == said
    assert_size(person, 5, 4, 3)
    assert {**everything(person.window), "sentence": ""} == {**before, "sentence": ""}


def test_a_network_too_large_is_refused_in_the_session_s_own_words(person: Person) -> None:
    type_size(person, "N", "60000000")
    assert person.says("input_error") == (
        "x would have 240\u2009000\u2009000 entries; at most 100\u2009000\u2009000 are taken."
    )
    assert_size(person, 5, 4, 3)


def test_to_shrink_is_one_step_that_brings_everything_back(person: Person) -> None:
    person.enter("x", 5, 1, "1/3")
    before = everything(person.window)
    type_size(person, "N", "3")
    assert person.sentence == "Rows 4 and 5 of x and y are deleted; Ctrl+Z brings them back."
    assert person.action("undo").isEnabled()
    undo(person)
    after = everything(person.window)
    assert {name for name in before if after[name] != before[name]} <= {"sentence", "can", "redo"}
    person.press(Key.Key_Y, Control)
    assert_size(person, 3, 4, 3)


def test_fewer_features_take_columns_of_x_and_rows_of_w(person: Person) -> None:
    type_size(person, "D", "3")
    assert person.sentence == "Column 4 of x and row 4 of w are deleted; Ctrl+Z brings them back."


def test_later_on_the_w_and_b_of_then_become_the_start(person: Person) -> None:
    person.type_into("iteration", "3")
    w = person.matrix("w")
    type_size(person, "N", "6")
    assert person.iteration == "0"
    assert person.matrix("w") == w
    assert person.sentence.endswith("Descent starts anew from the w and b of now.")
    undo(person)
    assert person.iteration == "3"


def test_the_boxes_stand_in_the_window_where_its_menus_leave_room(person: Person) -> None:
    window, fields = person.window, person.find(QWidget, "size_fields")
    window.resize(1280, 660)
    QApplication.processEvents()
    right = fields.mapTo(window, fields.rect().topRight()).x()
    assert fields.isVisible()
    assert right <= 1280
    last = window.menuBar().actions()[-1]
    assert fields.mapTo(window, fields.rect().topLeft()).x() > window.menuBar().actionGeometry(last).right()
    person.press(Key.Key_Plus, Control, times=4)
    window.resize(900, 660)
    QApplication.processEvents()
    shown = [action for action in window.menuBar().actions() if window.menuBar().actionGeometry(action).isValid()]
    assert len(shown) == len(window.menuBar().actions()) or not fields.isVisible()


# --- the dialog


class Sizing:
    """The dialog, as a person sees it."""

    def __init__(self, person: Person) -> None:
        person.press(Key.Key_W, Control | Shift)
        self.dialog = person.find(SizeDialog, "size_dialog")
        person.qtbot.waitUntil(self.dialog.isVisible)

    def box(self, letter: str) -> SizeBox:
        return self.dialog.findChild(SizeBox, f"size_dialog_{letter}")

    def type(self, letter: str, text: str) -> None:
        self.box(letter).setFocus()
        self.box(letter).selectAll()
        QTest.keyClicks(self.box(letter), text)

    def says(self, name: str) -> str:
        return self.dialog.findChild(QLabel, name).text()

    def go(self) -> None:
        QTest.mouseClick(self.dialog.findChild(QPushButton, "size_go"), Qt.MouseButton.LeftButton)


def test_the_dialog_sets_all_three_in_one_step(person: Person) -> None:
    sizing = Sizing(person)
    for letter, text in (("N", "3"), ("D", "6"), ("K", "2")):
        sizing.type(letter, text)
    QTest.keyClick(sizing.box("K"), Key.Key_Tab)
    assert sizing.says("size_told") == (
        "Deletes rows 4 and 5 of x and y; column 3 of w, b and y. "
        "Adds columns 5 and 6 of x and rows 5 and 6 of w: zeros, marked until you type there."
    )
    sizing.go()
    come_back(person)
    assert_size(person, 3, 6, 2)
    undo(person)
    assert_size(person, 5, 4, 3)
    assert not person.can("undo")


def test_the_dialog_works_in_focus_too(person: Person) -> None:
    person.choose("focus")
    sizing = Sizing(person)
    sizing.type("N", "2")
    sizing.go()
    assert size_of(person, "x") == (2, 4)


@pytest.mark.parametrize(
    ("typed", "said"), [("1_0", "Expected a whole number of examples"), ("50000000", "x would have")]
)
def test_the_dialog_stays_where_a_size_can_not_be_taken(person: Person, typed: str, said: str) -> None:
    sizing = Sizing(person)
    sizing.type("N", typed)
    sizing.go()
    assert sizing.dialog.isVisible()
    assert sizing.says("size_refusal").startswith(said)
    assert_size(person, 5, 4, 3)


# --- keys and menus of the grids


def test_alt_insert_puts_a_row_before_and_goes_into_it(person: Person) -> None:
    person.go_into("x", 2, 3)
    person.press(Key.Key_Insert, Alt)
    assert_size(person, 6, 4, 3)
    assert person.matrix("x")[1] == ["0"] * 4
    assert person.matrix("y")[1] == ["0"] * 3
    assert person.matrix("x")[2] == ["0", "1", "−1", "2"]
    view = person.table("x")
    assert (view.currentIndex().row(), view.currentIndex().column()) == (1, 2)
    assert view.hasFocus()


def test_the_new_entries_are_marked_in_the_cell_in_the_tooltip_and_aloud_until_they_are_typed(person: Person) -> None:
    person.go_into("x", 2, 3)
    person.press(Key.Key_Insert, Alt)
    assert person.look("x", 2, 1).is_new
    assert person.look("x_transposed", 1, 2).is_new
    assert "new, nothing typed yet" in person.heard("x", 2, 1)
    tip = person.index("x", 2, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "x₂₁ = 0\nNew with its row or column: 0 until you type a number"
    person.enter("x", 2, 1, "0")
    assert not person.look("x", 2, 1).is_new
    assert person.look("x", 2, 2).is_new
    undo(person)
    assert person.look("x", 2, 1).is_new


def test_to_set_new_entries_to_zero_means_them(person: Person) -> None:
    person.go_into("x", 2, 3)
    person.press(Key.Key_Insert, Alt)
    person.press(Key.Key_Delete)
    assert not person.look("x", 2, 3).is_new
    assert person.look("x", 2, 2).is_new


def test_the_mark_is_seen_in_every_theme(person: Person) -> None:
    for theme in (LIGHT, DARK, PROJECTOR):
        person.choose(f"theme_{theme.name.value}")
        person.go_into("w", 1, 1)
        before = picture_of(person, "w", 4, 3)
        person.press(Key.Key_Return, Control)  # a row below the first: a new second one
        person.go_into("x", 1, 1)
        marked = picture_of(person, "w", 2, 3)
        assert marked != before
        undo(person)


def picture_of(person: Person, name: str, row: int, column: int) -> bytes:
    view = person.table(name)
    rect = view.visualRect(person.index(name, row, column))
    image = view.viewport().grab(rect.adjusted(rect.width() // 2, rect.height() // 2, 0, 0)).toImage()
    return bytes(image.constBits())


KEYS = [
    ("x", Key.Key_Insert, Alt, (6, 4, 3), (1, 1)),
    ("x", Key.Key_Insert, Alt | Shift, (5, 5, 3), (1, 1)),
    ("x", Key.Key_Return, Control, (6, 4, 3), (2, 1)),
    ("x", Key.Key_Return, Control | Shift, (5, 5, 3), (1, 2)),
    ("x", Key.Key_Delete, Alt, (4, 4, 3), (1, 1)),
    ("x", Key.Key_Delete, Alt | Shift, (5, 3, 3), (1, 1)),
    ("x", Key.Key_Backspace, Alt, (4, 4, 3), (1, 1)),
    ("w", Key.Key_Insert, Alt, (5, 5, 3), (1, 1)),
    ("w", Key.Key_Insert, Alt | Shift, (5, 4, 4), (1, 1)),
    ("y", Key.Key_Delete, Alt | Shift, (5, 4, 2), (1, 1)),
    ("b", Key.Key_Insert, Alt | Shift, (5, 4, 4), (0, 1)),
    ("x_transposed", Key.Key_Insert, Alt, (5, 5, 3), (1, 1)),
    ("x_transposed", Key.Key_Delete, Alt | Shift, (4, 4, 3), (1, 1)),
]


def test_each_key_does_what_it_says_in_each_matrix(person: Person) -> None:
    for name, key, modifiers, size, where in KEYS:
        person.go_into(name, 1 if name == "b" else 2, 2)
        person.press(key, modifiers)
        assert_size(person, *size)
        current = person.table(name).currentIndex()
        assert (current.row(), current.column()) == where, (name, key)
        assert_as_afresh(person.window)
        undo(person)
        assert_size(person, 5, 4, 3)


def test_as_many_rows_are_put_in_or_deleted_as_are_chosen(person: Person) -> None:
    person.go_into("y", 2, 1)
    person.press(Key.Key_Down, Shift, times=2)
    person.press(Key.Key_Insert, Alt)
    assert_size(person, 8, 4, 3)
    assert person.matrix("y")[1:4] == [["0"] * 3] * 3
    person.go_into("y", 2, 1)
    person.press(Key.Key_Down, Shift, times=2)
    person.press(Key.Key_Delete, Alt)
    assert_size(person, 5, 4, 3)
    assert person.sentence == "Rows 2 to 4 of x and y are deleted; Ctrl+Z brings them back."


def test_the_last_row_stays(person: Person) -> None:
    type_size(person, "N", "1")
    person.go_into("x", 1, 1)
    before = person.matrix("x")
    person.press(Key.Key_Delete, Alt)
    assert person.says("input_error") == "At least one example must be left: not all examples can be deleted."
    assert person.matrix("x") == before


def test_where_rows_are_computed_it_is_said_where_they_come_from(person: Person) -> None:
    person.go_into("y_hat", 1, 1)
    person.press(Key.Key_Insert, Alt)
    assert person.says("input_error").startswith("This matrix is computed")
    person.go_into("b", 1, 1)
    person.press(Key.Key_Delete, Alt)
    assert person.says("input_error") == "b has one row alone: it is added to every example."
    assert_size(person, 5, 4, 3)


@pytest.mark.qt_log_ignore("does not support (grabbing the keyboard|raise)")
def test_the_menu_of_a_grid_has_them_all_with_their_keys(person: Person) -> None:
    view = person.go_into("x", 2, 3)
    person.window.grid_menus.open(view, view.mapToGlobal(view.rect().center()))
    menu = person.find(QMenu, "grid_menu")
    titles = [action.menu().title() for action in menu.actions() if isinstance(action.menu(), QMenu)]
    assert titles[-2:] == ["&Row 2 (example)", "Col&umn 3 (feature)"]
    rows = person.find(QMenu, "row_menu")
    assert [action.text().replace("&", "") for action in rows.actions()] == [
        "Insert a row above\tAlt+Ins",
        "Insert a row below\tCtrl+Return",
        "Delete row 2\tAlt+Del",
        "Name of example 2…\tCtrl+Shift+F2",
    ]
    rows.actions()[2].trigger()
    menu.close()
    assert_size(person, 4, 4, 3)


@pytest.mark.qt_log_ignore("does not support (grabbing the keyboard|raise)")
def test_the_menu_of_a_header_is_for_its_own_row_or_column(person: Person) -> None:
    frame = person.window.worksheet.sheet.frames[Matrix.x]
    box_of_third = frame.header_box(1, 2)
    place = box_of_third.center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, frame.mapToGlobal(place))
    QApplication.sendEvent(frame, event)
    menu = person.find(QMenu, "column_menu")
    assert menu.isVisible()
    delete = next(action for action in menu.actions() if action.objectName() == "delete_column")
    assert delete.text() == "&Delete column 3\tAlt+Shift+Del"
    delete.trigger()
    menu.close()
    assert_size(person, 5, 3, 3)


# --- everything follows


def test_the_selection_stays_on_the_same_entry(person: Person) -> None:
    person.click_cell("x", 3, 2)
    person.go_into("y", 1, 1)
    person.press(Key.Key_Insert, Alt)
    person.press(Key.Key_Left, Alt, times=2)
    assert person.window.bridge.session.selection == Cell(Matrix.x, 3, 1)


@pytest.mark.parametrize("size", [(1, 1, 1), (60, 9, 9)])
@pytest.mark.parametrize("focused", [False, True], ids=["", "in focus"])
def test_every_panel_follows_from_any_place_to_any_size(
    person: Person, size: tuple[int, int, int], focused: bool
) -> None:
    person.press(Key.Key_F8)
    person.click_cell("dL_dw", 4, 3)
    person.choose("keep_curve")
    person.choose("show_facts")
    if focused:
        person.choose("focus")
    person.window.bridge.do(lambda session: session.set_size(*size))
    QApplication.processEvents()
    assert_as_afresh(person.window)
    person.press(Key.Key_PageUp, times=3)
    person.press(Key.Key_PageDown, times=5)
    assert_as_afresh(person.window)
    undo(person)
    assert person.window.bridge.session.selection == Cell(Matrix.dL_dw, 3, 2)
    assert_as_afresh(person.window)


DIALOGS = ("why_transpose", "check_gradients", "loss_conventions", "show_optimum", "compare_rates", "run_until")


def test_dialogs_that_are_open_follow_too(person: Person) -> None:
    person.press(Key.Key_F8)
    for dialog in DIALOGS:
        person.choose(dialog)
    QApplication.processEvents()
    for size in ((1, 1, 1), (60, 9, 9), (5, 4, 3)):
        person.window.bridge.do(lambda session, size=size: session.set_size(*size))
        QApplication.processEvents()
    assert_as_afresh(person.window)


def test_the_landscape_follows_though_its_axes_are_gone(person: Person) -> None:
    person.press(Key.Key_F8)
    person.choose("show_landscape")
    session = person.window.bridge.session
    person.window.bridge.do(lambda s: s.set_landscape_axes((Cell(Matrix.w, 3, 2), Cell(Matrix.b, 0, 2))))
    QApplication.processEvents()
    for size in ((5, 1, 1), (5, 4, 3), (5, 4, 1)):
        person.window.bridge.do(lambda s, size=size: s.set_size(*size))
        QApplication.processEvents()
    assert session.document.shape == (5, 4, 1)
    assert_as_afresh(person.window)


def test_a_large_matrix_stays_where_it_was_scrolled(person: Person) -> None:
    type_size(person, "N", "60")
    person.go_into("x", 1, 1)
    person.press(Key.Key_PageDown, Control, times=4)
    bar = person.table("x").verticalScrollBar()
    scrolled = bar.value()
    assert scrolled > 0
    row = scrolled + 2
    person.click_cell("x", row, 1)
    person.press(Key.Key_Return, Control)
    assert person.table("x").currentIndex().row() == row
    assert abs(bar.value() - scrolled) <= 1
    assert person.table("y").verticalScrollBar().value() == bar.value()


def test_matrices_stay_scrolled_while_others_are_resized_and_named(person: Person) -> None:
    type_size(person, "N", "60")
    bars = [person.table(name).verticalScrollBar() for name in ("x", "y", "y_hat")]
    bars[0].setValue(20)
    type_size(person, "N", "61")
    assert [bar.value() for bar in bars] == [20] * 3
    person.window.bridge.do(lambda session: session.rename("i", 30, "thirty"))
    assert [bar.value() for bar in bars] == [20] * 3
    type_size(person, "N", "8")
    assert [bar.value() for bar in bars] == [bar.maximum() for bar in bars]


def test_fractions_survive_a_resize_and_its_undoing(person: Person) -> None:
    person.enter("w", 4, 3, "1/3")
    type_size(person, "K", "2")
    type_size(person, "K", "3")
    undo(person)
    undo(person)
    assert person.window.bridge.session.document.w.exact_at(3, 2) == Fraction(1, 3)


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.name.value)
def test_all_of_the_dialog_is_seen_in_every_theme(person: Person, theme: Theme) -> None:
    person.choose(f"theme_{theme.name.value}")
    person.press(Key.Key_Plus, Control, times=2)
    sizing = Sizing(person)
    for letter, text in (("N", "2"), ("D", "20"), ("K", "1")):
        sizing.type(letter, text)
    QTest.keyClick(sizing.box("K"), Key.Key_Tab)
    QApplication.processEvents()
    for label in sizing.dialog.findChildren(QLabel):
        assert label.heightForWidth(label.width()) <= label.height(), label.text()


def test_it_is_all_said_to_who_listens(person: Person) -> None:
    assert box(person, "N").accessibleName() == "N, the number of examples"
    type_size(person, "N", "6")
    assert person.table("x").accessibleDescription().startswith("6 rows, 4 columns")
