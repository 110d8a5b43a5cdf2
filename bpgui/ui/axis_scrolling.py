"""Matrices that share an index scroll along it together: row i of x stays beside row i of ŷ and column i of xᵀ."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QScrollBar

from bpgui.ui.matrix_view import MatrixView


class AxisScrolling:
    """Ties the scroll bars that run along the same index letter."""

    def __init__(self, views: Sequence[MatrixView]) -> None:
        self._bars: dict[str, list[QScrollBar]] = {"i": [], "j": [], "k": []}
        self._is_following = False
        for view in views:
            row_letter, column_letter = tuple(view.matrix_model.axis_letters())
            self._tie(row_letter, view.verticalScrollBar())
            self._tie(column_letter, view.horizontalScrollBar())

    def synchronise(self) -> None:
        """After sizes have changed: all bars of a letter take the place of the first that has room to scroll."""
        for bars in self._bars.values():
            leading = next((bar for bar in bars if bar.maximum() > 0), None)
            if leading is not None:
                self._follow(bars, leading.value())

    def _tie(self, letter: str, bar: QScrollBar) -> None:
        if letter in self._bars:
            bars = self._bars[letter]
            bars.append(bar)
            bar.valueChanged.connect(lambda value: self._follow(bars, value))

    def _follow(self, bars: Sequence[QScrollBar], value: int) -> None:
        # each bar goes as far as it can; where one stops short, the others need not
        if self._is_following:
            return
        self._is_following = True
        for bar in bars:
            bar.setValue(value)
        self._is_following = False
