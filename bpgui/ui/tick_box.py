"""A check box that grows with its text and is seen in every theme: Qt's own is small, and dark on a dark ground."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox

_TICK = ((0.22, 0.52), (0.43, 0.73), (0.79, 0.29))
_GROUND_WHILE_POINTED_AT = 0.12
_SIDE, _GAP = 1.35, 0.55
"""Of the box and beside it, in cap heights and line heights."""


class TickBox(QCheckBox):
    """The box in the colour of the text, a tick in it while it is checked, a thick edge while it has the focus."""

    def sizeHint(self) -> QSize:
        of_text = self.fontMetrics()
        text = of_text.size(Qt.TextFlag.TextShowMnemonic, self.text())
        return QSize(math.ceil(self._text_left + text.width()) + 2, math.ceil(1.4 * of_text.height()))

    def minimumSizeHint(self) -> QSize:
        """As much: the text is never cut."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """Box and text alike."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        side, palette = self._side, self.palette()
        box = QRectF(1, (self.height() - side) / 2, side, side)
        ink = palette.color(QPalette.ColorRole.WindowText)
        edge = palette.color(QPalette.ColorRole.Highlight) if self.hasFocus() else ink
        ground = QColor(ink)
        ground.setAlphaF(_GROUND_WHILE_POINTED_AT if self.underMouse() else 0.0)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(edge, 2 if self.hasFocus() else 1))
            painter.setBrush(ground)
            painter.drawRoundedRect(box, 3, 3)
            if self.isChecked():
                tick = QPolygonF([box.topLeft() + QPointF(x * side, y * side) for x, y in _TICK])
                line = QPen(ink, max(side / 7, 1.5))
                line.setCapStyle(Qt.PenCapStyle.RoundCap)
                painter.setPen(line)
                painter.drawPolyline(tick)
            painter.setPen(ink)
            room = QRectF(self._text_left, 0, self.width() - self._text_left, self.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic, self.text())

    @property
    def _side(self) -> float:
        return round(_SIDE * self.fontMetrics().capHeight())

    @property
    def _text_left(self) -> float:
        return self._side + _GAP * self.fontMetrics().height()
