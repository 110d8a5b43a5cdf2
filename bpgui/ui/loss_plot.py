"""The loss plot under a person's hand: where they point, and where they drag the cursor to.

It expresses wishes, and knows no session. Mouse and keys are taken here, before pyqtgraph's own menus, zoom and pan.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from bpgui.ui.loss_canvas import LossCanvas

_STEPS: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class LossPlot(LossCanvas):
    """Loss over iterations, with a cursor to drag."""

    travel_requested = Signal(int)
    """The cursor was put, or dragged, to this iteration of the axis."""
    travel_ended = Signal()
    """The cursor was let go."""
    steps_requested = Signal(int)
    """So many iterations on, or back."""
    start_requested = Signal()
    furthest_requested = Signal()
    pointed_at = Signal(object)
    """The iteration under the pointer, or None."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grabbed_at: float | None = None
        self.setObjectName("loss_plot")
        self.setAccessibleName("Loss over iterations")
        self.setMouseTracking(True)

    def _is_on_cursor(self, at: QPointF) -> bool:
        assert self.picture is not None
        near = abs(at.x() - self.x_at(self.picture.cursor)) <= self.cursor_reach
        return near and self.box().contains(at)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if event.button() != Qt.MouseButton.LeftButton or self.picture is None or not self.box().contains(at):
            event.ignore()
            return
        # taken beside the line it keeps that distance; elsewhere the line comes to the pointer
        self._grabbed_at = at.x() - self.x_at(self.picture.cursor) if self._is_on_cursor(at) else 0.0
        self.light_cursor(True)
        self.pointed_at.emit(None)
        if self._grabbed_at == 0.0:
            self.travel_requested.emit(self.iteration_at(at.x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.picture is None:
            return
        at = event.position()
        if self._grabbed_at is not None:
            self.travel_requested.emit(self.iteration_at(at.x() - self._grabbed_at))
        else:
            self._hover_cursor(self._is_on_cursor(at))
            self.pointed_at.emit(self.iteration_at(at.x()) if self.box().contains(at) else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._grabbed_at is not None:
            self._grabbed_at = None
            self._hover_cursor(self._is_on_cursor(event.position()))
            self.travel_ended.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover_cursor(False)
        self.pointed_at.emit(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _hover_cursor(self, is_over: bool) -> None:
        self.light_cursor(is_over)
        self.viewport().setCursor(Qt.CursorShape.SizeHorCursor if is_over else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()  # so that the window's own keys go on working
        elif key in _STEPS:
            self.steps_requested.emit(_STEPS[key])
        elif key == Qt.Key.Key_Home:
            self.start_requested.emit()
        elif key == Qt.Key.Key_End:
            self.furthest_requested.emit()
        else:
            event.ignore()
