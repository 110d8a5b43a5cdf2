"""Every step size, forward and back: a screen is the same from wherever it is reached."""

from __future__ import annotations

import pytest

from tests.ui.person import Key, Modifier, Person
from tests.ui.what_is_shown import everything

SIZES = {"guided": Key.Key_1, "term": Key.Key_2, "entry": Key.Key_3, "equation": Key.Key_4}
PRESSES = {"guided": 32, "term": 240, "entry": 76, "equation": 8}
"""To the end of an iteration of the note's size, with ∂L/∂x hidden."""
SAMPLED = {"guided": 1, "term": 20, "entry": 7, "equation": 1}
"""So many presses from one look at everything to the next: looking takes longer than stepping."""
LONGEST_AGAIN = 80
"""How far it goes on again at most, from the very start."""


@pytest.mark.parametrize("size", SIZES)
def test_back_leads_to_the_very_start_and_forward_again_through_the_same_screens(person: Person, size: str) -> None:
    presses, sampled = PRESSES[size], SAMPLED[size]
    person.press(SIZES[size], Modifier.ControlModifier)
    assert person.action(f"step_size_{size}").isChecked()
    seen = {0: everything(person.window)}
    for number in range(1, presses + 2):
        assert person.position.iteration == 0
        person.press(Key.Key_PageDown)
        if number % sampled == 0 or number > presses - 1:
            seen[number] = everything(person.window)
    assert person.iteration == "1"
    for number in reversed(range(presses + 1)):
        person.press(Key.Key_PageUp)
        assert number not in seen or without_the_curve(everything(person.window)) == without_the_curve(seen[number])
    assert not person.can("step_back")
    for number in range(1, min(presses, LONGEST_AGAIN) + 2):
        person.press(Key.Key_PageDown)
        assert number not in seen or without_the_curve(everything(person.window)) == without_the_curve(seen[number])


def without_the_curve(shown: dict[str, object]) -> dict[str, object]:
    """The loss panel remembers how far its axis went."""
    return {name: what for name, what in shown.items() if name != "loss_panel"}


@pytest.mark.parametrize("size", SIZES)
def test_all_step_sizes_pass_through_the_same_ends(person: Person, size: str) -> None:
    person.press(Key.Key_F8)
    at_the_end_of_the_gradients = everything(person.window)
    person.press(Key.Key_Home, Modifier.ControlModifier)
    person.press(SIZES[size], Modifier.ControlModifier)
    while not person.cell("dL_db", 1, 3) or "…" in person.cell("dL_db", 1, 3):
        person.press(Key.Key_PageDown)
    now = everything(person.window)
    assert {**now, "step_size": None} == {**at_the_end_of_the_gradients, "step_size": None}


def test_iteration_steps_keep_the_place_within_the_iteration(person: Person) -> None:
    person.press(Key.Key_5, Modifier.ControlModifier)
    person.press(Key.Key_PageDown)
    assert person.position.iteration == 1
    assert person.cell("dL_dw", 4, 3)
    assert not person.cell("w_next", 1, 1)
    person.press(Key.Key_F8)
    place = person.position
    seen = []
    for iteration in (1, 2, 3):
        assert person.position == place._replace(iteration=iteration)
        seen.append(without_the_curve(everything(person.window)))
        person.press(Key.Key_PageDown)
    for expected in reversed(seen):
        person.press(Key.Key_PageUp)
        assert without_the_curve(everything(person.window)) == expected
    person.press(Key.Key_PageUp, times=2)
    assert person.position == person.window.bridge.session.timeline.start(0)
    assert not person.can("step_back")


def test_back_goes_from_an_entry_reached_by_enter_to_what_was_before_it(person: Person) -> None:
    person.press(Key.Key_F8)
    person.double_click_cell("dL_dw", 2, 2)
    assert person.cell("dL_dw", 2, 2).endswith("…")
    assert person.cell("dL_dw", 2, 3) == ""
    person.press(Key.Key_PageUp)
    assert person.cell("dL_dw", 2, 1)
    assert person.cell("dL_dw", 2, 2) == ""
