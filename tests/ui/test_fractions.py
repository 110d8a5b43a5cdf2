"""Numbers as fractions, chosen by key or menu: in the cells, the fields and the sentence, and decimals again."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QLineEdit

from bpgui.ui.metrics import Metrics
from tests.ui.person import Key, Modifier, Person

CONTROL = Modifier.ControlModifier


@pytest.fixture
def fractions(person: Person) -> Person:
    """Someone who has the gradients before them, in fractions."""
    person.press(Key.Key_F8)
    person.press(Key.Key_Slash, CONTROL)
    return person


def test_the_gradients_are_fractions_and_decimals_again(fractions: Person) -> None:
    person = fractions
    assert person.action("fractions").isChecked()
    assert person.cell("dL_dy_hat", 5, 1) == "8/5"
    assert person.cell("dL_dw", 1, 3) == "−26/5"
    assert person.cell("loss") == "117/5"
    assert person.cell("x", 1, 4) == "−1"
    assert person.sentence.endswith("∂L/∂b₃ = −12/5: raising b₃ lowers L, so the update raises it by η × 12/5.")
    person.choose("fractions")
    assert not person.action("fractions").isChecked()
    assert person.cell("dL_dy_hat", 5, 1) == "1.6"
    assert person.cell("loss") == "23.4"
    assert person.sentence.endswith("∂L/∂b₃ = −2.4: raising b₃ lowers L, so the update raises it by η × 2.4.")


def test_the_learning_rate_is_a_fraction_and_what_is_typed_stays(fractions: Person) -> None:
    person = fractions
    field = person.find(QLineEdit, "learning_rate")
    assert field.text() == "1/20"
    person.type_into("learning_rate", "0.03")
    assert field.text() == "3/100"
    field.selectAll()
    person.type("0.7")
    person.press(Key.Key_Slash, CONTROL)
    assert field.text() == "0.7"
    assert person.window.bridge.session.document.learning_rate * 10 == 7


def test_a_field_that_can_t_be_read_keeps_fractions_as_they_were(fractions: Person) -> None:
    person = fractions
    field = person.find(QLineEdit, "learning_rate")
    field.setFocus()
    field.selectAll()
    person.type("none")
    person.choose("fractions")
    assert person.action("fractions").isChecked()
    assert person.cell("loss") == "117/5"


def test_a_cell_opens_on_the_fraction_that_it_shows(fractions: Person) -> None:
    person = fractions
    person.enter("w", 2, 1, "0.75")
    assert person.cell("w", 2, 1) == "3/4"
    assert person.open_editor("w", 2, 1).text() == "3/4"
    person.finish_editing("w")
    assert person.cell("w", 2, 1) == "3/4"


def test_more_decimals_keep_fractions_and_serve_what_can_t_be_one(fractions: Person) -> None:
    person = fractions
    person.enter("w", 1, 1, "0.123456789")
    assert person.cell("w", 1, 1) == "≈0.12"
    person.press(Key.Key_Period, CONTROL)
    assert person.cell("w", 1, 1) == "≈0.123"
    assert person.cell("dL_dy_hat", 1, 2) == "8/5"
    assert person.heard("w", 1, 1).startswith("w row 1 column 1, about 0.123")


def test_far_on_every_number_is_marked(fractions: Person) -> None:
    person = fractions
    person.press(Key.Key_R, CONTROL)
    for name in ("w", "b", "y_hat", "error", "dL_dy_hat", "dL_dw"):
        assert all(text.startswith("≈") for row in person.matrix(name) for text in row)
    assert person.cell("x", 1, 1) == "1"


def test_columns_are_as_wide_as_the_format_needs_whatever_the_values(person: Person) -> None:
    in_decimals = person.table("w").columnWidth(0)
    person.press(Key.Key_Slash, CONTROL)
    in_fractions = person.table("w").columnWidth(0)
    person.enter("w", 1, 1, "−12345/6789")
    assert person.table("w").columnWidth(0) == in_fractions
    person.press(Key.Key_Slash, CONTROL)
    QApplication.processEvents()
    assert person.table("w").columnWidth(0) == in_decimals


@pytest.mark.parametrize("tight", [False, True])
@pytest.mark.parametrize("scale", [0.7, 1.0, 1.35, 3.0])
@pytest.mark.parametrize("digits", [0, 2, 10])
def test_a_cell_has_room_for_a_usual_fraction_and_numbers_end_together(
    person: Person, digits: int, scale: float, tight: bool
) -> None:
    metrics = Metrics.at(scale, digits, 21, tight, fractions=True)
    width_of = QFontMetricsF(metrics.font()).horizontalAdvance
    ends = set()
    for text in ("0", "−1", "8/5", "≈0", "−12/35"):
        left, squeeze = metrics.number_place(metrics.cell_width, text)
        assert squeeze == 1.0
        assert left >= 0
        ends.add(round(left + width_of(text), 6))
    assert len(ends) == 1
    for text in ("−123/4567", "≈−1.23e−300", "12/35…"):
        left, squeeze = metrics.number_place(metrics.cell_width, text, 9.0 * scale)
        assert 0.4 < squeeze <= 1
        assert left + squeeze * width_of(text) <= metrics.cell_width
