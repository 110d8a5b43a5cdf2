"""A table that is used as a spreadsheet is: ranges of cells, and typing that goes on from cell to cell."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QTableView, QWidget

from bpgui.ui.grid_range import GridRange, is_only_for_a_while
from bpgui.ui.matrix_delegate import CellEditor

Index = QModelIndex | QPersistentModelIndex


class GridTable(QTableView):
    """Passes keys and mouse to its range, and decides where typing goes on. What is in the cells it doesn't know."""

    zero_wanted = Signal()
    """Delete, or Backspace, was pressed."""
    menu_wanted = Signal(QPoint)
    """The grid's own menu is asked for, at a point of the screen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._was_refused = False
        self.range = GridRange(self)
        self.range.changed.connect(self._on_range_changed)

    def place_of_range(self) -> QRectF | None:
        """Where the chosen cells stand in the viewport; None where no more than one is chosen."""
        chosen = self.range.several
        if chosen is None:
            return None
        width, height = self.horizontalHeader().defaultSectionSize(), self.verticalHeader().defaultSectionSize()
        left, top = self.columnViewportPosition(chosen.column), self.rowViewportPosition(chosen.row)
        return QRectF(left, top, chosen.columns * width, chosen.rows * height)

    # --- ranges

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.zero_wanted.emit()
        elif not self.range.take_key(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.range.take_press(event):
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self.range.take_move(event):
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self.range.take_release(event):
            super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Its menu is for the range; asked for elsewhere, for the cell there."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            cell = self.visualRect(self.currentIndex())
            self.menu_wanted.emit(self.viewport().mapToGlobal(cell.center()))
        else:
            self.menu_wanted.emit(event.globalPos())

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.range.clear()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not is_only_for_a_while(event.reason()):
            self.range.clear()

    def _on_range_changed(self) -> None:
        self.viewport().update()
        chosen = self.range.several
        if chosen is not None and QAccessible.isActive():
            said = f"{chosen.words} chosen, row {chosen.row + 1} column {chosen.column + 1} the first"
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    # --- typing on

    def commitData(self, editor: QWidget) -> None:
        self._was_refused = False
        super().commitData(editor)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Return goes down, and Tab to the right and on in the next row, where typing goes on; Shift goes back.

        What could not be read is not left.
        """
        hints = QAbstractItemDelegate.EndEditHint
        steps = {hints.EditNextItem: 1, hints.EditPreviousItem: -1}
        goes_up = isinstance(editor, CellEditor) and editor.goes_up
        super().closeEditor(editor, hints.NoHint if hint in steps else hint)
        if self._was_refused:
            return
        if hint in steps:
            self._type_on(steps[hint])
        elif hint is hints.SubmitModelCache:
            self.go_down(-1 if goes_up else 1)

    def go_down(self, rows: int) -> None:
        """Go to the cell so many rows below, if there is one."""
        self.range.clear()
        below = self.currentIndex().siblingAtRow(self.currentIndex().row() + rows)
        if below.isValid():
            self.setCurrentIndex(below)

    def _type_on(self, cells: int) -> None:
        row, column = self.currentIndex().row(), self.currentIndex().column() + cells
        further, column = divmod(column, self.model().columnCount())
        following = self.model().index(row + further, column)
        if following.isValid():
            self.setCurrentIndex(following)
            self.edit(following)

    def stay(self) -> None:
        """What was typed is refused: its cell is not left when the line closes."""
        self._was_refused = True
