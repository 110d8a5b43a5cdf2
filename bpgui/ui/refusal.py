"""What small dialogs share: a sentence beside a field whose content can't be taken, and two buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QShowEvent
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QLineEdit, QWidget


class Refusal(QLabel):
    """Says why something can't be done. It keeps the room of some lines, so that nothing jumps where it speaks."""

    def __init__(self, name: str, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setObjectName(name)
        self.setAccessibleName("What can't be done")
        self.setProperty("refusal", True)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)

    def say(self, sentence: str, field: QLineEdit | None = None) -> None:
        """Say a sentence, aloud as well, and let what the field holds be typed anew; an empty one takes it back."""
        self.setText(sentence)
        if sentence and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))
        if field is not None:
            field.setFocus()
            field.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setMinimumHeight(room_of(self._lines, self))


def room_of(lines: int, label: QLabel) -> int:
    """How high a label is with so many lines of text."""
    before = label.text()
    label.setText("\n".join("A" * lines))
    height = label.heightForWidth(1000)
    label.setText(before)
    return height


def ok_and_cancel(does: str, name: str) -> QDialogButtonBox:
    """The button that does it, also on Return, and the one that doesn't; their names begin with `name`."""
    buttons = QDialogButtonBox()
    does_it = buttons.addButton(does, QDialogButtonBox.ButtonRole.AcceptRole)
    does_it.setObjectName(f"{name}_go")
    does_it.setDefault(True)
    cancels = buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
    cancels.setObjectName(f"{name}_cancel")
    cancels.setAutoDefault(False)
    return buttons
