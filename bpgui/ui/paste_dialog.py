"""Asked when pasted numbers don't fit: enlarge the network, take what fits, or leave all as it is."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from bpgui.session.pasting import Misfit

_WIDTH = 84
"""Characters."""


class PasteDialog(QDialog):
    """Says what doesn't fit and what each answer does. `enlarge` and `take_part` are called by the answers."""

    def __init__(
        self, misfit: Misfit, enlarge: Callable[[], object], take_part: Callable[[], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("paste_dialog")
        self.setWindowTitle("Paste")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._buttons = QDialogButtonBox()
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(self._label("paste_question", misfit.question, "What doesn't fit"))
        if misfit.larger is not None:
            does = f"<b>{escape(misfit.enlarge)}</b> {escape(misfit.enlarging)}"
            layout.addWidget(self._label("paste_enlarging", does, "What enlarging does"))
            self._add("&" + misfit.enlarge, "paste_enlarge", enlarge)
        takes = f"<b>Paste what fits</b> {escape(misfit.taking_what_fits)}"
        layout.addWidget(self._label("paste_taking_part", takes, "What pasting a part does"))
        self._add("&Paste what fits", "paste_part", take_part)
        cancel = self._buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setObjectName("paste_cancel")
        cancel.setAutoDefault(False)
        self._buttons.rejected.connect(self.reject)
        layout.addWidget(self._buttons)
        self.setMinimumWidth(_WIDTH * self.fontMetrics().averageCharWidth())

    def _label(self, name: str, text: str, accessible: str) -> QLabel:
        label = QLabel(text, self)
        label.setObjectName(name)
        label.setAccessibleName(accessible)
        label.setWordWrap(True)
        return label

    def _add(self, text: str, name: str, answer: Callable[[], object]) -> None:
        button = self._buttons.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
        button.setObjectName(name)
        button.setAutoDefault(True)
        button.setDefault(len(self._buttons.buttons()) == 1)
        button.clicked.connect(lambda checked=False: self._answer(answer))

    def _answer(self, answer: Callable[[], object]) -> None:
        self.accept()
        answer()
