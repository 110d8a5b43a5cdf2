"""What is printed: the worksheet, the loss and the derivation of the selected entry, set on pages of any size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from bpgui.core.numbers import typed_text
from bpgui.session.derivation_text import derivations_of
from bpgui.session.loss_readout import LossReadout
from bpgui.session.pieces import Line
from bpgui.ui.card import title_font
from bpgui.ui.derivation_layout import LineLayout, Sizes, lay_out
from bpgui.ui.derivation_painting import LinePainter
from bpgui.ui.document_file import UNTITLED
from bpgui.ui.fonts import text_font
from bpgui.ui.picture_left_out import left_out
from bpgui.ui.picture_parts import NotShownError, Part, name_of_the_loss, on_paper, picture_of
from bpgui.ui.picture_recording import Recording, record_painting
from bpgui.ui.theme import Theme

if TYPE_CHECKING:
    from bpgui.ui.main_window import MainWindow

_USUAL, _LARGEST = 0.75, 1.0
"""In points of paper for a pixel of the screen: as on a screen, and at most."""
_LEGIBLE = 0.5
"""So large the worksheet should be printed, if another page is what it takes."""
_DERIVATION = (_USUAL, 0.66, 0.58)
"""In such sizes a derivation may be printed, so that it has room beside the loss."""
_TITLE, _WORDS, _SMALL = 19, 13, 11
"""Sizes of type in pixels, which become _USUAL points each."""
_GAP, _ABOVE_LINE = 12.0, 2.0
_LEAST_BESIDE = 150.0
"""So many points must be left on a page for the loss and the derivation to begin on it."""
_SHARE_OF_LOSS = 0.46
_LEAST_COLUMN = 190.0


@dataclass(frozen=True, eq=False)
class Placed:
    """A recording on a page, with its corner in points, and how many points a pixel of it takes."""

    recording: Recording
    at: QPointF
    factor: float = _USUAL


Page = list[Placed]


def pages_of(window: MainWindow, room: QSizeF) -> list[Page]:
    """What is on screen on as many pages as it takes; `room` is that of a page between its margins, in points."""
    setting = _Setting(window, room)
    setting.set_all()
    return setting.pages


def is_better_lying(window: MainWindow, upright: QSizeF) -> bool:
    """Whether on its side paper makes the worksheet legible, needs fewer pages, or has it larger on as many."""
    settings = [_Setting(window, room) for room in (upright, upright.transposed())]
    for setting in settings:
        setting.set_all()
    standing, lying = (
        (each.size_of_worksheet < _LEGIBLE, len(each.pages), -each.size_of_worksheet) for each in settings
    )
    return lying < standing


def paint_page(painter: QPainter, page: Page, scale: float) -> None:
    """Paint a page; `scale` is how many of the painter's units a point takes."""
    for placed in page:
        painter.save()
        painter.scale(scale, scale)
        painter.translate(placed.at)
        painter.scale(placed.factor, placed.factor)
        placed.recording.paint(painter)
        painter.restore()


class _Setting:
    """Sets things on pages, one below the other, and goes on to the next page where one is full."""

    def __init__(self, window: MainWindow, room: QSizeF) -> None:
        self._window, self._room = window, room
        self._theme = on_paper(window.theme)
        self._y = 0.0
        self.size_of_worksheet = _LARGEST
        self.pages: list[Page] = [[]]

    def set_all(self) -> None:
        """The head, the worksheet, then the loss beside the derivation, and the foot of every page."""
        self._foot = self._words_of("bpgui", _SMALL, pale=True).size.height() * _USUAL + _GAP
        for line in self._head():
            self._put(line, 0.0)
        self._y += _GAP / 2
        self._set_worksheet()
        self._set_loss_and_derivation()
        self._set_feet()

    @property
    def _left(self) -> float:
        return self._room.height() - self._foot - self._y

    def _put(self, recording: Recording, x: float, factor: float = _USUAL) -> None:
        self.pages[-1].append(Placed(recording, QPointF(x, self._y), factor))
        self._y += recording.size.height() * factor

    def _begin_page(self) -> None:
        self.pages.append([])
        self._y = 0.0

    # --- the head and the feet

    def _head(self) -> list[Recording]:
        bridge = self._window.bridge
        session, document = bridge.session, bridge.session.document
        readout = LossReadout.of(session, bridge.screen)
        N, D, K = document.shape
        moment = readout.parts_here or (f"t = {session.iteration}",)
        rate = f"η = {typed_text(document.learning_rate, session.view.fractions)}"
        facts = "     ".join((rate, *moment, f"N = {N}, D = {D}, K = {K}"))
        file = Path(self._window.windowFilePath()).name
        title = self._words_of(document.title or UNTITLED, _TITLE, weight=QFont.Weight.DemiBold, beside=file)
        return [title, self._words_of(facts, _WORDS)]

    def _words_of(
        self,
        text: str,
        pixels: int,
        *,
        weight: QFont.Weight = QFont.Weight.Normal,
        pale: bool = False,
        beside: str = "",
    ) -> Recording:
        """A line of words as wide as the page, and what stands at its right end."""
        width, theme = self._room.width() / _USUAL, self._theme
        small = text_font(_SMALL)
        for_beside = QFontMetricsF(small).horizontalAdvance(beside) + _GAP if beside else 0.0
        font = text_font(pixels, weight)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - for_beside)

        def paint(painter: QPainter) -> None:
            painter.setFont(font)
            painter.setPen(QColor(theme.text_pale if pale else theme.text))
            painter.drawText(QPointF(0, metrics.ascent()), shown)
            painter.setFont(small)
            painter.setPen(QColor(theme.text_pale))
            painter.drawText(QPointF(width - for_beside + _GAP, metrics.ascent()), beside)

        return record_painting(QSizeF(width, metrics.height() + 3), paint)

    def _set_feet(self) -> None:
        count = len(self.pages)
        for number, page in enumerate(self.pages, 1):
            said = self._words_of("bpgui", _SMALL, pale=True, beside=f"page {number} of {count}")
            page.append(Placed(said, QPointF(0, self._room.height() - said.size.height() * _USUAL)))

    # --- what is on screen

    def _set_worksheet(self) -> None:
        sheet = picture_of(self._window, Part.worksheet, self._theme)
        under = [self._words_of(said, _SMALL, pale=True) for said in left_out(self._window.worksheet.sheet)]
        height = self._left - sum(note.size.height() for note in under) * _USUAL
        self.size_of_worksheet = min(self._room.width() / sheet.size.width(), height / sheet.size.height(), _LARGEST)
        self._put(sheet, 0.0, self.size_of_worksheet)
        for note in under:
            self._put(note, 0.0)

    def _set_loss_and_derivation(self) -> None:
        """Beside each other, or, where the derivation is too long for that, on a page of its own."""
        loss, lines = self._loss(), self._lines()
        if loss is None and not lines:
            return
        if self._left < _LEAST_BESIDE:
            self._begin_page()
        else:
            self._y += _GAP
        width = self._room.width()
        column = 0.0 if loss is None else max(_SHARE_OF_LOSS * width, _LEAST_COLUMN) + _GAP
        set_lines = self._fitting(lines, width - column)
        top = self._y
        if loss is not None:
            self._set_loss(loss, column - _GAP if lines and set_lines else width)
        if set_lines:
            self._y = top
            self._set_derivation(*set_lines, column, width - column)
        elif lines:
            if self.pages[-1] and loss is not None:
                self._begin_page()
            whole = list(_lines_set(lines, width / _USUAL, self._theme))
            self._set_derivation(_USUAL, whole, 0.0, width)

    def _set_loss(self, loss: Recording, width: float) -> None:
        self._put(self._caption(name_of_the_loss(self._window)), 0.0)
        self._put(loss, 0.0, min(width / loss.size.width(), self._left / loss.size.height(), _LARGEST))

    def _fitting(self, lines: Sequence[Line], width: float) -> tuple[float, list[Recording]] | None:
        """The derivation in the largest size in which it has room in a column on this page."""
        room = self._left - 2 * _SMALL
        for factor in _DERIVATION if lines else ():
            recordings = list(_lines_set(lines, width / factor, self._theme))
            if sum(each.size.height() for each in recordings) * factor <= room:
                return factor, recordings
        return None

    def _caption(self, text: str) -> Recording:
        font = title_font(1.0)
        metrics = QFontMetricsF(font)

        def paint(painter: QPainter) -> None:
            painter.setFont(font)
            painter.setPen(QColor(self._theme.text_pale))
            painter.drawText(QPointF(0, metrics.ascent()), text.upper())

        return record_painting(QSizeF(metrics.horizontalAdvance(text.upper()) + 2, 1.5 * metrics.height()), paint)

    def _loss(self) -> Recording | None:
        """The loss as it is shown, if anything is known of it."""
        bridge = self._window.bridge
        if LossReadout.of(bridge.session, bridge.screen).known is None and not self._window.loss_card.is_landscape:
            return None
        try:
            return picture_of(self._window, Part.loss, self._theme)
        except NotShownError:
            return None

    def _lines(self) -> Sequence[Line]:
        screen = self._window.bridge.screen
        return () if screen.selection is None else derivations_of(screen, screen.selection)[0].lines

    def _set_derivation(self, factor: float, recordings: Sequence[Recording], x: float, width: float) -> None:
        """Line after line; what has no room goes on on the next page."""
        self._put(self._caption("Derivation"), x)
        for recording in recordings:
            if recording.size.height() * factor > self._left and self._y > 0:
                self._begin_page()
            self._put(recording, x, min(factor, width / recording.size.width()))


def _lines_set(lines: Sequence[Line], width: float, theme: Theme) -> Iterator[Recording]:
    sizes = Sizes(1.0)
    painter_of_lines = LinePainter(theme, sizes)
    for line in lines:
        layout = lay_out(line, width, sizes)
        reaches = [each.rect.right() for each in layout.placed] + [each.right() for each in layout.brackets]

        def paint(painter: QPainter, line: Line = line, layout: LineLayout = layout) -> None:
            painter_of_lines.paint(painter, line, layout)

        yield record_painting(QSizeF(max([width, *reaches]), layout.height + _ABOVE_LINE), paint)
