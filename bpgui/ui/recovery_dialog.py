"""After a crash: what was not saved then, to be recovered, thrown away, or left for later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QDir, QLocale, QObject, QRunnable, Qt, QThreadPool, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from bpgui.core.numbers import grouped
from bpgui.session.line_edits import LINES_ALONG
from bpgui.session.saved import Saved
from bpgui.session.session_file import SessionFileError
from bpgui.ui import documents_questions as questions
from bpgui.ui.document_file import UNTITLED
from bpgui.ui.documents_questions import Choice, Role
from bpgui.ui.recovery import Left
from bpgui.ui.refusal import Refusal

Take = Callable[[Left, Saved], object]
"""Has what was recovered in a window."""

_SENTENCE = (
    "bpgui did not end as it should last time. What follows was not saved then, and can be recovered: "
    "all but the last few seconds of it."
)
_WIDTH = 74
"""Characters."""
_MOST_SEEN = 4


class RecoveryDialog(QDialog):
    """A row for each window that was not closed. What is neither recovered nor thrown away is offered again."""

    def __init__(self, found: Sequence[Left], take: Take, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("recovery_dialog")
        self.setWindowTitle("Recover unsaved work")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._take = take
        self._pool = QThreadPool(self)
        self._reports = _Reports(self)
        self._reports.ended.connect(self._on_read)
        self.rows = [_Row(left, number) for number, left in enumerate(found, 1)]
        self._refusal = Refusal("recovery_refusal", 1)
        self._arrange()
        self.rows[0].recover.setDefault(True)
        self.rows[0].recover.setFocus()

    def _arrange(self) -> None:
        told = QLabel(_SENTENCE)
        told.setObjectName("recovery_told")
        told.setWordWrap(True)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        for row in self.rows:
            column.addWidget(row)
            row.recover.clicked.connect(lambda checked=False, row=row: self._recover(row))
            row.discard.clicked.connect(lambda checked=False, row=row: self._ask_to_discard(row))
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(inner)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        later = QPushButton("&Later")
        later.setObjectName("recovery_later")
        later.setToolTip("Leave all of it where it is; it is offered again when bpgui starts")
        later.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self._refusal, 1)
        foot.addWidget(later)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addWidget(told)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(foot)
        self.setMinimumWidth(_WIDTH * self.fontMetrics().averageCharWidth())
        seen = self.rows[:_MOST_SEEN]
        self._scroll.setMinimumHeight(sum(row.sizeHint().height() + column.spacing() for row in seen))

    def _recover(self, row: _Row) -> None:
        self._refusal.say("")
        for each in self.rows:
            each.setEnabled(False)
        row.tell("Reading…")
        self._pool.start(_Reading(row, self._reports))

    def _on_read(self, row: _Row, saved: object, error: object) -> None:
        if row not in self.rows:  # the dialog was left meanwhile
            return
        for each in self.rows:
            each.setEnabled(True)
        if isinstance(saved, Saved):
            self._remove(row)
            self._take(row.left, saved)
            return
        row.tell("")
        row.recover.setFocus()
        if isinstance(error, SessionFileError | MemoryError):
            why = str(error) or "there is not enough memory."
            self._refusal.say(f"This can't be recovered: {why}")
        elif isinstance(error, Exception):
            self._refusal.say("This can't be recovered: something went wrong in bpgui.")
            raise error

    def _ask_to_discard(self, row: _Row) -> None:
        choices = [
            Choice("discard", "&Discard", Role.DestructiveRole, lambda: self._discard(row)),
            Choice(questions.CANCEL, "Cancel", Role.RejectRole),
        ]
        more = "It is in no file, and can't be brought back."
        sentence = f"Throw “{row.name}” away as it was then?"
        questions.ask(self, "before_discarding", sentence, more, choices, loses=True)

    def _discard(self, row: _Row) -> None:
        row.left.discard()
        self._remove(row)

    def _remove(self, row: _Row) -> None:
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
        if self.rows:
            self.rows[0].recover.setFocus()
        else:
            self.accept()

    def done(self, result: int) -> None:
        """What is still here is left for later."""
        self._pool.waitForDone()
        for row in self.rows:
            row.left.leave()
        self.rows.clear()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.reject()
        super().closeEvent(event)


class _Row(QFrame):
    """What one window has left: its name, and what is known of it; two buttons."""

    def __init__(self, left: Left, number: int) -> None:
        super().__init__()
        self.left = left
        self.setObjectName(f"recovery_row_{number}")
        self.name = left.summary.name or UNTITLED
        self._details = "\n".join(details(left))
        title = QLabel(self.name)
        title.setObjectName(f"recovery_name_{number}")
        title.setTextFormat(Qt.TextFormat.PlainText)
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        self._told = QLabel(self._details)
        self._told.setObjectName(f"recovery_details_{number}")
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        for label in (title, self._told):
            label.setWordWrap(True)
        self.recover = QPushButton("&Recover")
        self.recover.setObjectName(f"recover_{number}")
        self.recover.setAccessibleName(f"Recover {self.name}")
        self.recover.setToolTip("Open it in a window, unsaved")
        self.discard = QPushButton("&Discard…")
        self.discard.setObjectName(f"discard_{number}")
        self.discard.setAccessibleName(f"Discard {self.name}")
        self.discard.setToolTip("Throw it away")
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(title)
        texts.addWidget(self._told)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.addLayout(texts, 1)
        for button in (self.recover, self.discard):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def tell(self, text: str) -> None:
        """Tell something else than what is known of it; nothing brings that back."""
        self._told.setText(text or self._details)


class _Reports(QObject):
    ended = Signal(object, object, object)


class _Reading(QRunnable):
    """Reads what was left on another thread: there may be much of it."""

    def __init__(self, row: _Row, reports: _Reports) -> None:
        super().__init__()
        self._row, self._left, self._reports = row, row.left, reports

    def run(self) -> None:
        saved, error = None, None
        try:
            saved = self._left.read()
        except Exception as caught:
            error = caught
        self._reports.ended.emit(self._row, saved, error)


def details(left: Left) -> list[str]:
    """What is known of what one window has left, in up to three lines."""
    summary = left.summary
    size = ", ".join(
        f"{grouped(count)} {words[0] if count == 1 else words[1]}"
        for count, words in zip(summary.shape, LINES_ALONG.values(), strict=True)
    )
    lines = [f"{size}; changed {when(datetime.fromtimestamp(summary.written_at), datetime.now())}"]
    if left.path is not None:
        lines.append(f"belongs to {QDir.toNativeSeparators(str(left.path))}")
    if left.file_saved_at is not None:
        saved = when(datetime.fromtimestamp(left.file_saved_at), datetime.now())
        lines.append(f"the file was saved after this, {saved}")
    return lines


def when(moment: datetime, now: datetime) -> str:
    """A moment as a person tells it: today at 14:05, yesterday at 9:30, on 3 May 2026 at 14:05."""
    clock = f"at {moment.hour}:{moment.minute:02}"
    if moment.date() == now.date():
        return f"today {clock}"
    if moment.date() == (now - timedelta(days=1)).date():
        return f"yesterday {clock}"
    month = QLocale.c().monthName(moment.month)  # Python's would be in the language of the system
    return f"on {moment.day} {month} {moment.year} {clock}"
