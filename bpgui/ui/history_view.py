"""The list of all changes of the document: a click, or Return, goes to where one of them was the latest."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QListView, QWidget

from bpgui.ui.bridge import SessionBridge
from bpgui.ui.history_model import HistoryModel
from bpgui.ui.logbook_rows import LogbookRows
from bpgui.ui.theme import Theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class HistoryView(QListView):
    """Steps that are done over those that are undone, and a mark at the latest one done."""

    def __init__(self, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history_list")
        self.setAccessibleName("History")
        self.setAccessibleDescription("All changes in order. Return goes back, or on, to the chosen one")
        self._bridge = bridge
        self.steps = HistoryModel(bridge, self)
        self.rows = LogbookRows(self, has_details=False)
        self.setModel(self.steps)
        self.setItemDelegate(self.rows)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        bridge.changed.connect(self._on_changed)

    def set_looks(self, theme: Theme, scale: float) -> None:
        """Colours and sizes."""
        self.rows.set_looks(theme, scale)
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def refresh(self) -> None:
        """Show the history as it is now, and in it the latest step that is done."""
        before = self.steps.here, self.steps.rowCount()
        self.steps.refresh()
        if (self.steps.here, self.steps.rowCount()) != before or not self.currentIndex().isValid():
            here = self.steps.index(self.steps.here)
            self.setCurrentIndex(here)
            self.scrollTo(here)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self._go_to(index.row())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.currentIndex().isValid():
            self._go_to(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _go_to(self, row: int) -> None:
        self.setCurrentIndex(self.steps.index(row))
        self._bridge.do(lambda session: session.go_in_history(row))

    def _on_changed(self) -> None:
        if self.isVisible():
            self.refresh()
