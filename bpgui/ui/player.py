"""Play: the chosen step, again and again, until it is stopped, leads nowhere, or a dialog asks for something."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QAction

from bpgui.session.course import LAST_ITERATION
from bpgui.session.session import Session
from bpgui.ui.bridge import SessionBridge


class Player(QObject):
    """Repeats steps, at the pace that the view has; accelerating, by 1, 2, 4, … iterations."""

    playing_changed = Signal(bool)

    def __init__(self, bridge: SessionBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._is_playing = False
        self._stride = 1
        # started anew after each step, however long that and its painting take: steps never queue up
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._step)
        bridge.changed.connect(self._on_changed)
        bridge.document_loaded.connect(self.stop)
        if parent is not None:
            parent.installEventFilter(self)

    @property
    def is_playing(self) -> bool:
        """Whether it is under way."""
        return self._is_playing

    def toggle(self) -> None:
        """Start, or stop."""
        if self._is_playing:
            self.stop()
        else:
            self._is_playing = True
            self._stride = 1
            self.playing_changed.emit(True)
            self._step()

    def stop(self) -> None:
        """Stop."""
        if self._is_playing:
            self._is_playing = False
            self._timer.stop()
            self.playing_changed.emit(False)

    def stop_for(self, actions: Iterable[QAction]) -> None:
        """Stop when one of them is chosen: what follows the session would be a moving target."""
        for action in actions:
            action.triggered.connect(self.stop)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What a dialog before the window exports, prints or asks about must not go on under it."""
        if event.type() == QEvent.Type.WindowBlocked:
            self.stop()
        return super().eventFilter(watched, event)

    def _step(self) -> None:
        session = self._bridge.session
        before = session.position
        if session.can_step:
            self._bridge.do(self._go_on)
        if not session.can_step or session.position == before:
            self.stop()
        elif self._is_playing:
            self._timer.start(session.view.pace.value)

    def _go_on(self, session: Session) -> None:
        if not session.view.accelerates:
            self._stride = 1
            session.step()
            return
        if not session.course.is_solved:
            self._stride = 1  # large data, whose iterations are gone through one by one until they are solved
        session.run(self._stride)
        self._stride = min(2 * self._stride, LAST_ITERATION)

    def _on_changed(self) -> None:
        pace = self._bridge.session.view.pace.value
        if self._timer.isActive() and self._timer.interval() != pace:
            self._timer.start(pace)
