"""The steps of this iteration as one bar: a segment an equation. Dragging snaps to entries, keys do terms."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from bpgui.core.cells import Matrix
from bpgui.core.notation import equation_label
from bpgui.session.position import Position, StepSize
from bpgui.session.session import Session
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.fonts import text_font
from bpgui.ui.theme import Theme, blend

_LABEL_PIXELS = 11.0


@dataclass(frozen=True)
class Segment:
    """One equation's part of the bar."""

    equation: Matrix
    left: float
    width: float


class StepBar(QWidget):
    """Shows and sets the position within the iteration."""

    def __init__(self, bridge: SessionBridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("step_bar")
        self.setAccessibleName("Steps of this iteration")
        self.setToolTip("Drag to travel within this iteration; Left and Right add and take away one term")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._bridge = bridge
        self._theme = theme
        self._scale = 1.0
        bridge.changed.connect(self._on_changed)
        self._on_changed()

    def set_looks(self, theme: Theme, scale: float) -> None:
        """Take other colours, and another scale."""
        self._theme, self._scale = theme, scale
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, round(33 * self._scale))

    def minimumSizeHint(self) -> QSize:
        return QSize(300, round(33 * self._scale))

    def segments(self) -> list[Segment]:
        """Where the equations stand. Each has room for its label; the rest goes by how much there is to do."""
        timeline = self._bridge.session.timeline
        of_label = QFontMetricsF(text_font(_LABEL_PIXELS * self._scale))
        margin, gap = 12 * self._scale, 4 * self._scale
        least = [of_label.horizontalAdvance(equation_label(m)) + 10 * self._scale for m in timeline.visible]
        weights = [math.sqrt(timeline.total(m)) for m in timeline.visible]
        spare = max(self.width() - 2 * margin - sum(least) - gap * (len(least) - 1), 0)
        segments, left = [], margin
        for equation, room, weight in zip(timeline.visible, least, weights, strict=True):
            width = room + spare * weight / sum(weights)
            segments.append(Segment(equation, left, width))
            left += width + gap
        return segments

    def position_at(self, x: float) -> Position:
        """The position that a point of the bar stands for, at an entry's end."""
        session = self._bridge.session
        segments = self.segments()
        if x <= segments[0].left:
            return session.timeline.start(session.iteration)
        segment = next((s for s in segments if x <= s.left + s.width), segments[-1])
        entries = session.document.shape.entries(segment.equation)
        part = min(max((x - segment.left) / segment.width, 0.0), 1.0)
        entry = round(part * entries)
        return Position(
            session.iteration, segment.equation, entry * session.document.network.terms_per_entry(segment.equation)
        )

    def x_of(self, position: Position) -> float:
        """Where a position stands on the bar."""
        timeline = self._bridge.session.timeline
        segments = self.segments()
        for segment in segments:
            if segment.equation is position.equation:
                return segment.left + segment.width * position.terms / timeline.total(position.equation)
        place = timeline.order(position)
        before = [s for s in segments if timeline.order(timeline.end(position.iteration, s.equation)) <= place]
        return before[-1].left + before[-1].width if before else segments[0].left

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            position, scale = self._bridge.session.position, self._scale
            x, line = self.x_of(position), 6 * scale
            top = self.height() - 14 * scale
            painter.setFont(text_font(_LABEL_PIXELS * scale))
            for segment in self.segments():
                is_at_work = segment.equation is position.equation
                painter.setPen(QColor(self._theme.text if is_at_work else self._theme.text_pale))
                painter.drawText(QPointF(segment.left, top - 6 * scale), equation_label(segment.equation))
                painter.setPen(Qt.PenStyle.NoPen)
                whole = QRectF(segment.left, top, segment.width, line)
                painter.setBrush(blend(QColor(self._theme.ground), QColor(self._theme.text), 0.18))
                painter.drawRoundedRect(whole, line / 2, line / 2)
                done = min(max(x - segment.left, 0.0), segment.width)
                if done > 0:
                    painter.setBrush(self._theme.hue(segment.equation))
                    painter.drawRoundedRect(QRectF(segment.left, top, done, line), line / 2, line / 2)
            self._paint_knob(painter, QPointF(x, top + line / 2))

    def _paint_knob(self, painter: QPainter, centre: QPointF) -> None:
        radius = 6 * self._scale
        painter.setBrush(QColor(self._theme.accent))
        painter.setPen(QPen(QColor(self._theme.ground), 1.5))
        painter.drawEllipse(centre, radius, radius)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.accent), 2 * self._scale))
            painter.drawEllipse(centre, radius + 3 * self._scale, radius + 3 * self._scale)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._travel_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._travel_to(event.position().x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Right:
                self._bridge.do(lambda session: session.step(StepSize.term))
            case Qt.Key.Key_Left:
                self._bridge.do(lambda session: session.step_back(StepSize.term))
            case Qt.Key.Key_Home:
                self._bridge.do(lambda session: session.move_to(session.timeline.start(session.iteration)))
            case Qt.Key.Key_End:
                self._bridge.do(_to_the_end)
            case _:
                super().keyPressEvent(event)

    def _travel_to(self, x: float) -> None:
        position = self.position_at(x)
        if position != self._bridge.session.position:
            self._bridge.do(lambda session: session.move_to(position))

    def _on_changed(self) -> None:
        position = self._bridge.session.position
        total = self._bridge.session.timeline.total(position.equation)
        self.setAccessibleDescription(f"{equation_label(position.equation)}: {position.terms} of {total} terms")
        self.update()


def _to_the_end(session: Session) -> None:
    timeline = session.timeline
    session.move_to(timeline.end(session.iteration, timeline.visible[-1]))
