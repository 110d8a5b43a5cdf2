"""The list of stops: a click goes to one; it is renamed, moved by keys or by dragging, and removed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QListView, QMenu, QWidget

from bpgui.session.session import Session
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.logbook_rows import LogbookRows
from bpgui.ui.stops_model import StopsModel
from bpgui.ui.theme import LIGHT, Theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class StopsList(QListView):
    """Return goes to a stop, F2 renames it, Alt with the arrows moves it, Delete removes it."""

    def __init__(self, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stops_list")
        self.setAccessibleName("Stops")
        self.setAccessibleDescription(
            "Return goes to a stop, F2 renames it, Alt with Up or Down moves it, Delete removes it"
        )
        self._bridge, self._theme = bridge, LIGHT
        self._pressed: tuple[int, QPoint] | None = None
        self._gap: int | None = None
        self._after_naming: Callable[[], object] | None = None
        self.stops = StopsModel(bridge, self)
        self.rows = LogbookRows(self, has_details=True)
        self.setModel(self.stops)
        self.setItemDelegate(self.rows)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setEditTriggers(QListView.EditTrigger.EditKeyPressed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.rows.closeEditor.connect(lambda *of_editor: self._on_named())
        bridge.changed.connect(self._on_changed)

    def set_looks(self, theme: Theme, scale: float) -> None:
        """Colours and sizes."""
        self._theme = theme
        self.rows.set_looks(theme, scale)
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def refresh(self) -> None:
        """Show the stops as they are now, with the one at which one is in view."""
        before, row, was = self.stops.rowCount(), self.currentIndex().row(), self.stops.here
        self.stops.refresh()
        count, here = self.stops.rowCount(), self.stops.here
        if here is not None and (here != was or count != before):
            self._make_current(here)
        elif count and not self.currentIndex().isValid():
            self._make_current(min(max(row, 0), count - 1))

    # --- what is done with the current one

    def go(self) -> None:
        """Be at the current stop."""
        self._do(Session.go_to_stop)

    def put_here(self) -> None:
        """Let the current stop be where time stands now."""
        self._do(Session.update_stop)

    def remove(self) -> None:
        """Take the current stop out of the list."""
        self._do(Session.remove_stop)

    def rename(self) -> None:
        """Open the name of the current stop, to be typed anew."""
        if self.currentIndex().isValid():
            self.setFocus()
            self.edit(self.currentIndex())

    def name_new(self, then: Callable[[], object] | None = None) -> None:
        """Open the name of the stop that was just made; `then` when it is typed, if the keyboard is here still."""
        number = self._bridge.session.latest_stop
        if number is None or not 0 <= number < self.stops.rowCount():
            return
        self._after_naming = then
        self._make_current(number)
        self.rename()

    def _on_named(self) -> None:
        then, self._after_naming = self._after_naming, None
        if then is not None and self.hasFocus():
            then()

    def move_by(self, by: int) -> None:
        """Move the current stop up or down in the list."""
        self._move(self.currentIndex().row(), self.currentIndex().row() + by)

    def _do(self, act: Callable[[Session, int], None]) -> None:
        row = self.currentIndex().row()
        if row >= 0:
            self._bridge.do(lambda session: act(session, row))

    def _move(self, row: int, to: int) -> None:
        to = min(max(to, 0), self.stops.rowCount() - 1)
        if row >= 0 and to != row:
            self._bridge.do(lambda session: session.move_stop(row, to))
            self._make_current(to)

    def _make_current(self, row: int) -> None:
        index = self.stops.index(row)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    # --- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_by(-1 if key == Qt.Key.Key_Up else 1)
        elif key in _ENTER and self.state() == QListView.State.EditingState:
            event.accept()  # it ends the typing of a name, and goes nowhere
        elif key in _ENTER and not modifiers:
            self.go()
        elif key in _DELETE and not modifiers:
            self.remove()
        elif key == Qt.Key.Key_Escape and self._gap is not None:
            self._let_go()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with a stop."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self.setCurrentIndex(self.indexAt(event.pos()))
        index = self.currentIndex()
        if not index.isValid():
            return
        menu = QMenu(self)
        menu.setObjectName("stops_menu")
        done: tuple[tuple[str, str, Callable[[], object]], ...] = (
            ("&Go to it", "Return", self.go),
            ("&Put it here", "", self.put_here),
            ("&Rename…", "F2", self.rename),
            ("Move &up", "Alt+Up", lambda: self.move_by(-1)),
            ("Move &down", "Alt+Down", lambda: self.move_by(1)),
            ("Re&move", "Del", self.remove),
        )
        for text, key, act in done:
            action = menu.addAction(f"{text}\t{key}")
            action.triggered.connect(lambda checked=False, act=act: act())
        by_keys = event.reason() != QContextMenuEvent.Reason.Mouse
        at = self.visualRect(index).bottomLeft() + QPoint(20, 0) if by_keys else event.pos()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.viewport().mapToGlobal(at))

    # --- the mouse: a click goes there, a drag moves

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.setCurrentIndex(index)
            self._pressed = index.row(), event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        place = event.position().toPoint()
        if self._gap is None and (place - self._pressed[1]).manhattanLength() < QApplication.startDragDistance():
            return
        self._gap = self._gap_at(place.y())
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, gap = self._pressed, self._gap
        self._let_go()
        if pressed is None or event.button() != Qt.MouseButton.LeftButton:
            return
        row = pressed[0]
        if gap is None:
            self.go()
        else:
            self._move(row, gap - 1 if gap > row else gap)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, and a line where one that is dragged would go."""
        super().paintEvent(event)
        if self._gap is None:
            return
        count = self.stops.rowCount()
        rect = self.visualRect(self.stops.index(min(self._gap, count - 1)))
        y = rect.top() if self._gap < count else rect.bottom()
        with QPainter(self.viewport()) as painter:
            painter.setPen(QPen(QColor(self._theme.accent), 3))
            painter.drawLine(rect.left() + 4, y, rect.right() - 4, y)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _gap_at(self, y: int) -> int:
        rows = range(self.stops.rowCount())
        return sum(self.visualRect(self.stops.index(row)).center().y() < y for row in rows)

    def _let_go(self) -> None:
        self._pressed = self._gap = None
        self.viewport().update()

    def _on_changed(self) -> None:
        if self.isVisible():
            self.refresh()
