"""The stops of a lecture as a person makes them, sees them listed, and goes from one to the next."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QToolButton

from bpgui.session.session import Session
from bpgui.ui.logbook_rows import DETAIL
from bpgui.ui.stops_list import StopsList
from bpgui.ui.theme import DARK, LIGHT, PROJECTOR, Theme
from tests.ui.person import SPOKEN, Key, Modifier, Person

CONTROL, SHIFT, ALT = Modifier.ControlModifier, Modifier.ShiftModifier, Modifier.AltModifier


class Stops:
    """The list, as a person sees it."""

    def __init__(self, person: Person) -> None:
        self.person = person
        if not person.find(StopsList, "stops_list").hasFocus():
            person.press(Key.Key_F4)
        self.view = person.find(StopsList, "stops_list")

    def with_role(self, role: int) -> list[str]:
        model = self.view.model()
        return [model.index(row, 0).data(role) for row in range(model.rowCount())]

    @property
    def names(self) -> list[str]:
        return self.with_role(Qt.ItemDataRole.EditRole)

    @property
    def places(self) -> list[str]:
        return self.with_role(DETAIL)

    @property
    def heard(self) -> list[str]:
        return self.with_role(SPOKEN)

    @property
    def current(self) -> int:
        return self.view.currentIndex().row()

    def place_of(self, row: int) -> QPoint:
        return self.view.visualRect(self.view.model().index(row, 0)).center()

    def click(self, row: int) -> None:
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=self.place_of(row))

    def drag(self, row: int, y: int) -> None:
        start = self.place_of(row)
        QTest.mousePress(self.view.viewport(), Qt.MouseButton.LeftButton, pos=start)
        for part in (0.3, 0.6, 1.0):
            QTest.mouseMove(self.view.viewport(), QPoint(start.x(), round(start.y() + part * (y - start.y()))))
        QTest.mouseRelease(self.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(start.x(), y))

    def press_button(self, name: str) -> None:
        QTest.mouseClick(self.person.find(QToolButton, name), Qt.MouseButton.LeftButton)

    def editor(self) -> QLineEdit:
        editor = QApplication.focusWidget()
        assert isinstance(editor, QLineEdit)
        assert self.view.isAncestorOf(editor)
        return editor

    def rename(self, name: str) -> None:
        self.person.press(Key.Key_F2)
        self.editor().selectAll()
        self.person.type(name)
        self.person.press(Key.Key_Return)
        self.person.qtbot.waitUntil(self.view.hasFocus)


def session_of(person: Person) -> Session:
    return person.window.bridge.session


def positions(person: Person) -> list[int]:
    return [stop.position.iteration for stop in session_of(person).stops]


@pytest.fixture
def stops(person: Person) -> Stops:
    """Three stops, at iterations 0, 1 and 2, and the list open."""
    for _ in range(3):
        person.press(Key.Key_F4, SHIFT)
        person.press(Key.Key_Escape)
        person.press(Key.Key_F9)
    return Stops(person)


def test_a_key_makes_a_stop_and_the_list_tells_its_name_and_place(person: Person) -> None:
    person.press(Key.Key_PageDown, times=3)
    person.press(Key.Key_F4, SHIFT)
    assert person.sentence == "“Stop 1” is a stop now: number 1 of 1."
    person.press(Key.Key_F8)
    person.click_cell("x", 2, 1)
    person.press(Key.Key_F4, SHIFT)
    stops = Stops(person)
    assert stops.names == ["Stop 1", "Stop 2"]
    assert stops.places == ["t = 0, ŷ₁₁, 3 of 5 terms", "t = 0, ∂L/∂b complete; x₂₁ selected"]
    assert stops.heard[1] == "Stop 2 of 2: Stop 2, t = 0, ∂L/∂b complete; x₂₁ selected, here"


def test_an_empty_list_says_what_it_is_for_and_how_to_begin(person: Person) -> None:
    person.press(Key.Key_F4)
    empty = person.find(QLabel, "stops_empty")
    assert empty.isVisible()
    assert "Shift+F4" in empty.text()
    assert not person.find(QToolButton, "stop_remove").isVisible()
    assert person.find(QToolButton, "stop_add").hasFocus()
    person.press(Key.Key_Space)
    assert not empty.isVisible()
    assert Stops(person).names == ["Stop 1"]


def test_a_click_or_return_goes_there_and_says_its_name(stops: Stops) -> None:
    person = stops.person
    stops.click(1)
    assert person.position.iteration == 1
    assert person.sentence == "Stop 2 of 3: Stop 2."
    person.press(Key.Key_Up)
    assert person.position.iteration == 1
    person.press(Key.Key_Return)
    assert person.position.iteration == 0
    assert person.sentence == "Stop 1 of 3: Stop 1."


def test_two_keys_go_from_one_to_the_next_wherever_the_keyboard_is(stops: Stops) -> None:
    person = stops.person
    assert not person.can("next_stop")
    person.press(Key.Key_PageUp, CONTROL)
    assert person.position.iteration == 2
    person.press(Key.Key_PageUp, CONTROL)
    assert person.position.iteration == 1
    assert stops.current == 1
    person.press(Key.Key_Escape)
    person.press(Key.Key_PageUp, CONTROL)
    assert person.position.iteration == 0
    assert not person.can("previous_stop")
    person.press(Key.Key_PageDown, CONTROL, times=2)
    assert person.position.iteration == 2


def test_in_a_grid_these_keys_page_the_grid(person: Person) -> None:
    person.choose("example_4")
    person.press(Key.Key_F4, SHIFT)
    view = person.go_into("x", 1, 1)
    place = person.position
    person.press(Key.Key_PageDown, CONTROL)
    assert view.verticalScrollBar().value() > 0
    person.press(Key.Key_PageUp, CONTROL)
    assert view.verticalScrollBar().value() == 0
    assert person.position == place


def test_in_focus_the_name_is_seen_in_the_sentence_and_the_list_can_be_opened(stops: Stops) -> None:
    person = stops.person
    person.press(Key.Key_Escape)
    person.choose("focus")
    assert not stops.view.isVisible()
    person.press(Key.Key_PageUp, CONTROL)
    assert person.sentence == "Stop 3 of 3: Stop 3."
    assert person.find(QLabel, "sentence").isVisible()
    person.press(Key.Key_F4)
    assert stops.view.isVisible()
    assert person.window.derivation_panel.isVisible()
    stops.click(0)
    assert person.position.iteration == 0
    person.press(Key.Key_F4)
    assert not stops.view.isVisible()


# --- the list is edited


def test_f2_renames_a_stop_in_its_place(stops: Stops) -> None:
    stops.click(1)
    stops.rename("Why a sum")
    assert stops.names == ["Stop 1", "Why a sum", "Stop 3"]
    stops.rename("  ")
    assert stops.names == ["Stop 1", "Why a sum", "Stop 3"]
    stops.person.press(Key.Key_Z, CONTROL)
    assert stops.names == ["Stop 1", "Stop 2", "Stop 3"]


def test_return_that_ends_a_name_goes_nowhere(stops: Stops) -> None:
    stops.click(2)
    place = stops.person.position
    stops.person.press(Key.Key_Up)
    stops.rename("Why a sum")
    assert stops.names == ["Stop 1", "Why a sum", "Stop 3"]
    assert stops.person.position == place
    stops.person.press(Key.Key_Return)
    assert stops.person.position != place


def test_while_a_name_is_typed_undo_is_the_texts_and_escape_leaves_it_as_it_was(stops: Stops) -> None:
    person = stops.person
    person.press(Key.Key_F2)
    person.type("abc")
    count = len(session_of(person).history.done)
    person.press(Key.Key_Z, CONTROL)
    person.press(Key.Key_Z, CONTROL)
    assert len(session_of(person).history.done) == count
    person.press(Key.Key_Escape)
    assert stops.names == ["Stop 1", "Stop 2", "Stop 3"]
    assert stops.view.isVisible()


def test_alt_with_the_arrows_moves_a_stop(stops: Stops) -> None:
    person = stops.person
    stops.click(2)
    person.press(Key.Key_Up, ALT)
    assert positions(person) == [0, 2, 1]
    assert stops.current == 1
    person.press(Key.Key_Up, ALT, times=3)
    assert positions(person) == [2, 0, 1]
    person.press(Key.Key_Down, ALT)
    assert positions(person) == [0, 2, 1]
    assert stops.current == 1


def test_dragging_moves_a_stop_and_goes_nowhere(stops: Stops) -> None:
    person = stops.person
    before = person.position
    height = stops.view.visualRect(stops.view.model().index(0, 0)).height()
    stops.drag(0, round(2.9 * height))
    assert positions(person) == [1, 2, 0]
    assert person.position == before
    stops.drag(2, 2)
    assert positions(person) == [0, 1, 2]
    stops.drag(1, round(1.8 * height))  # to where it is
    assert positions(person) == [0, 1, 2]
    assert person.position == before
    assert len(session_of(person).history.done) == 3 + 2


def test_delete_removes_a_stop_and_undo_brings_it_back(stops: Stops) -> None:
    person = stops.person
    stops.click(1)
    person.press(Key.Key_Delete)
    assert positions(person) == [0, 2]
    assert stops.current in (0, 1)
    person.press(Key.Key_Z, CONTROL)
    assert positions(person) == [0, 1, 2]
    assert person.action("redo").text() == "&Redo Remove the stop “Stop 2”"


def test_the_buttons_do_the_same_for_the_current_stop(stops: Stops) -> None:
    person = stops.person
    stops.click(0)
    stops.press_button("stop_down")
    assert positions(person) == [1, 0, 2]
    stops.press_button("stop_up")
    assert positions(person) == [0, 1, 2]
    person.type_into("iteration", "40")
    stops.press_button("stop_put")
    assert positions(person) == [40, 1, 2]
    assert person.sentence == "The stop “Stop 1” is here now."
    stops.press_button("stop_rename")
    assert stops.editor().text() == "Stop 1"
    person.press(Key.Key_Escape)
    stops.press_button("stop_remove")
    assert positions(person) == [1, 2]
    stops.press_button("stop_add")
    assert len(stops.names) == 3


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard")
def test_the_menu_of_a_stop_offers_all_of_it(stops: Stops) -> None:
    stops.click(0)
    place = stops.place_of(0)
    by_mouse = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, stops.view.viewport().mapToGlobal(place))
    QApplication.sendEvent(stops.view.viewport(), by_mouse)
    menu = stops.view.findChild(QMenu, "stops_menu")
    texts = [action.text().split("\t")[0].replace("&", "") for action in menu.actions()]
    assert texts == ["Go to it", "Put it here", "Rename…", "Move up", "Move down", "Remove"]
    menu.actions()[-1].trigger()
    menu.close()
    assert stops.names == ["Stop 2", "Stop 3"]


def test_stops_follow_a_network_that_gets_another_size(stops: Stops) -> None:
    person = stops.person
    person.press(Key.Key_PageDown, times=2)
    person.press(Key.Key_F4, SHIFT)
    assert stops.places[-1] == "t = 3, ŷ₁₁, 2 of 5 terms"
    person.window.bridge.do(lambda session: session.set_size(5, 1, 3))
    assert stops.places[-1] == "t = 3, ŷ₁₁"
    stops.click(3)
    assert person.position.iteration == 3


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.name.value)
def test_at_1280_by_720_two_stops_are_seen_whole_and_the_worksheet_is_as_it_was(person: Person, theme: Theme) -> None:
    person.window.resize(1280, 660)
    person.choose(f"theme_{theme.name.value}")
    QApplication.processEvents()
    sheet = person.window.worksheet.sheet.size()
    for _ in range(2):
        person.press(Key.Key_F4, SHIFT)
        person.press(Key.Key_Escape)
        person.press(Key.Key_F9)
    stops = Stops(person)
    QApplication.processEvents()
    assert person.window.width() == 1280
    assert person.window.height() == 660
    assert person.window.worksheet.sheet.size() == sheet
    assert person.window.loss_card.isVisible()
    for row in range(2):
        assert stops.view.viewport().rect().contains(stops.view.visualRect(stops.view.model().index(row, 0)))
    for name in ("stop_add", "stop_put", "stop_rename", "stop_remove", "stop_up", "stop_down"):
        button = person.find(QToolButton, name)
        assert button.parentWidget().rect().contains(button.geometry()), name


def test_where_the_window_is_too_low_for_all_the_list_takes_the_place_of_the_loss_while_it_is_open(
    person: Person,
) -> None:
    person.window.resize(1280, 660)
    person.press(Key.Key_Plus, CONTROL, times=3)
    person.window.bridge.do(lambda session: session.add_stop())
    loss = person.window.loss_card
    assert loss.isVisible()
    QApplication.processEvents()
    height = person.window.height()
    stops = Stops(person)
    QApplication.processEvents()
    assert stops.view.isVisible()
    assert not loss.isVisible()
    assert person.window.height() == height
    assert person.action("show_loss").isChecked()
    person.press(Key.Key_0, CONTROL)
    assert loss.isVisible()
    person.press(Key.Key_Plus, CONTROL, times=3)
    assert not loss.isVisible()
    person.press(Key.Key_F4)
    assert not stops.view.isVisible()
    assert loss.isVisible()


# --- naming one as it is made


def test_what_is_typed_after_shift_f4_is_its_name_and_the_keyboard_goes_back(person: Person) -> None:
    person.table("w").setFocus()
    person.press(Key.Key_F4, SHIFT)
    person.type("for the class")
    assert not person.window.arrangement.is_focused
    person.press(Key.Key_Return)
    person.qtbot.waitUntil(person.table("w").hasFocus)
    assert [stop.name for stop in session_of(person).stops] == ["for the class"]


def test_escape_keeps_the_name_that_it_had(person: Person) -> None:
    person.table("w").setFocus()
    person.press(Key.Key_F4, SHIFT)
    person.type("no")
    person.press(Key.Key_Escape)
    person.qtbot.waitUntil(person.table("w").hasFocus)
    assert [stop.name for stop in session_of(person).stops] == ["Stop 1"]


def test_another_one_while_a_name_is_being_typed_keeps_what_was_typed(person: Person) -> None:
    person.press(Key.Key_F4, SHIFT)
    person.type("first")
    person.press(Key.Key_F4, SHIFT)
    person.type("second")
    person.press(Key.Key_Return)
    person.qtbot.waitUntil(lambda: [stop.name for stop in session_of(person).stops] == ["first", "second"])


def test_in_focus_the_sentence_alone_tells_of_a_new_stop(person: Person) -> None:
    person.choose("focus")
    person.press(Key.Key_F4, SHIFT)
    assert not person.find(StopsList, "stops_list").isVisible()
    assert person.sentence == "“Stop 1” is a stop now: number 1 of 1."
