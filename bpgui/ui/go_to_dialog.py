"""Go to iteration…, where the toolbar and its field are hidden."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from bpgui.session.course import LAST_ITERATION
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.integer_field import IntegerField
from bpgui.ui.refusal import Refusal, ok_and_cancel

_WIDTH = 48
"""Characters."""


def show_go_to(parent: QWidget, bridge: SessionBridge) -> None:
    """Ask for an iteration, and go there."""
    GoToDialog(bridge, parent).open()


class GoToDialog(QDialog):
    """One field, as in the toolbar."""

    def __init__(self, bridge: SessionBridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("go_to_dialog")
        self.setWindowTitle("Go to iteration")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge = bridge
        self._field = IntegerField("go_to_field", "Iteration", "The iteration to go to")
        self._field.set_range(0, LAST_ITERATION)
        self._field.set_value(bridge.session.iteration)
        self._field.fit_to(LAST_ITERATION)
        self._field.selectAll()
        self._refusal = Refusal("go_to_refusal", 2)
        self._is_refused = False
        self._field.entry_refused.connect(self._on_refused)
        self._field.textEdited.connect(self._on_edited)
        buttons = ok_and_cancel("&Go", "go_to")
        buttons.accepted.connect(self._go)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        label = QLabel("&Iteration")
        label.setBuddy(self._field)
        row.addWidget(label)
        row.addWidget(self._field)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addLayout(row)
        layout.addWidget(self._refusal)
        layout.addWidget(buttons)
        self.setMinimumWidth(_WIDTH * self.fontMetrics().averageCharWidth())

    def _on_refused(self, said: str) -> None:
        self._is_refused = True
        self._refusal.say(said, self._field)

    def _on_edited(self) -> None:
        self._is_refused = False
        self._refusal.say("")

    def _go(self) -> None:
        if self._is_refused:  # by the same key, or click: the field took what was typed before the button was told
            self._is_refused = False
        elif self._field.take():
            iteration = self._field.value()
            self.accept()
            self._bridge.do(lambda session: session.go_to(iteration))
