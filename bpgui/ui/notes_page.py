"""Notes in plain text, kept in the document's file. Undo is the document's: a stretch of typing is one step."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QFrame, QMenu, QPlainTextEdit, QWidget

from bpgui.ui.bridge import SessionBridge
from bpgui.ui.fonts import text_font
from bpgui.ui.theme import Theme

EMPTY = (
    "What you want to remember of this document: what to say at which stop, what was asked, what comes next. "
    "It is kept in the document's file."
)
_TEXT_PIXELS = 12.5
_PAGES = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_OF_ONE_KEY = 2
"""So many units of UTF-16 at most go with one press of Backspace or Delete, and its typing goes on."""


class NotesPage(QPlainTextEdit):
    """What is typed here is in the document at once; one step of its history is all that is typed in one go.

    A step begins where the keyboard or the caret was elsewhere, the document was saved or changed in between, or more
    is taken out than by one press: so what was typed never goes for good.
    """

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
        self._typed_to = 0
        self._goes_on = self._is_following = self._is_another = False
        self.setUndoRedoEnabled(False)  # or the text's own undo would be an edit of the document, and a step of it
        self.document().contentsChange.connect(self._on_edited)
        self.textChanged.connect(self._take)
        bridge.document_loaded.connect(self._on_loaded)
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
            self._is_another = False
            return
        before = "" if self._is_another else self.toPlainText()
        self._shown = notes
        self._is_following = True
        scrolled = self.verticalScrollBar().value()
        self.setPlainText(notes)
        self.verticalScrollBar().setValue(scrolled)
        cursor = self.textCursor()
        cursor.setPosition(_end_of_change(before, self.toPlainText()))
        self.setTextCursor(cursor)
        self._is_following = self._goes_on = self._is_another = False

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

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu_at(event.pos())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    def menu_at(self, place: QPoint) -> QMenu:
        """Cut, copy, paste; undo is in the window's menu, which says what it would undo."""
        menu = self.createStandardContextMenu(place)
        for action in menu.actions()[:3]:
            if action.isSeparator() or action.objectName() in ("edit-undo", "edit-redo"):
                menu.removeAction(action)
        return menu

    def _on_edited(self, place: int, removed: int, added: int) -> None:
        if removed > _OF_ONE_KEY or not place <= self._typed_to <= place + removed:
            self._goes_on = False
        self._typed_to = place + added

    def _take(self) -> None:
        if self._is_following:
            return
        goes_on, self._goes_on = self._goes_on, True
        text = self._shown = self.toPlainText()
        self._bridge.do(lambda session: session.set_notes(text, goes_on))

    def _on_loaded(self) -> None:
        history = self._bridge.session.history
        self._is_another = self._is_another or not (history.done or history.undone)

    def _on_changed(self) -> None:
        if self.isVisible():
            self.refresh()


def _end_of_change(before: str, now: str) -> int:
    """Where what is new in a text ends, as Qt counts: in units of UTF-16."""
    most = min(len(before), len(now))
    same = _largest(most, lambda count: before[:count] == now[:count])
    same_after = _largest(most - same, lambda count: before[len(before) - count :] == now[len(now) - count :])
    return len(now[: len(now) - same_after].encode("utf-16-le")) // 2


def _largest(most: int, holds: Callable[[int], bool]) -> int:
    """The largest number up to `most` for which something holds that holds for all smaller ones."""
    return bisect_left(range(1, most + 1), True, key=lambda count: not holds(count))
