"""The three ways side by side, or one of them large, with figures as large as they have room for."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from bpgui.session.transpose import Explanation
from bpgui.session.transpose_order import Way
from bpgui.ui.theme import Theme
from bpgui.ui.transpose_grid import ALWAYS_WHOLE, FEWEST_SHOWN, MOST_SHOWN
from bpgui.ui.transpose_picture import WayPicture

READABLE = 18
"""Figures of so many pixels can be read from the back of a hall."""
_SHOWN = range(MOST_SHOWN, FEWEST_SHOWN - 1, -1)
_WINDOWS = sorted(((rows, columns) for rows in _SHOWN for columns in _SHOWN), key=sum, reverse=True)
"""Of large matrices, how many rows and columns may be shown: the most first."""


class ThreeWays(QWidget):
    """The pictures of the ways that are seen. All have figures of one size."""

    def __init__(self, explanation: Explanation, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.pictures = {way: WayPicture(way, explanation, theme) for way in Way}
        self.seen: tuple[Way, ...] = tuple(Way)
        self._shape = explanation.order.shape
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        for picture in self.pictures.values():
            self._layout.addWidget(picture, 1)

    @property
    def figures(self) -> int:
        """The size of the figures, in pixels."""
        return self.pictures[self.seen[0]].figures

    def see(self, way: Way | None) -> None:
        """See one way alone, large, or all of them."""
        self.seen = tuple(Way) if way is None else (way,)
        for each, picture in self.pictures.items():
            picture.setVisible(each in self.seen)
            picture.set_large(way is not None)
        self._fit()

    def show_explanation(self, explanation: Explanation) -> None:
        """Show another moment."""
        self._shape = explanation.order.shape
        for picture in self.pictures.values():
            picture.show_explanation(explanation)
        self._fit()

    def set_looks(self, theme: Theme, scale: float) -> None:
        """Take other colours, and another scale for words."""
        self._layout.setSpacing(round(5 * scale))
        for picture in self.pictures.values():
            picture.set_looks(theme, scale)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Take the largest figures; of large matrices show fewer rows and columns where they would be small."""
        sizes: dict[tuple[int, int], int] = {}
        for most in _WINDOWS if max(self._shape) > ALWAYS_WHOLE else _WINDOWS[:1]:
            sizes[most] = self._figures_with(most)
            if sizes[most] >= READABLE:
                break
        size = self._figures_with(max(sizes, key=lambda most: sizes[most]))
        for way in self.seen:
            self.pictures[way].set_figures(size)

    def _figures_with(self, most: tuple[int, int]) -> int:
        """The size of figures if at most so many rows and columns are shown. Each way has room as it needs it."""
        for way in self.seen:
            picture = self.pictures[way]
            picture.set_most(most)
            self._layout.setStretchFactor(picture, round(100 * picture.needed_width))
        self._layout.activate()
        return min(self.pictures[way].largest_figures() for way in self.seen)
