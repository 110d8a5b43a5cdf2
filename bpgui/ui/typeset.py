"""Typeset mathematics: LaTeX laid out by ziamath, painted glyph by glyph with QPainter.

Pieces are small (one name, one factor, one sign) and kept by their LaTeX; who shows them places them. The origin of a
piece is the left end of its baseline. ziamath is imported when the first piece is made, after the window is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

_LAID_OUT_AT = 64.0


@dataclass(frozen=True)
class Piece:
    """Laid-out mathematics at a size of one: widths and heights are multiples of the size it is painted at."""

    shapes: tuple[tuple[QPainterPath, str], ...]
    width: float
    ascent: float
    descent: float

    def bounds(self, x: float, baseline: float, size: float) -> QRectF:
        """The rectangle that it is painted in."""
        height = (self.ascent + self.descent) * size
        return QRectF(x, baseline - self.ascent * size, self.width * size, height).adjusted(-1, -1, 1, 1)

    def paint(self, painter: QPainter, x: float, baseline: float, size: float, colour: QColor) -> None:
        """Paint it with its origin at (x, baseline); what the LaTeX coloured keeps that colour."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(0, 0, 0, 0))
        painter.translate(QPointF(x, baseline))
        painter.scale(size, size)
        for path, own_colour in self.shapes:
            painter.fillPath(path, QColor(own_colour) if own_colour else colour)
        painter.restore()


@cache
def piece(latex: str) -> Piece:
    """The piece for some LaTeX. Raises what ziamath raises for what it can't read."""
    import ziamath  # dear to import, and the window is shown first

    node = ziamath.Latex(latex, size=_LAID_OUT_AT).node
    shapes = tuple(_shapes(node, 0.0, 0.0))
    box = node.bbox
    right = max((path.boundingRect().right() for path, _ in shapes), default=0.0)
    return Piece(
        shapes=shapes,
        width=max(min(box.xmax / _LAID_OUT_AT, right + 0.1), right),
        ascent=box.ymax / _LAID_OUT_AT,
        descent=-box.ymin / _LAID_OUT_AT,
    )


def _shapes(node: Any, x: float, y: float) -> Iterator[tuple[QPainterPath, str]]:
    kind = type(node).__name__
    if kind == "Glyph":
        yield _glyph(node, x, y), _own_colour(node)
    elif kind in ("HLine", "VLine"):
        size = (node.length, node.lw) if kind == "HLine" else (node.lw, node.height)
        left = x if kind == "HLine" else x - node.lw / 2
        path = QPainterPath()
        path.addRect(QRectF(*(value / _LAID_OUT_AT for value in (left, y, *size))))
        yield path, _own_colour(node)
    for child, (dx, dy) in zip(getattr(node, "nodes", ()), getattr(node, "nodexy", ()), strict=False):
        yield from _shapes(child, x + dx, y + dy)


def _own_colour(node: Any) -> str:
    colour = str(node.style.mathcolor)
    return "" if colour == "black" else colour


def _glyph(node: Any, x: float, y: float) -> QPainterPath:
    scale = node.funit_to_points(1) / _LAID_OUT_AT
    left, base = x / _LAID_OUT_AT, y / _LAID_OUT_AT

    def at(point: Any) -> QPointF:
        return QPointF(left + point.x * scale, base - point.y * scale)

    path = QPainterPath()
    for operator in node.glyph.operators:
        match type(operator).__name__:
            case "Moveto":
                path.closeSubpath()
                path.moveTo(at(operator.p))
            case "Lineto":
                path.lineTo(at(operator.p))
            case "Quad":
                path.quadTo(at(operator.p1), at(operator.p2))
            case "Cubic":
                path.cubicTo(at(operator.p1), at(operator.p2), at(operator.p3))
    path.closeSubpath()
    path.setFillRule(Qt.FillRule.WindingFill)
    return path
