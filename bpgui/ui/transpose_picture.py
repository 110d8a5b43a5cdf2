"""One of the three ways, painted: its heading and formula, its matrices, and the product at work in numbers."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from bpgui.session.transpose import Explanation, Grid, GridName
from bpgui.session.transpose_order import Way
from bpgui.ui.fonts import text_font
from bpgui.ui.theme import Theme
from bpgui.ui.transpose_grid import MOST_SHOWN, GridPicture, fitting, text_width
from bpgui.ui.transpose_titles import formula, heading, name_of
from bpgui.ui.typeset import piece

SMALLEST_FIGURES, LARGEST_FIGURES = 6, 44
_HEADING, _FORMULA, _PRODUCT, _SUM = 16.5, 15.0, 18.0, 16.0
_PADDING = 8.0
_GAP, _APART, _SIGN_GAP = 0.5, 1.1, 1.5
_BEFORE_A_ROW = 0.9
_LARGER = 1.3


@dataclass(frozen=True)
class Arrangement:
    """Matrices in rows, one row below the other, at a size of one pixel."""

    rows: tuple[tuple[GridPicture, ...], ...]
    gap: float = _GAP

    @property
    def width(self) -> float:
        """The width of the widest row."""
        return max(sum(grid.width for grid in row) + self.gap * (len(row) - 1) for row in self.rows)

    @property
    def height(self) -> float:
        """The height of all rows."""
        return sum(max(grid.height for grid in row) for row in self.rows) + 0.3 * (len(self.rows) - 1)

    def figures(self, width: float, height: float) -> int:
        """The size of figures at which it has room."""
        return max(min(int(width / self.width), int(height / self.height), LARGEST_FIGURES), SMALLEST_FIGURES)


class WayPicture(QWidget):
    """One way, at the moment that an explanation describes."""

    def __init__(self, way: Way, explanation: Explanation, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.way = way
        self.setObjectName(f"way_{way.value}")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._theme, self._scale, self._figures, self._is_large = theme, 1.0, 18, False
        self._most = MOST_SHOWN, MOST_SHOWN
        self.show_explanation(explanation)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 200)

    def show_explanation(self, explanation: Explanation) -> None:
        """Show another moment."""
        self._explanation = explanation
        self.set_most(self._most)
        self.setAccessibleName(heading(self.way, explanation.is_of_weights))
        self.setAccessibleDescription(self._in_words())
        self.update()

    def set_most(self, most: tuple[int, int]) -> None:
        """Of larger matrices, show at most so many rows, and so many columns."""
        self._most = most
        self._grids = {grid.name: self._picture_of(grid) for grid in self._explanation.grids(self.way)}
        self.update()

    def set_looks(self, theme: Theme, scale: float) -> None:
        """Take other colours, and another scale for words."""
        self._theme, self._scale = theme, scale
        self.update()

    def set_large(self, large: bool) -> None:
        """Whether it is seen alone: its matrices may then stand in one row."""
        self._is_large = large
        self.update()

    def set_figures(self, size: int) -> None:
        """Take another size of figures, in pixels."""
        self._figures = size
        self.update()

    @property
    def figures(self) -> int:
        """The size of its figures, in pixels."""
        return self._figures

    @property
    def needed_width(self) -> float:
        """The width that its matrices need, at a size of one pixel, where they stand in two rows."""
        return self._arrangements()[0].width

    def largest_figures(self) -> int:
        """The size of figures at which all of it has room."""
        room = self._room()
        return max(each.figures(room.width(), room.height()) for each in self._arrangements())

    # --- what stands where

    def _picture_of(self, grid: Grid) -> GridPicture:
        name, beside = name_of(grid, self._explanation, self.way)
        return GridPicture(grid, name, beside, self._explanation.screen.view.digits, self._most)

    def _arrangements(self) -> tuple[Arrangement, ...]:
        factors = tuple(self._grids[name] for name in self._grids if name not in (GridName.outer, GridName.result))
        made = tuple(self._grids[name] for name in self._grids if name in (GridName.outer, GridName.result))
        stacked = Arrangement((factors, made), _APART if self.way is Way.entry_by_entry else _GAP)
        return (stacked, Arrangement((factors + made,), _SIGN_GAP)) if self._is_large else (stacked,)

    @property
    def _words(self) -> float:
        return self._scale * (_LARGER if self._is_large else 1.0)

    def _heading_size(self) -> float:
        text = heading(self.way, self._explanation.is_of_weights)
        return fitting(_HEADING * self._words, text, self.width() - 2 * _PADDING)

    def _formula_is_beside(self) -> bool:
        said = text_width(heading(self.way, self._explanation.is_of_weights)) * 1.07 * self._heading_size()
        of_formula = piece(formula(self.way, self._explanation.is_of_weights)).width * _FORMULA * self._words
        return self._is_large and said + of_formula + 40 * self._words < self.width() - 2 * _PADDING

    def _head(self) -> float:
        return (44 if self._formula_is_beside() else 65) * self._words

    def _foot(self) -> float:
        return 51 * self._words

    def _room(self) -> QRectF:
        """Where the matrices stand."""
        head = self._head()
        return QRectF(_PADDING, head, max(self.width() - 2 * _PADDING, 1), max(self.height() - head - self._foot(), 1))

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._theme.border), 1))
            painter.setBrush(QColor(self._theme.card))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            self._paint_head(painter)
            self._paint_matrices(painter)
            self._paint_foot(painter)

    def _paint_head(self, painter: QPainter) -> None:
        is_of_weights, scale = self._explanation.is_of_weights, self._words
        text, size = heading(self.way, is_of_weights), self._heading_size()
        beside = self._formula_is_beside()
        baseline = (28 if beside else 22) * scale
        painter.setFont(text_font(size, QFont.Weight.DemiBold))
        painter.setPen(QColor(self._theme.text))
        painter.drawText(QPointF(_PADDING + 2, baseline), text)
        of_formula = piece(formula(self.way, is_of_weights))
        room = self.width() - 2 * _PADDING
        left = _PADDING + 2
        if beside:
            left += text_width(text) * 1.07 * size + 36 * scale
            room -= left
        formula_size = min(_FORMULA * scale, room / of_formula.width)
        middle = (23 if beside else 46) * scale
        at = middle + (of_formula.ascent - of_formula.descent) / 2 * formula_size
        of_formula.paint(painter, left, at, formula_size, QColor(self._theme.text))

    def _paint_matrices(self, painter: QPainter) -> None:
        room, size = self._room(), self._figures
        chosen = max(self._arrangements(), key=lambda each: each.figures(room.width(), room.height()))
        top = room.top() + max((room.height() - chosen.height * size) / 2, 0.0)
        for row in chosen.rows:
            height = max(grid.height for grid in row)
            width = sum(grid.width for grid in row) + chosen.gap * (len(row) - 1)
            left = room.left() + (room.width() - width * size) / 2
            for grid in row:
                is_result = grid.grid.name is GridName.result
                down = (height - grid.height) / 2
                if is_result and self.way is Way.row_by_column:
                    middle = top + (down + grid.head + (grid.height - grid.head) / 2) * size
                    apart = chosen.gap / 2 if len(row) > 1 else _BEFORE_A_ROW
                    self._paint_equals(painter, left - apart * size, middle)
                grid.paint(painter, self._theme, size, left, top + down * size)
                left += (grid.width + chosen.gap) * size
            top += (height + 0.3) * size

    def _paint_equals(self, painter: QPainter, x: float, y: float) -> None:
        sign = piece("=")
        left, baseline = x - sign.width * self._figures / 2, y + (sign.ascent - sign.descent) / 2 * self._figures
        sign.paint(painter, left, baseline, self._figures, QColor(self._theme.text))

    def _paint_foot(self, painter: QPainter) -> None:
        scale, room = self._words, self.width() - 2 * _PADDING - 4
        bottom = self.height() - 10 * scale
        lines = (
            (self._explanation.product_line(self.way), _PRODUCT, QFont.Weight.DemiBold, bottom - 23 * scale),
            (self._explanation.sum_line(self.way), _SUM, QFont.Weight.Normal, bottom),
        )
        painter.setPen(QColor(self._theme.text))
        for text, wanted, weight, baseline in lines:
            painter.setFont(text_font(fitting(wanted * scale, text, room), weight))
            painter.drawText(QPointF(_PADDING + 2, baseline), text)

    def _in_words(self) -> str:
        explanation = self._explanation
        if not explanation.is_known:
            return "The gradient of L with respect to y hat is not computed yet."
        N, entries = explanation.order.shape.N, explanation.order.entries
        if self.way is Way.outer_products:
            finished = entries if explanation.is_finished else 0
            done = f"{explanation.clock // entries} of {N} examples are added"
        else:
            finished = explanation.clock // N
            done = f"{finished} of {entries} entries are finished"
        return f"{explanation.product_line(self.way)}. {explanation.sum_line(self.way)}. {done}."
