"""The loss plot as it is drawn, with pyqtgraph: curves, dots, marks, cursor and axes from a picture.

All coordinates are places between 0 and 1, and the range never changes: neither pyqtgraph's logarithms nor its ranges,
downsampling or clipping are used. Importing this imports pyqtgraph, which takes a while.
"""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QGraphicsRectItem, QWidget

from bpgui.core.cells import Matrix
from bpgui.ui.fonts import text_font
from bpgui.ui.loss_axis_item import LossAxisItem
from bpgui.ui.loss_iteration_axes import iteration_at
from bpgui.ui.loss_labels import Ground, Label, labels
from bpgui.ui.loss_legend import TEXT_PIXELS, draw_around, row_height
from bpgui.ui.loss_looks import earlier_pen, kept_pen, mode_pen, on_plot, pen, prediction_pen
from bpgui.ui.loss_picture import Dot, Picture
from bpgui.ui.loss_trace import NO_POINTS, Points
from bpgui.ui.theme import LIGHT, Theme, blend

_GRAB_PIXELS = 6
_LEFT, _RIGHT, _BOTTOM, _TOP = -0.03, 1.03, -0.03, 1.05
_UNDER, _MODES, _KEPT, _OWN, _OVER = 0, 10, 40, 60, 80
"""How high items lie: marks, each mode's share, kept curves, the curve under way, cursor and dots."""


class LossCanvas(pg.PlotWidget):
    """Draws a picture of the loss."""

    resized = Signal()
    """It has another size, for which other points may be needed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._across, self._up = LossAxisItem("bottom"), LossAxisItem("left")
        super().__init__(parent, enableMenu=False, axisItems={"bottom": self._across, "left": self._up})
        self.picture: Picture | None = None
        self._theme, self._scale, self._ratio = LIGHT, 1.0, 1.0
        self._labels: tuple[object, list[Label]] = (None, [])
        self._make_items()
        plot = self.getPlotItem()
        plot.hideButtons()
        plot.setMouseEnabled(False, False)
        plot.setRange(xRange=(_LEFT, _RIGHT), yRange=(_BOTTOM, _TOP), padding=0, disableAutoRange=True)

    def _make_items(self) -> None:
        self._beyond = QGraphicsRectItem()
        self._earlier, self._prediction, self._known = (pg.PlotCurveItem(antialias=True) for _ in range(3))
        self._single_ahead, self._single, self._dot, self._pointed = (
            pg.ScatterPlotItem(antialias=True) for _ in range(4)
        )
        self._cursor = pg.InfiniteLine(angle=90)
        self._lowest, self._rounding = pg.InfiniteLine(angle=0), pg.InfiniteLine(angle=0)
        self._end = pg.InfiniteLine(angle=90)
        self._shown_by: dict[pg.PlotCurveItem, Points] = {}
        self._kept: list[pg.PlotCurveItem] = []
        self._modes: list[pg.PlotCurveItem] = []
        under, own = (self._beyond, self._rounding, self._lowest, self._end), (self._earlier, self._prediction)
        over = self._single_ahead, self._known, self._single, self._cursor, self._pointed, self._dot
        for level, items in ((_UNDER, under), (_OWN, own), (_OVER, over)):
            for height, item in enumerate(items):
                item.setZValue(level + height)
                self.addItem(item, ignoreBounds=True)

    def restyle(self, theme: Theme, scale: float) -> None:
        """Colours and sizes."""
        self._theme, self._scale, self._ratio = theme, scale, self.devicePixelRatioF()
        text, pale, card, accent = theme.hue(Matrix.loss), QColor(theme.text_pale), theme.card, theme.accent
        self.setBackground(QColor(card))
        for line, line_pen in (
            (self._known, pen(text, 2.2 * scale)),
            (self._prediction, prediction_pen(theme, scale)),
            (self._earlier, earlier_pen(theme, scale)),
            (self._cursor, pen(accent, round(2 * scale))),
            (self._lowest, pen(pale, scale, [6, 2, 1, 2])),
            (self._rounding, pen(pale, scale, [2, 3])),
            (self._end, pen(theme.warning, round(2 * scale))),
        ):
            line.setPen(on_plot(line_pen, self._ratio))
        self._cursor.setHoverPen(on_plot(pen(accent, round(4 * scale)), self._ratio))
        for item, outline, brush, size in (
            (self._single, pen(text, scale), text, 5),
            (self._single_ahead, pen(pale, 1.2 * scale), card, 5),
            (self._pointed, pen(text, 1.5 * scale), card, 8),
        ):
            item.setPen(on_plot(outline, self._ratio))
            item.setBrush(pg.mkBrush(brush))
            item.setSize(size * scale)
        self._beyond.setPen(Qt.PenStyle.NoPen)
        self._beyond.setBrush(blend(QColor(card), QColor(theme.warning), 0.1))
        edge, row = round(4 * scale), row_height(scale)
        self.getPlotItem().layout.setContentsMargins(edge, row, round(16 * scale), row)
        for axis in (self._across, self._up):
            axis.restyle(text_font(TEXT_PIXELS * scale), theme, scale)
        if self.picture is not None:
            self.draw(self.picture)

    # --- drawing

    def draw(self, picture: Picture) -> None:
        """Draw a picture, in place of the one before."""
        self.picture, theme, scale = picture, self._theme, self._scale
        self._across.set_break(picture.iterations.break_at)
        self._put_ticks()
        for item, points in (
            (self._earlier, picture.earlier.points if picture.earlier is not None else NO_POINTS),
            (self._prediction, picture.prediction),
            (self._known, picture.known),
            (self._single, picture.single),
            (self._single_ahead, picture.single_ahead),
        ):
            item.setData(*points)
        self._draw_lines(
            self._kept, _KEPT, [(kept.points, kept_pen(theme, kept.look or 0, scale)) for kept in picture.kept]
        )
        shares: list[tuple[Points, QPen]] = []
        for line in picture.modes:
            shares.append((line.known, mode_pen(theme, line.mode.flatness, scale)))
            shares.append((line.prediction, mode_pen(theme, line.mode.flatness, scale, is_ahead=True)))
        self._draw_lines(self._modes, _MODES, shares)
        self._draw_dot(picture.dot)
        self._cursor.setVisible(_LEFT < picture.cursor < _RIGHT)
        self._cursor.setPos(picture.cursor)
        self._draw_marks(picture)
        self.viewport().update()

    def _draw_lines(self, items: list[pg.PlotCurveItem], level: int, lines: list[tuple[Points, QPen]]) -> None:
        """Draw lines with so many items, made as they are needed."""
        while len(items) < len(lines):
            items.append(pg.PlotCurveItem(antialias=True))
            items[-1].setZValue(level + len(items))
            self.addItem(items[-1], ignoreBounds=True)
        nothing = [(NO_POINTS, QPen())] * (len(items) - len(lines))
        for item, (points, line_pen) in zip(items, [*lines, *nothing], strict=True):
            its_pen = on_plot(line_pen, self._ratio)
            if item.opts["pen"] != its_pen:
                item.setPen(its_pen)
            if self._shown_by.get(item) is not points:
                self._shown_by[item] = points
                item.setData(*points)

    def point_out(self, dot: Dot | None) -> None:
        """Mark a point of a curve as the one that is pointed at."""
        self._pointed.setData([] if dot is None else [dot.across], [] if dot is None else [dot.up])

    def light_cursor(self, is_lit: bool) -> None:
        """Show that the cursor is under the pointer, or in the hand."""
        self._cursor.setMouseHover(is_lit)

    @property
    def cursor_reach(self) -> float:
        """How far beside the cursor it can be taken, in pixels."""
        return _GRAB_PIXELS * self._scale

    def _draw_dot(self, dot: Dot | None) -> None:
        if dot is None:
            self._dot.setData([], [])
            return
        accent, card = QColor(self._theme.accent), QColor(self._theme.card)
        outline = on_plot(pen(card if dot.is_filled else accent, 1.5 * self._scale), self._ratio)
        brush = accent if dot.is_filled else card
        self._dot.setData([dot.across], [dot.up], pen=outline, brush=brush, size=11 * self._scale)

    def _draw_marks(self, picture: Picture) -> None:
        for item, mark in (
            (self._lowest, picture.lowest),
            (self._rounding, picture.rounding),
            (self._end, picture.end),
        ):
            item.setVisible(mark is not None)
            if mark is not None:
                item.setPos(mark.place)
        self._beyond.setVisible(picture.end is not None)
        if picture.end is not None:
            self._beyond.setRect(QRectF(picture.end.place, _BOTTOM, _RIGHT - picture.end.place, _TOP - _BOTTOM))

    def _put_ticks(self) -> None:
        if self.picture is None:
            return
        square, losses = self.square(), self.picture.losses
        self._across.put(self.picture.iterations.ticks, square.width())
        self._up.put(None if losses is None else losses.ticks, square.height())

    # --- where things are

    def iteration_at(self, x: float) -> int:
        """The iteration in view at a distance from the widget's left edge."""
        assert self.picture is not None
        return iteration_at(self.picture.iterations, self.place_at(x))

    def place_at(self, x: float) -> float:
        """The place along the axis of iterations at a distance from the widget's left edge."""
        square = self.square()
        return (x - square.left()) / max(square.width(), 1)

    def height_at(self, y: float) -> float:
        """The place along the axis of losses at a distance from the widget's upper edge."""
        square = self.square()
        return (square.bottom() - y) / max(square.height(), 1)

    def x_at(self, place: float) -> float:
        """The distance of a place from the widget's left edge."""
        square = self.square()
        return square.left() + place * square.width()

    def y_at(self, place: float) -> float:
        """The distance of a place from the widget's upper edge."""
        square = self.square()
        return square.bottom() - place * square.height()

    def box(self) -> QRectF:
        """Where the axes enclose the curve, in the widget's own pixels."""
        return self.getViewBox().sceneBoundingRect()

    def square(self) -> QRectF:
        """The part of it from 0 to 1, across and up."""
        box = self.box()
        across, up = box.width() / (_RIGHT - _LEFT), box.height() / (_TOP - _BOTTOM)
        return QRectF(box.left() - _LEFT * across, box.bottom() - (1 - _BOTTOM) * up, across, up)

    # --- Qt's side

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:  # it is on another screen
            self.restyle(self._theme, self._scale)
        return bool(super().event(event))

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
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QRectF(self.viewport().rect())
        if self.picture is not None:
            draw_around(painter, self.box(), edge, self.picture, self._theme, self._scale)
            self._draw_labels(painter)
        if self.hasFocus():
            width = 2 * self._scale
            painter.setPen(QPen(QColor(self._theme.accent), width))
            inside = edge.adjusted(width / 2, width / 2, -width / 2, -width / 2)
            painter.drawRoundedRect(inside, 4 * self._scale, 4 * self._scale)

    def _draw_labels(self, painter: QPainter) -> None:
        assert self.picture is not None
        font, box, scale = text_font(TEXT_PIXELS * self._scale), self.box(), self._scale
        made_for = self.picture, box.getRect(), self._theme, scale
        if self._labels[0] != made_for:
            ground = Ground(box, self.square())
            self._labels = made_for, labels(self.picture, ground, QFontMetricsF(font), self._theme, scale)
        painter.setFont(font)
        for label in self._labels[1]:
            _draw_label(painter, label, self._theme, scale)


def _draw_label(painter: QPainter, label: Label, theme: Theme, scale: float) -> None:
    painter.save()
    rect = QRectF(label.rect)
    if label.bar is not None:
        painter.fillRect(QRectF(rect.left(), rect.top() + 2 * scale, 3 * scale, rect.height() - 4 * scale), label.bar)
        rect.setLeft(rect.left() + 6 * scale)
    elif not label.turned:
        painter.fillRect(rect, QColor(theme.card))
    painter.setPen(label.colour)
    if label.turned:
        painter.translate(rect.left(), rect.bottom())
        painter.rotate(-90)
        rect = QRectF(0, 0, rect.height(), rect.width())
    painter.drawText(
        rect, Qt.AlignmentFlag.AlignCenter if label.bar is None else Qt.AlignmentFlag.AlignVCenter, label.text
    )
    painter.restore()
