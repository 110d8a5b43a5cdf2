"""Play: the chosen step, again and again, until it is stopped or leads nowhere."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from bpgui.session.session import Session
from bpgui.ui.bridge import SessionBridge

PLAY_INTERVAL = 700
"""Milliseconds from one step to the next."""


class Player(QObject):
    """Repeats steps."""

    playing_changed = Signal(bool)

    def __init__(self, bridge: SessionBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._timer = QTimer(self)
        self._timer.setInterval(PLAY_INTERVAL)
        self._timer.timeout.connect(self._step)
        bridge.document_loaded.connect(self.stop)

    @property
    def is_playing(self) -> bool:
        """Whether it is under way."""
        return self._timer.isActive()

    def toggle(self) -> None:
        """Start, or stop."""
        if self.is_playing:
            self.stop()
        else:
            self._timer.start()
            self.playing_changed.emit(True)
            self._step()

    def stop(self) -> None:
        """Stop."""
        if self.is_playing:
            self._timer.stop()
            self.playing_changed.emit(False)

    def _step(self) -> None:
        if self._bridge.session.can_step:
            self._bridge.do(Session.step)
        if not self._bridge.session.can_step:
            self.stop()
