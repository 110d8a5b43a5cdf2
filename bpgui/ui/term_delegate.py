"""How a line of the derivation is painted. Qt's own delegate asks the style sheet for every cell of every paint."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

TEXT_MARGIN = 4
"""Between a text and the edges of its cell."""

_ROLE = Qt.ItemDataRole


class TermDelegate(QStyledItemDelegate):
    """Paints text, ground, and a frame where the keyboard is."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        data, rect, palette = index.model().data, option.rect, option.palette
        ground = data(index, _ROLE.BackgroundRole)
        if ground is not None:
            painter.fillRect(rect, ground)
        text = data(index, _ROLE.DisplayRole)
        if text:
            painter.setFont(data(index, _ROLE.FontRole) or option.font)
            painter.setPen(data(index, _ROLE.ForegroundRole) or palette.color(QPalette.ColorRole.Text))
            room = rect.adjusted(TEXT_MARGIN, 0, -TEXT_MARGIN, 0)
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, data(index, _ROLE.TextAlignmentRole) | Qt.TextFlag.TextSingleLine, text)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(palette.color(QPalette.ColorRole.Highlight))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
