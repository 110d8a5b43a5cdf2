"""The derivation in the window: typeset, linked both ways, by pointer and by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QTextBrowser, QToolTip, QWidget

from bpgui.core.cells import Cell, Matrix
from bpgui.ui.derivation_layout import Sizes, lay_out
from tests.ui.person import Key, Modifier, Person

W12 = Cell(Matrix.dL_dw, 0, 1)


@pytest.fixture
def at_w12(person: Person) -> Person:
    """All gradients are known, and ∂L/∂w₁₂ is selected."""
    person.press(Key.Key_F8)
    person.click_cell("dL_dw", 1, 2)
    return person


def selection(person: Person) -> Cell | None:
    return person.window.bridge.session.selection


# --- linked


def test_pointing_at_a_symbol_marks_its_cell_alone_wherever_it_is_shown(at_w12: Person) -> None:
    at_w12.point_at_piece("x₄₁", "= ∂L/∂ŷ₁₂ · x₁₁")
    assert at_w12.look("x", 4, 1).pointed
    assert at_w12.look("x_transposed", 1, 4).pointed
    assert not at_w12.look("dL_dy_hat", 4, 2).pointed
    at_w12.point_at_piece("∂L/∂ŷ₁₂")
    assert at_w12.look("dL_dy_hat", 1, 2).pointed
    assert not at_w12.look("x", 4, 1).pointed


def test_pointing_at_the_sign_between_marks_the_whole_term(at_w12: Person) -> None:
    at_w12.point_at_piece("·", "= 1.6 · 1")
    assert at_w12.look("x", 1, 1).pointed
    assert at_w12.look("dL_dy_hat", 1, 2).pointed
    QTest.mouseMove(at_w12.find(QWidget, "step_bar"), QPoint(5, 5))
    at_w12.qtbot.waitUntil(lambda: not at_w12.look("x", 1, 1).pointed)


def test_pointing_at_a_partial_derivative_marks_both_of_its_cells(at_w12: Person) -> None:
    at_w12.point_at_piece("∂ŷ₃₂/∂w₁₂")
    assert at_w12.look("y_hat", 3, 2).pointed
    assert at_w12.look("w", 1, 2).pointed


def test_pointing_at_a_contributing_cell_marks_its_term_in_the_derivation(at_w12: Person) -> None:
    before = at_w12.derivation_view.grab().toImage()
    at_w12.point_at("dL_dy_hat", 3, 2)
    assert at_w12.window.bridge.session.pointed_term == 2
    assert at_w12.derivation_view.grab().toImage() != before
    at_w12.point_at("dL_dy_hat", 3, 1)
    assert at_w12.window.bridge.session.pointed_term is None
    assert at_w12.derivation_view.grab().toImage() == before


def test_any_number_is_followed_to_the_inputs_and_the_path_leads_back(at_w12: Person) -> None:
    at_w12.click_piece("∂L/∂ŷ₃₂", "= ∂L/∂ŷ₁₂ · x₁₁")
    assert at_w12.path == "∂L/∂w₁₂ › ∂L/∂ŷ₃₂"
    at_w12.click_piece("ŷ₃₂")
    assert at_w12.derivation[0].startswith("Row 3 of x times column 2 of w")
    at_w12.click_piece("x₃₁", "= x₃₁")
    assert at_w12.path == "∂L/∂w₁₂ › ∂L/∂ŷ₃₂ › ŷ₃₂ › x₃₁"
    assert selection(at_w12) == Cell(Matrix.x, 2, 0)
    for cell in (Cell(Matrix.y_hat, 2, 1), Cell(Matrix.dL_dy_hat, 2, 1), W12):
        at_w12.press(Key.Key_Left, Modifier.AltModifier)
        assert selection(at_w12) == cell
    at_w12.press(Key.Key_Right, Modifier.AltModifier)
    assert at_w12.path == "∂L/∂w₁₂ › ∂L/∂ŷ₃₂"
    at_w12.find(QLabel, "derivation_path").linkActivated.emit("0")
    assert at_w12.path == "∂L/∂w₁₂"


def test_following_and_going_back_leave_time_alone(at_w12: Person) -> None:
    place = at_w12.position
    at_w12.click_piece("∂L/∂ŷ₃₂")
    at_w12.press(Key.Key_Left, Modifier.AltModifier)
    assert at_w12.position == place


def test_a_symbol_of_a_hidden_matrix_is_no_link(person: Person) -> None:
    person.press(Key.Key_F8)
    person.click_cell("x", 1, 2)
    person.click_piece("∂L/∂x₁₂")
    assert selection(person) == Cell(Matrix.x, 0, 1)
    person.choose("show_dL_dx")
    person.click_piece("∂L/∂x₁₂")
    assert selection(person) == Cell(Matrix.dL_dx, 0, 1)


# --- by keyboard


def test_arrows_go_from_piece_to_piece_and_enter_follows(at_w12: Person) -> None:
    view = at_w12.derivation_view
    view.setFocus()
    at_w12.press(Key.Key_Home)
    assert "w row 1 column 2; Enter goes to it" in view.accessibleDescription()
    assert at_w12.look("w", 1, 2).pointed
    at_w12.press(Key.Key_Right)
    assert at_w12.look("y_hat", 1, 2).pointed
    at_w12.press(Key.Key_Return)
    assert selection(at_w12) == Cell(Matrix.y_hat, 0, 1)
    assert QApplication.focusWidget() is view
    at_w12.press(Key.Key_End)
    at_w12.press(Key.Key_Up)
    at_w12.press(Key.Key_Left, Modifier.AltModifier)
    assert selection(at_w12) == W12


def test_each_piece_that_can_be_pointed_at_is_reached_by_keys(at_w12: Person) -> None:
    view = at_w12.derivation_view
    view.setFocus()
    at_w12.press(Key.Key_Home)
    reached = [view.accessibleDescription()]
    while True:
        at_w12.press(Key.Key_Right)
        if at_w12.window.bridge.session.pointed_cells == (Cell(Matrix.dL_dw, 3, 2),):
            break
        reached.append(view.accessibleDescription())
        assert len(reached) < 500
    assert any("Why the transpose" in said for said in reached)
    assert any(said.startswith("derivative of ŷ row 5 column 2 with respect to w row 1 column 2") for said in reached)


def test_steps_go_on_wherever_the_keyboard_is(at_w12: Person) -> None:
    at_w12.derivation_view.setFocus()
    place = at_w12.position
    at_w12.press(Key.Key_PageUp)
    assert at_w12.position < place


def test_what_is_followed_begins_with_no_mark_and_going_back_leads_to_the_same_place(at_w12: Person) -> None:
    view = at_w12.derivation_view
    bar = view.verticalScrollBar()
    at_w12.click_piece("−1.2", "= [1  0  2")
    assert at_w12.path == "∂L/∂w₁₂ › ∂L/∂ŷ₁₁"
    assert bar.value() == 0
    assert at_w12.window.bridge.session.pointed_cells == ()
    at_w12.press(Key.Key_Left, Modifier.AltModifier)
    assert bar.value() > 100


def test_the_wheel_points_at_what_comes_under_the_pointer(at_w12: Person) -> None:
    widget, place = at_w12.place_of_piece("∂L/∂ŷ₁₂", "= ∂L/∂ŷ₁₂ · ∂ŷ₁₂")
    QTest.mouseMove(widget, place)
    assert at_w12.look("dL_dy_hat", 1, 2).pointed
    view = at_w12.derivation_view
    for clicks in (-1, -1, -1, -2, 2):
        before = view.verticalScrollBar().value()
        turn_the_wheel(widget, place, clicks)
        assert view.verticalScrollBar().value() != before
        found = view.piece_at(QPointF(place))
        under = () if found is None else found[1].piece.cells
        assert at_w12.window.bridge.session.pointed_cells == under


def turn_the_wheel(widget: QWidget, place: QPoint, clicks: int) -> None:
    at, turned = QPointF(place), QPoint(0, 120 * clicks)
    buttons, keys, phase = Qt.MouseButton.NoButton, Modifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, QPointF(widget.mapToGlobal(place)), QPoint(), turned, buttons, keys, phase, False)
    QApplication.sendEvent(widget, event)


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("∂L/∂ŷ₁₂", "= ∂L/∂ŷ₁₂ · x₁₁", "∂L/∂ŷ₁₂ = 1.6"),
        ("∂ŷ₄₂/∂w₁₂", "= ∂L/∂ŷ₁₂ · ∂ŷ₁₂", "∂ŷ₄₂/∂w₁₂ = x₄₁ = −1"),
        ("1.6", "= 1.6 · 1", "∂L/∂ŷ₁₂ = 1.6"),
    ],
)
def test_hovering_tells_the_whole_number_that_a_symbol_stands_for(
    at_w12: Person, text: str, line: str, told: str
) -> None:
    widget, place = at_w12.place_of_piece(text, line)
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place)))
    assert QToolTip.text() == told


# --- long sums


def test_a_long_sum_unfolds_and_folds_again_with_another_selection(person: Person) -> None:
    person.choose("example_4")
    person.press(Key.Key_F8)
    person.click_cell("dL_db", 1, 1)
    assert "∂L/∂ŷ₄₁" not in " ".join(person.derivation)
    person.click_piece("… 146 more …")
    assert "∂L/∂ŷ₁₀₀,₁" in " ".join(person.derivation)
    assert not any("… " in line and "more …" in line for line in person.derivation)
    person.click_cell("dL_db", 1, 2)
    person.click_cell("dL_db", 1, 1)
    assert "∂L/∂ŷ₁₀₀,₁" not in " ".join(person.derivation)


# --- numbers


def test_the_writing_of_numbers_is_chosen_in_one_place_and_obeyed_everywhere(at_w12: Person) -> None:
    chooser = at_w12.find(QComboBox, "number_format")
    assert chooser.currentText() == "2 decimals"
    chooser.setFocus()
    at_w12.press(Key.Key_Home)
    assert chooser.currentText() == "fractions"
    assert "= (8/5) · 1" in [line[:11] for line in at_w12.derivation] or any(
        line.startswith("= 8/5 · 1 + (−4/5) · 0") for line in at_w12.derivation
    )
    assert at_w12.cell("dL_dy_hat", 1, 2) == "8/5"
    assert "2/5" in at_w12.sentence
    at_w12.press(Key.Key_Period, Modifier.ControlModifier)
    at_w12.press(Key.Key_Slash, Modifier.ControlModifier)
    assert chooser.currentText() == "3 decimals"
    assert at_w12.cell("dL_dy_hat", 1, 2) == "1.6"


def test_the_check_agrees_and_says_why(at_w12: Person) -> None:
    said = " ".join(at_w12.derivation)
    assert "(L(w₁₂ + 1) − L(w₁₂ − 1)) / 2 = (1/2)(25.2 − 24.4) = 0.4" in said
    assert "exactly" in said
    at_w12.press(Key.Key_PageUp)
    at_w12.press(Key.Key_PageUp)


def test_nothing_jumps_to_the_top_while_a_sum_is_built_the_numbers_stay_in_view(person: Person) -> None:
    person.press(Key.Key_F8)
    person.double_click_cell("dL_dw", 1, 2)
    for _ in range(4):
        person.press(Key.Key_PageDown)
        view = person.derivation_view
        row = next(n for n, line in enumerate(person.derivation) if line.startswith(("so far", "∂L/∂w₁₂ = 0.4")))
        seen = view.visualRect(view.model().index(row, 0))
        assert view.viewport().rect().contains(seen.center())


def test_each_line_has_the_room_it_needs_whatever_the_numbers_become(at_w12: Person) -> None:
    at_w12.press(Key.Key_F9)
    at_w12.press(Key.Key_F8)
    view = at_w12.derivation_view
    heights = set()
    for rate in ("0.05", "0.000001", "3", "0.05"):
        at_w12.type_into("learning_rate", rate)
        rows = range(view.lines.rowCount())
        needed = [round(view.layout_of(row).height) for row in rows]
        assert [view.visualRect(view.lines.index(row)).height() for row in rows] == needed
        heights.add(tuple(needed))
    assert len(heights) > 1


def test_the_derivation_wraps_at_its_width_and_is_never_cut_off(at_w12: Person) -> None:
    for width, height in ((1280, 720), (1920, 1080), (1000, 700)):
        at_w12.window.resize(width, height)
        QApplication.processEvents()
        view = at_w12.derivation_view
        for row in range(len(at_w12.derivation)):
            for placed in view.layout_of(row).placed:
                assert placed.rect.right() <= view.viewport().width() + 1


# --- out of it


@pytest.mark.parametrize(("key", "form", "begins"), [(Key.Key_C, "LaTeX", "%"), (Key.Key_T, "text", "∂L/∂w₁₂")])
def test_a_key_copies_the_derivation_and_says_so(at_w12: Person, key: Key, form: str, begins: str) -> None:
    at_w12.press(key, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert QApplication.clipboard().text().startswith(begins)
    assert at_w12.sentence == f"The derivation of ∂L/∂w₁₂ is on the clipboard, as {form}."
    at_w12.press(Key.Key_PageUp)
    assert "clipboard" not in at_w12.sentence


# --- help


def test_the_page_on_printed_notes_names_the_misprints_and_what_is_added(person: Person) -> None:
    person.press(Key.Key_F1, Modifier.ShiftModifier)
    said = person.find(QTextBrowser, "help_text").toPlainText()
    for words in ("∂L/∂L", "∂ŷ/∂L", "∂L/∂ŷ = (2/N) (ŷ − y)", "η", "∂L/∂x"):
        assert words in said


@pytest.mark.parametrize("width", [160.0, 240.0, 320.0, 480.0])
def test_a_row_of_many_terms_closes_its_bracket_in_any_width(person: Person, width: float) -> None:
    person.window.bridge.do(lambda session: session.set_size(12, 2, 1))
    person.press(Key.Key_F8)
    person.click_cell("dL_db", 1, 1)
    number = next(row for row, said in enumerate(person.derivation) if said.startswith("= [∂L/∂ŷ₁₁"))
    layout = lay_out(person.derivation_view.lines.lines[number], width, Sizes(1.0))
    first, second = ([p.piece for p in layout.placed if box.contains(p.rect.center())] for box in layout.brackets)
    assert max(box.right() for box in layout.brackets) <= width
    gaps = [piece.text == "…" for piece in first]
    assert gaps == [piece.text == "…" for piece in second]
    assert any(gaps) == (width < 400)
    assert (first[0].text, first[-1].text) == ("∂L/∂ŷ₁₁", "∂L/∂ŷ₁₂,₁")
    assert "∂L/∂ŷ₇₁" in person.derivation[number]  # who listens hears all of them
