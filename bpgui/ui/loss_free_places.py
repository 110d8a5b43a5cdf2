"""Where a block of text can stand in the loss plot without crossing anything."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF

from bpgui.core.inputs import Float64

_CELL = 2.0


class FreePlaces:
    """The box of the axes in cells of two pixels, each of which is free or not: all places are tried at once."""

    def __init__(self, box: QRectF, drawn: Float64, taken: Sequence[QRectF], gap: float) -> None:
        """`drawn`: points along lines, in pixels; `gap`: how far everything stays from them, and from the edges."""
        self._gap, self._box = gap, box.adjusted(gap, gap, -gap, -gap)
        rows, columns = (max(int(length / _CELL), 0) for length in (self._box.height(), self._box.width()))
        self._is_taken = np.zeros((rows, columns), dtype=bool)
        self._sums: np.ndarray | None = None
        x, y = (drawn[:, axis] - start for axis, start in ((0, self._box.left()), (1, self._box.top())))
        for shift_x in (-gap, 0.0, gap):
            for shift_y in (-1.0, 1.0):
                self._take(np.floor((y + shift_y) / _CELL), np.floor((x + shift_x) / _CELL))
        for rect in taken:
            self.take(rect)

    def take(self, rect: QRectF) -> None:
        """Something stands there now."""
        left, right = (rect.left() - self._gap - self._box.left(), rect.right() + self._gap - self._box.left())
        top, bottom = (rect.top() - 1 - self._box.top(), rect.bottom() + 1 - self._box.top())
        first_row, first_column = (max(math.floor(start / _CELL), 0) for start in (top, left))
        end_row, end_column = (max(math.ceil(end / _CELL), 0) for end in (bottom, right))
        self._is_taken[first_row:end_row, first_column:end_column] = True
        self._sums = None

    def find(self, width: float, height: float) -> QRectF | None:
        """The uppermost free place, and of several the one on the right."""
        rows, columns = math.ceil(height / _CELL), math.ceil(width / _CELL)
        if rows > self._is_taken.shape[0] or columns > self._is_taken.shape[1]:
            return None
        if self._sums is None:
            self._sums = np.pad(self._is_taken.cumsum(0, dtype=np.int64).cumsum(1), ((1, 0), (1, 0)))
        sums = self._sums
        within = sums[rows:, columns:] - sums[:-rows, columns:] - sums[rows:, :-columns] + sums[:-rows, :-columns]
        free_rows = np.flatnonzero((within == 0).any(axis=1))
        if len(free_rows) == 0:
            return None
        row = int(free_rows[0])
        column = int(np.flatnonzero(within[row] == 0)[-1])
        return QRectF(self._box.left() + column * _CELL, self._box.top() + row * _CELL, width, height)

    def _take(self, rows: Float64, columns: Float64) -> None:
        inside = (rows >= 0) & (rows < self._is_taken.shape[0]) & (columns >= 0) & (columns < self._is_taken.shape[1])
        self._is_taken[rows[inside].astype(int), columns[inside].astype(int)] = True
