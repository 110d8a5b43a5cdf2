"""Export…: what is to leave the program on the left, its choices and a preview on the right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
)

from bpgui.ui.bridge import SessionBridge
from bpgui.ui.data_export_code import CodeKind, CodePage
from bpgui.ui.data_export_curve import CurvePage
from bpgui.ui.data_export_matrices import MatricesPage
from bpgui.ui.data_export_page import ExportPage
from bpgui.ui.export_parts import Outcome, export_button, waiting
from bpgui.ui.picture_export_page import PictureExportPage

if TYPE_CHECKING:
    from bpgui.ui.main_window import MainWindow

_MOST = QSize(1120, 780)
_OF_WINDOW = 0.9
_STYLE = """
QListWidget { border: 2px solid transparent; outline: none; }
QListWidget:focus { border: 2px solid palette(highlight); }
QListWidget::item { padding: 5px 8px; }
QListWidget::item:selected { background: palette(highlight); color: palette(highlighted-text); }
QPlainTextEdit { border: 2px solid palette(mid); }
QPlainTextEdit:focus { border: 2px solid palette(highlight); }
QComboBox:disabled, QLineEdit:disabled, QLabel:disabled { color: palette(placeholder-text); }
"""


def show_data_export(window: MainWindow, bridge: SessionBridge) -> DataExportDialog:
    """Open the dialog, or bring the one that is open to the front."""
    open_already = (each for each in window.findChildren(DataExportDialog) if each.isVisible())
    dialog = next(open_already, None) or DataExportDialog(window, bridge)
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
    return dialog


class DataExportDialog(QDialog):
    """The pages, Copy and Save, and what came of it. It follows the session."""

    def __init__(self, window: MainWindow, bridge: SessionBridge) -> None:
        super().__init__(window)
        self.setObjectName("data_export")
        self.setStyleSheet(_STYLE)
        self.setWindowTitle("Export")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge = bridge
        self.pages: list[ExportPage] = [
            MatricesPage(bridge),
            CurvePage(bridge, lambda: window.loss_panel.is_log_iterations),
            *(CodePage(bridge, kind) for kind in CodeKind),
            PictureExportPage(bridge, window),
        ]
        self._list, self._stack = QListWidget(), QStackedWidget()
        self._outcome = Outcome("data_export_sentence")
        self._copy, self._save = export_button("&Copy", "data_export_copy"), export_button("&Save…", "data_export_save")
        self._close = export_button("Clos&e", "data_export_close")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._refresh)
        self._fill()
        self._arrange()
        self._connect()
        self.resize(_MOST.boundedTo(window.size() * _OF_WINDOW))
        self._list.setCurrentRow(0)
        self._list.setFocus()

    @property
    def page(self) -> ExportPage:
        """The page on show."""
        return self.pages[max(self._list.currentRow(), 0)]

    def _fill(self) -> None:
        self._list.setObjectName("data_export_pages")
        self._list.setAccessibleName("What to export")
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for page in self.pages:
            self._list.addItem(QListWidgetItem(page.title))
            self._stack.addWidget(page.widget)

    def _arrange(self) -> None:
        self.ensurePolished()
        above, below = QHBoxLayout(), QHBoxLayout()
        above.setSpacing(12)
        above.addWidget(self._list)
        above.addWidget(self._stack, 1)
        below.addWidget(self._outcome, 1)
        for button in (self._copy, self._save, self._close):
            below.addWidget(button)
        self._save.setDefault(True)
        layout = QVBoxLayout(self)
        layout.addLayout(above, 1)
        layout.addLayout(below)
        self._list.setFixedWidth(self._list.sizeHintForColumn(0) + 2 * self._list.frameWidth() + 8)

    def _connect(self) -> None:
        self._list.currentRowChanged.connect(self._turn_to)
        self._copy.clicked.connect(self._copy_it)
        self._save.clicked.connect(self._ask_where)
        self._close.clicked.connect(self.reject)
        for page in self.pages:
            page.changed.connect(self._on_chosen)
        for key, by in ((QKeySequence.StandardKey.NextChild, 1), (QKeySequence.StandardKey.PreviousChild, -1)):
            QShortcut(QKeySequence(key), self).activated.connect(lambda by=by: self._turn_by(by))
        self._bridge.changed.connect(self._timer.start)
        self.finished.connect(lambda: self._bridge.changed.disconnect(self._timer.start))

    # --- showing it

    def _turn_by(self, pages: int) -> None:
        self._list.setCurrentRow((self._list.currentRow() + pages) % len(self.pages))

    def _turn_to(self, row: int) -> None:
        self._stack.setCurrentIndex(row)
        self._outcome.say("")
        self._refresh()

    def _on_chosen(self) -> None:
        self._outcome.say("")
        self._show_what_can_be_done()

    def _refresh(self) -> None:
        with waiting():
            self.page.refresh()
        self._show_what_can_be_done()

    def _show_what_can_be_done(self) -> None:
        for button, refused in ((self._save, self.page.why_not_saved), (self._copy, self.page.why_not_copied)):
            button.setEnabled(not refused)
            button.setToolTip(refused)

    # --- doing it

    def _copy_it(self) -> None:
        self._do(self.page.copy)

    def _ask_where(self) -> None:
        page = self.page
        dialog = QFileDialog(self, f"Save: {page.title}")
        dialog.setObjectName("data_export_where")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        suffixes = {f"{suffix.title} (*.{suffix.ending})": suffix.ending for suffix in page.suffixes}
        dialog.setNameFilters([*suffixes, "All files (*)"])
        dialog.setDefaultSuffix(page.suffixes[0].ending)
        dialog.filterSelected.connect(lambda name: dialog.setDefaultSuffix(suffixes.get(name, "")))
        dialog.selectFile(page.proposed_name)
        dialog.fileSelected.connect(lambda chosen: self._do(lambda: page.save(Path(chosen))))
        dialog.open()

    def _do(self, what: Callable[[], str]) -> None:
        self._outcome.say("")
        with waiting():
            sentence = what()
        self._outcome.say(sentence)
