"""The lines of a derivation as a Qt model: a row a line, in words for a person who listens."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from bpgui.session.derivation import Derivation, derive
from bpgui.session.pieces import Line, line_text, line_words
from bpgui.session.screen import Screen
from bpgui.ui.bridge import SessionBridge

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class DerivationModel(QAbstractListModel):
    """The derivation of what is selected."""

    derivation_changed = Signal()
    """Other lines are there, or the same ones with other numbers. Pointing changes none."""

    def __init__(self, bridge: SessionBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._made_of: object = None
        self.derivation: Derivation | None = None
        bridge.changed.connect(self.refresh)
        self.refresh()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines."""
        return self.derivation.lines if self.derivation is not None else ()

    def refresh(self) -> None:
        """Derive anew, if anything that the derivation follows from is another."""
        screen = self._bridge.screen
        made_of = _made_of(screen)
        if made_of == self._made_of:
            return
        self._made_of = made_of
        derivation, before = derive(screen), self.lines
        after = derivation.lines if derivation is not None else ()
        if len(before) != len(after):
            self.beginResetModel()
            self.derivation = derivation
            self.endResetModel()
        else:
            # lines that say the same stay the same objects, so that who laid them out need not do so again
            lines = tuple(old if old == new else new for old, new in zip(before, after, strict=True))
            self.derivation = replace(derivation, lines=lines) if derivation is not None else None
            for row, (old, new) in enumerate(zip(before, lines, strict=True)):
                if old is not new:
                    self.dataChanged.emit(self.index(row), self.index(row))
        self.derivation_changed.emit()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.lines):
            return None
        line = self.lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line_text(line)
            case Qt.ItemDataRole.AccessibleTextRole:
                return line_words(line)
        return None


def _made_of(screen: Screen) -> tuple[object, ...]:
    return screen.course, screen.course.is_solved, screen.position, screen.selection, screen.view, screen.unfolded
