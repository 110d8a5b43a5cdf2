"""The check of the gradients in its window: opened, read, copied, left, and never out of date."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QWidget,
)
from shiboken6 import isValid

from bpgui.core.cells import Cell, Matrix
from bpgui.session import gradient_check
from bpgui.session.session import Session
from bpgui.session.view import GRADIENT_OF_X
from bpgui.ui import gradient_check_dialog
from bpgui.ui.gradient_check_dialog import GradientCheckDialog, show_gradient_check
from tests.ui.person import Key, Modifier, Person

DONE = "All 30 entries of the three gradients agree"


class Check:
    """The window of the check, as a person sees it."""

    def __init__(self, dialog: GradientCheckDialog) -> None:
        self.dialog = dialog

    @property
    def sentence(self) -> str:
        return self._find(QLabel, "gradient_check_sentence").text()

    @property
    def remarks(self) -> str:
        return self._find(QPlainTextEdit, "gradient_check_remarks").toPlainText()

    @property
    def table(self) -> QTableWidget:
        return self._find(QTableWidget, "gradient_check_table")

    @property
    def progress(self) -> QProgressBar:
        return self._find(QProgressBar, "gradient_check_progress")

    @property
    def rows(self) -> list[list[str]]:
        model = self.table.model()
        return [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]

    @property
    def is_done(self) -> bool:
        return self.sentence.startswith("All ")

    @property
    def is_working(self) -> bool:
        return any(timer.isActive() for timer in self.dialog.findChildren(QTimer))

    def button(self, text: str) -> QAbstractButton:
        return next(b for b in self.dialog.findChildren(QAbstractButton) if b.text().replace("&", "") == text)

    def _find(self, kind, name):  # type: ignore[no-untyped-def]
        found = self.dialog.findChild(kind, name)
        assert found is not None
        return found


def is_gone(dialog: QWidget) -> bool:
    return not isValid(dialog) or not dialog.isVisible()


@pytest.fixture
def at_the_gradients(person: Person) -> Person:
    person.choose("backward")
    return person


def opened(person: Person) -> Check:
    dialog = show_gradient_check(person.window, person.window.bridge)
    assert dialog is not None
    person.qtbot.waitUntil(dialog.isActiveWindow)
    return Check(dialog)


def finished(person: Person) -> Check:
    found = opened(person)
    person.qtbot.waitUntil(lambda: found.is_done)
    return found


@pytest.fixture
def held_back(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Checks that don't end until the list holds True; then they are as ever."""
    may_end: list[bool] = []
    check = gradient_check.check

    def never_ending(session: Session) -> Iterator[gradient_check.GradientCheckReport]:
        reports = check(session)
        first = next(reports)
        yield first
        while not may_end:
            yield first._replace(done=0.5)
        yield from reports

    monkeypatch.setattr(gradient_check_dialog, "check", never_ending)
    return may_end


def test_it_tells_what_came_of_all_gradients(at_the_gradients: Person) -> None:
    check = finished(at_the_gradients)
    assert check.sentence.startswith(DONE)
    assert [row[:2] for row in check.rows] == [["∂L/∂ŷ", "15"], ["∂L/∂w", "12"], ["∂L/∂b", "3"]]
    assert all(row[4] == "0" for row in check.rows)
    assert "quadratic" in check.remarks
    assert check.dialog.objectName() == "gradient_check"
    assert not check.progress.isVisible()
    assert not check.is_working


def test_the_window_goes_on_meanwhile(at_the_gradients: Person, held_back: list[bool]) -> None:
    person, check = at_the_gradients, opened(at_the_gradients)
    assert not check.dialog.isModal()
    person.qtbot.waitUntil(lambda: check.progress.value() == 500)
    assert check.progress.isVisible()
    assert all(row[2:] == ["", "", ""] for row in check.rows)
    assert not check.button("Copy all").isEnabled()
    person.window.activateWindow()
    person.qtbot.waitUntil(person.window.isActiveWindow)
    person.click_cell("dL_dw", 1, 2)
    assert person.window.bridge.session.selection == Cell(Matrix.dL_dw, 0, 1)
    held_back.append(True)
    person.qtbot.waitUntil(lambda: check.is_done)


@pytest.mark.parametrize("leave", ["escape", "close"])
def test_leaving_ends_the_work(at_the_gradients: Person, held_back: list[bool], leave: str) -> None:
    check = opened(at_the_gradients)
    timers, dialog = check.dialog.findChildren(QTimer), check.dialog
    if leave == "escape":
        QTest.keyClick(dialog, Key.Key_Escape)
    else:
        box = dialog.findChild(QDialogButtonBox)
        QTest.mouseClick(box.button(QDialogButtonBox.StandardButton.Close), Qt.MouseButton.LeftButton)
    assert is_gone(dialog)
    assert not any(isValid(timer) and timer.isActive() for timer in timers)
    at_the_gradients.qtbot.waitUntil(lambda: not isValid(dialog))
    at_the_gradients.window.bridge.do(lambda session: session.set_digits(3))


def test_once_left_it_can_be_opened_again(at_the_gradients: Person) -> None:
    first = finished(at_the_gradients)
    QTest.keyClick(first.dialog, Key.Key_Escape)
    assert finished(at_the_gradients).is_done


def test_there_is_one_at_a_time(at_the_gradients: Person) -> None:
    first = finished(at_the_gradients)
    assert opened(at_the_gradients).dialog is first.dialog
    assert len(at_the_gradients.window.findChildren(GradientCheckDialog)) == 1


@pytest.mark.parametrize("go", [lambda session: None, Session.forward])
def test_it_does_not_open_before_the_gradients_are_known(person: Person, go: Callable[[Session], None]) -> None:
    person.window.bridge.do(go)
    assert show_gradient_check(person.window, person.window.bridge) is None
    assert not person.window.findChildren(GradientCheckDialog)


@pytest.mark.parametrize("back", ["update", "step_back", "reset"])
def test_it_closes_when_the_gradients_are_no_longer_known(at_the_gradients: Person, back: str) -> None:
    check = finished(at_the_gradients)
    at_the_gradients.choose(back)
    assert is_gone(check.dialog)


def test_another_iteration_is_checked_anew(at_the_gradients: Person, held_back: list[bool]) -> None:
    held_back.append(True)
    check = finished(at_the_gradients)
    held_back.clear()
    at_the_gradients.window.bridge.do(lambda session: session.go_to(2000))
    assert check.sentence.startswith("Checking")
    assert all(row[2:4] == ["", ""] for row in check.rows)
    assert "floats" not in check.sentence
    held_back.append(True)
    at_the_gradients.qtbot.waitUntil(lambda: check.is_done)
    assert all(row[4] == "–" for row in check.rows)


@pytest.mark.parametrize("where", ["at the end", "on the way"])
def test_another_number_is_checked_anew(at_the_gradients: Person, held_back: list[bool], where: str) -> None:
    if where == "at the end":
        held_back.append(True)
    check = finished(at_the_gradients) if held_back else opened(at_the_gradients)
    held_back.clear()
    at_the_gradients.window.bridge.do(lambda session: session.enter(Matrix.x, 0, 0, "1/3"))
    assert check.sentence.startswith("Checking")
    assert all(row[2:] == ["", "", ""] for row in check.rows)
    held_back.append(True)
    at_the_gradients.qtbot.waitUntil(lambda: check.is_done)
    at_the_gradients.window.bridge.do(Session.backward)
    assert check.is_done


def test_another_document_closes_it(at_the_gradients: Person) -> None:
    check = finished(at_the_gradients)
    at_the_gradients.window.bridge.load(at_the_gradients.window.bridge.session.document)
    assert is_gone(check.dialog)


def test_a_gradient_that_comes_on_screen_is_checked_too(at_the_gradients: Person) -> None:
    person, check = at_the_gradients, finished(at_the_gradients)
    person.window.bridge.do(lambda session: session.move_to(session.timeline.end(0, Matrix.dL_dx)))
    person.window.bridge.do(lambda session: session.set_hidden(GRADIENT_OF_X, False))
    person.qtbot.waitUntil(lambda: check.sentence.startswith("All 50 entries of the four gradients agree"))
    assert check.rows[-1][:2] == ["∂L/∂x", "20"]


def test_what_changes_no_number_leaves_it_as_it_is(at_the_gradients: Person) -> None:
    check = finished(at_the_gradients)
    rows = check.rows
    at_the_gradients.window.bridge.do(Session.step)
    at_the_gradients.window.bridge.do(lambda session: session.set_digits(4))
    assert check.is_done
    assert check.rows == rows


def test_everything_can_be_copied_at_once(at_the_gradients: Person) -> None:
    check = finished(at_the_gradients)
    QTest.mouseClick(check.button("Copy all"), Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert check.sentence in copied
    assert check.remarks in copied
    assert "gradient\tentries\tlargest difference, in floats\tat\tlargest difference, in fractions" in copied
    assert all("\t".join(row) in copied for row in check.rows)


def test_what_is_selected_in_the_table_can_be_copied(at_the_gradients: Person) -> None:
    check = finished(at_the_gradients)
    check.table.setFocus()
    check.table.setCurrentCell(1, 1, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    QTest.keyClick(check.table, Key.Key_Right, Modifier.ShiftModifier)
    QTest.keyClick(check.table, Key.Key_C, Modifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "\t".join(check.rows[1][1:3])


def test_words_can_be_selected_and_nothing_typed(at_the_gradients: Person) -> None:
    check = finished(at_the_gradients)
    label = check.dialog.findChild(QLabel, "gradient_check_sentence")
    assert label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    remarks, before = check.dialog.findChild(QPlainTextEdit, "gradient_check_remarks"), check.rows
    for widget in (remarks, check.table):
        widget.setFocus()
        QTest.keyClicks(widget, "7")
    assert "7" not in check.remarks
    assert check.rows == before


def test_tab_goes_to_all_of_it_and_around(at_the_gradients: Person) -> None:
    check, seen = finished(at_the_gradients), []
    for _ in range(4):
        seen.append(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Tab)
    assert check.table in seen
    assert check.dialog.findChild(QPlainTextEdit, "gradient_check_remarks") in seen
    assert sum(isinstance(widget, QPushButton) for widget in seen) == 2
    assert QApplication.focusWidget() is seen[0]


def test_who_listens_hears_each_cell_whole(at_the_gradients: Person) -> None:
    check = finished(at_the_gradients)
    for widget in (check.table, check.progress, check.dialog.findChild(QPlainTextEdit, "gradient_check_remarks")):
        assert widget.accessibleName()
    said = [check.table.item(1, c).data(Qt.ItemDataRole.AccessibleTextRole) for c in range(5)]
    assert said[0] == "gradient of L with respect to w"
    assert said[1] == "∂L/∂w: 12 entries"
    assert said[2].startswith("∂L/∂w: largest difference in floats ")
    assert "∂L/∂w row" in said[3]
    assert said[4] == "∂L/∂w: largest difference in fractions 0"


@pytest.mark.parametrize("zoom", [0, 3])
def test_nothing_is_cut_off_or_jumps(at_the_gradients: Person, held_back: list[bool], zoom: int) -> None:
    person = at_the_gradients
    for _ in range(zoom):
        person.choose("zoom_in")
    check = opened(person)
    size = check.dialog.size()
    held_back.append(True)
    person.qtbot.waitUntil(lambda: check.is_done)
    assert check.dialog.size() == size
    table = check.table
    for row in range(table.rowCount()):
        assert table.visualItemRect(table.item(row, 0)).bottom() <= table.viewport().height()
        for column in range(table.columnCount()):
            assert table.sizeHintForColumn(column) <= table.columnWidth(column)
    assert sum(table.columnWidth(c) for c in range(table.columnCount())) <= table.viewport().width()
    remarks = check.dialog.findChild(QPlainTextEdit, "gradient_check_remarks")
    assert not remarks.verticalScrollBar().isVisible()
    assert check.dialog.height() <= 660
