"""The list of the terms of the selected entry."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from bpgui.session.derivation import TermLine
from bpgui.ui.term_delegate import TEXT_MARGIN, TermDelegate
from bpgui.ui.term_model import HEADINGS, NUMBER_COLUMN, NUMBERS_COLUMN, SUM_COLUMN, TERM_COLUMN, DerivationModel

Index = QModelIndex | QPersistentModelIndex
_WIDEST_NUMBER, _WIDEST_SUM, _HEADING_OF_SUM = "150", "≈ −1.03e−3", HEADINGS[SUM_COLUMN]
_SHARE_OF_SYMBOLS = 0.42
_MOST_FIGURES = 52


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
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(8)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.entered.connect(lambda index: self._point_at(index.row()))
        self.viewportEntered.connect(lambda: self._point_at(-1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_the_width()

    def share_the_width(self) -> None:
        """Give each column its width, which doesn't depend on what stands in it, so that nothing jumps."""
        of_text, header = QFontMetricsF(self.font()), self.horizontalHeader()
        of_heading = QFontMetricsF(header.font())
        number = math.ceil(of_text.horizontalAdvance(_WIDEST_NUMBER)) + 2 * TEXT_MARGIN
        total = (
            math.ceil(max(of_heading.horizontalAdvance(_HEADING_OF_SUM), of_text.horizontalAdvance(_WIDEST_SUM)))
            + 2 * TEXT_MARGIN
        )
        bar = self.verticalScrollBar().sizeHint().width()
        rest = self.width() - bar - number - (0 if self.isColumnHidden(SUM_COLUMN) else total)
        rest = min(max(rest, 60), round(of_text.horizontalAdvance("0") * _MOST_FIGURES))
        header.resizeSection(NUMBER_COLUMN, number)
        header.resizeSection(TERM_COLUMN, round(_SHARE_OF_SYMBOLS * rest))
        header.resizeSection(NUMBERS_COLUMN, rest - round(_SHARE_OF_SYMBOLS * rest))
        header.resizeSection(SUM_COLUMN, total)

    def show_sums(self, shown: bool) -> None:
        """Whether the column of sums is shown: a single term needs none."""
        if self.isColumnHidden(SUM_COLUMN) is shown:
            self.setColumnHidden(SUM_COLUMN, not shown)
            self.share_the_width()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if self.hasFocus():
            self._point_at(current.row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point_at(-1)

    def _point_at(self, row: int) -> None:
        line = self._model.line(row)
        self.term_pointed_at.emit(line.number - 1 if isinstance(line, TermLine) else None)
