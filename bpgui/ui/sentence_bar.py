"""The sentence at the foot of the window; in Focus also the iteration, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from bpgui.session.sentence import sentence
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.fonts import TEXT_PIXELS, text_font

_LINES = 2
"""There is room for two lines always, so that nothing jumps when a sentence takes one more than the last."""


class SentenceBar(QWidget):
    """Says what just happened, on screen and to who listens."""

    focus_left = Signal()

    def __init__(self, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._sentence, self._iteration, self._leave = QLabel(), QLabel(), QToolButton()
        self._sentence.setObjectName("sentence")
        self._sentence.setAccessibleDescription("What just happened")
        self._sentence.setWordWrap(True)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._leave.setObjectName("leave_focus")
        self._leave.setText("Leave Focus (F)")
        self._leave.setToolTip("Show everything again")
        self._leave.clicked.connect(self.focus_left)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(12)
        layout.addWidget(self._sentence, 1)
        layout.addWidget(self._iteration)
        layout.addWidget(self._leave)
        bridge.changed.connect(self.refresh)
        self.set_focused(False)

    def refresh(self) -> None:
        """Say what just happened."""
        self._iteration.setText(f"iteration {self._bridge.session.iteration}")
        self.say(sentence(self._bridge.screen))

    def say(self, said: str) -> None:
        """Say something else: why a number was refused."""
        if said == self._sentence.text():
            return
        self._sentence.setText(said)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._sentence, said))

    def set_focused(self, focused: bool) -> None:
        """Whether the window shows one equation alone."""
        self._leave.setVisible(focused)
        self._iteration.setVisible(focused)
        self.refresh()

    def set_scale(self, scale: float) -> None:
        """Take another scale."""
        font = text_font(TEXT_PIXELS * scale)
        self._sentence.setFont(font)
        self._iteration.setFont(font)
        self._sentence.setMinimumHeight(round(_LINES * QFontMetricsF(font).lineSpacing() + 8 * scale))
