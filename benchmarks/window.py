"""A window under a user's hand: keys pressed, cells clicked, each timed until everything is painted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QEventLoop, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from bpgui.session.document import Document
from bpgui.session.session import Session
from bpgui.ui.main_window import MainWindow
from bpgui.ui.matrix_view import MatrixView
from bpgui.ui.settings import Settings

_PATIENCE = 300
_MOST_ROUNDS = 50


class Taken(NamedTuple):
    """Milliseconds on the clock, and of the processor in the window's thread, which other programs don't add to."""

    clock: float
    processor: float


class Paints(QObject):
    """Counts the paints of worksheet and derivation, so that no press counts that nothing came of."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


class Driver:
    """The window of one document, ready, 1366×768."""

    def __init__(self, document: Document) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setStyle("Fusion")
        self.window = MainWindow(Session(document), Settings.of_the_user())
        self.window.load_the_rest()
        self.window.resize(1366, 768)
        self.window.show()
        assert QTest.qWaitForWindowExposed(self.window)
        self.session = self.window.bridge.session
        self.paints = Paints()
        for watched in (self.window.worksheet.sheet, self.window.derivation_panel.view.viewport()):
            watched.installEventFilter(self.paints)
        self.window.activateWindow()
        QTest.qWait(200)
        self.settle()

    def settle(self) -> None:
        """Return when all that was asked for, paints too, has been done."""
        dispatcher = QAbstractEventDispatcher.instance()
        for _ in range(_MOST_ROUNDS):
            if not dispatcher.processEvents(QEventLoop.ProcessEventsFlag.AllEvents):
                return

    def wait_until(self, done: Callable[[], bool]) -> None:
        """Let the window live until something holds."""
        end = time.monotonic() + _PATIENCE
        while not done():
            if time.monotonic() > end:
                raise TimeoutError(f"not done within {_PATIENCE} s")
            QTest.qWait(5)

    def do(self, action: Callable[[Session], object]) -> None:
        """Something to the session, untimed."""
        self.window.bridge.do(action)
        self.settle()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Taken:
        """The time from a key press to the last paint that it led to."""
        before = self.session.position
        taken = self._timed(lambda: QTest.keyClick(self.window, key, modifiers))
        if self.session.position == before:
            raise AssertionError(f"{key} did nothing at {before}")
        return taken

    def click(self, view: MatrixView, row: int, column: int) -> Taken:
        """The time from a click on a cell to the last paint that it led to."""
        at = view.visualRect(view.matrix_model.index(row, column)).center()
        return self._timed(
            lambda: QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        )

    def redraw(self) -> Taken:
        """The time to paint the whole window."""
        return self._timed(self._update_all)

    def _update_all(self) -> None:
        # QWidget.repaint leaves out what opaque children cover
        for widget in (self.window, *self.window.findChildren(QWidget)):
            widget.update()

    def visible_cells(self) -> Iterator[tuple[MatrixView, int, int]]:
        """Cells in view of each matrix in turn: one of every matrix, then the next one of every matrix."""
        views = [frame.view for frame in self.window.worksheet.sheet.frames.values() if frame.isVisible()]
        for number in range(max(_room(view)[0] * _room(view)[1] for view in views)):
            for view in views:
                rows, columns = _room(view)
                if number < rows * columns:
                    row, column = divmod(number, columns)
                    yield view, view.rowAt(0) + row, view.columnAt(0) + column

    def _timed(self, action: Callable[[], object]) -> Taken:
        painted = self.paints.count
        clock, processor = time.perf_counter(), time.thread_time()
        action()
        self.settle()
        taken = Taken((time.perf_counter() - clock) * 1000, (time.thread_time() - processor) * 1000)
        if self.paints.count == painted:
            raise AssertionError("nothing was painted")
        return taken

    def timed(self, action: Callable[[], object]) -> Taken | None:
        """The time from something done to the last paint that it led to; None where nothing was painted."""
        try:
            return self._timed(action)
        except AssertionError:
            return None


def _room(view: MatrixView) -> tuple[int, int]:
    """How many whole rows and columns a view shows."""
    height, width = view.viewport().height(), view.viewport().width()
    rows = height // max(view.verticalHeader().defaultSectionSize(), 1)
    columns = width // max(view.horizontalHeader().defaultSectionSize(), 1)
    return (
        max(min(rows, view.matrix_model.rowCount()), 1),
        max(min(columns, view.matrix_model.columnCount()), 1),
    )
