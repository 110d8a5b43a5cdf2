"""A recording as SVG: outlines alone, words too, so that it looks the same wherever it is opened."""

from __future__ import annotations

import re
from base64 import b64encode
from math import ceil
from xml.sax.saxutils import escape, quoteattr

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QGradient,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
    QTransform,
)

from bpgui.ui.buffers import png_of
from bpgui.ui.picture_marks import Mark, Outline, Pixels
from bpgui.ui.picture_recording import Recording

_FINER = 2
"""What is no outline stands in an SVG with so many pixels for one."""
_CAPS = {Qt.PenCapStyle.FlatCap: "butt", Qt.PenCapStyle.SquareCap: "square", Qt.PenCapStyle.RoundCap: "round"}
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_JOINS = {Qt.PenJoinStyle.BevelJoin: "bevel", Qt.PenJoinStyle.RoundJoin: "round"}


def as_svg(recording: Recording, ground: QColor | None, title: str) -> bytes:
    """The recording as an SVG picture, on a ground or on none."""
    writer = _Writer()
    for mark in recording.marks:
        writer.add(mark)
    width, height = ceil(recording.size.width()), ceil(recording.size.height())
    filled = "" if ground is None else f'<rect width="{width}" height="{height}" fill="{ground.name()}"/>\n'
    defined = "".join(f"{each}\n" for each in writer.definitions)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">\n'
        f"<title>{escape(_in_xml(title))}</title>\n<desc>Made by bpgui</desc>\n"
        + (f"<defs>\n{defined}</defs>\n" if defined else "")
        + filled
        + "".join(f"{element}\n" for element in writer.elements)
        + "</svg>\n"
    ).encode()


class _Writer:
    """Elements in their order, and what they refer to: clips and gradients."""

    def __init__(self) -> None:
        self.elements: list[str] = []
        self.definitions: list[str] = []
        self._clips: dict[str, str] = {}

    def add(self, mark: Mark) -> None:
        """Write a mark, clipped where it is."""
        element = self._outline(mark) if isinstance(mark, Outline) else _image(mark.image, mark)
        if mark.clip is not None and element:
            element = f'<g clip-path="url(#{self._clip(mark.clip)})">{element}</g>'
        if element:
            self.elements.append(element)

    def _clip(self, clip: QPainterPath) -> str:
        data = _path_data(clip)
        name = self._clips.get(data)
        if name is None:
            name = self._clips[data] = f"clip{len(self._clips) + 1}"
            self.definitions.append(f'<clipPath id="{name}"><path d="{data}"{_rule(clip)}/></clipPath>')
        return name

    def _outline(self, mark: Outline) -> str:
        path, pen, transform = mark.path, mark.pen, mark.transform
        if not transform.isScaling() or pen.style() == Qt.PenStyle.NoPen:  # Qt calls a rotation a scaling too
            path, transform = transform.map(path), QTransform()
        data = _path_data(path)
        if not data:
            return ""
        fill = self._fill(mark.brush, mark)
        if fill is None:
            return _image(*_as_pixels(mark))
        moved = "" if transform.isIdentity() else f" transform={quoteattr(_matrix(transform))}"
        faded = "" if mark.opacity >= 1 else f' opacity="{_number(mark.opacity)}"'
        told = "" if mark.words is None else f" aria-label={quoteattr(_in_xml(mark.words[0]))}"
        sharp = "" if mark.is_smooth else ' shape-rendering="crispEdges"'
        rule = "" if fill == ' fill="none"' else _rule(path)
        return f'<path d="{data}"{fill}{_stroke(pen)}{rule}{sharp}{moved}{faded}{told}/>'

    def _fill(self, brush: QBrush, mark: Outline) -> str | None:
        """How it is filled; None for what SVG has no plain words for."""
        match brush.style():
            case Qt.BrushStyle.NoBrush:
                return ' fill="none"'
            case Qt.BrushStyle.SolidPattern:
                return f' fill="{brush.color().name()}"{_alpha("fill", brush.color())}'
            case Qt.BrushStyle.LinearGradientPattern:
                gradient = brush.gradient()
                if isinstance(gradient, QLinearGradient):
                    return f' fill="url(#{self._gradient(gradient, mark)})"'
        return None

    def _gradient(self, gradient: QLinearGradient, mark: Outline) -> str:
        name = f"gradient{len(self.definitions) + 1}"
        of_box = gradient.coordinateMode() != QGradient.CoordinateMode.LogicalMode
        start, end = gradient.start(), gradient.finalStop()
        if not of_box and mark.pen.style() == Qt.PenStyle.NoPen:
            start, end = mark.transform.map(start), mark.transform.map(end)
        units = "objectBoundingBox" if of_box else "userSpaceOnUse"
        stops = "".join(
            f'<stop offset="{_number(at)}" stop-color="{colour.name()}"{_alpha("stop", colour)}/>'
            for at, colour in gradient.stops()
        )
        self.definitions.append(
            f'<linearGradient id="{name}" gradientUnits="{units}" x1="{_number(start.x())}" y1="{_number(start.y())}" '
            f'x2="{_number(end.x())}" y2="{_number(end.y())}">{stops}</linearGradient>'
        )
        return name


# --- in SVG's words


def _in_xml(text: str) -> str:
    """A text without what no XML may hold: a title from a file may have anything in it."""
    return _NOT_IN_XML.sub("", text)


def _path_data(path: QPainterPath) -> str:
    parts: list[str] = []
    index, count = 0, path.elementCount()
    kinds = QPainterPath.ElementType
    while index < count:
        element = path.elementAt(index)
        at = f"{_number(element.x)} {_number(element.y)}"
        if element.type == kinds.MoveToElement:
            parts.append(f"M{at}")
        elif element.type == kinds.LineToElement:
            parts.append(f"L{at}")
        else:
            one, other = path.elementAt(index + 1), path.elementAt(index + 2)
            ends = f"{_number(one.x)} {_number(one.y)} {_number(other.x)} {_number(other.y)}"
            parts.append(f"C{at} {ends}")
            index += 2
        index += 1
    return "".join(parts)


def _number(value: float) -> str:
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def _rule(path: QPainterPath) -> str:
    return ' fill-rule="evenodd"' if path.fillRule() == Qt.FillRule.OddEvenFill else ""


def _alpha(what: str, colour: QColor) -> str:
    return "" if colour.alpha() == 255 else f' {what}-opacity="{_number(colour.alphaF())}"'


def _stroke(pen: QPen) -> str:
    if pen.style() == Qt.PenStyle.NoPen:
        return ""
    width = pen.widthF() or 1.0
    join = _JOINS.get(pen.joinStyle(), "miter")
    stroke = f' stroke="{pen.color().name()}"{_alpha("stroke", pen.color())} stroke-width="{_number(width)}"'
    dashes = " ".join(_number(length * width) for length in pen.dashPattern())
    if dashes:
        stroke += f' stroke-dasharray="{dashes}" stroke-dashoffset="{_number(pen.dashOffset() * width)}"'
    return f'{stroke} stroke-linecap="{_CAPS[pen.capStyle()]}" stroke-linejoin="{join}"'


def _matrix(transform: QTransform) -> str:
    numbers = (transform.m11(), transform.m12(), transform.m21(), transform.m22(), transform.dx(), transform.dy())
    return f"matrix({' '.join(f'{number:.6g}' for number in numbers)})"


def _image(image: QImage, mark: Pixels) -> str:
    part = image.copy(mark.source.toAlignedRect())
    box = mark.rect
    moved = "" if mark.transform.isIdentity() else f" transform={quoteattr(_matrix(mark.transform))}"
    faded = "" if mark.opacity >= 1 else f' opacity="{_number(mark.opacity)}"'
    return (
        f'<image x="{_number(box.x())}" y="{_number(box.y())}" width="{_number(box.width())}" '
        f'height="{_number(box.height())}" preserveAspectRatio="none"{moved}{faded} '
        f'xlink:href="data:image/png;base64,{b64encode(png_of(part)).decode()}"/>'
    )


def _as_pixels(mark: Outline) -> tuple[QImage, Pixels]:
    """A mark with a pattern that SVG has no plain words for, painted."""
    box = QRectF(mark.bounds.toAlignedRect())
    image = QImage(ceil(box.width() * _FINER), ceil(box.height() * _FINER), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(_FINER, _FINER)
        painter.translate(-box.topLeft())
        mark.paint(painter)
    return image, Pixels(image, box, QRectF(image.rect()), QTransform(), mark.clip, mark.opacity)
