"""The four loss conventions as a table, of which one row is chosen: by click, or by Space or Return on it."""

from __future__ import annotations

import math

from PySide6.QtCore import (
    QEvent,
    QLineF,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from bpgui.core.equations import LossConvention
from bpgui.session.conventions import ConventionRow
from bpgui.session.fact_numbers import longest_value
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.convention_model import FORMULA, HEADINGS, USED_BY, ConventionModel
from bpgui.ui.fonts import TEXT_PIXELS
from bpgui.ui.typeset import Stamps, piece

_FACTOR, _GRADIENTS = 2, 4
_CHOOSE = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MARGIN, _RADIO, _FORMULA_SIZE, _ROW_HEIGHT = 10, 8, 15, 42
_CHOSEN_GROUND = 0.10
_STYLE = """
QHeaderView { background: transparent; }
QHeaderView::section {
    background: transparent; color: palette(dark); border: none; border-bottom: 1px solid palette(mid);
    padding: 2px 10px;
}
"""
Index = QModelIndex | QPersistentModelIndex


class ConventionTable(QTableView):
    """Columns are as wide as their longest texts may get, so that nothing moves when numbers change."""

    chosen = Signal(object)
    """A LossConvention is wanted."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.setObjectName("conventions")
        self.setAccessibleName("Loss conventions")
        self.setAccessibleDescription("Space or Return chooses the convention of a row")
        self._bridge = bridge
        self.conventions = ConventionModel(bridge, self)
        self.setModel(self.conventions)
        self.setItemDelegate(_ConventionDelegate(self))
        self.setStyleSheet(_STYLE)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setMinimumSectionSize(1)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setCurrentIndex(self.conventions.index(self._chosen_row, FORMULA))
        self.take_room()

    @property
    def scale(self) -> float:
        """How much larger than usual its text is."""
        return self.font().pixelSize() / TEXT_PIXELS

    def refresh(self) -> None:
        """Read the session anew."""
        self.conventions.refresh()
        self.take_room()

    def whole_text(self) -> str:
        """All of it, with tabs between the columns."""
        headings = tuple(heading.replace("\n", " ") for heading in HEADINGS)
        rows = (self.conventions.texts(row) for row in range(self.conventions.rowCount()))
        return "\n".join("\t".join(texts) for texts in (headings, *rows))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key = self.currentIndex().row(), event.key()
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.whole_text())
        elif key in _CHOOSE and row >= 0:
            self._choose(row)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.setCurrentIndex(index)
            self._choose(index.row())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The first click has done it."""

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.take_room()

    def take_room(self) -> None:
        """As high as its rows, and no narrower than the widest texts that are to be expected."""
        of_text, header, model = QFontMetrics(self.font()), self.horizontalHeader(), self.conventions
        value = "≈ " + "0" * longest_value(self._bridge.session.view.digits)
        widths = []
        for column, heading in enumerate(HEADINGS):
            texts = [model.texts(row)[column] for row in range(model.rowCount())] + heading.split("\n")
            if column == FORMULA:
                widths.append(self._width_of_formulas + round((_RADIO * 2 + 3 * _MARGIN) * self.scale))
            else:
                texts += [] if column in (USED_BY, _FACTOR, _GRADIENTS) else [value]
                widest = max(of_text.horizontalAdvance(text) for text in texts)
                widths.append(widest + 2 * _MARGIN + 2)
        for column, width in enumerate(widths):
            header.resizeSection(column, width)
        height = round(_ROW_HEIGHT * self.scale)
        self.verticalHeader().setDefaultSectionSize(height)
        self.setFixedHeight(header.sizeHint().height() + height * model.rowCount() + 2)
        self.setMinimumWidth(sum(widths))

    @property
    def _width_of_formulas(self) -> int:
        return math.ceil(max(piece(each.latex).width for each in self.conventions.conventions) * self.formula_size)

    @property
    def formula_size(self) -> float:
        """The size of the typeset formulas."""
        return _FORMULA_SIZE * self.scale

    @property
    def _chosen_row(self) -> int:
        return next(row for row, each in enumerate(self.conventions.conventions) if each.is_chosen)

    def _choose(self, row: int) -> None:
        convention: LossConvention = self.conventions.conventions[row].convention
        self.chosen.emit(convention)


class _ConventionDelegate(QStyledItemDelegate):
    def __init__(self, table: ConventionTable) -> None:
        super().__init__(table)
        self._table = table
        self._stamps = Stamps()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        palette = self._table.palette()
        each = self._table.conventions.conventions[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if each.is_chosen:
            ground = palette.color(QPalette.ColorRole.Highlight)
            ground.setAlphaF(_CHOSEN_GROUND)
            painter.fillRect(rect, ground)
        room = rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        if index.column() == FORMULA:
            self._paint_formula(painter, room, each, palette)
        else:
            painter.setFont(self._table.font())
            painter.setPen(palette.color(QPalette.ColorRole.Text))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, str(index.data()))
        if self._table.hasFocus() and self._table.currentIndex().row() == index.row():
            self._paint_focus(painter, QRectF(rect), index.column(), palette)
        painter.restore()

    def _paint_formula(self, painter: QPainter, room: QRect, each: ConventionRow, palette: QPalette) -> None:
        scale, ink = self._table.scale, palette.color(QPalette.ColorRole.Text)
        radius = _RADIO * scale * 0.85
        middle = QPointF(room.left() + _RADIO * scale, room.center().y() + 0.5)
        painter.setPen(QPen(ink, 1.5 * scale))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, radius, radius)
        if each.is_chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawEllipse(middle, radius * 0.5, radius * 0.5)
        size = self._table.formula_size
        baseline = room.center().y() + 0.3 * size
        left = room.left() + (2 * _RADIO + _MARGIN) * scale
        self._stamps.paint(painter, each.latex, QPointF(left, baseline), size, ink)

    def _paint_focus(self, painter: QPainter, rect: QRectF, column: int, palette: QPalette) -> None:
        """A frame around the row that the keyboard is in."""
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 2))
        inside = rect.adjusted(0, 1, 0, -1)
        painter.drawLine(QLineF(inside.topLeft(), inside.topRight()))
        painter.drawLine(QLineF(inside.bottomLeft(), inside.bottomRight()))
        for at, x in ((FORMULA, inside.left() + 1), (len(HEADINGS) - 1, inside.right() - 1)):
            if column == at:
                painter.drawLine(QLineF(x, inside.top(), x, inside.bottom()))
