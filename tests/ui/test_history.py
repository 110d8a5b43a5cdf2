"""The history that can be seen and clicked: all changes in order, those that are undone too."""

from __future__ import annotations

import time
from fractions import Fraction
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from bpgui.session.edits import LearningRateEdit
from bpgui.session.history import History, Step
from bpgui.session.new_entries import NewEntries
from bpgui.session.session import Session
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.history_model import OPENED
from bpgui.ui.history_view import HistoryView
from bpgui.ui.logbook_rows import IS_HERE, IS_PALE
from bpgui.ui.theme import DARK, LIGHT, PROJECTOR, Theme
from tests.session.documents import one_weight
from tests.ui.person import SPOKEN, Key, Modifier, Person

CONTROL = Modifier.ControlModifier


class HistoryList:
    """The list, as a person sees it."""

    def __init__(self, person: Person) -> None:
        self.person = person
        person.press(Key.Key_H, CONTROL)
        self.view = person.find(HistoryView, "history_list")

    @property
    def rows(self) -> list[str]:
        model = self.view.model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    @property
    def here(self) -> list[str]:
        return self.with_role(IS_HERE)

    @property
    def pale(self) -> list[str]:
        return self.with_role(IS_PALE)

    @property
    def heard(self) -> list[str]:
        model = self.view.model()
        return [model.index(row, 0).data(SPOKEN) for row in range(model.rowCount())]

    def with_role(self, role: int) -> list[str]:
        model = self.view.model()
        return [text for row, text in enumerate(self.rows) if model.index(row, 0).data(role)]

    def click(self, row: int) -> None:
        index = self.view.model().index(row, 0)
        self.view.scrollTo(index)
        place = self.view.visualRect(index).center()
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=place)


@pytest.fixture
def history(person: Person) -> HistoryList:
    """Three changes, and the list open."""
    person.enter("x", 1, 1, "7")
    person.type_into("learning_rate", "0.1")
    person.enter("w", 2, 1, "1/3")
    return HistoryList(person)


ALL = [OPENED, "x₁₁ = 7", "η = 0.1", "w₂₁ = 1/3"]


def test_it_lists_all_changes_from_the_document_as_it_was_opened(history: HistoryList) -> None:
    assert history.rows == ALL
    assert history.here == ["w₂₁ = 1/3"]
    assert history.pale == []
    assert history.view.isVisible()
    assert history.view.hasFocus()


def test_a_click_goes_there_and_what_is_undone_is_pale_and_says_so(history: HistoryList) -> None:
    history.click(1)
    assert history.rows == ALL
    assert history.here == ["x₁₁ = 7"]
    assert history.pale == ["η = 0.1", "w₂₁ = 1/3"]
    assert history.heard == [f"{OPENED}, done", "x₁₁ = 7, now", "η = 0.1, undone", "w₂₁ = 1/3, undone"]
    assert history.person.cell("w", 2, 1) == "0"
    assert history.person.cell("x", 1, 1) == "7"
    assert history.person.sentence == "2 changes are undone: the latest is now “x₁₁ = 7”."
    history.click(0)
    assert history.person.cell("x", 1, 1) == "1"
    assert history.here == [OPENED]
    history.click(3)
    assert history.person.cell("w", 2, 1) == "0.33"
    assert history.pale == []


def test_arrows_choose_and_return_goes_there(history: HistoryList) -> None:
    person = history.person
    person.press(Key.Key_Up, times=2)
    assert history.here == ["w₂₁ = 1/3"]
    person.press(Key.Key_Return)
    assert history.here == ["x₁₁ = 7"]
    person.press(Key.Key_End)
    person.press(Key.Key_Return)
    assert history.here == ["w₂₁ = 1/3"]


def test_it_follows_what_is_done_while_it_is_open(history: HistoryList) -> None:
    person = history.person
    person.press(Key.Key_Z, CONTROL)
    assert history.here == ["η = 0.1"]
    person.enter("b", 1, 1, "4")
    assert history.rows == [*ALL[:3], "b₁ = 4"]
    assert history.here == ["b₁ = 4"]
    assert history.view.currentIndex().row() == 3


def test_what_happens_while_it_is_closed_is_there_when_it_is_opened(history: HistoryList) -> None:
    person = history.person
    person.press(Key.Key_H, CONTROL)
    assert not history.view.isVisible()
    person.press(Key.Key_Z, CONTROL)
    person.enter("b", 1, 1, "4")
    assert HistoryList(person).rows == [*ALL[:3], "b₁ = 4"]


def test_a_drag_that_goes_on_stays_one_row(history: HistoryList) -> None:
    bridge = history.person.window.bridge
    for number, rate in enumerate(["0.2", "0.21", "0.22"]):
        bridge.do(lambda session, rate=rate, number=number: session.set_learning_rate(rate, number > 0))
    assert history.rows == [*ALL, "η = 0.22"]
    bridge.do(lambda session: session.set_learning_rate("0.1", True))
    assert history.rows == ALL


def test_another_file_begins_another_history(history: HistoryList) -> None:
    bridge = history.person.window.bridge
    bridge.load(one_weight())
    assert history.rows == [OPENED]
    assert history.here == [OPENED]


def test_the_key_opens_it_goes_there_and_closes_it_and_the_keyboard_goes_back(history: HistoryList) -> None:
    person = history.person
    person.go_into("x", 3, 3)
    person.press(Key.Key_H, CONTROL)
    assert history.view.isVisible()
    assert history.view.hasFocus()
    person.press(Key.Key_Escape)
    assert person.table("x").hasFocus()
    assert history.view.isVisible()
    person.press(Key.Key_H, CONTROL, times=2)
    assert not history.view.isVisible()
    assert person.table("x").hasFocus()
    HistoryList(person)
    QTest.mouseClick(person.find(QToolButton, "logbook_close"), Qt.MouseButton.LeftButton)
    assert not history.view.isVisible()


def test_escape_in_the_list_does_not_leave_focus(person: Person) -> None:
    person.press(Key.Key_F)
    history = HistoryList(person)
    assert history.view.isVisible()
    person.press(Key.Key_Escape)
    assert person.action("focus").isChecked()
    person.choose("focus")
    assert history.view.isVisible()
    person.choose("focus")
    assert not history.view.isVisible()  # in Focus only where it is asked for there


def test_ten_thousand_changes_are_listed_and_gone_through_in_no_time(qtbot: QtBot) -> None:
    session = Session(one_weight())
    rates = [Fraction(number + 1000, 20_000) for number in range(10_001)]
    here = session.standing
    steps = [
        Step(f"η number {number}", (LearningRateEdit(old, new),), here, here, (NewEntries(),))
        for number, (old, new) in enumerate(pairwise(rates))
    ]
    assert rates[0] == session.document.learning_rate
    session.edit(*(step.edits[0] for step in steps), name="all")
    session.history = History(done=tuple(steps))
    bridge = SessionBridge(session)
    view = HistoryView(bridge)
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.show()
    resets: list[object] = []
    view.steps.modelReset.connect(lambda: resets.append(1))
    view.steps.rowsRemoved.connect(lambda parent, first, last: resets.append(last - first))
    start = time.perf_counter()
    for _ in range(20):
        bridge.do(Session.undo)
        QApplication.processEvents()
    of_one = (time.perf_counter() - start) / 20
    assert view.model().rowCount() == 10_001
    assert resets == []
    start = time.perf_counter()
    bridge.do(lambda session: session.go_in_history(0))
    bridge.do(lambda session: session.go_in_history(10_000))
    there_and_back = time.perf_counter() - start
    assert view.steps.here == 10_000
    assert of_one < 0.05  # measured: 0.002
    assert there_and_back < 3  # measured: 0.2


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.name.value)
def test_where_one_is_is_told_by_a_mark_and_by_more_than_colour(history: HistoryList, theme: Theme) -> None:
    person = history.person
    person.choose(f"theme_{theme.name.value}")
    history.click(1)
    person.press(Key.Key_Escape)  # so that no row has the keyboard
    QApplication.processEvents()
    view = history.view
    picture = view.viewport().grab().toImage()

    def inks(row: int) -> int:
        """How many pixels of the gutter are written on."""
        rect = view.visualRect(view.model().index(row, 0))
        ground = picture.pixelColor(rect.left() + 5, rect.center().y())
        return sum(
            picture.pixelColor(x, y) != ground
            for x in range(rect.left() + 6, rect.left() + 20)
            for y in range(rect.top() + 3, rect.bottom() - 3)
        )

    assert inks(1) > 10
    assert inks(0) == inks(2) == 0
