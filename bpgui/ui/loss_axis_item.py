"""An axis of the loss plot: pyqtgraph's, with our ticks, our face, and a break where 0 stands apart from 1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from bpgui.ui.loss_ticks import Ticks
from bpgui.ui.theme import Theme

_WIDEST_TEXTS = "50\N{THIN SPACE}000", "10⁻³⁰⁰", "5·10⁻²⁰", "0.1234"
_ACROSS, _UP = 58, 30
_FEWEST_TICKS, _MOST_TICKS = 2, 10
_GAP = 9


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

    def restyle(self, of_ticks: QFont, theme: Theme, scale: float) -> None:
        """Font, colours and sizes."""
        self._ground, self._scale = QColor(theme.card), scale
        self._of_ticks = QFontMetricsF(of_ticks)
        pale = QPen(QColor(theme.text_pale), scale)
        for set_pen in (self.setPen, self.setTickPen, self.setTextPen):
            set_pen(pale)
        self.setStyle(
            tickFont=of_ticks,
            tickLength=round(5 * scale),
            tickTextOffset=round(3 * scale),
            hideOverlappingLabels=round(40 * scale),
            autoExpandTextSpace=False,
        )
        if self.orientation == "left":
            self.setWidth(round(max(map(self._of_ticks.horizontalAdvance, _WIDEST_TEXTS)) + 10 * scale))
        else:
            self.setHeight(round(self._of_ticks.height() + 8 * scale))
        self.update()

    def put(self, ticks_of: Callable[[int], Ticks] | None, pixels: float) -> None:
        """Show the ticks that an axis has for so many; as many as there is room for, None for a bare axis."""
        ticks = None if ticks_of is None else self._that_fit(ticks_of, pixels)
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

    def _that_fit(self, ticks_of: Callable[[int], Ticks], pixels: float) -> Ticks:
        each = (_ACROSS if self.orientation == "bottom" else _UP) * self._scale
        most = min(max(int(pixels / each), _FEWEST_TICKS), _MOST_TICKS)
        ticks = ticks_of(most)
        while self.orientation == "bottom" and most > 1 and not self._are_apart(ticks, pixels):
            most -= 1
            ticks = ticks_of(most)
        return ticks

    def _are_apart(self, ticks: Ticks, pixels: float) -> bool:
        widths = [self._of_ticks.horizontalAdvance(text) for _, text in ticks.labelled]
        return all(
            (after - before) * pixels >= (one + other) / 2 + _GAP * self._scale
            for (before, _), (after, _), one, other in zip(
                ticks.labelled, ticks.labelled[1:], widths, widths[1:], strict=False
            )
        )

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
