"""What stands on the screen is what would be painted afresh: nothing is left over from before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from tests.ui.person import Key, Modifier, Person
from tests.ui.pixels import is_painted_afresh

CONTROL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier
ACTIONS: dict[str, Callable[[Person], object]] = {
    "step": lambda person: person.press(Key.Key_PageDown, times=3),
    "back": lambda person: person.press(Key.Key_PageUp),
    "forward": lambda person: person.press(Key.Key_F7),
    "select": lambda person: person.click_cell("dL_dw", 2, 2),
    "point": lambda person: person.point_at("x", 3, 2),
    "build": lambda person: person.double_click_cell("dL_dw", 1, 2),
    "backward": lambda person: person.press(Key.Key_F8),
    "edit x": lambda person: person.enter("x", 1, 1, "7"),
    "edit b": lambda person: person.enter("b", 1, 2, "1/3"),
    "update": lambda person: person.press(Key.Key_F9),
    "run": lambda person: person.press(Key.Key_R, CONTROL),
    "back in time": lambda person: person.type_into("iteration", "2"),
    "learning rate": lambda person: person.type_into("learning_rate", "0.01"),
    "more decimals": lambda person: person.press(Key.Key_Period, CONTROL),
    "hide the update": lambda person: person.press(Key.Key_U, CONTROL | SHIFT),
    "show the gradient of x": lambda person: person.press(Key.Key_X, CONTROL | SHIFT),
    "dark": lambda person: person.press(Key.Key_D, CONTROL | SHIFT),
    "larger": lambda person: person.press(Key.Key_Plus, CONTROL),
    "five irises": lambda person: person.choose("example_3"),
    "forward again": lambda person: person.press(Key.Key_F8),
    "reset": lambda person: person.choose("reset"),
}
NOT_IN_FOCUS = ("select", "point", "build", "edit x", "edit b", "back in time", "learning rate")


@pytest.mark.parametrize("focused", [False, True])
def test_nothing_stays_on_the_screen_that_is_no_longer_so(person: Person, focused: bool) -> None:
    if focused:
        person.press(Key.Key_F)
    for name, act in ACTIONS.items():
        if focused and name in NOT_IN_FOCUS:
            continue
        act(person)
        person.find(QWidget, "step_bar").setFocus()
        person.qtbot.waitUntil(is_painted_afresh(person))
