"""The stops as a Qt model: a row a stop, with its name and its place in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from bpgui.session.stops import Stop, place_in_words
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.logbook_rows import DETAIL, IS_HERE, REMARK

Index = QModelIndex | QPersistentModelIndex
Roles = Qt.ItemDataRole
_NO_PARENT = QModelIndex()


class StopsModel(QAbstractListModel):
    """What the session has as stops, in their order."""

    def __init__(self, bridge: SessionBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._stops: tuple[Stop, ...] = ()
        self._told: object = None
        self.here: int | None = None
        """The stop at which one is."""

    def refresh(self) -> None:
        """Show the stops as they are now."""
        session = self._bridge.session
        stops, before = session.stops, self._stops
        told = stops, session.stop_here, session.document.shape
        if told == self._told:
            return
        self._told, self.here = told, session.stop_here
        added = _added(stops, before)
        if added is not None:  # what is being typed for another stop stays
            self.beginInsertRows(_NO_PARENT, added, added)
            self._stops = stops
            self.endInsertRows()
        elif len(stops) != len(before):
            self.beginResetModel()
            self._stops = stops
            self.endResetModel()
        elif stops:
            self._stops = stops
            self.dataChanged.emit(self.index(0), self.index(len(stops) - 1))

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._stops)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Roles.DisplayRole) -> Any:
        row = index.row()
        if not 0 <= row < len(self._stops):
            return None
        stop = self._stops[row]
        match role:
            case Roles.DisplayRole:
                return f"{row + 1}  {stop.name}"
            case Roles.EditRole:
                return stop.name
            case Roles.ToolTipRole:
                return f"{stop.name}: {self._place(stop)}"
            case Roles.AccessibleTextRole:
                here = ", here" if row == self.here else ""
                return f"Stop {row + 1} of {len(self._stops)}: {stop.name}, {self._place(stop)}{here}"
            case _ if role == DETAIL:
                return self._place(stop)
            case _ if role == IS_HERE:
                return row == self.here
            case _ if role == REMARK:
                return "here" if row == self.here else ""
        return None

    def setData(self, index: Index, value: Any, role: int = Roles.EditRole) -> bool:
        if role != Roles.EditRole or not 0 <= index.row() < len(self._stops):
            return False
        self._bridge.do(lambda session: session.rename_stop(index.row(), str(value)))
        return True

    def _place(self, stop: Stop) -> str:
        return place_in_words(stop, self._bridge.session.timeline)


def _added(stops: Sequence[Stop], before: Sequence[Stop]) -> int | None:
    """Where one stop more stands, if nothing else has changed."""
    place = next((n for n, (one, other) in enumerate(zip(stops, before, strict=False)) if one != other), len(before))
    return place if len(stops) == len(before) + 1 and stops[place + 1 :] == before[place:] else None
