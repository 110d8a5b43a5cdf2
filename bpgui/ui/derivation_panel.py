"""The derivation of the selected entry: its terms in symbols and in numbers, with the sum so far.

A plain list for now; the typeset derivation takes its place.
"""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from bpgui.core.notation import cell_symbol
from bpgui.session.derivation import Derivation, LeftOut, TermLine, TermState, derive
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.fonts import TEXT_PIXELS, text_font
from bpgui.ui.term_delegate import TEXT_MARGIN, TermDelegate
from bpgui.ui.theme import Theme, blend

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_SUM_COLUMN = 3
_HEADINGS = ("", "term", "numbers", "sum so far")


class DerivationModel(QAbstractTableModel):
    """The lines of a derivation as rows."""

    def __init__(self, bridge: SessionBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.theme: Theme | None = None
        self.bold_font = QFont()
        self.derivation: Derivation | None = derive(bridge.screen)
        self._pointed_term: int | None = None
        bridge.changed.connect(self._on_changed)

    def line(self, row: int) -> TermLine | LeftOut | None:
        """The line of a row."""
        lines = self.derivation.lines if self.derivation else ()
        return lines[row] if 0 <= row < len(lines) else None

    def row_of_term(self, number: int) -> int | None:
        """The row of a term, by its number from 1."""
        lines = self.derivation.lines if self.derivation else ()
        return next((r for r, line in enumerate(lines) if isinstance(line, TermLine) and line.number == number), None)

    def texts(self) -> list[list[str]]:
        """What stands in each column, its heading too."""
        lines = self.derivation.lines if self.derivation else ()
        return [[heading, *(_text(line, column) for line in lines)] for column, heading in enumerate(_HEADINGS)]

    def text_at_work(self, column: int) -> str:
        """What stands in the row of the current term, or nothing."""
        lines = self.derivation.lines if self.derivation else ()
        current = (line for line in lines if isinstance(line, TermLine) and line.state is TermState.current)
        return next((_text(line, column) for line in current), "")

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() or self.derivation is None else len(self.derivation.lines)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADINGS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row())
        if line is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _text(line, index.column())
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(line)
            case Qt.ItemDataRole.ForegroundRole if self.theme and (
                isinstance(line, LeftOut) or line.state is TermState.to_come
            ):
                return QColor(self.theme.text_pale)
            case Qt.ItemDataRole.FontRole if isinstance(line, TermLine) and line.state is TermState.current:
                return self.bold_font
            case Qt.ItemDataRole.BackgroundRole if isinstance(line, TermLine) and self.theme:
                return self._ground(line)
        return None

    def _ground(self, line: TermLine) -> QColor | None:
        theme = self.theme
        assert theme is not None
        if line.number - 1 == self._bridge.session.pointed_term:
            return blend(QColor(theme.card), QColor(theme.accent), 0.28)
        if line.state is TermState.current:
            return blend(QColor(theme.card), QColor(theme.accent), 0.14)
        return None

    def _on_changed(self) -> None:
        derivation, before = derive(self._bridge.screen), self.derivation
        if derivation is None or before is None or len(derivation.lines) != len(before.lines):
            self.beginResetModel()
            self.derivation = derivation
            self.endResetModel()
        elif derivation != before or self._pointed_term != self._bridge.session.pointed_term:
            self.derivation = derivation
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(_HEADINGS) - 1))
        self._pointed_term = self._bridge.session.pointed_term


class TermList(QTableView):
    """The terms, one a row. Pointing at one, or moving to it by keyboard, marks its cells in the matrices."""

    term_pointed_at = Signal(object)
    """The number of the term from 0, or None."""

    def __init__(self, model: DerivationModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("derivation")
        self.setAccessibleName("Terms of the selected entry")
        self._model = model
        self.setModel(model)
        self.setItemDelegate(TermDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.entered.connect(lambda index: self._point_at(index.row()))
        self.viewportEntered.connect(lambda: self._point_at(-1))

    def fit_columns(self) -> None:
        """Make each column as wide as its texts: Qt's own way asks the style sheet for every cell, at 5 ms a step."""
        plain, bold = QFontMetricsF(self.font()), QFontMetricsF(self._model.bold_font)
        header = self.horizontalHeader()
        for column, texts in enumerate(self._model.texts()):
            widest = max(plain.horizontalAdvance(text) for text in texts)
            widest = max(widest, bold.horizontalAdvance(self._model.text_at_work(column)))
            if column < len(_HEADINGS) - 1:
                header.resizeSection(column, math.ceil(widest) + 2 * TEXT_MARGIN)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if self.hasFocus():
            self._point_at(current.row())

    def leaveEvent(self, event: Any) -> None:
        super().leaveEvent(event)
        self._point_at(-1)

    def _point_at(self, row: int) -> None:
        line = self._model.line(row)
        self.term_pointed_at.emit(line.number - 1 if isinstance(line, TermLine) else None)


class DerivationPanel(QFrame):
    """The derivation with its heading, formula and result."""

    def __init__(self, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("derivation_panel")
        self._bridge = bridge
        self._heading, self._formula, self._result = QLabel(), QLabel(), QLabel()
        self._heading.setObjectName("card_heading")
        self._result.setObjectName("derivation_result")
        self._formula.setObjectName("derivation_formula")
        for label in (self._formula, self._result):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._model = DerivationModel(bridge, self)
        self.terms = TermList(self._model, self)
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self._heading)
        self._layout.addWidget(self._formula)
        self._layout.addWidget(self.terms, 1)
        self._layout.addWidget(self._result)
        self._layout.addStretch()
        self.terms.term_pointed_at.connect(self._on_term_pointed_at)
        bridge.changed.connect(self.refresh)
        self.setMinimumSize(200, 110)
        self.refresh()

    def set_looks(self, theme: Theme, scale: float) -> None:
        """Take other colours, and another scale."""
        self._model.theme = theme
        margin = round(9 * scale)
        self._layout.setContentsMargins(margin, round(6 * scale), margin, round(6 * scale))
        self._layout.setSpacing(round(4 * scale))
        self._heading.setFont(_heading_font(scale))
        self._formula.setFont(text_font(TEXT_PIXELS * scale))
        self._result.setFont(text_font(TEXT_PIXELS * scale * 1.08, QFont.Weight.DemiBold))
        self.terms.setFont(text_font(TEXT_PIXELS * scale * 0.94))
        self._model.bold_font = text_font(TEXT_PIXELS * scale * 0.94, QFont.Weight.DemiBold)
        self.terms.verticalHeader().setDefaultSectionSize(round(21 * scale))
        self.refresh()

    def refresh(self) -> None:
        """Show the derivation of what is selected now."""
        screen, derivation = self._bridge.screen, self._model.derivation
        selection = screen.selection
        name = "" if selection is None else f"  {cell_symbol(selection)}"
        self._heading.setText(f"DERIVATION{name}")
        self.terms.setVisible(derivation is not None)
        if derivation is None:
            self._result.setText("")
            self._formula.setText(_about_what_has_no_terms(selection is not None))
            return
        self._formula.setText(derivation.formula)
        self.terms.setColumnHidden(_SUM_COLUMN, derivation.terms == 1)
        self._result.setText(_result(derivation))
        self.terms.fit_columns()
        self._show_the_row_at_work(derivation)

    def _show_the_row_at_work(self, derivation: Derivation) -> None:
        session = self._bridge.session
        number = (session.pointed_term + 1) if session.pointed_term is not None else derivation.terms_added
        row = self._model.row_of_term(max(number, 1))
        if row is not None:
            self.terms.scrollTo(self._model.index(row, 0))

    def _on_term_pointed_at(self, term: int | None) -> None:
        if term != self._bridge.session.pointed_term:
            self._bridge.do(lambda session: session.point_at(term))


def _about_what_has_no_terms(is_input: bool) -> str:
    if is_input:
        return "This number is given: it is made of nothing else. The entries that it goes into are outlined with dots."
    return "Select any number to see what it is made of."


def _result(derivation: Derivation) -> str:
    name = cell_symbol(derivation.entry)
    if derivation.result is not None:
        value = derivation.result
        return f"{name} {value.text}" if "<" in value.text else f"{name} {value.equals} {value.text}"
    if derivation.sum_so_far is not None:
        return f"so far {derivation.sum_so_far.equals} {derivation.sum_so_far.text}"
    return f"{name} is not computed yet"


def _text(line: TermLine | LeftOut, column: int) -> str:
    if isinstance(line, LeftOut):
        return ("", f"… {line.count} more …", "", "")[column]
    match column:
        case 0:
            return str(line.number)
        case 1:
            return line.symbols
        case 2 if line.value is not None:
            if line.numbers == line.value.text:
                return line.numbers
            return f"{line.numbers} {line.value.equals} {line.value.text}"
        case 3 if line.sum_so_far is not None:
            return f"{'≈ ' if line.sum_so_far.rounded else ''}{line.sum_so_far.text}"
    return ""


def _spoken(line: TermLine | LeftOut) -> str:
    if isinstance(line, LeftOut):
        return f"{line.count} more terms"
    value = "not added yet" if line.value is None else f"{_text(line, 2)}, sum so far {_text(line, 3)}"
    return f"term {line.number}, {line.symbols}, {value}"


def _heading_font(scale: float) -> QFont:
    font = text_font(10 * scale, QFont.Weight.DemiBold)
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 106)
    return font
