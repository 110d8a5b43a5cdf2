"""The cells of a data file as a Qt model; only what is seen is formatted."""

from __future__ import annotations

from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from bpgui.core.numbers import grouped
from bpgui.session.data_table import DataTable, shortened
from bpgui.session.import_choices import ImportChoices, Role
from bpgui.session.import_plan import Plan
from bpgui.session.import_problems import is_problem
from bpgui.session.import_standardise import deviation_told

Index = QModelIndex | QPersistentModelIndex
ItemRole = Qt.ItemDataRole

LOOK_ROLE = ItemRole.UserRole
"""Of a cell: its Look. Of a column's header: its lines."""

_LONGEST_SHOWN = 40
_SHORT = {Role.names: "names", Role.left_out: "left out"}


class Look(Enum):
    """How a cell is shown."""

    used = "used"
    unused = "not taken"
    problem = "can't be used"


class PreviewModel(QAbstractTableModel):
    """A table, the roles of its columns, and which of its rows are taken."""

    def __init__(self) -> None:
        super().__init__()
        self._table: DataTable | None = None
        self._choices: ImportChoices | None = None
        self._plan: Plan | None = None
        self._is_taken: NDArray[np.bool_] | None = None

    @property
    def table(self) -> DataTable | None:
        """What is shown."""
        return self._table

    @property
    def choices(self) -> ImportChoices | None:
        """What is chosen for it."""
        return self._choices

    def show_table(self, table: DataTable | None, choices: ImportChoices | None) -> None:
        """Show another table."""
        self.beginResetModel()
        self._table, self._choices, self._plan, self._is_taken = table, choices, None, None
        self.endResetModel()

    def show_choices(self, choices: ImportChoices) -> None:
        """Show other roles; what they lead to comes later."""
        self._choices = choices
        self._changed()

    def show_plan(self, choices: ImportChoices, plan: Plan) -> None:
        """Show what some choices lead to: which rows are taken, means and deviations."""
        self._choices, self._plan, self._is_taken = choices, plan, None
        if self._table is not None and len(plan.rows) < self._table.row_count:
            self._is_taken = np.zeros(self._table.row_count, dtype=bool)
            self._is_taken[plan.rows] = True
        self._changed()

    def _changed(self) -> None:
        if self.rowCount() and self.columnCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  as Qt has it
        return 0 if parent.isValid() or self._table is None else self._table.row_count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  as Qt has it
        return 0 if parent.isValid() or self._table is None else self._table.column_count

    def data(self, index: Index, role: int = ItemRole.DisplayRole) -> Any:
        if self._table is None or not index.isValid():
            return None
        row, column = index.row(), index.column()
        match role:
            case ItemRole.DisplayRole:
                return shortened(self._table.text(row, column), _LONGEST_SHOWN)
            case ItemRole.TextAlignmentRole:
                is_number = np.isfinite(self._table.values[row, column])
                side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case ItemRole.AccessibleTextRole | ItemRole.ToolTipRole:
                return self._told(row, column)
        return self.look(row, column) if role == LOOK_ROLE else None

    def look(self, row: int, column: int) -> Look:
        """How a cell is shown."""
        if self._table is None or self._choices is None:
            return Look.used
        role = self._choices.roles[column]
        in_rows = self._is_taken is None or bool(self._is_taken[row])
        could_be_taken = in_rows or (self._choices.leaves_out and self._plan is not None and self._is_left_out(row))
        is_end_of_long_row = column == self._table.column_count - 1 and row in self._table.too_long
        if could_be_taken and (is_end_of_long_row or is_problem(self._table, column, row, role)):
            return Look.problem
        return Look.used if in_rows and role is not Role.left_out else Look.unused

    def _is_left_out(self, row: int) -> bool:
        assert self._plan is not None
        bad = self._plan.problems.rows
        place = int(np.searchsorted(bad, row))
        return place < len(bad) and int(bad[place]) == row

    def _told(self, row: int, column: int) -> str:
        assert self._table is not None
        text = self._table.text(row, column)
        look = self.look(row, column)
        where = f"row {grouped(row + 1)}, {self._table.called(column)}"
        if look is Look.problem and column == self._table.column_count - 1 and row in self._table.too_long:
            count = self._table.too_long[row]
            return f"row {grouped(row + 1)}: {count} cells for {self._table.column_count} columns"
        if look is Look.problem:
            return f"{where}: “{shortened(text, 80)}” is no number" if text else f"{where}: missing"
        return f"{where}: {shortened(text, 200) or 'empty'}{', not taken' if look is Look.unused else ''}"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = ItemRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return grouped(section + 1) if role == ItemRole.DisplayRole else None
        if self._table is None or not 0 <= section < self._table.column_count:
            return None
        lines = self.header_lines(section)
        if role == LOOK_ROLE:
            return lines
        if role in (ItemRole.DisplayRole, ItemRole.AccessibleTextRole, ItemRole.ToolTipRole):
            return f"column {section + 1}, " + ", ".join(filter(None, lines))
        return None

    def header_lines(self, column: int) -> tuple[str, str, str]:
        """What stands over a column: its role, its name, and mean and deviation where it is standardised."""
        assert self._table is not None
        name = self._table.names[column]
        if self._choices is None:
            return "", name, ""
        role = self._choices.roles[column]
        told = ""
        if self._choices.standardises and role is Role.x and self._plan is not None and self._plan.means is not None:
            assert self._plan.deviations is not None
            place = self._choices.columns(Role.x).index(column)
            if place < len(self._plan.means):
                told = deviation_told(self._plan.means[place].item(), self._plan.deviations[place].item())
        return _SHORT.get(role, role.value), name, told

    def role_of(self, column: int) -> Role | None:
        """The role of a column; None before it is known."""
        return None if self._choices is None else self._choices.roles[column]
