"""One matrix of the optimum's window: w or b as it is now, at the optimum, or the difference between the two."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QLineF,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from bpgui.core.cells import Cell, Matrix, Shape
from bpgui.session.optimum import Optimum, Which
from bpgui.ui.fonts import text_font
from bpgui.ui.matrix_delegate import paint_number
from bpgui.ui.metrics import Metrics
from bpgui.ui.theme import Theme
from bpgui.ui.typeset import piece

MOST_ROWS, MOST_COLUMNS = 8, 5
"""More of them scroll."""
_ROW_HEIGHT, _TICK, _BESIDE = 25, 4, 6
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class OptimumModel(QAbstractTableModel):
    """Formats no entry but those that are looked at."""

    def __init__(self, optimum: Optimum, matrix: Matrix, which: Which, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._optimum, self._matrix, self._which = optimum, matrix, which

    def show_optimum(self, optimum: Optimum) -> None:
        """Show another snapshot."""
        is_as_large = optimum.shape == self._optimum.shape
        if not is_as_large:
            self.beginResetModel()
        self._optimum = optimum
        if is_as_large:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
        else:
            self.endResetModel()

    @property
    def shape(self) -> Shape:
        """The size of the network."""
        return self._optimum.shape

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else self._optimum.shape.of(self._matrix)[0]

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else self._optimum.shape.of(self._matrix)[1]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = Cell(self._matrix, index.row(), index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._optimum.text(self._which, cell)
            case Qt.ItemDataRole.ToolTipRole:
                return self._optimum.whole(self._which, cell)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._optimum.name(self._which, cell)}: {self._optimum.text(self._which, cell) or 'not yet'}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        has_one_row = orientation == Qt.Orientation.Vertical and self._matrix is Matrix.b
        return "" if has_one_row else str(section + 1)


class OptimumGrid(QTableView):
    """Its indices and brackets around a matrix; larger ones scroll inside their brackets."""

    def __init__(self, optimum: Optimum, matrix: Matrix, which: Which) -> None:
        super().__init__()
        self._matrix = matrix
        self.setObjectName(f"{matrix}_{which.value}")
        starred = f"{matrix}*"
        named = {Which.now: f"{matrix} now", Which.optimum: starred, Which.difference: f"{matrix} minus {starred}"}
        self.setAccessibleName(named[which])
        self.setAccessibleDescription("Arrows go from entry to entry")
        self.grid = OptimumModel(optimum, matrix, which, self)
        self.setModel(self.grid)
        self.setItemDelegate(_EntryDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.viewport().setAutoFillBackground(False)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setMinimumSectionSize(1)
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def set_looks(self, theme: Theme, metrics: Metrics) -> None:
        """Take other colours and sizes, and the room that the matrix needs."""
        self.theme, self.metrics = theme, metrics
        small, scale = text_font(metrics.small), metrics.scale
        self.setStyleSheet(
            "QHeaderView { background: transparent; } QHeaderView::section { background: transparent; border: none; "
            f"color: {theme.text_pale}; padding: 0 {round(5 * scale)}px 0 0; }} "
            "QTableCornerButton::section { background: transparent; border: none; }"
        )
        across, down = self.horizontalHeader(), self.verticalHeader()
        for header in (across, down):
            header.setFont(small)
        across.setDefaultSectionSize(int(metrics.cell_width))
        down.setDefaultSectionSize(int(metrics.row_height))
        features = "0" * len(str(self.grid.shape.D))
        down.setFixedWidth(round(QFontMetricsF(small).horizontalAdvance(features) + 8 * scale))
        across.setFixedHeight(round(metrics.header_height + 2 * scale))
        rows, columns = self.grid.rowCount(), self.grid.columnCount()
        width = min(columns, MOST_COLUMNS) * metrics.cell_width + _BESIDE * scale
        height = min(rows, MOST_ROWS) * metrics.row_height + 2 + across.height()
        width += down.width()
        width += metrics.scroll_bar if rows > MOST_ROWS else 0
        height += metrics.scroll_bar if columns > MOST_COLUMNS else 0
        self.setFixedSize(round(width), round(height))
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self.viewport()) as painter:
            self._paint_brackets(painter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The page keys step, as everywhere; Return is for the buttons."""
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.viewport().update()

    def _paint_brackets(self, painter: QPainter) -> None:
        scale, has_focus = self.metrics.scale, self.hasFocus()
        colour = self.theme.accent if has_focus else self.theme.bracket
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colour), (2.6 if has_focus else 1.5) * scale))
        cells = QRectF(self.viewport().rect())
        right = min(cells.right(), self.grid.columnCount() * self.metrics.cell_width + (_BESIDE - 2) * scale)
        bottom = min(cells.bottom(), self.grid.rowCount() * self.metrics.row_height + 1)
        half = painter.pen().widthF() / 2
        for x, inward in ((half, 1), (right - half, -1)):
            painter.drawLine(QLineF(x, half, x, bottom - half))
            painter.drawLine(QLineF(x, half, x + inward * _TICK * scale, half))
            painter.drawLine(QLineF(x, bottom - half, x + inward * _TICK * scale, bottom - half))


class _EntryDelegate(QStyledItemDelegate):
    def __init__(self, grid: OptimumGrid) -> None:
        super().__init__(grid)
        self._grid = grid

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, grid = QRectF(option.rect), self._grid
        painter.save()
        painter.setFont(grid.metrics.font())
        painter.setPen(QColor(grid.theme.text))
        paint_number(painter, grid.metrics, rect, str(index.data()))
        if grid.hasFocus() and grid.currentIndex() == index:
            painter.setPen(QPen(QColor(grid.theme.accent), 2.5 * grid.metrics.scale))
            bottom = rect.bottom() - 1.5 * grid.metrics.scale
            painter.drawLine(QLineF(rect.left() + 6, bottom, rect.right() - 3, bottom))
        painter.restore()


class TypesetSign(QWidget):
    """The name of a matrix, or a sign between matrices, typeset: level with their cells, below their column numbers."""

    def __init__(self, latex: str, words: str, matrix: Matrix | None = None) -> None:
        super().__init__()
        self._latex, self._matrix = latex, matrix
        self._size, self._lowered, self._colour = 1.0, 0.0, QColor()
        self.setAccessibleName(words)

    def set_looks(self, theme: Theme, metrics: Metrics) -> None:
        """Take other colours, and another size."""
        self._size = 1.1 * metrics.name
        self._lowered = metrics.header_height / 2 if self._matrix is None else 0.0
        self._colour = QColor(theme.text) if self._matrix is None else theme.hue(self._matrix)
        self.setMinimumSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        made = piece(self._latex)
        return QSize(round(made.width * self._size) + 4, round(1.5 * self._size + 2 * self._lowered))

    def paintEvent(self, event: QPaintEvent) -> None:
        made = piece(self._latex)
        left = (self.width() - made.width * self._size) / 2
        baseline = self.height() / 2 + 0.33 * self._size + self._lowered
        with QPainter(self) as painter:
            at = QPointF(left, baseline)
            made.paint(painter, at.x(), at.y(), self._size, self._colour)


def metrics_for(optimum: Optimum, scale: float) -> Metrics:
    """The sizes of the grids."""
    return Metrics.at(scale, optimum.view.digits, _ROW_HEIGHT, False, optimum.view.fractions)
