"""The loss plot as it is drawn, with pyqtgraph: curves, dots, marks, cursor and axes from a picture.

All coordinates are places between 0 and 1, and the range never changes: neither pyqtgraph's logarithms nor its ranges,
downsampling or clipping are used. Importing this imports pyqtgraph, which takes a while.
"""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QGraphicsRectItem, QWidget

from bpgui.core.cells import Matrix
from bpgui.ui.fonts import TEXT_PIXELS, text_font
from bpgui.ui.loss_axes import BREAK
from bpgui.ui.loss_axis_item import LossAxisItem
from bpgui.ui.loss_legend import draw_legend
from bpgui.ui.loss_picture import Dot, Picture
from bpgui.ui.theme import LIGHT, Theme, blend

_GRAB_PIXELS = 6
_LEFT, _RIGHT, _BOTTOM, _TOP = -0.03, 1.03, -0.03, 1.05


class LossCanvas(pg.PlotWidget):
    """Draws a picture of the loss."""

    resized = Signal()
    """It has another size, for which other points may be needed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._across, self._up = LossAxisItem("bottom"), LossAxisItem("left")
        super().__init__(parent, enableMenu=False, axisItems={"bottom": self._across, "left": self._up})
        self.picture: Picture | None = None
        self._theme, self._scale = LIGHT, 1.0
        self._make_items()
        plot = self.getPlotItem()
        plot.hideButtons()
        plot.setMouseEnabled(False, False)
        plot.setRange(xRange=(_LEFT, _RIGHT), yRange=(_BOTTOM, _TOP), padding=0, disableAutoRange=True)
        self._across.set_title("iteration t")
        self._up.set_title("loss L")

    def _make_items(self) -> None:
        self._beyond = QGraphicsRectItem()
        self._earlier, self._prediction, self._known = (pg.PlotCurveItem(antialias=True) for _ in range(3))
        self._single_ahead, self._single, self._dot, self._pointed = (
            pg.ScatterPlotItem(antialias=True) for _ in range(4)
        )
        self._cursor = pg.InfiniteLine(angle=90)
        self._floor, self._end = pg.InfiniteLine(angle=0), pg.InfiniteLine(angle=90)
        self._floor_text, self._end_text = pg.TextItem(anchor=(1, 1.1)), pg.TextItem(anchor=(0, 0), angle=90)
        in_order = (
            self._beyond,
            self._floor,
            self._end,
            self._earlier,
            self._prediction,
            self._single_ahead,
            self._known,
            self._single,
            self._end_text,
            self._cursor,
            self._floor_text,
            self._pointed,
            self._dot,
        )
        for height, item in enumerate(in_order):
            item.setZValue(height)
            self.addItem(item, ignoreBounds=True)

    def restyle(self, theme: Theme, scale: float) -> None:
        """Colours and sizes."""
        self._theme, self._scale = theme, scale
        text, pale, card = theme.hue(Matrix.loss), QColor(theme.text_pale), QColor(theme.card)
        grey, accent = blend(card, pale, 0.6), QColor(theme.accent)
        self.setBackground(card)
        self._known.setPen(_pen(text, 2 * scale))
        self._prediction.setPen(_pen(pale, 1.5 * scale, [4, 3]))
        self._earlier.setPen(_pen(grey, 1.5 * scale))
        for item, pen, brush, size in (
            (self._single, _pen(text, scale), text, 5),
            (self._single_ahead, _pen(pale, 1.2 * scale), card, 5),
            (self._pointed, _pen(text, 1.5 * scale), card, 8),
        ):
            item.setPen(pen)
            item.setBrush(pg.mkBrush(brush))
            item.setSize(size * scale)
        self._cursor.setPen(_pen(accent, round(2 * scale)))
        self._cursor.setHoverPen(_pen(accent, round(4 * scale)))
        self._floor.setPen(_pen(pale, 1 * scale, [2, 3]))
        self._end.setPen(_pen(QColor(theme.warning), round(2 * scale)))
        self._beyond.setPen(Qt.PenStyle.NoPen)
        self._beyond.setBrush(blend(card, QColor(theme.warning), 0.1))
        small = text_font(11 * scale)
        for item, colour in ((self._floor_text, pale), (self._end_text, QColor(theme.warning))):
            item.setFont(small)
            item.setColor(colour)
        self._floor_text.fill = pg.mkBrush(card)
        left, rest = round(4 * scale), round(16 * scale)
        self.getPlotItem().layout.setContentsMargins(left, left, rest, left)
        for axis in (self._across, self._up):
            axis.restyle(text_font(TEXT_PIXELS * scale), small, theme, scale)
        if self.picture is not None:
            self.draw(self.picture)

    @property
    def points_across(self) -> int:
        """How many points a curve needs so that it looks smooth."""
        return max(int(self.getViewBox().width()), 200)

    def draw(self, picture: Picture) -> None:
        """Draw a picture, in place of the one before."""
        self.picture = picture
        self._across.set_break(BREAK / 2 if picture.has_break else None)
        self._put_ticks()
        for item, points in (
            (self._earlier, picture.earlier),
            (self._prediction, picture.prediction),
            (self._known, picture.known),
            (self._single, picture.single),
            (self._single_ahead, picture.single_ahead),
        ):
            item.setData(*points)
        self._draw_dot(picture.dot)
        self._cursor.setPos(picture.cursor)
        self._draw_marks(picture)
        self.viewport().update()

    def point_out(self, dot: Dot | None) -> None:
        """Mark a point of the curve as the one that is pointed at."""
        self._pointed.setData([] if dot is None else [dot.across], [] if dot is None else [dot.up])

    def light_cursor(self, is_lit: bool) -> None:
        """Show that the cursor is under the pointer, or in the hand."""
        self._cursor.setMouseHover(is_lit)

    @property
    def cursor_reach(self) -> float:
        """How far beside the cursor it can be taken, in pixels."""
        return _GRAB_PIXELS * self._scale

    def _draw_dot(self, dot: Dot | None) -> None:
        theme = self._theme
        if dot is None:
            self._dot.setData([], [])
            return
        accent, card = QColor(theme.accent), QColor(theme.card)
        pen = _pen(card if dot.is_filled else accent, 1.5 * self._scale)
        self._dot.setData(
            [dot.across], [dot.up], pen=pen, brush=accent if dot.is_filled else card, size=11 * self._scale
        )

    def _draw_marks(self, picture: Picture) -> None:
        for item, text, mark in (
            (self._floor, self._floor_text, picture.floor),
            (self._end, self._end_text, picture.end),
        ):
            item.setVisible(mark is not None)
            text.setVisible(mark is not None)
            if mark is not None:
                item.setPos(mark.place)
                text.setText(mark.text)
        self._beyond.setVisible(picture.end is not None)
        if picture.floor is not None:
            self._floor_text.setPos(1, picture.floor.place)
        if picture.end is not None:
            self._end_text.setPos(picture.end.place, 0)
            self._beyond.setRect(QRectF(picture.end.place, _BOTTOM, _RIGHT - picture.end.place, _TOP - _BOTTOM))

    def _put_ticks(self) -> None:
        if self.picture is None:
            return
        box, losses = self.getViewBox(), self.picture.losses
        self._across.put(self.picture.iterations.ticks(max(int(box.width() / (58 * self._scale)), 2)))
        unit = "" if losses is None else losses.unit
        self._up.set_title(f"loss L, in {unit}" if unit else "loss L")
        self._up.put(None if losses is None else losses.ticks(max(int(box.height() / (34 * self._scale)), 2)))

    # --- where things are

    def iteration_at(self, x: float) -> int:
        """The iteration of the axis at a distance from the widget's left edge."""
        assert self.picture is not None
        return self.picture.iterations.iteration(self.place_at(x))

    def place_at(self, x: float) -> float:
        """The place along the axis of iterations at a distance from the widget's left edge."""
        box = self.box()
        return _LEFT + (x - box.left()) / box.width() * (_RIGHT - _LEFT)

    def x_at(self, place: float) -> float:
        """The distance of a place from the widget's left edge."""
        box = self.box()
        return box.left() + (place - _LEFT) / (_RIGHT - _LEFT) * box.width()

    def box(self) -> QRectF:
        """Where the axes enclose the curve, in the widget's own pixels."""
        return self.getViewBox().sceneBoundingRect()

    # --- Qt's side

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if event is not None and self.plotItem is not None:
            self._put_ticks()
            self.resized.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        super().drawForeground(painter, rect)
        if self.picture is not None:
            pens = self._prediction.opts["pen"], self._earlier.opts["pen"]
            draw_legend(painter, self.box(), self.picture, *pens, self._theme, self._scale)
        if self.hasFocus():
            width = 2 * self._scale
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._theme.accent), width))
            inside = QRectF(self.viewport().rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
            painter.drawRoundedRect(inside, 4 * self._scale, 4 * self._scale)


def _pen(colour: QColor, width: float, dashes: list[float] | None = None) -> QPen:
    pen = pg.mkPen(colour, width=width)
    if dashes:
        pen.setDashPattern(dashes)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
