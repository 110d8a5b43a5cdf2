"""The marks that a recorded picture is made of: outlines, words among them, and images."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QImage, QPainter, QPainterPath, QPen, QTransform


@dataclass(frozen=True, eq=False)
class Outline:
    """A path with its pen and brush, or, where it is words, those words; everything where `transform` puts it.

    is_smooth: whether its edges are blended with what is behind them; the lines of axes are not.
    """

    path: QPainterPath
    pen: QPen
    brush: QBrush
    transform: QTransform
    clip: QPainterPath | None
    opacity: float = 1.0
    words: tuple[str, QFont, QPointF] | None = None
    is_smooth: bool = True

    @property
    def bounds(self) -> QRectF:
        """The rectangle that it fills, in the widget's pixels."""
        beyond = 0.0 if self.pen.style() == Qt.PenStyle.NoPen else max(self.pen.widthF(), 1.0)
        box = self.path.controlPointRect().adjusted(-beyond, -beyond, beyond, beyond)
        return self.transform.mapRect(box)

    def paint(self, painter: QPainter) -> None:
        """Paint it with a painter that stands in the widget's pixels."""
        painter.setTransform(self.transform, combine=True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self.is_smooth)
        painter.setPen(self.pen)
        painter.setBrush(self.brush)
        if self.words is None:
            painter.drawPath(self.path)
        else:
            text, font, at = self.words
            painter.setPen(QPen(self.brush, 1))
            painter.setFont(font)
            painter.drawText(at, text)


@dataclass(frozen=True, eq=False)
class Pixels:
    """An image, for what is no outline: an icon, the shade of the landscape."""

    image: QImage
    rect: QRectF
    source: QRectF
    transform: QTransform
    clip: QPainterPath | None
    opacity: float = 1.0

    @property
    def bounds(self) -> QRectF:
        """The rectangle that it fills, in the widget's pixels."""
        return self.transform.mapRect(self.rect)

    def paint(self, painter: QPainter) -> None:
        """Paint it with a painter that stands in the widget's pixels."""
        painter.setTransform(self.transform, combine=True)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect, self.image, self.source)


Mark = Outline | Pixels
