"""The results of a check as a table: a row for each gradient."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem

from bpgui.core.notation import in_words, symbol
from bpgui.session.gradient_check import CheckedGradient

HEADINGS = ("gradient", "entries", "largest difference,\nin floats", "at", "largest difference,\nin fractions")
_LEAST = ("gradient", "000\u2009000\u2009000", "largest difference,", "∂L/∂w₁₂₃₄₅,₁₂₃₄₅", "largest difference,")
_WHERE = 3
_MARGIN, _MARGIN_OF_QT = 12, 3
_STYLE = f"""
QTableWidget::item {{ padding: 0 {_MARGIN}px; }}
QHeaderView {{ background: transparent; }}
QHeaderView::section {{
    background: transparent; color: palette(dark); border: none; border-bottom: 1px solid palette(mid);
    padding: 2px {_MARGIN + _MARGIN_OF_QT}px;
}}
"""


class GradientCheckTable(QTableWidget):
    """Texts only, which can be selected and copied; its columns don't move when numbers come."""

    def __init__(self) -> None:
        super().__init__(0, len(HEADINGS))
        self.setObjectName("gradient_check_table")
        self.setAccessibleName("Check of each gradient")
        for column, heading in enumerate(HEADINGS):
            item = QTableWidgetItem(heading)
            item.setTextAlignment(_alignment(column))
            self.setHorizontalHeaderItem(column, item)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setMinimumSectionSize(1)
        self.setStyleSheet(_STYLE)
        self.horizontalHeader().setHighlightSections(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows: tuple[CheckedGradient, ...] = ()

    def show_rows(self, rows: tuple[CheckedGradient, ...]) -> None:
        """Show other texts."""
        if rows == self._rows:
            return
        self._rows = rows
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, (text, spoken) in enumerate(zip(_texts(row), _spoken(row), strict=True)):
                item = QTableWidgetItem(text)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
                item.setTextAlignment(_alignment(column))
                self.setItem(number, column, item)
        self._take_room()

    def whole_text(self) -> str:
        """All of it, with tabs between the columns."""
        headings = tuple(heading.replace("\n", " ") for heading in HEADINGS)
        return "\n".join("\t".join(texts) for texts in (headings, *map(_texts, self._rows)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is selected can be copied."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self._selected_text())
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._take_room()

    def _selected_text(self) -> str:
        if not self.selectedRanges():
            return self.whole_text()
        chosen = self.selectedRanges()[0]
        rows = self._rows[chosen.topRow() : chosen.bottomRow() + 1]
        return "\n".join("\t".join(_texts(row)[chosen.leftColumn() : chosen.rightColumn() + 1]) for row in rows)

    def _take_room(self) -> None:
        """As high as its rows, and no narrower than the widest texts that are to be expected."""
        of_text, header = QFontMetrics(self.font()), self.horizontalHeader()
        row_height = round(1.7 * of_text.lineSpacing())
        self.verticalHeader().setDefaultSectionSize(row_height)
        self.setFixedHeight(header.sizeHint().height() + row_height * self.rowCount())
        widths = [of_text.horizontalAdvance(text) + 2 * (_MARGIN + _MARGIN_OF_QT) + 2 for text in _LEAST]
        for column, width in enumerate(widths):
            header.resizeSection(column, width)
        self.setMinimumWidth(sum(widths))


def _texts(row: CheckedGradient) -> tuple[str, ...]:
    return symbol(row.gradient), row.entries, row.floats, row.where, row.fractions


def _spoken(row: CheckedGradient) -> tuple[str, ...]:
    """Each cell in words, whole in itself, for a person who listens."""
    name = symbol(row.gradient)
    fractions = "not known in fractions" if row.fractions == "–" else row.fractions or "not checked yet"
    return (
        in_words(row.gradient),
        f"{name}: {row.entries} entries",
        f"{name}: largest difference in floats {row.floats or 'not checked yet'}",
        f"{name}: largest difference in floats at {row.where_in_words or 'a place not known yet'}",
        f"{name}: largest difference in fractions {fractions}",
    )


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column in (0, _WHERE) else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
