"""How a fact is painted: name, symbol and value in a line; while it is open, its formula and what it means below."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter, QPen, QPolygonF

from bpgui.session.facts import Fact
from bpgui.ui.fonts import TEXT_PIXELS, text_font
from bpgui.ui.theme import Theme, blend
from bpgui.ui.typeset import Stamps, piece

_HOVERED, _OPENED = 0.07, 0.05
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class FactPainter:
    """Sizes and colours of the rows, at one scale and in one theme."""

    def __init__(self, theme: Theme, scale: float) -> None:
        self._theme, self._scale = theme, scale
        self._stamps = Stamps()
        self._font = text_font(TEXT_PIXELS * scale)
        self._heading_font = text_font(11 * scale, QFont.Weight.DemiBold)
        self._meaning_font = text_font(12.5 * scale)
        self._of_text = QFontMetricsF(self._font)
        self._formula_size = 16 * scale
        self.line_height = math.ceil(self._of_text.height() + 7 * scale)

    def heading_height(self, is_first: bool) -> int:
        """The height of a heading, with air over all but the first."""
        return math.ceil(QFontMetricsF(self._heading_font).height() + (4 if is_first else 9) * self._scale)

    def height_of_open(self, fact: Fact, width: int) -> int:
        """The height of a fact that is open, in so much room."""
        formula = piece(fact.latex)
        size = self._size_that_fits(fact, width)
        of_meaning = self._place_of_meaning(fact, QRect(0, 0, width, 10_000))
        return math.ceil(
            self.line_height + (formula.ascent + formula.descent) * size + of_meaning.height() + 17 * self._scale
        )

    def paint_heading(self, painter: QPainter, rect: QRect, text: str) -> None:
        """Paint a heading."""
        painter.setFont(self._heading_font)
        painter.setPen(QColor(self._theme.text_pale))
        room = rect.adjusted(round(3 * self._scale), 0, 0, -round(2 * self._scale))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, text)

    def paint_fact(
        self, painter: QPainter, rect: QRect, fact: Fact, longest: int, is_open: bool, is_hovered: bool, has_focus: bool
    ) -> None:
        """Paint a fact; its value has room for `longest` characters, so that all values stand under each other."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, rect, is_open, is_hovered, has_focus)
        line = QRectF(rect.left(), rect.top(), rect.width(), self.line_height)
        self._paint_mark(painter, line, is_open)
        self._paint_line(painter, line, fact, longest)
        if is_open:
            self._paint_meaning(painter, rect, fact)
        painter.restore()

    # --- its parts

    @property
    def _indent(self) -> float:
        return 16 * self._scale

    def _paint_ground(self, painter: QPainter, rect: QRect, is_open: bool, is_hovered: bool, has_focus: bool) -> None:
        card, ink = QColor(self._theme.card), QColor(self._theme.text)
        strength = _HOVERED if is_hovered else _OPENED if is_open else 0.0
        width = 2 * self._scale if has_focus else 0.0
        painter.setPen(QPen(QColor(self._theme.accent), width) if has_focus else Qt.PenStyle.NoPen)
        painter.setBrush(blend(card, ink, strength))
        if strength or has_focus:
            half = width / 2
            radius = 4 * self._scale
            painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), radius, radius)

    def _paint_mark(self, painter: QPainter, line: QRectF, is_open: bool) -> None:
        """A triangle: to the right while closed, down while open."""
        size, middle = 3.2 * self._scale, QPointF(line.left() + 8 * self._scale, line.center().y())
        corners = [QPointF(-0.6, -1), QPointF(0.9, 0), QPointF(-0.6, 1)]
        turned = [QPointF(-corner.y(), corner.x()) if is_open else corner for corner in corners]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.text_pale))
        painter.drawPolygon(QPolygonF([middle + corner * size for corner in turned]))

    def _paint_line(self, painter: QPainter, line: QRectF, fact: Fact, longest: int) -> None:
        sign_width, air = self._of_text.horizontalAdvance("≈"), 5 * self._scale
        value_left = line.right() - air - longest * self._of_text.horizontalAdvance("0")
        sign_left = value_left - air - sign_width
        baseline = line.center().y() + self._of_text.capHeight() / 2
        painter.setFont(self._font)
        painter.setPen(QColor(self._theme.text))
        if fact.equals:
            painter.drawText(QPointF(value_left, baseline), fact.value)
            half = (sign_width - self._of_text.horizontalAdvance(fact.equals)) / 2
            painter.drawText(QPointF(sign_left + half, baseline), fact.equals)
            symbol_width = self._of_text.horizontalAdvance(fact.symbol)
            painter.drawText(QPointF(sign_left - air - symbol_width, baseline), fact.symbol)
        else:
            symbol_width = self._of_text.horizontalAdvance(fact.symbol)
            painter.drawText(QPointF(sign_left - air - symbol_width, baseline), fact.symbol)
            painter.setPen(QColor(self._theme.text_pale))
            painter.drawText(QPointF(value_left, baseline), fact.value)
            painter.setPen(QColor(self._theme.text))
        left = line.left() + self._indent
        room = sign_left - air - symbol_width - (air if fact.symbol else 0) - left
        painter.drawText(
            QPointF(left, baseline), self._of_text.elidedText(fact.title, Qt.TextElideMode.ElideRight, room)
        )

    def _paint_meaning(self, painter: QPainter, rect: QRect, fact: Fact) -> None:
        formula, size = piece(fact.latex), self._size_that_fits(fact, rect.width())
        baseline = rect.top() + self.line_height + 4 * self._scale + formula.ascent * size
        origin = QPointF(rect.left() + self._indent, baseline)
        self._stamps.paint(painter, fact.latex, origin, size, QColor(self._theme.text))
        painter.setFont(self._meaning_font)
        painter.setPen(QColor(self._theme.text))
        top = round(baseline + formula.descent * size + 6 * self._scale)
        room = self._place_of_meaning(fact, QRect(rect.left(), top, rect.width(), 10_000))
        painter.drawText(room, _WRAPPED, fact.meaning)

    def _place_of_meaning(self, fact: Fact, room: QRect) -> QRect:
        inside = room.adjusted(round(self._indent), 0, -round(6 * self._scale), 0)
        needed = QFontMetrics(self._meaning_font).boundingRect(inside, _WRAPPED, fact.meaning)
        return QRect(inside.left(), inside.top(), inside.width(), needed.height() + 2)

    def _size_that_fits(self, fact: Fact, width: int) -> float:
        room = width - self._indent - 6 * self._scale
        return min(self._formula_size, room / piece(fact.latex).width)
