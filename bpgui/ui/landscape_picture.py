"""The landscape in pixels, ready to be painted: contours, path, points, arrow, and where texts go. Knows no Qt."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bpgui.core.inputs import Float64
from bpgui.core.landscape_slice import Slice
from bpgui.session.landscape import Landscape
from bpgui.session.landscape_levels import Level, levels
from bpgui.session.landscape_words import ALL_DRAWN, Drawn
from bpgui.ui.landscape_labels import Box, Labels
from bpgui.ui.landscape_range import Pair, Range
from bpgui.ui.landscape_shapes import clipped, contour_lines, thinned

MOST_LEVELS = 11
_SHADE_CELL = 4.0
_STRENGTHS = 255
_ARROW = 46.0
_LEAST_BETWEEN_DOTS = 7.0
_MOST_DOTS = 80
_DOTS_WITH_ROOM = 20
_SAME_PLACE = 3.0
_LARGEST = 1e308
_POINTS_OF_AN_EDGE = 33
_PIXELS_FOR_A_LABEL = 9000.0


class Mark(Enum):
    """The points that are marked."""

    start = "start"
    lowest = "lowest here"
    optimum = "optimum"
    here = "here"


class ContourInView(NamedTuple):
    """A contour's lines in pixels, each a row of points to be joined."""

    level: Level
    lines: list[Float64]


@dataclass(frozen=True, eq=False)
class Picture:
    """All that is drawn inside the axes, in pixels from the upper left corner of the plot.

    shade: how high L is, a byte for each square of some pixels; path: lines as x₁, y₁, x₂, y₂; dots: the first
    iterations, while they stand apart; is_known: whether L of the iteration shown is; arrow: from and to.
    """

    shade: npt.NDArray[np.uint8] | None
    contours: list[ContourInView]
    path: Float64
    dots: Float64
    marks: dict[Mark, Pair]
    is_known: bool
    arrow: tuple[Pair, Pair] | None
    labels: list[tuple[str, Box]]
    level_labels: list[tuple[str, Box]]


def picture(
    landscape: Landscape,
    view: Range,
    scale: float,
    width_of: Callable[[str], float],
    height: float,
) -> Picture:
    """The picture of a part of the plane. Texts are so wide and high."""
    if landscape.slice is None:
        return Picture(None, [], np.empty((0, 4)), np.empty((0, 2)), {}, False, None, [], [])
    path = view.pixels(landscape.drawn_path)
    marks = _marks(landscape, view, path)
    arrow = _arrow(landscape, view, scale) if Mark.here in marks else None
    contours = _contours(landscape.slice, view)
    dots = _dots(path, view.size, scale)
    lines = clipped(thinned(path), view.size)
    labels = Labels(view.size, width_of, height, 4 * scale, _boxes_of(marks, arrow, dots, scale), lines)
    named = [(mark.value, labels.beside(mark.value, at)) for mark, at in marks.items() if mark is not Mark.here]
    most = max(int(view.size[0] * view.size[1] / (_PIXELS_FOR_A_LABEL * scale * scale)), 3)
    at_lowest = view.pixels(landscape.slice.lowest)
    return Picture(
        shade=_shade(landscape.slice, view, scale, contours),
        contours=contours,
        path=lines,
        dots=dots,
        marks=marks,
        is_known=landscape.known == landscape.iteration,
        arrow=arrow,
        labels=[(text, box) for text, box in named if box is not None],
        level_labels=_level_labels(contours, labels, at_lowest, most),
    )


def what_is_drawn(landscape: Landscape, view: Range | None, shown: Picture | None) -> Drawn:
    """What there is to speak of in a picture."""
    if shown is None or view is None or landscape.path is None:
        return ALL_DRAWN
    leaves_out = landscape.path.moves_unseen(landscape.iteration, view.pixel)
    return Drawn(leaves_out, bool(shown.contours), Mark.here in shown.marks)


def _contours(slice: Slice, view: Range) -> list[ContourInView]:
    at_edges = slice.losses(_edges(view))
    smallest = slice.lowest_loss if view.holds(slice.lowest) else float(at_edges.min())
    found = []
    for level in levels(slice.lowest_loss, smallest, min(float(at_edges.max()), _LARGEST), MOST_LEVELS):
        contour = slice.contour(level.loss)
        lines = [] if contour is None else contour_lines(contour, view)
        if lines:
            found.append(ContourInView(level, lines))
    return found


def _edges(view: Range) -> Float64:
    """Points along the four edges of a view: there L is largest, and smallest unless the lowest point is inside."""
    shares = np.linspace(0, 1, _POINTS_OF_AN_EDGE)[:, None]
    (left, bottom), (right, top) = view.low, view.high
    corners = np.array([[left, bottom], [right, bottom], [right, top], [left, top], [left, bottom]])
    return np.concatenate([corners[n] + shares * (corners[n + 1] - corners[n]) for n in range(4)])


def _shade(slice: Slice, view: Range, scale: float, contours: list[ContourInView]) -> npt.NDArray[np.uint8] | None:
    """From the innermost contour to the highest point in view, by the logarithm of what is above the lowest loss."""
    if len(contours) < 2:
        return None
    columns, rows = (max(int(pixels / (_SHADE_CELL * scale)), 2) for pixels in view.size)
    right = (np.arange(columns) + 0.5) * view.size[0] / columns
    down = (np.arange(rows) + 0.5) * view.size[1] / rows
    (across, up), (pixel_across, pixel_up) = view.point(0, 0), view.pixel
    (a, b), (_, d) = slice.T
    at_lowest = slice.lowest
    from_left, from_top = across + right * pixel_across - at_lowest[0], up - down * pixel_up - at_lowest[1]
    with np.errstate(over="ignore", under="ignore", divide="ignore"):
        heights = np.log((a * from_left[None, :] + (b * from_top)[:, None]) ** 2 + ((d * from_top) ** 2)[:, None])
        low = math.log(max((contours[0].level.loss - slice.lowest_loss) / slice.a, 1e-300))
    high = float(heights.max())
    if not low < high < math.inf:
        return None
    return (np.clip((heights - low) / (high - low), 0, 1) * _STRENGTHS).astype(np.uint8)


def _marks(landscape: Landscape, view: Range, path: Float64) -> dict[Mark, Pair]:
    assert landscape.slice is not None
    assert landscape.here is not None
    assert landscape.optimum is not None
    places = {
        Mark.start: path[0],
        Mark.optimum: view.pixels(landscape.optimum),
        Mark.lowest: view.pixels(landscape.slice.lowest),
        Mark.here: view.pixels(landscape.here),
    }
    if not landscape.knows_lowest:
        del places[Mark.lowest]
    elif _is_near(places[Mark.lowest], places[Mark.optimum]):
        del places[Mark.optimum if landscape.has_lowest_elsewhere else Mark.lowest]
    if _is_near(places[Mark.start], places[Mark.here]):
        del places[Mark.start]
    size = np.array(view.size)
    return {
        mark: (float(place[0]), float(place[1]))
        for mark, place in places.items()
        if np.all(place >= 0) and np.all(place <= size)
    }


def _is_near(one: Float64, other: Float64) -> bool:
    return bool(np.abs(one - other).max() < _SAME_PLACE)


def _arrow(landscape: Landscape, view: Range, scale: float) -> tuple[Pair, Pair] | None:
    if landscape.arrow is None or landscape.here is None or not landscape.arrow.any():
        return None
    direction = view.vector(landscape.arrow / np.abs(landscape.arrow).max())
    direction = direction / np.abs(direction).max()
    direction = direction / np.hypot(*direction)
    start = view.pixels(landscape.here)
    end = start + direction * min(_ARROW * scale, 0.4 * min(view.size))
    return (float(start[0]), float(start[1])), (float(end[0]), float(end[1]))


def _dots(path: Float64, size: Pair, scale: float) -> Float64:
    """The iterations from the start on, as long as each is apart from the one before."""
    steps = np.hypot(*np.diff(path[: _MOST_DOTS + 1], axis=0).T)
    near = np.flatnonzero(steps < _LEAST_BETWEEN_DOTS * scale)
    shown = path[: int(near[0]) + 1] if len(near) else path[:_MOST_DOTS]
    found: Float64 = shown[np.all((shown >= 0) & (shown <= np.array(size)), axis=1)]
    return found


def _boxes_of(marks: dict[Mark, Pair], arrow: tuple[Pair, Pair] | None, dots: Float64, scale: float) -> list[Box]:
    reach = 7 * scale
    places = [*marks.values(), *((float(x), float(y)) for x, y in dots[:_DOTS_WITH_ROOM])]
    if arrow is not None:
        (x, y), (to_x, to_y) = arrow
        places += [(x + share * (to_x - x), y + share * (to_y - y)) for share in (0.4, 0.7, 1.0)]
    return [Box(x - reach, y - reach, 2 * reach, 2 * reach) for x, y in places]


def _level_labels(contours: list[ContourInView], labels: Labels, lowest: Float64, most: int) -> list[tuple[str, Box]]:
    """As many as there is room for, every other contour first, each on its line."""
    found: list[tuple[str, Box]] = []
    for contour in [*contours[::-2], *contours[-2::-2]]:
        if len(found) >= most:
            break
        box = labels.on(contour.level.text, np.concatenate(contour.lines), lowest)
        if box is not None:
            found.append((contour.level.text, box))
    return found
