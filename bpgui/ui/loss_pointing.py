"""Which of the drawn lines a person points at. Knows no Qt."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from bpgui.ui.loss_picture import ModeLine, Other, Picture
from bpgui.ui.loss_trace import Points

REACH = 11.0
"""So near, in pixels, a line is pointed at."""

_NEARER = 1.0


class Pointer(NamedTuple):
    """Where the pointer is: the nearest whole iteration, and its place on both axes."""

    iteration: int
    across: float
    up: float


def line_at(picture: Picture, pointer: Pointer, width: float, height: float, scale: float) -> Other | ModeLine | None:
    """The line that is pointed at, if that is another than the curve under way; `width` and `height` in pixels."""

    def distance(*lines: Points) -> float:
        return min(_distance(line, pointer, width, height) for line in lines)

    nearest = min(distance(picture.known, picture.prediction) - _NEARER * scale, REACH * scale)
    others = [*picture.kept, *([picture.earlier] if picture.earlier is not None else [])]
    distances: list[tuple[float, Other | ModeLine]] = [(distance(other.points), other) for other in others]
    distances += [(distance(mode.known, mode.prediction), mode) for mode in picture.modes]
    near = [each for each in distances if each[0] < nearest]
    return min(near, key=lambda each: each[0])[1] if near else None


def _distance(line: Points, pointer: Pointer, width: float, height: float) -> float:
    """How far the pointer is from the nearest piece of a line, in pixels."""
    x, y = (line.across - pointer.across) * width, (line.up - pointer.up) * height
    if len(x) == 0:
        return np.inf
    if len(x) == 1:
        return float(np.hypot(x[0], y[0]))
    along, up = np.diff(x), np.diff(y)
    length = np.maximum(along * along + up * up, 1e-12)
    share = np.clip(-(x[:-1] * along + y[:-1] * up) / length, 0.0, 1.0)
    return float(np.hypot(x[:-1] + share * along, y[:-1] + share * up).min())
