"""One matrix of the view "Why the transpose?", painted: its name, indices and brackets, and the cells around the one at
work."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from bpgui.session.screen import UNFINISHED_MARK
from bpgui.session.transpose import Grid, GridName
from bpgui.ui.fonts import TEXT_PIXELS, text_font
from bpgui.ui.matrix_delegate import MatrixDelegate
from bpgui.ui.metrics import Metrics
from bpgui.ui.theme import Theme
from bpgui.ui.typeset import piece

ALWAYS_WHOLE, MOST_SHOWN, FEWEST_SHOWN = 5, 6, 3
"""Up to so many rows or columns are always shown whole. Of more, so many at most are shown, those around the cell at
work; or fewer, so that figures stay large, but no fewer than the third."""

_MEASURED_AT = 100.0
_ROW, _INDEX, _NAME, _NAME_STRIP, _BRACKET, _MARK, _AIR = 1.36, 0.62, 1.02, 1.36, 0.36, 0.75, 0.38


def in_view(count: int, at_work: int, most: int = MOST_SHOWN) -> range:
    """The rows or columns that are shown: all, or the page of at most so many that holds the one at work."""
    if count <= max(most, ALWAYS_WHOLE):
        return range(count)
    first = min(at_work // most * most, count - most)
    return range(first, first + most)


@lru_cache(4000)
def text_width(text: str) -> float:
    """The width of a text at a size of one pixel."""
    return QFontMetricsF(text_font(_MEASURED_AT)).horizontalAdvance(text) / _MEASURED_AT


@dataclass(frozen=True)
class GridPicture:
    """A matrix at a size of one pixel: widths and heights are multiples of the size of its figures."""

    grid: Grid
    name: str
    beside: str
    digits: int
    most: tuple[int, int] = (MOST_SHOWN, MOST_SHOWN)

    @cached_property
    def rows(self) -> range:
        """The rows in view."""
        return in_view(self.grid.rows, self.grid.at_work[0], self.most[0])

    @cached_property
    def columns(self) -> range:
        """The columns in view."""
        return in_view(self.grid.columns, self.grid.at_work[1], self.most[1])

    @cached_property
    def _before_and_after_point(self) -> tuple[float, float]:
        usual = "−0." + "0" * self.digits if self.digits else "−000"
        return _before_and_after_point(frozenset({usual}) if (texts := self.grid.texts_ever) is None else texts, usual)

    @cached_property
    def _right_of_number(self) -> float:
        """The air at the right, in which the mark of a sum under way has its room."""
        return text_width(UNFINISHED_MARK) + 0.12 if self.grid.name is GridName.result else _AIR

    @cached_property
    def cell_width(self) -> float:
        """The width of a column."""
        return max(sum(self._before_and_after_point) + _AIR + self._right_of_number, 1.25)

    @cached_property
    def _row_index_width(self) -> float:
        if self.grid.letters[0] == "1":
            return 0.0
        last = str(self.grid.rows)
        return text_width("0" * len(last)) * _INDEX + 0.22

    @cached_property
    def _column_index_height(self) -> float:
        return 0.0 if self.grid.letters[1] == "1" else 0.8

    @cached_property
    def _mark_width(self) -> float:
        return _MARK if len(self.columns) < self.grid.columns else 0.0

    @cached_property
    def _mark_height(self) -> float:
        return _MARK if len(self.rows) < self.grid.rows else 0.0

    @cached_property
    def _cells_width(self) -> float:
        return len(self.columns) * self.cell_width + 2 * self._mark_width

    @cached_property
    def _cells_height(self) -> float:
        return len(self.rows) * _ROW + 2 * self._mark_height

    @cached_property
    def _name_width(self) -> float:
        beside = text_width(self.beside) * 0.74 + 0.35 if self.beside else 0.0
        return piece(self.name).width * _NAME + beside

    @cached_property
    def width(self) -> float:
        """The whole width."""
        return max(self._row_index_width + 2 * _BRACKET + self._cells_width, self._name_width)

    @cached_property
    def head(self) -> float:
        """The height over the cells."""
        return _NAME_STRIP + self._column_index_height

    @cached_property
    def height(self) -> float:
        """The whole height."""
        return self.head + self._cells_height + 0.12

    def metrics(self, size: float) -> Metrics:
        """The measures of its cells, for figures of a size in pixels."""
        scale = size / TEXT_PIXELS
        metrics = Metrics(scale, self.digits, _ROW * size, self.cell_width * size, 0.0, is_tight=True)
        after = (self._before_and_after_point[1] + self._right_of_number) * size - metrics.cell_margin
        return replace(metrics, decimals_width=max(after, 0.0))

    def paint(self, painter: QPainter, theme: Theme, size: float, left: float, top: float) -> None:
        """Paint it with its upper left corner at a point."""
        spare = self.width - self._row_index_width - 2 * _BRACKET - self._cells_width
        left += spare / 2 * size
        cells = QRectF(
            left + (self._row_index_width + _BRACKET) * size,
            top + self.head * size,
            self._cells_width * size,
            self._cells_height * size,
        )
        self._paint_name(painter, theme, size, cells, top)
        self._paint_indices(painter, theme, size, cells)
        self._paint_brackets(painter, theme, size, cells)
        self._paint_marks(painter, theme, size, cells)
        self._paint_cells(painter, theme, size, cells)

    def cell_rect(self, cells: QRectF, size: float, row: int, column: int) -> QRectF:
        """Where a cell in view stands."""
        return QRectF(
            cells.left() + (self._mark_width + (column - self.columns.start) * self.cell_width) * size,
            cells.top() + (self._mark_height + (row - self.rows.start) * _ROW) * size,
            self.cell_width * size,
            _ROW * size,
        )

    def _paint_cells(self, painter: QPainter, theme: Theme, size: float, cells: QRectF) -> None:
        delegate = MatrixDelegate(self.grid.matrix, theme, self.metrics(size))
        for row in self.rows:
            for column in self.columns:
                look = self.grid.look(row, column)
                delegate.paint_cell(painter, self.cell_rect(cells, size, row, column), look, False)

    def _paint_name(self, painter: QPainter, theme: Theme, size: float, cells: QRectF, top: float) -> None:
        x = max(cells.center().x() - self._name_width * size / 2, 0.0)
        baseline = top + 1.0 * size
        name = piece(self.name)
        name.paint(painter, x, baseline, _NAME * size, theme.hue(self.grid.matrix))
        painter.setFont(text_font(0.74 * size))
        painter.setPen(QColor(theme.text_pale))
        painter.drawText(QPointF(x + (name.width * _NAME + 0.35) * size, baseline), self.beside)

    def _paint_indices(self, painter: QPainter, theme: Theme, size: float, cells: QRectF) -> None:
        painter.setFont(text_font(_INDEX * size))
        painter.setPen(QColor(theme.text_pale))
        if self._row_index_width:
            width = (self._row_index_width - 0.1) * size
            for row in self.rows:
                box = self.cell_rect(cells, size, row, self.columns.start)
                box.setRect(cells.left() - (_BRACKET + self._row_index_width) * size, box.top(), width, box.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(row + 1))
        if self._column_index_height:
            for column in self.columns:
                box = self.cell_rect(cells, size, self.rows.start, column)
                box.setRect(box.left(), cells.top() - 0.86 * size, box.width(), 0.8 * size)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(column + 1))

    def _paint_brackets(self, painter: QPainter, theme: Theme, size: float, cells: QRectF) -> None:
        painter.setPen(QPen(QColor(theme.bracket), max(0.11 * size, 1.5)))
        tick, away = 0.28 * size, 0.2 * size
        top, bottom = cells.top() - 1, cells.bottom() + 1
        for x, inward in ((cells.left() - away, 1), (cells.right() + away, -1)):
            painter.drawLine(QLineF(x, top, x, bottom))
            painter.drawLine(QLineF(x, top, x + inward * tick, top))
            painter.drawLine(QLineF(x, bottom, x + inward * tick, bottom))

    def _paint_marks(self, painter: QPainter, theme: Theme, size: float, cells: QRectF) -> None:
        """⋮ and … where more rows and columns go on."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.text_pale))
        half = _MARK / 2 * size
        if self._mark_height:
            for column in self.columns:
                x = self.cell_rect(cells, size, self.rows.start, column).center().x()
                if self.rows.start > 0:
                    _paint_dots(painter, QPointF(x, cells.top() + half), QPointF(0, 0.2 * size), size)
                if self.rows.stop < self.grid.rows:
                    _paint_dots(painter, QPointF(x, cells.bottom() - half), QPointF(0, 0.2 * size), size)
        if self._mark_width:
            for row in self.rows:
                y = self.cell_rect(cells, size, row, self.columns.start).center().y()
                if self.columns.start > 0:
                    _paint_dots(painter, QPointF(cells.left() + half, y), QPointF(0.2 * size, 0), size)
                if self.columns.stop < self.grid.columns:
                    _paint_dots(painter, QPointF(cells.right() - half, y), QPointF(0.2 * size, 0), size)


@lru_cache(50)
def _before_and_after_point(texts: frozenset[str], usual: str) -> tuple[float, float]:
    """The room that numbers need at a size of one pixel; what is longer than that is rare, and set narrower."""
    halves = [_halves(text.rstrip(UNFINISHED_MARK)) for text in texts]
    after = max(text_width(after) for _, after in halves)
    longest = max(1.3 * text_width(usual), text_width("−000"))
    return min(max(text_width(before) for before, _ in halves), longest - after), after


def _paint_dots(painter: QPainter, centre: QPointF, apart: QPointF, size: float) -> None:
    radius = max(0.05 * size, 1.0)
    for at in (centre - apart, centre, centre + apart):
        painter.drawEllipse(at, radius, radius)


def _halves(text: str) -> tuple[str, str]:
    """A number up to its point, and from there on; what has no point, or is scientific, stands before it whole."""
    mantissa = text.split("e")[0]
    if "." not in mantissa or "e" in text:
        return text, ""
    before, after = text.split(".", 1)
    return before, "." + after


def fitting(wanted: float, text: str, room: float, weight_factor: float = 1.07) -> float:
    """The size at which a text has room, no larger than what is wanted."""
    width = text_width(text) * weight_factor
    return wanted if width * wanted <= room else math.floor(room / width * 2) / 2
