"""Pictures of the window in the formats of their files."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from math import ceil

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter, QPdfWriter

from bpgui.core.numbers import grouped
from bpgui.ui.buffers import opened_buffer, png_of, written_to
from bpgui.ui.derivation_picture import HIGHEST, TooHighError
from bpgui.ui.picture_recording import Recording
from bpgui.ui.picture_svg import as_svg

_RESOLUTION = 96
_POINTS = 72 / _RESOLUTION
_PER_METRE = _RESOLUTION / 0.0254


class PictureForm(Enum):
    """The formats of pictures, by the endings of their files."""

    svg = "svg"
    pdf = "pdf"
    png = "png"


def content_of(picture: Recording, form: PictureForm, ground: QColor, title: str, scale: int = 1) -> bytes:
    """What the picture's file holds; `scale` times as many pixels, in a PNG. Raises TooHighError."""
    match form:
        case PictureForm.svg:
            return as_svg(picture, ground, title)
        case PictureForm.pdf:
            return as_pdf(picture, ground, title)
        case PictureForm.png:
            return as_png(picture, ground, scale)


def as_pdf(picture: Recording, ground: QColor, title: str) -> bytes:
    """A PDF document of one page, as large as the picture."""
    buffer = opened_buffer()
    writer = QPdfWriter(buffer)
    writer.setResolution(_RESOLUTION)
    writer.setTitle(title)
    writer.setCreator("bpgui")
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    exactly = QPageSize.SizeMatchPolicy.ExactMatch
    writer.setPageSize(QPageSize(picture.size * _POINTS, QPageSize.Unit.Point, "", exactly))

    def paint(painter: QPainter) -> None:
        painter.fillRect(painter.viewport().adjusted(-2, -2, 2, 2), ground)
        picture.paint(painter)

    painted(QPainter(writer), paint)
    return written_to(buffer)


def as_png(picture: Recording, ground: QColor, scale: int) -> bytes:
    """A PNG picture of `scale` times as many pixels. Raises TooHighError."""
    return png_of(as_image(picture, ground, scale))


def as_image(picture: Recording, ground: QColor, scale: float) -> QImage:
    """The same picture, for the clipboard and the preview. Raises TooHighError."""
    width, height = ceil(picture.size.width() * scale), ceil(picture.size.height() * scale)
    if max(width, height) > HIGHEST:
        raise TooHighError(
            f"The picture would be larger than {grouped(HIGHEST)} pixels. Choose a smaller scale, or SVG."
        )
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(ground)
    image.setDotsPerMeterX(round(_PER_METRE * scale))
    image.setDotsPerMeterY(round(_PER_METRE * scale))

    def paint(painter: QPainter) -> None:
        painter.scale(scale, scale)
        picture.paint(painter)

    painted(QPainter(image), paint)
    return image


def painted(painter: QPainter, paint: Callable[[QPainter], object]) -> None:
    """Let something be painted, and end the painter whatever happens: Qt crashes where one is left."""
    try:
        paint(painter)
    finally:
        painter.end()
