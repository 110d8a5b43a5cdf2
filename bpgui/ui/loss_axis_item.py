"""An axis of the loss plot: pyqtgraph's, with our ticks, our face, and a break where 0 stands apart from 1."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from bpgui.ui.loss_axes import Ticks
from bpgui.ui.theme import Theme

_WIDEST_TEXTS = "50\N{THIN SPACE}000", "10⁻³⁰⁰"


class LossAxisItem(pg.AxisItem):
    """Its room is fixed by the fonts, never by what the ticks say: so nothing jumps."""

    def __init__(self, orientation: str) -> None:
        self._break_at: float | None = None
        self._ticks: Ticks | None = None
        self._ground = QColor("white")
        self._scale = 1.0
        super().__init__(orientation, maxTickLength=-5)
        self.enableAutoSIPrefix(False)
        self.setTicks([[], []])

    def restyle(self, of_title: QFont, of_ticks: QFont, theme: Theme, scale: float) -> None:
        """Fonts, colours and sizes."""
        self._ground, self._scale = QColor(theme.card), scale
        pale = QColor(theme.text_pale)
        self.setPen(pg.mkPen(pale, width=scale))
        self.setTickPen(pg.mkPen(pale, width=scale))
        self.setTextPen(pg.mkPen(pale))
        self.label.setFont(of_title)
        self.label.setDefaultTextColor(QColor(theme.text))
        ticks, title = QFontMetricsF(of_ticks), QFontMetricsF(of_title)
        self.setStyle(
            tickFont=of_ticks,
            tickLength=round(5 * scale),
            tickTextOffset=round(4 * scale),
            hideOverlappingLabels=round(30 * scale),
            autoExpandTextSpace=False,
        )
        if self.orientation == "left":
            self.setWidth(round(max(map(ticks.horizontalAdvance, _WIDEST_TEXTS)) + title.height() + 12 * scale))
        else:
            self.setHeight(round(ticks.height() + title.height() + 14 * scale))
        self.resizeEvent(None)
        self.update()

    def set_title(self, title: str) -> None:
        """What the axis is of."""
        if title != self.labelText:
            self.setLabel(title)

    def put(self, ticks: Ticks | None) -> None:
        """Show these ticks; None for a bare axis."""
        if ticks == self._ticks and ticks is not None:
            return
        self._ticks = ticks
        labelled, minor = ticks or Ticks([], [])
        self.setTicks([labelled, [(place, "") for place in minor]])

    def set_break(self, place: float | None) -> None:
        """Mark a break at a place, or none."""
        if place != self._break_at:
            self._break_at = place
            self.picture = None
            self.update()

    def drawPicture(self, painter: QPainter, axis: Any, ticks: Any, texts: Any) -> None:
        """The axis as pyqtgraph draws it, and over it the break: a gap between two slanted strokes."""
        super().drawPicture(painter, axis, ticks, texts)
        if self._break_at is None:
            return
        _, start, end = axis
        low, high = self.range
        x = start.x() + (end.x() - start.x()) * (self._break_at - low) / (high - low)
        y, half, rise = start.y(), 3 * self._scale, 5 * self._scale
        painter.setClipping(False)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._ground, 3 * self._scale))
        painter.drawLine(QLineF(x - half, y, x + half, y))
        painter.setPen(QPen(self.pen().color(), 1.3 * self._scale))
        for middle in (x - half, x + half):
            painter.drawLine(QPointF(middle - half / 2, y + rise), QPointF(middle + half / 2, y - rise))
