"""One matrix as a Qt model: it reads the screen, and hands on what is typed."""

from __future__ import annotations

from itertools import islice
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from bpgui.core.cells import Cell, Matrix
from bpgui.core.inputs import InputError
from bpgui.core.notation import cell_symbol
from bpgui.core.numbers import NumberError, typed_text
from bpgui.session.import_standardise import how_standardised
from bpgui.session.screen import CellLook
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.column_shape import ColumnShape, column_shape

LOOK_ROLE = Qt.ItemDataRole.UserRole
"""A CellLook: the cell's text and part, from which it is painted."""

NEW_HINT = "New with its row or column: 0 until you type a number"

_MOST_REMEMBERED = 400
_MOST_TOLD_ONE_BY_ONE = 40

_READ_ONLY = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_EDITABLE = _READ_ONLY | Qt.ItemFlag.ItemIsEditable

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class MatrixModel(QAbstractTableModel):
    """A matrix of the network, or xᵀ: x with rows and columns exchanged."""

    entry_refused = Signal(QModelIndex, str)
    """What was typed can't be read; the sentence says what was expected. The old value stays."""

    def __init__(self, bridge: SessionBridge, matrix: Matrix, transposed: bool = False, parent: QObject | None = None):
        super().__init__(parent)
        self._bridge = bridge
        self.matrix = matrix
        self.transposed = transposed
        self._size = self._size_now()
        self._painted: dict[tuple[int, int], CellLook] = {}
        self._common: object = None
        self._shapes: dict[int, ColumnShape] = {}
        self._shapes_of: object = None
        bridge.document_loaded.connect(self._on_document_loaded)
        bridge.changed.connect(self._on_changed)

    @property
    def is_editable(self) -> bool:
        """Whether its numbers can be typed: x, w, b and y, but not xᵀ, which is a view of x."""
        return self.matrix.is_input and not self.transposed

    def cell(self, index: Index) -> Cell:
        """The cell that an index shows."""
        return self._cell_at(index.row(), index.column())

    def index_of(self, cell: Cell) -> QModelIndex:
        """Where a cell is shown."""
        return self.index(cell.column, cell.row) if self.transposed else self.index(cell.row, cell.column)

    def look(self, index: Index) -> CellLook:
        """How a cell is shown."""
        return self._bridge.screen.look(self.cell(index))

    def look_to_paint(self, row: int, column: int) -> CellLook:
        """How a cell is shown, for who paints it now: from then on the model tells when it looks otherwise."""
        look = self._painted[row, column] = self._bridge.screen.look(self._cell_at(row, column))
        return look

    def column_shape(self, column: int) -> ColumnShape | None:
        """What the numbers of a column of x, xᵀ or y need of its cells; those of the others change as one steps."""
        if self.matrix not in (Matrix.x, Matrix.y):
            return None
        document, digits = self._bridge.session.document, self._bridge.session.view.digits
        given = document.matrix(self.matrix)
        if self._shapes_of != (given, digits):
            self._shapes, self._shapes_of = {}, (given, digits)
        if column not in self._shapes:
            values = given.values[column] if self.transposed else given.values[:, column]
            self._shapes[column] = column_shape(values, digits)
        return self._shapes[column]

    def forget_painted(self) -> None:
        """All that is in view is about to be painted anew; what has been scrolled away needs no watching."""
        self._painted.clear()

    def axis_letters(self) -> str:
        """The index letters of its rows and columns."""
        return self.matrix.axes[::-1] if self.transposed else self.matrix.axes

    def header(self, section: int, orientation: Qt.Orientation) -> str:
        """What a row or column is called, or else its number."""
        letter = self.axis_letters()[0 if orientation == Qt.Orientation.Vertical else 1]
        return self._bridge.session.document.names.called(letter, section)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else self._size[0]

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else self._size[1]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.look(index).text
            case Qt.ItemDataRole.UserRole:
                return self.look(index)
            case Qt.ItemDataRole.EditRole:
                return self._text_to_edit(index)
            case Qt.ItemDataRole.ToolTipRole:
                return self._hover_text(index)
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._hover_text(index)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._bridge.screen.spoken(self.cell(index), self._spoken_place(index))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.header(section, orientation)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return _EDITABLE if self.is_editable else _READ_ONLY

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not self.is_editable:
            return False
        cell = self.cell(index)
        try:
            self._bridge.do(lambda session: session.enter(cell.matrix, cell.row, cell.column, str(value)))
        except (NumberError, InputError) as error:
            self.entry_refused.emit(index, str(error))
            return False
        return True

    def _size_now(self) -> tuple[int, int]:
        rows, columns = self._bridge.session.document.shape.of(self.matrix)
        return (columns, rows) if self.transposed else (rows, columns)

    def _text_to_edit(self, index: Index) -> str:
        cell = self.cell(index)
        value = self._bridge.session.shown_input(*cell) if self.matrix.is_input else None
        return "" if value is None else typed_text(value, self._bridge.session.view.fractions)

    def _hover_text(self, index: Index) -> str:
        names, lines = self._bridge.session.document.names, [self._bridge.screen.whole(self.cell(index))]
        along = zip(map(names.along, self.axis_letters()), (index.row(), index.column()), strict=True)
        named = [called[place] for called, place in along if called and called[place]]
        if named:
            lines.append(", ".join(named))
        standardised = self._bridge.session.document.standardised
        if self.matrix is Matrix.x and standardised is not None:
            lines.append(how_standardised(standardised, self.cell(index).column))
        if self.look(index).is_new:
            lines.append(NEW_HINT)
        return "\n".join(lines)

    def _spoken_place(self, index: Index) -> str:
        if not self.transposed:
            return ""
        place = f"row {index.row() + 1} column {index.column() + 1}"
        return f"{self.matrix} transposed {place}, that is {cell_symbol(self.cell(index))}"

    def _on_document_loaded(self) -> None:
        if self._size == self._size_now():  # names may differ; what is current and where it is scrolled to stays
            rows, columns = self._size
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, rows - 1)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, columns - 1)
            return
        self.beginResetModel()
        self._painted.clear()
        self._size = self._size_now()
        self.endResetModel()

    def _on_changed(self) -> None:
        """Tell of what looks otherwise now."""
        self._tell_of_columns()
        self._tell_of_cells()

    def _tell_of_columns(self) -> None:
        """Those whose numbers stand elsewhere now, because of another one."""
        for column, before in list(self._shapes.items()):
            if column < self._size[1] and self.column_shape(column) != before:
                self.dataChanged.emit(self.index(0, column), self.index(self._size[0] - 1, column))

    def _tell_of_cells(self) -> None:
        """Tell of the cells that were painted and look otherwise now. All are told of where they are many."""
        common, before_all = self._bridge.screen.common_look(self.matrix), self._common
        self._common = common
        if common is not None and common == before_all:
            return
        painted, look = self._painted, self._bridge.screen.look
        if len(painted) <= _MOST_REMEMBERED:
            cell = self._cell_at
            differing = (place for place, before in painted.items() if look(cell(*place)) != before)
            changed = list(islice(differing, _MOST_TOLD_ONE_BY_ONE + 1))
            if len(changed) <= _MOST_TOLD_ONE_BY_ONE:
                for place in changed:
                    del painted[place]
                    index = self.index(*place)
                    self.dataChanged.emit(index, index)
                return
        painted.clear()
        self.dataChanged.emit(self.index(0, 0), self.index(self._size[0] - 1, self._size[1] - 1))

    def _cell_at(self, row: int, column: int) -> Cell:
        return Cell(self.matrix, column, row) if self.transposed else Cell(self.matrix, row, column)
