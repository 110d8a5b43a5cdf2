"""The range of a grid: the cells from the current one to a corner, as keys and mouse set it."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView

from bpgui.core.numbers import grouped

_AGAIN_AFTER = 60
"""Milliseconds after which a drag that is held beyond the edge takes one more row or column."""

_MOVES = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
_ENDS = {Qt.Key.Key_Home: -1, Qt.Key.Key_End: 1}
_FAR = 10**9


class Rectangle(NamedTuple):
    """Some cells of a table: its upper left one, and how many rows and columns."""

    row: int
    column: int
    rows: int
    columns: int

    @property
    def is_several(self) -> bool:
        """Whether it is more than one cell."""
        return self.rows * self.columns > 1

    def contains(self, row: int, column: int) -> bool:
        """Whether a cell lies in it."""
        return self.row <= row < self.row + self.rows and self.column <= column < self.column + self.columns

    @property
    def words(self) -> str:
        """How many they are: 1 number, 3×2 numbers."""
        return f"{grouped(self.rows)}×{grouped(self.columns)} numbers" if self.is_several else "1 number"

    @property
    def transposed(self) -> Rectangle:
        """The same cells of a table with rows and columns exchanged."""
        return Rectangle(self.column, self.row, self.columns, self.rows)


class GridRange(QObject):
    """The range of one table. The current cell stays where it is while the corner moves."""

    changed = Signal()
    began = Signal()
    """The mouse has begun to choose, from the current cell on."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._anchor: tuple[int, int] | None = None
        self._corner: tuple[int, int] | None = None
        self._pressed: QPoint | None = None
        self._pointer = QPoint()
        self._is_dragging = False
        self._held = QTimer(self)
        self._held.setInterval(_AGAIN_AFTER)
        self._held.timeout.connect(self._drag_on)

    @property
    def rectangle(self) -> Rectangle | None:
        """The chosen cells, or the current one alone; None where there is none."""
        current = self._view.currentIndex()
        if not current.isValid():
            return None
        here = self._anchor or (current.row(), current.column())
        there = self._corner or here
        (top, bottom), (left, right) = (sorted(pair) for pair in zip(here, there, strict=True))
        return Rectangle(top, left, bottom - top + 1, right - left + 1)

    @property
    def several(self) -> Rectangle | None:
        """The chosen cells, where they are more than one."""
        rectangle = self.rectangle if self._corner is not None else None
        return rectangle if rectangle is not None and rectangle.is_several else None

    def clear(self) -> None:
        """The current cell alone."""
        if self._corner is not None:
            self._anchor = self._corner = None
            self.changed.emit()

    def choose(self, rectangle: Rectangle) -> None:
        """Choose a rectangle; its upper left cell is the current one."""
        row, column, rows, columns = rectangle
        self._view.setCurrentIndex(self._view.model().index(row, column))
        self._corner = row + rows - 1, column + columns - 1
        self.changed.emit()

    def choose_all(self) -> None:
        """Choose all cells; the current one stays."""
        model = self._view.model()
        self._anchor = 0, 0
        self._corner = model.rowCount() - 1, model.columnCount() - 1
        self.changed.emit()

    def extend_to(self, row: int, column: int) -> None:
        """Move the corner, no further than the table goes, and show it."""
        model = self._view.model()
        if not self._view.currentIndex().isValid():
            self._view.setCurrentIndex(model.index(0, 0))
        self._corner = min(max(row, 0), model.rowCount() - 1), min(max(column, 0), model.columnCount() - 1)
        self._view.scrollTo(model.index(*self._corner), QAbstractItemView.ScrollHint.EnsureVisible)
        self.changed.emit()

    # --- keys

    def take_key(self, event: QKeyEvent) -> bool:
        """Shift with arrows, Home and End extends; with Ctrl too, to the ends. Escape, or a move, takes it back."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self.several is not None:
            self.clear()
            return True
        if key not in _MOVES and key not in _ENDS:
            return False
        if not shift:
            self.clear()
            return False
        row, column = self._corner_now
        if key in _MOVES:
            down, right = _MOVES[key]
            far = _FAR if control else 1
            self.extend_to(row + far * down, column + far * right)
        else:
            end = _FAR * _ENDS[key]
            self.extend_to(end if control else row, end)
        return True

    @property
    def _corner_now(self) -> tuple[int, int]:
        current = self._view.currentIndex()
        return self._corner or (max(current.row(), 0), max(current.column(), 0))

    # --- mouse

    def take_press(self, event: QMouseEvent) -> bool:
        """Shift and a click extend; a right click within the range leaves it."""
        at = event.position().toPoint()
        index = self._view.indexAt(at)
        if event.button() == Qt.MouseButton.RightButton:
            here = self.several
            return here is not None and here.contains(index.row(), index.column())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return False
        self._pressed = at
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._view.currentIndex().isValid():
            self._is_dragging = True
            self.extend_to(index.row(), index.column())
            return True
        self.clear()
        return False

    def take_move(self, event: QMouseEvent) -> bool:
        """Dragging extends, also beyond the edge."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return False
        at = event.position().toPoint()
        if not self._is_dragging:
            is_far = (at - self._pressed).manhattanLength() >= QApplication.startDragDistance()
            self._is_dragging = is_far and self._view.indexAt(at) != self._view.currentIndex()
            if self._is_dragging:
                self.began.emit()
        if self._is_dragging:
            self._drag_to(at)
        return True

    def take_release(self, event: QMouseEvent) -> bool:
        """The end of a drag, which is no click."""
        was_dragging, self._is_dragging, self._pressed = self._is_dragging, False, None
        self._held.stop()
        return was_dragging

    def _drag_to(self, at: QPoint) -> None:
        view = self._view
        area, self._pointer = view.viewport().rect(), at
        inside = QPoint(min(max(at.x(), 0), area.right()), min(max(at.y(), 0), area.bottom()))
        row, column = view.rowAt(inside.y()), view.columnAt(inside.x())
        row = view.model().rowCount() - 1 if row < 0 else row
        column = view.model().columnCount() - 1 if column < 0 else column
        down, right = _beyond(at.y(), area.bottom()), _beyond(at.x(), area.right())
        if (row + down, column + right) != self._corner:
            self.extend_to(row + down, column + right)
        if down or right:
            self._held.start()
        else:
            self._held.stop()

    def _drag_on(self) -> None:
        self._drag_to(self._pointer)


def _beyond(at: int, last: int) -> int:
    return -1 if at < 0 else 1 if at > last else 0


def is_only_for_a_while(reason: Qt.FocusReason) -> bool:
    """Whether the keyboard leaves a grid for a menu or another window, and comes back to it."""
    reasons = Qt.FocusReason
    return reason in (reasons.PopupFocusReason, reasons.ActiveWindowFocusReason, reasons.MenuBarFocusReason)
