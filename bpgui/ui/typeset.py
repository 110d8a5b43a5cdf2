"""Typeset mathematics: LaTeX laid out by ziamath, painted glyph by glyph with QPainter.

Pieces are small (one name, one factor, one sign) and kept by their LaTeX; who shows them places them. The origin of a
piece is the left end of its baseline. ziamath is imported when the first piece is made, after the window is shown.

Laying out takes milliseconds, so that pieces which differ in nothing but their figures are laid out once: the figures
of the face are equally wide, and so ŷ₃₂ is ŷ₁₂ with another figure painted in the same place.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPainterPath, QPixmap, QTransform

_LAID_OUT_AT = 64.0
_MOST_PIECES, _MOST_STAMPS = 8000, 4000
_FIGURES = "0123456789"
_FIGURE = re.compile("[0-9]")


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


class Stamps:
    """Pieces painted once into pixmaps, and set down from there: a fifth of what filling their outlines takes.

    A stamp stands on whole pixels, so that baselines stay true. For screens alone: what is exported stays outlines.
    """

    def __init__(self) -> None:
        self._stamps: dict[tuple[str, float, int, float], tuple[QPixmap, QPointF]] = {}

    def paint(self, painter: QPainter, latex: str, origin: QPointF, size: float, colour: QColor) -> None:
        """Paint a piece with its origin at the nearest whole pixel."""
        if painter.paintEngine().type() is not QPaintEngine.Type.Raster:
            piece(latex).paint(painter, origin.x(), origin.y(), size, colour)
            return
        ratio = painter.device().devicePixelRatioF()
        key = latex, size, colour.rgba(), ratio
        stamp = self._stamps.get(key)
        if stamp is None:
            if len(self._stamps) >= _MOST_STAMPS:
                self._stamps.clear()
            stamp = self._stamps[key] = _stamp(piece(latex), size, colour, ratio)
        pixmap, offset = stamp
        device = painter.transform().map(origin) * ratio
        nearest = QPointF(round(device.x()), round(device.y())) - device
        painter.drawPixmap(origin + nearest / ratio - offset, pixmap)


def _stamp(made: Piece, size: float, colour: QColor, ratio: float) -> tuple[QPixmap, QPointF]:
    """A pixmap, and where in it the origin is: on a whole pixel."""
    left = math.ceil(0.2 * size * ratio) / ratio
    above = math.ceil((made.ascent * size + 1) * ratio) / ratio
    width, height = left + made.width * size + 0.2 * size, above + made.descent * size + 1
    pixmap = QPixmap(math.ceil(width * ratio), math.ceil(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        made.paint(painter, left, above, size, colour)
    return pixmap, QPointF(left, above)


@lru_cache(_MOST_PIECES)
def piece(latex: str) -> Piece:
    """The piece for some LaTeX. Raises what ziamath raises for what it can't read."""
    figures = _FIGURE.findall(latex)
    stand_ins = [place % 9 + 1 for place in range(len(figures))]
    left = iter(stand_ins)  # 1 stands for the first figure, 2 for the second, …, wherever they are painted
    pattern = _laid_out(_FIGURE.sub(lambda figure: str(next(left)), latex))
    found = [stand_in for _, stand_in in pattern.figures]
    if (sorted(found) if len(found) <= 9 else found) != stand_ins:
        return _laid_out(latex).piece
    places = range(len(found)) if len(found) > 9 else [stand_in - 1 for stand_in in found]
    shapes, width = list(pattern.piece.shapes), pattern.piece.width
    for (at, _), place in zip(pattern.figures, places, strict=True):
        x, y, scale, is_script = pattern.glyphs[at]
        outlines = _figures_like(is_script)
        shapes[at] = QTransform(scale, 0, 0, scale, x, y).map(outlines[int(figures[place])]), shapes[at][1]
        width = max(width, x + scale * max(outline.boundingRect().right() for outline in outlines))
    return Piece(tuple(shapes), width, pattern.piece.ascent, pattern.piece.descent)


class _Placed(NamedTuple):
    """A glyph of a layout: where its origin is, its scale from font units, and whether it is cut for subscripts."""

    x: float
    y: float
    scale: float
    is_script: bool


@dataclass(frozen=True)
class _Layout:
    """A piece, where its glyphs are (by the number of their shape), and which of them are figures."""

    piece: Piece
    glyphs: dict[int, _Placed]
    figures: tuple[tuple[int, int], ...]


@cache
def _laid_out(latex: str) -> _Layout:
    import ziamath  # dear to import, and the window is shown first

    node = ziamath.Latex(latex, size=_LAID_OUT_AT).node
    shapes: list[tuple[QPainterPath, str]] = []
    glyphs: dict[int, _Placed] = {}
    figures: list[tuple[int, int]] = []
    for child, x, y in _nodes(node, 0.0, 0.0):
        left, base = x / _LAID_OUT_AT, y / _LAID_OUT_AT
        if type(child).__name__ == "Glyph":
            if child.char in _FIGURES:
                figures.append((len(shapes), int(child.char)))
            scale = child.funit_to_points(1) / _LAID_OUT_AT
            is_script = child.glyph.index != child.glyph.font.glyphindex(child.char)
            glyphs[len(shapes)] = _Placed(left, base, scale, is_script)
            shapes.append((QTransform(scale, 0, 0, scale, left, base).map(_outline(child)), _own_colour(child)))
        else:
            shapes.append((_rule(child, left, base), _own_colour(child)))
    box = node.bbox
    right = max((path.boundingRect().right() for path, _ in shapes), default=0.0)
    laid_out = Piece(
        shapes=tuple(shapes),
        width=max(min(box.xmax / _LAID_OUT_AT, right + 0.1), right),
        ascent=box.ymax / _LAID_OUT_AT,
        descent=-box.ymin / _LAID_OUT_AT,
    )
    return _Layout(laid_out, glyphs, tuple(figures))


@cache
def _figures_like(is_script: bool) -> tuple[QPainterPath, ...]:
    """The outlines of 0 to 9, as they stand on the line or as they are cut for subscripts."""
    import ziamath

    def outline(figure: str) -> QPainterPath:
        node = ziamath.Latex(f"x_{{{figure}}}" if is_script else figure, size=_LAID_OUT_AT).node
        found = (child for child, _, _ in _nodes(node, 0.0, 0.0) if getattr(child, "char", "") == figure)
        return _outline(next(found))

    return tuple(outline(figure) for figure in _FIGURES)


def _nodes(node: Any, x: float, y: float) -> Iterator[tuple[Any, float, float]]:
    if type(node).__name__ in ("Glyph", "HLine", "VLine"):
        yield node, x, y
    for child, (dx, dy) in zip(getattr(node, "nodes", ()), getattr(node, "nodexy", ()), strict=False):
        yield from _nodes(child, x + dx, y + dy)


def _own_colour(node: Any) -> str:
    colour = str(node.style.mathcolor)
    return "" if colour == "black" else colour


def _rule(node: Any, left: float, top: float) -> QPainterPath:
    is_across = type(node).__name__ == "HLine"
    width, height = (node.length, node.lw) if is_across else (node.lw, node.height)
    if not is_across:
        left -= node.lw / 2 / _LAID_OUT_AT
    path = QPainterPath()
    path.addRect(QRectF(left, top, width / _LAID_OUT_AT, height / _LAID_OUT_AT))
    return path


def _outline(node: Any) -> QPainterPath:
    """A glyph in font units, with its origin at (0, 0)."""

    def at(point: Any) -> QPointF:
        return QPointF(point.x, -point.y)

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
