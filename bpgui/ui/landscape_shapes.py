"""What of contours and of the path is in view, as points joined by lines. Knows no Qt.

Points of a contour are points of the ellipse itself, so near to each other that the lines between them are nowhere
further than 1/20 of a pixel from it, however large it is: of an ellipse of a million pixels only the arcs in view.
"""

from __future__ import annotations

import math

import numpy as np

from bpgui.core.inputs import Float64
from bpgui.core.landscape_slice import Contour, Ellipse
from bpgui.ui.landscape_range import Pair, Range

_OFF_BY = 0.05
_MOST_POINTS = 2000
_BEYOND = 3.0
_SAME = 0.3
_POINTS_OF_A_LINE = 25
"""Two would do to draw it; between them its text finds a place."""


def contour_lines(contour: Contour, view: Range) -> list[Float64]:
    """The parts of a contour that are in view: for each its points in pixels, to be joined one after the other."""
    if isinstance(contour, Ellipse):
        return _arcs(view.pixels(contour.centre), view.vector(contour.first), view.vector(contour.second), view.size)
    along = view.vector(contour.along)
    along = along / np.hypot(*along)
    places = [view.pixels(contour.centre + sign * contour.offset) for sign in (1, -1)]
    found = (_line(place, along, view.size) for place in places)
    return [line for line in found if len(line)]


def _arcs(centre: Float64, first: Float64, second: Float64, size: Pair) -> list[Float64]:
    bounds = np.hypot(first, second)
    low, high = centre - bounds, centre + bounds
    if np.any(high < -_BEYOND) or np.any(low > np.array(size) + _BEYOND) or not np.all(np.isfinite(bounds)):
        return []
    angles: list[float] = []
    for axis in (0, 1):
        for edge in (-_BEYOND, size[axis] + _BEYOND):
            share = (edge - centre[axis]) / bounds[axis] if bounds[axis] > 0 else 2.0
            if abs(share) < 1:
                middle, half = math.atan2(second[axis], first[axis]), math.acos(share)
                angles += [middle - half, middle + half]
    turns = sorted(angle % math.tau for angle in angles) or [0.0]
    ends = [*turns[1:], turns[0] + math.tau]
    step = math.sqrt(8 * _OFF_BY / max(float(np.hypot(*bounds)), 1.0))
    found = []
    for start, end in zip(turns, ends, strict=True):
        if end > start and _is_in_view(_on(centre, first, second, np.array([(start + end) / 2]))[0], size):
            count = min(max(math.ceil((end - start) / step), 2), _MOST_POINTS)
            found.append(_on(centre, first, second, np.linspace(start, end, count + 1)))
    return found


def _on(centre: Float64, first: Float64, second: Float64, angles: Float64) -> Float64:
    points: Float64 = centre + np.cos(angles)[:, None] * first + np.sin(angles)[:, None] * second
    return points


def _is_in_view(point: Float64, size: Pair) -> bool:
    return bool(np.all(point >= -_BEYOND) and np.all(point <= np.array(size) + _BEYOND))


def _line(place: Float64, along: Float64, size: Pair) -> Float64:
    """The part in view of the line through a place."""
    middle = np.array(size) / 2
    nearest = place + ((middle - place) @ along) * along
    reach = float(np.hypot(*size))
    segments = clipped(np.array([nearest - reach * along, nearest + reach * along]), size)
    if len(segments) == 0:
        return np.empty((0, 2))
    found: Float64 = np.linspace(segments[0, :2], segments[0, 2:], _POINTS_OF_A_LINE)
    return found


def clipped(points: Float64, size: Pair) -> Float64:
    """The lines from point to point, as far as they are in view: x₁, y₁, x₂, y₂ a row. Points may be anywhere."""
    if len(points) < 2:
        return np.empty((0, 4))
    start, move = points[:-1], points[1:] - points[:-1]
    enters, leaves = np.zeros(len(start)), np.ones(len(start))
    outside = np.zeros(len(start), dtype=bool)
    for axis in (0, 1):
        for sign, edge in ((-1.0, -_BEYOND), (1.0, size[axis] + _BEYOND)):
            # the line is inside where sign · (start + share · move) ≤ sign · edge
            speed, room = sign * move[:, axis], sign * (edge - start[:, axis])
            with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
                share = room / speed
            enters = np.where(speed < 0, np.maximum(enters, share), enters)
            leaves = np.where(speed > 0, np.minimum(leaves, share), leaves)
            outside |= (speed == 0) & (room < 0)
    seen = ~outside & (enters <= leaves)
    first = start + enters[:, None] * move
    last = start + leaves[:, None] * move
    return np.hstack([first, last])[seen]


def thinned(points: Float64) -> Float64:
    """The points of a path in pixels without those that the eye can't tell from the ones before.

    Points go in twos, which swing to and fro: a pair is left out if both are where those of the last pair are.
    """
    kept_ends = 4
    if len(points) <= kept_ends:
        return points
    pairs = len(points) // 2
    cells = np.floor(np.clip(points[: 2 * pairs].reshape(pairs, 4), -1e9, 1e9) / _SAME)
    changes = np.any(cells[1:] != cells[:-1], axis=1)
    kept = np.repeat(np.concatenate([[True], changes]), 2)
    kept = np.concatenate([kept, np.ones(len(points) - len(kept), dtype=bool)])
    kept[-kept_ends:] = True
    return points[kept]
