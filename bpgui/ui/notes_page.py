"""Notes in plain text, kept in the document's file. While one types, undo is the text's own."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from bpgui.ui.bridge import SessionBridge
from bpgui.ui.fonts import text_font
from bpgui.ui.theme import Theme

EMPTY = (
    "What you want to remember of this document: what to say at which stop, what was asked, what comes next. "
    "It is kept in the document's file."
)
_TEXT_PIXELS = 12.5
_PAGES = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class NotesPage(QPlainTextEdit):
    """What is typed here is in the document at once; one step of its history is all that is typed in one go."""

    def __init__(self, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notes")
        self.setAccessibleName("Notes")
        self.setAccessibleDescription("Plain text, kept in the document's file. Tab leaves it")
        self.setPlaceholderText(EMPTY)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._bridge = bridge
        self._shown = ""
        self._goes_on = self._is_following = False
        self.textChanged.connect(self._take)
        bridge.changed.connect(self._on_changed)

    def set_looks(self, theme: Theme, scale: float) -> None:
        """Colours and sizes."""
        self.setFont(text_font(_TEXT_PIXELS * scale))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, theme.card)
        palette.setColor(QPalette.ColorRole.PlaceholderText, theme.text_pale)
        self.setPalette(palette)

    def refresh(self) -> None:
        """Show the notes as they are now."""
        notes = self._bridge.session.annotations.notes
        if notes == self._shown:  # and not what the text has: Qt makes plain spaces of those that don't break
            return
        self._shown = notes
        self._is_following = True
        place = self.textCursor().position()
        self.setPlainText(notes)
        cursor = self.textCursor()
        cursor.setPosition(min(place, len(notes)))
        self.setTextCursor(cursor)
        self._is_following = self._goes_on = False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _PAGES:
            event.setAccepted(not event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._goes_on = False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _take(self) -> None:
        if self._is_following:
            return
        goes_on, self._goes_on = self._goes_on, True
        text = self._shown = self.toPlainText()
        self._bridge.do(lambda session: session.set_notes(text, goes_on))

    def _on_changed(self) -> None:
        if self.isVisible():
            self.refresh()
