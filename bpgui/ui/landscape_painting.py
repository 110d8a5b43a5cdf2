"""Paints the landscape: shade, contours, path, points, arrow and texts inside the axes, and the axes around them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from bpgui.core.inputs import Float64
from bpgui.ui.fonts import text_font
from bpgui.ui.landscape_labels import Box
from bpgui.ui.landscape_picture import Mark, Picture
from bpgui.ui.landscape_range import Range
from bpgui.ui.landscape_ticks import RoundTicks, ticks_between
from bpgui.ui.theme import Theme, blend

LABEL_PIXELS = 11
TICK, SMALL_TICK = 5.0, 3.0
_DARKEST = 0.13
_ROOM_ACROSS, _ROOM_UP = 52.0, 34.0
_HEAD = 9.0


Title = tuple[str, QColor]


@dataclass(frozen=True)
class Axes:
    """The ticks of both axes, and what stands at them, each in a colour."""

    across: RoundTicks
    up: RoundTicks
    titles: tuple[Title, Title]


def axes_of(view: Range, titles: tuple[Title, Title], scale: float) -> Axes:
    """Ticks as there is room for."""
    (left, bottom), (right, top) = view.low, view.high
    return Axes(
        ticks_between(left, right, max(int(view.size[0] / (_ROOM_ACROSS * scale)), 2)),
        ticks_between(bottom, top, max(int(view.size[1] / (_ROOM_UP * scale)), 2)),
        titles,
    )


class LandscapePainter:
    """Paints with a painter, in a theme and at a scale, into the plot's rectangle."""

    def __init__(self, painter: QPainter, plot: QRectF, theme: Theme, scale: float) -> None:
        self._painter, self._plot, self._theme, self._scale = painter, plot, theme, scale
        self._card, self._text, self._pale = QColor(theme.card), QColor(theme.text), QColor(theme.text_pale)
        self._accent = QColor(theme.accent)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(text_font(LABEL_PIXELS * scale))

    def paint(self, picture: Picture) -> None:
        """All that is inside the axes."""
        painter = self._painter
        painter.save()
        painter.setClipRect(self._plot)
        painter.translate(self._plot.topLeft())
        self._paint_shade(picture)
        self._paint_contours(picture)
        self._paint_path(picture)
        self._paint_marks(picture)
        self._paint_arrow(picture)
        self._paint_here(picture)
        for text, box in picture.labels:
            self._paint_text(text, box, self._text, picture)
        painter.restore()

    def paint_axes(self, axes: Axes, view: Range) -> None:
        """The frame, and outside of it the ticks and the titles: over the axis up, and at the end of the one across."""
        painter, plot, scale = self._painter, self._plot, self._scale
        painter.setPen(QPen(blend(self._card, self._pale, 0.7), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(plot)
        metrics = QFontMetricsF(painter.font())
        height, below = metrics.height(), plot.bottom() + TICK * scale
        (across, across_colour), (up, up_colour) = axes.titles
        width = metrics.horizontalAdvance(across)
        title = QRectF(plot.right() - width, below, width + 1, height)
        lines: list[QLineF] = []
        texts: list[tuple[QRectF, str]] = []
        for value, text in [*axes.across.labelled, *((value, "") for value in axes.across.minor)]:
            x = plot.left() + plot.width() / 2 + (value - view.centre[0]) / view.pixel[0]
            lines.append(QLineF(x, plot.bottom(), x, plot.bottom() + (TICK if text else SMALL_TICK) * scale))
            width = metrics.horizontalAdvance(text)
            where = QRectF(x - width / 2, below, width + 1, height)
            if where.right() + 6 * scale < title.left():
                texts.append((where, text))
        for value, text in [*axes.up.labelled, *((value, "") for value in axes.up.minor)]:
            y = plot.top() + plot.height() / 2 - (value - view.centre[1]) / view.pixel[1]
            lines.append(QLineF(plot.left(), y, plot.left() - (TICK if text else SMALL_TICK) * scale, y))
            width = metrics.horizontalAdvance(text)
            right = plot.left() - (TICK + 2) * scale
            texts.append((QRectF(right - width, y - height / 2, width + 1, height), text))
        painter.drawLines(lines)
        painter.setPen(self._pale)
        for where, text in texts:
            if text:
                painter.drawText(where, Qt.AlignmentFlag.AlignCenter, text)
        painter.setPen(across_colour)
        painter.drawText(title, Qt.AlignmentFlag.AlignCenter, across)
        painter.setPen(up_colour)
        over = QRectF(plot.left(), plot.top() - height - scale, plot.width(), height)
        painter.drawText(over, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, up)

    def _paint_shade(self, picture: Picture) -> None:
        if picture.shade is None:
            return
        pixels = np.ascontiguousarray(_shades(self._theme)[picture.shade])
        rows, columns = pixels.shape
        image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
        self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._painter.drawImage(QRectF(0, 0, self._plot.width(), self._plot.height()), image)

    def _paint_contours(self, picture: Picture) -> None:
        painter = self._painter
        painter.setPen(QPen(blend(self._card, self._pale, 0.8), self._scale))
        for contour in picture.contours:
            for line in contour.lines:
                painter.drawPolyline(_polygon(line))
        for text, box in picture.level_labels:
            self._paint_text(text, box, self._pale, picture)

    def _paint_path(self, picture: Picture) -> None:
        painter, scale = self._painter, self._scale
        # each line for itself: where a path of thousands of lines swings to and fro, stroking it whole takes ten times
        # as long
        pen = QPen(self._text, 1.8 * scale)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLines([QLineF(*ends) for ends in picture.path.tolist()])
        painter.setPen(QPen(self._card, scale))
        painter.setBrush(self._text)
        for x, y in picture.dots.tolist():
            painter.drawEllipse(QPointF(x, y), 3 * scale, 3 * scale)

    def _paint_arrow(self, picture: Picture) -> None:
        if picture.arrow is None:
            return
        painter, scale = self._painter, self._scale
        (x, y), (to_x, to_y) = picture.arrow
        start, end = QPointF(x, y), QPointF(to_x, to_y)
        along = (end - start) / max(math.hypot(to_x - x, to_y - y), 1e-9)
        beside = QPointF(-along.y(), along.x())
        neck = end - along * _HEAD * scale
        head = QPolygonF([end, neck + beside * 0.55 * _HEAD * scale, neck - beside * 0.55 * _HEAD * scale])
        for colour, width in ((self._card, 6.0), (self._accent, 2.6)):
            painter.setPen(QPen(colour, width * scale))
            painter.drawLine(start, neck)
            painter.setPen(QPen(colour, (width - 2.6) * scale + 0.1))
            painter.setBrush(colour)
            painter.drawPolygon(head)

    def _paint_marks(self, picture: Picture) -> None:
        painter, scale = self._painter, self._scale
        for mark, (x, y) in picture.marks.items():
            at = QPointF(x, y)
            match mark:
                case Mark.start:
                    painter.setPen(QPen(self._text, 1.8 * scale))
                    painter.setBrush(self._card)
                    painter.drawEllipse(at, 4.5 * scale, 4.5 * scale)
                case Mark.lowest:
                    self._paint_cross(at)
                case Mark.optimum:
                    reach = 6.5 * scale
                    painter.setPen(QPen(self._card, 1.5 * scale))
                    painter.setBrush(self._text)
                    corners = [(0, -reach), (reach, 0), (0, reach), (-reach, 0)]
                    painter.drawPolygon(QPolygonF([at + QPointF(*corner) for corner in corners]))

    def _paint_here(self, picture: Picture) -> None:
        """Filled, or hollow while its loss is not known."""
        if Mark.here in picture.marks:
            edge, inside = (self._card, self._accent) if picture.is_known else (self._accent, self._card)
            self._painter.setPen(QPen(edge, 1.5 * self._scale))
            self._painter.setBrush(inside)
            self._painter.drawEllipse(QPointF(*picture.marks[Mark.here]), 6 * self._scale, 6 * self._scale)

    def _paint_cross(self, at: QPointF) -> None:
        reach = 5 * self._scale
        for colour, width in ((self._card, 4.5), (self._text, 2.0)):
            self._painter.setPen(QPen(colour, width * self._scale))
            self._painter.drawLine(at + QPointF(-reach, 0), at + QPointF(reach, 0))
            self._painter.drawLine(at + QPointF(0, -reach), at + QPointF(0, reach))

    def _paint_text(self, text: str, box: Box, colour: QColor, picture: Picture) -> None:
        where, gap = QRectF(*box), 2 * self._scale
        self._painter.fillRect(where.adjusted(-gap, 0, gap, 0), self._ground_at(where.center(), picture))
        self._painter.setPen(colour)
        self._painter.drawText(where.adjusted(-1, 0, 2, 0), Qt.AlignmentFlag.AlignCenter, text)

    def _ground_at(self, at: QPointF, picture: Picture) -> QColor:
        """The shade under a text, so that the text takes away nothing but lines."""
        if picture.shade is None:
            return self._card
        rows, columns = picture.shade.shape
        row = min(max(int(at.y() / self._plot.height() * rows), 0), rows - 1)
        column = min(max(int(at.x() / self._plot.width() * columns), 0), columns - 1)
        return QColor.fromRgb(int(_shades(self._theme)[picture.shade[row, column]]))


@cache
def _shades(theme: Theme) -> npt.NDArray[np.uint32]:
    """The colours of all strengths of the shade."""
    card, text = QColor(theme.card), QColor(theme.text)
    return np.array([blend(card, text, _DARKEST * strength / 255).rgb() for strength in range(256)], dtype=np.uint32)


def _polygon(points: Float64) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points.tolist()])
