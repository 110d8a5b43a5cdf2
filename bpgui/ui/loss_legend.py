"""What the lines of the loss plot are, in a corner that the curve leaves free."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from bpgui.ui.fonts import text_font
from bpgui.ui.loss_picture import Picture
from bpgui.ui.theme import Theme

_TEXT_PIXELS = 11
_LEAST_HEIGHT = 90


def draw_legend(
    painter: QPainter, box: QRectF, picture: Picture, prediction: QPen, earlier: QPen, theme: Theme, scale: float
) -> None:
    """Name the lines that are drawn beside the curve itself, each after a piece of it."""
    entries = []
    if len(picture.prediction.across):
        entries.append((prediction, "prediction"))
    if len(picture.earlier.across):
        entries.append((earlier, "before the last edit"))
    font = text_font(_TEXT_PIXELS * scale)
    of_text = QFontMetricsF(font)
    piece, gap, line = 26 * scale, 6 * scale, of_text.height() + 2 * scale
    widest = max((of_text.horizontalAdvance(text) for _, text in entries), default=0.0)
    left = box.left() + 34 * scale if picture.is_growing else box.right() - 12 * scale - piece - gap - widest
    painter.setFont(font)
    if box.height() < _LEAST_HEIGHT * scale:
        return
    if entries:
        ground = QRectF(left - gap, box.top() + 2 * scale, piece + widest + 3 * gap, len(entries) * line)
        painter.fillRect(ground, QColor(theme.card))
    for number, (pen, text) in enumerate(entries):
        row = QRectF(left + piece + gap, box.top() + 2 * scale + number * line, widest + gap, line)
        painter.setPen(pen)
        painter.drawLine(QPointF(left, row.center().y()), QPointF(left + piece, row.center().y()))
        painter.setPen(QColor(theme.text_pale))
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
