"""Compare rates…: several learning rates from the same start, each with a curve that is kept."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bpgui.core.numbers import NumberError
from bpgui.session.kept_curves import MOST_KEPT
from bpgui.session.rates import (
    Outlook,
    as_typed,
    iterations_to_compare,
    outlook,
    parse_rates,
    rate_marks,
    suggested_rates,
    too_many,
    typed_rates,
)
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.refusal import Refusal, ok_and_cancel

_MEANT = (
    "The excess loss is L − L*: how far L is above the lowest loss that training can reach from here. "
    f"At most {MOST_KEPT} curves can be kept."
)
_WIDTH = 92
"""Characters."""
_ROWS = 7
_STYLE = """
QHeaderView { background: transparent; }
QHeaderView::section {
    background: transparent; color: palette(dark); border: none; border-bottom: 1px solid palette(mid);
    padding: 2px 3px;
}
"""


def show_compare(parent: QWidget, bridge: SessionBridge) -> CompareDialog:
    """Open the dialog; what was typed in it stays until it has been compared, or the data are others."""
    dialog = parent.findChild(CompareDialog) or CompareDialog(bridge, parent)
    dialog.begin()
    dialog.open()
    return dialog


class CompareDialog(QDialog):
    """A line of learning rates, and what comes of each of them."""

    def __init__(self, bridge: SessionBridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("compare_dialog")
        self.setWindowTitle("Compare rates")
        self._bridge = bridge
        self._suggested_for: object = None
        self._outlooks: dict[Fraction, Outlook] = {}
        self._field, self._refusal, self._table = QLineEdit(), Refusal("compare_refusal", 1), OutlookTable()
        self._arrange()
        self._field.textEdited.connect(self._on_edited)

    def _arrange(self) -> None:
        self._field.setObjectName("compare_rates_field")
        self._field.setAccessibleName("Learning rates")
        self._field.setToolTip("Numbers such as 0.05, 1e-3 or 1/20, with spaces or semicolons between them")
        label = QLabel("Keep the loss curves from this start at the &learning rates")
        label.setBuddy(self._field)
        meant = QLabel(_MEANT)
        meant.setWordWrap(True)
        buttons = ok_and_cancel("&Compare", "compare")
        buttons.accepted.connect(self._compare)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (label, self._field, self._refusal, self._table, meant, buttons):
            layout.addWidget(widget)
        layout.setStretchFactor(self._table, 1)

    def begin(self) -> None:
        """Be ready to be asked again."""
        session = self._bridge.session
        screen = self.screen().availableGeometry()
        self.setMinimumWidth(min(_WIDTH * self.fontMetrics().averageCharWidth(), screen.width()))
        self._outlooks.clear()
        data = (rate_marks(session), session.document.learning_rate)
        if data != self._suggested_for or not self._field.text().strip():
            self._suggested_for = data
            self._field.setText(as_typed(suggested_rates(session)))
        self._on_edited()
        self._field.setFocus()
        self._field.selectAll()

    def _on_edited(self) -> None:
        self._refusal.say("")
        rows = []
        for text, rate, refusal in typed_rates(self._field.text()):
            told = Outlook("", refusal) if rate is None else self._outlook(rate)
            rows.append((text, *told))
        self._table.show_rows(rows)

    def _outlook(self, rate: Fraction) -> Outlook:
        if rate not in self._outlooks:
            self._outlooks[rate] = outlook(self._bridge.session, rate)
        return self._outlooks[rate]

    def _compare(self) -> None:
        session = self._bridge.session
        try:
            rates = parse_rates(self._field.text())
        except NumberError as error:
            self._refusal.say(str(error), self._field)
            return
        if refusal := too_many(session, rates):
            self._refusal.say(refusal, self._field)
            return
        seen = iterations_to_compare(session, rates)
        self._suggested_for = None
        self.accept()
        self._bridge.do(lambda session: session.compare(rates, seen))


class OutlookTable(QTableWidget):
    """A row for each learning rate: as typed, where it lies, and what comes of it. Texts only."""

    def __init__(self) -> None:
        super().__init__(0, 3)
        self.setObjectName("compare_table")
        self.setAccessibleName("What comes of each learning rate")
        self.setHorizontalHeaderLabels(["η", "", "from this start"])
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setStyleSheet(_STYLE)
        self._take_room()

    def show_rows(self, rows: list[tuple[str, str, str]]) -> None:
        """Show other texts."""
        self.setRowCount(len(rows))
        for number, texts in enumerate(rows):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.setItem(number, column, item)
        self._take_room()

    def sizeHint(self) -> QSize:
        """Room for as many as are proposed, so that nothing jumps while they are typed."""
        rows = self.verticalHeader().defaultSectionSize() * _ROWS
        return QSize(super().sizeHint().width(), self.horizontalHeader().sizeHint().height() + rows)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._take_room()

    def _take_room(self) -> None:
        of_text = self.fontMetrics()
        self.verticalHeader().setDefaultSectionSize(round(1.6 * of_text.lineSpacing()))
        margin = 2 * of_text.horizontalAdvance("  ") + 12
        for column, least in ((0, "0.0123456"), (1, "within the bound")):
            texts = [str(self.model().index(row, column).data() or "") for row in range(self.rowCount())]
            widest = max(of_text.horizontalAdvance(text) for text in [*texts, least])
            self.setColumnWidth(column, min(widest, of_text.horizontalAdvance("0" * 24)) + margin)
        self.updateGeometry()
