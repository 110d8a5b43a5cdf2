"""Asked when pasted numbers don't fit, or have words above or beside them."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from bpgui.session.pasting import Misfit

_WIDTH = 84
"""Characters."""


class _Question(QDialog):
    """A question about what is pasted, with what each answer does."""

    def __init__(self, asked: str, about: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("paste_dialog")
        self.setWindowTitle("Paste")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._buttons = QDialogButtonBox()
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(12)
        self._layout.addWidget(self._label("paste_question", asked, about))
        self.setMinimumWidth(_WIDTH * self.fontMetrics().averageCharWidth())

    def _end_with_cancel(self) -> None:
        cancel = self._buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setObjectName("paste_cancel")
        cancel.setAutoDefault(False)
        self._buttons.rejected.connect(self.reject)
        self._layout.addWidget(self._buttons)

    def _label(self, name: str, text: str, accessible: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText if name == "paste_question" else Qt.TextFormat.RichText)
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


class PasteDialog(_Question):
    """Says what doesn't fit and what each answer does. `enlarge` and `take_part` are called by the answers."""

    def __init__(
        self, misfit: Misfit, enlarge: Callable[[], object], take_part: Callable[[], object], parent: QWidget
    ) -> None:
        super().__init__(misfit.question, "What doesn't fit", parent)
        if misfit.larger is not None:
            does = f"<b>{escape(misfit.enlarge)}</b> {escape(misfit.enlarging)}"
            self._layout.addWidget(self._label("paste_enlarging", does, "What enlarging does"))
            self._add("&" + misfit.enlarge, "paste_enlarge", enlarge)
        takes = f"<b>Paste what fits</b> {escape(misfit.taking_what_fits)}"
        self._layout.addWidget(self._label("paste_taking_part", takes, "What pasting a part does"))
        self._add("&Paste what fits", "paste_part", take_part)
        self._end_with_cancel()


class PasteNamesDialog(_Question):
    """Asks what to do with words above or beside the numbers. `named`: what they could be the names of, or ""."""

    def __init__(
        self, asked: str, named: str, take: Callable[[], object], leave: Callable[[], object], parent: QWidget
    ) -> None:
        super().__init__(asked, "Words besides the numbers", parent)
        if named:
            does = f"<b>Take them as names</b> pastes the numbers, and names {escape(named)}."
            self._layout.addWidget(self._label("paste_naming", does, "What taking names does"))
            self._add("&Take them as names", "paste_take_names", take)
        leaves = "<b>Leave the words out</b> pastes the numbers alone."
        self._layout.addWidget(self._label("paste_leaving_words", leaves, "What leaving the words out does"))
        self._add("&Leave the words out", "paste_leave_words", leave)
        self._end_with_cancel()
