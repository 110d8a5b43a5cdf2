"""The measures of the worksheet at one scale, in device-independent pixels.

Column width follows from the decimals, or from the room that fractions need.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import ceil

from PySide6.QtGui import QFont, QFontMetricsF

from bpgui.ui.column_shape import ColumnShape
from bpgui.ui.fonts import TEXT_PIXELS, text_font

_MOST_PLACES = 4000
_CLEAR_OF_OUTLINES = 3.75
"""From the edge of a cell to the nearest that a number may come, so that no outline runs through it."""


@dataclass(frozen=True)
class Metrics:
    """Sizes of everything in the worksheet."""

    scale: float
    digits: int
    row_height: float
    cell_width: float
    decimals_width: float
    is_tight: bool = False
    has_fractions: bool = False
    has_names_of_gradients: bool = True
    """Whether there is room for the names of features beside ∂L/∂w, the new w and xᵀ too."""

    @classmethod
    def at(cls, scale: float, digits: int, row_height: float, tight: bool = False, fractions: bool = False) -> Metrics:
        """The measures at a scale, for so many decimals, with rows so high at scale 1; `tight` leaves less room.

        With fractions there is room for one such as −12/35, and for ≈ before the decimals of what can't be one.
        """
        of_text = QFontMetricsF(text_font(TEXT_PIXELS * scale))
        figure = of_text.horizontalAdvance("0")
        decimals = of_text.horizontalAdvance(".") + digits * figure if digits else 0.0
        usual = of_text.horizontalAdvance("−") + (1 if digits else 3) * figure + decimals
        if fractions:
            usual = max(of_text.horizontalAdvance("−12/35"), of_text.horizontalAdvance("≈") + usual)
        padding = 14 if not tight else 4 if fractions else 10
        width = (ceil if fractions else round)(usual + padding * scale)
        return cls(scale, digits, round(row_height * scale), width, decimals, tight, fractions)

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
        return round((4 if self.is_tight else 7) * self.scale)

    @property
    def cell_margin(self) -> float:
        """Between a number and the edge of its cell."""
        return (4 if self.is_tight else 5) * self.scale

    @cached_property
    def half_cap_height(self) -> float:
        """From the middle of a number to its baseline."""
        return self._of_text.capHeight() / 2

    def number_place(
        self, cell_width: float, text: str, taken: float = 0.0, column: ColumnShape | None = None
    ) -> tuple[float, float]:
        """Where a number starts, from the left edge of its cell, and by how much it is squeezed.

        Numbers line up on the point, wherever they are short enough, or on the right edge, where they are fractions;
        the rare one that is too wide is set narrower. `taken` is what a term's number takes of the cell at its left.
        A column whose numbers are long before the point has it further to the right, if its decimals leave the room.
        """
        key = cell_width, text, taken, column
        place = self._places.get(key)
        if place is None:
            if len(self._places) >= _MOST_PLACES:
                self._places.clear()
            place = self._places[key] = self._place(cell_width, text, taken, column)
        return place

    def _place(self, cell_width: float, text: str, taken: float, column: ColumnShape | None) -> tuple[float, float]:
        width = self._of_text.horizontalAdvance(text)
        margin = _CLEAR_OF_OUTLINES * self.scale
        if self.has_fractions:
            room = cell_width - taken - self.cell_margin
            return (taken, room / width) if width > room else (cell_width - self.cell_margin - width, 1.0)
        least = max(taken, margin)
        room = cell_width - least - margin
        if width > room:
            return least, room / width
        return min(max(self._aligned(cell_width, text, width, column), least), least + room - width), 1.0

    def _aligned(self, cell_width: float, text: str, width: float, column: ColumnShape | None) -> float:
        right = cell_width - self.cell_margin
        edge = min(self.cell_margin, _CLEAR_OF_OUTLINES * self.scale)
        if "e" not in text:
            before_point = self._of_text.horizontalAdvance(text.split(".")[0].rstrip("…"))
            aligned = right - self._after_point(right - edge, column) - before_point
            if aligned + width <= cell_width - edge and aligned >= edge:
                return aligned
        return max(right - width, edge)

    def _after_point(self, room: float, column: ColumnShape | None) -> float:
        """The room kept free after the point: all decimals', or less where what stands before it needs some of that."""
        if column is None or not self.digits:
            return self.decimals_width
        figure = self._of_text.horizontalAdvance("0")
        used = self.decimals_width - (self.digits - column.decimals) * figure if column.decimals else 0.0
        return min(self.decimals_width, max(room - self._of_text.horizontalAdvance(column.before_point), used))

    @cached_property
    def _of_text(self) -> QFontMetricsF:
        return QFontMetricsF(self.font())

    @cached_property
    def _places(self) -> dict[tuple[float, str, float, ColumnShape | None], tuple[float, float]]:
        return {}

    def font(self, weight: QFont.Weight = QFont.Weight.Normal, italic: bool = False) -> QFont:
        """The font of numbers."""
        return text_font(self.text, weight, italic)
