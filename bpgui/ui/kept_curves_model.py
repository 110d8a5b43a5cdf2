"""The kept curves as a Qt model: a row a curve, to be shown or hidden, renamed and removed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from bpgui.core.numbers import grouped
from bpgui.session.kept_curves import KeptCurve
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.kept_curves_delegate import row_icon
from bpgui.ui.theme import LIGHT, Theme

Index = QModelIndex | QPersistentModelIndex
Roles = Qt.ItemDataRole
_NO_PARENT = QModelIndex()


class KeptCurvesModel(QAbstractListModel):
    """What is kept, as the session has it."""

    def __init__(self, bridge: SessionBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._curves: tuple[KeptCurve, ...] = ()
        self._looks: tuple[Theme, float, float] = (LIGHT, 1.0, 1.0)
        self._icons: dict[tuple[int, bool], QIcon] = {}
        bridge.changed.connect(self.refresh)
        self.refresh()

    def set_looks(self, theme: Theme, scale: float, ratio: float) -> None:
        """Colours and sizes of check boxes and pieces of line; `ratio`: of device pixels."""
        self._looks = theme, scale, ratio
        self._icons.clear()
        if self._curves:
            self.dataChanged.emit(self.index(0), self.index(len(self._curves) - 1))

    def refresh(self) -> None:
        """Show what is kept now."""
        before, after = self._curves, self._bridge.session.kept.curves
        if before == after:
            return
        if len(before) == len(after):
            self._curves = after
            self.dataChanged.emit(self.index(0), self.index(len(after) - 1))
        elif after[: len(before)] == before:
            self.beginInsertRows(_NO_PARENT, len(before), len(after) - 1)
            self._curves = after
            self.endInsertRows()
        elif len(after) == len(before) - 1 and (row := _removed(before, after)) is not None:
            self.beginRemoveRows(_NO_PARENT, row, row)
            self._curves = after
            self.endRemoveRows()
        else:
            self.beginResetModel()
            self._curves = after
            self.endResetModel()

    def remove(self, row: int) -> None:
        """Keep a curve no longer."""
        self._bridge.do(lambda session: session.set_kept(session.kept.without(row)))

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._curves)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsEditable | flag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Roles.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self._curves):
            return None
        kept = self._curves[index.row()]
        match role:
            case Roles.DisplayRole | Roles.EditRole:
                return kept.name
            case Roles.CheckStateRole:
                return Qt.CheckState.Checked if kept.is_shown else Qt.CheckState.Unchecked
            case Roles.DecorationRole:
                return self._icon(kept)
            case Roles.ToolTipRole:
                reached = grouped(_last(kept))
                return f"{kept.name}: the loss to iteration {reached}. F2 renames it, Delete removes it"
            case Roles.AccessibleTextRole:
                return f"{kept.name}, {'shown' if kept.is_shown else 'hidden'}"
        return None

    def setData(self, index: Index, value: Any, role: int = Roles.EditRole) -> bool:
        row = index.row()
        if role == Roles.CheckStateRole:
            is_shown = Qt.CheckState(value) is Qt.CheckState.Checked
            self._bridge.do(lambda session: session.set_kept(session.kept.with_shown(row, is_shown)))
            return True
        if role == Roles.EditRole:
            before = self._bridge.session.kept
            self._bridge.do(lambda session: session.set_kept(session.kept.renamed(row, str(value))))
            return self._bridge.session.kept is not before
        return False

    def _icon(self, kept: KeptCurve) -> QIcon:
        key = kept.look, kept.is_shown
        if key not in self._icons:
            theme, scale, ratio = self._looks
            self._icons[key] = row_icon(theme, kept.look, kept.is_shown, scale, ratio)
        return self._icons[key]


def _last(kept: KeptCurve) -> int:
    return kept.seen if kept.curve.last is None else min(kept.seen, kept.curve.last)


def _removed(before: tuple[KeptCurve, ...], after: tuple[KeptCurve, ...]) -> int | None:
    row = next(
        (row for row, (one, other) in enumerate(zip(before, after, strict=False)) if one is not other), len(after)
    )
    return row if before[row + 1 :] == after[row:] else None
