"""Where the landscape's texts go: beside what they name, and nowhere over each other. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from bpgui.core.inputs import Float64
from bpgui.ui.landscape_range import Pair

_CANDIDATES = 24
_TOWARDS = np.array([0.8, -0.6])
"""Contours have their texts up and to the right of the lowest point, if they can."""


_CELL = 3.0
_MOST_LINES = 200
_NO_LINES: Float64 = np.empty((0, 4))


class Box(NamedTuple):
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        """Whether the two have anything in common."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


class _Lines:
    """Where lines run, as squares of some pixels; of very many, which lie side by side, only so many are looked at."""

    def __init__(self, lines: Float64, size: Pair) -> None:
        every = max(len(lines) // _MOST_LINES, 1)
        lines = np.concatenate([lines[::every], lines[-1:]])
        columns, rows = (int(pixels / _CELL) + 2 for pixels in size)
        squares = np.zeros((rows, columns), dtype=np.int64)
        start, move = lines[:, :2], lines[:, 2:] - lines[:, :2]
        counts = (np.hypot(*move.T) / _CELL).astype(int) + 2
        which = np.repeat(np.arange(len(lines)), counts)
        first = np.repeat(np.cumsum(counts) - counts, counts)
        shares = (np.arange(len(which)) - first) / (counts[which] - 1)
        places = ((start[which] + shares[:, None] * move[which]) / _CELL).astype(int)
        x, y = np.clip(places[:, 0], 0, columns - 1), np.clip(places[:, 1], 0, rows - 1)
        squares[y, x] = 1
        self._up_to = np.pad(squares.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))

    def meet(self, box: Box) -> bool:
        """Whether a line runs through a box, or touches it."""
        rows, columns = (length - 1 for length in self._up_to.shape)
        left, right = (min(max(int(x / _CELL), 0), columns) for x in (box.x, box.x + box.width + _CELL))
        top, bottom = (min(max(int(y / _CELL), 0), rows) for y in (box.y, box.y + box.height + _CELL))
        up_to = self._up_to
        return bool(up_to[bottom, right] - up_to[top, right] - up_to[bottom, left] + up_to[top, left])


class Labels:
    """Finds places in a plot, and takes them."""

    def __init__(
        self,
        size: Pair,
        width_of: Callable[[str], float],
        height: float,
        gap: float,
        taken: Sequence[Box],
        lines: Float64 = _NO_LINES,
    ) -> None:
        """taken: where no text goes; lines: x₁, y₁, x₂, y₂ a row, from which texts keep away if they can."""
        self._lines = _Lines(lines, size)
        self._size, self._width_of, self._height, self._gap = size, width_of, height, gap
        self._taken = list(taken)

    def beside(self, text: str, at: Pair) -> Box | None:
        """A place beside a point: right, left, above or below; None if all are taken."""
        width, height, gap = self._width_of(text), self._height, 2.2 * self._gap
        x, y = at
        middle, centred = y - height / 2, x - width / 2
        places = [(x + gap, middle), (x - gap - width, middle), (centred, y - gap - height), (centred, y + gap)]
        places += [(x + gap, y - gap - height), (x - gap - width, y - gap - height)]
        places += [(x + gap, y + gap), (x - gap - width, y + gap)]
        boxes = [Box(left, top, width, height) for left, top in places]
        return self._first_free([box for box in boxes if not self._lines.meet(box)]) or self._first_free(boxes)

    def on(self, text: str, points: Float64, centre: Float64) -> Box | None:
        """A place on a line, given by its points, of those that lie in a certain direction from a centre.

        None rather than one that covers what the texts keep away from.
        """
        width, height = self._width_of(text), self._height
        from_centre = points - centre
        sizes = np.hypot(from_centre[:, 0], from_centre[:, 1])
        turned = (from_centre @ _TOWARDS) / np.maximum(sizes, 1e-9)
        every = max(len(points) // _CANDIDATES, 1)
        order = np.argsort(-turned, kind="stable")[::every]
        places = [(float(points[i, 0]) - width / 2, float(points[i, 1]) - height / 2) for i in order]
        boxes = [Box(left, top, width, height) for left, top in places]
        return self._first_free([box for box in boxes if not self._lines.meet(box)])

    def _first_free(self, boxes: Sequence[Box]) -> Box | None:
        for box in boxes:
            if self._is_inside(box) and not any(box.meets(other) for other in self._taken):
                gap = self._gap
                self._taken.append(Box(box.x - gap, box.y - gap, box.width + 2 * gap, box.height + 2 * gap))
                return box
        return None

    def _is_inside(self, box: Box) -> bool:
        width, height = self._size
        gap = self._gap
        return box.x >= gap and box.y >= 1 and box.x + box.width <= width - gap and box.y + box.height <= height - 1
