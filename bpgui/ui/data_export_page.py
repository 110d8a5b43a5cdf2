"""What a page of the dialog “Export” is: one thing that can leave the program, with its choices and a preview."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class Suffix(NamedTuple):
    """One kind of file: what it is called, and its ending without the point."""

    title: str
    ending: str


class ExportPage(QWidget):
    """One page: its name in the list on the left, what it looks like, and how it is saved and copied.

    The page keeps nothing of the session. It is told when the session has changed while it is on show.
    """

    changed = Signal()
    """What can be saved or copied, or its suffix, may differ."""

    title = ""
    """Its name in the list."""

    @property
    def widget(self) -> QWidget:
        """What is shown to the right of the list."""
        return self

    @property
    def suffixes(self) -> tuple[Suffix, ...]:
        """The kinds of files that it can be saved as now; the first is proposed."""
        raise NotImplementedError

    @property
    def proposed_name(self) -> str:
        """The name of the file that is proposed, with its ending."""
        raise NotImplementedError

    @property
    def why_not_saved(self) -> str:
        """Why nothing can be saved now: a sentence; empty where something can."""
        return ""

    @property
    def why_not_copied(self) -> str:
        """Why nothing can be copied now: a sentence; empty where something can."""
        return self.why_not_saved

    def refresh(self) -> None:
        """Show what would be saved now. Called when the page comes on show, and when the session has changed since."""

    def save(self, path: Path) -> str:
        """Write it, whole or not at all, and say in a sentence what came of it, whether it went well or not."""
        raise NotImplementedError

    def copy(self) -> str:
        """Put it on the clipboard, and say so in a sentence."""
        raise NotImplementedError
