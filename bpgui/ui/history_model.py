"""The history as a Qt model: a row for the document as it was opened, and one for each step, done or undone."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from bpgui.session.history import History, Step
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.logbook_rows import IS_HERE, IS_PALE, REMARK

Index = QModelIndex | QPersistentModelIndex
Roles = Qt.ItemDataRole
_NO_PARENT = QModelIndex()
OPENED = "The document as it was opened"


class HistoryModel(QAbstractListModel):
    """What the session's history holds. A change touches the rows that it is about, however many there are."""

    def __init__(self, bridge: SessionBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._history = History()
        self._steps: tuple[Step, ...] = ()
        self.here = 0
        """The row of the latest step that is done."""

    def refresh(self) -> None:
        """Show the history as it is now."""
        history = self._bridge.session.history
        if history is self._history:
            return
        steps = (*history.done, *reversed(history.undone))
        same, old, new, was_here = _same(self._steps, steps), len(self._steps), len(steps), self.here
        if same < old:
            self.beginRemoveRows(_NO_PARENT, same + 1, old)
            self._steps, self.here = self._steps[:same], min(was_here, same)
            self.endRemoveRows()
        if same < new:
            self.beginInsertRows(_NO_PARENT, same + 1, new)
            self._steps = steps
            self.endInsertRows()
        self._history, self.here = history, len(history.done)
        first, last = sorted((min(was_here, new), self.here))
        self.dataChanged.emit(self.index(first), self.index(last))

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._steps) + 1

    def data(self, index: Index, role: int = Roles.DisplayRole) -> Any:
        row = index.row()
        if not 0 <= row <= len(self._steps):
            return None
        name = self._steps[row - 1].name if row else OPENED
        match role:
            case Roles.DisplayRole | Roles.ToolTipRole:
                return name
            case Roles.AccessibleTextRole:
                return f"{name}, {self._remark(row) or 'done'}"
            case _ if role == IS_HERE:
                return row == self.here
            case _ if role == IS_PALE:
                return row > self.here
            case _ if role == REMARK:
                return self._remark(row)
        return None

    def _remark(self, row: int) -> str:
        return "undone" if row > self.here else "now" if row == self.here else ""


def _same(some: tuple[Step, ...], others: tuple[Step, ...]) -> int:
    """How many steps are the same, from the first on."""
    count = min(len(some), len(others))
    for same in (count, count - 1):  # as it nearly always is
        if same >= 0 and some[:same] == others[:same]:
            return same
    return next(place for place in range(count) if some[place] is not others[place])
