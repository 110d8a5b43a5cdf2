"""The labels within the loss plot, each where it crosses nothing: marks, and the names of the modes' lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF

from bpgui.core.inputs import Float64
from bpgui.session.loss_modes import ModeShare
from bpgui.ui.loss_free_places import FreePlaces
from bpgui.ui.loss_looks import mode_pen
from bpgui.ui.loss_picture import Mark, Picture
from bpgui.ui.loss_trace import Points
from bpgui.ui.theme import Theme

_SPACING = 4.0
_CANDIDATES = 40
_STEP = 8.0
_GAP_OF_COLUMNS = 4.0
_FEWEST_IN_A_BLOCK = 3


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
    own = lines[: len(lines) - len(picture.modes)]
    rooms = room, replace(room, drawn=np.concatenate(own)), replace(room, drawn=np.concatenate(own[:2]))
    if picture.end is not None:
        found += _of_end(picture.end, room, of_text, QColor(theme.warning))
    for mark in (picture.rounding, picture.lowest):
        if mark is not None:
            found += _of_floor(mark, rooms, of_text, QColor(theme.text_pale), [label.rect for label in found])
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


def _of_floor(
    mark: Mark, rooms: Sequence[_Room], of_text: QFontMetricsF, colour: QColor, taken: Sequence[QRectF]
) -> list[Label]:
    """Where it crosses nothing; else over lines of modes, and then of kept curves too; else in fewer words."""
    for text in (mark.text, mark.text.removeprefix("lowest loss ")):
        for room in rooms:
            found = _of_line(mark._replace(text=text), room, of_text, colour, taken)
            if found:
                return found
    return []


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
    """In one block, in the order of the modes, where it crosses nothing; where there is too little room for that, with
    short names; then without some, and a word on how many more there are; else beside the lines that have room.

    `lines`: points along all lines, those of the modes last; a mode that is out of view has no label.
    """
    first = len(lines) - len(picture.modes)
    seen = [(mode.mode, first + number) for number, mode in enumerate(picture.modes) if len(lines[first + number])]
    if not seen:
        return []
    box, gap = room.ground.box, 3 * room.scale
    places = FreePlaces(box, room.drawn, [*taken, *(QRectF(x, box.top(), 0, box.height()) for x in room.walls)], gap)
    modes = [mode for mode, _ in seen]
    for is_short in (False, True):
        entries = [_entry(mode, of_text, theme, room.scale, is_short) for mode in modes]
        block = _block(entries, places)
        if block:
            return block
    for named in range(len(entries) - 1, _FEWEST_IN_A_BLOCK - 1, -1):  # the last is often that of several together
        more = _more(f"… {len(entries) - named} more", of_text, theme, room.scale)
        block = _block([*entries[: named - 1], entries[-1], more], places)
        if block:
            return block
    found: list[Label] = []
    for (_, number), entry in zip(seen, entries, strict=True):
        others = np.concatenate([*lines[:number], *lines[number + 1 :]])
        size = entry.rect.width(), entry.rect.height()
        rect = _beside(lines[number], others, size, room, [*taken, *(label.rect for label in found)])
        if rect is not None:
            found.append(entry._replace(rect=rect))
    return _with_a_word_on_the_others(found, len(seen), places, of_text, theme, room.scale)


def _entry(mode: ModeShare, of_text: QFontMetricsF, theme: Theme, scale: float, is_short: bool) -> Label:
    """A mode's label, not yet in its place; the short name is without its curvature, which can be read on hover."""
    text = mode.name.partition(" ")[0] if is_short and mode.flatness is not None else mode.name
    rect = QRectF(0, 0, of_text.horizontalAdvance(text) + 10 * scale, of_text.height())
    return Label(rect, text, QColor(theme.text), bar=mode_pen(theme, mode.flatness, scale).color())


def _block(entries: Sequence[Label], places: FreePlaces) -> list[Label]:
    """All of them in as few columns as there is a free place for; nothing where there is none."""
    height = entries[0].rect.height()
    for columns in range(1, len(entries) + 1):
        rows = math.ceil(len(entries) / columns)
        in_columns = [entries[start : start + rows] for start in range(0, len(entries), rows)]
        widths = [max(entry.rect.width() for entry in column) + _GAP_OF_COLUMNS for column in in_columns]
        block = places.find(sum(widths), rows * height)
        if block is not None:
            lefts = [block.left() + sum(widths[:number]) for number in range(len(widths))]
            return [
                entry._replace(rect=QRectF(left, block.top() + row * height, entry.rect.width(), height))
                for left, column in zip(lefts, in_columns, strict=True)
                for row, entry in enumerate(column)
            ]
    return []


def _with_a_word_on_the_others(
    found: list[Label], of: int, places: FreePlaces, of_text: QFontMetricsF, theme: Theme, scale: float
) -> list[Label]:
    """A label that says how many have none."""
    if len(found) == of:
        return found
    for label in found:
        places.take(label.rect)
    missing = of - len(found)
    label = _more(f"… {missing} more" if found else f"{of} modes" if of > 1 else "1 mode", of_text, theme, scale)
    rect = places.find(label.rect.width(), label.rect.height())
    return found if rect is None else [*found, label._replace(rect=rect)]


def _more(text: str, of_text: QFontMetricsF, theme: Theme, scale: float) -> Label:
    rect = QRectF(0, 0, of_text.horizontalAdvance(text) + 4 * scale, of_text.height())
    return Label(rect, text, QColor(theme.text_pale))


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
