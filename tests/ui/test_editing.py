"""Typing other numbers into x, w, b and y."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from tests.ui.person import Key, Person

COMPUTED = ("y_hat", "error", "loss", "dL_dy_hat", "dL_dw", "dL_db", "w_next", "b_next", "x_transposed")


@pytest.mark.parametrize("name", ["x", "w", "b", "y"])
def test_return_takes_what_is_typed_and_goes_down_and_all_that_follows_from_it_follows(
    person: Person, name: str
) -> None:
    person.press(Key.Key_F8)
    before = {each: person.matrix(each) for each in ("y_hat", "loss", "dL_dw")}
    place = person.position
    person.enter(name, 1, 2, "7")
    assert person.cell(name, 1, 2) == "7"
    assert person.position == place
    assert all(person.matrix(each) != texts for each, texts in before.items() if each != "y_hat" or name != "y")
    assert person.look(name, 1 if name == "b" else 2, 2).part.value == "selected"


def test_x_transposed_follows_x(person: Person) -> None:
    person.enter("x", 2, 4, "7")
    assert person.cell("x_transposed", 4, 2) == "7"


@pytest.mark.parametrize(
    ("typed", "shown", "whole"),
    [
        ("0.25", "0.25", "0.25"),
        (".25", "0.25", "0.25"),
        ("0,25", "0.25", "0.25"),
        ("−0.5", "−0.5", "−0.5"),
        ("-0.5", "−0.5", "−0.5"),
        ("1/3", "0.33", "1/3 ≈ 0.3333333333333333"),
        ("1e-3", "1e−3", "0.001"),
        (" 4 ", "4", "4"),
        ("1e20", "1e20", "100000000000000000000"),
    ],
)
def test_numbers_may_be_typed_in_all_these_ways(person: Person, typed: str, shown: str, whole: str) -> None:
    person.enter("w", 1, 1, typed)
    assert person.cell("w", 1, 1) == shown
    assert person.index("w", 1, 1).data(Qt.ItemDataRole.ToolTipRole) == f"w₁₁ = {whole}"


@pytest.mark.parametrize("typed", ["", "two", "nan", "inf", "-inf", "1_0", "0x10", "1/0", "1e51", "1 2", "+-1"])
def test_what_cannot_be_read_leaves_the_old_value_and_says_what_was_expected(person: Person, typed: str) -> None:
    document = person.window.bridge.session.document
    editor = person.open_editor("w", 2, 2)
    editor.selectAll()
    person.press(Key.Key_Delete)
    person.type(typed)
    person.finish_editing("w")
    assert person.window.bridge.session.document is document
    assert person.cell("w", 2, 2) == "1"
    beside = person.find(QLabel, "input_error")
    assert beside.isVisible()
    assert beside.text() == person.sentence
    assert "expected" in person.sentence or "divides by zero" in person.sentence
    cell = person.table("w").visualRect(person.index("w", 2, 2))
    below = person.table("w").viewport().mapTo(person.window, cell.bottomLeft())
    assert abs(beside.y() - below.y()) < 2 * cell.height()


def test_the_sentence_about_a_bad_number_goes_with_the_next_step(person: Person) -> None:
    person.enter("w", 1, 1, "two")
    assert person.find(QLabel, "input_error").isVisible()
    person.press(Key.Key_PageDown)
    assert not person.find(QLabel, "input_error").isVisible()
    assert person.sentence.startswith("ŷ₁₁, term 1 of 5")


@pytest.mark.parametrize("elsewhere", ["another cell", "Tab", "a button"])
def test_a_bad_number_is_told_of_also_when_the_keyboard_goes_elsewhere(person: Person, elsewhere: str) -> None:
    editor = person.open_editor("w", 1, 1)
    person.type("two")
    match elsewhere:
        case "Tab":
            person.press(Key.Key_Tab)
        case "another cell":
            person.click_cell("x", 3, 3)
        case _:
            person.click("step")
    person.qtbot.waitUntil(lambda: person.editor("w") is not editor)
    assert person.cell("w", 1, 1) == "1"
    assert "“two” is not a number" in person.says("input_error")
    assert person.find(QLabel, "input_error").isVisible()
    person.press(Key.Key_Escape)
    assert not person.find(QLabel, "input_error").isVisible()


def test_escape_leaves_the_old_value(person: Person) -> None:
    person.open_editor("x", 1, 1)
    person.type("99")
    person.press(Key.Key_Escape)
    person.qtbot.waitUntil(lambda: person.editor("x") is None)
    assert person.cell("x", 1, 1) == "1"
    assert person.table("x").hasFocus()


def test_an_editor_that_is_opened_and_closed_without_typing_changes_nothing(person: Person) -> None:
    person.enter("w", 1, 1, "1/3")
    person.press(Key.Key_F9)
    document, place = person.window.bridge.session.document, person.position
    editor = person.open_editor("w", 2, 1)
    assert editor.text()
    person.finish_editing("w")
    assert person.window.bridge.session.document is document
    assert person.position == place


def test_the_editor_shows_the_whole_number_ready_to_be_replaced(person: Person) -> None:
    person.enter("w", 1, 1, "1/3")
    editor = person.open_editor("w", 1, 1)
    assert editor.text() == "1/3"
    assert editor.selectedText() == "1/3"


def test_typing_a_digit_in_a_cell_opens_it_with_that_digit(person: Person) -> None:
    person.go_into("y", 2, 2)
    person.press(Key.Key_4)
    editor = person.editor("y")
    assert editor is not None
    assert editor.text() == "4"
    person.type("2")
    person.finish_editing("y")
    assert person.cell("y", 2, 2) == "42"


def test_f2_opens_the_editor(person: Person) -> None:
    person.go_into("b", 1, 3)
    person.press(Key.Key_F2)
    editor = person.editor("b")
    assert editor is not None
    assert editor.text() == "−1"


@pytest.mark.parametrize("name", COMPUTED)
def test_what_is_computed_cannot_be_typed(person: Person, name: str) -> None:
    person.press(Key.Key_F8)
    person.click_cell(name)
    before = person.matrix(name)
    for key in (Key.Key_4, Key.Key_F2):
        person.press(key)
        assert person.editor(name) is None
    model = person.table(name).model()
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    assert not model.setData(model.index(0, 0), "5")
    assert person.matrix(name) == before


def test_a_grid_edited_at_a_later_iteration_starts_anew_from_the_w_and_b_of_then(person: Person) -> None:
    person.press(Key.Key_F9)
    person.press(Key.Key_F8)
    w, b = person.matrix("w"), person.matrix("b")
    equation = person.position.equation
    person.enter("x", 1, 1, "3")
    assert person.iteration == "0"
    assert person.position.equation is equation
    assert person.matrix("w") == w
    assert person.matrix("b") == b
    assert person.cell("x", 1, 1) == "3"


def test_typing_the_value_that_stands_there_is_no_edit(person: Person) -> None:
    person.press(Key.Key_F9)
    person.enter("w", 1, 1, "0.86")
    assert person.iteration == "1"
    person.enter("x", 1, 1, "1.0")
    assert person.iteration == "1"


def test_the_keyboard_is_back_in_the_table_after_return(person: Person) -> None:
    person.enter("w", 1, 1, "5")
    assert QApplication.focusWidget() is person.table("w")
    person.press(Key.Key_Right)
    assert person.look("w", 2, 2).part.value == "selected"
