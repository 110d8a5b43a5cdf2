"""The window as it starts: the note's integers, nothing computed, and one button that says where to go."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QToolButton

from tests.ui.person import Key, Person

COMPUTED = ("y_hat", "error", "loss", "dL_dy_hat", "dL_dw", "dL_db", "w_next", "b_next")
VIEWS = (*COMPUTED, "x", "w", "b", "y", "x_transposed")


def test_it_starts_with_the_note_and_all_that_is_computed_is_empty(person: Person) -> None:
    assert person.matrix("b") == [["0", "1", "−1"]]
    assert person.matrix("x_transposed") == [list(column) for column in zip(*person.matrix("x"), strict=True)]
    assert all(person.is_blank(name) for name in (*COMPUTED, "dL_dx"))
    assert all(person.table(name).isVisible() for name in VIEWS)
    assert person.window.windowTitle().endswith("– bpgui")
    assert person.iteration == "0"


def test_the_sentence_says_what_to_press_and_the_keyboard_is_already_there(person: Person) -> None:
    assert person.sentence.startswith("Press Step (Page Down)")
    step = person.find(QToolButton, "step_button")
    assert step.property("primary") is True
    assert QApplication.focusWidget() is step
    person.press(Key.Key_Space)
    assert person.sentence == "ŷ₁₁, term 1 of 5: x₁₁ · w₁₁ = 1 · 1 = 1; sum so far 1"


def test_buttons_read_as_the_note_speaks(person: Person) -> None:
    said = {button.objectName(): button.text() for button in person.window.findChildren(QToolButton)}
    assert said["forward_button"] == "Forward"
    assert said["backward_button"] == "Backward"
    assert "Back" in said["step_back_button"]
    assert "Step" in said["step_button"]
    assert "Play" in said["play_button"]
    assert said["update_button"] == "Update w and b"
    assert said["run_button"] == "Run"


def test_nothing_can_be_undone_at_the_very_start(person: Person) -> None:
    assert not person.can("step_back")
    assert not person.can("reset")
    assert all(person.can(name) for name in ("step", "forward", "backward", "update", "run", "play"))
