"""A person before the window: eyes that find things by their names, and hands on keys and mouse."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAccessible, QAction, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTableView, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from bpgui.session.position import Position
from bpgui.ui.derivation_view import DerivationView
from bpgui.ui.main_window import MainWindow
from bpgui.ui.matrix_model import LOOK_ROLE

Key, Modifier = Qt.Key, Qt.KeyboardModifier
W = TypeVar("W", bound=QWidget)

SPOKEN = Qt.ItemDataRole.AccessibleTextRole
DESCRIPTION = QAccessible.Text.Description


def free(window: MainWindow) -> None:
    """Close a window and delete it, now; what is in no file is lost without a question."""
    if isValid(window):
        window.bridge.session.mark_saved()
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Person:
    """Does what a person does, and sees what a person sees."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot

    # --- eyes

    def find(self, kind: type[W], name: str) -> W:
        """A widget, by its object name."""
        found = self.window.findChild(kind, name)
        assert found is not None, f"there is no {name}"
        return found

    def table(self, name: str) -> QTableView:
        """The table of a matrix."""
        return self.find(QTableView, name)

    def index(self, name: str, row: int, column: int) -> QModelIndex:
        """A cell of a table; rows and columns count from 1, as on screen."""
        index = self.table(name).model().index(row - 1, column - 1)
        assert index.isValid(), f"{name} has no row {row} column {column}"
        return index

    def cell(self, name: str, row: int = 1, column: int = 1) -> str:
        """What stands in a cell."""
        return str(self.index(name, row, column).data())

    def heard(self, name: str, row: int = 1, column: int = 1) -> str:
        """What a screen reader says of a cell."""
        return str(self.index(name, row, column).data(SPOKEN))

    def look(self, name: str, row: int = 1, column: int = 1):  # type: ignore[no-untyped-def]
        """What a cell is painted from."""
        return self.index(name, row, column).data(LOOK_ROLE)

    def matrix(self, name: str) -> list[list[str]]:
        """All that stands in a table."""
        model = self.table(name).model()
        return [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]

    def is_blank(self, name: str) -> bool:
        """Whether a matrix has nothing but empty boxes."""
        return not any(text for row in self.matrix(name) for text in row)

    def says(self, name: str) -> str:
        """What a label says."""
        return self.find(QLabel, name).text()

    @property
    def sentence(self) -> str:
        """The one sentence."""
        return self.says("sentence")

    @property
    def position(self) -> Position:
        """Where time stands."""
        return self.window.bridge.session.position

    @property
    def iteration(self) -> str:
        """What the field of the iteration shows."""
        return self.find(QLineEdit, "iteration").text()

    def action(self, name: str) -> QAction:
        """An action, by its name."""
        found = self.window.findChild(QAction, name)
        assert found is not None, f"there is no action {name}"
        return found

    def can(self, name: str) -> bool:
        """Whether an action can be done now."""
        return self.action(name).isEnabled()

    # --- eyes on the derivation

    @property
    def derivation_view(self) -> DerivationView:
        """The typeset derivation."""
        return self.find(DerivationView, "derivation")

    @property
    def derivation(self) -> list[str]:
        """Its lines, as text; none where nothing is selected."""
        model = self.derivation_view.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    @property
    def derivation_heard(self) -> list[str]:
        """Its lines, as a screen reader says them."""
        model = self.derivation_view.model()
        return [str(model.index(row, 0).data(SPOKEN)) for row in range(model.rowCount())]

    @property
    def path(self) -> str:
        """The path to the selected entry."""
        return str(QAccessible.queryAccessibleInterface(self.find(QLabel, "derivation_path")).text(DESCRIPTION))

    def place_of_piece(self, text: str, line: str = "") -> tuple[QWidget, QPoint]:
        """Where a piece of the derivation is, by its text: the first in the lines that begin so; it is scrolled to."""
        view = self.derivation_view
        for row, said in enumerate(self.derivation):
            for placed in view.layout_of(row).placed if said.startswith(line) else ():
                if placed.piece.text == text:
                    view.scrollTo(view.model().index(row, 0))
                    QApplication.processEvents()
                    corner = view.visualRect(view.model().index(row, 0)).topLeft()
                    place = corner + placed.rect.center().toPoint() + QPoint(3, 0)
                    if not view.viewport().rect().contains(place):
                        bar = view.verticalScrollBar()
                        bar.setValue(bar.value() + place.y() - view.viewport().height() // 2)
                        corner = view.visualRect(view.model().index(row, 0)).topLeft()
                        place = corner + placed.rect.center().toPoint() + QPoint(3, 0)
                    assert view.viewport().rect().contains(place), f"{text} is out of view"
                    return view.viewport(), place
        raise AssertionError(f"there is no {text} in {self.derivation}")

    # --- hands

    def click_piece(self, text: str, line: str = "") -> None:
        """Click a symbol, a number or a link of the derivation."""
        widget, place = self.place_of_piece(text, line)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)

    def point_at_piece(self, text: str, line: str = "") -> None:
        """Move the pointer over a piece of the derivation."""
        widget, place = self.place_of_piece(text, line)
        QTest.mouseMove(widget, place - QPoint(1, 1))
        QTest.mouseMove(widget, place)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Modifier.NoModifier, times: int = 1) -> None:
        """Press a key, wherever the keyboard is."""
        for _ in range(times):
            QApplication.processEvents()
            QTest.keyClick(self.window.windowHandle(), key, modifiers)

    def type(self, text: str) -> None:
        """Type, wherever the keyboard is; any character, as an input method or another keyboard may give it."""
        for character in text:
            receiver = QApplication.focusWidget()
            assert receiver is not None, "the keyboard is nowhere"
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(receiver, QKeyEvent(kind, 0, Modifier.NoModifier, character))

    def choose(self, name: str) -> None:
        """Choose an action, as from its menu."""
        action = self.action(name)
        assert action.isEnabled(), f"{name} can't be chosen now"
        action.trigger()

    def click(self, name: str) -> None:
        """Click a button."""
        QTest.mouseClick(self.find(QToolButton, f"{name}_button"), Qt.MouseButton.LeftButton)

    def place_of(self, name: str, row: int = 1, column: int = 1) -> tuple[QWidget, QPoint]:
        """Where a cell is on screen."""
        view, index = self.table(name), self.index(name, row, column)
        place = view.visualRect(index).center()
        assert view.isVisible(), f"{name} is not on screen"
        assert view.viewport().rect().contains(place), f"{name} row {row} column {column} is out of view"
        return view.viewport(), place

    def click_cell(self, name: str, row: int = 1, column: int = 1) -> None:
        """Click a cell."""
        widget, place = self.place_of(name, row, column)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)

    def double_click_cell(self, name: str, row: int = 1, column: int = 1) -> None:
        """Click a cell twice."""
        widget, place = self.place_of(name, row, column)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=place)

    def point_at(self, name: str, row: int = 1, column: int = 1) -> None:
        """Move the pointer over a cell."""
        widget, place = self.place_of(name, row, column)
        QTest.mouseMove(widget, place - QPoint(1, 1))
        QTest.mouseMove(widget, place)

    def go_into(self, name: str, row: int = 1, column: int = 1) -> QTableView:
        """Bring the keyboard into a cell, by clicking it."""
        self.click_cell(name, row, column)
        view = self.table(name)
        assert view.hasFocus()
        return view

    # --- editing

    def editor(self, name: str) -> QLineEdit | None:
        """The line that is open in a table, if one is."""
        focus = QApplication.focusWidget()
        is_inside = focus is not None and self.table(name).isAncestorOf(focus)
        return focus if is_inside and isinstance(focus, QLineEdit) else None

    def open_editor(self, name: str, row: int = 1, column: int = 1) -> QLineEdit:
        """Open a cell to type into it, by double click."""
        self.double_click_cell(name, row, column)
        editor = self.editor(name)
        assert editor is not None, f"no editor opened in {name}"
        return editor

    def finish_editing(self, name: str) -> None:
        """Press Return, and wait until the line is gone: what is typed is taken by a queued call."""
        self.press(Key.Key_Return)
        self.qtbot.waitUntil(lambda: self.editor(name) is None)

    def enter(self, name: str, row: int, column: int, text: str) -> None:
        """Type another value into a cell."""
        self.open_editor(name, row, column)
        self.type(text)
        self.finish_editing(name)

    def type_into(self, name: str, text: str, end_with: Qt.Key = Key.Key_Return) -> None:
        """Type into a field of the toolbar in place of what stands there."""
        field = self.find(QLineEdit, name)
        field.setFocus()
        field.selectAll()
        self.press(Key.Key_Delete)
        self.type(text)
        self.press(end_with)
