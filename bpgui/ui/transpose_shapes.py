"""The strip of shapes: the eight products of x and ∂L/∂ŷ, which of them can be formed, and which is like w."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from bpgui.core.cells import Matrix, Shape
from bpgui.session.transpose_shapes import (
    ProductOfShapes,
    conclusion,
    in_numbers,
    products_of_shapes,
    verdict,
)
from bpgui.ui.fonts import text_font
from bpgui.ui.theme import Theme
from bpgui.ui.transpose_grid import fitting, text_width
from bpgui.ui.typeset import piece

_HEADING, _TEXT, _NAME = 16.0, 15.0, 15.0
_HEAD, _LINE, _PADDING = 30.0, 29.0, 8.0
_IN_A_LINE = 4


class ShapesPicture(QWidget):
    """The eight products in two lines; each of the second line is the transpose of the one above it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shapes")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._theme, self._scale = theme, 1.0
        self.show_shapes(Shape(1, 1, 1), Matrix.dL_dw)

    def show_shapes(self, shape: Shape, gradient: Matrix) -> None:
        """Show other sizes, or those of the other gradient."""
        self._gradient = gradient
        self._products = products_of_shapes(shape, gradient)
        self._conclusion = conclusion(shape, gradient)
        self.setAccessibleName("Which products can be formed")
        said = (f"{each.text}: {_sizes(each)}, {verdict(each, gradient)}" for each in self._products)
        self.setAccessibleDescription(f"{self._conclusion} {'; '.join(said)}.")
        self.update()

    def set_looks(self, theme: Theme, scale: float) -> None:
        """Take other colours, and another scale."""
        self._theme, self._scale = theme, scale
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, round((_HEAD + 2 * _LINE + 8) * self._scale))

    def minimumSizeHint(self) -> QSize:
        return QSize(300, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        scale = self._scale
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._theme.border), 1))
            painter.setBrush(QColor(self._theme.card))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            painter.setPen(QColor(self._theme.text))
            room = self.width() - 2 * _PADDING - 4
            size = fitting(_HEADING * scale, self._conclusion, room)
            painter.setFont(text_font(size, QFont.Weight.DemiBold))
            painter.drawText(QPointF(_PADDING + 2, 21 * scale), self._conclusion)
            width = (self.width() - 2 * _PADDING) / _IN_A_LINE
            size = self._size(width)
            for number, product in enumerate(self._products):
                line, place = divmod(number, _IN_A_LINE)
                top = (_HEAD + line * _LINE) * scale
                self._paint_product(painter, product, QRectF(_PADDING + place * width, top, width, _LINE * scale), size)

    def _size(self, width: float) -> float:
        """The size at which the widest of them has room: all are as large as each other."""
        widest = max(self._width_at_one(each) for each in self._products)
        return min(self._scale, (width - 14) / widest)

    def _width_at_one(self, product: ProductOfShapes) -> float:
        texts = text_width(_sizes(product)) + text_width(verdict(product, self._gradient)) * 1.07
        return piece(product.latex).width * _NAME + texts * _TEXT + 22 + 12

    def _paint_product(self, painter: QPainter, product: ProductOfShapes, box: QRectF, size: float) -> None:
        theme = self._theme
        colour = QColor(theme.text if product.can_be_formed else theme.text_pale)
        if product.is_right:
            hue = theme.hue(self._gradient)
            painter.setPen(QPen(hue, 2 * max(self._scale, 1.0)))
            painter.setBrush(theme.glow(self._gradient, 0.16))
            painter.drawRoundedRect(box.adjusted(1, 1.5, -3, -1.5), 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        baseline = box.center().y() + 5.3 * size
        left = box.left() + 7
        name = piece(product.latex)
        name.paint(painter, left, baseline, _NAME * size, colour)
        left += name.width * _NAME * size + 11 * size
        painter.setPen(colour)
        painter.setFont(text_font(_TEXT * size))
        painter.drawText(QPointF(left, baseline), _sizes(product))
        left += text_width(_sizes(product)) * _TEXT * size + 11 * size
        said = verdict(product, self._gradient)
        painter.setFont(text_font(_TEXT * size, QFont.Weight.DemiBold if product.fits else QFont.Weight.Normal))
        painter.drawText(QPointF(left, baseline), said)


def _sizes(product: ProductOfShapes) -> str:
    return f"{in_numbers(product.left.size)} · {in_numbers(product.right.size)}"
