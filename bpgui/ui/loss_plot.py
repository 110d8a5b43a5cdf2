"""The loss plot under a person's hand: where they point, where they drag the cursor to, and what they zoom to.

It expresses wishes, and knows no session. Mouse and keys are taken here, before pyqtgraph's own menus, zoom and pan.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from bpgui.ui.loss_canvas import LossCanvas
from bpgui.ui.loss_picture import Picture
from bpgui.ui.loss_pointing import Pointer
from bpgui.ui.loss_wishes import NOTCH, Pan, Part, Zoom

Key, Button, Modifier = Qt.Key, Qt.MouseButton, Qt.KeyboardModifier

_STEPS: dict[int, int] = {Key.Key_Left: -1, Key.Key_Right: 1}
_PANNED_BY_A_KEY = 0.1
_DEGREES_OF_A_NOTCH = 120


class LossPlot(LossCanvas):
    """Loss over iterations, with a cursor to drag."""

    travel_began = Signal()
    """The cursor is taken."""
    travel_requested = Signal(int)
    """The cursor was put, or dragged, to this iteration of the axis."""
    travel_ended = Signal()
    """The cursor was let go."""
    steps_requested = Signal(int)
    """So many iterations on, or back."""
    start_requested = Signal()
    furthest_requested = Signal()
    pointed_at = Signal(object)
    """The Pointer, or None."""
    zoom_requested = Signal(object)
    """A Zoom."""
    pan_began = Signal()
    pan_requested = Signal(object)
    """A Pan, since it began."""
    fit_requested = Signal(object)
    """Show all again: of one axis, or of both."""
    taken_back = Signal()
    """A click was the first of a double click: it was not meant to go anywhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grabbed_at: float | None = None
        self._panning: tuple[QPointF, Part] | None = None
        self._rests_at: QPointF | None = None
        self.setObjectName("loss_plot")
        self.setAccessibleName("Loss over iterations")
        self.setMouseTracking(True)

    def draw(self, picture: Picture) -> None:
        """Draw a picture; under a pointer that rests there is something else now."""
        super().draw(picture)
        if self._rests_at is not None:
            self._rest(self._rests_at)

    def forget_pointer(self) -> None:
        """Nothing is pointed at until the pointer is used again."""
        self._rests_at = None

    # --- the mouse

    def part_at(self, at: QPointF) -> Part | None:
        """What is there: the curves, an axis, or neither."""
        box = self.box()
        if box.contains(at):
            return Part.curves
        if at.y() > box.bottom() and box.left() <= at.x() <= box.right():
            return Part.iterations
        return Part.losses if at.x() < box.left() and box.top() <= at.y() <= box.bottom() else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        part = self.part_at(event.position())
        if self.picture is None or part is None or self._grabbed_at is not None or self._panning is not None:
            event.ignore()
            return
        shift = bool(event.modifiers() & Modifier.ShiftModifier)
        if event.button() == Button.LeftButton and part is Part.curves and not shift:
            self._grab(event.position())
        elif event.button() in (Button.LeftButton, Button.MiddleButton, Button.RightButton):
            self._panning = event.position(), part
            self._point_at_nothing()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self.pan_began.emit()

    def _grab(self, at: QPointF) -> None:
        # taken beside the line it keeps that distance; elsewhere the line comes to the pointer
        assert self.picture is not None
        self._grabbed_at = at.x() - self.x_at(self.picture.cursor) if self._is_on_cursor(at) else 0.0
        self.light_cursor(True)
        self._point_at_nothing()
        self.travel_began.emit()
        if self._grabbed_at == 0.0:
            self.travel_requested.emit(self.iteration_at(at.x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.picture is None:
            return
        at = event.position()
        if self._panning is not None:
            began, part = self._panning
            square = self.square()
            across, up = (began.x() - at.x()) / square.width(), (at.y() - began.y()) / square.height()
            self.pan_requested.emit(Pan(across, up, part))
        elif self._grabbed_at is not None:
            self.travel_requested.emit(self.iteration_at(at.x() - self._grabbed_at))
        else:
            self._rest(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._panning is not None:
            self._panning = None
            self._rest(event.position())
        elif event.button() == Button.LeftButton and self._grabbed_at is not None:
            self._grabbed_at = None
            self._hover(event.position())
            self.travel_ended.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        part = self.part_at(event.position())
        if event.button() != Button.LeftButton or part is None:
            self.mousePressEvent(event)
            return
        if part is Part.curves and not event.modifiers() & Modifier.ShiftModifier:
            self.taken_back.emit()
        self.fit_requested.emit(part)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(QPointF(-1, -1))
        self._point_at_nothing()

    def wheelEvent(self, event: QWheelEvent) -> None:
        at, turned = event.position(), event.angleDelta()
        part = self.part_at(at) or Part.curves
        if self.picture is None or (turned.x() == 0 and turned.y() == 0):
            return
        if self._panning is None and self._grabbed_at is None:
            self._rest(at)
        shift = bool(event.modifiers() & Modifier.ShiftModifier)
        if shift or abs(turned.x()) > abs(turned.y()):
            notches = (turned.x() or turned.y()) / _DEGREES_OF_A_NOTCH
            self.pan_began.emit()
            self.pan_requested.emit(Pan(-_PANNED_BY_A_KEY * notches, 0.0, Part.iterations))
            return
        factor = NOTCH ** (-turned.y() / _DEGREES_OF_A_NOTCH)
        is_of_losses = part is Part.losses or bool(event.modifiers() & Modifier.ControlModifier)
        if is_of_losses:
            self.zoom_requested.emit(Zoom(factor, Part.losses, _within(self.height_at(at.y()))))
        else:
            self.zoom_requested.emit(Zoom(factor, Part.iterations, _within(self.place_at(at.x()))))
        event.accept()

    def _rest(self, at: QPointF) -> None:
        self._hover(at)
        self._rests_at = at if self.picture is not None and self.box().contains(at) else None
        self.pointed_at.emit(None if self._rests_at is None else self._pointer(at))

    def _point_at_nothing(self) -> None:
        self.forget_pointer()
        self.pointed_at.emit(None)

    def _pointer(self, at: QPointF) -> Pointer:
        return Pointer(self.iteration_at(at.x()), self.place_at(at.x()), self.height_at(at.y()))

    def _is_on_cursor(self, at: QPointF) -> bool:
        assert self.picture is not None
        near = abs(at.x() - self.x_at(self.picture.cursor)) <= self.cursor_reach
        return near and self.box().contains(at)

    def _hover(self, at: QPointF) -> None:
        part = self.part_at(at)
        is_over = self.picture is not None and self._is_on_cursor(at)
        self.light_cursor(is_over)
        axis = {Part.iterations: Qt.CursorShape.OpenHandCursor, Part.losses: Qt.CursorShape.OpenHandCursor}
        shape = Qt.CursorShape.SizeHorCursor if is_over else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(axis.get(part, shape) if part is not None else shape)

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers() & ~Modifier.KeypadModifier
        shift = modifiers == Modifier.ShiftModifier
        if key in (Key.Key_Plus, Key.Key_Equal, Key.Key_Minus) and (shift or not modifiers):
            factor = NOTCH if key == Key.Key_Minus else 1 / NOTCH
            self.zoom_requested.emit(Zoom(factor, Part.iterations, None))
        elif key in _STEPS and shift:
            self.pan_began.emit()
            self.pan_requested.emit(Pan(_STEPS[key] * _PANNED_BY_A_KEY, 0.0, Part.iterations))
        elif modifiers:
            event.ignore()  # so that the window's own keys go on working
        elif key in _STEPS:
            self.steps_requested.emit(_STEPS[key])
        elif key == Key.Key_0:
            self.fit_requested.emit(Part.curves)
        elif key == Key.Key_Home:
            self.start_requested.emit()
        elif key == Key.Key_End:
            self.furthest_requested.emit()
        else:
            event.ignore()


def _within(place: float) -> float:
    return min(max(place, 0.0), 1.0)
