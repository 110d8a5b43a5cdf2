"""How a cell is painted, and the editor that opens in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLineF, QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from bpgui.core.cells import Matrix
from bpgui.session.screen import CellLook, Knowledge, Part
from bpgui.ui.column_shape import ColumnShape
from bpgui.ui.fonts import text_font
from bpgui.ui.metrics import Metrics
from bpgui.ui.theme import Theme, blend

_PAGE_KEYS = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_NUMBER_PIXELS, _NUMBER_INSET = (8, 7.5, 6.5), 1.6
_NEW_CORNER = 6.5
_RANGE_GROUND = 0.12
_ADDED_GLOW, _CURRENT_GLOW, _SELECTED_GLOW = 0.16, 0.42, 0.08


class CellEditor(QLineEdit):
    """The line in which a number is typed. It keeps the page keys, which step everywhere else."""

    goes_up = False
    """Return was pressed with Shift."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _PAGE_KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys and Return go no further: the table around would turn the page, or go on, and close the editor."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.goes_up = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        elif event.key() not in _PAGE_KEYS:
            super().keyPressEvent(event)


def paint_number(
    painter: QPainter,
    metrics: Metrics,
    rect: QRectF,
    text: str,
    taken: float = 0.0,
    column: ColumnShape | None = None,
) -> None:
    """Paint a number in its cell with the painter's font and pen, right of what is taken at the left."""
    left, squeeze = metrics.number_place(rect.width(), text, taken, column)
    at = QPointF(rect.left() + left, rect.center().y() + metrics.half_cap_height)
    if squeeze == 1.0:
        painter.drawText(at, text)
    else:
        painter.save()
        painter.translate(at)
        painter.scale(squeeze, 1.0)
        painter.drawText(QPointF(0, 0), text)
        painter.restore()


class MatrixDelegate(QStyledItemDelegate):
    """Paints the cells of one matrix from their looks."""

    def __init__(self, matrix: Matrix, theme: Theme, metrics: Metrics, emphasis: float = 1.0):
        super().__init__()
        self._matrix = matrix
        self._emphasis = emphasis
        self.set_looks(theme, metrics)

    def set_looks(self, theme: Theme, metrics: Metrics) -> None:
        """Take other colours and sizes."""
        self._theme, self._metrics = theme, metrics
        self._hue = theme.hue(self._matrix)
        size = metrics.text * self._emphasis
        self._font = text_font(size, QFont.Weight.Medium if self._emphasis > 1 else QFont.Weight.Normal)
        self._font_under_way = text_font(size, QFont.Weight.Normal, italic=True)
        self._number_fonts = [text_font(size * metrics.scale, QFont.Weight.Bold) for size in _NUMBER_PIXELS]
        self._of_font = QFontMetricsF(self._font)
        self._text_colour = QColor(theme.text)
        self._grounds_and_outlines = {part: self._ground_and_outline(part) for part in Part}
        self._pointed = (theme.glow(self._matrix, _CURRENT_GLOW), QPen(self._hue, 3.0 * metrics.scale))
        self._range_ground = blend(QColor(theme.card), QColor(theme.text), _RANGE_GROUND)
        self._empty = QPen(QColor(theme.text_ghost), 1)

    def paint_cell(
        self, painter: QPainter, rect: QRectF, look: CellLook, has_focus: bool, column: ColumnShape | None = None
    ) -> None:
        """Paint one cell; the view calls it for each, at half of what it costs through Qt's table."""
        self._paint_part(painter, rect, look)
        self._paint_text(painter, rect, look, column)
        if look.numbered:
            self._paint_term_number(painter, rect, look)
        if look.is_new:
            self._paint_new(painter, rect)
        if has_focus:
            self._paint_focus(painter, rect)

    def free_at_the_left(self, width: float, look: CellLook, column: ColumnShape | None = None) -> float:
        """How much of a cell of that width is free before its number."""
        return self._metrics.number_place(width, look.text, self._taken_at_the_left(look), column)[0]

    def paint_range_ground(self, painter: QPainter, rect: QRectF) -> None:
        """The ground of the cells that are chosen; what they are to the selected one is painted over it."""
        painter.fillRect(rect, self._range_ground)

    def paint_range_outline(self, painter: QPainter, rect: QRectF) -> None:
        """A line around the cells that are chosen."""
        line = 2.0 * max(self._metrics.scale, 1.0)
        pen = QPen(self._text_colour, line)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(line / 2, line / 2, -line / 2, -line / 2))

    def _inside(self, rect: QRectF) -> QRectF:
        margin = 1.5 * self._metrics.scale
        return rect.adjusted(margin + 0.5, margin, -margin - 0.5, -margin)

    def _paint_part(self, painter: QPainter, rect: QRectF, look: CellLook) -> None:
        is_empty = look.part is Part.none and look.knowledge is Knowledge.unknown and self._emphasis == 1
        glow, pen = self._pointed if look.pointed else self._grounds_and_outlines[look.part]
        if glow is None and pen is None and not is_empty:
            return
        box, radius = self._inside(rect), 3.5 * self._metrics.scale
        if is_empty:
            pen = self._empty
            box = box.adjusted(2, 1, -2, -1)
        painter.setBrush(glow if glow is not None else Qt.BrushStyle.NoBrush)
        painter.setPen(pen if pen is not None else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, radius, radius)

    def _ground_and_outline(self, part: Part) -> tuple[QColor | None, QPen | None]:
        width = 2.0 * max(self._metrics.scale, 1.0)
        line = QPen(self._hue, width)
        match part:
            case Part.selected:
                return self._theme.glow(self._matrix, _SELECTED_GLOW), QPen(self._hue, 1.35 * width)
            case Part.current:
                return self._theme.glow(self._matrix, _CURRENT_GLOW), line
            case Part.added:
                return self._theme.glow(self._matrix, _ADDED_GLOW), line
            case Part.to_come:
                line.setDashPattern([2.0, 1.6])
                return None, line
            case Part.parameter:
                line.setDashPattern([4.0, 1.4, 1.0, 1.4])
                return None, line
            case Part.influenced:
                line.setStyle(Qt.PenStyle.CustomDashLine)
                line.setDashPattern([0.1, 2.0])
                line.setCapStyle(Qt.PenCapStyle.RoundCap)
                return None, line
        return None, None

    def _paint_text(self, painter: QPainter, rect: QRectF, look: CellLook, column: ColumnShape | None) -> None:
        if not look.text:
            return
        is_under_way = look.knowledge is Knowledge.unfinished
        painter.setFont(self._font_under_way if is_under_way else self._font)
        painter.setPen(self._text_colour)
        if self._emphasis > 1:
            self._paint_in_the_middle(painter, rect, look.text.lstrip("<≈ "))  # which stands before its box
        else:
            paint_number(painter, self._metrics, rect, look.text, self._taken_at_the_left(look), column)

    def _paint_in_the_middle(self, painter: QPainter, rect: QRectF, text: str) -> None:
        width = self._of_font.horizontalAdvance(text)
        squeeze = min((rect.width() - 4 * self._metrics.scale) / width, 1.0)
        painter.save()
        painter.translate(rect.center().x() - squeeze * width / 2, rect.center().y() + self._of_font.capHeight() / 2)
        painter.scale(squeeze, 1.0)
        painter.drawText(QPointF(0, 0), text)
        painter.restore()

    def _paint_term_number(self, painter: QPainter, rect: QRectF, look: CellLook) -> None:
        font = self._number_font(look)
        painter.setFont(font)
        painter.setPen(self._hue if look.part is not Part.current else self._text_colour)
        box = self._inside(rect)
        metrics = QFontMetricsF(font)
        left = box.left() + _NUMBER_INSET * self._metrics.scale
        painter.drawText(QPointF(left, box.top() + metrics.capHeight() + 2.5 * self._metrics.scale), str(look.term))

    def _taken_at_the_left(self, look: CellLook) -> float:
        """What a term's number takes of a cell, or the outline, which long fractions would touch."""
        if not look.numbered:
            is_outlined = look.part is not Part.none or look.pointed
            return 3.5 * self._metrics.scale if is_outlined and self._metrics.has_fractions else 0.0
        width = QFontMetricsF(self._number_font(look)).horizontalAdvance(str(look.term))
        return width + (_NUMBER_INSET + 3.0) * self._metrics.scale

    def _number_font(self, look: CellLook) -> QFont:
        """Numbers of more figures are set smaller."""
        return self._number_fonts[min(len(str(look.term)), len(self._number_fonts)) - 1]

    def _paint_new(self, painter: QPainter, rect: QRectF) -> None:
        """A filled corner: the entry came with its row or column, and nothing was typed there yet."""
        side, box = _NEW_CORNER * self._metrics.scale, self._inside(rect)
        right, bottom = box.right() - 1.5 * self._metrics.scale, box.bottom() - 1.5 * self._metrics.scale
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.text_pale))
        corner = [QPointF(right, bottom), QPointF(right - side, bottom), QPointF(right, bottom - side)]
        painter.drawPolygon(QPolygonF(corner))

    def _paint_focus(self, painter: QPainter, rect: QRectF) -> None:
        """A bar under the cell that the keyboard is in, whatever its part."""
        line = QPen(QColor(self._theme.accent), 2.5 * self._metrics.scale)
        line.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(line)
        bottom = rect.bottom() - 1.5 * self._metrics.scale
        painter.drawLine(QLineF(rect.left() + 3, bottom, rect.right() - 3, bottom))

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        editor = CellEditor(parent)
        editor.setFrame(False)
        editor.setFont(self._metrics.font())
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        editor.setTextMargins(0, 0, 2, 0)
        editor.setAccessibleName("New value")
        return editor

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        assert isinstance(editor, QLineEdit)
        if not editor.isModified():
            editor.setText(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: object, index: QModelIndex | QPersistentModelIndex) -> None:
        assert isinstance(editor, QLineEdit)
        if editor.isModified():
            index.model().setData(index, editor.text(), Qt.ItemDataRole.EditRole)
