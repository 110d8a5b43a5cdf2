"""How a line of a derivation is painted, on screen and in exported pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from bpgui.core.cells import Cell
from bpgui.session.pieces import Kind, Line, Piece, Style
from bpgui.session.term_line import TermState
from bpgui.ui.derivation_layout import LineLayout, Placed, Sizes
from bpgui.ui.theme import Theme, blend
from bpgui.ui.typeset import Stamps
from bpgui.ui.typeset import piece as typeset

_CURRENT, _CURRENT_OUTLINE, _POINTED = 0.16, 0.7, 0.32


@dataclass(frozen=True)
class Pointing:
    """What is pointed at: a term of the derived entry, some cells, or the piece that the keyboard is on."""

    term: int | None = None
    cells: frozenset[Cell] = frozenset()
    at: Placed | None = None

    def is_at(self, piece: Piece) -> bool:
        """Whether a piece stands for what is pointed at."""
        if piece.term is not None and piece.term == self.term:
            return True
        return bool(piece.cells) and piece.cells[0] in self.cells


class LinePainter:
    """Paints laid-out lines in the colours of a theme: from `stamps` on a screen, else as outlines."""

    def __init__(self, theme: Theme, sizes: Sizes, stamps: Stamps | None = None) -> None:
        self._theme, self._sizes, self._stamps = theme, sizes, stamps
        ground, accent = QColor(theme.card), QColor(theme.accent)
        self._current_ground, self._current_outline = (blend(ground, accent, s) for s in (_CURRENT, _CURRENT_OUTLINE))
        self._pointed_ground = blend(ground, accent, _POINTED)

    def paint(
        self,
        painter: QPainter,
        line: Line,
        layout: LineLayout,
        pointing: Pointing = Pointing(),
        visible: QRectF | None = None,
    ) -> None:
        """Paint a line with its upper left corner at the painter's origin; only what is in `visible`, if given."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if line.heading:
            painter.setFont(self._sizes.heading)
            painter.setPen(QColor(self._theme.text_pale))
            painter.drawText(QPointF(0, layout.heading_baseline), line.heading)
        placed = [p for p in layout.placed if visible is None or visible.intersects(p.rect) or p.rect.isNull()]
        painter.setPen(QPen(self._current_outline, 1))
        painter.setBrush(self._current_ground)
        for rect in _side_by_side(placed, lambda piece: piece.state is TermState.current):
            painter.drawRoundedRect(rect, 3, 3)
        painter.setPen(QPen(QColor(self._theme.accent), 2))
        painter.setBrush(self._pointed_ground)
        for rect in _side_by_side(placed, pointing.is_at):
            painter.drawRoundedRect(rect, 3, 3)
        self._paint_marks(painter, placed)
        painter.setFont(self._sizes.words(line.style))
        for each in placed:
            self._paint_piece(painter, each, line.style)
        self._paint_brackets(painter, layout)
        self._paint_term_numbers(painter, layout)
        if pointing.at is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            painter.drawRoundedRect(pointing.at.rect, 3, 3)

    def _paint_marks(self, painter: QPainter, placed: Sequence[Placed]) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for each in placed:
            if each.piece.marked and each.piece.owner is not None:
                painter.setPen(QPen(self._theme.hue(each.piece.owner), 2))
                painter.drawRoundedRect(each.rect, 3, 3)

    def _paint_piece(self, painter: QPainter, placed: Placed, style: Style) -> None:
        piece, colour = placed.piece, self._colour(placed.piece, style)
        if piece.kind is not Kind.word and self._stamps is not None:
            self._stamps.paint(painter, piece.latex, placed.origin, placed.size, colour)
        elif piece.kind is not Kind.word:
            typeset(piece.latex).paint(painter, placed.origin.x(), placed.origin.y(), placed.size, colour)
        else:
            painter.setPen(colour)
            painter.drawText(placed.origin, piece.text)
        if piece.command is not None:
            painter.setPen(QPen(colour, 1))
            below = placed.origin.y() + 2.5
            painter.drawLine(QLineF(placed.rect.left() + 1.5, below, placed.rect.right() - 1.5, below))

    def _colour(self, piece: Piece, style: Style) -> QColor:
        theme = self._theme
        if piece.command is not None:
            return QColor(theme.accent)
        if piece.state is TermState.to_come:
            return QColor(theme.text_ghost)
        if piece.owner is not None:
            return theme.hue(piece.owner)
        return QColor(theme.text_pale if style is Style.prose and piece.kind is Kind.word else theme.text)

    def _paint_brackets(self, painter: QPainter, layout: LineLayout) -> None:
        painter.setPen(QPen(QColor(self._theme.bracket), max(1.2 * self._sizes.scale, 1.0)))
        for box in layout.brackets:
            foot = 4.0 * self._sizes.scale
            for x, inward in ((box.left() + 1, foot), (box.right() - 1, -foot)):
                corners = QPointF(x + inward, box.top()), QPointF(x, box.top())
                painter.drawPolyline([*corners, QPointF(x, box.bottom()), QPointF(x + inward, box.bottom())])

    def _paint_term_numbers(self, painter: QPainter, layout: LineLayout) -> None:
        painter.setFont(self._sizes.term_number)
        for number, at, state in layout.term_numbers:
            is_to_come = state is TermState.to_come
            painter.setPen(QColor(self._theme.text_ghost if is_to_come else self._theme.text_pale))
            painter.drawText(at, str(number))


def _side_by_side(placed: Sequence[Placed], is_meant: Callable[[Piece], bool]) -> Iterator[QRectF]:
    """The ground of a term, or of single pieces: one rectangle for those that stand side by side."""
    ground = QRectF()
    for each in placed:
        is_one = each.piece.kind is not Kind.operator and is_meant(each.piece)
        if is_one and not ground.isNull() and ground.top() == each.rect.top():
            ground = ground.united(each.rect)
            continue
        if not ground.isNull():
            yield ground
        ground = each.rect if is_one else QRectF()
    if not ground.isNull():
        yield ground
