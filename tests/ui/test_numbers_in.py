"""Wherever a number is typed, the same is understood and the same is refused, beside the field; the old one stays."""

from __future__ import annotations

from fractions import Fraction

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QSpinBox, QWidget

from tests.ui.person import Key, Modifier, Person
from tests.ui.test_run_until import come_back

NUMBERS = {
    "0.25": Fraction(1, 4),
    ".25": Fraction(1, 4),
    "0,25": Fraction(1, 4),
    "1e-3": Fraction(1, 1000),
    "1/3": Fraction(1, 3),
    " 4 ": Fraction(4),
}
NEGATIVE = {"-0.5": Fraction(-1, 2), "−0.5": Fraction(-1, 2), "−1/3": Fraction(-1, 3)}
NO_NUMBERS = ("nan", "inf", "-inf", "1_0", "0x10", "1e999", "1/0", "", "two", "½")
WHOLE = {"12": 12, "1e1": 10, "10^1": 10, " 7 ": 7}
NOT_WHOLE = (*NO_NUMBERS, "0.25", "1/3", "−3")


def dialog_with(person: Person, action: str, field: str) -> tuple[QDialog, QWidget]:
    """Open a dialog, and find a field of it."""
    come_back(person)
    person.choose(action)
    found = next(each for each in person.window.findChildren(QWidget, field) if each.window().isVisible())
    dialog = found.window()
    assert isinstance(dialog, QDialog)
    return dialog, found


def type_into(field: QWidget, text: str, end_with: Qt.Key = Key.Key_Return) -> None:
    """In place of what stands there."""
    assert isinstance(field, QLineEdit | QSpinBox)
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Key.Key_Delete)
    for character in text:  # of any keyboard
        QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, 0, Modifier.NoModifier, character))
    QTest.keyClick(field, end_with)


@pytest.mark.parametrize("name", ["x", "w", "b", "y"])
def test_cells_understand_them_all(person: Person, name: str) -> None:
    session = person.window.bridge.session
    for text, value in {**NUMBERS, **NEGATIVE}.items():
        person.enter(name, 1, 1, text)
        assert getattr(session.document, name).exact_at(0, 0) == value, text


def test_eta_understands_them_and_refuses_all_else(person: Person) -> None:
    session = person.window.bridge.session
    for text, value in NUMBERS.items():
        person.type_into("learning_rate", text)
        assert session.document.learning_rate == value, text
    for text in (*NO_NUMBERS, *NEGATIVE):
        person.type_into("learning_rate", text)
        assert session.document.learning_rate == 4, text
        assert person.find(QLabel, "input_error").isVisible(), text
        assert person.find(QLineEdit, "learning_rate").text() == "4"


@pytest.mark.parametrize("field", ["iteration", "run_iterations"])
def test_iterations_are_whole(person: Person, field: str) -> None:
    for text, value in WHOLE.items():
        person.type_into(field, text)
        assert person.find(QLineEdit, field).text() == str(value), text
    for text in NOT_WHOLE:
        person.type_into(field, text)
        assert person.find(QLineEdit, field).text() == "7", text
        assert person.says("input_error").startswith("Expected a whole number from"), text
        assert person.find(QLabel, "input_error").isVisible(), text


@pytest.mark.parametrize("letter", ["N", "D", "K"])
def test_sizes_are_whole(person: Person, letter: str) -> None:
    box, session = person.find(QSpinBox, f"size_{letter}"), person.window.bridge.session
    for text, value in WHOLE.items():
        type_into(box, text)
        assert getattr(session.document.shape, letter) == value, text
    for text in NOT_WHOLE:
        type_into(box, text)
        assert getattr(session.document.shape, letter) == 7, text
        assert box.text() == "7"
        assert person.says("input_error").startswith("Expected a whole number of"), text
        assert person.find(QLabel, "input_error").isVisible(), text


def test_the_iteration_that_is_gone_to_is_whole(person: Person) -> None:
    person.choose("focus")
    for text, value in WHOLE.items():
        dialog, field = dialog_with(person, "go_to_iteration", "go_to_field")
        type_into(field, text)
        assert not dialog.isVisible()
        assert person.position.iteration == value, text
        dialog.deleteLater()
        person.qtbot.waitUntil(lambda: not person.window.findChildren(QWidget, "go_to_field"))
    dialog, field = dialog_with(person, "go_to_iteration", "go_to_field")
    for text in NOT_WHOLE:
        type_into(field, text)
        assert dialog.isVisible()
        assert dialog.findChild(QLabel, "go_to_refusal").text().startswith("Expected a whole number"), text


@pytest.mark.parametrize(
    ("action", "field", "refusal"),
    [
        ("run_until", "run_until_target", "run_until_refusal"),
        ("compare_rates", "compare_rates_field", "compare_refusal"),
        ("fill", "fill_deviation", "fill_refusal"),
    ],
)
def test_dialogs_refuse_what_is_no_number_beside_the_field(
    person: Person, action: str, field: str, refusal: str
) -> None:
    dialog, widget = dialog_with(person, action, field)
    before = person.window.bridge.session.document
    for text in NO_NUMBERS:
        type_into(widget, text)
        assert dialog.isVisible(), text
        said = dialog.findChild(QLabel, refusal).text()
        assert any(word in said for word in ("expected", "Expected", "divides by zero")), text
        assert person.window.bridge.session.document is before
        assert person.position.iteration == 0


def test_a_deviation_may_be_typed_in_all_these_ways(person: Person) -> None:
    for text, value in NUMBERS.items():
        dialog, field = dialog_with(person, "fill", "fill_deviation")
        type_into(field, text, Key.Key_Tab)
        said = dialog.findChild(QLabel, "fill_meant").text()
        expected = {"1/3": "1/3", " 4 ": "4", "1e-3": "0.001"}.get(text, "0.25")
        assert f"standard deviation {expected}:" in said, (text, value)
        dialog.reject()


@pytest.mark.parametrize(("field", "kind"), [("fill_seed", "fill_random"), ("fill_largest", "fill_integers")])
def test_seed_and_largest_integer_are_whole(person: Person, field: str, kind: str) -> None:
    dialog, widget = dialog_with(person, "fill", field)
    button = dialog.findChild(QWidget, kind)
    button.click()  # type: ignore[union-attr]
    before = person.window.bridge.session.document
    for text in NOT_WHOLE:
        type_into(widget, text)
        assert dialog.isVisible(), text
        assert "must be a whole number from" in dialog.findChild(QLabel, "fill_refusal").text(), text
        assert person.window.bridge.session.document is before
    type_into(widget, "1e1")
    assert not dialog.isVisible()
    assert person.window.bridge.session.document is not before


def test_what_is_refused_is_told_also_where_one_leaves_with_tab(person: Person) -> None:
    for name in ("learning_rate", "iteration", "run_iterations"):
        person.type_into(name, "1_0", Key.Key_Tab)
        assert person.find(QLabel, "input_error").isVisible(), name
    type_into(person.find(QSpinBox, "size_N"), "0x10", Key.Key_Tab)
    assert person.says("input_error").startswith("Expected a whole number of examples")
