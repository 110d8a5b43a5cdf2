"""The table of keys, the menus, and the help page made from it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QTextBrowser, QToolButton

from bpgui.session.import_standardise import standardise_x
from bpgui.ui.actions import ActionSpec, key_names, specs
from bpgui.ui.document_file import DocumentFile
from bpgui.ui.help import keys_page
from tests.ui.person import Key, Modifier, Person

LEFT_TO_WIDGETS = ("Up", "Down", "Left", "Right", "Space", "Del", "Backspace", "Return", "Enter", "Tab", "Escape")
LEAVES = ("quit", "close_window", "new_window")
NAMED_IN_THE_DESIGN = (
    "open",
    "save",
    "undo",
    "redo",
    "forward",
    "backward",
    "step",
    "step_back",
    "update",
    "run",
    "reset",
    "play",
    "focus",
)


def test_no_key_is_used_twice() -> None:
    keys = Counter(QKeySequence(key).toString() for spec in specs() for key in spec.keys)
    assert all(keys)
    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("spec", specs(), ids=lambda spec: spec.name)
def test_every_action_has_a_key_or_a_letter_in_its_menu(person: Person, spec: ActionSpec) -> None:
    action = person.action(spec.name)
    assert [key.toString() for key in action.shortcuts()] == [QKeySequence(key).toString() for key in spec.keys]
    assert spec.keys or re.search("&[^&]", spec.text)
    menu = next(m for m in person.window.menuBar().actions() if m.text().replace("&", "") == spec.menu)
    assert action in menu.menu().actions()


@pytest.mark.parametrize("name", NAMED_IN_THE_DESIGN)
def test_the_actions_that_scripts_know_are_there(person: Person, name: str) -> None:
    assert person.action(name).shortcut().toString()


def test_arrows_space_and_delete_are_never_window_wide() -> None:
    window_wide = {QKeySequence(key).toString() for spec in specs() for key in spec.keys}
    assert not window_wide & {QKeySequence(key).toString() for key in LEFT_TO_WIDGETS}


def test_page_keys_step_as_presenter_remotes_send_them(person: Person) -> None:
    assert person.action("step").shortcut() == QKeySequence(Key.Key_PageDown)
    assert person.action("step_back").shortcut() == QKeySequence(Key.Key_PageUp)


def prepare(person: Person, action: str) -> None:
    """Bring the window to where every action can be done, but for those that undo each other."""
    person.press(Key.Key_F9)
    person.press(Key.Key_F8 if action == "check_gradients" else Key.Key_PageDown)
    if action in ("go_back", "go_forward"):
        person.click_cell("x", 1, 1)
        person.click_cell("x", 2, 2)
    if action == "go_forward":
        person.press(Key.Key_Left, Modifier.AltModifier)
    if action in ("copy_latex", "copy_text", "save_derivation"):
        person.click_cell("x", 1, 1)
    if action == "revert":
        assert person.window.documents is not None
        person.window.documents.file = DocumentFile(Path("somewhere.json"))
    if action in ("undo", "redo", "revert"):
        person.enter("x", 1, 1, "7")
        person.enter("x", 1, 2, "8")
    if action == "redo":
        person.press(Key.Key_Z, Modifier.ControlModifier)
        person.press(Key.Key_Z, Modifier.ControlModifier)
    if action == "unstandardise":
        person.window.bridge.do(standardise_x)
    if action in ("next_stop", "previous_stop"):
        for _ in range(2):
            person.press(Key.Key_F4, Modifier.ShiftModifier)
            person.press(Key.Key_PageDown)
    if action == "next_stop":
        person.press(Key.Key_PageUp, Modifier.ControlModifier)
        person.press(Key.Key_PageUp, Modifier.ControlModifier)


@pytest.mark.parametrize(
    "spec", [spec for spec in specs() if spec.name not in LEAVES and spec.keys], ids=lambda s: s.name
)
def test_every_key_does_its_action(person: Person, spec: ActionSpec) -> None:
    prepare(person, spec.name)
    happened: list[str] = []
    action = person.action(spec.name)
    action.triggered.connect(lambda: happened.append(spec.name))
    assert action.isEnabled()
    for key in spec.keys:
        combination = QKeySequence(key)[0]
        person.press(combination.key(), combination.keyboardModifiers())
    assert happened == [spec.name] * len(spec.keys)


def test_the_help_page_lists_every_key(person: Person) -> None:
    person.press(Key.Key_F1)
    said = person.find(QDialog, "help_page").findChild(QTextBrowser).toPlainText().split("\n")
    for spec in specs():
        if spec.keys:
            what = said[said.index(key_names(spec)) + 1]
            assert what.startswith(spec.text.replace("&", "")), spec.name


def test_the_help_page_tells_of_the_keys_that_are_no_actions() -> None:
    said = keys_page()
    for words in ("arrows", "Enter", "F2", "Ctrl+PgDown", "Home", "Esc", "Tab", "Alt"):
        assert words in said


def test_f1_opens_the_page_of_keys_and_escape_closes_it(person: Person) -> None:
    person.press(Key.Key_F1)
    dialog = person.find(QDialog, "help_page")
    assert dialog.isVisible()
    page = dialog.findChild(QTextBrowser)
    place = person.position
    QTest.keyClick(page, Key.Key_PageDown)
    assert person.position == place
    QTest.keyClick(page, Key.Key_Escape)
    person.qtbot.waitUntil(lambda: person.window.findChild(QDialog, "help_page") is None)


def test_tooltips_of_the_buttons_name_their_keys(person: Person) -> None:
    for spec in specs():
        button = person.window.findChild(QToolButton, f"{spec.name}_button")
        if button is not None:
            assert key_names(spec) in button.toolTip()


def test_ctrl_page_down_pages_a_large_grid_and_does_not_step(person: Person) -> None:
    person.choose("example_4")
    person.press(Key.Key_PageDown)
    place = person.position
    bar = person.go_into("x", 1, 1).verticalScrollBar()
    person.press(Key.Key_PageDown, Modifier.ControlModifier)
    one_page = bar.value()
    assert one_page > 1
    person.press(Key.Key_PageDown, Modifier.ControlModifier)
    assert bar.value() == 2 * one_page
    person.press(Key.Key_PageUp, Modifier.ControlModifier)
    assert bar.value() == one_page
    assert person.position == place


def test_from_a_grid_that_shows_all_its_rows_ctrl_page_goes_from_stop_to_stop(person: Person) -> None:
    for _ in range(2):
        person.press(Key.Key_PageDown)
        person.press(Key.Key_F4, Modifier.ShiftModifier)
        person.press(Key.Key_Escape)  # from naming it
    second = person.position
    person.click_cell("x", 1, 1)
    person.press(Key.Key_PageUp, Modifier.ControlModifier)
    person.press(Key.Key_PageUp, Modifier.ControlModifier)
    assert person.position != second
    person.click_cell("w", 1, 1)
    person.press(Key.Key_PageDown, Modifier.ControlModifier)
    assert person.position == second


def test_return_in_the_field_of_the_iteration_gives_the_keys_back_to_the_window(person: Person) -> None:
    person.type_into("iteration", "500")
    person.press(Key.Key_Home, Modifier.ControlModifier)
    assert person.iteration == "0"
    person.type_into("iteration", "5x")
    assert person.find(QLineEdit, "iteration").hasFocus()
