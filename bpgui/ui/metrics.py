"""The measures of the worksheet at one scale, in device-independent pixels. Column width follows from the decimals."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF

from bpgui.ui.fonts import TEXT_PIXELS, text_font


@dataclass(frozen=True)
class Metrics:
    """Sizes of everything in the worksheet."""

    scale: float
    digits: int
    row_height: float
    cell_width: float
    decimals_width: float

    @classmethod
    def at(cls, scale: float, digits: int, row_height: float) -> Metrics:
        """The measures at a scale, for so many decimals, with rows so high at scale 1."""
        of_text = QFontMetricsF(text_font(TEXT_PIXELS * scale))
        figure = of_text.horizontalAdvance("0")
        decimals = of_text.horizontalAdvance(".") + digits * figure if digits else 0.0
        usual = of_text.horizontalAdvance("−") + (1 if digits else 3) * figure + decimals
        return cls(scale, digits, round(row_height * scale), round(usual + 13 * scale), decimals)

    @property
    def text(self) -> float:
        """The size of numbers."""
        return TEXT_PIXELS * self.scale

    @property
    def small(self) -> float:
        """The size of indices."""
        return 10 * self.scale

    @property
    def name(self) -> float:
        """The size of typeset names."""
        return 15 * self.scale

    @property
    def fraction(self) -> float:
        """The size of names that are fractions."""
        return 11 * self.scale

    @property
    def header_height(self) -> float:
        """The strip of column indices."""
        return round(14 * self.scale)

    @property
    def bracket(self) -> float:
        """The room for one bracket."""
        return round(7 * self.scale)

    @property
    def scroll_bar(self) -> float:
        """The thickness of a scroll bar."""
        return round(9 * self.scale)

    @property
    def gap(self) -> float:
        """Between things that belong together."""
        return round(7 * self.scale)

    @property
    def cell_margin(self) -> float:
        """Between a number and the edge of its cell."""
        return 4 * self.scale

    def number_place(self, rect: QRectF, text: str) -> tuple[float, float]:
        """Where a number starts in its cell, and by how much it is squeezed.

        Numbers line up on the point, wherever they are short enough; the rare one that is too wide is set narrower.
        """
        of_text = QFontMetricsF(self.font())
        width = of_text.horizontalAdvance(text)
        room = rect.width() - 3 * self.scale
        if width > room:
            return rect.left() + 1.5 * self.scale, room / width
        return self._aligned(rect, text, width, of_text), 1.0

    def _aligned(self, rect: QRectF, text: str, width: float, of_text: QFontMetricsF) -> float:
        right = rect.right() - self.cell_margin
        if "e" not in text:
            before_point = of_text.horizontalAdvance(text.split(".")[0].rstrip("…"))
            aligned = right - self.decimals_width - before_point
            edge = self.cell_margin / 2
            if aligned + width <= rect.right() - edge and aligned >= rect.left() + edge:
                return aligned
        return max(right - width, rect.left() + self.cell_margin / 2)

    def font(self, weight: QFont.Weight = QFont.Weight.Normal, italic: bool = False) -> QFont:
        """The font of numbers."""
        return text_font(self.text, weight, italic)
