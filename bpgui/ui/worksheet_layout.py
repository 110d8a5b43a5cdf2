"""Finding sizes and places: as large as fits, scrolling inside the brackets before anything is cut off."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFontMetricsF

from bpgui.core.cells import Matrix
from bpgui.ui.card import title_font
from bpgui.ui.matrix_frame import NO_HEAD, Head, MatrixFrame
from bpgui.ui.metrics import Metrics
from bpgui.ui.worksheet_plan import Below, Card, Name, Shown, Sign, Strip

_MOST_ROWS, _MOST_COLUMNS = 10, 10
_WHOLE_UP_TO, _FEWEST = 6, 4
"""A matrix of up to six rows or columns is shown whole, larger ones show at least four and scroll in their brackets."""
CAPTION_LEFT = 9
"""From the left edge of a card to its caption, at a scale of 1."""
_NOTHING = QSizeF(0, 0)
_ROW_HEIGHTS = (31, 29, 27, 25, 24, 23, 22, 21, 20, 19)


class Taken(NamedTuple):
    """How much room things take: with or without air, and with what is left out first."""

    is_tight: bool
    has_names_of_gradients: bool


_LOOSE, _TIGHT, _TIGHTEST = Taken(False, True), Taken(True, True), Taken(True, False)


@dataclass(frozen=True)
class Fits:
    """How much larger than usual everything may be, how much it should be, and whether there need be air in it."""

    largest: float
    wanted: float = 1.0
    may_be_loose: bool = True


@dataclass
class Caps:
    """How many rows and columns matrices show at most, by the index letter that runs along them."""

    rows: dict[str, int]
    columns: dict[str, int]

    def of(self, frame: MatrixFrame) -> tuple[int, int]:
        """How many rows and columns a frame shows."""
        row_letter, column_letter = tuple(frame.letters)
        return (
            min(frame.model.rowCount(), self.rows.get(row_letter, 1)),
            min(frame.model.columnCount(), self.columns.get(column_letter, 1)),
        )


@dataclass(frozen=True)
class PlacedFrame:
    """A frame, its place, and what it shows there."""

    frame: MatrixFrame
    at: QRectF
    rows: int
    columns: int
    head: Head
    ghost_rows: int


@dataclass(frozen=True)
class PlacedSign:
    """A sign and where its baseline starts."""

    sign: Sign
    at: QPointF
    size: float


@dataclass(frozen=True)
class _Row:
    """Where the cells of a row of matrices begin, how high they are, and what stands above them."""

    top: float
    height: float
    head: Head


@dataclass
class Arrangement:
    """Everything with its place."""

    metrics: Metrics
    size: QSizeF
    cards: list[tuple[str, QRectF]] = field(default_factory=list)
    frames: list[PlacedFrame] = field(default_factory=list)
    signs: list[PlacedSign] = field(default_factory=list)


class Layouter:
    """Arranges the strips of a plan within a size."""

    def __init__(
        self,
        strips: tuple[Strip, ...],
        frames: Mapping[Name, MatrixFrame],
        metrics_at: Callable[[float, float, bool], Metrics],
        scroll_bar: float = 0.0,
    ):
        self._strips = strips
        self._frames = frames
        self._metrics_at = metrics_at
        self._scroll_bar = scroll_bar

    def arrange(self, room: QSizeF, scale: float, fits: Fits) -> Arrangement:
        """The largest arrangement that fits; where none does, a narrow one, which the worksheet then scrolls."""
        return self._fitting(room, scale, fits) or self._wrapped(room, scale, fits) or self._scrolled(room, scale, fits)

    def _fitting(self, room: QSizeF, scale: float, fits: Fits) -> Arrangement | None:
        caps = self._caps_that_fit(room, scale * fits.wanted)
        scales = [scale * (1 + 0.05 * step) for step in range(round((fits.largest - 1) / 0.05) + 1)]
        for taken in (_LOOSE, _TIGHT, _TIGHTEST) if fits.may_be_loose else (_TIGHT, _TIGHTEST):
            largest = self._largest_that_fits(scales, caps, room, taken)
            if largest is not None:
                for row_height in _ROW_HEIGHTS:
                    metrics = self._measures(largest, row_height, taken)
                    tried = self._arranged(metrics, caps, room)
                    if _fits(tried, room):
                        return self._arranged(metrics, caps, room, self._spare(tried, room))
        return None

    def _wrapped(self, room: QSizeF, scale: float, fits: Fits) -> Arrangement | None:
        """Cards that stand beside each other are put under each other, if all fits then."""
        strips = tuple((card,) for strip in self._strips for card in strip)
        if len(strips) == len(self._strips):
            return None
        return Layouter(strips, self._frames, self._metrics_at, self._scroll_bar)._fitting(room, scale, fits)

    def _scrolled(self, room: QSizeF, scale: float, fits: Fits) -> Arrangement:
        """The narrowest, with rows as high as the height allows: low ones bring nothing where width is what lacks."""
        caps = self._caps_that_fit(room, scale * fits.wanted)
        for row_height in _ROW_HEIGHTS:
            tried = self._arranged(self._measures(scale, row_height, _TIGHTEST), caps, room)
            if tried.size.height() <= room.height() - self._scroll_bar:
                break
        return tried

    def _largest_that_fits(self, scales: Sequence[float], caps: Caps, room: QSizeF, taken: Taken) -> float | None:
        """The largest of some rising scales at which all fits with the lowest rows, found by halving."""

        def is_too_large(scale: float) -> bool:
            return not _fits(self._arranged(self._measures(scale, _ROW_HEIGHTS[-1], taken), caps, room), room)

        fitting = bisect_left(scales, True, key=is_too_large)
        return scales[fitting - 1] if fitting else None

    def _measures(self, scale: float, row_height: float, taken: Taken) -> Metrics:
        metrics = self._metrics_at(scale, row_height, taken.is_tight)
        return metrics if taken.has_names_of_gradients else replace(metrics, has_names_of_gradients=False)

    def _spare(self, arrangement: Arrangement, room: QSizeF) -> QSizeF:
        """What each strip may grow by; a strip that stands alone is centred, the others start at the left."""
        is_alone = len(self._strips) == 1
        across = room.width() - arrangement.size.width() if is_alone else 0.0
        return QSizeF(across, (room.height() - arrangement.size.height()) / len(self._strips))

    def _caps_that_fit(self, room: QSizeF, scale: float) -> Caps:
        rows, columns = self._sizes()
        caps = Caps(
            {letter: min(_MOST_ROWS, size) for letter, size in rows.items()},
            {letter: min(_MOST_COLUMNS, size) for letter, size in columns.items()},
        )
        while True:
            tried = self._arranged(self._metrics_at(scale, _ROW_HEIGHTS[-1], True), caps, room)
            shrunk = False
            if tried.size.height() > room.height():
                shrunk = _shrink(caps.rows, rows)
            if tried.size.width() > room.width():
                shrunk = _shrink(caps.columns, columns) or shrunk
            if not shrunk:
                return caps

    def _sizes(self) -> tuple[dict[str, int], dict[str, int]]:
        """How many rows and columns there are along each index letter."""
        rows: dict[str, int] = {}
        columns: dict[str, int] = {}
        for name in self._names():
            frame = self._frames[name]
            rows[frame.letters[0]] = frame.model.rowCount()
            columns[frame.letters[1]] = frame.model.columnCount()
        return rows, columns

    def _names(self) -> Iterator[Name]:
        for strip in self._strips:
            for card in strip:
                yield from (item.name for item in card.row if isinstance(item, Shown))
                if card.below is not None:
                    yield card.below.name

    def _arranged(self, metrics: Metrics, caps: Caps, room: QSizeF, spare: QSizeF = _NOTHING) -> Arrangement:
        arrangement = Arrangement(metrics, QSizeF())
        margin, top, widest = metrics.gap, metrics.gap * 0.75, 0.0
        for strip in self._strips:
            left, height = margin, 0.0
            for card in strip:
                inset = QPointF(spare.width() / 2, spare.height() / 2)
                size = self._place_card(arrangement, card, QPointF(left, top) + inset, caps)
                size += QSizeF(0, spare.height())
                arrangement.cards.append((card.caption, QRectF(QPointF(left, top), size)))
                left += size.width() + margin
                height = max(height, size.height())
            _make_equally_high(arrangement.cards[-len(strip) :], height)
            widest = max(widest, left)
            top += height + metrics.gap * 0.75
        arrangement.size = QSizeF(widest, top)
        self._end_together(arrangement, max(room.width(), widest) - margin)
        return arrangement

    def _end_together(self, arrangement: Arrangement, right: float) -> None:
        """The last card of each strip ends where all strips end."""
        last = -1
        for strip in self._strips:
            last += len(strip)
            rect = arrangement.cards[last][1]
            rect.setRight(max(rect.right(), right))

    def _place_card(self, arrangement: Arrangement, card: Card, corner: QPointF, caps: Caps) -> QSizeF:
        metrics = arrangement.metrics
        padding = metrics.gap
        frames = self._titled(card)
        heads = [frame.head(metrics) for frame in frames]
        head = Head(max((each.name for each in heads), default=0.0), max((each.indices for each in heads), default=0.0))
        body = max((caps.of(frame)[0] for frame in frames), default=2) * metrics.row_height
        body_top = corner.y() + padding * 0.5 + sum(head)
        place = _Row(body_top, body, head)
        x = corner.x() + padding + self._room_for_sign_below(card, metrics)
        x += self._room_for_caption(card, x - corner.x(), metrics, caps)
        lefts: dict[Name, float] = {}
        for item in card.row:
            if isinstance(item, Sign):
                width = self._place_sign(arrangement, item, x, body_top + body / 2)
            else:
                lefts[item.name] = x
                width = self._place_frame(arrangement, item, x, place, caps)
            x += width + metrics.gap
        bottom = body_top + body + padding * 0.5
        if any(caps.of(frame)[1] < frame.model.columnCount() for frame in frames):
            bottom += metrics.scroll_bar
        if card.below is not None:
            bottom += self._place_below(arrangement, card.below, lefts[card.below.under], bottom, caps)
        return QSizeF(x - corner.x() + padding - metrics.gap, bottom - corner.y() + padding * 0.5)

    def _place_frame(self, arrangement: Arrangement, shown: Shown, x: float, row: _Row, caps: Caps) -> float:
        metrics = arrangement.metrics
        frame = self._frames[shown.name]
        rows, columns = caps.of(frame)
        if frame.is_boxed:
            size = frame.size_for(metrics, rows, columns)
            at = QRectF(x, row.top + (row.height - size.height()) / 2, size.width(), size.height())
            arrangement.frames.append(PlacedFrame(frame, at, rows, columns, NO_HEAD, 0))
        else:
            ghosts = caps.of(self._frames[Matrix.x])[0] if shown.has_ghost_rows else 0
            size = frame.size_for(metrics, rows, columns, row.head, ghosts)
            at = QRectF(x, row.top - sum(row.head), size.width(), size.height())
            arrangement.frames.append(PlacedFrame(frame, at, rows, columns, row.head, ghosts))
        return float(size.width())

    def _place_below(self, arrangement: Arrangement, below: Below, left: float, top: float, caps: Caps) -> float:
        metrics = arrangement.metrics
        frame, above = self._frames[below.name], self._frames[below.under]
        rows, columns = caps.of(frame)
        size = frame.size_for(metrics, rows, columns)
        indent = above.row_header_width(metrics)
        at = QRectF(left + indent - frame.row_header_width(metrics), top, size.width(), size.height())
        arrangement.frames.append(PlacedFrame(frame, at, rows, columns, NO_HEAD, 0))
        width = below.sign.width * below.sign.size * metrics.name
        x = left + indent - width - 2 * metrics.scale
        self._place_sign(arrangement, below.sign, x, top + 2 * metrics.scale + metrics.row_height / 2)
        bar = metrics.scroll_bar if columns < frame.model.columnCount() else 0.0
        return metrics.row_height + bar + 6 * metrics.scale

    def _place_sign(self, arrangement: Arrangement, sign: Sign, x: float, middle: float) -> float:
        metrics = arrangement.metrics
        size = sign.size * metrics.name
        arrangement.signs.append(PlacedSign(sign, QPointF(x, middle + 0.25 * size), size))
        return sign.width * size

    def _room_for_sign_below(self, card: Card, metrics: Metrics) -> float:
        """What the sign below needs to the left of the first matrix, if that is the one it stands under."""
        first = card.row[0]
        if card.below is None or not isinstance(first, Shown) or first.name != card.below.under:
            return 0.0
        needed = card.below.sign.width * card.below.sign.size * metrics.name + 4 * metrics.scale
        return max(0.0, needed - self._frames[first.name].row_header_width(metrics))

    def _room_for_caption(self, card: Card, x: float, metrics: Metrics, caps: Caps) -> float:
        """By how much the first matrix stands further to the right, so that its name begins beside the caption."""
        first = card.row[0]
        if not card.caption or not isinstance(first, Shown):
            return 0.0
        frame = self._frames[first.name]
        name = x + frame.title_left(metrics, caps.of(frame)[1])
        return max(0.0, _caption_right(card.caption, metrics.scale) + metrics.gap - name)

    def _titled(self, card: Card) -> list[MatrixFrame]:
        frames = [self._frames[item.name] for item in card.row if isinstance(item, Shown)]
        return [frame for frame in frames if not frame.is_boxed]


@lru_cache(maxsize=256)
def _caption_right(caption: str, scale: float) -> float:
    """Where a caption ends in its card; it is no larger than what stands in it."""
    return CAPTION_LEFT * scale + QFontMetricsF(title_font(scale)).horizontalAdvance(caption)


def _fits(arrangement: Arrangement, room: QSizeF) -> bool:
    return arrangement.size.width() <= room.width() and arrangement.size.height() <= room.height()


def _shrink(caps: dict[str, int], sizes: dict[str, int]) -> bool:
    large = [letter for letter, size in sizes.items() if size > _WHOLE_UP_TO and caps[letter] > _FEWEST]
    if not large:
        return False
    caps[max(large, key=lambda letter: caps[letter])] -= 1
    return True


def _make_equally_high(cards: list[tuple[str, QRectF]], height: float) -> None:
    for _, rect in cards:
        rect.setHeight(height)
