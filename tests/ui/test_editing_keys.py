"""Keys while a number is being typed, and η, which is typed or dragged."""

from __future__ import annotations

from fractions import Fraction

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QSlider, QWidget

from tests.ui.person import Key, Modifier, Person

FOCUSABLE = ("step_bar", "learning_rate", "learning_rate_slider", "step_size", "run_iterations", "iteration")


def rate(person: Person) -> Fraction:
    return person.window.bridge.session.document.learning_rate


def test_page_keys_in_an_open_editor_do_not_step(person: Person) -> None:
    person.press(Key.Key_PageDown, times=2)
    place = person.position
    editor = person.open_editor("x", 1, 1)
    for key in (Key.Key_PageDown, Key.Key_PageUp):
        person.press(key)
    assert person.position == place
    assert person.editor("x") is editor


@pytest.mark.parametrize("name", [*FOCUSABLE, "x", "y_hat", "derivation", "step_button", "play_button"])
def test_page_keys_step_wherever_else_the_keyboard_is(person: Person, name: str) -> None:
    person.press(Key.Key_PageDown, times=2)
    widget = person.find(QWidget, name)
    widget.setFocus()
    assert QApplication.focusWidget() is widget
    person.press(Key.Key_PageDown)
    assert person.position.terms == 3
    person.press(Key.Key_PageUp, times=2)
    assert person.position.terms == 1
    assert person.find(QComboBox, "step_size").currentData().value == "guided"
    assert rate(person) == Fraction("0.05")


@pytest.mark.parametrize("name", [*FOCUSABLE, "x", "y_hat"])
def test_keys_back_do_nothing_at_the_very_start_wherever_the_keyboard_is(person: Person, name: str) -> None:
    person.find(QWidget, name).setFocus()
    person.press(Key.Key_2, Modifier.ControlModifier)
    person.press(Key.Key_PageUp)
    person.press(Key.Key_Home, Modifier.ControlModifier)
    assert person.sentence.startswith("Press Step")
    assert person.window.bridge.session.selection is None
    assert rate(person) == Fraction("0.05")
    assert person.find(QComboBox, "step_size").currentData().value == "term"


def test_f_is_typed_in_an_editor_and_in_the_field_of_the_learning_rate(person: Person) -> None:
    editor = person.open_editor("x", 1, 1)
    person.press(Key.Key_F)
    assert editor.text() == "f"
    person.press(Key.Key_Escape)
    field = person.find(QLineEdit, "learning_rate")
    field.setFocus()
    field.selectAll()
    person.press(Key.Key_F)
    assert field.text() == "f"
    assert not person.action("focus").isChecked()


@pytest.mark.parametrize(("typed", "shown"), [("0.2", "0.2"), ("1/3", "1/3"), ("1e-3", "0.001"), ("0,5", "0.5")])
def test_the_learning_rate_is_typed_and_keeps_the_iteration(person: Person, typed: str, shown: str) -> None:
    person.press(Key.Key_F9)
    person.press(Key.Key_F8)
    gradients, w = person.matrix("dL_dw"), person.matrix("w")
    person.type_into("learning_rate", typed)
    assert person.find(QLineEdit, "learning_rate").text() == shown
    assert rate(person) == Fraction(typed.replace(",", "."))
    assert person.iteration == "1"
    assert person.matrix("w") != w
    assert person.matrix("dL_dw") != gradients


@pytest.mark.parametrize("typed", ["", "fast", "-1", "−0.5", "nan", "1e60"])
def test_a_bad_learning_rate_is_refused_and_the_old_one_stays(person: Person, typed: str) -> None:
    person.type_into("learning_rate", typed)
    assert rate(person) == Fraction("0.05")
    assert person.find(QLineEdit, "learning_rate").text() == "0.05"
    assert person.find(QLabel, "input_error").isVisible()
    assert person.says("input_error") == person.sentence


def test_the_slider_changes_the_whole_course_at_once(person: Person) -> None:
    person.press(Key.Key_F9)
    person.press(Key.Key_F7)
    loss, slider = person.cell("loss"), person.find(QSlider, "learning_rate_slider")
    slider.setFocus()
    person.press(Key.Key_Left, times=5)
    assert rate(person) < Fraction("0.05")
    assert person.cell("loss") != loss
    assert person.find(QLineEdit, "learning_rate").text() == str(float(rate(person)))
    assert str(float(rate(person))) in slider.accessibleDescription()
    person.type_into("learning_rate", "0.05")
    assert person.cell("loss") == loss


def test_a_typed_learning_rate_beyond_the_slider_stays_as_typed(person: Person) -> None:
    for typed in ("25", "1e-9", "0"):
        person.type_into("learning_rate", typed)
        assert rate(person) == Fraction(typed)
    slider = person.find(QSlider, "learning_rate_slider")
    assert slider.value() == slider.minimum()


def test_a_key_takes_what_stands_in_a_field_before_it_acts(person: Person) -> None:
    person.type_into("learning_rate", "0.1", end_with=Key.Key_F9)
    assert rate(person) == Fraction("0.1")
    assert person.iteration == "1"
    assert person.cell("w", 1, 1) == "0.72"
    person.type_into("iteration", "4", end_with=Key.Key_PageDown)
    assert person.position.iteration == 4
    assert person.cell("w_next", 1, 1)


def test_a_key_does_not_act_on_a_field_that_cannot_be_read(person: Person) -> None:
    person.type_into("learning_rate", "0.o1", end_with=Key.Key_PageDown)
    assert person.position.terms == 0
    assert "0.o1" in person.says("input_error")
    assert person.find(QLabel, "input_error").isVisible()
    person.press(Key.Key_PageDown)
    assert person.position.terms == 1


def test_another_example_drops_what_was_being_typed(person: Person) -> None:
    person.type_into("learning_rate", "0.3", end_with=Key.Key_Shift)
    person.choose("example_2")
    assert person.find(QLineEdit, "learning_rate").text() == "0.1"
    person.type_into("iteration", "5", end_with=Key.Key_Shift)
    person.choose("example_1")
    assert person.iteration == "0"
    assert rate(person) == Fraction("0.05")
