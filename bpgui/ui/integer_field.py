"""A field for a whole number, such as an iteration."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from bpgui.core.numbers import grouped, parse_whole


class IntegerField(QLineEdit):
    """Takes whole numbers within a range; up and down change them by one. All else is refused in a sentence."""

    value_entered = Signal(int)
    entry_refused = Signal(str)

    def __init__(self, name: str, words: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setToolTip(tip)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._lowest, self._highest, self._value = 0, 0, 0
        self.editingFinished.connect(self.take)

    def value(self) -> int:
        """The number; while one is being typed, what it was before."""
        return self._value

    def set_range(self, lowest: int, highest: int) -> None:
        """The numbers that are taken."""
        self._lowest, self._highest = lowest, highest

    def fit_to(self, largest: int) -> None:
        """Be wide enough for a number, in the font of now."""
        self.ensurePolished()
        self.setFixedWidth(self.fontMetrics().horizontalAdvance(str(largest)) + self.fontMetrics().height())

    def set_value(self, value: int) -> None:
        """Show another number, unless one is just being typed."""
        self._value = value
        if not (self.hasFocus() and self.isModified()):
            self.setText(str(value))

    def take(self) -> bool:
        """Take what is typed, if anything is; whether it could be read."""
        if not self.isModified():
            return True
        typed = parse_whole(self.text())
        self.setModified(False)
        if typed is None or not self._lowest <= typed <= self._highest:
            self.setText(str(self._value))
            self.entry_refused.emit(f"Expected a whole number from {self._lowest} to {grouped(self._highest)}.")
            return False
        self._enter(typed)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        change = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if change is None:
            super().keyPressEvent(event)
        else:
            self._enter(min(max(self._value + change, self._lowest), self._highest))

    def _enter(self, value: int) -> None:
        self._value = value
        self.setText(str(value))
        self.value_entered.emit(value)
