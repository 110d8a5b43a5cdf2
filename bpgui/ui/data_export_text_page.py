"""What the pages have in common that export text: choices in a row, a note, and a preview of the beginning."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from bpgui.ui.bridge import SessionBridge
from bpgui.ui.data_export_page import ExportPage

_LONGEST_PREVIEW = 60_000
_LONGEST_LINE = 1000
_MOST_COPIED = 20_000_000
_GAP = 8


class TextPage(ExportPage):
    """Choices above, and below them what would be saved, or why there is nothing."""

    def __init__(self, bridge: SessionBridge, title: str, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.title = title
        self.bridge = bridge
        self.choices = QVBoxLayout()
        self.choices.setSpacing(_GAP)
        self._preview, self._nothing = QPlainTextEdit(), QLabel()
        self._note = QLabel()
        self._shown = QStackedWidget()
        self._in_order: list[QWidget] = []
        self._labels: dict[QWidget, QLabel] = {}
        self._arrange(name)

    def _arrange(self, name: str) -> None:
        self._preview.setObjectName(f"{name}_preview")
        self._preview.setAccessibleName("Preview")
        self._preview.setReadOnly(True)
        self._preview.setTabChangesFocus(True)
        self._nothing.setObjectName(f"{name}_nothing")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setMargin(24)
        self._note.setObjectName(f"{name}_note")
        self._note.setAccessibleName("Note")
        for label in (self._nothing, self._note):
            label.setWordWrap(True)
        self._shown.addWidget(self._preview)
        self._shown.addWidget(self._nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        layout.addLayout(self.choices)
        layout.addWidget(self._shown, 1)
        layout.addWidget(self._note)

    def add_row(self, *widgets: QWidget | tuple[str, QWidget]) -> None:
        """A row of choices; one with a label is given as its text and the widget."""
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        for given in widgets:
            text, widget = given if isinstance(given, tuple) else ("", given)
            if text:
                label = QLabel(text)
                label.setBuddy(widget)
                self._labels[widget] = label
                row.addWidget(label)
            row.addWidget(widget)
            row.addSpacing(_GAP)
            self._in_order.append(widget)
        row.addStretch(1)
        self.choices.addLayout(row)

    def set_usable(self, choice: QWidget, is_usable: bool) -> None:
        """Let a choice be made, or not, where it has no meaning now; it keeps its place."""
        choice.setEnabled(is_usable)
        if choice in self._labels:
            self._labels[choice].setEnabled(is_usable)

    def show_text(self, chunks: Iterable[str], note: str, is_wrapped: bool = False) -> None:
        """Show the beginning of a text, and a note below it; `is_wrapped`: long lines go on in the next one."""
        text, is_cut = _beginning(chunks)
        if is_cut:
            note = f"The preview shows the beginning. {note}".strip()
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(self.fontInfo().pixelSize())
        self._preview.setFont(font)
        wrap = QPlainTextEdit.LineWrapMode
        self._preview.setLineWrapMode(wrap.WidgetWidth if is_wrapped else wrap.NoWrap)
        if self._preview.toPlainText() != text:
            self._preview.setPlainText(text)
        self._say(note)
        self._shown.setCurrentWidget(self._preview)

    def show_nothing(self, why: str, note: str = "") -> None:
        """Show that there is nothing to export, and why."""
        self._nothing.setText(why)
        self._say(note)
        self._shown.setCurrentWidget(self._nothing)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        for before, after in pairwise([*self._in_order, self._preview]):
            self.setTabOrder(before, after)

    def _say(self, note: str) -> None:
        self._note.setText(note)
        self._note.setVisible(bool(note))


def put_text_on_the_clipboard(chunks: Iterable[str]) -> str:
    """Replace what is on the clipboard; a sentence where it would be too much, and then nothing is."""
    parts, size = [], 0
    for chunk in chunks:
        parts.append(chunk)
        size += len(chunk)
        if size > _MOST_COPIED:
            return "That is too much for the clipboard: save it instead."
    QGuiApplication.clipboard().setText("".join(parts))
    return ""


def _beginning(chunks: Iterable[str]) -> tuple[str, bool]:
    """As much of a text as is looked at, and whether that is not all of it."""
    text = ""
    for chunk in chunks:
        if len(text) > _LONGEST_PREVIEW:
            return _with_short_lines(text[:_LONGEST_PREVIEW].rpartition("\n")[0])[0], True
        text += chunk
    if len(text) > _LONGEST_PREVIEW:
        return _with_short_lines(text[:_LONGEST_PREVIEW].rpartition("\n")[0])[0], True
    return _with_short_lines(text)


def _with_short_lines(text: str) -> tuple[str, bool]:
    lines = text.split("\n")
    is_cut = any(len(line) > _LONGEST_LINE for line in lines)
    return "\n".join(line[:_LONGEST_LINE] + ("…" if len(line) > _LONGEST_LINE else "") for line in lines), is_cut
