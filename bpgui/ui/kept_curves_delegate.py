"""A row of the list of kept curves: a check box, a piece of the line, and the name, each as large as all else."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QLineF,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QMouseEvent, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from bpgui.ui.loss_looks import kept_pen
from bpgui.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
CHECK = Qt.ItemDataRole.CheckStateRole
_BOX, _GAP, _LINE, _MARGIN = 13, 7, 34, 4
_AROUND_EDITED_TEXT = 6
"""A border of two pixels, which are the same in each size, and one that Qt leaves free, over the text and under it."""
_TICK = ((0.22, 0.52), (0.42, 0.74), (0.8, 0.26))
_TOGGLING = (Qt.Key.Key_Space, Qt.Key.Key_Select)


def row_icon(theme: Theme, look: int, is_shown: bool, scale: float, ratio: float) -> QIcon:
    """A check box and a piece of a kept curve's line; `ratio`: of device pixels."""
    width, height = icon_size(scale)
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    box = QRectF(0, 0, _BOX * scale, _BOX * scale).adjusted(0.5, 0.5, -0.5, -0.5)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.text_pale), max(scale, 1)))
        painter.setBrush(QColor(theme.card))
        painter.drawRoundedRect(box, 2 * scale, 2 * scale)
        if is_shown:
            painter.setPen(QPen(QColor(theme.text), 1.8 * scale))
            corners = [QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in _TICK]
            painter.drawPolyline(QPolygonF(corners))
        painter.setPen(kept_pen(theme, look, scale))
        start = (_BOX + _GAP) * scale
        painter.drawLine(QLineF(start, height / 2, start + _LINE * scale, height / 2))
    icon = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):  # so that a selected one is not tinted
        icon.addPixmap(pixmap, mode)
    return icon


def icon_size(scale: float) -> tuple[int, int]:
    """How large that is."""
    return round((_BOX + _GAP + _LINE + _MARGIN) * scale), round(_BOX * scale)


class KeptCurvesDelegate(QStyledItemDelegate):
    """Qt's, but for the check box, which Qt's styles draw in one size only."""

    scale = 1.0

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """All but the check box, which is in the icon."""
        super().initStyleOption(option, index)
        option.features &= ~QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the line that a name is typed into, with its border."""
        of_text = max(option.fontMetrics.height(), icon_size(self.scale)[1])
        return QSize(super().sizeHint(option, index).width(), of_text + max(round(4 * self.scale), _AROUND_EDITED_TEXT))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Qt's, without the room that lines have elsewhere around their text."""
        editor = super().createEditor(parent, option, index)
        editor.setFont(option.font)
        editor.setStyleSheet("QLineEdit { padding: 0; }")
        return editor

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """A click on the box, and Space, show and hide."""
        if isinstance(event, QMouseEvent):
            reach = (_MARGIN + _BOX + _GAP / 2) * self.scale
            is_on_box = event.position().x() - option.rect.left() <= reach
            if is_on_box and event.button() == Qt.MouseButton.LeftButton:
                if event.type() == QEvent.Type.MouseButtonRelease:
                    self._toggle(model, index)
                return True
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _TOGGLING:
            self._toggle(model, index)
            return True
        return bool(super().editorEvent(event, model, option, index))

    def _toggle(self, model: QAbstractItemModel, index: Index) -> None:
        is_shown = index.data(CHECK) == Qt.CheckState.Checked
        model.setData(index, Qt.CheckState.Unchecked if is_shown else Qt.CheckState.Checked, CHECK)
