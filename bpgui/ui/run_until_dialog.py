"""Run until…: an iteration, a loss, or a gradient norm."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from bpgui.core.numbers import NumberError
from bpgui.session.course import NotReadyError
from bpgui.session.goals import Goal, GoalError, asked_for, parse_target
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.refusal import Refusal, ok_and_cancel, room_of

_GOALS = {
    Goal.loss: "the loss L is at most",
    Goal.gradient_norm: "the gradient norm is at most",
    Goal.iteration: "iteration",
}
_NORM = " The gradient norm is the root of the sum of the squares of all entries of ∂L/∂w and ∂L/∂b."
_FIRST = "0.01"
_WIDTH, _LINES = 66, 2
"""In characters, and of what is asked for."""


def show_run_until(parent: QWidget, bridge: SessionBridge) -> RunUntilDialog:
    """Open the dialog; it is the same one each time, and has the last goal still."""
    dialog = parent.findChild(RunUntilDialog) or RunUntilDialog(bridge, parent)
    dialog.begin()
    dialog.open()
    return dialog


class RunUntilDialog(QDialog):
    """What is to be reached, read as one sentence. Where it can't be, it stays open, says why, and nothing changes."""

    def __init__(self, bridge: SessionBridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("run_until_dialog")
        self.setWindowTitle("Run until")
        self._bridge = bridge
        self._goal, self._field = QComboBox(), QLineEdit(_FIRST)
        self._asked, self._refusal = QLabel(), Refusal("run_until_refusal", 2)
        self._arrange()
        self._goal.currentIndexChanged.connect(self._on_edited)
        self._field.textEdited.connect(self._on_edited)

    def _arrange(self) -> None:
        self._goal.setObjectName("run_until_goal")
        self._goal.setAccessibleName("What is to be reached")
        self._goal.setToolTip("What is to be reached")
        for goal, text in _GOALS.items():
            self._goal.addItem(text, goal)
        self._field.setObjectName("run_until_target")
        self._field.setAccessibleName("How much")
        self._field.setToolTip("A number such as 0.01, 1e-3 or 1/3")
        self._asked.setObjectName("run_until_asked")
        self._asked.setAccessibleName("What is asked for")
        self._asked.setWordWrap(True)
        self._asked.setAlignment(Qt.AlignmentFlag.AlignTop)
        label = QLabel("Run &until")
        label.setBuddy(self._field)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self._goal)
        row.addWidget(self._field, 1)
        buttons = ok_and_cancel("&Go", "run_until")
        buttons.accepted.connect(self._go)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(row)
        for widget in (self._asked, self._refusal, buttons):
            layout.addWidget(widget)

    def begin(self) -> None:
        """Be ready to be asked again."""
        self.setMinimumWidth(_WIDTH * self.fontMetrics().averageCharWidth())
        self._asked.setMinimumHeight(room_of(_LINES, self._asked))
        self._on_edited()
        self._field.setFocus()
        self._field.selectAll()

    def _on_edited(self) -> None:
        self._refusal.say("")
        goal = self._goal.currentData()
        try:
            asked = f"Goes to {asked_for(goal, parse_target(goal, self._field.text()))}."
        except NumberError:
            asked = ""
        self._asked.setText(asked + (_NORM if goal is Goal.gradient_norm else ""))

    def _go(self) -> None:
        goal = self._goal.currentData()
        try:
            target = parse_target(goal, self._field.text())
            self._bridge.do(lambda session: session.run_until(goal, target))
        except (NumberError, GoalError, NotReadyError) as error:
            self._refusal.say(str(error), self._field)
        else:
            self.accept()
