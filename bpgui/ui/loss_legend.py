"""What stands around the loss plot: what its axes are of, and what its lines are. Nothing of it crosses a line."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from bpgui.ui.fonts import text_font
from bpgui.ui.loss_looks import earlier_pen, prediction_pen
from bpgui.ui.loss_picture import Picture
from bpgui.ui.theme import Theme

TEXT_PIXELS = 11
_ACROSS = "iteration t"
_PIECE, _GAP, _RING = 24, 5, 2
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

_Entry = tuple[QPen, str, str]


def row_height(scale: float) -> int:
    """How high each of the two rows is, over the plot and under it."""
    return round(QFontMetricsF(text_font(TEXT_PIXELS * scale)).height() + _RING * scale)


def draw_around(
    painter: QPainter, box: QRectF, all_of_it: QRectF, picture: Picture, theme: Theme, scale: float
) -> None:
    """The titles of both axes, and beside the lower one the lines that are drawn beside the curve itself."""
    font = text_font(TEXT_PIXELS * scale)
    of_text = QFontMetricsF(font)
    row, edge = row_height(scale), 4 * scale
    painter.setFont(font)
    painter.setPen(QColor(theme.text))
    title = picture.losses.title if picture.losses is not None else "loss L"
    ring = _RING * scale
    upper = QRectF(box.left(), all_of_it.top() + ring, all_of_it.right() - edge - box.left(), row - ring)
    painter.drawText(upper, _LEFT, title)
    lower = QRectF(box.left(), all_of_it.bottom() - row, all_of_it.right() - edge - box.left(), row - ring)
    painter.drawText(lower, _LEFT, _ACROSS)
    left = lower.left() + of_text.horizontalAdvance(_ACROSS) + 2 * _GAP * scale
    _draw_legend(painter, lower.adjusted(left - lower.left(), 0, 0, 0), _entries(picture, theme, scale), theme, scale)


def _entries(picture: Picture, theme: Theme, scale: float) -> list[_Entry]:
    entries = []
    if len(picture.prediction.across):
        entries.append((prediction_pen(theme, scale), "prediction", "ahead"))
    if picture.earlier is not None and len(picture.earlier.points.across):
        entries.append((earlier_pen(theme, scale), picture.earlier.name, "earlier"))
    return entries


def _draw_legend(painter: QPainter, room: QRectF, entries: list[_Entry], theme: Theme, scale: float) -> None:
    of_text = QFontMetricsF(painter.font())
    piece, gap = _PIECE * scale, _GAP * scale

    def width(texts: list[str]) -> float:
        return sum(piece + gap + of_text.horizontalAdvance(text) for text in texts) + 2 * gap * (len(texts) - 1)

    texts = [text for _, text, _ in entries]
    if width(texts) > room.width():
        texts = [short for _, _, short in entries]
    x = room.right() - width(texts)
    for (pen, _, _), text in zip(entries, texts, strict=True):
        painter.setPen(pen)
        painter.drawLine(QLineF(x, room.center().y(), x + piece, room.center().y()))
        painter.setPen(QColor(theme.text_pale))
        x += piece + gap
        painter.drawText(QRectF(x, room.top(), room.right() - x + gap, room.height()), _LEFT, text)
        x += of_text.horizontalAdvance(text) + 2 * gap
