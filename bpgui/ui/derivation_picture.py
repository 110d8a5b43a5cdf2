"""Derivations as pictures: SVG and PNG, one entry under the other, and PDF, an entry a page. Painted as on screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter, QPainterPath, QPdfWriter, QPen
from PySide6.QtSvg import QSvgGenerator

from bpgui.core.numbers import grouped
from bpgui.session.derivation import Derivation
from bpgui.session.pieces import Line, Style, named
from bpgui.ui.buffers import opened_buffer, png_of, written_to
from bpgui.ui.derivation_layout import LineLayout, Sizes, lay_out
from bpgui.ui.derivation_painting import LinePainter
from bpgui.ui.theme import Theme

SLIDE_WIDTH = 960
"""The width in pixels that lines wrap at: half of a slide's 1920, for a PNG has twice as many."""
PNG_FACTOR = 2
HIGHEST = 30_000
"""So many pixels high, or wide, a picture may be."""

_SCALE = 1.5
_MARGIN = 24.0
_ABOVE_LINE = 2.0
_FRAME = 3.0
"""Room for the ground and the frame of a piece, beyond its end."""
_RESOLUTION = 96
_POINTS = 72 / _RESOLUTION

_FONTS_IN_SVG = re.compile(rb'\sfont-family="[^"]*" font-size="[^"]*" font-weight="[^"]*" font-style="[^"]*"')
_EMPTY_IN_SVG = re.compile(rb"<g [^>]*>\s*</g>\s*")


class TooHighError(ValueError):
    """A picture would have more than HIGHEST pixels one way; the text is a sentence for the person."""


@dataclass(frozen=True)
class Sheet:
    """Lines in their places, and the size of what they fill, in pixels."""

    placed: tuple[tuple[Line, LineLayout, float], ...]
    size: QSizeF


def as_svg(
    derivations: Sequence[Derivation], theme: Theme, transparent: bool = False, width: float = SLIDE_WIDTH
) -> bytes:
    """An SVG picture, in which words are paths: it looks the same where the text face isn't installed."""
    sheets, size = _under_each_other(derivations, width, 1.0)
    buffer = opened_buffer()
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(_RESOLUTION)
    generator.setSize(size)
    generator.setViewBox(QRectF(QPointF(), QSizeF(size)))
    generator.setTitle(_title(derivations))
    generator.setDescription("Made by bpgui")
    _paint(_PathPainter(generator), lambda painter: _paint_all(painter, sheets, size, theme, transparent))
    return _EMPTY_IN_SVG.sub(b"", _FONTS_IN_SVG.sub(b"", written_to(buffer)))


def as_png(
    derivations: Sequence[Derivation],
    theme: Theme,
    transparent: bool = False,
    width: float = SLIDE_WIDTH,
    factor: float = PNG_FACTOR,
) -> bytes:
    """A PNG picture of `factor` times as many pixels."""
    return png_of(as_image(derivations, theme, transparent, width, factor))


def as_image(
    derivations: Sequence[Derivation],
    theme: Theme,
    transparent: bool = False,
    width: float = SLIDE_WIDTH,
    factor: float = PNG_FACTOR,
) -> QImage:
    """The same picture, for the clipboard and the preview."""
    sheets, size = _under_each_other(derivations, width, factor)
    kind = QImage.Format.Format_ARGB32_Premultiplied if transparent else QImage.Format.Format_RGB32
    image = QImage(ceil(size.width() * factor), ceil(size.height() * factor), kind)
    image.fill(Qt.GlobalColor.transparent if transparent else QColor(theme.card))
    dots = round(_RESOLUTION * factor / 0.0254)
    image.setDotsPerMeterX(dots)
    image.setDotsPerMeterY(dots)

    def paint(painter: QPainter) -> None:
        painter.scale(factor, factor)
        _paint_all(painter, sheets, size, theme, transparent)

    _paint(QPainter(image), paint)
    return image


def as_pdf(
    derivations: Sequence[Derivation], theme: Theme, transparent: bool = False, width: float = SLIDE_WIDTH
) -> bytes:
    """A PDF document of a page for each entry, as large as what stands on it."""
    sheets = _sheets(derivations, width)
    buffer = opened_buffer()
    writer = QPdfWriter(buffer)
    writer.setResolution(_RESOLUTION)
    writer.setTitle(_title(derivations))
    writer.setCreator("bpgui")
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setPageSize(_page_size(sheets[0]))

    def paint(painter: QPainter) -> None:
        for number, sheet in enumerate(sheets):
            if number:
                writer.setPageSize(_page_size(sheet))
                writer.newPage()
            _paint_all(painter, [sheet], sheet.size.toSize(), theme, transparent)

    _paint(QPainter(writer), paint)
    return written_to(buffer)


# --- putting lines into their places


def _sheets(derivations: Sequence[Derivation], width: float) -> list[Sheet]:
    sizes = Sizes(_SCALE)
    return [_sheet(each, width, sizes, titled=len(derivations) > 1) for each in derivations]


def _under_each_other(derivations: Sequence[Derivation], width: float, factor: float) -> tuple[list[Sheet], QSize]:
    """The sheets and the size of them all. Raises TooHighError as soon as they are too high."""
    sheets: list[Sheet] = []
    height = widest = 0.0
    for each in derivations:
        sheets.append(_sheet(each, width, Sizes(_SCALE), titled=len(derivations) > 1))
        widest = max(widest, sheets[-1].size.width())
        height += sheets[-1].size.height()
        if max(height, widest) * factor > HIGHEST:
            most = grouped(HIGHEST)
            if len(derivations) == 1:
                raise TooHighError(f"The picture would be larger than {most} pixels. As PDF or LaTeX it can be saved.")
            raise TooHighError(
                f"One picture of all {len(derivations)} entries would be higher than {most} pixels. "
                "Choose this entry alone, or PDF, which has a page for each."
            )
    return sheets, QSize(ceil(widest), ceil(height))


def _sheet(derivation: Derivation, width: float, sizes: Sizes, titled: bool) -> Sheet:
    title = [Line(Style.result, (named(derivation.entry),))] if titled else []
    placed: list[tuple[Line, LineLayout, float]] = []
    y, right = _MARGIN, 0.0
    for line in (*title, *derivation.lines):
        if placed:
            y += _ABOVE_LINE * sizes.scale
        layout = lay_out(line, width - 2 * _MARGIN - _FRAME, sizes)
        placed.append((line, layout, y))
        y += layout.height
        right = max(right, *(each.rect.right() for each in layout.placed), *(b.right() for b in layout.brackets), 0.0)
    return Sheet(tuple(placed), QSizeF(ceil(right + 2 * _MARGIN), ceil(y + _MARGIN)))


# --- painting


class _PathPainter(QPainter):
    """Paints words as paths."""

    def drawText(self, at: QPointF, text: str) -> None:  # type: ignore[override]
        path = QPainterPath()
        path.addText(at, self.font(), text)
        self.fillPath(path, self.pen().color())


def _paint(painter: QPainter, paint: Callable[[QPainter], None]) -> None:
    try:
        paint(painter)
    finally:
        painter.end()


def _paint_all(painter: QPainter, sheets: Sequence[Sheet], size: QSize, theme: Theme, transparent: bool) -> None:
    lines = LinePainter(theme, Sizes(_SCALE))
    if not transparent:
        ground = QRectF(QPointF(), QSizeF(size)).adjusted(-2, -2, 2, 2)  # no pale edge where a page ends inside a pixel
        painter.fillRect(ground, QColor(theme.card))
    top = 0.0
    for number, sheet in enumerate(sheets):
        if number:
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.drawLine(QPointF(_MARGIN, top), QPointF(size.width() - _MARGIN, top))
        for line, layout, y in sheet.placed:
            painter.save()
            painter.translate(_MARGIN, top + y)
            lines.paint(painter, line, layout)
            painter.restore()
        top += sheet.size.height()


def _page_size(sheet: Sheet) -> QPageSize:
    size = sheet.size * _POINTS
    return QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)


def _title(derivations: Sequence[Derivation]) -> str:
    return (
        "Derivation of " + ", ".join(each.title for each in derivations[:3]) + (", …" if len(derivations) > 3 else "")
    )
