"""The loss enlarged, the landscape in its place, and everything back where it was."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from bpgui.ui.loss_card import LossCard
from tests.ui.person import Key, Modifier, Person

CONTROL = Modifier.ControlModifier
BOTH = Modifier.ControlModifier | Modifier.ShiftModifier


def is_seen(person: Person, name: str) -> bool:
    return person.find(QWidget, name).isVisible()


def test_enlarged_the_loss_takes_the_place_of_the_derivation_and_more_and_gives_it_back(person: Person) -> None:
    card = person.window.loss_card
    before = card.size()
    person.press(Key.Key_B, BOTH)
    assert not is_seen(person, "derivation_panel")
    assert card.width() > 1.3 * before.width()
    assert card.height() > 1.5 * before.height()
    assert is_seen(person, "x")
    person.press(Key.Key_B, BOTH)
    assert is_seen(person, "derivation_panel")
    assert card.size() == before


def test_focus_shows_the_derivation_even_where_the_loss_was_enlarged(person: Person) -> None:
    person.press(Key.Key_B, BOTH)
    person.choose("focus")
    assert is_seen(person, "derivation_panel")
    assert not is_seen(person, "loss_panel")
    person.press(Key.Key_Escape)
    assert not is_seen(person, "derivation_panel")
    assert is_seen(person, "loss_panel")


def test_at_a_projector_the_words_of_the_enlarged_loss_are_larger(person: Person) -> None:
    person.press(Key.Key_B, BOTH)
    usual = person.find(QWidget, "loss_readout").height()
    person.press(Key.Key_P, BOTH)
    assert person.find(QWidget, "loss_readout").height() > 1.15 * usual
    person.press(Key.Key_B, BOTH)
    assert person.find(QWidget, "loss_readout").height() == usual


def test_the_landscape_and_the_curve_change_places_by_key_and_by_button(person: Person) -> None:
    person.press(Key.Key_L, CONTROL)
    assert is_seen(person, "landscape")
    assert not is_seen(person, "loss_panel")
    assert person.action("show_landscape").isChecked()
    person.find(QWidget, "to_curve").click()
    assert is_seen(person, "loss_panel")
    assert not person.action("show_landscape").isChecked()
    button = person.find(QWidget, "to_landscape")
    button.setFocus()
    person.press(Key.Key_Space)
    assert is_seen(person, "landscape")
    assert person.find(QWidget, "to_curve").hasFocus()  # the keyboard is not lost with the button


def test_the_landscape_comes_even_where_the_loss_was_hidden(person: Person) -> None:
    person.press(Key.Key_O, BOTH)
    assert not person.window.findChild(LossCard).isVisible()
    person.press(Key.Key_L, CONTROL)
    assert is_seen(person, "landscape")
    assert person.action("show_loss").isChecked()
