"""A sentence beside the place where something could not be read."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLabel, QWidget

_WIDTH, _GAP = 320, 4
_PRESSES = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride, QEvent.Type.MouseButtonPress)


class ErrorBubble(QLabel):
    """Says what was expected, beside a cell or a field, until a key or the mouse is pressed again."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("input_error")
        self.setAccessibleName("What could not be read")
        self.setWordWrap(True)
        self.hide()

    def say(self, said: str, widget: QWidget, below: QPoint, scale: float) -> None:
        """Show a sentence below a point of a widget, within the window."""
        window = self._window
        self.setText(said)
        self.setFixedWidth(min(round(_WIDTH * scale), window.width() - 2 * _GAP))
        self.adjustSize()
        place = widget.mapTo(window, below) + QPoint(0, _GAP)
        place.setX(max(min(place.x(), window.width() - self.width() - _GAP), _GAP))
        place.setY(max(min(place.y(), window.height() - self.height() - _GAP), _GAP))
        self.move(place)
        self.show()
        self.raise_()
        QTimer.singleShot(0, self, self._wait_for_a_press)  # not for the one that led here, and may still go on

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What anyone presses, wherever."""
        if event.type() in _PRESSES:
            self.hide()
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def _wait_for_a_press(self) -> None:
        application = QCoreApplication.instance()
        if application is not None and self.isVisible():
            application.installEventFilter(self)
