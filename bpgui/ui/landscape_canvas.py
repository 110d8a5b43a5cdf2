"""The drawing of the landscape under a person's hands. It expresses wishes, and knows no session."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from bpgui.session.landscape import Landscape
from bpgui.ui.fonts import text_font
from bpgui.ui.landscape_painting import LABEL_PIXELS, TICK, Axes, LandscapePainter, Title, axes_of
from bpgui.ui.landscape_picture import Mark, Picture, picture
from bpgui.ui.landscape_range import Pair, Range
from bpgui.ui.theme import LIGHT, Theme

_ARROWS: Mapping[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_ZOOMS: Mapping[int, float] = {Qt.Key.Key_Plus: 1.25, Qt.Key.Key_Equal: 1.25, Qt.Key.Key_Minus: 0.8}
_A_NOTCH = 120
_GRAB = 9.0
_SHARE_FOR_TITLE = 0.4
_CHARACTERS_OF_A_TICK = 5
_PANS = Qt.MouseButton.RightButton | Qt.MouseButton.MiddleButton


class LandscapeCanvas(QWidget):
    """Contours, path and points, with a start to set, and a view to move about in."""

    start_taken = Signal()
    """The left button went down."""
    start_wanted = Signal(QPointF)
    """The start is to be at this place of the plot."""
    start_let_go = Signal()
    start_given_up = Signal()
    """Escape: where it was before."""
    nudged = Signal(int, int, bool)
    """So many steps across and up; whether the key is being held."""
    panned = Signal(QPointF)
    zoomed = Signal(float, QPointF)
    fit_requested = Signal()
    pointed_at = Signal(object)
    """The place of the plot under the pointer, or None."""
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._scale = LIGHT, 1.0
        self._landscape: Landscape | None = None
        self._range: Range | None = None
        self._axes: Axes | None = None
        self.picture: Picture | None = None
        self._taken_by: QPointF | None = None
        self._panned_from: QPointF | None = None
        self.setObjectName("landscape_drawing")
        self.setAccessibleName("Landscape of the loss")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # --- what is drawn

    def restyle(self, theme: Theme, scale: float) -> None:
        """Colours and sizes."""
        self._theme, self._scale = theme, scale
        self.setMinimumSize(round(160 * scale), round(60 * scale))
        if self._landscape is not None and self._range is not None:
            self.draw(self._landscape, self._range)

    def draw(self, landscape: Landscape, view: Range | None) -> None:
        """Draw a part of a landscape in place of what was drawn; nothing but a frame where nothing is known."""
        self._landscape, self._range = landscape, view
        self.picture = self._axes = None
        if view is not None:
            metrics = QFontMetricsF(text_font(LABEL_PIXELS * self._scale))
            self._axes = axes_of(view, self._titles(landscape, metrics), self._scale)
            self.picture = picture(landscape, view, self._scale, metrics.horizontalAdvance, metrics.height())
        self._show_cursor(None)
        self.update()

    def _titles(self, landscape: Landscape, metrics: QFontMetricsF) -> tuple[Title, Title]:
        across, up = landscape.titles
        if metrics.horizontalAdvance(across) > _SHARE_FOR_TITLE * self.plot.width():
            across, up = landscape.names
        colours = [QColor(self._theme.text_pale)] * 2
        if landscape.axes is not None:
            colours = [self._theme.hue(axis.matrix) for axis in landscape.axes]
        return (f"{across} →", colours[0]), (f"↑ {up}", colours[1])

    @property
    def plot(self) -> QRectF:
        """Where the axes enclose the drawing, in the widget's own pixels."""
        metrics = QFontMetricsF(text_font(LABEL_PIXELS * self._scale))
        gap = (TICK + 2) * self._scale
        left = math.ceil(_CHARACTERS_OF_A_TICK * metrics.horizontalAdvance("0") + gap)
        top, right = math.ceil(metrics.height() + self._scale), math.ceil(4 * self._scale)
        bottom = math.ceil(metrics.height() + gap)
        return QRectF(left + 0.5, top + 0.5, max(self.width() - left - right, 1), max(self.height() - top - bottom, 1))

    @property
    def plot_size(self) -> Pair:
        """Its width and height."""
        return self.plot.width(), self.plot.height()

    def sizeHint(self) -> QSize:
        return QSize(round(400 * self._scale), round(300 * self._scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.card))
            paint = LandscapePainter(painter, self.plot, self._theme, self._scale)
            if self.picture is not None and self._axes is not None and self._range is not None:
                paint.paint(self.picture)
                paint.paint_axes(self._axes, self._range)
            else:
                painter.setPen(QPen(QColor(self._theme.border), 1))
                painter.drawRect(self.plot)
            if self.hasFocus():
                width = 2 * self._scale
                painter.setPen(QPen(QColor(self._theme.accent), width))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                beside = (width + 1) / 2
                painter.drawRect(self.plot.adjusted(-beside, -beside, beside, beside))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # --- the mouse

    def _in_plot(self, at: QPointF) -> QPointF:
        plot = self.plot
        x, y = at.x() - plot.left(), at.y() - plot.top()
        return QPointF(min(max(x, 0.0), plot.width()), min(max(y, 0.0), plot.height()))

    def _from_here(self, at: QPointF) -> QPointF | None:
        """From the current point to the pointer, if it is on it."""
        if self.picture is None or Mark.here not in self.picture.marks:
            return None
        by = self._in_plot(at) - QPointF(*self.picture.marks[Mark.here])
        return by if math.hypot(by.x(), by.y()) <= _GRAB * self._scale else None

    def _show_cursor(self, at: QPointF | None) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if self._panned_from is not None:
            shape = Qt.CursorShape.ClosedHandCursor
        elif at is not None and self.picture is not None and self.plot.contains(at):
            shape = Qt.CursorShape.CrossCursor if self._from_here(at) is None else Qt.CursorShape.SizeAllCursor
        elif at is None:
            return
        self.setCursor(shape)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self.picture is None or not self.plot.contains(at):
            event.ignore()
        elif event.button() & _PANS:
            self._panned_from = at
            self._show_cursor(at)
        elif event.button() == Qt.MouseButton.LeftButton:
            by = self._from_here(at)
            self._taken_by = by or QPointF(0, 0)
            self.pointed_at.emit(None)
            self.start_taken.emit()
            if by is None:
                self.start_wanted.emit(self._in_plot(at))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._panned_from is not None:
            moved, self._panned_from = at - self._panned_from, at
            self.panned.emit(moved)
        elif self._taken_by is not None:
            self.start_wanted.emit(self._in_plot(at - self._taken_by))
        else:
            self._show_cursor(at)
            self.pointed_at.emit(self._in_plot(at) if self.plot.contains(at) else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() & _PANS:
            self._panned_from = None
        elif event.button() == Qt.MouseButton.LeftButton and self._taken_by is not None:
            self._taken_by = None
            self.start_let_go.emit()
        self._show_cursor(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.plot.contains(event.position()):
            self.start_given_up.emit()  # the first of the two clicks has set the start
            self.fit_requested.emit()

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed_at.emit(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / _A_NOTCH
        if self.picture is None or not self.plot.contains(event.position()) or notches == 0:
            event.ignore()
            return
        self.zoomed.emit(1.2**notches, self._in_plot(event.position()))
        event.accept()

    # --- the keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), Qt.KeyboardModifier.ShiftModifier
        others = event.modifiers() & ~(shift | Qt.KeyboardModifier.KeypadModifier)
        if key == Qt.Key.Key_Escape and self._taken_by is not None:
            self._taken_by = None
            self.start_given_up.emit()
        elif others or self.picture is None:
            event.ignore()  # so that the window's own keys go on working
        elif key in _ARROWS:
            steps = 10 if event.modifiers() & shift else 1
            across, up = _ARROWS[key]
            self.nudged.emit(across * steps, up * steps, event.isAutoRepeat())
        elif key in _ZOOMS:
            self.zoomed.emit(_ZOOMS[key], QPointF(*self._middle()))
        elif key == Qt.Key.Key_0:
            self.fit_requested.emit()
        else:
            event.ignore()

    def _middle(self) -> Pair:
        """Around which keys zoom: the current point, where it is in view."""
        assert self.picture is not None
        width, height = self.plot_size
        return self.picture.marks.get(Mark.here, (width / 2, height / 2))
