"""A row of the lists of steps and stops: where one is has a mark, what is undone is pale and says so."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from bpgui.ui.fonts import text_font
from bpgui.ui.theme import LIGHT, Theme, blend

Index = QModelIndex | QPersistentModelIndex
IS_HERE = Qt.ItemDataRole.UserRole + 1
IS_PALE = Qt.ItemDataRole.UserRole + 2
REMARK = Qt.ItemDataRole.UserRole + 3
DETAIL = Qt.ItemDataRole.UserRole + 4
_TEXT_PIXELS, _SMALL_PIXELS = 12.5, 11
_GUTTER, _MARGIN = 16, 6
_MARK = "▸"


class LogbookRows(QStyledItemDelegate):
    """Paints a name, at its left a mark where one is, at its right a remark; below it a detail, if the list has any."""

    def __init__(self, view: QAbstractItemView, has_details: bool) -> None:
        super().__init__(view)
        self._view, self._has_details = view, has_details
        self.set_looks(LIGHT, 1.0)

    def set_looks(self, theme: Theme, scale: float) -> None:
        """Colours and sizes."""
        self._theme, self._scale = theme, scale
        self._name, self._small = text_font(_TEXT_PIXELS * scale), text_font(_SMALL_PIXELS * scale)
        self._bold = text_font(_TEXT_PIXELS * scale, QFont.Weight.DemiBold)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = self._line_height + (QFontMetricsF(self._small).height() if self._has_details else 0)
        return QSize(round(80 * self._scale), round(height + 3 * self._scale))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect = self._theme, QRectF(option.rect)
        is_here, is_pale = bool(index.data(IS_HERE)), bool(index.data(IS_PALE))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strength = 0.16 if is_here else 0.07 if option.state & QStyle.StateFlag.State_MouseOver else 0.0
        if strength:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(blend(QColor(theme.card), QColor(theme.accent), strength))
            painter.drawRoundedRect(rect.adjusted(1, 0, -1, 0), 4 * self._scale, 4 * self._scale)
        if self._view.hasFocus() and self._view.currentIndex().row() == index.row():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(2, 1, -2, -1), 4 * self._scale, 4 * self._scale)
        self._write(painter, rect, index, is_here, QColor(theme.text_pale if is_pale else theme.text))
        painter.restore()

    def _write(self, painter: QPainter, rect: QRectF, index: Index, is_here: bool, ink: QColor) -> None:
        line = self._first_line(rect)
        painter.setPen(ink)
        painter.setFont(self._bold)
        if is_here:
            gutter = QRectF(rect.left() + _MARGIN * self._scale, line.top(), _GUTTER * self._scale, line.height())
            painter.drawText(gutter, Qt.AlignmentFlag.AlignVCenter, _MARK)
        painter.setFont(self._small)
        painter.setPen(QColor(self._theme.text_pale))
        remark = str(index.data(REMARK) or "")
        taken = QFontMetricsF(self._small).horizontalAdvance(remark) + 10 * self._scale if remark else 0
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, remark)
        if self._has_details:
            below = QRectF(line.left(), line.bottom() - 2 * self._scale, line.width(), rect.bottom() - line.bottom())
            self._write_elided(painter, below, str(index.data(DETAIL) or ""), Qt.AlignmentFlag.AlignTop)
        painter.setPen(ink)
        painter.setFont(self._bold if is_here else self._name)
        self._write_elided(painter, line.adjusted(0, 0, -taken, 0), str(index.data()), Qt.AlignmentFlag.AlignVCenter)

    def _write_elided(self, painter: QPainter, room: QRectF, text: str, aligned: Qt.AlignmentFlag) -> None:
        shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, aligned | Qt.TextFlag.TextDontClip, shown)

    def _first_line(self, rect: QRectF) -> QRectF:
        left = rect.left() + (_MARGIN + _GUTTER) * self._scale
        return QRectF(left, rect.top() + 1, rect.right() - _MARGIN * self._scale - left, self._line_height)

    @property
    def _line_height(self) -> float:
        return QFontMetricsF(self._bold).height() + 3 * self._scale

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Qt's, without the room that lines have elsewhere around their text."""
        editor = super().createEditor(parent, option, index)
        if isinstance(editor, QLineEdit):
            editor.setFont(self._name)
            editor.setStyleSheet("QLineEdit { padding: 0; }")
            editor.setAccessibleName("Name of the stop")
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What is being typed stays, whatever changes meanwhile."""
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        line = self._first_line(QRectF(option.rect))
        height = max(round(line.height()), editor.sizeHint().height())
        editor.setGeometry(QRect(round(line.left() - 4), round(line.top()), round(line.width() + 4), height))
