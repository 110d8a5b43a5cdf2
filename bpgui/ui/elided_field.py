"""A field for a text that may be longer than the field: it ends in "…" there, and is whole while it is edited."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

_BESIDE_THE_TEXT = 10


class ElidedField(QLineEdit):
    """Cut off without a sign, 67/1250 would read as 67/125."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.whole = ""
        """The whole text, whatever there is room for."""

    def show_whole(self, text: str) -> None:
        """Show a text, or as much of it as there is room for."""
        self.whole = text
        self._show()

    def _show(self) -> None:
        room = self.contentsRect().width() - _BESIDE_THE_TEXT
        elided = self.fontMetrics().elidedText(self.whole, Qt.TextElideMode.ElideRight, room)
        shown = self.whole if self.hasFocus() else elided
        if shown != self.text():
            self.setText(shown)
            self.setCursorPosition(0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.isModified():
            self._show()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.isModified():
            self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.isModified() and self.whole:
            self._show()
