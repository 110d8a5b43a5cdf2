"""The facts as a Qt list: a row for each, under headings, and one of them open."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from bpgui.session.facts import Fact, facts
from bpgui.ui.bridge import SessionBridge

Index = QModelIndex | QPersistentModelIndex
Row = str | Fact
_NO_PARENT = QModelIndex()


class FactsModel(QAbstractListModel):
    """Headings (texts) and facts. It reads the session when it is told to, not while nobody looks."""

    def __init__(self, bridge: SessionBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.rows: tuple[Row, ...] = ()
        self.open_name = ""

    def refresh(self) -> None:
        """Read the facts anew."""
        before, after = self.rows, _rows(facts(self._bridge.session, self._bridge.screen))
        if len(before) != len(after):
            self.beginResetModel()
            self.rows = after
            self.endResetModel()
            return
        self.rows = after
        for row, (old, new) in enumerate(zip(before, after, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(row), self.index(row))

    def fact(self, row: int) -> Fact | None:
        """The fact in a row; None for a heading."""
        found = self.rows[row] if 0 <= row < len(self.rows) else None
        return found if isinstance(found, Fact) else None

    def is_open(self, row: int) -> bool:
        """Whether a row shows its formula and what it means."""
        fact = self.fact(row)
        return fact is not None and fact.name == self.open_name

    def toggle(self, row: int) -> None:
        """Open a fact, and close the one that was open; or close it."""
        fact = self.fact(row)
        if fact is None:
            return
        changed = [number for number in range(len(self.rows)) if self.is_open(number) or number == row]
        self.open_name = "" if self.open_name == fact.name else fact.name
        for number in changed:
            self.dataChanged.emit(self.index(number), self.index(number))

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.text if isinstance(row, Fact) else row
            case Qt.ItemDataRole.AccessibleTextRole:
                if not isinstance(row, Fact):
                    return row
                return f"{row.in_words}. {row.meaning}" if self.is_open(index.row()) else row.in_words
            case Qt.ItemDataRole.ToolTipRole:
                return row.formula if isinstance(row, Fact) and not self.is_open(index.row()) else None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        is_fact = self.fact(index.row()) is not None
        enabled = Qt.ItemFlag.ItemIsEnabled
        return enabled | Qt.ItemFlag.ItemIsSelectable if is_fact else enabled


def _rows(found: tuple[Fact, ...]) -> tuple[Row, ...]:
    rows: list[Row] = []
    heading = ""
    for fact in found:
        if fact.heading != heading:
            heading = fact.heading
            rows.append(heading)
        rows.append(fact)
    return tuple(rows)
