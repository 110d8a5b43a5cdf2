"""The terms of the selected entry as a Qt model: one a row, in symbols and in numbers, with the sum so far."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from bpgui.session.derivation import Derivation, LeftOut, TermLine, TermState, derive
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.theme import Theme, blend

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
NUMBER_COLUMN, TERM_COLUMN, NUMBERS_COLUMN, SUM_COLUMN = range(4)
HEADINGS = ("", "term", "numbers", "sum so far")


class DerivationModel(QAbstractTableModel):
    """The lines of a derivation as rows."""

    def __init__(self, bridge: SessionBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.theme: Theme | None = None
        self.bold_font = QFont()
        self.derivation: Derivation | None = derive(bridge.screen)
        self._pointed_term: int | None = None
        bridge.changed.connect(self._on_changed)

    def line(self, row: int) -> TermLine | LeftOut | None:
        """The line of a row."""
        lines = self.derivation.lines if self.derivation else ()
        return lines[row] if 0 <= row < len(lines) else None

    def row_of_term(self, number: int) -> int | None:
        """The row of a term, by its number from 1."""
        lines = self.derivation.lines if self.derivation else ()
        return next((r for r, line in enumerate(lines) if isinstance(line, TermLine) and line.number == number), None)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() or self.derivation is None else len(self.derivation.lines)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row())
        if line is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return text_of(line, index.column())
            case Qt.ItemDataRole.ToolTipRole:
                return text_of(line, index.column())
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(line)
            case Qt.ItemDataRole.ForegroundRole if self.theme and (
                isinstance(line, LeftOut) or line.state is TermState.to_come
            ):
                return QColor(self.theme.text_pale)
            case Qt.ItemDataRole.FontRole if isinstance(line, TermLine) and line.state is TermState.current:
                return self.bold_font
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(index.column())
            case Qt.ItemDataRole.BackgroundRole if isinstance(line, TermLine) and self.theme:
                return self._ground(line)
        return None

    def _ground(self, line: TermLine) -> QColor | None:
        theme = self.theme
        assert theme is not None
        if line.number - 1 == self._bridge.session.pointed_term:
            return blend(QColor(theme.card), QColor(theme.accent), 0.28)
        if line.state is TermState.current:
            return blend(QColor(theme.card), QColor(theme.accent), 0.14)
        return None

    def _on_changed(self) -> None:
        derivation, before = derive(self._bridge.screen), self.derivation
        if derivation is None or before is None or len(derivation.lines) != len(before.lines):
            self.beginResetModel()
            self.derivation = derivation
            self.endResetModel()
        elif derivation != before or self._pointed_term != self._bridge.session.pointed_term:
            self.derivation = derivation
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(HEADINGS) - 1))
        self._pointed_term = self._bridge.session.pointed_term


def text_of(line: TermLine | LeftOut, column: int) -> str:
    """What stands in a column of a line."""
    if isinstance(line, LeftOut):
        return f"… {line.count} more …" if column == TERM_COLUMN else ""
    match column:
        case _ if column == NUMBER_COLUMN:
            return str(line.number)
        case _ if column == TERM_COLUMN:
            return line.symbols
        case _ if column == NUMBERS_COLUMN and line.value is not None:
            if line.numbers == line.value.text:
                return f"≈ {line.numbers}" if line.inputs_rounded else line.numbers
            return f"{line.numbers} {line.sign_of_value} {line.value.text}"
        case _ if column == SUM_COLUMN and line.sum_so_far is not None:
            return f"≈ {line.sum_so_far.text}" if line.sum_so_far.rounded else line.sum_so_far.text
    return ""


def _alignment(column: int) -> Qt.AlignmentFlag:
    across = Qt.AlignmentFlag.AlignRight if column in (NUMBER_COLUMN, SUM_COLUMN) else Qt.AlignmentFlag.AlignLeft
    return across | Qt.AlignmentFlag.AlignVCenter


def _spoken(line: TermLine | LeftOut) -> str:
    if isinstance(line, LeftOut):
        return f"{line.count} more terms"
    numbers, sum_so_far = text_of(line, NUMBERS_COLUMN), text_of(line, SUM_COLUMN)
    value = "not added yet" if line.value is None else f"{numbers}, sum so far {sum_so_far}"
    return f"term {line.number}, {line.symbols}, {value}"
