"""The labels within the loss plot, each where it crosses nothing: marks, and the names of the modes' lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF

from bpgui.core.inputs import Float64
from bpgui.session.loss_modes import ModeShare
from bpgui.ui.loss_looks import mode_pen
from bpgui.ui.loss_picture import Mark, Picture
from bpgui.ui.loss_trace import Points
from bpgui.ui.theme import Theme

_SPACING = 4.0
_CANDIDATES = 40
_STEP = 8.0


class Label(NamedTuple):
    """A text where it stands; `turned`: reading upwards; `bar`: the colour of the line that it names."""

    rect: QRectF
    text: str
    colour: QColor
    turned: bool = False
    bar: QColor | None = None


class Ground(NamedTuple):
    """Where places are, in pixels: the box of the axes, and in it the square from 0 to 1."""

    box: QRectF
    square: QRectF

    def x(self, place: float) -> float:
        """From the left."""
        return self.square.left() + place * self.square.width()

    def y(self, place: float) -> float:
        """From the top."""
        return self.square.bottom() - place * self.square.height()


def labels(picture: Picture, ground: Ground, of_text: QFontMetricsF, theme: Theme, scale: float) -> list[Label]:
    """All labels that there is room for."""
    found: list[Label] = []
    lines = [_along(line, ground) for line in _lines(picture)]
    drawn = np.concatenate(lines)
    walls = [picture.cursor, *([picture.end.place] if picture.end is not None else [])]
    room = _Room(ground, drawn, [ground.x(wall) for wall in walls], scale)
    if picture.end is not None:
        found += _of_end(picture.end, room, of_text, QColor(theme.warning))
    for mark in (picture.rounding, picture.lowest):
        if mark is not None:
            found += _of_line(mark, room, of_text, QColor(theme.text_pale), [label.rect for label in found])
    return found + _of_modes(picture, lines, room, of_text, theme, [label.rect for label in found])


@dataclass(frozen=True)
class _Room:
    """What labels must not cross: the box, points in pixels along the lines that are drawn, and lines that stand."""

    ground: Ground
    drawn: Float64
    walls: Sequence[float]
    scale: float

    def is_free(self, rect: QRectF, taken: Sequence[QRectF]) -> bool:
        """Whether a label can stand there."""
        gap = 3 * self.scale
        if not self.ground.box.contains(rect) or any(rect.left() - gap < x < rect.right() + gap for x in self.walls):
            return False
        if any(other.intersects(rect.adjusted(-gap, -1, gap, 1)) for other in taken):
            return False
        return self.distances(rect).min(initial=gap) > 0.5

    def distances(self, rect: QRectF) -> Float64:
        """How far each point of the lines is from there."""
        x, y = self.drawn[:, 0], self.drawn[:, 1]
        beside = np.maximum(np.maximum(rect.left() - x, x - rect.right()), 0.0)
        above = np.maximum(np.maximum(rect.top() - y, y - rect.bottom()), 0.0)
        found: Float64 = np.hypot(beside, above)
        return found


def _lines(picture: Picture) -> list[Points]:
    others = [*picture.kept, *([picture.earlier] if picture.earlier is not None else [])]
    modes = [_joined(line.known, line.prediction) for line in picture.modes]
    return [picture.known, picture.prediction, *(other.points for other in others), *modes]


def _of_line(mark: Mark, room: _Room, of_text: QFontMetricsF, colour: QColor, taken: Sequence[QRectF]) -> list[Label]:
    """On a line across the plot, or under it: as far right as it crosses nothing."""
    box, gap = room.ground.box, 2 * room.scale
    width, height = of_text.horizontalAdvance(mark.text) + 4 * room.scale, of_text.height()
    y, right = room.ground.y(mark.place), box.right() - gap
    for top in (y + gap, y - gap - height):
        for left in np.arange(right - width, box.left(), -_STEP * room.scale):
            rect = QRectF(left, top, width, height)
            if room.is_free(rect, taken):
                return [Label(rect, mark.text, colour)]
    return []


def _of_end(mark: Mark, room: _Room, of_text: QFontMetricsF, colour: QColor) -> list[Label]:
    """Beside the line where time ends, upwards; where that is too high, across, left of it."""
    length, height = of_text.horizontalAdvance(mark.text) + 2 * room.scale, of_text.height()
    x, gap = room.ground.x(mark.place), 4 * room.scale
    bottom = room.ground.square.bottom()
    for turned, left in ((True, x + gap), (True, x - gap - height), (False, x - gap - length)):
        for top in np.arange(bottom - (length if turned else height), room.ground.box.top(), -_STEP * room.scale):
            rect = QRectF(left, top, *((height, length) if turned else (length, height)))
            if room.is_free(rect, ()):
                return [Label(rect, mark.text, colour, turned)]
    return []


def _of_modes(
    picture: Picture,
    lines: Sequence[Float64],
    room: _Room,
    of_text: QFontMetricsF,
    theme: Theme,
    taken: Sequence[QRectF],
) -> list[Label]:
    """In one block, in the order of the modes, where it crosses nothing; else beside the lines that have room.

    `lines`: points along all lines, those of the modes last; a mode that is out of view has no label.
    """
    scale, first = room.scale, len(lines) - len(picture.modes)
    seen = [(mode.mode, first + number) for number, mode in enumerate(picture.modes) if len(lines[first + number])]
    if not seen:
        return []
    height = of_text.height()
    width = max(of_text.horizontalAdvance(mode.name) for mode, _ in seen) + 14 * scale

    def label(mode: ModeShare, rect: QRectF) -> Label:
        return Label(rect, mode.name, QColor(theme.text), bar=mode_pen(theme, mode.flatness, scale).color())

    for columns in range(1, len(seen) + 1):
        rows = math.ceil(len(seen) / columns)
        block = _corner(columns * width, rows * height, room, taken)
        if block is not None:
            places = [divmod(number, rows) for number in range(len(seen))]
            return [
                label(mode, QRectF(block.left() + column * width, block.top() + row * height, width, height))
                for (mode, _), (column, row) in zip(seen, places, strict=True)
            ]
    found: list[Label] = []
    for mode, number in seen:
        others = np.concatenate([*lines[:number], *lines[number + 1 :]])
        rect = _beside(lines[number], others, (width, height), room, [*taken, *(label.rect for label in found)])
        if rect is not None:
            found.append(label(mode, rect))
    return found


def _corner(width: float, height: float, room: _Room, taken: Sequence[QRectF]) -> QRectF | None:
    """Room for a block at the upper edge, as far right as there is."""
    box, gap = room.ground.box, 3 * room.scale
    for left in np.arange(box.right() - gap - width, box.left() + gap, -_STEP * room.scale):
        rect = QRectF(left, box.top() + gap, width, height)
        if room.is_free(rect, taken):
            return rect
    return None


def _joined(known: Points, prediction: Points) -> Points:
    return Points(np.concatenate([known.across, prediction.across]), np.concatenate([known.up, prediction.up]))


def _along(line: Points, ground: Ground) -> Float64:
    """Points in pixels along a line, a few pixels from one to the next; those within the box."""
    if len(line.across) == 0:
        return np.empty((0, 2))
    x = ground.square.left() + line.across * ground.square.width()
    y = ground.square.bottom() - line.up * ground.square.height()
    length = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    steps = np.arange(0.0, length[-1] + _SPACING, _SPACING)
    points = np.stack([np.interp(steps, length, x), np.interp(steps, length, y)], axis=1)
    box = ground.box
    inside = (points[:, 0] >= box.left()) & (points[:, 0] <= box.right())
    inside &= (points[:, 1] >= box.top()) & (points[:, 1] <= box.bottom())
    found: Float64 = points[inside]
    return found


def _beside(
    along: Float64, others: Float64, size: tuple[float, float], room: _Room, taken: Sequence[QRectF]
) -> QRectF | None:
    """The free place next to a line where the other lines are farthest; none where they are near."""
    width, height = size
    gap = 3 * room.scale
    best, widest = None, height / 2
    for x, y in along[:: max(len(along) // _CANDIDATES, 1)]:
        around = float(np.hypot(others[:, 0] - x, others[:, 1] - y).min(initial=10 * height))
        if around > widest:
            above_it, beside_it, under_it = (
                QRectF(x + gap, y - gap - height, width, height),
                QRectF(x + gap, y - height / 2, width, height),
                QRectF(x - gap - width, y + gap, width, height),
            )
            rect = next((rect for rect in (above_it, beside_it, under_it) if room.is_free(rect, taken)), None)
            best, widest = (best, widest) if rect is None else (rect, around)
    return best
