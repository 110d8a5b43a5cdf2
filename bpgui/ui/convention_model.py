"""The loss conventions as a Qt table: a row for each of the four, of which one is checked."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from bpgui.session.conventions import ConventionRow, conventions
from bpgui.ui.bridge import SessionBridge

HEADINGS = ("loss", "used by", "factor", "L now", "all\ngradients", "bound\n2/λₘₐₓ", "η for the\nsame way")
FORMULA, USED_BY = 0, 1
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class ConventionModel(QAbstractTableModel):
    """Reads the session when it is told to."""

    def __init__(self, bridge: SessionBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.conventions: tuple[ConventionRow, ...] = conventions(bridge.session, bridge.screen)

    def refresh(self) -> None:
        """Read the session anew."""
        before, self.conventions = self.conventions, conventions(self._bridge.session, self._bridge.screen)
        if before != self.conventions:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def texts(self, row: int) -> tuple[str, ...]:
        """A row as it is shown."""
        each = self.conventions[row]
        return each.formula, each.used_by, each.a, each.loss, each.gradients, each.bound, each.learning_rate

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.conventions)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        each = self.conventions[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.texts(index.row())[index.column()]
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(index)
            case Qt.ItemDataRole.CheckStateRole if index.column() == FORMULA:
                return Qt.CheckState.Checked if each.is_chosen else Qt.CheckState.Unchecked
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return HEADINGS[section]
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsUserCheckable if index.column() == FORMULA else usual

    def _spoken(self, index: Index) -> str:
        each, text = self.conventions[index.row()], self.texts(index.row())[index.column()]
        if index.column() == FORMULA:
            return each.in_words
        said = text.replace("≈", "about").replace("= ", "").replace("×", "times").replace("<", "less than")
        return said if index.column() == USED_BY else f"{HEADINGS[index.column()]}: {said}".replace("\n", " ")
