"""A logarithmic slider with two marks, and a hatched range beyond the second one."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QSlider, QToolTip, QWidget

from bpgui.ui.theme import LIGHT, Theme, blend

STEPS_PER_DECADE = 1000
"""So many values between a number and ten times it: more than three significant digits need."""

_STEPS_OF_A_KEY = 10
_FINE = 0.1
_HEIGHT, _GROOVE, _KNOB = 26.0, 8.0, 6.0
_LEAST_WIDTH = 96


class Mark(Enum):
    """What stands out on the slider."""

    best = "best"
    limit = "limit"


class RateSlider(QSlider):
    """Its value is STEPS_PER_DECADE times the logarithm of a number.

    A triangle below the groove marks the best number, a bar above it the limit; beyond that it is hatched. A click on
    a mark asks for exactly that number. The pointer is followed smoothly, and ten times slower while Shift is held.
    """

    mark_clicked = Signal(Mark)
    turn_began = Signal()
    """The wheel is turned: all of it is one gesture, until the pointer leaves or something else is done here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme, self._scale = LIGHT, 1.0
        self._places: dict[Mark, int] = {}
        self._tips: dict[Mark, str] = {}
        self._pressed: Mark | None = None
        self.is_turned = False
        """Whether the wheel is being turned."""
        self._hand = QPointF()
        self._knob_at = 0.0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSingleStep(_STEPS_OF_A_KEY)
        self.setPageStep(STEPS_PER_DECADE)

    def set_looks(self, theme: Theme, scale: float) -> None:
        """Take other colours, and another scale."""
        self._theme, self._scale = theme, scale
        self.updateGeometry()
        self.update()

    def set_decades(self, lowest: int, highest: int) -> None:
        """Go from one power of ten to another."""
        self.setRange(lowest * STEPS_PER_DECADE, highest * STEPS_PER_DECADE)

    def set_marks(self, places: dict[Mark, int], tips: dict[Mark, str]) -> None:
        """Have marks at these values, or none, and say this of them where the pointer rests on them."""
        if (places, tips) != (self._places, self._tips):
            self._places, self._tips = places, tips
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(_LEAST_WIDTH * self._scale), round(_HEIGHT * self._scale))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    # --- places

    def x_of(self, value: float) -> float:
        """Where a value stands."""
        groove = self._groove()
        return groove.left() + groove.width() * (value - self.minimum()) / max(self.maximum() - self.minimum(), 1)

    def value_at(self, x: float) -> float:
        """The value that a place stands for."""
        groove = self._groove()
        part = min(max((x - groove.left()) / max(groove.width(), 1.0), 0.0), 1.0)
        return self.minimum() + part * (self.maximum() - self.minimum())

    def mark_at(self, place: QPointF) -> Mark | None:
        """The mark that a place is on."""
        if QRectF(self._knob().boundingRect()).contains(place):
            return None
        return next((mark for mark in self._places if self._ground_of(mark).contains(place)), None)

    def place_of(self, mark: Mark) -> QPointF:
        """The middle of a mark."""
        return self._ground_of(mark).center()

    def _groove(self) -> QRectF:
        edge, height = (_KNOB + 3) * self._scale, _GROOVE * self._scale
        return QRectF(edge, (self.height() - height) / 2, self.width() - 2 * edge, height)

    def _ground_of(self, mark: Mark) -> QRectF:
        x, groove, half = self.x_of(self._places[mark]), self._groove(), 5 * self._scale
        if mark is Mark.limit:
            return QRectF(x - half, 0, 2 * half, groove.top())
        return QRectF(x - half, groove.bottom(), 2 * half, self.height() - groove.bottom())

    def _knob(self) -> QPainterPath:
        path = QPainterPath()
        radius = _KNOB * self._scale
        path.addEllipse(QPointF(self.x_of(self.sliderPosition()), self._groove().center().y()), radius, radius)
        return path

    # --- hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.is_turned = False
        self._pressed, self._hand = self.mark_at(event.position()), event.position()
        knob = self.x_of(self.sliderPosition())
        self._knob_at = knob if abs(self._hand.x() - knob) <= (_KNOB + 2) * self._scale else self._hand.x()
        if self._pressed is None:
            self.setSliderDown(True)
            self._follow()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and self._is_dragged_from_mark(event.position()):
            self._pressed = None
            self.setSliderDown(True)
        if self.isSliderDown():
            finely = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._knob_at += (event.position().x() - self._hand.x()) * (_FINE if finely else 1)
            self._hand = event.position()
            self._follow()
        else:
            is_over = self._pressed is None and self.mark_at(event.position()) is not None
            self.setCursor(Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        pressed, self._pressed = self._pressed, None
        if self.isSliderDown():
            self.setSliderDown(False)
        elif pressed is not None and self.mark_at(event.position()) is pressed:
            self.mark_clicked.emit(pressed)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.is_turned:
            self.turn_began.emit()
        self.is_turned = True
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.is_turned = False
        super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.is_turned = False
        super().leaveEvent(event)

    def _is_dragged_from_mark(self, place: QPointF) -> bool:
        return abs(place.x() - self._hand.x()) >= QApplication.startDragDistance()

    def _follow(self) -> None:
        self.setSliderPosition(round(self.value_at(self._knob_at)))
        self.update()

    def event(self, event: QEvent) -> bool:
        """Where the pointer rests on a mark, what it is."""
        if event.type() == QEvent.Type.ToolTip:
            assert isinstance(event, QHelpEvent)
            mark = self.mark_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.toolTip() if mark is None else self._tips[mark], self)
            return True
        return super().event(event)

    # --- looks

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_groove(painter)
            if Mark.limit in self._places:
                self._paint_beyond(painter)
            self._paint_decades(painter)
            for mark in self._places:
                self._paint_mark(painter, mark)
            self._paint_knob(painter)

    def _paint_groove(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(self._theme.text_ghost), 1))
        painter.setBrush(blend(QColor(self._theme.ground), QColor(self._theme.text), 0.12))
        painter.drawPath(self._outline())

    def _outline(self) -> QPainterPath:
        groove = self._groove()
        path = QPainterPath()
        path.addRoundedRect(groove, groove.height() / 2, groove.height() / 2)
        return path

    def _paint_beyond(self, painter: QPainter) -> None:
        groove, scale, warning = self._groove(), self._scale, QColor(self._theme.warning)
        left = self.x_of(self._places[Mark.limit])
        beyond = QPainterPath()
        beyond.addRect(QRectF(left, groove.top(), groove.right() - left, groove.height()))
        painter.save()
        painter.setClipPath(self._outline().intersected(beyond))
        painter.fillRect(groove, blend(QColor(self._theme.ground), warning, 0.22))
        painter.setPen(QPen(warning, 1.3 * scale))
        x, rise = left - groove.height(), groove.height()
        while x < groove.right():
            painter.drawLine(QPointF(x, groove.bottom()), QPointF(x + rise, groove.top()))
            x += 4.5 * scale
        painter.restore()
        painter.setPen(QPen(warning, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._outline().intersected(beyond))

    def _paint_decades(self, painter: QPainter) -> None:
        groove = self._groove()
        painter.setPen(QPen(QColor(self._theme.text_ghost), 1))
        for value in range(self.minimum() + STEPS_PER_DECADE, self.maximum(), STEPS_PER_DECADE):
            x = self.x_of(value)
            painter.drawLine(QPointF(x, groove.bottom() + 1), QPointF(x, groove.bottom() + 3 * self._scale))

    def _paint_mark(self, painter: QPainter, mark: Mark) -> None:
        x, groove, scale = self.x_of(self._places[mark]), self._groove(), self._scale
        if mark is Mark.limit:
            painter.fillRect(QRectF(x - 1.2 * scale, 1, 2.4 * scale, groove.bottom() - 1), QColor(self._theme.warning))
            return
        tip, foot, half = groove.bottom() + 1.5 * scale, self.height() - 1, 4.5 * scale
        painter.setPen(QPen(QColor(self._theme.ground), 1))
        painter.setBrush(QColor(self._theme.text))
        painter.drawPolygon(QPolygonF([QPointF(x, tip), QPointF(x + half, foot), QPointF(x - half, foot)]))

    def _paint_knob(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(self._theme.ground), 1.5))
        painter.setBrush(QColor(self._theme.accent))
        painter.drawPath(self._knob())
        if self.hasFocus():
            centre, radius = self._knob().boundingRect().center(), (_KNOB + 2.5) * self._scale
            painter.setPen(QPen(QColor(self._theme.accent), 2 * self._scale))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, radius, radius)
