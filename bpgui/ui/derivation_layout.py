"""Where the pieces of one line of a derivation stand: a flow that wraps at a width, with fractions, grids and words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF

from bpgui.session.pieces import Grid, Kind, Line, Part, Piece, Style, room, unbroken
from bpgui.session.screen import LARGEST_NUMBERED_SUM
from bpgui.session.term_line import TermState
from bpgui.ui.derivation_narrowing import FEWEST, columns_of, narrowed
from bpgui.ui.fonts import text_font
from bpgui.ui.typeset import piece as typeset

MATHEMATICS, TEXT, HEADING, TERM_NUMBER = 15.0, 13.0, 10.5, 8.5
"""Sizes at scale 1, in device-independent pixels."""

_RESULT_IS_LARGER = 1.12
_INDENT, _BETWEEN_ROWS, _GRID_GAP, _GRID_ROW_GAP, _BRACKET = 1.1, 0.32, 0.75, 0.34, 0.46
_BEFORE_HEADING = 0.22
_ABOVE = 3.0
_AXIS, _INSIDE_BRACKETS = 0.26, 0.22
_SMALLEST, _ROUNDING = 0.6, 0.01


@dataclass(frozen=True)
class Sizes:
    """The sizes of type in a derivation."""

    scale: float

    def mathematics(self, style: Style) -> float:
        """The size of symbols and numbers."""
        return MATHEMATICS * self.scale * (_RESULT_IS_LARGER if style is Style.result else 1.0)

    def words(self, style: Style) -> QFont:
        """The font of words."""
        return text_font(TEXT * self.scale * (_RESULT_IS_LARGER if style is Style.result else 1.0))

    @property
    def heading(self) -> QFont:
        """The font of headings."""
        return text_font(HEADING * self.scale, QFont.Weight.DemiBold)

    @property
    def term_number(self) -> QFont:
        """The font of the numbers of terms."""
        return text_font(TERM_NUMBER * self.scale, QFont.Weight.Bold)


class Extent(NamedTuple):
    """How much room something takes: its width, and what it has above and below the baseline."""

    width: float
    ascent: float
    descent: float


class Placed(NamedTuple):
    """A piece in its place: the left end of its baseline, its size, and the rectangle that it can be pointed at in."""

    piece: Piece
    origin: QPointF
    size: float
    rect: QRectF


@dataclass
class LineLayout:
    """A line laid out: pieces, the brackets of grids, the numbers of terms, the ᵀ after transposed grids."""

    height: float = 0.0
    placed: list[Placed] = field(default_factory=list)
    brackets: list[QRectF] = field(default_factory=list)
    term_numbers: list[tuple[int, QPointF, TermState | None]] = field(default_factory=list)
    heading_baseline: float = 0.0

    def at(self, point: QPointF) -> Placed | None:
        """The piece at a point."""
        return next((placed for placed in self.placed if placed.rect.contains(point)), None)


TRANSPOSE = Piece(Kind.ordinary, "ᵀ", r"\mathsf{T}", "transposed")
_RAISED = 0.7


def lay_out(line: Line, width: float, sizes: Sizes) -> LineLayout:
    """Lay a line out in some width. What can't be broken and is wider is set smaller, then loses columns."""
    return flow(line, width, sizes).layout


def flow(line: Line, width: float, sizes: Sizes) -> Flow:
    """The same before its pieces are placed: how high it is costs half."""
    made = Flow(line, width, sizes, sizes.mathematics(line.style))
    needed = made.widest + made.indent
    if needed <= width:
        return made
    small = made.size * max((width - made.indent) / made.widest, _SMALLEST)
    made = Flow(line, width, sizes, small)
    columns = max(map(columns_of, line.parts), default=0)
    if made.widest + made.indent > width + _ROUNDING and columns:
        columns = min(columns - 1, int(columns * width / made.widest) + 1)
    while made.widest + made.indent > width + _ROUNDING and columns >= FEWEST:
        made = Flow(narrowed(line, columns), width, sizes, small)
        columns -= 1
    return made


class Flow:
    """A line in some width: its rows, its height, and its layout, worked out when it is asked for."""

    def __init__(self, line: Line, width: float, sizes: Sizes, size: float) -> None:
        self.line, self.width, self.sizes, self.size = line, width, sizes, size
        self.font = sizes.words(line.style)
        self.of_font = QFontMetricsF(self.font)
        self.indent = _INDENT * size if line.style is not Style.prose else 0.0
        self._extents: dict[int, Extent] = {}
        self._grids: dict[int, _GridSizes] = {}
        terms = {piece.term for piece in line.pieces if piece.term is not None}
        self._few_terms = len(terms) <= LARGEST_NUMBERED_SUM

    @property
    def widest(self) -> float:
        """The width of what takes most room, and can't be broken."""
        return max((self._width_of(chunk) for chunk in self._chunks), default=0.0)

    @cached_property
    def _chunks(self) -> list[list[Part]]:
        return list(unbroken(self.line.parts))

    @property
    def height(self) -> float:
        """The height of all rows, one under the other."""
        return self._rows[1]

    @cached_property
    def layout(self) -> LineLayout:
        """Where everything stands."""
        rows, height = self._rows
        made = LineLayout(height, heading_baseline=self._heading[0])
        for row in rows:
            for x, part in row.parts:
                self._place(made, part, x, row.baseline, row.ascent, row.descent)
            if self.line.numbered:
                self._number_terms(made, row.parts, row.baseline - row.ascent - 0.12 * self.size)
        return made

    @cached_property
    def _rows(self) -> tuple[list[_Row], float]:
        rows = []
        top = self._heading[1]
        numbers = 0.62 * self.size if self.line.numbered else 0.0
        gap = (0.12 if self.line.style is Style.prose else _BETWEEN_ROWS) * self.size
        for parts in self._broken():
            extents = [self.extent(part) for _, part in parts]
            ascent, descent = max(e.ascent for e in extents), max(e.descent for e in extents)
            baseline = top + numbers + ascent
            rows.append(_Row(parts, baseline, ascent, descent))
            top = baseline + descent + gap
        return rows, top

    @cached_property
    def _heading(self) -> tuple[float, float]:
        """The heading's baseline, and where the first row begins under it."""
        if not self.line.heading:
            return 0.0, _ABOVE
        of_heading = QFontMetricsF(self.sizes.heading)
        baseline = of_heading.ascent() + _BEFORE_HEADING * self.size
        return baseline, baseline + of_heading.descent() + 0.18 * self.size

    def extent(self, part: Part) -> Extent:
        """The room that a part takes."""
        found = self._extents.get(id(part))
        if found is None:
            found = self._extents[id(part)] = self._measure(part)
        return found

    def _measure(self, part: Part) -> Extent:
        if isinstance(part, Grid):
            return self._grid(part).extent
        if part.kind is Kind.word:
            return Extent(self.of_font.horizontalAdvance(part.text), self.of_font.ascent(), self.of_font.descent())
        made = typeset(part.latex)
        return Extent(made.width * self.size, made.ascent * self.size, made.descent * self.size)

    def _broken(self) -> Iterator[list[tuple[float, Part]]]:
        """The parts of each row with their places from the left. A row breaks where the one that is full last may."""
        row: list[tuple[float, Part]] = []
        x, before = self.indent if self.line.continues else 0.0, None
        for chunk in self._chunks:
            extent = self._width_of(chunk)
            gap = room(before, chunk[0]).ems * self.size if row else 0.0
            if row and x + gap + extent > self.width:
                yield row
                row, x, gap = [], self.indent, 0.0
            x += gap
            for number, part in enumerate(chunk):
                x += room(chunk[number - 1], part).ems * self.size if number else 0.0
                row.append((x, part))
                x += self.extent(part).width
            before = chunk[-1]
        if row:
            yield row

    def _width_of(self, chunk: list[Part]) -> float:
        between = sum(room(a, b).ems for a, b in pairwise(chunk)) * self.size
        return between + sum(self.extent(part).width for part in chunk)

    def _place(self, made: LineLayout, part: Part, x: float, baseline: float, ascent: float, descent: float) -> None:
        if isinstance(part, Grid):
            self._place_grid(made, part, x, baseline)
            return
        extent = self.extent(part)
        # as high as its row: there is no gap to fall into while the pointer travels along it
        rect = QRectF(x, baseline - ascent, extent.width, ascent + descent)
        made.placed.append(Placed(part, QPointF(x, baseline), self.size, rect.adjusted(-1.5, -1, 1.5, 1)))

    def _number_terms(self, made: LineLayout, row: list[tuple[float, Part]], baseline: float) -> None:
        """A small number over each term, the same as in the cells that make it; of many the current one's alone."""
        seen = set()
        for x, part in row:
            if not isinstance(part, Piece) or part.term is None or part.kind is Kind.operator or part.term in seen:
                continue
            seen.add(part.term)
            if self._few_terms or part.state is TermState.current:
                made.term_numbers.append((part.term + 1, QPointF(x, baseline), part.state))

    def _grid(self, grid: Grid) -> _GridSizes:
        found = self._grids.get(id(grid))
        if found is None:
            found = self._grids[id(grid)] = _GridSizes(grid, self.extent, self.size)
        return found

    def _place_grid(self, made: LineLayout, grid: Grid, x: float, baseline: float) -> None:
        sizes = self._grid(grid)
        top = baseline - sizes.extent.ascent
        inside = x + sizes.bracket
        made.brackets.append(QRectF(x, top, sizes.inner_width + 2 * sizes.bracket, sizes.height))
        for row_number, row in enumerate(grid.rows):
            left = inside
            for column, piece in enumerate(row):
                extent, cell_width = self.extent(piece), sizes.widths[column]
                piece_x = left + (cell_width - extent.width) * (0.5 if len(grid.rows) == 1 else 1.0)
                row_top = top + sizes.tops[row_number]
                origin = QPointF(piece_x, row_top + sizes.ascents[row_number])
                rect = QRectF(left, row_top, cell_width, sizes.ascents[row_number] + sizes.descents[row_number])
                made.placed.append(Placed(piece, origin, self.size, rect.adjusted(-2.5, -1.5, 2.5, 1.5)))
                left += cell_width + _GRID_GAP * self.size
        if grid.transposed:
            origin = QPointF(x + sizes.inner_width + 2 * sizes.bracket + 0.08 * self.size, top + 0.45 * self.size)
            made.placed.append(Placed(TRANSPOSE, origin, _RAISED * self.size, QRectF()))


class _Row(NamedTuple):
    """The parts of a row with their places from the left, and its lines from the top."""

    parts: list[tuple[float, Part]]
    baseline: float
    ascent: float
    descent: float


class _GridSizes:
    """The columns and rows of a grid: as wide and as high as what stands in them."""

    def __init__(self, grid: Grid, extent: Callable[[Part], Extent], size: float) -> None:
        extents = [[extent(piece) for piece in row] for row in grid.rows]
        self.widths = [max(e.width for e in column) for column in zip(*extents, strict=True)]
        self.ascents = [max(e.ascent for e in row) for row in extents]
        self.descents = [max(e.descent for e in row) for row in extents]
        self.tops: list[float] = []
        top = _INSIDE_BRACKETS * size
        for ascent, descent in zip(self.ascents, self.descents, strict=True):
            self.tops.append(top)
            top += ascent + descent + _GRID_ROW_GAP * size
        self.height = top - _GRID_ROW_GAP * size + _INSIDE_BRACKETS * size
        self.bracket = _BRACKET * size
        self.inner_width = sum(self.widths) + _GRID_GAP * size * (len(self.widths) - 1)
        above = self.height / 2 + _AXIS * size
        mark = 0.55 * size if grid.transposed else 0.0
        self.extent = Extent(self.inner_width + 2 * self.bracket + mark, above, self.height - above)
