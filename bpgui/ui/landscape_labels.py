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


class Labels:
    """Finds places in a plot, and takes them."""

    def __init__(
        self, size: Pair, width_of: Callable[[str], float], height: float, gap: float, taken: Sequence[Box]
    ) -> None:
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
        return self._first_free([Box(left, top, width, height) for left, top in places])

    def on(self, text: str, points: Float64, centre: Float64) -> Box | None:
        """A place on a line, given by its points, of those that lie in a certain direction from a centre."""
        width, height = self._width_of(text), self._height
        from_centre = points - centre
        sizes = np.hypot(from_centre[:, 0], from_centre[:, 1])
        turned = (from_centre @ _TOWARDS) / np.maximum(sizes, 1e-9)
        every = max(len(points) // _CANDIDATES, 1)
        order = np.argsort(-turned, kind="stable")[::every]
        return self._first_free(
            [Box(float(points[i, 0]) - width / 2, float(points[i, 1]) - height / 2, width, height) for i in order]
        )

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
