"""The check of all gradients in a window of its own, worked out in slices so that nothing stalls meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFont, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bpgui.session.gradient_check import GradientCheckReport, Subject, can_check, check, subject_of
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.gradient_check_table import GradientCheckTable

_SLICE = 0.008
_FINENESS = 1000
_LINES = 9
"""Of remarks: there is room for them before they come, so that nothing jumps."""


def show_gradient_check(parent: QWidget, bridge: SessionBridge) -> GradientCheckDialog | None:
    """Check all gradients of this iteration, in the window that is open for it, or a new one.

    None where the gradients are not all known yet: then there is nothing to check.
    """
    if not can_check(bridge.session):
        return None
    open_already = (each for each in parent.findChildren(GradientCheckDialog) if each.isVisible())
    dialog = next(open_already, None) or GradientCheckDialog(bridge, parent)
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
    return dialog


class GradientCheckDialog(QDialog):
    """Progress, a row for each gradient, and what came of it. It follows the session, so that no number is stale."""

    def __init__(self, bridge: SessionBridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("gradient_check")
        self.setWindowTitle("Check of the gradients")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge = bridge
        self._is_over = False
        self._subject: Subject | None = None
        self._reports: Iterator[GradientCheckReport] | None = None
        self._sentence, self._remarks = QLabel(), QPlainTextEdit()
        self._progress, self._copy = QProgressBar(), QPushButton("&Copy all")
        self._table = GradientCheckTable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)
        self._arrange()
        self.finished.connect(self._end)
        bridge.changed.connect(self._on_changed)
        self._on_changed()

    def _arrange(self) -> None:
        self._sentence.setObjectName("gradient_check_sentence")
        self._sentence.setAccessibleDescription("What came of the check")
        self._sentence.setWordWrap(True)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._remarks.setObjectName("gradient_check_remarks")
        self._remarks.setAccessibleName("How the gradients are checked")
        self._remarks.setReadOnly(True)
        self._remarks.document().setDocumentMargin(0)
        self._remarks.setTabChangesFocus(True)
        self._remarks.setFrameShape(QFrame.Shape.NoFrame)
        self._remarks.viewport().setAutoFillBackground(False)
        self._remarks.setMinimumHeight(round(_LINES * self._remarks.fontMetrics().lineSpacing()))
        bold = QFont()  # of which the weight alone counts: the size is the window's
        bold.setWeight(QFont.Weight.DemiBold)
        self._sentence.setFont(bold)
        self._progress.setObjectName("gradient_check_progress")
        self._progress.setAccessibleName("How far the check has come")
        self._progress.setRange(0, _FINENESS)
        self._progress.setTextVisible(False)
        room = self._progress.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self._progress.setSizePolicy(room)
        self._copy.setObjectName("gradient_check_copy")
        self._copy.setToolTip("Copy the table and the sentences")
        self._copy.setAutoDefault(False)
        self._copy.clicked.connect(self._copy_all)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self._progress, 1)
        foot.addWidget(self._copy)
        foot.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.addWidget(self._sentence)
        layout.addWidget(self._table)
        layout.addSpacing(layout.spacing())
        layout.addWidget(self._remarks, 1)
        layout.addLayout(foot)
        buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()

    def _on_changed(self) -> None:
        if self._is_over:
            return
        if not can_check(self._bridge.session):
            self.close()
        elif subject_of(self._bridge.session) != self._subject:
            self._start()

    def _start(self) -> None:
        self._subject = subject_of(self._bridge.session)
        self._reports = check(self._bridge.session)
        self._timer.start()
        self._show(next(self._reports))

    def _end(self) -> None:
        self._is_over = True
        self._stop()

    def _stop(self) -> None:
        self._timer.stop()
        self._reports = None

    def _go_on(self) -> None:
        report, end = None, perf_counter() + _SLICE
        while self._reports is not None and perf_counter() < end:
            following = next(self._reports, None)
            if following is None:
                self._stop()
            else:
                report = following
        if report is not None:
            self._show(report)

    def _show(self, report: GradientCheckReport) -> None:
        self._progress.setValue(round(report.done * _FINENESS))
        self._progress.setVisible(not report.is_complete)
        self._copy.setEnabled(report.is_complete)
        self._table.show_rows(report.rows)
        self._remarks.setPlainText("\n\n".join(report.remarks))
        if report.sentence != self._sentence.text():
            self._sentence.setText(report.sentence)
            if QAccessible.isActive():
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._sentence, report.sentence))

    def _copy_all(self) -> None:
        said = (self._sentence.text(), self._table.whole_text(), self._remarks.toPlainText())
        QGuiApplication.clipboard().setText("\n\n".join(said))
