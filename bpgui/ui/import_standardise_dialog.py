"""Standardise x…: mean and deviation of each feature, told before anything is changed, and after."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bpgui.core.inputs import InputMatrix
from bpgui.core.numbers import grouped
from bpgui.session.document import Document
from bpgui.session.import_standardise import (
    FORMULA,
    constant_features,
    measure_text,
    standardise,
    standardise_x,
    take_standardising_back,
)
from bpgui.session.origin import Standardised
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.import_worker import ImportWorker
from bpgui.ui.refusal import ok_and_cancel, room_of

_MOST_SHOWN = 1000
_HEADINGS = ("feature", "mean", "deviation")
_WIDTH, _LINES, _ROWS = 62, 3, 8
_MEANT = "The deviation is the root of the mean of the squared differences from the mean."
_STYLE = """
QTableWidget { background: palette(base); border: 1px solid palette(mid); border-radius: 5px; }
QTableWidget:focus { border: 2px solid palette(highlight); }
QHeaderView { background: transparent; }
QHeaderView::section {
    background: transparent; color: palette(dark); border: none; border-bottom: 1px solid palette(mid);
    padding: 2px 8px;
}
QTableWidget::item { padding: 0 8px; }
"""


def show_standardise(parent: QWidget, bridge: SessionBridge) -> StandardiseDialog:
    """Open the dialog for x as it is now."""
    dialog = StandardiseDialog(bridge, parent)
    dialog.open()
    return dialog


class StandardiseDialog(QDialog):
    """Where x is standardised already, it tells how, and offers to take it back."""

    def __init__(self, bridge: SessionBridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("standardise_dialog")
        self.setWindowTitle("Standardise x")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge = bridge
        self._document = bridge.session.document
        self._made: tuple[InputMatrix, Standardised] | None = None
        self._is_done = self._document.standardised is not None
        self._sentence, self._table = QLabel(), _table()
        self._buttons = ok_and_cancel("Take &back" if self._is_done else "&Standardise", "standardise")
        self._worker = ImportWorker(self)
        self._worker.done.connect(self._on_made)
        self.finished.connect(self._worker.cancel)
        self._arrange()
        if self._document.standardised is not None:
            self._show(self._document.standardised, f"x is standardised: {FORMULA}, feature by feature.")
        else:
            x = self._document.x
            self._do_it.setEnabled(False)
            self._sentence.setText("Working out means and deviations…")
            self._worker.start(lambda progress, begun: standardise(x, progress))

    def _arrange(self) -> None:
        self._sentence.setObjectName("standardise_sentence")
        self._sentence.setAccessibleName("What standardising does")
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._buttons.accepted.connect(self._go)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self._sentence)
        layout.addWidget(self._table, 1)
        layout.addWidget(self._buttons)
        width = _WIDTH * self.fontMetrics().averageCharWidth()
        self.setMinimumWidth(width)
        self._sentence.setMinimumHeight(room_of(_LINES, self._sentence))
        row = self._table.verticalHeader().defaultSectionSize()
        self._table.setMinimumHeight(row * min(self._document.shape.D + 2, _ROWS))

    @property
    def _do_it(self) -> QPushButton:
        button = self.findChild(QPushButton, "standardise_go")
        assert isinstance(button, QPushButton)
        return button

    def _on_made(self, made: object) -> None:
        assert isinstance(made, tuple)
        self._made = made
        self._do_it.setEnabled(True)
        self._show(made[1], f"Each value of x becomes {FORMULA}. It can be taken back.")
        self._do_it.setFocus()

    def _show(self, how: Standardised, sentence: str) -> None:
        constant = constant_features(how.deviations, self._document.names.features)
        self._sentence.setText(f"{sentence}{constant} {_MEANT}")
        shown = min(len(how.means), _MOST_SHOWN)
        self._table.setRowCount(shown + (shown < len(how.means)))
        for feature in range(shown):
            for column, text in enumerate(_texts(self._document, how, feature)):
                item = QTableWidgetItem(text)
                item.setTextAlignment(_alignment(column))
                self._table.setItem(feature, column, item)
        if shown < len(how.means):
            self._table.setItem(shown, 0, QTableWidgetItem(f"… and {grouped(len(how.means) - shown)} more"))

    def _go(self) -> None:
        made = self._made if self._bridge.session.document.x is self._document.x else None
        self.accept()
        if self._is_done:
            self._bridge.do(take_standardising_back)
        else:
            self._bridge.do(lambda session: standardise_x(session, made))


def _texts(document: Document, how: Standardised, feature: int) -> tuple[str, str, str]:
    name = document.names.called("j", feature)
    deviation = "constant" if how.deviations[feature] == 0 else measure_text(how.deviations[feature])
    return name, measure_text(how.means[feature]), deviation


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _table() -> QTableWidget:
    table = QTableWidget(0, len(_HEADINGS))
    table.setObjectName("standardise_table")
    table.setAccessibleName("Mean and deviation of each feature")
    table.verticalHeader().hide()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    for column, heading in enumerate(_HEADINGS):
        item = QTableWidgetItem(heading)
        item.setTextAlignment(_alignment(column))
        table.setHorizontalHeaderItem(column, item)
    table.setStyleSheet(_STYLE)
    return table
