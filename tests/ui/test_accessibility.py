"""What someone hears who does not see the window."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSlider, QTableView, QWidget

from bpgui.core.cells import Matrix
from bpgui.core.notation import in_words
from tests.ui.person import Key, Person

HOVER = Qt.ItemDataRole.ToolTipRole


def spoken_name(widget: QWidget) -> str:
    """The name that a screen reader is given."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def spoken_description(widget: QWidget) -> str:
    """The description that a screen reader is given."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Description)


def test_a_cell_says_matrix_row_column_value_and_its_part(person: Person) -> None:
    assert person.heard("x", 1, 3) == "x row 1 column 3, 2"
    assert person.heard("dL_dw", 1, 2) == "∂L/∂w row 1 column 2, not computed yet"
    assert person.heard("b", 1, 2) == "b column 2, 1"
    person.press(Key.Key_F8)
    assert person.heard("loss") == "L, 23.4"
    person.double_click_cell("dL_dw", 1, 2)
    person.press(Key.Key_PageDown, times=2)
    assert person.heard("dL_dw", 1, 2) == "∂L/∂w row 1 column 2, sum so far 3.2, selected"
    contributes = "contributes to ∂L/∂w row 1 column 2"
    assert person.heard("x", 2, 1) == f"x row 2 column 1, 0, {contributes}, term 2"
    assert person.heard("x", 3, 1) == f"x row 3 column 1, 2, {contributes}, term 3, current term"
    assert person.heard("dL_dy_hat", 4, 2) == f"∂L/∂ŷ row 4 column 2, 1.2, {contributes}, term 4"
    assert person.heard("w", 1, 2) == "w row 1 column 2, 0, ∂L/∂w row 1 column 2 is its gradient"
    person.click_cell("x", 2, 1)
    assert person.heard("y_hat", 2, 3) == "ŷ row 2 column 3, 0, influenced by x row 2 column 1"


def test_x_transposed_says_which_entry_of_x_it_shows(person: Person) -> None:
    person.click_cell("x", 1, 3)
    assert person.heard("x_transposed", 3, 1) == "x transposed row 3 column 1, that is x₁₃, 2, selected"


def test_the_derivation_is_said_line_by_line_as_far_as_it_has_come(person: Person) -> None:
    person.press(Key.Key_PageDown, times=2)
    heard = person.derivation_heard
    assert "in numbers: equals 1 times 1 plus 0 times 0 plus and so on" in heard
    assert "so far equals 1" in heard
    assert any(said.startswith("as a sum: ŷ row 1 column 1 equals the sum over j from 1 to 4 of") for said in heard)


def test_a_left_out_part_of_a_long_list_says_how_much_it_is(person: Person) -> None:
    person.choose("example_4")
    person.click_cell("dL_db", 1, 1)
    assert any("plus 146 more terms plus" in said for said in person.derivation_heard)


def test_every_matrix_is_named_in_words_with_its_size_and_use(person: Person) -> None:
    for matrix in Matrix:
        view = person.table(matrix.value)
        assert spoken_name(view) == in_words(matrix)
        rows, columns = len(person.matrix(matrix.value)), len(person.matrix(matrix.value)[0])
        assert re.match(f"{rows} rows?, {columns} columns?; ", spoken_description(view))
    assert spoken_name(person.table("x_transposed")) == "x transposed"
    person.choose("example_4")
    assert spoken_description(person.table("x")).startswith("150 rows")


@pytest.mark.parametrize("kind", [QTableView, QAbstractButton, QLineEdit, QComboBox, QSlider])
def test_every_view_button_and_field_has_a_name_and_a_description_in_words(person: Person, kind: type[QWidget]) -> None:
    person.press(Key.Key_PageDown)
    found = [widget for widget in person.window.findChildren(kind) if widget.focusPolicy() and not is_qts_own(widget)]
    assert found
    for widget in found:
        assert spoken_name(widget).strip(), widget.objectName()
        if widget.objectName() != "derivation":
            assert spoken_description(widget).strip(), widget.objectName()


def is_qts_own(widget: QWidget) -> bool:
    return widget.objectName().startswith("qt_") or not widget.objectName()


@pytest.mark.parametrize("name", ["step_bar", "loss_panel", "loss_plot", "sentence", "input_error", "derivation"])
def test_the_other_parts_have_names_too(person: Person, name: str) -> None:
    assert spoken_name(person.find(QWidget, name)).strip()


def test_the_step_bar_says_where_it_stands(person: Person) -> None:
    bar = person.find(QWidget, "step_bar")
    assert spoken_description(bar) == "ŷ = xw + b: 0 of 75 terms"
    person.press(Key.Key_PageDown, times=2)
    assert spoken_description(bar) == "ŷ = xw + b: 2 of 75 terms"


def test_an_open_editor_has_a_name(person: Person) -> None:
    editor = person.open_editor("w", 1, 1)
    assert spoken_name(editor).strip()


def test_the_names_of_examples_features_and_classes_are_on_hover(person: Person) -> None:
    person.choose("example_3")
    hover = person.table("x").model().index(2, 1).data(HOVER)
    assert hover.startswith("x₃₂ = 3.2")
    assert "versicolor 51" in hover
    assert "sepal width" in hover


def test_hovering_shows_the_whole_number(person: Person) -> None:
    person.choose("example_3")
    person.press(Key.Key_F8)
    index = person.index("dL_dw", 1, 1)
    hover = str(index.data(HOVER)).split("\n")[0]
    assert hover.startswith("∂L/∂w₁₁ = ")
    assert len(hover) > len("∂L/∂w₁₁ = ") + len(str(index.data()))
