"""The bridge between the session, which knows no Qt, and everything that shows it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from bpgui.session.document import Document
from bpgui.session.saved import Saved
from bpgui.session.screen import Screen
from bpgui.session.session import Session


class SessionBridge(QObject):
    """Owns the session for the window, and says when it has changed. What is on screen is read off `screen`."""

    document_loaded = Signal()
    """Another document is there: sizes and names may differ. `changed` follows."""
    changed = Signal()
    """Document, position, selection or view may differ."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._screen: Screen | None = None

    @property
    def screen(self) -> Screen:
        """What is on screen now."""
        if self._screen is None:
            self._screen = Screen(self.session)
        return self._screen

    def do(self, action: Callable[[Session], object]) -> None:
        """Let something be done to the session, and show what came of it. What the action raises goes to the caller."""
        before = self.session.document
        try:
            action(self.session)
        finally:
            self._screen = None
            if _is_another(self.session.document, before):
                self.document_loaded.emit()
            self.changed.emit()

    def load(self, document: Document) -> None:
        """Take another document."""
        self.session.load(document)
        self._tell_of_another()

    def open(self, saved: Saved) -> None:
        """Take what a file held."""
        self.session.open(saved)
        self._tell_of_another()

    def _tell_of_another(self) -> None:
        self._screen = None
        self.document_loaded.emit()
        self.changed.emit()


def _is_another(document: Document, before: Document) -> bool:
    """Whether titles, sizes or names may differ."""
    return document is not before and (document.title, document.shape, document.names) != (
        before.title,
        before.shape,
        before.names,
    )
